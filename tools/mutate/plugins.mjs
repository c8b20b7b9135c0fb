/**
 * Stryker's plug-ins of this project: the ignorer of words, and a runner around Stryker's own for Jest.
 *
 * Stryker's runner loads every test file for every mutant, and n8n-core takes seconds to load in each; a mutant would
 * take minutes. This one runs file after file, those that reach the mutant first, and stops at the first failure.
 */
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
	commonTokens,
	declareClassPlugin,
	declareFactoryPlugin,
	PluginKind,
	tokens,
} from '@stryker-mutator/api/plugin';
import { DryRunStatus, MutantRunStatus, TestStatus } from '@stryker-mutator/api/test-runner';
import { strykerPlugins as jestPlugins } from '@stryker-mutator/jest-runner';
import { identityOf, sourceOf } from './identity.mjs';
import { homeFiles, quickFiles } from './tests.mjs';
import { startWatchdog } from './watchdog.mjs';
import { WordsIgnorer } from './words.mjs';

/** @typedef {import('@stryker-mutator/api/test-runner').TestRunner} TestRunner */
/** @typedef {import('@stryker-mutator/api/test-runner').MutantRunOptions} MutantRunOptions */
/** @typedef {import('@stryker-mutator/api/test-runner').MutantRunResult} MutantRunResult */
/** @typedef {import('@stryker-mutator/api/test-runner').CompleteDryRunResult} CompleteDryRunResult */

/**
 * What the run without a mutant taught, kept in a file because a runner that hangs is started anew.
 * @typedef {object} Reach
 * @property {Record<string, number>} times of each file, in ms
 * @property {Record<string, string[]>} tests the names of the passing tests of each file
 * @property {string[]} broken files with a test that fails without any mutant
 * @property {Record<string, number>} loading how often mutants are reached while files are loaded
 * @property {Record<string, Record<string, number>>} perTest
 */

/**
 * @typedef {object} Step
 * @property {string} file
 * @property {string[]} [tests] all of the file when left out
 */

const REACH_FILE = 'mutate-reach.json';

/** Holds which of the slow files pass without a mutant. */
const SLOW_FILE = 'mutate-slow.json';

/** Holds the mutant that is being tried; a runner that finds its own there was ended by the watchdog. */
const CURRENT_FILE = 'mutate-current.txt';

/** What a test file may take: five times what it took without a mutant, or ten minutes where that is not known. */
const timeFor = (/** @type {Reach} */ reach, /** @type {string} */ file) =>
	file in reach.times ? 60_000 + 5 * (reach.times[file] ?? 0) : 600_000;

/** Ids of mutants are numbers from 0; the dry run is not told how many there are. */
const MANY = 30_000;

/** A loop without end gets here in seconds; no test comes near. */
const ENDLESS = 20_000_000;

/**
 * Some mutants are reached by nearly every file, which load for minutes together. Those that the fastest of these, and
 * all files of its folder, do not kill count as survived: the score is rather too low than too high.
 */
const MOST_FILES = 12;
const FEW_FILES = 4;

/** What it costs to load n8n-core for a file, whatever tests are chosen. */
const LOADING_MS = 3000;

/**
 * @param {CompleteDryRunResult} result
 * @returns {Reach}
 */
function reachOf({ tests, mutantCoverage }) {
	/** @type {Reach} */
	const reach = {
		times: {},
		tests: {},
		broken: [],
		loading: { ...mutantCoverage?.static },
		perTest: { ...mutantCoverage?.perTest },
	};
	for (const { id, fileName, timeSpentMs, status } of tests) {
		const file = path.relative(process.cwd(), fileName ?? '');
		if (status === TestStatus.Failed) reach.broken.push(file);
		if (status !== TestStatus.Success) continue;
		reach.times[file] = (reach.times[file] ?? LOADING_MS) + timeSpentMs;
		(reach.tests[file] ??= []).push(id);
	}
	return reach;
}

/**
 * @param {Reach} reach
 * @param {string} id of the mutant
 * @returns {Step[]} the quick files with tests that reach it, those with the most for their time first
 */
function reachingSteps(reach, id) {
	const names = new Set(
		Object.entries(reach.perTest)
			.filter(([, hits]) => (hits[id] ?? 0) > 0)
			.map(([name]) => name),
	);
	return Object.entries(reach.tests)
		.map(([file, all]) => {
			const tests = all.filter((name) => names.has(name));
			const running =
				((reach.times[file] ?? LOADING_MS) - LOADING_MS) * (tests.length / all.length);
			return { file, tests, worth: tests.length / (LOADING_MS + running) };
		})
		.filter(({ tests }) => tests.length > 0)
		.sort((a, b) => b.worth - a.worth);
}

/**
 * @param {Reach} reach
 * @param {MutantRunOptions} options
 * @returns {Step[]}
 */
function stepsOf(reach, { activeMutant: { id, fileName } }) {
	const reaching = reachingSteps(reach, id);
	const home = homeFiles(sourceOf(fileName)).filter((file) => isQuick(file) || !QUICK_ONLY);
	const isHome = (/** @type {Step} */ { file }) => home.includes(file);
	if (!((reach.loading[id] ?? 0) > 0)) {
		const near = [...reaching.filter(isHome), ...reaching.slice(0, MOST_FILES)];
		const first = reaching.filter((step) => near.includes(step));
		return [...first, ...home.filter((file) => !isQuick(file)).map((file) => ({ file }))];
	}
	// Where the mutant acts while a file is loaded, every test of the file may notice, and every file loads it; those
	// that are meant for it are the likeliest to notice.
	const whole = (/** @type {string} */ file) =>
		reach.broken.includes(file) ? { file, tests: reach.tests[file] ?? [] } : { file };
	const others = reaching.filter((step) => !isHome(step)).slice(0, FEW_FILES);
	return [...home.map(whole), ...others];
}

