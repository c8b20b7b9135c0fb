/** The meaning of a value from another system, a database or a spreadsheet. */
import { identifiesNothing, isSheetError } from './identity';
import { isObject, plainText } from './plain';
import { readSwitch } from './switches';

/** Kinds of fields that hold one text; an object may name it. */
const NAMED = new Set<string | undefined>(['string', 'lookup']);
/** Kinds of fields whose value can never be a mark for "no value". */
const SCALAR = new Set<string | undefined>(['date', 'dateTime', 'boolean', 'choice', 'number']);

/**
 * The single value that is meant: the entry of a list with one entry (LDAP gives every attribute as a list), the name
 * in Odoo's pair of ID and name, and the name in an object ({"id": 2, "name": "Active"} of ConnectWise and HaloPSA; the
 * ID is the other system's). In Odoo, false means "none".
 */
export function givenValue(raw: unknown, kind: string | undefined): unknown {
	if (kind === 'rows' || kind === 'entries' || kind === 'secret') return raw === false ? '' : raw;
	// In these fields a list with one entry stays a list, and an object with an ID names a record.
	if (kind === 'tags' || kind === 'file') return raw === false ? '' : raw;
	if (raw === false && kind !== 'boolean') return '';
	if (Array.isArray(raw)) {
		const entries: unknown[] = raw;
		const [first, second] = entries;
		if (entries.length === 1 && plainText(first) !== undefined) return first;
		const isPair = entries.length === 2 && typeof first === 'number' && typeof second === 'string';
		return isPair && NAMED.has(kind) ? second : raw;
	}
	if (typeof raw === 'string') return NAMED.has(kind) ? withoutFormula(raw) : raw;
	return isObject(raw) && NAMED.has(kind) ? (nameIn(raw) ?? raw) : raw;
}

/** A resource locator is an object, too, and already contains its meaning. */
function nameIn(raw: Record<string, unknown>): string | undefined {
	if ('__rl' in raw || 'mode' in raw) return undefined;
	return [raw.name, raw.displayName].find((name) => typeof name === 'string');
}

/** A CSV for Excel contains ="00123" to keep the zeros. */
export const withoutFormula = (text: string): string =>
	/^\s*="([^"]*)"\s*$/.exec(text)?.[1] ?? text;

/** Marks for "no value" in database exports. "Null" is also a person's name. */
const MARKS = new Set(['NULL', 'null', '(null)', '<null>', '[null]', '\\N']);

/**
 * The first days of system and spreadsheet clocks, which mean "no date" (.NET, MySQL, Excel, SQL Server, Windows,
 * Unix).
 */
const BEGINNINGS =
	/^(?:0000-00-00|0001-01-01|1601-01-01|1753-01-01|1899-12-3[01]|1900-01-0[01]|1970-01-01)(?![0-9])/;

/**
 * Whether a text means "no value": NULL of a database, #N/A of a spreadsheet, 0001-01-01 for a date, "n/a" for a
 * switch.
 */
export function isMark(raw: unknown, kind: string | undefined): boolean {
	if (kind === 'secret' || typeof raw !== 'string') return false;
	const text = raw.trim();
	if (MARKS.has(text) || isSheetError(text)) return true;
	if (!SCALAR.has(kind)) return false;
	const isSaid = kind === 'boolean' && readSwitch(text) !== undefined;
	const isWord = text !== '' && !isSaid && !/\d/.test(text) && identifiesNothing('serial', text);
	const isDay = kind !== 'boolean' && kind !== 'number';
	return isWord || (isDay && BEGINNINGS.test(text));
}

/** Without characters that databases cannot store: NUL, and half characters left by a cut. */
export const wellFormed = (text: string): string =>
	text
		.replace(/\0/g, '')
		.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD');
