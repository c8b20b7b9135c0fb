/**
 * `npm run publisher -- --owner OWNER --name NAME --author "Your Name" --email you@your-company.com`
 *
 * Author and repository stand in package.json. n8n and npm read the address of the repository in other files too (the
 * codex file, the credential, the documentation), which cannot look it up: this sets all of them.
 */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Failure, readJson, root, say } from '../lib/base.mjs';
import { EXAMPLE_DOMAIN, GITHUB, ownerAndName } from './publishable.mjs';

/** Where an address of the repository may stand; tests and scripts name others for good reasons. */
const PLACES = [
	'.github',
	'CHANGELOG.md',
	'README.md',
	'SECURITY.md',
	'credentials',
	'docs',
	'nodes',
	'workflows',
];
const TEXT = /\.(json|md|mjs|ts|yml)$/;

/** What each option has to look like. @type {Record<string, RegExp>} */
const FORMS = {
	owner: /^[a-z\d](?:[a-z\d-]{0,38})$/i,
	name: /^[\w.-]+$/,
	author: /\S/,
	email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
};

const USAGE =
	'npm run publisher -- --owner OWNER --name NAME --author "Your Name" --email you@your-company.com';

/**
 * @returns {Record<string, string>}
 * @throws {Failure} when one is missing or cannot be meant
 */
const readOptions = () => {
	const { values } = parseArgs({
		options: Object.fromEntries(Object.keys(FORMS).map((name) => [name, { type: 'string' }])),
	});
	/** @type {Record<string, string>} */
	const given = Object.fromEntries(
		Object.keys(FORMS).map((name) => [name, String(values[name] ?? '').trim()]),
	);
	const wrong = Object.entries(FORMS).filter(([name, form]) => !form.test(given[name] ?? ''));
	if (wrong.length > 0)
		throw new Failure(
			`Missing or not usable: ${wrong.map(([name]) => `--${name}`).join(', ')}.`,
			`All four belong together: ${USAGE}`,
		);
	if (EXAMPLE_DOMAIN.test(given.email ?? ''))
		throw new Failure(
			`${given.email} is an example address.`,
			'Give the address that your npm account has: n8n compares the two.',
		);
	return given;
};

/**
 * @param {string} place
 * @returns {string[]} the text files in it
 */
const filesIn = (place) => {
	const file = path.join(root, place);
	if (!existsSync(file)) return [];
	if (statSync(file).isFile()) return [file];
	return readdirSync(file, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && TEXT.test(entry.name))
		.map((entry) => path.join(entry.parentPath, entry.name));
};

/**
 * @param {string} file
 * @param {(text: string) => string} change
 */
const rewrite = (file, change) => {
	const before = readFileSync(file, 'utf8');
	const after = change(before);
	if (after === before) return;
	writeFileSync(file, after);
	say(`- ${path.relative(root, file)}`);
};

/**
 * @returns {Promise<void>} when every file says the same
 * @throws {Failure} when the options or package.json do not say what is needed
 */
export const main = async () => {
	const { owner, name, author, email } = readOptions();
	const manifestFile = path.join(root, 'package.json');
	const manifest = readJson(manifestFile);
	const before = ownerAndName(manifest.repository?.url);
	if (before === undefined)
		throw new Failure(
			`repository.url of package.json is not of the form git+${GITHUB}owner/name.git.`,
			'Correct it first, so that its address can be found in the other files.',
		);
	const home = `${GITHUB}${owner}/${name}`;
	say(`The package is published by ${author} <${email}> from ${home}. Changed:`);
	rewrite(
		manifestFile,
		() =>
			`${JSON.stringify(
				{
					...manifest,
					homepage: `${home}#readme`,
					author: { name: author, email },
					repository: { type: 'git', url: `git+${home}.git` },
					bugs: { url: `${home}/issues` },
				},
				null,
				2,
			)}\n`,
	);
	// Not the address of a repository whose name only begins alike.
	const address = `${GITHUB}${before}`.replace(/[.+]/g, '\\$&');
	const old = new RegExp(`${address}(?![\\w-])`, 'gi');
	for (const file of PLACES.flatMap(filesIn))
		rewrite(file, (text) => text.replace(old, () => home));
	say('Build and test it, then commit: npm run build && npx jest test/unit/package');
};
