import {
	archived,
	field,
	flatRoutes,
	ifExists,
	includes,
	nameContains,
	organizationField,
	readOnly,
	restricted,
	sorts,
} from '../schema/common';
import { defineResource } from '../schema/defineResource';
import { fieldFilters } from './condition';
import { ofAny, ofOne } from './ofType';
import { options } from './options';

const flat = flatRoutes('flexible_assets', 'single');

/**
 * Flexible assets (reference 4.17): what an account documents in its own forms. The type of an asset defines its
 * attributes. A change of one trait replaces all traits.
 */
export const flexibleAsset = defineResource({
	name: 'flexibleAsset',
	type: 'flexible-assets',
	label: 'Flexible Asset',
	plural: 'Flexible Assets',
	scoped: true,
	// A type that an integration created is locked, and so are the assets that the integration fills (additions 3).
	psaOwned: true,
	madeByIntegration: true,
	typedBy: {
		resource: 'flexibleAssetType',
		filter: 'flexible-asset-type-id',
		attribute: 'flexible_asset_type_id',
		types: { list: '/flexible_asset_types', show: '/flexible_asset_types/:id' },
		fields: {
			include: 'flexible_asset_fields',
			type: 'flexible-asset-fields',
			list: '/flexible_asset_types/:id/relationships/flexible_asset_fields',
		},
		ofOne,
		ofAny,
	},
	ownerFilter: 'organization-id',
	attributes: [
		organizationField(),
		field('name', 'Asset Name', 'string', {
			matchOnly: true,
			sentAs: 'step',
			nullable: false,
			description: 'IT Glue builds the name from the fields that the type uses for the title',
		}),
		{ ...archived(), whenSynced: true },
		{ ...restricted(), whenSynced: true },
	],
	readOnly: readOnly(
		'organization_name',
		'flexible_asset_type_id',
		'flexible_asset_type_name',
		'traits',
		'name',
		'my_glue',
		'resource_url',
		'created_at',
		'updated_at',
	),
	filters: [
		{
			key: 'name',
			param: 'name',
			label: 'Name (Exact Match)',
			kind: 'string',
			description: 'Give the whole name, usually with the same capital letters',
		},
		nameContains(),
		...fieldFilters,
	],
	sorts: sorts('name', 'created_at', 'updated_at'),
	includes: includes(
		[
			'adapters_resources',
			'distinct_remote_assets',
			'attachments',
			'passwords',
			'user_resource_accesses',
			'group_resource_accesses',
		],
		['recent_versions', 'related_items', 'authorized_users'],
	),
	naturalKeys: [{ attributes: ['name'] }],
	nameParts: [],
	operations: ['archive', 'create', 'delete', 'get', 'getAll', 'unarchive', 'update', 'upsert'],
	routes: flat,
	webPath: 'assets/*/records',
	// An asset contains all its text.
	pageSize: { plain: 200, withIncludes: 50 },
	archive: { by: 'flag', attribute: 'archived' },
	deleteNotice:
		'A deleted asset cannot be restored. Its files, embedded passwords and versions are deleted too. Archive keeps everything.',
	options: [ifExists('the fields of the name'), ...options],
	toolFields: [
		'name',
		'organization_name',
		'flexible_asset_type_name',
		'traits',
		'archived',
		'updated_at',
	],
});
