export type CellAlign = '' | 'left' | 'center' | 'right';

/**
 * Reads the line below a table's header, such as `| --- | :-: |`.
 * @returns one alignment a column, or undefined when the line is something else
 */
export function parseAligns(line: string): CellAlign[] | undefined {
	const text = line.trim();
	// Without one of these it would be the underline of a heading.
	if (!/^[-:| \t]+$/.test(text) || !/[|:]/.test(text)) return undefined;
	const cells = splitRow(text);
	return cells.every(isDashes) ? cells.map(alignOf) : undefined;
}

function isDashes(cell: string): boolean {
	return /^:?-+:?$/.test(cell);
}

function alignOf(cell: string): CellAlign {
	if (cell.endsWith(':')) return cell.startsWith(':') ? 'center' : 'right';
	return cell.startsWith(':') ? 'left' : '';
}

/** Splits a table row into its trimmed cells; `\|` is a bar inside a cell, even inside code. */
export function splitRow(line: string): string[] {
	const text = line.trim();
	const cells: string[] = [];
	let cell = '';
	let from = text.startsWith('|') ? 1 : 0;
	for (let index = from; index < text.length; index++) {
		const char = text.charAt(index);
		if (char === '\\') {
			if (text.charAt(index + 1) === '|') {
				cell += text.slice(from, index);
				from = index + 1;
			}
			index++;
		} else if (char === '|') {
			cells.push((cell + text.slice(from, index)).trim());
			cell = '';
			from = index + 1;
		}
	}
	const last = (cell + text.slice(from)).trim();
	// A bar at the end closes the last cell instead of opening another one.
	if (last !== '' || !text.endsWith('|') || cells.length === 0) cells.push(last);
	return cells;
}
