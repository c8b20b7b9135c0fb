/**
 * Values that identify nothing: firmware, exports and people write them if they have no real value. Two records with
 * such a value are not the same record. A rule looks only at letters and digits; values without a rule are in lists. If
 * in doubt, a value is kept: some vendor may really use it.
 */
import {
	FILLERS,
	HOSTS,
	MAC_ADDRESSES,
	MAC_BEGINNINGS,
	MAILBOXES,
	MAIL_DOMAINS,
	NAMES,
	NUMBERS,
	NUMBER_PREFIXES,
	PEOPLE,
	SAMPLE_DOMAINS,
	SAMPLE_MAILBOXES,
} from './identityLists';
import { comparable } from './same';

/** What a value identifies. `person`: a name, or a part of one, that is judged as a whole. */
export type Identity =
	| 'name'
	/** For a custom field: it may contain anything. */
	| 'any'
	| 'person'
	| 'serial'
	| 'assetTag'
	| 'mac'
	| 'hostname'
	| 'email'
	| 'ip';

/** Whether a value identifies nothing; this includes texts without a visible character. */
export const identifiesNothing = (kind: Identity, value: unknown): boolean =>
	JUDGES[kind](comparable(value));

const JUDGES: Record<Identity, (text: string) => boolean> = {
	name: (text) => isNoName(text, NAMES),
	any: (text) => isNoWord(text, FILLERS) || lettersOf(text).startsWith('tobefilledby'),
	person: isNobody,
	serial: (text) => isNoNumber(text, 1),
	// A small company numbers its devices from 1.
	assetTag: (text) => !/^0*[1-9]\d{0,3}$/.test(text) && isNoNumber(text, 0),
	mac: (text) => macDigits(text) === undefined || isNoMac(macDigits(text) ?? ''),
	hostname: (text) => isNoHost(text),
	email: isNoMailbox,
	ip: (text) => isNoWord(text, HOSTS) || isNoAddress(text),
};

const SHEET_ERRORS = new Set(
	'#n/a #ref! #value! #name? #null! #div/0! #num! #error! #spill!'.split(' '),
);

/** The text of a spreadsheet for a value that it cannot calculate. */
export const isSheetError = (text: string): boolean => SHEET_ERRORS.has(text.toLowerCase());

const lettersOf = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '');

const isNoWord = (text: string, words: ReadonlySet<string>): boolean => {
	const letters = lettersOf(text);
	return letters === '' || words.has(letters) || SHEET_ERRORS.has(text);
};

// --- Numbers ---

/** "4.47912E+11": a spreadsheet has rounded a long number, so different numbers look the same. */
export const isRounded = (text: string): boolean =>
	/^(?:\d[.,]\d{1,20}e\+?|\de\+)\d{1,3}$/i.test(text);

/** `most`: up to this number of characters, a text is too short to identify anything. */
function isNoNumber(text: string, most: number): boolean {
	if (isNoWord(text, NUMBERS) || isRounded(text)) return true;
	const letters = lettersOf(text);
	if (letters.length <= most || letters.startsWith('tobefilledby')) return true;
	const prefix = /^\p{L}*/u.exec(letters)?.[0] ?? '';
	const rest = NUMBER_PREFIXES.has(prefix) ? letters.slice(prefix.length) : '';
	return isPattern(letters, 4) || (rest !== '' && isPattern(rest, 5));
}

/** All characters equal, two alternating, or counting up or down: "0000", "1212121212", "12345678", "9876543210". */
function isPattern(letters: string, least: number): boolean {
	const core = letters.replace(/^0x(?=0)/, '');
	if (isAllOf(core, 1) && (core.length >= 3 || core.startsWith('0'))) return true;
	if (core.length >= 8 && isAllOf(core, 2)) return true;
	// "123456789000": the counting part, filled up with zeros.
	const counted = core.length > least ? withoutZerosAtEnd(core) : core;
	return (
		core.length >= least &&
		(isCounting(core, 1) ||
			isCounting(core, -1) ||
			(counted.length > least && isCounting(counted, 1)))
	);
}

function withoutZerosAtEnd(text: string): string {
	let end = text.length;
	while (text[end - 1] === '0') end -= 1;
	return text.slice(0, end);
}

const isAllOf = (text: string, period: number): boolean => {
	for (let at = period; at < text.length; at += 1) if (text[at] !== text[at - period]) return false;
	return text !== '';
};

/** Each character is the next one in the order of digits and letters; after 9 comes 0, or A. */
function isCounting(text: string, step: 1 | -1): boolean {
	const isNext = (from: string, to: string): boolean =>
		(from === '9' && to === '0') ||
		(from === '9' && to === 'a') ||
		(/^[0-9a-z]{2}$/.test(from + to) && from.charCodeAt(0) + 1 === to.charCodeAt(0));
	for (let at = 1; at < text.length; at += 1) {
		const [from, to] = [text.charAt(at - 1), text.charAt(at)];
		if (step === 1 ? !isNext(from, to) : !isNext(to, from)) return false;
	}
	return text.length > 1;
}

