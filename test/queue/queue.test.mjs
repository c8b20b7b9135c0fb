/**
 * The PSA syncs in n8n's queue mode: one main and two workers share the executions through Redis, and no lock of ours
 * spans their processes.
 */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { checkoutCache, readJson, root, startLog } from '../../scripts/lib/base.mjs';
import { ensureHost } from '../../scripts/lib/host.mjs';
import { writesIn } from '../../scripts/lib/outcome.mjs';
import { ANSWER_MS, END_MS, STANDSTILL_MS } from '../../scripts/lib/patience.mjs';
import { endAll, waitFor, whenAskedToEnd } from '../../scripts/lib/processes.mjs';
import { packProject } from '../../scripts/lib/project.mjs';
import { setQueueStage } from '../../scripts/lib/queueStage.mjs';
import { startSandbox } from '../../scripts/lib/sandbox.mjs';
import { saveSandboxCredential } from '../../scripts/lib/stage.mjs';
import { counted, publishSyncs, runsOf } from './syncs.mjs';
import { addClients, storeMustFit } from './world.mjs';

/** @typedef {import('./syncs.mjs').Execution} Execution */
/** @typedef {import('./syncs.mjs').Sync} Sync */

const PACKAGE = String(readJson(path.join(root, 'package.json')).name);
/**
 * @param {number} first
 * @param {number} count
 */
function numbers(first, count) {
	return Array.from({ length: count }, (_unused, at) => first + at);
}
const SETUP_TIMEOUT = 20 * 60_000;
const CLIENTS = 40;
/** The numbers of clients of a round, and how far those of the next one are from them. */
const FIRST_CLIENT = 100;
const NEXT_CLIENTS = 1000;
/** Enough for a worker to be in the middle of them. */
const FEWER_CLIENTS = numbers(200, 16);
/** Fewer than both workers send together; where other work slows them down so much that they stay below it, half of it. */
const LIMITS = [120, 60, 30];
const WINDOW_S = 25;
const RATE_LIMIT = ['--rate-limit', String(LIMITS[0]), '--rate-window', String(WINDOW_S)];
/** The workers know nothing of each other's requests; each learns from its own refusals. */
const MOST_REFUSED = 1 / 3;
/** So slow that of two runs that start together both have looked before either has written. */
const LATENCY_MS = 400;
const SLOW = ['--latency', String(LATENCY_MS)];
const ROUNDS = 3;
/** On a busy machine two runs may begin too far apart for that: then more rounds follow, each slower than the last. */
const MOST_ROUNDS = 8;
const MOST_LATENCY_MS = 4000;

/** @type {import('../../scripts/lib/queueStage.mjs').QueueStage} */
let stage;
/** @type {import('../../scripts/lib/host.mjs').Host} */
let host;
const logs = { setup: startLog('queue-setup'), sandbox: startLog('queue-sandbox') };

whenAskedToEnd(() => void endAll().then(() => process.exit(130)), { withParent: true });

/**
 * @param {string} label
 * @param {string[]} args of the sandbox
 */
const setScene = async (label, args) => {
	const sandbox = await startSandbox({
		logFile: logs.sandbox,
		args: ['--organizations', '10', ...args],
	});
	const credential = await saveSandboxCredential(stage.n8n, sandbox);
	const packageName = PACKAGE;
	const syncs = await publishSyncs(stage.n8n, { label, sandbox, packageName, credential });
	return { sandbox, syncs, records: sandbox.records };
};

/** @typedef {Awaited<ReturnType<typeof setScene>>} Scene */

/**
 * What a node gave in a run, as n8n has stored it.
 * @param {Execution} execution
 */
const storedRun = async ({ id }) => {
	const { data } = await stage.n8n.rest('GET', `/executions/${id}`);
	const { resultData } = createRequire(host.bin)('flatted').parse(data);
	/** @param {string} node @returns {Array<Record<string, any>>} */
	const items = (node) =>
		(resultData.runData[node] ?? []).flatMap((/** @type {any} */ run) =>
			(run.data?.main ?? []).flat().map((/** @type {any} */ item) => item?.json),
		);
	return { items, error: String(resultData.error?.message ?? '') };
};

