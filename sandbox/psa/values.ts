/** Reading and comparing fields of records, for both vendors' filters. */
import { isObject } from '../core/names';
import type { Json } from '../types';

export type Shown = { [key: string]: Json | undefined };
export type Test = (record: Shown) => boolean;

/** A flag is a yes or no that is shown as 1 or 0. */
export type FieldKind = 'string' | 'number' | 'boolean' | 'flag' | 'date';
/** The fields that may be asked for, by path (`status/name`). */
export type Fields = Readonly<Record<string, FieldKind>>;

export type Comparable = string | number | boolean | null;

/** The field as it is spelled, whatever capitals were used; undefined for an unknown one. */
export function fieldNamed(fields: Fields, name: string): string | undefined {
	return Object.keys(fields).find((path) => path.toLowerCase() === name.toLowerCase());
}

/** Without the members that are empty: some vendors leave those out. */
export function filled(members: Record<string, Json | undefined>): Shown {
	return Object.fromEntries(
		Object.entries(members).filter(([, value]) => value !== null && value !== undefined),
	);
}

/** The value at a path; an absent one is null. */
export function valueAt(record: Shown, path: string): Json {
	let value: Json | undefined = record;
	for (const part of path.split('/')) value = isObject<Json>(value) ? value[part] : undefined;
	return value ?? null;
}

/** The value at a path as it compares: dates as milliseconds, texts without regard to capitals. */
export function comparableAt(record: Shown, path: string, kind: FieldKind): Comparable {
	const value = valueAt(record, path);
	if (kind === 'flag') return value === 1;
	if (typeof value === 'string') return kind === 'date' ? Date.parse(value) : value.toLowerCase();
	return typeof value === 'object' ? null : value;
}

/** Less than, equal to, more than zero; a null comes first. */
export function order(left: Comparable, right: Comparable): number {
	if (left === right) return 0;
	if (left === null) return -1;
	if (right === null) return 1;
	return left < right ? -1 : 1;
}
