/**
 * Every workflow in workflows/examples, imported into the real n8n and executed against the sandbox.
 * What an example has to do stands in examples/<slug>.mjs, as an `Expectation`; an example without one fails.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { before, describe, it } from 'node:test';
import { root } from '../../scripts/lib/base.mjs';
import {
	CREDENTIAL_TYPE,
	isOurs,
	EXAMPLES_FOLDER,
	prepareExample,
	readExample,
	readExamples,
	sandboxAdaptation,
	saveCredentials,
	wantedCredential,
} from '../../scripts/lib/examples.mjs';
import { RELEASE_VARIABLE, releaseOf } from '../../scripts/lib/host.mjs';
import {
	failureOf,
	itemsOf,
	leaksIn,
	storedRecords,
	writesIn,
} from '../../scripts/lib/outcome.mjs';
import { ANSWER_MS, STANDSTILL_MS } from '../../scripts/lib/patience.mjs';
import { waitFor } from '../../scripts/lib/processes.mjs';

/** @typedef {import('../../scripts/lib/examples.mjs').Example} Example */
/** @typedef {import('../../scripts/lib/examples.mjs').Adaptation} Adaptation */
/** @typedef {import('../../scripts/lib/n8n.mjs').WorkflowRun} WorkflowRun */
/** @typedef {import('../../scripts/lib/outcome.mjs').StoredRecord} StoredRecord */
/** @typedef {import('../../scripts/lib/stage.mjs').Stage} Stage */

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
 * @typedef {object} Scenario
 * @property {string} name ends the sentence "does what it should ..."
 * @property {(sandbox: Stage['sandbox']) => Adaptation} [adapt] on top of what every run against the sandbox gets
 * @property {(scene: Scene) => Promise<void>} [prepare] the store, freshly seeded, before the run
 * @property {boolean} [changesNothing] also the first run of an example that writes
 * @property {boolean} [copes] the workflow expects an error of a node, deals with it by itself and ends well
 * @property {(outcome: Outcome, scene: Scene) => Promise<void> | void} check
 * @property {(outcome: Outcome, scene: Scene) => Promise<void> | void} [checkAgain] of an example that writes: the second run
 */

/**
 * @typedef {object} Expectation
 * @property {boolean} writes whether it changes anything in IT Glue; if not, it may send GET only
 * @property {boolean} [beside] it talks to other systems only, and asks IT Glue nothing
 * @property {boolean} [needsTables] it makes its data table by itself, which n8n 1 cannot; it is tried on n8n 2 alone
 * @property {Scenario[]} scenarios each run ends well
 * @property {Array<{ name: string, test: (scene: Scene) => Promise<void> }>} [also] whatever does not fit into that, such as runs that have to fail
 */

const EXPECTATIONS = path.join(root, 'test', 'e2e', 'examples');

/**
 * @param {Example} example
 * @returns {Promise<{ example: Example, expectation?: Expectation }>} without an expectation where the file is missing
 */
const load = async (example) => {
	const file = path.join(EXPECTATIONS, `${example.slug}.mjs`);
	if (!existsSync(file)) return { example };
	return { example, expectation: (await import(pathToFileURL(file).href)).default };
};

