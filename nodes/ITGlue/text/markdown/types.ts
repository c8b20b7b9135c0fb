import type { CellAlign } from './table';

export interface Lines {
	/** First line of the block, counted from 0. */
	start: number;
	/** Last line of the block that is not blank. */
	end: number;
}

export interface ParagraphBlock extends Lines {
	type: 'paragraph';
	lines: string[];
	text: string;
}

export interface HeadingBlock extends Lines {
	type: 'heading';
	level: number;
	text: string;
}

export interface CodeBlock extends Lines {
	type: 'code';
	lines: string[];
	/** Missing for an indented block. */
	fence?: { char: string; length: number; indent: number };
}

export interface RuleBlock extends Lines {
	type: 'rule';
}

export interface TableBlock extends Lines {
	type: 'table';
	aligns: CellAlign[];
	header: string[];
	rows: string[][];
}

export interface DocumentBlock extends Lines {
	type: 'document';
	children: Block[];
}

export interface QuoteBlock extends Lines {
	type: 'quote';
	children: Block[];
}

export interface ListBlock extends Lines {
	type: 'list';
	children: Block[];
	ordered: boolean;
	/** The bullet, or the character after the number: another one starts another list. */
	marker: string;
	/** The number of the list's first item. */
	first: number;
}

export interface ItemBlock extends Lines {
	type: 'item';
	children: Block[];
	/** Columns by which a line must be indented to belong to the item. */
	offset: number;
}

export type Container = DocumentBlock | QuoteBlock | ListBlock | ItemBlock;
export type OpenLeaf = ParagraphBlock | CodeBlock | TableBlock;
export type Block = Container | OpenLeaf | HeadingBlock | RuleBlock;
