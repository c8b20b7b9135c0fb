import type { Filter } from '../../resources/schema/attribute';
import type { Resource } from '../../resources/schema/resource';
import { oneSpaced, storedForms, trimmed } from '../../text/same';
import { escapeFilterValue, type JsonApiRecord } from '../../transport';
import { readMoment } from '../../text/dates';
import { findChoice } from './options';
import type { Session } from '../../records/session';
import { steadySort } from '../../records/routes';
import { lookUp, readLocator } from './locator';
import type { Parents } from '../../records/lookups';
import { plainText, shown } from '../../text/plain';
import { readSwitch } from '../../text/switches';
import { readForeignIds, readIdList } from '../../text/idList';
import { filterValueOf } from '../../text/systemNames';

type Keep = (record: JsonApiRecord) => boolean;

/** Whether a filter has a value. For a list, or several IDs in one text, whether any entry has one. */
const isSet = (value: unknown): boolean =>
	Array.isArray(value) ? value.some(isSet) : !/^[\s,;]*$/.test(readLocator(value).value);

/** The related records to include, in IT Glue's spelling. */
export function readIncludes(item: Session): string[] {
	const raw = item.collection('options').include;
	const names = (Array.isArray(raw) ? raw : typeof raw === 'string' ? raw.split(',') : [])
		.map((name) => (plainText(name) ?? shown(name)).trim())
		.filter((name) => name !== '');
	const odd = names.find((name) => !/^[a-z_]+$/.test(name));
	if (odd !== undefined) {
		item.refuse(
			`IT Glue cannot include "${odd.slice(0, 60)}"`,
			'Choose from the list, or use names of lower-case letters and underscores.',
		);
	}
	if (item.tool) refuseIncludesForTools(item, names);
	return names;
}

/** AI agents can use only documented includes without secrets. */
function refuseIncludesForTools(item: Session, names: string[]): void {
	const { includes } = item.resource;
	const closed = names.find(
		(name) =>
			includes.find(({ key }) => key === name)?.notForTools !== undefined ||
			!includes.some(({ key }) => key === name),
	);
	if (closed === undefined) return;
	item.refuse(
		`Including "${closed}" is not available to AI agents`,
		'Use the IT Glue node outside of an agent for this.',
	);
}

/** The sort keys: those of the user, or an order that edits do not change while pages are read. */
export function readSort(item: Session): string | undefined {
	const sort = item.collection('options').sort as { rule?: unknown } | undefined;
	const rules: unknown[] = Array.isArray(sort?.rule) ? sort.rule : [];
	const keys = rules.flatMap((rule) => {
		const { key, direction } = (rule ?? {}) as Record<string, unknown>;
		const known = item.resource.sorts.find((candidate) => candidate.key === key);
		if (!known) {
			return item.refuse(
				`IT Glue cannot sort ${item.resource.plural.toLowerCase()} by "${shown(key)}"`,
				`Use one of: ${item.resource.sorts.map((candidate) => candidate.key).join(', ')}.`,
			);
		}
		const prefix = direction === 'desc' ? '-' : '';
		return (known.sends ?? [known.key]).map((name) => `${prefix}${name}`);
	});
	return keys.length > 0 ? keys.join(',') : steadySort(item.resource);
}

/** The filters of an item: those to send to IT Glue, and those to apply to its answer. */
export async function readFilters(
	item: Session,
	parents: Parents,
	within?: string,
): Promise<{ query: Record<string, string>; keep?: Keep }> {
	const given = item.collection('filters');
	const query: Record<string, string> = {};
	const keeps: Keep[] = [];
	const ranges = new Map<string, { from: string; to: string }>();
	for (const filter of item.resource.filters) {
		if (!Object.hasOwn(given, filter.param)) continue;
		const raw = given[filter.param];
		if (!isSet(raw)) refuseEmpty(item, filter);
		refuseHalf(item, filter, given);
		refuseWithoutOrganization(item, filter, within);
		if (filter.byHook) continue;
		const { keep } = filter;
		if (filter.kind === 'dateFrom' || filter.kind === 'dateTo') {
			const time = moment(item, filter, raw);
			if (keep) {
				keeps.push((record) => keep(record, time));
				continue;
			}
			const range = ranges.get(filter.key) ?? { from: '*', to: '*' };
			range[filter.kind === 'dateFrom' ? 'from' : 'to'] = time;
			ranges.set(filter.key, range);
			continue;
		}
		const value = await convert(item, filter, raw, parents);
		const values = Array.isArray(value) ? value : [value];
		if (keep) keeps.push((record) => values.some((one) => keep(record, one)));
		if (!keep || values.every((one) => filter.sendWhen?.(one)))
			query[filterKey(filter.key)] = wire(filter, value);
	}
	// Both ends are in one value, with * for an open end (reference 1.5).
	for (const [key, { from, to }] of ranges) query[filterKey(key)] = `${from}, ${to}`;
	const byHook = item.resource.hooks?.keep?.(given, item);
	if (byHook) keeps.push(byHook);
	const keep: Keep = (record) => keeps.every((test) => test(record));
	return { query, ...(keeps.length > 0 && { keep }) };
}

