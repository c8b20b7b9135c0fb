import type { IDataObject } from 'n8n-workflow';
import { isDate } from '../../text/dates';
import {
	choosableKeys,
	columnOf,
	columnsOf,
	ID,
	PSA_ID,
	PSA_TYPE,
	type Column,
} from '../../resources/schema/columns';
import type { Attribute, RowShape, Values } from '../../resources/schema/attribute';
import { attributeNamed } from '../../records/compare';
import type { Session } from '../../records/session';
import { tagIds } from '../../resources/flexibleAsset/traits';
import { givenValue } from '../../text/given';
import { isObject, listed, plainText } from '../../text/plain';
import { oneSpaced } from '../../text/same';
import { remembered } from '../../text/spelling';
import { wireId } from '../../transport/jsonapi/serialise';
import { readRows } from './rows';
import type { Row } from '../../records/rowPairs';
import { together } from '../../records/rows';
import { saysNothing } from './toolInput';
import { isBlank, saysNone, toValues } from './values';
import type { Parents } from '../../records/lookups';
import { OWNER } from '../../resources';
import { asInputField, byTheirNames, mapsByName, own } from './columnNames';
import { identify, readLocator, refuseSilence } from './locator';

/** The content of a resource mapper for one item. */
export interface Mapping {
	/** By column id, as given by the user. */
	given: ReadonlyMap<string, unknown>;
	/** Columns to match on; the default columns of the resource if the user chose none. */
	matching: string[];
}

const isNothing = (value: unknown): boolean =>
	isBlank(value) ||
	(Array.isArray(value) && value.length === 0) ||
	// A date has no keys, but it is a value.
	(isObject(value) && !isDate(value) && Object.keys(value).length === 0);

/** Reads the mapping of an item, with the columns to match on. */
export function readMapping(item: Session, withoutEmpty: boolean): Mapping {
	const { matchingColumns: chosen } = mapperOf(item);
	const given = readColumns(item, withoutEmpty);
	return { given, matching: matchingColumns(item, columnsOf(item.resource), chosen) };
}

/**
 * Reads the mapped columns of an item. "Map Automatically" uses the input fields with the names of columns (see
 * `byTheirNames`). Leaves out undefined values and, with `withoutEmpty`, empty values.
 */
export function readColumns(item: Session, withoutEmpty: boolean): ReadonlyMap<string, unknown> {
	const mapper = mapperOf(item);
	const isAutomatic = mapsByName(item);
	const mapped: unknown = isAutomatic ? plainlyNamed(item.input) : mapper.value;
	if (!isObject(mapped)) return refuseUnreadable(item);
	const given = new Map<string, unknown>();
	const read = isAutomatic ? byTheirNames(item, mapped) : ({ id }: Column) => own(mapped, id);
	const isSought = soughtBy(mapper.matchingColumns);
	if (!isAutomatic) hintUnknown(item, mapped);
	for (const column of columnsOf(item.resource)) {
		const { id, label, attribute } = column;
		// Items of other systems have their own name; only the user can decide that it is the name of the record.
		if (isAutomatic && attribute?.matchOnly && !isSought(column)) continue;
		const value = givenValue(read(column), attribute?.kind);
		if (value === undefined || saysNone(item, attribute ?? PLAIN, value, label)) continue;
		if (withoutEmpty && isNothing(value)) continue;
		if (item.tool && saysNothing(value)) continue;
		given.set(id, value);
	}
	return given;
}

/** How to read a column without an attribute: an ID. */
const PLAIN: Pick<Attribute, 'label' | 'kind'> = { label: '', kind: 'string' };

/** Whether records are matched by a column: one that the user chose, or a default one. */
const soughtBy = (chosen: unknown): ((column: Column) => boolean) =>
	Array.isArray(chosen) && chosen.length > 0
		? ({ id }) => chosen.includes(id)
		: ({ byDefault }) => byDefault;

/** Reports mapped fields that the type no longer has. */
function hintUnknown(item: Session, mapped: IDataObject): void {
	if (!item.resource.typedBy) return;
	const known = new Set(columnsOf(item.resource).map(({ id }) => id));
	const unknown = Object.entries(mapped)
		.filter(([id, value]) => id.includes('.') && !known.has(id) && !isNothing(value))
		.map(([id]) => id.slice(id.indexOf('.') + 1));
	if (unknown.length === 0) return;
	item.hint(
		`The type has no fields ${listed(unknown)}, so their values were left out. Open the node and map its columns again.`,
	);
}

/**
 * The attributes of an item from columns, converted: all values for a create, or the changes of an update. A column
 * that was added by hand and left empty is not set. An expression that returns null or only spaces clears the value.
 */
