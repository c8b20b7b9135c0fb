/** The n8n that `npm start` and the end-to-end tests run, installed once per user and n8n version. */
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	realpathSync,
	rmSync,
	statfsSync,
} from 'node:fs';
import path from 'node:path';
import {
	Failure,
	isAtLeast,
	log,
	readJson,
	readJsonIfAny,
	userCache,
	withProgress,
	writeJson,
	say,
} from './base.mjs';
import { aptInstall, isOnPath, mayInstall } from './apt.mjs';
import { withLock } from './lock.mjs';
import { PROGRAM_MS } from './patience.mjs';
import { npm, run } from './processes.mjs';
import { missingIn, treeOf } from './release.mjs';

const NEEDED_BYTES = 4e9;
const MINUTE = 60_000;

/**
 * @typedef {object} Host
 * @property {string} version of n8n
 * @property {string} node the Node that runs it
 * @property {string} bin n8n's command line, to be run by that Node
 */

/** @typedef {import('./release.mjs').Release} Release */
/** @typedef {import('./release.mjs').Tree} Tree */

/** The suite cannot run on this machine, through no fault of the code. */
export class NotHere extends Failure {}

/**
 * @param {Release} [release]
 * @returns {string} where the host is, or will be, installed
 */
export const hostFolder = (release = 'current') => path.join(userCache(), treeOf(release).folder);

/**
 * The pinned Node comes from the npm registry as one package per platform (the package `node` itself would fetch it in
 * an install script, and no install script runs here).
 * @param {string} folder
 * @returns {{ bin: string, prefix: string } | undefined}
 */
const pinnedNode = (folder) => {
	const names = [
		`node-bin-${process.platform}-${process.arch}`,
		`node-${process.platform}-${process.arch}`,
	];
	const prefix = names
		.map((name) => path.join(folder, 'node_modules', name))
		.find((candidate) => existsSync(path.join(candidate, 'bin', 'node')));
	return prefix === undefined ? undefined : { bin: path.join(prefix, 'bin', 'node'), prefix };
};

/**
 * Whether the Node that runs us can run this n8n: new enough, and with a prebuilt isolated-vm (n8n's expressions run
 * in it, and it ships binaries for some Node versions only).
 * @param {string} folder
 * @returns {boolean}
 */
const ownNodeWillDo = (folder) => {
	const modules = path.join(folder, 'node_modules');
	const minimum = String(readJson(path.join(modules, 'n8n', 'package.json')).engines.node).replace(
		/^>=\s*/,
		'',
	);
	const prebuilt = path.join(
		modules,
		'isolated-vm',
		'prebuilds',
		`${process.platform}-${process.arch}`,
	);
	if (!isAtLeast(process.version, minimum) || !existsSync(prebuilt)) return false;
	return readdirSync(prebuilt).some((file) => file.includes(`abi${process.versions.modules}.`));
};

/**
 * @param {string} folder
 * @returns {string}
 * @throws {Failure} when there is no Node for this n8n
 */
const chooseNode = (folder) => {
	if (ownNodeWillDo(folder)) return process.execPath;
	const pinned = pinnedNode(folder);
	if (pinned) return pinned.bin;
	throw new Failure(
		`n8n needs Node 24, and there is none to download for ${process.platform} ${process.arch}.`,
		'Install Node 24 from https://nodejs.org, make it the `node` of this terminal, and run the command again.',
	);
};

/**
 * What compiling sqlite3 takes. Missing tools are installed only where that disturbs nobody: as root on Debian.
 * @param {string} logFile
 * @throws {NotHere} when they are missing elsewhere
 */
const ensureCompiler = async (logFile) => {
	const missing = ['python3', 'make', 'g++'].filter((tool) => !isOnPath(tool));
	if (missing.length === 0) return;
	if (!mayInstall()) {
		throw new NotHere(
			`n8n's database driver (sqlite3) has no prebuilt binary that can be downloaded here, and ${missing.join(', ')} to compile it with ${missing.length > 1 ? 'are' : 'is'} missing.`,
			`Install ${missing.join(', ')} (on Debian or Ubuntu: sudo apt-get install ${missing.join(' ')}) and run the command again.`,
		);
	}
	await aptInstall(missing, logFile);
};

/**
 * @param {string} node
 * @param {string} folder
 * @param {string} logFile
 * @returns {Promise<boolean>}
 */
const sqliteWorks = async (node, folder, logFile) => {
	const { code } = await run(
		node,
		['-e', "new (require('sqlite3').Database)(':memory:').close()"],
		{ cwd: folder, logFile, timeoutMs: PROGRAM_MS },
	);
	return code === 0;
};

/**
 * sqlite3 is the one native part that its package does not bring along: its prebuilt binary is downloaded, or else it
 * is compiled. Its own install script would do the same, but how npm treats install scripts differs by npm version.
 * @param {string} node
 * @param {string} folder
 * @param {string} logFile
 */
