/**
 * Describes a parameter of several operations only once, with a rule for where it is shown. The editor downloads the
 * whole description, and copies for each operation would be most of it.
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

/** A parameter, and an operation that uses it. */
export interface Use extends Place {
	property: INodeProperties;
}

/** A missing part allows all values. */
interface Rule {
	resources?: string[];
	operations?: OperationName[];
}

/**
 * The prefix of the parameters in a rule: inside a collection, n8n needs a slash to start from the root of the node.
 */
type Prefix = '' | '/';

const unique = <T>(values: T[]): T[] => [...new Set(values)];

const resourcesOf = (places: readonly Place[]): string[] =>
	unique(places.map(({ resource }) => resource));

const operationsOf = (places: readonly Place[]): OperationName[] =>
	unique(places.map(({ operation }) => operation));

/** Groups items of the same kind, in the order of the first item of each kind. */
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

/** Whether a rule for all of these places includes no other place. */
const fits = ({ resources, operations }: Rule, places: readonly Place[], all: readonly Place[]) =>
	all.filter(
		({ resource, operation }) =>
			(resources?.includes(resource) ?? true) && (operations?.includes(operation) ?? true),
	).length === places.length;

/** The shortest rule that includes exactly these places. Several rules if one is not enough. */
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
 * Describes equal parameters once.
 *
 * @param uses parameters by operation; their own displayOptions may hide them from AI agents
 * @param all all operations that show the list or collection with these parameters
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
 * One collection for all operations that have entries in it.
 *
 * Entries with the same name need the same type and default: the editor of n8n 1 uses those of the first entry, even
 * if it is not shown. (test/unit/description/sharing.test.ts)
 */
export const sharedCollection = (
	head: Pick<INodeProperties, 'displayName' | 'name' | 'placeholder'>,
	uses: readonly Use[],
): INodeProperties => ({
	...head,
	type: 'collection',
	default: {},
	// The rule always contains both. When one changes, the editor removes the values of the collection (except on the
	// default operation), because they may not fit the other resource or operation.
	displayOptions: show(resourcesOf(uses), operationsOf(uses)),
	options: byLabel(share(uses, distinct(uses), '/')),
});
