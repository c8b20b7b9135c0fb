import type { IDataObject } from 'n8n-workflow';
import type { PsaRecord } from '../records/psaLink';
import {
	attributeOf,
	columnLabels,
	columnOf,
	ID,
	PSA_ID,
	PSA_TYPE,
	psaFilterLabels,
} from '../resources/schema/columns';
import type { NaturalKey, Values } from '../resources/schema/attribute';
import { plainId } from '../text/id';
import { trimmed } from '../text/same';
import { filterValueOf, systemOf } from '../text/systemNames';
import type { Item } from '../run/item';
import { checkCreateOnly } from './createOnly';
import { chosenKey, nearKeys, usableKeys } from './keys';
import { organizationOfMapping, refuseWithoutOrganization } from '../run/input/mapping';
import { overlay, readMapping, toMapped, type Mapped, type Mapping } from '../run/input/mapping';
import { hasText, KeyTexts, saysAnything, type Said } from './keyIndex';
import { asInputField } from '../run/input/columnNames';
import { refuseNothing } from '../run/input/nothing';
import { plainText, shown } from '../text/plain';
import type { Match, Criteria } from './criteria';
import { checkValues, isBlank } from '../run/input/values';
import { parentsOf } from '../run/input/parents';

/** What an item of Create or Update asks for, before any record is read. */
export interface Plan {
	organizationId?: string;
	/** For an existing record: the mapped values, without the columns matched by. */
	values: Values;
	/** For a new record: all mapped values. */
	full: Values;
	wanted: Criteria;
	/** Attributes that the item leaves empty although IT Glue cannot clear them. */
	cleared: string[];
	/** Lists that were mapped as a whole, not only their primary entry. */
	lists: string[];
	/** Values that were left out of the write, for the output. */
	report: IDataObject;
	/** The column that it is matched by is empty, and the user chose to skip such items. */
	skips?: true;
}

/** A plan with its records; none if one must be created. */
export interface Located extends Plan {
	found: Match;
}

/** Reads an item's mapping and converts it; refuses what is wrong in it. */
export async function planOf(item: Item): Promise<Plan> {
	const { hooks, scoped } = item.resource;
	const mapping = readMapping(item, item.option('neverOverwriteWithEmpty') !== false);
	const organizationId = await organizationOfMapping(item, mapping);
	const matchesId = mapping.matching.includes(ID);
	const skipsId = matchesId && skipsEmpty(item, mapping.given.get(ID));
	const byId = matchesId && !skipsId && !goesOn(item, mapping.given.get(ID));
	if (scoped && organizationId === undefined && !byId && !skipsId) refuseWithoutOrganization(item);
	const id = byId ? idOf(item, mapping.given.get(ID)) : undefined;
	const mapped = await toMapped(item, mapping, parentsOf(item, organizationId, id));
	const option = (param: string): unknown => item.option(param);
	expandMapped(item, mapped);
	const report: IDataObject = {
		...hooks?.repair?.(mapped.matched, option),
		...hooks?.repair?.(mapped.values, option),
	};
	const full = overlay(item, mapped.matched, mapped.values);
	checkValues(item, full, 'update');
	// Of a list, only the matched entry: the record may share its other entries with other records.
	const values: Values = new Map([...full, ...mapped.matched]);
	for (const column of mapping.matching) {
		const name = attributeOf(item.resource, column);
		if (name !== column && !mapped.matched.has(name)) values.delete(name);
	}
	const texts = new KeyTexts(item.resource, { organizationId, values });
	const said = { organizationId, values, texts };
	const { keys, psa, near, skips } = wantedBy(item, mapping, said, report);
	const wanted = { ...said, keys, psa, near, id };
	const { cleared } = mapped;
	item.identify(() => [organizationId, id, psa, keys.flatMap((key) => texts.of(key))]);
	const lists = [...mapping.given.keys()];
	const plan = { organizationId, values: mapped.values, full, wanted, cleared, lists, report };
	return skips ? { ...plan, skips } : plan;
}

/**
 * Adds values that follow from the mapped ones, matched columns included: with a known last name, no splitting is
 * needed.
 */
function expandMapped(item: Item, { values, matched }: Mapped): void {
	const { hooks, attributes } = item.resource;
	// A value that the record is found by is not split and written to it.
	if (attributes.some(({ name, sentAs }) => sentAs === 'step' && matched.has(name))) return;
	const all: Values = new Map([...values, ...matched]);
	const before = new Map(all);
	hooks?.expand?.(all, 'update', (param) => item.option(param));
	for (const [name, value] of all)
		if (before.get(name) !== value && !matched.has(name)) values.set(name, value);
}

