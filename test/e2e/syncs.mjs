/** What the tests of the syncs ask of an outcome and of the store. */
import assert from 'node:assert/strict';
import { recordsById } from './beside.mjs';

/** @typedef {import('./examplesSuite.mjs').Scene} Scene */
/** @typedef {import('./examplesSuite.mjs').Outcome} Outcome */

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
