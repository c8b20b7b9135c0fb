/**
 * Companies and contacts in the form of ConnectWise Manage.
 *
 * Sources: recorded answers in the tests of github.com/amp-labs/connectors (providers/connectwise/test: the members of
 * a contact, empty ones left out); README of github.com/spinen/connectwise-php-client (`_info` of a company); models
 * generated from ConnectWise's own description, github.com/sowderca/connectwise-ruby-sdk: docs/Company.md (`type`, which
 * newer servers give as `types`), docs/CompanyStatus.md (`inactiveFlag`), docs/ContactCommunication.md.
 */
import type { Psa, PsaCompany, PsaContact } from './model';
import { filled, type Fields, type Shown } from './values';

const MOMENTS: Fields = {
	lastUpdated: 'date',
	'_info/lastUpdated': 'date',
	'_info/updatedBy': 'string',
};

export interface Collection {
	path: string;
	/** Word used in messages. */
	label: string;
	/** What may stand in `conditions` and `orderBy`. Lists may not: they have conditions of their own. */
	fields: Fields;
	/** What may stand in `childConditions`, and the list that it is about. */
	children: { list: string; fields: Fields };
	/** What may stand in `fields` beside those. */
	groups: string[];
	items: (psa: Psa) => Shown[];
}

export const COMPANIES: Collection = {
	path: '/company/companies',
	label: 'Company',
	fields: {
		id: 'number',
		identifier: 'string',
		name: 'string',
		'status/id': 'number',
		'status/name': 'string',
		addressLine1: 'string',
		addressLine2: 'string',
		city: 'string',
		state: 'string',
		zip: 'string',
		'country/id': 'number',
		'country/name': 'string',
		phoneNumber: 'string',
		website: 'string',
		deletedFlag: 'boolean',
		...MOMENTS,
		'_info/dateEntered': 'date',
	},
	children: { list: 'types', fields: { 'types/id': 'number', 'types/name': 'string' } },
	groups: ['status', 'country', 'type', 'types', '_info'],
	items: (psa) => psa.companies.map((item) => companyShown(psa, item)),
};

export const CONTACTS: Collection = {
	path: '/company/contacts',
	label: 'Contact',
	fields: {
		id: 'number',
		firstName: 'string',
		lastName: 'string',
		title: 'string',
		'company/id': 'number',
		'company/identifier': 'string',
		'company/name': 'string',
		inactiveFlag: 'boolean',
		defaultFlag: 'boolean',
		defaultPhoneType: 'string',
		defaultPhoneNbr: 'string',
		defaultPhoneExtension: 'string',
		...MOMENTS,
	},
	children: {
		list: 'communicationItems',
		fields: {
			'communicationItems/value': 'string',
			'communicationItems/communicationType': 'string',
			'communicationItems/defaultFlag': 'boolean',
		},
	},
	groups: ['company', 'types', 'communicationItems', '_info'],
	items: ({ companies, contacts }) => {
		const byId = new Map(companies.map((item) => [item.id, item]));
		return contacts.map((item) => contactShown(item, byId.get(item.companyId)));
	},
};

const COUNTRIES = ['United States', 'Canada', 'United Kingdom', 'Germany', 'Australia'];

/** The company types of a new server, as far as the sandbox uses them; each server may name its own. */
const TYPES = ['Client', 'Prospect', 'Vendor', 'Competitor', 'Partner'];

/** Company statuses; `inactiveFlag` says what a name means. */
const STATUSES: ReadonlyArray<{ name: string; inactive: boolean }> = [
	{ name: 'Active', inactive: false },
	{ name: 'Inactive', inactive: true },
	{ name: 'Imported', inactive: false },
	{ name: 'Not-Approved', inactive: true },
];

/** A number for a name, beginning at 1; those that are not in the list share one. */
const numberIn = (names: string[], name: string): number =>
	names.indexOf(name) + 1 || names.length + 1;

const typeShown = (name: string): { id: number; name: string } => ({
	id: numberIn(TYPES, name),
	name,
});

/** The statuses as `/company/companies/statuses` gives them. */
export function statuses(): Shown[] {
	return STATUSES.map(({ name, inactive }, at) => ({
		id: at + 1,
		name,
		defaultFlag: at === 0,
		inactiveFlag: inactive,
		notifyFlag: false,
		disallowSavingFlag: false,
		customNoteFlag: false,
		cancelOpenTracksFlag: false,
		_info: { lastUpdated: '2019-06-03T09:00:00Z', updatedBy: 'Sandbox' },
	}));
}

function companyShown(psa: Psa, company: PsaCompany): Shown {
	const { country, types } = company;
	const [first] = types;
	return filled({
		id: company.id,
		identifier: company.identifier,
		name: company.name,
		status: {
			id: numberIn(
				STATUSES.map(({ name }) => name),
				company.status,
			),
			name: company.status,
		},
		addressLine1: company.addressLine1,
		addressLine2: company.addressLine2,
		city: company.city,
		state: company.state,
		zip: company.zip,
		country: country === null ? null : { id: COUNTRIES.indexOf(country) + 1, name: country },
		phoneNumber: company.phone,
		website: company.website,
		deletedFlag: company.deleted,
		type: first === undefined ? null : typeShown(first),
		types: types.map(typeShown),
		_info: {
			lastUpdated: company.lastUpdated,
			updatedBy: 'Sandbox',
			dateEntered: company.dateEntered,
			enteredBy: 'Sandbox',
			contacts_href: `${psa.url}/company/contacts?conditions=company/id=${company.id}`,
		},
	});
}

function contactShown(contact: PsaContact, company: PsaCompany | undefined): Shown {
	const items = communicationItems(contact);
	const { phone } = contact;
	return filled({
		id: contact.id,
		firstName: contact.firstName,
		lastName: contact.lastName,
		company:
			company === undefined
				? null
				: { id: company.id, identifier: company.identifier, name: company.name },
		inactiveFlag: !contact.active,
		title: contact.title,
		defaultPhoneType: phone === null ? null : 'Direct',
		defaultPhoneNbr: phone,
		defaultPhoneExtension: phone === null ? null : contact.extension,
		defaultFlag: contact.primary,
		communicationItems: items.length === 0 ? null : items,
		types: [],
		_info: { lastUpdated: contact.lastUpdated, updatedBy: 'Sandbox' },
	});
}

/** Kinds of addresses and numbers, in the order in which a contact shows them; each server may name its own. */
const ITEM_KINDS = [
	{ member: 'email', id: 1, name: 'Email', kind: 'Email' },
	{ member: 'email2', id: 8, name: 'Personal Email', kind: 'Email' },
	{ member: 'phone', id: 2, name: 'Direct', kind: 'Phone' },
	{ member: 'mobile', id: 4, name: 'Mobile', kind: 'Phone' },
	{ member: 'email3', id: 9, name: 'Other Email', kind: 'Email' },
	{ member: 'fax', id: 3, name: 'Fax', kind: 'Fax' },
] as const;

/** The default one of its kind is the first. */
function communicationItems(contact: PsaContact): Shown[] {
	const seen = new Set<string>();
	return ITEM_KINDS.flatMap(({ member, id, name, kind }, at) => {
		const value = contact[member];
		if (value === null) return [];
		const defaultFlag = !seen.has(kind);
		seen.add(kind);
		return [
			filled({
				id: contact.id * 10 + at + 1,
				type: { id, name },
				value,
				extension: member === 'phone' ? contact.extension : null,
				defaultFlag,
				domain: kind === 'Email' ? value.slice(value.indexOf('@')) : null,
				communicationType: kind,
			}),
		];
	});
}
