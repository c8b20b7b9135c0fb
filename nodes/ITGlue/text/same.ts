/**
 * How texts are compared: as people see them. Nothing else in the node compares names, addresses and other
 * texts of users with texts of IT Glue. Two questions are asked: whether two texts name the same thing
 * (`sameText`: capitals do not matter) and whether they look the same (`sameLook`: a change of capitals is an
 * edit that somebody made).
 */

/** Printable ASCII needs none of what follows but small letters and single blanks. */
const PLAIN = /^[\x20-\x7E]*$/;

/**
 * What takes no place on the screen: soft hyphens, zero-width characters, marks of writing direction, byte
 * order marks, variation selectors (Unicode: Default_Ignorable_Code_Point), annotation marks and control
 * characters that are no white space. A joiner that makes one emoji of two is seen.
 */
const INVISIBLE = /(?!\p{White_Space}|\u200D\p{ExtPict})[\p{DI}\p{Cc}\uFFF9-\uFFFB]/gu;

/**
 * White space but for a single blank, with what JavaScript does not count as such: NEL and the empty braille
 * cell.
 */
const SPACES = /(?: (?=[\s\x85\u2800])|[^\S ]|[\x85\u2800])[\s\x85\u2800]*/g;
const ONE_SPACE = /(?!\n)[\s\x85\u2800]/g;

/**
 * Full-width and half-width forms, which are the same letters in another width. Not the other compatibility
 * forms of Unicode: "m²" is not "m2", and "①" is not "1".
 */
const WIDTHS = /[\uFF01-\uFFEE]+/g;

/** What word processors make of quotes and hyphens, and the letters that look like an apostrophe. */
const REWRITTEN: ReadonlyArray<readonly [RegExp, string]> = [
	[/[\u2018\u2019\u201B\u02BB\u02BC]/g, "'"],
	[/[\u201C-\u201F]/g, '"'],
	[/[\u2010-\u2015\u2212]/g, '-'],
	[/\u2026/g, '...'],
];

/** Codes of HTML that web forms and exports leave in texts: "Ben &amp; Co". */
const CODE = /&(?:(amp|lt|gt|quot|apos|nbsp)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi;
const CHARACTERS: Record<string, string> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: ' ',
};

/** A text with the characters that codes of HTML stand for, also where they were put into codes twice. */
export function withoutCodes(text: string): string {
	const decode = (all: string): string =>
		all.replace(CODE, (code: string, name?: string, decimal?: string, hex?: string) => {
			if (name !== undefined) return CHARACTERS[name.toLowerCase()] ?? code;
			const point = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
			return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : code;
		});
	return text.includes('&') ? decode(decode(text)) : text;
}

/** Whether a text holds codes of HTML instead of characters. */
export const holdsCodes = (value: unknown): boolean => {
	const text = textOf(value);
	return withoutCodes(text) !== text;
};

/** The text of a plain value; what is no text says nothing. */
function textOf(value: unknown): string {
	if (typeof value === 'string') return value;
	const isPlain = ['number', 'boolean', 'bigint'].includes(typeof value);
	return isPlain ? String(value) : '';
}

/** A text without what nobody sees, composed (NFC). */
export const visible = (text: string): string =>
	PLAIN.test(text) ? text : text.replace(INVISIBLE, '').normalize('NFC');

/** A text as it looks on one line: nothing invisible, single blanks, none at the ends. Capitals stay. */
export function oneSpaced(value: unknown): string {
	const text = textOf(value);
	// Nearly every text is so, and is asked for several times.
	if (PLAIN.test(text) && !text.includes('  ')) return text.trim();
	return visible(text).replace(SPACES, ' ').trim();
}

/**
 * A text as it is compared. Two texts that give the same one name the same thing; nothing to see gives an
 * empty one.
 */
export function comparable(value: unknown): string {
	const text = oneSpaced(withoutCodes(textOf(value)));
	if (PLAIN.test(text)) return text.toLowerCase();
	const sameWidth = text.replace(WIDTHS, (wide) => wide.normalize('NFKC'));
	const rewritten = REWRITTEN.reduce((all, [seen, plain]) => all.replace(seen, plain), sameWidth);
	return withoutCase(rewritten.normalize('NFC')).normalize('NFC');
}

/**
 * A text without capitals, the way Unicode folds them in any language: "STRASSE" is "Straße", the final sigma
 * is a sigma. The Turkish İ is an i, however a system wrote it in small letters; the i without a dot is
 * another letter.
 */
const withoutCase = (text: string): string =>
	text
		.toLowerCase()
		.split('ı')
		.map((part) => part.toUpperCase().toLowerCase())
		.join('ı')
		.replace(/ς/g, 'σ')
		.replace(/i\u0307/g, 'i');

/** Whether two texts name the same thing: as people see them, without capitals. */
export const sameText = (a: unknown, b: unknown): boolean => comparable(a) === comparable(b);

/** Whether a text holds what somebody types, compared as people see texts. */
export const contains = (text: unknown, part: unknown): boolean =>
	comparable(text).includes(comparable(part));

/** Whether two texts of one line look the same, capitals included: then there is nothing to write. */
export const sameLook = (a: unknown, b: unknown): boolean => oneSpaced(a) === oneSpaced(b);

/** The same for texts of several lines, in which line breaks and blanks between words count. */
export const sameLines = (a: unknown, b: unknown): boolean => lines(a) === lines(b);

const lines = (value: unknown): string =>
	visible(textOf(value).replace(/\r\n?/g, '\n')).replace(ONE_SPACE, ' ').trim();

/** Whether there is nothing to see in a text. */
export const isBlankText = (text: string): boolean => oneSpaced(text) === '';

/**
 * What is cut off at the ends. A variation selector stays, as it belongs to the character before it, and so do
 * marks that turn the writing direction of what stands between them.
 */
const EDGE = /(?![\uFE00-\uFE0F\u202A-\u202E\u2066-\u2069])[\s\p{DI}\x85\uFFF9-\uFFFB\u2800]/u;

/** A text without white space and invisible characters at its ends; what lies between stays as it is. */
export function trimmed(text: string): string {
	if (PLAIN.test(text)) return text.trim();
	if (isBlankText(text)) return '';
	let [start, end] = [0, text.length];
	while (EDGE.test(text.charAt(start))) start += 1;
	while (EDGE.test(text.charAt(end - 1))) end -= 1;
	return text.slice(start, end);
}

/** A text to be written on one line: single blanks, none at the ends; whatever else it holds stays. */
export const spaced = (value: unknown): string => trimmed(textOf(value)).replace(SPACES, ' ');

/**
 * Whether a text holds nothing that another system may have written otherwise, or not at all: only such a
 * text may be left to a filter of IT Glue, which compares characters and not what people see.
 */
export const isWrittenPlainly = (text: string): boolean =>
	text === oneSpaced(text) &&
	!holdsCodes(text) &&
	text === REWRITTEN.reduce((all, [seen, plain]) => all.replace(seen, plain), text) &&
	text.search(WIDTHS) < 0;

/** The forms in which a plainly written text may be stored: accents as part of their letter, and apart. */
export const storedForms = (text: string): string[] => [
	...new Set([text, text.normalize('NFC'), text.normalize('NFD')]),
];
