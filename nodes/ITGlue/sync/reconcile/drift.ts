import { at, shows } from '../../transport/jsonapi/record';
import type { IDataObject } from 'n8n-workflow';
import { shownValue } from '../../records/shown';
import { columnsOf, type Column } from '../../resources/schema/columns';
import type { Attribute, RowShape, Values } from '../../resources/schema/attribute';
import { sameText } from '../../text/same';
import type { JsonApiRecord } from '../../transport';
import { rowsOf, sameValue } from '../../records/compare';
import { isCutFrom, leavesOpen } from '../../records/cutText';
import type { Item } from '../../run/item';
import { show } from '../../records/requests';
import { readRows } from '../../run/input/rows';
import { sameRows } from '../../records/rows';
import { readSwitch } from '../../text/switches';

/** The values of an input item for a record. */
export interface Described {
	/** By column, as the item gives it. */
	given: ReadonlyMap<string, unknown>;
	/** By attribute, in the form for IT Glue. */
	values: Values;
}

/** A mapped column that sets an attribute. */
type Compared = Column & { attribute: Attribute };

/**
 * The mapped columns in which a record differs from an input item, with both values. Not compared are columns that are
 * not mapped, values that IT Glue never shows (secrets), and values that identify the record. Reads the record itself
 * only if the list cuts a value.
 */
export async function driftOf(
	item: Item,
	described: Described,
	listed: JsonApiRecord,
): Promise<IDataObject> {
	const columns = comparedColumns(item, described);
	const record = await wholeRecord(item, columns, described, listed);
	const differences: IDataObject = {};
	for (const column of columns) {
		const { attribute } = column;
		if (!shows(record, attribute.name)) {
			item.hint(
				`IT Glue does not show ${attribute.label} of ${item.resource.plural.toLowerCase()} here, so it was not compared.`,
			);
			continue;
		}
		const difference = differenceIn(item, column, described, record);
		if (difference) differences[column.id] = difference;
	}
	return differences;
}

function comparedColumns(item: Item, { given }: Described): Compared[] {
	return columnsOf(item.resource).flatMap((column): Compared[] => {
		const { id, attribute } = column;
		if (!attribute || !given.has(id) || attribute.name === 'organization_id') return [];
		// A value that a step splits before the write (a full name) is still shown as a whole.
		const isShown = attribute.readableFrom !== 'never' || attribute.sentAs === 'step';
		return isShown && attribute.kind !== 'secret' ? [{ ...column, attribute }] : [];
	});
}

const shownIn = (record: JsonApiRecord, { name }: Attribute): unknown => at(record, name);

async function wholeRecord(
	item: Item,
	columns: Compared[],
	{ values }: Described,
	listed: JsonApiRecord,
): Promise<JsonApiRecord> {
	const isCut = columns.some(({ attribute }) =>
		leavesOpen(attribute, listed, values.get(attribute.name)),
	);
	return isCut ? (await show(item, listed.id)).record : listed;
}

/** Both values if they differ, as a person reads them. */
function differenceIn(
	item: Item,
	column: Compared,
	{ given, values }: Described,
	record: JsonApiRecord,
): IDataObject | undefined {
	const { attribute, id, primaryRow } = column;
	const shown = shownIn(record, attribute);
	if (attribute.rows) {
		const rows = rowsOf(shown);
		return primaryRow
			? primaryDifference(item, column, attribute.rows, given.get(id), rows)
			: listDifference(item, attribute, attribute.rows, given.get(id), rows);
	}
	const value = values.get(attribute.name);
	if (isSame(attribute, value, shown) || isCutFrom(attribute, record, value)) return undefined;
	if (attribute.lookup)
		return both(nameBehind(record, attribute) ?? shownValue(attribute.name, shown), given.get(id));
	return both(shownValue(attribute.name, shown), shownValue(attribute.name, value));
}

const both = (shown: unknown, input: unknown): IDataObject =>
	({ it_glue: shown ?? null, input: input ?? null }) as IDataObject;

/** Both lists, with the keys of the output. */
const bothLists = (name: string, shown: unknown, input: unknown): IDataObject =>
	both(shownValue(name, shown), shownValue(name, input));

function isSame(attribute: Attribute, value: unknown, shown: unknown): boolean {
	// A switch that nobody has set is off.
	if (attribute.kind === 'boolean') return value === (readSwitch(shown) ?? false);
	if (attribute.sentAs === 'step')
		return sameText(value, shown) || sameText(value, attribute.readAs?.(String(shown ?? '')));
	return sameValue(attribute, value, shown);
}

/** `contact_type_id` → the value of `contact-type-name`. */
const nameBehind = ({ attributes }: JsonApiRecord, { name }: Attribute): unknown =>
	at({ attributes }, name.replace(/_id$/, '_name'));

function primaryDifference(
	item: Item,
	{ id, label, attribute }: Compared,
	shape: RowShape,
	raw: unknown,
	rows: IDataObject[],
): IDataObject | undefined {
	const { only, key } = shape;
	const [wanted] = readRows(item, shape, label, [raw]) ?? [];
	const primary = rows.find((row) => row[only] === true) ?? rows[0];
	if (!wanted || (primary && saysTheSame(shape, primary, wanted))) return undefined;
	const shown = item.resource.hooks?.derive?.({ [attribute.name]: rows })[id];
	return both(shown ?? primary?.[key.column], raw);
}

/** Entries that the record lacks or has with other values; additional entries of the record are no difference. */
function listDifference(
	item: Item,
	{ label, name }: Attribute,
	shape: RowShape,
	raw: unknown,
	rows: IDataObject[],
): IDataObject | undefined {
	const wanted = readRows(item, shape, label, raw) ?? [];
	const isThere = (row: IDataObject): boolean =>
		rows.some((candidate) => saysTheSame(shape, candidate, row));
	return wanted.every(isThere) ? undefined : bothLists(name, rows, wanted);
}

/** Whether a row has all wanted values. A number without its extension makes no statement about the extension. */
function saysTheSame(shape: RowShape, row: IDataObject, wanted: IDataObject): boolean {
	const set = Object.entries(wanted).filter(([, value]) => value !== false);
	const narrowed = Object.fromEntries(set.map(([name]) => [name, row[name] ?? null]));
	return sameRows(shape, [Object.fromEntries(set)], [{ ...row, ...narrowed }]);
}
