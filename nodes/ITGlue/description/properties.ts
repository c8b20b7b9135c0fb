import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { RESOURCES, OWNER } from '../resources';
import { extrasOf } from '../resources/extras';
import type { Attribute, Filter, Resource, VerbName } from '../resources/types';
import { forResource, having, HIDDEN_FROM_TOOLS, names, show, unlessTool } from './display';
import {
	attributeProperty,
	byLabel,
	extraProperty,
	lookupProperty,
	optionalLookupProperty,
	optionsOf,
} from './fields';
import { recordLocator } from './locators';
import { mapperProperty } from './mapper';
import { optionsProperties, plainOptions } from './options';
import { VERBS } from './verbs';

/** All parameters of the node, made from the resource tables. */
export function assembleProperties(): INodeProperties[] {
	return [
		resourceProperty(),
		...RESOURCES.flatMap(operationProperties),
		...having('delete').map(deleteNotice),
		...organizationProperties(),
		...RESOURCES.map(recordProperty),
		...RESOURCES.filter(({ confirmDelete }) => confirmDelete).map(confirmProperty),
		...having('upsert').map((resource) => mapperProperty(resource, 'upsert')),
		...having('reconcile').map((resource) => mapperProperty(resource, 'reconcile')),
		...having('create').flatMap(upFrontProperties),
		...verbProperties(),
		...listProperties(),
		...having('create').map((resource) => fieldsProperty(resource, 'create')),
		...having('update').map((resource) => fieldsProperty(resource, 'update')),
		...having('getAll').map(filtersProperty),
		simplifyProperty(),
		...RESOURCES.flatMap(optionsProperties),
		plainOptions(),
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

function operationProperties(resource: Resource): INodeProperties[] {
	const operations = (verbs: VerbName[]) =>
		verbs
			.map((verb) => ({
				name: VERBS[verb].label,
				value: verb,
				description: VERBS[verb].description,
				action: VERBS[verb].action
					.replace('%s', resource.label.toLowerCase())
					.replace('%p', resource.plural.toLowerCase()),
			}))
			.sort((a, b) => a.name.localeCompare(b.name));
	const property = (displayOptions: IDisplayOptions, verbs: VerbName[]): INodeProperties => ({
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions,
		options: operations(verbs),
		default: 'getAll',
	});
	const safe = resource.verbs.filter((verb) => !VERBS[verb].notForTools);
	return [
		property({ show: { resource: [resource.name] }, ...HIDDEN_FROM_TOOLS }, resource.verbs),
		property({ show: { resource: [resource.name], '@tool': [true] } }, safe),
	];
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

const NEEDS_ORGANIZATION: VerbName[] = ['create', 'getPrimary'];

/** The organization that a record belongs to: needed to create one, elsewhere it narrows lists. */
function organizationProperties(): INodeProperties[] {
	const scoped = RESOURCES.filter((resource) => resource.scoped);
	const onRecord = (Object.keys(VERBS) as VerbName[]).filter((verb) => VERBS[verb].onRecord);
	return [
		recordLocator(OWNER, {
			required: true,
			description: 'The organization that the record belongs to',
			displayOptions: show(names(scoped), NEEDS_ORGANIZATION),
		}),
		recordLocator(OWNER, {
			description:
				'The organization of all records. Leave empty if the column Organization names it for each of them.',
			placeholder: 'From the column Organization',
			displayOptions: show(names(having('upsert').filter((resource) => resource.scoped)), [
				'upsert',
				'reconcile',
			]),
		}),
		recordLocator(OWNER, {
			description: 'Leave empty for all organizations',
			placeholder: 'All organizations',
			displayOptions: show(names(scoped), ['getAll']),
		}),
		recordLocator(OWNER, {
			description: 'Narrows the list below to one organization. Leave empty to choose among all.',
			placeholder: 'Any organization',
			displayOptions: show(names(scoped), onRecord),
		}),
	];
}

function recordProperty(resource: Resource): INodeProperties {
	const operations = resource.verbs.filter((verb) => VERBS[verb].onRecord);
	return recordLocator(resource, {
		required: true,
		description: `The ${resource.label.toLowerCase()} to work on`,
		displayOptions: forResource(resource, ...operations),
	});
}

function confirmProperty(resource: Resource): INodeProperties {
	return {
		displayName: 'Confirm Name',
		name: 'confirmName',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Northwind Dental',
		description: `Type the exact name of the ${resource.label.toLowerCase()}. It is deleted only if this matches.`,
		displayOptions: forResource(resource, 'delete'),
	};
}

function upFrontProperties(resource: Resource): INodeProperties[] {
	const attributes = resource.attributes
		.filter(({ upFront }) => upFront)
		.map((attribute) => ({
			...attributeProperty(attribute),
			...(attribute.required && !attribute.filledIn && { required: true }),
			...(attribute.hint && { hint: attribute.hint }),
			displayOptions: forResource(resource, 'create'),
		}));
	const extras = extrasOf(resource)
		.filter(({ place }) => place === 'upFront')
		.map((extra) => ({
			...extraProperty(extra),
			displayOptions: {
				...forResource(resource, ...extra.verbs),
				...(extra.notForTools && HIDDEN_FROM_TOOLS),
			},
		}));
	return [...attributes, ...extras];
}

/** Parameters that belong to one verb, whatever the resource. */
function verbProperties(): INodeProperties[] {
	const byStatus = RESOURCES.filter(({ archive }) => archive?.by === 'status');
	const statuses = byStatus.flatMap((resource): INodeProperties[] => {
		const attribute = resource.attributes.find(({ name }) => name === resource.archive?.attribute);
		if (!attribute?.lookup || resource.archive?.by !== 'status') return [];
		const { retired, active } = resource.archive;
		const status = optionalLookupProperty(attribute.lookup, 'archiveStatus', attribute.label);
		return [
			{
				...status,
				hint: `If left empty: ${retired} to archive, ${active} to unarchive. An expression may also give the name.`,
				displayOptions: forResource(resource, 'archive', 'unarchive'),
			},
		];
	});
	return [
		...statuses,
		{
			displayName: 'Alert',
			name: 'archiveNote',
			type: 'string',
			default: '',
			placeholder: 'e.g. ARCHIVED: 2026-01-31 - Contract ended',
			description:
				'Banner text to set. If empty, Archive leaves the alert alone, and Unarchive clears one that begins with ARCHIVED.',
			displayOptions: show(names(byStatus), ['archive', 'unarchive']),
		},
		{
			displayName: 'Note',
			name: 'note',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			required: true,
			placeholder: 'e.g. 2026-01-31: handed over to Ann Example',
			description: 'Text or HTML to append to the quick notes. What is there stays.',
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
		'Attributes that this node does not list, as an object. Names may be written as quickNotes, quick_notes or quick-notes.',
};

function fieldsProperty(resource: Resource, action: 'create' | 'update'): INodeProperties {
	const creating = action === 'create';
	const offered = (attribute: Attribute): boolean =>
		(attribute.writable === 'both' || attribute.writable === action) &&
		!(creating && (attribute.upFront || attribute.name === `${OWNER.name}_id`));
	const items = resource.attributes
		.filter(offered)
		.map((attribute) => unlessTool(attributeProperty(attribute), attribute.notForTools));
	return {
		displayName: creating ? 'Additional Fields' : 'Update Fields',
		name: creating ? 'additionalFields' : 'updateFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		displayOptions: forResource(resource, action),
		options: byLabel([...items, unlessTool(OTHER_ATTRIBUTES, true)]),
	};
}

function filterProperty(filter: Filter): INodeProperties {
	const { param, label, kind, lookup, choices = [], description, placeholder } = filter;
	if (kind === 'lookup' && lookup) return lookupProperty(lookup, param, label, description);
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

function filtersProperty(resource: Resource): INodeProperties {
	return {
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		displayOptions: forResource(resource, 'getAll'),
		options: byLabel(resource.filters.map(filterProperty)),
	};
}

function simplifyProperty(): INodeProperties {
	const verbs = (Object.keys(VERBS) as VerbName[]).filter((verb) => VERBS[verb].givesRecords);
	return {
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
		displayOptions: { show: { operation: verbs } },
	};
}
