/** A sync of flexible assets, and what is lost of them when it is built by hand: IT Glue replaces all fields of an asset. */
import assert from 'node:assert/strict';
import { counted, median } from '../figures.mjs';
import { code, httpRequest, ifNode, itGlue, ITEMS, NOT_CHOSEN, paginated } from '../workflow.mjs';
import { of, speed, timeRow } from './job.mjs';

/** @typedef {import('../api.mjs').Api} Api */
/** @typedef {import('../api.mjs').StoredRecord} StoredRecord */
/** @typedef {import('./job.mjs').Measured} Measured */
/** @typedef {import('./job.mjs').Outcome} Outcome */

const TYPE = 'Bench Licence';
const ORGANIZATIONS = 20;
const ASSETS = 1000;
const UNCHANGED = 930;
const CHANGED = 50;
const NEW = 20;
const FEWER_REQUESTS = 10;
const OLD_VERSION = '1.0';
const NEW_VERSION = '2.0';

/** The fields of the type: those of the table, and those that people fill in by hand. */
const MAPPED = ['Name', 'Vendor', 'Version', 'Seats', 'Renewal', 'Level'];
const UNMAPPED = ['Cost', 'Active', 'Notes', 'Link'];
/** @type {Array<{ name: string, kind: string } & Record<string, unknown>>} */
export const FIELDS = [
	{ name: 'Name', kind: 'Text', required: true, 'use-for-title': true },
	{ name: 'Vendor', kind: 'Text' },
	{ name: 'Version', kind: 'Text' },
	{ name: 'Seats', kind: 'Number', decimals: 0 },
	{ name: 'Renewal', kind: 'Date' },
	{ name: 'Level', kind: 'Select', 'default-value': 'Basic\nPremium' },
	{ name: 'Cost', kind: 'Number', decimals: 2 },
	{ name: 'Active', kind: 'Checkbox' },
	{ name: 'Notes', kind: 'Textbox' },
	{ name: 'Link', kind: 'Text' },
];

/** The key that IT Glue makes of the name of a field. @param {string} name */
export const keyOf = (name) => name.toLowerCase().replaceAll(' ', '-');

/** @param {number} at @returns {Record<string, any>} the traits of an asset */
const licence = (at) => ({
	name: `Licence ${at}`,
	vendor: `Vendor ${at % 7}`,
	version: OLD_VERSION,
	seats: 5 + (at % 50),
	renewal: `2027-0${1 + (at % 9)}-15`,
	level: at % 2 === 0 ? 'Basic' : 'Premium',
	cost: 10.5 + at,
	active: at % 3 !== 0,
	notes: `<p>Bought for client ${at}.</p>`,
	link: `https://licences.example.com/${at}`,
});

/**
 * How many of these fields hold nothing any more.
 * @param {Array<Record<string, unknown>>} all traits of assets that held all of them
 * @param {string[]} [names]
 */
export const erased = (all, names = UNMAPPED) =>
	all.reduce(
		(sum, traits) => sum + names.filter((name) => traits[keyOf(name)] === undefined).length,
		0,
	);

/**
 * Creates a type as IT Glue's API takes one.
 * @param {Api} api
 * @param {string} name
 * @param {typeof FIELDS} fields
 * @returns {Promise<string>} its ID
 */
export const createType = async (api, name, fields) => {
	const answer = await fetch(`${api.url}/flexible_asset_types`, {
		method: 'POST',
		headers: { 'x-api-key': api.apiKey, 'content-type': 'application/vnd.api+json' },
		body: JSON.stringify({
			data: {
				type: 'flexible_asset_types',
				attributes: { name, icon: 'cube', enabled: true, 'show-in-menu': true },
				relationships: {
					'flexible-asset-fields': {
						data: fields.map((attributes, at) => ({
							type: 'flexible_asset_fields',
							attributes: { 'show-in-list': true, ...attributes, order: at + 1 },
						})),
					},
				},
			},
		}),
		signal: AbortSignal.timeout(30_000),
	});
	const text = await answer.text();
	assert.equal(answer.status, 201, text);
	return JSON.parse(text).data.id;
};

/**
 * @typedef {object} Facts
 * @property {string} typeId
 * @property {StoredRecord[]} unchanged
 * @property {StoredRecord[]} changed
 * @property {Array<Record<string, unknown>>} input
 */

/** @param {Api} api @param {string} typeId @returns {Promise<StoredRecord[]>} */
const assetsOf = async (api, typeId) =>
	(await api.records('flexible_assets')).filter(
		({ attributes }) => String(attributes.flexible_asset_type_id) === typeId,
	);

/** @param {string} typeId @param {string} organization @param {Record<string, any>} traits */
const rowOf = (typeId, organization, traits) => ({
	type_id: typeId,
	organization_id: organization,
	...Object.fromEntries(MAPPED.map((name) => [name, traits[keyOf(name)]])),
});

