/** What the tests of the examples about people put into the store and ask of it. */
import assert from 'node:assert/strict';

/** @typedef {import('./examplesSuite.mjs').Scene} Scene */

export const CLIENT = 'Northwind Dental';

/** @param {Scene} scene @returns {Promise<{ id: string }>} the client that the samples name */
export const addClient = (scene) => scene.insert('organizations', { name: CLIENT });

/**
 * @param {Scene} scene
 * @param {string} collection
 * @param {string} name
 * @returns {Promise<number>}
 */
export const idCalled = async (scene, collection, name) => {
	const found = (await scene.records(collection)).find(
		({ attributes }) => attributes.name === name,
	);
	assert.ok(found, `${name} in ${collection}`);
	return Number(found.id);
};

/**
 * @param {Scene} scene
 * @param {{ id: string }} client
 * @param {{ first: string, email: string, more?: object }} person
 * @returns {Promise<{ id: string }>}
 */
export const addPerson = (scene, client, { first, email, more = {} }) =>
	scene.insert('contacts', {
		organization_id: Number(client.id),
		first_name: first,
		last_name: 'Example',
		contact_emails: [{ value: email, primary: true, 'label-name': 'Work' }],
		contact_phones: [],
		...more,
	});

/**
 * @param {Scene} scene
 * @param {string} type
 * @param {{ id: string }} client
 * @returns {Promise<any[]>} its records of a type
 */
export const recordsOf = async (scene, type, { id }) =>
	(await scene.records(type)).filter(({ attributes }) => String(attributes.organization_id) === id);

/**
 * @param {Scene} scene
 * @param {string} name of a workflow
 * @returns {Promise<string[]>} what n8n has stored of each of its runs, the latest first
 */
export const storedRuns = async ({ n8n }, name) => {
	const all = await n8n.rest('GET', '/workflows');
	const { id } = all.find((/** @type {any} */ workflow) => workflow.name === name);
	const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
	const { results } = await n8n.rest('GET', `/executions?filter=${filter}`);
	/** @type {string[]} */
	const texts = [];
	for (const run of results)
		texts.push(JSON.stringify(await n8n.rest('GET', `/executions/${run.id}`)));
	return texts;
};
