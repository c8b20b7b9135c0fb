/**
 * One separator with three digits after it: in some countries "1.000" and "12,500" are thousands, in others three
 * decimals.
 */
const AMBIGUOUS = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;

/** Groups of three digits with commas or blanks between them, as in large numbers. */
const GROUPED = /^[+-]?\d{1,3}(?:[,\u00A0\u202F ]\d{3})+(?:\.\d+)?$/;

/** The same with full stops or apostrophes between groups, and a decimal comma: "1.234,5", "1.234.567", "1'234.50". */
const GROUPED_BY_STOPS = /^[+-]?\d{1,3}(?:(?:\.\d{3})+,\d+|(?:\.\d{3}){2,})$/;
const GROUPED_BY_APOSTROPHES = /^[+-]?\d{1,3}(?:['\u2019]\d{3})+(?:[.,]\d+)?$/;

const plain = (text: string): string => text.replace(/\s*%\s*$/, '').trim();

/**
 * The two numbers that a text may mean: with thousands or with three decimals. Undefined for a number, and for a clear
 * text: "0.125" has decimals, "1,000.50" and "1.234.567" have thousands.
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

/** The number of a value or text; NaN for everything else, because the conversion of an object may throw. */
export function readNumber(value: unknown): number {
	if (twoMeanings(value)) return NaN;
	return typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN;
}

/**
 * A number from another system: a number, or a text such as "1234.5", "1,234.5", "12 %" or "12,5". If a text has two
 * meanings, the decimals of its field decide: a field without decimals means thousands; in a field with three or more,
 * a full stop begins the decimals. Undefined if this does not decide, or if the value is not a number.
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
