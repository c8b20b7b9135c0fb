import type { IDataObject } from 'n8n-workflow';
import { dateText } from './dates';

/** Whether a value is an object with members, not a list and not null. */
export const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The text of a single value from an expression: of a text, a number, a switch or a date (ISO). Undefined for lists,
 * objects, NaN and numbers that have lost digits: JavaScript would return "[object Object]" or "NaN", or throw.
 */
export function plainText(value: unknown): string | undefined {
	if (typeof value === 'string') return value;
	if (typeof value === 'number')
		return Number.isFinite(value) && !hasLostDigits(value) ? String(value) : undefined;
	return typeof value === 'boolean' || typeof value === 'bigint' ? String(value) : dateText(value);
}

/** Beyond 2^53 JavaScript rounds: a serial number of 20 digits would change. */
export const hasLostDigits = (value: unknown): boolean =>
	Number.isInteger(value) && !Number.isSafeInteger(value);

/** A value as JSON, or the name of its kind if JSON cannot express it. Never throws. */
export function jsonText(value: unknown): string {
	try {
		return JSON.stringify(value) ?? '';
	} catch {
		return Array.isArray(value) ? 'a list' : 'an object';
	}
}

/** A value for a message, cut to `most` characters. Never throws. */
export function shown(value: unknown, most = 60): string {
	const text = typeof value === 'object' && value !== null ? jsonText(value) : String(value);
	return text.slice(0, most);
}

/** A text cut to at most this number of characters, with an ellipsis. */
export const cut = (text: string, most: number): string =>
	text.length > most ? `${text.slice(0, most)}…` : text;

const MOST_LISTED = 40;
const LONGEST_NAME = 100;

/** Names for a message: long ones cut, and not more names than a person reads. */
export function listed(names: readonly string[]): string {
	const first = names.slice(0, MOST_LISTED).map((name) => cut(name, LONGEST_NAME));
	const rest = names.length - first.length;
	return `${first.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
