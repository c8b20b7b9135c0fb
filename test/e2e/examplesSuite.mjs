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
	prepareExample,
	readExamples,
	sandboxAdaptation,
	saveCredentials,
	wantedCredential,
} from '../../scripts/lib/examples.mjs';
import { isVersion1, RELEASE_VARIABLE, releaseOf } from '../../scripts/lib/release.mjs';
import { failureOf, writesIn } from '../../scripts/lib/outcome.mjs';
import { sceneOf } from './exampleScene.mjs';

/** @typedef {import('../../scripts/lib/examples.mjs').Example} Example */
/** @typedef {import('../../scripts/lib/examples.mjs').Adaptation} Adaptation */
/** @typedef {import('./exampleScene.mjs').Surroundings} Surroundings */
/** @typedef {import('./exampleScene.mjs').Scene} Scene */
/** @typedef {import('./exampleScene.mjs').Outcome} Outcome */
/** @typedef {import('../../scripts/lib/stage.mjs').Stage} Stage */

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
		if (expectation?.needsTables && isVersion1(releaseOf(process.env[RELEASE_VARIABLE]))) continue;
		describe(`the example "${example.name}"`, () => {
			describeImport(example, surroundings);
			if (expectation) describeRuns(example, expectation, surroundings);
			else
				it('does what it should', () =>
					assert.fail(`test/e2e/examples/${example.slug}.mjs has to say what that is`));
		});
	}
};
