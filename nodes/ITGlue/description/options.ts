import type { IDisplayOptions, INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import type { Choice, Extra, Resource, VerbName } from '../resources/types';
import { forResource, unlessTool } from './display';
import { byLabel, extraProperty, optionsOf } from './fields';
import { VERBS } from './verbs';
import { extrasOf } from '../resources/extras';

const TIMEOUT: INodeProperties = {
	displayName: 'Request Timeout (Seconds)',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 60,
	description: 'How long to wait for one answer of IT Glue',
};

const MAX_WAIT: INodeProperties = {
	displayName: 'Rate Limit Wait (Seconds)',
	name: 'maxWait',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 360,
	description: 'How long to wait, at most, when IT Glue says that there were too many requests',
};

function optionsProperty(
	displayOptions: IDisplayOptions,
	options: INodeProperties[],
): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		displayOptions,
		options: byLabel([...options, TIMEOUT, MAX_WAIT]),
	};
}

const OWN_OPTIONS: VerbName[] = ['create', 'get', 'getAll', 'update', 'upsert', 'reconcile'];

/** The Options of each operation of a resource that has some of its own. */
export function optionsProperties(resource: Resource): INodeProperties[] {
	return OWN_OPTIONS.filter((verb) => resource.verbs.includes(verb)).map((verb) => {
		const extras = extrasOf(resource)
			.filter((extra: Extra) => extra.place === 'options' && extra.verbs.includes(verb))
			.flatMap((extra) =>
				extra.notForTools
					? [unlessTool(extraProperty(extra), true)]
					: withTwin(extra.choices ?? [], (choices) => extraProperty({ ...extra, choices })),
			);
		const reading = verb === 'get' || verb === 'getAll';
		return optionsProperty(forResource(resource, verb), [
			...extras,
			...(reading ? [fieldsToReturn(resource), ...includeProperty(resource, verb)] : []),
			...(verb === 'getAll' ? sortProperty(resource) : []),
		]);
	});
}

/** Options of the verbs that have none of their own. */
export function plainOptions(): INodeProperties {
	const verbs = (Object.keys(VERBS) as VerbName[]).filter((verb) => !OWN_OPTIONS.includes(verb));
	return optionsProperty({ show: { operation: verbs } }, []);
}

function fieldsToReturn(resource: Resource): INodeProperties {
	const written = resource.attributes
		.filter(({ kind, sentAs }) => kind !== 'secret' && sentAs === undefined)
		.map(({ name, label }) => ({ id: name, label }));
	const unique = new Map([...resource.readOnly, ...written].map((choice) => [choice.id, choice]));
	return {
		displayName: 'Fields to Return',
		name: 'fields',
		type: 'multiOptions',
		options: optionsOf([...unique.values()]),
		default: [],
		description: 'Only these, beside ID and type. Applies when Simplify is on; empty means all.',
	};
}

function includeProperty(resource: Resource, verb: VerbName): INodeProperties[] {
	const offered = resource.includes.filter(({ on }) => verb === 'get' || on === 'both');
	if (offered.length === 0) return [];
	const property = (choices: Choice[]): INodeProperties => ({
		displayName: 'Include',
		name: 'include',
		type: 'multiOptions',
		options: optionsOf(choices),
		default: [],
		description: `Related records to return with each ${resource.label.toLowerCase()}. Makes the request slower.`,
	});
	return withTwin(
		offered.map(({ key, label, notForTools }) => ({ id: key, label, notForTools })),
		property,
	);
}

/** One property, or two where an AI agent is not offered all of the choices. */
function withTwin(
	choices: Choice[],
	property: (choices: Choice[]) => INodeProperties,
): INodeProperties[] {
	const open = choices.filter(({ notForTools }) => !notForTools);
	if (open.length === choices.length) return [property(choices)];
	return [
		unlessTool(property(choices), true),
		{ ...property(open), displayOptions: { show: { '@tool': [true] } } },
	];
}

/** A drop-down that starts with its first entry. */
const choose = (
	displayName: string,
	name: string,
	options: Array<{ name: string; value: string }>,
): INodeProperties => {
	const [first] = options;
	const labels = { displayName, name };
	return { ...labels, type: 'options', options, default: first?.value ?? '' };
};

function sortProperty(resource: Resource): INodeProperties[] {
	if (resource.sorts.length === 0) return [];
	const keys = optionsOf(resource.sorts.map(({ key, label }) => ({ id: key, label })));
	return [
		{
			displayName: 'Sort',
			name: 'sort',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Sort Rule',
			default: {},
			description:
				'Without a rule, records come in the order of their IDs. In an order by something that is edited while all records are read, a record may change its place and be missed.',
			options: [
				{
					displayName: 'Rule',
					name: 'rule',
					values: [
						choose('Field', 'key', keys),
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
		},
	];
}
