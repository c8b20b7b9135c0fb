/**
 * The rules of eslint-plugin-n8n-nodes-base that are off, in one place for the static lint and for the lint of the
 * assembled description. It is the list of `n8n-node lint` and of n8n's package scanner, and one more
 * that only the assembled description can break.
 */

/** @type {Record<string, 'off'>} */
const credentials = {
	// Wants the page name of n8n's own documentation; a community node links to a full address.
	'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
	// Guesses by words; credential-password-field of @n8n/eslint-plugin-community-nodes judges the same thing better.
	'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
};

/** @type {Record<string, 'off'>} */
const nodes = {
	// Both know only the text 'main'; today's type is NodeConnectionTypes.Main.
	'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
	'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
	// The columns of an email, a phone, a field stand as a person fills them in, what counts first.
	'n8n-nodes-base/node-param-fixed-collection-type-unsorted-items': 'off',
	// An API may well have an upper bound, and then the form should say so.
	'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
};

// Assigned this way, and not through module.exports, so that ES modules see the name.
exports.off = { credentials, nodes };
