import { attributeOf, choosableKeys, keysOf, labelsOf } from '../resources/schema/columns';
import type { NaturalKey } from '../resources/schema/attribute';
import type { Resource } from '../resources/schema/resource';
import { saysAnything, type Said } from './keyIndex';

/** The key for the columns that the user chose to match by, with the table's rules for them. */
export function chosenKey(resource: Resource, columns: string[]): NaturalKey {
	const names = columns.map((column) => attributeOf(resource, column));
	const keys = choosableKeys(resource);
	const related = keys.filter(({ attributes }) => attributes.some((name) => names.includes(name)));
	const alone = names.filter((name) => keys.some(({ attributes }) => attributes.includes(name)));
	const beside = names.filter((name) => !alone.includes(name));
	const always = related.flatMap((key) => key.always ?? []);
	return {
		attributes: alone,
		always: [...new Set([...always, ...beside])],
	};
}

/** A unique text for a key, including all values that are compared with it. */
export const nameOfKey = ({ attributes, also = [], always = [] }: NaturalKey): string =>
	[attributes, always, also].map((names) => names.join()).join('|');

/** The labels of a key's fields inside a sentence. */
export const labelOfKey = (resource: Resource, key: NaturalKey | undefined): string =>
	labelsOf(resource, key?.attributes ?? [])
		.join(' and ')
		.toLowerCase();

/** The keys of a resource for which the values contain something, in the order of its table. */
export const usableKeys = (resource: Resource, said: Said): NaturalKey[] =>
	keysOf(resource)
		.filter((key) => saysAnything(resource, key, said))
		.map((key) => ({ ...key, also: [] }));

/** Keys that may find a record without a value in the chosen key. */
export function nearKeys(resource: Resource, said: Said, chosen: NaturalKey): NaturalKey[] {
	const isChosen = ({ attributes }: NaturalKey): boolean =>
		attributes.join() === chosen.attributes.join();
	const given = (chosen.also ?? []).filter((name) => said.values.has(name));
	return usableKeys(resource, said)
		.filter((key) => !isChosen(key))
		.map((key) => ({
			...key,
			always: [...new Set([...(key.always ?? []), ...(chosen.always ?? []), ...given])],
		}));
}
