/** The example workflows, made ready for a particular n8n: an id to find them again, and the sandbox's credential. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Failure, root } from './base.mjs';

const FOLDER = path.join(root, 'workflows', 'examples');
const MANUAL_TRIGGER = 'n8n-nodes-base.manualTrigger';
export const CREDENTIAL_TYPE = 'itGlueApi';

/**
 * @typedef {object} Example
 * @property {string} slug its file name without the ending
 * @property {string} id
 * @property {string} name
 * @property {string} hash of the file, to see whether it changed
 * @property {string | undefined} manualTrigger the name of its manual trigger
 * @property {any} workflow as in the file
 */

/**
 * @param {string} file
 * @returns {Example}
 * @throws {Failure} when the file is no workflow
 */
export const readExample = (file) => {
	const slug = path.basename(file, '.json');
	const text = readFileSync(file, 'utf8');
	const hash = createHash('sha256').update(text).digest('hex');
	const workflow = JSON.parse(text);
	if (!Array.isArray(workflow.nodes)) throw new Failure(`${file} is not a workflow.`);
	return {
		slug,
		// n8n's own ids have 16 characters.
		id: createHash('sha256').update(slug).digest('hex').slice(0, 16),
		name: workflow.name ?? slug,
		hash,
		manualTrigger: workflow.nodes.find((/** @type {any} */ node) => node.type === MANUAL_TRIGGER)
			?.name,
		workflow,
	};
};

/**
 * @param {string} [folder]
 * @returns {Example[]}
 */
export const readExamples = (folder = FOLDER) => {
	if (!existsSync(folder)) return [];
	const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
	return files.sort().map((name) => readExample(path.join(folder, name)));
};

/**
 * @param {string} type a node type in a workflow
 * @param {string} packageName
 * @returns {boolean}
 */
export const isOurs = (type, packageName) => type.startsWith(`${packageName}.`);

/**
 * What n8n is to import: the files carry no ids and no credentials, those are given here.
 * @param {Example} example
 * @param {{ packageName: string, credential: { id: string, name: string } }} options
 * @returns {any}
 */
export const prepareExample = ({ id, name, workflow }, { packageName, credential }) => ({
	id,
	name,
	connections: workflow.connections,
	settings: workflow.settings ?? {},
	pinData: workflow.pinData ?? {},
	nodes: workflow.nodes.map((/** @type {any} */ node) =>
		isOurs(node.type, packageName)
			? { ...node, credentials: { [CREDENTIAL_TYPE]: credential } }
			: node,
	),
});
