import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { RESOURCES } from '../resources';
import { OPERATIONS } from '../operations';
import { optionsFor } from '../resources/schema/operation';
import type { Resource } from '../resources/schema/resource';
import type { OperationName } from '../resources/schema/attribute';
import { unlessTool } from './display';
import { fieldsOfType, optionProperty, optionsOf, type DropDownEntry } from './fields';
import { sharedCollection } from './sharing';

const TIMEOUT: INodeProperties = {
	displayName: 'Request Timeout (Seconds)',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 60,
	description: 'How long to wait for an answer from IT Glue',
};

const MAX_WAIT: INodeProperties = {
	displayName: 'Longest Wait (Seconds)',
	name: 'maxWait',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 360,
	description: 'The longest time for a request with all its retries',
};

/** The options of all operations. */
export const optionsProperty = (): INodeProperties =>
	sharedCollection(
		{ displayName: 'Options', name: 'options', placeholder: 'Add Option' },
		RESOURCES.flatMap((resource) =>
			resource.operations.flatMap((operation) =>
				optionsOn(resource, operation).map((property) => ({
					resource: resource.name,
					operation,
					property,
				})),
			),
		),
	);

function optionsOn(resource: Resource, operation: OperationName): INodeProperties[] {
	const options = optionsFor(resource, OPERATIONS[operation])
		.filter(({ place }) => place === 'options')
		.map((option) => unlessTool(optionProperty(resource, option), option.notForTools));
	const reading = operation === 'get' || operation === 'getAll';
	return [
		...options,
		...(reading ? [fieldsToReturn(resource), ...includeProperty(resource, operation)] : []),
		...(operation === 'getAll' && resource.sorts.length > 0 ? [SORT] : []),
		TIMEOUT,
		MAX_WAIT,
	];
}

function fieldsToReturn(resource: Resource): INodeProperties {
	const written = resource.attributes
		.filter(({ kind, sentAs, entries }) => kind !== 'secret' && (sentAs === undefined || entries))
		.map(({ name, label }) => ({ id: name, label }));
	const description = 'Returns only these fields, ID and type. Needs Simplify.';
	if (resource.typedBy)
		return fieldsOfType(
			resource,
			'Fields to Return',
			'fields',
			'Returns only these fields, ID and type',
		);
	const unique = new Map([...resource.readOnly, ...written].map((choice) => [choice.id, choice]));
	return {
		displayName: 'Fields to Return',
		name: 'fields',
		type: 'multiOptions',
		options: optionsOf([...unique.values()]),
		default: [],
		description,
	};
}

/** The same property on Get and Get Many. Get Many shows fewer of its entries. */
function includeProperty(
	{ includes, label: record }: Resource,
	operation: OperationName,
): INodeProperties[] {
	const inLists = includes.some(({ on }) => on === 'both');
	if (includes.length === 0 || (operation === 'getAll' && !inLists)) return [];
	const entries = includes.map(({ key, label, on, notForTools }) => ({
		id: key,
		label,
		notForTools,
		...(on === 'show' && inLists && { show: { '/operation': ['get'] } }),
	}));
	return [
		{
			displayName: 'Include',
			name: 'include',
			type: 'multiOptions',
			options: optionsOf(entries),
			default: [],
			description: `Related records to return with each ${record.toLowerCase()}. Makes the request slower.`,
		},
	];
}

/** A drop-down whose default is the first entry that is always shown. */
const choose = (displayName: string, name: string, options: DropDownEntry[]): INodeProperties => {
	const first = options.find(({ displayOptions }) => !displayOptions);
	const labels = { displayName, name };
	return { ...labels, type: 'options', options, default: first?.value ?? '' };
};

/** The sort keys of all resources: each key once, shown for the resources that have it. */
function sortKeys(): DropDownEntry[] {
	const sortable = RESOURCES.filter(({ sorts }) => sorts.length > 0);
	const labels = new Map(
		sortable.flatMap(({ sorts }) => sorts.map(({ key, label }) => [key, label] as const)),
	);
	const entries = [...labels].map(([id, label]) => {
		const having = sortable.filter(({ sorts }) => sorts.some(({ key }) => key === id));
		const everywhere = having.length === sortable.length;
		return {
			id,
			label,
			...(!everywhere && { show: { '/resource': having.map(({ name }) => name) } }),
		};
	});
	return optionsOf(entries);
}

const SORT: INodeProperties = {
	displayName: 'Sort',
	name: 'sort',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Sort Rule',
	default: {},
	description: 'Without a rule, sorts by ID. A record edited during the run may change position.',
	options: [
		{
			displayName: 'Rule',
			name: 'rule',
			values: [
				choose('Field', 'key', sortKeys()),
				{
					displayName: 'Direction',
					name: 'direction',
					type: 'options',
					options: [
						{ name: 'Ascending', value: 'asc' },
						{ name: 'Descending', value: 'desc' },
					],
					default: 'asc',
				},
			],
		} as INodePropertyCollection,
	],
};
