import { kebab } from '../text/spelling';
import type { NaturalKey, Values } from '../resources/schema/attribute';
import type { Resource } from '../resources/schema/resource';
import type { JsonApiRecord } from '../transport';
import type { Item } from '../run/item';
import { KeyIndex } from './keyIndex';

interface Newcomer {
	item: Item;
	values: Values;
}

/** The records that earlier items of a run are about to create, by natural key. */
export class Newcomers {
	private readonly indexes = new Map<NaturalKey, KeyIndex>();
	private readonly items = new Map<string, Item>();
	private readonly drafts: JsonApiRecord[] = [];

	constructor(private readonly resource: Resource) {}

	/** The item whose record an item with these values would find once that is created. */
	find(key: NaturalKey, values: Values, organizationId: string | undefined): Item | undefined {
		const [draft] = this.indexOf(key).find(values, organizationId);
		return draft && this.items.get(draft.id);
	}

	add({ item, values }: Newcomer): void {
		const draft = {
			id: `item ${item.index}`,
			type: this.resource.type,
			attributes: Object.fromEntries(
				[...values].map(([name, value]) => [
					kebab(name),
					value as JsonApiRecord['attributes'][string],
				]),
			),
		};
		this.items.set(draft.id, item);
		this.drafts.push(draft);
		for (const index of this.indexes.values()) index.add(draft);
	}

	private indexOf(key: NaturalKey): KeyIndex {
		const known = this.indexes.get(key);
		if (known) return known;
		const index = new KeyIndex(this.resource, key, this.drafts);
		this.indexes.set(key, index);
		return index;
	}
}
