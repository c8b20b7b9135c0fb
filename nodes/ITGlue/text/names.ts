/** Whether two names may mean one person or thing: more lenient than a comparison of texts. */
import { comparable } from './same';

/** Letters that keep their form when accents are removed, and two letters for one: "Mueller" is "Müller". */
const PLAIN_LETTERS: ReadonlyArray<readonly [RegExp, string]> = [
	[/ø/g, 'o'],
	[/æ/g, 'ae'],
	[/œ/g, 'oe'],
	[/ł/g, 'l'],
	[/đ/g, 'd'],
	[/ae/g, 'a'],
	[/oe/g, 'o'],
	[/ue/g, 'u'],
];

/** The words of a name: without capitals, accents and punctuation. Empty for a name without a letter or digit. */
export function nameWords(name: unknown): string[] {
	const bare = comparable(name)
		.normalize('NFKD')
		.replace(/[\u0300-\u036f'`´]/g, '')
		.normalize('NFC');
	const plain = PLAIN_LETTERS.reduce((text, [seen, letter]) => text.replace(seen, letter), bare);
	return plain.split(/[^\p{L}\p{N}\p{M}]+/u).filter((word) => word !== '');
}

/** Whether two names have the same words in the same order. */
export const sameName = (a: unknown, b: unknown): boolean =>
	nameWords(a).join(' ') === nameWords(b).join(' ');

/** Whether two names have a word in common. */
export function haveWordInCommon(a: unknown, b: unknown): boolean {
	const words = new Set(nameWords(a));
	return nameWords(b).some((word) => words.has(word));
}
