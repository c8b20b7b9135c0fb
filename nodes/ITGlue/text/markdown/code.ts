import type { LineCursor } from './line';
import { closesFence } from './line';
import type { CodeBlock } from './types';

/**
 * Offers a line to an open code block.
 * @returns `taken` when it is one of its lines, `end` when it is the closing fence, `notMine` when the block
 * ended before it
 */
export function continueCode(
	code: CodeBlock,
	line: LineCursor,
	lineNumber: number,
): 'taken' | 'end' | 'notMine' {
	if (code.fence === undefined) {
		if (!line.blank && line.indent < 4) return 'notMine';
		if (!line.blank) code.end = lineNumber;
	} else {
		code.end = lineNumber;
		if (closesFence(line, code.fence)) return 'end';
	}
	line.takeUpTo(code.fence?.indent ?? 4);
	code.lines.push(line.rest());
	return 'taken';
}

/** Blank lines at the end of an indented block do not belong to it. */
export function dropBlankTail(code: CodeBlock): void {
	const { lines } = code;
	while (lines.length > 0 && (lines[lines.length - 1] ?? '').trim() === '') lines.pop();
}
