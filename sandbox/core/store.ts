/** The in-memory store: typed records in insertion order, ids that include 16-digit ones, a clock that only moves forward. */
import { numericId } from './exact';
import type { Attributes, Json, StoredRecord } from './record';

/** Collections in which a look-up by attribute is worth an index. */
const INDEX_ABOVE = 2000;

interface Collection {
	records: Map<string, StoredRecord>;
	/** The records as an array; dropped when one is added or removed. */
	list?: StoredRecord[];
	byAttribute: Map<string, Map<string, StoredRecord[]>>;
	sequence: number;
}

type Extra = Partial<Omit<StoredRecord, 'id' | 'type' | 'attributes'>> & {
	/** An id that JavaScript cannot hold as a number. */
	longId?: boolean;
};

const OWNERS = ['organization_id', 'document_id', 'configuration_id'];

/** What belongs to a record with a long id has one too: a client is in one region. */
function belongsToLongId(attributes: Attributes): boolean {
	return OWNERS.some((key) => typeof exactNumber(attributes[key]) === 'string');
}

const exactNumber = (value: Json | undefined): Json | undefined =>
	typeof value === 'string' ? numericId(value) : value;

export class Store {
	private readonly collections = new Map<string, Collection>();

	private lastTime = 0;

	/** @param order names of the collections; each gets its own range of ids, so that mixed-up ids are noticed */
	constructor(private readonly order: string[]) {}

	/** Milliseconds since the epoch, later than any moment given before. */
	now(): number {
		this.lastTime = Math.max(Date.now(), this.lastTime + 1);
		return this.lastTime;
	}

	/** All records of a collection, oldest first. Do not change the array. */
	all(type: string): StoredRecord[] {
		const collection = this.collection(type);
		collection.list ??= [...collection.records.values()];
		return collection.list;
	}

	/** One record, or undefined. */
	find(type: string, id: string | number): StoredRecord | undefined {
		return this.collection(type).records.get(String(id));
	}

	/** The records whose attribute has the value. */
	related(type: string, key: string, value: Json | undefined): StoredRecord[] {
		const all = this.all(type);
		const wanted = String(value);
		if (all.length <= INDEX_ABOVE)
			return all.filter((record) => String(record.attributes[key]) === wanted);
		const collection = this.collection(type);
		let index = collection.byAttribute.get(key);
		if (index === undefined) {
			index = new Map();
			for (const record of all) {
				const group = String(record.attributes[key]);
				const members = index.get(group);
				if (members === undefined) index.set(group, [record]);
				else members.push(record);
			}
			collection.byAttribute.set(key, index);
		}
		return index.get(wanted) ?? [];
	}

	/**
	 * Adds a record.
	 * @param extra a moment of creation, links to PSA or RMM, whether the id is above 2^53
	 */
	insert(
		type: string,
		attributes: Attributes,
		{ longId = belongsToLongId(attributes), ...extra }: Extra = {},
	): StoredRecord {
		const collection = this.collection(type);
		const createdAt = extra.createdAt ?? this.now();
		const record: StoredRecord = {
			...extra,
			id: this.nextId(type, collection, longId),
			type,
			attributes,
			createdAt,
			updatedAt: extra.updatedAt ?? createdAt,
		};
		collection.records.set(record.id, record);
		if (collection.list !== undefined) collection.list.push(record);
		collection.byAttribute.clear();
		return record;
	}

	/** Changes attributes of a record and moves its `updatedAt` forward. */
	update(record: StoredRecord, changes: Attributes): void {
		Object.assign(record.attributes, changes);
		record.updatedAt = this.now();
		this.collection(record.type).byAttribute.clear();
	}

	/** Takes a record away; true if it was there. */
	remove(type: string, id: string | number): boolean {
		const collection = this.collection(type);
		const removed = collection.records.delete(String(id));
		if (removed) {
			collection.list = undefined;
			collection.byAttribute.clear();
		}
		return removed;
	}

	/** Empties everything, ids included. */
	clear(): void {
		this.collections.clear();
	}

	private collection(type: string): Collection {
		const name = type.replace(/-/g, '_');
		let collection = this.collections.get(name);
		if (collection === undefined) {
			collection = { records: new Map(), byAttribute: new Map(), sequence: 0 };
			this.collections.set(name, collection);
		}
		return collection;
	}

	/** Every fourth id has 16 digits, as in the EU region, yet stays a safe integer, except where a long one is asked for. */
	private nextId(type: string, collection: Collection, long: boolean): string {
		collection.sequence += 1;
		const range = (Math.max(0, this.order.indexOf(type)) + 1) * 1_000_000;
		const id = range + collection.sequence;
		// Odd, so that none of them is the same after rounding.
		if (long) return String(2n ** 53n + 2n * BigInt(id) + 1n);
		return collection.sequence % 4 === 0 ? String(9_000_000_000_000_000 + id) : String(id);
	}
}
