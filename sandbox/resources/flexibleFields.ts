/** The fields of a flexible asset type and their rules (reference 4.19). */
import { blank, invalid, lockedAttributes, unprocessable } from '../core/errors';
import {
	assetsOf,
	completeField,
	dropParts,
	FIELD_KINDS,
	fieldsOf,
	keyOf,
	nameKey,
	retitle,
	traitsOf,
} from '../core/fields';
import type { Attributes, Context, StoredRecord, WriteContext } from '../types';
import { actionsOf, attributes, defineResource, filters, includes } from './define';
import { isTagType } from './tags';

const isBlank = (field: Attributes, key: string): boolean =>
	field[key] === undefined || field[key] === null || String(field[key]).trim() === '';

/** Refuses a field that its kind does not allow. */
export function checkField(context: Context, field: Attributes): void {
	const kind = String(field.kind);
	if (!FIELD_KINDS.includes(kind))
		throw invalid(context, 'kind', 'Kind is not included in the list');
	if ((kind === 'Number' || kind === 'Percent') && isBlank(field, 'decimals'))
		throw blank(context, 'decimals');
	if (kind === 'Select' && isBlank(field, 'default_value')) throw blank(context, 'default_value');
	if (kind !== 'Tag') return;
	if (isBlank(field, 'tag_type')) throw blank(context, 'tag_type');
	if (!isTagType(String(field.tag_type), context))
		throw invalid(context, 'tag_type', 'Tag type is not included in the list');
}

/** Refuses fields that do not go together in one type. */
export function checkFieldSet(context: Context, fields: Attributes[]): void {
	for (const key of ['name', 'order']) {
		const values = fields.map((field) => String(field[key]));
		if (new Set(values).size < values.length)
			throw invalid(context, key, `${key === 'name' ? 'Name' : 'Order'} has already been taken`);
	}
	if (!fields.some((field) => field.show_in_list === true))
		throw invalid(context, 'show_in_list', 'At least one field must be shown in the list');
}

/** Fields of a type that an integration made can be neither added nor changed. */
function checkLock(context: Context, typeId: unknown, changes?: Attributes): void {
	if (context.store.find('flexible_asset_types', String(typeId))?.attributes.locked !== true)
		return;
	if (changes === undefined) throw unprocessable('Cannot update a synced resource');
	throw lockedAttributes(Object.keys(changes));
}

function isUsed(field: StoredRecord, context: Context): boolean {
	const assets = assetsOf(context.store, field.attributes.flexible_asset_type_id);
	return assets.some((asset) => traitsOf(asset)[keyOf(field)] !== undefined);
}

function validate({ context, record, changes }: WriteContext): void {
	const type = record?.attributes.flexible_asset_type_id ?? changes.flexible_asset_type_id;
	checkLock(context, type, record === undefined ? undefined : changes);
	const field = { ...record?.attributes, ...changes };
	checkField(context, field);
	const { kind } = changes;
	if (record !== undefined && kind !== undefined && kind !== record.attributes.kind)
		if (isUsed(record, context))
			throw invalid(context, 'kind', 'Kind cannot be changed while the field is in use');
	Object.assign(changes, completeField(field));
}

/** The fields of a type as they will be, and the keys of the new ones. */
function validateAll(writes: WriteContext[], context: Context): void {
	const types = new Set(
		writes.map(({ record, changes }) =>
			String(record?.attributes.flexible_asset_type_id ?? changes.flexible_asset_type_id),
		),
	);
	for (const type of types) {
		const present = fieldsOf(context.store, type);
		const own = writes.filter(({ changes }) => String(changes.flexible_asset_type_id) === type);
		const taken = present.map(keyOf);
		for (const { record, changes } of own) {
			if (record !== undefined) continue;
			changes.name_key = nameKey(String(changes.name), taken);
			taken.push(String(changes.name_key));
		}
		const changed = new Map(own.map(({ record, changes }) => [record?.id, changes]));
		const kept = present.map(({ id, attributes: field }) => changed.get(id) ?? field);
		const added = own.filter(({ record }) => record === undefined).map(({ changes }) => changes);
		checkFieldSet(context, [...kept, ...added]);
	}
}

/** Erases the field's values in all assets (official). */
function remove(field: StoredRecord, { store }: Context): void {
	const type = field.attributes.flexible_asset_type_id;
	for (const asset of assetsOf(store, type)) {
		delete traitsOf(asset)[keyOf(field)];
		dropParts(store, asset);
	}
	store.remove('flexible_asset_fields', field.id);
	retitle(store, type);
}

export const flexibleAssetFields = defineResource({
	name: 'flexible_asset_fields',
	label: 'Flexible Asset Field',
	attributes: attributes({
		flexible_asset_type_id: 'reference>flexible_asset_types C *',
		order: 'integer CUB *',
		name: 'string CUB *',
		kind: 'string CUB *',
		hint: 'string CUB ?',
		decimals: 'integer CUB ?',
		default_value: 'string CUB ?',
		tag_type: 'string CUB ?',
		required: 'boolean CUB ?',
		use_for_title: 'boolean CUB ?',
		expiration: 'boolean CUB ?',
		show_in_list: 'boolean CUB ?',
		name_key: 'string',
	}),
	filters: filters('id:number'),
	sorts: ['created_at', 'updated_at'],
	includes: includes('remote_asset_field'),
	flat: actionsOf('show create update delete bulkUpdate'),
	nested: [
		{
			parent: 'flexible_asset_types',
			key: 'flexible_asset_type_id',
			actions: actionsOf('index show create createMany update delete'),
		},
	],
	bulkUpdateFilters: ['id'],
	// The samples have it on every field, without an include.
	ownRelationships: ({ attributes: { flexible_asset_type_id: type } }) => ({
		'flexible-asset-type': { data: { id: String(type), type: 'flexible-asset-types' } },
	}),
	validate,
	validateAll,
	afterWrite: (field, { context }) => {
		retitle(context.store, field.attributes.flexible_asset_type_id);
	},
	checkDelete: (field, context) => {
		const type = field.attributes.flexible_asset_type_id;
		checkLock(context, type);
		const others = fieldsOf(context.store, type).filter(({ id }) => id !== field.id);
		checkFieldSet(
			context,
			others.map((other) => other.attributes),
		);
	},
	remove,
});
