import { snake } from '../text/spelling';

/** Whether an attribute holds ids: `organization_id`, `ancestor_ids`, the `id` of an entry. */
export const holdsIds = (key: string): boolean => /(?:^|_)ids?$/.test(key);

/**
 * A value of an attribute in the simplified output. Ids are text: they exceed 2^53 on European accounts, where a number
 * would not be exact. Entries of a list (emails, phones, interfaces, sections) have keys in snake_case, like the record
 * itself. Other objects keep their keys, because a user may have chosen them.
 *
 * @param key the attribute's name in snake_case
 */
export const shownValue = (key: string, value: unknown): unknown => shownAs(holdsIds(key), value);

/** The same, if it is known whether the attribute holds ids. */
export function shownAs(ids: boolean, value: unknown): unknown {
	if (ids) return asId(value);
	return Array.isArray(value) ? value.map(shownEntry) : value;
}

function asId(value: unknown): unknown {
	if (typeof value === 'number' || typeof value === 'bigint') return String(value);
	return Array.isArray(value) ? value.map(asId) : value;
}

function shownEntry(entry: unknown): unknown {
	if (Array.isArray(entry)) return entry.map(shownEntry);
	if (typeof entry !== 'object' || entry === null) return entry;
	return Object.fromEntries(
		Object.entries(entry).map(([name, value]) => {
			const key = snake(name);
			return [key, holdsIds(key) ? asId(value) : shownEntry(value)];
		}),
	);
}