/**
 * Asks for both syncs of every client, as the PSA would when something changed.
 * @param {Scene} scene
 * @param {import('./world.mjs').World} world
 * @param {() => Promise<void>} [meanwhile]
 */
const syncEach = ({ syncs }, { clients }, meanwhile) =>
	runsOf(stage.n8n, [syncs.organizations, syncs.contacts], async (request) => {
		for (const { linked, synced } of clients)
			await Promise.all([
				request(syncs.organizations, [synced]),
				request(syncs.contacts, [linked]),
			]);
		await meanwhile?.();
	});

/**
 * Both syncs for all clients, as every night.
 * @param {Scene} scene
 * @param {import('./world.mjs').World} world
 */
const syncAll = ({ syncs }, { clients }) =>
	runsOf(stage.n8n, [syncs.organizations, syncs.contacts], async (request) => {
		await request(
			syncs.organizations,
			clients.map(({ synced }) => synced),
		);
		await request(
			syncs.contacts,
			clients.map(({ linked }) => linked),
		);
	});

/**
 * @param {import('../../scripts/lib/sandbox.mjs').Sandbox} sandbox
 * @param {{ latencyMs?: number, rateLimit?: { requests: number, windowMs: number } }} settings
 */
const change = async ({ url }, settings) => {
	const answer = await fetch(`${url}/_sandbox/settings`, {
		method: 'PATCH',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(settings),
		signal: AbortSignal.timeout(ANSWER_MS),
	});
	assert.equal(answer.status, 200, await answer.text());
};

/** @param {Execution[]} runs */
const statusesOf = (runs) => counted(runs.map(({ status }) => status));

/** @param {Execution[]} runs */
const sharesOf = (runs) => {
	const ids = new Set(runs.map(({ id }) => id));
	return stage.workers.map((worker) => worker.started().filter((id) => ids.has(id)).length);
};

