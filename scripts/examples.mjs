/**
 * Checks the example workflows against the built node: whoever imports one must find every parameter where the file
 * says it is, no credential of ours, no secret, and an explanation on the canvas.
 *
 *   node scripts/examples.mjs [folder]
 *
 * Prints what is wrong, one line each, and ends with 1 if anything is.
 */
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {import('n8n-workflow').INode} INode
 * @typedef {import('n8n-workflow').INodeProperties} INodeProperties
 * @typedef {import('n8n-workflow').INodePropertyCollection} INodePropertyCollection
 * @typedef {import('n8n-workflow').INodeTypeDescription} INodeTypeDescription
 * @typedef {import('n8n-workflow').INodeParameters} INodeParameters
 * @typedef {Record<string, unknown>} Plain
 */

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);
/** @type {typeof import('n8n-workflow')} */
const { NodeHelpers } = require('n8n-workflow');
/** @type {{ name: string, n8n: { nodes: string[] } }} */
const manifest = require('../package.json');

/** n8n's own nodes that examples use. A list, because n8n is no dependency; it catches a mistyped name. */
const FOREIGN_TYPES = new Set([
	...[
		'aggregate',
		'code',
		'compareDatasets',
		'convertToFile',
		'dataTable',
		'dateTime',
		'crypto',
		'emailSend',
		'errorTrigger',
		'executeWorkflow',
		'executeWorkflowTrigger',
		'extractFromFile',
		'filter',
		'form',
		'formTrigger',
		'httpRequest',
		'if',
		'limit',
		'manualTrigger',
		'merge',
		'noOp',
		'removeDuplicates',
		'respondToWebhook',
		'scheduleTrigger',
		'set',
		'slack',
		'sort',
		'splitInBatches',
		'splitOut',
		'stickyNote',
		'stopAndError',
		'summarize',
		'switch',
		'wait',
		'webhook',
	].map((name) => `n8n-nodes-base.${name}`),
	...[
		'agent',
		'chatTrigger',
		'lmChatOpenAi',
		'mcpTrigger',
		'memoryBufferWindow',
		'outputParserStructured',
	].map((name) => `@n8n/n8n-nodes-langchain.${name}`),
]);

const SECRET_NAME = /pass(word|phrase)|secret|token|otp|api.?key/i;
/** The form of an IT Glue API key. */
const SECRET_VALUE = /ITG\.[A-Za-z0-9_-]{16,}/;
/** Added by n8n's server to the tool twin of every node, so absent from the description. */
const TOOL_PARAMETERS = ['descriptionType', 'toolDescription'];

/** @param {unknown} value @returns {value is Plain} */
const isPlain = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
/** @param {unknown} value */
const isExpression = (value) => typeof value === 'string' && value.startsWith('=');

/**
 * @returns {Map<string, INodeTypeDescription>} the descriptions of the built nodes by workflow type
 */
function builtTypes() {
	return new Map(
		manifest.n8n.nodes.map((file) => {
			const [NodeType] = /** @type {Array<new () => { description: INodeTypeDescription }>} */ (
				Object.values(require(path.join(root, file)))
			);
			if (!NodeType) throw new Error(`${file} exports nothing`);
			const { description } = new NodeType();
			return [`${manifest.name}.${description.name}`, description];
		}),
	);
}

/**
 * What a value holds that its property does not know: keys of collections, values of closed lists.
 *
 * @param {INodeProperties} property
 * @param {unknown} value
 * @param {string} where
 * @returns {string[]}
 */
