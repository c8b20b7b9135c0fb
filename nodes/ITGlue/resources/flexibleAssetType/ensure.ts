/** Makes sure that a type has the given fields: adds missing fields, and never removes any (reference 4.19). */
import type { IDataObject } from 'n8n-workflow';
import { linesOf, withLines } from '../../text/lines';
import { listed, shown } from '../../text/plain';
import { sameLook, sameText } from '../../text/same';
import { kebab } from '../../text/spelling';
import { fillPath, type JsonApiRecord } from '../../transport';
import type { HookContext } from '../schema/resource';
import type { GivenField } from './form';
import { attributesOf, knownFields, shownField, titleByDefault, type KnownField } from './known';
import { hasDecimals } from './kinds';

const NESTED = '/flexible_asset_types/:id/relationships/flexible_asset_fields';
const ONE = '/flexible_asset_fields/:id';
const TYPE = 'flexible_asset_fields';
const ADD = 'add fields';
const CHANGE = 'change fields';

/** An existing field that differs from the given field. */
interface Difference {
	known: KnownField;
	/** The given values that differ. Options: the existing ones together with the given ones. */
	to: Partial<GivenField>;
}

interface Needs {
	/** In the form for the request. */
	adds: IDataObject[];
	differences: Difference[];
}

const NOTHING: Needs = { adds: [], differences: [] };

const givenFields = ({ values }: HookContext): GivenField[] => {
	const fields = values.get('fields');
	return Array.isArray(fields) ? (fields as GivenField[]) : [];
};

const changesExisting = (context: HookContext): boolean =>
	context.option('changeExistingFields') === true;

/** The given fields that the type lacks, and those that differ. Reads, never writes. */
async function needsOf(context: HookContext, id: string): Promise<Needs> {
	const fields = givenFields(context);
	if (fields.length === 0) return NOTHING;
	const { records } = await context.client.list({ path: fillPath(NESTED, { id }), pageSize: 1000 });
	const all = knownFields(records);
	const last = Math.max(0, ...all.map(({ order }) => order));
	const knownAs = ({ name }: GivenField): KnownField | undefined =>
		all.find((known) => sameText(known.name, name));
	const differences = fields.flatMap((field) => {
		const known = knownAs(field);
		if (!known) return [];
		refuseOtherKind(context, id, field, known);
		const to = differing(field, known);
		return Object.keys(to).length > 0 ? [{ known, to }] : [];
	});
	const lacking = fields.filter((field) => !knownAs(field));
	return { adds: lacking.map((field, at) => attributesOf(field, last + at + 1)), differences };
}

/** Refuses another kind: the values of all assets would be lost, and IT Glue refuses it (reference 1.12). */
function refuseOtherKind(
	{ refuse }: HookContext,
	id: string,
	{ name, kind, tag_type }: GivenField,
	known: KnownField,
): void {
	if (kind !== known.kind)
		refuse(
			`The field "${shown(name)}" of flexible asset type ${id} is of the kind ${known.kind}, not ${kind}`,
			'Nothing was written. The kind of a field cannot be changed: give the field another name, or its own kind.',
		);
	const isOther = tag_type !== undefined && !sameText(tag_type, known.tag_type);
	if (kind === 'Tag' && known.tag_type !== '' && isOther)
		refuse(
			`The field "${shown(name)}" of flexible asset type ${id} is a tag to ${known.tag_type}, not to ${tag_type}`,
			'Nothing was written. What a tag points to is not changed: give the field another name, or its own kind of tag.',
		);
}

const FLAGS = ['required', 'show_in_list', 'use_for_title', 'expiration'] as const;

function differing(field: GivenField, known: KnownField): Partial<GivenField> {
	const to: Partial<GivenField> = {};
	for (const flag of FLAGS) {
		const wanted = field[flag];
		if (wanted !== undefined && wanted !== known[flag]) to[flag] = wanted;
	}
	const { decimals, hint, options = [] } = field;
	if (hasDecimals(known.kind) && decimals !== undefined && decimals !== known.decimals)
		to.decimals = decimals;
	if (hint !== undefined && !sameLook(hint, known.hint)) to.hint = hint;
	// Assets may use an option that was not given, so no option is ever removed.
	const merged = linesOf(withLines(known.options.join('\n'), options.join('\n')));
	if (merged.length > known.options.length) to.options = merged;
	return to;
}

