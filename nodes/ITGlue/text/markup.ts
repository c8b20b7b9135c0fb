/** Guesses the format of a text, for a hint to a user who may have chosen the wrong format. */

const TAG = /<\/?[a-z][a-z0-9]*(?:\s[^<>]{0,500})?\/?>/i;
/** A tag at the beginning of a page or paragraph. */
const BLOCK =
	/^\s*<(?:!doctype|html|body|div|p|h[1-6]|ul|ol|table|section|article)\b[^<>]{0,500}>/i;

/** One of these is enough: ordinary text does not contain them. */
const SURE = [/^#{1,6} \S/m, /^```/m, /\*\*\S[^*\n]{0,200}\*\*/, /\[[^\]\n]{1,200}\]\(https?:\/\//];
/** A single dash may begin a line of a letter; two lines with one are a list. */
const LIST_ENTRY = /^(?:[-*+]|\d{1,3}\.) \S/gm;

/** Whether a text without HTML tags has marks of Markdown: headings, lists, bold words, links, code. */
export const looksLikeMarkdown = (text: string): boolean =>
	!TAG.test(text) &&
	(SURE.some((mark) => mark.test(text)) || (text.match(LIST_ENTRY) ?? []).length > 1);

/** Whether a text begins like HTML and has no marks of Markdown outside of it. */
export const looksLikeHtml = (text: string): boolean =>
	BLOCK.test(text) && !SURE.some((mark) => mark.test(text));
