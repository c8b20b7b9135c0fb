/** The PSA's companies and contacts as they follow from the synced organizations and contacts of IT Glue. */
import { isObject } from '../core/names';
import type { Store } from '../core/store';
import type { Attributes, Json, StoredRecord } from '../types';
import { moved, uncleanCompanies, uncleanContacts } from './unclean';
import { company, contact, CHANGED } from './records';
import { counted, moment, type PsaCompany, type PsaContact, type PsaData } from './model';

/** A number that no contact of IT Glue has. */
const REPLACED_PHONE = '6045550199';

/** A title that no contact of IT Glue has. */
const NEW_TITLE = 'Managing Director';

/** Position among the synced organizations whose company is gone from the PSA. */
const GONE = 4;

/** Companies that stand in the PSA only. */
const WITHOUT_ORGANIZATION = ['Ridgeway Pottery', 'Tidewater Marine', 'Willow & Finch'];
const DELETED = 'Old Mill Stationers';

/** Endings that the PSA spells differently. */
const LONG_FORMS: ReadonlyArray<readonly [short: RegExp, long: string]> = [
	[/ Co$/, ' Company'],
	[/ Inc$/, ' Incorporated'],
	[/ Ltd$/, ' Limited'],
];

/** Companies and contacts; the same store gives the same ones. */
export function companiesAndContacts(store: Store): Pick<PsaData, 'companies' | 'contacts'> {
	const synced = store.all('organizations').filter((record) => record.psa !== undefined);
	const present = synced.filter((_record, at) => at !== GONE);
	const linked = present.map((record, at) => linkedCompany(store, record, at));
	const clean = [...linked, ...unlinkedCompanies(store, linked)];
	const companies = [...clean, ...uncleanCompanies(Math.max(...clean.map(({ id }) => id)) + 1)];
	const contacts = contactsOf(store, present, companies);
	return { companies, contacts: [...moved(contacts, linked), ...uncleanContacts(linked)] };
}

const text = (value: Json | undefined): string | null =>
	typeof value === 'string' && value !== '' ? value : null;

const nameOf = (record: StoredRecord): string => String(record.attributes.name);

const remoteId = (record: StoredRecord): number => Number(record.psa?.remoteId);

/** Every seventh company was renamed in the PSA after it was synced, every ninth is no longer active. */
function linkedCompany(store: Store, record: StoredRecord, at: number): PsaCompany {
	const renamed = at % 7 === 3;
	const active = at % 9 !== 8;
	return company(remoteId(record), renamed ? `${nameOf(record)} Holdings` : nameOf(record), {
		...addressOf(store, record),
		active,
		status: active ? 'Active' : 'Inactive',
		types: at % 6 === 5 ? ['Client', 'Vendor'] : ['Client'],
		dateEntered: moment(record.createdAt),
		lastUpdated: renamed || !active ? CHANGED : moment(record.updatedAt),
	});
}

function addressOf(store: Store, organization: StoredRecord): Partial<PsaCompany> {
	const office = store.related('locations', 'organization_id', organization.id)[0]?.attributes;
	if (office === undefined) return {};
	const named = (collection: string, id: Json | undefined): Attributes =>
		store.find(collection, String(id))?.attributes ?? {};
	return {
		addressLine1: text(office.address_1),
		addressLine2: text(office.address_2),
		city: text(office.city),
		state: text(named('regions', office.region_id).iso),
		zip: text(office.postal_code),
		country: text(named('countries', office.country_id).name),
		phone: text(office.phone),
	};
}

/**
 * Companies that no organization is linked to: some that IT Glue does not have, one of exactly an organization's
 * name, some of a name that is only similar, and one whose name two organizations share.
 */
