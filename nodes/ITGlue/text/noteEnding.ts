import { htmlToText, looksLikeHtml } from './html/html';
import { isTag, readAttributes, tokens } from './html/tokens';
import { oneSpaced } from './same';

/**
 * Whether notes end with a note already, as a person sees them: HTML and plain text may say the same. The
 * note must make up whole lines at the end, and what it links to or shows must be the same.
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

/** What links lead to and images show, which the readable text leaves out. */
const addressesOf = (text: string): string[] =>
	tokens(text).flatMap((token) => {
		if (!isTag(token) || token.closing) return [];
		const attributes = readAttributes(token.rest);
		return ADDRESSES.flatMap((name) => attributes.get(name) ?? []);
	});
