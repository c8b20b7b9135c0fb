import type { IDataObject } from 'n8n-workflow';
import { withExactIntegers } from './exactJson';
import { redact } from './redact';
import type { ApiDocument, ApiProblem, JsonApiRecord } from './types';

/** An answer as it came over the wire, or why none came. */
export type Raw =
	| { got: 'answer'; status: number; headers: Record<string, string>; text: string }
	| { got: 'timeout' }
	| { got: 'cancelled' }
	| {
			got: 'network';
			/** The system's code, for example ECONNRESET. */
			code: string;
			/** Whether the request can have reached the API. */
			sent: boolean;
			/** Whether another try may go better. */
			passing: boolean;
	  };

export type Parsed =
	| { is: 'json'; document: ApiDocument }
	| { is: 'empty' }
	| { is: 'html' }
	| { is: 'broken' };

const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Members that JavaScript itself asks an object for: with them, turning a value into text throws. */
const HARMFUL = new Set(['__proto__', 'toString', 'valueOf']);

/** Whether such a member may be in the text, also spelt with escapes of ASCII letters. */
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

/** Answers nest a handful of levels; what walks through them must come to an end. */
const DEEPEST = 100;

function nestsBelow(value: unknown, levels: number): boolean {
	if (typeof value !== 'object' || value === null) return false;
	if (levels === 0) return true;
	const inside = value as IDataObject;
	// Half the time of Object.values, which makes a list of every object of every answer.
	for (const name in inside) if (nestsBelow(inside[name], levels - 1)) return true;
	return false;
}

/**
 * Reads a body. Recognises an empty one, an HTML page (gateways and unknown routes answer so) and
 * JSON that is cut off, is no object or nests without end; a byte order mark is dropped. In the
 * document every record has an id, a type and attributes; what has not is left out. Never throws.
 */
export function parseBody(text: string): Parsed {
	const body = text.replace(/^\uFEFF/, '').trim();
	if (body === '') return { is: 'empty' };
	if (body.startsWith('<')) return { is: 'html' };
	const value = parseJson(body);
	if (!isObject(value) || nestsBelow(value, DEEPEST)) return { is: 'broken' };
	return { is: 'json', document: tidied(withIncluded(value)) };
}

/**
 * Two samples of the official page carry `included` inside `data` instead of beside it
 * (itglue-api.md 1.7); it is read from both places.
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

/** Ids go into messages and output: one line, no control characters. */
const isIdentifier = (id: unknown): boolean =>
	typeof id === 'number' || (typeof id === 'string' && /^[^\p{Cc}\p{Cf}\p{Z}]{1,100}$/u.test(id));

/** The entry as a record, in a list of one; an empty list where it is none. */
function toRecord(entry: unknown): JsonApiRecord[] {
	if (!isObject(entry) || !isIdentifier(entry.id)) return [];
	const { type, attributes } = entry;
	if (typeof type === 'string' && isObject(attributes)) return [entry as unknown as JsonApiRecord];
	const whole = {
		...entry,
		type: typeof type === 'string' ? type : '',
		attributes: isObject(attributes) ? attributes : {},
	};
	return [whole as unknown as JsonApiRecord];
}

const asText = (value: unknown): string | undefined => {
	if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
	return typeof value === 'number' ? String(value) : undefined;
};

const LONGEST = 500;

/** Without line ends and what steers terminals or turns the direction of writing. */
const oneLine = (text: string): string =>
	text.replace(/[\s\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]+/gu, ' ').trim();

function readable(value: unknown, secrets: string[]): string | undefined {
	const text = asText(value);
	if (text === undefined) return undefined;
	const plain = oneLine(redact(text, secrets).replace(/<[^<>]*>/g, ' '));
	if (plain === '') return undefined;
	return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain;
}

/** 'data/attributes/organization-id', with or without a slash, or ['data', 'type'] → the name. */
function pointerName(source: unknown, secrets: string[]): string | undefined {
	if (!isObject(source)) return undefined;
	const { pointer } = source;
	const parts = Array.isArray(pointer)
		? pointer.flatMap((part: unknown) => asText(part) ?? [])
		: (asText(pointer) ?? asText(source.parameter) ?? '').split('/');
	const place = parts.indexOf('attributes');
	const name = place >= 0 ? parts[place + 1] : parts[parts.length - 1];
	if (name === undefined || name === '' || name === 'data') return undefined;
	return oneLine(redact(name, secrets)).replace(/-/g, '_').slice(0, 100);
}

function toProblem(entry: unknown, secrets: string[]): ApiProblem | undefined {
	if (!isObject(entry)) {
		const detail = readable(entry, secrets);
		return detail === undefined ? undefined : { detail };
	}
	const title = readable(entry.title, secrets);
	const detail = readable(entry.detail, secrets) ?? readable(entry.message, secrets);
	const pointer = pointerName(entry.source, secrets);
	if (title === undefined && detail === undefined && pointer === undefined) return undefined;
	return {
		...(title !== undefined && { title }),
		...(detail !== undefined && { detail }),
		...(pointer !== undefined && { pointer }),
	};
}

/**
 * The entries of an answer's `errors`, whatever their form (members vary: itglue-api.md 1.12), or
 * the gateway's lone `message`. Secrets that were submitted are blotted out. Never throws.
 */
export function problemsIn(document: ApiDocument, secrets: string[]): ApiProblem[] {
	const { errors } = document as { errors?: unknown };
	const lone = document as { message?: unknown; error?: unknown };
	const entries = Array.isArray(errors)
		? (errors as unknown[])
		: [errors ?? lone.message ?? lone.error];
	return entries.flatMap((entry) => toProblem(entry, secrets) ?? []);
}

/** Whether a document says that something went wrong, also under status 200 (seen by wyre). */
export function hasErrors(document: ApiDocument): boolean {
	const { errors } = document as { errors?: unknown };
	return Array.isArray(errors) ? errors.length > 0 : errors !== undefined && errors !== null;
}

/** Whether the API says that the request took too long, which it does under various statuses. */
export function tookTooLong(problems: ApiProblem[]): boolean {
	return problems.some(({ title, detail }) =>
		/took too long|timed[ -]?out/i.test(`${title ?? ''} ${detail ?? ''}`),
	);
}

/**
 * Reads a Retry-After header: seconds, or an HTTP date.
 *
 * @returns milliseconds from `now`, or undefined when there is none that makes sense
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
	const text = (header ?? '').trim();
	if (text === '') return undefined;
	if (/^\d{1,15}(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
	const date = Date.parse(text);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
