/** Fills the store: an account of a managed service provider with believable, invented clients. */
import { numericId } from '../core/exact';
import { kebab } from '../core/names';
import type { Store } from '../core/store';
import type { Attributes, Json, StoredRecord } from '../types';
import { addConfigurations } from './configurations';
import { addDocuments } from './documents';
import { addFlexibleAssets } from './flexibleAssets';
import { lookUp, type Generation } from './generation';
import { Random } from './prng';
import * as words from './vocabulary';

export interface Size {
	organizations: number;
	configurations: number;
	longIds: boolean;
	seed: number;
}

const START = Date.UTC(2024, 0, 8, 8, 0, 0);

const ids = (records: StoredRecord[]): number[] => records.map((record) => Number(record.id));

/** Fills an empty store; the same size and seed give the same records. */
export function generate(store: Store, size: Size): void {
	let clock = START;
	const random = new Random(size.seed);
	const moment = () => {
		clock += 1000 * (60 + Math.floor(random.next() * 240));
		return { createdAt: clock, updatedAt: clock + 1000 };
	};
	const generation: Generation = { store, random, moment, lookUps: {} };
	addLookUps(generation);
	const clients = addOrganizations(generation, size);
	for (const [at, client] of clients.entries()) addClient(generation, client, at);
	addConfigurations(generation, clients, size.configurations);
	for (const [at, client] of clients.entries()) addPasswords(generation, client, at);
	addPeople(generation);
	// Last, and from a stream of its own: what was generated before stays as it was.
	addFlexibleAssets({ ...generation, random: new Random(size.seed + 7919) }, clients);
}

function addLookUps(generation: Generation): void {
	const { store, moment, lookUps } = generation;
	const named = (collection: string, names: readonly string[]) => {
		lookUps[collection] = ids(names.map((name) => store.insert(collection, { name }, moment())));
	};
	named('organization_types', words.ORGANIZATION_TYPES);
	named('organization_statuses', words.ORGANIZATION_STATUSES);
	named('contact_types', words.CONTACT_TYPES);
	lookUps.configuration_types = ids(
		words.CONFIGURATION_TYPES.map(([name, kind]) =>
			store.insert('configuration_types', { name, kind }, moment()),
		),
	);
	named('configuration_statuses', words.CONFIGURATION_STATUSES);
	named('password_categories', words.PASSWORD_CATEGORIES);
	named('platforms', words.PLATFORMS);
	named('manufacturers', Object.keys(words.MANUFACTURERS));
	named('countries', []);
	lookUps.operating_systems = ids(
		words.OPERATING_SYSTEMS.map(([name, platform]) =>
			store.insert(
				'operating_systems',
				{ name, platform_id: lookUp(generation, 'platforms', platform) },
				moment(),
			),
		),
	);
	lookUps.models = Object.values(words.MANUFACTURERS).flatMap((names, at) =>
		ids(
			names.map((name) =>
				store.insert(
					'models',
					{ name, manufacturer_id: lookUp(generation, 'manufacturers', at) },
					moment(),
				),
			),
		),
	);
	for (const { name, iso, regions } of words.COUNTRIES) {
		const country = store.insert('countries', { name, iso }, moment());
		for (const [region, regionIso] of regions)
			store.insert(
				'regions',
				{ name: region, iso: regionIso, country_id: Number(country.id) },
				moment(),
			);
	}
}

function organizationName(random: Random, at: number, used: Set<string>): string {
	const awkward = at === 0 ? words.OWN_ORGANIZATION : words.AWKWARD_NAMES[at - 1];
	if (awkward !== undefined) return awkward;
	const name = `${random.pick(words.NAME_FIRST)} ${random.pick(words.NAME_SECOND)} ${random.pick(words.NAME_LAST)}`;
	const free = used.has(name) ? `${name} ${at}` : name;
	used.add(free);
	return free;
}

/** Half of the clients come from the PSA: every second one after the own organization. */
export function isSynced(at: number): boolean {
	return at % 2 === 1;
}

/** The client whose ids, and those of all that belongs to it, are above 2^53. */
const LONG_IDS_AT = 6;

/** Company id in the PSA of the client at a position. */
export function companyId(at: number): string {
	return String(250 + at);
}

/** The tenant or user of Microsoft 365 that a record is linked to as well. */
function microsoft(at: number): { name: string; remoteId: string } {
	const tail = String(at).padStart(12, '0');
	return { name: 'Microsoft', remoteId: `00000000-0000-4000-8000-${tail}` };
}

function shortNameOf(name: string): string {
	return name
		.replace(/[^A-Za-z]/g, '')
		.slice(0, 6)
		.toUpperCase();
}