/** Whether the filter with this key accepts several values, of which a record must match one. */
export const takesList = ({ filters }: Resource): ((key: string) => boolean) => {
	const lists = filters.filter(
		({ key, kind }) => (kind === 'ids' || kind === 'string') && !/^(exclude|range)\[/.test(key),
	);
	const keys = new Set(lists.map(({ key }) => filterKey(key)));
	return (key) => keys.has(key);
};

/** `name` → `filter[name]`, `exclude[name]` → `filter[exclude][name]` (reference 1.5). */
export const filterKey = (key: string): string => `filter${key.replace(/^[^[]+/, '[$&]')}`;

/** Without this filter, the list would contain everything, even the records of other clients. */
function refuseEmpty(item: Session, { label }: Filter): never {
	return item.refuse(
		`The filter "${label}" is empty`,
		'Give it a value, check the expression that gives it, or remove the filter to get everything.',
	);
}

function refuseWithoutOrganization(item: Session, filter: Filter, within?: string): void {
	if (!filter.needsOrganization || within) return;
	item.refuse(
		`The filter "${filter.label}" needs an organization`,
		'Choose the organization as well. The value of the filter belongs to one.',
	);
}

function refuseHalf(item: Session, filter: Filter, given: Record<string, unknown>): void {
	if (!filter.needs || isSet(given[filter.needs])) return;
	const other = item.resource.filters.find(({ param }) => param === filter.needs);
	item.refuse(
		`The filter "${filter.label}" needs "${other?.label ?? filter.needs}" as well`,
		'An ID of another system means nothing to IT Glue without the name of that system.',
	);
}

type FilterValue = string | boolean | string[];

async function convert(
	item: Session,
	filter: Filter,
	raw: unknown,
	parents: Parents,
): Promise<FilterValue> {
	const { kind, label, lookup, choices = [] } = filter;
	if (kind === 'boolean') {
		return readSwitch(raw) ?? refuseValue(item, filter, raw, 'true or false');
	}
	if (kind === 'lookup' && lookup) {
		return await lookUp(item, lookup, label, readLocator(raw), parents);
	}
	if (kind === 'choice') {
		const names = choices.map((choice) => choice.label).join(', ');
		// Another name of a PSA: "ConnectWise", or the name of its adapter in answers.
		const alias = filterValueOf(plainText(raw) ?? '');
		const choice = findChoice(choices, raw) ?? choices.find(({ id }) => id === alias);
		return choice?.id ?? refuseValue(item, filter, raw, `one of: ${names}`);
	}
	if (kind === 'ids') return readIds(item, filter, raw);
	const values = (Array.isArray(raw) ? raw : [raw]).map((value: unknown) =>
		trimmed(plainText(value) ?? refuseValue(item, filter, value, 'text')),
	);
	const [first] = values;
	if (first === undefined) return refuseEmpty(item, filter);
	return values.length === 1 ? first : values;
}

/** IDs with commas between them, from any form. An ID of another system is not always a number. */
function readIds(item: Session, filter: Filter, raw: unknown): string {
	if (filter.needs !== undefined) {
		const texts = [raw]
			.flat()
			.map((one: unknown) => plainText(one) ?? refuseValue(item, filter, one, 'text'));
		const given = texts.flatMap(readForeignIds);
		return given.length > 0 ? given.join(',') : refuseEmpty(item, filter);
	}
	const list = readIdList(raw);
	if ('odd' in list) {
		const wanted =
			list.why === 'rounded'
				? 'text where an ID is that long: as a number it has been rounded'
				: 'IDs, which consist of digits only, with commas, blanks or line ends between them';
		return refuseValue(item, filter, list.odd, wanted);
	}
	return list.ids.length > 0 ? list.ids.join(',') : refuseEmpty(item, filter);
}

function refuseValue(item: Session, { label }: Filter, raw: unknown, wanted: string): never {
	return item.refuse(`The filter "${label}" must be ${wanted}`, `It is "${shown(raw)}".`);
}

/** A value in the form for the request. Commas separate ids, ranges and list entries; all other commas are escaped. */
function wire(filter: Filter, value: FilterValue): string {
	if (typeof value === 'boolean') return String(value);
	const isPlain = filter.kind === 'ids' || filter.kind === 'numberRange';
	const parts = [value]
		.flat()
		.flatMap((part) =>
			isPlain ? part.split(',') : filter.kind === 'string' ? askedAs(part) : part,
		);
	return parts
		.map((part) => (isPlain ? part.trim() : escapeFilterValue(part)))
		.join(filter.kind === 'numberRange' ? ', ' : ',');
}

/**
 * IT Glue compares characters, so a text is sent in three forms: as given, as people see it, and with separate
 * accents.
 */
const askedAs = (text: string): string[] => [...new Set([text, ...storedForms(oneSpaced(text))])];

function moment(item: Session, filter: Filter, raw: unknown): string {
	return (
		readMoment(raw, item.timezone) ??
		item.refuse(
			`The filter "${filter.label}" must be a date`,
			`It is "${shown(raw)}". Use ISO 8601, such as 2026-01-31.`,
		)
	);
}

export function pageSizeOf({ pageSize }: Resource, includes: string[]): number {
	return includes.length > 0 ? pageSize.withIncludes : pageSize.plain;
}
