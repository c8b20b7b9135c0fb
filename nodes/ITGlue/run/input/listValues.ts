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
 * A name of several entries, for example in several countries. The country of the existing record decides which entry
 * it is.
 */
export class OpenName {
	constructor(
		readonly attribute: Attribute & { lookup: LookupName },
		readonly given: string,
	) {}
}

/** The value for a field that points to a list entry. Undefined if the field is left out. */
type ListValue = string | NewEntry | OpenName | undefined;

/**
 * The value to write in a field that points to a list entry: the id for a name or number, a new entry, or nothing, as
 * the option "If a Name Is Not Found" says. `siblings`: the values of other fields of the item, such as a
 * manufacturer that is also new.
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
	// If the manufacturer was left out, its model is left out too.
	if (within && item.leftOut(within.parent)) return missing(item, attribute, given.value);
	const id = plainId(given.value);
	const looking = item.lookups.resolve(lookup, given.value, parents, true);
	const found = id !== undefined ? await settle(looking) : { value: await looking };
	// A number is a name if an entry has this name, otherwise an id. It is an id too if the list cannot be read.
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

/** Replaces each open name with the id for this record. Refuses if the record does not decide it either. */
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

/** What to do with unknown names; `fail` if the operation has no such option. */
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

/** A value picked from the list, or typed as an ID, is an id. Any other value may be a name, even a number. */
function maySayName({ parameters }: Session, { name }: Attribute, { mode }: Locator): boolean {
	if (mode === 'name') return true;
	const places: unknown[] = [parameters, parameters.additionalFields, parameters.updateFields];
	const place = places.filter(isObject).find((one) => camel(name) in one);
	if (!place) return true;
	const raw = place[camel(name)];
	const value = isObject(raw) && 'value' in raw ? raw.value : raw;
	return !/^\d+$/.test(String(value));
}
