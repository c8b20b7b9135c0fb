/**
 * Telephone numbers as people and other systems write them: "Tel: 604-555-0100 ext. 12 (mobile)". Number,
 * extension and words are told apart here and nowhere else. IT Glue keeps the digits of a number only, so
 * that anything else beside them would be lost, or become part of the number.
 */
import { sameNumber } from './phoneNumber';

/** One number of a text. */
export interface Phone {
	/** As it was written, without extension and words. */
	number: string;
	/** Digits; empty where there is none. */
	extension: string;
	/** What the words say of the number. */
	label?: 'Mobile' | 'Home' | 'Office';
	isFax: boolean;
}

/** No number is longer: what follows is not looked at. */
const LONGEST = 500;
/** From so many digits on, a number stands for itself. */
const WHOLE = 7;

const wordSet = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const EXTENSION_WORDS = wordSet(
	'extension extn extens ext ex xt x dw durchwahl nebenstelle nst app apparat klappe poste interno int interne anexo ramal toestel tst wew anknytning ankn',
);
const FAX_WORDS = wordSet('fax telefax facsimile télécopie telecopie f fx');
const LABEL_WORDS: ReadonlyArray<readonly [Phone['label'], ReadonlySet<string>]> = [
	[
		'Mobile',
		wordSet(
			'mobile mobil mob cell cellular cellphone cel celular gsm handy natel portable móvil movil m c mobilephone',
		),
	],
	['Home', wordSet('home privat private zuhause casa domicile h homephone')],
	['Office', wordSet('office work business büro buero bureau oficina w o d direct businessphone')],
];
/** A run of digits or of letters, or one other character. */
interface Token {
	text: string;
	kind: 'digits' | 'letters' | 'other';
	at: number;
}

/** The numbers that a text holds, in their order; none where it holds no digit. */
export function readPhones(text: string): Phone[] {
	const clean = withExtensionLast(cleaned(text));
	if (ROUNDED.test(clean)) return [];
	if (clean.includes('@')) return atService(clean);
	const dialled = dialledLetters(clean);
	if (dialled !== undefined) return [{ number: dialled, extension: '', isFax: false }];
	return partsOf(clean).flatMap((part) => numbersIn(part));
}

/** A table's 6.04555E+09 has lost digits. */
const ROUNDED = /^\d[.,]?\d{0,20}e\+?\d{1,3}$/i;

const EXTENSION_FIRST = /^(\p{L}{1,14})[.:\s]{0,3}(\d{1,6})[\s,;/-]{1,3}(?=\S)/u;
const AFTER_PAUSE = /,{1,3}\s?(\d{1,6})#?$/;

/** "Ext. 12, 604-555-0100", and "604-555-0100,,12" as telephones dial it, with the extension as others write it. */
function withExtensionLast(text: string): string {
	const first = EXTENSION_FIRST.exec(text);
	const rest = text.slice(first?.[0].length ?? 0);
	if (first?.[1] && EXTENSION_WORDS.has(first[1].toLowerCase()) && isWhole(rest))
		return `${rest} x${first[2] ?? ''}`;
	const pause = AFTER_PAUSE.exec(text);
	const before = text.slice(0, pause?.index);
	return pause && isWhole(before) ? `${before} x${pause[1] ?? ''}` : text;
}

/** "sip:+16045550100@client.example" holds a number, an email address none. */
function atService(text: string): Phone[] {
	const [user = ''] = text.split('@');
	return isWhole(user) && !/[a-z]/i.test(user.replace(/^sips?:/i, '')) ? numbersIn(user) : [];
}

/** The digits of an extension: "x5", "ext. 12" and 12.0 (a table's number) are 5, 12 and 12. */
export function readExtension(text: string): string {
	return cleaned(text).replace(/\.0$/, '').replace(/\D/g, '');
}

/** Compares two texts by their number and extension; such without a digit by their letters. */
export function samePhone(a: unknown, b: unknown): boolean {
	const [left, right] = [textOf(a), textOf(b)];
	if (left === right) return true;
	const [letters, others] = [bare(left), bare(right)];
	if (letters !== '' && letters === others) return true;
	const [one, other] = [readPhones(left), readPhones(right)];
	if (one.length === 0 || one.length !== other.length) return false;
	return one.every((phone, at) => samePlace(phone, other[at]));
}

const samePlace = (a: Phone, b: Phone | undefined): boolean =>
	b !== undefined && a.extension === b.extension && sameNumber(a.number, b.number);

const textOf = (value: unknown): string =>
	typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';

const bare = (text: string): string =>
	text
		.slice(0, LONGEST)
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]/gu, '');

/**
 * Characters of writing direction, which address books put around numbers, are seen by nobody; full-width digits
 * are digits; "(0)" is not dialled together with the country, and IT Glue would make it part of the number.
 */
function cleaned(text: string): string {
	return text
		.slice(0, LONGEST)
		.normalize('NFKC')
		.replace(/\p{Cf}/gu, '')
		.trim()
		.replace(/^(\d{6,15})\.0$/, '$1')
		.replace(/(\+|\b00)(\d{1,3}[\s.-]{0,2})\(\s?0\s?\)/g, '$1$2');
}

const KEYS = ['abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz'];

