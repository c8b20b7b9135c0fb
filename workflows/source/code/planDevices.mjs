import { memoryOf } from './memory.mjs';
import { byKey, macKey, nameKey, serialKey } from './devices.mjs';
import { ownersOf, strangers } from './owners.mjs';
import { matcherOf } from './matchDevices.mjs';

/** @typedef {import('./devices.mjs').Device} Device */
/** @typedef {import('./matchDevices.mjs').Configuration} Configuration */
/** @typedef {import('./matchDevices.mjs').Known} Known */
/** @typedef {import('./digest.mjs').Finding} Finding */
/** @typedef {{ configurationStatus: string, typeNames: Record<string, string>, siteNames: Record<string, string>, moveDevices: boolean, archiveRetired: boolean }} DeviceSettings */
/** @typedef {import('./changes.mjs').Wanted & { step: 'create' | 'change' | 'move', _action: string, _changes?: Record<string, { from: unknown, to: unknown }> }} Step */

/** More names than these make a line too long. */
const NAMES = 5;

/** @param {string[]} names */
const some = (names) =>
	names.slice(0, NAMES).join(', ') +
	(names.length > NAMES ? ` and ${names.length - NAMES} more` : '');

/** @param {Device} device */
const called = ({ hostname, serial_number: serial, id }) => hostname || serial || `device ${id}`;

/** @param {Known} known @param {Configuration} to what of it differs */
const differences = ({ device, macs, serial }, to) => {
	/** @type {Record<string, { from: unknown, to: unknown }>} */
	const changes = {};
	const set = (
		/** @type {'hostname' | 'primary_ip' | 'mac_address' | 'serial_number'} */ name,
		/** @type {string} */ value,
	) => {
		changes[name] = { from: to[name] ?? null, to: value };
	};
	if (device.hostname !== '' && nameKey(to.hostname) !== nameKey(device.hostname))
		set('hostname', device.hostname);
	if (device.ip_address !== '' && to.primary_ip !== device.ip_address)
		set('primary_ip', device.ip_address);
	// One of its several addresses is as good as another.
	const all = device.mac_addresses.map(macKey);
	if (macs[0] && !all.includes(macKey(to.mac_address))) set('mac_address', spelled(macs[0]));
	if (serial !== '' && serialKey(to.serial_number) === '')
		set('serial_number', device.serial_number.trim());
	return changes;
};

/** @param {string} mac twelve digits */
const spelled = (mac) => (mac.match(/../g) ?? []).join(':');

/**
 * What is to be written to configurations, and what a person has to decide.
 * @param {{ settings: DeviceSettings, devices: Device[], organizations: import('./owners.mjs').Owner[], configurations: Configuration[], rows: import('./memory.mjs').MemoryRow[] }} sources
 * @returns {{ items: Step[], findings: Finding[], counts: Record<string, number>, count: number, known: Array<{ key: string, id: string }> }}
 */
