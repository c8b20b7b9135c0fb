/* eslint-disable @n8n/community-nodes/no-restricted-globals -- settings of a test run come from the environment */
/**
 * What the generated suite is generated with: sample values, parameters and expectations, all of them derived from a
 * resource's table, and a small world in the sandbox that every look-up of a table finds something in.
 */
import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';

import { anyToSnake, camel, kebab, snake } from '../../nodes/ITGlue/text/spelling';
import { OWNER, parentOf, RESOURCES, SECRET_ATTRIBUTES } from '../../nodes/ITGlue/resources';
import { paramOf } from '../../nodes/ITGlue/resources/schema/common';
import {
	columnOf,
	columnsOf,
	keysOf,
	type Column,
} from '../../nodes/ITGlue/resources/schema/columns';
import { LOOKUPS } from '../../nodes/ITGlue/resources/lookups';
import type {
	Attribute,
	LookupName,
	NaturalKey,
	RowColumn,
	OperationName,
} from '../../nodes/ITGlue/resources/schema/attribute';
import type { Resource } from '../../nodes/ITGlue/resources/schema/resource';
import type { Attributes, JournalEntry, Json, Profile, Sandbox, StoredRecord } from '../../sandbox';
import { COLLECTIONS, resourcesFor } from '../../sandbox/resources';
import { ofEachKind } from './kinds';
import { automatic, byId, locator, mapped } from './parameters';
import { typedIn, type Typed } from './typed';
import { TYPED, UNTYPED } from './untyped';
import { runNode, type RunNodeOptions, type RunNodeResult } from './harness';

export { locator } from './parameters';

/** `npm run test:quick`: one resource of each kind stands for all. */
const isQuick = process.env.QUICK === 'true';

export const PROFILES: readonly Profile[] = isQuick ? ['strict'] : ['strict', 'seed'];

/** Sandboxes of the generated suite: small, and never the bottleneck of a test that asks a lot. */
export const SMALL = {
	organizations: 3,
	configurations: 3,
	rateLimit: { requests: 1_000_000, windowMs: 300_000 },
} as const;

/** Name and table, for `describe.each`. */
export const EACH_RESOURCE: ReadonlyArray<[string, Resource]> = (
	isQuick ? ofEachKind(UNTYPED) : UNTYPED
).map((resource) => [resource.name, resource]);

/** The same with those whose attributes a type says: for rules about records as wholes. */
export const EACH_WITH_TYPED: ReadonlyArray<[string, Resource]> = [
	...EACH_RESOURCE,
	...TYPED.map((resource): [string, Resource] => [resource.name, resource]),
];

export const withVerb = (verb: OperationName): Array<[string, Resource]> =>
	EACH_RESOURCE.filter(([, { operations }]) => operations.includes(verb));

/** The resources whose records the node writes; the others are lists to read. */
export const EACH_RECORD: ReadonlyArray<[string, Resource]> = withVerb('create');

/** The store's collection of a resource. */
export const collectionOf = ({ type }: Resource): string => type.replace(/-/g, '_');

/** The attributes but for some. */
export const without = (attributes: Attributes, names: string[]): Attributes =>
	Object.fromEntries(Object.entries(attributes).filter(([name]) => !names.includes(name)));

/** What is there, or a failure that says what is missing. */
export function must<T>(value: T | undefined | null, what: string): T {
	if (value === undefined || value === null) throw new Error(`The test found no ${what}`);
	return value;
}

// --- Running -----------------------------------------------------------------------------------

export interface Ran extends RunNodeResult {
	/** The `json` of the output items. */
	json: IDataObject[];
	/** What reached the sandbox during this run, but for the reading of the type that says which attributes there are. */
	requests: JournalEntry[];
	writes: JournalEntry[];
	reads: JournalEntry[];
}

const isReadingOfTypes = ({ method, path }: JournalEntry): boolean =>
	method === 'GET' && path.startsWith('/flexible_asset_types');

