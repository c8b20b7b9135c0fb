import type { IDataObject } from 'n8n-workflow';
import { linesOf } from '../text/lines';
import { shown } from '../text/plain';
import { sameText } from '../text/same';
import { at, oneRecord } from '../transport/jsonapi/record';
import { fillPath, type JsonApiRecord } from '../transport';
import { attributeName, field, idFilter, nameField, readOnly, sorts } from './schema/common';
import { defineResource } from './schema/defineResource';
import type { HookContext, ListResult, Writing } from './schema/resource';
import { COLUMNS } from './flexibleAssetType/form';
import { knownFields, nameTags } from './flexibleAssetType/known';
import {
	FIELD_KINDS,
	forcedOff,
	hasDecimals,
	tagKindOf,
	tagTypeAmong,
	tagTypeNamed,
} from './flexibleAssetType/kinds';

type Given = Map<string, unknown>;

const described = (param: string): { description?: string; placeholder?: string } => {
	const { description, placeholder } = COLUMNS.find((column) => column.param === param) ?? {};
	return { ...(description && { description }), ...(placeholder && { placeholder }) };
};

const flag = (name: string, param: string, label: string) =>
	field(name, label, 'boolean', described(param));

/** Looks up the kind of tag, and reports what IT Glue would turn off without a message (reference 4.19). */
async function settle(context: HookContext, values: Given): Promise<void> {
	const tag = values.get('tag_type');
	if (typeof tag === 'string') {
		const types = tagTypeNamed(tag) === undefined ? await context.all('flexibleAssetType') : [];
		values.set('tag_type', tagTypeAmong(types, context, tag));
	}
	const kind = values.get('kind');
	if (typeof kind !== 'string') return;
	const on = (name: string): boolean => values.get(name) === true;
	const given = { name: values.get('name'), kind };
	const switches = { required: on('required'), use_for_title: on('use_for_title') };
	for (const name of forcedOff(context, { ...given, ...switches })) values.delete(name);
}

/** Sets values that IT Glue requires for a new field and that the user may leave out. */
function expand(values: Given, action: 'create' | 'update'): void {
	const kind = values.get('kind');
	if (action === 'update' || typeof kind !== 'string') return;
	if (hasDecimals(kind) && !values.has('decimals')) values.set('decimals', 0);
	if (kind !== 'Header' && !values.has('show_in_list')) values.set('show_in_list', true);
}

/** Names and positions are unique within a type (reference 4.19). */
async function beforeCreate(context: HookContext, values: Given, writing: Writing): Promise<void> {
	const fields = knownFields(await context.siblings());
	const taken = fields.find(({ name }) => sameText(name, values.get('name')));
	if (taken)
		context.refuse(
			`The flexible asset type already has a field "${shown(taken.name)}" (ID ${taken.id})`,
			'Nothing was written. Use Update to change the field, or choose another name.',
		);
	const order = values.get('order');
	const inPlace = fields.find((one) => typeof order === 'number' && one.order === order);
	if (inPlace)
		context.refuse(
			`The field "${shown(inPlace.name)}" already has "Order" ${shown(order)}`,
			'Nothing was written. Choose another number, or leave Order out to add the field at the end.',
		);
	if (writing === 'now' && (order === undefined || order === null))
		values.set('order', Math.max(0, ...fields.map((one) => one.order)) + 1);
}

/** IT Glue does not change the kind of a field, because assets already have values of this kind (reference 1.12). */
async function beforeUpdate(context: HookContext, id: string): Promise<void> {
	const wanted = context.values.get('kind');
	if (wanted === undefined) return;
	const { document } = await context.client.send({
		method: 'GET',
		path: fillPath('/flexible_asset_fields/:id', { id }),
	});
	const record = oneRecord(document);
	const kind = record && at(record, 'kind');
	if (kind === undefined || sameText(kind, wanted)) return;
	context.refuse(
		`The kind of the field "${shown(record && attributeName(record))}" cannot be changed`,
		`It is ${shown(kind)}. Nothing was written. Create a field of the other kind under another name.`,
	);
}

const afterRead = async (
	context: HookContext,
	{ records, included }: ListResult,
): Promise<ListResult> => ({ records: await nameTags(context, records), included });

