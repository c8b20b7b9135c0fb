import type { IDataObject } from 'n8n-workflow';
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

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/**
 * Reads a body. Recognises an empty one, an HTML page (gateways and unknown routes answer so) and
 * JSON that is cut off or is no object; a byte order mark is dropped. Never throws.
 */
export function parseBody(text: string): Parsed {
	const body = text.replace(/^\uFEFF/, '').trim();
	if (body === '') return { is: 'empty' };
	if (body.startsWith('<')) return { is: 'html' };
	const value = parseJson(body);
	return isObject(value) ? { is: 'json', document: withIncluded(value) } : { is: 'broken' };
}

/**
 * Two samples of the official page carry `included` inside `data` instead of beside it
 * (itglue-api.md 1.7); it is read from both places.
 */
function withIncluded(value: IDataObject): ApiDocument {
	const document = value as ApiDocument;
	const { data } = document;
	if (Array.isArray(document.included) || !isObject(data)) return document;
	const { included, ...record } = data as JsonApiRecord & { included?: unknown };
	if (!Array.isArray(included)) return document;
	return { ...document, data: record, included: included as JsonApiRecord[] };
}

const asText = (value: unknown): string | undefined => {
	if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
	return typeof value === 'number' ? String(value) : undefined;
};

const LONGEST = 500;

function readable(value: unknown, secrets: string[]): string | undefined {
	const text = asText(value);
	if (text === undefined) return undefined;
	const plain = redact(text, secrets).replace(/<[^<>]*>/g, ' ').replace(/\s+/g, ' ').trim();
	return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain;
}

/** 'data/attributes/organization-id', with or without a slash, or ['data', 'type'] → the name. */
function pointerName(source: unknown): string | undefined {
	if (!isObject(source)) return undefined;
	const { pointer } = source;
	const parts = Array.isArray(pointer)
		? pointer.map(String)
		: (asText(pointer) ?? asText(source.parameter) ?? '').split('/');
	const place = parts.indexOf('attributes');
	const name = place >= 0 ? parts[place + 1] : parts[parts.length - 1];
	if (name === undefined || name === '' || name === 'data') return undefined;
	return name.replace(/-/g, '_').slice(0, 100);
}

function toProblem(entry: unknown, secrets: string[]): ApiProblem | undefined {
	if (!isObject(entry)) {
		const detail = readable(entry, secrets);
		return detail === undefined ? undefined : { detail };
	}
	const title = readable(entry.title, secrets);
	const detail = readable(entry.detail, secrets) ?? readable(entry.message, secrets);
	const pointer = pointerName(entry.source);
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
	if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
	const date = Date.parse(text);
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
