import { nameContains, nameFilter, readOnly, sorts } from './schema/common';
import { defineResource } from './schema/defineResource';
import type { Resource } from './schema/resource';

/**
 * A list of names that an account defines (reference 4.2, 4.3, 4.5, 4.10). Other resources point to its entries by ID
 * or name. This resource reads the whole list.
 */
function nameList(
	name: string,
	type: string,
	label: string,
	plural: string,
	brief: string[] = [],
	further: string[] = [],
): Resource {
	return defineResource({
		name,
		type,
		label,
		plural,
		psaOwned: true,
		readOnly: readOnly('name', ...brief, ...further, 'created_at', 'updated_at'),
		filters: [nameFilter(), nameContains()],
		sorts: sorts('name', 'id', 'created_at', 'updated_at'),
		operations: ['getAll'],
		routes: { index: [{ method: 'GET', path: `/${type.replace(/-/g, '_')}` }] },
		toolFields: ['name', ...brief],
	});
}

export const nameLists: Resource[] = [
	nameList(
		'configurationStatus',
		'configuration-statuses',
		'Configuration Status',
		'Configuration Statuses',
	),
	nameList(
		'configurationType',
		'configuration-types',
		'Configuration Type',
		'Configuration Types',
		['configurations_count'],
	),
	nameList('contactType', 'contact-types', 'Contact Type', 'Contact Types'),
	nameList(
		'organizationStatus',
		'organization-statuses',
		'Organization Status',
		'Organization Statuses',
		[],
		['synced'],
	),
	nameList(
		'organizationType',
		'organization-types',
		'Organization Type',
		'Organization Types',
		[],
		['synced'],
	),
];
