/** What the parts of a day share: who is chosen, and what is noted. */
import type { Store } from '../core/store';
import type { Psa } from '../psa/model';
import type { Story, World } from './model';

/** What the parts of a day share. */
export interface Day {
	world: World;
	store: Store;
	psa: Psa;
	night: number;
}

/** Shares of all records to which one story happens in a day. */
const SHARE = 0.002;

/** How many, of a world of that size. */
export const some = (size: number, least = 1): number => Math.max(least, Math.round(size * SHARE));

/** The next subjects that fit and have no story yet, spread over the list. Each has one story at most. */
export function pick<One extends { told?: Story }>(
	all: readonly One[],
	count: number,
	fits: (one: One) => boolean,
): One[] {
	const free = all.filter((one) => one.told === undefined && fits(one));
	const step = Math.max(1, Math.floor(free.length / count));
	return free.filter((_one, at) => at % step === 0).slice(0, count);
}

/** Notes that it happened. */
export function note({ world, night }: Day, story: Story, who: string): void {
	world.log.push({ night, story, who });
}

/** A colleague writes a text into IT Glue, which has to stay. */
export function writeByHand(
	{ world, store }: Day,
	collection: string,
	id: string,
	attribute: string,
	value: string,
): void {
	const record = store.find(collection, id);
	if (record === undefined) throw new RangeError(`There is no ${collection} ${id}.`);
	store.update(record, { [attribute]: value });
	world.written.push({ collection, id, attribute, value });
}