function addOrganizations(
	generation: Generation,
	{ organizations: count, longIds }: Size,
): StoredRecord[] {
	const { store, random, moment } = generation;
	const used = new Set<string>();
	const clients: StoredRecord[] = [];
	for (let at = 0; at < count; at += 1) {
		const name = organizationName(random, at, used);
		const parent = at > 20 && at % 10 === 4 ? clients[at - 3] : undefined;
		const status = at % 13 === 12 ? 2 : at % 9 === 8 ? 1 : 0;
		const attributes: Attributes = {
			name,
			alert: at % 11 === 5 ? 'Call the owner before any on-site visit' : null,
			description: at % 3 === 0 ? null : `Managed since ${2016 + (at % 8)}`,
			organization_type_id: lookUp(
				generation,
				'organization_types',
				at === 0 ? 3 : at % 6 === 5 ? at % 5 : 0,
			),
			organization_status_id: lookUp(generation, 'organization_statuses', status),
			primary: at === 0,
			logo: '',
			quick_notes:
				at % 7 === 2
					? `<p>Emergency contact: 555-0100.</p>${'<p>Reception closes at noon on Fridays.</p>'.repeat(10)}`
					: null,
			short_name: at % 11 === 9 ? null : shortNameOf(name),
			parent_id: parent === undefined ? null : numericId(parent.id),
			my_glue_account_id: null,
		};
		const psa = at > 0 && isSynced(at) ? { type: 'manage', remoteId: companyId(at) } : undefined;
		const adapters = at % 3 === 1 ? [microsoft(at)] : undefined;
		clients.push(
			store.insert('organizations', attributes, {
				...moment(),
				psa,
				adapters,
				longId: longIds && at === LONG_IDS_AT,
			}),
		);
	}
	return clients;
}

function phone(at: number): string {
	return `604555${String(100 + (at % 100)).padStart(4, '0')}`;
}

/** A site that nobody has filled in. */
const WITHOUT_ADDRESS: Attributes = {
	address_1: null,
	address_2: null,
	city: null,
	postal_code: null,
	region_id: null,
	country_id: null,
	phone: null,
	fax: null,
};

function addClient(generation: Generation, client: StoredRecord, at: number): void {
	const { store, random, moment } = generation;
	const organizationId = numericId(client.id);
	const countries = store.all('countries');
	const country = countries[at % countries.length];
	const regions = store.related('regions', 'country_id', country?.id);
	for (let site = 0; site < 1 + (at % 2); site += 1) {
		store.insert(
			'locations',
			{
				organization_id: organizationId,
				name: site === 0 ? 'Main Office' : 'Warehouse',
				primary: site === 0,
				address_1: `${random.between(1, 400)} ${random.pick(words.STREETS)}`,
				address_2: site === 0 ? null : 'Unit 2',
				city: random.pick(words.CITIES),
				postal_code: String(random.between(10000, 99999)),
				region_id: Number(regions[at % Math.max(1, regions.length)]?.id ?? 0) || null,
				country_id: country === undefined ? null : numericId(country.id),
				phone: phone(at),
				fax: at % 5 === 3 ? '' : at % 5 === 4 ? phone(at + 1) : null,
				notes: null,
				restricted: false,
				...(site === 1 && at % 6 === 5 && WITHOUT_ADDRESS),
			},
			{
				...moment(),
				psa:
					client.psa !== undefined && site === 0
						? { type: 'manage', remoteId: `${client.psa.remoteId}1` }
						: undefined,
			},
		);
	}
	addContacts(generation, client, at);
	addDocuments(generation, client, at);
}

function mailPart(name: string): string {
	return name
		.normalize('NFD')
		.replace(/ø/g, 'o')
		.replace(/[^A-Za-z]/g, '')
		.toLowerCase();
}

function addContacts(generation: Generation, client: StoredRecord, at: number): void {
	const { store, random, moment } = generation;
	const location = store.related('locations', 'organization_id', client.id)[0];
	const count = 2 + (at % 4);
	for (let person = 0; person < count; person += 1) {
		const first = random.pick(words.FIRST_NAMES);
		const last = random.pick(words.LAST_NAMES);
		const address = `${mailPart(first)}.${mailPart(last)}.${at}${person}`;
		const emails: Attributes[] = [
			{ value: `${address}@example.com`, primary: true, 'label-name': 'Work' },
		];
		if (person % 2 === 1)
			emails.push({ value: `${address}@example.org`, primary: false, 'label-name': 'Home' });
		const number = phone(at * 5 + person);
		const phones: Attributes[] = [
			{
				value: number,
				// Both forms of none were recorded.
				extension: person % 3 === 0 ? '12' : person % 3 === 1 ? null : '',
				primary: true,
				'label-name': 'Work',
				'label-type': 'phone',
				'formatted-value': number.replace(/(\d{3})(\d{3})(\d{4})/, '($1) $2-$3'),
			},
		];
		store.insert(
			'contacts',
			{
				organization_id: numericId(client.id),
				first_name: first,
				last_name: last,
				title: person === 4 ? '' : random.pick(words.TITLES),
				contact_type_id: person === 4 ? null : lookUp(generation, 'contact_types', person),
				location_id: location === undefined || person === 3 ? null : numericId(location.id),
				important: person === 0 ? true : null,
				notes: person % 2 === 0 ? null : '<p>Prefers e-mail.</p>',
				restricted: false,
				contact_emails: emails as Json,
				contact_phones: phones as Json,
			},
			{
				...moment(),
				psa:
					client.psa !== undefined && person % 2 === 0
						? { type: 'manage', remoteId: `${client.psa.remoteId}0${person}` }
						: undefined,
				adapters: client.adapters && person < 2 ? [microsoft(at * 10 + person)] : undefined,
			},
		);
	}
}