function valueProblems(property, value, where) {
	if (isExpression(value)) return [];
	if (property.type === 'options' && !property.typeOptions?.loadOptionsMethod) {
		const known = (property.options ?? []).some(
			(option) => 'value' in option && option.value === value,
		);
		return known ? [] : [`${where}: there is no choice "${value}"`];
	}
	if (property.type === 'resourceLocator') {
		const mode = isPlain(value) ? value.mode : undefined;
		const known = property.modes?.some(({ name }) => name === mode);
		return known ? [] : [`${where}: there is no mode "${mode}"`];
	}
	if (property.type === 'collection') {
		return [value]
			.flat()
			.flatMap((entry) =>
				childProblems(/** @type {INodeProperties[]} */ (property.options ?? []), entry, where),
			);
	}
	if (property.type === 'fixedCollection') return fixedCollectionProblems(property, value, where);
	return [];
}

/**
 * @param {INodeProperties[]} properties
 * @param {unknown} values
 * @param {string} where
 * @returns {string[]}
 */
function childProblems(properties, values, where) {
	if (!isPlain(values)) return [`${where}: expected an object`];
	return Object.entries(values).flatMap(([name, value]) => {
		// The same name may stand for several properties, each shown under other conditions.
		const candidates = properties.filter((property) => property.name === name);
		if (candidates.length === 0) return [`${where}.${name}: unknown`];
		const problems = candidates.map((candidate) =>
			valueProblems(candidate, value, `${where}.${name}`),
		);
		return problems.find((found) => found.length === 0) ?? problems[0] ?? [];
	});
}

/**
 * @param {INodeProperties} property
 * @param {unknown} value
 * @param {string} where
 * @returns {string[]}
 */
function fixedCollectionProblems(property, value, where) {
	if (!isPlain(value)) return [`${where}: expected an object`];
	const groups = /** @type {INodePropertyCollection[]} */ (property.options ?? []);
	return Object.entries(value).flatMap(([name, entries]) => {
		const group = groups.find((candidate) => candidate.name === name);
		if (!group) return [`${where}.${name}: unknown`];
		if (isExpression(entries)) return [];
		return [entries]
			.flat()
			.flatMap((entry) => childProblems(group.values, entry, `${where}.${name}`));
	});
}

/**
 * @param {INode} node
 * @param {INodeTypeDescription} description
 * @param {boolean} tool
 * @returns {string[]}
 */
function parameterProblems(node, description, tool) {
	const versions = [description.version].flat();
	if (!versions.includes(node.typeVersion))
		return [`there is no version ${node.typeVersion} of ${node.type}`];

	const parameters = Object.fromEntries(
		Object.entries(node.parameters).filter(([name]) => !(tool && TOOL_PARAMETERS.includes(name))),
	);
	// n8n keeps only what the description knows and displays; what it drops would vanish on import.
	const kept =
		NodeHelpers.getNodeParameters(
			description.properties,
			parameters,
			true,
			false,
			node,
			description,
		) ?? {};
	const dropped = Object.keys(parameters).filter((name) => !(name in kept));
	// An entry of a collection has rules of its own. One that is unknown anywhere is told of below.
	const hidden = description.properties
		.filter(({ type, name }) => type === 'collection' && name in kept)
		.flatMap(({ name, options = [] }) =>
			Object.keys(isPlain(parameters[name]) ? parameters[name] : {})
				.filter((key) => options.some((option) => option.name === key))
				.filter((key) => !(isPlain(kept[name]) && key in kept[name]))
				.map((key) => `${name}.${key}`),
		);
	const displayed = description.properties.filter((property) =>
		NodeHelpers.displayParameter(
			/** @type {INodeParameters} */ (kept),
			property,
			node,
			description,
		),
	);
	const remaining = Object.fromEntries(Object.entries(parameters).filter(([name]) => name in kept));
	const issues =
		NodeHelpers.getNodeParametersIssues(description.properties, node, description)?.parameters ??
		{};
	return [
		...[...dropped, ...new Set(hidden)].map(
			(name) => `parameters.${name}: unknown, or not displayed for this resource and operation`,
		),
		...childProblems(displayed, remaining, 'parameters'),
		...Object.entries(issues).map(
			([name, found]) => `parameters.${name}: ${[found].flat().join(' ')}`,
		),
	];
}