/** Runs the node against a sandbox (or a server in front of it), with what the run asked of it. */
export async function run(
	sandbox: Sandbox,
	parameters: IDataObject,
	more: Partial<RunNodeOptions> = {},
	baseUrl = sandbox.url,
): Promise<Ran> {
	sandbox.journal.length = 0;
	const credentials = { apiKey: sandbox.keys.full, region: 'custom', baseUrl };
	const result = await runNode({ parameters, credentials, ...more });
	const isTyped = TYPED.some(({ name }) => name === parameters.resource);
	const requests = sandbox.journal.filter((entry) => !isTyped || !isReadingOfTypes(entry));
	return {
		...result,
		json: result.output.map(({ json }) => json),
		requests,
		writes: requests.filter(({ method }) => method !== 'GET'),
		reads: requests.filter(({ method }) => method === 'GET'),
	};
}

/** The run's records, once it is sure that it went well. */
export function succeeded(ran: Ran): IDataObject[] {
	if (ran.status !== 'success') {
		throw new Error(`The run failed: ${ran.error?.message} ${ran.error?.description ?? ''}`);
	}
	return ran.json;
}

/** Message and description of the run's error, or of the items of a dry run, once it is sure that it failed. */
export function failed(ran: Ran): string {
	if (ran.json.length > 0 && ran.json.every(({ _action }) => _action === 'would_fail'))
		return ran.json.map(({ error, message }) => `${String(error)} ${String(message)}`).join(' ');
	if (ran.status !== 'error') {
		throw new Error(`The run succeeded with ${JSON.stringify(ran.json).slice(0, 500)}`);
	}
	return `${ran.error?.message ?? ''} ${ran.error?.description ?? ''}`;
}

/** What IT Glue itself says about a record, past the node. */
export async function rawRecord(
	sandbox: Sandbox,
	resource: Resource,
	id: string,
): Promise<{ id: string; type: string; attributes: IDataObject }> {
	const { data } = await axios.get<{ data: { id: string; type: string; attributes: IDataObject } }>(
		`${sandbox.url}/${collectionOf(resource)}/${id}?show_password=false`,
		{ headers: { 'x-api-key': sandbox.keys.full } },
	);
	return data.data;
}

// --- The small world ---------------------------------------------------------------------------

/** An organization with two of everything that a look-up may point to inside it. */
export interface Home {
	sandbox: Sandbox;
	organizationId: string;
	name: string;
	/** The record that records of a resource stand under, by that resource. */
	parents: Map<string, StoredRecord>;
}

/** The record that records of a resource stand under here, under the name that it has in them. */
export function parentIn(home: Home, resource: Resource): Attributes {
	const above = parentOf(resource);
	if (!above) return {};
	const { parent, key } = above;
	const known = home.parents.get(resource.name);
	const isThere = known && home.sandbox.store.find(known.type, known.id);
	const record = isThere ?? insertNamed(home, parent, `${home.name} ${parent.label}`);
	home.parents.set(resource.name, record);
	return { [key]: Number(record.id) };
}

const typedKits = new WeakMap<Sandbox, Typed>();

/** The type that the records of a resource are of in this sandbox; undefined where they need none. */
export function typedOf({ sandbox, organizationId }: Home, resource: Resource): Typed | undefined {
	if (!resource.typedBy) return undefined;
	const known = typedKits.get(sandbox);
	if (known && sandbox.store.find(known.type.type, known.type.id) === known.type) return known;
	const made = typedIn(sandbox, resource, organizationId);
	typedKits.set(sandbox, made);
	return made;
}

/** What names that type, where there is one. */
export function typeIn(home: Home, resource: Resource): IDataObject {
	const typed = typedOf(home, resource);
	return typed && resource.typedBy ? { [`${resource.typedBy.resource}Id`]: byId(typed.type) } : {};
}

/** The table of a resource as it is for records of that type. */
export const tableIn = (home: Home, resource: Resource): Resource =>
	typedOf(home, resource)?.resource ?? resource;

