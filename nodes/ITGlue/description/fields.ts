import type { IDisplayOptions, INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { paramOf } from '../resources/schema/common';
import { camel } from '../text/spelling';
import { LOOKUPS } from '../resources/lookups';
import type {
	Attribute,
	Choice,
	Option,
	LookupName,
	RowColumn,
} from '../resources/schema/attribute';
import type { Resource } from '../resources/schema/resource';
import { HIDDEN_FROM_TOOLS } from './display';
import { lookupLocator } from './locators';
import { FIELDS_METHOD, loadMethod, loadMethodOrDefault } from './methods';

const DYNAMIC =
	'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>';

const DYNAMIC_SEVERAL =
	'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>';

export const byLabel = <T extends { displayName: string }>(items: T[]): T[] =>
	[...items].sort((a, b) => a.displayName.localeCompare(b.displayName));

/** An entry of a drop-down that only some operations show. */
interface Entry extends Choice {
	show?: IDisplayOptions['show'];
}

export interface DropDownEntry {
	name: string;
	value: string;
	description?: string;
	displayOptions?: IDisplayOptions;
}

const shownWhen = ({ show, notForTools }: Entry): IDisplayOptions | undefined =>
	show || notForTools
		? { ...(show && { show }), ...(notForTools && HIDDEN_FROM_TOOLS) }
		: undefined;

/** The entries of a drop-down, in alphabetical order. */
export const optionsOf = (choices: Entry[]): DropDownEntry[] =>
	[...choices]
		.sort((a, b) => a.label.localeCompare(b.label))
		.map((choice) => {
			const { id, label, description } = choice;
			const displayOptions = shownWhen(choice);
			return {
				name: label,
				value: id,
				...(description && { description }),
				...(displayOptions && { displayOptions }),
			};
		});

const hint = (value?: string): { description?: string } => (value ? { description: value } : {});

const example = (value?: string): { placeholder?: string } => (value ? { placeholder: value } : {});

/** A look-up as a parameter: a drop-down of all entries, or a searched list if there are too many. */
export function lookupProperty(
	lookup: LookupName,
	name: string,
	label: string,
	description?: string,
): INodeProperties {
	const { picker, within } = LOOKUPS[lookup];
	if (picker === 'locator') return lookupLocator(lookup, name, label, description);
	return {
		displayName: `${label} Name or ID`,
		name,
		type: 'options',
		typeOptions: {
			loadOptionsMethod: loadMethod(lookup),
			...(within && { loadOptionsDependsOn: [`${camel(within.parent)}.value`] }),
		},
		default: '',
		description: description ? `${description}. ${DYNAMIC}.` : DYNAMIC,
	};
}

/**
 * A look-up that may stay empty. Its list begins with an entry for this: n8n marks a value that is not in the list as
 * not supported, even an empty one.
 */
export function optionalLookupProperty(
	lookup: LookupName,
	name: string,
	label: string,
): INodeProperties {
	const property = lookupProperty(lookup, name, label);
	return {
		...property,
		typeOptions: { ...property.typeOptions, loadOptionsMethod: loadMethodOrDefault(lookup) },
	};
}

/** An attribute as a parameter. */
export function attributeProperty(attribute: Attribute): INodeProperties {
	const { label, kind, description, placeholder, choices = [], lookup } = attribute;
	const name = paramOf(attribute);
	if (lookup) return lookupProperty(lookup, name, label, description);
	const list = attribute.rows ?? attribute.entries;
	if (list) {
		return {
			displayName: label,
			name,
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: `Add ${list.label}`,
			default: {},
			options: [
				{
					displayName: list.label,
					name: list.group,
					// In the order of filling in, the most important first; n8n's lint would sort them by letter.
					values: list.columns.map(columnProperty),
				} as INodePropertyCollection,
			],
			...hint(description),
		};
	}
	const base = { displayName: label, name, ...hint(description), ...example(placeholder) };
	switch (kind) {
		case 'boolean':
			return { ...base, type: 'boolean', default: false };
		case 'date':
		case 'dateTime':
			return { ...base, type: 'dateTime', default: '' };
		case 'choice':
			return {
				...base,
				type: 'options',
				options: optionsOf(choices),
				default: attribute.beginsWith ?? optionsOf(choices)[0]?.value ?? '',
			};
		case 'secret':
			return { ...base, type: 'string', typeOptions: { password: true }, default: '' };
		case 'multiline':
		case 'html':
		case 'lines':
			return { ...base, type: 'string', typeOptions: { rows: 4 }, default: '' };
		default:
			return { ...base, type: 'string', default: '' };
	}
}

function columnProperty(column: RowColumn): INodeProperties {
	const { label, param, kind, choices = [], fallback, beside } = column;
	const base = {
		displayName: label,
		name: param,
		...hint(column.description),
		...example(column.placeholder),
		...(beside && { displayOptions: { show: { [beside.param]: beside.values } } }),
	};
	if (kind === 'boolean') {
		const byDefault = { ...base, type: 'boolean' as const, default: fallback === true };
		if (column.description) return byDefault;
		return {
			...byDefault,
			description: `Whether this is the ${label.toLowerCase()} entry. In a new list without one, the first entry is used.`,
		};
	}
	if (kind === 'choice') {
		return { ...base, type: 'options', options: optionsOf(choices), default: fallback ?? '' };
	}
	if (kind === 'multiline') {
		return { ...base, type: 'string', typeOptions: { rows: 3 }, default: '' };
	}
	return { ...base, type: 'string', default: '' };
}

/** The parameter with the type, if the type of a record defines its attributes. */
export const typeValue = ({ typedBy }: Resource): string[] =>
	typedBy ? [`${typedBy.resource}Id.value`] : [];

/**
 * A list of the fields of the chosen type, and the fields that every record has. Its name and ending follow n8n's
 * lint.
 */
export const fieldsOfType = (
	resource: Resource,
	label: string,
	name: string,
	description: string,
): INodeProperties => ({
	displayName: `${label} Names or IDs`,
	name,
	type: 'multiOptions',
	typeOptions: {
		loadOptionsMethod: FIELDS_METHOD,
		loadOptionsDependsOn: typeValue(resource),
	},
	default: [],
	description: `${description}. ${DYNAMIC_SEVERAL}.`,
});

/** One field of the chosen type. */
export const fieldOfType = (
	resource: Resource,
	label: string,
	name: string,
	description: string,
): INodeProperties => ({
	...fieldsOfType(resource, label, name, description),
	displayName: `${label} Name or ID`,
	type: 'options',
	default: '',
	description: `${description}. ${DYNAMIC}.`,
});

/** A switch or option of a resource as a parameter. */
export function optionProperty(resource: Resource, option: Option): INodeProperties {
	const { param, label, description, placeholder, beside } = option;
	const base = {
		displayName: label,
		name: param,
		...hint(description),
		...example(placeholder),
		...(beside && { displayOptions: { show: { [`/${beside.param}`]: beside.values } } }),
	};
	switch (option.kind) {
		case 'boolean':
			return { ...base, type: 'boolean', default: option.default };
		case 'choice':
			return {
				...base,
				type: 'options',
				options: optionsOf(option.choices),
				default: option.default,
			};
		case 'multiChoice':
			if (option.ofType) return fieldsOfType(resource, label, param, description ?? '');
			return {
				...base,
				type: 'multiOptions',
				options: optionsOf(option.choices),
				default: option.default,
			};
		case 'string':
			return { ...base, type: 'string', default: option.default };
	}
}
