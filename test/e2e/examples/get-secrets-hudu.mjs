import assert from 'node:assert/strict';
import { removeEntry, trouble, vault } from '../beside.mjs';

const IN_PAGES = { values: { Settings: { pageSize: 5 } } };

/** @type {import('../examplesSuite.mjs').Expectation} */
export default {
	writes: false,
	beside: true,
	scenarios: [
		{
			name: 'in several pages, with the names of clients and devices',
			adapt: () => IN_PAGES,
			check: async ({ items }, scene) => {
				const entries = await vault(scene);
				assert.deepEqual(
					items('Secrets').map((item) => ({ ...item, client_id: typeof item.client_id })),
					entries
						.filter(({ archived }) => !archived)
						.map(({ id, client, device, name, username, password, url, notes, lastUpdated }) => ({
							system: 'hudu',
							id: String(id),
							client: client ?? '',
							client_id: 'string',
							device: device ?? '',
							name: name.trim(),
							username,
							password,
							url: url ?? '',
							notes: notes ?? '',
							changed_at: lastUpdated,
						})),
				);
			},
		},
		{
			name: 'after being told once to slow down',
			adapt: () => IN_PAGES,
			prepare: (scene) =>
				trouble(scene, { kind: 'rateLimit', path: 'hudu/api/v1/asset_passwords', after: 1 }),
			check: async ({ items }, scene) => {
				const kept = (await vault(scene)).filter(({ archived }) => !archived);
				assert.equal(items('Secrets').length, kept.length);
			},
		},
	],
	also: [
		{
			name: 'gives nothing at all when a page in the middle fails',
			test: async (scene) => {
				await trouble(scene, {
					kind: 'status',
					status: 500,
					path: 'hudu/api/v1/asset_passwords',
					after: 1,
					times: 1000,
				});
				const { run, items } = await scene.run(IN_PAGES);
				assert.equal(run.status, 'error');
				assert.deepEqual(items('Secrets'), []);
			},
		},
		{
			name: 'stops when there is nothing, and says what to check',
			test: async (scene) => {
				for (const { id } of await vault(scene)) await removeEntry(scene, id);
				const { run, items } = await scene.run();
				assert.equal(run.status, 'error');
				const stop = run.nodes.find(({ node }) => node === 'Stop: nothing came');
				assert.match(stop?.error.message, /^Hudu gave no passwords\. Check/);
				assert.deepEqual(items('Secrets'), []);
			},
		},
		{
			name: 'reads nothing as shipped, before somebody has confirmed that no executions are saved',
			test: async (scene) => {
				const { run, items } = await scene.run({
					values: { Settings: { executionsAreNotSaved: false } },
				});
				assert.equal(run.status, 'error');
				const stop = run.nodes.find(({ node }) => node === 'Stop: check settings');
				assert.match(stop?.error.message, /^Nothing was read or written\./);
				assert.deepEqual(items('Ask Hudu'), []);
			},
		},
	],
};