const lookupCollection = (name: LookupName): string =>
	must(LOOKUPS[name].paths[0]?.split('/').pop(), `collection of ${name}`);

const namesOfLookups = Object.keys(LOOKUPS) as LookupName[];

/** The attributes that make up a record's name: `{name}`, or first and last name. */
export function naming(resource: Resource, name: string): Record<string, string> {
	return resource.nameFilters(name)[0] ?? { name };
}

/** Adds an organization that nothing else in the sandbox touches. */
export function openHome(sandbox: Sandbox, name: string): Home {
	const { store } = sandbox;
	const lookedUp = (lookup: LookupName): number =>
		Number(store.all(lookupCollection(lookup))[0]?.id);
	const organization = store.insert(collectionOf(OWNER), {
		name,
		organization_type_id: lookedUp('organizationType'),
		organization_status_id: lookedUp('organizationStatus'),
		primary: false,
	});
	const home: Home = { sandbox, organizationId: organization.id, name, parents: new Map() };
	for (const lookup of namesOfLookups) {
		if (LOOKUPS[lookup].within?.parent !== 'organization_id') continue;
		for (const which of ['One', 'Two']) addEntry(home, lookup, `${LOOKUPS[lookup].label} ${which}`);
	}
	for (const resource of RESOURCES) parentIn(home, resource);
	return home;
}

/** Adds an entry that a look-up finds, to the organization where the list belongs to one. */
export function addEntry(
	{ sandbox, organizationId }: Home,
	lookup: LookupName,
	name: string,
	more: Attributes = {},
): StoredRecord {
	const { resource, within } = LOOKUPS[lookup];
	const owner = RESOURCES.find((candidate) => candidate.name === resource);
	return sandbox.store.insert(lookupCollection(lookup), {
		...(owner ? naming(owner, name) : { name }),
		...(within?.parent === 'organization_id' && { organization_id: Number(organizationId) }),
		...more,
	});
}

/** The records that a list of the resource holds here: those of the organization, or all where none owns them. */
export function recordsAt(home: Home, resource: Resource): StoredRecord[] {
	const { store } = home.sandbox;
	const [parent] = Object.entries(parentIn(home, resource));
	if (parent) return store.related(collectionOf(resource), parent[0], String(parent[1]));
	return resource.scoped
		? store.related(collectionOf(resource), 'organization_id', home.organizationId)
		: store.all(collectionOf(resource));
}

/** The name that an entry answers to. */
export function nameOfEntry({ attributes }: StoredRecord): string {
	const { name, first_name: first, last_name: last } = attributes;
	return typeof name === 'string' ? name : [first, last].filter(Boolean).join(' ');
}

/** What a look-up attribute or filter may be set to, seen from the organization. */
export function entriesOf(home: Home, resource: Resource, lookup: LookupName): StoredRecord[] {
	const all = home.sandbox.store.all(lookupCollection(lookup));
	const { within } = LOOKUPS[lookup];
	if (lookup === OWNER.name) return all.filter(({ id }) => id !== home.organizationId);
	if (!within) return all;
	const parent = within.parent;
	const narrowing = resource.attributes.find(({ name }) => name === parent);
	const parentId =
		parent === `${OWNER.name}_id`
			? home.organizationId
			: narrowing?.lookup && entriesOf(home, resource, narrowing.lookup)[0]?.id;
	return all.filter(({ attributes }) => !parentId || String(attributes[parent]) === parentId);
}

// --- Sample values -----------------------------------------------------------------------------

/** A value as the user gives it and as the request carries it. */
export interface Sample {
	param: unknown;
	wire: unknown;
}

/** Another text of the same form: the last digit counts on, or something is added. */
export function vary(text: string, variant: number): string {
	if (variant === 0) return text;
	if (text.includes('@')) return text.replace('@', `.${variant + 1}@`);
	if (text.startsWith('http')) return `${text}/${variant + 1}`;
	if (text.endsWith('</p>')) return text.replace('</p>', ` ${variant + 1}</p>`);
	const at = text.search(/\d\D*$/);
	if (at < 0) return `${text} ${variant + 1}`;
	return `${text.slice(0, at)}${(Number(text[at]) + variant) % 10}${text.slice(at + 1)}`;
}