// --- Addresses of network adapters ---

/** The digits of a MAC address (EUI-48 or EUI-64), with any separators; undefined for other values. */
export function macDigits(value: unknown): string | undefined {
	const text = comparable(value).replace(/[\s:.\-_]/g, '');
	return /^(?:[0-9a-f]{12}|[0-9a-f]{16})$/.test(text) ? text : undefined;
}

/** Why a text is not a valid MAC address; undefined if it is one. */
export function flawOfMac(value: unknown): string | undefined {
	const text = comparable(value).replace(/[\s:.\-_]/g, '');
	if (text === '' || macDigits(value) !== undefined) return undefined;
	const other = /[^0-9a-f]/u.exec(text)?.[0];
	const all = comparable(value).match(/(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}/g) ?? [];
	if (all.length > 1) return 'it holds several: map the one that tells the device';
	if (other !== undefined) return `it holds "${other}"`;
	return `it has ${text.length} digit${text.length === 1 ? '' : 's'}`;
}

function isNoMac(digits: string): boolean {
	const octets = digits.match(/../g) ?? [];
	const [first = '', second = ''] = octets;
	// An odd first octet means a group address, which no adapter has (IEEE 802, the I/G bit).
	if (parseInt(first, 16) % 2 === 1) return true;
	if (MAC_ADDRESSES.has(digits) || MAC_BEGINNINGS.some((begin) => digits.startsWith(begin)))
		return true;
	if (isAllOf(digits, 1) || isCounting(digits, 1) || isCounting(digits, -1)) return true;
	// 00:11:22:33:44:55, 01:02:03:04:05:06
	const step = parseInt(second, 16) - parseInt(first, 16);
	return (
		(step === 0x11 || step === 1) &&
		octets.every((octet, at) => parseInt(octet, 16) === parseInt(first, 16) + at * step)
	);
}

// --- Addresses of hosts ---

/** An IPv6 address with its zone. */
const LONGEST_ADDRESS = 64;

/** Addresses that every host has or assigns to itself: they identify no host. */
function isNoAddress(text: string): boolean {
	if (text.length > LONGEST_ADDRESS) return false;
	const address = text.replace(/^\[|\]?(?:%[^%]*)?(?:\/\d{1,3})?$/g, '');
	return (
		/^(?:0\.0\.0\.0|127(?:\.\d{1,3}){1,3}|169\.254\.\d{1,3}\.\d{1,3}|255\.255\.255\.255)$/.test(
			address,
		) ||
		/^(?:(?=.*:)[0:]{2,39}1?|fe[89ab][0-9a-f]:[0-9a-f:]{1,36}|::ffff:127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/.test(
			address,
		)
	);
}

const isNoHost = (text: string): boolean =>
	isNoWord(text, HOSTS) || isNoAddress(text) || /^localhost(?:\.|$)/.test(text);

// --- Names ---

const isNoName = (text: string, words: ReadonlySet<string>): boolean => {
	const letters = lettersOf(text);
	return isNoWord(text, words) || /^(?:0+|x{2,})$/.test(letters);
};

/** "N/A", "Unknown Unknown", "Test User"; not "Ann Test", nor "Nan" or "Na", which are names of people. */
function isNobody(text: string): boolean {
	if (PEOPLE.has(lettersOf(text)) || SHEET_ERRORS.has(text)) return true;
	const isNone = (word: string): boolean =>
		isNoName(word, PEOPLE) || /^\(?n[/\\.]a\.?\)?$/.test(word);
	return text.split(' ').every(isNone);
}

// --- Mailboxes ---

function isNoMailbox(text: string): boolean {
	const at = text.lastIndexOf('@');
	if (at < 0) return isNoWord(text, NUMBERS) || isNoName(text, NAMES);
	const local = text.slice(0, at).replace(/\+.*$/, '');
	const domain = text.slice(at + 1);
	const [host = ''] = domain.split('.', 1);
	const letters = lettersOf(local);
	if (letters === '' || domain === '' || /^n[/\\]a$/.test(local)) return true;
	if (MAILBOXES.has(letters) || /^(?:noreply|donotreply)/.test(letters)) return true;
	if (MAIL_DOMAINS.has(lettersOf(host)) || /(?:^|\.)(?:invalid|localhost)$/.test(domain))
		return true;
	if (!SAMPLE_MAILBOXES.has(letters)) return false;
	if (local === host || !domain.includes('.')) return true;
	return letters.length > 1 && (SAMPLE_DOMAINS.has(domain) || isReserved(domain));
}

/** Domains that are reserved for examples and tests (RFC 2606). */
const isReserved = (domain: string): boolean =>
	/(?:^|\.)(?:example|test|example\.(?:com|net|org))$/.test(domain);
