/** What a text seems to be written in, for a note to somebody who may have chosen the wrong format. */

const TAG = /<\/?[a-z][a-z0-9]*(?:\s[^<>]{0,500})?\/?>/i;
/** A tag with which a whole page or paragraph begins. */
const BLOCK =
	/^\s*<(?:!doctype|html|body|div|p|h[1-6]|ul|ol|table|section|article)\b[^<>]{0,500}>/i;

/** One of these is enough: no prose has them. */
const SURE = [/^#{1,6} \S/m, /^```/m, /\*\*\S[^*\n]{0,200}\*\*/, /\[[^\]\n]{1,200}\]\(https?:\/\//];
/** A single dash may begin a line of a letter; two in a text are a list. */
const LIST_ENTRY = /^(?:[-*+]|\d{1,3}\.) \S/gm;

/** Whether a text without any HTML tag has the marks of Markdown: headings, lists, bold words, links, code. */
export const looksLikeMarkdown = (text: string): boolean =>
	!TAG.test(text) &&
	(SURE.some((mark) => mark.test(text)) || (text.match(LIST_ENTRY) ?? []).length > 1);

/** Whether a text begins as HTML does and has no marks of Markdown outside of it. */
export const looksLikeHtml = (text: string): boolean =>
	BLOCK.test(text) && !SURE.some((mark) => mark.test(text));
