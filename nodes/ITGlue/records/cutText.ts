import { at } from '../transport/jsonapi/record';
import type { Attribute, Values } from '../resources/schema/attribute';
import type { Resource, Context } from '../resources/schema/resource';
import { CUT, isCutOf, isMadeOfCut, mayBeCut } from '../text/cutText';
import type { JsonApiRecord } from '../transport';

const textIn = (record: JsonApiRecord, { name }: Attribute): string =>
	String(at(record, name) ?? '');

/**
 * Whether a record as a list shows it leaves open what a value is. Not where the given text is what the
 * list shows: it comes from Get Many, cut as it is, and says nothing new.
 */
export const leavesOpen = (attribute: Attribute, listed: JsonApiRecord, given: unknown): boolean =>
	attribute.readableFrom === 'show' &&
	textIn(listed, attribute).length >= CUT &&
	String(given ?? '') !== textIn(listed, attribute);

/** Whether a given text is the record's own, cut: it must not take the place of the whole one. */
export const isCutFrom = (attribute: Attribute, record: JsonApiRecord, given: unknown): boolean =>
	attribute.readableFrom === 'show' && isCutOf(String(given ?? ''), textIn(record, attribute));

/** Whether any of the values may have been taken from a list that cuts it, so that the record must be read. */
export const holdsCutTexts = ({ attributes }: Resource, values: Values): boolean =>
	attributes.some(
		({ name, readableFrom }) => readableFrom === 'show' && mayBeCut(values.get(name)),
	);

/** Refuses a text that was edited as a list shows it: the rest of the record's would be erased. */
export function refuseCutTexts(item: Context, values: Values, record: JsonApiRecord): void {
	const { attributes, label } = item.resource;
	for (const attribute of attributes) {
		const given = values.get(attribute.name);
		if (attribute.readableFrom !== 'show' || typeof given !== 'string') continue;
		const whole = textIn(record, attribute);
		if (isCutFrom(attribute, record, given) || !isMadeOfCut(given, whole)) continue;
		item.refuse(
			`"${attribute.label}" would lose ${whole.length - CUT} characters`,
			`${label} ${record.id} has ${whole.length}, but lists show only the first ${CUT}, and your text comes from such a list. Read the record with Get and edit that text. To write your text anyway, clear the field first.`,
		);
	}
}

/** The values without those that a list had cut: they say nothing new. Tells of each. */
export function withoutCutTexts(item: Context, values: Values, record: JsonApiRecord): Values {
	const { attributes, label } = item.resource;
	const cut = attributes.filter((attribute) =>
		isCutFrom(attribute, record, values.get(attribute.name)),
	);
	for (const attribute of cut) {
		item.hint(
			`${label} ${record.id}: ${attribute.label} did not change, because the given value is the text that lists cut to ${CUT} characters.`,
		);
	}
	return new Map([...values].filter(([name]) => !cut.some((attribute) => attribute.name === name)));
}

/** Tells which values of a list may be cut, so that nobody writes them back. */
export function hintCutTexts(
	item: Context,
	records: readonly JsonApiRecord[],
	isShown: (name: string) => boolean,
): void {
	const { attributes, label, plural } = item.resource;
	for (const attribute of attributes) {
		if (attribute.readableFrom !== 'show' || !isShown(attribute.name)) continue;
		const cut = records.filter((record) => textIn(record, attribute).length === CUT).length;
		if (cut === 0) continue;
		item.hint(
			`${attribute.label} of ${cut} ${(cut === 1 ? label : plural).toLowerCase()} may be cut: lists show the first ${CUT} characters. Use Get to read the whole text.`,
		);
	}
}
