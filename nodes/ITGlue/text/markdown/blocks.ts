import { continueCode, dropBlankTail } from './code';
import {
	headingText,
	isRule,
	isSpaceOrEnd,
	LineCursor,
	readMarker,
	takeMarker,
	takeQuoteMarker,
} from './line';
import type { LinkReference } from './links';
import { takeDefinitions } from './links';
import { parseAligns, splitRow } from './table';
import type { Block, Container, DocumentBlock, Lines, OpenLeaf } from './types';

/** The maximum of open containers: neither a line of `>` nor the renderer's recursion gets too deep. */
const MAX_DEPTH = 48;

/**
 * Splits Markdown into blocks.
 * @returns the top-level blocks, and the link definitions found anywhere in the text
 */
export function parseBlocks(markdown: string): {
	blocks: Block[];
	references: Map<string, LinkReference>;
} {
	const parser = new BlockParser();
	const lines = markdown.split(/\r\n|\n|\r/);
	lines.forEach((line, index) => parser.addLine(line, index));
	return { blocks: parser.finish(), references: parser.references };
}

/**
 * The line-by-line parser of CommonMark's appendix: each line first continues the open containers that it can, then
 * opens new ones; the rest of the line is text for the innermost block.
 */
class BlockParser {
	readonly references = new Map<string, LinkReference>();

	private readonly root: DocumentBlock = { type: 'document', children: [], start: 0, end: 0 };

	private readonly stack: Container[] = [this.root];

	private leaf: OpenLeaf | undefined;

	private lineNumber = 0;

	/** How many of the open containers the current line continues. */
	private matched = 1;

	addLine(text: string, lineNumber: number): void {
		this.lineNumber = lineNumber;
		const line = new LineCursor(text);
		this.matched = this.continueContainers(line);
		if (this.allMatched() && this.continueLeaf(line)) return;
		while (this.openBlock(line)) {
			if (line.done) return;
		}
		this.addText(line);
	}

	finish(): Block[] {
		this.closeTo(0);
		return this.root.children;
	}

	private get top(): Container {
		return this.stack[this.stack.length - 1] ?? this.root;
	}

	private allMatched(): boolean {
		return this.matched === this.stack.length;
	}

	private continueContainers(line: LineCursor): number {
		const broken = this.stack.findIndex((container) => !this.continues(container, line));
		return broken === -1 ? this.stack.length : broken;
	}

	private continues(container: Container, line: LineCursor): boolean {
		if (container.type === 'document' || container.type === 'list') return true;
		if (container.type === 'quote') return takeQuoteMarker(line);
		if (!line.blank) return line.takeIndent(container.offset);
		// An item that begins with a blank line cannot continue after a second one.
		return container.children.length > 0;
	}

	/** @returns whether the whole line belongs to the open code block */
	private continueLeaf(line: LineCursor): boolean {
		const leaf = this.leaf;
		if (leaf?.type === 'code') {
			const outcome = continueCode(leaf, line, this.lineNumber);
			if (outcome !== 'taken') this.closeLeaf();
			return outcome !== 'notMine';
		}
		if (line.blank) this.closeLeaf();
		return false;
	}

	/** @returns whether a block was opened; `line.done` then says whether it took the whole line */
	private openBlock(line: LineCursor): boolean {
		if (line.blank) return false;
		if (line.indent >= 4) return this.openIndentedCode(line);
		return (
			this.openQuote(line) ||
			this.openHeading(line) ||
			this.openFence(line) ||
			this.closeAsHeading(line) ||
			this.openRule(line) ||
			this.openItem(line) ||
			this.openTable(line)
		);
	}

	private openIndentedCode(line: LineCursor): boolean {
		if (this.leaf?.type === 'paragraph') return false;
		this.prepare();
		line.takeUpTo(4);
		this.openLeaf({ type: 'code', lines: [line.rest()], ...this.here() });
		line.finish();
		return true;
	}

	private openQuote(line: LineCursor): boolean {
		if (this.matched >= MAX_DEPTH || line.nextChar !== '>') return false;
		this.prepare();
		takeQuoteMarker(line);
		this.openContainer({ type: 'quote', children: [], ...this.here() });
		return true;
	}

	private openHeading(line: LineCursor): boolean {
		const marks = line.run('#');
		const text = line.text;
		const after = line.next + marks;
		if (marks < 1 || marks > 6 || !isSpaceOrEnd(text.charAt(after))) return false;
		this.prepare();
		this.top.children.push({
			type: 'heading',
			level: marks,
			text: headingText(text.slice(after)),
			...this.here(),
		});
		line.finish();
		return true;
	}

