/**
 * `npm test`: everything, on a fresh clone, each suite timed, one table, and the sum in the last line.
 *
 * Options: `--only lint,tests` runs a part; under CI=true a run with a part left out fails, unless `--partial` says that
 * the rest runs elsewhere.
 */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import {
	checkoutCache,
	Failure,
	readJsonIfAny,
	root,
	say,
	startLog,
	tellFailure,
} from '../lib/base.mjs';
import { endCommands, npm, run, whenAskedToEnd } from '../lib/processes.mjs';
import { ensureDependencies } from '../lib/project.mjs';

const MINUTE = 60_000;
/**
 * A suite takes as long as the machine needs for it; what has a bound is that nothing comes of it. Every single test and
 * wait ends itself before that, the longest (a model test, test/model/support.ts) after a quarter of an hour.
 */
const SILENCE_MS = 25 * MINUTE;
const RESULTS = path.join(checkoutCache, 'results');

/**
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {number} failed
 * @property {string} [notRun] why the suite could not run here
 * @property {string} [note] what the table says beside the counts
 */

/**
 * @typedef {object} Suite
 * @property {string} name
 * @property {string} label
 * @property {(logFile: string) => Promise<Outcome>} run
 */

/** @type {NodeJS.ProcessEnv} */
const env = { ...process.env, CI: process.env.CI ?? 'true', FORCE_COLOR: '0' };

/**
 * A step that either holds or not.
 * @param {string[]} args of npm
 * @returns {Suite['run']}
 */
const step = (args) => async (logFile) => {
	await npm(`npm ${args.join(' ')}`, args, {
		env,
		logFile,
		echo: true,
		silenceMs: SILENCE_MS,
	});
	return { passed: 1, failed: 0 };
};

/**
 * @param {string} what
 * @param {number} code of `run`
 * @returns {string} the beginning of a sentence
 */
const endOf = (what, code) =>
	code === 124
		? `${what} stood still for ${SILENCE_MS / MINUTE} minutes and was ended; its last words stand above. It`
		: `${what} ended with ${code} and`;

/**
 * @param {any} report what jest wrote with --json
 * @returns {Outcome}
 */
const jestOutcome = (report) => {
	// A test file that cannot be loaded has no tests that could fail; it counts as one.
	const broken = report.testResults.filter(
		(/** @type {any} */ file) => file.status === 'failed' && file.assertionResults.length === 0,
	).length;
	const skipped = report.numPendingTests + report.numTodoTests;
	const note = skipped > 0 ? `${skipped} skipped` : undefined;
	// A skipped test is one that was not run.
	return { passed: report.numPassedTests, failed: report.numFailedTests + broken + skipped, note };
};

const TEST_FOLDERS = ['unit', 'sandbox', 'live', 'integration', 'faults', 'hostile', 'model'];

/**
 * @param {any} report
 * @returns {string} how the passed tests spread over the folders
 */
const spread = (report) => {
	const count = (/** @type {string} */ folder) =>
		report.testResults
			.filter((/** @type {any} */ file) =>
				path.relative(root, file.name).startsWith(path.join('test', folder) + path.sep),
			)
			.reduce(
				(/** @type {number} */ sum, /** @type {any} */ file) =>
					sum +
					file.assertionResults.filter((/** @type {any} */ test) => test.status === 'passed')
						.length,
				0,
			);
	return TEST_FOLDERS.map((folder) => `${folder} ${count(folder)}`).join(', ');
};

/**
 * One run of jest for all folders, because the coverage that is asked for is what they reach together.
 * @type {Suite['run']}
 */
const jest = async (logFile) => {
	const outputFile = path.join(RESULTS, 'jest.json');
	rmSync(outputFile, { force: true });
	mkdirSync(RESULTS, { recursive: true });
	const bin = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js');
	const folders = TEST_FOLDERS.map((folder) => `test/${folder}`);
	const { code, output } = await run(
		process.execPath,
		[
			bin,
			...folders,
			'--ci',
			'--coverage',
			// On two cores jest would run everything in one process, whose heap then grows to gigabytes.
			'--maxWorkers=2',
			'--workerIdleMemoryLimit=1500MB',
			'--reporters=default',
			`--reporters=${path.join(root, 'test', 'helpers', 'progress-reporter.js')}`,
			'--json',
			`--outputFile=${outputFile}`,
		],
		{
			env,
			logFile,
			echo: true,
			silenceMs: SILENCE_MS,
		},
	);
	const report = readJsonIfAny(outputFile);
	if (report === undefined) throw new Failure(`${endOf('jest', code)} left no report.`);
	const outcome = jestOutcome(report);
	if (outcome.passed + outcome.failed === 0) throw new Failure('jest found no tests.');
	// jest counts tests only: coverage below its threshold is one failure more, and so is any other discontent.
	const uncovered = /does not meet .* threshold/.test(output);
	const discontent = code !== 0 && outcome.failed === 0;
	const note = [spread(report), outcome.note, uncovered && 'coverage below its threshold']
		.filter(Boolean)
		.join('; ');
	return { ...outcome, failed: outcome.failed + (uncovered || discontent ? 1 : 0), note };
};

/**
 * Tests in a real n8n, which a script of their own prepares, runs and counts.
 * @param {string} name of the report
 * @param {string[]} command of Node
 * @returns {Suite['run']}
 */
