/** Records as the API answers them: kebab-case, string ids, integer `*-id`, timestamps with milliseconds. */
import type {
	Attributes,
	Context,
	IncludedItem,
	Json,
	Kind,
	Resource,
	StoredRecord,
	View,
} from '../types';
import { badRequest } from './errors';
import { exact } from './exact';
import { kebab, snake } from './names';

const NUMBERS: ReadonlySet<Kind> = new Set(['reference', 'integer', 'number', 'ids']);

const iso = (time: number): string => new Date(time).toISOString();

/** One record without relationships. */
export function resourceObject(
	resource: Resource,
	record: StoredRecord,
	view: View,
	context: Context,
): Record<string, Json | undefined> {
	const answer: Attributes = {};
	for (const [key, spec] of Object.entries(resource.attributes)) {
		if (spec.hidden || (spec.seedOnly && context.profile !== 'seed')) continue;
		const value = record.attributes[key] ?? null;
		answer[kebab(key)] = NUMBERS.has(spec.kind) ? exact(value) : value;
	}
	for (const [key, value] of Object.entries(resource.computed))
		answer[kebab(key)] = value(record, context) ?? null;
	answer['created-at'] = iso(record.createdAt);
	answer['updated-at'] = iso(record.updatedAt);
	resource.present?.(answer, record, view, context);
	return { id: record.id, type: resource.type, attributes: answer };
}

function virtualObject(item: Extract<IncludedItem, { virtualType: string }>): Json {
	const attributes = Object.fromEntries(
		Object.entries(item.attributes).map(([key, value]) => [kebab(key), value]),
	);
	return { id: item.id, type: item.virtualType, attributes };
}

interface Included {
	relationships: Record<string, Json>;
	items: Map<string, Json>;
}

/** The includes a query asks for that this resource has; unknown ones are ignored. */
function askedIncludes(
	resource: Resource,
	include: string | undefined,
	view: View,
	context: Context,
): string[] {
	const asked = (include ?? '')
		.split(',')
		.map((name) => snake(name.trim()))
		.filter((name) => name !== '');
	const known = asked.filter((name) => {
		const spec = resource.includes[name];
		return spec !== undefined && (spec.onIndex || view.kind !== 'index');
	});
	if (known.length < asked.length && !context.assumptions.unknownIncludeIgnored)
		throw badRequest('include is not supported');
	return known;
}

function includedOf(
	resource: Resource,
	record: StoredRecord,
	names: string[],
	implicit: Record<string, StoredRecord[]>,
	context: Context,
): Included {
	const relationships: Record<string, Json> = {};
	const items = new Map<string, Json>();
	const quiet: View = { kind: 'index', showPassword: false };
	const asked = names.map((name): [string, IncludedItem[]] => [
		name,
		resource.includes[name]?.resolve?.(record, context) ?? [],
	]);
	for (const [name, found] of [...asked, ...Object.entries(implicit)]) {
		relationships[kebab(name)] = {
			data: found.map((item) => {
				const owner = 'virtualType' in item ? undefined : context.resources[item.type];
				const type = 'virtualType' in item ? item.virtualType : (owner?.type ?? item.type);
				const body =
					'virtualType' in item
						? virtualObject(item)
						: owner === undefined
							? undefined
							: resourceObject(owner, item, quiet, context);
				if (body !== undefined) items.set(`${type}/${item.id}`, body as Json);
				return { id: item.id, type };
			}),
		};
	}
	return { relationships, items };
}

/** Body of an answer with one record. */
export function single(
	resource: Resource,
	record: StoredRecord,
	view: View,
	include: string | undefined,
	context: Context,
): Record<string, Json | undefined> {
	const names = askedIncludes(resource, include, view, context);
	const data = resourceObject(resource, record, view, context);
	const implicit =
		view.kind !== 'show' || context.assumptions.documentSectionsAsAttribute
			? {}
			: (resource.implicit?.(record, context) ?? {});
	if (names.length + Object.keys(implicit).length === 0) return { data: data as Json };
	const { relationships, items } = includedOf(resource, record, names, implicit, context);
	const included = [...items.values()];
	if (context.assumptions.includedInsideData)
		return { data: { ...data, relationships, included } as Json };
	return { data: { ...data, relationships } as Json, included };
}

/** Body of an answer with several records, without meta and links. */
export function many(
	resource: Resource,
	records: StoredRecord[],
	view: View,
	include: string | undefined,
	context: Context,
): Record<string, Json | undefined> {
	const names = askedIncludes(resource, include, view, context);
	if (names.length === 0)
		return {
			data: records.map((record) => resourceObject(resource, record, view, context)) as Json,
		};
	const all = new Map<string, Json>();
	const data = records.map((record) => {
		const { relationships, items } = includedOf(resource, record, names, {}, context);
		for (const [key, item] of items) all.set(key, item);
		const plain = resourceObject(resource, record, view, context);
		return context.assumptions.relationshipsOnShowOnly ? plain : { ...plain, relationships };
	});
	return { data: data as Json, included: [...all.values()] };
}
