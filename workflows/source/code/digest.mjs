/** @typedef {{ key: string, kind: string, text: string }} Finding */

/** More than this does not fit on a screen: lines of things to decide, letters in all, letters of one line. */
const LINES = 20;
const LETTERS = 1_800;
const LINE = 200;

/** @param {string} line */
const cut = (line) => (line.length > LINE ? `${line.slice(0, LINE)} …` : line);

/** @param {string[]} lines */
const lettersIn = (lines) => lines.reduce((sum, line) => sum + line.length + 1, 0);

/**
 * One message for a person: what happened, and what is new.
 * @param {{ counts: Record<string, number>, fresh: Finding[], known: number, failed: string[], stopped: string }} run
 * @returns {string} lines of text
 */
export const digestOf = ({ counts, fresh, known, failed, stopped }) => {
	const numbers = Object.entries(counts)
		.filter(([, count]) => count > 0)
		.map(([name, count]) => `${name.replaceAll('_', ' ')}: ${count}`);
	/** @type {Record<string, number>} */
	const kinds = {};
	for (const { kind } of fresh) kinds[kind] = (kinds[kind] ?? 0) + 1;
	const head = [
		...(stopped ? [`Stopped before it wrote anything. ${stopped}`] : []),
		numbers.join(', ') || 'Nothing to do.',
		...failed.slice(0, 5).map((line) => `Failed: ${cut(line.replace(/\s+/g, ' '))}`),
		...(failed.length > 5 ? [`And ${failed.length - 5} more failed.`] : []),
	];
	const all = fresh.map(({ text }) => cut(`- ${text}`));
	const most = Math.max(4, LINES - failed.slice(0, 5).length);
	const room = LETTERS - lettersIn(head);
	const shown = all.slice(0, most).filter((_line, at) => lettersIn(all.slice(0, at + 1)) <= room);
	const rest = fresh.length - shown.length;
	return [
		...head,
		...(rest > 0
			? [
					`New for a person: ${Object.entries(kinds)
						.map(([kind, count]) => `${count} ${kind}`)
						.join(', ')}`,
				]
			: []),
		...shown,
		...(rest > 0 ? [`And ${rest} more; see Review.`] : []),
		...(known > 0 ? [`${known} reported earlier are still open.`] : []),
	].join('\n');
};
