import type { IDisplayOptions, INodeProperties, INodePropertyMode } from 'n8n-workflow';
import { findResource } from '../resources';
import { article, exampleAddress, placeOf } from '../resources/schema/common';
import { LOOKUPS } from '../resources/lookups';
import type { LookupName } from '../resources/schema/attribute';
import type { Resource } from '../resources/schema/resource';
import { addressPattern } from '../text/webAddress';
import { searchMethod } from './methods';

type ModeDetails = Omit<INodePropertyMode, 'displayName' | 'name' | 'type'>;

/** A mode of a locator. Built here, because n8n's lint would read the object as a parameter. */
const mode = (displayName: string, name: string, details: ModeDetails): INodePropertyMode =>
	Object.assign(
		{ displayName, name },
		{ type: name === 'list' ? 'list' : 'string' } as const,
		details,
	);

const fromList = (
	plural: string,
	what: string,
	placeholder = `Select ${what}...`,
): INodePropertyMode =>
	mode('From List', 'list', {
		placeholder,
		typeOptions: {
			searchListMethod: searchMethod(plural),
			searchable: true,
		},
	});

const byId = mode('By ID', 'id', {
	placeholder: 'e.g. 1234567',
	validation: [
		{
			type: 'regex',
			properties: {
				regex: '^\\s*[0-9]{1,19}\\s*$',
				errorMessage: 'An ID consists of digits only',
			},
		},
	],
});

/** The mode By URL, if the records have a page. */
function byUrl(resource: Resource): INodePropertyMode[] {
	const place = placeOf(resource);
	if (place === undefined) return [];
	const regex = addressPattern(place);
	return [
		mode('By URL', 'url', {
			placeholder: `e.g. ${exampleAddress(resource)}`,
			validation: [
				{
					type: 'regex',
					properties: {
						regex,
						errorMessage: `This is not the web address of ${article(resource.label)}`,
					},
				},
			],
			extractValue: { type: 'regex', regex },
		}),
	];
}

const byName = (label: string): INodePropertyMode =>
	mode('By Name', 'name', {
		placeholder: `e.g. the exact name of the ${label.toLowerCase()}`,
	});

/** Finds a record in a searched list, or by ID, web address or exact name. */
export function recordLocator(
	resource: Resource,
	more: {
		required?: boolean;
		description: string;
		/** Shown in an empty list if the record is optional. */
		placeholder?: string;
		displayOptions?: IDisplayOptions;
	},
): INodeProperties {
	return {
		displayName: resource.label,
		name: `${resource.name}Id`,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		...(more.required && { required: true }),
		description: more.description,
		modes: [
			fromList(resource.plural, article(resource.label), more.placeholder),
			byId,
			...byUrl(resource),
			byName(resource.label),
		],
		...(more.displayOptions && { displayOptions: more.displayOptions }),
	};
}

/** An entry of a long list that a field points to. */
export function lookupLocator(
	lookup: LookupName,
	name: string,
	label: string,
	description?: string,
): INodeProperties {
	const { plural, label: entry, resource } = LOOKUPS[lookup];
	const records = findResource(resource ?? '');
	return {
		displayName: label,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		...(description && { description }),
		modes: [
			fromList(plural, article(entry)),
			byId,
			...(records ? byUrl(records) : []),
			byName(entry),
		],
	};
}
