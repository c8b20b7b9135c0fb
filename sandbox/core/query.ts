/** Filters, sorting and paging of an index. Unknown keys are ignored, as the real service does (reference, 1.5). */
import type { Context, FilterSpec, Json, Resource, StoredRecord } from '../types';
import { badRequest, invalid, rangeTooLong, unprocessable } from './errors';
import { numericId } from './exact';
import { snake } from './names';

type Query = Record<string, string>;

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
const MAX_PAGE_SIZE = 1000;

/** Same query with the keys inside brackets in snake_case. */
export function normalise(query: Query): Query {
	return Object.fromEntries(
		Object.entries(query).map(([key, value]) => [
			key.replace(/\[([^\]]*)\]/g, (_all, inner: string) => `[${snake(inner)}]`),
			value,
		]),
	);
}

/** Splits at commas; `\,` is a comma inside a value. */
function values(text: string, context: Context): string[] {
	if (context.assumptions.commaListsMatchLiterally) return [text.replace(/\\,/g, ',')];
	return text.split(/(?<!\\),/).map((part) => part.replace(/\\,/g, ',').trim());
}

/** Value of an attribute, a computed companion, or one of the members every record has. */
export function valueOf(
	resource: Resource,
	record: StoredRecord,
	key: string,
	context: Context,
): Json | undefined {
	if (key === 'id') return numericId(record.id);
	if (key === 'created_at') return record.createdAt;
	if (key === 'updated_at') return record.updatedAt;
	const computed = resource.computed[key];
	return computed === undefined ? record.attributes[key] : computed(record, context);
}

type Test = (record: StoredRecord) => boolean;

/** The records of an index that the query asks for, in its order. */
export function select(
	resource: Resource,
	records: StoredRecord[],
	query: Query,
	context: Context,
): StoredRecord[] {
	const narrowed = resource.narrow?.(records, query, context) ?? records;
	const tests = Object.entries(query).flatMap(
		([key, text]) => testFor(resource, key, text, query, context) ?? [],
	);
	if (!context.assumptions.indexShowsArchived && query['filter[archived]'] === undefined)
		tests.push((record) => record.attributes.archived !== true);
	const chosen =
		tests.length === 0
			? narrowed
			: narrowed.filter((record) => tests.every((test) => test(record)));
	return sorted(resource, chosen, query.sort, context);
}

function testFor(
	resource: Resource,
	key: string,
	text: string,
	query: Query,
	context: Context,
): Test | undefined {
	const match = /^filter(?:\[(exclude|range)\])?\[([a-z0-9_]+)\]$/.exec(key);
	if (match === null) return undefined;
	const [, mode, name = ''] = match;
	const spec = resource.filters[name];
	if (text === '')
		return spec !== undefined && !context.assumptions.blankFilterIgnored ? () => false : undefined;
	if (mode === 'range')
		return resource.name === 'organizations' && name === 'my_glue_account_id'
			? numberRange(resource, name, text, context)
			: undefined;
	if (mode === 'exclude') return excludeTest(resource, name, text, context);
	if (spec === undefined) return undefined;
	return filterTest(resource, name, spec, text, query, context);
}

const EXCLUDABLE = ['id', 'name', 'organization_type_id', 'organization_status_id'];

function excludeTest(
	resource: Resource,
	name: string,
	text: string,
	context: Context,
): Test | undefined {
	const spec = resource.filters[name];
	if (resource.name !== 'organizations' || !EXCLUDABLE.includes(name) || spec === undefined)
		return undefined;
	const included = filterTest(resource, name, spec, text, {}, context);
	return included === undefined ? undefined : (record) => !included(record);
}

function filterTest(
	resource: Resource,
	name: string,
	spec: FilterSpec,
	text: string,
	query: Query,
	context: Context,
): Test | undefined {
	const read = (record: StoredRecord) =>
		spec.value === undefined
			? valueOf(resource, record, name, context)
			: spec.value(record, context);
	switch (spec.kind) {
		case 'number': {
			const wanted = new Set(values(text, context));
			return (record) => wanted.has(String(read(record)));
		}
		case 'boolean':
			return booleanTest(text, read);
		case 'dateRange':
			return dateRange(name, text, read, context);
		case 'numberRange':
			return numberRange(resource, name, text, context);
		case 'psa':
			return psaTest(name, text, query, read, context);
		case 'integration':
		case 'string':
			return textTest(name, spec, text, read, context);
	}
}

type Read = (record: StoredRecord) => Json | undefined;

function booleanTest(text: string, read: Read): Test | undefined {
	const wanted = /^(true|1)$/i.test(text) ? true : /^(false|0)$/i.test(text) ? false : undefined;
	// A record whose value is null matches neither (seen live with `important`).
	return wanted === undefined ? undefined : (record) => read(record) === wanted;
}

function textTest(
	name: string,
	spec: FilterSpec,
	text: string,
	read: Read,
	context: Context,
): Test {
	const fold = (value: string) =>
		context.assumptions.filterNameCaseSensitive ? value : value.toLowerCase();
	const wanted = values(text, context).map(fold);
	const contains =
		name === 'name' && spec.exactOnly !== true && !context.assumptions.filterNameExact;
	return (record) => {
		const value = read(record);
		if (value === null || value === undefined) return false;
		const own = fold(String(value));
		return wanted.some((one) => (contains ? own.includes(one) : own === one));
	};
}

