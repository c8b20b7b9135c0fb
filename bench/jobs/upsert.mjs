/** A sync: 300 contacts, most of them as they are, some changed, a few new. */
import assert from 'node:assert/strict';
import { counted } from '../figures.mjs';
import { code, httpRequest, ifNode, itGlue, ITEMS, NOT_CHOSEN, paginated } from '../workflow.mjs';
import { of, speed, timeRow } from './job.mjs';

/** @typedef {import('../api.mjs').Api} Api */
/** @typedef {import('../api.mjs').StoredRecord} StoredRecord */
/** @typedef {import('./job.mjs').Outcome} Outcome */

const UNCHANGED = 240;
const CHANGED = 45;
const NEW = 15;
const CONTACTS = 1500;
const NEW_TITLE = 'Manager';
const TITLE_OF_NEW = 'Trainee';
const BEST_REQUESTS = 18;

/**
 * @typedef {object} Facts
 * @property {StoredRecord[]} unchanged
 * @property {StoredRecord[]} changed
 * @property {Array<Record<string, unknown>>} input
 */

/** @param {number} at */
const person = (at) => ({
	first_name: `Person${at}`,
	last_name: 'Example',
	title: 'Assistant',
});

/** @param {string} value */
const emails = (value) => [{ value, primary: true, 'label-name': 'Work' }];

/** @param {StoredRecord} record */
const rowOf = ({ attributes }) => ({
	organization_id: String(attributes.organization_id),
	first_name: attributes.first_name,
	last_name: attributes.last_name,
	title: attributes.title,
	primary_email: attributes.contact_emails[0].value,
});

/**
 * Fills the account up to 1,500 contacts, spread over its organizations.
 * @param {Api} api
 * @returns {Promise<StoredRecord[]>} those that were added
 */
const addContacts = async (api) => {
	// What is built by hand beside us takes IDs for numbers: those above 2^53 would be others.
	const organizations = (await api.records('organizations')).filter(({ id }) =>
		Number.isSafeInteger(Number(id)),
	);
	const present = await api.records('contacts');
	const added = Array.from({ length: CONTACTS - present.length }, (_, at) => ({
		...person(at),
		organization_id: Number(organizations[at % organizations.length]?.id),
		contact_emails: emails(`person.${at}@example.com`),
		contact_phones: [],
		restricted: false,
	}));
	await api.insert('contacts', added);
	const ids = new Set(present.map(({ id }) => id));
	return (await api.records('contacts')).filter(({ id }) => !ids.has(id));
};

/** @param {Api} api @returns {Promise<Facts>} */
const prepare = async (api) => {
	const added = await addContacts(api);
	const unchanged = added.slice(0, UNCHANGED);
	const changed = added.slice(UNCHANGED, UNCHANGED + CHANGED);
	const fresh = Array.from({ length: NEW }, (_, at) => ({
		...rowOf(added[at] ?? assert.fail('no contact')),
		first_name: `New${at}`,
		title: TITLE_OF_NEW,
		primary_email: `new.${at}@example.com`,
	}));
	const rows = [
		...unchanged.map(rowOf),
		...changed.map((record) => ({ ...rowOf(record), title: NEW_TITLE })),
		...fresh,
	];
	// Mixed, but the same way each time: 7 and 300 have no divisor in common.
	const input = rows.map((_, at) => rows[(at * 7) % rows.length] ?? assert.fail('no row'));
	return { unchanged, changed, input };
};

/**
 * @param {Outcome} outcome
 * @param {Facts} facts
 */
const check = async ({ report, api }, { unchanged, changed, input }) => {
	assert.equal(report.status, 'success', report.error);
	const stored = await api.records('contacts');
	assert.equal(stored.length, CONTACTS + NEW, 'contacts in the store');
	const byId = new Map(stored.map((record) => [record.id, record]));
	for (const { id, updatedAt } of unchanged)
		assert.equal(byId.get(id)?.updatedAt, updatedAt, `contact ${id} is untouched`);
	for (const { id } of changed) assert.equal(byId.get(id)?.attributes.title, NEW_TITLE);
	const emailsOf = stored
		.filter(({ attributes }) => attributes.title === TITLE_OF_NEW)
		.map(({ attributes }) => attributes.contact_emails?.[0]?.value);
	const wanted = input.filter(({ title }) => title === TITLE_OF_NEW);
	assert.deepEqual(new Set(emailsOf), new Set(wanted.map((row) => row.primary_email)));
	assert.equal(emailsOf.length, NEW, 'new contacts');
};

/** @param {Outcome} outcome @param {Facts} facts */
const checkOurs = async (outcome, facts) => {
	await check(outcome, facts);
	const actions = { unchanged: UNCHANGED, updated: CHANGED, created: NEW };
	assert.deepEqual(outcome.last.actions, actions, 'what the node says it did');
};

const COLUMNS = ['organization_id', 'first_name', 'last_name', 'title', 'primary_email'];

/** @param {object} fields */
const createOrUpdate = (fields) => [
	itGlue({
		resource: 'contact',
		operation: 'upsert',
		organizationId: NOT_CHOSEN,
		fields: { matchingColumns: ['primary_email'], ...fields },
	}),
];

