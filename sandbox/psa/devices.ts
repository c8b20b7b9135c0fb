/** The RMM's view of the devices of a few clients: mostly what IT Glue has, with what a night brings. */
import type { Store } from '../core/store';
import type { Json, StoredRecord } from '../types';
import { counted, moment, type RmmDevice } from './model';

const SITES = 4;
const SEEN = Date.UTC(2026, 2, 2, 7, 0, 0);

/** A client that IT Glue does not have. */
const UNKNOWN_SITE = 'Northfield Observatory';

/** What some mainboards report where nobody wrote a serial number into the firmware. */
const PLACEHOLDER = 'To Be Filled By O.E.M.';

/** The devices; the same store gives the same ones. */
export function devices(store: Store): RmmDevice[] {
	const sites = sitesOf(store);
	const known = sites.flatMap((site) => managed(store, site));
	// What the PSA owns cannot be changed in IT Glue, so the changes fall on the others.
	const free = known.filter(({ psa }) => psa === undefined);
	return [
		...known.map((record, at) => changed(knownDevice(store, record, at), free.indexOf(record))),
		...newDevices(sites.map(nameOf)),
	];
}

const nameOf = (record: StoredRecord): string => String(record.attributes.name);

/** The first clients with devices and a name that no other organization has. */
function sitesOf(store: Store): StoredRecord[] {
	const organizations = store.all('organizations');
	const names = counted(organizations.map((record) => nameOf(record).toLowerCase()));
	return organizations
		.filter(
			(record) =>
				record.attributes.primary !== true &&
				names.get(nameOf(record).toLowerCase()) === 1 &&
				managed(store, record).length > 0,
		)
		.slice(0, SITES);
}

function managed(store: Store, organization: StoredRecord): StoredRecord[] {
	return store
		.related('configurations', 'organization_id', organization.id)
		.filter(({ attributes }) => typeof attributes.hostname === 'string' && !attributes.archived);
}

const text = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

function knownDevice(store: Store, record: StoredRecord, at: number): RmmDevice {
	const { attributes } = record;
	const named = (collection: string, id: Json | undefined): string | null =>
		text(store.find(collection, String(id))?.attributes.name);
	return {
		id: Number(record.rmm?.remoteId ?? 60_000 + at),
		hostname: String(attributes.hostname),
		serialNumber: text(attributes.serial_number),
		macAddress: text(attributes.mac_address),
		ipAddress: text(attributes.primary_ip),
		operatingSystem: named('operating_systems', attributes.operating_system_id),
		manufacturer: named('manufacturers', attributes.manufacturer_id),
		model: named('models', attributes.model_id),
		siteName: named('organizations', attributes.organization_id) ?? UNKNOWN_SITE,
		type: named('configuration_types', attributes.configuration_type_id) ?? 'Other',
		lastSeen: moment(SEEN + at * 60_000),
	};
}

/** One device got another address, one another name. */
function changed(device: RmmDevice, position: number): RmmDevice {
	if (position === 0)
		return {
			...device,
			ipAddress: device.ipAddress === '192.0.2.250' ? '192.0.2.251' : '192.0.2.250',
		};
	return position === 2 ? { ...device, hostname: `${device.hostname}-renamed` } : device;
}

/** Devices that IT Glue does not have yet. The addresses are those kept for documentation (RFC 5737, RFC 7042). */
function newDevices(sites: string[]): RmmDevice[] {
	const [first = UNKNOWN_SITE, second = first] = sites;
	const found: ReadonlyArray<readonly [site: string, serial: string | null]> = [
		[first, 'EX990001'],
		[second, 'EX990002'],
		[first, PLACEHOLDER],
		[second, null],
		[UNKNOWN_SITE, 'EX990003'],
	];
	return found.map(([siteName, serialNumber], at) => ({
		id: 90_001 + at,
		hostname: `new-pc-${at + 1}`,
		serialNumber,
		macAddress: `00:00:5E:00:53:0${at + 1}`,
		ipAddress: `192.0.2.24${at}`,
		operatingSystem: 'Windows 11 Pro',
		manufacturer: 'Northgate Computers',
		model: 'Desk 300',
		siteName,
		type: 'Managed Workstation',
		lastSeen: moment(SEEN + 3_600_000 + at * 60_000),
	}));
}
