import { parseBlocks } from './blocks';
import { escapeText } from './html';
import type { InlineContext } from './inline';
import { renderInline } from './inline';
import type { CellAlign } from './table';
import type { Block, ItemBlock, ListBlock, ParagraphBlock, TableBlock } from './types';

/**
 * A header of n columns above m one-character rows needs n * m cells: 1 MB of text could create gigabytes of empty
 * ones. Rows are filled up to the header's width until this number of cells was added.
 */
const MAX_PADDED_CELLS = 50_000;

/** The minimum that references may add to the output, even in a short document. */
const MIN_REFERENCE_BUDGET = 100_000;

const TASK_MARKER = /^\[([ xX])\][ \t\n]+(?=\S)/;

interface RenderContext extends InlineContext {
	paddingLeft: number;
}

/**
 * Converts Markdown (CommonMark with the tables, task lists, strikethrough and bare addresses of GitHub's dialect) into
 * the HTML of a text section in an IT Glue document.
 *
 * Raw HTML becomes visible text, except `br`, `kbd`, `sub`, `sup`, `u`, `b`, `i`, `strong` and `em` without attributes
 * and properly closed. A link keeps only its label if its scheme is not known to be harmless; an image keeps only its
 * alternative text if it is not https or relative. The language of a fenced block is not kept, because IT Glue does not
 * highlight code.
 *
 * @param markdown any text; line ends may be LF, CRLF or CR
 * @returns HTML, one top-level block a line; an empty string when there is nothing to show. Never throws.
 */
export function markdownToHtml(markdown: string): string {
	const { blocks, references } = parseBlocks(markdown.replaceAll('\u0000', '\uFFFD'));
	return renderBlocks(blocks, false, {
		references,
		referenceBudget: Math.max(markdown.length, MIN_REFERENCE_BUDGET),
		paddingLeft: MAX_PADDED_CELLS,
	});
}

/** Blocks are nested at most as deep as the parser's limit, so recursion is safe here. */
function renderBlocks(blocks: Block[], tight: boolean, context: RenderContext): string {
	return blocks
		.map((block) => renderBlock(block, tight, context))
		.filter((html) => html !== '')
		.join('\n');
}

function renderBlock(block: Block, tight: boolean, context: RenderContext): string {
	switch (block.type) {
		case 'paragraph':
			return renderParagraph(block, tight, context);
		case 'heading':
			return `<h${block.level}>${renderInline(block.text, context)}</h${block.level}>`;
		case 'code':
			return `<pre><code>${escapeText(block.lines.map((line) => `${line}\n`).join(''))}</code></pre>`;
		case 'rule':
			return '<hr>';
		case 'table':
			return renderTable(block, context);
		case 'quote':
			return wrapLines('blockquote', renderBlocks(block.children, false, context));
		case 'list':
			return renderList(block, context);
		case 'item':
			return renderItem(block, tight, context);
		case 'document':
			return renderBlocks(block.children, false, context);
	}
}

function wrapLines(tag: string, inner: string): string {
	return inner === '' ? `<${tag}>\n</${tag}>` : `<${tag}>\n${inner}\n</${tag}>`;
}

/** A paragraph has no text left if it contained only link definitions. */
function renderParagraph(block: ParagraphBlock, tight: boolean, context: RenderContext): string {
	if (block.text === '') return '';
	const inner = renderInline(block.text, context);
	return tight ? inner : `<p>${inner}</p>`;
}

function renderList(list: ListBlock, context: RenderContext): string {
	const tight = !isLoose(list);
	const items = list.children.map((item) => renderBlock(item, tight, context)).join('\n');
	if (!list.ordered) return `<ul>\n${items}\n</ul>`;
	const start = list.first === 1 ? '' : ` start="${list.first}"`;
	return `<ol${start}>\n${items}\n</ol>`;
}

/** A list is loose if there is a blank line between two of its items or two blocks of one item. */
function isLoose(list: ListBlock): boolean {
	return (
		hasGap(list.children) ||
		list.children.some((item) => item.type === 'item' && hasGap(item.children))
	);
}

function hasGap(blocks: Block[]): boolean {
	return blocks.some((block, index) => {
		const previous = blocks[index - 1];
		return previous !== undefined && block.start > previous.end + 1;
	});
}

function renderItem(item: ItemBlock, tight: boolean, context: RenderContext): string {
	const [first, ...others] = item.children;
	const head = first?.type === 'paragraph' ? { ...first, text: withTaskBox(first.text) } : first;
	const children = head === undefined ? [] : [head, ...others];
	const inner = renderBlocks(children, tight, context);
	const startsWithBlock = !(tight && head?.type === 'paragraph');
	const endsWithBlock = !(tight && children[children.length - 1]?.type === 'paragraph');
	if (inner === '') return '<li></li>';
	return `<li>${startsWithBlock ? '\n' : ''}${inner}${endsWithBlock ? '\n' : ''}</li>`;
}

/** IT Glue's editor has no checkboxes, so the state of a task becomes a character that every editor keeps. */
function withTaskBox(text: string): string {
	const match = TASK_MARKER.exec(text);
	if (match === null) return text;
	return `${match[1] === ' ' ? '☐' : '☑'} ${text.slice(match[0].length)}`;
}

function renderTable(table: TableBlock, context: RenderContext): string {
	const head = `<thead>\n${renderRow(table.header, 'th', table.aligns, context)}\n</thead>`;
	if (table.rows.length === 0) return `<table>\n${head}\n</table>`;
	const rows = table.rows.map((row) => renderRow(row, 'td', table.aligns, context));
	return `<table>\n${head}\n<tbody>\n${rows.join('\n')}\n</tbody>\n</table>`;
}

function renderRow(
	cells: string[],
	tag: 'th' | 'td',
	aligns: CellAlign[],
	context: RenderContext,
): string {
	const missing = Math.min(Math.max(aligns.length - cells.length, 0), context.paddingLeft);
	context.paddingLeft -= missing;
	const shown = cells.slice(0, aligns.length).map((cell) => renderInline(cell, context));
	for (let added = 0; added < missing; added++) shown.push('');
	const html = shown.map((inner, index) => `<${tag}${alignStyle(aligns[index])}>${inner}</${tag}>`);
	return `<tr>\n${html.join('\n')}\n</tr>`;
}

/** `style` instead of the obsolete `align`, because rich-text editors write `style` themselves. */
function alignStyle(align: CellAlign | undefined): string {
	return align === undefined || align === '' ? '' : ` style="text-align: ${align}"`;
}
