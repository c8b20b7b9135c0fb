/** Texts with one entry per line, the form of a Select's options in IT Glue (additions 4). */
import { comparable, trimmed } from './same';

/** The entries; entries that look the same count once. */
export function linesOf(text: unknown): string[] {
	const lines = typeof text === 'string' ? text.split(/\r\n|\r|\n/).map(trimmed) : [];
	const seen = new Set<string>();
	return lines.filter((line) => {
		const key = comparable(line);
		return line !== '' && !seen.has(key) && seen.add(key);
	});
}

/** A text with the missing entries of another one added. */
export const withLines = (text: unknown, more: unknown): string =>
	linesOf([...linesOf(text), ...linesOf(more)].join('\n')).join('\n');
