/** Small workflows to look at in the editor: a start by hand, an input, and steps of ours. */
import { createHash } from 'node:crypto';
import { CREDENTIAL_TYPE } from '../lib/examples.mjs';

/** @typedef {import('../lib/stage.mjs').Stage} Stage */
/** @typedef {Record<string, unknown>} Parameters */

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {Parameters} parameters
 * @property {Record<string, unknown>} [settings] of the node, beside its parameters
 */

/**
 * @typedef {object} Input
 * @property {string} name
 * @property {Array<Record<string, unknown>>} rows what it gives
 */

const START = 'Run by hand';
const NODE = 'itGlue';
/** From one node to the next, in pixels of the canvas. */
const ACROSS = 224;
const DOWN = 160;
/** n8n's own ids have 16 characters. */
const ID_LENGTH = 16;

/** @param {string} name of a step @returns {string} the id of its node */
export const stepId = (name) => name.toLowerCase().replace(/[^a-z]+/g, '-');

/** @param {string} packageName @returns {string} the type of our node */
const typeIn = (packageName) => `${packageName}.${NODE}`;

/**
 * The start, the input if there is one, and behind it every step for itself.
 * @param {{ name: string, input?: Input, steps: Step[] }} sketch
 * @param {{ stage: Stage, packageName: string }} surroundings
 * @returns {any} as n8n stores it
 */
export const workflowOf = ({ name, input, steps }, { stage, packageName }) => {
	const to = (/** @type {string[]} */ targets) => ({
		main: [targets.map((node) => ({ node, type: 'main', index: 0 }))],
	});
	const names = steps.map((step) => step.name);
	const before = input === undefined ? START : input.name;
	/** @type {any[]} */
	const nodes = [
		{
			id: 'start',
			name: START,
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
	];
	if (input !== undefined) {
		const jsCode = `return ${JSON.stringify(input.rows)}.map((json) => ({ json }));`;
		nodes.push({
			id: 'input',
			name: input.name,
			type: 'n8n-nodes-base.code',
			typeVersion: 2,
			position: [ACROSS, 0],
			parameters: { jsCode },
		});
	}
	const place = nodes.length * ACROSS;
	const ours = steps.map(({ name: own, parameters, settings = {} }, row) => ({
		id: stepId(own),
		name: own,
		type: typeIn(packageName),
		typeVersion: 1,
		position: [place, row * DOWN],
		parameters,
		credentials: { [CREDENTIAL_TYPE]: stage.credential },
		...settings,
	}));
	return {
		id: createHash('sha256').update(name).digest('hex').slice(0, ID_LENGTH),
		name,
		settings: {},
		connections: {
			...(input !== undefined && { [START]: to([input.name]) }),
			[before]: to(names),
		},
		nodes: [...nodes, ...ours],
	};
};

/**
 * The columns as the editor keeps them in a workflow, all of them, those that are not mapped being "removed".
 * @param {{ stage: Stage, packageName: string }} surroundings
 * @param {Record<string, any>} parameters with a mapping in `fields`
 * @returns {Promise<Parameters>}
 */
export const withColumns = async ({ stage: { n8n, credential }, packageName }, parameters) => {
	const { resource, operation, fields } = parameters;
	const found = await n8n.rest('POST', '/dynamic-node-parameters/resource-mapper-fields', {
		nodeTypeAndVersion: { name: typeIn(packageName), version: 1 },
		currentNodeParameters: { resource, operation },
		path: 'parameters.fields',
		methodName: 'getColumns',
		credentials: { [CREDENTIAL_TYPE]: credential },
	});
	const schema = found.fields.map((/** @type {any} */ column) => ({
		...column,
		removed: !Object.hasOwn(fields.value ?? {}, column.id),
	}));
	return { ...parameters, fields: { ...fields, schema } };
};