const buildSqlite = async (node, folder, logFile) => {
	const modules = path.join(folder, 'node_modules');
	const cwd = path.join(modules, 'sqlite3');
	const env = {
		...process.env,
		PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}`,
	};
	await run(node, [path.join(modules, 'prebuild-install', 'bin.js'), '-r', 'napi'], {
		cwd,
		env,
		logFile,
		timeoutMs: PROGRAM_MS,
	});
	if (await sqliteWorks(node, folder, logFile)) return;
	await ensureCompiler(logFile);
	// The headers come with the pinned Node; without them node-gyp would download them from nodejs.org.
	const headers = pinnedNode(folder)?.prefix ?? path.dirname(path.dirname(realpathSync(node)));
	const nodedir = existsSync(path.join(headers, 'include', 'node', 'node_api.h'))
		? [`--nodedir=${headers}`]
		: [];
	await withProgress('Compiling sqlite3', () =>
		run(node, [path.join(modules, 'node-gyp', 'bin', 'node-gyp.js'), 'rebuild', ...nodedir], {
			cwd,
			env,
			logFile,
			// It takes a minute and a half on two cores, and tells of each file.
			silenceMs: 15 * MINUTE,
		}),
	);
	if (await sqliteWorks(node, folder, logFile)) return;
	throw new Failure(
		"n8n's database driver (sqlite3) could neither be downloaded nor compiled.",
		`The compiler's own words: ${logFile}`,
	);
};

/**
 * @param {string} folder
 * @throws {Failure}
 */
const checkDisk = (folder) => {
	const { bavail, bsize } = statfsSync(folder);
	const free = bavail * bsize;
	if (free >= NEEDED_BYTES) return;
	throw new Failure(
		`n8n takes about 2.5 GB on disk; there are ${(free / 1e9).toFixed(1)} GB left in ${folder}.`,
		'Free about 4 GB, or point XDG_CACHE_HOME to a folder on a larger disk, and run the command again.',
	);
};

/** --ignore-scripts: one of n8n's dependencies tries to compile a Kafka client. --legacy-peer-deps: n8n's tree holds peer
 * ranges that contradict each other. */
const NPM_OPTIONS = ['--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund'];

/**
 * Installs a version with what the registry has for it today.
 * @param {Tree} tree
 * @param {{ cwd: string, logFile: string, timeoutMs: number }} options
 * @throws {Failure}
 */
const installNewest = async ({ version }, options) => {
	try {
		await npm(`Installing n8n ${version}`, ['install', ...NPM_OPTIONS], options);
	} catch (error) {
		const missing = error instanceof Failure ? missingIn(error.message) : undefined;
		if (missing === undefined) throw error;
		if (missing === `n8n ${version}`) throw new Failure(`The npm registry has no n8n ${version}.`);
		throw new Failure(
			`The npm registry has n8n ${version}, but not ${missing}, which belongs to it.`,
			'Take the version before it (npm view n8n versions), or run the command again when all of it is published.',
		);
	}
};

/**
 * @param {Tree} tree
 * @param {string} folder
 * @param {string} logFile
 */
const install = async (tree, folder, logFile) => {
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	checkDisk(folder);
	const { version, manifest, lock } = tree;
	writeJson(path.join(folder, 'package.json'), manifest);
	const options = { cwd: folder, logFile, timeoutMs: 60 * MINUTE };
	await withProgress(
		`Installing n8n ${version} (first run only: about 2 GB, some minutes)`,
		async () => {
			if (lock === undefined) return installNewest(tree, options);
			copyFileSync(lock, path.join(folder, 'package-lock.json'));
			await npm('Installing n8n', ['ci', ...NPM_OPTIONS], options);
		},
	);
	const node = chooseNode(folder);
	await buildSqlite(node, folder, logFile);
	writeJson(path.join(folder, '.complete'), { version });
};

/**
 * Makes sure that an n8n is installed. What a broken-off run left behind is removed and done again; two runs
 * at the same time wait for each other.
 * @param {string} logFile
 * @param {Release} [release]
 * @returns {Promise<Host>}
 * @throws {Failure}
 */
export const ensureHost = async (logFile, release = 'current') => {
	const folder = hostFolder(release);
	const marker = path.join(folder, '.complete');
	if (readJsonIfAny(marker) === undefined) {
		// The other run is bounded step by step; one that has ended no longer holds the lock.
		const timeoutMs = 120 * MINUTE;
		const onWait = (/** @type {number} */ pid) =>
			say(`- Another run (process ${pid}) is installing n8n; waiting for it ...`);
		const onTimeout = (/** @type {number} */ pid) =>
			new Failure(
				`Process ${pid} has been installing n8n for too long.`,
				`End it, or delete ${folder}.lock, and run the command again.`,
			);
		await withLock(`${folder}.lock`, { timeoutMs, onWait, onTimeout }, async () => {
			if (readJsonIfAny(marker) === undefined) await install(treeOf(release), folder, logFile);
		});
	}
	log(logFile, `n8n: ${folder}\n`);
	return {
		version: readJson(marker).version,
		node: chooseNode(folder),
		bin: path.join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
	};
};