function psaTest(
	name: string,
	text: string,
	query: Query,
	read: Read,
	context: Context,
): Test | undefined {
	const pair = name.replace('_id', '_integration_type');
	if (query[`filter[${pair}]`] === undefined && context.profile !== 'seed') {
		if (context.assumptions.psaIdWithoutTypeIgnored) return undefined;
		throw unprocessable(`filter[${name}] must be accompanied by filter[${pair}]`);
	}
	const wanted = new Set(values(text, context));
	return (record) => {
		const value = read(record);
		return value !== undefined && wanted.has(String(value));
	};
}

function bounds(text: string): [string, string] {
	const [from = '*', to = '*'] = text.split(',').map((part) => part.trim());
	return [from, to];
}

function dateRange(name: string, text: string, read: Read, context: Context): Test {
	const [from, to] = bounds(text);
	const start = from === '*' ? -Infinity : Date.parse(from);
	// A plain date as end counts as the whole day.
	const end =
		to === '*' ? Infinity : Date.parse(to) + (/^\d{4}-\d\d-\d\d$/.test(to) ? WEEK_MS / 7 - 1 : 0);
	if (Number.isNaN(start) || Number.isNaN(end))
		throw invalid(context, name, `${name} is not a valid date range`);
	const width = (end === Infinity ? Date.now() : end) - start;
	if (context.assumptions.dateRangeAboveAWeekRefused && width > WEEK_MS + 1000)
		throw rangeTooLong(context, name);
	return (record) => {
		const value = Number(read(record));
		return value >= start && value <= end;
	};
}

function numberRange(resource: Resource, name: string, text: string, context: Context): Test {
	const [from, to] = bounds(text);
	const start = from === '*' ? -Infinity : Number(from);
	const end = to === '*' ? Infinity : Number(to);
	return (record) => {
		const value = valueOf(resource, record, name, context);
		return typeof value === 'number' && value >= start && value <= end;
	};
}

/** The sort keys are documented with underscores; some clients spell them with hyphens. */
function sortKey(key: string, context: Context): string {
	return context.assumptions.sortKeysWithHyphens ? snake(key) : key;
}

function sorted(
	resource: Resource,
	records: StoredRecord[],
	sort: string | undefined,
	context: Context,
): StoredRecord[] {
	const asked = (sort ?? '')
		.split(',')
		.map((part) => part.trim())
		.filter((part) => part !== '')
		.map((part) => ({ key: sortKey(part.replace(/^-/, ''), context), down: part.startsWith('-') }));
	const keys = asked.filter(({ key }) => resource.sorts.includes(key));
	if (keys.length < asked.length && !context.assumptions.unknownSortIgnored)
		throw badRequest('sort is not supported');
	if (keys.length === 0) return records;
	const rows = records.map((record) => ({
		record,
		values: keys.map(({ key }) =>
			key === 'id' ? BigInt(record.id) : valueOf(resource, record, key, context),
		),
	}));
	rows.sort((a, b) => {
		for (const [at, { down }] of keys.entries()) {
			const order = compare(a.values[at], b.values[at]);
			if (order !== 0) return down ? -order : order;
		}
		return 0;
	});
	return rows.map(({ record }) => record);
}

type Sortable = Json | bigint | undefined;

function compare(a: Sortable, b: Sortable): number {
	const emptyA = a === null || a === undefined;
	const emptyB = b === null || b === undefined;
	if (emptyA || emptyB) return Number(emptyA) - Number(emptyB);
	if (typeof a === 'string' && typeof b === 'string') {
		const [x, y] = [a.toLowerCase(), b.toLowerCase()];
		return x < y ? -1 : x > y ? 1 : 0;
	}
	if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : Number(a > b);
	return Number(a) - Number(b);
}

export interface Page {
	number: number;
	size: number;
	total: number;
	pages: number;
}

/** The page a query asks for. Throws 400 above the maximum if the sandbox is set so. */
export function pageOf(query: Query, total: number, context: Context): Page {
	const asked = Math.floor(Number(query['page[size]'] ?? 50));
	if (asked > MAX_PAGE_SIZE && !context.assumptions.pageSizeAboveMaxClamped)
		throw badRequest(`page size must not be above ${MAX_PAGE_SIZE}`);
	const size = Number.isFinite(asked) && asked >= 1 ? Math.min(asked, MAX_PAGE_SIZE) : 50;
	const number = Math.floor(Number(query['page[number]'] ?? 1));
	return {
		number: Number.isFinite(number) && number >= 1 ? number : 1,
		size,
		total,
		pages: Math.max(1, Math.ceil(total / size)),
	};
}

/** `meta` of a list. */
export function metaOf(page: Page, context: Context): Json {
	const last = context.assumptions.lastPageNamesNext ? page.number : null;
	return {
		'current-page': page.number,
		'next-page': page.number < page.pages ? page.number + 1 : last,
		'prev-page': page.number > 1 ? page.number - 1 : null,
		'total-pages': page.pages,
		'total-count': page.total,
		filters: {},
	};
}

/** `links` of a list: empty when it has one page. */
export function linksOf(page: Page, url: URL, context: Context): Json {
	if (context.assumptions.linksAreBlankTexts) return { self: '', next: '', last: '' };
	if (page.pages <= 1 && !context.assumptions.linksAlwaysFull) return {};
	const to = (number: number): string => {
		const target = new URL(url);
		target.searchParams.set('page[number]', String(number));
		target.searchParams.set('page[size]', String(page.size));
		return target.toString();
	};
	return {
		self: to(page.number),
		first: to(1),
		prev: page.number > 1 ? to(page.number - 1) : null,
		next: page.number < page.pages ? to(page.number + 1) : null,
		last: to(page.pages),
	};
}
