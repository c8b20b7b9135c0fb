/** Creates and changes records: what of a body counts, what is refused, what is stored. */
import type {
	Attributes,
	AttributeSpec,
	Context,
	Json,
	Resource,
	StoredRecord,
	WriteContext,
} from '../types';
import {
	blank,
	invalid,
	lockedAttributes,
	missingParameter,
	mustExist,
	organizationRequired,
	ownedByPsa,
	recordNotFound,
	unprocessable,
} from './errors';
import { numericId } from './exact';
import { isObject, kebab } from './names';

/** One item of `data`, keys of its attributes in snake_case. */
export interface Item {
	id?: string;
	attributes: Attributes;
	relationships?: Json;
}

/** Attribute fixed by the path of a nested route. */
export interface Scope {
	key: string;
	id: string;
}

type Action = WriteContext['action'];

const WRITES: Record<Action, keyof Pick<AttributeSpec, 'create' | 'update' | 'bulk'>> = {
	create: 'create',
	update: 'update',
	bulkUpdate: 'bulk',
};

function coerce(spec: AttributeSpec, value: Json): Json | undefined {
	if (value === null) return null;
	switch (spec.kind) {
		case 'reference':
		case 'integer':
		case 'number':
			if (value === '') return null;
			if (typeof value === 'string') return numericId(value);
			return typeof value === 'number' ? value : undefined;
		case 'boolean':
			return value === true || value === 1 || value === 'true' || value === '1';
		case 'date':
		case 'datetime':
			return value === '' ? null : String(value);
		case 'emails':
		case 'phones':
		case 'ids':
		case 'object':
			return value;
		default:
			return typeof value === 'object' ? undefined : String(value);
	}
}

function association(key: string): string {
	return kebab(key.replace(/_id$/, ''));
}

function missing(context: Context, key: string, spec: AttributeSpec): Error {
	if (key === 'organization_id') return organizationRequired(context);
	return spec.kind === 'reference' ? mustExist(context, association(key)) : blank(context, key);
}

function checkValue(context: Context, key: string, spec: AttributeSpec, value: Json): void {
	if (value === null && !spec.nullable) {
		throw spec.required || spec.kind === 'reference'
			? missing(context, key, spec)
			: invalid(context, key, `${key.replace(/_/g, ' ')} can't be null`);
	}
	if (value === null) return;
	if (spec.required && typeof value === 'string' && value.trim() === '')
		throw missing(context, key, spec);
	if (
		spec.references !== undefined &&
		context.store.find(spec.references, String(value)) === undefined
	)
		throw missing(context, key, { ...spec, kind: 'reference' });
	if ((spec.kind === 'date' || spec.kind === 'datetime') && Number.isNaN(Date.parse(String(value))))
		throw invalid(context, key, 'is not a valid date');
}

/** The attributes of a body that this action may write, checked one by one. */
export function readChanges(
	resource: Resource,
	action: Action,
	sent: Attributes,
	context: Context,
): Attributes {
	const changes: Attributes = {};
	for (const [key, spec] of Object.entries(resource.attributes)) {
		const given = sent[key];
		if (
			given === undefined ||
			!spec[WRITES[action]] ||
			(spec.seedOnly && context.profile !== 'seed')
		)
			continue;
		const value = coerce(spec, given);
		if (value === undefined) continue;
		checkValue(context, key, spec, value);
		changes[key] = value;
	}
	return changes;
}

/** Throws for the first required attribute that is missing. */
export function checkRequired(resource: Resource, changes: Attributes, context: Context): void {
	for (const [key, spec] of Object.entries(resource.attributes)) {
		if (!spec.required || (spec.strictOnlyRequired && context.profile === 'seed')) continue;
		if (changes[key] === undefined) throw missing(context, key, spec);
	}
}

function checkSynced(
	resource: Resource,
	record: StoredRecord,
	changes: Attributes,
	context: Context,
): void {
	const { writableWhenSynced: writable, lockedWhenSynced: locked } = resource;
	if (record.psa === undefined || record.psa.orphaned || writable === 'all') return;
	const given = Object.keys(changes);
	if (!context.assumptions.syncedRecordRefusedAsAWhole) {
		const refused = given.filter((key) =>
			locked ? locked.includes(key) : !writable.includes(key),
		);
		if (refused.length > 0) throw lockedAttributes(refused);
		return;
	}
	const refused = given.filter((key) => !writable.includes(key));
	if (refused.length > 0 || writable.length === 0) throw ownedByPsa(resource.label, refused);
}

