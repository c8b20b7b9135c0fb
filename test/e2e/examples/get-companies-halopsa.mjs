import assert from 'node:assert/strict';
import { frontEnd } from '../frontEnds.mjs';

export default frontEnd({
	kind: 'companies',
	system: 'halopsa',
	label: 'HaloPSA',
	result: 'Companies',
	path: '/api/Client',
	pageSize: 20,
	given: ({ deleted }) => !deleted,
	check: (items) => {
		const typesOf = (/** @type {string} */ name) => items.find((one) => one.name === name)?.types;
		assert.deepEqual(typesOf('Juniper Bakery'), ['Prospect']);
		assert.deepEqual(typesOf('Copperline Telecom'), ['Supplier', 'Partner', 'Other']);
		assert.deepEqual(typesOf(`O'Brien Dental`), ['Customer']);
		assert.deepEqual(typesOf('Millbrook Veterinary'), []);
	},
});
