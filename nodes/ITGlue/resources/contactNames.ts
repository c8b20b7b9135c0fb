/** The name of a contact, which IT Glue keeps in two parts and shows as one. */
import { oneSpaced, sameText } from '../text/same';

/** "Ann Lee Example" → first "Ann", last "Lee Example" (reference 5.21: split at the first blank). */
export function splitName(fullName: string): { first: string; last: string } {
	const [first = '', ...rest] = oneSpaced(fullName).split(' ');
	return { first, last: rest.join(' ') };
}

/** Both parts of a name; of one that is given, what it leaves: "Mary Ann Lee" without "Mary Ann" is "Lee". */
export function partsOf(name: string, { first, last }: { first: string; last: string }) {
	if (!first && !last) return splitName(name);
	if (first && last) return { first, last };
	// By words: the same name may be longer in capitals ("Strauß", "STRAUSS").
	const words = name.split(' ');
	const begin = first.split(' ').length;
	if (first && sameText(words.slice(0, begin).join(' '), first))
		return { first, last: words.slice(begin).join(' ') };
	const end = Math.max(0, words.length - last.split(' ').length);
	if (last && sameText(words.slice(end).join(' '), last))
		return { first: words.slice(0, end).join(' '), last };
	return { first, last };
}

export const joined = (first: unknown, last: unknown): string =>
	oneSpaced([first, last].filter(Boolean).join(' '));
