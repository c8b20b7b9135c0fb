/** Tags of a flexible asset: ids, or names that are looked up in the kind of record that the tag points to. */
import type { IDataObject } from 'n8n-workflow';
import type { Attribute, Values } from '../../resources/schema/attribute';
import { taggedBy } from '../../resources/flexibleAsset/tagKinds';
import { entriesOf, tagId } from '../../resources/flexibleAsset/traits';
import type { Parents } from '../../records/lookups';
import type { Session } from '../../records/session';
import { mapInOrder, settle } from '../../concurrency';
import { plainId } from '../../text/id';
import { isObject, plainText, shown } from '../../text/plain';
import { trimmed } from '../../text/same';
import { wireId } from '../../transport/jsonapi/serialise';
import { ApiFault } from '../../transport';
import { identify } from './locator';

/** The given values of a tag, before the look-up. */
class Given {
	constructor(readonly entries: ReadonlyArray<{ id: string } | { name: string }>) {}
}

/** Reads the value of a tag: IDs, exact names, or the output of Get. It may be one value, a list, or one per line. */
export function readTags(item: Session, { label }: Attribute, raw: unknown): Given {
	const given = typeof raw === 'string' ? linesOf(raw) : entriesOf(raw);
	return new Given(given.map((entry) => readTag(item, label, entry)));
}

const linesOf = (text: string): unknown[] => {
	const parsed = listIn(text);
	if (parsed) return parsed;
	return text
		.split(/\r\n|\r|\n/)
		.map(trimmed)
		.filter((line) => line !== '');
};

/** An expression inside a text converts a list to JSON. */
function listIn(text: string): unknown[] | undefined {
	if (!/^\s*[[{]/.test(text)) return undefined;
	try {
		return entriesOf(JSON.parse(text) as unknown);
	} catch {
		return undefined;
	}
}

/**
 * ConnectWise, HaloPSA and others return a number and a name for a record. Get returns IDs as text, and IT Glue adds
 * an address.
 */
const isOfOtherSystem = (entry: IDataObject): boolean =>
	typeof entry.id === 'number' &&
	typeof entry.name === 'string' &&
	!('resource-url' in entry) &&
	!('resource_url' in entry);

function readTag(item: Session, label: string, entry: unknown): { id: string } | { name: string } {
	if (isObject(entry)) {
		const id = isOfOtherSystem(entry) ? undefined : tagId(entry);
		const digits = id === undefined ? undefined : plainId(id);
		if (digits !== undefined) return { id: digits };
		const name = plainText(entry.name);
		if (name !== undefined && trimmed(name) !== '') return { name: trimmed(name) };
	}
	const text = trimmed(plainText(entry) ?? '');
	if (text === '')
		item.refuse(
			`"${label}" must be IDs or names`,
			`It holds "${shown(entry)}". Give the ID or the exact name of each record, as a list or one a line.`,
		);
	if (typeof entry === 'number' && !Number.isSafeInteger(entry))
		item.refuse(
			`"${shown(entry)}" is not an ID`,
			'A number with so many digits was rounded. Give it as text.',
		);
	const id = plainId(text);
	return id === undefined ? { name: text } : { id };
}

/** Replaces the tags of an item with ids. An unknown name is left out if the user chose so. */
export async function resolveTags(item: Session, values: Values, parents: Parents): Promise<void> {
	for (const attribute of item.resource.attributes) {
		const given = values.get(attribute.name);
		if (!(given instanceof Given)) continue;
		const ids = await mapInOrder(given.entries, 4, async (entry) =>
			'id' in entry ? entry.id : await idOf(item, attribute, entry.name, parents),
		);
		const found = [...new Set(ids.filter((id) => id !== undefined))];
		if (found.length === 0 && given.entries.length > 0) values.delete(attribute.name);
		else values.set(attribute.name, found.map(wireId));
	}
}

async function idOf(
	item: Session,
	{ name: attribute, label, tagType = '' }: Attribute,
	name: string,
	parents: Parents,
): Promise<string | undefined> {
	const resource = taggedBy(tagType, item.resource);
	if (!resource)
		return item.refuse(
			`"${label}" needs IDs`,
			`IT Glue calls what it points to "${tagType}". The node cannot look up its names.`,
		);
	const within = resource.scoped ? await parents.organization_id?.() : undefined;
	const outcome = await settle(identify(item, resource, { mode: 'name', value: name }, within));
	if ('value' in outcome) return outcome.value;
	// A request that failed says nothing about the name.
	if (outcome.reason instanceof ApiFault || item.option('ifNameNotFound') !== 'leaveOut')
		return await Promise.reject(outcome.reason);
	item.leaveOut(attribute, label, name);
	return undefined;
}
