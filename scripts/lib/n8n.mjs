/** A real n8n server in a user folder of its own, and what the editor would ask of it, over the same REST and push channels. */
import { randomUUID } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { Failure, writeJson } from './base.mjs';
import { ANSWER_MS, PROGRAM_MS, STANDSTILL_MS, START_MS } from './patience.mjs';
import { end, freePort, kill, npm, run, start, waitFor } from './processes.mjs';

/** @typedef {import('./host.mjs').Host} Host */

/** Local, made for the demo, and printed: nothing that anybody has to keep. */
export const OWNER = {
	email: 'demo@example.com',
	firstName: 'Demo',
	lastName: 'Owner',
	password: 'Local-demo-only-1',
};

/** One look whether a server is ready; the next one follows. */
const LOOK_MS = 20_000;

/**
 * @typedef {object} NodeRun
 * @property {string} node its name in the workflow
 * @property {string} status `success` or `error`
 * @property {any} [error]
 * @property {number} milliseconds how long it worked
 * @property {Array<Record<string, any>>} items the json of what it gave, all outputs together
 * @property {Array<Array<Record<string, any>>>} outputs the same by output
 */

/**
 * @typedef {object} WorkflowRun
 * @property {string} executionId
 * @property {string} status as n8n calls it: success, error, crashed, canceled
 * @property {NodeRun[]} nodes in the order in which they ended
 */

/**
 * What is watched while a workflow runs.
 * @typedef {object} Watch
 * @property {(executionId: string) => void} [onStart]
 * @property {() => unknown} [progress] something beside n8n's own events that changes as long as all is well, for a node
 * that works for a long time
 */

/** n8n answered a request with an error. */
export class N8nError extends Error {
	/**
	 * @param {string} request
	 * @param {number} status
	 * @param {any} body
	 */
	constructor(request, status, body) {
		super(`n8n answered ${request} with ${status}: ${body?.message ?? JSON.stringify(body)}`);
		this.name = 'N8nError';
		this.status = status;
	}
}

/**
 * The environment of an n8n that keeps to itself. What the user has set for an n8n of their own stays out: it could
 * name a database that matters.
 * @param {Host} host
 * @param {string} userFolder
 * @param {Record<string, string>} extra
 * @returns {NodeJS.ProcessEnv}
 */
