/**
 * A parameter that several operations have is described once, with the rule that says where it is shown: the editor
 * downloads the description as a whole, and a copy for each operation makes most of it.
 */
import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import type { OperationName } from '../resources/schema/attribute';
import { show } from './display';
import { byLabel } from './fields';

/** An operation of a resource. */
export interface Place {
	resource: string;
	operation: OperationName;
}

/** A parameter, and an operation that has it. */
export interface Use extends Place {
	property: INodeProperties;
}

/** What is left out does not matter. */
interface Rule {
	resources?: string[];
	operations?: OperationName[];
}

/** How a rule names what it depends on: inside a collection, n8n looks from the root of the node after a slash. */
type Prefix = '' | '/';

const unique = <T>(values: T[]): T[] => [...new Set(values)];

const resourcesOf = (places: readonly Place[]): string[] =>
	unique(places.map(({ resource }) => resource));

const operationsOf = (places: readonly Place[]): OperationName[] =>
	unique(places.map(({ operation }) => operation));

/** Places together with others of the same kind, in the order of the first of each kind. */
function grouped<T>(items: readonly T[], kindOf: (item: T) => string): T[][] {
	const groups = new Map<string, T[]>();
	for (const item of items) {
		const kind = kindOf(item);
		groups.set(kind, [...(groups.get(kind) ?? []), item]);
	}
	return [...groups.values()];
}

const distinct = (places: readonly Place[]): Place[] =>
	grouped(places, ({ resource, operation }) => `${resource} ${operation}`).flatMap(
		([first]) => first ?? [],
	);

/** Whether a rule that is met at all of the places is met nowhere else. */
const fits = ({ resources, operations }: Rule, places: readonly Place[], all: readonly Place[]) =>
	all.filter(
		({ resource, operation }) =>
			(resources?.includes(resource) ?? true) && (operations?.includes(operation) ?? true),
	).length === places.length;

/** The shortest rule that holds at these places and at no other of all; several where one cannot say it. */
function rulesFor(places: Place[], all: readonly Place[]): Rule[] {
	const [resources, operations] = [resourcesOf(places), operationsOf(places)];
	const rules: Rule[] = [{}, { operations }, { resources }, { resources, operations }];
	const fitting = rules.find((rule) => fits(rule, places, all));
	if (fitting) return [fitting];
	const alike = grouped(resources, (name) =>
		operationsOf(places.filter(({ resource }) => resource === name))
			.sort()
			.join(),
	);
	return alike.flatMap((group) =>
		rulesFor(
			places.filter(({ resource }) => group.includes(resource)),
			all,
		),
	);
}

function shownBy(property: INodeProperties, rule: Rule, prefix: Prefix): INodeProperties {
	const { resources, operations } = rule;
	if (!resources && !operations) return property;
	const own: IDisplayOptions = property.displayOptions ?? {};
	return {
		...property,
		displayOptions: {
			...own,
			show: {
				...own.show,
				...(resources && { [`${prefix}resource`]: resources }),
				...(operations && { [`${prefix}operation`]: operations }),
			},
		},
	};
}

/**
 * Describes what is the same once.
 *
 * @param uses parameters by operation; their own displayOptions may hide them from AI agents
 * @param all every operation that shows what these parameters stand in
 */
export const share = (
	uses: readonly Use[],
	all: readonly Place[],
	prefix: Prefix = '',
): INodeProperties[] =>
	grouped(uses, ({ property }) => JSON.stringify(property)).flatMap((same) => {
		const [first] = same;
		if (!first) return [];
		return rulesFor(distinct(same), all).map((rule) => shownBy(first.property, rule, prefix));
	});

/**
 * One collection for all operations that have something in it.
 *
 * Entries of the same name need the same type and default: the editor of n8n 1 begins with those of the first of
 * them, shown or not. (test/unit/description/sharing.test.ts)
 */
export const sharedCollection = (
	head: Pick<INodeProperties, 'displayName' | 'name' | 'placeholder'>,
	uses: readonly Use[],
): INodeProperties => ({
	...head,
	type: 'collection',
	default: {},
	// Both are named, always: on a change of either the editor drops what a collection holds (save on the default
	// operation), since it may mean nothing to the other.
	displayOptions: show(resourcesOf(uses), operationsOf(uses)),
	options: byLabel(share(uses, distinct(uses), '/')),
});
