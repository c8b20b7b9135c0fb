/** Tenants of two clients, as they follow from what IT Glue holds: invented people, and as unclean as real tenants are. */
import { isObject } from '../core/names';
import type { Store } from '../core/store';
import type { Json, StoredRecord } from '../types';
import type { GraphDevice, GraphKey, GraphLocalAdmin, GraphSku, GraphUser, Tenant } from './model';

const NOWHERE = '00000000-0000-0000-0000-000000000000';
const LICENSES = ['SPB', 'O365_BUSINESS_ESSENTIALS', 'FLOW_FREE', 'SOMETHING_NEW_2027'] as const;
/** Persons whom IT Glue has no contact for, more than a page holds. */
const OTHERS = 18;

/** An identifier of Microsoft's form, the same for the same arguments. */
export function guid(kind: number, at: number): string {
	const hex = (value: number, digits: number): string =>
		(value >>> 0).toString(16).padStart(digits, '0').slice(-digits);
	return `${hex(Math.imul(at + 1, 0x9e3779b1) ^ kind, 8)}-${hex(kind, 4)}-4000-8000-${hex(at, 12)}`;
}

/** A moment as Graph writes it. */
export const graphMoment = (days: number): string =>
	new Date(Date.UTC(2026, 0, 5, 7, 30) + days * 86_400_000).toISOString().replace(/\.\d+Z$/, 'Z');

/** Clients with people and devices, whose name no other client has. */
export function tenants(store: Store): Tenant[] {
	const organizations = store.all('organizations');
	const names = organizations.map(({ attributes }) => String(attributes.name).toLowerCase());
	const usable = organizations.filter(
		({ id, attributes }) =>
			names.filter((name) => name === String(attributes.name).toLowerCase()).length === 1 &&
			store.related('contacts', 'organization_id', id).length >= 4 &&
			devicesInItGlue(store, id).length >= 4,
	);
	return usable.slice(0, 2).map((organization, at) => tenant(store, organization, at));
}

const devicesInItGlue = (store: Store, organizationId: string): StoredRecord[] =>
	store
		.related('configurations', 'organization_id', organizationId)
		.filter(({ attributes }) => typeof attributes.serial_number === 'string')
		.filter(({ attributes }) => attributes.archived !== true);

function tenant(store: Store, organization: StoredRecord, at: number): Tenant {
	const base = (at + 1) * 1000;
	const domain = `tenant-${at + 1}.example.com`;
	const skus = LICENSES.map((name, position) => sku(base, name, position));
	const devices = managedDevices(devicesInItGlue(store, organization.id), base, domain);
	return {
		id: guid(1, base),
		domain,
		organization: String(organization.attributes.name),
		clientId: guid(2, base),
		clientSecret: `demo-graph-${base}-not-a-secret`,
		skus,
		users: users(store.related('contacts', 'organization_id', organization.id), base, domain),
		devices,
		keys: recoveryKeys(devices, base),
		localAdmins: localAdmins(devices),
	};
}

function sku(base: number, skuPartNumber: string, at: number): GraphSku {
	const skuId = guid(3, at);
	return {
		id: `${guid(1, base)}_${skuId}`,
		accountId: guid(1, base),
		accountName: `tenant-${base / 1000}`,
		appliesTo: 'User',
		capabilityStatus: 'Enabled',
		consumedUnits: 3,
		prepaidUnits: { enabled: 25, suspended: 0, warning: 0, lockedOut: 0 },
		skuId,
		skuPartNumber,
		servicePlans: [],
	};
}

const licenses = (...positions: number[]): GraphUser['assignedLicenses'] =>
	positions.map((at) => ({ skuId: guid(3, at), disabledPlans: [] }));

/** An account; what is not given is that of an employee with a mailbox. */
export function user(
	id: string,
	userPrincipalName: string,
	given: Partial<GraphUser> = {},
): GraphUser {
	const mail = given.mail === undefined ? userPrincipalName : given.mail;
	return {
		id,
		displayName: userPrincipalName.split('@')[0] ?? '',
		userPrincipalName,
		mail,
		accountEnabled: true,
		userType: 'Member',
		jobTitle: null,
		department: null,
		proxyAddresses: mail === null ? [] : [`SMTP:${mail}`],
		assignedLicenses: [],
		onPremisesSyncEnabled: null,
		...given,
	};
}

function emailOf({ attributes }: StoredRecord): string | undefined {
	const list: Json[] = Array.isArray(attributes.contact_emails) ? attributes.contact_emails : [];
	const [first] = list.filter((entry) => isObject<Json>(entry));
	return first === undefined ? undefined : String(first.value);
}

