/** The stand-in API of a job: a sandbox with the job's size, warmed up, in a known state before each run. */
import { startSandbox } from '../scripts/lib/sandbox.mjs';

/** What a request to IT Glue takes, roughly. */
const LATENCY_MS = 80;
const WARM_UP_REQUESTS = 24;
const WIDTH = 8;

/**
 * @typedef {object} Size
 * @property {number} [organizations]
 * @property {number} [configurations]
 * @property {{ requests: number, seconds: number }} [limit] a sliding window, with Retry-After in seconds
 */

/**
 * @typedef {object} StoredRecord
 * @property {string} id
 * @property {Record<string, any>} attributes
 * @property {number} createdAt
 * @property {number} updatedAt
 */

/**
 * @typedef {object} Request
 * @property {string} method
 * @property {string} path
 * @property {Record<string, string>} query
 * @property {number} status
 * @property {string} at
 */

/**
 * @typedef {object} Api
 * @property {string} url
 * @property {string} apiKey
 * @property {(type: string) => Promise<StoredRecord[]>} records
 * @property {() => Promise<Request[]>} journal
 * @property {() => Promise<void>} clearJournal
 * @property {() => Promise<void>} reset
 * @property {(fault: object) => Promise<void>} addFault
 * @property {(type: string, all: object[]) => Promise<void>} insert
 * @property {() => Promise<void>} stop
 */

/**
 * @param {unknown[]} all
 * @param {(one: any) => Promise<unknown>} work
 */
const severalAtATime = async (all, work) => {
	const left = [...all];
	const worker = async () => {
		for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
	};
	await Promise.all(Array.from({ length: WIDTH }, worker));
};

/**
 * A process that has just begun answers slowly until its code is compiled; that is no property of the API.
 * @param {string} url
 * @param {string} apiKey
 */
const warmUp = async (url, apiKey) => {
	await severalAtATime(Array.from({ length: WARM_UP_REQUESTS }), async () => {
		const answer = await fetch(`${url}/configurations?page[size]=1000`, {
			headers: { 'x-api-key': apiKey },
			signal: AbortSignal.timeout(60_000),
		});
		await answer.arrayBuffer();
	});
};

/**
 * @param {Size} size
 * @param {string} logFile
 * @returns {Promise<Api>}
 */
export const startApi = async ({ organizations = 40, configurations, limit }, logFile) => {
	const sandbox = await startSandbox({
		logFile,
		args: [
			// One process stands for a service of many: it must not be what both sides wait for.
			'--remember-lists',
			...['--latency', String(LATENCY_MS), '--organizations', String(organizations)],
			...(configurations === undefined ? [] : ['--configurations', String(configurations)]),
			...(limit === undefined
				? []
				: ['--rate-limit', String(limit.requests), '--rate-window', String(limit.seconds)]),
		],
	});
	/** @param {string} route @param {object} body */
	const post = async (route, body) => {
		const answer = await fetch(`${sandbox.url}/_sandbox/${route}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
			signal: AbortSignal.timeout(30_000),
		});
		await answer.arrayBuffer();
		if (!answer.ok) throw new Error(`The sandbox answered POST ${route} with ${answer.status}.`);
	};
	await warmUp(sandbox.url, sandbox.keys.full);
	return {
		url: sandbox.url,
		apiKey: sandbox.keys.full,
		records: sandbox.records,
		journal: sandbox.journal,
		clearJournal: sandbox.clearJournal,
		reset: sandbox.reset,
		addFault: (fault) => post('faults', fault),
		insert: (type, all) =>
			severalAtATime(all, (attributes) => post(`store/${type}`, { attributes })),
		stop: sandbox.stop,
	};
};
