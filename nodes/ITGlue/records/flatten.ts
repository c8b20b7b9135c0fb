import type { IDataObject } from 'n8n-workflow';
import type { JsonApiRecord } from '../transport';
import { linkedRecords } from '../transport/jsonapi/record';
import { anyToSnake, kebab, snake } from '../text/spelling';
import { mainLink, PSA_INCLUDE, readPsaLink } from './psaLink';
import { shownValue } from './shown';

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
	/** snake_case keys that stand right behind name and organization, in this order. */
	first?: readonly string[];
	/** Adds computed keys to the flat record. */
	derive?: (flat: IDataObject) => IDataObject;
	/** Keys that the operation adds to each record: `_action`, `_changes`. */
	report?: IDataObject;
}

export interface Surroundings {
	included: ReadonlyMap<string, JsonApiRecord>;
	/** The answer held this record alone, so everything included belongs to it. */
	alone: boolean;
}

/**
 * Shapes records as the node returns them. Simplified: `id` and `type`, name and organization, the keys of
 * `first`, what the operation reports, then everything else; attributes in snake_case with their JSON
 * types, ids as text, included records beside them under the relationship's name. Otherwise the record as
 * IT Glue sent it, with what was included. Secrets are left out unless asked for.
 *
 * What a name means is worked out once for all records: a list may have a hundred thousand of forty
 * attributes each, and this is most of what the node itself costs.
 */
export function shaperOf(
	shape: Shape,
	{ included, alone }: Surroundings,
): (record: JsonApiRecord) => IDataObject {
	const names = new Names(shape);
	const wanted = shape.fields?.length
		? new Set([
				'id',
				'type',
				...shape.fields,
				...(shape.reveal ? shape.secrets : []),
				...Object.keys(shape.report ?? {}),
			])
		: undefined;
	const head = headOf(shape.first);
	return (record) => {
		const related = relatedRecords(record, included, alone, shape, names);
		return shape.simplify
			? simplified(record, related, shape, names, head, wanted)
			: { ...asSent(record, related, shape, names), ...shape.report };
	};
}

/** What becomes of an attribute. */
interface Meaning {
	/** snake_case; undefined where it is never an attribute of the output. */
	key?: string;
	secret: boolean;
	omitted: boolean;
}

class Names {
	private readonly known = new Map<string, Meaning>();
	private readonly secrets: ReadonlySet<string>;
	private readonly omitted: ReadonlySet<string>;

	constructor({ secrets, omit }: Shape) {
		this.secrets = new Set(secrets);
		this.omitted = new Set(omit.map(snake));
	}

	of(name: string): Meaning {
		const known = this.known.get(name);
		if (known) return known;
		const meaning = this.read(name);
		this.known.set(name, meaning);
		return meaning;
	}

	private read(name: string): Meaning {
		const key = snake(name);
		return {
			...(!RESERVED.has(key) && { key }),
			secret: this.secrets.has(anyToSnake(name)),
			omitted: this.omitted.has(key),
		};
	}
}

/** `id` and `type` are the record's own; the last one would become the prototype of the output. */
const RESERVED = new Set(['id', 'type', '__proto__']);

function asSent(
	record: JsonApiRecord,
	related: ReadonlyMap<string, JsonApiRecord[]>,
	{ reveal }: Shape,
	names: Names,
): IDataObject {
	const safe = reveal ? record : withoutSecrets(record, names);
	const all = [...related.values()].flat();
	const attributes = Object.fromEntries(
		Object.entries(safe.attributes).filter(([name]) => !names.of(name).omitted),
	);
	return {
		...safe,
		attributes,
		...(all.length > 0 && { included: all.map((entry) => ({ ...entry })) }),
	};
}

function simplified(
	record: JsonApiRecord,
	related: ReadonlyMap<string, JsonApiRecord[]>,
	shape: Shape,
	names: Names,
	head: Head,
	wanted?: ReadonlySet<string>,
): IDataObject {
	const { derive, report, reveal } = shape;
	const derived = derive?.(flattened(record, names, { reveal, omit: false })) ?? NOTHING;
	const flat = flattened(record, names, { reveal, omit: true }, { ...head, derived, report });
	if (related.size === 0) return wanted ? narrowed(flat, wanted) : flat;
	Object.assign(flat, psaLink(related));
	for (const [name, records] of related) {
		const key = snake(name);
		flat[key in flat ? `${key}_included` : key] = records.map((entry) =>
			flattened(entry, names, { reveal: true, omit: false }),
		);
	}
	return wanted ? narrowed(flat, new Set([...wanted, ...[...related.keys()].map(snake)])) : flat;
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
	if (!linked && !alone) return NONE;
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
 * Which PSA record it is, if any: links to other systems stand in the same include. Nothing where the answer does not
 * say where a link leads, or names a system that is not known.
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

/** The keys that stand at the head of a simplified record, and how attributes spell them. */
interface Head {
	keys: ReadonlyArray<{ key: string; wires: readonly string[] }>;
	wires: ReadonlySet<string>;
}

/** What tells a person which record it is. */
const WHICH = ['name', 'organization_name', 'organization_id'];

function headOf(first: readonly string[] = []): Head {
	const keys = [...new Set([...WHICH, ...first])].map((key) => ({
		key,
		wires: [...new Set([kebab(key), key])],
	}));
	return { keys, wires: new Set(keys.flatMap(({ wires }) => wires)) };
}

const NOTHING: Readonly<IDataObject> = {};

/** What stands at the head of a simplified record, and what it gains beside its attributes. */
interface Additions extends Head {
	derived: IDataObject;
	report?: IDataObject;
}

const NONE_ADDED: Additions = { ...headOf(), derived: NOTHING };

/** Simple loops and assignments: see `shaperOf` for how often they run. */
function flattened(
	{ id, type, attributes }: JsonApiRecord,
	names: Names,
	{ reveal, omit }: { reveal: boolean; omit: boolean },
	{ keys, wires: atHead, derived, report }: Additions = NONE_ADDED,
): IDataObject {
	const flat: IDataObject = { id, type };
	const add = (name: string): void => {
		const { key, secret, omitted } = names.of(name);
		if (key === undefined || (omit && omitted) || (secret && !reveal)) return;
		const value: unknown = attributes[name];
		const own = reveal ? value : stripped(value, names);
		flat[key] = (isPlain(own) ? own : shownValue(key, own)) as IDataObject[string];
	};
	for (const { key, wires } of keys) {
		for (const wire of wires) if (Object.prototype.hasOwnProperty.call(attributes, wire)) add(wire);
		if (Object.prototype.hasOwnProperty.call(derived, key)) flat[key] = derived[key];
	}
	if (report) Object.assign(flat, report);
	for (const name of Object.keys(attributes)) if (!atHead.has(name)) add(name);
	return Object.assign(flat, derived);
}

/** What is shown as it came; most values are, so that they cost no look at their name. */
const isPlain = (value: unknown): boolean =>
	typeof value === 'string' || typeof value === 'boolean' || value === null;

/** A record without secrets, however deep and in whatever spelling they sit in it. */
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
