import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { STANDSTILL_MS } from '../../../scripts/lib/patience.mjs';
import { rotate, recordsById, vault } from '../beside.mjs';

/** @typedef {import('../examplesSuite.mjs').Scene} Scene */

const WRITING = { values: { Settings: { dryRun: false } } };
const COMPARING = { values: { Settings: { dryRun: false, passwordValue: 'Compare First' } } };
const UNKNOWN_CLIENT = 'Northfield Observatory';
const NEW_VALUE = 'example-vault-rotated-not-a-secret';

/** What is in the store before the run. @type {Map<string, any>} */
let before = new Map();

/** Values that may stand nowhere: those of the password store, also after a rotation. @param {Scene} scene */
const learnSecrets = async (scene) => {
	for (const { password } of await vault(scene)) scene.secrets.add(password);
	scene.secrets.add(NEW_VALUE);
};

/** @param {Scene} scene */
const prepare = async (scene) => {
	await learnSecrets(scene);
	before = await recordsById(scene, 'passwords');
};

/**
 * A password as an entry of the store describes it: whose, on which device, with which value.
 * @param {Scene} scene
 * @returns {Promise<(record: any) => object>}
 */
const asEntry = async (scene) => {
	const organizations = await recordsById(scene, 'organizations');
	const configurations = await recordsById(scene, 'configurations');
	return ({ attributes }) => ({
		client: organizations.get(String(attributes.organization_id)).attributes.name,
		device: configurations.get(String(attributes.resource_id))?.attributes.hostname ?? null,
		name: attributes.name,
		username: attributes.username,
		password: attributes.password,
		url: attributes.url ?? null,
	});
};

/** @param {any} entry of the store */
const wanted = ({ client, device, name, username, password, url }) => ({
	client,
	device,
	name,
	username,
	password,
	url,
});

/**
 * n8n keeps nothing of any run of the workflow.
 * @param {Scene} scene
 * @param {string} workflowId
 */
const mustNotBeStored = async ({ n8n }, workflowId) => {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	const { count, results } = await n8n.rest('GET', `/executions?filter=${filter}`);
	assert.deepEqual([count, results], [0, []], 'the list of executions is empty');
};

/**
 * Waits for something.
 * @param {() => Promise<boolean>} test
 * @param {string} what
 */
const eventually = async (test, what) => {
	const deadline = Date.now() + STANDSTILL_MS;
	while (!(await test())) {
		assert.ok(Date.now() < deadline, what);
		await sleep(100);
	}
};

/** @param {import('../examplesSuite.mjs').Outcome} outcome */
const idOfWorkflow = async ({ run }, /** @type {Scene} */ { n8n }) => {
	assert.ok(run.executionId);
	const all = await n8n.rest('GET', '/workflows');
	const found = all.find((/** @type {any} */ { name }) => name === 'Password mirroring');
	return String(found.id);
};