/** A create that has passed validation. */
export function prepareCreate(
	resource: Resource,
	item: Item,
	scope: Scope | undefined,
	context: Context,
): WriteContext {
	const sent =
		scope === undefined
			? item.attributes
			: { ...item.attributes, [scope.key]: numericId(scope.id) };
	const changes = readChanges(resource, 'create', sent, context);
	if (scope !== undefined) changes[scope.key] = numericId(scope.id);
	checkRequired(resource, changes, context);
	const write: WriteContext = {
		context,
		action: 'create',
		changes,
		sent,
		relationships: item.relationships,
	};
	resource.validate?.(write);
	return write;
}

/** A change that has passed validation. */
export function prepareUpdate(
	resource: Resource,
	record: StoredRecord,
	item: Item,
	action: 'update' | 'bulkUpdate',
	context: Context,
): WriteContext {
	if (item.relationships !== undefined && resource.relationshipsOnCreate !== undefined)
		throw unprocessable('Relationships cannot be changed with this request');
	if (item.id !== undefined && item.id !== record.id && !context.assumptions.wrongIdInBodyIgnored)
		throw invalid(context, 'id', 'Id does not match the path');
	const changes = readChanges(resource, action, item.attributes, context);
	checkSynced(resource, record, changes, context);
	for (const [key, spec] of Object.entries(resource.attributes))
		if (spec.requiredOnUpdate && changes[key] === undefined) throw missing(context, key, spec);
	const write: WriteContext = {
		context,
		action,
		record,
		changes,
		sent: item.attributes,
		relationships: item.relationships,
	};
	resource.validate?.(write);
	return write;
}

/** Stores what `prepareCreate` or `prepareUpdate` let through. */
export function apply(resource: Resource, write: WriteContext): StoredRecord {
	const { context, changes } = write;
	const record = write.record ?? context.store.insert(resource.name, defaults(resource, changes));
	if (write.record !== undefined) context.store.update(record, changes);
	seedLink(record, write);
	resource.afterWrite?.(record, write);
	return record;
}

/** The attributes of a new record: what nobody set is false, as far as it can be. */
export function defaults(resource: Resource, changes: Attributes): Attributes {
	const known: Attributes = {};
	for (const [key, spec] of Object.entries(resource.attributes)) {
		if (changes[key] === undefined && spec.kind === 'boolean' && key !== 'important')
			known[key] = false;
	}
	return { ...known, ...changes };
}

/** The seeds link records to the PSA by writing psa-id; the real service has no such attribute. */
function seedLink(record: StoredRecord, { context, sent }: WriteContext): void {
	const id = sent.psa_id;
	if (context.profile !== 'seed' || id === undefined || id === null || id === '') return;
	record.psa = {
		type: typeof sent.psa_integration_type === 'string' ? sent.psa_integration_type : 'manage',
		remoteId: String(id),
	};
}

/** The record an item of a bulk request means. Throws when it names none, or one out of reach. */
export function bulkTarget(
	resource: Resource,
	item: Item,
	scope: Scope | undefined,
	context: Context,
): StoredRecord {
	const inside = item.attributes.id;
	const id = context.assumptions.idInBulkAtResourceLevelOnly ? item.id : (inside ?? item.id);
	if (id === undefined || id === null || id === '') throw missingParameter('id');
	return reach(resource, String(id), scope, context);
}

/** A record by id, within the parent of the path. Throws the JSON 404. */
export function reach(
	resource: Resource,
	id: string,
	scope: Scope | undefined,
	context: Context,
): StoredRecord {
	const record = context.store.find(resource.name, id);
	if (record === undefined) throw recordNotFound();
	if (scope !== undefined && String(record.attributes[scope.key]) !== scope.id)
		throw recordNotFound();
	return record;
}

/** True for a bulk body. */
export function isList(data: Json | undefined): data is Json[] {
	return Array.isArray(data);
}

/** An item of a validated body. */
export function toItem(data: Json | undefined): Item {
	if (!isObject<Json>(data)) return { attributes: {} };
	return {
		id: data.id === undefined || data.id === null ? undefined : String(data.id as string | number),
		attributes: isObject<Json>(data.attributes) ? data.attributes : {},
		relationships: data.relationships,
	};
}
