/**
 * Telephone numbers in the spellings of people and systems: "Tel: 604-555-0100 ext. 12 (mobile)". Only this file
 * separates number, extension and words. IT Glue keeps only the digits of a number, so everything else would be lost or
 * become part of the number.
 */
import { sameNumber } from './phoneNumber';

/** One number in a text. */
export interface Phone {
	/** The number as written, without extension and words. */
	number: string;
	/** Digits; empty if there is none. */
	extension: string;
	/** The kind of number that the words describe. */
	label?: 'Mobile' | 'Home' | 'Office';
	isFax: boolean;
}

/** No number is longer: the rest is not read. */
const LONGEST = 500;
/** A number with at least this number of digits is complete. */
const WHOLE = 7;

const wordSet = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const EXTENSION_WORDS = wordSet(
	'extension extn extens ext ex xt x extensao dw durchwahl nebenstelle nst app apparat klappe poste interno int interne intern anexo derivacion ' +
		'ramal toestel tst wew wewn wewnetrzny anknytning ankn lokal lok lokalnummer alanumero alanro linka klapka mellek dahili доб добавочный ' +
		'вн внутр внутренний εσωτ εσωτερικο שלוחה تحويلة 内線 內線 内线 分机 分機 转 轉 내선',
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
/** Words that only repeat the field's name, and words in addresses of telephone services. */
const SAID_ALREADY = wordSet(
	'tel telephone telefon téléphone teléfono telefono telefoon telefone tlf tél phone ph fon call ruf number num nr no nummer rufnummer hotline ' +
		'main switchboard zentrale hauptnummer or and oder und ou et y o e of en eller och og callto sip sips skype whatsapp http https wa me api web www com send',
);
/** A run of digits or of letters, or one other character. */
interface Token {
	text: string;
	kind: 'digits' | 'letters' | 'other';
	at: number;
}

/** The content of a text. */
interface Read {
	phones: Phone[];
	/** Whether the text contains more than numbers: "(do not call)", "after 6 pm", a second extension. */
	hasMore: boolean;
}

const only = (phones: Phone[]): Read => ({ phones, hasMore: false });

/** The numbers in a text, in their order; empty if it has no digit. */
export const readPhones = (text: string): Phone[] => readPhoneText(text).phones;

/** The numbers in a text, and whether it contains anything else. */
export function readPhoneText(text: string): Read {
	const clean = withExtensionLast(cleaned(text));
	if (ROUNDED.test(clean)) return only([]);
	if (clean.includes('@')) return only(atService(clean));
	const dialled = dialledLetters(clean);
	if (dialled !== undefined) return only([{ number: dialled, extension: '', isFax: false }]);
	const read = partsOf(clean).map((part) => numbersIn(part));
	return {
		phones: read.flatMap(({ phones }) => phones.filter(isNumber)),
		hasMore: read.some(({ hasMore }) => hasMore),
	};
}

/** Including the digits dialled before the country's code: no number is longer (ITU-T E.164: 15). */
const MOST_DIGITS = 18;

/** Zeros, a country code that a web form fills in ("+1"), and repeated digits are not a number. */
function isNumber({ number }: Phone): boolean {
	const digits = number.replace(/\D/g, '');
	if (/^0*$/.test(digits) || digits.length > MOST_DIGITS) return false;
	return !number.startsWith('+') || digits.length >= WHOLE;
}

/** A table's 6.04555E+09 has lost digits. */
const ROUNDED = /^\d[.,]?\d{0,20}e\+?\d{1,3}$/i;

const EXTENSION_FIRST = /^(\p{L}{1,14})[.:\s]{0,3}(\d{1,6})[\s,;/-]{1,3}(?=\S)/u;
const AFTER_PAUSE = /(?:,{1,3}|;|[pw])\s?(\d{1,6})#?$/i;

/** Moves the extension to the end: "Ext. 12, 604-555-0100", and "604-555-0100,,12" as telephones dial it. */
function withExtensionLast(text: string): string {
	const first = EXTENSION_FIRST.exec(text);
	const rest = text.slice(first?.[0].length ?? 0);
	if (first?.[1] && isExtensionWord(first[1].toLowerCase()) && isWhole(rest))
		return `${rest} x${first[2] ?? ''}`;
	const pause = AFTER_PAUSE.exec(text);
	const before = text.slice(0, pause?.index);
	return pause && isWhole(before) ? `${before} x${pause[1] ?? ''}` : text;
}

/** "sip:+16045550100@client.example" contains a number, an email address does not. */
function atService(text: string): Phone[] {
	const [user = ''] = text.split('@');
	return isWhole(user) && !/[a-z]/i.test(user.replace(/^sips?:/i, ''))
		? numbersIn(user).phones
		: [];
}

/** The digits of an extension: "x5", "ext. 12" and 12.0 (a table's number) are 5, 12 and 12. */
export function readExtension(text: string): string {
	return cleaned(text).replace(/\.0$/, '').replace(/\D/g, '');
}

/** Compares two texts by their number and extension; texts without a digit by their letters. */
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
 * Countries in which the zero before a number is also dialled from abroad (Italy and its neighbours, three states of
 * Africa).
 */
const KEEPS_ZERO = new Set(['39', '378', '379', '225', '241', '242']);

/** "+49 (0) 221", "+49 (0221)" and "49 (0) 221" in the form to dial. */
const withoutTrunkZero = (text: string): string =>
	text
		.replace(/^(\d{1,3})\s?[([]\s?0\s?[)\]](?=\s?\d)/, '+$1(0)')
		.replace(
			/((?:\+|\b00)\s?(\d{1,3})[\s./-]{0,2})[([]\s?0(\d{0,5})\s?[)\]]/g,
			(_all, before: string, country: string, area: string) =>
				`${before}${KEEPS_ZERO.has(country) ? '0' : ''}${area}`,
		);

/** The zeros of Arabic, Persian and Hindi; their ten digits follow each other from there. */
const ZEROS = [0x0660, 0x06f0, 0x0966];

const digitOf = (digit: string): string => {
	const code = digit.codePointAt(0) ?? 0;
	return String(code - (ZEROS.filter((zero) => zero <= code).pop() ?? code));
};

/**
 * Removes invisible direction marks, which address books put around numbers. Converts full-width digits. Removes "(0)",
 * which is not dialled after the country code and would become part of the number in IT Glue. Removes the context of a
 * `tel:` address, which is not part of the number (RFC 3966).
 */
function cleaned(text: string): string {
	const plain = text
		.slice(0, LONGEST)
		.normalize('NFKC')
		.replace(/\p{Cf}/gu, '')
		.replace(/[\u0660-\u0669\u06F0-\u06F9\u0966-\u096F]/g, digitOf)
		.trim()
		.replace(/^(\d{6,15})\.0$/, '$1')
		.replace(/;phone-context=[^;]{0,100}/i, '')
		.replace(/\+{2,9}/g, '+');
	return withoutTrunkZero(plain);
}

const KEYS = ['abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz'];

/** Free-call numbers, or seven or ten digits with a hyphen before the letters: "200 DESK" is an internal number. */
const DIALLED =
	/^(?:0800|1300|\+?1?[\s.-]?\(?8\d\d|(?:[2-9]\d\d[\s.-])?[2-9]\d\d-)[\s\dA-Z().-]{1,20}$/;

/** "1-800-EXAMPLE" in the form to dial; undefined for a number that is complete without its letters. */
function dialledLetters(text: string): string | undefined {
	if (!DIALLED.test(text) || !/[A-Z]{2}/.test(text)) return undefined;
	const digits = text.replace(/\D/g, '').length;
	const all = text.replace(/[^\dA-Z]/g, '').length;
	if (digits >= WHOLE || all < WHOLE) return undefined;
	return text.replace(/[A-Z]/g, (letter) =>
		String(KEYS.findIndex((letters) => letters.includes(letter.toLowerCase())) + 2),
	);
}

/** Separators between two numbers: also a tab, wide blanks, and the plus of the second one. */
const SEPARATORS = /\s\+\s|[/;,|&\n\t]| {2,9}|(?<=\d\)?) ?(?=\+)/g;

/** The parts of a text with one complete number each; the text itself if it is one number. */
function partsOf(text: string): string[] {
	const parts: string[] = [];
	let from = 0;
	for (const { 0: separator, index } of text.matchAll(SEPARATORS)) {
		const before = text.slice(from, index);
		if (!isWhole(before) || !isWhole(text.slice(index + separator.length))) continue;
		parts.push(before);
		from = index + separator.length;
	}
	return [...parts, text.slice(from)].flatMap((part) => atBlank(part));
}

const digitsIn = (text: string): number => text.replace(/\D/g, '').length;

/** Splits digits that are too many for one number at a blank, if both parts are complete numbers. */
function atBlank(text: string): string[] {
	if (digitsIn(text) <= MOST_DIGITS || /\p{L}/u.test(text)) return [text];
	const halves = [...text.matchAll(/ /g)]
		.map(({ index }): [string, string] => [text.slice(0, index), text.slice(index + 1)])
		.filter((pair) => pair.every((half) => isWhole(half) && digitsIn(half) <= MOST_DIGITS));
	const uneven = ([one, other]: [string, string]): number =>
		Math.abs(digitsIn(one) - digitsIn(other));
	const [best] = halves.sort((one, other) => uneven(one) - uneven(other));
	return best ?? [text];
}

/** "604-555-0100/01": the part after the separator is another ending or a comment, not part of the number. */
function withoutOtherEnding(text: string): string {
	const at = text.search(/[/;,|&]/);
	if (at < 0) return text;
	const [before, after] = [text.slice(0, at), text.slice(at + 1)];
	// Between groups of digits the separator appears more than once: "0475/12/34/56".
	const divides = after.includes(text.charAt(at)) || !/\d/.test(after) || /\p{L}/u.test(after);
	return isWhole(before) && !divides && digitsIn(after) < WHOLE ? before : text;
}

/** An area code with a country code or a zero is not a complete number: "0049 221 / 5550100". */
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

/** Digits without a letter between them, and the words around them. */
interface Stretch {
	/** Where it begins (at a plus or bracket before its first digit) and ends. */
	from: number;
	to: number;
	digits: string;
	extension: string;
	words: string[];
}

function numbersIn(given: string): Read {
	const text = withoutOtherEnding(given);
	const stretches = stretchesOf(text);
	const whole = stretches.filter(({ digits }) => digits.length >= WHOLE);
	const [longest] = [...stretches].sort((a, b) => b.digits.length - a.digits.length);
	const meant = whole.length > 0 ? whole : longest ? [longest] : [];
	const words = stretches.flatMap((stretch) => stretch.words);
	const hasMore = text !== given || stretches.length > meant.length || !words.every(isKnown);
	return { phones: meant.map((stretch) => phoneOf(text, stretch)), hasMore };
}

const isKnown = (word: string): boolean =>
	word.length === 1 ||
	SAID_ALREADY.has(word) ||
	FAX_WORDS.has(word) ||
	LABEL_WORDS.some(([, words]) => words.has(word)) ||
	isExtensionWord(word);

function phoneOf(text: string, { from, to, extension, words }: Stretch): Phone {
	const label = LABEL_WORDS.find(([, set]) => words.some((word) => set.has(word)))?.[0];
	return {
		number: balanced(text.slice(from, to)),
		extension,
		...(label && { label }),
		isFax: words.some((word) => FAX_WORDS.has(word)),
	};
}

/** Without a bracket that has no partner. */
const balanced = (number: string): string =>
	number.split('(').length === number.split(')').length
		? number.replace(/[[\]]/g, '')
		: number.replace(/[()[\]]/g, '');

function stretchesOf(text: string): Stretch[] {
	const tokens = tokensOf(text);
	const found: Stretch[] = [];
	/** The stretch to which further digits are added. */
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

/** "extensión" is "extension". */
const isExtensionWord = (word: string): boolean =>
	EXTENSION_WORDS.has(word) ||
	EXTENSION_WORDS.has(word.normalize('NFD').replace(/[\u0300-\u036f]/g, ''));

const isExtensionMark = ({ text }: Token): boolean =>
	text === '#' || text === '*' || isExtensionWord(text);

/** A single letter has a meaning only if it stands alone: "M: 604…", "604… (c)", but not "24h 604…". */
function isWord(tokens: Token[], index: number): boolean {
	const [before, word, after] = [tokens[index - 1], tokens[index], tokens[index + 1]];
	if (!word || word.text.length > 1 || !before || !after) return true;
	if (before.kind === 'digits') return false;
	return before.text === '(' || after.text === ':' || after.text === '.';
}