const example = (placeholder: string | undefined): string | undefined =>
	placeholder?.replace(/^e\.g\. /, '');

function textFor({ kind, label, placeholder, comparator }: Attribute): string {
	if (comparator === 'phone') return '604-555-0100';
	if (kind === 'html') return `<p>${label} sample</p>`;
	return example(placeholder) ?? `${label} sample`;
}

/** The attribute that says what kind of record `<something>_id` is the id of, if it is such a pair. */
const typeBeside = (resource: Resource, { name, lookup }: Attribute): Attribute | undefined =>
	lookup || !name.endsWith('_id')
		? undefined
		: resource.attributes.find(
				(other) => other.kind === 'choice' && other.name === name.replace(/_id$/, '_type'),
			);

/** A record of the organization that the choice of a kind of record names. */
function recordOfKind(home: Home, choice: string): StoredRecord | undefined {
	const collection = `${choice.toLowerCase().replace(/ /g, '_')}s`;
	return home.sandbox.store.related(collection, 'organization_id', home.organizationId)[0];
}

function sampleRow(columns: RowColumn[], variant: number, key: string): Sample {
	const values = columns.map(({ wire, param, label, kind, placeholder, choices = [] }) => {
		const text = example(placeholder)?.split(',')[0] ?? `${label} 12`;
		const value =
			kind === 'boolean'
				? variant === 0
				: kind === 'choice'
					? choices[0]?.id
					: wire === key
						? vary(text, variant)
						: text;
		return { wire, param, value };
	});
	return {
		param: Object.fromEntries(values.map(({ param, value }) => [param, value])),
		wire: Object.fromEntries(values.map(({ wire, value }) => [wire, value])),
	};
}

const neverRefused = (message: string): never => {
	throw new Error(message);
};

/** The n-th sample value of an attribute. */
export function sampleOf(
	home: Home,
	resource: Resource,
	attribute: Attribute,
	variant = 0,
): Sample {
	const { name, kind, lookup, choices = [], rows, entries } = attribute;
	const same = (value: unknown): Sample => ({ param: value, wire: value });
	if (rows) {
		const row = sampleRow(rows.columns, variant, rows.key.column);
		return { param: { [rows.group]: [row.param] }, wire: [row.wire] };
	}
	if (entries) {
		const field = { name: vary('Generated Field 1', variant), kind: 'Text', useForTitle: true };
		const read = entries.read({ hint: () => {}, refuse: neverRefused }, [field]);
		return { param: { [entries.group]: [field] }, wire: entries.whole(read) };
	}
	if (lookup) {
		const entries = entriesOf(home, resource, lookup);
		const id =
			name === `${OWNER.name}_id` && variant === 0
				? home.organizationId
				: must(entries[variant], `${lookup} ${variant}`).id;
		return {
			param: LOOKUPS[lookup].picker === 'locator' ? locator('id', id) : id,
			wire: Number(id),
		};
	}
	const typed = typeBeside(resource, attribute);
	if (typed) {
		const record = typed.choices?.map(({ id }) => recordOfKind(home, id)).find(Boolean);
		const { id } = must(record, `record for ${name}`);
		return { param: id, wire: Number(id) };
	}
	if (name === 'tag_type') return same(variant === 0 ? 'Contacts' : 'Locations');
	switch (kind) {
		case 'boolean':
			return same(variant === 0);
		case 'date':
			return { param: `2026-01-3${variant}T00:00:00.000Z`, wire: `2026-01-3${variant}` };
		case 'dateTime':
			return same(`2026-01-3${variant}T09:30:00.000Z`);
		case 'number':
			return { param: String(variant + 7), wire: variant + 7 };
		case 'choice': {
			if (attribute.beginsWith) return same(attribute.beginsWith);
			const existing = choices.filter(({ id }) => recordOfKind(home, id));
			const pool = name.endsWith('_type') && existing.length > 0 ? existing : choices;
			return same(must(pool[variant] ?? pool[0], `choice of ${name}`).id);
		}
		default:
			return same(vary(textFor(attribute), variant));
	}
}