/** The attributes of a new contact, as an expression or a line of code has them from a row. */
const attributesFrom = (/** @type {string} */ row) =>
	`{ 'organization-id': ${row}.organization_id, 'first-name': ${row}.first_name, 'last-name': ${row}.last_name, title: ${row}.title, 'contact-emails': [{ value: ${row}.primary_email, primary: true, 'label-name': 'Work' }] }`;

const MATCH = `const keyOf = (organization, email) => organization + ' ' + email.toLowerCase();
const known = new Map();
for (const { json } of $input.all())
	for (const { id, attributes } of json.data)
		for (const { value } of attributes['contact-emails'])
			known.set(keyOf(attributes['organization-id'], value), { id, title: attributes.title });
return $('${ITEMS}').all().flatMap(({ json }) => {
	const found = known.get(keyOf(json.organization_id, json.primary_email));
	if (!found) return [{ json: { action: 'create', attributes: ${attributesFrom('json')} } }];
	if (found.title === json.title) return [];
	return [{ json: { action: 'update', id: found.id, title: json.title } }];
});`;

const ONE_BODY = `const data = $input.all().map(({ json }) => ({ type: 'contacts', attributes: { id: json.id, title: json.title } }));
return [{ json: { body: { data } } }];`;

/** @param {string} url */
const byHand = (url) => [
	httpRequest(
		'List contacts',
		{ url: `${url}/contacts`, query: { 'page[size]': '1000' }, options: paginated() },
		{ executeOnce: true },
	),
	code('Match', MATCH),
	ifNode('Is new', {
		left: '={{ $json.action }}',
		type: 'string',
		operation: 'equals',
		right: 'create',
	}),
	httpRequest(
		'Create',
		{
			url: `${url}/contacts`,
			method: 'POST',
			body: '={{ { data: { type: "contacts", attributes: $json.attributes } } }}',
		},
		{ after: ['Is new', 0] },
	),
	code('One body', ONE_BODY, { after: ['Is new', 1] }),
	httpRequest(
		'Update all',
		{ url: `${url}/contacts`, method: 'PATCH', body: '={{ $json.body }}' },
		{ after: ['One body', 0] },
	),
];

/** @param {string} url */
const withoutCode = (url) => [
	httpRequest('Look up', {
		url: `${url}/contacts`,
		query: {
			'filter[organization_id]': '={{ $json.organization_id }}',
			'filter[primary_email]': '={{ $json.primary_email }}',
		},
	}),
	ifNode('Is there', {
		left: '={{ $json.data.length }}',
		type: 'number',
		operation: 'gt',
		right: 0,
	}),
	httpRequest(
		'Create',
		{
			url: `${url}/contacts`,
			method: 'POST',
			body: `={{ { data: { type: 'contacts', attributes: ${attributesFrom(`$('${ITEMS}').item.json`)} } } }}`,
		},
		{ after: ['Is there', 1] },
	),
	ifNode(
		'Differs',
		{
			left: '={{ $json.data[0].attributes.title }}',
			type: 'string',
			operation: 'notEquals',
			right: `={{ $('${ITEMS}').item.json.title }}`,
		},
		{ after: ['Is there', 0] },
	),
	httpRequest(
		'Update',
		{
			url: `=${url}/contacts/{{ $json.data[0].id }}`,
			method: 'PATCH',
			body: `={{ { data: { type: 'contacts', attributes: { title: $('${ITEMS}').item.json.title } } } }}`,
		},
		{ after: ['Differs', 0] },
	),
];

/** @type {import('./job.mjs').Job} */
export const upsert = {
	name: 'upsert',
	title: 'Create or update 300 contacts (240 as they are, 45 changed, 15 new)',
	size: { organizations: 60 },
	prepare,
	items: (facts) => facts.input,
	sides: {
		ours: {
			label: 'Create or Update, Map Automatically',
			steps: () => createOrUpdate({ mappingMode: 'autoMapInputData', value: null }),
			check: checkOurs,
		},
		mapped: {
			label: 'Create or Update, each column mapped by an expression',
			steps: () =>
				createOrUpdate({
					mappingMode: 'defineBelow',
					value: Object.fromEntries(COLUMNS.map((name) => [name, `={{ $json.${name} }}`])),
				}),
			check: checkOurs,
		},
		byHand: { label: 'Code and HTTP Request, one bulk PATCH', steps: byHand, check },
		withoutCode: { label: 'look-up, IF, create, IF, update', steps: withoutCode, check },
	},
	rows: (measured) => {
		const best = of(measured, 'byHand');
		const usual = of(measured, 'withoutCode');
		/** @param {import('./job.mjs').Measured} ours @param {string} how */
		const rowsFor = (ours, how) => {
			const few = ours.requests.every((count) => count <= BEST_REQUESTS);
			return [
				timeRow(`${upsert.title}, ${how}; against Code and one bulk PATCH`, ours, best, {
					target: `no slower, ≤ ${counted([BEST_REQUESTS])} requests`,
					met: few && speed(ours, best) >= 1,
				}),
				timeRow(`The same, ${how}; against look-up, IF, create or update`, ours, usual, {
					target: '≥ 3 × as fast',
					met: speed(ours, usual) >= 3,
				}),
			];
		};
		return [
			...rowsFor(of(measured, 'ours'), 'mapped automatically'),
			...rowsFor(of(measured, 'mapped'), 'mapped by expressions'),
		];
	},
};
