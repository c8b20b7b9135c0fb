import type { IDataObject } from 'n8n-workflow';
import { isBlankText } from '../../text/same';

/** Texts that a model writes for "no value": seen beside the empty text that n8n sets itself. */
const NOTHING = new Set(['null', 'undefined']);

/**
 * Whether an AI agent left out an input. n8n sets the default of `$fromAI`, usually an empty text. A model writes
 * null or an empty list if it has no value. None of these means that a value should be cleared.
 */
export function saysNothing(value: unknown): boolean {
	// NaN: n8n makes it from the empty default of a number (seen in 2.41.1).
	if (value === undefined || value === null || Number.isNaN(value)) return true;
	if (typeof value === 'string')
		return isBlankText(value) || NOTHING.has(value.trim().toLowerCase());
	if (Array.isArray(value)) return value.every(saysNothing);
	if (!isPlainObject(value)) return false;
	if ('__rl' in value) return saysNothing(value.value);
	return Object.values(value).every(saysNothing);
}

/** The entries of a collection parameter that an AI agent set. For a resource mapper, the columns that it set. */
export function whatIsSet(collection: IDataObject): IDataObject {
	const { value } = collection;
	const isMapper = 'mappingMode' in collection && isPlainObject(value);
	const source = isMapper ? { ...collection, value: whatIsSet(value) } : collection;
	return Object.fromEntries(
		Object.entries(source).filter(
			([name, entry]) => (isMapper && name === 'value') || !saysNothing(entry),
		),
	);
}

/** False for a date: a date has no entries, but it is a value. */
const isPlainObject = (value: unknown): value is IDataObject =>
	Object.prototype.toString.call(value) === '[object Object]' &&
	[Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);
