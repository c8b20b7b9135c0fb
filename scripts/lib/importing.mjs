/** The example workflows in an n8n that stays: imported once, and again when they change here. */
import path from 'node:path';
import { Failure, readJsonIfAny, writeJson } from './base.mjs';
import {
	prepareExample,
	readExamples,
	sandboxAdaptation,
	saveCredentials,
	withValues,
} from './examples.mjs';

/**
 * The sandbox has another address with every start: gives it to an example that is stored already, and leaves alone
 * whatever else somebody may have edited in it.
 * @param {import('./n8n.mjs').N8n} n8n
 * @param {string} id
 * @param {import('./examples.mjs').Values} values
 */
const refresh = async (n8n, id, values) => {
	if (Object.keys(values).length === 0) return;
	const { name, connections, settings, nodes } = await n8n.rest('GET', `/workflows/${id}`);
	try {
		const adapted = withValues(nodes, values);
		await n8n.saveWorkflow({ id, name, connections, settings, nodes: adapted });
	} catch (error) {
		// Its fields are no longer those of the example: somebody has made it their own.
		if (!(error instanceof Failure)) throw error;
	}
};

/**
 * Imports the examples. One that is there already and has not changed in the checkout is left alone: somebody may
 * have edited it in the editor.
 * @param {import('./stage.mjs').Stage} stage
 * @param {string} packageName
 * @param {string} userFolder of that n8n, where is noted what was imported
 * @returns {Promise<import('./examples.mjs').Example[]>}
 */
export const importExamples = async ({ n8n, credential, sandbox }, packageName, userFolder) => {
	const note = path.join(userFolder, 'examples.json');
	const known = readJsonIfAny(note) ?? {};
	/** @type {any[]} */
	const stored = await n8n.rest('GET', '/workflows');
	const present = new Set(stored.map(({ id }) => id));
	const examples = readExamples();
	for (const example of examples) {
		const { values, calls, credentials: wanted } = sandboxAdaptation(example.slug, sandbox);
		const credentials = await saveCredentials(n8n, example.name, wanted);
		const version = [example.hash, credential.id, ...credentials.map(({ id }) => id)].join(' ');
		if (known[example.slug] === version && present.has(example.id)) {
			await refresh(n8n, example.id, values);
			continue;
		}
		const options = { packageName, credential, credentials, values, calls };
		await n8n.saveWorkflow(prepareExample(example, options));
		known[example.slug] = version;
	}
	writeJson(note, known);
	return examples;
};
