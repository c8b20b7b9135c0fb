/**
 * `npm run test:e2e`: the tests in test/e2e on a real n8n, one file after the other.
 *
 * Option: `--output file` writes the counts as JSON, for `npm test`.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { run as runTests } from 'node:test';
import { spec } from 'node:test/reporters';
import { parseArgs } from 'node:util';
import { checkNode, root, startLog, tellFailure, writeJson } from './lib/base.mjs';
import { ensureHost, NotHere } from './lib/host.mjs';
import { endAll, whenAskedToEnd } from './lib/processes.mjs';
import { ensureDependencies, packProject } from './lib/project.mjs';

const FOLDER = path.join(root, 'test', 'e2e');

/** @returns {Promise<{ passed: number, failed: number }>} */
const runFiles = async () => {
	const files = readdirSync(FOLDER)
		.filter((name) => name.endsWith('.test.mjs'))
		.map((name) => path.join(FOLDER, name));
	const counts = { passed: 0, failed: 0 };
	/**
	 * Suites and whole files are reported like tests; a file that cannot even be loaded is only reported that way.
	 * @param {any} event
	 */
	const isTest = ({ name, details }) =>
		details?.type !== 'suite' && !files.includes(path.resolve(root, name));
	const stream = runTests({ files, concurrency: 1 });
	stream.on('test:pass', (event) => {
		if (!isTest(event)) return;
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
 * @param {string} logFile
 * @returns {Promise<{ passed: number, failed: number, notRun?: string }>}
 */
const runSuite = async (logFile) => {
	try {
		checkNode();
		await ensureDependencies(logFile);
		await ensureHost(logFile);
		await packProject(logFile);
		return await runFiles();
	} catch (error) {
		tellFailure(error, logFile);
		if (error instanceof NotHere) return { passed: 0, failed: 0, notRun: error.message };
		return { passed: 0, failed: 1 };
	}
};

const main = async () => {
	const { values } = parseArgs({ options: { output: { type: 'string' } } });
	const outcome = await runSuite(startLog('e2e-prepare'));
	if (values.output !== undefined) writeJson(values.output, outcome);
	process.exitCode =
		outcome.failed > 0 || outcome.notRun !== undefined || outcome.passed === 0 ? 1 : 0;
};

whenAskedToEnd(() => void endAll().then(() => process.exit(130)));

void main();
