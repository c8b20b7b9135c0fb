/** Types of flexible assets with every kind of field, and some assets of each in most clients. */
import { numericId } from '../core/exact';
import type { Attributes, Json, StoredRecord } from '../types';
import { addFlexibleAsset, addFlexibleType, type NewField } from './flexibleKit';
import type { Generation } from './generation';

/** So many clients have flexible assets: enough for several pages, few enough for large accounts of tests. */
const CLIENTS = 60;

const lines = (...options: string[]): string => options.join('\n');

const TEXT = (name: string, more: Attributes = {}): NewField => ({ name, kind: 'Text', ...more });

const TITLE: Attributes = { required: true, use_for_title: true };

const EMAIL: NewField[] = [
	{
		name: 'Type',
		kind: 'Select',
		...TITLE,
		default_value: lines('Exchange Online', 'Exchange 2019', 'Google Workspace', 'IMAP'),
	},
	{
		name: 'Domains',
		kind: 'Tag',
		tag_type: 'Domains',
		required: true,
		hint: 'Tag accepted domains for this email system',
	},
	{ name: 'Email Servers', kind: 'Tag', tag_type: 'Configurations' },
	{ name: 'Location', kind: 'Select', default_value: lines('Cloud', 'On-Premises') },
	TEXT('Inbound Delivery'),
	TEXT('Webmail URL'),
	{ name: 'Notes', kind: 'Textbox', show_in_list: false },
];

const BACKUP: NewField[] = [
	TEXT('Name', TITLE),
	{ name: 'Last Tested', kind: 'Date' },
	{ name: 'Licence Ends', kind: 'Date', expiration: true, use_for_title: true },
	{ name: 'Retention Days', kind: 'Number', decimals: 0, required: true },
	{ name: 'Success Rate', kind: 'Percent', decimals: 2 },
	{ name: 'Encrypted', kind: 'Checkbox' },
	{ name: 'Frequency', kind: 'Select', default_value: lines('Hourly', 'Daily', 'Weekly') },
	TEXT('Repository', { hint: 'Path or bucket' }),
];

/** The version was added later, and has its place after the name: fields do not come in their order. */
const application = (backup: string): NewField[] => [
	{ name: 'Overview', kind: 'Header' },
	TEXT('Name', TITLE),
	{
		name: 'Category',
		kind: 'Select',
		order: 4,
		default_value: lines('Line of Business', 'Accounting', 'Security', 'Utility'),
	},
	{ name: 'Users / Seats', kind: 'Number', decimals: 0, order: 5 },
	{ name: 'Application Champion', kind: 'Tag', tag_type: 'Contacts', order: 6 },
	{ name: 'Application Servers', kind: 'Tag', tag_type: 'Configurations', order: 7 },
	{ name: 'Backed Up By', kind: 'Tag', tag_type: `FlexibleAssetType: ${backup}`, order: 8 },
	{ name: 'Business Impact', kind: 'Textbox', show_in_list: false, order: 9 },
	{ name: 'Monthly Cost', kind: 'Number', decimals: 2, order: 10 },
	TEXT('Version', { use_for_title: true, order: 3 }),
];

const REMOTE_ACCESS: NewField[] = [
	TEXT('Name', TITLE),
	TEXT('Gateway'),
	{ name: 'Guide', kind: 'Upload', show_in_list: false },
	{ name: 'Shared Key', kind: 'Password', show_in_list: false },
	{ name: 'In Use', kind: 'Checkbox' },
	{ name: 'Notes', kind: 'Textbox', show_in_list: false },
];

/** Made by the synchronisation with Microsoft 365, which keeps its fields (help article). */
const LICENSES: NewField[] = [
	TEXT('License', TITLE),
	{ name: 'Purchased', kind: 'Number', decimals: 0 },
	{ name: 'Assigned', kind: 'Number', decimals: 0 },
	{ name: 'Users', kind: 'Tag', tag_type: 'Contacts' },
	{ name: 'Renewal', kind: 'Date', expiration: true },
];

interface Types {
	email: StoredRecord;
	backup: StoredRecord;
	application: StoredRecord;
	remoteAccess: StoredRecord;
	licenses: StoredRecord;
}

function addTypes({ store, moment }: Generation): Types {
	const add = (name: string, icon: string, description: string, fields: NewField[]) =>
		addFlexibleType(store, { name, icon, description, fields, ...moment() }).type;
	const email = add('Email', 'envelope', 'Email Platform Information', EMAIL);
	const backup = add('Backup', 'database', 'What is backed up, and how often', BACKUP);
	return {
		email,
		backup,
		application: add('Application', 'cube', 'Software of a client', application(backup.id)),
		remoteAccess: add('Remote Access', 'plug', 'Ways in', REMOTE_ACCESS),
		licenses: addFlexibleType(store, {
			name: 'Microsoft Licenses',
			icon: 'windows',
			description: null,
			locked: true,
			fields: LICENSES,
			...moment(),
		}).type,
	};
}

/** Fills the store with types, and with assets in the first clients. */
export function addFlexibleAssets(generation: Generation, clients: StoredRecord[]): void {
	const types = addTypes(generation);
	for (const [at, client] of clients.slice(0, CLIENTS).entries()) {
		addEmail(generation, types, client, at);
		const backup = addBackup(generation, types, client, at);
		addApplications(generation, types, client, at, backup);
		addRemoteAccess(generation, types, client, at);
		if (at % 3 === 1) addLicenses(generation, types, client, at);
	}
}

const idsOf = (records: StoredRecord[]): Json[] => records.map(({ id }) => numericId(id));

