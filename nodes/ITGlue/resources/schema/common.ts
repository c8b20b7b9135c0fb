import { contains, isWrittenPlainly, sameText } from '../../text/same';
import { camel, kebab } from '../../text/spelling';
import type { Place } from '../../text/webAddress';
import type { JsonApiRecord } from '../../transport';
import type { Action, Resource, Route, Routes } from './resource';
import type { Attribute, AttributeKind, Choice, Option, Filter, Include, Sort } from './attribute';

/** PSA types that `filter[psa_integration_type]` takes (reference 1.5, official page). */
export const PSA_TYPES: Choice[] = [
	{ id: 'autotask', label: 'Autotask' },
	{ id: 'manage', label: 'ConnectWise Manage' },
	{ id: 'kaseya-bms', label: 'Kaseya BMS' },
	{ id: 'pulseway-psa', label: 'Pulseway PSA' },
	{ id: 'tigerpaw', label: 'Tigerpaw' },
	{ id: 'vorex', label: 'Vorex' },
];

/** RMM types that `filter[rmm_integration_type]` takes (reference 1.5, official page). */
export const RMM_TYPES: Choice[] = [
	{ id: 'addigy', label: 'Addigy' },
	{ id: 'atera', label: 'Atera' },
	{ id: 'auvik', label: 'Auvik' },
	{ id: 'automate', label: 'ConnectWise Automate' },
	{ id: 'continuum', label: 'Continuum' },
	{ id: 'aem', label: 'Datto RMM' },
	{ id: 'jamf-pro', label: 'Jamf Pro' },
	{ id: 'kaseya-vsa', label: 'Kaseya VSA' },
	{ id: 'vsa-x', label: 'Kaseya VSA X' },
	{ id: 'log-me-in', label: 'LogMeIn' },
	{ id: 'managed-workplace', label: 'Managed Workplace' },
	{ id: 'meraki', label: 'Meraki' },
	{ id: 'office365', label: 'Microsoft 365' },
	{ id: 'msp-n-central', label: 'N-Able N-Central' },
	{ id: 'msp-rmm', label: 'N-Able RMM' },
	{ id: 'ninja-rmm', label: 'NinjaOne' },
	{ id: 'panorama9', label: 'Panorama9' },
	{ id: 'pulseway-rmm', label: 'Pulseway RMM' },
	{ id: 'syncro', label: 'Syncro' },
	{ id: 'watchman-monitoring', label: 'Watchman Monitoring' },
];

/** A field for create and update that null clears: the most common kind. */
export function field(
	name: string,
	label: string,
	kind: AttributeKind = 'string',
	more: Partial<Attribute> = {},
): Attribute {
	return { name, label, kind, writable: 'both', nullable: true, readableFrom: 'list', ...more };
}

export const organizationField = (): Attribute =>
	field('organization_id', 'Organization', 'lookup', {
		lookup: 'organization',
		required: true,
		nullable: false,
	});

/** A name that is required on create and that cannot be cleared. */
export const nameField = (placeholder: string): Attribute =>
	field('name', 'Name', 'string', {
		required: true,
		nullable: false,
		upFront: true,
		identity: 'name',
		placeholder,
	});

export const restricted = (): Attribute =>
	field('restricted', 'Restricted', 'boolean', {
		description: 'Whether only certain users and groups can see the record',
	});

export const archived = (): Attribute =>
	field('archived', 'Archived', 'boolean', { description: 'Whether the record is archived' });

export const idFilter = (): Filter => ({
	key: 'id',
	param: 'ids',
	label: 'IDs',
	kind: 'ids',
	placeholder: 'e.g. 2001, 2002',
	description: 'Separate the IDs with commas, spaces or line breaks',
});

export const nameFilter = (): Filter => ({
	key: 'name',
	param: 'name',
	label: 'Name (Exact Match)',
	kind: 'string',
	description: 'Give the whole name, usually with the same capital letters',
	// In some accounts it matches parts of names (reference 5.8), so the node sends it and also checks here.
	keep: (record, value) => sameText(attributeName(record), value),
	sendWhen: (value) => isWrittenPlainly(String(value)),
});

/** A part of the name: IT Glue has no such filter (reference 1.5). */
export const nameContains = (): Filter => ({
	key: 'name_contains',
	param: 'nameContains',
	label: 'Name Contains',
	kind: 'string',
	description: 'Ignores case. The node reads all records.',
	keep: (record, value) => contains(attributeName(record), value),
});

/**
 * Filters records by one of their times, because IT Glue has no such filter.
 *
 * @param name of the attribute, such as `updated_at`
 * @param label of the time, such as "Updated"
 */
export const timeFilters = (name: string, label: string): Filter[] => {
	const at = (record: JsonApiRecord): number =>
		Date.parse(String(record.attributes[kebab(name)] ?? ''));
	const description = 'The node reads all records';
	const param = camel(name.replace(/_at$/, ''));
	return [
		{
			key: name,
			param: `${param}After`,
			label: `${label} After`,
			kind: 'dateFrom',
			description,
			keep: (record, value) => at(record) >= Date.parse(String(value)),
		},
		{
			key: name,
			param: `${param}Before`,
			label: `${label} Before`,
			kind: 'dateTo',
			description,
			keep: (record, value) => at(record) <= Date.parse(String(value)),
		},
	];
};

export const archivedFilter = (): Filter => ({
	key: 'archived',
	param: 'archived',
	label: 'Archived',
	kind: 'boolean',
	description: 'Whether to return only archived records, or only the others',
});

