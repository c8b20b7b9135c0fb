import { isObject } from '../../text/plain';
import { at } from '../../transport/jsonapi/record';
import { settle } from '../../concurrency';
import { plainId } from '../../text/id';
import { camel } from '../../text/spelling';
import { LOOKUPS } from '../../resources/lookups';
import type { Attribute, LookupName } from '../../resources/schema/attribute';
import type { JsonApiRecord } from '../../transport';
import type { Session } from '../../records/session';
import { lookUp, refuseName, type Locator } from './locator';
import type { Parents } from '../../records/lookups';
import { NewEntry } from '../../records/newEntries';

/**
 * A name that several entries have: those of several countries, say. Which one is meant, the record says that it is
 * written to, by the country that it has.
 */
export class OpenName {
	constructor(
		readonly attribute: Attribute & { lookup: LookupName },
		readonly given: string,
	) {}
}

/** What a field that points to an entry of a list is to hold; undefined where it is left out. */
type ListValue = string | NewEntry | OpenName | undefined;

/**
 * What a write gives for a field that points to an entry of a list: the id behind a name or number, an entry to be
 * created, or nothing, as the option "If a Name Is Not Found" says. `siblings`: what other fields of the item
 * hold by now, such as a manufacturer that is new itself.
 */
export async function listValue(
	item: Session,
	attribute: Attribute & { lookup: LookupName },
	given: Locator,
	parents: Parents,
	siblings: ReadonlyMap<string, unknown>,
): Promise<ListValue> {
	const { lookup, label } = attribute;
	const { resource, within } = LOOKUPS[lookup];
	if (resource !== undefined || !maySayName(item, attribute, given))
		return await lookUp(item, lookup, label, given, parents);
	const parent = within && siblings.get(within.parent);
	if (parent instanceof NewEntry) return missing(item, attribute, given.value, parent);
	// What belongs to a manufacturer that was left out belongs to nothing here.
	if (within && item.leftOut(within.parent)) return missing(item, attribute, given.value);
	const id = plainId(given.value);
	const looking = item.lookups.resolve(lookup, given.value, parents, true);
	const found = id !== undefined ? await settle(looking) : { value: await looking };
	// A number is a name if there is such a name, else an id; so it is where the list cannot be read.
	if (!('value' in found)) return id ?? given.value;
	if ('id' in found.value) return found.value.id;
	if (id !== undefined) return id;
	const parentId = await parentOf(lookup, parents);
	const mayBeTold =
		within?.as === 'filter' && parentId === undefined && item.operation === 'upsert';
	if (!found.value.isUnknown && mayBeTold) return new OpenName(attribute, given.value);
	if (!found.value.isUnknown || choiceOf(item) === 'fail')
		return refuseName(item, lookup, label, found.value);
	return missing(item, attribute, given.value, parentId);
}

/** The values with each open name as the id that it has for a record; refused where that does not tell either. */
export async function settledNames(
	item: Session,
	values: ReadonlyMap<string, unknown>,
	record: JsonApiRecord | undefined,
): Promise<Map<string, unknown>> {
	const settled = new Map(values);
	for (const [name, value] of values) {
		if (!(value instanceof OpenName)) continue;
		const { attribute, given } = value;
		const parent = LOOKUPS[attribute.lookup].within?.parent ?? '';
		const shown = at(record, parent) ?? undefined;
		const parentId = shown === undefined ? undefined : String(shown);
		const parents: Parents = { [parent]: async () => await Promise.resolve(parentId) };
		settled.set(
			name,
			await lookUp(
				item,
				attribute.lookup,
				attribute.label,
				{ mode: 'name', value: given },
				parents,
			),
		);
	}
	return settled;
}

async function parentOf(lookup: LookupName, parents: Parents): Promise<string | undefined> {
	const { within } = LOOKUPS[lookup];
	return within ? await parents[within.parent]?.() : undefined;
}

/** What the user chose for names that are not there; to fail where the operation has no such option. */
const choiceOf = (item: Session): string => String(item.option('ifNameNotFound') ?? 'fail');

function missing(
	item: Session,
	{ name, label, lookup }: Attribute & { lookup: LookupName },
	given: string,
	parent?: string | NewEntry,
): ListValue {
	const { label: kind, create, within } = LOOKUPS[lookup];
	const needsParent = within?.as === 'path' && parent === undefined;
	if (choiceOf(item) === 'create' && create !== undefined && !needsParent)
		return item.newEntries.entry(lookup, given, parent);
	if (choiceOf(item) === 'fail' || choiceOf(item) === 'create')
		return refuseName(item, lookup, label, {
			message: `There is no ${kind} "${given.slice(0, 100)}"`,
			description:
				create === undefined
					? 'IT Glue does not let workflows create one. Use an existing name, an ID, or leave the field out.'
					: `To create it, IT Glue has to know what it belongs to. Give ${within?.parent === 'manufacturer_id' ? 'the manufacturer' : 'the organization'} as well.`,
		});
	item.leaveOut(name, label, given);
	return undefined;
}

/** What was picked from the list, or typed as an ID, is an id. Anything else may be a name, also a number. */
function maySayName({ parameters }: Session, { name }: Attribute, { mode }: Locator): boolean {
	if (mode === 'name') return true;
	const places: unknown[] = [parameters, parameters.additionalFields, parameters.updateFields];
	const place = places.filter(isObject).find((one) => camel(name) in one);
	if (!place) return true;
	const raw = place[camel(name)];
	const value = isObject(raw) && 'value' in raw ? raw.value : raw;
	return !/^\d+$/.test(String(value));
}
