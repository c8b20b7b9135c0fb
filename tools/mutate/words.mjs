/**
 * Which literals of nodes/ are words for people and not logic: the values of these keys in tables and parameters, and
 * the label that `field('notes', 'Notes', …)` and its like take in second place.
 */

const WORDS = new Set([
	'action',
	'deleteNotice',
	'description',
	'displayName',
	'hint',
	'label',
	'placeholder',
	'plural',
]);

/** Functions of resources/ and description/ that take a label beside a name, by the place of the label. */
const LABEL_AT = new Map([
	['field', 1],
	['mode', 0],
	['choose', 0],
]);

const REASON = 'words for people: read in review, not tested';

/**
 * @typedef {object} Node
 * @property {string} type
 * @property {string} [name]
 * @property {string} [value]
 * @property {Node} [key]
 * @property {Node} [callee]
 * @property {Node[]} [properties]
 * @property {unknown[]} [arguments]
 */

/** @typedef {{ node: Node, parent?: Node, parentPath?: { parent?: Node } }} Path */

/** @param {Node} node */
const isText = (node) => node.type === 'StringLiteral' || node.type === 'TemplateLiteral';

/** @param {Node | undefined} key */
const nameOf = (key) => key?.name ?? key?.value ?? '';

/**
 * What an error says beside its message is no label.
 * @param {Node | undefined} object
 */
const isError = (object) =>
	object?.properties?.some(({ key }) => nameOf(key) === 'message') ?? false;

/**
 * @param {Path} path
 * @returns {boolean}
 */
function isLabel({ node, parent, parentPath }) {
	if (parent?.type === 'ObjectProperty') {
		// One word is a state that the code tells apart ('created'), no line of the editor's action list.
		if (nameOf(parent.key) === 'action' && !node.value?.includes(' ')) return false;
		return WORDS.has(nameOf(parent.key)) && !isError(parentPath?.parent);
	}
	if (parent?.type !== 'CallExpression') return false;
	const place = LABEL_AT.get(nameOf(parent.callee));
	return place !== undefined && parent.arguments?.[place] === node;
}

/** Stryker asks it at every node; what it names is left out, with the reason. */
export class WordsIgnorer {
	/**
	 * @param {import('@stryker-mutator/api/ignore').NodePath} path
	 * @returns {string | undefined}
	 */
	shouldIgnore(path) {
		const at = /** @type {Path} */ (/** @type {unknown} */ (path));
		return isText(at.node) && isLabel(at) ? REASON : undefined;
	}
}
