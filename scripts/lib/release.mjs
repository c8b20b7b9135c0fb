/** Which n8n is meant: one of the two trees that are pinned, or any version that the npm registry has. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Failure, readJson, root } from './base.mjs';
import { npm } from './processes.mjs';

/** The trees that are pinned: n8n as it is today, and the oldest one that the package is tried on. */
const PINNED = {
	current: path.join(root, 'scripts', 'host'),
	v1: path.join(root, 'scripts', 'host-v1'),
};

const VERSION = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
const TAG = /^[a-z][\w.-]*$/i;
const SHORT_HASH = 8;

/** @typedef {string} Release `current`, `v1`, or a version such as `2.41.3` */

/** The environment variable that tells the processes of the tests which release is meant. */
export const RELEASE_VARIABLE = 'IT_GLUE_TEST_N8N';

/**
 * @param {string} release
 * @returns {release is keyof typeof PINNED}
 */
const isPinned = (release) => Object.hasOwn(PINNED, release);

/**
 * @param {string | undefined} name
 * @returns {Release}
 * @throws {Failure} when no n8n can be meant
 */
export const releaseOf = (name = 'current') => {
	if (isPinned(name) || VERSION.test(name)) return name;
	throw new Failure(
		`There is no n8n "${name}".`,
		`Name one of ${Object.keys(PINNED).join(', ')}, or a version such as 2.41.3.`,
	);
};

/**
 * @param {Release} release
 * @returns {boolean} whether it is of the 1.x line, which cannot do all that the tests ask for
 */
export const isVersion1 = (release) => release === 'v1' || release.startsWith('1.');

/**
 * The same for what a person types: the registry's tags too, such as `latest`.
 * @param {string | undefined} name
 * @param {string} logFile
 * @returns {Promise<Release>}
 * @throws {Failure} when the registry has no n8n of that tag, or cannot be reached
 */
export const resolveRelease = async (name, logFile) => {
	if (name === undefined || isPinned(name) || !TAG.test(name)) return releaseOf(name);
	const answer = await npm(`Looking up n8n "${name}"`, ['view', `n8n@${name}`, 'version'], {
		logFile,
	});
	return releaseOf(answer.trim() || name);
};

/**
 * @typedef {object} Tree what is installed
 * @property {string} version of n8n
 * @property {string} folder name of a folder for it, which changes with what is in it
 * @property {any} manifest its package.json
 * @property {string} [lock] the file that pins all of it
 */

/**
 * A version of the registry is installed as the pinned trees are: with their Node, and with their replacements for
 * packages that cannot be installed.
 * @param {Release} release
 * @returns {Tree}
 */
export const treeOf = (release) => {
	const pinned = isPinned(release);
	const definition = PINNED[pinned ? release : isVersion1(release) ? 'v1' : 'current'];
	const manifest = readJson(path.join(definition, 'package.json'));
	if (!pinned) manifest.dependencies.n8n = release;
	const lock = pinned ? path.join(definition, 'package-lock.json') : undefined;
	const hash = createHash('sha256')
		.update(lock === undefined ? JSON.stringify(manifest) : readFileSync(lock))
		.digest('hex')
		.slice(0, SHORT_HASH);
	const version = manifest.dependencies.n8n;
	const folder = `n8n-${version}-${process.platform}-${process.arch}-${hash}`;
	return { version, folder, manifest, lock };
};

/**
 * @param {string} told by npm
 * @returns {string | undefined} the package that the registry does not have in the version that is asked for
 */
export const missingIn = (told) => {
	const [, name, version] =
		/No matching version found for (@?[^@\s]+)@(\S+?)\.?(?:\s|$)/.exec(told) ?? [];
	return name === undefined ? undefined : `${name} ${version}`;
};
