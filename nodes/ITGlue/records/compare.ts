import type { IDataObject } from 'n8n-workflow';
import { at, shows } from '../transport/jsonapi/record';
import { sameDate, sameMac } from '../text/sameValues';
import { sameHtml } from '../text/html/html';
import type { Attribute, Comparator } from '../resources/schema/attribute';
import type { Resource } from '../resources/schema/resource';
import { entriesOf, fileName, tagIds } from '../resources/flexibleAsset/traits';
import { linesOf } from '../text/lines';
import { samePhone } from '../text/phone';
import { sameLines, sameLook, sameText, withoutCodes } from '../text/same';
import type { JsonApiRecord } from '../transport';
import { sameRows } from './rows';

/** IT Glue keeps only the digits, including those of an extension, because a location has no extension field. */
const digitsOf = (text: string): string => text.replace(/\D/g, '');

const SAME: Record<Comparator, (a: string, b: string) => boolean> = {
	html: sameHtml,
	phone: (a, b) => samePhone(a, b) || (digitsOf(a) !== '' && digitsOf(a) === digitsOf(b)),
	mac: sameMac,
	date: sameDate,
	number: (a, b) => Number(a) === Number(b),
};

const isBlank = (value: unknown): boolean => value === undefined || value === null || value === '';

const isRow = (row: unknown): row is IDataObject => typeof row === 'object' && row !== null;

export const rowsOf = (value: unknown): IDataObject[] =>
	Array.isArray(value) ? value.filter(isRow) : [];

const byName = new WeakMap<Resource, ReadonlyMap<string, Attribute>>();

/** An attribute of the table. A map finds it fast, because each value of each item is looked up by name. */
export function attributeNamed(resource: Resource, name: string): Attribute | undefined {
	const known = byName.get(resource);
	if (known) return known.get(name);
	byName.set(
		resource,
		new Map(resource.attributes.map((attribute) => [attribute.name, attribute])),
	);
	return byName.get(resource)?.get(name);
}

/** Whether two values of an attribute mean the same, by the rules of its table. */
export function sameValue(attribute: Attribute | undefined, a: unknown, b: unknown): boolean {
	if (attribute?.rows) return sameRows(attribute.rows, rowsOf(a), rowsOf(b));
	if (attribute?.kind === 'tags') return sameTags(a, b);
	if (attribute?.kind === 'file') return sameFile(a, b);
	// A cleared switch is off; a switch that was never set is null (reference 5.28).
	if (attribute?.kind === 'boolean' && isBlank(a) && b === false) return true;
	if (isBlank(a) || isBlank(b)) return isBlank(a) && isBlank(b);
	if (typeof a === 'object' || typeof b === 'object')
		return JSON.stringify(a) === JSON.stringify(b);
	const [left, right] = [String(a), String(b)];
	if (left === right) return true;
	if (attribute?.comparator) return SAME[attribute.comparator](left, right);
	return samePlain(attribute, left, right);
}

const sameTags = (a: unknown, b: unknown): boolean =>
	[...new Set(tagIds(a))].sort().join() === [...new Set(tagIds(b))].sort().join();

/** IT Glue shows only the name of a file, and not always that (additions 14). */
function sameFile(a: unknown, b: unknown): boolean {
	const [wanted, held] = [a, b].map((value) => entriesOf(value).map(fileName));
	return wanted?.join('\n') === held?.join('\n');
}

/** IT Glue trims texts and changes line ends; invisible differences are no change, except in a secret. */
function samePlain(attribute: Attribute | undefined, left: string, right: string): boolean {
	// HTML codes never replace the characters that they stand for.
	if (attribute?.kind === 'string')
		return sameLook(left, right) || sameLook(withoutCodes(left), right);
	if (attribute?.kind === 'multiline') return sameLines(left, right);
	if (attribute?.kind === 'lines') return linesOf(left).join('\n') === linesOf(right).join('\n');
	// A value that is no longer one of the options stays as it was entered.
	if (attribute?.open && attribute.choices?.every(({ id }) => id !== left))
		return sameText(left, right);
	return left.replace(/\r\n/g, '\n').trim() === right.replace(/\r\n/g, '\n').trim();
}

/**
 * The attributes whose value on `record` differs from the wanted one; values that cannot be compared count as
 * different.
 */
export function differing(
	resource: Resource,
	wanted: IDataObject,
	record: JsonApiRecord,
): IDataObject {
	const different = Object.entries(wanted).filter(([name, value]) => {
		const attribute = attributeNamed(resource, name);
		if (attribute?.readableFrom === 'never') return true;
		return !sameValue(attribute, value, at(record, name));
	});
	return Object.fromEntries(different);
}

/**
 * What an answer shows of the attributes that were sent: labels of those with another value (IT Glue silently ignores
 * values that it does not accept), and of those it does not show at all. Attributes that IT Glue never shows are in
 * neither list.
 */
export function checkAnswer(
	resource: Resource,
	sent: IDataObject,
	answer: JsonApiRecord,
): { notTaken: string[]; notShown: string[] } {
	const checked = { notTaken: [] as string[], notShown: [] as string[] };
	for (const name of Object.keys(differing(resource, sent, answer))) {
		const attribute = attributeNamed(resource, name);
		if (attribute?.readableFrom === 'never') continue;
		const shown = shows(answer, name);
		checked[shown ? 'notTaken' : 'notShown'].push(attribute?.label ?? name);
	}
	return checked;
}
