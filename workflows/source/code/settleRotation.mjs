/** @typedef {import('./planRotation.mjs').Rotation} Rotation */
/** @typedef {{ id?: string, error?: { message?: string } | string, message?: string }} Answer */
/** @typedef {{ id: string, beside_id: string, outcome: 'set' | 'refused' | 'unclear', said: string }} Said */

/** @param {Answer | undefined} answer */
const reasonOf = (answer) => {
	const { error, message = '' } = answer ?? {};
	if (error === undefined) return 'There was no answer.';
	return `${typeof error === 'string' ? error : (error.message ?? 'Unknown error')}. ${message}`.trim();
};

/** @param {Answer | undefined} answer */
const isDone = (answer) =>
	answer !== undefined && answer.error === undefined && answer.id !== undefined;

/**
 * How far each password came. A new value is always in IT Glue before the other system gets it, and its record is
 * archived only where it is clear that nobody needs it.
 * @param {{ system: string, items: Rotation[], kept: Answer[], said: Said[], stored: Answer[] }} answers
 * `kept` are in the order of `items`, `said` of those that were kept, `stored` of those that the system has set
 * @returns {{ rotated: string[], archive: Array<{ id: string }>, failed: string[], urgent: string[] }}
 */
export const settleRotation = ({ system, items, kept, said, stored }) => {
	const answers = new Map(said.map((one) => [one.id, one]));
	const accepted = said.filter(({ outcome }) => outcome === 'set').map(({ id }) => id);
	/** @type {ReturnType<typeof settleRotation>} */
	const settled = { rotated: [], archive: [], failed: [], urgent: [] };
	for (const [at, { id, name, beside, earlier }] of items.entries()) {
		const answer = answers.get(id);
		if (!isDone(kept[at])) {
			settled.failed.push(
				`${name}: nothing was changed, because IT Glue did not store the new value. ${reasonOf(kept[at])}`,
			);
		} else if (answer?.outcome === 'refused') {
			settled.archive.push({ id: answer.beside_id });
			settled.failed.push(
				`${name}: ${system} refused the new value. The old value stays in use. ${answer.said}`,
			);
		} else if (answer?.outcome !== 'set') {
			settled.urgent.push(
				`${name}: it is not clear whether ${system} has the new value. In IT Glue, "${name}" has the old value and "${beside}" the new one. One of them is in use. The next run sets another value. ${answer?.said ?? ''}`.trim(),
			);
		} else if (!isDone(stored[accepted.indexOf(id)])) {
			settled.urgent.push(
				`${name}: ${system} has the new value, but "${name}" in IT Glue still has the old one. The value in use is in "${beside}". The next run sets another value. ${reasonOf(stored[accepted.indexOf(id)])}`,
			);
		} else {
			settled.rotated.push(name);
			settled.archive.push(...[answer.beside_id, ...earlier].map((one) => ({ id: one })));
		}
	}
	return settled;
};
