/** A suite of tests for Node's own test runner that need a real n8n: prepared once, run one file after the other, counted. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { run as runTests } from 'node:test';
import { spec } from 'node:test/reporters';
import { checkNode, root, startLog, tellFailure, writeJson } from './base.mjs';
import { ensureHost, NotHere } from './host.mjs';
import { endAll, whenAskedToEnd } from './processes.mjs';
import { ensureDependencies, packProject } from './project.mjs';

/** @typedef {{ passed: number, failed: number, notRun?: string }} Counts */

/**
 * @param {string} folder
 * @param {string} [only] text in the names of the tests to run
 * @returns {Promise<Counts>}
 */
const runFiles = async (folder, only) => {
	const files = readdirSync(folder)
		.filter((name) => name.endsWith('.test.mjs'))
		.map((name) => path.join(folder, name));
	const counts = { passed: 0, failed: 0 };
	/**
	 * Suites and whole files are reported like tests; a file that cannot even be loaded is only reported that way.
	 * @param {any} event
	 */
	const isTest = ({ name, details }) =>
		details?.type !== 'suite' && !files.includes(path.resolve(root, name));
	const stream = runTests({
		files,
		concurrency: 1,
		...(only !== undefined && { testNamePatterns: [only] }),
	});
	stream.on('test:pass', (event) => {
		// With `only`, the others are passed over on purpose.
		if (!isTest(event) || (only !== undefined && event.skip !== undefined)) return;
		// A skipped test is one that was not run.
		if (event.skip === undefined && event.todo === undefined) counts.passed += 1;
		else counts.failed += 1;
	});
	stream.on('test:fail', (/** @type {any} */ event) => {
		if (isTest(event) || event.details?.error?.failureType !== 'subtestsFailed') counts.failed += 1;
	});
	const reporter = new spec();
	await new Promise((resolve, reject) => {
		stream
			.compose(reporter)
			.on('end', resolve)
			.on('error', reject)
			.pipe(process.stdout, { end: false });
	});
	return counts;
};

/**
 * Runs all tests of a folder, with the package packed and an n8n installed. The exit code of the process says whether
 * everything ran and passed.
 * @param {{
 *   name: string,
 *   folder: string,
 *   release?: import('./release.mjs').Release,
 *   only?: string,
 *   prepare?: (logFile: string) => Promise<unknown>,
 *   output?: string,
 * }} suite `prepare` makes ready what else it needs, and throws NotHere where that is impossible; `output` is the file for the counts
 */
export const runNodeTests = async ({ name, folder, release, only, prepare, output }) => {
	whenAskedToEnd(() => void endAll().then(() => process.exit(130)));
	const logFile = startLog(`${name}-prepare`);
	/** @returns {Promise<Counts>} */
	const counts = async () => {
		try {
			checkNode();
			await prepare?.(logFile);
			await ensureDependencies(logFile);
			await ensureHost(logFile, release);
			await packProject(logFile);
			return await runFiles(path.join(root, 'test', folder), only);
		} catch (error) {
			tellFailure(error, logFile);
			if (error instanceof NotHere) return { passed: 0, failed: 0, notRun: error.message };
			return { passed: 0, failed: 1 };
		}
	};
	const outcome = await counts();
	if (output !== undefined) writeJson(output, outcome);
	process.exitCode =
		outcome.failed > 0 || outcome.notRun !== undefined || outcome.passed === 0 ? 1 : 0;
};
