/** The name of a contact. IT Glue stores two parts and shows one name. */
import { comparable, sameText, spaced } from '../../text/same';

/** "Ann Lee Example" → first "Ann", last "Lee Example" (reference 5.21: split at the first blank). */
export function splitName(fullName: string): { first: string; last: string } {
	const [first = '', ...rest] = spaced(fullName).split(' ');
	return { first, last: rest.join(' ') };
}

/** Words after a comma that are not part of a name. */
const SUFFIXES = new Set(
	'jr sr ii iii iv md m.d phd ph.d esq cpa mba msc bsc dds dmd rn pe med'.split(' '),
);

const isSuffix = (text: string): boolean =>
	text.split(' ').every((word) => SUFFIXES.has(word.toLowerCase().replace(/\.$/, '')));

/** "Lee, Eve" in the order that IT Glue shows: "Eve Lee". "Eve Lee, MD" stays the same. */
export function spokenName(name: string): string {
	const parts = spaced(name)
		.split(',')
		.map((part) => part.trim())
		.filter((part) => part !== '');
	const at = parts.findIndex((part, index) => index > 0 && !isSuffix(part));
	if (at < 0) return parts.join(', ');
	// Text in brackets from a directory belongs to the whole name: "Lee, Ann (EXT)".
	const [, first = '', added = ''] =
		/^(.*?)(\s[([][^()[\]]{0,60}[)\]])?$/.exec(parts[at] ?? '') ?? [];
	return spaced(`${first} ${parts.filter((_part, index) => index !== at).join(', ')}${added}`);
}

/** Whether a name contains all words of its parts, even with a title or a middle name: "Dr. Ann Example". */
export function holdsParts(name: string, parts: string): boolean {
	const words = new Set(wordsOf(name));
	return wordsOf(parts).every((word) => words.has(word));
}

const wordsOf = (name: string): string[] =>
	comparable(name)
		.split(/[\s,;.()"]/)
		.filter((word) => word !== '');

/** Both parts of a name. If one part is given, the other is the rest: "Mary Ann Lee" without "Mary Ann" is "Lee". */
export function partsOf(name: string, { first, last }: { first: string; last: string }) {
	if (!first && !last) return splitName(name);
	if (first && last) return { first, last };
	// Compared word by word: the same name may be longer in capitals ("Strauß", "STRAUSS").
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
	spaced([first, last].filter(Boolean).join(' '));
