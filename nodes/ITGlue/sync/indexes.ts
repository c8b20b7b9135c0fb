import { settle } from '../concurrency';
import type { NaturalKey, Values } from '../resources/schema/attribute';
import type { JsonApiRecord } from '../transport';
import type { Item } from '../run/item';
import type { Run } from '../run/run';
import { nearKeys } from './keys';
import { contradicts, KeyIndex } from './keyIndex';
import { meantBy, type Meant } from './meant';

/** What an item of Create is looked up by; nothing without a key. */
interface Sought {
	key?: NaturalKey;
	values: Values;
	organizationId?: string;
}

/** The records that an item means, and the key that they were found by. */
export interface IndexMatch extends Meant {
	key: NaturalKey;
}

/**
 * By the first key that the item has values for; a record that says nothing in it, by the next ones: a
 * device whose serial number was never entered, by its hostname.
 */
export async function look(
	item: Item,
	{ key: first, values, organizationId }: Sought,
	indexes: Indexes,
): Promise<IndexMatch | undefined> {
	if (!first) return undefined;
	const { resource } = item;
	const keys = [first, ...nearKeys(resource, values, first)];
	for (const [at, key] of keys.entries()) {
		const stronger = keys.slice(0, at);
		const matches = (await indexes.of(key, item))
			.find(values, organizationId)
			.filter(
				(record) =>
					!contradicts(resource, stronger, values, record) &&
					(at === 0 || indexes.isFree(record, item)),
			);
		const meant = meantBy(resource, key, values, matches);
		if (meant.records.length > 0) return { key, ...meant };
	}
	return undefined;
}

/** The records that exist, indexed by each natural key in use; read once for all items. */
export class Indexes {
	private readonly known = new Map<string, Promise<KeyIndex>>();
	/** Records that lacked their first key and that an item of this run has given it. */
	private readonly taken = new Map<string, Item>();

	constructor(
		private readonly run: Run,
		private readonly organizationIds: string[],
	) {}

	async of(key: NaturalKey, item: Item): Promise<KeyIndex> {
		const name = JSON.stringify([key.attributes, key.also ?? [], key.always ?? []]);
		const known = this.known.get(name);
		if (known) return await known;
		const building = this.build(key, item);
		this.known.set(name, building);
		// Another item may have better luck than the one that met the failure.
		building.catch(() => this.known.delete(name));
		return await building;
	}

	private async build(key: NaturalKey, item: Item): Promise<KeyIndex> {
		const { resource, reader } = this.run;
		const hookContext = item.hookContext(new Map(), { always: false });
		const records = await reader.all(resource, this.organizationIds, { hookContext });
		return new KeyIndex(resource, key, records);
	}

	/** Notes that an item makes a record its own that it did not find by its first key. */
	take(record: JsonApiRecord, item: Item): void {
		this.taken.set(record.id, item);
	}

	isFree({ id }: JsonApiRecord, item: Item): boolean {
		return (this.taken.get(id) ?? item) === item;
	}

	/** Reads again: IT Glue says that something exists which was not there. */
	refresh(): void {
		this.known.clear();
		this.run.reader.forget(this.run.resource);
	}

	async add(record: JsonApiRecord): Promise<void> {
		// The record exists whatever became of an index.
		for (const building of this.known.values()) {
			const index = await settle(building);
			if ('value' in index) index.value.add(record);
		}
	}
}