function wantedBy(
	item: Item,
	{ given, matching }: Mapping,
	said: Said,
	report: IDataObject,
): Pick<Criteria, 'psa' | 'keys' | 'near'> & Pick<Plan, 'skips'> {
	const { resource } = item;
	const { values } = said;
	const ids = [ID, PSA_ID].filter((column) => matching.includes(column));
	if (ids.some((column) => skipsEmpty(item, given.get(column)))) return SKIPPED;
	const noId = matching.includes(ID) && goesOn(item, given.get(ID));
	if (matching.includes(ID) && !noId) return { keys: [] };
	const by = (key: NaturalKey): Pick<Criteria, 'keys' | 'near'> => ({
		keys: [key],
		near: () => nearKeys(resource, said, key),
	});
	if (noId || (matching.includes(PSA_ID) && goesOn(item, given.get(PSA_ID)))) {
		const [next] = usableKeys(resource, said);
		if (next) return by(next);
	}
	if (noId) idOf(item, given.get(ID));
	if (matching.includes(PSA_ID))
		// One key only: a person of the same name with another email is another person.
		return { psa: psaOf(item, given), keys: usableKeys(resource, said).slice(0, 1) };
	const key = chosenKey(resource, matching);
	const says = saysAnything(resource, key, said);
	if (says && key.attributes.length === 1) return by(key);
	const empty = key.attributes.filter((name) => !hasText(resource, name, values));
	if (says && empty.length === 0) return by(key);
	// If each part has a value, only the combination identifies nothing: "Test" "Test".
	const lacking = empty.length > 0 ? empty : key.attributes;
	if (item.option('emptyMatch') === 'skip') return SKIPPED;
	return by(nextKey(item, lacking, said, report));
}

const SKIPPED = { keys: [], skips: true } as const satisfies Pick<Criteria, 'keys'> &
	Pick<Plan, 'skips'>;

/** Whether an ID that is matched on is empty and such items are skipped. */
const skipsEmpty = (item: Item, id: unknown): boolean =>
	isBlank(id) && item.option('emptyMatch') === 'skip';

/** Whether the next key replaces an empty ID, of IT Glue or of the PSA. */
const goesOn = (item: Item, id: unknown): boolean =>
	isBlank(id) && item.option('emptyMatch') === 'nextKey';

/** The next key of an item whose chosen column is empty, if the user allowed it. */
function nextKey(item: Item, empty: string[], said: Said, report: IDataObject): NaturalKey {
	const { resource } = item;
	const { values } = said;
	const [next] = item.option('emptyMatch') === 'nextKey' ? usableKeys(resource, said) : [];
	if (next) return next;
	const columns = empty.map((name) => columnOf(resource, name));
	const labels = columnLabels(resource, columns);
	const dropped = Object.entries(report).find(([name]) => name.startsWith('_dropped'))?.[1];
	if (Array.isArray(dropped) && dropped.length > 0) {
		item.refuse(
			`"${String(dropped[0]).slice(0, 100)}" is used for matching, but is not a valid value of ${labels}`,
			'The option left it out, so nothing identifies the record. Correct it, or match on another column.',
		);
	}
	// Values that only a create accepts are not converted yet and may not be text.
	checkCreateOnly(
		item,
		new Map([...values].filter(([name, value]) => empty.includes(name) && !isBlank(value))),
	);
	refuseNothing(item, empty, values, 'or match on another column');
	const it = empty.length === 1 ? 'it' : 'them';
	return item.refuse(
		`${labels} ${empty.length === 1 ? 'is' : 'are'} empty, but used for matching`,
		`Without ${it}, the node cannot identify the record. Give ${it} a value, leave the item out, or set the option If a Matching Column Is Empty.${asInputField(item, columns)}`,
	);
}

function idOf(item: Item, raw: unknown): string {
	const id = trimmed(plainText(raw) ?? shown(raw ?? ''));
	const isExact = typeof raw !== 'number' || Number.isSafeInteger(raw);
	const digits = isExact ? plainId(id) : undefined;
	if (digits !== undefined) return digits;
	return item.refuse(
		id === '' ? 'ID is empty, but used for matching' : `"${id.slice(0, 60)}" is not an ID`,
		'An ID consists of digits only, such as 1234567. Match on another column to create what does not exist yet.',
	);
}

/** The PSA record that an item names. */
export function psaOf(item: Item, given: ReadonlyMap<string, unknown>): PsaRecord {
	const raw = given.get(PSA_ID) ?? '';
	const text = trimmed(
		plainText(raw) ?? item.refuse('"PSA ID" must be text', `It is "${shown(raw)}".`),
	);
	const id = plainId(text) ?? text;
	if (id === '') {
		item.refuse(
			'PSA ID is empty, but used for matching',
			`Give it a value, leave the item out, ${item.option('emptyMatch') === 'fail' ? 'set the option If a Matching Column Is Empty, ' : ''}or match on another column.`,
		);
	}
	const type = given.get(PSA_TYPE);
	return { id, ...(!isBlank(type) && { type: psaType(item, type) }) };
}

/** A PSA's type in the spelling of IT Glue's filter; without such a filter, the name as the user gave it. */
function psaType(item: Item, given: unknown): string {
	const name = plainText(given)?.trim() ?? '';
	const system = systemOf(name);
	if (system && system.kind !== 'other') return filterValueOf(name) ?? name;
	return item.refuse(
		`"${shown(given)}" is not a PSA`,
		`PSA Type is the system that PSA ID belongs to, such as ${psaFilterLabels(item.resource).join(', ')} or HaloPSA.`,
	);
}