/** As the sandbox stores what a request carries. */
export function storedValue(attribute: Attribute, wire: unknown): unknown {
	if (attribute.comparator === 'phone') return String(wire).replace(/[^\d+]/g, '');
	if (!attribute.rows) return wire;
	const { key } = attribute.rows;
	return (wire as IDataObject[]).map((row) => ({
		...row,
		...(key.same === 'phone' && { [key.column]: String(row[key.column]).replace(/[^\d+]/g, '') }),
		...(row.extension !== undefined && { extension: String(row.extension).replace(/\D/g, '') }),
	}));
}

// --- Attributes by what may be done with them ----------------------------------------------------

export const writableOn = (resource: Resource, action: 'create' | 'update'): Attribute[] =>
	resource.attributes.filter(({ writable }) => writable === 'both' || writable === action);

/** Those that say something of their own: a contact's full name says the same as its parts, or is refused. */
export const toldOnCreate = (resource: Resource): Attribute[] => {
	const all = writableOn(resource, 'create');
	const isSplit = all.some(({ name }) => name === 'first_name');
	return all.filter(({ name }) => name !== 'name' || !isSplit);
};

/** Sent as an attribute of the request itself. */
export const isPlain = ({ sentAs }: Attribute): boolean =>
	sentAs === undefined || sentAs === 'attribute';

/** Whether this profile's IT Glue takes the attribute at all; what it does not, it ignores silently. */
export function isTaken(resource: Resource, { name }: Attribute, profile: Profile): boolean {
	const spec = resourcesFor(profile)[collectionOf(resource)]?.attributes[name];
	return (
		spec !== undefined && (spec.create || spec.update) && (!spec.seedOnly || profile === 'seed')
	);
}

/** Whether this profile's IT Glue shows the attribute, so that one it did not take can be noticed. */
export function isShown(resource: Resource, { name }: Attribute, profile: Profile): boolean {
	const spec = resourcesFor(profile)[collectionOf(resource)]?.attributes[name];
	return spec !== undefined && !spec.hidden && (!spec.seedOnly || profile === 'seed');
}

/** The least that a record can be created with: what is required, and what it is called by. */
export function minimal(resource: Resource, name = 'Generated Record'): Attribute[] {
	const called = Object.keys(naming(resource, name));
	return writableOn(resource, 'create').filter(
		(attribute) =>
			attribute.name !== `${OWNER.name}_id` &&
			(attribute.required || called.includes(attribute.name)),
	);
}

// --- Parameters ----------------------------------------------------------------------------------

export type Given = Map<Attribute, unknown>;

/** Sample values of attributes, as the user gives them. */
export function given(home: Home, resource: Resource, attributes: Attribute[], variant = 0): Given {
	return new Map(
		attributes.map((attribute) => [attribute, sampleOf(home, resource, attribute, variant).param]),
	);
}

/** What says whose the records are: their organization, or the record that they stand under. */
export function ownerOf(home: Home, resource: Resource): IDataObject {
	const parent = parentOf(resource)?.parent;
	const [id] = Object.values(parentIn(home, resource));
	return {
		...(resource.scoped && { organizationId: locator('id', home.organizationId) }),
		...(parent && { [`${parent.name}Id`]: locator('id', String(id)) }),
		...typeIn(home, resource),
	};
}

