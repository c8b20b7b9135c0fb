/** Workflows to measure: a webhook, where wanted a Split Out that makes items of what it was sent, and the measured nodes. */

/**
 * @typedef {object} Step a measured node
 * @property {string} name
 * @property {string} type
 * @property {number} typeVersion
 * @property {object} parameters
 * @property {'itGlueApi' | 'httpHeaderAuth'} [credential]
 * @property {[string, number]} [after] the node before it and that node's output; by default the step before
 * @property {boolean} [executeOnce]
 */

export const TRIGGER = 'Start';
export const ITEMS = 'Items';
export const SOURCES = [TRIGGER, ITEMS];

const MEDIA_TYPE = 'application/vnd.api+json';

/**
 * @param {Record<string, unknown>} parameters
 * @returns {Step}
 */
export const itGlue = (parameters) => ({
	name: 'IT Glue',
	type: 'n8n-nodes-it-glue.itGlue',
	typeVersion: 1,
	parameters,
	credential: 'itGlueApi',
});

/**
 * @param {string} id
 * @returns a resource locator that holds an ID
 */
export const byId = (id) => ({ __rl: true, mode: 'id', value: id });

/** A resource locator that nobody touched. */
export const NOT_CHOSEN = { __rl: true, mode: 'list', value: '' };

/**
 * n8n's own HTTP Request, with a header for the key and JSON as the response format: by default it would give the
 * body as one text, because it does not know JSON:API's media type.
 * @param {string} name
 * @param {{
 *   url: string,
 *   method?: string,
 *   query?: Record<string, string>,
 *   body?: string,
 *   options?: Record<string, unknown>,
 * }} request
 * @param {Partial<Step>} [more]
 * @returns {Step}
 */
export const httpRequest = (
	name,
	{ url, method = 'GET', query, body, options = {} },
	more = {},
) => ({
	name,
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.5,
	parameters: {
		method,
		url,
		authentication: 'genericCredentialType',
		genericAuthType: 'httpHeaderAuth',
		...(query && {
			sendQuery: true,
			queryParameters: {
				parameters: Object.entries(query).map(([key, value]) => ({ name: key, value })),
			},
		}),
		...(body !== undefined && {
			sendHeaders: true,
			headerParameters: { parameters: [{ name: 'Content-Type', value: MEDIA_TYPE }] },
			sendBody: true,
			contentType: 'json',
			specifyBody: 'json',
			jsonBody: body,
		}),
		options: { response: { response: { responseFormat: 'json' } }, ...options },
	},
	credential: 'httpHeaderAuth',
	...more,
});

/** Ends at the last page; an answer that is no page is no end, so the run fails there. */
export const CAREFUL_END =
	'={{ $response.statusCode === 200 && !$response.body.meta["next-page"] }}';

/** What one writes first. An error has no next page either, so it passes for the end. */
export const OBVIOUS_END = '={{ !$response.body.meta["next-page"] }}';

/**
 * The options that make an HTTP Request read page after page.
 * @param {string} [end]
 */
export const paginated = (end = CAREFUL_END) => ({
	pagination: {
		pagination: {
			paginationMode: 'updateAParameterInEachRequest',
			parameters: {
				parameters: [{ type: 'qs', name: 'page[number]', value: '={{ $pageCount + 1 }}' }],
			},
			paginationCompleteWhen: 'other',
			completeExpression: end,
		},
	},
});

/**
 * @param {string} field
 * @returns {Step}
 */
export const splitOut = (field) => ({
	name: 'Split Out',
	type: 'n8n-nodes-base.splitOut',
	typeVersion: 1,
	parameters: { fieldToSplitOut: field, options: {} },
});

/**
 * @param {string} name
 * @param {string} jsCode
 * @param {Partial<Step>} [more]
 * @returns {Step}
 */
export const code = (name, jsCode, more = {}) => ({
	name,
	type: 'n8n-nodes-base.code',
	typeVersion: 2,
	parameters: { jsCode },
	...more,
});

/**
 * An IF with one condition.
 * @param {string} name
 * @param {{ left: string, type: 'string' | 'number', operation: string, right: string | number }} condition
 * @param {Partial<Step>} [more]
 * @returns {Step}
 */
export const ifNode = (name, { left, type, operation, right }, more = {}) => ({
	name,
	type: 'n8n-nodes-base.if',
	typeVersion: 2.2,
	parameters: {
		conditions: {
			options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
			conditions: [{ id: name, leftValue: left, rightValue: right, operator: { type, operation } }],
			combinator: 'and',
		},
		options: {},
	},
	...more,
});

/** @param {string} address */
const webhook = (address) => ({
	name: TRIGGER,
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2.1,
	webhookId: address,
	parameters: { httpMethod: 'POST', path: address, responseMode: 'onReceived', options: {} },
});

/** One item for each that was sent; a read without items is started by the webhook's own. */
const items = () => ({
	name: ITEMS,
	type: 'n8n-nodes-base.splitOut',
	typeVersion: 1,
	parameters: { fieldToSplitOut: 'body.items', options: {} },
});

/**
 * @param {Array<{ from: string, output: number, to: string }>} links
 * @returns {Record<string, { main: Array<Array<{ node: string, type: string, index: number }>> }>}
 */
const connectionsOf = (links) => {
	/** @type {Record<string, { main: Array<Array<{ node: string, type: string, index: number }>> }>} */
	const connections = {};
	for (const { from, output, to } of links) {
		const { main } = (connections[from] ??= { main: [] });
		while (main.length <= output) main.push([]);
		main[output]?.push({ node: to, type: 'main', index: 0 });
	}
	return connections;
};

/**
 * @param {string} address of the webhook
 * @param {Step[]} steps
 * @param {Record<string, { id: string, name: string }>} credentials by type
 * @returns {object} the workflow, as n8n stores it
 */
export const buildWorkflow = (address, steps, credentials) => {
	const links = [
		{ from: TRIGGER, output: 0, to: ITEMS },
		...steps.map(({ name, after }, at) => {
			const [from, output] = after ?? [steps[at - 1]?.name ?? ITEMS, 0];
			return { from, output, to: name };
		}),
	];
	const measured = steps.map(({ after, credential, ...node }) => ({
		...node,
		...(credential && { credentials: { [credential]: credentials[credential] } }),
	}));
	return {
		name: `Bench: ${steps.map(({ name }) => name).join(', ')}`.slice(0, 120),
		// What is saved of an execution costs the same on both sides, long after the nodes have ended.
		settings: { saveDataSuccessExecution: 'none', saveDataErrorExecution: 'none' },
		nodes: [webhook(address), items(), ...measured].map((node, at) => ({
			...node,
			id: `node-${at}`,
			position: [at * 220, 0],
		})),
		connections: connectionsOf(links),
	};
};
