/** Records as the API answers them: kebab-case, string ids, integer `*-id`, timestamps with milliseconds. */
import type {
	Attributes,
	AttributeSpec,
	Context,
	IncludedItem,
	Json,
	Kind,
	Resource,
	StoredRecord,
	View,
} from '../types';
import { badRequest } from './errors';
import { exact, exactId } from './exact';
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
		answer[kebab(key)] = presented(key, spec, record.attributes[key] ?? null, context);
	}
	for (const [key, value] of Object.entries(resource.computed))
		answer[kebab(key)] = value(record, context) ?? null;
	if (resource.timeless !== true) {
		answer['created-at'] = iso(record.createdAt);
		answer['updated-at'] = iso(record.updatedAt);
	}
	resource.present?.(answer, record, view, context);
	if (resource.idInAttributes === true) {
		answer.id = context.assumptions.referencesAreNumbers ? exactId(record.id) : record.id;
		if (context.assumptions.interfaceIdInAttributesOnly)
			return { type: resource.type, attributes: answer };
	}
	const known = { id: record.id, type: resource.type, attributes: answer };
	const own = resource.ownRelationships?.(record);
	if (own !== undefined) return { ...known, relationships: own };
	return resource.emptyRelationships === true ? { ...known, relationships: {} } : known;
}

const TEXTS: ReadonlySet<Kind> = new Set(['string', 'ip', 'mac']);

/** A stored value in the form in which this IT Glue answers it. */
function presented(key: string, spec: AttributeSpec, value: Json, context: Context): Json {
	const { blankTextsAreEmpty, referencesAreNumbers } = context.assumptions;
	if (value === null && blankTextsAreEmpty && TEXTS.has(spec.kind) && spec.update) return '';
	if (!NUMBERS.has(spec.kind)) return value;
	const isId = spec.kind === 'reference' || key.endsWith('_id');
	return isId && value !== null && !referencesAreNumbers ? String(value) : exact(value);
}

function virtualObject(
	item: Extract<IncludedItem, { virtualType: string }>,
): Record<string, Json | undefined> {
	const attributes = Object.fromEntries(
		Object.entries(item.attributes).map(([key, value]) => [kebab(key), value]),
	);
	const { relationships } = item;
	return {
		id: item.id,
		type: item.virtualType,
		attributes,
		...(relationships && { relationships }),
	};
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
		if (spec === undefined || (view.kind === 'write' && spec.onWrite === false)) return false;
		return spec.onIndex || view.kind !== 'index';
	});
	if (known.length < asked.length && !context.assumptions.unknownIncludeIgnored)
		throw badRequest('include is not supported');
	return known;
}

/** Some clients met included records whose id is a number, while the linkage to them is text. */
function includedForm(body: Record<string, Json | undefined>, context: Context) {
	return typeof body.id === 'string' && !context.assumptions.includedIdsAreText
		? { ...body, id: exactId(body.id) }
		: body;
}

function includedOf(
	resource: Resource,
	record: StoredRecord,
	names: string[],
	implicit: Record<string, StoredRecord[]>,
	context: Context,
): Included {
	const relationships: Record<string, Json> = { ...resource.ownRelationships?.(record) };
	const items = new Map<string, Json>();
	const quiet: View = { kind: 'index', showPassword: false };
	const asked = names.map((name): [string, IncludedItem[]] => [
		name,
		resource.includes[name]?.resolve?.(record, context) ?? [],
	]);
	for (const [name, found] of [...asked, ...Object.entries(implicit)]) {
		const linkage = found.map((item) => {
			const owner = 'virtualType' in item ? undefined : context.resources[item.type];
			const type = 'virtualType' in item ? item.virtualType : (owner?.type ?? item.type);
			const body =
				'virtualType' in item
					? virtualObject(item)
					: owner === undefined
						? undefined
						: resourceObject(owner, item, quiet, context);
			if (body !== undefined) items.set(`${type}/${item.id}`, includedForm(body, context) as Json);
			return { id: item.id, type };
		});
		const isNull = linkage.length === 0 && context.assumptions.emptyLinkageIsNull;
		relationships[kebab(name)] = { data: isNull ? null : linkage };
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
	if (context.assumptions.includedRecordsMissing) return { data: data as Json };
	return { data: data as Json, included: [...all.values()] };
}
