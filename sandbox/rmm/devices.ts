/** The RMM's view of the devices of a few clients: mostly what IT Glue has, with what a night brings. */
import type { Store } from '../core/store';
import { counted, moment } from '../psa/model';
import type { Json, StoredRecord } from '../types';
import { blankDevice, type RmmDevice } from './model';
import { nodeClassOf } from './nodeClasses';

const SITES = 4;
const SEEN = Date.UTC(2026, 2, 2, 7, 0, 0);

/** A client that IT Glue does not have. */
export const UNKNOWN_SITE = 'Northfield Observatory';

/** What some mainboards report where nobody wrote a serial number into the firmware. */
const PLACEHOLDER = 'To Be Filled By O.E.M.';

/** Of a dock in a meeting room: every notebook that was plugged in reports it. Kept for documentation (RFC 7042). */
const DOCK = '00:00:5E:00:53:FE';

/** The devices; the same store gives the same ones. */
export function devices(store: Store): RmmDevice[] {
	const sites = sitesOf(store);
	const known = sites.flatMap((site) => managed(store, site));
	// What the PSA owns cannot be changed in IT Glue, so the changes fall on the others.
	const free = known.filter(({ psa }) => psa === undefined);
	const names = sites.map(nameOf);
	const [first = UNKNOWN_SITE, second = first] = names;
	return [
		// The first of all is one whose agent has not reported yet.
		{ ...blankDevice(1, moment(SEEN)), hostname: null, siteName: first, offline: true },
		...known.flatMap((record, at) =>
			changed(knownDevice(store, record, at), free.indexOf(record), [first, second]),
		),
		...newDevices(first, second),
		...uncleanDevices(first, second),
	];
}

const nameOf = (record: StoredRecord): string => String(record.attributes.name);

/** The clients that have devices, and a name that no other organization has. */
export function allSites(store: Store): StoredRecord[] {
	const organizations = store.all('organizations');
	const names = counted(organizations.map((record) => nameOf(record).toLowerCase()));
	return organizations.filter(
		(record) =>
			record.attributes.primary !== true &&
			names.get(nameOf(record).toLowerCase()) === 1 &&
			managed(store, record).length > 0,
	);
}

const sitesOf = (store: Store): StoredRecord[] => allSites(store).slice(0, SITES);

/** The configurations of a client that an RMM sees. */
export function managed(store: Store, organization: StoredRecord): StoredRecord[] {
	return store
		.related('configurations', 'organization_id', organization.id)
		.filter(({ attributes }) => typeof attributes.hostname === 'string' && !attributes.archived);
}

const text = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

/** A device just as IT Glue has it. */
export function knownDevice(store: Store, record: StoredRecord, at: number): RmmDevice {
	const { attributes } = record;
	const named = (collection: string, id: Json | undefined): string | null =>
		text(store.find(collection, String(id))?.attributes.name);
	const mac = text(attributes.mac_address);
	return {
		...blankDevice(Number(record.rmm?.remoteId ?? 60_000 + at), moment(SEEN + at * 60_000)),
		hostname: String(attributes.hostname),
		serialNumber: text(attributes.serial_number),
		// RMMs spell addresses in every way.
		macAddresses: mac === null ? [] : [spelled(mac, at), ...(at % 3 === 2 ? [DOCK] : [])],
		ipAddress: text(attributes.primary_ip),
		operatingSystem: named('operating_systems', attributes.operating_system_id),
		manufacturer: named('manufacturers', attributes.manufacturer_id),
		model: named('models', attributes.model_id),
		siteName: named('organizations', attributes.organization_id) ?? UNKNOWN_SITE,
		type: nodeClassOf(
			named('configuration_types', attributes.configuration_type_id) ?? 'Managed Workstation',
		),
	};
}

function spelled(mac: string, at: number): string {
	if (at % 3 === 1) return mac.toLowerCase();
	return at % 3 === 2 ? mac.replaceAll(':', '-') : mac;
}

