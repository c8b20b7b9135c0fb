import { byKey, macKey, nameKey, serialKey } from './devices.mjs';

/** @typedef {import('./devices.mjs').Device} Device */
/** @typedef {{ id: string, organization_id: string, name: string, hostname?: string | null, serial_number?: string | null, mac_address?: string | null, primary_ip?: string | null, archived?: boolean, psa_integration?: string | null, configuration_type_name?: string | null }} Configuration */
/** @typedef {{ device: Device, owner: string, macs: string[], serial: string }} Known */
/** @typedef {{ to: Configuration, by: string } | { elsewhere: Configuration } | { unclear: string, key: string, kind: string } | undefined} Match */

/** @param {Configuration} configuration */
export const hostKeys = ({ hostname, name }) => [nameKey(hostname), nameKey(name)];

/** @param {Configuration[]} list */
const listed = (list) => list.map(({ id, name }) => `${name} (${id})`).join(', ');

/** The active ones. Archived ones count only if there are no active ones. @param {Configuration[]} list */
const livingOf = (list) => {
	const active = list.filter(({ archived }) => !archived);
	return active.length > 0 ? active : list;
};

/**
 * Finds the configurations of devices: by what an earlier run remembers, by serial number among all clients, by a MAC
 * address that only one device has, by the host name. None of the weaker ones counts where the serial numbers differ.
 * @param {Known[]} devices whose client is known
 * @param {Configuration[]} configurations of all clients, archived ones too
 * @param {Map<string, string>} remembered configuration by device
 */
export const matcherOf = (devices, configurations, remembered) => {
	const byId = new Map(configurations.map((one) => [one.id, one]));
	const bySerial = byKey(configurations, ({ serial_number: serial }) => serialKey(serial));
	const byMac = byKey(configurations, ({ organization_id: owner, mac_address: mac }) =>
		macKey(mac) === '' ? '' : `${owner} ${macKey(mac)}`,
	);
	const byHost = byKey(configurations, (one) =>
		hostKeys(one)
			.filter((host) => host !== '')
			.map((host) => `${one.organization_id} ${host}`),
	);
	const sameHost = byKey(devices, ({ owner, device }) =>
		device.hostname === '' ? '' : `${owner} ${nameKey(device.hostname)}`,
	);
	const agrees = (/** @type {Known} */ { serial }, /** @type {Configuration} */ one) => {
		const theirs = serialKey(one.serial_number);
		return serial === '' || theirs === '' || serial === theirs;
	};
	const unclear = (/** @type {Known} */ { device }, /** @type {Configuration[]} */ list) => ({
		unclear: `${device.hostname || device.serial_number} (${device.site}): ${listed(list)} may be this device. Archive the wrong one in IT Glue.`,
		key: `ambiguous ${device.id} ${list.map(({ id }) => id).join(' ')}`,
		kind: 'ambiguous',
	});

	/** @param {Known} known @returns {Match} */
	const match = (known) => {
		const { device, owner, serial, macs } = known;
		const before = byId.get(remembered.get(device.id) ?? '');
		const same = serial === '' ? [] : livingOf(bySerial.get(serial) ?? []);
		const own = same.filter(({ organization_id: id }) => id === owner);
		if (own.length > 1) return unclear(known, own);
		if (own[0]) return { to: own[0], by: 'serial number' };
		if (same.length > 1) return unclear(known, same);
		if (same[0]) return { elsewhere: same[0] };
		if (before && before.organization_id !== owner && agrees(known, before))
			return { elsewhere: before };
		if (before && agrees(known, before)) return { to: before, by: 'memory' };
		if (before)
			return {
				unclear: `${device.hostname} (${device.site}): reports the serial number ${device.serial_number}, ${listed([before])} has ${before.serial_number}. If its mainboard was replaced, correct the number in IT Glue; if it is another device, archive the old one.`,
				key: `serial ${device.id} ${serial}`,
				kind: 'serial number differs',
			};
		const weaker = [
			{ by: 'MAC address', found: macs.flatMap((mac) => byMac.get(`${owner} ${mac}`) ?? []) },
			{
				by: 'host name',
				found:
					(sameHost.get(`${owner} ${nameKey(device.hostname)}`)?.length ?? 0) === 1
						? (byHost.get(`${owner} ${nameKey(device.hostname)}`) ?? [])
						: [],
			},
		];
		for (const { by, found } of weaker) {
			const fitting = livingOf([...new Set(found)].filter((one) => agrees(known, one)));
			if (fitting.length > 1) return unclear(known, fitting);
			if (fitting[0]) return { to: fitting[0], by };
		}
		return undefined;
	};
	return { match, byId, sameHost };
};
