/** Device numbers and names in the spellings of inventory systems, spreadsheets and labels. */
import { withoutFormula } from './given';
import { isRounded } from './identity';
import { trimmed } from './same';

const LABEL =
	/^(?:s\/?n|serial(?:\s?(?:number|no\.?))?|asset\s?tag|service\s?tag)\s{0,3}[:#=]\s{0,3}(?=\S)/i;

/**
 * A serial number or asset tag without additions of tables: ="00123", \'00123, "00123", =00123, 123456.0, and without
 * the words of a label ("S/N: 5CD1234XYZ").
 */
export function readDeviceNumber(given: string): string {
	const text = trimmed(withoutFormula(trimmed(given)));
	if (isRounded(text)) return text;
	const bare = text
		.replace(/^(?:'|=)(?=\w)/, '')
		.replace(/^"([^"]*)"$/, '$1')
		.replace(/^(\d{4,30})\.0{1,6}$/, '$1')
		.replace(LABEL, '');
	return bare === '' ? text : bare;
}

const GROUPED = /(?<![0-9A-Za-z])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![:-]?[0-9A-Za-z])/gi;

/**
 * A MAC address without additions: "00:15:5D:00:12:34 (Ethernet)", \'00155D001234, 0x00155D001234; with the zeros that
 * Unix leaves out (0:15:5d:0:12:34). A text with several addresses, or none, stays unchanged.
 */
export function readMac(given: string): string {
	const text = trimmed(withoutFormula(trimmed(given)));
	const found = [...text.matchAll(GROUPED)].map(([one]) => one);
	const [only] = found;
	if (only !== undefined && found.every((one) => one === only)) return only;
	if (/^(?:[0-9a-f]{1,2}:){5}[0-9a-f]{1,2}$/i.test(text))
		return text
			.split(':')
			.map((group) => group.padStart(2, '0'))
			.join(':');
	return /^(?:'|0x)?([0-9a-f]{12})[;,]?$/i.exec(text)?.[1] ?? text;
}

/** A host name without the final dot of DNS (RFC 1034) and without the marks of Windows: \\SERVER, SERVER$. */
export const readHostname = (given: string): string =>
	trimmed(withoutFormula(given))
		.replace(/^\\{2}(?=\w)/, '')
		.replace(/(?<=\w)[.$]$/, '');
