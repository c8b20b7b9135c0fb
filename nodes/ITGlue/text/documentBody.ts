/** The body of a document as one HTML text, whatever form IT Glue's answer has. */
import { sameHtml } from './html/html';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** A member in any spelling: `resource_type`, `resource-type`, `resourceType`. */
function member(fields: Fields, name: string): unknown {
	const plain = (key: string): string => key.toLowerCase().replace(/[_-]/g, '');
	const key = Object.keys(fields).find((candidate) => plain(candidate) === plain(name));
	return key === undefined ? undefined : fields[key];
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A number, also if it is a text; undefined for anything else. */
function numberOf(value: unknown): number | undefined {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

const isHeading = (type: string): boolean => /heading$/i.test(type);
const isGallery = (type: string): boolean => /gallery$/i.test(type);

/**
 * The HTML of one block or section. The content of a block is in `resource`, the content of a section next to its type.
 * `rendered`: the form for readers; its image links expire, so it is never the stored form.
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

/** Blocks in the order of `sort`; a block without `sort` stays behind the previous one. */
function ordered(blocks: readonly Fields[]): Fields[] {
	let last = -Infinity;
	const placed = blocks.map((block) => {
		last = numberOf(member(block, 'sort')) ?? last;
		return { block, at: last };
	});
	return placed.sort((a, b) => (a.at === b.at ? 0 : a.at - b.at)).map(({ block }) => block);
}

/** Blocks or sections as one HTML text, in their order; unknown kinds with their content, galleries left out. */
export function htmlOfBlocks(blocks: readonly unknown[], rendered = false): string {
	return ordered(blocks.filter(isFields))
		.map((block) => blockHtml(block, rendered))
		.filter((html) => html !== '')
		.join('\n');
}

/**
 * The body in a document's own attributes: `content` as HTML or as a list of blocks, or `sections` if the content is
 * empty. Undefined if the attributes do not contain a body.
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

/** Several pictures side by side. */
const LOST = 'a gallery of pictures';

/** The HTML of a list of blocks or sections from a raw answer; undefined for anything else. */
export function readBlocks(value: unknown): { text: string; lost?: string } | undefined {
	if (!Array.isArray(value) || value.length === 0 || !value.every(isFields)) return undefined;
	const blocks = value as Fields[];
	if (!blocks.every((block) => textOf(member(block, 'resource_type')) !== '')) return undefined;
	const hasGallery = blocks.some((block) => isGallery(textOf(member(block, 'resource_type'))));
	return { text: htmlOfBlocks(blocks), ...(hasGallery && { lost: LOST }) };
}

const withoutSources = (html: string): string => html.replace(/\ssrc=(?:"[^"]*"|'[^']*')/gi, '');

/** Whether two bodies are the same for a reader; every answer signs the address of an image again. */
export const sameBody = (a: string, b: string): boolean =>
	sameHtml(a, b) || sameHtml(withoutSources(a), withoutSources(b));

/**
 * Whether a document is published: `published` and `draft` show it directly, `published-at` and `published-by` show
 * whether it ever was (null: it is a draft). Undefined if none of them is there.
 */
export function publishedOf(attributes: Fields): boolean | undefined {
	const { published, draft } = attributes;
	if (typeof published === 'boolean') return published;
	if (typeof draft === 'boolean') return !draft;
	const known = ['published-at', 'published-by'].filter((name) => attributes[name] !== undefined);
	return known.length === 0 ? undefined : known.some((name) => attributes[name] !== null);
}