/** Parameters of Create: attributes up front where the table puts them, the others as additional fields. */
export function createParameters(
	home: Home,
	resource: Resource,
	values: Given,
	more: IDataObject = {},
): IDataObject {
	const upFront: IDataObject = {};
	const additionalFields: IDataObject = {};
	for (const [attribute, value] of values) {
		if (attribute.name === `${OWNER.name}_id`) continue;
		(attribute.upFront ? upFront : additionalFields)[paramOf(attribute)] = value as IDataObject;
	}
	return {
		resource: resource.name,
		operation: 'create',
		...ownerOf(home, resource),
		...upFront,
		additionalFields: { ...additionalFields, ...(more.additionalFields as IDataObject) },
		...Object.fromEntries(Object.entries(more).filter(([key]) => key !== 'additionalFields')),
	};
}

/** Parameters of an operation on one record. */
export function onRecord(
	resource: Resource,
	operation: OperationName,
	id: unknown,
	more: IDataObject = {},
): IDataObject {
	const which = typeof id === 'string' ? locator('id', id) : (id as IDataObject);
	return { resource: resource.name, operation, [`${resource.name}Id`]: which, ...more };
}

export const updateParameters = (
	resource: Resource,
	id: string,
	updateFields: IDataObject,
	more: IDataObject = {},
): IDataObject => onRecord(resource, 'update', id, { updateFields, ...more });

/** Parameters of an operation that are its own, so that it can run on any record. */
export function verbExtras(
	resource: Resource,
	verb: OperationName,
	record: StoredRecord,
): IDataObject {
	if (verb === 'delete' && resource.confirmDelete) return { confirmName: nameOfEntry(record) };
	if (verb === 'addQuickNote') return { note: 'Checked by the generated suite' };
	if (verb === 'update' && resource.typedBy)
		return { fields: mapped({ 'traits.serial': 'Changed' }) };
	if (verb === 'update') return { updateFields: { [camel(changeable(resource).name)]: 'Changed' } };
	return {};
}

/** What a record holds of that which `verbExtras` changes. */
export const changedIn = (resource: Resource, { attributes }: StoredRecord): unknown =>
	resource.typedBy
		? (attributes.traits as Attributes).serial
		: attributes[changeable(resource).name];

/** An attribute, text if there is one, that can be changed on any record without saying who it is. */
export function changeable(resource: Resource, except?: Attribute): Attribute {
	const keys = new Set(resource.naturalKeys.flatMap(({ attributes }) => attributes));
	const fitting = writableOn(resource, 'update').filter(
		(attribute) =>
			isPlain(attribute) &&
			attribute !== except &&
			attribute.nullable &&
			!attribute.required &&
			(!attribute.comparator || attribute.comparator === 'html') &&
			!/\d/.test(attribute.placeholder ?? '') &&
			!keys.has(attribute.name),
	);
	const byKind = (...kinds: Array<Attribute['kind']>) =>
		fitting.find(({ kind }) => kinds.includes(kind));
	const found = byKind('string', 'multiline') ?? byKind('html') ?? byKind('boolean');
	return must(found, `changeable attribute of ${resource.name}`);
}

// --- Create or Update ----------------------------------------------------------------------------

/** Parameters of Create or Update: all columns by name, those in `matching` to match on. */
export const upsertParameters = (
	home: Home,
	resource: Resource,
	matching: readonly string[],
	more: IDataObject = {},
): IDataObject => ({
	resource: resource.name,
	operation: 'upsert',
	...ownerOf(home, resource),
	fields: automatic(...matching),
	...more,
});

/** Every key that records of a resource can be matched by, with the columns that one chooses for it. */
export const matchings = (resource: Resource): Array<[string, string[], NaturalKey]> =>
	keysOf(resource).map((key) => {
		const columns = key.attributes.map((name) => columnOf(resource, name));
		return [columns.join(' and '), columns, key];
	});

export const columnNamed = (resource: Resource, id: string): Column =>
	must(
		columnsOf(resource).find((column) => column.id === id),
		`column ${id}`,
	);

/** The columns that set something, but for the organization. */
export const settingColumns = (resource: Resource): Array<[string, Column]> =>
	columnsOf(resource)
		.filter(({ attribute }) => attribute && attribute.name !== `${OWNER.name}_id`)
		.map((column) => [column.id, column]);

