import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { searchMethod } from '../description/methods';
import { VERBS } from '../description/verbs';
import { pathOf, queryOf } from '../operations/lookups';
import { RESOURCES } from '../resources';
import { LOOKUPS, type Lookup } from '../resources/lookups';
import type { LookupName, Resource } from '../resources/types';
import { comparable } from '../text/same';
import { fillPath, type Client, type JsonApiRecord } from '../transport';
import { currentOrganization, currentParents, editorSteps, refuse, withClient } from './context';

type Search = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

/** One page of the list as it opens; while searching, larger pages and several of them. */
const PAGE_SIZE = 100;
const SEARCH_PAGE_SIZE = 1000;
const SEARCH_PAGES = 5;

interface Source {
	path: string;
	pageSize: number;
	query: Record<string, string>;
	show: (record: JsonApiRecord) => INodeListSearchItems;
}

/** One more page of a list, filtered here: IT Glue compares whole names only (reference 5.8). */
async function readPage(
	client: Client,
	{ path, query, show, pageSize }: Source,
	filter: string,
	token?: string,
): Promise<INodeListSearchResult> {
	const size = filter === '' ? PAGE_SIZE : Math.min(SEARCH_PAGE_SIZE, pageSize);
	const results: INodeListSearchItems[] = [];
	let page = Number(token ?? 1);
	for (let read = 0; read < SEARCH_PAGES; read++) {
		const { document } = await client.send({
			method: 'GET',
			path,
			query: { ...query, 'page[number]': String(page), 'page[size]': String(size) },
		});
		const records = Array.isArray(document.data) ? document.data : [];
		results.push(...records.map(show).filter(({ name }) => contains(name, filter)));
		const next = document.meta ? document.meta['next-page'] : records.length > 0 && page + 1;
		if (!next) return { results: distinct(results) };
		page = Number(next);
		if (results.length > 0) break;
	}
	return { results: distinct(results), paginationToken: String(page) };
}

/** Entries of one name get their ID: nothing else of an entry is shown. */
function distinct(entries: INodeListSearchItems[]): INodeListSearchItems[] {
	const count = new Map<string, number>();
	for (const { name } of entries) count.set(name, (count.get(name) ?? 0) + 1);
	return entries.map((entry) =>
		count.get(entry.name) === 1
			? entry
			: { ...entry, name: `${entry.name} (ID ${String(entry.value)})` },
	);
}

const contains = (name: string, filter: string): boolean =>
	comparable(name).includes(comparable(filter));

/** Searches the records of a resource, within the chosen organization if there is one. */
const searchRecords = (resource: Resource): Search =>
	async function (this: ILoadOptionsFunctions, filter = '', paginationToken?: string) {
		return await withClient(this, async (client) => {
			const organizationId = resource.scoped ? await currentOrganization(this, client) : undefined;
			const label = labelOf(resource, organizationId === undefined);
			if (resource.steps?.list) {
				if (!organizationId) {
					return refuse(
						this,
						'Choose the organization first',
						`IT Glue lists ${resource.plural.toLowerCase()} by organization only. By ID and By URL work without it.`,
					);
				}
				const { records } = await resource.steps.list(editorSteps(this, client, resource), {
					organizationIds: [organizationId],
					query: {},
					pageSize: resource.pageSize.plain,
				});
				const all = records.map((record) => ({ name: label(record), value: record.id }));
				return { results: distinct(all.filter(({ name }) => contains(name, filter))) };
			}
			const source: Source = {
				path: fillPath(resource.routes.index[0].path, {}),
				pageSize: resource.pageSize.plain,
				query: {
					sort: sortOf(resource),
					...(organizationId && { 'filter[organization_id]': organizationId }),
				},
				show: (record) => ({ name: label(record), value: record.id }),
			};
			return await readPage(client, source, filter, paginationToken);
		});
	};

const sortOf = ({ sorts }: Resource): string =>
	(sorts.find(({ key }) => key === 'name')?.sends ?? ['name']).join(',');

/** Name, and whose it is where the list holds records of several organizations. */
function labelOf({ nameOf, scoped }: Resource, mixed: boolean) {
	return (record: JsonApiRecord): string => {
		const name = nameOf(record) || `(no name, ${record.id})`;
		const owner = record.attributes['organization-name'];
		return scoped && mixed && typeof owner === 'string' ? `${name} (${owner})` : name;
	};
}

/** Searches a long list that a field points to and that is no resource of the node. */
const searchLookup = (lookup: Lookup): Search =>
	async function (this: ILoadOptionsFunctions, filter = '', paginationToken?: string) {
		return await withClient(this, async (client) => {
			const parents = currentParents(this, client);
			const parentId = lookup.within ? await parents[lookup.within.parent]?.() : undefined;
			const source: Source = {
				path: pathOf(lookup, parentId),
				pageSize: lookup.pageSize,
				query: queryOf(lookup, parentId),
				show: (record) => ({
					name: lookup.namesOf(record)[0] ?? record.id,
					value: record.id,
				}),
			};
			return await readPage(client, source, filter, paginationToken);
		});
	};

const lookups = (Object.keys(LOOKUPS) as LookupName[])
	.map((name) => LOOKUPS[name])
	.filter(({ picker, resource }) => picker === 'locator' && !resource);

/** The resources of which a single record is picked somewhere. */
const picked = RESOURCES.filter(({ verbs }) => verbs.some((verb) => VERBS[verb].onRecord));

export const listSearch: Record<string, Search> = Object.fromEntries([
	...picked.map((resource) => [searchMethod(resource.plural), searchRecords(resource)] as const),
	...lookups.map((lookup) => [searchMethod(lookup.plural), searchLookup(lookup)] as const),
]);
