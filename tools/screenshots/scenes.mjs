/** What the pictures of the node's panel show: invented records, an input, and one step that is run on it. */
import { Failure } from '../../scripts/lib/base.mjs';

/**
 * @typedef {import('../../scripts/lib/sandbox.mjs').Sandbox} Sandbox
 * @typedef {Record<string, string | number>} Row
 */

/**
 * @typedef {object} Scene
 * @property {string} name of the picture
 * @property {{ width: number, height: number }} window
 * @property {{ name: string, rows: Row[] }} input the step before, and what it gives
 * @property {string} step the name of ours
 * @property {(sandbox: Sandbox) => Promise<Record<string, unknown>>} prepare brings the sandbox into its state and gives the parameters of our step
 * @property {number} moveLeft how far the parameters are moved, so that the output has room
 * @property {'ndv' | 'output-panel'} [part] of the editor that is shown; the whole panel of the node without it
 * @property {string} [firstColumn] of the output, if it is not the first one that there is
 */

/**
 * @param {Sandbox} sandbox
 * @param {string} method
 * @param {string} route below the store
 * @param {object} [attributes]
 * @returns {Promise<string>}
 * @throws {Failure}
 */
const store = async ({ url }, method, route, attributes) => {
	const answer = await fetch(`${url}/_sandbox/store/${route}`, {
		method,
		...(attributes && {
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ attributes }),
		}),
		signal: AbortSignal.timeout(30_000),
	});
	const text = await answer.text();
	if (!answer.ok)
		throw new Failure(`The sandbox answered ${method} ${route} with ${answer.status}: ${text}`);
	return text;
};

/**
 * @param {Sandbox} sandbox
 * @param {string} type
 * @param {object} attributes
 * @returns {Promise<string>} the new record's id
 */
const insert = async (sandbox, type, attributes) =>
	String(JSON.parse(await store(sandbox, 'POST', type, attributes)).id);

/**
 * Columns that are each filled by an expression.
 * @param {string[]} matchingColumns
 * @param {Record<string, string>} columns by column the name of the input's field
 */
const mapping = (matchingColumns, columns) => ({
	mappingMode: 'defineBelow',
	value: Object.fromEntries(
		Object.entries(columns).map(([column, field]) => [column, `={{ $json.${field} }}`]),
	),
	matchingColumns,
});

const CLIENT = 'Northwind Dental';

/** One person is to be changed, one is as it should be, one is new. @type {Scene} */
export const createOrUpdate = {
	name: 'create-or-update',
	window: { width: 1560, height: 1085 },
	moveLeft: 190,
	input: {
		name: 'Staff list',
		rows: [
			{ email: 'ann@example.com', first: 'Ann', last: 'Example', job: 'Office Manager' },
			{ email: 'ben@example.com', first: 'Ben', last: 'Example', job: 'Dentist' },
			{ email: 'cleo@example.com', first: 'Cleo', last: 'Example', job: 'Receptionist' },
		],
	},
	step: 'Keep contacts in step',
	prepare: async (sandbox) => {
		const client = await insert(sandbox, 'organizations', { name: CLIENT });
		const known = [
			{ first_name: 'Ann', title: 'Assistant', value: 'ann@example.com' },
			{ first_name: 'Ben', title: 'Dentist', value: 'ben@example.com' },
		];
		for (const { value, ...contact } of known) {
			await insert(sandbox, 'contacts', {
				...contact,
				organization_id: Number(client),
				last_name: 'Example',
				contact_emails: [{ value, primary: true, 'label-name': 'Work' }],
			});
		}
		return {
			resource: 'contact',
			operation: 'upsert',
			organizationId: { __rl: true, mode: 'list', value: client, cachedResultName: CLIENT },
			fields: mapping(['primary_email'], {
				primary_email: 'email',
				first_name: 'first',
				last_name: 'last',
				title: 'job',
			}),
			dryRun: true,
		};
	},
	firstColumn: 'primary_email',
};

/** Those of the sandbox's organizations that the next picture is about. */
const RECONCILED = [
	'Quarry Law LLC',
	'Orchard Bakery Inc',
	'Quarry Physio Services',
	'Maple Optical Group',
	'Birch Builders LLC',
	'Elm Realty Inc',
	'Granite Farms Inc',
];

/** Every status at least once. @type {Scene} */
const reconcile = {
	name: 'reconcile',
	window: { width: 2080, height: 680 },
	moveLeft: 800,
	part: 'output-panel',
	input: {
		name: 'Companies of the PSA',
		rows: [
			{ id: 277, company: 'Quarry Law LLC' },
			{ id: 279, company: 'Orchard Bakery Inc' },
			{ id: 269, company: 'Quarry Physio' },
			{ id: 301, company: 'Maple Optical Group Ltd' },
			{ id: 302, company: 'Birch Builders LLC' },
		],
	},
	step: 'Compare with the PSA',
	prepare: async (sandbox) => {
		for (const { id, attributes } of await sandbox.records('organizations')) {
			if (!RECONCILED.includes(attributes.name))
				await store(sandbox, 'DELETE', `organizations/${id}`);
		}
		await insert(sandbox, 'organizations', { name: 'Birch Builders LLC' });
		const fields = mapping([], { psa_id: 'id', name: 'company' });
		return {
			resource: 'organization',
			operation: 'reconcile',
			fields: { ...fields, value: { ...fields.value, psa_integration_type: 'manage' } },
		};
	},
};

/** The sandbox has two organizations of that name. @type {Scene} */
export const error = {
	name: 'error',
	window: { width: 1360, height: 835 },
	moveLeft: 150,
	input: {
		name: 'Companies',
		rows: [{ company: 'Summit Logistics', alias: 'SUMMIT' }],
	},
	step: 'Keep organizations in step',
	prepare: async () => ({
		resource: 'organization',
		operation: 'upsert',
		fields: mapping(['name'], { name: 'company', short_name: 'alias' }),
	}),
};

/** Servers of a client, sorted. @type {Scene} */
export const getMany = {
	name: 'get-many',
	window: { width: 1360, height: 860 },
	moveLeft: 150,
	input: { name: 'Clients', rows: [{ client: CLIENT }] },
	step: 'Servers of the client',
	prepare: async (sandbox) => {
		const client = Number(await insert(sandbox, 'organizations', { name: CLIENT }));
		const types = await sandbox.records('configuration_types');
		const idOf = (/** @type {string} */ name) =>
			Number(types.find(({ attributes }) => attributes.name === name)?.id);
		const devices = [
			{ name: 'DC01', kind: 'Managed Server', primary_ip: '192.0.2.10' },
			{ name: 'FILE01', kind: 'Managed Server', primary_ip: '192.0.2.11' },
			{ name: 'LT-0042', kind: 'Managed Workstation', primary_ip: '192.0.2.42' },
		];
		for (const { kind, ...device } of devices)
			await insert(sandbox, 'configurations', {
				...device,
				organization_id: client,
				configuration_type_id: idOf(kind),
				archived: false,
			});
		return {
			resource: 'configuration',
			operation: 'getAll',
			organizationId: { __rl: true, mode: 'name', value: '={{ $json.client }}' },
			returnAll: true,
			filters: { configurationTypeId: String(idOf('Managed Server')) },
			options: {
				fields: ['name', 'configuration_type_name', 'primary_ip'],
				sort: { rule: [{ key: 'name', direction: 'asc' }] },
			},
		};
	},
};

/** @type {Scene[]} */
export const SCENES = [createOrUpdate, getMany, reconcile, error];
