import type { IDataObject } from 'n8n-workflow';
import type { JsonApiRecord } from '../transport';
import { linkedRecords } from './record';
import { anyToSnake, snake } from './names';
import { PSA_INCLUDE, readPsaLink } from './psaLink';

export interface Shape {
	/** One flat object instead of the JSON:API record. */
	simplify: boolean;
	/** Only these snake_case keys, beside id and type. */
	fields?: string[];
	/** snake_case keys to leave out. */
	omit: string[];
	/** snake_case names of values that never leave, in whatever spelling; the record's own only with `reveal`. */
	secrets: readonly string[];
	reveal: boolean;
	/** Adds computed keys to the flat record. */
	derive?: (flat: IDataObject) => IDataObject;
}

export interface Surroundings {
	included: ReadonlyMap<string, JsonApiRecord>;
	/** The answer held this record alone, so everything included belongs to it. */
	alone: boolean;
}

/**
 * A record as the node returns it. Simplified: `id` and `type` first, attributes in snake_case
 * with their JSON types, included records beside them under the relationship's name. Otherwise the
 * record as IT Glue sent it, with what was included. Secrets are left out unless asked for.
 */
export function shapeRecord(
	record: JsonApiRecord,
	{ included, alone }: Surroundings,
	shape: Shape,
): IDataObject {
	const safe = shape.reveal ? record : withoutSecrets(record, shape.secrets);
	const related = relatedRecords(record, included, alone, shape);
	if (!shape.simplify) {
		const all = [...related.values()].flat();
		const attributes = without(safe.attributes, shape.omit);
		return {
			...safe,
			attributes,
			...(all.length > 0 && { included: all.map((entry) => ({ ...entry })) }),
		};
	}
	const attributes = flattenAttributes(safe.attributes);
	const flat: IDataObject = {
		id: record.id,
		type: record.type,
		...without(attributes, shape.omit),
		...shape.derive?.(attributes),
		...psaLink(related),
	};
	for (const [name, records] of related) {
		const key = snake(name);
		flat[key in flat ? `${key}_included` : key] = records.map(flattenRecord);
	}
	const kept = [...[...related.keys()].map(snake), ...(shape.reveal ? shape.secrets : [])];
	return narrow(flat, kept, shape.fields);
}

function relatedRecords(
	record: JsonApiRecord,
	included: ReadonlyMap<string, JsonApiRecord>,
	alone: boolean,
	shape: Shape,
): Map<string, JsonApiRecord[]> {
	const related = linkedRecords(record, included) ?? new Map<string, JsonApiRecord[]>();
	if (alone) {
		const linked = new Set([...related.values()].flat().map(({ type, id }) => `${type} ${id}`));
		for (const entry of included.values()) {
			if (linked.has(`${entry.type} ${entry.id}`)) continue;
			related.set(entry.type, [...(related.get(entry.type) ?? []), entry]);
		}
	}
	for (const name of related.keys()) {
		if (shape.omit.includes(snake(name))) related.delete(name);
	}
	const safe = [...related].map(([name, records]): [string, JsonApiRecord[]] => [
		name,
		records.map((entry) => withoutSecrets(entry, shape.secrets)),
	]);
	return new Map(safe);
}

/** The PSA company's id is the `remote-id` of the included link (seen live, reference 4.1). */
function psaLink(related: ReadonlyMap<string, JsonApiRecord[]>): IDataObject {
	const links = related.get(PSA_INCLUDE) ?? related.get(snake(PSA_INCLUDE));
	if (!links) return {};
	const [first] = links.map(readPsaLink);
	return { psa_id: first?.id ?? null, psa_integration_type: first?.type ?? null };
}

function flattenRecord(record: JsonApiRecord): IDataObject {
	return { id: record.id, type: record.type, ...flattenAttributes(record.attributes) };
}

/** What tells a person which record it is stands first; the rest keeps IT Glue's order. */
const FIRST = ['name', 'organization_name'];

function flattenAttributes(attributes: IDataObject): IDataObject {
	const entries = Object.entries(attributes).filter(([name]) => name !== 'id' && name !== 'type');
	const flat = Object.fromEntries(entries.map(([name, value]) => [snake(name), value]));
	const first = FIRST.filter((name) => name in flat).map((name) => [name, flat[name]] as const);
	return { ...Object.fromEntries(first), ...flat };
}

/** A record without secrets, however deep and in whatever spelling they sit in it. */
function withoutSecrets(record: JsonApiRecord, secrets: readonly string[]): JsonApiRecord {
	return stripped(record as unknown as IDataObject, new Set(secrets)) as unknown as JsonApiRecord;
}

function stripped(value: unknown, secrets: ReadonlySet<string>): unknown {
	if (Array.isArray(value)) return value.map((entry) => stripped(entry, secrets));
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value).filter(([name]) => !secrets.has(anyToSnake(name)));
	return Object.fromEntries(entries.map(([name, inner]) => [name, stripped(inner, secrets)]));
}

function without(attributes: IDataObject, names: readonly string[]): IDataObject {
	const left = new Set(names.flatMap((name) => [name, snake(name)]));
	return Object.fromEntries(Object.entries(attributes).filter(([name]) => !left.has(snake(name))));
}

function narrow(flat: IDataObject, related: string[], fields?: string[]): IDataObject {
	if (!fields || fields.length === 0) return flat;
	const wanted = new Set(['id', 'type', ...fields, ...related]);
	return Object.fromEntries(Object.entries(flat).filter(([key]) => wanted.has(key)));
}
