import assert from 'node:assert/strict';
import { besideItGlue } from '../beside.mjs';

/** @type {import('../examplesSuite.mjs').Expectation} */
export default {
	writes: false,
	beside: true,
	scenarios: [
		{
			name: 'in several pages',
			adapt: () => ({ values: { Settings: { pageSize: 7 } } }),
			check: async ({ items }, scene) => {
				const { companies } = await besideItGlue(scene);
				const given = items('Companies');
				assert.deepEqual(
					given.map(({ id, name }) => [id, name]),
					companies.map(({ id, name }) => [String(id), name.trim()]),
				);
				assert.ok(given.some(({ deleted }) => deleted));
				for (const { system, types, active } of given) {
					assert.equal(system, 'connectwise');
					assert.ok(Array.isArray(types));
					assert.equal(typeof active, 'boolean');
				}
			},
		},
	],
};
