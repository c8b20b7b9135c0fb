/** Reading lists: everything, everything with trouble on the way, very much, and the first page. */
import assert from 'node:assert/strict';
import { counted, median, sized, timed, times } from '../figures.mjs';
import {
	CAREFUL_END,
	httpRequest,
	itGlue,
	OBVIOUS_END,
	paginated,
	splitOut,
} from '../workflow.mjs';
import { bothRequests, checkRecords, of, ONE_ITEM, speed, timeRow } from './job.mjs';

/** @typedef {import('./job.mjs').Job} Job */
/** @typedef {import('./job.mjs').Outcome} Outcome */
/** @typedef {import('./job.mjs').Side} Side */

const PAGE = 1000;
/** Of a managed service provider with that many devices. */
const CLIENTS = 400;
const GET_MANY = { resource: 'configuration', operation: 'getAll' };

/** The account does not differ from run to run, and asking for 100,000 records takes its time. */
const rememberedRecords = () => {
	/** @type {import('../api.mjs').StoredRecord[] | undefined} */
	let records;
	return async (/** @type {import('../api.mjs').Api} */ api) =>
		(records ??= (await api.records('configurations')).map(({ id, createdAt, updatedAt }) => ({
			id,
			createdAt,
			updatedAt,
			attributes: {},
		})));
};

/** @param {string} end @returns {Side['steps']} */
const pagesSplit = (end) => (url) => [
	httpRequest('HTTP Request', {
		url: `${url}/configurations`,
		query: { 'page[size]': String(PAGE) },
		options: paginated(end),
	}),
	splitOut('data'),
];

/** @type {Side} */
const everything = {
	label: 'Get Many, Return All',
	steps: () => [itGlue({ ...GET_MANY, returnAll: true })],
	check: checkRecords,
};

/** @type {Side} */
const pageByPage = {
	label: 'HTTP Request with pagination, Split Out',
	steps: pagesSplit(CAREFUL_END),
	check: checkRecords,
};

/** @param {number} count @returns {Pick<Job, 'size' | 'prepare' | 'items'>} */
const account = (count) => {
	const recordsOf = rememberedRecords();
	const size = { organizations: CLIENTS, configurations: count };
	return { size, prepare: recordsOf, items: ONE_ITEM };
};

/** Pages of 1,000 that each begin with the last record of the one before, so that none can slip between two. */
const OVERLAPPING = 21;

/** @type {Job} */
export const all = {
	name: 'get-many',
	title: 'Get Many, Return All, 20,000 configurations',
	...account(20_000),
	sides: { ours: everything, theirs: pageByPage },
	rows: (measured) => {
		const [ours, theirs] = [of(measured, 'ours'), of(measured, 'theirs')];
		const met = speed(ours, theirs) >= 2.5 && ours.requests.every((count) => count === OVERLAPPING);
		const target = '≥ 2.5 × as fast, aim 3 ×; as many requests as pages (they overlap: 21)';
		return [timeRow(all.title, ours, theirs, { target, met })];
	},
};

/** @param {import('./job.mjs').Measured} measured */
const memory = ({ peaks, idle }) => `${sized(peaks)} (${sized(idle)} before)`;

/** @type {Job} */
export const veryMany = {
	name: 'get-very-many',
	title: 'Get Many, Return All, 100,000 configurations',
	...account(100_000),
	sides: { ours: everything, theirs: pageByPage },
	timeoutMs: 300_000,
	ownServer: true,
	rows: (measured) => {
		const [ours, theirs] = [of(measured, 'ours'), of(measured, 'theirs')];
		const peaks = median(ours.peaks) / median(theirs.peaks);
		return [
			timeRow(veryMany.title, ours, theirs, { target: 'finishes', met: true }),
			{
				job: `${veryMany.title}: peak memory of the server`,
				ours: memory(ours),
				theirs: memory(theirs),
				ratio: `${times(peaks)} the memory`,
				requests: bothRequests(ours, theirs),
				target: '≤ 1.25 ×',
				met: peaks <= 1.25,
			},
		];
	},
};

/**
 * @param {Outcome} outcome
 * @returns {string} what a user would see of a run that is not expected to do the job
 */
const seen = ({ report, last }) =>
	report.status === 'success'
		? `ends green with ${last.distinct.toLocaleString('en-US')} records`
		: `fails: ${report.error}`;

const recordsWithFaults = rememberedRecords();

/** @type {Job} */
export const withFaults = {
	name: 'get-many-faults',
	title: 'Get Many, 20,000 configurations, with one 429 and one 503 in the middle',
	...account(20_000),
	prepare: async (api) => {
		const path = '/configurations';
		await api.addFault({ kind: 'rateLimit', path, after: 8, retryAfter: '1' });
		await api.addFault({ kind: 'status', status: 503, path, after: 12 });
		return recordsWithFaults(api);
	},
	ownApi: true,
	sides: {
		ours: {
			...everything,
			check: (outcome, facts) => {
				checkRecords(outcome, facts);
				const statuses = outcome.requests.map(({ status }) => status);
				assert.ok(statuses.includes(429) && statuses.includes(503), 'both faults struck');
			},
		},
		theirs: { ...pageByPage, steps: pagesSplit(OBVIOUS_END), check: () => undefined, tell: seen },
		careful: { ...pageByPage, check: () => undefined, tell: seen },
	},
	rows: (measured) => {
		const ours = of(measured, 'ours');
		return [
			{
				job: withFaults.title,
				ours: `complete; ${timed(ours.milliseconds)}`,
				theirs: `obvious pagination: ${of(measured, 'theirs').told}; with the status checked: ${of(measured, 'careful').told}`,
				ratio: '–',
				requests: counted(ours.requests),
				target: 'complete',
				met: true,
			},
		];
	},
};
const FIRST = 50;

/** @param {{ id: string }} a @param {{ id: string }} b */
const byId = (a, b) => a.id.length - b.id.length || a.id.localeCompare(b.id);

/** @type {Job} */
export const firstPage = {
	name: 'first-page',
	title: 'Get Many, limit 50, against one bare HTTP Request',
	size: { configurations: 2_000 },
	prepare: async (api) => (await api.records('configurations')).sort(byId).slice(0, FIRST),
	items: ONE_ITEM,
	repeat: 4,
	sides: {
		ours: {
			label: 'Get Many, limit 50',
			steps: () => [itGlue({ ...GET_MANY, returnAll: false, limit: FIRST })],
			check: checkRecords,
		},
		theirs: {
			label: 'HTTP Request',
			steps: (url) => [
				httpRequest('HTTP Request', {
					url: `${url}/configurations`,
					query: { 'page[size]': String(FIRST) },
				}),
			],
			check: ({ report, last }) => {
				assert.equal(report.status, 'success', report.error);
				assert.equal(last.items, 1);
			},
		},
	},
	rows: (measured) => {
		const [ours, theirs] = [of(measured, 'ours'), of(measured, 'theirs')];
		const ratio = median(ours.milliseconds) / median(theirs.milliseconds);
		return [
			{
				job: firstPage.title,
				ours: timed(ours.milliseconds),
				theirs: timed(theirs.milliseconds),
				ratio: `${times(ratio)} the time`,
				requests: bothRequests(ours, theirs),
				target: '≤ 1.2 × the time',
				met: ratio <= 1.2,
			},
		];
	},
};
