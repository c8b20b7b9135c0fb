import { findResource, OWNER, parentOf } from '../../resources';
import { article, exampleAddress, placeOf } from '../../resources/schema/common';
import { LOOKUPS } from '../../resources/lookups';
import type { LookupName } from '../../resources/schema/attribute';
import type { Ids, Resource } from '../../resources/schema/resource';
import { sameLook, trimmed } from '../../text/same';
import { plainId } from '../../text/id';
import { readAddress } from '../../text/webAddress';
import type { JsonApiRecord } from '../../transport';
import { at } from '../../transport/jsonapi/record';
import { organizationOf } from '../../records/routes';
import type { Session } from '../../records/session';
import type { Parents } from '../../records/lookups';
import { isArchived } from '../../records/archived';
import { nearestNames } from '../../records/nearNames';
import { isNoName } from './nothing';
import { jsonText, listed, shown } from '../../text/plain';
import { wellFormed } from '../../text/given';

/** The content of a resource locator, even if an expression returned something else. */
export interface Locator {
	mode: string;
	value: string;
}

const WEB = /^https?:\/\//i;
/** A text that begins like an address, or with a host: "1/2" is neither an id nor an address. */
const LINK = /^(?:https?:\/\/|\/|DOC-|[a-z\d-]{1,63}\.)/i;

/** A locator parameter as mode and text. For a plain value, the text decides whether it is an id or a name. */
export function readLocator(raw: unknown): Locator {
	if (typeof raw === 'object' && raw !== null && 'value' in raw) {
		const { mode, value } = raw as { mode?: unknown; value: unknown };
		return { mode: typeof mode === 'string' ? mode : 'list', value: textOf(value) };
	}
	return { mode: 'list', value: textOf(raw) };
}

function textOf(value: unknown): string {
	if (typeof value === 'string') return trimmed(value);
	// Above 2^53 JavaScript rounds numbers: this may be the id of another record.
	if (typeof value === 'number') {
		return Number.isSafeInteger(value) || !Number.isInteger(value)
			? String(value)
			: `${value} (rounded: give it as text)`;
	}
	return value === undefined || value === null ? '' : jsonText(value);
}

/** The organization of the item. Undefined if the item names none. */
export async function organizationId(item: Session): Promise<string | undefined> {
	if (!item.resource.scoped) return undefined;
	const locator = readLocator(item.param('organizationId', ''));
	if (locator.value !== '') return await identify(item, OWNER, locator);
	refuseSilence(item, 'organizationId', OWNER.label);
	return undefined;
}

/**
 * Refuses a locator that is set but has no value. An empty locator means all records, or the default. An expression
 * without a value does not, and neither do spaces or invisible characters.
 */
export function refuseSilence(item: Session, param: string, label: string): void {
	const raw = item.param(param, '');
	const value: unknown =
		typeof raw === 'object' && raw !== null && 'value' in raw ? raw.value : raw;
	const isTyped = typeof value === 'string' && value !== '';
	if (!isTyped && !item.isExpression(param)) return;
	// A parameter that an agent leaves out is not set, except the organization, which the agent must name.
	if (item.tool && param !== 'organizationId') return;
	item.refuse(
		`"${label}" is empty`,
		isTyped && !item.isExpression(param)
			? 'It has only spaces or invisible characters. Choose a value, or check where it comes from.'
			: param === 'organizationId'
				? 'Its expression gave no value. Check the expression, or clear the field if all organizations are meant.'
				: 'Its expression gave no value. Check the expression, or clear the field.',
	);
}

/**
 * The parent record for the lists of the resource, as the id in their path. Empty if the resource has no parent.
 * Refuses if the item does not name it.
 */
export async function parentIds(item: Session): Promise<Ids> {
	const above = parentOf(item.resource);
	if (!above) return {};
	const { parent, key } = above;
	const locator = readLocator(item.param(`${parent.name}Id`, ''));
	if (locator.value === '')
		item.refuse(
			`"${parent.label}" is empty`,
			`Choose the ${parent.label.toLowerCase()} that it belongs to, or check the expression that gives it.`,
		);
	return { [key]: await identify(item, parent, locator) };
}

/** The record of an item. */
export interface RecordRef {
	id: string;
	/** The organization that the record must belong to. */
	within?: string;
	/** The parent that the record must have. */
	under?: Ids;
	/** Whether it was just found by its name: then it exists and belongs to the right place. */
	known: boolean;
}

/**
 * The id of the record of an item. `existence.ts` checks later, for all items at once, whether the record exists and
 * belongs to the organization of the item.
 */