/** Existing fields before and after the change, and new fields. */
function described({ adds, differences }: Needs): { from: IDataObject[]; to: IDataObject[] } {
	const part = ({ known, to }: Difference, source: Partial<GivenField>): IDataObject => ({
		name: known.name,
		...Object.fromEntries(
			Object.keys(to).map((key) => [key, source[key as keyof GivenField] as IDataObject[string]]),
		),
	});
	return {
		from: differences.map((one) => part(one, one.known as Partial<GivenField>)),
		to: [...differences.map((one) => part(one, one.to)), ...adds.map((field) => shownField(field))],
	};
}

/** The changes to write to an existing type. Reports differences that the node does not change. */
function dueOf(context: HookContext, id: string, needs: Needs): Needs {
	const { differences } = needs;
	if (differences.length === 0 || changesExisting(context)) return needs;
	const names = listed(differences.map(({ known }) => `"${known.name}"`));
	context.hint(
		`Flexible asset type ${id}: fields differ from what was given and stay as they are: ${names}. See _differences. To change them, turn on Change Existing Fields.`,
	);
	context.report(id, { _differences: { fields: described({ adds: [], differences }) } });
	return { ...needs, differences: [] };
}

const isDue = ({ adds, differences }: Needs): boolean => adds.length + differences.length > 0;

/** The fields that would be added to an existing type, or changed. */
export async function preview(context: HookContext, { id }: JsonApiRecord): Promise<IDataObject> {
	const due = dueOf(context, id, await needsOf(context, id));
	return isDue(due) ? { fields: described(due) } : {};
}

/** The changes that were found just before the first write. */
const found = new WeakMap<HookContext, Needs>();

export async function beforeUpdate(context: HookContext, id: string): Promise<void> {
	found.set(context, dueOf(context, id, await needsOf(context, id)));
}

/** Writes the missing and changed fields. For a new type, reports what the user has to know. */
export async function afterWrite(
	context: HookContext,
	record: JsonApiRecord,
	action: 'create' | 'update',
): Promise<JsonApiRecord> {
	if (action === 'create') sayNew(context, record);
	else await write(context, record.id, found.get(context) ?? NOTHING);
	return record;
}

async function write(
	context: HookContext,
	id: string,
	{ adds, differences }: Needs,
): Promise<void> {
	if (adds.length > 0) context.todo(ADD);
	if (differences.length > 0) context.todo(CHANGE);
	if (adds.length > 0) {
		await context.client.send({
			method: 'POST',
			path: fillPath(NESTED, { id }),
			body: { data: adds.map((attributes) => ({ type: TYPE, attributes })) },
		});
		context.done(ADD);
	}
	for (const { known, to } of differences) {
		await context.client.send({
			method: 'PATCH',
			path: fillPath(ONE, { id: known.id }),
			body: { data: { type: TYPE, attributes: sent(to) } },
		});
	}
	if (differences.length > 0) context.done(CHANGE);
}

const sent = ({ options, ...rest }: Partial<GivenField>): IDataObject => ({
	...Object.fromEntries(Object.entries(rest).map(([key, value]) => [kebab(key), value])),
	...(options && { 'default-value': options.join('\n') }),
});

function sayNew(context: HookContext, { id }: JsonApiRecord): void {
	context.hint(
		`Flexible asset type ${id} is new. To show it in the sidebar of your organizations, an administrator must add it in IT Glue under Admin > Customize Sidebar.`,
	);
	const title = titleByDefault(context.values.get('fields'));
	if (title)
		context.hint(
			`Flexible asset type ${id}: no field was marked Use for Title, so "${shown(title.name)}" gives the assets their names.`,
		);
}
