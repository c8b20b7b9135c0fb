import { SimilarNames, type Named } from '../text/similarNames';
import type { JsonApiRecord } from '../transport';

const MOST = 5;

/** By list: ten thousand names that nothing has must not be ten thousand passes. */
const prepared = new WeakMap<readonly JsonApiRecord[], SimilarNames>();

/**
 * The records whose names come nearest to one that none of them has.
 *
 * @param records a list as it was read; the same list again costs nothing
 * @returns up to five, the nearest first; none where no name is near
 */
export function nearestNames(
	records: readonly JsonApiRecord[],
	nameOf: (record: JsonApiRecord) => string,
	name: string,
): Named[] {
	const known = prepared.get(records);
	const names =
		known ?? new SimilarNames(records.map((record) => ({ id: record.id, name: nameOf(record) })));
	if (!known) prepared.set(records, names);
	return names.near(name, MOST);
}
