/**
 * What every script here stands on: where things are, how a failure is told, and which Node is enough.
 * Nothing in `scripts/lib` needs an installed package: these modules run on a fresh clone, before `npm ci`.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';

const PACKAGE_NAME = 'n8n-nodes-it-glue';

/** A failure that a person can act on: what happened, and what to do about it. */
export class Failure extends Error {
	/**
	 * @param {string} message what happened, one sentence
	 * @param {string} [advice] what to do
	 */
	constructor(message, advice) {
		super(message);
		this.name = 'Failure';
		this.advice = advice;
	}
}

/**
 * @param {string} file
 * @returns {any}
 */
export const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/**
 * Like `readJson`, for files that may be absent or were cut off half-way.
 * @param {string} file
 * @returns {any} undefined when there is nothing readable
 */
export const readJsonIfAny = (file) => {
	try {
		return readJson(file);
	} catch {
		return undefined;
	}
};

/**
 * @param {string} file
 * @param {unknown} value
 */
export const writeJson = (file, value) => {
	mkdirSync(path.dirname(file), { recursive: true });
	writeFileSync(file, `${JSON.stringify(value, null, '\t')}\n`);
};

/** The checkout, found upwards from the script that runs, so that the folder one calls it from does not matter. */
export const root = findRoot(path.dirname(path.resolve(process.argv[1] ?? process.cwd())));

/**
 * @param {string} folder
 * @returns {string}
 */
function findRoot(folder) {
	if (readJsonIfAny(path.join(folder, 'package.json'))?.name === PACKAGE_NAME) return folder;
	const parent = path.dirname(folder);
	if (parent === folder)
		throw new Failure('This script does not lie in a checkout of the project.');
	return findRoot(parent);
}

/** Files that belong to this checkout and may be deleted at any time. */
export const checkoutCache = path.join(root, '.cache');

/**
 * The folder for what all checkouts of one user share.
 * @returns {string}
 */
export const userCache = () => {
	const home = process.env.HOME || userInfo().homedir;
	const base = process.env.XDG_CACHE_HOME || path.join(home, '.cache');
	return path.join(base, PACKAGE_NAME);
};

/**
 * Compares dotted version numbers; what follows a hyphen is ignored.
 * @param {string} version such as `v20.19.0`
 * @param {string} minimum such as `20.19.0`
 * @returns {boolean}
 */
export const isAtLeast = (version, minimum) => {
	const parse = (/** @type {string} */ text) =>
		text.replace(/^v/, '').split('-')[0]?.split('.').map(Number) ?? [];
	const [actual, wanted] = [parse(version), parse(minimum)];
	const differing = wanted.findIndex((part, index) => part !== (actual[index] ?? 0));
	return differing < 0 || (actual[differing] ?? 0) > (wanted[differing] ?? 0);
};

/** @throws {Failure} when this Node is older than package.json asks for, or the system is one that nobody tried. */
export const checkNode = () => {
	const minimum = String(readJson(path.join(root, 'package.json')).engines.node).replace(
		/^>=\s*/,
		'',
	);
	if (!isAtLeast(process.version, minimum)) {
		throw new Failure(
			`This needs Node ${minimum} or newer; you have ${process.version}.`,
			'Install a current Node from https://nodejs.org (or with your version manager) and run the command again.',
		);
	}
	if (process.platform === 'win32') {
		throw new Failure('This runs on Linux and macOS.', 'On Windows, run it inside WSL.');
	}
};

/**
 * Prints one line of progress.
 * @param {string} [line]
 */
export const say = (line = '') => {
	process.stdout.write(`${line}\n`);
};

/**
 * Tells how long something takes that is silent by itself: a line at the start, one every 15 s.
 * @template T
 * @param {string} label
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export const withProgress = async (label, work) => {
	const started = Date.now();
	const seconds = () => Math.round((Date.now() - started) / 1000);
	say(`- ${label} ...`);
	const timer = setInterval(() => say(`  still at it (${seconds()} s)`), 15_000);
	try {
		const result = await work();
		if (seconds() >= 3) say(`  done in ${seconds()} s`);
		return result;
	} finally {
		clearInterval(timer);
	}
};

/**
 * Starts a log file and returns its path.
 * @param {string} name
 * @returns {string}
 */
export const startLog = (name) => {
	const file = path.join(checkoutCache, 'logs', `${name}.log`);
	mkdirSync(path.dirname(file), { recursive: true });
	writeFileSync(file, '');
	return file;
};

/**
 * @param {string} file
 * @param {string} text
 */
export const log = (file, text) => {
	if (existsSync(path.dirname(file))) appendFileSync(file, text);
};

/**
 * @param {unknown} error
 * @param {string} [logFile] named when the error is not one of the expected ones
 */
export const tellFailure = (error, logFile) => {
	const message = error instanceof Error ? error.message : String(error);
	const advice = error instanceof Failure ? error.advice : undefined;
	process.stderr.write(`\n${message}\n`);
	if (advice) process.stderr.write(`${advice}\n`);
	if (logFile === undefined) return;
	if (error instanceof Error && !(error instanceof Failure))
		log(logFile, `${error.stack ?? message}\n`);
	process.stderr.write(`Details: ${logFile}\n`);
};
