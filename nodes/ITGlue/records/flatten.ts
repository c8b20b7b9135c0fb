import type { IDataObject } from 'n8n-workflow';
import type { JsonApiRecord } from '../transport';
import { linkedRecords } from '../transport/jsonapi/record';
import { snake } from '../text/spelling';
import { Names, type Manner, type Parts } from './layout';
import { mainLink, PSA_INCLUDE, readPsaLink } from './psaLink';
import { shownAs } from './shown';

export interface Shape {
	/** One flat object instead of the JSON:API record. */
	simplify: boolean;
	/** Only these snake_case keys, in addition to id and type. */
	fields?: string[];
	/** snake_case keys to leave out. */
	omit: string[];
	/** snake_case names of values that are never returned, in any spelling; the record's own only with `reveal`. */
	secrets: readonly string[];
	reveal: boolean;
	/** snake_case keys that come directly after name and organization, in this order. */
	first?: readonly string[];
	/** Keep computed keys, whichever fields were chosen. */
	keepsDerived?: boolean;
	/** The user asked for included records, so the keys made from them are kept, whichever fields were chosen. */
	keepsFolded?: boolean;
	/** The keys that replace included records, by the name of their relationship. */
	fold?: (relationship: string, records: JsonApiRecord[]) => IDataObject | undefined;
	/** Adds computed keys to the flat record. */
	derive?: (flat: IDataObject) => IDataObject;
	/** Keys that the operation adds to each record: `_action`, `_changes`. */
	report?: IDataObject;
}

export interface Surroundings {
	included: ReadonlyMap<string, JsonApiRecord>;
	/** The answer contained only this record, so everything included belongs to it. */
	alone: boolean;
}

/** The included records without values that the resource never returns. */
export const concealing = (
	{ included, alone }: Surroundings,
	conceal?: (record: JsonApiRecord) => JsonApiRecord,
): Surroundings => ({
	included: conceal
		? new Map([...included].map(([key, record]) => [key, conceal(record)]))
		: included,
	alone,
});

/** An included file without its download address, for an AI agent: agents get no files. */
export const withoutFileAddress = (record: JsonApiRecord): JsonApiRecord =>
	record.type === 'attachments'
		? {
				...record,
				attributes: Object.fromEntries(
					Object.entries(record.attributes).filter(([name]) => !/(?:^|[-_])url$/.test(name)),
				),
			}
		: record;

/**
 * Shapes records as the node returns them. Simplified: `id` and `type`, name and organization, the keys of `first`, the
 * keys of the operation, then everything else; attributes in snake_case with their JSON types, ids as text, included
 * records under the relationship's name. Otherwise the record as IT Glue sent it, with its included records. Secrets
 * are left out unless the user asked for them.
 *
 * `names`: shared by the whole run, so that ten thousand items with one record each are as fast as one item with ten
 * thousand.
 */
export function shaperOf(
	shape: Shape,
	{ included, alone }: Surroundings,
	names = new Names(shape.secrets),
): (record: JsonApiRecord) => IDataObject {
	const wanted = shape.fields?.length
		? new Set([
				'id',
				'type',
				...shape.fields,
				// `traits.host-name` is a part of `traits`.
				...shape.fields.map((key) => key.replace(/\..*$/, '')),
				...(shape.reveal ? shape.secrets : []),
				...Object.keys(shape.report ?? {}),
			])
		: undefined;
	return (record) => {
		const related = relatedRecords(record, included, alone, shape, names);
		return shape.simplify
			? simplified(record, related, shape, names, wanted)
			: { ...asSent(record, related, shape, names), ...shape.report };
	};
}

function asSent(
	record: JsonApiRecord,
	related: ReadonlyMap<string, JsonApiRecord[]>,
	{ reveal, omit }: Shape,
	names: Names,
): IDataObject {
	const safe = reveal ? record : withoutSecrets(record, names);
	const all = [...related.values()].flat();
	return {
		...safe,
		attributes: omit.length > 0 ? without(safe.attributes, omit) : { ...safe.attributes },
		...(all.length > 0 && { included: all.map((entry) => ({ ...entry })) }),
	};
}

/** Attributes without the given snake_case keys. */
function without(attributes: IDataObject, keys: readonly string[]): IDataObject {
	const omitted = new Set(keys.map(snake));
	return Object.fromEntries(
		Object.entries(attributes).filter(([name]) => !omitted.has(snake(name))),
	);
}

