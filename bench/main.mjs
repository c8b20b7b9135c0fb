/**
 * `npm run bench`: each job in a real n8n against the sandbox, in turn with n8n's own nodes doing the same work.
 *
 * Options: `--only get-many,upsert` runs a part, `--runs 5` is how often each side is measured, `--profile` leaves a CPU
 * profile of each execution beside the reports. Only a run of everything writes bench/RESULTS.md.
 */
import { cpus } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
	checkoutCache,
	Failure,
	root,
	say,
	startLog,
	tellFailure,
	withProgress,
	writeJson,
} from '../scripts/lib/base.mjs';
import { ensureHost } from '../scripts/lib/host.mjs';
import { tryLock } from '../scripts/lib/lock.mjs';
import { endAll, whenAskedToEnd } from '../scripts/lib/processes.mjs';
import { ensureDependencies, packProject } from '../scripts/lib/project.mjs';
import { measureEditor, NAME as EDITOR, TITLE as EDITOR_TITLE } from './jobs/editor.mjs';
import { JOBS } from './jobs/index.mjs';
import { measureSize, NAME as SIZE, TITLE as SIZE_TITLE } from './jobs/size.mjs';
import { measure } from './measure.mjs';
import { describeRun, failedRow, HEAD, rowCells, writeResults } from './results.mjs';
import { table } from './figures.mjs';
import { prepareServer, REPORTS, startServer, USER_FOLDER } from './server.mjs';

/** What `--only` takes. */
const NAMES = [...JOBS.map(({ name }) => name), EDITOR, SIZE];
const RAW = path.join(checkoutCache, 'bench', 'measured.json');
const LISTEN_MS = 3_000;

/**
 * @returns {{ only: string[], runs: number, profile: boolean }}
 * @throws {Failure} on anything that is not an option
 */
const readOptions = () => {
	const usage = `Usage: npm run bench -- [--only ${NAMES.join(',')}] [--runs 5] [--profile]`;
	try {
		const { values } = parseArgs({
			options: {
				only: { type: 'string' },
				runs: { type: 'string', default: '5' },
				profile: { type: 'boolean', default: false },
			},
		});
		const only = values.only?.split(',') ?? NAMES;
		const runs = Number(values.runs);
		if (Number.isInteger(runs) && runs > 0 && only.every((name) => NAMES.includes(name)))
			return { only, runs, profile: values.profile === true };
	} catch {
		// Told below, together with values that are none.
	}
	throw new Failure('These options are not understood.', usage);
};

/** @typedef {import('./jobs/job.mjs').Job} Job */

/** Total and idle time of all CPUs since the machine was started. */
const cpuTimes = () => {
	const all = cpus().map(({ times }) => times);
	const idle = all.reduce((sum, times) => sum + times.idle, 0);
	const total = all.flatMap((times) => Object.values(times)).reduce((sum, time) => sum + time, 0);
	return { idle, total };
};

/** @returns {Promise<number>} the share of the CPUs that other programs use, from 0 to 1 */
const foreignUse = async () => {
	const before = cpuTimes();
	await sleep(LISTEN_MS);
	const after = cpuTimes();
	const total = after.total - before.total;
	return total === 0 ? 0 : 1 - (after.idle - before.idle) / total;
};

/**
 * @param {string} setupLog
 * @param {() => boolean} isEnding whether somebody asked the bench to end
 */
const bench = async (setupLog, isEnding) => {
	const { only, runs, profile } = readOptions();
	const logs = { n8n: startLog('bench-n8n'), sandbox: startLog('bench-sandbox') };
	await ensureDependencies(setupLog);
	const host = await ensureHost(setupLog);
	const packed = await packProject(setupLog);
	await withProgress('Installing the package', () => prepareServer(packed, setupLog));
	const busyBefore = await foreignUse();
	const place = {
		startServer: (/** @type {string} */ apiKey) =>
			startServer({ host, logFile: logs.n8n, apiKey, profile }),
		logFile: logs.sandbox,
	};
	/** @type {import('./jobs/job.mjs').Row[]} */
	const rows = [];
	/** @type {Record<string, unknown>} */
	const raw = {};
	/** @param {string} title @param {() => Promise<import('./jobs/job.mjs').Row[]>} work */
	const attempt = async (title, work) => {
		say(`- ${title}`);
		try {
			rows.push(...(await work()));
		} catch (error) {
			if (isEnding()) throw error;
			// The other jobs are still worth their time.
			tellFailure(error, setupLog);
			process.exitCode = 1;
			rows.push(failedRow(title, error));
		}
	};
	/** @param {Job} job */
	const measureJob = async (job) => {
		const measured = await measure(job, runs, place);
		raw[job.name] = measured;
		return job.rows(measured);
	};
	const chosen = JOBS.filter(({ name }) => only.includes(name));
	for (const job of chosen.filter(({ isPaced }) => !isPaced))
		await attempt(job.title, async () => await measureJob(job));
	if (only.includes(EDITOR))
		await attempt(EDITOR_TITLE, async () => await measureEditor(place, runs));
	if (only.includes(SIZE))
		await attempt(SIZE_TITLE, async () => await measureSize(host, runs, setupLog));
	const busy = Math.max(busyBefore, await foreignUse());
	// What waits for a rate limit most of the time hardly depends on what else the machine does.
	for (const job of chosen.filter(({ isPaced }) => isPaced))
		await attempt(job.title, async () => await measureJob(job));
	writeJson(RAW, raw);
	const run = await describeRun({ host, runs, busy });
	say(`\n${table(HEAD, rows.map(rowCells))}\n`);
	say(`Single executions${profile ? ', with CPU profiles' : ''}: ${path.relative(root, REPORTS)}`);
	if (only.length === NAMES.length) say(`Written: ${writeResults(rows, run)}`);
};

/** @returns {Promise<void>} */
export const main = async () => {
	const lock = tryLock(`${USER_FOLDER}.lock`);
	if ('heldBy' in lock)
		throw new Failure(
			`A bench is running already (process ${lock.heldBy}).`,
			'Two at a time would measure each other.',
		);
	const setupLog = startLog('bench-setup');
	let ended = false;
	whenAskedToEnd(() => {
		ended = true;
		void endAll().then(() => process.exit(130));
	});
	try {
		await bench(setupLog, () => ended);
	} catch (error) {
		// What broke off because it was ended is no failure to tell of.
		if (!ended) tellFailure(error, setupLog);
		process.exitCode = 1;
	} finally {
		await endAll();
	}
};
