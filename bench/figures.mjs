/** Figures: medians, ratios, and how they are written. */

/**
 * @param {number[]} values at least one
 * @returns {number}
 */
export const median = (values) => {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length / 2;
	const upper = sorted[Math.floor(middle)] ?? NaN;
	return Number.isInteger(middle) ? ((sorted[middle - 1] ?? NaN) + upper) / 2 : upper;
};

/** @param {number} value */
const grouped = (value) => Math.round(value).toLocaleString('en-US');

/** @param {number[]} milliseconds @returns {string} the median and the range, such as "812 ms (790–905)" */
export const timed = (milliseconds) => {
	const [least, most] = [Math.min(...milliseconds), Math.max(...milliseconds)];
	const range = milliseconds.length > 1 ? ` (${grouped(least)}–${grouped(most)})` : '';
	return `${grouped(median(milliseconds))} ms${range}`;
};

/** @param {number} factor @returns {string} such as "2.93 ×" */
export const times = (factor) => `${factor.toFixed(2)} ×`;

/** @param {number[]} counts @returns {string} one number where all are equal, else the range */
export const counted = (counts) => {
	const [least, most] = [Math.min(...counts), Math.max(...counts)];
	return least === most ? grouped(least) : `${grouped(least)}–${grouped(most)}`;
};

/** @param {number[]} megabytes */
export const sized = (megabytes) => `${grouped(median(megabytes))} MB`;

/** @param {string} text */
const cell = (text) => text.replaceAll('|', '\\|').replace(/\s+/g, ' ');

/**
 * @param {string[]} head
 * @param {string[][]} rows
 * @returns {string} a Markdown table
 */
export const table = (head, rows) =>
	[head, head.map(() => '---'), ...rows]
		.map((cells) => `| ${cells.map(cell).join(' | ')} |`)
		.join('\n');
