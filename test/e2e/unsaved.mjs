/** What the examples have in common that let values through n8n: they begin only once no executions are saved. */
import assert from 'node:assert/strict';

/** @typedef {import('./examplesSuite.mjs').Scene} Scene */

/**
 * @param {(scene: Scene) => Promise<unknown>} prepare
 * @param {(scene: Scene, ran: Awaited<ReturnType<Scene['run']>>) => unknown[] | Promise<unknown[]>} asked what the other
 *   system was asked for
 */
export const waitsForConfirmation = (prepare, asked) => ({
	name: 'reads nothing as shipped, before somebody has confirmed that no executions are saved',
	/** @param {Scene} scene */
	test: async (scene) => {
		await prepare(scene);
		const ran = await scene.run({ values: { Settings: { executionsAreNotSaved: false } } });
		assert.equal(ran.run.status, 'error');
		const stop = ran.run.nodes.find(({ node }) => node === 'Stop: check settings');
		assert.match(stop?.error.message, /^Nothing was read or written\./);
		assert.deepEqual([ran.journal, await asked(scene, ran)], [[], []]);
	},
});
