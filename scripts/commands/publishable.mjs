/** Who publishes the package, as package.json says: whether that is set, and fits the workflow that publishes. */
import path from 'node:path';
import { Failure, readJson, root, say } from '../lib/base.mjs';

/** The names that RFC 2606 and RFC 6761 keep for examples: nobody reads mail there. */
export const EXAMPLE_DOMAIN = /(^|[@.])(example\.(com|net|org)|example|invalid|test|localhost)$/i;

/** What package.json says until somebody publishes it. */
const PLACEHOLDER = 'n8n-nodes-it-glue/n8n-nodes-it-glue';

export const GITHUB = 'https://github.com/';

/**
 * @param {unknown} url of package.json's repository
 * @returns {string | undefined} `owner/name` on GitHub, which is where n8n looks for the source
 */
export const ownerAndName = (url) =>
	/^git\+https:\/\/github\.com\/([^/\s]+\/[^/\s]+?)\.git$/.exec(String(url))?.[1];

/**
 * @param {any} manifest
 * @returns {string[]} what is still to be set, each a sentence
 */
const unset = ({ author, repository, homepage, bugs }) => {
	const found = [];
	if (EXAMPLE_DOMAIN.test(String(author?.email ?? '@invalid')))
		found.push('author.email is an example address.');
	const name = ownerAndName(repository?.url);
	if (name === undefined)
		return [...found, `repository.url is not of the form git+${GITHUB}owner/name.git.`];
	if (name.toLowerCase() === PLACEHOLDER) found.push('repository.url is the placeholder.');
	const home = `${GITHUB}${name}`;
	if (homepage !== `${home}#readme`) found.push(`homepage is not ${home}#readme.`);
	if (bugs?.url !== `${home}/issues`) found.push(`bugs.url is not ${home}/issues.`);
	return found;
};

/**
 * @param {any} manifest
 * @param {NodeJS.ProcessEnv} env of GitHub Actions
 * @returns {string[]} where the workflow runs for something else than package.json names
 */
const mismatched = ({ repository, version }, { GITHUB_REPOSITORY, GITHUB_REF_NAME }) => {
	const found = [];
	// npm refuses a provenance statement of another repository, after everything has been built.
	if (GITHUB_REPOSITORY?.toLowerCase() !== ownerAndName(repository?.url)?.toLowerCase())
		found.push(`repository.url is not this repository, ${GITHUB_REPOSITORY}.`);
	if (GITHUB_REF_NAME !== version)
		found.push(`The tag ${GITHUB_REF_NAME} is not the version, ${version}.`);
	return found;
};

/**
 * @returns {Promise<void>} when the package may be published
 * @throws {Failure} when it may not
 */
export const main = async () => {
	const manifest = readJson(path.join(root, 'package.json'));
	const inWorkflow = process.env.GITHUB_ACTIONS === 'true';
	const missing = unset(manifest);
	if (missing.length > 0)
		throw new Failure(
			`The publisher's details in package.json are not set:\n- ${missing.join('\n- ')}`,
			'Set them in one step: npm run publisher (docs/publishing.md).',
		);
	if (!inWorkflow)
		throw new Failure(
			'The details of the publisher are set, but a release is published by GitHub, not from here.',
			'Push a version tag: npm version minor && git push --follow-tags (docs/publishing.md).',
		);
	const wrong = mismatched(manifest, process.env);
	if (wrong.length > 0) throw new Failure(`This cannot be published:\n- ${wrong.join('\n- ')}`);
	say(`${manifest.name} ${manifest.version} may be published.`);
};
