import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { writesIn } from '../../../scripts/lib/outcome.mjs';
import { STANDSTILL_MS } from '../../../scripts/lib/patience.mjs';
import { recordsById, removeEntry, saveEntry, trouble, vault } from '../beside.mjs';
import { changesSince, found, mustSucceed, stopsWhenNothingComes, summaryOf } from '../syncs.mjs';
import { waitsForConfirmation } from '../unsaved.mjs';

/** @typedef {import('../examplesSuite.mjs').Scene} Scene */

/** The store gives its list in several pages. */
const PAGES = { called: { 'get-secrets-hudu': { Settings: { pageSize: 5 } } } };
/** @param {Record<string, unknown>} [settings] */
const writing = (settings = {}) => ({
	...PAGES,
	values: { Settings: { dryRun: false, ...settings } },
});
const NEW_VALUE = 'example-vault-rotated-not-a-secret';
/** Steps that have to hold values; everything else may not. */
const WITH_VALUES = ['Get secrets', 'To create', 'To rotate'];
const MARK = /Mirrored from hudu, entry \d+\. Change it there\./;

/** What is in the store before the run. @type {Map<string, any>} */
let before = new Map();

/** Values that may stand nowhere: those of the password store, also after a rotation. @param {Scene} scene */
const learnSecrets = async (scene) => {
	for (const { password } of await vault(scene)) if (password) scene.secrets.add(password);
	scene.secrets.add(NEW_VALUE);
};

/** @param {Scene} scene */
const prepare = async (scene) => {
	await learnSecrets(scene);
	before = await recordsById(scene, 'passwords');
};

/** @param {Scene} scene */
const changesIn = (scene) => changesSince(scene, 'passwords', before);

/**
 * A password as an entry of the store describes it: whose, on which device, with which value.
 * @param {Scene} scene
 * @returns {Promise<(record: any) => any>}
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

/** Values stand in no output but those of the steps that have to hold them. @param {import('../examplesSuite.mjs').Outcome} outcome @param {string[]} values */
const mustKeepValues = ({ run }, values) => {
	const told = run.nodes.filter(({ outputs, error }) =>
		values.some((value) => JSON.stringify([outputs, error]).includes(value)),
	);
	const leaking = told.map(({ node }) => node).filter((node) => !WITH_VALUES.includes(node));
	assert.deepEqual(leaking, []);
};

/** Workflows through which values go, and of whose runs n8n keeps nothing. */
const UNSAVED = ['Password mirroring', 'Get secrets: Hudu'];

/** n8n keeps nothing of any run. @param {Pick<Scene, 'n8n'>} scene */
const mustNotBeStored = async ({ n8n }) => {
	for (const id of await idsOf(n8n)) {
		const filter = encodeURIComponent(JSON.stringify({ workflowId: id }));
		const { count, results } = await n8n.rest('GET', `/executions?filter=${filter}`);
		assert.deepEqual([count, results], [0, []], 'the list of executions is empty');
	}
};

