import type { INodeProperties } from 'n8n-workflow';
import { RESOURCES, OWNER } from '../resources';
import { commonOptions, OPERATIONS } from '../operations';
import type { Attribute, Option, Filter, OperationName } from '../resources/schema/attribute';
import type { Resource } from '../resources/schema/resource';
import { forResource, having, HIDDEN_FROM_TOOLS, names, show, unlessTool } from './display';
import {
	attributeProperty,
	fieldOfType,
	optionProperty,
	lookupProperty,
	optionalLookupProperty,
	optionsOf,
} from './fields';
import { recordLocator } from './locators';
import { mapperProperty } from './mapper';
import { optionsProperty } from './options';
import { organizationProperties, parentProperties, typeProperties } from './surroundings';
import { share, sharedCollection, type Place, type Use } from './sharing';

/** All parameters of the node, made from the resource tables. */
export function assembleProperties(): INodeProperties[] {
	return [
		resourceProperty(),
		...RESOURCES.map(operationProperty),
		...having('delete').map(deleteNotice),
		...RESOURCES.flatMap(typeProperties),
		...organizationProperties(),
		...RESOURCES.flatMap(parentProperties),
		...RESOURCES.flatMap(recordProperty),
		...RESOURCES.filter(({ confirmDelete }) => confirmDelete).map(confirmProperty),
		...mapperProperties(),
		...upFrontProperties(),
		...operationProperties(),
		...listProperties(),
		fieldsProperty('create'),
		fieldsProperty('update'),
		filtersProperty(),
		simplifyProperty(),
		optionsProperty(),
	];
}

function resourceProperty(): INodeProperties {
	return {
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: optionsOf(RESOURCES.map(({ name, label }) => ({ id: name, label }))),
		default: 'organization',
	};
}

function operationProperty(resource: Resource): INodeProperties {
	const operations = resource.operations.map((operation) => {
		const { label, description, action, notForTools } = OPERATIONS[operation];
		return {
			name: label,
			value: operation,
			description,
			action: action
				.replace('%s', resource.label.toLowerCase())
				.replace('%p', resource.plural.toLowerCase()),
			...(notForTools && { displayOptions: HIDDEN_FROM_TOOLS }),
		};
	});
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource.name] } },
		options: operations.sort((a, b) => a.name.localeCompare(b.name)),
		default: 'getAll',
	};
}

function deleteNotice(resource: Resource): INodeProperties {
	return {
		displayName: resource.deleteNotice,
		name: 'deleteNotice',
		type: 'notice',
		default: '',
		displayOptions: forResource(resource, 'delete'),
	};
}

/** The record for the operation, if the resource has operations on a single record. */
function recordProperty(resource: Resource): INodeProperties[] {
	const operations = resource.operations.filter((operation) => OPERATIONS[operation].onRecord);
	if (operations.length === 0) return [];
	return [
		recordLocator(resource, {
			required: true,
			description: `The ${resource.label.toLowerCase()} to work on`,
			displayOptions: forResource(resource, ...operations),
		}),
	];
}

function confirmProperty(resource: Resource): INodeProperties {
	return {
		displayName: 'Confirm Name',
		name: 'confirmName',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Northwind Dental',
		description: `Type the exact name of the ${resource.label.toLowerCase()}. It is deleted only if the name matches.`,
		displayOptions: forResource(resource, 'delete'),
	};
}

/** Every operation of every resource. */
const everywhere = (): Place[] =>
	RESOURCES.flatMap(({ name, operations }) =>
		operations.map((operation) => ({ resource: name, operation })),
	);

function mapperProperties(): INodeProperties[] {
	const operations: OperationName[] = ['upsert', 'reconcile'];
	const useOf =
		(operation: OperationName) =>
		(resource: Resource): Use => {
			return { resource: resource.name, operation, property: mapperProperty(resource, operation) };
		};
	const written: OperationName[] = ['create', 'update'];
	const uses = [
		...operations.flatMap((operation) => having(operation).map(useOf(operation))),
		// If the fields depend on a type, every write uses columns.
		...written.flatMap((operation) =>
			having(operation)
				.filter(({ typedBy }) => typedBy)
				.map(useOf(operation)),
		),
	];
	return share(uses, everywhere());
}

/** The parameters beside the operation. Shared ones come last, so that each form keeps its order. */
function upFrontProperties(): INodeProperties[] {
	const resources = having('create');
	const own = resources.flatMap((resource) => upFrontOptions(resource, resource.options));
	const common = resources.flatMap((resource) => upFrontOptions(resource, commonOptions(resource)));
	return share([...resources.flatMap(upFrontAttributes), ...own, ...common], everywhere());
}

const upFrontAttributes = (resource: Resource): Use[] =>
	resource.attributes
		.filter(({ upFront }) => upFront)
		.map((attribute) => ({
			resource: resource.name,
			operation: 'create',
			property: {
				...attributeProperty(attribute),
				...firstRow(attribute),
				...(attribute.required && !attribute.filledBy && { required: true }),
				...(attribute.hint && { hint: attribute.hint }),
			},
		}));

/** Shows the first row of a list that nearly every new record has, so that the user need not add it. */
const firstRow = ({ rows }: Attribute): Partial<Pick<INodeProperties, 'default'>> =>
	rows?.opensWithRow ? { default: { [rows.group]: [{ [rows.columns[0]?.param ?? '']: '' }] } } : {};

const upFrontOptions = (resource: Resource, options: Option[]): Use[] =>
	options
		.filter(({ place }) => place === 'upFront')
		.flatMap((option) =>
			option.operations.map((operation) => ({
				resource: resource.name,
				operation,
				property: unlessTool(optionProperty(resource, option), option.notForTools),
			})),
		);

