/** What the parts of the generator share. */
import type { Store } from '../core/store';
import type { Random } from './prng';

export interface Generation {
	store: Store;
	random: Random;
	/** Creation moments: a fixed start, some minutes between two records. */
	moment: () => { createdAt: number; updatedAt: number };
	lookUps: Record<string, number[]>;
}

/** Id of a look-up by position, wrapping around. */
export function lookUp(generation: Generation, collection: string, at: number): number {
	const list = generation.lookUps[collection] ?? [];
	const id = list[at % list.length];
	if (id === undefined) throw new RangeError(`No ${collection}`);
	return id;
}