/** @param {Scene['n8n']} n8n @param {string[]} [names] @returns {Promise<string[]>} */
const idsOf = async (n8n, names = UNSAVED) => {
	const data = await n8n.rest('GET', '/workflows');
	const ids = names.map((name) => data.find((/** @type {any} */ one) => one.name === name)?.id);
	assert.ok(ids.every((id) => typeof id === 'string'));
	return ids;
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

/** @type {import('../examplesSuite.mjs').Expectation} */
export default {
	writes: true,
	needsTables: true,
	scenarios: [
		{
			name: 'with general and embedded passwords, in several pages',
			adapt: () => writing({ mirrorNotes: true }),
			prepare,
			check: async (outcome, scene) => {
				const entries = await vault(scene);
				const describe = await asEntry(scene);
				const { fresh, changed } = await changesIn(scene);
				// New ones of a known client and device; not those of one name, without value, archived, or a colleague's.
				const mirrored = [0, 1, 2, 3, 5].map((at) => entries[at]);
				const sorted = (/** @type {any[]} */ list) => list.map((one) => JSON.stringify(one)).sort();
				assert.deepEqual(
					sorted(fresh.map(describe)),
					sorted(
						mirrored.map(({ client, device, name, username, password, url }) => ({
							client,
							device,
							name,
							username,
							password,
							url,
						})),
					),
				);
				for (const { attributes } of fresh) assert.match(attributes.notes, MARK);
				assert.match(
					fresh.find(({ attributes }) => attributes.name === 'Web Hosting')?.attributes.notes,
					/^Renews in May\./,
				);
				assert.deepEqual(changed, [], 'what a colleague has is left alone');
				assert.equal(summaryOf(outcome).created, mirrored.length);
				assert.match(found(outcome, 'same name')[0].text, /Badge Printer.*2 entries/);
				assert.equal(found(outcome, 'taken').length, 1);
				assert.match(found(outcome, 'unknown device')[0].text, /gone-pc-1/);
				assert.match(found(outcome, 'no value')[0].text, /Door Code/);
				assert.deepEqual(
					found(outcome, 'unknown client').map(({ text }) => text.split(':')[0]),
					['Northfield Observatory (1 entry)', 'No client (1 entry)'],
				);
				mustKeepValues(outcome, entries.map(({ password }) => password).filter(Boolean));
				assert.ok(outcome.journal.every(({ query }) => query.show_password !== 'true'));
				await mustNotBeStored(scene);
			},
			checkAgain: (outcome) => {
				const summary = summaryOf(outcome);
				assert.deepEqual([summary.created, summary.in_step], [undefined, 5]);
				assert.equal(summary.worth_telling, false, 'what was told is not told again');
			},
		},
		{
			name: 'in a dry run, as shipped once the settings are confirmed',
			adapt: () => PAGES,
			changesNothing: true,
			prepare,
			check: async (outcome, scene) => {
				assert.equal(summaryOf(outcome).dry_run, true);
				assert.equal(summaryOf(outcome).would_create, 5);
				assert.deepEqual(await recordsById(scene, 'passwords'), before);
			},
		},
	],
	also: [
		...stopsWhenNothingComes('Get secrets', 'get-secrets-hudu', writing()),
		{
			name: 'row 2: writes a rotated value once, and reads none to know',
			test: async (scene) => {
				await prepare(scene);
				mustSucceed(await scene.run(writing()));
				before = await recordsById(scene, 'passwords');
				const [general, embedded] = await vault(scene);
				// The store's moments are whole seconds.
				for (const { id } of [general, embedded])
					await saveEntry(scene, { id, password: NEW_VALUE });
				const outcome = await scene.run(writing());
				mustSucceed(outcome);
				const { fresh, changed } = await changesIn(scene);
				assert.deepEqual(fresh, []);
				const rotated = changed.filter(({ keys }) => keys.includes('password'));
				assert.deepEqual(
					rotated.map(({ attributes }) => attributes.password),
					[NEW_VALUE, NEW_VALUE],
				);
				assert.equal(changed.length, 2);
				assert.ok(outcome.journal.every(({ query }) => query.show_password !== 'true'));
				mustKeepValues(outcome, [NEW_VALUE]);
				const again = await scene.run(writing());
				assert.deepEqual(writesIn(again.journal), []);
			},
		},
		{
			name: 'row 2: never touches a colleague’s password, also one that is made later under the same name',
			test: async (scene) => {
				await prepare(scene);
				const [general] = await vault(scene);
				const owner = (await scene.records('organizations')).find(
					({ attributes }) => attributes.name === general.client,
				);
				const own = await scene.insert('passwords', {
					organization_id: owner.id,
					name: 'GUEST wireless',
					username: 'colleague',
					password: 'example-own-not-a-secret',
					resource_id: null,
					archived: false,
				});
				before = await recordsById(scene, 'passwords');
				const outcome = await scene.run(writing());
				mustSucceed(outcome);
				const { fresh, changed } = await changesIn(scene);
				assert.deepEqual(changed, []);
				assert.equal(fresh.length, 4);
				assert.ok(
					found(outcome, 'taken').some(
						({ text }) => /Guest Wireless/.test(text) && text.includes(own.id),
					),
				);
			},
		},
		{
			name: 'knows its copies by their notes when the data table is gone, and by the table when the notes are',
			test: async (scene) => {
				await prepare(scene);
				mustSucceed(await scene.run(writing()));
				before = await recordsById(scene, 'passwords');
				await scene.forget();
				mustSucceed(await scene.run(writing()));
				assert.deepEqual((await changesIn(scene)).fresh, []);
				const copy = (await scene.records('passwords')).find(
					({ attributes }) => attributes.name === 'Web Hosting',
				);
				await scene.api('PATCH', `/passwords/${copy.id}`, { notes: 'Ask Ann first.' });
				const entry = (await vault(scene)).find(({ name }) => name === 'Web Hosting');
				await saveEntry(scene, { id: entry.id, username: 'another' });
				before = await recordsById(scene, 'passwords');
				mustSucceed(await scene.run(writing()));
				const { fresh, changed } = await changesIn(scene);
				assert.deepEqual(fresh, []);
				assert.deepEqual(
					changed.map(({ keys }) => keys.filter((key) => key !== 'password_updated_at')),
					[['username']],
				);
				assert.equal(changed[0]?.attributes.notes, 'Ask Ann first.');
			},
		},
		{
			name: 'tells of an entry that left the store, and leaves its copy',
			test: async (scene) => {
				await prepare(scene);
				mustSucceed(await scene.run(writing({ brakePercent: 50 })));
				const [general] = await vault(scene);
				await removeEntry(scene, general.id);
				const outcome = await scene.run(writing({ brakePercent: 50 }));
				mustSucceed(outcome);
				assert.deepEqual(writesIn(outcome.journal), []);
				assert.match(found(outcome, 'not in the store')[0].text, /^Guest Wireless/);
			},
		},
		{
			name: 'row 7: a page that fails stops it before it writes',
			test: async (scene) => {
				await prepare(scene);
				await trouble(scene, {
					kind: 'status',
					status: 500,
					path: 'hudu/api/v1/asset_passwords',
					after: 1,
					times: 3,
				});
				const outcome = await scene.run(writing());
				assert.equal(outcome.run.status, 'error');
				assert.deepEqual(writesIn(outcome.journal), []);
				assert.equal(summaryOf(await scene.run(writing())).created, 5);
			},
		},
		waitsForConfirmation(prepare, (_scene, { items }) => items('Get secrets')),
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
				const outcome = await scene.run(writing());
				assert.equal(outcome.run.status, 'error');
				const stop = outcome.run.nodes.find(({ node }) => node === 'Stop as failed');
				const told = String(stop?.error.message);
				assert.match(told, /^Failed: (Guest Wireless|Local Administrator|Web Hosting) \(/m);
				for (const secret of scene.secrets) assert.equal(told.includes(secret), false);
				await mustNotBeStored(scene);
				const second = await scene.run(writing());
				assert.equal(second.run.status, 'success');
				assert.equal(summaryOf(second).created, 3);
			},
		},
		{
			name: 'leaves nothing of a published run either, by schedule, whether it ends well or not',
			test: async (scene) => {
				await prepare(scene);
				await scene.run();
				const { n8n, sandbox } = scene;
				const [id = ''] = await idsOf(n8n);
				const called = await idsOf(n8n, ['Get secrets: Hudu', 'Notify']);
				for (const one of called) await n8n.publishWorkflow(one);
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
					for (const one of [id, ...called]) await n8n.unpublishWorkflow(one);
				}
				await eventually(async () => {
					const stored = await Promise.all(
						(await idsOf(n8n)).map((one) => {
							const filter = encodeURIComponent(JSON.stringify({ workflowId: one }));
							return n8n.rest('GET', `/executions?filter=${filter}`);
						}),
					);
					return stored.every(({ results }) => results.length === 0);
				}, 'the list of executions is empty');
			},
		},
	],
};
