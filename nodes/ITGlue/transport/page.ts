import type { IDataObject } from 'n8n-workflow';
import type { ApiDocument, JsonApiRecord } from './types';

/** What an answer says about where it stands in the list. */
export interface Position {
	/** How many records there are in all, if the API says so. */
	total?: number;
	pages?: number;
	/** True or false when the answer tells whether more follows, undefined when it does not. */
	more?: boolean;
}

const asObject = (value: unknown): IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as IDataObject)
		: {};

function count(meta: IDataObject, name: string): number | undefined {
	const value = meta[name] ?? meta[name.replace('-', '_')];
	const number = typeof value === 'string' && value !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isInteger(number) && number >= 0 ? number : undefined;
}

/**
 * Reads `meta`, or, where there is none, `links`. Only whether there is a next page is taken from a
 * link, never its address: the key goes nowhere but to the credential's host.
 */
export function positionOf(document: ApiDocument): Position {
	const meta = asObject(document.meta);
	const total = count(meta, 'total-count');
	const pages = count(meta, 'total-pages');
	if ('next-page' in meta || 'next_page' in meta) {
		return { total, pages, more: count(meta, 'next-page') !== undefined };
	}
	const current = count(meta, 'current-page');
	if (pages !== undefined && current !== undefined) return { total, pages, more: current < pages };
	const { next } = asObject(document.links);
	return { total, pages, more: next !== undefined && next !== null ? true : undefined };
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

/** A set of records in the order they came, each once. */
export class Collection {
	private readonly byKey = new Map<string, JsonApiRecord>();

	/** Adds records; returns those that were new. */
	add(records: JsonApiRecord[]): JsonApiRecord[] {
		return records.filter((record) => {
			if (this.has(record)) return false;
			this.byKey.set(keyOf(record), record);
			return true;
		});
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