/** What an input item holds in a column: as Get Many gives it. */
export function cellOf(
	home: Home,
	resource: Resource,
	{ attribute, primaryRow }: Column,
	variant = 0,
): unknown {
	const { param, wire } = sampleOf(home, resource, must(attribute, 'attribute'), variant);
	if (primaryRow && attribute?.rows) {
		return (wire as IDataObject[])[0]?.[attribute.rows.key.column];
	}
	if (attribute?.rows) return wire;
	if (attribute?.entries) return (param as IDataObject)[attribute.entries.group];
	return attribute?.lookup ? String(wire) : param;
}

const hex = (number: number): string => (Math.floor(number) % 256).toString(16).padStart(2, '0');

/** A text for a column to match on that no other record has. */
export function keyCell({ attribute, primaryRow }: Column, unique: number): string {
	if (primaryRow) return `generated.${unique}@example.com`;
	if (attribute?.comparator === 'mac') return `00:00:5e:00:${hex(unique / 256)}:${hex(unique)}`;
	return `Generated ${attribute?.label} no. ${unique}`;
}

/** The cells of the columns to match on. */
export const keyCells = (
	resource: Resource,
	columns: readonly string[],
	unique: number,
): IDataObject =>
	Object.fromEntries(columns.map((id) => [id, keyCell(columnNamed(resource, id), unique)]));

/** The stored attributes under which the cells of columns to match on find a record. */
export function storedKeys(resource: Resource, cells: IDataObject): Attributes {
	const parts = Object.entries(cells).map(([id, cell]): Attributes => {
		const { attribute, primaryRow } = columnNamed(resource, id);
		const name = must(attribute, id).name;
		if (primaryRow)
			return { [name]: [{ value: String(cell), primary: true, 'label-name': 'Work' }] };
		return attribute?.sentAs === 'step'
			? naming(resource, String(cell))
			: { [name]: cell as string };
	});
	return Object.assign({}, ...parts) as Attributes;
}

/** Cells of what a new record needs beside its key. */
export const neededCells = (home: Home, resource: Resource): IDataObject =>
	Object.fromEntries(
		minimal(resource).map(({ name }) => [
			name,
			cellOf(home, resource, columnNamed(resource, name)) as string,
		]),
	);

// --- Records in the store ------------------------------------------------------------------------

/** Puts a record into the store with every attribute set that the request itself carries. */
export function insertFull(
	home: Home,
	resource: Resource,
	more: Attributes = {},
	variant = 0,
): StoredRecord {
	if (resource.typedBy) return insertTyped(home, resource, more);
	const attributes = Object.fromEntries(
		resource.attributes
			.filter(isPlain)
			.map((attribute) => [
				attribute.name,
				storedValue(attribute, sampleOf(home, resource, attribute, variant).wire) as Json,
			]),
	);
	if (resource.scoped) attributes.organization_id = Number(home.organizationId);
	Object.assign(attributes, parentIn(home, resource), apart(home, resource, attributes.name));
	// A list that is only read has no attributes of its own, but its entries have names.
	if (resource.attributes.length === 0) attributes.name = `Sample ${resource.label}`;
	return home.sandbox.store.insert(collectionOf(resource), { ...attributes, ...more });
}

/** What no two records under one parent share. */
function apart(home: Home, resource: Resource, name: unknown): Attributes {
	if (!resource.parent) return {};
	const count = recordsAt(home, resource).length;
	const has = (attribute: string): boolean =>
		resource.attributes.some((candidate) => candidate.name === attribute);
	return {
		name: `${String(name)} (no. ${count} beside)`,
		...(has('order') && { order: 1000 + count }),
	};
}

function insertTyped(
	home: Home,
	resource: Resource,
	{ traits = {}, ...more }: Attributes,
	named: Attributes = {},
): StoredRecord {
	const typed = must(typedOf(home, resource), `type for ${resource.name}`);
	const record = typed.asset({ ...named, ...(traits as Attributes) }, home.organizationId);
	Object.assign(record.attributes, more);
	return record;
}