export const planDevices = ({ settings, devices, organizations, configurations, rows }) => {
	const memory = memoryOf(rows);
	const owners = ownersOf(organizations, settings.siteNames);
	const types = new Map(
		Object.entries(settings.typeNames).map(([name, ours]) => [nameKey(name), ours]),
	);
	const typeOf = (/** @type {Device} */ { type }) => types.get(nameKey(type)) ?? '';
	const nameOfOwner = new Map(organizations.map(({ id, name }) => [id, name]));

	/** @type {Step[]} */
	const items = [];
	/** @type {Finding[]} */
	const findings = [];
	/** @type {Array<{ key: string, id: string }>} */
	const knownIds = [];
	const counts = { devices: devices.length, in_step: 0, psa_owned: 0, not_wanted: 0, nameless: 0 };
	const tell = (
		/** @type {string} */ kind,
		/** @type {string} */ key,
		/** @type {string} */ text,
	) => findings.push({ kind, key, text });

	// An address or serial number that several devices report identifies none of them.
	const working = devices.filter(({ retired }) => !retired);
	const macCounts = byKey(working, ({ mac_addresses: macs }) => macs.map(macKey));
	const clones = byKey(working, ({ serial_number: serial }) => serialKey(serial));
	/** @type {Map<string, number>} */
	const withoutOwner = new Map();
	/** @type {Known[]} */
	const known = [];
	for (const device of working) {
		const [owner, ...others] = owners.of(device.site);
		if (owner === undefined || others.length > 0) {
			withoutOwner.set(device.site, (withoutOwner.get(device.site) ?? 0) + 1);
			continue;
		}
		const serial = serialKey(device.serial_number);
		if ((clones.get(serial)?.length ?? 0) > 1) continue;
		const macs = device.mac_addresses
			.map(macKey)
			.filter((mac) => mac !== '' && macCounts.get(mac)?.length === 1);
		known.push({ device, owner: owner.id, serial, macs });
	}
	for (const [serial, list] of clones)
		if (list.length > 1)
			tell(
				'same serial number',
				`clone ${serial} ${list
					.map(({ id }) => id)
					.sort()
					.join(' ')}`,
				`${some(list.map(called))} (${some([...new Set(list.map(({ site }) => site))])}) all report the serial number ${list[0]?.serial_number.trim()}. Correct it on the clones, or remove the agent that is gone.`,
			);
	findings.push(...strangers(withoutOwner, owners, { what: 'device', setting: 'siteNames' }));

	const { match, byId, sameHost } = matcherOf(known, configurations, memory.ids);
	const matches = known.map((one) => ({ one, found: match(one) }));
	const taken = byKey(matches, ({ found }) => (found && 'to' in found ? found.to.id : ''));
	/** Configurations that some device is, wherever. */
	const seen = new Set([
		...taken.keys(),
		...matches.flatMap(({ found }) => (found && 'elsewhere' in found ? [found.elsewhere.id] : [])),
	]);
	const blank = { id: '', name: '' };

	/** @param {Known} one @param {Configuration} from */
	const moved = ({ device, owner }, from) => {
		const [old, now] = [from.organization_id, owner].map((id) => nameOfOwner.get(id) ?? id);
		if (settings.moveDevices && !from.archived && from.psa_integration !== 'enabled') {
			const _changes = { organization_id: { from: old, to: now } };
			items.push({
				step: 'move',
				_action: 'would_update',
				_changes,
				key: device.id,
				label: called(device),
				...blank,
				id: from.id,
				organization_id: owner,
			});
			return;
		}
		tell(
			'moved',
			`moved ${device.id} ${from.id} ${owner}`,
			`${called(device)} is with ${now} in the RMM, and with ${old} in IT Glue (${from.name}, ${from.id}). ${from.psa_integration === 'enabled' ? 'The PSA owns it: move it there.' : 'Move it, or switch moveDevices on.'}`,
		);
	};

	/** @param {Known} one */
	const create = ({ device, owner, macs, serial }) => {
		const type = typeOf(device);
		if (type === '') {
			counts.not_wanted += 1;
			return;
		}
		if (device.hostname === '') {
			counts.nameless += 1;
			tell(
				'no host name',
				`nameless ${device.id}`,
				`${device.serial_number || `Device ${device.id}`} (${device.site}) has no host name in the RMM. It is left out until it has one.`,
			);
			return;
		}
		const twins = sameHost.get(`${owner} ${nameKey(device.hostname)}`) ?? [];
		if (serial === '' && macs.length === 0 && twins.length > 1) {
			tell(
				'ambiguous',
				`twins ${owner} ${nameKey(device.hostname)}`,
				`${twins.length} devices of ${device.site} are called ${device.hostname}, and nothing else tells them apart. Rename one.`,
			);
			return;
		}
		items.push({
			step: 'create',
			_action: 'would_create',
			key: device.id,
			label: `${called(device)} (${device.site})`,
			...blank,
			organization_id: owner,
			name: device.hostname,
			hostname: device.hostname,
			serial_number: serial === '' ? '' : device.serial_number.trim(),
			mac_address: macs[0] ? spelled(macs[0]) : '',
			primary_ip: device.ip_address,
			configuration_type_id: type,
			configuration_status_id: settings.configurationStatus,
			operating_system_notes: device.operating_system,
		});
	};

	for (const { one, found } of matches) {
		const { device } = one;
		if (found === undefined) {
			create(one);
			continue;
		}
		if ('unclear' in found) {
			tell(found.kind, found.key, found.unclear);
			continue;
		}
		if ('elsewhere' in found) {
			moved(one, found.elsewhere);
			continue;
		}
		const { to } = found;
		const rivals = taken.get(to.id) ?? [];
		if (rivals.length > 1) {
			if (rivals[0]?.one === one)
				tell(
					'ambiguous',
					`rivals ${to.id} ${rivals.map((rival) => rival.one.device.id).join(' ')}`,
					`${some(rivals.map((rival) => called(rival.one.device)))} would all be ${to.name} (${to.id}) in IT Glue. Give it the serial number of the right one.`,
				);
			continue;
		}
		if (memory.ids.get(device.id) !== to.id) knownIds.push({ key: device.id, id: to.id });
		if (to.archived)
			tell(
				'archived',
				`archived ${to.id}`,
				`${called(device)} (${device.site}) reports to the RMM, and ${to.name} (${to.id}) is archived in IT Glue. Unarchive it, or remove the agent.`,
			);
		const _changes = differences(one, to);
		if (Object.keys(_changes).length === 0) counts.in_step += 1;
		else if (to.psa_integration === 'enabled') counts.psa_owned += 1;
		else
			items.push({
				step: 'change',
				_action: 'would_update',
				_changes,
				key: device.id,
				label: `${called(device)} (${device.site})`,
				...blank,
				id: to.id,
				...Object.fromEntries(Object.entries(_changes).map(([name, change]) => [name, change.to])),
			});
	}
	gone({ devices, memory, byId, seen, settings, items, findings });
	never({ devices, known, configurations, seen, memory, types, nameOfOwner, findings });
	return { items, findings, counts, count: devices.length, known: knownIds };
};

