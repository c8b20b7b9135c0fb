/** n8n's nodes as the examples use them, each in one version, with only what an example has to say. */

/** @typedef {import('./build.mjs').NodeBody} NodeBody */
/** @typedef {Record<string, unknown>} Plain */

/** @type {(type: string, typeVersion: number, parameters: object, rest?: Plain) => NodeBody} */
const base = (type, typeVersion, parameters, rest = {}) => ({
	parameters,
	type: `n8n-nodes-base.${type}`,
	typeVersion,
	...rest,
});

/** @type {() => NodeBody} */
export const byHand = () => base('manualTrigger', 1, {});

/** Every night at a full hour, in the time zone of the workflow's settings. @type {(hour: number) => NodeBody} */
export const everyNight = (hour) =>
	base('scheduleTrigger', 1.2, {
		rule: { interval: [{ field: 'days', triggerAtHour: hour }] },
	});

/** Every Monday at a full hour, in the time zone of the workflow's settings. @type {(hour: number) => NodeBody} */
export const everyMonday = (hour) =>
	base('scheduleTrigger', 1.2, {
		rule: { interval: [{ field: 'weeks', triggerAtDay: [1], triggerAtHour: hour }] },
	});

/**
 * What the note beside a schedule says. A zone in the file would be lost: n8n's editor leaves workflow settings out on
 * import.
 * @param {string} when such as "Every night"
 * @param {number} hour
 */
export const startText = (when, hour) =>
	`${when} at ${String(hour).padStart(2, '0')}:00 in the time zone of *Workflow settings* (default: your n8n's time zone), or by hand.`;

/** @type {() => NodeBody} */
export const whenCalled = () => base('executeWorkflowTrigger', 1.1, { inputSource: 'passthrough' });

/** @type {() => NodeBody} */
export const onError = () => base('errorTrigger', 1, {});

/** @param {unknown} value */
const kindOf = (value) => {
	if (Array.isArray(value)) return 'array';
	if (value !== null && typeof value === 'object') return 'object';
	return typeof value;
};

/**
 * An expression that gives something else than a text.
 * @param {'boolean' | 'number' | 'array' | 'object'} type
 * @param {string} expression without `={{ }}`
 */
export const typed = (type, expression) => ({ typed: type, value: `={{ ${expression} }}` });

/** @param {unknown} value @returns {value is ReturnType<typeof typed>} */
const isTyped = (value) => typeof value === 'object' && value !== null && 'typed' in value;

/** @param {unknown} value */
const asAssigned = (value) => {
	if (isTyped(value)) return { value: value.value, type: value.typed };
	const type = kindOf(value);
	return { value: type === 'object' || type === 'array' ? JSON.stringify(value) : value, type };
};

/**
 * Edit Fields. A text that begins with `=` is an expression that gives a text; others are `typed`.
 * @param {Plain} fields
 * @param {Plain} [rest]
 * @returns {NodeBody}
 */
export const setFields = (fields, rest = {}) => {
	const assignments = Object.entries(fields).map(([name, value], at) => ({
		id: `field-${at + 1}`,
		name,
		...asAssigned(value),
	}));
	return base('set', 3.4, { assignments: { assignments }, options: {} }, rest);
};

/**
 * Edit Fields that lets through what comes, and adds to it.
 * @param {Plain} fields
 * @returns {NodeBody}
 */
export const addFields = (fields) => {
	const { parameters, ...rest } = setFields(fields);
	return { ...rest, parameters: { ...parameters, includeOtherFields: true } };
};

/**
 * If, with one condition.
 * @param {string} expression without `={{ }}`
 * @returns {NodeBody}
 */
export const ifTrue = (expression) => {
	const options = { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 };
	const operator = { type: 'boolean', operation: 'true', singleValue: true };
	const condition = {
		id: 'condition-1',
		leftValue: `={{ ${expression} }}`,
		rightValue: '',
		operator,
	};
	return base('if', 2.2, {
		conditions: { options, conditions: [condition], combinator: 'and' },
		looseTypeValidation: true,
		options: {},
	});
};

