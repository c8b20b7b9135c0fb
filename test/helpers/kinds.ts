/**
 * Which resources stand for the others. A rule is tested once for each kind of resource and by pairs over the rest, so
 * that one more resource of a kind that is there costs little. What a kind is follows from the tables.
 */
import { LOOKUPS } from '../../nodes/ITGlue/resources/lookups';
import type { Attribute, Filter, LookupName } from '../../nodes/ITGlue/resources/schema/attribute';
import type { Resource } from '../../nodes/ITGlue/resources/schema/resource';
import { EACH_RESOURCE } from './tables';

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

/** The first of each kind among some resources, with name and table for `describe.each`. */
export function ofEachKind(
	resources: ReadonlyArray<[string, Resource]>,
): ReadonlyArray<[string, Resource]> {
	const shown = new Set<string>();
	return resources.filter(([, resource]) => {
		const kind = kindOf(resource);
		return !shown.has(kind) && shown.add(kind);
	});
}

export const EACH_KIND = ofEachKind(EACH_RESOURCE);

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

/**
 * Says of each case whether it shows anything that none before it has shown: with pairs (resource and field, field and
 * operation, …) as what a case shows, all pairs are tried by few of all combinations.
 */
export function untilShown(): (shows: readonly string[]) => boolean {
	const shown = new Set<string>();
	return (shows) => {
		const fresh = shows.filter((one) => !shown.has(one));
		for (const one of fresh) shown.add(one);
		return fresh.length > 0;
	};
}

/**
 * The fewest cases, near enough, that show all that the whole list shows, in the order of the list: those that show
 * most come first, and of equals the earlier one.
 */
export function covering<T>(cases: readonly T[], shows: (one: T) => readonly string[]): T[] {
	const all = cases.map((one) => ({ one, left: new Set(shows(one)) }));
	const missing = new Set(all.flatMap(({ left }) => [...left]));
	const chosen = new Set<T>();
	for (let most = Math.max(0, ...all.map(({ left }) => left.size)); most > 0; most -= 1) {
		for (const { one, left } of all) {
			for (const pair of left) if (!missing.has(pair)) left.delete(pair);
			if (left.size < most || chosen.has(one)) continue;
			chosen.add(one);
			for (const pair of left) missing.delete(pair);
		}
	}
	return cases.filter((one) => chosen.has(one));
}
