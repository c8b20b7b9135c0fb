/**
 * Whole numbers above 2^53, as IT Glue's newer IDs may be. JavaScript rounds them, so they are kept as text here, and are
 * numbers on the wire, digit by digit.
 */
import { randomUUID } from 'node:crypto';
import type { Json } from './record';

/** Stands before the digits while JSON is made. Nobody can know it, so no text that a client sent is taken for it. */
const MARK = `exact-${randomUUID()}-`;
const MARKED = new RegExp(`"${MARK}(-?\\d+)"`, 'g');

const isDigits = (text: string): boolean => /^-?\d+$/.test(text);

/** The number that an ID or a number as text is: as text where JavaScript would round it. */
export function numericId(id: string): number | string {
	const number = Number(id);
	return !isDigits(id) || Number.isSafeInteger(number) ? number : id;
}

/** A stored number as it goes into an answer; call it for numbers only, for texts of digits exist as well. */
export function exact(value: Json): Json {
	if (Array.isArray(value)) return value.map(exact);
	if (typeof value !== 'string' || !isDigits(value)) return value;
	return typeof numericId(value) === 'string' ? `${MARK}${value}` : value;
}

/** The ID as the API writes it in a `*-id` attribute. */
export function exactId(id: string): Json {
	return exact(numericId(id));
}

/** JSON with every number exact. */
export function writeJson(body: unknown): string {
	return JSON.stringify(body).replace(MARKED, '$1');
}

/** Texts are matched first, so that digits inside them are left alone. */
const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Reads JSON; whole numbers that JavaScript would round come as text. */
export function readJson(text: string): unknown {
	if (!/\d{16}/.test(text)) return JSON.parse(text);
	const kept = text.replace(TEXT_OR_NUMBER, (token) =>
		isDigits(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
	);
	return JSON.parse(kept);
}
