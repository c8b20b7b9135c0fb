import { SimilarNames, type Named } from '../text/similarNames';
import type { JsonApiRecord } from '../transport';

const MOST = 5;

/** Prepared names by list, so that ten thousand unknown names do not need ten thousand passes. */
const prepared = new WeakMap<readonly JsonApiRecord[], SimilarNames>();

/**
 * The records with the names nearest to a name that none of them has.
 *
 * @param records a list as it was read; the same list again costs nothing
 * @returns up to five, the nearest first; none if no name is near
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
