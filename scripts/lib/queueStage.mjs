/** n8n in queue mode, as a larger company runs it: one main, two workers, Redis and PostgreSQL, all on this machine. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { readFileSync } from 'node:fs';
import { startLog, withProgress } from './base.mjs';
import { startDatabases } from './databases.mjs';
import { startN8n, startWorker } from './n8n.mjs';
import { freePort } from './processes.mjs';
import { installOnce } from './stage.mjs';

/** Executions that one worker runs at once; n8n advises against fewer. */
const CONCURRENCY = 5;

/** n8n notices after these times that a worker is gone; as shipped it takes a minute or two. */
const STALLED = {
	QUEUE_WORKER_LOCK_DURATION: '15000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
};

/**
 * @typedef {object} QueueWorker
 * @property {() => string[]} started the ids of the executions that it took, by its log
 * @property {() => string[]} finished the ids of those that it brought to an end, well or not
 * @property {() => void} kill without any warning
 */

/**
 * @typedef {object} QueueStage
 * @property {import('./n8n.mjs').N8n} n8n the main
 * @property {QueueWorker[]} workers those that run at the beginning
 * @property {() => Promise<QueueWorker>} addWorker
 * @property {() => Promise<void>} stop
 */

/**
 * @param {string} logFile
 * @param {RegExp} pattern with the id in brackets
 * @returns {string[]}
 */
const idsIn = (logFile, pattern) =>
	[...readFileSync(logFile, 'utf8').matchAll(pattern)].map(([, id]) => id ?? '');

/**
 * @param {{
 *   host: import('./host.mjs').Host,
 *   packed: import('./stage.mjs').Packed,
 *   folder: string,
 *   logFile: string,
 * }} options `folder` holds a user folder for each of them
 * @returns {Promise<QueueStage>}
 * @throws {import('./base.mjs').Failure}
 */
export const setQueueStage = async ({ host, packed, folder, logFile }) => {
	const databases = await withProgress('Starting Redis and PostgreSQL', () =>
		startDatabases({ redis: startLog('queue-redis'), postgres: startLog('queue-postgres') }),
	);
	const env = {
		...databases.env,
		...STALLED,
		EXECUTIONS_MODE: 'queue',
		N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
		// The participation of the workers is read from it.
		N8N_LOG_LEVEL: 'info',
	};
	/** @type {Array<() => Promise<void>>} */
	const stops = [];

	/** @param {string} name */
	const userFolderOf = async (name) => {
		const userFolder = path.join(folder, name);
		await installOnce(userFolder, packed, logFile);
		return userFolder;
	};

	const addWorker = async () => {
		const name = `worker-${stops.length + 1}`;
		const log = startLog(`queue-${name}`);
		const place = stops.push(async () => undefined) - 1;
		const userFolder = await userFolderOf(name);
		const worker = await startWorker({
			host,
			userFolder,
			concurrency: CONCURRENCY,
			logFile: log,
			env,
		});
		stops[place] = worker.stop;
		return {
			started: () => idsIn(log, /Worker started execution (\d+)/g),
			finished: () => idsIn(log, /Worker (?:finished|errored while running) execution (\d+)/g),
			kill: worker.kill,
		};
	};

	const userFolder = await userFolderOf('main');
	const n8n = await withProgress(`Starting n8n ${host.version} in queue mode`, async () =>
		startN8n({
			host,
			userFolder,
			port: await freePort(),
			logFile: startLog('queue-main'),
			env,
		}),
	);
	await n8n.signIn();
	const workers = await withProgress('Starting two workers', () =>
		Promise.all([addWorker(), addWorker()]),
	);
	return {
		n8n,
		workers,
		addWorker,
		stop: async () => {
			await Promise.all([n8n.stop(), ...stops.map((stop) => stop())]);
			await databases.stop();
		},
	};
};
