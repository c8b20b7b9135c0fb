/** The body of a document as one text of HTML, in whichever form IT Glue answers with it. */
import { sameHtml } from './html/html';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** A member in whichever spelling: `resource_type`, `resource-type`, `resourceType`. */
function member(fields: Fields, name: string): unknown {
	const plain = (key: string): string => key.toLowerCase().replace(/[_-]/g, '');
	const key = Object.keys(fields).find((candidate) => plain(candidate) === plain(name));
	return key === undefined ? undefined : fields[key];
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A number, also one that came as text; undefined for anything else. */
function numberOf(value: unknown): number | undefined {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

const isHeading = (type: string): boolean => /heading$/i.test(type);
const isGallery = (type: string): boolean => /gallery$/i.test(type);

/**
 * The HTML of one block or section. What a block holds stands in `resource`, what a section holds beside its type.
 * `rendered`: as readers see it; its links to images expire, so it is never what is stored.
 */
function blockHtml(block: Fields, rendered: boolean): string {
	const type = textOf(member(block, 'resource_type'));
	const inner = member(block, 'resource');
	const held = isFields(inner) ? inner : block;
	const stored = textOf(member(held, 'content'));
	const shown = textOf(member(held, 'rendered_content'));
	const html = rendered ? shown || stored : stored || shown;
	if (html === '' || isGallery(type)) return '';
	if (!isHeading(type) || /^\s*<h[1-6][\s>]/i.test(html)) return html;
	const level = Math.min(6, Math.max(1, Math.trunc(numberOf(member(held, 'level')) ?? 2)));
	return `<h${level}>${html}</h${level}>`;
}

/** Blocks in the order of `sort`; those that do not say it keep their place behind the one before. */
function ordered(blocks: readonly Fields[]): Fields[] {
	let last = -Infinity;
	const placed = blocks.map((block) => {
		last = numberOf(member(block, 'sort')) ?? last;
		return { block, at: last };
	});
	return placed.sort((a, b) => (a.at === b.at ? 0 : a.at - b.at)).map(({ block }) => block);
}

/** Blocks or sections as one text of HTML, in their order; unknown kinds with what they hold, galleries not at all. */
export function htmlOfBlocks(blocks: readonly unknown[], rendered = false): string {
	return ordered(blocks.filter(isFields))
		.map((block) => blockHtml(block, rendered))
		.filter((html) => html !== '')
		.join('\n');
}

/**
 * The body that a document's own attributes hold: `content` as HTML, or as a list of blocks, or `sections` beside an
 * empty one. Undefined where they do not say it.
 */
export function bodyOf(attributes: Fields): string | undefined {
	const { content, sections } = attributes;
	if (typeof content === 'string' && content.trim() !== '') return content;
	const blocks = Array.isArray(content) ? htmlOfBlocks(content) : '';
	if (blocks !== '') return blocks;
	const fromSections = Array.isArray(sections) ? htmlOfBlocks(sections) : '';
	if (fromSections !== '') return fromSections;
	return content === undefined ? undefined : '';
}

/** Pictures beside each other. */
const LOST = 'a gallery of pictures';

/** The HTML that a list of blocks or sections stands for, as a raw answer gives it; undefined for anything else. */
export function readBlocks(value: unknown): { text: string; lost?: string } | undefined {
	if (!Array.isArray(value) || value.length === 0 || !value.every(isFields)) return undefined;
	const blocks = value as Fields[];
	if (!blocks.every((block) => textOf(member(block, 'resource_type')) !== '')) return undefined;
	const hasGallery = blocks.some((block) => isGallery(textOf(member(block, 'resource_type'))));
	return { text: htmlOfBlocks(blocks), ...(hasGallery && { lost: LOST }) };
}

const withoutSources = (html: string): string => html.replace(/\ssrc=(?:"[^"]*"|'[^']*')/gi, '');

/** Whether two bodies are the same for a reader; the address of an image is signed anew with every answer. */
export const sameBody = (a: string, b: string): boolean =>
	sameHtml(a, b) || sameHtml(withoutSources(a), withoutSources(b));

/**
 * Whether a document is published: `published` and `draft` say so, `published-at` and `published-by` say whether it
 * ever was (null: it is a draft). Undefined where nothing of it is there.
 */
export function publishedOf(attributes: Fields): boolean | undefined {
	const { published, draft } = attributes;
	if (typeof published === 'boolean') return published;
	if (typeof draft === 'boolean') return !draft;
	const known = ['published-at', 'published-by'].filter((name) => attributes[name] !== undefined);
	return known.length === 0 ? undefined : known.some((name) => attributes[name] !== null);
}
