import type { IDataObject } from 'n8n-workflow';
import { isBlankText } from '../../text/same';

/** What a model writes where it means nothing: seen beside the empty text that n8n puts there itself. */
const NOTHING = new Set(['null', 'undefined']);

/**
 * Whether an AI agent left an input out. n8n fills in the default of `$fromAI`, mostly an empty text, and a model
 * writes null or an empty list where it has nothing to say. None of these is a wish to erase something.
 */
export function saysNothing(value: unknown): boolean {
	// NaN: what n8n makes of the empty default of a number (seen in 2.41.1).
	if (value === undefined || value === null || Number.isNaN(value)) return true;
	if (typeof value === 'string')
		return isBlankText(value) || NOTHING.has(value.trim().toLowerCase());
	if (Array.isArray(value)) return value.every(saysNothing);
	if (!isPlainObject(value)) return false;
	if ('__rl' in value) return saysNothing(value.value);
	return Object.values(value).every(saysNothing);
}

/** The entries of a collection parameter that an AI agent set; of a resource mapper, the columns that it set. */
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

/** Not a date: it has no entries of its own, and says something all the same. */
const isPlainObject = (value: unknown): value is IDataObject =>
	Object.prototype.toString.call(value) === '[object Object]' &&
	[Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);
