/** Flexible asset types, which bring their fields when they are created (reference 4.18). */
import { ApiError, badRequest, invalid, lockedAttributes } from '../core/errors';
import { completeField, insertFields } from '../core/fields';
import { isObject, snake } from '../core/names';
import { checkRequired, defaults, readChanges } from '../core/write';
import type { Attributes, Json, Resource, WriteContext } from '../types';
import { actionsOf, attributes, defineResource, filters } from './define';
import { checkField, checkFieldSet, flexibleAssetFields } from './flexibleFields';
import { children } from './shared';

/** A field that comes with its type cannot name the type yet. */
const INSIDE_TYPE: Resource = {
	...flexibleAssetFields,
	attributes: Object.fromEntries(
		Object.entries(flexibleAssetFields.attributes).filter(
			([key]) => key !== 'flexible_asset_type_id',
		),
	),
};

/** The table of the page has the fields among the attributes; a client that sent them so got 500. */
function sentFields({ context, sent, relationships }: WriteContext): Json[] {
	if (sent.fields !== undefined) {
		if (context.assumptions.inlineFieldsAnswer500)
			throw new ApiError(500, { errors: [{ status: 500, title: 'Internal Server Error' }] });
		return Array.isArray(sent.fields) ? sent.fields : [];
	}
	if (!isObject<Json>(relationships)) return [];
	const member = relationships['flexible-asset-fields'] ?? relationships.flexible_asset_fields;
	const data = isObject<Json>(member) && Array.isArray(member.data) ? member.data : [];
	return data.map((item) => {
		if (!isObject<Json>(item) || !isObject<Json>(item.attributes))
			throw badRequest('a flexible asset field must have attributes');
		return item.attributes;
	});
}

function fieldsIn(write: WriteContext): Attributes[] {
	const { context } = write;
	const fields = sentFields(write).map((sent) => {
		const named = Object.entries(isObject<Json>(sent) ? sent : {});
		const own = Object.fromEntries(named.map(([key, value]) => [snake(key), value]));
		const changes = readChanges(INSIDE_TYPE, 'create', own, context);
		checkRequired(INSIDE_TYPE, changes, context);
		checkField(context, changes);
		return completeField(defaults(INSIDE_TYPE, changes));
	});
	if (fields.length === 0)
		throw invalid(context, 'flexible_asset_fields', 'At least one field is required');
	checkFieldSet(context, fields);
	return fields;
}

function validate(write: WriteContext): void {
	const { action, record, changes } = write;
	if (record?.attributes.locked === true) throw lockedAttributes(Object.keys(changes));
	if (action !== 'create') return;
	changes.enabled ??= true;
	fieldsIn(write);
}

export const flexibleAssetTypes = defineResource({
	name: 'flexible_asset_types',
	label: 'Flexible Asset Type',
	attributes: attributes({
		name: 'string CU *',
		description: 'string CU ?',
		icon: 'string CU ?',
		enabled: 'boolean CU ?',
		// A new type is not in the menu before an administrator adds it.
		show_in_menu: 'boolean',
		// Made by an integration, which nothing in an answer tells.
		locked: 'boolean !',
	}),
	filters: filters('id:number name icon enabled:boolean'),
	sorts: ['id', 'name', 'created_at', 'updated_at'],
	includes: {
		flexible_asset_fields: {
			onIndex: true,
			onWrite: false,
			// As they were created: nobody says that they come in the order that they have in the type.
			resolve: children('flexible_asset_fields', 'flexible_asset_type_id'),
		},
	},
	flat: actionsOf('index show create update'),
	relationshipsOnCreate: ['flexible_asset_fields'],
	emptyRelationships: true,
	validate,
	afterWrite: (type, write) => {
		if (write.action === 'create') insertFields(write.context.store, type, fieldsIn(write));
	},
});
