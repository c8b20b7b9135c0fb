import { decodeEntities } from '../html/entities';

/** Characters that a backslash may escape: the ASCII punctuation of CommonMark. */
const ESCAPABLE = new Set('!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~');

/**
 * Schemes a link may have. An allow-list, because the harmful ones (javascript, data, vbscript, but also
 * those that start a local program, such as ms-msdt) cannot be listed completely.
 */
const LINK_SCHEMES = new Set([
	'http',
	'https',
	'mailto',
	'tel',
	'sms',
	'callto',
	'sip',
	'msteams',
	'ftp',
	'ftps',
	'sftp',
	'ssh',
	'rdp',
	'vnc',
	'smb',
	'file',
]);

/** Escapes text between tags. Quotes stay, because editors would decode their entities anyway. */
export function escapeText(text: string): string {
	return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** Escapes the value of a double-quoted attribute. */
export function escapeAttribute(value: string): string {
	return escapeText(value).replace(/"/g, '&quot;');
}

/** Whether a backslash before this character removes its special meaning. */
export function isEscapable(char: string): boolean {
	return char.length === 1 && ESCAPABLE.has(char);
}

/** Decodes backslash escapes and entities, as in an address, a title or an alternative text. */
export function unescapeMarkdown(text: string): string {
	if (!text.includes('\\')) return decodeEntities(text);
	let out = '';
	let from = 0;
	for (let at = text.indexOf('\\'); at !== -1; at = text.indexOf('\\', at + 2)) {
		if (!isEscapable(text.charAt(at + 1))) continue;
		out += decodeEntities(text.slice(from, at)) + text.charAt(at + 1);
		from = at + 2;
	}
	return out + decodeEntities(text.slice(from));
}

/**
 * The address in a form that is safe in `href`.
 *
 * @returns undefined when the scheme is not on the list of harmless ones
 */
export function safeLink(address: string): string | undefined {
	const cleaned = cleanAddress(address);
	const scheme = schemeOf(cleaned);
	if (scheme !== undefined && !LINK_SCHEMES.has(scheme)) return undefined;
	return encodeAddress(cleaned);
}

/**
 * The address in a form that is safe in the `src` of an image: https, or relative to IT Glue itself. IT Glue removes
 * all others and would leave an empty box.
 *
 * @returns undefined for any other address, an empty one included
 */
export function safeImage(address: string): string | undefined {
	const cleaned = cleanAddress(address);
	const scheme = schemeOf(cleaned);
	if (cleaned === '' || (scheme !== undefined && scheme !== 'https')) return undefined;
	// `//host/x` names another host without https; browsers also read `\\host\x` in this way.
	if (scheme === undefined && /^[\\/]{2}/.test(cleaned)) return undefined;
	return encodeAddress(cleaned);
}

/** Browsers ignore control characters inside an address, so `java\tscript:` is checked without them. */
function cleanAddress(address: string): string {
	// Cc: control characters; Cf: invisible marks.
	return address.replace(/[\p{Cc}\p{Cf}]/gu, '').trim();
}

function schemeOf(address: string): string | undefined {
	const colon = address.indexOf(':');
	if (colon === -1) return undefined;
	const before = address.slice(0, colon);
	// A colon after one of these belongs to a path, a query or a fragment.
	if (/[/?#]/.test(before)) return undefined;
	return before.trim().toLowerCase();
}

function encodeAddress(address: string): string {
	// encodeURI throws on half a surrogate pair; `%` stays, because the address may already be encoded.
	const wellFormed = address.replace(/\p{Cs}/gu, '\uFFFD');
	return encodeURI(wellFormed).replace(/%25/g, '%');
}
