import { at, shows } from '../transport/jsonapi/record';
import type { IDataObject } from 'n8n-workflow';
import { shownValue } from '../records/shown';
import { labelsOf, namePartsOf } from '../resources/schema/columns';
import { identifiesNothing } from '../text/identity';
import { shown } from '../text/plain';
import { oneSpaced, sameText } from '../text/same';
import type { JsonApiRecord } from '../transport';
import { attributeNamed, differing, sameValue } from '../records/compare';
import { isCutFrom, leavesOpen, refuseCutTexts } from '../records/cutText';
import type { Item } from '../run/item';
import { SECRET_ATTRIBUTES } from '../resources';
import { anyToSnake } from '../text/spelling';
import { settledNames } from '../run/input/listValues';
import { NewEntry } from '../records/newEntries';
import { show } from '../records/requests';
import { isBlank } from '../run/input/values';
import { toRequest } from '../records/body';
import { entriesOf, fileName, shownTag } from '../resources/flexibleAsset/traits';
import type { Attribute, Values } from '../resources/schema/attribute';
import type { HookContext } from '../resources/schema/resource';
import { mergeLists, noteCreateOnly, updatable, withoutUnseen } from './write';

/** What is shown instead of a secret. */
const MASK = '***';

/** What would have to be sent to make a record say what is wanted. */
export interface Diff {
	/** Attributes as they go out; empty where nothing differs. */
	attributes: IDataObject;
	/** The same for a person: what it is and what it becomes, secrets masked. */
	changes: IDataObject;
	/** Further requests are due: the body of a document, its publishing. */
	stages: boolean;
	/** What the steps of the write are given: they go by what their preview has found. */
	context: HookContext;
	/** The record as it was compared. */
	record: JsonApiRecord;
}

/** What an existing record is to say. */
export interface Desired {
	values: Values;
	organizationId?: string;
	/** Attributes that are given empty although they cannot be cleared. */
	cleared: readonly string[];
	/** Columns that were mapped: a list is replaced as a whole only where it was given as a whole. */
	lists: readonly string[];
	/** Attributes that the record was found by: never written. */
	foundBy: readonly string[];
}

/**
 * Compares an existing record with what it should be, each attribute as its table says. Reads the record
 * itself where the list does not show enough; writes nothing.
 *
 * @param isWhole it was read by itself, so that nothing in it is cut
 */
export async function diffOf(
	item: Item,
	given: Desired,
	listed: JsonApiRecord,
	isWhole = false,
): Promise<Diff> {
	const { resource } = item;
	const wish = { ...given, values: await settledNames(item, given.values, listed) };
	const empty = showsNothing(await withSteps(item, wish, listed));
	const never = item.chosen('neverTouch');
	refuseClearing(
		item,
		wish,
		(name) => never.includes(name) || (empty(name) && !wish.values.has(name)),
	);
	noteCreateOnly(item, wish.values, listed);
	const values = touchable(item, wish, listed);
	keepReal(item, values, listed);
	const record = await readFurther(item, values, listed, isWhole);
	refuseCutTexts(item, values, record);
	const merged = mergeLists(item, values, record, wish.lists);
	const { attributes: request } = toRequest(item, merged);
	const seen = Object.fromEntries(
		Object.entries(differing(resource, request, record)).filter(
			([name]) => !isSame(item, name, request[name], record),
		),
	);
	const attributes = withoutUnseen(item, seen, record);
	const { organizationId } = wish;
	const context = item.hookContext(values, { organizationId, always: false });
	const previewed = (await resource.hooks?.preview?.(context, record)) ?? {};
	return {
		attributes,
		changes: { ...describe(item, attributes, record), ...previewed },
		stages: Object.keys(previewed).length > 0,
		context,
		record,
	};
}

/** IT Glue does not let some fields be cleared: that matters only where there is something to clear. */
export function refuseClearing(
	item: Item,
	{ cleared }: Pick<Desired, 'cleared'>,
	isEmpty: (name: string) => boolean,
): void {
	for (const { name, label, rows } of item.resource.attributes) {
		if (!cleared.includes(name) || isEmpty(name)) continue;
		item.refuse(
			`"${label}" cannot be empty`,
			rows
				? 'Given entries are added to the existing ones. To remove all of them, choose the field under the option Replace All.'
				: 'IT Glue does not let this field be cleared. Give it a value, or leave the column out.',
		);
	}
}

/** Lists leave out what lives in steps of its own, a document's body: whether there is one, the record says. */
async function withSteps(
	item: Item,
	{ cleared }: Desired,
	listed: JsonApiRecord,
): Promise<JsonApiRecord> {
	const hidden = item.resource.attributes.some(
		({ name, sentAs }) => sentAs === 'step' && cleared.includes(name) && !shows(listed, name),
	);
	return hidden ? (await show(item, listed.id)).record : listed;
}

const showsNothing =
	(record: JsonApiRecord) =>
	(name: string): boolean => {
		const shown = at(record, name);
		return Array.isArray(shown) ? shown.length === 0 : isBlank(shown);
	};

