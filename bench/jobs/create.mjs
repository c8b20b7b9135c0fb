/** Many creates against a narrow rate limit. */
import assert from 'node:assert/strict';
import { counted, median, timed, times } from '../figures.mjs';
import { byId, httpRequest, itGlue } from '../workflow.mjs';
import { of } from './job.mjs';

/** @typedef {import('./job.mjs').Outcome} Outcome */

const COUNT = 1000;
const WARM_UP_COUNT = 20;
const LIMIT = { requests: 50, seconds: 5 };
/** The first window's worth passes at once, each further one a window later. */
const ALLOWED_MS = (COUNT / LIMIT.requests - 1) * LIMIT.seconds * 1000;

/** @param {import('./job.mjs').Measured} measured */
const refusedShare = ({ refused, requests }) =>
	Math.max(...refused.map((count, at) => count / (requests[at] ?? 1)));

/**
 * @param {Outcome} outcome
 * @param {{ before: number }} facts
 */
const check = async ({ report, last, api }, { before }) => {
	assert.equal(report.status, 'success', report.error);
	const names = (await api.records('contacts'))
		.map(({ attributes }) => attributes.first_name)
		.filter((name) => /^Created\d+$/.test(name));
	assert.equal(last.failed, 0, 'failed items');
	assert.equal(names.length, last.items, 'contacts created');
	assert.equal(new Set(names).size, names.length, 'none twice');
	assert.equal((await api.records('contacts')).length, before + names.length);
};

const ATTRIBUTES = `'first-name': $json.first_name, 'last-name': $json.last_name`;

/** @param {Record<string, unknown>} options @returns {import('./job.mjs').Side['steps']} */
const posting = (options) => (url) => [
	httpRequest('HTTP Request', {
		url: `${url}/contacts`,
		method: 'POST',
		body: `={{ { data: { type: 'contacts', attributes: { 'organization-id': $json.organization_id, ${ATTRIBUTES} } } } }}`,
		options,
	}),
];

/** @param {string} organization */
const rows = (organization) => (/** @type {number} */ count) =>
	Array.from({ length: count }, (_, at) => ({
		organization_id: organization,
		first_name: `Created${at}`,
		last_name: 'Example',
	}));

/** @type {import('./job.mjs').Job} */
export const create = {
	name: 'create',
	title: 'Create 1,000 contacts, the API taking 50 requests per 5 s',
	size: { limit: LIMIT },
	timeoutMs: 400_000,
	ownApi: true,
	isPaced: true,
	prepare: async (api) => {
		const [organization] = await api.records('organizations');
		const contacts = await api.records('contacts');
		return {
			before: contacts.length,
			rows: rows(organization?.id ?? assert.fail('no organization')),
		};
	},
	items: (facts) => facts.rows(COUNT),
	warmUpItems: (facts) => facts.rows(WARM_UP_COUNT),
	sides: {
		ours: {
			label: 'Create',
			steps: () => [
				itGlue({
					resource: 'contact',
					operation: 'create',
					organizationId: byId('={{ $json.organization_id }}'),
					firstName: '={{ $json.first_name }}',
					lastName: '={{ $json.last_name }}',
				}),
			],
			check,
		},
		theirs: {
			label: 'HTTP Request',
			steps: posting({}),
			check: () => undefined,
			tell: ({ report, requests }) => {
				const created = requests.filter(({ status }) => status === 201).length;
				return `default settings: ${report.status === 'success' ? 'ends green' : 'fails'}, ${created} created`;
			},
		},
		batched: {
			label: 'HTTP Request, batches of 50 every 5 s set by hand',
			once: true,
			steps: posting({
				batching: {
					batch: { batchSize: LIMIT.requests, batchInterval: LIMIT.seconds * 1000 },
				},
			}),
			check,
		},
	},
	rows: (measured) => {
		const ours = of(measured, 'ours');
		const batched = of(measured, 'batched');
		const ratio = median(ours.milliseconds) / ALLOWED_MS;
		const share = refusedShare(ours);
		return [
			{
				job: create.title,
				ours: `${timed(ours.milliseconds)}, ${(share * 100).toFixed(1)} % refused`,
				theirs: `${of(measured, 'theirs').told}; batches of 50 every 5 s set by hand: ${timed(batched.milliseconds)}`,
				ratio: `${times(ratio)} of the ${ALLOWED_MS / 1000} s that the window allows`,
				requests: `${counted(ours.requests)} / ${counted(batched.requests)}`,
				target: '≤ 1.2 × the time; 429s ≤ 5 %; no item failed',
				met: ratio <= 1.2 && share <= 0.05,
			},
		];
	},
};
