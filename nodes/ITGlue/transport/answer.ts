import { isObject } from '../text/plain';
import type { IDataObject } from 'n8n-workflow';
import { withExactIntegers } from './exactJson';
import type { ApiDocument, JsonApiRecord } from './types';

/** An answer as it was received, or why none was received. */
export type Raw =
	| { got: 'answer'; status: number; headers: Record<string, string>; text: string }
	| { got: 'timeout' }
	| { got: 'cancelled' }
	| {
			got: 'network';
			/** The system's code, for example ECONNRESET. */
			code: string;
			/** Whether the request may have reached the API. */
			sent: boolean;
			/** Whether another try may succeed. */
			passing: boolean;
			/** The proxy that could not be reached, if a proxy is used. */
			proxy?: string;
	  };

export type Parsed =
	| { is: 'json'; document: ApiDocument }
	| { is: 'empty' }
	| { is: 'html'; text: string }
	/** `value` is set if the text is JSON of another kind: a list, a text, a number. */
	| { is: 'broken'; text: string; value?: unknown };

/** Members that JavaScript itself uses: with them, converting a value to text throws. */
const HARMFUL = new Set(['__proto__', 'toString', 'valueOf']);

/** Whether the text may contain such a member, also with escapes of ASCII letters. */
const MAY_HARM = /__proto__|toString|valueOf|\\u00[567]/i;

const withoutHarm = (name: string, value: unknown): unknown =>
	HARMFUL.has(name) ? undefined : value;

function parseJson(body: string): unknown {
	try {
		const text = withExactIntegers(body);
		return MAY_HARM.test(text) ? JSON.parse(text, withoutHarm) : JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** Answers have only a few levels; this limit ends every walk through them. */
const DEEPEST = 100;

function nestsBelow(value: unknown, levels: number): boolean {
	if (typeof value !== 'object' || value === null) return false;
	if (levels === 0) return true;
	const inside = value as IDataObject;
	// Takes half the time of Object.values, which makes a list of every object of every answer.
	for (const name in inside) if (nestsBelow(inside[name], levels - 1)) return true;
	return false;
}

/**
 * Reads a body. Recognises an empty one, an HTML page (gateways and unknown routes answer with one) and JSON that is
 * cut off, is no object or nests without end; a byte order mark is dropped. In the document every record has an id, a
 * type and attributes; other entries are left out. Never throws.
 */
export function parseBody(text: string): Parsed {
	const body = text.replace(/^\uFEFF/, '').trim();
	if (body === '') return { is: 'empty' };
	if (body.startsWith('<')) return { is: 'html', text: body };
	const value = parseJson(body);
	if (nestsBelow(value, DEEPEST)) return { is: 'broken', text: '' };
	if (!isObject(value)) return { is: 'broken', text: body, value };
	return { is: 'json', document: tidied(withIncluded(value)) };
}

/**
 * Two samples of the official page carry `included` inside `data` instead of beside it (itglue-api.md 1.7); both places
 * are read.
 */
function withIncluded(value: IDataObject): IDataObject {
	const { data } = value;
	if (Array.isArray(value.included) || !isObject(data)) return value;
	const { included, ...record } = data;
	return Array.isArray(included) ? { ...value, data: record, included } : value;
}

function tidied(value: IDataObject): ApiDocument {
	const { data, included, ...rest } = value;
	const records = dataOf(data);
	return {
		...rest,
		...(records !== undefined && { data: records }),
		...(Array.isArray(included) && { included: recordsIn(included) }),
	};
}

function dataOf(data: unknown): ApiDocument['data'] {
	if (data === null) return null;
	return Array.isArray(data) ? recordsIn(data) : toRecord(data)[0];
}

const recordsIn = (entries: unknown[]): JsonApiRecord[] => entries.flatMap(toRecord);

/** Ids appear in messages and output: one line, no control characters. */
const isIdentifier = (id: unknown): boolean =>
	typeof id === 'number' || (typeof id === 'string' && /^[^\p{Cc}\p{Cf}\p{Z}]{1,100}$/u.test(id));

/** The id of an entry: an official sample of an interface has it only among the attributes. */
const idOf = ({ id, attributes }: IDataObject): unknown =>
	id ?? (isObject(attributes) ? attributes.id : undefined);

/** The entry as a record, in a list of one; an empty list if it is no record. */
function toRecord(entry: unknown): JsonApiRecord[] {
	if (!isObject(entry)) return [];
	const id = idOf(entry);
	if (!isIdentifier(id)) return [];
	const { type, attributes } = entry;
	if (entry.id === id && typeof type === 'string' && isObject(attributes))
		return [entry as unknown as JsonApiRecord];
	const whole = {
		...entry,
		id,
		type: typeof type === 'string' ? type : '',
		attributes: isObject(attributes) ? attributes : {},
	};
	return [whole as unknown as JsonApiRecord];
}

/**
 * Reads a Retry-After header: seconds, or an HTTP date.
 *
 * @returns milliseconds from `now`, or undefined if there is no valid value
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
	const text = (header ?? '').trim();
	if (text === '') return undefined;
	if (/^\d{1,15}(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
	// Date.parse also accepts other texts: "-5" becomes May 2001.
	if (!/^[A-Z][a-z]{2,8}, .*GMT$|^\d{4}-\d\d-\d\dT/.test(text)) return undefined;
	const date = Date.parse(text);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
