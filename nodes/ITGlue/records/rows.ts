/** Lists of entries that IT Glue replaces as a whole: merged with the entries of a record, and compared. */
import type { IDataObject } from 'n8n-workflow';
import type { RowShape } from '../resources/schema/attribute';
import { readExtension } from '../text/phone';
import { saysCountry } from '../text/phoneNumber';
import { sameLook } from '../text/same';
import { columnIn, EXTENSION, LABEL, pairRows, SUGGESTED, type Row } from './rowPairs';

/** A new entry with the values that IT Glue requires and the user left out, such as a label. */
function complete({ columns }: RowShape, row: Row): Row {
	const gaps = columns.flatMap(({ wire, fallback }) => {
		const value = (wire === LABEL ? row[SUGGESTED] : undefined) ?? fallback;
		return value !== undefined && row[wire] === undefined ? [[wire, value] as const] : [];
	});
	return Object.fromEntries([...Object.entries(row), ...gaps]);
}

/** A whole list of entries: each complete, the first one primary unless the user chose another. */
export function wholeList(shape: RowShape, rows: Row[]): Row[] {
	const all = rows.map((row) => complete(shape, row));
	const { only } = shape;
	if (all.some((row) => row[only] === true)) return all;
	return all.map((row, index) => (index === 0 ? { ...row, [only]: true } : row));
}

/** The columns of an entry that change an existing one; a switch that is off or has its default changes nothing. */
function changes({ columns }: RowShape, row: IDataObject): IDataObject {
	const set = columns.filter(
		({ wire, kind, fallback }) =>
			row[wire] !== undefined &&
			row[wire] !== false &&
			!(kind === 'choice' && row[wire] === fallback),
	);
	return Object.fromEntries(set.map(({ wire }) => [wire, row[wire]]));
}

/** A record's entry with the given values. The number stays unchanged unless the given one adds the country. */
function changed(shape: RowShape, known: Row, row: Row): Row {
	const { column, same } = shape.key;
	const [own, given] = [String(known[column] ?? ''), String(row[column] ?? '')];
	const keeps = same === 'phone' && !(saysCountry(given) && !saysCountry(own));
	return { ...known, ...changes(shape, row), ...(keeps && { [column]: known[column] }) };
}

/** Columns that a person sets; IT Glue adds others (formatted-value) that must not be sent back. */
function ownColumns(shape: RowShape, row: IDataObject): Row {
	return Object.fromEntries(
		shape.columns.flatMap(({ wire }) => {
			const value = columnIn(row, wire) as IDataObject[string];
			return value === undefined || value === null || value === '' ? [] : [[wire, value]];
		}),
	);
}

/**
 * Adds entries to those of a record: an entry that means an existing one changes it, others are appended, and nothing
 * is lost. A new primary entry replaces the old one. IT Glue replaces such arrays as a whole, so the list that is sent
 * must be complete (reference 4.4).
 */
export function mergeRows(shape: RowShape, existing: IDataObject[], given: Row[]): Row[] {
	if (existing.length === 0) return wholeList(shape, given);
	const { only } = shape;
	// An old entry may lack the label that IT Glue requires for every entry of a request.
	const merged = existing.map((row) => complete(shape, ownColumns(shape, row)));
	const places = pairRows(shape, existing, given);
	const chosen = given.findIndex((row) => row[only] === true);
	for (const [index, row] of given.entries()) {
		const at = places[index] ?? -1;
		const known = merged[at];
		if (known) merged[at] = changed(shape, known, row);
		else places[index] = merged.push(complete(shape, row)) - 1;
	}
	if (chosen < 0) return merged;
	const primary = places[chosen];
	// If no entry is marked, the first counts as the primary one (as for `primary_email` of the output).
	const isSo = primary === 0 && !existing.some((row) => row[only] === true);
	return merged.map((row, at) => ({ ...row, [only]: at === primary && !isSo }));
}

/** Merges two given lists; for the same entry, the second list wins. */
export function together(shape: RowShape, first: unknown, second: unknown): Row[] {
	const a = Array.isArray(first) ? (first as Row[]) : [];
	const b = Array.isArray(second) ? (second as Row[]) : [];
	const { only } = shape;
	const primary = b.find((row) => row[only] === true);
	const rows = a.map((row) => (primary ? { ...row, [only]: false } : row));
	// Pair the entries while their flags still show the primary one.
	const places = pairRows(shape, a, b);
	for (const [index, row] of b.entries()) {
		const at = places[index] ?? -1;
		if (at < 0) rows.push(row);
		else rows[at] = { ...rows[at], ...row };
	}
	return rows;
}

/** Whether two lists have the same values in the columns that both have. */
export function sameRows(shape: RowShape, a: IDataObject[], b: IDataObject[]): boolean {
	if (a.length !== b.length) return false;
	const places = pairRows(shape, b, a);
	return a.every((row, index) => {
		const twin = b[places[index] ?? -1];
		return (
			twin !== undefined && shape.columns.every(({ wire }) => sameColumn(shape, wire, row, twin))
		);
	});
}

function sameColumn(shape: RowShape, wire: string, a: IDataObject, b: IDataObject): boolean {
	if (wire === shape.key.column || a[wire] === undefined || b[wire] === undefined) return true;
	const [left, right] = [String(a[wire] ?? ''), String(b[wire] ?? '')];
	// A missing label is filled in when the list is sent, but it is no reason to send the list.
	const { fallback } = shape.columns.find((column) => column.wire === wire) ?? {};
	if (right === '' && left === String(fallback ?? '')) return true;
	// IT Glue strips separators and words from an extension (reference 4.4).
	return wire === EXTENSION ? readExtension(left) === readExtension(right) : sameLook(left, right);
}
