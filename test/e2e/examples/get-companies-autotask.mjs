import assert from 'node:assert/strict';
import { frontEnd } from '../frontEnds.mjs';

export default frontEnd({
	kind: 'companies',
	system: 'autotask',
	label: 'Autotask',
	result: 'Companies',
	path: '/Companies/query',
	pageSize: 7,
	check: (items, records) => {
		const byName = new Map(items.map((item) => [item.name, item]));
		assert.deepEqual(byName.get('Juniper Bakery')?.types, ['Prospect']);
		assert.deepEqual(byName.get('Bramble Paper Supplies')?.types, ['Vendor']);
		assert.deepEqual(byName.get(`O'Brien Dental`)?.types, ['Customer']);
		const countries = new Map(records.map(({ id, country }) => [String(id), country]));
		for (const { id, country } of items) assert.equal(country, countries.get(id));
	},
});
