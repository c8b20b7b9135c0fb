/**
 * `npm run mutate`: changes nodes/ in small ways and looks whether a test notices (Stryker, see stryker.config.mjs).
 *
 * - By itself: a random sample of all mutants. `--sample 200` says how many, `--seed 7` which.
 * - `--mutate nodes/ITGlue/operations` one folder, file, glob, or place (`file:line:column-line:column`); several with
 *   commas. Together with `--sample` a sample of those.
 * - `--survivors`: those that survived the last run once more, after tests were written.
 * - `--quick`: leave the slow tests out; then more survive.
 * - `--all`: everything, folder by folder, in hours; what is known from the run before is not tried again.
 */
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Failure, root, say } from '../../scripts/lib/base.mjs';

/** @typedef {import('@stryker-mutator/api/core').Mutant} Mutant */
/** @typedef {import('@stryker-mutator/api/core').MutantResult} MutantResult */

const CACHE = path.join(root, '.cache', 'mutate');
const LOG = path.join(CACHE, 'log.jsonl');
const SAMPLE = path.join(CACHE, 'sample.json');
const SURVIVORS = path.join(CACHE, 'survivors.json');
const DEFAULT_SAMPLE = 200;

/** @returns {Promise<string[]>} the sources, `nodes/…` */
async function sources() {
	const files = await readdir(path.join(root, 'nodes'), { recursive: true });
	return files
		.filter((file) => file.endsWith('.ts'))
		.map((file) => `nodes/${file.replaceAll(path.sep, '/')}`)
		.sort();
}

/**
 * All mutants of the files, as Stryker itself would make them, without those that the configuration leaves out.
 * @param {string[]} files
 * @returns {Promise<Mutant[]>}
 */
async function enumerate(files) {
	const { Instrumenter } = await import('@stryker-mutator/instrumenter');
	const { WordsIgnorer } = await import('./words.mjs');
	const silent = () => {};
	const logger = /** @type {import('@stryker-mutator/api/logging').Logger} */ (
		/** @type {unknown} */ (
			new Proxy({}, { get: (_, name) => (String(name).startsWith('is') ? () => false : silent) })
		)
	);
	const inputs = await Promise.all(
		files.map(async (file) => {
			const name = path.join(root, file);
			return { name, mutate: true, content: await readFile(name, 'utf8') };
		}),
	);
	const options = { plugins: null, excludedMutations: [], ignorers: [new WordsIgnorer()] };
	const { mutants } = await new Instrumenter(logger).instrument(inputs, options);
	return mutants.filter(({ status }) => status === undefined);
}

const PLACE = /^(?<file>.*?):(?<from>\d+:\d+)-(?<to>\d+:\d+)$/;

/** @param {string} text */
const pointOf = (text) => {
	const [line = 0, column = 0] = text.split(':').map(Number);
	return { line: line - 1, column };
};

/**
 * @param {{ line: number, column: number }} a
 * @param {{ line: number, column: number }} b
 */
const isBefore = (a, b) => a.line < b.line || (a.line === b.line && a.column < b.column);

/**
 * @param {string} pattern
 * @returns {Promise<(mutant: Mutant) => boolean>}
 */
async function matcherOf(pattern) {
	// Stryker's own way with patterns, from where Stryker has it.
	const ofStryker = createRequire(import.meta.resolve('@stryker-mutator/core'));
	/** @type {{ minimatch: (file: string, glob: string) => boolean }} */
	const { minimatch } = ofStryker('minimatch');
	const { sourceOf } = await import('./identity.mjs');
	const { file = pattern, from, to } = PLACE.exec(pattern)?.groups ?? {};
	const plain = path.relative(root, path.resolve(file)).replaceAll(path.sep, '/');
	const at = path.join(root, plain);
	const glob = existsSync(at) && statSync(at).isDirectory() ? `${plain}/**` : plain;
	return ({ fileName, location }) => {
		if (!minimatch(sourceOf(fileName), glob)) return false;
		if (from === undefined || to === undefined) return true;
		return !isBefore(location.start, pointOf(from)) && !isBefore(pointOf(to), location.end);
	};
}

/**
 * @param {Mutant[]} mutants
 * @param {string} patterns
 */
async function among(mutants, patterns) {
	const matchers = await Promise.all(patterns.split(',').map(matcherOf));
	const chosen = mutants.filter((mutant) => matchers.some((matches) => matches(mutant)));
	if (chosen.length === 0)
		throw new Failure(
			`There is nothing to mutate in ${patterns}.`,
			'Name a file or folder of nodes/.',
		);
	return chosen;
}

/** @param {Mutant[]} mutants those that survived the last run */
async function survivorsAmong(mutants) {
	const { identityOf } = await import('./identity.mjs');
	if (!existsSync(SURVIVORS)) throw new Failure('There is no run whose survivors are known.');
	/** @type {Set<string>} */
	const known = new Set(JSON.parse(await readFile(SURVIVORS, 'utf8')));
	return mutants.filter((mutant) => known.has(identityOf(mutant)));
}

/**
 * @param {Mutant[]} mutants
 * @param {Partial<import('@stryker-mutator/api/core').StrykerOptions>} [more]
 * @returns {Promise<MutantResult[]>} of these only, in Stryker's words
 */
