import { serialKey } from './devices.mjs';

/** @typedef {{ id?: number, name?: string }} NinjaOrganization */
/** @typedef {{ id?: number, organizationId?: number, nodeClass?: string, approvalStatus?: string, displayName?: string, systemName?: string, dnsName?: string, lastContact?: number, ipAddresses?: string[], macAddresses?: string[], os?: { name?: string }, system?: { name?: string, manufacturer?: string, model?: string, serialNumber?: string, biosSerialNumber?: string, virtualMachine?: boolean } }} NinjaDevice */

/** @param {unknown} value */
const textOf = (value) => (typeof value === 'string' ? value.trim() : '');

/** The system's own name, as its owner gave it; not the display name, which colleagues change. @param {NinjaDevice} device */
const hostnameOf = ({ systemName, dnsName, system }) =>
	(textOf(systemName) || textOf(system?.name) || textOf(dnsName).split('.')[0] || '').toLowerCase();

/** @param {string[] | undefined} list */
const textsOf = (list) => (list ?? []).map(textOf).filter((text) => text !== '');

/**
 * Devices of NinjaOne as the syncs read them. Of a virtual machine, `serialNumber` often says None, and
 * `biosSerialNumber` the one of the hypervisor.
 * @param {NinjaDevice[]} devices
 * @param {NinjaOrganization[]} organizations
 * @returns {Array<import('./devices.mjs').Device>}
 * @throws {Error} where an answer holds something else than devices: half a list is worse than none
 */
export const devicesOfNinjaOne = (devices, organizations) => {
	const names = new Map(organizations.map(({ id, name }) => [id, textOf(name)]));
	return devices
		.filter((device) => Object.keys(device).length > 0)
		.map((device) => {
			const { id, organizationId, nodeClass, system, lastContact } = device;
			if (id === undefined || nodeClass === undefined)
				throw new Error('NinjaOne answered with something else than devices. Run it again later.');
			const serials = [system?.serialNumber, system?.biosSerialNumber].map(textOf);
			return {
				system: 'ninjaone',
				id: String(id),
				site: names.get(organizationId) ?? '',
				site_id: String(organizationId ?? ''),
				hostname: hostnameOf(device),
				serial_number: serials.find((serial) => serialKey(serial) !== '') ?? serials[0] ?? '',
				mac_addresses: textsOf(device.macAddresses),
				// Link-local addresses do not identify a device.
				ip_address: textsOf(device.ipAddresses).find((ip) => !/^fe80:|^169\.254\./i.test(ip)) ?? '',
				operating_system: textOf(device.os?.name),
				type: nodeClass,
				manufacturer: textOf(system?.manufacturer),
				model: textOf(system?.model),
				virtual: system?.virtualMachine === true || /_GUEST$|VIRTUAL_MACHINE$/.test(nodeClass),
				retired: device.approvalStatus === 'DECOMMISSIONED',
				last_seen: lastContact ? new Date(Math.round(lastContact * 1000)).toISOString() : '',
			};
		});
};
