/** @typedef {{ system: string, id: string, site: string, site_id: string, hostname: string, serial_number: string, mac_addresses: string[], ip_address: string, operating_system: string, type: string, manufacturer: string, model: string, virtual: boolean, retired: boolean, last_seen: string }} Device */

/** Written where there is no serial number: by mainboards, by hypervisors, by people. */
const NO_SERIAL =
	/^(none|unknown|null|n\/?a|not ?(available|applicable|specified)|to be filled.*|default ?string|system ?serial ?number|serial ?number|chassis ?serial ?number|o\.?e\.?m\.?|invalid|empty|123456789\d*|0*1234567\d*)$/i;

/**
 * A serial number as it compares: letters and digits in capitals.
 * @param {string | null | undefined} serial
 * @returns {string} '' if the number does not identify a device
 */
export const serialKey = (serial) => {
	const text = (serial ?? '').trim();
	const key = text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');
	return NO_SERIAL.test(text) || key.length < 4 || /^(.)\1*$/u.test(key) ? '' : key;
};

/**
 * A MAC address as it compares: twelve digits in capitals.
 * @param {string | null | undefined} address
 * @returns {string} '' for none, a group address, or one of the same digit throughout
 */
export const macKey = (address) => {
	const key = (address ?? '').toUpperCase().replace(/[^0-9A-F]/g, '');
	const isGroup = (parseInt(key.slice(0, 2), 16) & 1) === 1;
	return key.length !== 12 || isGroup || /^(.)\1*$/.test(key) ? '' : key;
};

/**
 * A name as people see it: capital letters, accents' way of being stored and white space do not matter.
 * @param {string | null | undefined} name
 */
export const nameKey = (name) =>
	(name ?? '').normalize('NFC').trim().replace(/\s+/gu, ' ').toLowerCase();

/**
 * @template T
 * @param {T[]} list
 * @param {(one: T) => string | string[]} keyOf '' for nothing
 * @returns {Map<string, T[]>} all with a key, by the key
 */
export const byKey = (list, keyOf) => {
	/** @type {Map<string, T[]>} */
	const found = new Map();
	for (const one of list)
		for (const key of new Set([keyOf(one)].flat())) {
			if (key === '') continue;
			const others = found.get(key);
			if (others) others.push(one);
			else found.set(key, [one]);
		}
	return found;
};