function below(
	{ store }: Generation,
	collection: string,
	client: StoredRecord,
	count: number,
): Json[] {
	return idsOf(store.related(collection, 'organization_id', client.id).slice(0, count));
}

function addEmail(generation: Generation, types: Types, client: StoredRecord, at: number): void {
	const { store, moment, random } = generation;
	const name = `client-${at + 1}.example.com`;
	const owned = { organization_id: numericId(client.id), name };
	const domain = store.insert('domains', owned, moment());
	const isCloud = random.chance(0.6);
	const servers = isCloud ? [] : below(generation, 'configurations', client, 1);
	addFlexibleAsset(store, {
		type: types.email,
		organizationId: client.id,
		traits: {
			type: isCloud ? random.pick(['Exchange Online', 'Google Workspace']) : 'Exchange 2019',
			domains: [numericId(domain.id)],
			...(servers.length > 0 && { 'email-servers': servers }),
			location: isCloud ? 'Cloud' : 'On-Premises',
			...(at % 4 !== 3 && { 'inbound-delivery': 'Filter of the provider' }),
			'webmail-url': `https://mail.${name}`,
			...(at % 5 === 2 && { notes: '<p>Ask before a mailbox is <strong>moved</strong>.</p>' }),
		},
		...moment(),
	});
}

function addBackup(
	{ store, moment, random }: Generation,
	types: Types,
	client: StoredRecord,
	at: number,
): StoredRecord {
	return addFlexibleAsset(store, {
		type: types.backup,
		organizationId: client.id,
		traits: {
			name: random.pick(['Nightly Backup', 'Server Images', 'Cloud Backup']),
			...(at % 3 !== 2 && { 'last-tested': `2024-0${1 + (at % 3)}-1${at % 10}` }),
			...(at % 2 === 0 && { 'licence-ends': `2026-0${1 + (at % 9)}-28` }),
			'retention-days': random.pick([30, 90, 365]),
			'success-rate': random.between(9000, 10_000) / 100,
			encrypted: at % 4 !== 1,
			frequency: random.pick(['Hourly', 'Daily', 'Weekly']),
			repository: at % 6 === 5 ? undefined : `s3://backup-${at + 1}.example.com`,
		},
		archived: at % 17 === 16,
		...moment(),
	});
}

const APPLICATIONS = [
	'Ledger One',
	'Stock Keeper',
	'Time Sheet',
	'Case File',
	'Door Watch',
] as const;

/** What so many seats cost in a month: with cents, and more than a thousand for some. */
const seatsAt = (count: number): Attributes => ({
	'users-seats': count,
	'monthly-cost': Math.round(count * 2749) / 100,
});

function addApplications(
	generation: Generation,
	types: Types,
	client: StoredRecord,
	at: number,
	backup: StoredRecord,
): void {
	const { store, moment, random } = generation;
	for (let item = 0; item < 1 + (at % 2); item += 1) {
		const champions = below(generation, 'contacts', client, 1 + (at % 2));
		addFlexibleAsset(store, {
			type: types.application,
			organizationId: client.id,
			traits: {
				name: APPLICATIONS[(at + item) % APPLICATIONS.length],
				version: `${random.between(1, 9)}.${random.between(0, 9)}`,
				// "Legacy" was an option once: stored values may be outside the list.
				category:
					at % 9 === 4 ? 'Legacy' : random.pick(['Line of Business', 'Accounting', 'Utility']),
				...seatsAt(random.between(2, 80)),
				...(item === 0 && champions.length > 0 && { 'application-champion': champions }),
				...(at % 3 === 0 && {
					'application-servers': below(generation, 'configurations', client, 2),
				}),
				...(item === 0 && { 'backed-up-by': [numericId(backup.id)] }),
				...(at % 4 === 0 && { 'business-impact': '<p>Nobody can invoice without it.</p>' }),
			},
			restricted: at % 10 === 7,
			...moment(),
		});
	}
}

/** Text that is a file: no bytes of anybody's document. */
const guide = (client: number): Json => ({
	file_name: `Guide ${client}.txt`,
	content: Buffer.from(`How to connect to client ${client}.\n`).toString('base64'),
});

function addRemoteAccess(
	{ store, moment, random }: Generation,
	types: Types,
	client: StoredRecord,
	at: number,
): void {
	addFlexibleAsset(store, {
		type: types.remoteAccess,
		organizationId: client.id,
		traits: {
			name: at % 2 === 0 ? 'VPN' : 'Remote Desktop',
			gateway: `192.0.2.${1 + (at % 254)}`,
			...(at % 3 === 0 && { guide: guide(at + 1) }),
			...(at % 8 === 3 && {
				'shared-key': `example-${random.between(100000, 999999)}-not-a-secret`,
			}),
			'in-use': at % 5 !== 4,
			...(at % 7 === 1 && { notes: '<p>Only from the office.</p>' }),
		},
		...moment(),
	});
}

function addLicenses(generation: Generation, types: Types, client: StoredRecord, at: number): void {
	const { store, moment, random } = generation;
	const purchased = random.between(5, 60);
	const users = below(generation, 'contacts', client, 3);
	addFlexibleAsset(store, {
		type: types.licenses,
		organizationId: client.id,
		traits: {
			license: 'Business Premium',
			purchased,
			assigned: random.between(Math.max(1, users.length), purchased),
			users,
			renewal: '2026-06-30',
		},
		adapters: [
			{ name: 'Microsoft', remoteId: `00000000-0000-4000-9000-${String(at).padStart(12, '0')}` },
		],
		...moment(),
	});
}
