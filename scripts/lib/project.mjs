/** This checkout: its dependencies, its build, its package; each step skipped when nothing changed since the last time. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import {
	checkoutCache,
	Failure,
	readJson,
	readJsonIfAny,
	root,
	withProgress,
	writeJson,
} from './base.mjs';
import { PROGRAM_MS } from './patience.mjs';
import { npm } from './processes.mjs';

const MINUTE = 60_000;

/** Everything that the packed package is made of or made by. */
const SOURCES = [
	'credentials',
	'nodes',
	'icons',
	'package.json',
	'package-lock.json',
	'tsconfig.json',
	'gulpfile.js',
	'README.md',
	'LICENSE',
	'CHANGELOG.md',
];

/**
 * @param {string} entry
 * @returns {string[]} the files in it, sorted
 */
const filesIn = (entry) => {
	if (!existsSync(entry)) return [];
	if (!statSync(entry).isDirectory()) return [entry];
	return readdirSync(entry)
		.sort()
		.flatMap((name) => filesIn(path.join(entry, name)));
};

/** @returns {string} */
const hashOfSources = () => {
	const hash = createHash('sha256');
	for (const file of SOURCES.flatMap((entry) => filesIn(path.join(root, entry)))) {
		hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
	}
	return hash.digest('hex');
};

/**
 * Whether node_modules holds what package-lock.json says. npm notes what it installed in a hidden lockfile; parts for
 * other platforms are optional and absent.
 * @returns {boolean}
 */
const dependenciesAreCurrent = () => {
	const installed = readJsonIfAny(path.join(root, 'node_modules', '.package-lock.json'))?.packages;
	const wanted = readJsonIfAny(path.join(root, 'package-lock.json'))?.packages;
	if (!installed || !wanted) return false;
	return Object.entries(wanted).every(([place, { version, optional, devOptional, peer, link }]) => {
		if (place === '' || link) return true;
		const found = installed[place];
		return found ? found.version === version : Boolean(optional || devOptional || peer);
	});
};

/**
 * Runs `npm ci` when node_modules is missing or stale.
 * @param {string} logFile
 * @throws {Failure}
 */
export const ensureDependencies = async (logFile) => {
	if (dependenciesAreCurrent()) return;
	await withProgress('Installing development dependencies', () =>
		npm('Installing the development dependencies', ['ci', '--no-audit', '--no-fund'], {
			logFile,
			timeoutMs: 20 * MINUTE,
		}),
	);
};

/**
 * Builds and packs the package, unless the last archive was made from the same sources.
 * @param {string} logFile
 * @param {{ rebuild?: boolean }} [options] `rebuild: false` packs what dist/ holds
 * @returns {Promise<{ name: string, archive: string, hash: string }>}
 * @throws {Failure}
 */
export const packProject = async (logFile, { rebuild = true } = {}) => {
	const folder = path.join(checkoutCache, 'package');
	const note = path.join(folder, 'packed.json');
	const hash = hashOfSources();
	const known = readJsonIfAny(note);
	if (known?.hash === hash && existsSync(known.archive)) return known;
	if (rebuild)
		await withProgress('Building the package', () =>
			npm('Building the package', ['run', 'build'], { logFile, timeoutMs: PROGRAM_MS }),
		);
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	await npm('Packing the package', ['pack', '--ignore-scripts', '--pack-destination', folder], {
		logFile,
		timeoutMs: PROGRAM_MS,
	});
	const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'));
	if (archive === undefined)
		throw new Failure('npm pack left no archive.', `Its own words: ${logFile}`);
	// The build writes into the sources' folders only what follows from them, hence the hash of before it.
	const packed = {
		name: String(readJson(path.join(root, 'package.json')).name),
		archive: path.join(folder, archive),
		hash: hashOfSources(),
	};
	writeJson(note, packed);
	return packed;
};
