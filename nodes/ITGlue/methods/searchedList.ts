import type { INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';
import { comparable, contains } from '../text/same';
import type { Client, JsonApiRecord } from '../transport';

/** A list to pick a record from. */
export interface Source {
	path: string;
	pageSize: number;
	query: Record<string, string>;
	show: (record: JsonApiRecord) => INodeListSearchItems;
}

/** How many entries the editor gets at once. It asks for more when the user scrolls. */
const SHOWN = 100;
/** Twenty requests, about two seconds. In a larger account, a line in the list says that this is not all. */
const MOST_SEARCHED = 20_000;
/** Each typed letter starts a new search: the list is read only once for all of them. */
const REMEMBERED_MS = 15_000;

/** One page of the whole list, or of the entries that match a search. */
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

/** The next page from IT Glue. */
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
 * Searches the whole list. IT Glue compares only whole names (reference 5.8), and n8n asks for the next page only
 * when the user scrolls. A match on the first page would look like the only one.
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

/** Searches the list that was read a moment ago. If nothing matches, reads it again, because the record may be new. */
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

/** The line for an empty list: otherwise it looks like a list that could not be read. */
export const emptyLine = (plural: string, owner?: string): { name: string; value: string } => ({
	name: owner
		? `This ${owner.toLowerCase()} has no ${plural.toLowerCase()}`
		: `IT Glue shows no ${plural.toLowerCase()} to this API key`,
	value: '',
});

/** The same list, with a line if it is empty before any search: `asked` is the typed text or the page. */
export const explained = (
	{ results, ...rest }: INodeListSearchResult,
	asked: string,
	plural: string,
	owner?: string,
): INodeListSearchResult => ({
	...rest,
	results: results.length > 0 || asked !== '' ? results : [emptyLine(plural, owner)],
});

/** The line below the matches if the list is too long to search all of it. */
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
	/** How many entries there are, even if not all were read. */
	total: number;
}

interface Remembered {
	until: number;
	list: Promise<WholeList>;
}

/** By account, so that nobody sees names of another account. */
const remembered = new WeakMap<object, Map<string, Remembered>>();

/** Names and ids of a list, which was read a moment ago or is read now. */
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

/** Adds the ID to entries with the same name, because the editor shows only the name. */
export function distinct(entries: INodeListSearchItems[]): INodeListSearchItems[] {
	const count = new Map<string, number>();
	for (const { name } of entries) count.set(name, (count.get(name) ?? 0) + 1);
	return entries.map((entry) =>
		count.get(entry.name) === 1
			? entry
			: { ...entry, name: `${entry.name} (ID ${String(entry.value)})` },
	);
}
