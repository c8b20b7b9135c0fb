/** The fields of an existing type in IT Glue's form, and in the form of the output. */
import type { IDataObject } from 'n8n-workflow';
import { linesOf } from '../../text/lines';
import { at } from '../../transport/jsonapi/record';
import type { JsonApiRecord } from '../../transport';
import type { HookContext, ListResult } from '../schema/resource';
import { attributeName } from '../schema/common';
import type { GivenField } from './form';
import { canBeTitle, hasDecimals, tagKindOf, typeOfTag } from './kinds';

/** A field that exists. */
export interface KnownField {
	id: string;
	name: string;
	kind: string;
	order: number;
	options: string[];
	tag_type: string;
	required: boolean;
	show_in_list: boolean;
	use_for_title: boolean;
	expiration: boolean;
	decimals: number;
	hint: string;
}

const textAt = (record: JsonApiRecord, name: string): string => {
	const value = at(record, name);
	return typeof value === 'string' ? value : '';
};

const byOrder = (a: KnownField, b: KnownField): number => a.order - b.order;

export const knownFields = (records: readonly JsonApiRecord[]): KnownField[] =>
	records
		.map((record) => ({
			id: record.id,
			name: attributeName(record),
			kind: textAt(record, 'kind'),
			order: Number(at(record, 'order') ?? 0),
			options: linesOf(at(record, 'default_value')),
			tag_type: textAt(record, 'tag_type'),
			required: at(record, 'required') === true,
			show_in_list: at(record, 'show_in_list') === true,
			use_for_title: at(record, 'use_for_title') === true,
			expiration: at(record, 'expiration') === true,
			decimals: Number(at(record, 'decimals') ?? 0),
			hint: textAt(record, 'hint'),
		}))
		.sort(byOrder);

// --- A new field in the request ---

/** The attributes for creating a field. */
export const attributesOf = (field: GivenField, order: number): IDataObject => ({
	order,
	name: field.name,
	kind: field.kind,
	required: field.required ?? false,
	'show-in-list': field.show_in_list ?? field.kind !== 'Header',
	'use-for-title': field.use_for_title ?? false,
	expiration: field.expiration ?? false,
	...(field.hint !== undefined && { hint: field.hint }),
	...(hasDecimals(field.kind) && { decimals: field.decimals ?? 0 }),
	...(field.kind === 'Select' && { 'default-value': (field.options ?? []).join('\n') }),
	...(field.kind === 'Tag' && { 'tag-type': field.tag_type ?? '' }),
});

const given = (fields: unknown): GivenField[] =>
	Array.isArray(fields) ? (fields as GivenField[]) : [];

/** The first Text field. It gives the assets of a new type their names if no field is marked for this. */
export function titleByDefault(fields: unknown): GivenField | undefined {
	const all = given(fields);
	if (all.some((field) => field.use_for_title)) return undefined;
	return all.find(({ kind }) => kind === 'Text');
}

/** The fields of a new type, in the order in which they were given. */
export function wholeFields(fields: unknown): IDataObject[] {
	const title = titleByDefault(fields);
	return given(fields).map((field, at) =>
		attributesOf(field === title ? { ...field, use_for_title: true } : field, at + 1),
	);
}

// --- Fields in the output ---

const NO_NAMES: ReadonlyMap<string, string> = new Map();

/** One field with the keys of the form, without those that its kind does not use. */
export function shownField(
	flat: IDataObject,
	names: ReadonlyMap<string, string> = NO_NAMES,
): IDataObject {
	const read = (name: string): IDataObject[string] => flat[name] ?? flat[name.replace(/_/g, '-')];
	const kind = String(read('kind') ?? '');
	const tagType = String(read('tag_type') ?? '');
	const kind_ = read('tag_kind') ?? (tagType === '' ? undefined : tagKindOf(tagType, names));
	return {
		...(flat.id !== undefined && { id: flat.id }),
		name: read('name') ?? null,
		...(read('name_key') !== undefined && { name_key: read('name_key') }),
		kind,
		order: read('order') ?? null,
		...(kind === 'Select' && { options: linesOf(read('default_value')) }),
		...(kind === 'Tag' && { tag_kind: kind_ ?? null, tag_type: tagType }),
		...(hasDecimals(kind) && { decimals: read('decimals') ?? 0 }),
		required: read('required') === true,
		show_in_list: read('show_in_list') === true,
		...(canBeTitle(kind) && { use_for_title: read('use_for_title') === true }),
		...(kind === 'Date' && { expiration: read('expiration') === true }),
		hint: read('hint') ?? null,
	};
}

export const shownFields = (fields: unknown): IDataObject[] =>
	Array.isArray(fields) ? fields.map((field) => shownField(field as IDataObject)) : [];

const FIELDS = 'flexible_asset_fields';

/** Included fields as `fields`, in the order of the form. */
export function fold(relationship: string, records: JsonApiRecord[]): IDataObject | undefined {
	const isRead = records.every((record) => at(record, 'name') !== undefined);
	if (relationship !== FIELDS || !isRead) return undefined;
	const fields = records.map(({ id, attributes }) => shownField({ id, ...attributes }));
	return { fields: fields.sort((a, b) => Number(a.order) - Number(b.order)) };
}

/** Adds the names of the types that tags point to, beside the IDs that IT Glue returns. */
export async function nameTags(
	context: HookContext,
	records: JsonApiRecord[],
): Promise<JsonApiRecord[]> {
	const toOthers = records.some((record) => typeOfTag(textAt(record, 'tag_type')) !== undefined);
	const types = toOthers ? await context.all('flexibleAssetType') : [];
	const names = new Map(types.map((type) => [type.id, attributeName(type)]));
	return records.map((record) => {
		const tagType = textAt(record, 'tag_type');
		if (textAt(record, 'kind') !== 'Tag' || tagType === '') return record;
		const attributes = { ...record.attributes, 'tag-kind': tagKindOf(tagType, names) };
		return { ...record, attributes };
	});
}

export const nameIncludedTags = async (
	context: HookContext,
	{ records, included }: ListResult,
): Promise<ListResult> => ({ records, included: await nameTags(context, included) });
