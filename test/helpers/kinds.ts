/**
 * Which resources stand for the others. A rule is tested once for each kind of resource and by pairs over the rest, so
 * that one more resource of a kind that is there costs little. What a kind is follows from the tables.
 */
import { LOOKUPS } from '../../nodes/ITGlue/resources/lookups';
import type { Attribute, Filter, LookupName } from '../../nodes/ITGlue/resources/schema/attribute';
import type { Resource } from '../../nodes/ITGlue/resources/schema/resource';
import { UNTYPED } from './untyped';

/** What makes the node treat one resource otherwise than another; a hook is code of a resource's own. */
function factsOf(resource: Resource): Record<string, unknown> {
	const { attributes, operations, routes, hooks = {} } = resource;
	return {
		written: operations.includes('create'),
		scoped: resource.scoped,
		psaOwned: resource.psaOwned,
		rows: attributes.some(({ rows }) => rows),
		steps: attributes.some(({ sentAs }) => sentAs === 'step'),
		secrets: attributes.some(({ kind }) => kind === 'secret'),
		included: resource.includes.length > 0,
		inBulk: [routes.bulkCreate, routes.bulkUpdate].map((route) => route !== undefined),
		severalRoutes: routes.index.length > 1,
		archive: resource.archive?.by,
		append: resource.append !== undefined,
		primary: resource.primary !== undefined,
		confirmDelete: resource.confirmDelete === true,
		nameParts: resource.nameParts?.length,
		hooks: Object.keys(hooks).sort(),
	};
}

/** Equal for resources of one kind. */
export const kindOf = (resource: Resource): string => JSON.stringify(factsOf(resource));

/** The first of each kind among some resources. */
export function ofEachKind<T extends Resource>(resources: readonly T[]): T[] {
	const shown = new Set<string>();
	return resources.filter((resource) => {
		const kind = kindOf(resource);
		return !shown.has(kind) && shown.add(kind);
	});
}

/** One resource of each kind with its name, for `describe.each`. */
export const EACH_KIND: ReadonlyArray<[string, Resource]> = ofEachKind(UNTYPED).map((resource) => [
	resource.name,
	resource,
]);

/** Hooks are code of a resource's own: those without any are read and written by the very same code. */
export const codeOf = ({ name, hooks }: Resource): string => (hooks ? name : 'common');

/** Equal for lists of names that are looked up and picked from in the same way. */
function kindOfLookup(name: LookupName | undefined): unknown {
	if (name === undefined) return undefined;
	const { picker, paths, resource, within, loose, otherNames } = LOOKUPS[name];
	return [picker, paths.length, resource !== undefined, within, loose, otherNames !== undefined];
}

/** Equal for attributes whose values are read by the same rules, whatever they are called. */
export function kindOfAttribute(attribute: Attribute): string {
	const { kind, comparator, identity, sentAs, writable, lookup, rows, required } = attribute;
	const rules = Object.entries(attribute).filter(([, value]) => typeof value === 'function');
	return JSON.stringify([
		[kind, comparator, identity, sentAs, writable, kindOfLookup(lookup), rows?.group, required],
		rules.map(([name]) => name),
	]);
}

/** The same of filters. */
export function kindOfFilter(filter: Filter): string {
	const { kind, lookup, needs, needsOrganization, keep, sendWhen } = filter;
	const rules = [needs, needsOrganization, keep, sendWhen].map((rule) => rule !== undefined);
	return JSON.stringify([kind, kindOfLookup(lookup), rules]);
}
