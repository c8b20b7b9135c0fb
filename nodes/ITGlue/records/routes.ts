/** The routes of a resource: the only file that makes paths and queries from the facts of its table. */
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
 * Requests of an action, the documented one first. `ids`: the ids in the path, by their name there; `more`: query and
 * body, or those of each route if they differ.
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

/** Only the ids that the path contains: another form of the same action may send them in its body. */
const idsIn = (path: string, ids: Ids): Ids =>
	Object.fromEntries(Object.entries(ids).filter(([name]) => path.includes(`:${name}`)));

/**
 * The filters that narrow a list to the wanted records: to organizations (no filter if none is given or the records
 * have no organization), and to the type of the resource.
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

/** The name under which a list is stored: each type has a separate list. */
export const listName = ({ name, ofType }: Resource): string =>
	ofType ? `${name}:${ofType.id}` : name;

/** The organization that a record belongs to. */
export const organizationOf = ({ attributes }: JsonApiRecord): string | undefined => {
	const id = attributes['organization-id'];
	return id === undefined || id === null ? undefined : String(id);
};

/** A sort order in which no edit moves a record to another page; undefined if IT Glue has none. */
export const steadySort = ({ sorts }: Resource): string | undefined =>
	sorts.some(({ key }) => key === 'id') ? 'id' : undefined;

/** The same order as part of a query. */
export function steadily(resource: Resource): Record<string, string> {
	const sort = steadySort(resource);
	return sort === undefined ? {} : { sort };
}

/** Whether one request can ask for several ids. */
export const listsByIds = (resource: Resource): boolean =>
	hasPlainList(resource) &&
	// The parent record of each id is not known.
	resource.parent === undefined &&
	resource.filters.some(({ key }) => key === 'id');

/** The filter for records by their ids, already escaped. */
export const byIds = (ids: readonly string[]): Record<string, string> => ({
	'filter[id]': ids.join(','),
});

/** Whether a plain request lists the records: a resource with a special list is read only by that list. */
export const hasPlainList = ({ hooks }: Resource): boolean => hooks?.list === undefined;
