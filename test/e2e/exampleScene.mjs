/** Where an example is tried: imported into the real n8n, run against the sandbox, with everything that a test asks or changes. */
import assert from 'node:assert/strict';
import path from 'node:path';
import {
	EXAMPLES_FOLDER,
	idOf,
	prepareExample,
	readExample,
	sandboxAdaptation,
	saveCredentials,
} from '../../scripts/lib/examples.mjs';
import { isVersion1, RELEASE_VARIABLE, releaseOf } from '../../scripts/lib/release.mjs';
import { itemsOf, leaksIn, storedRecords } from '../../scripts/lib/outcome.mjs';
import { ANSWER_MS, STANDSTILL_MS } from '../../scripts/lib/patience.mjs';
import { waitFor } from '../../scripts/lib/processes.mjs';

/** @typedef {import('../../scripts/lib/examples.mjs').Example} Example */
/** @typedef {import('../../scripts/lib/examples.mjs').Adaptation} Adaptation */
/** @typedef {import('../../scripts/lib/n8n.mjs').WorkflowRun} WorkflowRun */
/** @typedef {import('../../scripts/lib/outcome.mjs').StoredRecord} StoredRecord */
/** @typedef {import('../../scripts/lib/stage.mjs').Stage} Stage */

const IS_VERSION_1 = isVersion1(releaseOf(process.env[RELEASE_VARIABLE]));

/**
 * What all examples share.
 * @typedef {object} Surroundings
 * @property {Stage} stage
 * @property {string} packageName
 * @property {any[]} types the descriptions of all nodes, as the editor is given them
 * @property {Set<string>} secrets values that may stand nowhere in what n8n stores
 */

/**
 * Where a scenario takes place.
 * @typedef {object} Scene
 * @property {Stage['n8n']} n8n
 * @property {Stage['sandbox']} sandbox
 * @property {Set<string>} secrets add what else n8n may not store; password values of the sandbox are added by themselves
 * @property {(type: string) => Promise<any[]>} records what the store holds, keys in snake_case
 * @property {(type: string, attributes: object) => Promise<any>} insert puts a record into the store
 * @property {(type: string, id: string) => Promise<void>} remove takes a record out of the store
 * @property {(method: string, route: string, attributes?: object) => Promise<any>} api asks the sandbox as IT Glue, and refuses to go on if it refuses
 * @property {(fault: object) => Promise<void>} fault lets the sandbox fail; see sandbox/http/faults.ts
 * @property {(address: string | ((workflow: any) => string), work: (address: string) => Promise<void>, adaptation?: Adaptation) => Promise<void>} whilePublished imports the example, publishes it, and waits until its address ("webhook/...") is served
 * @property {() => Promise<void>} forget deletes the data tables of the syncs, as on a machine where none has run
 * @property {(adaptation?: Adaptation) => Promise<Outcome>} run imports the example, clears the journal and runs it
 */

/**
 * @typedef {object} Outcome
 * @property {WorkflowRun} run
 * @property {(node: string) => Array<Record<string, any>>} items what a node gave
 * @property {any[]} journal the requests to IT Glue
 * @property {StoredRecord[]} records what our nodes gave out, as it is stored
 */

/**
 * @param {string} url
 * @param {string} method
 * @param {unknown} [body]
 * @param {Record<string, string>} [headers]
 */
const ask = async (url, method, body, headers = {}) => {
	const answer = await fetch(url, {
		method,
		headers: {
			...headers,
			...(body !== undefined && { 'content-type': 'application/json', ...headers }),
		},
		body: body === undefined ? undefined : JSON.stringify(body),
		signal: AbortSignal.timeout(ANSWER_MS),
	});
	const text = await answer.text();
	assert.ok(answer.ok, `${method} ${url}: ${answer.status} ${text.slice(0, 300)}`);
	return text === '' ? undefined : JSON.parse(text);
};

/**
 * @param {Example} example
 * @param {Surroundings} surroundings
 * @returns {Scene}
 */
