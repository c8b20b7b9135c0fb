import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { searchMethod } from '../description/methods';
import { OPERATIONS } from '../operations';
import { pathOf, queryOf } from '../records/lookups';
import { OWNER, RESOURCES } from '../resources';
import { LOOKUPS, type Lookup } from '../resources/lookups';
import type { LookupName } from '../resources/schema/attribute';
import type { Resource } from '../resources/schema/resource';
import { type JsonApiRecord } from '../transport';
import {
	currentOrganization,
	currentParent,
	currentParents,
	currentlyTyped,
	editorSteps,
	refuse,
	withClient,
} from './context';
import { contains } from '../text/same';
import { distinct, explained, searchedList, type Source } from './searchedList';
import { listPath, within } from '../records/routes';

type Search = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

/** Searches the records of a resource, within the chosen organization if there is one. */
const searchRecords = (table: Resource): Search =>
	async function (this: ILoadOptionsFunctions, filter = '', paginationToken?: string) {
		return await withClient(this, async (client) => {
			const resource = await currentlyTyped(this, client, table);
			if (!resource)
				return refuse(
					this,
					'Choose the type first',
					`IT Glue lists ${table.plural.toLowerCase()} by type only. You can also use By ID or By URL.`,
				);
			const organizationId = resource.scoped ? await currentOrganization(this, client) : undefined;
			const label = labelOf(resource, organizationId === undefined);
			const ids = await currentParent(this, client, resource);
			const owner = organizationId === undefined ? undefined : OWNER.label;
			if (resource.hooks?.list) {
				if (!organizationId) {
					return refuse(
						this,
						'Choose the organization first',
						`IT Glue lists ${resource.plural.toLowerCase()} by organization only. You can also use By ID or By URL.`,
					);
				}
				const { records } = await resource.hooks.list(editorSteps(this, client, resource), {
					organizationIds: [organizationId],
					query: {},
					pageSize: resource.pageSize.plain,
				});
				const all = records.map((record) => ({ name: label(record), value: record.id }));
				const results = distinct(all.filter(({ name }) => contains(name, filter)));
				return explained({ results }, filter, resource.plural, owner);
			}
			const source: Source = {
				path: listPath(resource, ids),
				pageSize: resource.pageSize.plain,
				query: {
					sort: sortOf(resource),
					...within(resource, organizationId === undefined ? [] : [organizationId]),
				},
				show: (record) => ({ name: label(record), value: record.id }),
			};
			const found = await searchedList(client, source, filter, paginationToken);
			return explained(found, filter || (paginationToken ?? ''), resource.plural, owner);
		});
	};

const sortOf = ({ sorts }: Resource): string =>
	(sorts.find(({ key }) => key === 'name')?.sends ?? ['name']).join(',');

/** The name, with the organization if the list contains records of several organizations. */
function labelOf({ nameOf, scoped }: Resource, mixed: boolean) {
	return (record: JsonApiRecord): string => {
		const name = nameOf(record) || `(no name, ${record.id})`;
		const owner = record.attributes['organization-name'];
		return scoped && mixed && typeof owner === 'string' ? `${name} (${owner})` : name;
	};
}

/** Searches a long list that a field points to and that is not a resource of the node. */
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
			const found = await searchedList(client, source, filter, paginationToken);
			return explained(found, filter || (paginationToken ?? ''), lookup.plural);
		});
	};

const lookups = (Object.keys(LOOKUPS) as LookupName[])
	.map((name) => LOOKUPS[name])
	.filter(({ picker, resource }) => picker === 'locator' && !resource);

/** The resources with operations on a single record, which is picked from a list. */
const picked = RESOURCES.filter(({ operations }) =>
	operations.some((operation) => OPERATIONS[operation].onRecord),
);

export const listSearch: Record<string, Search> = Object.fromEntries([
	...picked.map((resource) => [searchMethod(resource.plural), searchRecords(resource)] as const),
	...lookups.map((lookup) => [searchMethod(lookup.plural), searchLookup(lookup)] as const),
]);
