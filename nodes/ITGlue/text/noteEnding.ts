import { htmlToText, looksLikeHtml } from './html/html';
import { isTag, readAttributes, tokens } from './html/tokens';
import { oneSpaced } from './same';

/**
 * Whether notes already end with a note, as a person sees them: HTML and plain text may have the same content. The note
 * must be whole lines at the end, with the same links and images.
 */
export function endsWithNote(notes: string, note: string): boolean {
	const lines = linesOf(note);
	if (lines.length === 0) return false;
	return endsWith(linesOf(notes), lines) && endsWith(addressesOf(notes), addressesOf(note));
}

const linesOf = (text: string): string[] =>
	(looksLikeHtml(text) ? htmlToText(text) : text)
		.split('\n')
		.map(oneSpaced)
		.filter((line) => line !== '');

function endsWith(all: string[], end: string[]): boolean {
	const from = all.length - end.length;
	return from >= 0 && end.every((one, at) => all[from + at] === one);
}

const ADDRESSES = ['href', 'src'];

/** The addresses of links and images, which the readable text does not contain. */
const addressesOf = (text: string): string[] =>
	tokens(text).flatMap((token) => {
		if (!isTag(token) || token.closing) return [];
		const attributes = readAttributes(token.rest);
		return ADDRESSES.flatMap((name) => attributes.get(name) ?? []);
	});
