/** The stand-in IT Glue (sandbox/) as a process of its own, and its inspection routes. */
import { Failure, log } from './base.mjs';
import { ANSWER_MS, START_MS } from './patience.mjs';
import { end, start, waitFor } from './processes.mjs';

/**
 * @typedef {object} Sandbox
 * @property {string} url the base URL for the credential
 * @property {{ full: string, withoutPasswordAccess: string }} keys
 * @property {Record<string, any>} psa
 * @property {{ url: string, tenants: Array<Record<'domain' | 'organization' | 'tokenUrl' | 'clientId' | 'clientSecret', string>> }} graph
 * @property {(type: string) => Promise<any[]>} records everything of a JSON:API type
 * @property {() => Promise<any[]>} journal the requests since the last clear
 * @property {() => Promise<void>} clearJournal
 * @property {() => Promise<void>} reset back to the seeded data
 * @property {() => Promise<void>} stop
 */

/**
 * Asks one of the routes by which a test looks at the sandbox and changes it.
 * @param {Pick<Sandbox, 'url'>} sandbox
 * @param {string} method
 * @param {string} route below `/_sandbox`
 * @param {object} [body]
 * @returns {Promise<any>} the answer; undefined where it is empty
 * @throws {Failure} where the sandbox refuses
 */
export const askSandbox = async ({ url }, method, route, body) => {
	const answer = await fetch(`${url}/_sandbox${route}`, {
		method,
		...(body && {
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		}),
		signal: AbortSignal.timeout(ANSWER_MS),
	});
	const text = await answer.text();
	if (!answer.ok)
		throw new Failure(
			`The sandbox answered ${method} /_sandbox${route} with ${answer.status}: ${text.slice(0, 200)}`,
		);
	return text === '' ? undefined : JSON.parse(text);
};

/**
 * Starts a sandbox on a free port and waits for its address.
 * @param {{ logFile: string, args?: string[] }} options
 * @returns {Promise<Sandbox>}
 * @throws {Failure}
 */
export const startSandbox = async ({ logFile, args = [] }) => {
	const child = start(process.execPath, ['--import', 'tsx', 'sandbox/main.ts', '--json', ...args], {
		logFile,
		pipe: true,
	});
	let printed = '';
	child.stdout?.on('data', (chunk) => {
		if (!printed.includes('\n')) printed += chunk;
		log(logFile, String(chunk));
	});
	const firstLine = async () => {
		if (printed.includes('\n')) return printed.slice(0, printed.indexOf('\n'));
		if (child.exitCode !== null || child.signalCode !== null)
			throw new Failure('The sandbox ended while it was starting.', `Its own words: ${logFile}`);
		return undefined;
	};
	const line = await waitFor(firstLine, {
		timeoutMs: START_MS,
		everyMs: 50,
		onTimeout: () => new Failure('The sandbox did not start.', `Its own words: ${logFile}`),
	});
	const { url, keys, psa, graph } = JSON.parse(line);
	const admin = (/** @type {string} */ method, /** @type {string} */ route) =>
		askSandbox({ url }, method, route);
	return {
		url,
		keys,
		psa,
		graph,
		records: (type) => admin('GET', `/store/${type}`),
		journal: () => admin('GET', '/journal'),
		clearJournal: async () => void (await admin('DELETE', '/journal')),
		reset: async () => void (await admin('POST', '/reset')),
		stop: () => end(child),
	};
};
