import assert from 'node:assert/strict';
import { frontEnd } from '../frontEnds.mjs';

const expectation = frontEnd({
	kind: 'contacts',
	system: 'autotask',
	label: 'Autotask',
	result: 'Contacts',
	path: '/Contacts/query',
	pageSize: 20,
	check: (items) => {
		assert.ok(items.some(({ emails }) => emails.length === 3));
		assert.ok(items.some(({ active }) => !active));
	},
});

/** @type {import('../examplesSuite.mjs').Expectation} */
export default {
	...expectation,
	also: [
		...(expectation.also ?? []),
		{
			name: 'fails when Autotask knows no zone for the user name',
			test: async (scene) => {
				const values = { Settings: { userName: 'nobody@example.com' } };
				const { run } = await scene.run({ values });
				assert.equal(run.status, 'error');
				const zone = run.nodes.find(({ node }) => node === 'Find zone');
				assert.match(JSON.stringify(zone?.error), /Zone information could not be determined/);
			},
		},
	],
};
