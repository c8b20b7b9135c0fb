/** What a value means that another system, a database or a spreadsheet gave. */
import { identifiesNothing, isSheetError } from './identity';
import { isObject, plainText } from './plain';
import { readSwitch } from './switches';

/** Kinds of fields that hold one text, which an object may name. */
const NAMED = new Set<string | undefined>(['string', 'lookup']);
/** Kinds of fields that a mark for "no value" can never be a value of. */
const SCALAR = new Set<string | undefined>(['date', 'dateTime', 'boolean', 'choice', 'number']);

/**
 * The one value that is meant: of a list of one (LDAP gives every attribute so), of the pair of ID and name by which
 * Odoo refers to a record, and of an object that names what it refers to ({"id": 2, "name": "Active"} of ConnectWise
 * and HaloPSA; the ID is the other system's). False stands for "none" in Odoo.
 */
export function givenValue(raw: unknown, kind: string | undefined): unknown {
	if (kind === 'rows' || kind === 'entries' || kind === 'secret') return raw === false ? '' : raw;
	// A list of one is a list all the same, and a record names itself by its ID.
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

/** A locator is an object, too, and says itself what it means. */
function nameIn(raw: Record<string, unknown>): string | undefined {
	if ('__rl' in raw || 'mode' in raw) return undefined;
	return [raw.name, raw.displayName].find((name) => typeof name === 'string');
}

/** A CSV made for Excel writes ="00123" to keep the zeros. */
export const withoutFormula = (text: string): string =>
	/^\s*="([^"]*)"\s*$/.exec(text)?.[1] ?? text;

/** As databases export the absence of a value. "Null" is a name of people. */
const MARKS = new Set(['NULL', 'null', '(null)', '<null>', '[null]', '\\N']);

/** Days on which clocks of computers and spreadsheets begin to count: a date that is none (.NET, MySQL, Excel, SQL Server, Windows, Unix). */
const BEGINNINGS =
	/^(?:0000-00-00|0001-01-01|1601-01-01|1753-01-01|1899-12-3[01]|1900-01-0[01]|1970-01-01)(?![0-9])/;

/** Whether a text stands for no value: NULL of a database, #N/A of a spreadsheet, 0001-01-01 for a date, "n/a" for a switch. */
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

/** What databases cannot store: the NUL character, and halves of characters that a cut left over. */
export const wellFormed = (text: string): string =>
	text
		.replace(/\0/g, '')
		.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD');
