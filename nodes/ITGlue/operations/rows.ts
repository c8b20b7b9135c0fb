import type { IDataObject } from 'n8n-workflow';
import { samePhone } from '../jsonapi/normalise';
import type { RowColumn, RowShape } from '../resources/types';
import { sameLook, sameText, trimmed } from '../text/same';
import type { Item } from './item';
import { plainText } from './plainText';

const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const EXTENSION = 'extension';

/**
 * The rows of an emails, phones or interfaces field as IT Glue takes them. Accepts the form, a list
 * of texts or objects (also inside one row of the form, where expressions go), and one text.
 * Undefined where rows were added but none says anything: expressions that resolved to nothing must
 * not clear a list. An empty list is returned only for one that was given as such.
 */
export function readRows(
	item: Item,
	shape: RowShape,
	label: string,
	raw: unknown,
): IDataObject[] | undefined {
	const inForm = isObject(raw) && (shape.group in raw || Object.keys(raw).length === 0);
	const entries = listOf(inForm ? raw[shape.group] : raw);
	const expanded = entries.flatMap((entry) => expand(entry, shape));
	const rows = expanded
		.map((entry) => readRow(item, shape, label, entry))
		.filter((row) => !isBlank(row, shape));
	const saysEmpty = expanded.length === 0 && (!inForm || entries.length > 0);
	return rows.length > 0 || saysEmpty
		? withOnePrimary(shape, shape.needsKey ? eachOnce(shape, rows) : rows)
		: undefined;
}

/** An address that is given twice is one entry; what the later one says of it wins. */
function eachOnce(shape: RowShape, rows: IDataObject[]): IDataObject[] {
	const once: IDataObject[] = [];
	for (const row of rows) {
		const at = once.findIndex((candidate) => sameRow(shape, candidate, row));
		if (at < 0) once.push(row);
		else once[at] = { ...once[at], ...row };
	}
	return once;
}

const listOf = (value: unknown): unknown[] =>
	Array.isArray(value)
		? value
		: value === undefined || value === null || value === ''
			? []
			: [value];

/** A form row whose main column holds a list stands for as many rows, each with the row's settings. */
function expand(entry: unknown, shape: RowShape): unknown[] {
	const key = shape.columns.find(({ wire }) => wire === shape.key.column);
	if (!isObject(entry) || !key) return [entry];
	const inner = entry[key.param];
	if (typeof inner !== 'object' || inner === null) return [entry];
	return listOf(inner).map((value) => {
		if (!isObject(value)) return { ...entry, [key.param]: value };
		const settings = shape.columns.flatMap((column) => {
			const own = valueOf(column, value);
			const setting = column === key || own !== undefined ? own : valueOf(column, entry);
			return setting === undefined ? [] : [[column.wire, setting] as const];
		});
		return Object.fromEntries(settings);
	});
}

function readRow(item: Item, shape: RowShape, label: string, entry: unknown): IDataObject {
	const source: unknown =
		typeof entry === 'string' || typeof entry === 'number' ? { [shape.key.column]: entry } : entry;
	if (!isObject(source)) return unreadable(item, shape, label);
	const row: IDataObject = {};
	for (const column of shape.columns) {
		const value = valueOf(column, source);
		if (value === undefined) continue;
		if (column.kind === 'boolean')
			row[column.wire] = value === true || value === 'true' || value === 1;
		else {
			const text = typeof value === 'boolean' ? undefined : plainText(value);
			row[column.wire] =
				text === undefined ? unreadable(item, shape, label) : trimmed(text);
		}
	}
	return withExtensionApart(shape, row);
}

function unreadable(item: Item, { columns }: RowShape, label: string): never {
	return item.refuse(
		`"${label}" is not a list that can be read`,
		`Each entry must be text or an object such as {"${columns.map(({ param }) => param).join('": …, "')}": …}.`,
	);
}

function valueOf(column: RowColumn, source: IDataObject): unknown {
	return [column.param, column.wire, ...(column.aliases ?? [])]
		.map((name) => source[name])
		.find((found) => found !== undefined && found !== null && found !== '');
}

