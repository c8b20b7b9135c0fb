import { at } from '../transport/jsonapi/record';
import type { Attribute, Values } from '../resources/schema/attribute';
import type { Resource, Context } from '../resources/schema/resource';
import { CUT, isCutOf, isMadeOfCut, mayBeCut } from '../text/cutText';
import type { JsonApiRecord } from '../transport';

const textIn = (record: JsonApiRecord, { name }: Attribute): string =>
	String(at(record, name) ?? '');

/**
 * Whether the value in a list may be cut, so that the whole value is not known. If the given text equals the text of
 * the list, it comes from Get Many and is no new value.
 */
export const leavesOpen = (attribute: Attribute, listed: JsonApiRecord, given: unknown): boolean =>
	attribute.readableFrom === 'show' &&
	textIn(listed, attribute).length >= CUT &&
	String(given ?? '') !== textIn(listed, attribute);

/** Whether a given text is the cut text of the record itself: it must not replace the whole text. */
export const isCutFrom = (attribute: Attribute, record: JsonApiRecord, given: unknown): boolean =>
	attribute.readableFrom === 'show' && isCutOf(String(given ?? ''), textIn(record, attribute));

/** Whether a value may come from a list that cuts it, so that the record must be read. */
export const holdsCutTexts = ({ attributes }: Resource, values: Values): boolean =>
	attributes.some(
		({ name, readableFrom }) => readableFrom === 'show' && mayBeCut(values.get(name)),
	);

/** Refuses an edited text that comes from a list: the rest of the record's text would be erased. */
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

/** The values without those that a list has cut, because they are not new. Adds a hint for each. */
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

/** Tells the user which values of a list may be cut, so that nobody writes them back. */
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
