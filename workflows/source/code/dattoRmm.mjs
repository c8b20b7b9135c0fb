/** @typedef {{ uid?: string, siteId?: number, siteName?: string, hostname?: string | null, intIpAddress?: string | null, operatingSystem?: string | null, deviceType?: { category?: string, type?: string } | null, deviceClass?: string, lastSeen?: number | string | null, deleted?: boolean }} DattoDevice */
/** @typedef {{ devices?: DattoDevice[] }} DattoPage */
/** @typedef {{ systemInfo?: { manufacturer?: string, model?: string, serviceTag?: string }, bios?: { serialNumber?: string }, nics?: Array<{ instance?: string, ipv4?: string, macAddress?: string }>, }} DattoAudit */
/** @typedef {{ serial: string, macs: string[], manufacturer: string, model: string }} Audited */
/** @typedef {{ kind?: string, key?: string, value?: string }} AuditRow */

/** @param {unknown} value */
const textOf = (value) => (typeof value === 'string' ? value.trim() : '');

/** Kinds of devices that have an audit, with the address of it. */
const AUDITS = new Map([
	['device', 'device'],
	['esxihost', 'esxihost'],
]);

/**
 * All devices of the pages.
 * @param {DattoPage[]} pages
 * @throws {Error} where a page holds none: half a list is worse than none
 */
export const devicesOfPages = (pages) =>
	pages.flatMap(({ devices }) => {
		if (!Array.isArray(devices))
			throw new Error('Datto RMM answered with something else than devices. Run it again later.');
		return devices;
	});

/** @param {AuditRow[]} rows @returns {Map<string, Audited>} what is known of devices, by uid */
export const auditsOf = (rows) =>
	new Map(
		rows
			.filter(({ kind }) => kind === 'audit')
			.map(({ key = '', value = '{}' }) => [key, JSON.parse(value)]),
	);

/**
 * The audits to ask for: of devices that were never asked. The list has no serial numbers, and each audit is a request.
 * @param {DattoDevice[]} devices
 * @param {AuditRow[]} rows
 * @returns {Array<{ uid: string, path: string }>}
 */
export const missingAudits = (devices, rows) => {
	const known = auditsOf(rows);
	return devices.flatMap(({ uid = '', deviceClass = '', deleted }) => {
		const kind = AUDITS.get(deviceClass);
		return kind === undefined || deleted || known.has(uid)
			? []
			: [{ uid, path: `/api/v2/audit/${kind}/${uid}` }];
	});
};

/** @param {DattoAudit} audit @returns {Audited} */
const auditedOf = ({ systemInfo, bios, nics = [] }) => ({
	serial: textOf(bios?.serialNumber) || textOf(systemInfo?.serviceTag),
	macs: nics.map(({ macAddress }) => textOf(macAddress)).filter((mac) => mac !== ''),
	manufacturer: textOf(systemInfo?.manufacturer),
	model: textOf(systemInfo?.model),
});

/**
 * Rows for the data table. A device without an audit (400, 404) has none, and is asked again next time.
 * @param {Array<{ uid: string }>} asked
 * @param {Array<{ statusCode?: number, body?: DattoAudit }>} answers one for each that was asked
 * @param {string} sync
 */
export const auditRows = (asked, answers, sync) =>
	asked.flatMap(({ uid }, at) => {
		const { statusCode, body } = answers[at] ?? {};
		return statusCode === 200 && body
			? [{ sync, kind: 'audit', key: uid, value: JSON.stringify(auditedOf(body)) }]
			: [];
	});

/**
 * @param {Array<{ statusCode?: number }>} answers
 * @throws {Error} where Datto RMM refused some: a device without its serial number would be taken for a new one
 */
export const mustBeComplete = (answers) => {
	const refused = answers.filter(({ statusCode }) => ![200, 400, 404].includes(statusCode ?? 0));
	if (refused.length > 0)
		throw new Error(
			`Datto RMM refused ${refused.length} of ${answers.length} audits (status ${refused[0]?.statusCode ?? 'unknown'}). What was read is kept: run it again, and lower auditsPerMinute if this happens again.`,
		);
};

/**
 * Devices of Datto RMM as the syncs read them.
 * @param {DattoDevice[]} devices
 * @param {Map<string, Audited>} audits
 * @returns {Array<import('./devices.mjs').Device>}
 */
export const devicesOfDatto = (devices, audits) =>
	devices.map((device) => {
		const audit = audits.get(device.uid ?? '');
		const category = textOf(device.deviceType?.category);
		const seen = device.lastSeen ? new Date(device.lastSeen) : undefined;
		return {
			system: 'datto-rmm',
			id: textOf(device.uid),
			site: textOf(device.siteName),
			site_id: String(device.siteId ?? ''),
			hostname: textOf(device.hostname).toLowerCase(),
			serial_number: audit?.serial ?? '',
			mac_addresses: audit?.macs ?? [],
			ip_address: textOf(device.intIpAddress),
			operating_system: textOf(device.operatingSystem),
			type: category || textOf(device.deviceType?.type),
			manufacturer: audit?.manufacturer ?? '',
			model: audit?.model ?? '',
			virtual: /virtual|vmware/i.test(audit?.model ?? ''),
			retired: device.deleted === true,
			last_seen: seen && !Number.isNaN(seen.getTime()) ? seen.toISOString() : '',
		};
	});
