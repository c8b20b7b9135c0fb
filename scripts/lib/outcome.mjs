/** What a run of a workflow did, read where it counts: in the sandbox's store, by the ids that the run gave out. */
import { isOurs } from './examples.mjs';

/**
 * @typedef {object} StoredRecord
 * @property {string} type
 * @property {string} id
 * @property {Record<string, any>} attributes keys in snake_case
 * @property {number} createdAt
 */

/**
 * @param {any[]} nodes of a workflow
 * @param {string} packageName
 * @returns {Set<string>}
 */
const namesOfOurs = (nodes, packageName) =>
	new Set(nodes.filter(({ type }) => isOurs(type, packageName)).map(({ name }) => name));

/**
 * The records that our nodes gave out in a run, as they are stored, each once.
 * @param {import('./n8n.mjs').WorkflowRun} run
 * @param {any[]} nodes of the workflow
 * @param {{ packageName: string, sandbox: import('./sandbox.mjs').Sandbox }} options
 * @returns {Promise<StoredRecord[]>}
 */
export const storedRecords = async (run, nodes, { packageName, sandbox }) => {
	const ours = namesOfOurs(nodes, packageName);
	/** @type {Map<string, Set<string>>} */
	const ids = new Map();
	for (const { items } of run.nodes.filter(({ node }) => ours.has(node))) {
		for (const { id, type } of items) {
			if (typeof id !== 'string' || typeof type !== 'string') continue;
			ids.set(type, (ids.get(type) ?? new Set()).add(id));
		}
	}
	const found = [...ids].map(async ([type, wanted]) => {
		// The sandbox names its collections with underscores where the API's types have hyphens.
		const records = await sandbox.records(type.replaceAll('-', '_'));
		return records
			.filter(({ id }) => wanted.has(String(id)))
			.map(({ id, attributes, createdAt }) => ({ type, id: String(id), attributes, createdAt }));
	});
	return (await Promise.all(found)).flat();
};

/**
 * The first thing that went wrong in a run, also where an error output caught it.
 * @param {import('./n8n.mjs').WorkflowRun} run
 * @param {any[]} nodes of the workflow
 * @param {string} packageName
 * @returns {string | undefined}
 */
export const failureOf = (run, nodes, packageName) => {
	const failed = run.nodes.find(({ error }) => error);
	if (failed)
		return `${failed.node}: ${[failed.error.message, failed.error.description].filter(Boolean).join(' ')}`;
	const ours = namesOfOurs(nodes, packageName);
	for (const { node, items } of run.nodes.filter((entry) => ours.has(entry.node))) {
		const item = items.find(({ error }) => error !== undefined);
		if (item) return `${node}: ${item.message ?? item.error}`;
	}
	return run.status === 'success' ? undefined : `the run ended as "${run.status}"`;
};

/**
 * What a node gave in a run, all of its outputs together.
 * @param {import('./n8n.mjs').WorkflowRun} run
 * @param {string} name of the node
 * @returns {Array<Record<string, any>>} nothing where it did not run
 */
export const itemsOf = (run, name) =>
	run.nodes.filter(({ node }) => node === name).flatMap(({ items }) => items);

/**
 * @param {import('./n8n.mjs').WorkflowRun} run
 * @param {any[]} nodes of the workflow
 * @param {string} packageName
 * @param {Iterable<string>} secrets
 * @returns {string[]} names of our nodes that gave out one of the secrets, or told it in an error
 */
export const leaksIn = (run, nodes, packageName, secrets) => {
	const ours = namesOfOurs(nodes, packageName);
	const told = run.nodes
		.filter(({ node }) => ours.has(node))
		.map(({ node, outputs, error }) => ({ node, text: JSON.stringify([outputs, error]) }));
	const known = [...secrets];
	return told
		.filter(({ text }) =>
			known.some((secret) => text.includes(JSON.stringify(secret).slice(1, -1))),
		)
		.map(({ node }) => node);
};

const WRITES = new Set(['POST', 'PATCH', 'PUT', 'DELETE']);

/**
 * @param {any[]} journal
 * @returns {any[]} the requests that change something
 */
export const writesIn = (journal) =>
	journal.filter(({ method }) => WRITES.has(String(method).toUpperCase()));