/** Adds the options and the kind of tag with the names in the form, beside IT Glue's names. */
function derive(flat: IDataObject): IDataObject {
	const { kind, tag_type: tagType, tag_kind: tagKind } = flat;
	if (kind === 'Select') return { options: linesOf(flat.default_value) };
	if (kind !== 'Tag' || typeof tagType !== 'string' || tagKind !== undefined) return {};
	return { tag_kind: tagKindOf(tagType, new Map()) };
}

const nameOf = (record: JsonApiRecord): string => attributeName(record);

/** The fields of flexible asset types (reference 4.19). IT Glue lists them only for one type. */
export const flexibleAssetField = defineResource({
	name: 'flexibleAssetField',
	type: 'flexible-asset-fields',
	label: 'Flexible Asset Field',
	plural: 'Flexible Asset Fields',
	parent: 'flexibleAssetType',
	madeByIntegration: true,
	attributes: [
		nameField('e.g. Host Name'),
		field('kind', 'Kind', 'choice', {
			writable: 'create',
			required: true,
			nullable: false,
			upFront: true,
			choices: FIELD_KINDS.map((kind) => ({ id: kind, label: kind })),
			beginsWith: 'Text',
			...described('kind'),
		}),
		field('hint', 'Hint', 'string', described('hint')),
		field('default_value', 'Options', 'lines', {
			description: 'The choices of a Select, one on each line',
			placeholder: 'e.g. Gold',
		}),
		field('tag_type', 'Tag Kind', 'string', described('tagKind')),
		field('decimals', 'Decimals', 'number', {
			comparator: 'number',
			...described('decimals'),
		}),
		flag('required', 'required', 'Required'),
		flag('show_in_list', 'showInList', 'Show in List'),
		flag('use_for_title', 'useForTitle', 'Use for Title'),
		flag('expiration', 'expiration', 'Expiration'),
		field('order', 'Order', 'number', {
			nullable: false,
			comparator: 'number',
			description: 'The position in the form. If left empty, a new field is added at the end.',
		}),
	],
	readOnly: readOnly('name_key', 'flexible_asset_type_id', 'created_at', 'updated_at'),
	filters: [idFilter()],
	sorts: sorts('created_at', 'updated_at'),
	operations: ['create', 'delete', 'get', 'getAll', 'update'],
	routes: {
		index: [
			{
				method: 'GET',
				path: '/flexible_asset_types/:flexible_asset_type_id/relationships/flexible_asset_fields',
			},
		],
		show: [{ method: 'GET', path: '/flexible_asset_fields/:id' }],
		create: [
			{
				method: 'POST',
				path: '/flexible_asset_types/:flexible_asset_type_id/relationships/flexible_asset_fields',
			},
		],
		update: [{ method: 'PATCH', path: '/flexible_asset_fields/:id' }],
		delete: [{ method: 'DELETE', path: '/flexible_asset_fields/:id', body: 'none' }],
	},
	deleteNotice:
		'Deleting a field also deletes its values in the assets of all organizations. They cannot be restored.',
	options: [
		{
			param: 'replaceAll',
			label: 'Replace All',
			kind: 'multiChoice',
			operations: ['update'],
			place: 'options',
			default: [],
			notForTools: true,
			description: 'Lists to replace completely. In other lists, given options are added.',
			choices: [{ id: 'default_value', label: 'Options' }],
		},
	],
	nameOf,
	// The list has no filter for names.
	nameFilters: () => [],
	toolFields: ['name', 'kind', 'default_value', 'tag_type', 'required', 'hint'],
	hooks: {
		settle,
		expand,
		check: (values, action) => {
			const kind = action === 'create' ? values.get('kind') : undefined;
			const lacks = (name: string): boolean => (values.get(name) ?? '') === '';
			if (kind === 'Select' && lacks('default_value'))
				return 'A Select needs options. Add the field Options, with one option a line.';
			if (kind === 'Tag' && lacks('tag_type'))
				return 'A Tag needs a kind of tag. Add the field Tag Kind and say what it points to.';
			return undefined;
		},
		beforeCreate,
		beforeUpdate,
		afterRead,
		derive,
		// Every field contains its type twice; the ID is enough.
		omit: () => ['flexible_asset_type'],
	},
});