/** Parameters of a single operation, for all resources. */
function operationProperties(): INodeProperties[] {
	const byStatus = RESOURCES.filter(({ archive }) => archive?.by === 'status');
	const statuses = byStatus.flatMap((resource): INodeProperties[] => {
		const attribute = resource.attributes.find(({ name }) => name === resource.archive?.attribute);
		if (!attribute?.lookup || resource.archive?.by !== 'status') return [];
		const { retired, active } = resource.archive;
		const status = optionalLookupProperty(attribute.lookup, 'archiveStatus', attribute.label);
		const byDefault = [['archive', retired] as const, ['unarchive', active] as const];
		return byDefault.map(([operation, name]) => ({
			...status,
			hint: `If left empty: ${name}. An expression can also give the name.`,
			displayOptions: forResource(resource, operation),
		}));
	});
	const alert = { displayName: 'Alert', name: 'archiveNote', type: 'string' as const, default: '' };
	return [
		...statuses,
		{
			...alert,
			placeholder: 'e.g. ARCHIVED: 2026-01-31 - Contract ended',
			description: 'Banner text to set. If empty, the banner stays as it is.',
			displayOptions: show(names(byStatus), ['archive']),
		},
		{
			...alert,
			placeholder: 'e.g. Call ahead before a visit',
			description: 'Banner text to set. If empty, a banner that begins with ARCHIVED is cleared.',
			displayOptions: show(names(byStatus), ['unarchive']),
		},
		{
			displayName: 'Note',
			name: 'note',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			required: true,
			placeholder: 'e.g. 2026-01-31: handed over to Ann Example',
			description: 'Text or HTML to add at the end of the quick notes',
			displayOptions: show(names(having('addQuickNote')), ['addQuickNote']),
		},
		...having('getPrimary').flatMap((resource): INodeProperties[] => {
			const attribute = resource.attributes.find(
				({ name }) => name === resource.primary?.attribute,
			);
			if (!attribute?.lookup) return [];
			return [
				{
					...optionalLookupProperty(attribute.lookup, 'primaryType', attribute.label),
					hint: `If left empty: ${resource.primary?.name ?? ''}`,
					displayOptions: forResource(resource, 'getPrimary'),
				},
			];
		}),
	];
}

function listProperties(): INodeProperties[] {
	const lists = names(having('getAll'));
	return [
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			default: false,
			description: 'Whether to return all results or only up to a given limit',
			displayOptions: show(lists, ['getAll']),
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			default: 50,
			typeOptions: { minValue: 1 },
			description: 'Max number of results to return',
			displayOptions: {
				show: { resource: lists, operation: ['getAll'], returnAll: [false] },
			},
		},
	];
}

const OTHER_ATTRIBUTES: INodeProperties = {
	displayName: 'Other Attributes (JSON)',
	name: 'otherAttributes',
	type: 'json',
	default: '{}',
	description:
		'An object with attributes that this node does not list. postal_code and postalCode both work.',
};

/** The attributes for creating or updating a record. */
function fieldsProperty(action: 'create' | 'update'): INodeProperties {
	const head =
		action === 'create'
			? { displayName: 'Additional Fields', name: 'additionalFields' }
			: { displayName: 'Update Fields', name: 'updateFields' };
	const listed = having(action).filter(({ typedBy }) => !typedBy);
	const uses = listed.flatMap((resource) =>
		fieldsOn(resource, action).map((property): Use => {
			return { resource: resource.name, operation: action, property };
		}),
	);
	return sharedCollection({ ...head, placeholder: 'Add Field' }, uses);
}

function fieldsOn({ attributes }: Resource, action: 'create' | 'update'): INodeProperties[] {
	const offered = ({ name, writable, upFront }: Attribute): boolean =>
		(writable === 'both' || writable === action) &&
		!(action === 'create' && (upFront || name === `${OWNER.name}_id`));
	const fields = attributes
		.filter(offered)
		.map((attribute) => unlessTool(attributeProperty(attribute), attribute.notForTools));
	return [...fields, unlessTool(OTHER_ATTRIBUTES, true)];
}

function filterProperty(resource: Resource, filter: Filter): INodeProperties {
	const { param, label, kind, lookup, choices = [], description, placeholder } = filter;
	if (kind === 'lookup' && lookup) return lookupProperty(lookup, param, label, description);
	if (kind === 'fieldOfType') return fieldOfType(resource, label, param, description ?? '');
	const base = {
		displayName: label,
		name: param,
		...(description && { description }),
		...(placeholder && { placeholder }),
	};
	switch (kind) {
		case 'boolean':
			return { ...base, type: 'boolean', default: true };
		case 'choice':
			return {
				...base,
				type: 'options',
				options: optionsOf(choices),
				default: optionsOf(choices)[0]?.value ?? '',
			};
		case 'dateFrom':
		case 'dateTo':
			return { ...base, type: 'dateTime', default: '' };
		default:
			return { ...base, type: 'string', default: '' };
	}
}

function filtersProperty(): INodeProperties {
	const uses = having('getAll').flatMap((resource) =>
		resource.filters.map((filter): Use => {
			return {
				resource: resource.name,
				operation: 'getAll',
				property: filterProperty(resource, filter),
			};
		}),
	);
	return sharedCollection(
		{ displayName: 'Filters', name: 'filters', placeholder: 'Add Filter' },
		uses,
	);
}

function simplifyProperty(): INodeProperties {
	const operations = (Object.keys(OPERATIONS) as OperationName[]).filter(
		(operation) => OPERATIONS[operation].givesRecords,
	);
	return {
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
		displayOptions: { show: { operation: operations } },
	};
}
