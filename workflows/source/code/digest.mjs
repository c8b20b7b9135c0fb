/** @typedef {{ key: string, kind: string, text: string }} Finding */

/** More lines than this do not fit on a screen. */
const LINES = 20;

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
	const room = Math.max(4, LINES - failed.slice(0, 5).length);
	return [
		...(stopped ? [`Stopped before it wrote anything. ${stopped}`] : []),
		numbers.join(', ') || 'Nothing to do.',
		...failed.slice(0, 5).map((line) => `Failed: ${line}`),
		...(failed.length > 5 ? [`And ${failed.length - 5} more failed.`] : []),
		...(fresh.length > room
			? [
					`New for a person: ${Object.entries(kinds)
						.map(([kind, count]) => `${count} ${kind}`)
						.join(', ')}`,
				]
			: []),
		...fresh.slice(0, room).map(({ text }) => `- ${text}`),
		...(fresh.length > room ? [`And ${fresh.length - room} more; see Review.`] : []),
		...(known > 0 ? [`${known} told earlier are still open.`] : []),
	].join('\n');
};
