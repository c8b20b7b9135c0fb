/** One row for each entry of the list that the check shares with the sandbox (sandbox/assumptionList.cjs). */
import { ASSUMPTIONS, FACTS, QUESTIONS } from '../../sandbox/assumptionList.cjs';
import { NoAnswer, Stopped } from './connection.mjs';
import { otherwise, Unseen, unseen } from './findings.mjs';

/** @typedef {import('./findings.mjs').Finding} Finding */

/**
 * How a statement is put to the test.
 * @typedef {object} Look
 * @property {string} opposite whether the node copes when not what is assumed holds, but its opposite
 * @property {(account: import('./account.mjs').Account) => Promise<Finding>} look
 */

/**
 * @typedef {object} Entry
 * @property {string} name
 * @property {string} statement
 * @property {boolean | undefined} assumed undefined: nothing is
 * @property {'read' | 'write' | { untestable: string }} live
 */

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {string} statement
 * @property {string} assumed
 * @property {string} seen
 * @property {string} copes
 */

const NOTHING_TO_SAY = '–';

/** @type {Entry[]} */
export const ENTRIES = [
	...ASSUMPTIONS.map(({ name, statement, default: assumed, live }) => ({
		name,
		statement,
		assumed,
		live,
	})),
	...FACTS.map(({ name, statement, live }) => ({ name, statement, assumed: true, live })),
	...QUESTIONS.map(({ name, statement, live }) => ({ name, statement, assumed: undefined, live })),
];

/** @param {Entry['live']} live */
export const entriesFor = (live) => ENTRIES.filter((entry) => entry.live === live);

/**
 * Refuses to start where the list and the looks have come apart.
 * @param {Entry[]} entries
 * @param {Record<string, Look>} looks
 */
export const checkComplete = (entries, looks) => {
	const missing = entries.filter(({ name }) => !Object.hasOwn(looks, name)).map(({ name }) => name);
	const extra = Object.keys(looks).filter((name) => !entries.some((entry) => entry.name === name));
	if (missing.length + extra.length > 0)
		throw new Error(
			`Looks without entry: ${extra.join()}; entries without look: ${missing.join()}`,
		);
};

/**
 * @param {Entry} entry
 * @param {string} seen
 * @param {string} [copes]
 * @returns {Row}
 */
const row = ({ name, statement, assumed }, seen, copes = NOTHING_TO_SAY) => ({
	name,
	statement,
	assumed: assumed === undefined ? NOTHING_TO_SAY : assumed ? 'yes' : 'no',
	seen,
	copes,
});

/**
 * @param {Entry} entry
 * @param {Look} look
 * @param {Finding} finding
 * @returns {Row}
 */
export const judge = (entry, look, { holds, detail, copes }) => {
	const seen = detail === '' ? holds : `${holds}: ${detail}`;
	if (holds === 'not seen' || holds === 'seen' || entry.assumed === undefined)
		return row(entry, seen);
	const asAssumed = holds === (entry.assumed ? 'yes' : 'no');
	return row(entry, seen, copes ?? (asAssumed ? 'yes' : look.opposite));
};

/**
 * @param {Look} look
 * @param {import('./account.mjs').Account} account
 * @returns {Promise<Finding>}
 * @throws {Stopped}
 */
const lookAt = async ({ look }, account) => {
	try {
		return await look(account);
	} catch (error) {
		if (error instanceof Stopped) throw error;
		if (error instanceof Unseen) return unseen(error.message);
		if (error instanceof NoAnswer) return unseen(`no answer (${error.code})`);
		// Answers come in forms that nobody thought of; one of them must not end the check.
		return otherwise('an answer that this check cannot read');
	}
};

/**
 * Goes through the entries. Once the connection has stopped, the rest is said to be unchecked.
 * @param {Entry[]} entries
 * @param {Record<string, Look>} looks
 * @param {import('./account.mjs').Account} account
 * @returns {Promise<Row[]>}
 */
export const lookAtAll = async (entries, looks, account) => {
	/** @type {Row[]} */
	const rows = [];
	for (const entry of entries) {
		const look = looks[entry.name];
		if (look === undefined || account.connection.stopped) {
			rows.push(row(entry, 'not checked: the check had stopped'));
			continue;
		}
		try {
			rows.push(judge(entry, look, await lookAt(look, account)));
		} catch (error) {
			if (!(error instanceof Stopped)) throw error;
			rows.push(row(entry, 'not checked: the check had stopped'));
		}
	}
	return rows;
};

/** Rows that take `--write`. */
export const rowsForLater = () =>
	entriesFor('write').map((entry) => row(entry, 'not checked: only with --write'));

/** Rows that nobody can fill without doing harm. */
export const rowsForNever = () =>
	ENTRIES.flatMap((entry) =>
		typeof entry.live === 'string'
			? []
			: [row(entry, `cannot be checked: ${entry.live.untestable}`)],
	);

/** @param {Row} row */
export const isTrouble = ({ copes }) => copes === 'no' || copes.startsWith('no:');
