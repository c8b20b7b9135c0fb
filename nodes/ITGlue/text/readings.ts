/** The ways to read a text: unchanged, and with its encoded parts decoded. */
import { decodeEntities } from './html/entities';

/** One way to read a text, with the position of each of its characters in the original text. */
export interface Reading {
	text: string;
	starts: readonly number[];
	ends: readonly number[];
}

/** One encoding: its position in a text, and the decoded text (undefined: it is not an encoding). */
interface Encoding {
	pattern: RegExp;
	decode: (found: string) => string | undefined;
}

/** How many nested encodings are decoded: HTML in JSON, a URL that was encoded twice. */
const DEEPEST = 2;

/** Names of ASCII characters that some encoders use; `decodeEntities` knows the names that editors write. */
const ASCII_NAMES = new Map(
	(
		'excl ! num # dollar $ percnt % lpar ( rpar ) ast * plus + comma , period . sol / colon : semi ; equals = quest ? ' +
		'commat @ lsqb [ lbrack [ bsol \\ rsqb ] rbrack ] Hat ^ lowbar _ grave ` lcub { lbrace { verbar | vert | rcub } ' +
		'rbrace } tilde ~ hyphen - dash -'
	)
		.split(' ')
		.reduce<Array<[string, string]>>((pairs, word, at, words) => {
			if (at % 2 === 0) pairs.push([word, words[at + 1] ?? '']);
			return pairs;
		}, []),
);

const NUMBER = /^&#(?:[xX]([0-9a-fA-F]{1,20})|([0-9]{1,20}));?$/;

function entity(found: string): string | undefined {
	const [, hex, decimal] = NUMBER.exec(found) ?? [];
	if (hex !== undefined) return character(parseInt(hex, 16));
	if (decimal !== undefined) return character(Number(decimal));
	const whole = found.endsWith(';') ? found : `${found};`;
	const decoded = decodeEntities(whole);
	return decoded === whole ? ASCII_NAMES.get(whole.slice(1, -1)) : decoded;
}

const character = (code: number): string | undefined =>
	code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;

/** Hexadecimal bytes, read as UTF-8 if they are valid UTF-8. */
function bytes(found: string): string {
	const all = Buffer.from(found.replace(/[^0-9a-fA-F]/g, ''), 'hex');
	const utf8 = all.toString('utf8');
	return utf8.includes('\uFFFD') ? all.toString('latin1') : utf8;
}

const ESCAPES: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', 0: '\0' };

function escape(found: string): string | undefined {
	const rest = found.slice(1);
	if (/^x/i.test(rest) && rest.length > 1) return bytes(found.replace(/\\x/gi, ''));
	if (/^u/i.test(rest) && rest.length > 1)
		return character(parseInt(rest.replace(/[^0-9a-fA-F]/g, ''), 16));
	return ESCAPES[rest] ?? rest;
}

/**
 * The bytes of one character are read together. Each repeated part begins with a mark, so that matches cannot overlap.
 */
const ENCODINGS: Encoding[] = [
	{
		pattern:
			/&(?:#[xX][0-9a-fA-F]{1,20};?|#[0-9]{1,20};?|(?:amp|lt|gt|quot|apos|nbsp)(?![A-Za-z0-9;])|[A-Za-z][A-Za-z0-9]{1,31};)/g,
		decode: entity,
	},
	{
		pattern: /%u[0-9a-fA-F]{4}|%[c-fC-F][0-9a-fA-F](?:%[89abAB][0-9a-fA-F]){1,3}|%[0-9a-fA-F]{2}/g,
		decode: (found) =>
			found.startsWith('%u') ? character(parseInt(found.slice(2), 16)) : bytes(found),
	},
	{
		pattern: /\+|%[c-fC-F][0-9a-fA-F](?:%[89abAB][0-9a-fA-F]){1,3}|%[0-9a-fA-F]{2}/g,
		decode: (found) => (found === '+' ? ' ' : bytes(found)),
	},
	{
		pattern:
			/\\(?:u[0-9a-fA-F]{4}|u\{[0-9a-fA-F]{1,6}\}|x[c-fC-F][0-9a-fA-F](?:\\x[89abAB][0-9a-fA-F]){1,3}|x[0-9a-fA-F]{2}|[^])/g,
		decode: escape,
	},
	// One kind at a time: SQL only doubles one kind of quote, and a secret may contain two quotes of another kind.
	...[/''/g, /""/g, /``/g].map((pattern) => ({
		pattern,
		decode: (found: string) => found.charAt(0),
	})),
	{
		pattern: /=[c-fC-F][0-9a-fA-F](?:=[89abAB][0-9a-fA-F]){1,3}|=[0-9a-fA-F]{2}|=\r?\n/g,
		decode: (found) => bytes(found),
	},
];

const asItStands = (text: string): Reading => {
	const starts = Array.from({ length: text.length }, (_value, at) => at);
	return { text, starts, ends: starts.map((at) => at + 1) };
};

/** Decodes one encoding in a reading; undefined if nothing changes. */
function decoded(reading: Reading, { pattern, decode }: Encoding): Reading | undefined {
	const parts: string[] = [];
	const starts: number[] = [];
	const ends: number[] = [];
	const keep = (from: number, to: number): void => {
		parts.push(reading.text.slice(from, to));
		for (let at = from; at < to; at += 1) {
			starts.push(reading.starts[at] ?? 0);
			ends.push(reading.ends[at] ?? 0);
		}
	};
	let done = 0;
	let changed = false;
	for (const match of reading.text.matchAll(pattern)) {
		const [found] = match;
		const says = decode(found);
		if (says === undefined || says === found) continue;
		changed = true;
		keep(done, match.index);
		done = match.index + found.length;
		parts.push(says);
		for (let at = 0; at < says.length; at += 1) {
			starts.push(reading.starts[match.index] ?? 0);
			ends.push(reading.ends[done - 1] ?? 0);
		}
	}
	if (!changed) return undefined;
	keep(done, reading.text.length);
	return { text: parts.join(''), starts, ends };
}

/**
 * The ways to read a text, each once: unchanged; with HTML entities, URL encoding, escapes of JSON and programming
 * languages, doubled quotes or quoted-printable decoded; and with one of them inside another. The time is proportional
 * to the length of the text.
 */
export function readingsOf(text: string): Reading[] {
	const all = new Map<string, Reading>([[text, asItStands(text)]]);
	let latest = [...all.values()];
	for (let depth = 0; depth < DEEPEST; depth += 1) {
		const further = latest.flatMap((reading) =>
			ENCODINGS.flatMap((encoding) => decoded(reading, encoding) ?? []),
		);
		latest = further.filter(({ text: said }) => !all.has(said));
		for (const reading of latest) all.set(reading.text, reading);
	}
	return [...all.values()];
}
