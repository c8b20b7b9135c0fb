import { at } from '../transport/jsonapi/record';
import type { IDataObject } from 'n8n-workflow';
import type { JsonApiRecord } from '../transport';
import type { NaturalKey, RowShape } from '../resources/schema/attribute';
import { columnLabels, columnOf, PSA_ID } from '../resources/schema/columns';
import { comparable } from '../text/same';
import { systemOf } from '../text/systemNames';
import type { Item } from '../run/item';
import type { Run, Planned } from '../run/run';
import { rowsOf as rowsIn } from '../records/compare';
import { overlay } from '../run/input/mapping';
import { groupByTexts, keyTexts, primaryTexts } from './keyIndex';
import { nameOfKey } from './keys';
import { nearTakers, refuseSharedNear, sharingNear } from './near';
import { otherNames } from './otherName';
import { together } from '../records/rows';
import type { Target } from './target';
import type { Located, Plan } from './plan';

type Missing = Planned<Located>;

/**
 * One target for all items that mean the same record: an existing one, or a new one that the first item would create
 * and the others would find. Items that cannot be distinguished in this way are refused.
 */
export async function targetsOf(
	run: Run,
	located: ReadonlyArray<Planned<Located>>,
): Promise<Target[]> {
	const keyOf = (plan: Plan): string => ownText(run, plan);
	const all = sharingNear(located, keyOf);
	const { groups, holders } = groupsOf(run, all);
	const claims = psaClaims(all);
	const takers = nearTakers(all, keyOf);
	const clear = await run.checked(all, ({ item, plan }) => {
		refuseSharedNear(item, plan, takers);
		refuseShared(item, plan, sharersOf(plan, groups.get(item), claims));
		refuseDoubt(item, groups.get(item));
		refuseNewNamesake(run, item, plan, holders);
	});
	const targets = new Map<string, Target>();
	const add = ({ key, record, item, plan }: Share): void => {
		const by = record ? plan.found.by : null;
		const known = targets.get(key);
		const near = record && plan.found.near;
		if (!known) targets.set(key, { items: [item], record, by, near, plan: copyOf(plan) });
		else
			Object.assign(known, {
				items: [...known.items, item],
				by,
				near: known.near || near,
				plan: both(item, known.plan, plan),
			});
	};
	for (const share of await withoutOtherNames(run, clear, groups)) add(share);
	return [...targets.values()];
}

/** The values that an item is matched by, as one text. */
const ownText = (run: Run, plan: Plan): string => [...ownTexts(run, plan)].sort().join('\n');

/** An item and one of its records, under a name that all items with this record share. */
interface Share extends Planned<Located> {
	key: string;
	record?: JsonApiRecord;
}

function sharesOf({ item, plan }: Planned<Located>, groups: ReadonlyMap<Item, Group>): Share[] {
	const group = groups.get(item);
	const found = plan.found.records.map((record) => ({ key: `record ${record.id}`, record }));
	const all = group ? [...found, { key: `new ${group.name}` }] : found;
	return all.map((share) => ({ ...share, item, plan }));
}

/** Refuses items with different names that would become one record. */
async function withoutOtherNames(
	run: Run,
	plans: ReadonlyArray<Planned<Located>>,
	groups: ReadonlyMap<Item, Group>,
): Promise<Share[]> {
	const byKey = new Map<string, Share[]>();
	for (const share of plans.flatMap((planned) => sharesOf(planned, groups))) {
		const known = byKey.get(share.key);
		if (known) known.push(share);
		else byKey.set(share.key, [share]);
	}
	const refused = new Map<Item, string>();
	for (const shares of byKey.values())
		for (const [item, names] of otherNames(run.resource, shares, shares[0]?.record))
			refused.set(item, names);
	const clear = await run.checked(plans, ({ item, plan }) => {
		const names = refused.get(item);
		if (names !== undefined) refuseOtherNames(item, plan, names);
	});
	return clear.flatMap((planned) => sharesOf(planned, groups));
}

function refuseOtherNames(item: Item, { found, wanted }: Located, names: string): never {
	const { resource } = item;
	const own = wanted.keys[0]?.attributes.map((name) => columnOf(resource, name)) ?? [];
	const columns = found.by.length > 0 ? found.by : own;
	return item.refuse(
		`Items with the same ${columnLabels(resource, columns)} have different names: ${names}`,
		`Nothing was written for this item: it may be another ${resource.label.toLowerCase()}. Give each its own value, match on another column, or set the option If Names Differ.`,
	);
}

/** Items that would create the same record, with the number of other groups that they may also mean. */
interface Group {
	name: string;
	/** Further records of this run that the items' key would also find. */
	doubts: number;
	/** PSA records that the items name. */
	psaIds: Set<string>;
	by: NaturalKey | undefined;
}

/**
 * Items with the same key form one group. If an item's key finds the record that another item would create, both form
 * one group, because a later run would find that record. If the key finds several such records, the item is unclear.
 */