/** @param {Api} api @returns {Promise<Facts>} */
const prepare = async (api) => {
	// What is built by hand takes IDs for numbers: those above 2^53 would be others.
	const organizations = (await api.records('organizations'))
		.map(({ id }) => id)
		.filter((id) => Number.isSafeInteger(Number(id)))
		.slice(0, ORGANIZATIONS);
	assert.equal(organizations.length, ORGANIZATIONS);
	const ownerOf = (/** @type {number} */ at) => organizations[at % ORGANIZATIONS] ?? '';
	const typeId = await createType(api, TYPE, FIELDS);
	await api.insert(
		'flexible_assets',
		Array.from({ length: ASSETS }, (_, at) => ({
			organization_id: Number(ownerOf(at)),
			flexible_asset_type_id: Number(typeId),
			name: licence(at).name,
			traits: licence(at),
			archived: false,
			restricted: false,
			my_glue: false,
		})),
	);
	const stored = await assetsOf(api, typeId);
	assert.equal(stored.length, ASSETS);
	const unchanged = stored.slice(0, UNCHANGED);
	const changed = stored.slice(UNCHANGED, UNCHANGED + CHANGED);
	const rows = [
		...unchanged.map(({ attributes }) =>
			rowOf(typeId, String(attributes.organization_id), attributes.traits),
		),
		...changed.map(({ attributes }) =>
			rowOf(typeId, String(attributes.organization_id), {
				...attributes.traits,
				version: NEW_VERSION,
			}),
		),
		...Array.from({ length: NEW }, (_, at) => rowOf(typeId, ownerOf(at), licence(ASSETS + at))),
	];
	// Mixed, but the same way each time: 7 and 1,000 have no divisor in common.
	const input = rows.map((_, at) => rows[(at * 7) % rows.length] ?? assert.fail('no row'));
	return { typeId, unchanged, changed, input };
};

/**
 * @param {Outcome} outcome
 * @param {Facts} facts
 */
const check = async ({ report, api }, { typeId, unchanged, changed, input }) => {
	assert.equal(report.status, 'success', report.error);
	const stored = await assetsOf(api, typeId);
	assert.equal(stored.length, ASSETS + NEW, 'assets in the store');
	const byId = new Map(stored.map((record) => [record.id, record]));
	for (const { id, updatedAt } of unchanged)
		assert.equal(byId.get(id)?.updatedAt, updatedAt, `asset ${id} is untouched`);
	for (const { id } of changed) assert.equal(byId.get(id)?.attributes.traits.version, NEW_VERSION);
	const names = new Set(stored.map(({ attributes }) => attributes.name));
	for (const { Name: name } of input) assert.ok(names.has(name), `${name} is there`);
};

/** What became of the fields that nobody mapped. @param {Outcome} outcome @param {Facts} facts */
const losses = async ({ api }, { typeId, changed }) => {
	const ids = new Set(changed.map(({ id }) => id));
	const now = (await assetsOf(api, typeId)).filter(({ id }) => ids.has(id));
	return erased(now.map(({ attributes }) => attributes.traits));
};

/** @param {Outcome} outcome @param {Facts} facts */
const checkOurs = async (outcome, facts) => {
	await check(outcome, facts);
	const actions = { unchanged: UNCHANGED, updated: CHANGED, created: NEW };
	assert.deepEqual(outcome.last.actions, actions, 'what the node says it did');
	assert.equal(await losses(outcome, facts), 0, 'nothing beside the mapped fields is lost');
};

const TRAITS = `{ ${MAPPED.map((name) => `'${keyOf(name)}': ROW.${name}`).join(', ')} }`;
/** @param {string} row */
const traitsFrom = (row) => TRAITS.replaceAll('ROW', row);

const MATCH = `const keyOf = (organization, name) => organization + ' ' + name.toLowerCase();
const known = new Map();
for (const { json } of $input.all())
	for (const { id, attributes } of json.data)
		known.set(keyOf(attributes['organization-id'], attributes.traits.name), { id, traits: attributes.traits });
return $('${ITEMS}').all().flatMap(({ json }) => {
	const traits = ${traitsFrom('json')};
	const found = known.get(keyOf(json.organization_id, json.Name));
	if (!found) return [{ json: { action: 'create', type_id: json.type_id, organization_id: json.organization_id, traits } }];
	if (Object.keys(traits).every((key) => found.traits[key] === traits[key])) return [];
	return [{ json: { action: 'update', id: found.id, traits } }];
});`;

/** @param {string} typeId @param {string} organization @param {string} traits expressions */
const newAsset = (typeId, organization, traits) =>
	`={{ { data: { type: 'flexible-assets', attributes: { 'organization-id': ${organization}, 'flexible-asset-type-id': ${typeId}, traits: ${traits} } } } }}`;