	private openFence(line: LineCursor): boolean {
		const char = line.nextChar;
		if (char !== '`' && char !== '~') return false;
		const length = line.run(char);
		if (length < 3) return false;
		if (char === '`' && line.text.includes('`', line.next + length)) return false;
		this.prepare();
		this.openLeaf({
			type: 'code',
			lines: [],
			fence: { char, length, indent: line.indent },
			...this.here(),
		});
		line.finish();
		return true;
	}

	/** A line of `=` or `-` turns the paragraph above it into a heading. */
	private closeAsHeading(line: LineCursor): boolean {
		const paragraph = this.leaf;
		if (paragraph?.type !== 'paragraph' || !this.allMatched()) return false;
		const char = line.nextChar;
		if (char !== '=' && char !== '-') return false;
		if (line.text.slice(line.next + line.run(char)).trim() !== '') return false;
		this.closeLeaf();
		if (paragraph.text === '') return false;
		this.top.children.pop();
		const level = char === '=' ? 1 : 2;
		const { text, start } = paragraph;
		this.top.children.push({ type: 'heading', level, text, start, end: this.lineNumber });
		line.finish();
		return true;
	}

	private openRule(line: LineCursor): boolean {
		if (!isRule(line)) return false;
		this.prepare();
		this.top.children.push({ type: 'rule', ...this.here() });
		line.finish();
		return true;
	}

	private openItem(line: LineCursor): boolean {
		const marker = readMarker(line);
		if (marker === undefined || this.matched >= MAX_DEPTH) return false;
		const interrupts = this.leaf?.type === 'paragraph' && this.allMatched();
		if (interrupts && (marker.empty || (marker.ordered && marker.first !== 1))) return false;
		this.closeTo(this.matched);
		const list = this.top;
		if (list.type !== 'list' || list.ordered !== marker.ordered || list.marker !== marker.char) {
			this.prepare();
			const { ordered, first, char } = marker;
			this.openContainer({
				type: 'list',
				children: [],
				ordered,
				first,
				marker: char,
				...this.here(),
			});
		}
		this.openContainer({
			type: 'item',
			children: [],
			offset: takeMarker(line, marker),
			...this.here(),
		});
		return true;
	}

	private openTable(line: LineCursor): boolean {
		const paragraph = this.leaf;
		if (paragraph?.type !== 'paragraph' || !this.allMatched()) return false;
		const aligns = parseAligns(line.text.slice(line.next));
		if (aligns === undefined) return false;
		const header = splitRow(paragraph.lines[paragraph.lines.length - 1] ?? '');
		if (header.length !== aligns.length) return false;
		paragraph.lines.pop();
		if (paragraph.lines.length === 0) this.top.children.pop();
		else paragraph.end = this.lineNumber - 2;
		this.closeLeaf();
		const start = this.lineNumber - 1;
		this.openLeaf({ type: 'table', aligns, header, rows: [], start, end: this.lineNumber });
		line.finish();
		return true;
	}

	private addText(line: LineCursor): void {
		if (line.blank) {
			this.closeTo(this.matched);
			return;
		}
		// A paragraph continues even if the line lacks the marks of its containers ("lazy continuation").
		if (this.leaf?.type === 'paragraph') {
			this.leaf.lines.push(line.text.slice(line.next));
			this.leaf.end = this.lineNumber;
			return;
		}
		if (this.leaf?.type === 'table' && this.allMatched()) {
			this.leaf.rows.push(splitRow(line.text.slice(line.next)));
			this.leaf.end = this.lineNumber;
			return;
		}
		this.prepare();
		this.openLeaf({
			type: 'paragraph',
			lines: [line.text.slice(line.next)],
			text: '',
			...this.here(),
		});
	}

	private here(): Lines {
		return { start: this.lineNumber, end: this.lineNumber };
	}

	/** Closes blocks that the line does not continue, and a list before another block begins. */
	private prepare(): void {
		this.closeTo(this.matched);
		if (this.top.type === 'list') this.closeTo(this.stack.length - 1);
		this.matched = this.stack.length;
	}

	private openLeaf(leaf: OpenLeaf): void {
		this.top.children.push(leaf);
		this.leaf = leaf;
	}

	private openContainer(container: Container): void {
		this.top.children.push(container);
		this.stack.push(container);
		this.matched = this.stack.length;
	}

	private closeTo(depth: number): void {
		this.closeLeaf();
		while (this.stack.length > depth) {
			const closed = this.stack.pop();
			const last = closed?.children[closed.children.length - 1];
			if (closed !== undefined && last !== undefined) closed.end = Math.max(closed.end, last.end);
		}
	}

	private closeLeaf(): void {
		const leaf = this.leaf;
		this.leaf = undefined;
		if (leaf?.type === 'paragraph') {
			leaf.text = takeDefinitions(leaf.lines.join('\n').trimEnd(), this.references);
		}
		if (leaf?.type === 'code' && leaf.fence === undefined) dropBlankTail(leaf);
	}
}
