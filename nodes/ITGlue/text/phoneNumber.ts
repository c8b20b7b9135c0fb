/** Telephone numbers as digits: which numbers reach the same telephone. */

/** One possible meaning of the digits of a number. */
interface Reading {
	/** Missing if the number does not contain it. */
	country?: string;
	/** Without the zero that is dialled before it inside the country. */
	national: string;
}

/** Shorter numbers are internal; every digit counts. */
const SHORTEST = 7;
/** North American numbers have ten digits without the country code. */
const NORTH_AMERICAN = 10;
/** From this length on, a number without a plus may begin with its country code. */
const MAY_NAME_COUNTRY = 11;
/** North America dials 011 before a country code; a British number with this beginning is shorter. */
const DIALLED_ABROAD = /^011(?=\d{10})/;

/** Country codes of one and two digits (ITU-T E.164); all others have three. */
const SHORT_CODES = /^(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

/**
 * Whether two numbers reach the same telephone, even if only one has its country: "+49 221 5550100", "0221 5550100".
 */
export function sameNumber(a: string, b: string): boolean {
	const [left, right] = [digitsOf(a), digitsOf(b)];
	if (left === right) return left !== '' || a.trim() === b.trim();
	if (left === '' || right === '') return false;
	const others = readingsOf(b);
	return readingsOf(a).some((one) => others.some((other) => agree(one, other)));
}

/** Whether a number contains its country. */
export const saysCountry = (number: string): boolean => international(number) !== undefined;

const digitsOf = (text: string): string => text.replace(/\D/g, '');

function agree(a: Reading, b: Reading): boolean {
	if (a.national !== b.national) return false;
	if (a.country === b.country) return true;
	if (a.country !== undefined && b.country !== undefined) return false;
	const country = a.country ?? b.country;
	return country === '1' ? a.national.length === NORTH_AMERICAN : a.national.length >= SHORTEST;
}

function readingsOf(number: string): Reading[] {
	const named = international(number);
	if (named !== undefined) return [split(named)];
	const digits = digitsOf(number);
	const national = digits.length >= SHORTEST ? withoutZeros(digits) : digits;
	const mayNameCountry = digits.length >= MAY_NAME_COUNTRY && !digits.startsWith('0');
	return [{ national }, ...(mayNameCountry ? [split(digits)] : [])];
}

/** The digits from the country code on, if the number is written with one. */
function international(number: string): string | undefined {
	const digits = digitsOf(number);
	if (/^\D*\+/.test(number)) return digits;
	const prefix = /^00(?=[1-9]\d{6})/.exec(digits) ?? DIALLED_ABROAD.exec(digits);
	return prefix ? digits.slice(prefix[0].length) : undefined;
}

function split(digits: string): Reading {
	const country = SHORT_CODES.exec(digits)?.[0] ?? digits.slice(0, 3);
	return { country, national: withoutZeros(digits.slice(country.length)) };
}

const withoutZeros = (digits: string): string => digits.replace(/^0+(?=\d)/, '');