/** @param {string} traits an expression */
const change = (traits) =>
	`={{ { data: { type: 'flexible-assets', attributes: { traits: ${traits} } } } }}`;

/** @param {string} url */
const byHand = (url) => [
	httpRequest(
		'List assets',
		{
			url: `${url}/flexible_assets`,
			query: { 'filter[flexible-asset-type-id]': '={{ $json.type_id }}', 'page[size]': '1000' },
			options: paginated(),
		},
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
			url: `${url}/flexible_assets`,
			method: 'POST',
			body: newAsset('$json.type_id', '$json.organization_id', '$json.traits'),
		},
		{ after: ['Is new', 0] },
	),
	httpRequest(
		'Update',
		{
			url: `=${url}/flexible_assets/{{ $json.id }}`,
			method: 'PATCH',
			body: change('$json.traits'),
		},
		{ after: ['Is new', 1] },
	),
];

const ROW = `$('${ITEMS}').item.json`;

/** @param {string} url */
const withoutCode = (url) => [
	httpRequest('Look up', {
		url: `${url}/flexible_assets`,
		query: {
			'filter[flexible-asset-type-id]': '={{ $json.type_id }}',
			'filter[organization-id]': '={{ $json.organization_id }}',
			'filter[name]': '={{ $json.Name }}',
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
			url: `${url}/flexible_assets`,
			method: 'POST',
			body: newAsset(`${ROW}.type_id`, `${ROW}.organization_id`, traitsFrom(ROW)),
		},
		{ after: ['Is there', 1] },
	),
	ifNode(
		'Differs',
		{
			left: '={{ $json.data[0].attributes.traits.version }}',
			type: 'string',
			operation: 'notEquals',
			right: `={{ ${ROW}.Version }}`,
		},
		{ after: ['Is there', 0] },
	),
	httpRequest(
		'Update',
		{
			url: `=${url}/flexible_assets/{{ $json.data[0].id }}`,
			method: 'PATCH',
			body: change(traitsFrom(ROW)),
		},
		{ after: ['Differs', 0] },
	),
];

/** @param {Measured} measured */
const told = ({ losses: counts = [] }) => {
	const most = Math.max(0, ...counts);
	return most === 0
		? 'nothing erased'
		: `**${counted(counts)} values erased** (${CHANGED} assets, ${UNMAPPED.length} fields that nobody mapped)`;
};

/**
 * @param {string} title
 * @param {Measured} ours
 * @param {Measured} theirs
 * @param {{ target: string, met: boolean }} verdict
 * @returns {import('./job.mjs').Row}
 */
const row = (title, ours, theirs, verdict) => {
	const plain = timeRow(title, ours, theirs, verdict);
	return {
		...plain,
		ours: `${plain.ours}; ${told(ours)}`,
		theirs: `${plain.theirs}; ${told(theirs)}`,
	};
};

/** @type {import('./job.mjs').Job} */
export const flexible = {
	name: 'flexible',
	title: `Create or update 1,000 flexible assets of ${FIELDS.length} fields in ${ORGANIZATIONS} organizations (${UNCHANGED} as they are, ${CHANGED} changed, ${NEW} new; ${MAPPED.length} fields mapped)`,
	size: { organizations: 60 },
	prepare,
	items: (facts) => facts.input,
	sides: {
		ours: {
			label: 'Create or Update, Map Automatically',
			steps: () => [
				itGlue({
					resource: 'flexibleAsset',
					operation: 'upsert',
					flexibleAssetTypeId: { __rl: true, mode: 'name', value: TYPE },
					organizationId: NOT_CHOSEN,
					fields: { mappingMode: 'autoMapInputData', value: null, matchingColumns: [] },
				}),
			],
			check: checkOurs,
			losses,
		},
		byHand: { label: 'all pages, Code, a request for each change', steps: byHand, check, losses },
		withoutCode: { label: 'look-up, IF, create, IF, update', steps: withoutCode, check, losses },
	},
	rows: (measured) => {
		const ours = of(measured, 'ours');
		const usual = of(measured, 'withoutCode');
		const best = of(measured, 'byHand');
		const fewer = median(usual.requests) / median(ours.requests);
		return [
			row(`${flexible.title}; against look-up, IF, create or update`, ours, usual, {
				target: `≥ 3 × as fast, ≤ 1/${FEWER_REQUESTS} of the requests, nothing erased`,
				met: speed(ours, usual) >= 3 && fewer >= FEWER_REQUESTS,
			}),
			row('The same; against all pages, Code and one request for each change', ours, best, {
				target: 'no slower, nothing erased',
				met: speed(ours, best) >= 1,
			}),
		];
	},
};
