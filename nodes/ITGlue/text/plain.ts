import type { IDataObject } from 'n8n-workflow';
import { dateText } from './dates';

/** Whether a value is an object with members: no list, and not null. */
export const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The text of a single value that an expression gave: of text, a number, a switch or a date (ISO). Undefined for
 * lists, objects and numbers that are none or have lost digits: JavaScript would make "[object Object]" or "NaN"
 * of them, or throw.
 */
export function plainText(value: unknown): string | undefined {
	if (typeof value === 'string') return value;
	if (typeof value === 'number')
		return Number.isFinite(value) && !hasLostDigits(value) ? String(value) : undefined;
	return typeof value === 'boolean' || typeof value === 'bigint' ? String(value) : dateText(value);
}

/** Beyond 2^53 JavaScript rounds: a serial number of 20 digits would be another one. */
export const hasLostDigits = (value: unknown): boolean =>
	Number.isInteger(value) && !Number.isSafeInteger(value);

/** A value as JSON, or what kind of thing it is where JSON has no words for it. Never throws. */
export function jsonText(value: unknown): string {
	try {
		return JSON.stringify(value) ?? '';
	} catch {
		return Array.isArray(value) ? 'a list' : 'an object';
	}
}

/** A value as a message shows it, cut to `most` characters. Never throws. */
export function shown(value: unknown, most = 60): string {
	const text = typeof value === 'object' && value !== null ? jsonText(value) : String(value);
	return text.slice(0, most);
}

/** A text of at most so many characters and an ellipsis. */
export const cut = (text: string, most: number): string =>
	text.length > most ? `${text.slice(0, most)}…` : text;

const MOST_LISTED = 40;
const LONGEST_NAME = 100;

/** Names for a message: long ones cut, and no more of them than a person reads. */
export function listed(names: readonly string[]): string {
	const first = names.slice(0, MOST_LISTED).map((name) => cut(name, LONGEST_NAME));
	const rest = names.length - first.length;
	return `${first.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
