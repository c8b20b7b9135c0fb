import {
	field,
	idFilter,
	ifExists,
	includes,
	nameField,
	nameContains,
	nameFilter,
	readOnly,
	sorts,
} from '../schema/common';
import { defineResource } from '../schema/defineResource';
import type { Attribute } from '../schema/attribute';
import type { HookContext } from '../schema/resource';
import { afterWrite, beforeUpdate, preview } from './ensure';
import { COLUMNS, GROUP, readFields, type GivenField } from './form';
import { fold, nameIncludedTags, shownFields, wholeFields } from './known';
import { tagTypeAmong, tagTypeNamed } from './kinds';

const FIELDS: Attribute = {
	name: 'fields',
	label: 'Fields',
	kind: 'entries',
	writable: 'create',
	required: true,
	readableFrom: 'never',
	sentAs: 'relationship',
	inStepsLater: true,
	upFront: true,
	// The mapping of Create or Update already has the name `fields`.
	param: 'typeFields',
	description:
		'The fields in the order of the form. To give a whole list, use an expression in Name.',
	entries: {
		group: GROUP,
		label: 'Field',
		columns: COLUMNS,
		read: readFields,
		relationship: 'flexible-asset-fields',
		type: 'flexible_asset_fields',
		whole: wholeFields,
		shown: shownFields,
	},
};

const given = (values: ReadonlyMap<string, unknown>): GivenField[] => {
	const fields = values.get('fields');
	return Array.isArray(fields) ? (fields as GivenField[]) : [];
};

/** A tag to another type is given by the name of that type. */
async function settle(context: HookContext, values: Map<string, unknown>): Promise<void> {
	const fields = given(values);
	if (fields.length === 0) return;
	const isOther = ({ tag_type: tag }: GivenField): boolean =>
		tag !== undefined && tagTypeNamed(tag) === undefined;
	const types = fields.some(isOther) ? await context.all('flexibleAssetType') : [];
	const settled = fields.map((one) => {
		const { tag_type: tag } = one;
		return tag === undefined ? one : { ...one, tag_type: tagTypeAmong(types, context, tag) };
	});
	values.set('fields', settled);
}

const isListed = ({ kind, show_in_list: shown = kind !== 'Header' }: GivenField): boolean => shown;

/** Flexible asset types (reference 4.18): what an account documents in addition to IT Glue's standard records. */
export const flexibleAssetType = defineResource({
	name: 'flexibleAssetType',
	type: 'flexible-asset-types',
	label: 'Flexible Asset Type',
	plural: 'Flexible Asset Types',
	madeByIntegration: true,
	attributes: [
		nameField('e.g. Server Room'),
		FIELDS,
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
		nameContains(),
		{ key: 'icon', param: 'icon', label: 'Icon', kind: 'string' },
		{
			key: 'enabled',
			param: 'enabled',
			label: 'Enabled',
			kind: 'boolean',
			description: 'Whether to return only types in use, or only types not in use',
		},
	],
	sorts: sorts('name', 'id', 'created_at', 'updated_at'),
	includes: includes(['flexible_asset_fields']),
	naturalKeys: [{ attributes: ['name'] }],
	operations: ['create', 'get', 'getAll', 'update', 'upsert'],
	routes: {
		index: [{ method: 'GET', path: '/flexible_asset_types' }],
		show: [{ method: 'GET', path: '/flexible_asset_types/:id' }],
		create: [{ method: 'POST', path: '/flexible_asset_types' }],
		update: [{ method: 'PATCH', path: '/flexible_asset_types/:id' }],
	},
	options: [
		ifExists('name'),
		{
			param: 'changeExistingFields',
			label: 'Change Existing Fields',
			kind: 'boolean',
			operations: ['upsert'],
			place: 'options',
			default: false,
			notForTools: true,
			description:
				'Whether to change hints, switches and decimals of existing fields, and to add options',
		},
	],
	toolFields: ['name', 'description', 'enabled', 'fields'],
	hooks: {
		// One request for the type and its fields (additions 3).
		query: (action): Record<string, string> =>
			action === 'show' ? { include: 'flexible_asset_fields' } : {},
		settle,
		check: (values, action) => {
			const fields = given(values);
			if (action === 'update' || fields.length === 0 || fields.some(isListed)) return undefined;
			return 'No field is shown in the list of assets. Turn on Show in List for at least one field.';
		},
		preview,
		beforeUpdate,
		afterWrite,
		afterRead: nameIncludedTags,
		fold,
	},
});