function users(contacts: StoredRecord[], base: number, domain: string): GraphUser[] {
	const known = contacts.flatMap((contact, at): GraphUser[] => {
		const mail = emailOf(contact);
		if (mail === undefined) return [];
		const { first_name: first, last_name: last, title } = contact.attributes;
		const upn = `${mail.split('@')[0] ?? ''}@${domain}`;
		return [
			user(guid(4, base + at), upn, {
				displayName: `${String(first)} ${String(last)}${at === 1 ? '\u00a0 ' : ''}`,
				// One writes addresses in capitals; one is known by an older address only.
				mail: at === 0 ? mail.toUpperCase() : at === 1 ? upn : mail,
				proxyAddresses:
					at === 1 ? [`SMTP:${upn}`, `smtp:${mail}`] : [`SMTP:${mail}`, `smtp:${upn}`],
				jobTitle: typeof title === 'string' ? title : null,
				department: 'Office',
				assignedLicenses: licenses(at % 2, ...(at === 2 ? [2, 3] : [])),
			}),
		];
	});
	const others = Array.from({ length: OTHERS }, (_value, at) =>
		user(guid(4, base + 200 + at), `worker.${at + 1}@${domain}`, {
			displayName: `Worker ${at + 1}`,
			assignedLicenses: licenses(1),
		}),
	);
	const id = (at: number): string => guid(4, base + 400 + at);
	return [
		...known,
		user(id(0), `svc-backup@${domain}`, { mail: null, displayName: 'Backup <service>' }),
		user(id(1), `info@${domain}`, { accountEnabled: false, displayName: 'Info (shared mailbox)' }),
		user(id(2), `former@${domain}`, { accountEnabled: false, assignedLicenses: licenses(0) }),
		user(id(3), `ann_example.net#EXT#@${domain}`, { userType: 'Guest', mail: 'ann@example.net' }),
		user(id(4), `bo_example.org#EXT#@${domain}`, { userType: null, mail: 'bo@example.org' }),
		user(id(5), `room.1@${domain}`, { displayName: null, assignedLicenses: licenses(3) }),
		...others,
	];
}

function device(at: number, domain: string, given: Partial<GraphDevice>): GraphDevice {
	return {
		id: guid(5, at),
		deviceName: `PC-${at}`,
		azureADDeviceId: guid(6, at),
		serialNumber: '',
		userPrincipalName: `worker.${(at % OTHERS) + 1}@${domain}`,
		operatingSystem: 'Windows',
		osVersion: '10.0.26100.2033',
		manufacturer: 'Northgate Computers',
		model: 'Desk 300',
		isEncrypted: true,
		enrolledDateTime: graphMoment(-400),
		lastSyncDateTime: graphMoment(at % 50),
		...given,
	};
}

/**
 * Those of IT Glue, one of them enrolled twice, and: a placeholder and nothing for a serial number, one that IT Glue
 * does not have, one that has not joined yet, a phone.
 */
function managedDevices(known: StoredRecord[], base: number, domain: string): GraphDevice[] {
	const found = known.map(({ attributes }, at) => {
		const serial = String(attributes.serial_number);
		return device(base + at, domain, {
			deviceName: String(attributes.name).toUpperCase(),
			serialNumber: at === 1 ? ` ${serial.toLowerCase()} ` : serial,
			...(at === 2 && { userPrincipalName: '' }),
		});
	});
	const again = found[0];
	return [
		...found,
		...(again === undefined
			? []
			: [
					device(base + 100, domain, {
						deviceName: `${again.deviceName}-OLD`,
						serialNumber: again.serialNumber,
						lastSyncDateTime: graphMoment(-300),
					}),
				]),
		device(base + 101, domain, { serialNumber: 'To Be Filled By O.E.M.' }),
		device(base + 102, domain, {}),
		device(base + 103, domain, { serialNumber: `NEW${base}` }),
		device(base + 104, domain, { serialNumber: `JOIN${base}`, azureADDeviceId: NOWHERE }),
		device(base + 105, domain, { serialNumber: `FX${base}`, operatingSystem: 'iOS' }),
	];
}

/** Eight groups of six digits, each divisible by eleven as BitLocker's are, and not to be mistaken for real ones. */
const keyValue = (at: number): string =>
	Array.from({ length: 8 }, (_value, group) =>
		String(((at * 8 + group + 1) * 11) % 720_896).padStart(6, '0'),
	).join('-');

/** A key that a device has handed over. */
export const recoveryKey = (
	at: number,
	deviceId: string,
	given: Partial<GraphKey> = {},
): GraphKey => ({
	id: guid(7, at),
	createdDateTime: graphMoment(-at % 90),
	volumeType: '1',
	deviceId,
	key: keyValue(at),
	...given,
});

/** One for each computer, a second drive for one, and a key whose device Intune does not have. */
function recoveryKeys(devices: GraphDevice[], base: number): GraphKey[] {
	const encrypted = devices.filter(
		({ operatingSystem, azureADDeviceId }) =>
			operatingSystem === 'Windows' && azureADDeviceId !== NOWHERE,
	);
	const [first] = encrypted;
	return [
		...encrypted.map(({ azureADDeviceId }, at) =>
			recoveryKey(
				base + at,
				azureADDeviceId,
				at === 1 ? { volumeType: 'operatingSystemVolume' } : {},
			),
		),
		...(first === undefined
			? []
			: [recoveryKey(base + 50, first.azureADDeviceId, { volumeType: '2' })]),
		recoveryKey(base + 51, guid(6, base + 900)),
	];
}

const utf16 = (text: string): string => Buffer.from(text, 'utf16le').toString('base64');

/** What Windows LAPS has handed over; the documentation's examples hold UTF-16, scripts of others read UTF-8. */
export const localAdmin = (
	{ azureADDeviceId, deviceName }: Pick<GraphDevice, 'azureADDeviceId' | 'deviceName'>,
	at: number,
	day: number,
): GraphLocalAdmin => {
	const value = `example-laps-${at * 77 + day}-not-a-secret`;
	return {
		id: azureADDeviceId,
		deviceName,
		lastBackupDateTime: graphMoment(day),
		refreshDateTime: graphMoment(day + 30),
		credentials: [
			{
				accountName: 'localadmin',
				accountSid: 'S-1-5-21-1004336348-1177238915-682003330-500',
				backupDateTime: graphMoment(day),
				passwordBase64: at % 2 === 0 ? utf16(value) : Buffer.from(value).toString('base64'),
			},
		],
	};
};

const localAdmins = (devices: GraphDevice[]): GraphLocalAdmin[] =>
	devices.slice(0, 3).map((one, at) => localAdmin(one, at, at));
