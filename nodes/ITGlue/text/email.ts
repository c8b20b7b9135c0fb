/** Email addresses as people and other systems write them: "SMTP:ann@client.example", "Ann <ann@client.example>;". */
import { withoutFormula } from './given';
import { withoutCodes } from './same';

/** An address of a text. */
export interface Address {
	address: string;
	/** Exchange marks the primary address by capital letters: "SMTP:". */
	isPrimary: boolean;
	/** The word before the colon, in small letters: smtp, sip, x500. */
	scheme: string;
}

/** RFC 5321 allows 254 characters. */
const LONGEST = 320;
/** Longer texts are no lists of addresses. */
const LONGEST_LIST = 20_000;
const SCHEME = /^(smtp|sips?|mailto|im|msteams|e-?mail|x400|x500|eum|spo):\s{0,5}/i;

/** The addresses that a text holds, as they are to be stored; a text that holds none is given back as it is. */
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
 * Codes of HTML as characters, full-width letters as those that people type, the apostrophe of a word processor as the
 * straight one. Of Access and SharePoint ("ann@…#mailto:ann@…#", ";#") their marks, of a spreadsheet its formula.
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
	// The wrong address is shown to a person without the name before it.
	const unread = inBrackets.length > 0 ? inBrackets : [whole];
	const found = piece.split(BETWEEN).filter((part) => part.includes('@'));
	const each = found.map(bareAddress);
	return areAll(each) ? each : unread;
}

const areAll = (found: Address[]): boolean =>
	found.length > 0 && found.every(({ address }) => isAddress(address));

/** What stands around addresses in sentences, lists and code: "work: ann@…, home: …", "ann@… / ben@…", <a href="mailto:…">. */
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

/** "mailto:ann@client.example?subject=…"; before the @ the mark may be part of an address. */
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
 * A guest of Microsoft 365 has the name ann_client.example#EXT#@tenant.onmicrosoft.com there, which is nobody's mailbox:
 * the address before it, its last underscore being the @ (Microsoft Learn, "Properties of a B2B guest user").
 */
function homeAddress(address: string): string {
	const at = address.toUpperCase().indexOf('#EXT#@');
	const underscore = address.lastIndexOf('_', at);
	if (at < 0 || underscore <= 0) return address;
	const home = `${address.slice(0, underscore)}@${address.slice(underscore + 1, at)}`;
	return isAddress(home) ? home : address;
}

/** An address as it is compared: a domain in the letters of a language is the one in ASCII, "xn--…". */
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

/** Without the dots, quotes and brackets around an address. Not by an expression: those are quadratic at the end. */
function withoutEnds(text: string): string {
	let from = 0;
	let to = text.length;
	while (from < to && AROUND.has(text[from] ?? '')) from += 1;
	while (to > from && AROUND.has(text[to - 1] ?? '')) to -= 1;
	// A text without an address is shown to a person as it was given.
	return text.includes('@') ? text.slice(from, to) : text;
}

/** Lenient on purpose: refuses only what can be no address at all. Reads each character once. */
export function isAddress(text: string): boolean {
	if (text.length > LONGEST || /[\s<>,;:"()[\]\\]/.test(text)) return false;
	const [local = '', domain = '', ...others] = text.split('@');
	if (local === '' || others.length > 0) return false;
	const labels = domain.split('.');
	// Letters of any language, digits and hyphens; an underscore is against the rules and in use.
	return labels.length > 1 && labels.every((label) => /^[\p{L}\p{M}\p{N}_-]+$/u.test(label));
}
