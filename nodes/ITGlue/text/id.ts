/** What an ID is: digits, as many as a whole number of 64 bits has at most. */
const DIGITS = /^\d{1,19}$/;

export const isId = (text: string): boolean => DIGITS.test(text);

/**
 * The ID that a text holds; undefined where it holds none. Leading zeros are no part of it and would keep it from being
 * recognised; tables write whole numbers as "123.0", and numbers that are texts as '123 or ="123".
 */
export function plainId(text: string): string | undefined {
	const plain = text.trim().replace(/^(?:'|="(?=[^"]*"$))/, '');
	const [, digits] = /^(\d{1,19})(?:\.0{1,6})?"?$/.exec(plain) ?? [];
	return digits?.replace(/^0+(?=\d)/, '');
}
