/**
 * Five nights in a row, as an MSP has them: what happens by day is in sandbox/nights, what runs by night are the syncs
 * of workflows/examples in a real n8n. The third night has an outage. After each night the sandbox judges the store.
 */
import { calm, fail, failPsa, judge, makeWorld, nextDay } from './sandbox.mjs';
import { forgetAll, runSync, saveFrontEnds, SYNC_NAMES } from './syncs.mjs';

/** @typedef {import('../../scripts/lib/stage.mjs').Stage} Stage */
/** @typedef {import('./syncs.mjs').Row} Row */
/** @typedef {import('./syncs.mjs').Wanted} Wanted */
/** @typedef {import('./sandbox.mjs').Size} Size */

/**
 * @typedef {object} Played
 * @property {Row[]} rows
 * @property {Array<{ night: number, stories: Record<string, number> }>} days
 * @property {string[]} problems all that a person would call wrong
 */

export const NIGHTS = 5;
const OUTAGE = 3;

/** A screen: what a digest may take. */
const MOST_LINES = 25;
const MOST_LETTERS = 2_000;

/** The first night creates what has gathered in years. */
const BRAKES = { first: 100_000, later: 2_000 };

/** @param {Row} row @returns {string} */
const nameOf = ({ night, sync, note }) => `night ${night}, ${sync}${note && ` (${note})`}`;

/** @param {Row} row @returns {string[]} */
const digestProblems = (row) => {
	const text = String(row.summary.digest ?? '');
	const lines = text.split('\n').length;
	return lines > MOST_LINES || text.length > MOST_LETTERS
		? [`${nameOf(row)}: a digest of ${lines} lines and ${text.length} letters`]
		: [];
};

/** @param {Row} row @returns {string[]} */
const mustSucceed = (row) =>
	row.status === 'success' ? [] : [`${nameOf(row)}: ended as ${row.status}. ${row.error}`];

/** @param {Row} row @returns {string[]} */
const mustFail = (row) =>
	row.status === 'success' ? [`${nameOf(row)}: ended well in an outage`] : [];

/** @param {Row} row @returns {string[]} */
const mustNotWrite = (row) =>
	row.writes > 0 ? [`${nameOf(row)}: sent ${row.writes} requests that write`] : [];

/** @param {Row} row @returns {string[]} */
const mustBeQuiet = (row) => [
	...mustSucceed(row),
	...mustNotWrite(row),
	...(row.summary.worth_telling === false ? [] : [`${nameOf(row)}: reported something`]),
];

/**
 * @param {{ stage: Stage, packageName: string, size: Size, onRow?: (row: Row) => void }} options
 * @returns {Promise<Played>}
 */
export const play = async ({ stage, packageName, size, onRow = () => undefined }) => {
	const { sandbox, n8n } = stage;
	/** @type {Played} */
	const played = { rows: [], days: [], problems: [] };
	/** What the last run of each sync left to a person. */
	const told = { organizations: [], contacts: [], devices: [] };

	/** @param {Wanted} wanted @param {(row: Row) => string[]} must */
	const run = async (wanted, must) => {
		const brakeRecords = wanted.night === 1 ? BRAKES.first : BRAKES.later;
		const row = await runSync(stage, packageName, {
			...wanted,
			settings: { brakeRecords, ...wanted.settings },
		});
		played.rows.push(row);
		played.problems.push(...must(row), ...digestProblems(row));
		if (row.summary.review) told[row.sync] = row.summary.review;
		onRow(row);
		return row;
	};

	/** @param {number} night */
	const quietNight = async (night) => {
		for (const sync of SYNC_NAMES) await run({ night, sync }, mustSucceed);
	};

	/** One after the other: the PSA breaks off, n8n is stopped while it writes, IT Glue refuses. */
	const outage = async () => {
		const night = OUTAGE;
		await failPsa(sandbox, {
			system: 'connectwise',
			status: 500,
			path: '/company/companies',
			after: size.companies > 1_000 ? 1 : 0,
			times: 1_000,
		});
		const note = 'PSA answers 500';
		await run({ night, sync: 'organizations', note }, (row) => [
			...mustFail(row),
			...mustNotWrite(row),
		]);
		await calm(sandbox);

		await fail(sandbox, {
			kind: 'status',
			status: 503,
			method: 'PATCH',
			times: 2,
			retryAfter: '1',
		});
		await fail(sandbox, { kind: 'rateLimit', method: 'POST', times: 1, retryAfter: '1' });
		await fail(sandbox, { kind: 'resetAfter', method: 'POST', times: 1 });
		await fail(sandbox, { kind: 'slow', method: 'POST', times: null, delayMs: 3_000 });
		const stopped = { note: 'n8n is stopped', stopAfterCreates: 2 };
		await run({ night, sync: 'devices', ...stopped }, mustFail);
		await calm(sandbox);
		await run({ night, sync: 'devices', note: 'again at once' }, (row) => [
			...mustFail(row),
			...mustNotWrite(row),
		]);

		await fail(sandbox, { kind: 'rateLimit', method: 'POST', times: 2, retryAfter: '1' });
		await fail(sandbox, { kind: 'resetAfter', method: 'POST', times: 1 });
		await fail(sandbox, { kind: 'status', status: 403, method: 'POST', times: null });
		await run({ night, sync: 'contacts', note: 'IT Glue refuses' }, mustFail);
		await calm(sandbox);
	};

	/** @param {number} night @param {boolean} complete */
	const look = async (night, complete) => {
		for (const problem of await judge(sandbox, complete, told))
			played.problems.push(`after night ${night}: ${problem}`);
	};

	await forgetAll(n8n);
	await makeWorld(sandbox, size);
	await saveFrontEnds(stage, packageName);
	for (let night = 1; night <= NIGHTS; night += 1) {
		if (night > 1) played.days.push(await nextDay(sandbox));
		if (night === OUTAGE) await outage();
		// A day has passed: a run that was killed the night before no longer counts as running.
		else if (night === OUTAGE + 1)
			for (const sync of SYNC_NAMES)
				await run({ night, sync, settings: { runHours: 0 } }, mustSucceed);
		else await quietNight(night);
		await look(night, night !== OUTAGE);
	}
	for (const sync of SYNC_NAMES) await run({ night: NIGHTS, sync, note: 'once more' }, mustBeQuiet);
	await look(NIGHTS, true);
	return played;
};
