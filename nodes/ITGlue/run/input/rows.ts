/** The entries of an emails, phones or interfaces field, as given by a user or another system. */
import type { IDataObject } from 'n8n-workflow';
import { isDate } from '../../text/dates';
import { anyToSnake } from '../../text/spelling';
import type { RowColumn, RowShape } from '../../resources/schema/attribute';
import { readAddresses } from '../../text/email';
import { identifiesNothing } from '../../text/identity';
import { readExtension, readPhoneText } from '../../text/phone';
import { saysCountry } from '../../text/phoneNumber';
import { findChoice } from './options';
import type { Context } from '../../resources/schema/resource';
import { isObject, listed, plainText, shown } from '../../text/plain';
import { trimmed } from '../../text/same';
import { EXTENSION, isRepeated, KIND, SUGGESTED, type Row } from '../../records/rowPairs';
import { readSwitch } from '../../text/switches';

/** A field with entries, and its item. */
interface Field {
	item: Context;
	shape: RowShape;
	label: string;
}

/** Other systems use all these values for "none". */
const isNothing = (value: unknown): boolean =>
	value === undefined ||
	value === null ||
	value === false ||
	(Array.isArray(value) && value.length === 0) ||
	// Some objects cannot be converted to text.
	(typeof value === 'string' && value.trim() === '');

/**
 * The rows of an emails, phones or interfaces field in IT Glue's form. Accepts the form, a list of texts or objects
 * (also inside one row of the form, where expressions are), and a single text. Undefined if there are rows but all
 * are empty: expressions without a value must not clear a list. Returns an empty list only if the user gave an empty
 * list.
 */
export function readRows(
	item: Context,
	shape: RowShape,
	label: string,
	raw: unknown,
): Row[] | undefined {
	const field: Field = { item, shape, label };
	const inForm = isObject(raw) && (shape.group in raw || Object.keys(raw).length === 0);
	const entries = listOf(inForm ? raw[shape.group] : raw);
	const expanded = entries.flatMap((entry) => expand(entry, shape));
	const rows = expanded.flatMap((entry) => (isEntry(entry) ? readEntry(field, entry) : []));
	const told = withPrimaryAddress(shape, rows).filter(({ row }) => !isBlank(row, shape));
	if (inForm && shape.needsKey) sayEmptyRows(field, entries);
	const saysEmpty = expanded.length === 0 && (!inForm || entries.length > 0);
	if (told.length === 0 && !saysEmpty) return undefined;
	const all = told.map(({ row }) => row);
	return withOnePrimary(shape, shape.needsKey ? eachOnce(shape, all) : all);
}

/**
 * Whether nobody touched the row that the form of a new record starts with.
 * @param stored the parameter in the workflow, with unresolved expressions; undefined if it is the default
 */
export function isUntouched({ opensWithRow, group, columns }: RowShape, stored: unknown): boolean {
	if (!opensWithRow) return false;
	if (stored === undefined) return true;
	const [row, ...others] = listOf(isObject(stored) ? stored[group] : stored);
	if (!isObject(row) || others.length > 0) return false;
	return columns.every(({ param, fallback }) => isNothing(row[param]) || row[param] === fallback);
}

const isEntry = (entry: unknown): boolean =>
	entry !== null && entry !== undefined && entry !== false && entry !== '';

function listOf(value: unknown): unknown[] {
	const plain = typeof value === 'string' ? (parsedList(value) ?? value) : value;
	if (Array.isArray(plain)) return plain;
	return plain === undefined || plain === null || plain === '' ? [] : [plain];
}