function groupsOf(
	run: Run,
	located: ReadonlyArray<Planned<Located>>,
): { groups: Map<Item, Group>; holders: Holders } {
	const missing = located.filter(({ plan }) => plan.found.records.length === 0);
	const members = new Map<string, Missing[]>();
	for (const [one, name] of groupByTexts(missing, ({ plan }) => ownTexts(run, plan))) {
		const group = members.get(name);
		if (group) group.push(one);
		else members.set(name, [one]);
	}
	const holders = holdersOf(
		run,
		members,
		located.map(({ plan }) => plan),
	);
	const joined = groupByTexts(reachOf(run, members, holders), ({ name, others }) =>
		others.size === 1 ? [name, ...others] : [name],
	);
	const groups = new Map<Item, Group>();
	const psaIds = new Map<string, Set<string>>();
	for (const [{ ones, others }, last] of joined) {
		const ids = psaIds.get(last) ?? new Set<string>();
		psaIds.set(last, ids);
		for (const { item, plan } of ones) {
			if (plan.wanted.psa) ids.add(plan.wanted.psa.id);
			const [by] = plan.wanted.keys;
			groups.set(item, { name: last, doubts: others.size > 1 ? others.size : 0, psaIds: ids, by });
		}
	}
	return { groups, holders };
}

/** By key text, the groups that would create a record with this key text. */
interface Holders {
	any: ReadonlyMap<string, Set<string>>;
	/** The groups in which it is the primary entry. */
	primary: ReadonlyMap<string, Set<string>>;
}

function holdersOf(run: Run, members: ReadonlyMap<string, Missing[]>, plans: Plan[]): Holders {
	const keys = new Map<string, NaturalKey>();
	for (const { wanted } of plans) for (const key of wanted.keys) keys.set(nameOfKey(key), key);
	const any = new Map<string, Set<string>>();
	const primary = new Map<string, Set<string>>();
	const add = (holders: Map<string, Set<string>>, text: string, name: string): void => {
		const known = holders.get(text) ?? new Set<string>();
		holders.set(text, known.add(name));
	};
	for (const [name, ones] of members)
		for (const { plan } of ones)
			for (const key of keys.values()) {
				for (const text of heldBy(run, key, plan)) add(any, text, name);
				for (const text of heldAsPrimary(run, key, plan)) add(primary, text, name);
			}
	return { any, primary };
}

/** An item is unclear if it found a record by a key that another item will give to a new record. */
function refuseNewNamesake(run: Run, item: Item, plan: Located, holders: Holders): void {
	const { records, by } = plan.found;
	const [record] = records;
	if (!record || holders.any.size === 0) return;
	if (by.includes(PSA_ID) || plan.wanted.id !== undefined) return;
	const taken = plan.wanted.keys.some((key) =>
		textsBy(run, key, plan).some(
			(text) =>
				holders.any.has(text) &&
				!(isPrimaryOf(run, key, plan, record) && !holders.primary.has(text)),
		),
	);
	if (!taken) return;
	const { label, nameOf: name } = run.resource;
	item.refuse(
		`Another item of this run creates a ${label.toLowerCase()} that this one also matches`,
		`This one found "${name(record)}" (${record.id}). Give it a value in the matching column, so that it is clear which record it means.`,
	);
}

/** Whether the record is preferred to others with the same entry, because the entry is its primary one. */
function isPrimaryOf(
	{ resource }: Run,
	key: NaturalKey,
	plan: Plan,
	record: JsonApiRecord,
): boolean {
	const { organizationId, values } = plan.wanted;
	const held = primaryTexts(resource, key, organizationId, (name) => at(record, name));
	return keyTexts(resource, key, organizationId, (name) => values.get(name)).some((text) =>
		held.includes(text),
	);
}

/** Items with the same key, and the names of the other groups whose record that key would also find. */
interface Reach {
	name: string;
	ones: Missing[];
	others: Set<string>;
}

function reachOf(run: Run, members: ReadonlyMap<string, Missing[]>, holders: Holders): Reach[] {
	return [...members].map(([name, ones]) => {
		const found = ones.flatMap(({ plan }) =>
			plan.wanted.keys.flatMap((key) =>
				textsBy(run, key, plan).flatMap((text) => [...(holders.any.get(text) ?? [])]),
			),
		);
		return { name, ones, others: new Set(found.filter((other) => other !== name)) };
	});
}

/** The texts that an item looks for by a key: of a list, only the matched entry. */
function textsBy(run: Run, key: NaturalKey, plan: Plan): string[] {
	const { full, wanted } = plan;
	return named(run, key, plan, keyTexts, (name) => wanted.values.get(name) ?? full.get(name));
}

/** The texts by which the item's new record would be found. */
function heldBy(run: Run, key: NaturalKey, plan: Plan): string[] {
	return named(run, key, plan, keyTexts, holding(plan));
}

function heldAsPrimary(run: Run, key: NaturalKey, plan: Plan): string[] {
	return named(run, key, plan, primaryTexts, holding(plan));
}