/** @type {import('../examplesSuite.mjs').Expectation} */
export default {
	writes: true,
	scenarios: [
		{
			name: 'with general and embedded passwords',
			copes: true,
			adapt: () => WRITING,
			prepare,
			check: async (outcome, scene) => {
				const { items, journal } = outcome;
				const entries = await vault(scene);
				const describe = await asEntry(scene);
				const after = await recordsById(scene, 'passwords');
				const fresh = [...after.values()].filter(({ id }) => !before.has(id));
				const mirrored = entries.filter(
					({ client, device, username }) =>
						client !== UNKNOWN_CLIENT && device !== 'gone-pc-1' && username !== 'rotated',
				);
				const sorted = (/** @type {object[]} */ list) =>
					list.map((one) => JSON.stringify(one)).sort();
				assert.deepEqual(sorted(fresh.map(describe)), sorted(mirrored.map(wanted)));
				const kinds = fresh.map(({ attributes }) => attributes.resource_type ?? 'general');
				assert.deepEqual([...new Set(kinds)].sort(), ['Configuration', 'general']);

				const known = entries.find(({ username }) => username === 'rotated');
				const changed = [...before].filter(
					([id, { attributes }]) =>
						JSON.stringify(attributes) !== JSON.stringify(after.get(id)?.attributes),
				);
				assert.equal(changed.length, 1, 'the password that was there');
				const [id, { attributes: old }] = changed[0] ?? ['', { attributes: {} }];
				assert.deepEqual(after.get(id)?.attributes, { ...old, username: known.username });
				assert.notEqual(old.password, known.password, 'its value stays');

				assert.deepEqual(
					items('Review').map(({ client, device }) => [client, device]),
					[
						[UNKNOWN_CLIENT, ''],
						[entries[0].client, 'gone-pc-1'],
					],
				);
				assert.deepEqual(items('Summary'), [
					{
						dry_run: false,
						entries: entries.length,
						created: mirrored.length,
						updated: 1,
						would_create: 0,
						would_update: 0,
						unchanged: 0,
						review: 2,
						failed: [],
					},
				]);

				// Nothing but the step that reads the store puts a value out.
				const values = entries.map(({ password }) => password);
				const leaking = outcome.run.nodes.filter(({ outputs, error }) =>
					values.some((value) => JSON.stringify([outputs, error]).includes(value)),
				);
				assert.deepEqual([...new Set(leaking.map(({ node }) => node))].sort(), [
					'Any secrets?',
					'Get secrets',
				]);
				assert.ok(journal.every(({ query }) => query.show_password !== 'true'));
				await mustNotBeStored(scene, await idOfWorkflow(outcome, scene));
			},
			checkAgain: ({ items }) => {
				const [summary] = items('Summary');
				assert.deepEqual([summary?.created, summary?.updated, summary?.unchanged], [0, 0, 6]);
			},
		},
		{
			name: 'with rotated values, which are compared first',
			copes: true,
			adapt: () => COMPARING,
			prepare: async (scene) => {
				await prepare(scene);
				const first = await scene.run(WRITING);
				assert.equal(first.run.status, 'success');
				const [general, embedded] = await vault(scene);
				await rotate(scene, general.id, NEW_VALUE);
				await rotate(scene, embedded.id, NEW_VALUE);
				before = await recordsById(scene, 'passwords');
			},
			check: async ({ items, journal }, scene) => {
				const after = await recordsById(scene, 'passwords');
				const rotated = [...before].filter(
					([id, { attributes }]) => attributes.password !== after.get(id)?.attributes.password,
				);
				assert.equal(rotated.length, 3, 'two new rotations, and the value that was there before');
				const describe = await asEntry(scene);
				const entries = (await vault(scene)).map(wanted).map((entry) => JSON.stringify(entry));
				for (const [id] of rotated)
					assert.ok(entries.includes(JSON.stringify(describe(after.get(id)))));
				assert.equal(items('Summary')[0]?.updated, 3);
				const readings = journal.filter(({ query }) => query.show_password === 'true');
				assert.equal(readings.length, 6, 'one logged reading for each');
			},
		},
		{
			name: 'in a dry run, as shipped once the settings are confirmed',
			copes: true,
			changesNothing: true,
			prepare,
			check: async ({ items }, scene) => {
				const [summary] = items('Summary');
				assert.equal(summary?.dry_run, true);
				assert.deepEqual([summary?.would_create, summary?.would_update], [5, 1]);
				assert.deepEqual(await recordsById(scene, 'passwords'), before);
			},
		},
	],
	also: [
		{
			name: 'reads nothing as shipped, before somebody has confirmed that no executions are saved',
			test: async (scene) => {
				await prepare(scene);
				const { run, journal, items } = await scene.run({
					values: { Settings: { executionsAreNotSaved: false } },
				});
				assert.equal(run.status, 'error');
				const stop = run.nodes.find(({ node }) => node === 'Stop: check settings');
				assert.match(stop?.error.message, /^Nothing was read or written\./);
				assert.deepEqual(items('Get secrets'), []);
				assert.deepEqual(journal, []);
			},
		},
		{
			name: 'goes on when one is refused, and ends failed with a message that names it, without its value',
			test: async (scene) => {
				await prepare(scene);
				await scene.fault({
					kind: 'status',
					status: 422,
					method: 'POST',
					path: '/passwords',
					times: 3,
				});
				const outcome = await scene.run(WRITING);
				assert.equal(outcome.run.status, 'error');
				const stop = outcome.run.nodes.find(({ node }) => node === 'Stop as failed');
				const told = String(stop?.error.message);
				assert.match(
					told,
					/^3 of 8 entries failed\. Mirror general \((Guest|Web).*Mirror embedded \(Local Administrator, .*2 created/s,
				);
				for (const secret of scene.secrets) assert.equal(told.includes(secret), false);
				await mustNotBeStored(scene, await idOfWorkflow(outcome, scene));
				const second = await scene.run(WRITING);
				assert.equal(second.run.status, 'success');
				assert.equal(second.items('Summary')[0]?.created, 3);
			},
		},
		{
			name: 'leaves nothing of a published run either, by schedule, whether it ends well or not',
			test: async (scene) => {
				await prepare(scene);
				const id = await idOfWorkflow(await scene.run(), scene);
				const { n8n, sandbox } = scene;
				const workflow = await n8n.rest('GET', `/workflows/${id}`);
				const everySecond = (/** @type {any[]} */ nodes) =>
					nodes.map((node) =>
						node.name === 'Every night'
							? {
									...node,
									parameters: { rule: { interval: [{ field: 'seconds', secondsInterval: 2 }] } },
								}
							: node,
					);
				await n8n.rest('PATCH', `/workflows/${id}`, {
					nodes: everySecond(workflow.nodes),
					versionId: workflow.versionId,
				});
				await scene.fault({
					kind: 'status',
					status: 422,
					method: 'GET',
					path: '/configurations',
					times: 1,
				});
				await sandbox.clearJournal();
				const { versionId } = await n8n.rest('GET', `/workflows/${id}`);
				await n8n.rest('POST', `/workflows/${id}/activate`, { versionId });
				try {
					await eventually(
						async () =>
							(await sandbox.journal()).filter(({ path }) => path === '/organizations').length >= 4,
						'it ran several times',
					);
					const refused = (await sandbox.journal()).filter(({ status }) => status === 422);
					assert.equal(refused.length, 1, 'one of the runs failed');
				} finally {
					await n8n.rest('POST', `/workflows/${id}/deactivate`);
				}
				await eventually(async () => {
					const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
					return (await n8n.rest('GET', `/executions?filter=${filter}`)).results.length === 0;
				}, 'the list of executions is empty');
			},
		},
	],
};
