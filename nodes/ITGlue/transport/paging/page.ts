import type { IDataObject } from 'n8n-workflow';
import type { ApiDocument, JsonApiRecord } from '../types';

/** The position in the list that an answer shows. */
export interface Position {
	/** How many records there are in all, if the API gives a total. */
	total?: number;
	pages?: number;
	/** Whether more follows; undefined if the answer does not show it. */
	more?: boolean;
}

const asObject = (value: unknown): IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as IDataObject)
		: {};

function count(meta: IDataObject, name: string): number | undefined {
	const value = meta[name] ?? meta[name.replace('-', '_')];
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isInteger(number) && number >= 0 ? number : undefined;
}

const isNone = (value: unknown): boolean =>
	value === null || value === false || value === 0 || value === '';

/**
 * Whether `next-page` announces a page after the current one. On the only page of a list, the current page itself was
 * seen as the next one; this means nothing, and neither does a value that is not a number.
 */
function announced(meta: IDataObject, current: number | undefined): boolean | undefined {
	const told = meta['next-page'] ?? meta.next_page;
	if (!('next-page' in meta) && !('next_page' in meta)) return undefined;
	if (isNone(told ?? null)) return false;
	const next = count(meta, 'next-page');
	if (next === undefined) return undefined;
	return next > (current ?? 1) ? true : undefined;
}

/**
 * Reads `meta` or, if it is missing, `links`. A link only shows whether a next page exists; its address is never used,
 * because the key must only go to the credential's host.
 */
export function positionOf(document: ApiDocument): Position {
	const meta = asObject(document.meta);
	const total = count(meta, 'total-count');
	const pages = count(meta, 'total-pages');
	const current = count(meta, 'current-page');
	const more = announced(meta, current);
	if (more !== undefined) return { total, pages, more };
	if (pages !== undefined && current !== undefined) return { total, pages, more: current < pages };
	const { next } = asObject(document.links);
	return { total, pages, more: next !== undefined && !isNone(next) ? true : undefined };
}

const isRecord = (entry: unknown): entry is JsonApiRecord => asObject(entry).id !== undefined;

/** The records of an answer, as a list; `data` may also be one record or null. */
export function recordsOf(document: ApiDocument): JsonApiRecord[] {
	const { data } = document;
	const entries: unknown[] = Array.isArray(data) ? data : [data];
	return entries.filter(isRecord).map(withTextId);
}

/** Ids are strings throughout: European ones have 16 digits. */
export const withTextId = (record: JsonApiRecord): JsonApiRecord =>
	typeof record.id === 'string' ? record : { ...record, id: String(record.id) };

const keyOf = ({ type, id }: JsonApiRecord): string => `${type} ${id}`;

/**
 * A set of records in their original order, each once. Two different records with one ID on the same page are two
 * records (seen among passwords and user metrics); on different pages they are one that was edited.
 */
export class Collection {
	private readonly byKey = new Map<string, JsonApiRecord>();

	/** Adds the records of a page; returns the new ones. */
	add(records: JsonApiRecord[]): JsonApiRecord[] {
		const here = new Set<string>();
		return records.filter((record) => {
			const first = keyOf(record);
			const key = here.has(first) ? this.variantOf(record, first) : first;
			here.add(first);
			if (this.byKey.has(key)) return false;
			this.byKey.set(key, record);
			return true;
		});
	}

	/** The key of an equal record with the same ID, or a new key. */
	private variantOf(record: JsonApiRecord, first: string): string {
		const text = JSON.stringify(record);
		for (let number = 1; ; number += 1) {
			const key = number === 1 ? first : `${first} ${number}`;
			const known = this.byKey.get(key);
			if (known === undefined || JSON.stringify(known) === text) return key;
		}
	}

	has(record: JsonApiRecord): boolean {
		return this.byKey.has(keyOf(record));
	}

	get size(): number {
		return this.byKey.size;
	}

	get all(): JsonApiRecord[] {
		return [...this.byKey.values()];
	}

	/** Whether both hold the same records. */
	equals(other: Collection): boolean {
		return this.size === other.size && [...this.byKey.keys()].every((key) => other.byKey.has(key));
	}
}
