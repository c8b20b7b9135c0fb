/** What the tests of the syncs ask of an outcome and of the store. */
import assert from 'node:assert/strict';
import { writesIn } from '../../scripts/lib/outcome.mjs';
import { recordsById } from './beside.mjs';

/** @typedef {import('./examplesSuite.mjs').Scene} Scene */
/** @typedef {import('./examplesSuite.mjs').Outcome} Outcome */

/** What a front end may give that has not found anything, as the last lines of a Code node. */
const NOTHING = [
	['nothing', 'return [];'],
	['one empty item', 'return [{ json: {} }];'],
];

/**
 * A front end of somebody's own may give nothing and end well all the same.
 * @param {string} source the node that calls the front end
 * @param {string} frontEnd the slug of the example that it calls here
 * @param {import('../../scripts/lib/examples.mjs').Adaptation} [writing]
 */
export const stopsWhenNothingComes = (source, frontEnd, writing) =>
	NOTHING.map(([what, jsCode]) => ({
		name: `stops before it writes when ${source} gives ${what}, and says so`,
		test: async (/** @type {Scene} */ scene) => {
			const { run, journal } = await scene.run({
				values: writing?.values,
				standIns: {
					[frontEnd]: [
						{
							name: 'When called',
							type: 'n8n-nodes-base.executeWorkflowTrigger',
							typeVersion: 1.1,
							parameters: { inputSource: 'passthrough' },
						},
						{ name: 'Give', type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode } },
					],
				},
			});
			assert.equal(run.status, 'error');
			assert.deepEqual(writesIn(journal), []);
			const stop = run.nodes.find(({ node }) => node === 'Stop: nothing came');
			assert.match(
				stop?.error.message ?? 'it did not stop',
				new RegExp(`^Nothing was written\\. ${source} gave nothing`),
			);
		},
	}));

/** What Notify was given, where it was called. @param {Outcome} outcome @returns {any[]} */
export const messagesIn = ({ items }) => items('Notify');

/** @param {Outcome} outcome @returns {Record<string, any>} */
export const summaryOf = ({ items }) => items('Summary')[0] ?? {};

/** @param {Outcome} outcome @param {string} kind @returns {any[]} what a person has to decide, of one kind */
export const found = (outcome, kind) =>
	summaryOf(outcome).review.filter((/** @type {any} */ row) => row.kind === kind);

/** @param {Outcome} outcome */
export const mustSucceed = (outcome) =>
	assert.equal(outcome.run.status, 'success', JSON.stringify(summaryOf(outcome).digest));

/**
 * What changed in the store.
 * @param {Scene} scene
 * @param {string} type
 * @param {Map<string, any>} before
 */
export const changesSince = async (scene, type, before) => {
	const after = await recordsById(scene, type);
	const lost = [...before.keys()].filter((id) => !after.has(id));
	assert.deepEqual(lost, [], 'nothing is deleted');
	const fresh = [...after.values()].filter(({ id }) => !before.has(id));
	const changed = [...after.values()].flatMap(({ id, attributes }) => {
		const old = before.get(id)?.attributes;
		const keys = Object.keys(attributes).filter(
			(key) => old && (attributes[key] ?? null) !== (old[key] ?? null),
		);
		return keys.length > 0 ? [{ id, attributes, old, keys: keys.sort() }] : [];
	});
	return { after, fresh, changed };
};
