/** What a day brings to devices. */
import { note, pick, some, writeByHand, type Day } from './day';
import { addressAt, deviceAt, newMachine, siteNameOf, sitesOf } from './machines';
import type { Client, Machine, Story } from './model';

function happen(
	day: Day,
	machine: Machine,
	story: Story,
	changes: Partial<Machine['record']> = {},
): void {
	note(day, story, machine.record.hostname ?? String(machine.record.id));
	machine.told = story;
	Object.assign(machine.record, changes);
}

const isKept = ({ kind, record }: Machine): boolean =>
	['serial', 'dock', 'virtual'].includes(kind) && !record.retired;

/** Takes the device out of the RMM. */
function takeOut({ psa }: Day, { record }: Machine): void {
	psa.devices = psa.devices.filter((one) => one !== record);
}

function add({ world, psa }: Day, machine: Machine): void {
	world.machines.push(machine);
	psa.devices.push(machine.record);
}

/** The owner buys another one, which gets the old one's name. */
function replaced(day: Day): void {
	const { world, night } = day;
	for (const old of pick(world.machines, some(world.size.devices), isKept)) {
		happen(day, old, 'replaced', { retired: true });
		const organizationId = organizationIn(day, old);
		const record = {
			...deviceAt('new', world.machines.length, old.record.siteName),
			hostname: old.record.hostname,
		};
		const made = { name: record.hostname ?? '', organizationId };
		add(day, { kind: 'new', record, made, since: night, told: 'added' });
	}
}

/** The agent was installed anew: the RMM has the device under another number. */
function reinstalled(day: Day): void {
	const { world, night } = day;
	for (const old of pick(world.machines, some(world.size.devices), isKept)) {
		happen(day, old, 'reinstalled');
		takeOut(day, old);
		const { id } = deviceAt('new', world.machines.length, '');
		add(day, {
			...old,
			record: { ...old.record, id },
			since: night,
			told: 'reinstalled',
		});
	}
}

function organizationIn({ store }: Day, { configurationId }: Machine): string {
	const found = store.find('configurations', configurationId ?? '');
	return String(found?.attributes.organization_id ?? '');
}

function moved(day: Day, sites: readonly Client[]): void {
	const { machines, size } = day.world;
	const chosen = [
		...pick(machines, some(size.devices), isKept),
		...pick(machines, 1, ({ kind }) => kind === 'owned'),
	];
	for (const [at, machine] of chosen.entries()) {
		const here = sites.findIndex((site) => siteNameOf(day.store, site) === machine.record.siteName);
		const site = sites[(here + 2 + at) % sites.length];
		happen(day, machine, 'moved', { siteName: siteNameOf(day.store, site) });
	}
}

/** Notes and names that colleagues write. */
function byHand(day: Day): void {
	const { machines, size } = day.world;
	for (const [at, machine] of pick(machines, some(size.devices, 2), isKept).entries()) {
		happen(day, machine, 'byHand');
		const attribute = at % 2 === 0 ? 'notes' : 'name';
		const id = machine.configurationId ?? '';
		writeByHand(day, 'configurations', id, attribute, `Front desk ${machine.record.id}`);
	}
}

export function dayOfMachines(day: Day): void {
	const { world, store, night } = day;
	const { machines, size } = world;
	const count = some(size.devices);
	const sites = sitesOf(world.clients).filter(({ told }) => told === undefined);
	byHand(day);
	moved(day, sites);
	for (const machine of pick(machines, count, isKept))
		happen(day, machine, 'renamed', { hostname: `${machine.record.hostname ?? ''}-n${night}` });
	for (const machine of pick(machines, count, isKept))
		happen(day, machine, 'address', { ipAddress: addressAt(machine.record.id + 31) });
	for (const machine of pick(machines, count, isKept))
		happen(day, machine, 'retired', { retired: true });
	for (const machine of pick(machines, count, isKept)) {
		happen(day, machine, 'gone');
		takeOut(day, machine);
	}
	replaced(day);
	reinstalled(day);
	for (let one = 0; one < some(size.devices, 3); one += 1) {
		const site = sites[(night * 31 + one * 7) % sites.length];
		if (site === undefined) return;
		const machine = newMachine(store, machines.length, site, night);
		add(day, machine);
		note(day, 'added', machine.record.hostname ?? '');
	}
}
