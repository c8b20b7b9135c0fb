/** Where IT Glue keeps the records of a resource: the one place that makes paths and queries of what a table says. */
import type { Action, Ids, Resource, Route } from '../resources/schema/resource';
import { fillPath, type ApiRequest, type JsonApiRecord } from '../transport';

/** The key under which transport remembers which of several routes works. */
export const routeKey = ({ name }: Resource, action: Action): string => `${name} ${action}`;

/** The paths of the list of all records, the documented one first. */
export const listPaths = ({ routes }: Resource, ids: Ids = {}): string[] =>
	routes.index.map(({ path }) => fillPath(path, ids));

/** The documented path of the list of all records. */
export const listPath = ({ routes: { index } }: Resource, ids: Ids = {}): string =>
	fillPath(index[0].path, ids);

/**
 * Requests of an action, the documented one first. `ids`: what stands in the path, by the name that it has there;
 * `more`: query and body, of one route if they differ.
 */
export const requestsOf = (
	{ routes }: Resource,
	action: Action,
	ids: Ids,
	more: (route: Route) => Pick<ApiRequest, 'query' | 'body'> = () => ({}),
): ApiRequest[] =>
	(routes[action] ?? []).map((route) => ({
		method: route.method,
		path: fillPath(route.path, idsIn(route.path, ids)),
		...more(route),
	}));

/** Only what the path asks for: another form of the same action may carry it in its body. */
const idsIn = (path: string, ids: Ids): Ids =>
	Object.fromEntries(Object.entries(ids).filter(([name]) => path.includes(`:${name}`)));

/**
 * The filters that narrow a list to what is meant at all: to organizations (nothing where none is given, or none owns
 * the records), and to the type that the resource is about.
 */
export const within = (
	{ scoped, ownerFilter = 'organization_id', typedBy, ofType }: Resource,
	organizationIds: readonly string[],
): Record<string, string> => ({
	...(scoped &&
		organizationIds.length > 0 && {
			[`filter[${ownerFilter}]`]: organizationIds.join(','),
		}),
	...(typedBy && ofType && { [`filter[${typedBy.filter}]`]: ofType.id }),
});

/** What a list is kept under: lists of different types are different lists. */
export const listName = ({ name, ofType }: Resource): string =>
	ofType ? `${name}:${ofType.id}` : name;

/** The organization that a record belongs to. */
export const organizationOf = ({ attributes }: JsonApiRecord): string | undefined => {
	const id = attributes['organization-id'];
	return id === undefined || id === null ? undefined : String(id);
};

/** An order in which no edit moves a record from one page to another; undefined where IT Glue cannot sort so. */
export const steadySort = ({ sorts }: Resource): string | undefined =>
	sorts.some(({ key }) => key === 'id') ? 'id' : undefined;

/** The same as part of a query. */
export function steadily(resource: Resource): Record<string, string> {
	const sort = steadySort(resource);
	return sort === undefined ? {} : { sort };
}

/** Whether records can be asked for by several ids at once. */
export const listsByIds = (resource: Resource): boolean =>
	hasPlainList(resource) &&
	// Under which record each of them stands is not known.
	resource.parent === undefined &&
	resource.filters.some(({ key }) => key === 'id');

/** The filter for records by their ids, escaped already. */
export const byIds = (ids: readonly string[]): Record<string, string> => ({
	'filter[id]': ids.join(','),
});

/** Whether one request lists the records: a resource with a list of its own is read by that alone. */
export const hasPlainList = ({ hooks }: Resource): boolean => hooks?.list === undefined;
