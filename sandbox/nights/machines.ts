/** The devices before the first night, and the configurations that IT Glue has of them. */
import { numericId } from '../core/exact';
import type { Store } from '../core/store';
import { moment } from '../psa/model';
import { blankDevice, type RmmDevice } from '../rmm/model';
import { lookUpId } from './clients';
import type { Client, Machine, MachineKind } from './model';
import { macAddress, rotaOf } from './names';

const ROTA = rotaOf<MachineKind>([
	['serial', 70],
	['clone', 2],
	['owned', 8],
	['mac', 5],
	['host', 3],
	['dock', 6],
	['virtual', 6],
	['new', 8],
	['newBare', 2],
	['retired', 3],
	['monitor', 1],
	['stranger', 1],
	['differs', 2],
	['archived', 1],
	// Two more, so that 120 are full.
	['serial', 2],
]);

const FIRST_DEVICE = 300_000;
const SEEN = moment(Date.UTC(2026, 2, 2, 7, 0, 0));
const GROUP = 5;

/** What mainboards report where nobody wrote a serial number into the firmware. */
const PLACEHOLDER = 'To Be Filled By O.E.M.';
const DOCK = '00:00:5E:FF:FF:01';
export const UNKNOWN_SITE = 'Northfield Observatory';

const kindAt = (at: number): MachineKind => ROTA[at % ROTA.length] ?? 'serial';

/** Clients whose name an organization has, and no other one. */
export const sitesOf = (clients: readonly Client[]): Client[] =>
	clients.filter(
		({ organizationId, kind, record }) =>
			organizationId !== undefined && kind !== 'similar' && !record.deleted,
	);

function serialOf(kind: MachineKind, at: number): string | null {
	if (kind === 'mac') return PLACEHOLDER;
	if (kind === 'host' || kind === 'newBare' || kind === 'monitor') return null;
	if (kind === 'virtual') return `VMware-56 4d 00 ${String(at).padStart(8, '0')}`;
	return `EX-${600_000 + (kind === 'clone' && at % 2 === 1 ? at - 1 : at)}`;
}

function macsOf(kind: MachineKind, at: number): string[] {
	if (kind === 'monitor') return [];
	if (kind === 'host') return [DOCK];
	return kind === 'dock' ? [DOCK, macAddress(at)] : [macAddress(at)];
}

export const addressAt = (at: number): string => `192.0.2.${1 + (at % 250)}`;

/** A device of the RMM at a position. */
export function deviceAt(kind: MachineKind, at: number, siteName: string): RmmDevice {
	return {
		...blankDevice(FIRST_DEVICE + at, SEEN),
		hostname: kind === 'monitor' ? null : `pc-${at}${kind === 'differs' ? '-renamed' : ''}`,
		serialNumber: serialOf(kind, at),
		macAddresses: macsOf(kind, at),
		ipAddress: addressAt(kind === 'differs' ? at + 7 : at),
		operatingSystem: 'Windows 11 Pro',
		manufacturer: 'Northgate Computers',
		model: 'Desk 300',
		siteName,
		type: kind === 'monitor' ? 'CLOUD_MONITOR_TARGET' : 'WINDOWS_WORKSTATION',
		virtual: kind === 'virtual',
		retired: kind === 'retired',
	};
}

const NOT_IN_IT_GLUE: readonly MachineKind[] = ['new', 'newBare', 'clone', 'monitor', 'stranger'];

/** What the configuration holds: not always all that the RMM knows. */
function addConfiguration(
	store: Store,
	kind: MachineKind,
	at: number,
	organizationId: string,
): string {
	const identified = !['mac', 'host'].includes(kind);
	return store.insert(
		'configurations',
		{
			organization_id: numericId(organizationId),
			name: `PC-${at}`,
			hostname: `pc-${at}`,
			primary_ip: addressAt(at),
			mac_address: kind === 'host' ? null : macAddress(at),
			default_gateway: null,
			serial_number: identified ? serialOf(kind, at) : null,
			asset_tag: null,
			notes: null,
			restricted: false,
			archived: kind === 'archived',
			my_glue: false,
			configuration_type_id: lookUpId(store, 'configuration_types', 'Managed Workstation'),
			configuration_status_id: lookUpId(store, 'configuration_statuses', 'Active'),
			location_id: null,
			manufacturer_id: null,
			model_id: null,
			operating_system_id: null,
		},
		kind === 'owned' ? { psa: { type: 'manage', remoteId: String(900_000 + at) } } : {},
	).id;
}

/** Devices with their configurations; the same count gives the same ones. */
export function foundMachines(store: Store, clients: readonly Client[], count: number): Machine[] {
	const sites = sitesOf(clients);
	return Array.from({ length: count }, (_, at) => {
		const kind = kindAt(at);
		const site = sites[Math.floor(at / GROUP) % sites.length];
		const organizationId = site?.organizationId ?? '';
		const record = deviceAt(kind, at, kind === 'stranger' ? UNKNOWN_SITE : siteNameOf(store, site));
		if (!NOT_IN_IT_GLUE.includes(kind))
			return {
				kind,
				record,
				configurationId: addConfiguration(store, kind, at, organizationId),
				since: 1,
			};
		return { kind, record, made: toMake(kind, record, organizationId), since: 1 };
	});
}

/** The RMM's site is called as the organization is. */
export function siteNameOf(store: Store, site: Client | undefined): string {
	const found = store.find('organizations', site?.organizationId ?? '');
	return String(found?.attributes.name ?? UNKNOWN_SITE);
}

function toMake(kind: MachineKind, record: RmmDevice, organizationId: string): Machine['made'] {
	if (kind !== 'new' && kind !== 'newBare') return undefined;
	return { name: record.hostname ?? '', organizationId };
}

/** A device that was installed in that night. */
export function newMachine(store: Store, at: number, site: Client, night: number): Machine {
	const record = deviceAt('new', at, siteNameOf(store, site));
	const made = toMake('new', record, site.organizationId ?? '');
	return { kind: 'new', record, made, since: night, told: 'added' };
}
