import type { INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';
import { comparable, contains } from '../text/same';
import type { Client, JsonApiRecord } from '../transport';

/** A list that a person picks a record from. */
export interface Source {
	path: string;
	pageSize: number;
	query: Record<string, string>;
	show: (record: JsonApiRecord) => INodeListSearchItems;
}

/** Entries that the editor gets at once; it asks for more as one scrolls. */
const SHOWN = 100;
/** Twenty requests, about two seconds. An account beyond that gets a line that says so. */
const MOST_SEARCHED = 20_000;
/** While one types, each letter is a search of its own: the list is read once for them. */
const REMEMBERED_MS = 15_000;

/** One page of a list as it opens, or of what matches a search in the whole of it. */
export async function searchedList(
	client: Client,
	source: Source,
	filter: string,
	token?: string,
): Promise<INodeListSearchResult> {
	return comparable(filter) === ''
		? await browse(client, source, token)
		: await search(client, source, filter, token);
}

/** The next page as IT Glue gives it. */
async function browse(
	client: Client,
	{ path, query, show }: Source,
	token = '1',
): Promise<INodeListSearchResult> {
	const { document } = await client.send({
		method: 'GET',
		path,
		query: { ...query, 'page[number]': token, 'page[size]': String(SHOWN) },
	});
	const records = Array.isArray(document.data) ? document.data : [];
	const next = document.meta ? document.meta['next-page'] : records.length > 0 && Number(token) + 1;
	return {
		results: distinct(records.map(show)),
		...(next && { paginationToken: String(next) }),
	};
}

/**
 * What matches, from the whole list: IT Glue compares whole names only (reference 5.8), and n8n asks for the
 * next page only when somebody scrolls, so one match on the first page would pass for the only one.
 */
async function search(
	client: Client,
	source: Source,
	filter: string,
	token = '0',
): Promise<INodeListSearchResult> {
	const { entries, total, matches } = await matching(client, source, filter);
	const from = Number(token);
	const results = distinct(matches.slice(from, from + SHOWN));
	if (from + SHOWN < matches.length) return { results, paginationToken: String(from + SHOWN) };
	return { results: [...results, ...unsearched(entries.length, total)] };
}

/** What matches in the list as it was a moment ago; where nothing does, it may have been created since. */
async function matching(
	client: Client,
	source: Source,
	filter: string,
): Promise<WholeList & { matches: INodeListSearchItems[] }> {
	const matchesIn = ({ entries }: WholeList): INodeListSearchItems[] =>
		entries.filter(({ name }) => contains(name, filter));
	const { list, isFresh } = await wholeList(client, source);
	const matches = matchesIn(list);
	if (isFresh || matches.length > 0) return { ...list, matches };
	const again = (await wholeList(client, source, true)).list;
	return { ...again, matches: matchesIn(again) };
}

/** The line of a list that holds nothing: an empty list looks like one that could not be read. */
export const emptyLine = (plural: string, owner?: string): { name: string; value: string } => ({
	name: owner
		? `This ${owner.toLowerCase()} has no ${plural.toLowerCase()}`
		: `IT Glue shows no ${plural.toLowerCase()} to this API key`,
	value: '',
});

/** The same list, with a line where it is empty from the start: `asked` is what was typed, or which page. */
export const explained = (
	{ results, ...rest }: INodeListSearchResult,
	asked: string,
	plural: string,
	owner?: string,
): INodeListSearchResult => ({
	...rest,
	results: results.length > 0 || asked !== '' ? results : [emptyLine(plural, owner)],
});

/** The line below the matches of a list that is too long to be searched to its end. */
function unsearched(searched: number, total: number): INodeListSearchItems[] {
	if (searched >= total) return [];
	const [most, all] = [searched, total].map((count) => count.toLocaleString('en-US'));
	return [
		{
			name: `Only the first ${most} of ${all} were searched. Use By Name or By ID for the rest.`,
			value: '',
		},
	];
}

interface WholeList {
	entries: INodeListSearchItems[];
	/** How many there are, also where not all were read. */
	total: number;
}

interface Remembered {
	until: number;
	list: Promise<WholeList>;
}

/** By account, so that nobody sees the names of another one. */
const remembered = new WeakMap<object, Map<string, Remembered>>();

/** Names and ids of a list, read a moment ago or now. */
async function wholeList(
	client: Client,
	source: Source,
	anew = false,
): Promise<{ list: WholeList; isFresh: boolean }> {
	const lists = remembered.get(client.account) ?? new Map<string, Remembered>();
	remembered.set(client.account, lists);
	const now = Date.now();
	for (const [key, { until }] of lists) if (until < now) lists.delete(key);
	const key = `${source.path} ${JSON.stringify(source.query)}`;
	const known = lists.get(key);
	if (known && !anew) return { list: await known.list, isFresh: false };
	const list = readWhole(client, source);
	lists.set(key, { until: now + REMEMBERED_MS, list });
	list.catch(() => lists.delete(key));
	return { list: await list, isFresh: true };
}

async function readWhole(
	client: Client,
	{ path, query, pageSize, show }: Source,
): Promise<WholeList> {
	const { records, total, complete } = await client.list({
		path,
		query,
		pageSize,
		limit: MOST_SEARCHED,
	});
	const entries = records.map(show);
	return { entries, total: complete ? entries.length : Math.max(total ?? 0, entries.length + 1) };
}

/** Entries of one name get their ID: nothing else of an entry is shown. */
export function distinct(entries: INodeListSearchItems[]): INodeListSearchItems[] {
	const count = new Map<string, number>();
	for (const { name } of entries) count.set(name, (count.get(name) ?? 0) + 1);
	return entries.map((entry) =>
		count.get(entry.name) === 1
			? entry
			: { ...entry, name: `${entry.name} (ID ${String(entry.value)})` },
	);
}
