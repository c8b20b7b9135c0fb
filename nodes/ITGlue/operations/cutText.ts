import { kebab } from '../jsonapi/names';
import type { Attribute } from '../resources/types';
import type { JsonApiRecord } from '../transport';

/** A list cuts long values after so many characters (quick notes, official page). */
const CUT = 250;

const textIn = (record: JsonApiRecord, { name }: Attribute): string =>
	String(record.attributes[kebab(name)] ?? '');

/**
 * Whether a record as a list shows it leaves open what a value is. Not where the given text is what the
 * list shows: it comes from Get Many, cut as it is, and says nothing new.
 */
export const leavesOpen = (attribute: Attribute, listed: JsonApiRecord, given: unknown): boolean =>
	attribute.compares === 'show' &&
	textIn(listed, attribute).length >= CUT &&
	String(given ?? '') !== textIn(listed, attribute);

/** Whether a given text is the record's own, cut: it must not take the place of the whole one. */
export const isCutFrom = (attribute: Attribute, record: JsonApiRecord, given: unknown): boolean => {
	const text = String(given ?? '');
	return (
		attribute.compares === 'show' &&
		text.length === CUT &&
		textIn(record, attribute).startsWith(text)
	);
};
