/**
 * Companies, contacts and countries in the form of Autotask's REST API.
 *
 * Sources: autotask.net/help, "Companies", "Contacts" and "Understanding picklists" of the REST API;
 * github.com/KerkhoffTechnologies/django-autotask (isActive of a contact is 1 or 0, unlike that of a company, and is
 * still asked for as true).
 */
import type { Json } from '../types';
import type { Entity } from './autotaskFilter';
import type { Psa, PsaCompany, PsaContact } from './model';
import type { FieldKind, Shown } from './values';

export interface Collection extends Entity {
	path: string;
	items: (psa: Psa) => Shown[];
}

export const COMPANIES: Collection = {
	path: '/Companies',
	label: 'Company',
	fields: {
		id: 'number',
		companyName: 'string',
		companyNumber: 'string',
		companyType: 'number',
		phone: 'string',
		address1: 'string',
		address2: 'string',
		city: 'string',
		state: 'string',
		postalCode: 'string',
		countryID: 'number',
		webAddress: 'string',
		isActive: 'boolean',
		lastTrackedModifiedDateTime: 'date',
	},
	items: (psa) => psa.companies.map(companyShown),
};

export const CONTACTS: Collection = {
	path: '/Contacts',
	label: 'Contact',
	fields: {
		id: 'number',
		companyID: 'number',
		firstName: 'string',
		lastName: 'string',
		title: 'string',
		emailAddress: 'string',
		emailAddress2: 'string',
		emailAddress3: 'string',
		phone: 'string',
		extension: 'string',
		alternatePhone: 'string',
		mobilePhone: 'string',
		faxNumber: 'string',
		isActive: 'flag',
		primaryContact: 'boolean',
		lastModifiedDate: 'date',
	},
	items: (psa) => psa.contacts.map(contactShown),
};

/** Ids of Autotask's list of countries; invented, as each account has its own. */
const COUNTRY_IDS: Readonly<Record<string, number>> = {
	'United States': 237,
	Canada: 38,
	'United Kingdom': 235,
	Germany: 82,
	Australia: 14,
};

/** The list of countries, which is read like any other entity. */
export const COUNTRIES: Collection = {
	path: '/Countries',
	label: 'Country',
	fields: { id: 'number', name: 'string', displayName: 'string', isActive: 'boolean' },
	items: () =>
		Object.entries(COUNTRY_IDS).map(([name, id]) => ({
			id,
			name,
			displayName: name,
			isActive: true,
		})),
};

/** The picklist of company types. An account may change the labels, not the numbers. */
const TYPES: ReadonlyArray<readonly [value: number, label: string]> = [
	[1, 'Customer'],
	[2, 'Lead'],
	[3, 'Prospect'],
	[4, 'Dead'],
	[6, 'Cancelation'],
	[7, 'Vendor'],
	[8, 'Partner'],
];

/** A company has one type here; that of a client is the default. */
const TYPE_NUMBERS: Readonly<Record<string, number>> = {
	Client: 1,
	Competitor: 4,
	Prospect: 3,
	Vendor: 7,
	Partner: 8,
};
const typeOf = ({ types: [first = 'Client'] }: PsaCompany): number => TYPE_NUMBERS[first] ?? 1;

/** What `/Companies/entityInformation/fields` says, of the field with a picklist in full. */
export function companyFields(): Json {
	const fields = Object.keys(COMPANIES.fields).map((name) => {
		const isPickList = name === 'companyType';
		return {
			name,
			dataType: DATA_TYPES[COMPANIES.fields[name] ?? 'string'],
			isQueryable: true,
			isPickList,
			picklistValues: isPickList
				? TYPES.map(([value, label], at) => ({
						value: String(value),
						label,
						isDefaultValue: at === 0,
						sortOrder: at + 1,
						parentValue: '',
						isActive: true,
						isSystem: true,
					}))
				: null,
			picklistParentValueField: '',
		};
	});
	return { fields };
}

const DATA_TYPES: Readonly<Record<FieldKind, string>> = {
	string: 'string',
	number: 'integer',
	boolean: 'boolean',
	flag: 'integer',
	date: 'datetime',
};

function companyShown(company: PsaCompany): Shown {
	return {
		id: company.id,
		companyName: company.name,
		companyNumber: company.identifier,
		companyType: typeOf(company),
		phone: company.phone,
		address1: company.addressLine1,
		address2: company.addressLine2,
		city: company.city,
		state: company.state,
		postalCode: company.zip,
		countryID: company.country === null ? null : (COUNTRY_IDS[company.country] ?? null),
		webAddress: company.website,
		isActive: company.active && !company.deleted,
		lastTrackedModifiedDateTime: company.lastUpdated,
	};
}

function contactShown(contact: PsaContact): Shown {
	return {
		id: contact.id,
		companyID: contact.companyId,
		firstName: contact.firstName,
		lastName: contact.lastName,
		title: contact.title,
		emailAddress: contact.email,
		emailAddress2: contact.email2,
		emailAddress3: contact.email3,
		phone: contact.phone,
		extension: contact.extension,
		alternatePhone: null,
		mobilePhone: contact.mobile,
		faxNumber: contact.fax,
		isActive: contact.active ? 1 : 0,
		primaryContact: contact.primary,
		lastModifiedDate: contact.lastUpdated,
	};
}
