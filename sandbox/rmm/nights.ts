/** Many devices, and what happens to some of them from one night to the next. */
import type { Store } from '../core/store';
import { moment } from '../psa/model';
import { allSites, knownDevice, managed } from './devices';
import { blankDevice, type RmmDevice } from './model';

const SEEN = Date.UTC(2026, 2, 2, 7, 0, 0);

/** A device that IT Glue has not; the fifth byte of the address keeps many apart. */
function addedDevice(id: number, siteName: string): RmmDevice {
	const byte = (shift: number): string => ((id >> shift) & 255).toString(16).padStart(2, '0');
	return {
		...blankDevice(id, moment(SEEN)),
		hostname: `pc-${id}`,
		serialNumber: `EX-${id}`,
		macAddresses: [`00:00:5e:${byte(16)}:${byte(8)}:${byte(0)}`],
		ipAddress: `192.0.2.${1 + (id % 250)}`,
		operatingSystem: 'Windows 11 Pro',
		manufacturer: 'Northgate Computers',
		model: 'Desk 300',
		siteName,
	};
}

/**
 * As many devices as asked for: those that IT Glue has, of every client, then new ones.
 * @param count how many there are at the end
 */
export function manyDevices(store: Store, count: number): RmmDevice[] {
	const sites = allSites(store);
	const known = sites
		.flatMap((site) => managed(store, site))
		.slice(0, count)
		.map((record, at) => ({ ...knownDevice(store, record, at), id: 200_000 + at }));
	const names = sites.map(({ attributes }) => String(attributes.name));
	const added = Array.from({ length: Math.max(0, count - known.length) }, (_, at) =>
		addedDevice(1_000_000 + at, names[at % names.length] ?? ''),
	);
	return [...known, ...added];
}

export interface Night {
	moved: number;
	renamed: number;
	retired: number;
	gone: number;
	added: number;
}

export interface Happened {
	moved: Array<{ id: number; from: string; to: string }>;
	renamed: Array<{ id: number; from: string | null; to: string }>;
	retired: number[];
	gone: number[];
	added: number[];
}

/** Lets a night pass. What happens falls on different devices each night, and on the same ones in each run. */
export function nextNight(devices: RmmDevice[], night: Night, number: number): Happened {
	const sites = [...new Set(devices.map(({ siteName }) => siteName))];
	const free = devices.filter(({ hostname, retired }) => hostname !== null && !retired);
	let at = number * 97;
	const take = (count: number): RmmDevice[] =>
		Array.from({ length: Math.min(count, free.length) }, () => {
			at = (at + 7919) % free.length;
			return free.splice(at % free.length, 1);
		}).flat();
	const happened: Happened = { moved: [], renamed: [], retired: [], gone: [], added: [] };
	for (const device of take(night.moved)) {
		const to = sites[(sites.indexOf(device.siteName) + 1) % sites.length] ?? device.siteName;
		happened.moved.push({ id: device.id, from: device.siteName, to });
		device.siteName = to;
	}
	for (const device of take(night.renamed)) {
		const to = `${device.hostname ?? ''}-n${number}`;
		happened.renamed.push({ id: device.id, from: device.hostname, to });
		device.hostname = to;
	}
	for (const device of take(night.retired)) {
		device.retired = true;
		happened.retired.push(device.id);
	}
	for (const device of take(night.gone)) {
		devices.splice(devices.indexOf(device), 1);
		happened.gone.push(device.id);
	}
	const next = Math.max(0, ...devices.map(({ id }) => id)) + 1;
	for (let one = 0; one < night.added; one += 1) {
		const device = addedDevice(next + one, sites[one % sites.length] ?? '');
		devices.push(device);
		happened.added.push(device.id);
	}
	return happened;
}