/** Puts a record with the least attributes into the store. */
export function insertNamed(
	home: Home,
	resource: Resource,
	name: string,
	more: Attributes = {},
): StoredRecord {
	if (resource.typedBy) return insertTyped(home, resource, more, { host: name });
	const required = minimal(resource)
		.filter(isPlain)
		.map((attribute) => [attribute.name, sampleOf(home, resource, attribute).wire as Json]);
	return home.sandbox.store.insert(collectionOf(resource), {
		...Object.fromEntries(required),
		...naming(resource, name),
		...(resource.scoped && { organization_id: Number(home.organizationId) }),
		...parentIn(home, resource),
		...apart(home, resource, name),
		...(resource.parent && { name }),
		...more,
	});
}

/** A copy of a record's stored attributes. */
export const copyOf = ({ attributes }: StoredRecord): Attributes => structuredClone(attributes);

/** Everything that the store holds, by collection and id, without moments. */
export function storeOf({ store }: Sandbox): Map<string, string> {
	return new Map(
		COLLECTIONS.flatMap((collection) =>
			store
				.all(collection)
				.map((record): [string, string] => [
					`${collection} ${record.id}`,
					JSON.stringify(record.attributes),
				]),
		),
	);
}

/** Keys of the records that were added, changed or removed between two copies of the store. */
export function changedBetween(before: Map<string, string>, after: Map<string, string>): string[] {
	const keys = new Set([...before.keys(), ...after.keys()]);
	return [...keys].filter((key) => before.get(key) !== after.get(key));
}

/** The attributes of a request's body. */
export function sentAttributes({ body }: JournalEntry): IDataObject {
	const { data } = body as unknown as { data: { attributes?: IDataObject } };
	return data.attributes ?? {};
}

// --- Shape of the output -------------------------------------------------------------------------

/**
 * Checks a simplified record against the contract: `id` as text and `type` first, snake_case, every attribute with the
 * value and JSON type that IT Glue gives (ids as text), no secrets.
 */
export async function expectSimplified(
	sandbox: Sandbox,
	resource: Resource,
	record: IDataObject,
): Promise<void> {
	const { id, type, attributes } = await rawRecord(sandbox, resource, String(record.id));
	expect(Object.keys(record).slice(0, 2)).toEqual(['id', 'type']);
	expect(record).toMatchObject({ id, type });
	expect(type).toBe(resource.type);
	expect(Object.keys(record).filter((key) => !/^[a-z][a-z0-9_]*$/.test(key))).toEqual([]);
	const omitted = resource.hooks?.omit?.(() => undefined) ?? [];
	const shown = Object.entries(attributes).filter(
		([name]) =>
			!SECRET_ATTRIBUTES.includes(name) && !omitted.includes(snake(name)) && name !== 'id',
	);
	const own = Object.fromEntries(
		shown.map(([name, value]) => [snake(name), asShown(snake(name), value)]),
	);
	const derived = Object.keys(resource.hooks?.derive?.(own as IDataObject) ?? {});
	const got = Object.fromEntries(
		Object.entries(record).filter(([key]) => key in own && !derived.includes(key)),
	);
	for (const key of derived) delete own[key];
	expect(got).toEqual(own);
	const unknown = Object.keys(record).filter(
		(key) =>
			!(key in own) &&
			!derived.includes(key) &&
			key !== 'id' &&
			key !== 'type' &&
			// Records of their own, included with the record.
			!resource.attributes.some(({ name, entries }) => entries && name === key),
	);
	expect(unknown).toEqual([]);
}

/** A value as the simplified record is to show it: ids as text, keys of list entries in snake_case. */
export function asShown(key: string, value: unknown): unknown {
	if (/(?:^|_)ids?$/.test(key) && typeof value === 'number') return String(value);
	if (Array.isArray(value)) return value.map((entry) => asShown(key, entry));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, inner]) => [snake(name), asShown(snake(name), inner)]),
	);
}

export { anyToSnake, camel, kebab, snake };
