/** The number that a value is or spells; NaN for everything else: an object may refuse to be turned into one. */
export const readNumber = (value: unknown): number =>
	typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN;

/** Groups of three digits with commas or blanks between them, as people write large numbers. */
const GROUPED = /^[+-]?\d{1,3}(?:[,\u00A0\u202F ]\d{3})+(?:\.\d+)?$/;

/** The same with full stops or apostrophes between the groups, and a decimal comma: "1.234,5", "1.234.567", "1'234.50". */
const GROUPED_BY_STOPS = /^[+-]?\d{1,3}(?:(?:\.\d{3})+,\d+|(?:\.\d{3}){2,})$/;
const GROUPED_BY_APOSTROPHES = /^[+-]?\d{1,3}(?:['\u2019]\d{3})+(?:[.,]\d+)?$/;

/**
 * A number as other systems give it: a number, or a text such as "1234.5", "1,234.5", "12 %" or "12,5". A comma alone is
 * that of decimals unless three digits follow it, which may mean either: undefined then, as for all that is no number.
 */
export function readDecimal(value: unknown): number | undefined {
	if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
	if (typeof value === 'bigint') return Number(value);
	if (typeof value !== 'string') return undefined;
	const text = value.replace(/\s*%\s*$/, '').trim();
	if (/^[+-]?\d+,(?:\d{1,2}|\d{4,})$/.test(text)) return Number(text.replace(',', '.'));
	if (/^[+-]?\d{1,3},\d{3}$/.test(text)) return undefined;
	if (GROUPED.test(text)) return Number(text.replace(/[,\u00A0\u202F ]/g, ''));
	if (GROUPED_BY_STOPS.test(text)) return Number(text.replace(/\./g, '').replace(',', '.'));
	if (GROUPED_BY_APOSTROPHES.test(text))
		return Number(text.replace(/['\u2019]/g, '').replace(',', '.'));
	return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}
