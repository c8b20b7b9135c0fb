import { kebab } from '../text/spelling';
import type { JsonApiRecord } from '../transport';

interface SortKey {
	name: string;
	down: boolean;
}

const keysOf = (sort: string): SortKey[] =>
	sort.split(',').map((key) => ({ name: kebab(key.replace(/^-/, '')), down: key.startsWith('-') }));

const texts = new Intl.Collator('en', { sensitivity: 'base' });

const valueOf = (record: JsonApiRecord, name: string): unknown =>
	name === 'id' ? record.id : record.attributes[name];

const isEmpty = (value: unknown): boolean => value === undefined || value === null;

/** IDs are text, also beyond 2^53: the one with more digits is larger. */
function byDigits(a: string, b: string): number {
	if (a.length !== b.length) return a.length - b.length;
	return a === b ? 0 : a < b ? -1 : 1;
}

/** Empty values last, texts in the order of a dictionary. */
function compare(a: unknown, b: unknown, name: string): number {
	if (isEmpty(a) || isEmpty(b)) return Number(isEmpty(a)) - Number(isEmpty(b));
	if (/(^|-)id$/.test(name)) return byDigits(String(a), String(b));
	if (typeof a === 'string' || typeof b === 'string') return texts.compare(String(a), String(b));
	return Number(a) - Number(b);
}

/** Whether the records contain the values to sort by. */
export const canSort = (records: JsonApiRecord[], sort: string): boolean =>
	records.length === 0 ||
	keysOf(sort).every(({ name }) => records.some((record) => valueOf(record, name) !== undefined));

/**
 * The records in the order that `sort` asks IT Glue for ('name,-updated_at'): by the first key, then by the next one,
 * then in their original order. Empty values come last, or first if the order is descending.
 */
export function inOrder(records: JsonApiRecord[], sort: string): JsonApiRecord[] {
	const keys = keysOf(sort);
	const rows = records.map((record) => ({
		record,
		values: keys.map(({ name }) => valueOf(record, name)),
	}));
	rows.sort((a, b) => {
		for (const [at, { name, down }] of keys.entries()) {
			const order = compare(a.values[at], b.values[at], name);
			if (order !== 0) return down ? -order : order;
		}
		return 0;
	});
	return rows.map(({ record }) => record);
}
