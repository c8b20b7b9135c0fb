/** One separator and three digits after it: "1.000" and "12,500" are thousands to some and have three decimals to others. */
const AMBIGUOUS = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;

/** Groups of three digits with commas or blanks between them, as people write large numbers. */
const GROUPED = /^[+-]?\d{1,3}(?:[,\u00A0\u202F ]\d{3})+(?:\.\d+)?$/;

/** The same with full stops or apostrophes between the groups, and a decimal comma: "1.234,5", "1.234.567", "1'234.50". */
const GROUPED_BY_STOPS = /^[+-]?\d{1,3}(?:(?:\.\d{3})+,\d+|(?:\.\d{3}){2,})$/;
const GROUPED_BY_APOSTROPHES = /^[+-]?\d{1,3}(?:['\u2019]\d{3})+(?:[.,]\d+)?$/;

const plain = (text: string): string => text.replace(/\s*%\s*$/, '').trim();

/**
 * The two numbers that a text may mean: with thousands and with three decimals. Undefined for a number, and for a text
 * that says by itself what it means: "0.125" has decimals, "1,000.50" and "1.234.567" have thousands.
 */
export function twoMeanings(value: unknown): { thousands: number; decimals: number } | undefined {
	if (typeof value !== 'string') return undefined;
	const text = plain(value);
	if (!AMBIGUOUS.test(text)) return undefined;
	return {
		thousands: Number(text.replace(/[.,]/, '')),
		decimals: Number(text.replace(',', '.')),
	};
}

/** The number that a value is or spells; NaN for everything else: an object may refuse to be turned into one. */
export function readNumber(value: unknown): number {
	if (twoMeanings(value)) return NaN;
	return typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN;
}

/**
 * A number as other systems give it: a number, or a text such as "1234.5", "1,234.5", "12 %" or "12,5". A text that may
 * mean two numbers is decided by the decimals of its field: without any it has thousands, and a full stop before as many
 * digits as the field shows is that of decimals. Undefined where that does not decide, as for all that is no number.
 */
export function readDecimal(value: unknown, decimals?: number): number | undefined {
	if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
	if (typeof value === 'bigint') return Number(value);
	if (typeof value !== 'string') return undefined;
	const text = plain(value);
	const two = twoMeanings(text);
	if (two && decimals === 0) return two.thousands;
	if (two)
		return decimals !== undefined && decimals >= 3 && text.includes('.') ? two.decimals : undefined;
	if (/^[+-]?\d+,\d+$/.test(text)) return Number(text.replace(',', '.'));
	if (GROUPED.test(text)) return Number(text.replace(/[,\u00A0\u202F ]/g, ''));
	if (GROUPED_BY_STOPS.test(text)) return Number(text.replace(/\./g, '').replace(',', '.'));
	if (GROUPED_BY_APOSTROPHES.test(text))
		return Number(text.replace(/['\u2019]/g, '').replace(',', '.'));
	return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}