/** "604-555-0100 x12" → number and extension: IT Glue strips what is no digit, and would join the two. */
function withExtensionApart({ key, columns }: RowShape, row: IDataObject): IDataObject {
	const apart = columns.some(({ wire }) => wire === EXTENSION) && row[EXTENSION] === undefined;
	const value = row[key.column];
	if (key.same !== 'phone' || !apart || typeof value !== 'string') return row;
	const match = /^(.*[^a-z])(?:extension|ext|x|#)[.:=\s]{0,3}(\d{1,10})$/i.exec(value);
	return match ? { ...row, [key.column]: match[1]?.trim(), [EXTENSION]: match[2] } : row;
}

const isBlank = (row: IDataObject, { columns, key, needsKey }: RowShape): boolean =>
	(needsKey && row[key.column] === undefined) ||
	columns.every(({ wire, fallback }) => {
		const value = row[wire];
		return value === undefined || value === false || value === fallback;
	});

/** At most one row is primary: the first that says so. */
function withOnePrimary({ only }: RowShape, rows: IDataObject[]): IDataObject[] {
	const first = rows.findIndex((row) => row[only] === true);
	return rows.map((row, index) =>
		row[only] === true && index !== first ? { ...row, [only]: false } : row,
	);
}

/** A new row with what IT Glue requires of it and the user left out, such as a label. */
function complete({ columns }: RowShape, row: IDataObject): IDataObject {
	const gaps = columns.filter(
		({ wire, fallback }) => fallback !== undefined && row[wire] === undefined,
	);
	return { ...row, ...Object.fromEntries(gaps.map(({ wire, fallback }) => [wire, fallback])) };
}

/** A whole list of rows: each complete, the first one primary unless the user named another. */
export function wholeList(shape: RowShape, rows: IDataObject[]): IDataObject[] {
	const all = rows.map((row) => complete(shape, row));
	const { only } = shape;
	if (all.some((row) => row[only] === true)) return all;
	return all.map((row, index) => (index === 0 ? { ...row, [only]: true } : row));
}

/** The columns of a row that change an existing one: a switch left off or on its default does not. */
function changes({ columns }: RowShape, row: IDataObject): IDataObject {
	const set = columns.filter(
		({ wire, kind, fallback }) =>
			row[wire] !== undefined &&
			row[wire] !== false &&
			!(kind === 'choice' && row[wire] === fallback),
	);
	return Object.fromEntries(set.map(({ wire }) => [wire, row[wire]]));
}

function sameRow(shape: RowShape, a: IDataObject, b: IDataObject): boolean {
	const { column, same } = shape.key;
	const [left, right] = [String(a[column] ?? '').trim(), String(b[column] ?? '').trim()];
	if (same === 'phone') {
		return samePhone(withExtension(left, a), withExtension(right, b));
	}
	return sameText(left, right);
}

/**
 * Where a row stands in a list, or -1. A number given without its extension means the one entry with that
 * number: otherwise it would be added beside it.
 */
export function placeOf(shape: RowShape, rows: IDataObject[], row: IDataObject): number {
	const { only } = shape;
	const primary = rows.findIndex((candidate) => candidate[only] === true);
	if (row[only] === true && isSameNumber(shape, rows[primary], row)) return primary;
	const exact = rows.findIndex((candidate) => sameRow(shape, candidate, row));
	if (exact >= 0 || shape.key.same !== 'phone' || row[EXTENSION]) return exact;
	const same = rows.filter((candidate) => isSameNumber(shape, candidate, row));
	const [one] = same;
	return one && same.length === 1 ? rows.indexOf(one) : -1;
}

/** The number alone: what is given without an extension says nothing of it. */
const isSameNumber = (
	{ key }: RowShape,
	candidate: IDataObject | undefined,
	row: IDataObject,
): boolean =>
	candidate !== undefined &&
	key.same === 'phone' &&
	!row[EXTENSION] &&
	samePhone(candidate[key.column], row[key.column]);

const withExtension = (value: string, row: IDataObject): string =>
	row[EXTENSION] ? `${value} x${String(row[EXTENSION])}` : value;

/** Columns that a person sets; IT Glue adds others (formatted-value) that must not be sent back. */
function ownColumns(shape: RowShape, row: IDataObject): IDataObject {
	return Object.fromEntries(
		shape.columns.flatMap(({ wire }) => {
			const value = row[wire] ?? row[wire.replace(/-/g, '_')];
			return value === undefined || value === null || value === '' ? [] : [[wire, value]];
		}),
	);
}

/**
 * Adds rows to those that a record has: same value, same row, updated; others are appended and
 * nothing is lost. A new primary row takes the place of the old one. IT Glue replaces such arrays
 * as a whole, so what is sent must be complete (reference 4.4).
 */
export function mergeRows(
	shape: RowShape,
	existing: IDataObject[],
	given: IDataObject[],
): IDataObject[] {
	if (existing.length === 0) return wholeList(shape, given);
	// An old row may lack the label that IT Glue requires of every row sent.
	const merged = existing.map((row) => complete(shape, ownColumns(shape, row)));
	for (const row of given) {
		const at = placeOf(shape, merged, row);
		const known = merged[at];
		if (known) merged[at] = { ...known, ...changes(shape, row) };
		else merged.push(complete(shape, row));
	}
	const { only } = shape;
	const chosen = given.find((row) => row[only] === true);
	if (!chosen) return merged;
	const primary = placeOf(shape, merged, chosen);
	// Where none is marked, the first counts as the primary one (as `primary_email` of our output does).
	const isSo = primary === 0 && !existing.some((row) => row[only] === true);
	return merged.map((row, at) => ({ ...row, [only]: at === primary && !isSo }));
}

/** Whether two lists say the same in the columns that both know. */
export function sameRows(shape: RowShape, a: IDataObject[], b: IDataObject[]): boolean {
	if (a.length !== b.length) return false;
	return a.every((row) => {
		const twin = b.find((candidate) => sameRow(shape, row, candidate));
		return (
			twin !== undefined && shape.columns.every(({ wire }) => sameColumn(shape, wire, row, twin))
		);
	});
}

function sameColumn(shape: RowShape, wire: string, a: IDataObject, b: IDataObject): boolean {
	if (wire === shape.key.column || a[wire] === undefined || b[wire] === undefined) return true;
	const [left, right] = [String(a[wire] ?? ''), String(b[wire] ?? '')];
	// A label that a row never had is filled in when the list is sent, and is no reason to send it.
	const { fallback } = shape.columns.find((column) => column.wire === wire) ?? {};
	if (right === '' && left === String(fallback ?? '')) return true;
	// IT Glue strips separators and words from an extension (reference 4.4).
	return wire === EXTENSION ? left.replace(/\D/g, '') === right.replace(/\D/g, '') : sameLook(left, right);
}
