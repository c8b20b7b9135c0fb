import { field, idFilter, includes, nameField, nameFilter, readOnly, sorts } from './schema/common';
import { defineResource } from './schema/defineResource';

/** Flexible asset types (reference 4.18): what an account documents beside IT Glue's own records. */
export const flexibleAssetType = defineResource({
	name: 'flexibleAssetType',
	type: 'flexible-asset-types',
	label: 'Flexible Asset Type',
	plural: 'Flexible Asset Types',
	attributes: [
		nameField('e.g. Backup'),
		field('description', 'Description', 'multiline'),
		field('icon', 'Icon', 'string', { placeholder: 'e.g. cube' }),
		field('enabled', 'Enabled', 'boolean', {
			description: 'Whether assets of the type can be used',
		}),
	],
	readOnly: readOnly('show_in_menu', 'created_at', 'updated_at'),
	filters: [
		idFilter(),
		nameFilter(),
		{ key: 'icon', param: 'icon', label: 'Icon', kind: 'string' },
		{
			key: 'enabled',
			param: 'enabled',
			label: 'Enabled',
			kind: 'boolean',
			description: 'Whether to return only types that can be used, or only those that cannot',
		},
	],
	sorts: sorts('name', 'id', 'created_at', 'updated_at'),
	includes: includes(['flexible_asset_fields']),
	naturalKeys: [{ attributes: ['name'] }],
	routes: {
		index: [{ method: 'GET', path: '/flexible_asset_types' }],
		show: [{ method: 'GET', path: '/flexible_asset_types/:id' }],
	},
	toolFields: ['name', 'description', 'enabled'],
});
