import type { Filter, Resource } from '../resources/types';
import { escapeFilterValue, type JsonApiRecord } from '../transport';
import type { Item } from './item';
import { lookUp, readLocator } from './locate';
import type { Parents } from './lookups';

type Keep = (record: JsonApiRecord) => boolean;

const isSet = (value: unknown): boolean =>
	value !== undefined && value !== null && value !== '' && readLocator(value).value !== '';

/** The related records to bring along, spelled as IT Glue does. */
export function readIncludes(item: Item): string[] {
	const raw = item.collection('options').include;
	const names = (Array.isArray(raw) ? raw : typeof raw === 'string' ? raw.split(',') : [])
		.map((name) => String(name).trim())
		.filter((name) => name !== '');
	const odd = names.find((name) => !/^[a-z_]+$/.test(name));
	if (odd !== undefined) {
		item.refuse(
			`"${odd.slice(0, 60)}" is nothing that IT Glue can include`,
			'Choose from the list, or use names of lower-case letters and underscores.',
		);
	}
	return names;
}

/** The sort parameter, or undefined to leave the order to IT Glue. */
export function readSort(item: Item): string | undefined {
	const sort = item.collection('options').sort as { rule?: unknown } | undefined;
	const rules = Array.isArray(sort?.rule) ? (sort.rule as Array<Record<string, unknown>>) : [];
	const keys = rules.flatMap(({ key, direction }) => {
		const known = item.job.resource.sorts.find((candidate) => candidate.key === key);
		if (!known) {
			return item.refuse(
				`"${String(key).slice(0, 60)}" is nothing that ${item.job.resource.plural.toLowerCase()} can be sorted by`,
				`Use one of: ${item.job.resource.sorts.map((candidate) => candidate.key).join(', ')}.`,
			);
		}
		const prefix = direction === 'desc' ? '-' : '';
		return (known.sends ?? [known.key]).map((name) => `${prefix}${name}`);
	});
	return keys.length > 0 ? keys.join(',') : undefined;
}

/** The filters that an item sets: what is sent to IT Glue, and what is applied to its answer. */
export async function readFilters(
	item: Item,
	parents: Parents,
): Promise<{ query: Record<string, string>; keep?: Keep }> {
	const given = item.collection('filters');
	const query: Record<string, string> = {};
	const keeps: Keep[] = [];
	const ranges = new Map<string, { from: string; to: string }>();
	for (const filter of item.job.resource.filters) {
		const raw = given[filter.param];
		if (!isSet(raw)) continue;
		refuseHalf(item, filter, given);
		if (filter.kind === 'dateFrom' || filter.kind === 'dateTo') {
			const range = ranges.get(filter.key) ?? { from: '*', to: '*' };
			range[filter.kind === 'dateFrom' ? 'from' : 'to'] = moment(item, filter, raw);
			ranges.set(filter.key, range);
			continue;
		}
		const value = await convert(item, filter, raw, parents);
		const { keep } = filter;
		if (keep) keeps.push((record) => keep(record, value));
		if (!keep || filter.sendWhen?.(value)) query[filterKey(filter.key)] = wire(filter, value);
	}
	// Both ends go into one value, an open one as * (reference 1.5).
	for (const [key, { from, to }] of ranges) query[filterKey(key)] = `${from}, ${to}`;
	const keep: Keep = (record) => keeps.every((test) => test(record));
	return { query, ...(keeps.length > 0 && { keep }) };
}

/** `name` → `filter[name]`, `exclude[name]` → `filter[exclude][name]` (reference 1.5). */
const filterKey = (key: string): string => `filter${key.replace(/^[^[]+/, '[$&]')}`;

function refuseHalf(item: Item, filter: Filter, given: Record<string, unknown>): void {
	if (!filter.needs || isSet(given[filter.needs])) return;
	const other = item.job.resource.filters.find(({ param }) => param === filter.needs);
	item.refuse(
		`The filter "${filter.label}" needs "${other?.label ?? filter.needs}" as well`,
		'An ID of another system means nothing to IT Glue without the name of that system.',
	);
}

async function convert(
	item: Item,
	filter: Filter,
	raw: unknown,
	parents: Parents,
): Promise<string | boolean> {
	if (filter.kind === 'boolean') return raw === true || raw === 'true' || raw === 1 || raw === '1';
	if (filter.kind === 'lookup' && filter.lookup) {
		const { value } = readLocator(raw);
		return await lookUp(item, filter.lookup, filter.label, value, parents);
	}
	if (Array.isArray(raw)) return raw.map(String).join(',');
	if (typeof raw !== 'object') return String(raw).trim();
	return item.refuse(
		`The filter "${filter.label}" must be text`,
		'The expression gave an object. Pick the one value that is meant.',
	);
}

/** A value as the filter takes it. Commas separate ids and ranges, elsewhere they are meant literally. */
function wire(filter: Filter, value: string | boolean): string {
	if (typeof value === 'boolean') return String(value);
	if (filter.kind === 'ids' || filter.kind === 'numberRange') {
		return value
			.split(',')
			.map((part) => part.trim())
			.join(filter.kind === 'ids' ? ',' : ', ');
	}
	return escapeFilterValue(value);
}

function moment(item: Item, filter: Filter, raw: unknown): string {
	const date = new Date(raw instanceof Date ? raw : String(raw));
	if (!Number.isNaN(date.getTime())) return date.toISOString();
	return item.refuse(
		`The filter "${filter.label}" must be a date`,
		`It is "${String(raw).slice(0, 60)}". Use ISO 8601, such as 2026-01-31.`,
	);
}

export function pageSizeOf({ pageSize }: Resource, includes: string[]): number {
	return includes.length > 0 ? pageSize.withIncludes : pageSize.plain;
}