function unlinkedCompanies(store: Store, linked: PsaCompany[]): PsaCompany[] {
	const organizations = store.all('organizations');
	const exactNames = counted(organizations.map(nameOf));
	const names = counted(organizations.map((record) => nameOf(record).toLowerCase()));
	const free = organizations
		.filter(({ psa, attributes }) => psa === undefined && attributes.primary !== true)
		.map(nameOf)
		.filter((name) => names.get(name.toLowerCase()) === 1);
	const similar = LONG_FORMS.flatMap(([short, long]) => {
		const name = free.find((candidate) => short.test(candidate));
		return name === undefined ? [] : [name.replace(short, long)];
	});
	const exact = free.find((name) => !LONG_FORMS.some(([short]) => short.test(name)));
	const shared = [...exactNames.keys()].find((name) => (exactNames.get(name) ?? 0) > 1);
	const all = [...WITHOUT_ORGANIZATION, DELETED, ...similar, exact, shared].filter(
		(name) => name !== undefined,
	);
	const highest = Math.max(1000, ...linked.map(({ id }) => id));
	return all.map((name, at) => company(highest + 1 + at, name, { deleted: name === DELETED }));
}

function contactsOf(
	store: Store,
	organizations: StoredRecord[],
	companies: PsaCompany[],
): PsaContact[] {
	return [
		...linkedContacts(store, organizations),
		...contactsKnownByEmail(store, organizations),
		...newContacts(companies),
	];
}

/** Every seventh contact has another title in the PSA, and one has left. IT Glue refuses changes to linked contacts. */
function linkedContacts(store: Store, organizations: StoredRecord[]): PsaContact[] {
	return organizations
		.flatMap((organization) =>
			store
				.related('contacts', 'organization_id', organization.id)
				.filter(({ psa }) => psa !== undefined)
				.map((record) => knownContact(remoteId(record), remoteId(organization), record)),
		)
		.map((record, at) => {
			if (at % 7 === 2) return { ...record, title: NEW_TITLE, lastUpdated: CHANGED };
			return at === 4 ? { ...record, active: false, lastUpdated: CHANGED } : record;
		});
}

/**
 * Three persons whom IT Glue has without a link, so that it lets a sync change them: one with another title, one whose
 * address is the second one in IT Glue, one whose phone number was replaced.
 */
function contactsKnownByEmail(store: Store, organizations: StoredRecord[]): PsaContact[] {
	return organizations.slice(0, 3).flatMap((organization, at) => {
		const record = store
			.related('contacts', 'organization_id', organization.id)
			.find(({ psa }) => psa === undefined);
		if (record === undefined) return [];
		const known = knownContact(70_000_000 + at, remoteId(organization), record);
		if (at === 0) return [{ ...known, title: NEW_TITLE, lastUpdated: CHANGED }];
		if (at === 1) return [{ ...known, email: known.email2, email2: known.email }];
		return [{ ...known, phone: REPLACED_PHONE, extension: null, lastUpdated: CHANGED }];
	});
}

function listOf(value: Json | undefined): Attributes[] {
	return Array.isArray(value) ? value.filter((item) => isObject<Json>(item)) : [];
}

/** A contact with what IT Glue says of the person. */
function knownContact(id: number, companyId: number, record: StoredRecord): PsaContact {
	const { attributes } = record;
	const [email, email2] = listOf(attributes.contact_emails);
	const [phone] = listOf(attributes.contact_phones);
	return contact(id, companyId, String(attributes.first_name), {
		lastName: text(attributes.last_name),
		title: text(attributes.title),
		email: text(email?.value),
		email2: text(email2?.value),
		phone: text(phone?.value),
		extension: text(phone?.extension),
		primary: attributes.important === true,
		lastUpdated: moment(record.updatedAt),
	});
}

/** Persons whom IT Glue does not know: one without email, one who has left again, one of a company that it does not have. */
function newContacts(companies: PsaCompany[]): PsaContact[] {
	const elsewhere = companies.filter(({ name }) => name === WITHOUT_ORGANIZATION[0]);
	return [...companies.slice(0, 5), ...elsewhere].map(({ id }, at) =>
		contact(80_000_000 + at, id, 'New', {
			lastName: `Starter ${at + 1}`,
			title: 'Trainee',
			email: at === 1 ? null : `new.starter.${at + 1}@example.net`,
			phone: '6045550100',
			mobile: `604555018${at}`,
			active: at !== 2,
		}),
	);
}
