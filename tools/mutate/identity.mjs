/** How a mutant is told from all others, whichever of Stryker's shapes it comes in. */

/**
 * @typedef {object} Mutation
 * @property {string} fileName
 * @property {{ start: Position, end: Position }} location
 * @property {string} mutatorName
 * @property {string} [replacement]
 */

/** @typedef {{ line: number, column: number }} Position */

/**
 * @param {string} fileName of the checkout or of Stryker's copy
 * @returns {string} `nodes/…`
 */
export const sourceOf = (fileName) =>
	fileName.replaceAll('\\', '/').replace(/^.*\/(?=nodes\/)/, '');

/**
 * @param {Mutation} mutant
 * @param {0 | 1} [first] what the first line and column are counted as: 0 inside Stryker, 1 in its results
 * @returns {string} the place as `--mutate` takes it: lines from 1, columns from 0
 */
export function placeOf({ fileName, location: { start, end } }, first = 0) {
	const point = (/** @type {Position} */ { line, column }) =>
		`${line + 1 - first}:${column - first}`;
	return `${sourceOf(fileName)}:${point(start)}-${point(end)}`;
}

/**
 * @param {Mutation} mutant
 * @param {0 | 1} [first]
 * @returns {string}
 */
export const identityOf = (mutant, first = 0) =>
	`${placeOf(mutant, first)} ${mutant.mutatorName} ${mutant.replacement ?? ''}`;
