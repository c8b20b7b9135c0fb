/**
 * `npm run live-check -- --region us`: finds out how a real IT Glue account behaves where that is not known for sure,
 * and whether the node copes. Talks to IT Glue by itself, not through the node, so that it proves something.
 *
 * The table goes to stdout, everything else to stderr. Ends with 0 when the node copes with everything that was seen,
 * 1 when it does not, or when the check broke off or left something behind, 2 when it has to be called in another way.
 */
import path from 'node:path';
import { readJson, root, say } from '../../scripts/lib/base.mjs';
import { whenAskedToEnd } from '../../scripts/lib/processes.mjs';
import { Account } from './account.mjs';
import { confirmed } from './confirm.mjs';
import { Connection, NoAnswer, Stopped } from './connection.mjs';
import { isFine, told } from './findings.mjs';
import { readKey, readOptions, Usage, usage } from './options.mjs';
import { looks as documents } from './reading/documents.mjs';
import { looks as errors } from './reading/errors.mjs';
import { looks as filters } from './reading/filters.mjs';
import { looks as forms } from './reading/forms.mjs';
import { looks as pages } from './reading/pages.mjs';
import { looks as questions } from './reading/questions.mjs';
import { looks as records } from './reading/records.mjs';
import { report } from './report.mjs';
import {
	checkComplete,
	entriesFor,
	isTrouble,
	lookAtAll,
	rowsForLater,
	rowsForNever,
} from './rows.mjs';
import { Home } from './writing/home.mjs';
import { closingLooks, writingLooks } from './writing/looks.mjs';

/** Far below IT Glue's 3000 in five minutes. */
const READING_BUDGET = 150;
const WRITING_BUDGET = 120;

/** @param {string} text */
const tell = (text) => process.stderr.write(`${text}\n`);

const READING = {
	...pages,
	...filters,
	...records,
	...documents,
	...forms,
	...errors,
	...questions,
};

/** @param {string} name */
const plan = (name) => `With --write this creates one organization in this IT Glue account,
    ${name}
with a second one of that name below it, and in them about 70 contacts, locations, configurations, passwords,
documents and flexible assets. It changes and deletes only those, sends about 90 requests, and deletes both
organizations at the end.
If IT Glue syncs with a PSA in both directions, the organizations may be created there as well.
`;

/**
 * Before anything else: is this IT Glue, and does it take the key?
 * @param {Account} account
 * @throws {Usage}
 */
const knock = async (account) => {
	/** @type {import('./connection.mjs').Answer} */
	let answer;
	try {
		answer = await account.firstPage('organizations');
	} catch (error) {
		if (!(error instanceof NoAnswer)) throw error;
		throw new Usage(
			`Nobody answers at this address (${error.code}).`,
			'Check it, and your network.',
		);
	}
	if (answer.status === 401 || answer.status === 403)
		throw new Usage(
			`IT Glue does not take this key (${told(answer)}).`,
			'Check that the region is the one where you sign in, that the key is complete, not revoked or paused and was used within the last 90 days, and that your address is allowed.',
		);
	if (!isFine(answer) || !Array.isArray(answer.body?.data))
		throw new Usage(
			`This address is not that of the IT Glue API: it answered with ${told(answer)}.`,
			'It must be the address of the API, such as https://api.itglue.com, not of the web app.',
		);
};

/**
 * @param {Account} account
 * @param {string} baseUrl
 */
const write = async (account, baseUrl) => {
	const home = new Home(account);
	const [looks, closing] = [writingLooks(account, home), closingLooks(home)];
	checkComplete(entriesFor('write'), { ...looks, ...closing });
	const isClosing = (/** @type {{ name: string }} */ { name }) => Object.hasOwn(closing, name);
	const entries = entriesFor('write');
	/** @type {import('./rows.mjs').Row[]} */
	let rows = [];
	try {
		rows = await lookAtAll(
			entries.filter((entry) => !isClosing(entry)),
			looks,
			account,
		);
	} finally {
		tell('Removing what was created ...');
		await home.remove();
	}
	const last = await lookAtAll(entries.filter(isClosing), closing, account);
	return { rows: [...rows, ...last], left: home.leftBehind(baseUrl) };
};

/**
 * @param {import('./options.mjs').Options} options
 * @param {string} key
 */
const check = async ({ baseUrl, region, write: mayWrite }, key) => {
	const connection = new Connection({ baseUrl, key, budget: READING_BUDGET });
	const account = new Account(connection);
	// A terminal that has gone must not end the process before it has cleaned up.
	for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
	whenAskedToEnd(() => {
		tell('Ending ...');
		connection.stop('interrupted');
	});
	checkComplete(entriesFor('read'), READING);
	await knock(account);
	tell('Reading, one request at a time ...');
	const read = await lookAtAll(entriesFor('read'), READING, account);
	connection.allow(connection.requests + WRITING_BUDGET - READING_BUDGET);
	if (mayWrite && !connection.stopped) tell('Writing ...');
	const { rows, left } =
		mayWrite && !connection.stopped
			? await write(account, baseUrl)
			: { rows: rowsForLater(), left: [] };
	const { version } = readJson(path.join(root, 'package.json'));
	const { requests, stopped } = connection;
	say(
		report({
			version,
			region,
			write: mayWrite,
			requests,
			stopped: stopped?.message,
			read,
			written: rows,
			never: rowsForNever(),
		}),
	);
	if (left.length > 0) tell(`Left behind, please delete by hand:\n  ${left.join('\n  ')}`);
	if (stopped) tell(`Ended early: ${stopped.message}`);
	return [...read, ...rows].some(isTrouble) || left.length > 0 || stopped !== undefined ? 1 : 0;
};

/**
 * @param {unknown} error
 * @param {string} key
 */
const tellError = (error, key) => {
	const { message, advice } = /** @type {{ message?: unknown, advice?: unknown }} */ (error);
	const words = [message, advice].filter((text) => typeof text === 'string').join('\n');
	tell(key === '' ? words : words.replaceAll(key, '(key)'));
};

/** @returns {Promise<void>} the exit code of the process is the verdict */
export const main = async () => {
	let key = '';
	try {
		const options = readOptions(process.argv.slice(2));
		if (options === undefined) return say(usage());
		key = readKey(process.env);
		if (
			options.write &&
			!(await confirmed(plan('n8n-nodes-it-glue live check <date> - may be deleted'), tell))
		)
			throw new Usage('The word was not typed; nothing was sent.');
		process.exitCode = await check(options, key);
	} catch (error) {
		tellError(error, key);
		process.exitCode = error instanceof Usage ? 2 : 1;
		if (error instanceof Stopped) process.exitCode = 1;
	}
};
