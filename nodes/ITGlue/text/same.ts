/**
 * Compares texts as people see them. Only this file compares names, addresses and other texts of users with texts of IT
 * Glue. There are two questions: whether two texts name the same thing (`sameText`: case does not matter) and whether
 * they look the same (`sameLook`: changed case is an edit by a person).
 */

/** Printable ASCII only needs lower case and single blanks. */
const PLAIN = /^[\x20-\x7E]*$/;

/**
 * Characters without a visible width: soft hyphens, zero-width characters, marks of writing direction, byte order
 * marks, variation selectors (Unicode: Default_Ignorable_Code_Point), annotation marks and control characters that are
 * not white space. A joiner that combines two emoji is visible.
 */
const INVISIBLE = /(?!\p{White_Space}|\u200D\p{ExtPict})[\p{DI}\p{Cc}\uFFF9-\uFFFB]/gu;

/**
 * White space except a single blank, including characters that JavaScript does not count as white space: NEL and the
 * empty braille cell.
 */
const SPACES = /(?: (?=[\s\x85\u2800])|[^\S ]|[\x85\u2800])[\s\x85\u2800]*/g;
const ONE_SPACE = /(?!\n)[\s\x85\u2800]/g;

/**
 * Full-width and half-width forms, which are the same letters in another width. Other compatibility forms of Unicode
 * stay: "m²" is not "m2", and "①" is not "1".
 */
const WIDTHS = /[\uFF01-\uFFEE]+/g;

/** Quotes and hyphens that word processors change, and letters that look like an apostrophe. */
const REWRITTEN: ReadonlyArray<readonly [RegExp, string]> = [
	[/[\u2018\u2019\u201B\u02BB\u02BC]/g, "'"],
	[/[\u201C-\u201F]/g, '"'],
	[/[\u2010-\u2015\u2212]/g, '-'],
	[/\u2026/g, '...'],
];

/** HTML codes that web forms and exports leave in texts: "Ben &amp; Co". */
const CODE = /&(?:(amp|lt|gt|quot|apos|nbsp)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi;
const CHARACTERS: Record<string, string> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: ' ',
};

/** A text with decoded HTML codes, also if they were encoded twice. */
export function withoutCodes(text: string): string {
	const decode = (all: string): string =>
		all.replace(CODE, (code: string, name?: string, decimal?: string, hex?: string) => {
			if (name !== undefined) return CHARACTERS[name.toLowerCase()] ?? code;
			const point = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
			return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : code;
		});
	return text.includes('&') ? decode(decode(text)) : text;
}

/** Whether a text contains HTML codes instead of characters. */
export const holdsCodes = (value: unknown): boolean => {
	const text = textOf(value);
	return withoutCodes(text) !== text;
};

/** The text of a plain value; other values become an empty text. */
function textOf(value: unknown): string {
	if (typeof value === 'string') return value;
	const isPlain = ['number', 'boolean', 'bigint'].includes(typeof value);
	return isPlain ? String(value) : '';
}

/** A text without invisible characters, composed (NFC). */
export const visible = (text: string): string =>
	PLAIN.test(text) ? text : text.replace(INVISIBLE, '').normalize('NFC');

/** A text as it looks on one line: no invisible characters, single blanks, none at the ends. Case stays. */
export function oneSpaced(value: unknown): string {
	const text = textOf(value);
	// Nearly every text is like this and is compared several times.
	if (PLAIN.test(text) && !text.includes('  ')) return text.trim();
	return visible(text).replace(SPACES, ' ').trim();
}

/**
 * The form of a text for comparisons. Two texts with the same form name the same thing; a text without a visible
 * character becomes empty.
 */
export function comparable(value: unknown): string {
	const text = oneSpaced(withoutCodes(textOf(value)));
	if (PLAIN.test(text)) return text.toLowerCase();
	const sameWidth = text.replace(WIDTHS, (wide) => wide.normalize('NFKC'));
	const rewritten = REWRITTEN.reduce((all, [seen, plain]) => all.replace(seen, plain), sameWidth);
	return withoutCase(rewritten.normalize('NFC')).normalize('NFC');
}

/**
 * A text without case, as Unicode folds it in every language: "STRASSE" is "Straße", and the final sigma is a sigma.
 * The Turkish İ is an i, in any lower-case spelling; the i without a dot is another letter.
 */
const withoutCase = (text: string): string =>
	text
		.toLowerCase()
		.split('ı')
		.map((part) => part.toUpperCase().toLowerCase())
		.join('ı')
		.replace(/ς/g, 'σ')
		.replace(/i\u0307/g, 'i');

/** Whether two texts name the same thing, as people see them, without case. */
export const sameText = (a: unknown, b: unknown): boolean => comparable(a) === comparable(b);

/** Whether a text contains what somebody types, compared as people see texts. */
export const contains = (text: unknown, part: unknown): boolean =>
	comparable(text).includes(comparable(part));

/** Whether two texts of one line look the same, case included: then nothing must be written. */
export const sameLook = (a: unknown, b: unknown): boolean => oneSpaced(a) === oneSpaced(b);

/** The same for texts of several lines; line breaks and blanks between words count. */
export const sameLines = (a: unknown, b: unknown): boolean => lines(a) === lines(b);

const lines = (value: unknown): string =>
	visible(textOf(value).replace(/\r\n?/g, '\n')).replace(ONE_SPACE, ' ').trim();

/** Whether a text has no visible character. */
export const isBlankText = (text: string): boolean => oneSpaced(text) === '';

/**
 * Characters to remove at the ends. A variation selector stays, because it belongs to the character before it, and so
 * do marks that change the writing direction of the text between them.
 */
const EDGE = /(?![\uFE00-\uFE0F\u202A-\u202E\u2066-\u2069])[\s\p{DI}\x85\uFFF9-\uFFFB\u2800]/u;

/** A text without white space and invisible characters at its ends; the rest stays unchanged. */
export function trimmed(text: string): string {
	if (PLAIN.test(text)) return text.trim();
	if (isBlankText(text)) return '';
	let [start, end] = [0, text.length];
	while (EDGE.test(text.charAt(start))) start += 1;
	while (EDGE.test(text.charAt(end - 1))) end -= 1;
	return text.slice(start, end);
}

/** A text for one line: single blanks, none at the ends; everything else stays. */
export const spaced = (value: unknown): string => trimmed(textOf(value)).replace(SPACES, ' ');

/**
 * Whether a text has only one spelling, so that other systems write it the same way. Only then can a filter of IT Glue
 * find it, because the filter compares characters and not what people see.
 */
export const isWrittenPlainly = (text: string): boolean =>
	text === oneSpaced(text) &&
	!holdsCodes(text) &&
	text === REWRITTEN.reduce((all, [seen, plain]) => all.replace(seen, plain), text) &&
	text.search(WIDTHS) < 0;

/** The stored forms of a plain text: accents combined with their letter, or separate. */
export const storedForms = (text: string): string[] => [
	...new Set([text, text.normalize('NFC'), text.normalize('NFD')]),
];
