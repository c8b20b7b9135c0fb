/** When two values mean the same to a person: written anew here, so that it can disagree with the node. */

export type Kind = 'text' | 'html' | 'mac' | 'flag' | 'reference' | 'secret';

/** Texts, null and absence that say nothing. */
export const isBlank = (value: unknown): boolean =>
	value === undefined ||
	value === null ||
	(typeof value === 'string' && value.trim() === '') ||
	(Array.isArray(value) && value.length === 0);

/** What a value is matched by: without capitals and white space around it. */
export const folded = (value: unknown): string =>
	isBlank(value) ? '' : String(value).trim().toLowerCase();

/** The digits of a whole MAC address, or nothing. */
export function macDigits(value: unknown): string {
	const digits = folded(value).replace(/[^0-9a-f]/g, '');
	return digits.length === 12 ? digits : '';
}

/** The model's HTML is one paragraph at most. */
const withoutParagraph = (value: string): string => value.replace(/^<p>(.*)<\/p>$/s, '$1').trim();

/** Whether what is wanted of an attribute of that kind (`a`) is what a record says (`b`). */
export function meansTheSame(kind: Kind, a: unknown, b: unknown): boolean {
	// A switch that is to be cleared is off (reference 5.28).
	if (kind === 'flag' && isBlank(a)) return isBlank(b) || b === false;
	if (isBlank(a) || isBlank(b)) return isBlank(a) && isBlank(b);
	const [left, right] = [String(a).trim(), String(b).trim()];
	if (kind === 'html') return withoutParagraph(left) === withoutParagraph(right);
	if (kind === 'mac' && macDigits(left) !== '') return macDigits(left) === macDigits(right);
	return left === right;
}