export const sceneOf = (example, { stage, packageName, secrets }) => {
	const { n8n, sandbox, credential } = stage;

	/**
	 * @param {Adaptation} [adaptation]
	 * @returns {Promise<{ workflow: any, called: string[] }>} what was imported, and the ids of what it calls
	 */
	const save = async (adaptation = {}) => {
		const basic = sandboxAdaptation(example.slug, sandbox);
		const wanted = [...(adaptation.credentials ?? []), ...basic.credentials];
		for (const { data } of wanted) for (const secret of secretsOf(data)) secrets.add(secret);
		const credentials = await saveCredentials(n8n, example.name, wanted);
		const values = mergeValues(basic.values, adaptation.values ?? {});
		const calls = { ...basic.calls, ...adaptation.calls };
		const options = { packageName, credential, credentials, values, calls };
		const workflow = prepareExample(example, options);
		const called = [...new Set(Object.values(calls))].filter((slug) => slug !== undefined);
		for (const slug of called) await saveCalled(slug, adaptation);
		await n8n.saveWorkflow(workflow);
		return { workflow, called: called.map(idOf) };
	};

	/**
	 * Nodes in a row instead of a workflow that the example calls.
	 * @param {string} slug
	 * @param {any[]} nodes
	 */
	const saveStandIn = (slug, nodes) =>
		n8n.saveWorkflow({
			id: idOf(slug),
			name: `Instead of ${slug}`,
			nodes: nodes.map((node, at) => ({ ...node, id: `${at}`, position: [224 * at, 0] })),
			connections: Object.fromEntries(
				nodes
					.slice(1)
					.map(({ name }, at) => [
						nodes[at].name,
						{ main: [[{ node: name, type: 'main', index: 0 }]] },
					]),
			),
			settings: { executionOrder: 'v1' },
		});

	/**
	 * A workflow that the example calls, with the values that the scenario has for it.
	 * @param {string} slug
	 * @param {Adaptation} adaptation of the caller
	 */
	const saveCalled = async (slug, { called = {}, standIns = {} }) => {
		const standIn = standIns[slug];
		if (standIn !== undefined) {
			await saveStandIn(slug, standIn);
			return;
		}
		const callee = readExample(path.join(EXAMPLES_FOLDER, `${slug}.json`));
		const basic = sandboxAdaptation(slug, sandbox);
		for (const { data } of basic.credentials)
			for (const secret of secretsOf(data)) secrets.add(secret);
		const credentials = await saveCredentials(n8n, callee.name, basic.credentials);
		const values = mergeValues(basic.values, called[slug] ?? {});
		await n8n.saveWorkflow(
			prepareExample(callee, { packageName, credential, credentials, values }),
		);
	};

	/** @type {Scene['run']} */
	const run = async (adaptation) => {
		assert.ok(example.manualTrigger, 'it has a manual trigger');
		const {
			workflow: { nodes },
		} = await save(adaptation);
		await learnPasswords();
		await sandbox.clearJournal();
		const result = await n8n.runWorkflow(example.id, example.manualTrigger);
		const journal = await sandbox.journal();
		await learnPasswords();
		assert.deepEqual(leaksIn(result, nodes, packageName, secrets), [], 'no secret is put out');
		return {
			run: result,
			items: (node) => itemsOf(result, node),
			journal,
			records: await storedRecords(result, nodes, { packageName, sandbox }),
		};
	};

	/** @type {Scene['whilePublished']} */
	const whilePublished = async (place, work, adaptation) => {
		const { workflow, called } = await save(adaptation);
		// n8n 1 calls workflows that are not published, and publishes none that only wait to be called.
		const ids = [...(IS_VERSION_1 ? [] : called), workflow.id];
		const address = typeof place === 'string' ? place : place(workflow);
		for (const id of ids) await n8n.publishWorkflow(id);
		const isServed = async () => {
			const answer = await fetch(`${n8n.url}/${address}`, {
				signal: AbortSignal.timeout(ANSWER_MS),
			});
			return answer.status === 404 ? undefined : true;
		};
		try {
			await waitFor(isServed, {
				timeoutMs: STANDSTILL_MS,
				onTimeout: () => new Error(`n8n does not serve ${address}.`),
			});
			await work(address);
		} finally {
			for (const id of ids.reverse()) await n8n.unpublishWorkflow(id);
		}
	};

	/** @type {Scene['forget']} */
	const forget = async () => {
		const { data } = await n8n.rest('GET', '/data-tables-global');
		for (const { id, projectId, project } of data)
			await n8n.rest('DELETE', `/projects/${projectId ?? project.id}/data-tables/${id}`);
	};

	const learnPasswords = async () => {
		for (const { attributes } of await sandbox.records('passwords'))
			if (attributes.password) secrets.add(attributes.password);
	};

	return {
		n8n,
		sandbox,
		secrets,
		run,
		forget,
		whilePublished,
		records: (type) => sandbox.records(type),
		insert: (type, attributes) =>
			ask(`${sandbox.url}/_sandbox/store/${type}`, 'POST', { attributes }),
		remove: (type, id) => ask(`${sandbox.url}/_sandbox/store/${type}/${id}`, 'DELETE'),
		fault: (fault) => ask(`${sandbox.url}/_sandbox/faults`, 'POST', fault),
		api: (method, route, attributes) => {
			const type = route.split('/')[1]?.replaceAll('_', '-');
			return ask(
				`${sandbox.url}${route}`,
				method,
				attributes === undefined ? undefined : { data: { type, attributes } },
				{ 'x-api-key': sandbox.keys.full, 'content-type': 'application/vnd.api+json' },
			);
		},
	};
};

/**
 * @param {import('../../scripts/lib/examples.mjs').Values} one
 * @param {import('../../scripts/lib/examples.mjs').Values} other
 */
const mergeValues = (one, other) => {
	const names = new Set([...Object.keys(one), ...Object.keys(other)]);
	return Object.fromEntries([...names].map((name) => [name, { ...one[name], ...other[name] }]));
};

/** Short values (a user name, "true") stand everywhere and are no secrets. */
const SHORTEST_SECRET = 12;

/** What a credential holds beside its secrets. */
const OPEN = /^(name|url|user|username|grantType|accessTokenUrl|clientId|scope|authentication)$/i;

/**
 * @param {unknown} data of a credential
 * @returns {string[]}
 */
const secretsOf = (data) => {
	if (typeof data === 'string') {
		// The JSON of a credential of type Custom Auth.
		if (data.startsWith('{')) return secretsOf(JSON.parse(data));
		return data.length >= SHORTEST_SECRET ? [data] : [];
	}
	if (typeof data !== 'object' || data === null) return [];
	return Object.entries(data)
		.filter(([name]) => !OPEN.test(name))
		.flatMap(([, value]) => secretsOf(value));
};