/** Places among those whose configurations nobody else owns, and what happened to the device there. */
export const CHANGES = { address: 0, name: 2, moved: 3, retired: 4, gone: 5 } as const;

function changed(device: RmmDevice, position: number, sites: [string, string]): RmmDevice[] {
	const [first, second] = sites;
	if (position === CHANGES.address) {
		const ipAddress = device.ipAddress === '192.0.2.250' ? '192.0.2.251' : '192.0.2.250';
		return [{ ...device, ipAddress }];
	}
	if (position === CHANGES.name)
		return [{ ...device, hostname: `${device.hostname ?? ''}-renamed` }];
	if (position === CHANGES.moved)
		return [{ ...device, siteName: device.siteName === second ? first : second }];
	if (position === CHANGES.retired) return [{ ...device, retired: true }];
	return position === CHANGES.gone ? [] : [device];
}

const desk = (id: number, given: Partial<RmmDevice>): RmmDevice => ({
	...blankDevice(id, moment(SEEN + 3_600_000 + (id % 1000) * 60_000)),
	operatingSystem: 'Windows 11 Pro',
	manufacturer: 'Northgate Computers',
	model: 'Desk 300',
	...given,
});

/** Devices that IT Glue does not have yet. The addresses are those kept for documentation (RFC 5737, RFC 7042). */
function newDevices(first: string, second: string): RmmDevice[] {
	const found: ReadonlyArray<readonly [site: string, serial: string | null]> = [
		[first, 'EX990001'],
		[second, 'EX990002'],
		[first, PLACEHOLDER],
		[second, null],
		[UNKNOWN_SITE, 'EX990003'],
	];
	return found.map(([siteName, serialNumber], at) =>
		desk(90_001 + at, {
			hostname: `new-pc-${at + 1}`,
			serialNumber,
			macAddresses: [`00:00:5E:00:53:0${at + 1}`],
			ipAddress: `192.0.2.24${at}`,
			siteName,
		}),
	);
}

/** What real feeds hold beside clean devices. */
function uncleanDevices(first: string, second: string): RmmDevice[] {
	const at = (id: number, siteName: string, given: Partial<RmmDevice>): RmmDevice =>
		desk(id, { siteName, hostname: `odd-pc-${id - 91_000}`, ...given });
	return [
		// A clone: its image had the serial number of the other one written into the agent.
		at(91_001, first, { serialNumber: 'EX990010', macAddresses: ['00:00:5E:00:53:11'] }),
		at(91_002, first, { serialNumber: 'ex990010 ', macAddresses: ['00:00:5E:00:53:12'] }),
		// No serial number, and both were last seen behind the same dock.
		at(91_003, first, { macAddresses: [DOCK, '00:00:5E:00:53:13'] }),
		at(91_004, first, { macAddresses: [DOCK.toLowerCase().replaceAll(':', '-')] }),
		at(91_005, second, {
			hostname: 'odd-vm-5',
			type: 'VMWARE_VM_GUEST',
			virtual: true,
			serialNumber: 'VMware-56 4d 00 00 5e 00 53 15-00 00 00 00 00 00 00 05',
			macAddresses: ['00-00-5e-00-53-15'],
			manufacturer: 'Example Virtualization, Inc.',
			model: 'Virtual Platform',
		}),
		at(91_006, second, {
			hostname: 'odd-host-6',
			type: 'VMWARE_VM_HOST',
			serialNumber: 'EX990016',
			macAddresses: ['00:00:5E:00:53:16', '00:00:5E:00:53:17'],
			operatingSystem: 'Hypervisor 8',
		}),
		// No device at all: an address that is watched.
		at(91_007, second, { type: 'CLOUD_MONITOR_TARGET', hostname: null, operatingSystem: null }),
		at(91_008, second, {
			hostname: 'odd-mac-8',
			type: 'MAC',
			serialNumber: 'EX990018',
			macAddresses: ['00:00:5e:00:53:18', '00:00:5E:00:53:19'],
			operatingSystem: 'macOS 15',
			offline: true,
		}),
	];
}
