import { numericId } from '../core/exact';
import type { StoredRecord } from '../types';
import { lookUp, type Generation } from './generation';

const PREFIXES = ['WS', 'SRV', 'SW', 'FW', 'PRN', 'UPS', 'DEV'] as const;

/** Models by manufacturer stand in this order in the look-ups: 3, 3, 2, 2. */
const MODEL_OF_TYPE: ReadonlyArray<readonly [manufacturer: number, model: number]> = [
	[0, 0],
	[0, 2],
	[1, 5],
	[1, 3],
	[2, 6],
	[3, 8],
	[0, 1],
];

function hexByte(value: number): string {
	return (value & 255).toString(16).padStart(2, '0').toUpperCase();
}

/** Spreads the configurations over the clients, in turns. */
export function addConfigurations(
	generation: Generation,
	clients: StoredRecord[],
	count: number,
): void {
	for (let at = 0; at < count; at += 1) {
		const client = clients[at % clients.length];
		if (client !== undefined)
			addConfiguration(generation, client, at, Math.floor(at / clients.length));
	}
}

function firstLocation({ store }: Generation, client: StoredRecord): number | string | null {
	const [location] = store.related('locations', 'organization_id', client.id);
	return location === undefined ? null : numericId(location.id);
}

function addConfiguration(
	generation: Generation,
	client: StoredRecord,
	at: number,
	turn: number,
): void {
	const { store, moment } = generation;
	const type = (at + turn) % PREFIXES.length;
	const [manufacturer = 0, model = 0] = MODEL_OF_TYPE[type] ?? [];
	const name = `${PREFIXES[type] ?? 'DEV'}-${String(at + 1).padStart(6, '0')}`;
	const unmade = at % 13 === 5;
	// Nothing, and an empty text, were recorded beside each other.
	const blank = at % 4 === 1 ? '' : null;
	const ip = type === 6 ? null : `192.0.2.${1 + (at % 254)}`;
	// 00-00-5E-00-53-xx is kept for documentation (RFC 7042); the fifth byte varies to keep addresses apart.
	const mac =
		type === 6 ? null : `00:00:5E:${hexByte(at >> 16)}:${hexByte(at >> 8)}:${hexByte(at)}`;
	const record = store.insert(
		'configurations',
		{
			organization_id: numericId(client.id),
			name,
			hostname: type < 4 ? name.toLowerCase() : null,
			primary_ip: ip,
			mac_address: mac,
			default_gateway: type === 6 ? null : '192.0.2.254',
			serial_number: type === 6 && at % 2 === 0 ? null : `EX${String(700000 + at)}`,
			asset_tag: at % 3 === 0 ? `A-${1000 + at}` : null,
			position: blank,
			installed_by: blank,
			purchased_by: blank,
			notes: at % 10 === 3 ? '<p>Second shelf of the rack.</p>' : blank,
			installed_at: at % 3 === 1 ? '2023-05-09' : null,
			purchased_at: at % 11 === 7 ? null : '2023-05-02',
			warranty_expires_at: at % 6 === 4 ? null : '2026-05-02',
			restricted: false,
			archived: at % 17 === 16,
			my_glue: false,
			configuration_type_id: lookUp(generation, 'configuration_types', type),
			configuration_status_id:
				at % 23 === 11
					? null
					: lookUp(generation, 'configuration_statuses', at % 17 === 16 ? 3 : 0),
			location_id: at % 4 === 3 ? firstLocation(generation, client) : null,
			manufacturer_id: unmade ? null : lookUp(generation, 'manufacturers', manufacturer),
			model_id: unmade ? null : lookUp(generation, 'models', model),
			operating_system_id:
				type === 0
					? lookUp(generation, 'operating_systems', 0)
					: type === 1
						? lookUp(generation, 'operating_systems', 1)
						: null,
		},
		{
			...moment(),
			psa:
				client.psa !== undefined && turn % 3 === 1
					? { type: 'manage', remoteId: String(900000 + at) }
					: undefined,
			rmm:
				type < 2 && turn % 2 === 0
					? { type: 'ninja-rmm', remoteId: String(50000 + at) }
					: undefined,
		},
	);
	if (type === 6) return;
	store.insert(
		'configuration_interfaces',
		{
			configuration_id: numericId(record.id),
			name: at % 5 === 4 ? null : 'eth0',
			ip_address: ip,
			mac_address: mac,
			primary: true,
			notes: null,
		},
		{ createdAt: record.createdAt, updatedAt: record.updatedAt },
	);
}
