/** Connections between the items of a run, for operations in which each item has its own answer. */
import type { NaturalKey } from '../resources/schema/attribute';
import type { Resource } from '../resources/schema/resource';
import type { Item } from '../run/item';
import type { Planned, Run } from '../run/run';
import type { Match } from './criteria';
import { groupByTexts, textsSaid, type Said } from './keyIndex';
import { Matcher } from './matcher';
import type { Located } from './plan';
import { draftOf } from './target';

/** The texts of each key by which the item's record may be found. */
export const textsOf = (resource: Resource, keys: readonly NaturalKey[], said: Said): string[] =>
	keys.flatMap((key) =>
		textsSaid(resource, key, said).map((text) => `${key.attributes.join()} ${text}`),
	);

/**
 * Names the turn of each item. Items belong together if they share a value of any key, not only of the key they are
 * found by, or a record. Items of one turn run one after the other, in input order: the second finds the record that
 * the first created, and two items never write to one record at the same time.
 */
export const inTurns = <Plan extends Located>(
	{ resource }: Run,
	located: ReadonlyArray<Planned<Plan>>,
): Array<Planned<Plan & { turn: string }>> =>
	groupByTexts(located, ({ plan: { wanted, found } }) => [
		...textsOf(resource, [...wanted.keys, ...(wanted.near?.() ?? [])], wanted),
		...found.records.map(({ id }) => `record ${id}`),
	]).map(([{ item, plan }, turn]) => ({ item, plan: { ...plan, turn } }));

/** An earlier item of a run that creates the record of a later one, and the key that shows it. */
export interface Earlier extends Pick<Match, 'key'> {
	creator: Item;
}

/** By item that would create a record, the earlier item whose record it would find instead. */
export function earlierOnes(
	run: Run,
	creating: ReadonlyArray<Planned<Located>>,
): ReadonlyMap<Item, Earlier> {
	const drafts = new Matcher(run);
	const creators = new Map<string, Item>();
	const earlier = new Map<Item, Earlier>();
	for (const { item, plan } of creating) {
		const { records, key } = drafts.find(plan.wanted);
		const [creator] = records.flatMap(({ id }) => creators.get(id) ?? []);
		if (creator) earlier.set(item, { creator, key });
		const draft = draftOf(item, plan, `item ${item.index}`);
		creators.set(draft.id, item);
		drafts.add([draft]);
	}
	return earlier;
}
