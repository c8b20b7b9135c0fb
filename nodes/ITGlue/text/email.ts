/** Email addresses in the spellings of people and systems: "SMTP:ann@client.example", "Ann <ann@client.example>;". */
import { withoutFormula } from './given';
import { withoutCodes } from './same';

/** One address in a text. */
export interface Address {
	address: string;
	/** Exchange marks the primary address with capital letters: "SMTP:". */
	isPrimary: boolean;
	/** The word before the colon, in lower case: smtp, sip, x500. */
	scheme: string;
}

/** RFC 5321 allows 254 characters. */
const LONGEST = 320;
/** A longer text is not a list of addresses. */
const LONGEST_LIST = 20_000;
const SCHEME = /^(smtp|sips?|mailto|im|msteams|e-?mail|x400|x500|eum|spo):\s{0,5}/i;

/** The addresses in a text, in the form to store; a text without one is returned unchanged. */
export function readAddresses(text: string): Address[] {
	const clean = plainly(text);
	if (clean.length > LONGEST_LIST) return [bareAddress(clean)];
	return clean
		.split(/[;|\n\r]/)
		.map((piece) => piece.trim().replace(/\s\([^()]{0,100}\)$/, ''))
		.filter((piece) => piece !== '')
		.flatMap((piece) => inPiece(piece));
}

/**
 * Decodes HTML codes and full-width letters, and replaces the apostrophe of a word processor by the straight one.
 * Removes the marks of Access and SharePoint ("ann@…#mailto:ann@…#", ";#") and the formula of a spreadsheet.
 */
const plainly = (text: string): string =>
	withoutFormula(withoutCodes(text))
		.replace(/\p{Cf}/gu, '')
		.replace(/[\uFF01-\uFF60]+/g, (wide) => wide.normalize('NFKC'))
		.replace(/[\u3002\uFF61]/g, '.')
		.replace(/[\u2018\u2019]/g, "'")
		.replace(/#(?:https?:\/\/)?mailto:/gi, '\n')
		.normalize('NFC')
		.trim();

function inPiece(piece: string): Address[] {
	// Names may hold commas: "Example, Ann <ann@client.example>".
	const named = [...piece.matchAll(/<([^<>]{3,320})>/g)].map((match) => match[1] ?? '');
	const inBrackets = named.every((one) => one.includes('@')) ? named.map(bareAddress) : [];
	if (areAll(inBrackets)) return inBrackets;
	for (const separator of [',', /\s+/]) {
		const parts = piece.split(separator).filter((part) => part.trim() !== '');
		if (parts.length > 1 && parts.every((part) => isAddress(bareAddress(part).address)))
			return parts.map(bareAddress);
	}
	const whole = bareAddress(piece);
	if (isAddress(whole.address) || !piece.includes('@')) return [whole];
	// An error shows the wrong address without the name before it.
	const unread = inBrackets.length > 0 ? inBrackets : [whole];
	const found = piece.split(BETWEEN).filter((part) => part.includes('@'));
	const each = found.map(bareAddress);
	return areAll(each) ? each : unread;
}

const areAll = (found: Address[]): boolean =>
	found.length > 0 && found.every(({ address }) => isAddress(address));

/**
 * The text between addresses in sentences, lists and code: "work: ann@…, home: …", "ann@… / ben@…", <a
 * href="mailto:…">.
 */
const BETWEEN = /[\s,<>()[\]"]+|(?<=[a-z]):|&(?=[^@&]*@)/i;

function bareAddress(text: string): Address {
	const plain = text.trim();
	const scheme = SCHEME.exec(plain);
	const rest = scheme ? plain.slice(scheme[0].length) : plain;
	const isLink = scheme?.[1]?.toLowerCase() === 'mailto';
	const address = withoutEnds(isLink ? decoded(beforeMark(rest)) : beforeMark(rest));
	return {
		address: homeAddress(address),
		isPrimary: plain.startsWith('SMTP:'),
		scheme: (scheme?.[1] ?? '').toLowerCase(),
	};
}

/** "mailto:ann@client.example?subject=…"; before the @, a question mark may be part of an address. */
function beforeMark(text: string): string {
	const mark = text.indexOf('?', text.indexOf('@'));
	return text.includes('@') && mark >= 0 ? text.slice(0, mark) : text;
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/**
 * A guest of Microsoft 365 has the name ann_client.example#EXT#@tenant.onmicrosoft.com, which is not a mailbox. This
 * returns the address before #EXT#, with its last underscore as the @ (Microsoft Learn, "Properties of a B2B guest
 * user").
 */
function homeAddress(address: string): string {
	const at = address.toUpperCase().indexOf('#EXT#@');
	const underscore = address.lastIndexOf('_', at);
	if (at < 0 || underscore <= 0) return address;
	const home = `${address.slice(0, underscore)}@${address.slice(underscore + 1, at)}`;
	return isAddress(home) ? home : address;
}

/** The form of an address for comparisons: a domain with non-ASCII letters becomes its ASCII form, "xn--…". */
export function comparableAddress(text: string): string {
	const address = readAddresses(text)[0]?.address ?? text;
	const at = address.lastIndexOf('@');
	const domain = address.slice(at + 1);
	if (at < 0 || /^[\x20-\x7E]*$/.test(domain)) return address;
	try {
		return `${address.slice(0, at)}@${new URL(`http://${domain}`).hostname}`;
	} catch {
		return address;
	}
}

const AROUND = new Set([...' \t\u00A0.,;:<>()[]{}"\'`#=/\u201C\u201D\u00AB\u00BB']);

/**
 * Without the dots, quotes and brackets around an address. Not with a regular expression: it would be quadratic at the
 * end.
 */
function withoutEnds(text: string): string {
	let from = 0;
	let to = text.length;
	while (from < to && AROUND.has(text[from] ?? '')) from += 1;
	while (to > from && AROUND.has(text[to - 1] ?? '')) to -= 1;
	// An error shows a text without an address unchanged.
	return text.includes('@') ? text.slice(from, to) : text;
}

/** Lenient on purpose: refuses only what cannot be an address. Reads each character once. */
export function isAddress(text: string): boolean {
	if (text.length > LONGEST || /[\s<>,;:"()[\]\\]/.test(text)) return false;
	const [local = '', domain = '', ...others] = text.split('@');
	if (local === '' || others.length > 0) return false;
	const labels = domain.split('.');
	// Letters of any language, digits and hyphens; underscores are not allowed, but some domains use them.
	return labels.length > 1 && labels.every((label) => /^[\p{L}\p{M}\p{N}_-]+$/u.test(label));
}
