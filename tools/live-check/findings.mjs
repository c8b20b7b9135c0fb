/** What a look at something found, in words that hold no client's data. */

/**
 * @typedef {object} Finding
 * @property {'yes' | 'no' | 'otherwise' | 'not seen' | 'seen'} holds whether the statement holds; `otherwise`: neither it nor its opposite
 * @property {string} detail what was seen
 * @property {string} [copes] whether the node copes, where that is not said by the row
 */

/**
 * The statement holds.
 * @param {string} [detail]
 * @param {string} [copes]
 * @returns {Finding}
 */
export const yes = (detail = '', copes) => ({ holds: 'yes', detail, copes });

/**
 * Its opposite holds.
 * @param {string} [detail]
 * @param {string} [copes]
 * @returns {Finding}
 */
export const no = (detail = '', copes) => ({ holds: 'no', detail, copes });

/**
 * @param {boolean} holds
 * @param {string} [detail]
 * @returns {Finding}
 */
export const whether = (holds, detail) => (holds ? yes(detail) : no(detail));

const UNTRIED = 'no: the node was not tested with this, please open an issue';

/**
 * Neither of the two ways that were thought of.
 * @param {string} detail
 * @param {string} [copes]
 * @returns {Finding}
 */
export const otherwise = (detail, copes = UNTRIED) => ({ holds: 'otherwise', detail, copes });

/**
 * The account does not show it.
 * @param {string} detail
 * @returns {Finding}
 */
export const unseen = (detail) => ({ holds: 'not seen', detail });

/**
 * What was seen of something that nothing was assumed of.
 * @param {string} detail
 * @returns {Finding}
 */
export const seen = (detail) => ({ holds: 'seen', detail });

/** Ends a look: what it needs is not there. */
export class Unseen extends Error {}

const STEPS = [
	[1, 'one'],
	[10, 'a few'],
	[100, 'tens'],
	[1_000, 'hundreds'],
	[10_000, 'thousands'],
	[100_000, 'tens of thousands'],
];

/**
 * A count as an order of magnitude.
 * @param {number} count
 * @returns {string}
 */
export const some = (count) => {
	if (count === 0) return 'none';
	const [, words] = STEPS.find(([end]) => (count === 1 ? end === 1 : count < Number(end))) ?? [];
	return String(words ?? 'a great many');
};

const FORMS = {
	json: 'JSON',
	html: 'a web page',
	empty: 'no body',
	other: 'neither JSON nor HTML',
};

/**
 * Status and form of an answer.
 * @param {import('./connection.mjs').Answer} answer
 * @returns {string}
 */
export const told = ({ status, form }) => `${status}, ${FORMS[form]}`;

/** @param {import('./connection.mjs').Answer} answer */
export const isFine = ({ status }) => status >= 200 && status < 300;

/** The request was understood and refused. @param {import('./connection.mjs').Answer} answer */
export const isRefused = ({ status }) => [400, 404, 409, 413, 415, 422].includes(status);

/** There is no such route. @param {import('./connection.mjs').Answer} answer */
export const isNoRoute = ({ status, form }) =>
	status === 405 || (status === 404 && form !== 'json');

/**
 * A path without the IDs in it.
 * @param {string} path
 */
export const pattern = (path) => path.replace(/\d+/g, ':id');

/**
 * @param {string[]} names
 * @returns {string}
 */
export const listed = (names) => names.join(', ');