export async function readMapped(
	item: Session,
	action: 'create' | 'update',
	parents: Parents,
): Promise<Values> {
	const mapper: unknown = item.parameters.fields;
	const byHand = isObject(mapper) ? mapper.value : {};
	const raw = isObject(byHand) ? byHand : {};
	const isManual = !mapsByName(item);
	const given = new Map<Attribute, unknown>();
	for (const [id, value] of readColumns(item, action === 'create')) {
		const attribute = item.resource.attributes.find(({ name }) => name === id);
		if (!attribute || attribute.matchOnly) continue;
		if (isManual && isBlank(own(raw, id))) continue;
		if (action === 'create' && attribute.name === 'organization_id') continue;
		given.set(attribute, value);
	}
	const values = await toValues(item, given, parents);
	item.resource.hooks?.expand?.(values, action, (param) => item.option(param));
	return values;
}

/** The organization for a new record of an item with mapped columns. */
export async function organizationOfNew(item: Session): Promise<string | undefined> {
	return await organizationOfMapping(item, { given: readColumns(item, true), matching: [] });
}

/** A byte order mark read in a one-byte encoding. */
const MISREAD_MARK = /^\u00EF\u00BB\u00BF/;

const withoutMark = remembered((name) => oneSpaced(name.replace(MISREAD_MARK, '')));

/** Input fields without invisible characters around their names: spaces, or the byte order mark of a CSV file. */
function plainlyNamed(input: IDataObject): IDataObject {
	const renamed = Object.keys(input).filter(
		(name) => withoutMark(name) !== name && !Object.hasOwn(input, withoutMark(name)),
	);
	if (renamed.length === 0) return input;
	// With the mark before them, CSV readers treat the quotes as part of the name.
	const extra = renamed.map(
		(name) => [withoutMark(name).replace(/^"(.*)"$/, '$1'), input[name]] as const,
	);
	return { ...Object.fromEntries(extra), ...input };
}

/** Read once: n8n evaluates the expressions of all columns at each call, which takes most of the time for an item. */
const mapperOf = (item: Session): IDataObject => item.collection('fields');

function refuseUnreadable(item: Session): never {
	return item.refuse(
		'"Fields" has no columns',
		'Map at least one column, or set Mapping Column Mode to Map Automatically.',
	);
}

/** The editor offers all columns, but a column that identifies nothing would match everything. */
function matchingColumns(item: Session, columns: readonly Column[], chosen: unknown): string[] {
	const names = (Array.isArray(chosen) ? chosen : [])
		.map(String)
		.filter((name) => name !== PSA_TYPE);
	if (names.length === 0) return columns.filter(({ byDefault }) => byDefault).map(({ id }) => id);
	const found = names.map((name) => columns.find(({ id }) => id === name));
	const unfit = names.filter((_name, at) => (found[at]?.matches ?? 'no') === 'no');
	const alone = columns.filter(({ matches }) => matches === 'alone').map(({ label }) => label);
	if (unfit.length > 0) {
		const labels = unfit.map((name) => columns.find(({ id }) => id === name)?.label ?? name);
		item.refuse(
			`${labels.join(' and ')} cannot be matched on`,
			`Under "Columns to Match On" choose from: ${alone.join(', ')}.`,
		);
	}
	const { resource } = item;
	const whole = choosableKeys(resource).some(({ attributes }) =>
		attributes.every((name) => names.includes(columnOf(resource, name))),
	);
	if (!whole && !names.includes(ID) && !names.includes(PSA_ID)) {
		item.refuse('The columns to match on identify no record', `Choose ${keyLabels(item)}.`);
	}
	const single = names.find((name) => name === ID || name === PSA_ID);
	if (single !== undefined && names.length > 1) {
		item.refuse(
			`${columns.find(({ id }) => id === single)?.label ?? single} identifies a record by itself`,
			'Remove the other columns to match on.',
		);
	}
	return names;
}

/** "PSA ID, Primary Email, First Name with Last Name, or Full Name". */
function keyLabels({ resource }: Session): string {
	const columns = columnsOf(resource);
	const label = (id: string): string => columns.find((column) => column.id === id)?.label ?? id;
	const single = columns.filter(({ id }) => id === ID || id === PSA_ID).map(({ id }) => id);
	const keys = choosableKeys(resource).map(({ attributes }) =>
		attributes.map((name) => label(columnOf(resource, name))).join(' with '),
	);
	const all = [...new Set([...single.map(label), ...keys])];
	return `${all.slice(0, -1).join(', ')} or ${all[all.length - 1] ?? ''}`;
}

/** A converted mapping: values to write, and values for matching. */
export interface Mapped {
	/** The values to write to an existing record: all except the columns for matching. */
	values: Values;
	/** The further values for a new record. */
	matched: Values;
	/** Attributes with an empty value that cannot be cleared. */
	cleared: string[];
}