export async function locateRecord(item: Session): Promise<RecordRef> {
	const { resource } = item;
	const within = await organizationId(item);
	const locator = readLocator(item.param(`${resource.name}Id`, ''));
	if (locator.value === '') {
		item.refuse(
			`"${resource.label}" is empty`,
			`Choose the ${resource.label.toLowerCase()}, or check the expression that gives it.`,
		);
	}
	const byItsName = isName(locator);
	const named = ['located', resource.name, locator, within ?? ''];
	// An earlier try of this run may have renamed or deleted the record.
	const known = byItsName ? item.recalledId(named) : undefined;
	const id = known ?? (await identify(item, resource, locator, within));
	if (byItsName) item.rememberId(named, id);
	item.concerns(id);
	const under = byItsName ? undefined : await namedParent(item);
	return { id, within, ...(under && { under }), known: byItsName && !known };
}

/** The parent that the record must have, if the item names one. A search by name already uses it. */
async function namedParent(item: Session): Promise<Ids | undefined> {
	const above = parentOf(item.resource);
	const given = above && readLocator(item.param(`${above.parent.name}Id`, ''));
	return given === undefined || given.value === '' ? undefined : await item.parentIds();
}

/** Whether the locator contains a name, so that the record must be read. */
const isName = ({ mode, value }: Locator): boolean =>
	mode === 'name' || (mode !== 'url' && plainId(value) === undefined);

/** Refuses a record of another organization than the chosen one: it is another client's data. */
export function refuseForeign(item: Session, record: JsonApiRecord, within: string): void {
	const owner = organizationOf(record);
	if (owner === undefined || owner === within) return;
	item.refuse(
		`${item.resource.label} ${record.id} belongs to organization ${owner}, not to the chosen organization ${within}`,
		'Choose the organization that it belongs to, or leave Organization empty.',
	);
}

/** Refuses a record that does not belong to the organization or the parent record of the item. */
export function refuseElsewhere(
	item: Session,
	record: JsonApiRecord,
	{ within, under = {} }: Pick<RecordRef, 'within' | 'under'>,
): void {
	if (within !== undefined) refuseForeign(item, record, within);
	for (const [attribute, id] of Object.entries(under)) {
		const own = at(record, attribute);
		if (own === undefined || own === null || String(own) === id) continue;
		const parent = parentOf(item.resource)?.parent.label.toLowerCase() ?? '';
		item.refuse(
			`${item.resource.label} ${record.id} belongs to ${parent} ${String(own)}, not to the chosen one ${id}`,
			`Choose the ${parent} that it belongs to, or leave that field empty.`,
		);
	}
}

/** The id for a locator of any resource. `within`: the organization that the record must belong to. */
export async function identify(
	item: Session,
	resource: Resource,
	{ mode, value }: Locator,
	within?: string,
): Promise<string> {
	if (mode === 'url' || isAddress(resource, mode, value))
		return idFromAddress(item, resource, value, within);
	if (mode === 'name') return (await byName(item, resource, value, within)).id;
	const id = plainId(value);
	if (id !== undefined) return id;
	if (mode === 'id') {
		item.refuse(
			`"${value.slice(0, 60)}" is not a valid ${resource.label.toLowerCase()} ID`,
			'An ID consists of digits only, such as 1234567. Use By Name or By URL for other values.',
		);
	}
	return (await byName(item, resource, value, within)).id;
}

/** Whether the value is an address although the mode is not By URL. A name may begin like an address. */
function isAddress(resource: Resource, mode: string, value: string): boolean {
	if (mode === 'name' || (mode !== 'id' && !WEB.test(value)) || !LINK.test(value)) return false;
	const place = placeOf(resource);
	return place !== undefined && readAddress(value, place) !== undefined;
}

/** The id in a pasted web address (reference 4.30). */
function idFromAddress(
	item: Session,
	resource: Resource,
	address: string,
	within?: string,
): string {
	const { label, plural } = resource;
	const place = placeOf(resource);
	const found = place && readAddress(address, place);
	if (!found) {
		return item.refuse(
			`"${address.slice(0, 100)}" is not the web address of ${article(label)}`,
			place === undefined
				? `${plural} have no page of their own in IT Glue. Use By ID or By Name.`
				: `Paste the address of the ${label.toLowerCase()} as your browser shows it, such as ${exampleAddress(resource)}.`,
		);
	}
	const { id, organization } = found;
	if (within && organization !== undefined && organization !== within) {
		return item.refuse(
			`The address belongs to organization ${organization}, not to the chosen organization ${within}`,
			'Choose the organization that the address belongs to, or leave Organization empty.',
		);
	}
	return plainId(id) ?? id;
}