const environment = ({ node }, userFolder, extra) => {
	const foreign =
		/^(N8N|DB|EXECUTIONS|QUEUE|WEBHOOK|CREDENTIALS|NODES|NODE_FUNCTION|EXTERNAL|OFFLOAD|npm)_|^(WEBHOOK_URL|NODE_OPTIONS|NODE_PATH|NODE_ENV|VUE_APP_URL_BASE_API)$|^npm_/;
	const inherited = Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !foreign.test(name)),
	);
	return {
		...inherited,
		// n8n starts its task runner as `node`.
		PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}`,
		NODE_ENV: 'production',
		N8N_USER_FOLDER: userFolder,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_SECURE_COOKIE: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		// Server-sent events can be read with what Node has on board; it is one of n8n's two push channels.
		N8N_PUSH_BACKEND: 'sse',
		...extra,
	};
};

/**
 * n8n copies its editor, some 700 scripts, to `.cache` in its user folder, and that folder lies in the checkout:
 * `n8n-node lint`, whose configuration may not be changed, took minutes for them. It passes over node_modules.
 * @param {string} userFolder
 */
const keepEditorAside = (userFolder) => {
	const place = path.join(userFolder, '.cache');
	if (lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink()) return;
	const aside = path.join(userFolder, 'node_modules', '.n8n-editor');
	mkdirSync(aside, { recursive: true });
	rmSync(place, { recursive: true, force: true });
	symlinkSync(path.relative(userFolder, aside), place);
};

/**
 * Where n8n looks for installed packages.
 * @param {string} userFolder
 */
export const nodesFolder = (userFolder) => path.join(userFolder, '.n8n', 'nodes');

/**
 * Installs packed packages the way a self-hosted user does by hand.
 * @param {string} userFolder
 * @param {{ name: string, archive: string }} packed
 * @param {string} logFile
 */
export const installPackage = async (userFolder, { name, archive }, logFile) => {
	const folder = nodesFolder(userFolder);
	mkdirSync(folder, { recursive: true });
	// npm would keep what its lockfile says about an archive of the same version, although its content differs.
	for (const entry of [
		'package-lock.json',
		path.join('node_modules', '.package-lock.json'),
		path.join('node_modules', name),
	]) {
		rmSync(path.join(folder, entry), { recursive: true, force: true });
	}
	writeJson(path.join(folder, 'package.json'), { name: 'installed-nodes', private: true });
	await npm(
		'Installing the package in n8n',
		// As README says it; offline, because the package needs nothing beside itself.
		['install', '--no-audit', '--no-fund', '--offline', archive],
		{
			cwd: folder,
			logFile,
		},
	);
};

/**
 * @param {string} userFolder
 * @param {string} name
 * @returns {boolean}
 */
export const hasPackage = (userFolder, name) =>
	existsSync(path.join(nodesFolder(userFolder), 'node_modules', name, 'package.json'));

/**
 * Runs a command of n8n's command line.
 * @param {{ host: Host, userFolder: string, args: string[], logFile: string }} what
 * @returns {Promise<{ code: number, output: string }>}
 */
export const runCli = async ({ host, userFolder, args, logFile }) =>
	run(host.node, [host.bin, ...args], {
		cwd: userFolder,
		env: environment(host, userFolder, { N8N_RUNNERS_BROKER_PORT: String(await freePort()) }),
		logFile,
		timeoutMs: PROGRAM_MS,
	});

/**
 * Sits where the editor sits and notes what n8n pushes: the only place that tells how a run went, also for
 * workflows that store nothing of it.
 * @param {{ origin: string, cookie: string, pushRef: string }} session
 * @returns {Promise<{ events: any[], close: () => void }>}
 */
const listen = ({ origin, cookie, pushRef }) =>
	new Promise((resolve, reject) => {
		/** @type {any[]} */
		const events = [];
		const request = http.get(
			`${origin}/rest/push?pushRef=${pushRef}`,
			{ headers: { cookie, origin } },
			(response) => {
				if (response.statusCode !== 200) {
					response.resume();
					reject(new N8nError('GET /rest/push', response.statusCode ?? 0, undefined));
					return;
				}
				response.setEncoding('utf8');
				let rest = '';
				response.on('data', (/** @type {string} */ chunk) => {
					const blocks = (rest + chunk).split('\n\n');
					rest = blocks.pop() ?? '';
					for (const block of blocks) {
						if (block.startsWith('data: ')) events.push(JSON.parse(block.slice('data: '.length)));
					}
				});
				response.on('error', () => undefined);
				resolve({ events, close: () => request.destroy() });
			},
		);
		// n8n pings every minute, whatever else happens.
		request.setTimeout(2 * STANDSTILL_MS, () => request.destroy());
		request.on('error', reject);
	});

/**
 * @param {any} taskData what n8n pushes about one run of one node
 * @returns {Array<Array<Record<string, any>>>}
 */
const outputsOf = (taskData) =>
	Object.values(taskData?.data ?? {}).flatMap((/** @type {any} */ connection) =>
		(connection ?? []).map((/** @type {any} */ items) =>
			(items ?? []).map((/** @type {any} */ item) => item.json),
		),
	);

/**
 * @param {any[]} events of one execution
 * @returns {NodeRun[]}
 */
const nodeRuns = (events) => {
	const data = events.filter((event) => event.type === 'nodeExecuteAfterData');
	const ended = events.filter((event) => event.type === 'nodeExecuteAfter');
	return ended.map((event, position) => {
		const name = event.data.nodeName;
		const nth = ended.slice(0, position).filter((other) => other.data.nodeName === name).length;
		const full =
			data.filter((other) => other.data.nodeName === name)[nth]?.data.data ?? event.data.data;
		const outputs = outputsOf(full);
		const error = event.data.data?.error ?? full?.error;
		return {
			node: name,
			status: event.data.data?.executionStatus ?? (error ? 'error' : 'success'),
			error,
			milliseconds: event.data.data?.executionTime ?? 0,
			outputs,
			items: outputs.flat(),
		};
	});
};

/**
 * @typedef {object} N8n
 * @property {string} url of the editor
 * @property {number | undefined} pid of the server, the head of a group of processes
 * @property {(method: string, route: string, body?: unknown, headers?: Record<string, string>) => Promise<any>} rest the `data` of the answer; throws N8nError
 * @property {() => Promise<void>} signIn creates the owner on a new n8n, signs in otherwise
 * @property {(credential: { name: string, type: string, data: object }) => Promise<{ id: string, name: string }>} saveCredential creates or updates by name
 * @property {(credential: { id?: string, name: string, type: string, data: object }) => Promise<{ status: string, message: string }>} testCredential
 * @property {(workflow: any) => Promise<void>} saveWorkflow creates or updates by the workflow's id; after those that it calls
 * @property {(id: string) => Promise<any>} readWorkflow as n8n has stored it
 * @property {(id: string) => Promise<void>} publishWorkflow from then on its triggers are listened to
 * @property {(id: string) => Promise<void>} unpublishWorkflow
 * @property {(id: string, trigger: string, watch?: Watch) => Promise<WorkflowRun>} runWorkflow by hand, from the named trigger
 * @property {(id: string, tool: string, trigger: string) => Promise<WorkflowRun>} runTool runs one tool node as an AI agent would
 * @property {Promise<void>} ended when the server is gone, for whatever reason
 * @property {() => Promise<void>} stop
 */

/**
 * @typedef {object} Worker
 * @property {() => void} kill without any warning
 * @property {() => Promise<void>} stop
 */

/**
 * Starts a worker of an n8n in queue mode and waits until it takes jobs.
 * @param {{ host: Host, userFolder: string, concurrency: number, logFile: string, env: Record<string, string> }} options
 *   `env` says where the queue and the database are, as the server's does
 * @returns {Promise<Worker>}
 * @throws {Failure} when it does not get ready
 */
export const startWorker = async ({ host, userFolder, concurrency, logFile, env }) => {
	mkdirSync(userFolder, { recursive: true });
	const port = await freePort();
	const child = start(host.node, [host.bin, 'worker', `--concurrency=${concurrency}`], {
		cwd: userFolder,
		env: environment(host, userFolder, {
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: String(port),
			N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
			...env,
		}),
		logFile,
	});
	const isReady = async () => {
		if (child.exitCode !== null || child.signalCode !== null)
			throw new Failure('The worker ended while it was starting.', `Its own words: ${logFile}`);
		const answer = await fetch(`http://127.0.0.1:${port}/healthz/readiness`, {
			signal: AbortSignal.timeout(LOOK_MS),
		}).catch(() => undefined);
		return answer?.status === 200 ? true : undefined;
	};
	await waitFor(isReady, {
		timeoutMs: START_MS,
		onTimeout: () => new Failure('The worker did not get ready.', `Its own words: ${logFile}`),
	});
	return { kill: () => kill(child), stop: () => end(child) };
};