const holding =
	({ full, wanted }: Plan) =>
	(name: string): unknown =>
		full.get(name) ?? wanted.values.get(name);

/** Texts that also contain the name of their key and the values that are always compared with it. */
function named(
	{ resource }: Run,
	key: NaturalKey,
	{ wanted: { organizationId } }: Plan,
	read: typeof keyTexts,
	get: (name: string) => unknown,
): string[] {
	const beside = (key.always ?? []).map((name) => comparable(get(name)));
	return read(resource, key, organizationId, get).map((text) =>
		[nameOfKey(key), text, ...beside].join('\u0000'),
	);
}

/** The texts that put items into one group: their PSA record, or else the values that they are matched by. */
function ownTexts(run: Run, plan: Plan): string[] {
	const { psa, keys, organizationId } = plan.wanted;
	if (psa) return [`psa ${organizationId ?? ''} ${systemOf(psa.type ?? '')?.key ?? ''} ${psa.id}`];
	return keys.flatMap((key) => textsBy(run, key, plan));
}

function refuseDoubt(item: Item, group: Group | undefined): void {
	if (!group || group.doubts === 0) return;
	const { resource } = item;
	const columns = (group.by?.attributes ?? []).map((name) => columnOf(resource, name));
	item.refuse(
		`${group.doubts} new ${resource.plural.toLowerCase()} of this run match by ${columnLabels(resource, columns)}`,
		'Other input items create them, and it is not clear which one this item means. Give it a value in the matching column.',
	);
}

/** Other PSA records that would become the same record. */
function sharersOf(
	{ wanted: { psa: own }, found: { records, by } }: Located,
	group: Group | undefined,
	claims: ReadonlyMap<string, Set<string>>,
): string[] {
	if (!own || by.includes(PSA_ID)) return [];
	const sharers = [group?.psaIds, ...records.map(({ id }) => claims.get(id))];
	return sharers.flatMap((ids) => [...(ids ?? [])]).filter((psaId) => psaId !== own.id);
}

/** By record, the PSA records of the items that found it. */
function psaClaims(located: ReadonlyArray<Planned<Located>>): Map<string, Set<string>> {
	const claims = new Map<string, Set<string>>();
	for (const { plan } of located) {
		const { psa } = plan.wanted;
		if (!psa) continue;
		for (const { id } of plan.found.records) {
			const known = claims.get(id) ?? new Set<string>();
			claims.set(id, known.add(psa.id));
		}
	}
	return claims;
}

function refuseShared(item: Item, { wanted: { psa, keys } }: Plan, others: string[]): void {
	if (others.length === 0 || !psa) return;
	const { resource } = item;
	const ids = [...new Set([psa.id, ...others])].sort().join(', ');
	const [key] = keys;
	const attributes = [...(key?.attributes ?? []), ...(key?.always ?? [])];
	const columns = attributes.map((name) => columnOf(resource, name));
	const apart = key?.toldApartBy && columnLabels(resource, key.toldApartBy);
	item.refuse(
		`Several PSA records (${ids}) have the same ${columnLabels(resource, columns)}, so they would become one ${resource.label.toLowerCase()}`,
		apart
			? `Nothing was written for them. Also map ${apart} to distinguish them, or link each to its record in IT Glue.`
			: 'Nothing was written for them. Correct one of them in the PSA, or link each to its record in IT Glue.',
	);
}

const copyOf = (plan: Plan): Plan => ({
	...plan,
	values: new Map(plan.values),
	full: new Map(plan.full),
	report: { ...plan.report },
});

/** If a list is replaced as a whole, every entry that an item was matched by stays in it. */
function withKeys(item: Item, values: Plan['values'], ...plans: Plan[]): Plan['values'] {
	const replaced = item.chosen('replaceAll');
	for (const { name, rows } of item.resource.attributes) {
		if (!rows || !values.has(name) || !replaced.includes(name)) continue;
		for (const { wanted } of plans) {
			const matched = wanted.keys.some(({ attributes }) => attributes.includes(name));
			if (matched) values.set(name, together(rows, unmarked(rows, wanted, name), values.get(name)));
		}
	}
	return values;
}

function unmarked({ only }: RowShape, { values }: Plan['wanted'], name: string): IDataObject[] {
	return rowsIn(values.get(name)).map((row) => ({ ...row, [only]: false }));
}

const except = (values: Plan['values'], names: string[]): Plan['values'] =>
	new Map([...values].filter(([name]) => !names.includes(name)));

/** The fields of both items; if both set a field, the later item wins. */
const both = (item: Item, earlier: Plan, later: Plan): Plan => ({
	...later,
	values: withKeys(
		item,
		overlay(item, except(earlier.values, later.cleared), later.values),
		earlier,
		later,
	),
	full: overlay(item, except(earlier.full, later.cleared), later.full),
	lists: [...earlier.lists, ...later.lists],
	cleared: [...earlier.cleared.filter((name) => !later.full.has(name)), ...later.cleared],
	report: { ...earlier.report, ...later.report },
});