function simplified(
	record: JsonApiRecord,
	related: ReadonlyMap<string, JsonApiRecord[]>,
	shape: Shape,
	names: Names,
	wanted?: ReadonlySet<string>,
): IDataObject {
	const { derive, report = NOTHING, reveal, omit, first } = shape;
	const derived = derive?.(flattened(record, names, { reveal, omit: NONE_OMITTED })) ?? NOTHING;
	const flat = flattened(record, names, { reveal, omit, first }, { derived, report });
	const kept =
		wanted && shape.keepsDerived ? new Set([...wanted, ...Object.keys(derived)]) : wanted;
	if (related.size === 0) return kept ? narrowed(flat, kept) : flat;
	Object.assign(flat, psaLink(related));
	const folded = new Set<string>();
	for (const [name, records] of related) {
		const key = snake(name);
		const instead = shape.fold?.(key, records);
		if (instead) {
			Object.assign(flat, instead);
			if (shape.keepsFolded) for (const own of Object.keys(instead)) folded.add(own);
			continue;
		}
		flat[key in flat ? `${key}_included` : key] = records.map((entry) =>
			flattened(entry, names, { reveal: true, omit: NONE_OMITTED }),
		);
	}
	const beside = [...[...related.keys()].map(snake), ...folded];
	return kept ? narrowed(flat, new Set([...kept, ...beside])) : flat;
}

const NONE: ReadonlyMap<string, JsonApiRecord[]> = new Map();

function relatedRecords(
	record: JsonApiRecord,
	included: ReadonlyMap<string, JsonApiRecord>,
	alone: boolean,
	shape: Shape,
	names: Names,
): ReadonlyMap<string, JsonApiRecord[]> {
	const linked = linkedRecords(record, included);
	if (!linked && !(alone && included.size > 0)) return NONE;
	const related = linked ?? new Map<string, JsonApiRecord[]>();
	if (alone) {
		const unnamed = new Map<string, JsonApiRecord[]>();
		const named = new Set([...related.values()].flat().map(({ type, id }) => `${type} ${id}`));
		for (const entry of included.values()) {
			if (named.has(`${entry.type} ${entry.id}`)) continue;
			const alike = unnamed.get(entry.type);
			if (alike) alike.push(entry);
			else unnamed.set(entry.type, [entry]);
		}
		for (const [type, entries] of unnamed) {
			related.set(type, [...(related.get(type) ?? []), ...entries]);
		}
	}
	for (const name of related.keys()) {
		if (shape.omit.includes(snake(name))) related.delete(name);
	}
	const safe = [...related].map(([name, records]): [string, JsonApiRecord[]] => [
		name,
		records.map((entry) => withoutSecrets(entry, names)),
	]);
	return new Map(safe);
}

/**
 * The PSA record that is linked, if any: the same include also contains links to other systems. Empty if the answer
 * does not show where a link leads, or names an unknown system.
 */
function psaLink(related: ReadonlyMap<string, JsonApiRecord[]>): IDataObject {
	const records = related.get(PSA_INCLUDE) ?? related.get(snake(PSA_INCLUDE));
	if (!records) return {};
	const links = records.flatMap((record) => readPsaLink(record) ?? []);
	const link = mainLink(links);
	if (!link && links.length > 0) return {};
	return {
		psa_id: link?.id ?? null,
		psa_integration_type: link?.type ?? null,
		...(link?.orphaned !== undefined && { psa_orphaned: link.orphaned }),
	};
}

const NOTHING: Readonly<IDataObject> = {};
const NONE_OMITTED: readonly string[] = [];
const NONE_ADDED = { derived: NOTHING, report: NOTHING };

/** A simple loop, because a list may have a hundred thousand records of forty attributes each. */
function flattened(
	{ id, type, attributes }: JsonApiRecord,
	names: Names,
	manner: Manner,
	added: Omit<Parts, 'attributes'> = NONE_ADDED,
): IDataObject {
	const parts = { attributes, ...added };
	const { blank, steps } = names.layoutOf(parts, manner);
	const flat = { ...blank };
	flat.id = id;
	flat.type = type;
	for (const { from, name, key, holdsIds } of steps) {
		const value = parts[from][name];
		const isShown = from !== 'attributes' || isPlain(value);
		flat[key] = isShown ? value : shownIn(value, holdsIds, manner.reveal ? undefined : names);
	}
	return flat;
}

/** A value of the simplified output; with `names`, secrets inside it are left out. */
const shownIn = (value: unknown, holdsIds: boolean, names?: Names): IDataObject[string] =>
	shownAs(holdsIds, names ? stripped(value, names) : value) as IDataObject[string];

/** Whether a value is shown unchanged. Most values are, so the node does not have to look at their names. */
const isPlain = (value: unknown): boolean =>
	typeof value === 'string' || typeof value === 'boolean' || value === null;

/** A record without secrets, at any depth and in any spelling. */
const withoutSecrets = (record: JsonApiRecord, names: Names): JsonApiRecord =>
	stripped(record, names) as JsonApiRecord;

function stripped(value: unknown, names: Names): unknown {
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return value.map((entry) => stripped(entry, names));
	const entries = Object.entries(value).filter(([name]) => !names.of(name).secret);
	return Object.fromEntries(entries.map(([name, inner]) => [name, stripped(inner, names)]));
}

const narrowed = (flat: IDataObject, wanted: ReadonlySet<string>): IDataObject =>
	Object.fromEntries(Object.entries(flat).filter(([key]) => wanted.has(key)));
