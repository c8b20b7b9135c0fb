/** Texts that hold one entry a line, as IT Glue keeps the options of a Select (additions 4). */
import { comparable, trimmed } from './same';

/** The entries, each once as people see them. */
export function linesOf(text: unknown): string[] {
	const lines = typeof text === 'string' ? text.split(/\r\n|\r|\n/).map(trimmed) : [];
	const seen = new Set<string>();
	return lines.filter((line) => {
		const key = comparable(line);
		return line !== '' && !seen.has(key) && seen.add(key);
	});
}

/** A text with the entries of another one added that it lacks. */
export const withLines = (text: unknown, more: unknown): string =>
	linesOf([...linesOf(text), ...linesOf(more)].join('\n')).join('\n');