/**
 * Starts a server and waits until it is ready.
 * @param {{ host: Host, userFolder: string, port: number, logFile: string, env?: Record<string, string>, nodeArgs?: string[] }} options
 *   `nodeArgs` are for the Node that runs it
 * @returns {Promise<N8n>}
 * @throws {Failure} when it does not get ready
 */
export const startN8n = async ({ host, userFolder, port, logFile, env = {}, nodeArgs = [] }) => {
	mkdirSync(userFolder, { recursive: true });
	keepEditorAside(userFolder);
	const url = `http://127.0.0.1:${port}`;
	const child = start(host.node, [...nodeArgs, host.bin, 'start'], {
		cwd: userFolder,
		env: environment(host, userFolder, {
			N8N_PORT: String(port),
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
			N8N_EDITOR_BASE_URL: url,
			WEBHOOK_URL: `${url}/`,
			...env,
		}),
		logFile,
	});
	/** @type {Promise<void>} */
	const ended = new Promise((resolve) => child.once('exit', () => resolve()));
	const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
	const isReady = async () => {
		if (hasEnded())
			throw new Failure('n8n ended while it was starting.', `Its own words: ${logFile}`);
		const answer = await fetch(`${url}/healthz/readiness`, {
			signal: AbortSignal.timeout(LOOK_MS),
		}).catch(() => undefined);
		if (answer?.status !== 200) return undefined;
		// Ready means that the database is; the REST routes follow a moment later.
		const settings = await fetch(`${url}/rest/settings`, {
			signal: AbortSignal.timeout(LOOK_MS),
		}).catch(() => undefined);
		return settings?.status === 200 && settings.headers.get('content-type')?.includes('json')
			? true
			: undefined;
	};
	await waitFor(isReady, {
		timeoutMs: START_MS,
		onTimeout: () => new Failure('n8n did not get ready.', `Its own words: ${logFile}`),
	});

	const isVersion1 = host.version.startsWith('1.');
	let cookie = '';
	/** @type {N8n['rest']} */
	const rest = async (method, route, body, headers = {}) => {
		const answer = await fetch(`${url}/rest${route}`, {
			method,
			headers: {
				cookie,
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
				...headers,
			},
			body: body === undefined ? undefined : JSON.stringify(body),
			signal: AbortSignal.timeout(ANSWER_MS),
		});
		const text = await answer.text();
		/** @type {any} */
		let parsed;
		try {
			parsed = JSON.parse(text);
		} catch {
			parsed = { message: text.slice(0, 200) };
		}
		if (!answer.ok) throw new N8nError(`${method} /rest${route}`, answer.status, parsed);
		const session = answer.headers.getSetCookie().find((value) => value.startsWith('n8n-auth='));
		if (session !== undefined) cookie = session.split(';')[0] ?? '';
		return parsed?.data;
	};

	/** @type {N8n['signIn']} */
	const signIn = async () => {
		const settings = await rest('GET', '/settings');
		if (settings.userManagement?.showSetupOnFirstLoad) {
			await rest('POST', '/owner/setup', OWNER);
			return;
		}
		try {
			await rest('POST', '/login', { emailOrLdapLoginId: OWNER.email, password: OWNER.password });
		} catch (error) {
			if (!(error instanceof N8nError) || error.status !== 401) throw error;
			throw new Failure(
				`The demo n8n no longer accepts ${OWNER.email} with the demo password.`,
				`Delete ${userFolder} to begin anew, and run the command again.`,
			);
		}
	};

	/** @type {N8n['saveCredential']} */
	const saveCredential = async (credential) => {
		/** @type {any[]} */
		const existing = await rest('GET', '/credentials');
		const found = existing.find(
			({ name, type }) => name === credential.name && type === credential.type,
		);
		const saved = found
			? await rest('PATCH', `/credentials/${found.id}`, credential)
			: await rest('POST', '/credentials', credential);
		return { id: saved.id, name: saved.name };
	};

	/** @type {N8n['testCredential']} */
	const testCredential = async (credential) => {
		// n8n 1.x tests only what is saved.
		const { id } = isVersion1 ? await saveCredential(credential) : { id: '' };
		return rest('POST', '/credentials/test', { credentials: { id, ...credential } });
	};

	/** n8n 1.x gives a workflow an id of its own. @type {Map<string, string>} */
	const ownIds = new Map();
	const routeOf = (/** @type {string} */ id) => `/workflows/${ownIds.get(id) ?? id}`;

	/** @type {N8n['readWorkflow']} */
	const readWorkflow = (id) => rest('GET', routeOf(id));

	/**
	 * n8n 1.x gives a workflow an id of its own, which those that call it have to name.
	 * @param {any} node
	 */
	const withOwnIds = (node) => {
		const { workflowId } = node.parameters ?? {};
		const own = ownIds.get(workflowId?.value);
		if (own === undefined) return node;
		return {
			...node,
			parameters: { ...node.parameters, workflowId: { ...workflowId, value: own } },
		};
	};

	/** @type {N8n['saveWorkflow']} */
	const saveWorkflow = async (given) => {
		const { id } = given;
		const workflow = { ...given, nodes: given.nodes?.map(withOwnIds) };
		const stored = await readWorkflow(id).catch((error) => {
			if (error instanceof N8nError && [403, 404].includes(error.status)) return undefined;
			throw error;
		});
		if (stored === undefined) {
			// n8n 1.x asks for `active`.
			const created = await rest('POST', '/workflows', { ...workflow, active: false });
			ownIds.set(id, created.id);
			return;
		}
		const { versionId } = stored;
		await rest('PATCH', routeOf(id), { ...workflow, id: undefined, versionId });
	};

	/** @type {N8n['publishWorkflow']} */
	const publishWorkflow = async (id) => {
		const { versionId } = await readWorkflow(id);
		await rest('POST', `${routeOf(id)}/activate`, { versionId });
	};

	/** @type {N8n['unpublishWorkflow']} */
	const unpublishWorkflow = async (id) => void (await rest('POST', `${routeOf(id)}/deactivate`));

	/**
	 * @param {string} id
	 * @param {object} body as the editor sends it
	 * @param {Watch} [watch]
	 * @returns {Promise<WorkflowRun>}
	 */
	const runManually = async (id, body, { onStart, progress } = {}) => {
		const pushRef = `run-${randomUUID()}`;
		const { events, close } = await listen({ origin: url, cookie, pushRef });
		try {
			// n8n 1.x runs what the editor shows, saved or not.
			const shown = isVersion1 ? { workflowData: await readWorkflow(id) } : {};
			const asked = { ...shown, ...body };
			const { executionId } = await rest('POST', `${routeOf(id)}/run`, asked, {
				'push-ref': pushRef,
			});
			onStart?.(executionId);
			const own = () => events.filter((event) => event.data?.executionId === executionId);
			const isFinished = async () => {
				const event = own().find(({ type }) => type === 'executionFinished');
				if (event === undefined && hasEnded())
					throw new Failure('n8n ended while a workflow ran.', `Its own words: ${logFile}`);
				return event;
			};
			const finished = await waitFor(isFinished, {
				timeoutMs: STANDSTILL_MS,
				everyMs: 50,
				// However long the run takes: each node that begins or ends is an event.
				progress: () => `${own().length} ${String(progress?.())}`,
				onTimeout: () => {
					const last = own().at(-1);
					const reached = [last?.type ?? 'nothing', last?.data?.nodeName].filter(Boolean).join(' ');
					return new Failure(
						`The workflow did not get on for ${STANDSTILL_MS / 1000} s; the last that n8n told of it is: ${reached}.`,
						`n8n's own words: ${logFile}`,
					);
				},
			});
			return { executionId, status: finished.data.status, nodes: nodeRuns(own()) };
		} finally {
			close();
		}
	};

	/** @type {N8n['runWorkflow']} */
	const runWorkflow = (id, trigger, watch) =>
		runManually(id, { triggerToStartFrom: { name: trigger } }, watch);

	/** @type {N8n['runTool']} */
	const runTool = (id, name, trigger) =>
		runManually(id, {
			triggerToStartFrom: { name: trigger },
			destinationNode: { nodeName: name, mode: 'inclusive' },
			agentRequest: { query: {}, tool: { name: '' } },
		});

	return {
		url,
		pid: child.pid,
		rest,
		signIn,
		saveCredential,
		testCredential,
		saveWorkflow,
		readWorkflow,
		publishWorkflow,
		unpublishWorkflow,
		runWorkflow,
		runTool,
		ended,
		stop: () => end(child),
	};
};