/** What may be written to a record that exists. */
function touchable(
	item: Item,
	{ values: wanted, foundBy, organizationId }: Desired,
	record: JsonApiRecord,
): Values {
	const { attributes, hooks } = item.resource;
	refuseOtherParts(item, wanted, foundBy, record);
	hooks?.agree?.(item.hookContext(wanted, { organizationId, always: false }), record);
	const values = updatable(item, wanted);
	for (const { name, kind } of attributes) {
		if (kind === 'secret' && reveals(item) && wanted.has(name)) values.set(name, wanted.get(name));
	}
	const left = [
		...item.chosen('neverTouch'),
		...(hooks?.saysAlready?.(wanted, record) ?? []),
		...foundBy,
	];
	for (const name of left) values.delete(name);
	return values;
}

/**
 * What identifies nothing is as good as empty: "Default string" does not take the place of a serial number that
 * somebody looked up, unless empty values may.
 */
function keepReal(item: Item, values: Values, record: JsonApiRecord): void {
	if (item.option('neverOverwriteWithEmpty') === false) return;
	const { attributes, label: kind } = item.resource;
	for (const { name, label, identity, rows } of attributes) {
		const [given, own] = [values.get(name), at(record, name)];
		if (!identity || rows || isBlank(given) || isBlank(own)) continue;
		if (!identifiesNothing(identity, given) || identifiesNothing(identity, own)) continue;
		values.delete(name);
		item.hint(
			`${kind} ${record.id}: ${label} stays "${shown(own)}", because "${shown(given)}" identifies nothing.`,
		);
	}
}

/** A full name that is matched on is not changed by its parts: the next run would not find the record. */
function refuseOtherParts(
	item: Item,
	wanted: Values,
	foundBy: readonly string[],
	record: JsonApiRecord,
): void {
	const { resource } = item;
	const parts = namePartsOf(resource);
	if (!foundBy.includes('name') || parts.includes('name')) return;
	const told = (part: string): unknown => wanted.get(part) ?? '';
	const held = (part: string): unknown => at(record, part) ?? '';
	const inFull = (names: readonly string[], read: (part: string) => unknown): string =>
		oneSpaced(names.map((part) => String(read(part))).join(' '));
	const now = inFull(parts, held);
	const then = inFull(parts, (part) => (wanted.has(part) ? told(part) : held(part)));
	// A name of one word may be told as the first one and be kept as the last one.
	const given = inFull(parts, told);
	if (sameText(now, then) || sameText(now, given)) return;
	item.refuse(
		`The name is matched on, but ${labelsOf(resource, parts).join(' and ')} say "${then}"`,
		'Nothing was written for this item. To change a name, match on ID or on another column.',
	);
}

const revealing = (item: Item): Record<string, string> | undefined =>
	item.resource.hooks?.secretsQuery?.((param) => item.option(param));

const reveals = (item: Item): boolean => revealing(item) !== undefined;

async function readFurther(
	item: Item,
	values: Values,
	listed: JsonApiRecord,
	isWhole: boolean,
): Promise<JsonApiRecord> {
	const { attributes } = item.resource;
	const set = attributes.filter(({ name }) => values.has(name));
	const secret = reveals(item) && set.some(({ kind }) => kind === 'secret');
	const cut =
		!isWhole && set.some((attribute) => leavesOpen(attribute, listed, values.get(attribute.name)));
	if (!secret && !cut) return listed;
	const { record } = await show(item, listed.id, undefined, secret ? revealing(item) : undefined);
	return record;
}

/** Beyond what `differing` compares: secrets that were read for it, and values that the list had cut. */
function isSame(item: Item, name: string, value: unknown, record: JsonApiRecord): boolean {
	const attribute = item.resource.attributes.find((candidate) => candidate.name === name);
	if (attribute?.kind === 'secret' && reveals(item)) {
		// What is not shown even so (one-time password secrets) cannot be compared, and stays.
		const shown = shows(record, name);
		return !shown || sameValue(undefined, value, at(record, name));
	}
	return attribute !== undefined && isCutFrom(attribute, record, value);
}

/** Tags as the ids and names that are known, of files the names. */
function readableAs(attribute: Attribute | undefined): (value: unknown) => unknown {
	if (attribute?.kind === 'tags') return (value) => entriesOf(value).map(shownTag);
	if (attribute?.kind === 'file') return (value) => entriesOf(value).map(fileName);
	const { entries } = attribute ?? {};
	if (entries) return (value) => (value === null ? null : entries.shown(entries.whole(value)));
	return (value) => value;
}

/** Attributes with what they are and what they become; of a new record, what they become. */
export function describe(item: Item, attributes: IDataObject, record?: JsonApiRecord): IDataObject {
	const secrets = item.resource.attributes.filter(({ kind }) => kind === 'secret');
	const masked = new Set(secrets.map(({ name }) => name));
	// A field of an account's own that is called like a secret holds one; the output leaves it out as well.
	const isSecret = (name: string): boolean =>
		masked.has(name) || SECRET_ATTRIBUTES.includes(anyToSnake(name.slice(name.indexOf('.') + 1)));
	return Object.fromEntries(
		Object.entries(attributes).map(([name, to]) => {
			const from = at(record, name) ?? null;
			const hidden = { from: record ? MASK : null, to: MASK };
			const value: unknown = to;
			const becomes = value instanceof NewEntry ? String(value) : shownValue(name, to);
			const readable = readableAs(attributeNamed(item.resource, name));
			const shown = {
				from: readable(shownValue(name, from)),
				to: readable(becomes),
			} as IDataObject;
			return [name, isSecret(name) ? hidden : shown];
		}),
	);
}
