/** @typedef {import('./changes.mjs').Answer} Answer */

/**
 * The answers of several nodes, in the order of the items that they were given.
 * @param {Array<Record<string, unknown>>} items with the `step` that each was for
 * @param {Record<string, Answer[]>} answers by step, in the order of the items of that step
 * @returns {Answer[]} one for each item
 */
export const inOrder = (items, answers) => {
	/** @type {Record<string, number>} */
	const next = {};
	return items.map(({ step }) => {
		const name = String(step);
		const at = next[name] ?? 0;
		next[name] = at + 1;
		const answer = answers[name]?.[at] ?? {};
		// Update says nothing of what it did.
		return answer._action || answer.error || !answer.id
			? answer
			: { ...answer, _action: 'updated' };
	});
};

/**
 * @template {Record<string, unknown>} Item
 * @param {Item[]} items
 * @param {string} step
 * @returns {Item[]} those for one node
 */
export const itemsFor = (items, step) => items.filter((item) => item.step === step);