/** Free-call numbers, or seven or ten digits with a hyphen before the letters: "200 DESK" is an internal number. */
const DIALLED = /^(?:\+?1?[\s.-]?\(?8\d\d|(?:[2-9]\d\d[\s.-])?[2-9]\d\d-)[\s\dA-Z().-]{1,20}$/;

/** "1-800-EXAMPLE" as it is dialled; undefined for a number that is whole without its letters. */
function dialledLetters(text: string): string | undefined {
	if (!DIALLED.test(text) || !/[A-Z]{2}/.test(text)) return undefined;
	const digits = text.replace(/\D/g, '').length;
	const all = text.replace(/[^\dA-Z]/g, '').length;
	if (digits >= WHOLE || all < WHOLE) return undefined;
	return text.replace(/[A-Z]/g, (letter) =>
		String(KEYS.findIndex((letters) => letters.includes(letter.toLowerCase())) + 2),
	);
}

const SEPARATORS = /[/;,|&\n]/;

/** The parts of a text that hold a whole number each; the text itself where it is one. */
function partsOf(text: string): string[] {
	const pieces = text.split(SEPARATORS);
	if (pieces.length === 1) return [text];
	const parts: string[] = [];
	let from = 0;
	let at = 0;
	for (const piece of pieces.slice(0, -1)) {
		at += piece.length + 1;
		const before = text.slice(from, at - 1);
		if (!isWhole(before) || !isWhole(text.slice(at))) continue;
		parts.push(before);
		from = at;
	}
	return [...parts, text.slice(from)];
}

/** An area code with its country's or its zero is no number yet: "0049 221 / 5550100". */
function isWhole(text: string): boolean {
	const digits = text.replace(/\D/g, '');
	if (/^\D*\+/.test(text) || digits.startsWith('00')) return digits.length >= 10;
	return digits.length >= (digits.startsWith('0') ? 9 : WHOLE);
}

function tokensOf(text: string): Token[] {
	return [...text.matchAll(/\d+|\p{L}+|[^\d\p{L}]/gu)].map((match) => ({
		text: match[0].toLowerCase(),
		kind: /^\d/.test(match[0]) ? 'digits' : /^\p{L}/u.test(match[0]) ? 'letters' : 'other',
		at: match.index,
	}));
}

/** Digits with no letter among them, and the words around them. */
interface Stretch {
	/** Where it begins (at a plus or bracket before its first digit) and ends. */
	from: number;
	to: number;
	digits: string;
	extension: string;
	words: string[];
}

function numbersIn(text: string): Phone[] {
	const stretches = stretchesOf(text);
	const whole = stretches.filter(({ digits }) => digits.length >= WHOLE);
	const [longest] = [...stretches].sort((a, b) => b.digits.length - a.digits.length);
	const meant = whole.length > 0 ? whole : longest ? [longest] : [];
	return meant.map((stretch) => phoneOf(text, stretch));
}

function phoneOf(text: string, { from, to, extension, words }: Stretch): Phone {
	const label = LABEL_WORDS.find(([, set]) => words.some((word) => set.has(word)))?.[0];
	return {
		number: balanced(text.slice(from, to)),
		extension,
		...(label && { label }),
		isFax: words.some((word) => FAX_WORDS.has(word)),
	};
}

/** Without a bracket that is opened or closed only. */
const balanced = (number: string): string =>
	number.split('(').length === number.split(')').length
		? number.replace(/[[\]]/g, '')
		: number.replace(/[()[\]]/g, '');

function stretchesOf(text: string): Stretch[] {
	const tokens = tokensOf(text);
	const found: Stretch[] = [];
	/** The stretch that further digits belong to. */
	let open: Stretch | undefined;
	let opensAt: number | undefined;
	let expectsExtension = false;
	/** Words since the last number; between two numbers they belong to the second: "Tel 604… Fax 604…". */
	let words: string[] = [];
	for (const [index, token] of tokens.entries()) {
		const last = found[found.length - 1];
		const startsExtension = last?.extension === '' && isExtensionMark(token);
		if (token.kind === 'digits') {
			if (expectsExtension && last) last.extension = token.text;
			else if (open) extend(open, token);
			else {
				open = { from: opensAt ?? token.at, to: 0, digits: '', extension: '', words };
				extend(open, token);
				found.push(open);
				words = [];
			}
			if (expectsExtension) open = undefined;
			expectsExtension = false;
			opensAt = undefined;
		} else if (token.kind === 'letters' || startsExtension) {
			expectsExtension = startsExtension;
			open = undefined;
			opensAt = undefined;
			if (startsExtension || !isWord(tokens, index)) continue;
			if (last && tokens[index - 1]?.text === '(') last.words.push(token.text);
			else words.push(token.text);
		} else if (token.text === '+' || token.text === '(') opensAt ??= token.at;
		else if (token.text !== ')' && token.text.trim() !== '') opensAt = undefined;
	}
	found[found.length - 1]?.words.push(...words);
	return found;
}

function extend(stretch: Stretch, { text, at }: Token): void {
	stretch.digits += text;
	stretch.to = at + text.length;
}

const isExtensionMark = ({ text }: Token): boolean => text === '#' || EXTENSION_WORDS.has(text);

/** A single letter says something only where it stands apart: "M: 604…", "604… (c)", but not "24h 604…". */
function isWord(tokens: Token[], index: number): boolean {
	const [before, word, after] = [tokens[index - 1], tokens[index], tokens[index + 1]];
	if (!word || word.text.length > 1 || !before || !after) return true;
	return before.text === '(' || after.text === ':' || after.text === '.';
}
