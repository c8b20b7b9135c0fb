/** What ties the items of a run to each other before anything is written, where each is to have its own answer. */
import type { NaturalKey } from '../resources/schema/attribute';
import type { Resource } from '../resources/schema/resource';
import type { Item } from '../run/item';
import type { Planned, Run } from '../run/run';
import type { Match } from './criteria';
import { groupByTexts, textsSaid, type Said } from './keyIndex';
import { Matcher } from './matcher';
import type { Located } from './plan';
import { draftOf } from './target';

/** The texts under which what an item means may be found, by each of the keys. */
export const textsOf = (resource: Resource, keys: readonly NaturalKey[], said: Said): string[] =>
	keys.flatMap((key) =>
		textsSaid(resource, key, said).map((text) => `${key.attributes.join()} ${text}`),
	);

/**
 * Names the turn of each item. Items are tied by every key that they have values for, not only by the one they are
 * found by, and by the records that they mean. Those of one turn go one after the other, in input order: the
 * second finds what the first created, and two never write to one record at once.
 */
export const inTurns = <Plan extends Located>(
	{ resource }: Run,
	located: ReadonlyArray<Planned<Plan>>,
): Array<Planned<Plan & { turn: string }>> =>
	groupByTexts(located, ({ plan: { wanted, found } }) => [
		...textsOf(resource, [...wanted.keys, ...(wanted.near?.() ?? [])], wanted),
		...found.records.map(({ id }) => `record ${id}`),
	]).map(([{ item, plan }, turn]) => ({ item, plan: { ...plan, turn } }));

/** An earlier item of a run that creates what a later one means, and the key that says so. */
export interface Earlier extends Pick<Match, 'key'> {
	creator: Item;
}

/** By item that is to create a record, the earlier one whose record it would find instead. */
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