/**
 * Configurations that this sync knows, of devices that the RMM retired or has not any more.
 * @param {{ devices: Device[], memory: import('./memory.mjs').Memory, byId: Map<string, Configuration>, seen: Set<string>, settings: DeviceSettings, items: Step[], findings: Finding[] }} state
 */
const gone = ({ devices, memory, byId, seen, settings, items, findings }) => {
	const byDevice = new Map(devices.map((device) => [device.id, device]));
	/** @type {Map<string, string>} */
	const told = new Map();
	for (const [device, id] of memory.ids) {
		const to = byId.get(id);
		const now = byDevice.get(device);
		if (to === undefined || to.archived || seen.has(id) || (now && !now.retired)) continue;
		const why = now ? 'is retired in the RMM' : 'is not in the RMM any more';
		if (settings.archiveRetired)
			items.push({
				step: 'change',
				_action: 'would_update',
				_changes: { archived: { from: false, to: true } },
				key: device,
				label: to.name,
				id,
				name: '',
				archived: true,
			});
		else told.set(id, `${to.name} (${id}) ${why}. Archive it, or switch archiveRetired on.`);
	}
	// One that no run has met before may be made by hand: it is only reported.
	const bySerial = byKey([...byId.values()], ({ serial_number: serial }) => serialKey(serial));
	for (const device of devices) {
		if (!device.retired || memory.ids.has(device.id)) continue;
		const fitting = (bySerial.get(serialKey(device.serial_number)) ?? []).filter(
			({ id, archived }) => !archived && !seen.has(id),
		);
		for (const { id, name } of fitting)
			told.set(id, `${name} (${id}) is retired in the RMM. Archive it in IT Glue.`);
	}
	for (const [id, text] of told) findings.push({ kind: 'not in the RMM', key: `gone ${id}`, text });
};

/**
 * Configurations of the kinds that an RMM manages which no device was ever: one line for each client. They may be made by
 * hand, so nothing happens to them.
 * @param {{ devices: Device[], known: Known[], configurations: Configuration[], seen: Set<string>, memory: import('./memory.mjs').Memory, types: Map<string, string>, nameOfOwner: Map<string, string>, findings: Finding[] }} state
 */
const never = ({ devices, known, configurations, seen, memory, types, nameOfOwner, findings }) => {
	const clients = new Set(known.map(({ owner }) => owner));
	const managed = new Set([...types.values()].map(nameKey));
	const remembered = new Set(memory.ids.values());
	// A device that is reported for another reason is in the RMM all the same.
	const serials = new Set(devices.map(({ serial_number: serial }) => serialKey(serial)));
	const missing = byKey(
		configurations.filter(
			(one) =>
				!one.archived &&
				clients.has(one.organization_id) &&
				managed.has(nameKey(one.configuration_type_name)) &&
				!seen.has(one.id) &&
				!remembered.has(one.id) &&
				!(serialKey(one.serial_number) !== '' && serials.has(serialKey(one.serial_number))),
		),
		({ organization_id: owner }) => owner,
	);
	for (const [owner, list] of missing)
		findings.push({
			kind: 'never in the RMM',
			key: `never ${owner}`,
			text: `${nameOfOwner.get(owner) ?? owner}: ${list.length} without a device in the RMM: ${some(list.map(({ name }) => name))}. Install the agent, or archive them.`,
		});
};