/** Every fourth has none; a word is picked all the same, so that what follows does not depend on it. */
function serviceName(random: Random, item: number): string | null {
	const name = `svc-${kebab(random.pick(words.NAME_FIRST).toLowerCase())}`;
	return item === 3 ? null : name;
}

function addPasswords(generation: Generation, client: StoredRecord, at: number): void {
	const { store, random, moment } = generation;
	const organizationId = numericId(client.id);
	const folder =
		at % 3 === 0
			? store.insert(
					'password_folders',
					{ organization_id: organizationId, name: 'Servers', parent_id: null, restricted: false },
					moment(),
				)
			: undefined;
	const host = store.related('configurations', 'organization_id', client.id)[0];
	for (let item = 0; item < 3 + (at % 2); item += 1) {
		const embedded = item === 1 && host !== undefined;
		store.insert(
			'passwords',
			{
				organization_id: organizationId,
				name: words.PASSWORD_NAMES[(at + item) % words.PASSWORD_NAMES.length],
				username: item === 0 ? 'administrator' : serviceName(random, item),
				password: `example-${random.between(100000, 999999)}-not-a-secret`,
				otp_secret: item === 2 ? 'JBSWY3DPEHPK3PXP' : null,
				url: item === 2 ? 'https://portal.example.com' : null,
				notes: item === 1 ? 'Change with the hardware' : null,
				password_category_id: item === 3 ? null : lookUp(generation, 'password_categories', item),
				password_folder_id: folder !== undefined && item === 0 ? numericId(folder.id) : null,
				resource_id: embedded ? numericId(host.id) : null,
				resource_type: embedded ? 'Configuration' : null,
				password_updated_at: item === 3 ? null : '2024-03-01T09:00:00.000Z',
				restricted: false,
				archived: item === 2 && at % 5 === 4,
				is_live: true,
				shareable: false,
				my_glue: false,
				rotation_permitted: false,
				personal: false,
				updated_by: item === 0 ? null : 1_000_000 + at,
				updated_by_type: item === 0 ? null : 'User',
				vault_id: item === 3 ? 7000 + at : null,
			},
			moment(),
		);
	}
}

const ROLES = ['Administrator', 'Manager', 'Editor', 'Creator', 'Lite', 'Read-only'] as const;

function addPeople({ store, moment }: Generation): void {
	const people = ROLES.map((role, at) => {
		const name = words.FIRST_NAMES[at * 2] ?? 'Alex';
		return store.insert(
			'users',
			{
				first_name: name,
				// One name is enough for a user.
				last_name: at === 5 ? null : (words.LAST_NAMES[at * 3] ?? 'Berg'),
				role_name: role,
				email: `${mailPart(name)}@msp.example.com`,
				avatar: '',
				invitation_sent_at: '2024-01-03T09:00:00.000Z',
				invitation_accepted_at: '2024-01-03T10:00:00.000Z',
				current_sign_in_at: '2024-03-04T08:00:00.000Z',
				current_sign_in_ip: '192.0.2.20',
				last_sign_in_at: '2024-03-01T08:00:00.000Z',
				last_sign_in_ip: '192.0.2.21',
				reputation: at * 10,
				my_glue: at > 3,
				my_glue_account_id: at > 3 ? 4100 : null,
			},
			moment(),
		);
	});
	store.insert(
		'groups',
		{
			name: 'Engineers',
			description: 'Everybody who may change client records',
			hide_from_my_glue: false,
			accounts_user_ids: ids(people.slice(0, 3)),
		},
		moment(),
	);
	store.insert(
		'groups',
		{
			name: 'Help Desk',
			description: null,
			hide_from_my_glue: false,
			accounts_user_ids: ids(people.slice(2, 5)),
		},
		moment(),
	);
}
