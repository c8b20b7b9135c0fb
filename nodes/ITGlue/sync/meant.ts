import { at } from '../transport/jsonapi/record';
import type { NaturalKey, Values } from '../resources/schema/attribute';
import type { Resource } from '../resources/schema/resource';
import type { JsonApiRecord } from '../transport';
import type { Item } from '../run/item';
import { keyTexts, primaryTexts } from './keyIndex';
import { listed, shown } from '../text/plain';
import { isArchived } from '../records/archived';

/** The records that an item means, and the archived ones with the same key. */
export interface Meant {
	records: JsonApiRecord[];
	aside: JsonApiRecord[];
}

/**
 * Which of the records with an item's key are meant: the one rule of Create, Create or Update and Reconcile. Active
 * records come before archived ones; for a list with a primary entry, the record with this primary entry is meant. If
 * several remain, the caller refuses them.
 */
export function meantBy(
	resource: Resource,
	key: NaturalKey,
	values: Values,
	matches: JsonApiRecord[],
): Meant {
	const { records, aside } = activeFirst(resource, matches, values);
	return { records: primaryFirst(resource, key, values, records), aside };
}

/**
 * The active records if there are any, otherwise the archived ones. If an item archives its record, both count:
 * otherwise the next run would find the next active record and archive it as well.
 */
export function activeFirst(resource: Resource, records: JsonApiRecord[], values: Values): Meant {
	const active = records.filter((record) => !isArchived(resource, record));
	const aside = records.filter((record) => !active.includes(record));
	if (active.length === 0 || aside.some((record) => makesLike(resource, values, record)))
		return { records, aside: [] };
	return { records: active, aside };
}

/** Whether an item sets the flag or status that an archived record has. */
function makesLike({ archive }: Resource, values: Values, { attributes }: JsonApiRecord): boolean {
	if (!archive || !values.has(archive.attribute)) return false;
	return String(values.get(archive.attribute)) === String(at({ attributes }, archive.attribute));
}

/** Tells the user about archived records with the same key. */
export function hintAside(item: Item, record: JsonApiRecord, aside: JsonApiRecord[]): void {
	if (aside.length === 0) return;
	const { label, nameOf } = item.resource;
	item.hint(
		`${label} "${shown(nameOf(record), 100)}" (${record.id}) is used, because it is active. Archived records with the same key do not change: ${listed(aside.map(({ id }) => id))}.`,
	);
}

/**
 * An address means the record whose primary address it is, or else the only record that has it. Of several addresses in
 * the item, its primary one is checked first, because two people may share another one.
 */
function primaryFirst(
	resource: Resource,
	key: NaturalKey,
	values: Values,
	matches: JsonApiRecord[],
): JsonApiRecord[] {
	if (matches.length < 2) return matches;
	const get = (name: string): unknown => values.get(name);
	const own = primaryTexts(resource, key, undefined, get);
	const holders = matches.filter((record) => shares(own, heldBy(keyTexts, resource, key, record)));
	const [all, texts] =
		holders.length > 0 ? [holders, own] : [matches, keyTexts(resource, key, undefined, get)];
	const owners = all.filter((record) => shares(texts, heldBy(primaryTexts, resource, key, record)));
	return owners.length === 1 ? owners : all;
}

const heldBy = (
	read: typeof keyTexts,
	resource: Resource,
	key: NaturalKey,
	{ attributes }: JsonApiRecord,
): string[] => read(resource, key, undefined, (name) => at({ attributes }, name));

const shares = (texts: readonly string[], others: readonly string[]): boolean =>
	texts.some((text) => others.includes(text));
