import { at } from '../transport/jsonapi/record';
import {
	attributeOf,
	columnLabels,
	columnOf,
	ID,
	labelsOf,
	namePartsOf,
} from '../resources/schema/columns';
import type { NaturalKey, Values } from '../resources/schema/attribute';
import type { Resource } from '../resources/schema/resource';
import { haveWordInCommon, nameWords, sameName } from '../text/names';
import type { JsonApiRecord } from '../transport';
import type { Item } from '../run/item';
import { keyTexts, primaryTexts } from './keyIndex';
import { listed, shown } from '../text/plain';
import type { Match } from './criteria';
import type { Plan } from './plan';

/** A name by its parts; a missing part is empty. */
type Name = readonly string[];

const nameOf = (resource: Resource, get: (name: string) => unknown): Name =>
	namePartsOf(resource).map((part) => {
		const value = get(part);
		return typeof value === 'string' ? value : '';
	});

const nameIn = (resource: Resource, values: Values): Name =>
	nameOf(resource, (part) => values.get(part));

const nameOn = (resource: Resource, { attributes }: JsonApiRecord): Name =>
	nameOf(resource, (part) => at({ attributes }, part));

const whole = (name: Name): string => name.filter((part) => nameWords(part).length > 0).join(' ');

/** Whether two names differ: in a part that both have, and as a whole. */
function differ(a: Name, b: Name): boolean {
	const contradict = a.some((part, at) => {
		const other = b[at] ?? '';
		return nameWords(part).length > 0 && nameWords(other).length > 0 && !sameName(part, other);
	});
	return contradict && !sameName(whole(a), whole(b));
}

/** The key of a list, such as the addresses of a contact, if a record was found by this list alone. */
function listKeyOf(resource: Resource, { by: [column, ...others] }: Match): NaturalKey | undefined {
	if (column === undefined || others.length > 0) return undefined;
	const name = attributeOf(resource, column);
	const attribute = resource.attributes.find((candidate) => candidate.name === name);
	return attribute?.rows && { attributes: [name] };
}

/**
 * An address alone does not prove that two people are one. Refuses a different name if the address is not the primary
 * address of both. If it is, refuses only a name that has no word in common with the record's name.
 */
export function refuseOtherPerson(item: Item, { wanted, full }: Plan, found: Match): void {
	const { resource } = item;
	const key = listKeyOf(resource, found);
	const untouched = new Set(item.chosen('neverTouch'));
	if (
		!key ||
		item.option('writeMode') === 'createOnly' ||
		item.option('ifNamesDiffer') === 'rename'
	)
		return;
	if (namePartsOf(resource).every((part) => untouched.has(part))) return;
	for (const record of found.records)
		refuseIfDoubtful(item, key, { wanted: wanted.values, given: full }, record);
}

function refuseIfDoubtful(item: Item, key: NaturalKey, said: Said, record: JsonApiRecord): void {
	const { resource } = item;
	const doubt = doubtIn(resource, key, said, record);
	if (!doubt) return;
	const label = resource.label.toLowerCase();
	const called = shown(whole(nameIn(resource, said.given)), 100);
	const reason =
		doubt === 'beside'
			? `it is not the primary one of the ${label} or of the item, so it may be shared`
			: 'the names have no word in common, so this may be another one';
	// Create has fields instead of columns.
	const [by, remedy] =
		item.operation === 'create'
			? [
					labelsOf(resource, key.attributes),
					`To change the name, use Update with the ID. For another ${label}, set If It Already Exists to Create Anyway.`,
				]
			: [
					[columnLabels(resource, [columnOf(resource, key.attributes[0] ?? '')])],
					'Match on another column, correct it in IT Glue, or set the option If Names Differ.',
				];
	item.refuse(
		`${by.join(' and ')} leads to ${label} "${shown(resource.nameOf(record), 100)}" (ID ${record.id}), but the item says "${called}"`,
		`Nothing was written: ${reason}. ${remedy}`,
	);
}

/** The values that an item is matched by, and all values that it gives. */
interface Said {
	wanted: Values;
	given: Values;
}

/** Why a record that was found by a list may be somebody else; undefined if there is no reason for doubt. */
export function doubtIn(
	resource: Resource,
	key: NaturalKey,
	{ wanted, given }: Said,
	record: JsonApiRecord,
): 'beside' | 'primary' | undefined {
	const [own, now] = [nameIn(resource, given), nameOn(resource, record)];
	if (!differ(own, now) || isNamedByAddress(resource, key, record, now)) return undefined;
	const asked = primaryTexts(resource, key, undefined, (name) => wanted.get(name));
	const held = primaryTexts(resource, key, undefined, (name) => at(record, name));
	if (!asked.some((text) => held.includes(text))) return 'beside';
	const then = own.map((part, at) => part || (now[at] ?? ''));
	return haveWordInCommon(whole(then), whole(now)) ? undefined : 'primary';
}

/**
 * Whether the record has its address instead of a name ("ann.lee", "ann@example.com"), so that it may be renamed. One
 * word counts as a name: there are people called Ann, and mailboxes called Info that several people share.
 */
function isNamedByAddress(
	resource: Resource,
	key: NaturalKey,
	{ attributes }: JsonApiRecord,
	name: Name,
): boolean {
	const addresses = keyTexts(resource, key, undefined, (part) => at({ attributes }, part));
	return addresses
		.map((text) => text.slice(text.lastIndexOf('\u0000') + 1))
		.some((address) =>
			[address, ...accountIn(address)].some((said) => sameName(whole(name), said)),
		);
}

/** The part before the @, if it has more than one word. */
function accountIn(address: string): string[] {
	const [account = ''] = address.split('@');
	return /[^\p{L}]/u.test(account) ? [account] : [];
}

/** Items about one record, in input order. */
export interface Namesake {
	item: Item;
	plan: Plan & { found: Match };
}

/**
 * The items with the same key and different names, and for each the text of its error. If one of the names is the
 * record's name, the items with that name are meant.
 */
export function otherNames(
	resource: Resource,
	items: readonly Namesake[],
	record: JsonApiRecord | undefined,
): ReadonlyMap<Item, string> {
	const names = items
		.filter(({ item, plan }) => mayDiffer(item, plan))
		.map(({ item, plan: { full } }) => ({ item, name: nameIn(resource, full) }));
	if (!areSeveral(names.map(({ name }) => name))) return new Map();
	const now = record && nameOn(resource, record);
	const isNow = (name: Name): boolean =>
		now !== undefined && whole(name) !== '' && !differ(name, now);
	const meant = names.some(({ name }) => isNow(name));
	const spelt = names.flatMap(({ item, name }) =>
		whole(name) === '' ? [] : [`"${shown(whole(name))}" (item ${item.index})`],
	);
	return new Map(
		names
			.filter(({ name }) => !(meant && (isNow(name) || whole(name) === '')))
			.map(({ item }) => [item, listed(spelt)]),
	);
}

/** Items with one ID, of IT Glue or of the PSA, mean one record, even if their names differ. */
const mayDiffer = (item: Item, { found, wanted }: Namesake['plan']): boolean =>
	!found.by.includes(ID) && !wanted.psa && item.option('ifNamesDiffer') !== 'rename';

function areSeveral(names: Name[]): boolean {
	const distinct = [...new Map(names.map((name) => [name.join('\u0000'), name])).values()];
	return distinct.some((name, at) => distinct.slice(at + 1).some((other) => differ(name, other)));
}