describe('n8n in queue mode, with two workers', () => {
	before(
		async () => {
			host = await ensureHost(logs.setup);
			const packed = await packProject(logs.setup);
			const folder = path.join(checkoutCache, 'queue');
			rmSync(folder, { recursive: true, force: true });
			stage = await setQueueStage({ host, packed, folder, logFile: logs.setup });
		},
		{ timeout: SETUP_TIMEOUT },
	);
	after(
		async () => {
			await stage?.stop();
			await endAll();
		},
		{ timeout: END_MS },
	);

	describe('40 organization syncs and 40 contact syncs at once, on clients of their own', () => {
		/** @type {Scene} */
		let scene;
		before(async () => {
			scene = await setScene('limited', RATE_LIMIT);
		});
		after(() => scene.sandbox.stop());

		/**
		 * @param {number[]} clients
		 * @param {import('node:test').TestContext} t
		 * @returns {Promise<number>} how many requests were refused
		 */
		const syncLimited = async (clients, t) => {
			const world = await addClients(scene, clients);
			const runs = await syncEach(scene, world);
			assert.deepEqual(statusesOf(runs), { success: 2 * clients.length });
			await storeMustFit(scene, world);

			const journal = await scene.sandbox.journal();
			const refused = journal.filter(({ status }) => status === 429);
			const shares = sharesOf(runs);
			t.diagnostic(
				`${journal.length} requests, ${refused.length} of them 429; runs by worker: ${shares.join(', ')}`,
			);
			assert.ok(
				refused.length < journal.length * MOST_REFUSED,
				`the rate limit was respected: ${refused.length} of ${journal.length} requests refused`,
			);
			assert.ok(
				shares.every((share) => share > 0),
				`both workers took part: ${shares.join(', ')}`,
			);
			return refused.length;
		};

		it('bring everything into IT Glue once, through the rate limit, on both workers', async (t) => {
			let met = 0;
			for (const [round, requests] of LIMITS.entries()) {
				if (met > 0) break;
				await change(scene.sandbox, { rateLimit: { requests, windowMs: WINDOW_S * 1000 } });
				await scene.sandbox.clearJournal();
				met = await syncLimited(numbers(FIRST_CLIENT + round * NEXT_CLIENTS, CLIENTS), t);
			}
			assert.ok(met > 0, 'the rate limit was met');
		});
	});

	describe('16 of each, while one worker is killed', () => {
		/** @type {Scene} */
		let scene;
		before(async () => {
			scene = await setScene('killed', []);
		});
		after(() => scene.sandbox.stop());

		it('leave nothing to repair once n8n has recovered and they run again', async (t) => {
			const world = await addClients(scene, FEWER_CLIENTS);
			const [, doomed] = stage.workers;
			assert.ok(doomed);
			const known = doomed.started().length;
			const unfinished = () => {
				const done = new Set(doomed.finished());
				return doomed.started().filter((id) => !done.has(id));
			};
			const runs = await syncEach(scene, world, async () => {
				const inTheMiddle = async () =>
					doomed.started().length > known + 5 &&
					unfinished().length > 0 &&
					writesIn(await scene.sandbox.journal()).length > 5
						? true
						: undefined;
				await waitFor(inTheMiddle, {
					timeoutMs: STANDSTILL_MS,
					everyMs: 50,
					progress: () => doomed.started().length,
					onTimeout: () => new Error('The worker was never in the middle of its runs.'),
				});
				doomed.kill();
				stage.workers.push(await stage.addWorker());
			});
			const failed = runs.filter(({ status }) => status !== 'success').map(({ id }) => id);
			t.diagnostic(`${JSON.stringify(statusesOf(runs))}; runs by worker: ${sharesOf(runs)}`);
			assert.ok(failed.length > 0, 'it was killed in the middle');
			// What it had just taken over, it had not yet told in its log.
			const others = stage.workers.filter((worker) => worker !== doomed);
			const ofOthers = new Set(others.flatMap((worker) => worker.started()));
			assert.deepEqual(
				failed.filter((id) => ofOthers.has(id)),
				[],
				'no run of another worker failed',
			);

			const again = await syncAll(scene, world);
			assert.deepEqual(statusesOf(again), { success: 2 });
			await storeMustFit(scene, world);
			await scene.sandbox.clearJournal();
			await syncAll(scene, world);
			assert.deepEqual(writesIn(await scene.sandbox.journal()), [], 'nothing is left to do');
		});
	});

	describe('the same input on both workers at once', () => {
		/** @type {Scene} */
		let scene;
		before(async () => {
			scene = await setScene('twins', SLOW);
		});
		after(() => scene.sandbox.stop());

		/**
		 * Two runs of one input, started together; one on each worker, unless one worker takes both.
		 * @param {Sync} sync
		 * @param {number[]} companies
		 */
		const twice = async (sync, companies) => {
			const runs = await runsOf(stage.n8n, [sync], async (request) => {
				await Promise.all([request(sync, companies), request(sync, companies)]);
			});
			assert.equal(runs.length, 2);
			return runs;
		};

		/**
		 * @param {Sync} sync
		 * @param {number[]} companies
		 */
		const once = async (sync, companies) => {
			const [run, ...others] = await runsOf(stage.n8n, [sync], (request) =>
				request(sync, companies),
			);
			assert.ok(run);
			assert.deepEqual(others, []);
			return { status: run.status, ...(await storedRun(run)) };
		};

		/**
		 * Runs a sync of every client twice at once and then once more. Where that made twins, the output has to have said
		 * so, and the next run has to leave them to a person.
		 * @param {object} what
		 * @param {number} what.first number of the first client
		 * @param {(scene: Scene) => Sync} what.sync
		 * @param {string} what.node that creates
		 * @param {string} what.type of the records
		 * @param {(client: import('./world.mjs').Client) => number[]} what.companies
		 * @param {(client: import('./world.mjs').Client, record: any) => boolean} what.isNew whether a record came from the client
		 * @param {(run: Awaited<ReturnType<typeof once>>, ids: string[]) => void} what.nextRunMustName
		 * @param {(text: string) => void} tell
		 */
		const race = async (what, tell) => {
			const sync = what.sync(scene);
			let twins = 0;
			let rounds = 0;
			for (; rounds < ROUNDS || (twins === 0 && rounds < MOST_ROUNDS); rounds += 1) {
				if (rounds >= ROUNDS) {
					const slower = LATENCY_MS * 2 ** (rounds - ROUNDS + 1);
					await change(scene.sandbox, { latencyMs: Math.min(slower, MOST_LATENCY_MS) });
				}
				// Odd ones: they have a company that is missing, and two new persons.
				const {
					clients: [client],
				} = await addClients(scene, [what.first + 2 * rounds]);
				assert.ok(client);
				await scene.sandbox.clearJournal();
				const runs = await twice(sync, what.companies(client));
				const stored = await Promise.all(runs.map(storedRun));
				const told = stored.map(({ error }) => error).join(' ');
				const created = stored.flatMap(({ items }) =>
					items(what.node).filter(({ _action }) => _action === 'created'),
				);
				const records = (await scene.records(what.type)).filter((record) =>
					what.isNew(client, record),
				);
				/** @type {Map<string, string[]>} */
				const byName = new Map();
				for (const { id, attributes } of records) {
					const name = attributes.name ?? `${attributes.first_name} ${attributes.last_name}`;
					byName.set(name, [...(byName.get(name) ?? []), id].sort());
				}
				assert.ok(byName.size > 0, `it was created; ${told}`);
				const groups = [...byName.values()].filter((ids) => ids.length > 1);
				for (const ids of groups) {
					const reports = created.map(({ id, _twins = [] }) => [id, ..._twins].sort().join());
					assert.ok(reports.includes(ids.join()), `${ids} are reported: ${reports.join(' | ')}`);
				}
				if (groups.length === 0) assert.deepEqual(statusesOf(runs), { success: 2 }, told);

				const next = await once(sync, what.companies(client));
				for (const ids of groups) what.nextRunMustName(next, ids);
				if (groups.length === 0) assert.equal(next.status, 'success', next.error);
				const after = (await scene.records(what.type)).filter((record) =>
					what.isNew(client, record),
				);
				assert.deepEqual(
					after.map(({ id }) => id),
					records.map(({ id }) => id),
					'none was deleted and none was added',
				);
				const deletions = (await scene.sandbox.journal()).filter(
					({ method }) => method === 'DELETE',
				);
				assert.deepEqual(deletions, []);
				twins += groups.length;
			}
			tell(`${twins} twins in ${rounds} rounds`);
			await change(scene.sandbox, { latencyMs: LATENCY_MS });
			assert.ok(twins > 0, 'no twins came into being: this test has to be made slower');
		};

		it('names organizations that were created twice, and the next run calls them ambiguous', async (t) => {
			await race(
				{
					first: 301,
					sync: ({ syncs }) => syncs.organizations,
					node: 'Create organizations',
					type: 'organizations',
					companies: ({ synced }) => [synced],
					isNew: ({ missingName }, { attributes }) => attributes.name === missingName,
					nextRunMustName: ({ status, error, items }, ids) => {
						assert.equal(status, 'success', error);
						const row = items('Review').find(({ reason }) =>
							ids.every((id) => reason.includes(`(${id})`)),
						);
						assert.equal(row?.status, 'ambiguous', JSON.stringify(items('Review')));
					},
				},
				(text) => t.diagnostic(text),
			);
		});

		it('names contacts that were created twice, and the next run refuses to choose', async (t) => {
			await race(
				{
					first: 401,
					sync: ({ syncs }) => syncs.contacts,
					node: 'Create contacts',
					type: 'contacts',
					companies: ({ linked }) => [linked],
					isNew: ({ organization }, { attributes }) =>
						String(attributes.organization_id) === organization &&
						/^(?:New|Nomail)/.test(attributes.first_name),
					nextRunMustName: ({ status, items }, ids) => {
						assert.equal(status, 'error');
						const told = JSON.stringify(items('Summary')[0]?.failed);
						for (const id of ids) assert.ok(told.includes(id), `${id} is named: ${told}`);
					},
				},
				(text) => t.diagnostic(text),
			);
		});
	});
});
