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

/** What must be sent so that a record has the desired values. */
export interface Diff {
	/** Attributes in the form of the request; empty if nothing differs. */
	attributes: IDataObject;
	/** The same for a person: old and new value, secrets masked. */
	changes: IDataObject;
	/** Further requests are needed: for the body of a document, or to publish it. */
	stages: boolean;
	/** The context for the steps of the write: they use the results of their preview. */
	context: HookContext;
	/** The record at the time of the comparison. */
	record: JsonApiRecord;
}

/** The desired values of an existing record. */
export interface Desired {
	values: Values;
	organizationId?: string;
	/** Attributes that the item leaves empty although IT Glue cannot clear them. */
	cleared: readonly string[];
	/** Mapped columns: a list is replaced as a whole only if the item gives a whole list. */
	lists: readonly string[];
	/** Attributes that the record was found by: never written. */
	foundBy: readonly string[];
}

/**
 * Compares an existing record with its desired values, each attribute by the rule of its table. Reads the record itself
 * if the list does not show enough; writes nothing.
 *
 * @param isWhole the record was read by itself, so no value is cut
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

/** IT Glue cannot clear some fields: this matters only if the record has a value to clear. */
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

/** Lists do not show values that separate steps write, such as a document's body: only the record shows them. */
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

/** The values that may be written to an existing record. */
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
 * A value that identifies nothing counts as empty: "Default string" does not replace a real serial number, unless the
 * user allows empty values to overwrite.
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

/** If a full name is matched on, its parts must not change it: the next run would not find the record. */
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
	// A name of one word may be given as the first name and stored as the last name.
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

/** What `differing` cannot compare: secrets that were read for the comparison, and values that the list has cut. */
function isSame(item: Item, name: string, value: unknown, record: JsonApiRecord): boolean {
	const attribute = item.resource.attributes.find((candidate) => candidate.name === name);
	if (attribute?.kind === 'secret' && reveals(item)) {
		// A value that IT Glue never shows (one-time password secrets) cannot be compared and stays.
		const shown = shows(record, name);
		return !shown || sameValue(undefined, value, at(record, name));
	}
	return attribute !== undefined && isCutFrom(attribute, record, value);
}

/** Tags as known ids and names, files as their names. */
function readableAs(attribute: Attribute | undefined): (value: unknown) => unknown {
	if (attribute?.kind === 'tags') return (value) => entriesOf(value).map(shownTag);
	if (attribute?.kind === 'file') return (value) => entriesOf(value).map(fileName);
	const { entries } = attribute ?? {};
	if (entries) return (value) => (value === null ? null : entries.shown(entries.whole(value)));
	return (value) => value;
}

/** Attributes with old and new value; of a new record, the new value only. */
export function describe(item: Item, attributes: IDataObject, record?: JsonApiRecord): IDataObject {
	const secrets = item.resource.attributes.filter(({ kind }) => kind === 'secret');
	const masked = new Set(secrets.map(({ name }) => name));
	// A custom field with the name of a secret may hold a secret; the output leaves it out as well.
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