const inN8n =
	(name, [script = '', ...args]) =>
	async (logFile) => {
		const outputFile = path.join(RESULTS, `${name}.json`);
		rmSync(outputFile, { force: true });
		const { code } = await run(
			process.execPath,
			[path.join(root, 'scripts', script), ...args, '--output', outputFile],
			{ env, logFile, echo: true, silenceMs: SILENCE_MS },
		);
		const outcome = readJsonIfAny(outputFile);
		if (outcome === undefined)
			throw new Failure(`${endOf(`scripts/${script}`, code)} left no report.`);
		return outcome;
	};

/** @type {Suite[]} */
const SUITES = [
	{ name: 'lint', label: 'Lint, three ways', run: step(['run', 'lint']) },
	{ name: 'typecheck', label: 'Types', run: step(['run', 'typecheck']) },
	{ name: 'build', label: 'Build', run: step(['run', 'build']) },
	{ name: 'scan', label: "n8n's package scanner", run: step(['run', 'scan']) },
	{ name: 'tests', label: 'Tests in jest', run: jest },
	{ name: 'e2e', label: 'End to end in a real n8n', run: inN8n('e2e', ['e2e.mjs']) },
	{
		name: 'e2e-v1',
		label: 'End to end in n8n 1.123.81',
		run: inN8n('e2e-v1', ['e2e.mjs', '--n8n', 'v1']),
	},
	{
		name: 'install',
		label: 'Installed by hand, Node 20, 22, 24',
		run: inN8n('install', ['install.mjs']),
	},
	{ name: 'queue', label: 'Queue mode, two workers', run: inN8n('queue', ['queue.mjs']) },
	{ name: 'browser', label: 'The editor in Chromium', run: inN8n('browser', ['browser.mjs']) },
];

/**
 * @param {Suite} suite
 * @returns {Promise<Outcome & { suite: Suite, seconds: number }>}
 */
const runSuite = async (suite) => {
	const logFile = startLog(`test-${suite.name}`);
	const started = Date.now();
	say(`\n=== ${suite.label} (${suite.name}) ===`);
	const outcome = await suite.run(logFile).catch((error) => {
		tellFailure(error, logFile);
		return { passed: 0, failed: 1 };
	});
	return { suite, seconds: Math.round((Date.now() - started) / 1000), ...outcome };
};

/**
 * @param {Awaited<ReturnType<typeof runSuite>>} result
 * @returns {string}
 */
const row = ({ suite, passed, failed, seconds, notRun, note }) => {
	const counts =
		notRun === undefined
			? `${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed`
			: '  not run here'.padEnd(26);
	return `${suite.label.padEnd(32)} ${counts} ${String(seconds).padStart(5)} s  ${notRun ?? note ?? ''}`.trimEnd();
};

/**
 * @returns {{ chosen: Suite[], partial: boolean }} `partial`: leaving the others out is no omission
 */
const readOptions = () => {
	const names = SUITES.map(({ name }) => name).join(', ');
	const { values } = parseArgs({
		options: { only: { type: 'string' }, partial: { type: 'boolean', default: false } },
	});
	const partial = values.partial === true;
	if (values.only === undefined) return { chosen: SUITES, partial };
	const wanted = values.only.split(',');
	const unknown = wanted.filter((name) => !SUITES.some((suite) => suite.name === name));
	if (unknown.length > 0)
		throw new Failure(`There is no suite ${unknown.join(', ')}.`, `There are: ${names}`);
	return { chosen: SUITES.filter(({ name }) => wanted.includes(name)), partial };
};

/**
 * @returns {Promise<Outcome & { suite: Suite, seconds: number }>}
 */
const installSuite = () =>
	runSuite({
		name: 'install',
		label: 'Development dependencies',
		run: async (logFile) => {
			await ensureDependencies(logFile);
			return { passed: 1, failed: 0 };
		},
	});

/** @returns {Promise<void>} the exit code of the process says whether everything ran and passed */
export const main = async () => {
	whenAskedToEnd(() => void endCommands().then(() => process.exit(130)));
	const { chosen, partial } = readOptions();
	const results = [await installSuite()];
	if (existsSync(path.join(root, 'node_modules', 'jest'))) {
		for (const suite of chosen) results.push(await runSuite(suite));
	}
	const leftOut = SUITES.filter((suite) => !results.some((result) => result.suite === suite));
	const impossible = results.filter(({ notRun }) => notRun !== undefined);
	const passed = results.reduce((sum, result) => sum + result.passed, 0);
	const failed = results.reduce((sum, result) => sum + result.failed, 0);

	say('\n=== Result ===');
	for (const result of results) say(row(result));
	for (const { label } of leftOut) say(`${label.padEnd(32)}   not run`);
	const notRun = [...leftOut, ...impossible.map(({ suite }) => suite)];
	if (notRun.length > 0) say(`Not run: ${notRun.map(({ name }) => name).join(', ')}.`);
	const due = partial ? chosen : SUITES;
	const omitted = process.env.CI === 'true' && leftOut.some((suite) => due.includes(suite));
	const incomplete = impossible.length > 0 || omitted;
	say(`${passed} passed, ${failed} failed`);
	process.exitCode = failed > 0 || incomplete ? 1 : 0;
};
