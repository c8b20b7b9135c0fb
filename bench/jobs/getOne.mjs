/** One contact by ID, for many input items. */
import assert from 'node:assert/strict';
import { byId, httpRequest, itGlue, NOT_CHOSEN } from '../workflow.mjs';
import { checkRecords, of, speed, timeRow } from './job.mjs';

const COUNT = 200;

/** @type {import('./job.mjs').Job} */
export const getOne = {
	name: 'get-one',
	title: 'Get one contact by ID, 200 input items',
	size: { organizations: 80 },
	prepare: async (api) => {
		const contacts = await api.records('contacts');
		assert.ok(contacts.length >= COUNT, 'enough contacts');
		return contacts.slice(-COUNT).reverse();
	},
	items: (contacts) => contacts.map((/** @type {any} */ { id }) => ({ id })),
	sides: {
		ours: {
			label: 'Get',
			steps: () => [
				itGlue({
					resource: 'contact',
					operation: 'get',
					organizationId: NOT_CHOSEN,
					contactId: byId('={{ $json.id }}'),
				}),
			],
			check: checkRecords,
		},
		theirs: {
			label: 'HTTP Request',
			steps: (url) => [httpRequest('HTTP Request', { url: `=${url}/contacts/{{ $json.id }}` })],
			check: checkRecords,
		},
	},
	rows: (measured) => {
		const [ours, theirs] = [of(measured, 'ours'), of(measured, 'theirs')];
		const met = speed(ours, theirs) >= 1;
		return [timeRow(getOne.title, ours, theirs, { target: 'no slower', met })];
	},
};
