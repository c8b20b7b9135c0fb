/** An ID consists of digits, at most as many as a 64-bit whole number has. */
const DIGITS = /^\d{1,19}$/;

export const isId = (text: string): boolean => DIGITS.test(text);

/**
 * The ID in a text; undefined if there is none. Leading zeros are removed, because IT Glue's IDs have none; tables
 * write whole numbers as "123.0", and numbers as text as '123 or ="123".
 */
export function plainId(text: string): string | undefined {
	const plain = text.trim().replace(/^(?:'|="(?=[^"]*"$))/, '');
	const [, digits] = /^(\d{1,19})(?:\.0{1,6})?"?$/.exec(plain) ?? [];
	return digits?.replace(/^0+(?=\d)/, '');
}