/** Converts the columns of a mapping. Columns in `matching` go to `matched`. */
export async function toMapped(
	item: Session,
	{ given, matching }: Mapping,
	parents: Parents,
): Promise<Mapped> {
	const plain = new Map<Attribute, unknown>();
	const primary = new Map<Column, unknown>();
	const cleared: string[] = [];
	for (const column of columnsOf(item.resource)) {
		const { id, attribute, primaryRow } = column;
		if (!attribute || attribute.name === 'organization_id' || !given.has(id)) continue;
		const raw = given.get(id);
		if (!primaryRow && isNothing(raw) && staysFilled(item, attribute)) cleared.push(attribute.name);
		else if (!primaryRow) plain.set(attribute, raw);
		else if (!isNothing(raw)) primary.set(column, raw);
	}
	const values = await toValues(item, plain, parents);
	const matched: Values = new Map();
	for (const name of matching) {
		if (!values.has(name)) continue;
		matched.set(name, values.get(name));
		values.delete(name);
	}
	for (const [{ id, label, attribute }, raw] of primary) {
		if (!attribute?.rows) continue;
		if (!Array.isArray(raw) && plainText(raw) === undefined) {
			item.refuse(`"${label}" must be text`, 'Map a single value, not an object.');
		}
		const rows = primaryFirst(item, attribute.rows, label, raw);
		const target = matching.includes(id) ? matched : values;
		// If a text contains several entries, the first is the primary one, and it is used for matching.
		const own = target === matched ? rows.slice(0, 1) : rows;
		target.set(attribute.name, together(attribute.rows, target.get(attribute.name), own));
		if (own.length < rows.length)
			values.set(
				attribute.name,
				together(attribute.rows, values.get(attribute.name), rows.slice(1)),
			);
		// If the whole list is replaced, the entry that identifies the record stays in it.
		if (target === matched && values.has(attribute.name) && !staysFilled(item, attribute))
			values.set(attribute.name, together(attribute.rows, values.get(attribute.name), rows));
	}
	return { values, matched, cleared };
}

/** New rows are added to a list, unless the whole list is replaced. */
function staysFilled(item: Session, { name, nullable, rows }: Attribute): boolean {
	if (rows) return !item.chosen('replaceAll').includes(name);
	return nullable !== true;
}

/** The entries of a text or list, the primary one first: the entry that is marked, or the first. */
function primaryFirst(item: Session, shape: RowShape, label: string, raw: unknown): Row[] {
	if (!Array.isArray(raw)) return readRows(item, shape, label, [primaryRow(shape, raw)]) ?? [];
	const rows = readRows(item, shape, label, raw) ?? [];
	const { only } = shape;
	const primary = rows.find((row) => row[only] === true) ?? rows[0];
	const others = rows.filter((row) => row !== primary);
	return primary ? [{ ...primary, [only]: true }, ...others] : [];
}

const primaryRow = ({ key, only }: RowShape, raw: unknown): IDataObject =>
	({
		[key.column]: raw,
		[only]: true,
	}) as IDataObject;

/** Combines two sets of values. The second wins, but lists and added tags are merged. */
export function overlay(item: Session, first: Values, second: Values): Values {
	const merged: Values = new Map(first);
	for (const [name, value] of second) {
		const { rows, kind } = attributeNamed(item.resource, name) ?? {};
		const before = merged.get(name);
		const adds = kind === 'tags' && item.option('tags') !== 'replace';
		if (rows) merged.set(name, together(rows, before, value));
		else if (adds && Array.isArray(before) && Array.isArray(value))
			merged.set(name, [...new Set([...tagIds(before), ...tagIds(value)])].map(wireId));
		else merged.set(name, value);
	}
	return merged;
}

/**
 * The organization of an item with mapped columns: from the parameter Organization, which is for all items, or from
 * the column Organization. Undefined if neither names one. If both do, they must name the same one.
 */
export async function organizationOfMapping(
	item: Session,
	{ given }: Mapping,
): Promise<string | undefined> {
	if (!item.resource.scoped) return undefined;
	const chosen = readLocator(item.param('organizationId', ''));
	const mapped = readLocator(given.get('organization_id'));
	const byParameter = chosen.value === '' ? undefined : await identify(item, OWNER, chosen);
	const byColumn = mapped.value === '' ? undefined : await identify(item, OWNER, mapped);
	if (byColumn === undefined && chosen.value === '')
		refuseSilence(item, 'organizationId', OWNER.label);
	if (byParameter === undefined || byColumn === undefined || byParameter === byColumn) {
		return byParameter ?? byColumn;
	}
	return item.refuse(
		`The column Organization names organization ${byColumn}, but organization ${byParameter} is chosen`,
		'Clear the field Organization to use the column for each item, or remove the column.',
	);
}

/** Refuses an item with mapped columns that names no organization but needs one. */
export function refuseWithoutOrganization(item: Session): never {
	return item.refuse(
		'"Organization" is empty',
		`Choose the organization of all items, or map the column Organization. If an expression or a column gives it, check that it has a value for this item.${asInputField(item, ['organization_id'])}`,
	);
}