/** What `--quick` asks for: nothing slow. */
const QUICK_ONLY = process.env.MUTATE_QUICK === '1';

/** @param {string} file */
const isQuick = (file) => quickFiles().includes(file);

/** @param {string} identity */
function isCurrent(identity) {
	if (!existsSync(CURRENT_FILE) || readFileSync(CURRENT_FILE, 'utf8') !== identity) return false;
	rmSync(CURRENT_FILE);
	note({ identity, status: 'timeout', last: 'endless loop', seconds: 0 });
	return true;
}

class StagedRunner {
	/** @type {Reach | undefined} */
	#reach;

	#watchdog = startWatchdog();

	/** @param {TestRunner} jest */
	constructor(jest) {
		this.jest = jest;
		const { MUTATE_SAMPLE_FILE: file } = process.env;
		/** @type {Set<string> | undefined} undefined: all */
		this.sample = file ? new Set(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
	}

	capabilities() {
		return this.jest.capabilities();
	}

	async init() {
		await this.jest.init?.();
	}

	async dispose() {
		await this.jest.dispose?.();
	}

	/** @param {import('@stryker-mutator/api/test-runner').DryRunOptions} options */
	async dryRun(options) {
		process.env.MUTATE_TEST_FILES = JSON.stringify(quickFiles());
		process.env.MUTATE_BAIL = '0';
		const result = await this.jest.dryRun(options);
		if (result.status !== DryRunStatus.Complete || !result.mutantCoverage) return result;
		const reach = reachOf(result);
		writeFileSync(REACH_FILE, JSON.stringify(reach));
		for (const file of new Set(reach.broken)) note({ brokenWithoutMutant: file });
		// Stryker gives up mutants that no test reaches before they come here; the slow files may reach them.
		const known = result.mutantCoverage.static;
		for (let id = 0; id < MANY; id++) known[id] ??= 1;
		return {
			...result,
			tests: result.tests.filter(({ status }) => status !== TestStatus.Failed),
		};
	}

	/**
	 * @param {MutantRunOptions} options
	 * @returns {Promise<MutantRunResult>}
	 */
	async mutantRun(options) {
		const identity = identityOf(options.activeMutant);
		if (this.sample && !this.sample.has(identity))
			return { status: MutantRunStatus.Error, errorMessage: 'not in the sample' };
		if (isCurrent(identity)) return { status: MutantRunStatus.Timeout, reason: 'endless loop' };
		writeFileSync(CURRENT_FILE, identity);
		const reach = (this.#reach ??= /** @type {Reach} */ (
			JSON.parse(readFileSync(REACH_FILE, 'utf8'))
		));
		const started = Date.now();
		let nrOfTests = 0;
		let last = '';
		/** @type {MutantRunResult} */
		let result = { status: MutantRunStatus.Survived, nrOfTests };
		for (const { file, tests } of stepsOf(reach, options)) {
			process.env.MUTATE_TEST_FILES = JSON.stringify([file]);
			process.env.MUTATE_BAIL = '1';
			last = file;
			this.#watchdog.allow(timeFor(reach, file));
			if (!(file in reach.times) && !(await this.#passesByItself(file, options))) continue;
			result = await this.jest.mutantRun({ ...options, testFilter: tests, hitLimit: ENDLESS });
			if (result.status !== MutantRunStatus.Survived) break;
			nrOfTests += result.nrOfTests;
			result = { ...result, nrOfTests };
		}
		this.#watchdog.rest();
		rmSync(CURRENT_FILE, { force: true });
		const { id } = options.activeMutant;
		const why = 'failureMessage' in result ? result.failureMessage.slice(0, 300) : undefined;
		note({
			id,
			identity,
			status: result.status,
			why,
			last,
			seconds: (Date.now() - started) / 1000,
		});
		return result;
	}

	/**
	 * The slow files had no run without a mutant yet: one that fails by itself would kill every mutant.
	 * @param {string} file
	 * @param {MutantRunOptions} options
	 */
	async #passesByItself(file, options) {
		/** @type {Record<string, boolean>} */
		const known = existsSync(SLOW_FILE) ? JSON.parse(readFileSync(SLOW_FILE, 'utf8')) : {};
		if (known[file] !== undefined) return known[file];
		const activeMutant = { ...options.activeMutant, id: 'none' };
		const { status } = await this.jest.mutantRun({
			...options,
			activeMutant,
			testFilter: undefined,
		});
		known[file] = status === MutantRunStatus.Survived;
		if (!known[file]) note({ brokenWithoutMutant: file });
		writeFileSync(SLOW_FILE, JSON.stringify(known));
		return known[file];
	}
}

/** @param {object} line of the log that shows how far a run has come */
function note(line) {
	const { MUTATE_LOG: file } = process.env;
	if (file) appendFileSync(file, `${JSON.stringify(line)}\n`);
}

const [jestPlugin] = jestPlugins;

/** @param {import('@stryker-mutator/api/plugin').Injector<import('@stryker-mutator/api/plugin').PluginContext>} injector */
const createRunner = (injector) => {
	if (!jestPlugin) throw new Error('@stryker-mutator/jest-runner brings no runner.');
	return new StagedRunner(injector.injectFunction(jestPlugin.factory));
};
createRunner.inject = tokens(commonTokens.injector);

export const strykerPlugins = [
	declareFactoryPlugin(PluginKind.TestRunner, 'staged-jest', createRunner),
	declareClassPlugin(PluginKind.Ignore, 'words', WordsIgnorer),
];