/** Databases return lists as JSON text. */
function parsedList(text: string): unknown {
	if (!/^\s*[[{]/.test(text)) return undefined;
	try {
		const parsed: unknown = JSON.parse(text);
		return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
	} catch {
		return undefined;
	}
}

/** Merges entries that were given twice; the values of the later one win. */
function eachOnce(shape: RowShape, rows: Row[]): Row[] {
	const once: Row[] = [];
	const { column, same } = shape.key;
	for (const row of rows) {
		const at = once.findIndex((candidate) => isRepeated(shape, candidate, row));
		const known = once[at];
		if (!known) once.push(row);
		else {
			const keeps =
				same === 'phone' && saysCountry(String(known[column])) && !saysCountry(String(row[column]));
			once[at] = { ...known, ...row, ...(keeps && { [column]: known[column] }) };
		}
	}
	return once;
}

// --- Names inside an entry ---

interface Names {
	/** Any name of a column in snake_case → the column. */
	columns: ReadonlyMap<string, RowColumn>;
	ignored: ReadonlySet<string>;
}

const knownNames = new WeakMap<RowShape, Names>();

function namesOf(shape: RowShape): Names {
	const known = knownNames.get(shape);
	if (known) return known;
	const columns = new Map<string, RowColumn>();
	for (const column of shape.columns)
		for (const name of [column.param, column.wire, ...(column.aliases ?? [])])
			columns.set(spelt(name), column);
	const names = { columns, ignored: new Set(shape.ignored ?? []) };
	knownNames.set(shape, names);
	return names;
}

/** `label-name`, `labelName`, `Label Name` → `label_name`. */
const spelt = (name: string): string => anyToSnake(name.trim().replace(/\s+/g, '_'));

/** The value of a column in an entry, from the first of its names that has a value. */
function valueOf(shape: RowShape, column: RowColumn, entry: IDataObject): unknown {
	const { columns } = namesOf(shape);
	const own = [column.param, column.wire].map((name) => entry[name]);
	const others = Object.entries(entry)
		.filter(([name]) => columns.get(spelt(name)) === column)
		.map(([, value]) => value);
	const isSwitch = column.kind === 'boolean';
	return [...own, ...others].find(
		(value) =>
			value !== undefined && value !== null && value !== '' && (isSwitch || value !== false),
	);
}

// --- Entries ---

/** If the main column of a row contains a list, makes one row for each value, with the same settings. */
function expand(entry: unknown, shape: RowShape): unknown[] {
	const key = shape.columns.find(({ wire }) => wire === shape.key.column);
	if (!isObject(entry) || !key) return [entry];
	const own = shape.understand?.(snakeKeys(entry)) ?? entry;
	const inner = valueOf(shape, key, own);
	const list = typeof inner === 'string' ? (parsedList(inner) ?? inner) : inner;
	if (typeof list !== 'object' || list === null || isDate(list)) return [entry];
	return listOf(list).map((value) => {
		if (!isObject(value)) return { ...settingsOf(shape, own, key), [key.param]: value };
		return { ...settingsOf(shape, own, key), ...value };
	});
}

function settingsOf(shape: RowShape, entry: IDataObject, key: RowColumn): IDataObject {
	const settings = shape.columns.flatMap((column) => {
		const value = column === key ? undefined : valueOf(shape, column, entry);
		return value === undefined ? [] : [[column.wire, value] as const];
	});
	return Object.fromEntries(settings) as IDataObject;
}

const snakeKeys = (entry: IDataObject): IDataObject =>
	Object.fromEntries(Object.entries(entry).map(([name, value]) => [spelt(name), value]));

/** A row, and the scheme of its address. */
interface ReadRow {
	row: Row;
	scheme?: string;
	isPrimary?: boolean;
}

function readEntry(field: Field, entry: unknown): ReadRow[] {
	const { shape } = field;
	const isText = ['string', 'number', 'bigint'].includes(typeof entry);
	const given: unknown = isText ? { [shape.key.column]: entry } : entry;
	if (!isObject(given) || isDate(given)) return unreadable(field);
	const source = shape.understand ? shape.understand(snakeKeys(given)) : given;
	// This entry belongs to another list: a phone number among emails.
	if (source === undefined) return [];
	sayUnknown(field, source);
	const row: Row = {};
	for (const column of shape.columns) {
		const value = valueOf(shape, column, source);
		if (value !== undefined) row[column.wire] = readColumn(field, column, value);
	}
	const text = row[shape.key.column];
	if (typeof text !== 'string') return [{ row }];
	if (shape.key.same === 'phone') return phoneRows(field, row, text).map((one) => ({ row: one }));
	return shape.key.same === 'email' ? emailRows(field, row, text) : [{ row }];
}

function readColumn(field: Field, column: RowColumn, value: unknown): string | boolean {
	const { item, label } = field;
	if (column.kind === 'boolean') {
		return (
			readSwitch(value) ??
			item.refuse(
				`"${column.label}" of "${label}" must be true or false`,
				`It is "${shown(value)}".`,
			)
		);
	}
	// Other systems return a type as an object: {"id": 2, "name": "Mobile"}.
	const plain = isObject(value) && 'name' in value ? value.name : value;
	const read = typeof plain === 'boolean' ? undefined : plainText(plain);
	if (read === undefined) return unreadable(field);
	const text = trimmed(read);
	if (column.kind !== 'choice') return text;
	const choices = column.choices ?? [];
	return (
		findChoice(choices, text)?.id ??
		item.refuse(
			`"${shown(text)}" is not a value of "${column.label}" in "${label}"`,
			`Use one of: ${choices.map((choice) => choice.label).join(', ')}.`,
		)
	);
}

function unreadable({ item, label, shape: { columns } }: Field): never {
	return item.refuse(
		`"${label}" is not a list that can be read`,
		`Each entry must be text or an object such as {"${columns.map(({ param }) => param).join('": …, "')}": …}.`,
	);
}

/** Unknown keys of an entry: refused if the entry has no known key, otherwise reported. */
function sayUnknown({ item, label, shape }: Field, entry: IDataObject): void {
	const { columns, ignored } = namesOf(shape);
	const names = Object.keys(entry).filter((name) => !isNothing(entry[name]));
	const unknown = names.filter(
		(name) => !columns.has(spelt(name)) && !ignored.has(spelt(name)) && !name.startsWith('@'),
	);
	if (unknown.length === 0) return;
	const keys = Object.keys(entry).map((name) => columns.get(spelt(name))?.wire);
	const isKnown = shape.needsKey ? keys.includes(shape.key.column) : keys.some(Boolean);
	if (isKnown) {
		item.hint(
			`${label}: IT Glue does not know ${listed(unknown.map((name) => `"${name}"`))} in the entries. It was not sent.`,
		);
		return;
	}
	item.refuse(
		`"${label}" has an entry without ${shape.needsKey ? `"${shape.key.column}"` : 'any known key'}: it holds ${listed(unknown.map((name) => `"${name}"`))}`,
		`Each entry must be text or an object such as {"${shape.columns.map(({ param }) => param).join('": …, "')}": …}.`,
	);
}

/**
 * Reports rows of the form without a number or address, because they have no effect and somebody may have forgotten
 * to fill them in.
 */
function sayEmptyRows({ item, label, shape }: Field, entries: readonly unknown[]): void {
	const [column] = shape.columns.filter(({ wire }) => wire === shape.key.column);
	if (!column || !entries.some((entry) => isObject(entry) && isNothing(entry[column.param])))
		return;
	item.hint(`${label}: a row without ${column.label} was left out.`);
}

/** Splits a text into number, extension and words. A text with two numbers becomes two entries. */
function phoneRows({ item, shape, label }: Field, row: Row, text: string): Row[] {
	const { phones, hasMore } = readPhoneText(text);
	const given = readExtension(String(row[EXTENSION] ?? ''));
	const kinds = shape.columns.find(({ wire }) => wire === KIND);
	if (phones.length === 0 && text !== '')
		item.hint(`${label}: "${shown(text)}" contains no phone number and was left out.`);
	else if (hasMore)
		item.hint(
			`${label}: of "${shown(text)}" only ${listed(phones.map(({ number }) => `"${number}"`))} was read as a number. The rest was not sent.`,
		);
	return phones.map(({ number, extension, label: suggested, isFax }, at): Row => {
		const one: Row = { ...row, [shape.key.column]: number };
		delete one[EXTENSION];
		const digits = at === 0 && given !== '' ? given : extension;
		if (digits !== '') one[EXTENSION] = digits;
		// The form always sends the default kind for new entries.
		const isOpen = one[KIND] === undefined || one[KIND] === kinds?.fallback;
		if (isFax && isOpen) one[KIND] = 'fax';
		if (suggested) one[SUGGESTED] = suggested;
		return at === 0 ? one : { ...one, ...(one[shape.only] === true && { [shape.only]: false }) };
	});
}

function emailRows({ item, shape, label }: Field, row: Row, text: string): ReadRow[] {
	if (text !== '' && !text.includes('@') && identifiesNothing('email', text)) {
		item.hint(`${label}: "${shown(text)}" contains no email address and was left out.`);
		return [];
	}
	return readAddresses(text).map(({ address, scheme, isPrimary }, at) => ({
		row: {
			...row,
			[shape.key.column]: address,
			...(at > 0 && row[shape.only] === true && { [shape.only]: false }),
		},
		scheme,
		isPrimary,
	}));
}

/**
 * In Exchange's list of addresses, capital letters mark the primary one. Addresses that are not emails belong to
 * other lists.
 */
function withPrimaryAddress({ only }: RowShape, rows: ReadRow[]): ReadRow[] {
	if (!rows.some(({ scheme }) => scheme === 'smtp')) return rows;
	const emails = rows.filter(({ scheme }) => !scheme || scheme === 'smtp' || scheme === 'mailto');
	if (emails.some(({ row }) => row[only] === true)) return emails;
	const primary = emails.findIndex(({ isPrimary }) => isPrimary);
	return emails.map((one, at) =>
		at === primary ? { ...one, row: { ...one.row, [only]: true } } : one,
	);
}

const isBlank = (row: Row, { columns, key, needsKey }: RowShape): boolean =>
	(needsKey && !row[key.column]) ||
	columns.every(({ wire, fallback }) => {
		const value = row[wire];
		return value === undefined || value === false || value === fallback;
	});

/** Keeps only the first of several primary rows. */
function withOnePrimary({ only }: RowShape, rows: Row[]): Row[] {
	const first = rows.findIndex((row) => row[only] === true);
	return rows.map((row, index) =>
		row[only] === true && index !== first ? { ...row, [only]: false } : row,
	);
}
