import { otherCountryNames, otherRegionNames } from '../text/countries';
import type { JsonApiRecord } from '../transport';
import type { LookupName } from './schema/attribute';

/**
 * A list of records that attributes and filters point to. The user picks one in the editor, or gives its id or name.
 */
export interface Lookup {
	name: LookupName;
	label: string;
	plural: string;
	/** Templates in order of preference; a template is used only if its parent is known. */
	paths: string[];
	/** What limits the list: the organization of the item, or another attribute of the item. */
	within?: { parent: 'organization_id' | 'manufacturer_id' | 'country_id'; as: 'path' | 'filter' };
	/** The resource of these records. They are found by name like other records of the resource. */
	resource?: string;
	/** `options`: a drop-down of all entries. `locator`: for longer lists, searched and paged. */
	picker: 'options' | 'locator';
	/** All names of a record that can be given; the first is shown. */
	namesOf: (record: JsonApiRecord) => string[];
	pageSize: number;
	/** Other names for the given one. Tried if no entry has the given name. */
	otherNames?: (given: string) => string[];
	/** Whether to ignore accents and full stops if no entry has exactly this name. */
	loose?: boolean;
	/** The route that creates an entry with `name` (reference 4.2, 4.3, 4.5, 4.7, 4.8, 4.10, 4.15, 4.22). */
	create?: string;
	/** A short list that administrators define: columns of a mapping offer its names. */
	short?: true;
	/** A documented sort key, so that records do not move between pages during the reading. */
	sort?: string;
}

const text = (value: unknown): string[] => (typeof value === 'string' && value ? [value] : []);

const byName = (record: JsonApiRecord): string[] => text(record.attributes.name);

const byNameOrIso = (record: JsonApiRecord): string[] => [
	...text(record.attributes.name),
	...text(record.attributes.iso),
];

const list = (
	name: LookupName,
	label: string,
	plural: string,
	path: string,
	more: Partial<Lookup> = {},
): Lookup => ({
	name,
	label,
	plural,
	paths: [path],
	picker: 'options',
	namesOf: byName,
	pageSize: 1000,
	sort: 'name',
	...more,
});

const ofOrganization = '/organizations/:organization_id/relationships';

export const LOOKUPS: Record<LookupName, Lookup> = {
	organizationType: list(
		'organizationType',
		'Organization Type',
		'Organization Types',
		'/organization_types',
		{ create: '/organization_types', short: true },
	),
	organizationStatus: list(
		'organizationStatus',
		'Organization Status',
		'Organization Statuses',
		'/organization_statuses',
		{ create: '/organization_statuses', short: true },
	),
	organization: list('organization', 'Organization', 'Organizations', '/organizations', {
		resource: 'organization',
		picker: 'locator',
	}),
	contactType: list('contactType', 'Contact Type', 'Contact Types', '/contact_types', {
		create: '/contact_types',
		short: true,
	}),
	contact: list('contact', 'Contact', 'Contacts', '/contacts', {
		resource: 'contact',
		picker: 'locator',
		sort: 'last_name',
		within: { parent: 'organization_id', as: 'filter' },
	}),
	location: list('location', 'Location', 'Locations', '/locations', {
		resource: 'location',
		picker: 'locator',
		within: { parent: 'organization_id', as: 'filter' },
	}),
	configurationType: list(
		'configurationType',
		'Configuration Type',
		'Configuration Types',
		'/configuration_types',
		{ create: '/configuration_types', short: true },
	),
	configurationStatus: list(
		'configurationStatus',
		'Configuration Status',
		'Configuration Statuses',
		'/configuration_statuses',
		{ create: '/configuration_statuses', short: true },
	),
	manufacturer: list('manufacturer', 'Manufacturer', 'Manufacturers', '/manufacturers', {
		create: '/manufacturers',
	}),
	model: list('model', 'Model', 'Models', '/models', {
		picker: 'locator',
		paths: ['/manufacturers/:manufacturer_id/relationships/models', '/models'],
		within: { parent: 'manufacturer_id', as: 'path' },
		create: '/models',
	}),
	operatingSystem: list(
		'operatingSystem',
		'Operating System',
		'Operating Systems',
		'/operating_systems',
	),
	passwordCategory: list(
		'passwordCategory',
		'Password Category',
		'Password Categories',
		'/password_categories',
		{ create: '/password_categories', short: true },
	),
	// Folders exist only under an organization; the flat list returns 404 (reference 4.8, 4.15).
	passwordFolder: list(
		'passwordFolder',
		'Password Folder',
		'Password Folders',
		`${ofOrganization}/password_folders`,
		{
			within: { parent: 'organization_id', as: 'path' },
			create: `${ofOrganization}/password_folders`,
			sort: 'created_at',
		},
	),
	documentFolder: list(
		'documentFolder',
		'Document Folder',
		'Document Folders',
		`${ofOrganization}/document_folders`,
		{
			within: { parent: 'organization_id', as: 'path' },
			create: `${ofOrganization}/document_folders`,
		},
	),
	country: list('country', 'Country', 'Countries', '/countries', {
		namesOf: byNameOrIso,
		otherNames: otherCountryNames,
		loose: true,
	}),
	// Regions nested under a country do not work as documented (reference 1.15), so this uses the flat list with a
	// filter.
	region: list('region', 'Region', 'Regions', '/regions', {
		namesOf: byNameOrIso,
		otherNames: otherRegionNames,
		loose: true,
		within: { parent: 'country_id', as: 'filter' },
	}),
	group: list('group', 'Group', 'Groups', '/groups'),
};
