import { columnLabels, columnOf } from '../resources/schema/columns';
import type { Item } from '../run/item';
import type { Planned } from '../run/run';
import type { Located } from './plan';
import type { Match } from './criteria';

/** The values that an item is to be matched by, as one text. */
type KeyOf = (plan: Located) => string;

/** If an item found its record by another key, further items with the same primary key mean that record as well. */
export function sharingNear(
	located: ReadonlyArray<Planned<Located>>,
	keyOf: KeyOf,
): ReadonlyArray<Planned<Located>> {
	const near = new Map<string, Match>();
	for (const { plan } of located) if (plan.found.near) near.set(keyOf(plan), plan.found);
	if (near.size === 0) return located;
	return located.map(({ item, plan }) => {
		const found = plan.found.records.length > 0 ? undefined : near.get(keyOf(plan));
		return { item, plan: found ? { ...plan, found } : plan };
	});
}

/** By record without a value to match by, the different items that would give it their value. */
export function nearTakers(
	located: ReadonlyArray<Planned<Located>>,
	keyOf: KeyOf,
): ReadonlyMap<string, ReadonlyMap<string, number>> {
	const takers = new Map<string, Map<string, number>>();
	for (const { item, plan } of located) {
		if (!plan.found.near) continue;
		for (const { id } of plan.found.records) {
			const known = takers.get(id) ?? new Map<string, number>();
			takers.set(id, known.set(keyOf(plan), item.index));
		}
	}
	return takers;
}

export function refuseSharedNear(
	item: Item,
	{ found, wanted }: Located,
	takers: ReturnType<typeof nearTakers>,
): void {
	if (!found.near) return;
	const { resource } = item;
	for (const record of found.records) {
		const items = [...(takers.get(record.id)?.values() ?? [])];
		if (items.length < 2) continue;
		const columns = (wanted.keys[0]?.attributes ?? []).map((name) => columnOf(resource, name));
		item.refuse(
			`Several items match ${resource.label.toLowerCase()} "${resource.nameOf(record)}" (ID ${record.id}) by ${columnLabels(resource, found.by)}, and it has no ${columnLabels(resource, columns)}`,
			`They are items ${items.join(', ')}. Nothing was written for them. Enter the value in IT Glue for the item that belongs to the record. The others are then created.`,
		);
	}
}