/** The only record with this name. Refuses with a helpful message if there is none, or several. */
async function byName(
	item: Session,
	resource: Resource,
	given: string,
	within?: string,
): Promise<JsonApiRecord> {
	// As IT Glue would store it.
	const name = wellFormed(given);
	if (isNoName(resource, name)) {
		item.refuse(
			`The name "${shown(name)}" identifies nothing`,
			`Systems write this text if there is no name, so many records may have it. Choose the ${resource.label.toLowerCase()} by its ID, or check the expression that gives the name.`,
		);
	}
	const scope = {
		hookContext: item.hookContext(new Map(), { always: false }),
		...(resource.parent !== undefined && { ids: await item.parentIds() }),
	};
	const isMeant = isMeantByName(item, resource);
	const asGiven = await item.reader.byName(resource, name, within, scope, isMeant);
	// Directories write "Lee, Ann" for "Ann Lee".
	const spoken = resource.attributes.find((one) => one.name === 'name')?.readAs?.(name) ?? name;
	const found =
		asGiven.length > 0 || spoken === name
			? asGiven
			: await item.reader.byName(resource, spoken, within, scope, isMeant);
	const matches = chosenByName(resource, name, found, isMeant);
	const [match] = matches;
	if (match && matches.length === 1) return match;
	if (!match) {
		const all = await item.reader.all(resource, within ? [within] : [], scope);
		const near = nearestNames(all, resource.nameOf, spoken);
		const alike = near.map((one) => `"${shown(one.name, 100)}" (${one.id})`);
		const where = within ? `Looked in organization ${within}, archived records included. ` : '';
		return item.refuse(
			`There is no ${resource.label.toLowerCase()} called "${name.slice(0, 100)}"`,
			`${where}The whole name must match; capital letters do not matter.${alike.length > 0 ? ` Similar names: ${listed(alike)}.` : ''}`,
		);
	}
	return item.refuse(
		`${matches.length} ${resource.plural.toLowerCase()} are called "${name.slice(0, 100)}"`,
		`Choose one by its ID: ${listed(matches.map(({ id }) => id))}.`,
	);
}

/** Active records come before archived ones, except in the operation that restores archived records. */
function isMeantByName(item: Session, resource: Resource): (record: JsonApiRecord) => boolean {
	const bringsBack = item.operation === 'unarchive' && item.resource === resource;
	// A deleted record is lost, so the node never chooses one here.
	if (item.operation === 'delete' && item.resource === resource) return () => true;
	return (record) => isArchived(resource, record) === bringsBack;
}

/** Exact spelling comes before another case, among the records that come first. */
function chosenByName(
	{ nameOf }: Resource,
	name: string,
	found: JsonApiRecord[],
	isMeant: (record: JsonApiRecord) => boolean,
): JsonApiRecord[] {
	const meant = found.filter(isMeant);
	const records = meant.length > 0 ? meant : found;
	const exact = records.filter((record) => sameLook(nameOf(record), name));
	return exact.length > 0 ? exact : records;
}

/** The id for a look-up value of the item: picked, or given as an id or name. */
export async function lookUp(
	item: Session,
	lookup: LookupName,
	label: string,
	given: Locator,
	parents: Parents,
): Promise<string> {
	if (given.value === '') {
		item.refuse(
			`"${label}" is empty`,
			'Give it a value, check the expression that gives it, or remove the field.',
		);
	}
	const resource = findResource(LOOKUPS[lookup].resource ?? '');
	const asName = given.mode === 'name';
	const number = plainId(given.value);
	if (!asName && number !== undefined) return number;
	if (resource) {
		const within = resource.scoped ? await parents.organization_id?.() : undefined;
		const mode = given.mode === 'id' ? 'list' : given.mode;
		return await identify(item, resource, { ...given, mode }, within);
	}
	const found = await item.lookups.resolve(lookup, given.value, parents, asName);
	return 'id' in found ? found.id : refuseName(item, lookup, label, found);
}

/** Refuses a name that no list entry has, or several. */
export function refuseName(
	item: Session,
	lookup: LookupName,
	label: string,
	{ message, description }: { message: string; description: string },
): never {
	const field = LOOKUPS[lookup].label === label ? '' : ` (field "${label}")`;
	return item.refuse(`${message}${field}`, description);
}