/** `EXAMPLE=slug,slug` runs these alone, for whoever works on them. */
const CHOSEN = process.env.EXAMPLE?.split(',');
const EXAMPLES = await Promise.all(
	readExamples()
		.filter(({ slug }) => CHOSEN?.includes(slug) ?? true)
		.map(load),
);

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
const sceneOf = (example, { stage, packageName, secrets }) => {
	const { n8n, sandbox, credential } = stage;

	/**
	 * @param {Adaptation} [adaptation]
	 * @returns {Promise<any>} what was imported
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
		await n8n.saveWorkflow(workflow);
		for (const slug of new Set(Object.values(calls))) await saveCalled(slug, adaptation);
		return workflow;
	};

	/**
	 * A workflow that the example calls, with the values that the scenario has for it.
	 * @param {string} slug
	 * @param {Adaptation} adaptation of the caller
	 */
	const saveCalled = async (slug, { called = {} }) => {
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
		const { nodes } = await save(adaptation);
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
		const workflow = await save(adaptation);
		const { id } = workflow;
		const address = typeof place === 'string' ? place : place(workflow);
		await n8n.publishWorkflow(id);
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
			await n8n.unpublishWorkflow(id);
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

/**
 * @param {Example} example
 * @param {() => Surroundings} surroundings
 */
const describeImport = (example, surroundings) => {
	it('carries no ids, keys or credentials in its file', () => {
		const text = JSON.stringify(example.workflow);
		assert.doesNotMatch(text, /"credentials":\{"|"webhookId":"[0-9a-f-]{36}"|ITG\.[0-9a-f]/);
	});

	it('holds only nodes, and versions of them, that n8n has', () => {
		const { types } = surroundings();
		const known = new Set(
			types.flatMap(({ name, version }) =>
				[version].flat().map((/** @type {number} */ one) => `${name} ${one}`),
			),
		);
		const unknown = example.workflow.nodes
			.map((/** @type {any} */ node) => `${node.type} ${node.typeVersion}`)
			.filter((/** @type {string} */ wanted) => !known.has(wanted));
		assert.deepEqual(unknown, []);
	});

	it('is imported, with its settings', async () => {
		const { stage, packageName } = surroundings();
		const { values, calls, credentials: wanted } = sandboxAdaptation(example.slug, stage.sandbox);
		const credentials = await saveCredentials(stage.n8n, example.name, wanted);
		const { credential } = stage;
		await stage.n8n.saveWorkflow(
			prepareExample(example, { packageName, credential, credentials, values, calls }),
		);
		const stored = await stage.n8n.readWorkflow(example.id);
		assert.equal(stored.nodes.length, example.workflow.nodes.length);
		for (const [name, value] of Object.entries(example.workflow.settings ?? {}))
			assert.deepEqual(stored.settings[name], value, `the setting ${name}`);
		for (const node of stored.nodes) {
			const type = isOurs(node.type, packageName) ? CREDENTIAL_TYPE : wantedCredential(node);
			if (type !== undefined)
				assert.ok(node.credentials?.[type]?.id, `"${node.name}" has a credential of type ${type}`);
		}
	});

	it('can be started by hand, and by itself or by somebody else', () => {
		const { types } = surroundings();
		assert.ok(example.manualTrigger, 'it has a manual trigger');
		const triggers = example.workflow.nodes.filter((/** @type {any} */ node) =>
			types.some(({ name, group }) => name === node.type && group.includes('trigger')),
		);
		assert.ok(triggers.length > 1, 'it has another trigger');
	});
};

/**
 * @param {Example} example
 * @param {Expectation} expectation
 * @param {() => Surroundings} surroundings
 */
const describeRuns = (
	example,
	{ writes, beside = false, needsTables = false, scenarios, also = [] },
	surroundings,
) => {
	const { workflow } = example;
	/** @param {Outcome} outcome @param {boolean} copes */
	const mustEndWell = ({ run }, copes) => {
		const failure = failureOf(run, workflow.nodes, surroundings().packageName);
		if (!copes) assert.equal(failure, undefined);
		assert.equal(run.status, 'success', failure);
	};

	for (const scenario of scenarios) {
		const { name, adapt, prepare, changesNothing = false, copes = false, check } = scenario;
		describe(name, () => {
			/** @type {Scene} */
			let scene;
			before(async () => {
				await surroundings().stage.sandbox.reset();
				scene = sceneOf(example, surroundings());
				if (needsTables) await scene.forget();
				await prepare?.(scene);
			});

			it(writes ? 'does what it should' : 'gives what it should, and only reads', async () => {
				const outcome = await scene.run(adapt?.(scene.sandbox));
				mustEndWell(outcome, copes);
				assert.equal(outcome.journal.length > 0, !beside, 'it asked the API');
				if (!writes || changesNothing) assert.deepEqual(writesIn(outcome.journal), []);
				else assert.ok(writesIn(outcome.journal).length > 0, 'it wrote');
				await check(outcome, scene);
			});

			if (!writes) return;
			it('changes nothing when it runs again', async () => {
				const outcome = await scene.run(adapt?.(scene.sandbox));
				mustEndWell(outcome, copes);
				assert.ok(outcome.journal.length > 0, 'it asked the API');
				assert.deepEqual(writesIn(outcome.journal), []);
				await scenario.checkAgain?.(outcome, scene);
			});
		});
	}

	for (const { name, test } of also) {
		it(name, async () => {
			await surroundings().stage.sandbox.reset();
			const scene = sceneOf(example, surroundings());
			if (needsTables) await scene.forget();
			await test(scene);
		});
	}
};

/**
 * Declares the tests of all examples.
 * @param {() => Surroundings} surroundings there once the tests run
 */
export const describeExamples = (surroundings) => {
	for (const { example, expectation } of EXAMPLES) {
		if (expectation?.needsTables && releaseOf(process.env[RELEASE_VARIABLE]) === 'v1') continue;
		describe(`the example "${example.name}"`, () => {
			describeImport(example, surroundings);
			if (expectation) describeRuns(example, expectation, surroundings);
			else
				it('does what it should', () =>
					assert.fail(`test/e2e/examples/${example.slug}.mjs has to say what that is`));
		});
	}
};