export const psaFilters = (): Filter[] => [
	{
		key: 'psa_id',
		param: 'psaId',
		label: 'PSA ID',
		kind: 'ids',
		needs: 'psaIntegrationType',
		description: 'ID of the record in the PSA. Set PSA Type as well.',
	},
	{
		key: 'psa_integration_type',
		param: 'psaIntegrationType',
		label: 'PSA Type',
		kind: 'choice',
		choices: PSA_TYPES,
		needs: 'psaId',
		description: 'The PSA that PSA ID belongs to',
	},
];

const SORT_LABELS: Record<string, string> = {
	created_at: 'Created At',
	id: 'ID',
	name: 'Name',
	updated_at: 'Updated At',
	url: 'URL',
	my_glue_account_id: 'MyGlue Account ID',
};

/** Sort keys in IT Glue's spelling, with labels. */
export const sorts = (...keys: string[]): Sort[] =>
	keys.map((key) => ({ key, label: SORT_LABELS[key] ?? titleCase(key) }));

const INCLUDE_LABELS: Record<string, string> = {
	adapters_resources: 'PSA Links',
	adapters_resources_errors: 'PSA Link Errors',
	rmm_records: 'RMM Records',
	rmm_companies: 'RMM Companies',
	rmm_adapters_resources: 'RMM Links',
	rmm_adapters_resources_errors: 'RMM Link Errors',
	dnet_fa_remote_assets: 'Network Detective Assets',
	user_resource_accesses: 'User Access',
	group_resource_accesses: 'Group Access',
	network_glue_networks: 'Network Glue Networks',
	active_network_glue_network_devices: 'Network Glue Devices',
};

/** Includes, for lists and single records as the official page says. */
export function includes(onBoth: string[], onShow: string[] = []): Include[] {
	const row = (on: Include['on']) => (key: string) => ({
		key,
		label: INCLUDE_LABELS[key] ?? titleCase(key),
		on,
	});
	return [...onBoth.map(row('both')), ...onShow.map(row('show'))];
}

export const readOnly = (...names: string[]): Choice[] =>
	names.map((id) => ({ id, label: titleCase(id) }));

const UPPER = new Set(['id', 'url', 'psa', 'rmm', 'otp', 'ip', 'mac']);

/** `organization_type_id` → `Organization Type ID`. */
export function titleCase(snake: string): string {
	return snake
		.split('_')
		.map((word) =>
			UPPER.has(word) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1),
		)
		.join(' ')
		.replace('My Glue', 'MyGlue')
		.replace(/\bIds\b/, 'IDs');
}

/** `Organization` → `an organization`. */
export const article = (label: string): string =>
	`${/^[aeiou]/i.test(label) ? 'an' : 'a'} ${label.toLowerCase()}`;

/** An example web address of a record, as a browser shows it (reference 4.30). */
export const exampleAddress = ({ webPath }: Pick<Resource, 'webPath'>): string =>
	`https://example.itglue.com/1234567${webPath ? `/${webPath.replace('*', '12-backup')}/7654321` : ''}`;

/** Identifies the web addresses of a resource. Undefined if its records have no page. */
export function placeOf({ webPath, webCode, type }: Resource): Place | undefined {
	if (webPath === undefined) return undefined;
	return {
		webPath,
		...(webCode !== undefined && { webCode }),
		collection: type.replace(/-/g, '_'),
	};
}

/** The parameter that sets an attribute. */
export const paramOf = ({ name, param }: Pick<Attribute, 'name' | 'param'>): string =>
	param ?? camel(name);

export const attributeName = (record: JsonApiRecord): string =>
	typeof record.attributes.name === 'string' ? record.attributes.name : '';

export const byNameFilter = (name: string): Array<Record<string, string>> => [{ name }];

/**
 * Routes of a resource with a flat list that has a filter for the organization. Lists of one organization use the
 * flat route too, because nested routes are said not to filter (reference 5.29). Delete uses the documented bulk
 * form; the single form is the fallback (reference 5.1).
 */
export function flatRoutes(collection: string, deleteFirst: 'bulk' | 'single' = 'bulk') {
	const root = `/${collection}`;
	const nested = `/organizations/:organization_id/relationships/${collection}`;
	const bulkDelete: Route = { method: 'DELETE', path: root, body: 'bulk' };
	const singleDelete: Route = { method: 'DELETE', path: `${root}/:id`, body: 'none' };
	return {
		index: [{ method: 'GET', path: root, organizationFilter: true }],
		show: [{ method: 'GET', path: `${root}/:id` }],
		create: [
			{ method: 'POST', path: root },
			{ method: 'POST', path: nested },
		],
		update: [{ method: 'PATCH', path: `${root}/:id` }],
		delete: deleteFirst === 'bulk' ? [bulkDelete, singleDelete] : [singleDelete, bulkDelete],
		bulkCreate: [{ method: 'POST', path: nested, body: 'bulk' }],
		bulkUpdate: [{ method: 'PATCH', path: root, body: 'bulk' }],
	} satisfies Partial<Record<Action, Routes>>;
}

/** For every create: what to do if the natural key already exists. */
export const ifExists = (keyText: string): Option => ({
	param: 'ifExists',
	label: 'If It Already Exists',
	kind: 'choice',
	operations: ['create'],
	place: 'upFront',
	default: 'fail',
	description: `The node first searches by ${keyText}`,
	choices: [
		{ id: 'fail', label: 'Fail', description: 'Stop and show the ID of the existing record' },
		{
			id: 'returnExisting',
			label: 'Return Existing',
			description: 'Return the existing record without changing it',
		},
		{
			id: 'updateExisting',
			label: 'Update Existing',
			description: 'Change the given fields of the existing record if they differ',
		},
		{
			id: 'createAnyway',
			label: 'Create Anyway',
			description: 'Create without searching. This can create a duplicate.',
		},
	],
});