/**
 * @param {INode} node
 * @param {Map<string, INodeTypeDescription>} types
 * @returns {string[]}
 */
function nodeProblems(node, types) {
	const problems = Object.entries(node.credentials ?? {})
		.filter(([, credential]) => isPlain(credential) && Boolean(credential.id))
		.map(([type]) => `carries the id of a credential of type ${type}`);
	if (!node.type.startsWith(`${manifest.name}.`)) {
		return FOREIGN_TYPES.has(node.type) ? problems : [...problems, `unknown type ${node.type}`];
	}
	const twin = node.type.endsWith('Tool') ? types.get(node.type.replace(/Tool$/, '')) : undefined;
	const description = types.get(node.type) ?? twin;
	if (!description) return [...problems, `unknown type ${node.type}`];
	return [...problems, ...parameterProblems(node, description, !types.has(node.type))];
}

/**
 * @param {unknown} value
 * @param {string} where
 * @returns {string[]} where pinned data holds something that is named like a secret
 */
function pinnedSecrets(value, where) {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, entry]) => {
		const here = `${where}.${name}`;
		const secret = typeof entry === 'string' && entry !== '' && SECRET_NAME.test(name);
		return secret ? [`${here}: pinned data with a secret`] : pinnedSecrets(entry, here);
	});
}

/**
 * @param {Plain} connections
 * @param {Set<string>} names
 * @returns {string[]}
 */
function connectionProblems(connections, names) {
	const targets = Object.values(connections)
		.flatMap((outputs) => (isPlain(outputs) ? Object.values(outputs) : []))
		.flat(2)
		.flatMap((target) => (isPlain(target) ? [String(target.node)] : []));
	return [...Object.keys(connections), ...targets]
		.filter((name) => !names.has(name))
		.map((name) => `connections: there is no node "${name}"`);
}

/**
 * @param {string} text a workflow as JSON
 * @param {Map<string, INodeTypeDescription>} types
 * @returns {string[]} what is wrong with it
 */
function workflowProblems(text, types) {
	/** @type {Plain} */
	let workflow;
	try {
		workflow = JSON.parse(text);
	} catch (error) {
		return [`not JSON: ${error instanceof Error ? error.message : error}`];
	}
	if (!isPlain(workflow) || !Array.isArray(workflow.nodes) || !isPlain(workflow.connections)) {
		return ['not a workflow: it needs nodes and connections'];
	}
	const nodes = /** @type {INode[]} */ (workflow.nodes);
	const names = new Set(nodes.map(({ name }) => name));
	const explained = nodes.some(
		({ type, parameters }) => type === 'n8n-nodes-base.stickyNote' && Boolean(parameters?.content),
	);
	return [
		...(names.size === nodes.length ? [] : ['two nodes have the same name']),
		...(explained ? [] : ['no sticky note explains it']),
		...(isPlain(workflow.meta) && workflow.meta.instanceId
			? ['meta.instanceId names an n8n instance']
			: []),
		...(SECRET_VALUE.test(text) ? ['holds something that looks like an API key'] : []),
		...connectionProblems(workflow.connections, names),
		...pinnedSecrets(workflow.pinData, 'pinData'),
		...nodes.flatMap((node) =>
			nodeProblems(node, types).map((problem) => `"${node.name}": ${problem}`),
		),
	];
}

const folder = path.resolve(process.argv[2] ?? path.join(root, 'workflows', 'examples'));
const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
const types = builtTypes();
let failures = 0;
for (const file of files) {
	const problems = workflowProblems(await readFile(path.join(folder, file), 'utf8'), types);
	failures += problems.length;
	for (const problem of problems) console.error(`${file}: ${problem}`);
}
if (failures === 0)
	console.log(`${files.length} example workflow${files.length === 1 ? '' : 's'} checked`);
process.exitCode = failures === 0 ? 0 : 1;
