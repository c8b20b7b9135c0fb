import { visible } from '../same';
import { decodeEntities } from './entities';
import { BLOCKS, canonical, isTag, softSpaces, tokens, unwrapped } from './tokens';

export { decodeEntities, escapeHtml } from './entities';

const INLINE = new Set(
	(
		'a abbr b big cite code del em font i iframe img input ins kbd label link mark meta q s samp script small ' +
		'span strike strong style sub sup tt u var video'
	).split(' '),
);
const HIDDEN = new Set(['script', 'style', 'title']);

/**
 * Whether a text is HTML: whether it contains a tag of a known element. A placeholder such as `<server name>` does not
 * make it HTML.
 */
export function looksLikeHtml(text: string): boolean {
	return tokens(text).some(
		(token) => isTag(token) && (BLOCKS.has(token.name) || INLINE.has(token.name)),
	);
}

/** The readable text of HTML, for hints: blocks on separate lines, list items with a dash, no tags. */
export function htmlToText(html: string): string {
	let text = '';
	let hidden = '';
	for (const token of tokens(html)) {
		if (typeof token === 'string') {
			if (hidden === '') text += decodeEntities(token.replace(/\s+/g, ' '));
			continue;
		}
		if (hidden !== '') {
			if (hidden === token.name && token.closing) hidden = '';
		} else if (HIDDEN.has(token.name) && !token.closing) hidden = token.name;
		else if (token.name === 'li' && !token.closing) text += '\n- ';
		else if (token.name === 'td' || token.name === 'th') text += token.closing ? '' : ' ';
		else if (BLOCKS.has(token.name)) text += '\n';
	}
	const lines = text.split('\n').map((line) => line.replace(/\u00A0/g, ' ').trim());
	return lines.filter((line) => line !== '' && line !== '-').join('\n');
}

/**
 * Compares two HTML values, although IT Glue and its editor rewrite HTML: white space around blocks, quotes and order
 * of attributes, self-closing tags, the form of entities and a final line end do not matter, and inline content equals
 * the same content in one `p` or `div`. Inside `pre` white space counts.
 */
export function sameHtml(a: unknown, b: unknown): boolean {
	const left = withoutDataImages(visible(plain(a)));
	const right = withoutDataImages(visible(plain(b)));
	if (left === right) return true;
	const leftTokens = tokens(left);
	const rightTokens = tokens(right);
	if (!leftTokens.some(isTag) && !rightTokens.some(isTag)) {
		return softSpaces(decodeEntities(left)) === softSpaces(decodeEntities(right));
	}
	const leftParts = canonical(leftTokens);
	const rightParts = canonical(rightTokens);
	const leftBare = unwrapped(leftParts);
	const rightBare = unwrapped(rightParts);
	const wraps = (leftBare === undefined) !== (rightBare === undefined);
	if (!wraps) return softSpaces(leftParts.join('')) === softSpaces(rightParts.join(''));
	return (
		softSpaces((leftBare ?? leftParts).join('')) === softSpaces((rightBare ?? rightParts).join(''))
	);
}

/** An image whose data is inside the text itself, or the part of it that IT Glue keeps. */
const DATA_IMAGE = /(<img\b[^<>]{0,2000}?)\ssrc=(?:"(?:data:[^"]*)?"|'(?:data:[^']*)?')/gi;

/** The number of images whose data is inside the text itself, as editors paste them and Word exports them. */
export const dataImagesIn = (html: string): number =>
	html.match(/<img\b[^<>]{0,2000}?\ssrc=["']data:/gi)?.length ?? 0;

/** IT Glue removes `data:` addresses from stored texts (reference 4.14). */
const withoutDataImages = (html: string): string => html.replace(DATA_IMAGE, '$1');

/** A value as text; dates as ISO, null as an empty text. */
export function plain(value: unknown): string {
	if (value === null || value === undefined) return '';
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
	const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
	return text.replace(/\r\n?/g, '\n').trim();
}
