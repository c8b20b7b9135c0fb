/** PSA records with the same key, such as two people with one mailbox: their names distinguish them. */
import { at } from '../transport/jsonapi/record';
import { isNamed, isOfPsa, leadsTo, type PsaRecord, type ShownLink } from '../records/psaLink';
import type { NaturalKey, Values } from '../resources/schema/attribute';
import type { Resource } from '../resources/schema/resource';
import { comparable } from '../text/same';
import type { JsonApiRecord } from '../transport';
import { textsSaid } from './keyIndex';
import type { Criteria } from './criteria';

/** If several PSA records share a key, their items are also matched by further attributes that distinguish them. */
export function tellApart(resource: Resource, all: Criteria[]): void {
	const sharers = new Map<string, Set<string>>();
	const ofPsa = all.flatMap((wanted) => {
		const [key] = wanted.keys;
		return wanted.psa && key?.toldApartBy ? [{ wanted, psa: wanted.psa, key }] : [];
	});
	for (const { wanted, psa, key } of ofPsa)
		for (const text of textsSaid(resource, key, wanted))
			sharers.set(text, (sharers.get(text) ?? new Set<string>()).add(psa.id));
	for (const { wanted, key } of ofPsa) {
		const isShared = textsSaid(resource, key, wanted).some(
			(text) => (sharers.get(text)?.size ?? 0) > 1,
		);
		if (isShared && isTold(key, wanted.values)) wanted.keys = [apart(key)];
	}
}

/** Whether an item has a value in one of the distinguishing attributes. */
const isTold = ({ toldApartBy = [] }: NaturalKey, values: Values): boolean =>
	toldApartBy.some((name) => comparable(values.get(name)) !== '');

const apart = ({ toldApartBy = [], ...key }: NaturalKey): NaturalKey => ({
	...key,
	always: [...new Set([...(key.always ?? []), ...toldApartBy])],
});

/**
 * Of the records with an item's key, those that may be its person: the ones with the same name if there are any;
 * otherwise all except those that belong to another PSA record.
 */
export function ofTheItem(
	key: NaturalKey,
	values: Values,
	psa: PsaRecord | undefined,
	matches: JsonApiRecord[],
	linksOf: (record: JsonApiRecord) => ShownLink[] | undefined,
): JsonApiRecord[] {
	const { toldApartBy = [] } = key;
	if (!psa || !isTold(key, values)) return matches;
	const same = matches.filter(({ attributes }) =>
		toldApartBy.every(
			(name) => comparable(values.get(name)) === comparable(at({ attributes }, name)),
		),
	);
	if (same.length > 0) return same;
	return matches.filter((record) => !isAnothers(linksOf(record) ?? [], psa));
}

/** Whether links lead to other PSA records only. */
const isAnothers = (links: readonly ShownLink[], psa: PsaRecord): boolean =>
	links.filter(isNamed).some((link) => isOfPsa(link, psa.type)) &&
	links.every((link) => leadsTo(link, psa) === 'no');