async function tryOut(mutants, more = {}) {
	const { Stryker } = await import('@stryker-mutator/core');
	const { identityOf, placeOf } = await import('./identity.mjs');
	const wanted = mutants.map((mutant) => identityOf(mutant));
	mkdirSync(CACHE, { recursive: true });
	await writeFile(SAMPLE, JSON.stringify(wanted));
	rmSync(LOG, { force: true });
	// Stryker's runner is another process: it reads the choice where these say, because a place may hold several mutants.
	process.env.MUTATE_SAMPLE_FILE = SAMPLE;
	process.env.MUTATE_LOG = LOG;
	const results = await new Stryker({
		configFile: path.join(root, 'stryker.config.mjs'),
		mutate: [...new Set(mutants.map((mutant) => placeOf(mutant)))],
		reporters: ['progress-append-only'],
		...more,
	}).runMutationTest();
	const known = new Set(wanted);
	return results.filter((result) => known.has(identityOf(result, 1)));
}

/** @returns {Promise<string[]>} as the runner noted them */
async function filesThatFail() {
	const lines = existsSync(LOG) ? (await readFile(LOG, 'utf8')).trim().split('\n') : [];
	return lines.flatMap((line) => JSON.parse(line || '{}').brokenWithoutMutant ?? []);
}

/** @param {number} share */
const percent = (share) => `${(share * 100).toFixed(1)} %`;

/**
 * @param {MutantResult[]} results
 * @param {boolean} isSample
 */
async function report(results, isSample) {
	const { identityOf, placeOf } = await import('./identity.mjs');
	const { intervalOf } = await import('./sample.mjs');
	const withStatus = (/** @type {string[]} */ ...statuses) =>
		results.filter(({ status }) => statuses.includes(status));
	const killed = withStatus('Killed', 'Timeout');
	const survived = withStatus('Survived', 'NoCoverage');
	const broken = withStatus('RuntimeError', 'CompileError', 'Pending');
	await writeFile(SURVIVORS, JSON.stringify(survived.map((mutant) => identityOf(mutant, 1))));
	for (const mutant of survived) {
		say(`\nSurvived: ${placeOf(mutant, 1)} (${mutant.mutatorName})`);
		say(`  becomes ${(mutant.replacement ?? '').replace(/\s+/g, ' ').slice(0, 160)}`);
	}
	for (const file of await filesThatFail())
		say(`\n${file} fails without any mutant; what fails there was left out.`);
	const total = killed.length + survived.length;
	const [low, high] = intervalOf(killed.length, total);
	say(`\n${results.length} mutants tried: ${killed.length} killed, ${survived.length} survived.`);
	if (broken.length > 0) say(`${broken.length} kept a file from loading and are not counted.`);
	if (total === 0) return;
	const sure = isSample ? `, 95 % interval ${percent(low)} to ${percent(high)}` : '';
	say(`Score: ${percent(killed.length / total)}${sure}`);
}

/** Folder by folder, so that a run that is ended loses one folder at most. */
async function runAll() {
	const { sourceOf } = await import('./identity.mjs');
	const mutants = await enumerate(await sources());
	const folderOf = (/** @type {Mutant} */ { fileName }) => path.posix.dirname(sourceOf(fileName));
	const results = [];
	for (const folder of new Set(mutants.map(folderOf))) {
		const own = mutants.filter((mutant) => folderOf(mutant) === folder);
		say(`\n=== ${folder}: ${own.length} mutants ===`);
		const incrementalFile = path.join(CACHE, `${folder.replaceAll('/', '-')}.json`);
		const mutate = [...new Set(own.map(({ fileName }) => sourceOf(fileName)))];
		results.push(...(await tryOut(own, { mutate, incremental: true, incrementalFile })));
	}
	await report(results, false);
}

const OPTIONS = /** @type {const} */ ({
	all: { type: 'boolean' },
	mutate: { type: 'string' },
	survivors: { type: 'boolean' },
	sample: { type: 'string' },
	seed: { type: 'string' },
	quick: { type: 'boolean' },
	list: { type: 'boolean' },
});

/**
 * @param {string | undefined} text
 * @param {string} option
 */
function countOf(text, option) {
	const count = text === undefined ? undefined : Number(text);
	if (count === undefined || (Number.isInteger(count) && count > 0)) return count;
	throw new Failure(`--${option} takes a whole number, not ${text}.`);
}

export async function main() {
	process.chdir(root);
	const { values } = parseArgs({ options: OPTIONS });
	if (values.quick) process.env.MUTATE_QUICK = '1';
	if (values.all) return await runAll();
	const size = countOf(values.sample, 'sample');
	const seed = countOf(values.seed, 'seed') ?? 1 + Math.floor(Math.random() * 999_999);
	const { sampleOf } = await import('./sample.mjs');
	const everything = await enumerate(await sources());
	const named = values.mutate ? await among(everything, values.mutate) : everything;
	const pool = values.survivors ? await survivorsAmong(named) : named;
	const isWhole = size === undefined && (values.mutate !== undefined || values.survivors === true);
	const chosen = isWhole ? pool : sampleOf(pool, size ?? DEFAULT_SAMPLE, seed);
	say(`${chosen.length} of ${everything.length} mutants${isWhole ? '' : `, seed ${seed}`}`);
	if (values.list) {
		const { identityOf } = await import('./identity.mjs');
		return chosen.forEach((mutant) => say(identityOf(mutant).split('\n')[0]));
	}
	await report(await tryOut(chosen), !isWhole);
}
