const TAB_STOP = 4;

/**
 * A position in one line of Markdown. Indentation is counted in columns, and a tab may be used in part: in CommonMark,
 * `-<tab>text` and `-   text` are the same list item.
 */
export class LineCursor {
	/** Index of the next character that is neither space nor tab. */
	next = 0;

	/** Columns of white space before `next`. */
	indent = 0;

	/** Whether a block has taken the rest of the line. */
	done = false;

	private offset = 0;

	private column = 0;

	/** Columns that are left of the tab at `offset` after a part of it was used. */
	private tabLeft = 0;

	constructor(readonly text: string) {
		this.lookAhead();
	}

	get blank(): boolean {
		return this.next >= this.text.length;
	}

	get nextChar(): string {
		return this.text.charAt(this.next);
	}

	/** How often `char` is repeated, beginning at `next`. */
	run(char: string): number {
		let end = this.next;
		while (this.text.charAt(end) === char) end++;
		return end - this.next;
	}

	/** Takes exactly this number of columns of white space, or nothing. */
	takeIndent(columns: number): boolean {
		if (this.indent < columns) return false;
		this.takeUpTo(columns);
		return true;
	}

	/** Takes white space, at most this number of columns. */
	takeUpTo(columns: number): void {
		let left = Math.min(columns, this.indent);
		while (left > 0) {
			const width = this.widthAt(this.offset);
			const taken = Math.min(width, left);
			left -= taken;
			this.column += taken;
			this.tabLeft = width - taken;
			if (this.tabLeft === 0) this.offset++;
		}
		this.lookAhead();
	}

	/** Takes the white space before `next` and this number of characters after it. */
	takeChars(count: number): void {
		this.column += this.indent + count;
		this.offset = this.next + count;
		this.tabLeft = 0;
		this.lookAhead();
	}

	/** The rest of the line; a partly used tab becomes spaces. */
	rest(): string {
		if (this.tabLeft === 0) return this.text.slice(this.offset);
		return ' '.repeat(this.tabLeft) + this.text.slice(this.offset + 1);
	}

	finish(): void {
		this.done = true;
	}

	private widthAt(index: number): number {
		if (this.tabLeft > 0) return this.tabLeft;
		return this.text.charAt(index) === '\t' ? TAB_STOP - (this.column % TAB_STOP) : 1;
	}

	private lookAhead(): void {
		let index = this.offset;
		let column = this.column;
		if (this.tabLeft > 0) {
			column += this.tabLeft;
			index++;
		}
		for (; ; index++) {
			const char = this.text.charAt(index);
			if (char === ' ') column++;
			else if (char === '\t') column += TAB_STOP - (column % TAB_STOP);
			else break;
		}
		this.next = index;
		this.indent = column - this.column;
	}
}

/** The beginning of a list item. */
export interface ListMarker {
	ordered: boolean;
	/** The bullet, or the character after the number. */
	char: string;
	/** The number; 1 for a bullet. */
	first: number;
	/** Characters of the marker. */
	length: number;
	/** Whether nothing follows it on the line. */
	empty: boolean;
}

const MARKER = /[*+-]|[0-9]{1,9}[.)]/y;

/** Reads a list marker at `next` without taking it. */
export function readMarker(line: LineCursor): ListMarker | undefined {
	MARKER.lastIndex = line.next;
	const found = MARKER.exec(line.text)?.[0];
	if (found === undefined) return undefined;
	const after = line.next + found.length;
	if (!isSpaceOrEnd(line.text.charAt(after))) return undefined;
	const ordered = found.length > 1;
	return {
		ordered,
		char: found.charAt(found.length - 1),
		first: ordered ? Number(found.slice(0, -1)) : 1,
		length: found.length,
		empty: line.text.slice(after).trim() === '',
	};
}

/** Takes the marker and its white space; returns the columns by which its content is indented. */
export function takeMarker(line: LineCursor, marker: ListMarker): number {
	const before = line.indent;
	line.takeChars(marker.length);
	// Five columns or more: the item begins with indented code, and only one column belongs to the marker.
	const padding = marker.empty || line.indent > 4 ? 1 : line.indent;
	line.takeUpTo(padding);
	return before + marker.length + padding;
}

/** Takes `>` and its one column of white space, if the line has it. */
export function takeQuoteMarker(line: LineCursor): boolean {
	if (line.indent >= 4 || line.nextChar !== '>') return false;
	line.takeChars(1);
	line.takeUpTo(1);
	return true;
}

/** Whether the line ends a fenced block. */
export function closesFence(line: LineCursor, fence: { char: string; length: number }): boolean {
	if (line.indent >= 4) return false;
	const length = line.run(fence.char);
	return length >= fence.length && line.text.slice(line.next + length).trim() === '';
}

/** Whether the rest of the line is a horizontal rule: three or more of the same mark, and spaces. */
export function isRule(line: LineCursor): boolean {
	const mark = line.nextChar;
	if (mark !== '*' && mark !== '-' && mark !== '_') return false;
	let marks = 0;
	for (let index = line.next; index < line.text.length; index++) {
		const char = line.text.charAt(index);
		if (char === mark) marks++;
		else if (char !== ' ' && char !== '\t') return false;
	}
	return marks >= 3;
}

/** The text of a heading without the marks that may close it. */
export function headingText(text: string): string {
	const trimmed = text.trim();
	let end = trimmed.length;
	while (trimmed.charAt(end - 1) === '#') end--;
	if (end === trimmed.length) return trimmed;
	if (end === 0) return '';
	return isSpaceOrEnd(trimmed.charAt(end - 1)) ? trimmed.slice(0, end).trimEnd() : trimmed;
}

/** Whether this is a space, a tab or (an empty string) the end of the line. */
export function isSpaceOrEnd(char: string): boolean {
	return char === '' || char === ' ' || char === '\t';
}
