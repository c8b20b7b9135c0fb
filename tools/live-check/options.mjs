/** What the live check is told: where to look, whether it may write, and with which key. */
import { parseArgs } from 'node:util';
import { Failure } from '../../scripts/lib/base.mjs';

const USAGE = `Usage: npm run live-check -- --region us|eu|au [--write]
       npm run live-check -- --base-url https://proxy.example.com/itglue [--write]

The key comes from the environment variable ITGLUE_API_KEY. To keep it out of the history of your shell:
  read -rs ITGLUE_API_KEY && export ITGLUE_API_KEY

Without --write nothing is changed. What --write does is said before it asks. More: docs/live-check.md`;

/** Ends with 2: it has to be called in another way. */
export class Usage extends Failure {}

/** @type {Record<string, string>} */
const REGIONS = {
	us: 'https://api.itglue.com',
	eu: 'https://api.eu.itglue.com',
	au: 'https://api.au.itglue.com',
};

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * @typedef {object} Options
 * @property {string} baseUrl without a slash at the end
 * @property {string} region as the report names it: the address of a proxy is nobody's business
 * @property {boolean} write
 */

/**
 * @param {string} text
 * @returns {URL | undefined}
 */
const parseUrl = (text) => {
	try {
		return new URL(text);
	} catch {
		return undefined;
	}
};

/**
 * @param {string} text
 * @returns {string}
 * @throws {Usage} in words that do not repeat the address, which may hold a password
 */
const checkBaseUrl = (text) => {
	const url = parseUrl(text.trim());
	if (url === undefined || !['https:', 'http:'].includes(url.protocol))
		throw new Usage('--base-url is not a web address.', USAGE);
	if (url.username !== '' || url.password !== '' || /[?#]/.test(text))
		throw new Usage('--base-url must not hold a user name, a password, "?" or "#".', USAGE);
	if (url.protocol === 'http:' && !LOOPBACK.has(url.hostname))
		throw new Usage(
			'--base-url must begin with https://: over http:// anybody on the way could read the key.',
			USAGE,
		);
	return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
};

/**
 * @param {string[]} args
 * @returns {ReturnType<typeof parseArgs>['values']}
 */
const parse = (args) => {
	try {
		return parseArgs({
			args,
			options: {
				region: { type: 'string' },
				'base-url': { type: 'string' },
				write: { type: 'boolean', default: false },
				help: { type: 'boolean', default: false },
			},
		}).values;
	} catch {
		// What was given is not repeated: somebody may have tried to pass the key this way.
		throw new Usage(
			'These options are not understood.',
			`${USAGE}\n\nIf a key stood on the command line, revoke it: other programs can read it there.`,
		);
	}
};

/**
 * @param {string[]} args
 * @returns {Options | undefined} undefined when only the usage was asked for
 * @throws {Usage}
 */
export const readOptions = (args) => {
	const { region, 'base-url': baseUrl, write, help } = parse(args);
	if (help === true) return undefined;
	const named = String(region ?? '');
	if ((region === undefined) === (baseUrl === undefined))
		throw new Usage('Say where to look: either --region or --base-url.', USAGE);
	if (baseUrl !== undefined)
		return { baseUrl: checkBaseUrl(String(baseUrl)), region: 'custom', write: write === true };
	const address = Object.hasOwn(REGIONS, named) ? REGIONS[named] : undefined;
	if (address === undefined) throw new Usage('--region must be us, eu or au.', USAGE);
	return { baseUrl: address, region: named, write: write === true };
};

/**
 * @param {NodeJS.ProcessEnv} environment
 * @returns {string}
 * @throws {Usage}
 */
export const readKey = (environment) => {
	const key = (environment.ITGLUE_API_KEY ?? '').trim();
	if (key === '') throw new Usage('There is no key in ITGLUE_API_KEY.', USAGE);
	// Anything else cannot be sent as a header, and the error of the attempt would repeat it.
	if (!/^[\x21-\x7e]+$/.test(key))
		throw new Usage('The key in ITGLUE_API_KEY holds characters that no key has.', USAGE);
	return key;
};

export const usage = () => USAGE;
