import { isObject } from '../../text/plain';
import type { IDataObject } from 'n8n-workflow';
import { pathOf } from '../../text/spelling';
import type { ApiDocument, JsonApiRecord } from '../types';

function isRecord(value: unknown): value is JsonApiRecord {
	return isObject(value) && value.id !== undefined;
}

/** The one record of an answer; undefined if it contains none (204) or several. */
export function oneRecord(document: ApiDocument): JsonApiRecord | undefined {
	const { data } = document;
	const one = Array.isArray(data) ? (data.length === 1 ? data[0] : undefined) : data;
	return isRecord(one) ? withTextId(one) : undefined;
}

type Attributes = Pick<JsonApiRecord, 'attributes'>;

/**
 * The value of an attribute, by our name for it; undefined if the answer does not show it. `traits.host-name` lies one
 * level deeper, under the key that IT Glue made of a field's name (reference 4.17).
 */
export function at(
	record: Attributes | undefined,
	attribute: string,
): IDataObject[string] | undefined {
	const { outer, inner } = pathOf(attribute);
	const value = record?.attributes[outer];
	if (inner === undefined) return value;
	return isObject(value) && Object.hasOwn(value, inner) ? (value as IDataObject)[inner] : undefined;
}

/**
 * Whether an answer shows an attribute. For a nested one: whether it shows the outer attribute, because IT Glue leaves
 * out empty nested ones.
 */
export const shows = ({ attributes }: Attributes, attribute: string): boolean =>
	pathOf(attribute).outer in attributes;

/** The records in the answer to a write of several records; one record becomes a list of one. */
export const recordsOf = ({ data }: ApiDocument): JsonApiRecord[] => listOf([data].flat());

/** Everything an answer includes; two official samples put it inside `data` (reference 1.7). */
export function includedRecords(document: ApiDocument): JsonApiRecord[] {
	const { data, included } = document;
	const inside = isObject(data) ? data.included : undefined;
	return [...listOf(included), ...listOf(inside)];
}

function listOf(value: unknown): JsonApiRecord[] {
	return Array.isArray(value) ? value.filter(isRecord).map(withTextId) : [];
}

/** Ids are strings throughout: European ones have 16 digits. */
function withTextId(record: JsonApiRecord): JsonApiRecord {
	const attributes = isObject(record.attributes) ? record.attributes : {};
	return { ...record, id: String(record.id), attributes };
}

/** The linked records of `record`, by relationship; undefined without any link. */
export function linkedRecords(
	record: JsonApiRecord,
	included: ReadonlyMap<string, JsonApiRecord>,
): Map<string, JsonApiRecord[]> | undefined {
	if (!isObject(record.relationships)) return undefined;
	const found = new Map<string, JsonApiRecord[]>();
	for (const [name, relationship] of Object.entries(record.relationships)) {
		const data = isObject(relationship) ? relationship.data : undefined;
		if (data === undefined) continue;
		const links = (Array.isArray(data) ? data : [data]).filter(isObject);
		const records = links.map(
			(link) => included.get(keyOf(String(link.type), String(link.id))) ?? stub(link),
		);
		found.set(name, records);
	}
	return found.size > 0 ? found : undefined;
}

/** `type` may be spelt with hyphens or underscores (reference 1.4). */
export const keyOf = (type: string, id: string): string => `${type.replace(/_/g, '-')} ${id}`;

/** A link to a record that was not included, or whose attributes are in the link itself. */
function stub(link: IDataObject): JsonApiRecord {
	return {
		id: String(link.id ?? ''),
		type: String(link.type ?? ''),
		attributes: isObject(link.attributes) ? link.attributes : {},
	};
}

export function byKey(records: JsonApiRecord[]): Map<string, JsonApiRecord> {
	return new Map(records.map((record) => [keyOf(record.type, record.id), record]));
}
