/** The measured n8n: a real server with the packed package; workflows start by webhook, as in production. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { checkoutCache, Failure, readJsonIfAny, root, userCache } from '../scripts/lib/base.mjs';
import { installPackage, N8nError, startN8n } from '../scripts/lib/n8n.mjs';
import { freePort, waitFor } from '../scripts/lib/processes.mjs';
import { buildWorkflow } from './workflow.mjs';

/** @typedef {import('./workflow.mjs').Step} Step */

/**
 * Outside of the checkout: below it, the package would find the checkout's n8n-workflow, and n8n would hold two.
 */
export const USER_FOLDER = path.join(userCache(), 'bench');
export const REPORTS = path.join(checkoutCache, 'bench', 'reports');

/**
 * @typedef {object} NodeReport
 * @property {string} name
 * @property {number} milliseconds the node's own execution time
 * @property {number} items
 * @property {number} failed items that carry an error
 * @property {string} ids a digest of the ids of its items, in order
 * @property {number} distinct how many different ids there are
 * @property {Record<string, number>} actions how often each `_action` occurs
 * @property {string[]} first the first few items, cut off
 * @property {string} [error]
 */

/**
 * @typedef {object} Report
 * @property {string} status
 * @property {string} [error]
 * @property {number} cpuMilliseconds that n8n used from the start of the execution to its end
 * @property {number} idleMegabytes resident before the execution
 * @property {number} peakMegabytes resident, at most, during the execution
 * @property {NodeReport[]} nodes
 */

/**
 * @typedef {object} Deployed
 * @property {(token: string, items: unknown[], timeoutMs: number) => Promise<Report>} run `token` names what is left in the folder of reports
 * @property {() => Promise<void>} remove
 */

/**
 * @typedef {object} Server
 * @property {string} url
 * @property {(steps: Step[], apiUrl: string) => Promise<Deployed>} deploy publishes a workflow of these steps
 * @property {(apiUrl: string) => Promise<(parameters: object) => Promise<{ milliseconds: number, columns: number }>>} editor asks for
 * the columns of a node with these parameters, as the editor does when somebody opens it
 * @property {() => Promise<void>} stop
 */

/**
 * Empties the server's folder and installs the package in it.
 * @param {{ name: string, archive: string }} packed
 * @param {string} logFile
 */
export const prepareServer = async (packed, logFile) => {
	rmSync(USER_FOLDER, { recursive: true, force: true });
	rmSync(REPORTS, { recursive: true, force: true });
	mkdirSync(USER_FOLDER, { recursive: true });
	mkdirSync(REPORTS, { recursive: true });
	await installPackage(USER_FOLDER, packed, logFile);
};

/**
 * @param {string} token
 * @param {number} timeoutMs
 * @returns {Promise<Report>}
 */
const reportOf = async (token, timeoutMs) => {
	const file = path.join(REPORTS, `${token}.json`);
	return waitFor(async () => readJsonIfAny(file), {
		timeoutMs,
		everyMs: 100,
		onTimeout: () => new Failure(`An execution did not end within ${timeoutMs / 1000} s.`),
	});
};

/**
 * @param {import('../scripts/lib/n8n.mjs').N8n} n8n
 * @param {string} apiKey
 * @param {string} apiUrl
 */
const saveCredentials = async (n8n, apiKey, apiUrl) => {
	const ours = { apiKey, region: 'custom', baseUrl: apiUrl };
	const theirs = { name: 'x-api-key', value: apiKey };
	return {
		itGlueApi: await n8n.saveCredential({ name: 'Bench', type: 'itGlueApi', data: ours }),
		httpHeaderAuth: await n8n.saveCredential({
			name: 'Bench',
			type: 'httpHeaderAuth',
			data: theirs,
		}),
	};
};

/**
 * @param {{ host: import('../scripts/lib/host.mjs').Host, logFile: string, apiKey: string, profile: boolean }} options
 * @returns {Promise<Server>}
 */
export const startServer = async ({ host, logFile, apiKey, profile }) => {
	const env = {
		EXTERNAL_HOOK_FILES: path.join(root, 'bench', 'inside.cjs'),
		BENCH_REPORTS: REPORTS,
		BENCH_PROFILE: profile ? 'yes' : 'no',
	};
	const n8n = await startN8n({
		host,
		userFolder: USER_FOLDER,
		port: await freePort(),
		logFile,
		env,
	});
	await n8n.signIn();

	/**
	 * n8n says that its database is not ready when it has not answered for a while, as right after an execution that
	 * kept the process busy.
	 * @param {string} method
	 * @param {string} route
	 * @param {object} [body]
	 */
	const ask = (method, route, body) =>
		waitFor(
			async () => {
				try {
					return { answer: await n8n.rest(method, route, body) };
				} catch (error) {
					if (error instanceof N8nError && error.status === 503) return undefined;
					throw error;
				}
			},
			{
				timeoutMs: 60_000,
				onTimeout: () => new Failure(`n8n is not ready to answer ${method} /rest${route}.`),
			},
		).then(({ answer }) => answer);

	/**
	 * Starts the workflow. n8n serves the address of a workflow only some moments after publishing it.
	 * @param {string} address
	 * @param {object} body
	 */
	const post = async (address, body) => {
		const sent = async () => {
			const answer = await fetch(`${n8n.url}/webhook/${address}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
				signal: AbortSignal.timeout(60_000),
			});
			const text = await answer.text();
			if (answer.ok) return true;
			if (answer.status === 404) return undefined;
			throw new N8nError(`POST /webhook/${address}`, answer.status, text);
		};
		await waitFor(sent, {
			timeoutMs: 30_000,
			onTimeout: () => new Failure('n8n does not serve the webhook of a published workflow.'),
		});
	};

	/** @type {Server['deploy']} */
	const deploy = async (steps, apiUrl) => {
		const address = randomUUID();
		const credentials = await saveCredentials(n8n, apiKey, apiUrl);
		const { id, versionId } = await ask(
			'POST',
			'/workflows',
			buildWorkflow(address, steps, credentials),
		);
		await ask('POST', `/workflows/${id}/activate`, { versionId });
		return {
			run: async (token, items, timeoutMs) => {
				await post(address, { token, items });
				return reportOf(token, timeoutMs);
			},
			remove: () => ask('POST', `/workflows/${id}/deactivate`),
		};
	};

	/** @type {Server['editor']} */
	const editor = async (apiUrl) => {
		const { itGlueApi } = await saveCredentials(n8n, apiKey, apiUrl);
		return async (currentNodeParameters) => {
			const begun = performance.now();
			const { fields } = await ask('POST', '/dynamic-node-parameters/resource-mapper-fields', {
				nodeTypeAndVersion: { name: 'n8n-nodes-it-glue.itGlue', version: 1 },
				currentNodeParameters,
				path: 'parameters.fields',
				methodName: 'getColumns',
				credentials: { itGlueApi },
			});
			return { milliseconds: Math.round(performance.now() - begun), columns: fields.length };
		};
	};

	return { url: n8n.url, deploy, editor, stop: n8n.stop };
};