/** Gives the entries of a list as items. @type {(field: string) => NodeBody} */
export const splitOut = (field) => base('splitOut', 1, { fieldToSplitOut: field, options: {} });

/** @type {(message: string) => NodeBody} */
export const stopWith = (message) => base('stopAndError', 1, { errorMessage: message });

/** @type {() => NodeBody} */
export const done = () => base('noOp', 1, {});

/**
 * HTTP Request; tries three times, as a network at night needs.
 * @param {Plain} parameters
 * @param {Plain} [rest]
 * @returns {NodeBody}
 */
export const request = (parameters, rest = {}) =>
	base(
		'httpRequest',
		4.2,
		{ options: {}, ...parameters },
		{
			retryOnFail: true,
			maxTries: 3,
			waitBetweenTries: 3000,
			...rest,
		},
	);

/** HTTP Request with a credential of one of n8n's generic types. @type {(type: string) => Plain} */
export const withCredential = (type) => ({
	authentication: 'genericCredentialType',
	genericAuthType: type,
});

/**
 * Calls another workflow with all items. Which one is chosen in the node, from the list: a file cannot know ids.
 * @param {Plain} [rest]
 * @returns {NodeBody}
 */
export const callWorkflow = (rest = {}) =>
	base(
		'executeWorkflow',
		1.2,
		{
			workflowId: { __rl: true, mode: 'list', value: '' },
			workflowInputs: { mappingMode: 'defineBelow', value: {}, matchingColumns: [], schema: [] },
			mode: 'once',
			options: {},
		},
		rest,
	);

/**
 * Goes on if a front end gave something. An empty answer comes as one empty item, where the node that calls has
 * `alwaysOutputData`. It passes the item before it, so it stands behind another node where items hold passwords.
 * @param {string} node
 * @returns {NodeBody}
 */
export const anything = (node) => ({
	...ifTrue(`$('${node}').first().json.id !== undefined`),
	executeOnce: true,
});

/** Stops the run where `anything` found nothing. @type {(node: string) => NodeBody} */
export const nothingCame = (node) =>
	stopWith(
		`Nothing was written. ${node} gave nothing, and with an empty list all records would look deleted. Execute the workflow that ${node} calls by hand, and check its output.`,
	);

/**
 * @typedef {(resource: string, operation: string) => Promise<object[]>} Columns
 * the columns that the built node has, as the editor stores them with a mapping
 */

/** @type {Plain} what every IT Glue node of a sync is: an item that fails does not keep the others from it */
export const GOES_ON = { onError: 'continueRegularOutput' };

/** @type {(parameters: Plain, rest?: Plain) => NodeBody} */
export const itGlue = (parameters, rest = {}) => ({
	parameters,
	type: 'n8n-nodes-it-glue.itGlue',
	typeVersion: 1,
	...rest,
});

/**
 * IT Glue with a mapping by columns.
 * @param {Columns} columns
 * @param {{ resource: string, operation: string, values: Record<string, unknown>, matching?: string[], rest?: Plain, node?: Plain }} wanted
 * `rest` are further parameters; `node` what the node has beside them
 * @returns {Promise<NodeBody>}
 */
export const itGlueMapped = async (
	columns,
	{ resource, operation, values, matching = [], rest = {}, node = {} },
) => {
	const schema = (await columns(resource, operation)).map((column) => ({
		...column,
		removed: !Object.hasOwn(values, /** @type {{ id: string }} */ (column).id),
	}));
	const fields = {
		mappingMode: 'defineBelow',
		value: values,
		matchingColumns: matching,
		schema,
		attemptToConvertTypes: false,
		convertFieldsToString: false,
	};
	return itGlue({ resource, operation, fields, ...rest }, node);
};
