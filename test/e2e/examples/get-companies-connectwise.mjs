import assert from 'node:assert/strict';
import { frontEnd } from '../frontEnds.mjs';

export default frontEnd({
	kind: 'companies',
	system: 'connectwise',
	label: 'ConnectWise',
	result: 'Companies',
	path: '/company/companies',
	pageSize: 7,
	check: (items, records) => {
		const byId = new Map(records.map((record) => [String(record.id), record]));
		for (const { id, types, status, deleted } of items) {
			const record = byId.get(id);
			assert.deepEqual([types, status, deleted], [record.types, record.status, record.deleted]);
		}
		assert.ok(items.some(({ deleted, active }) => deleted && !active));
		assert.ok(items.some(({ types }) => types.length > 1));
		assert.ok(items.some(({ status, active }) => status === 'Not-Approved' && !active));
		assert.ok(items.some(({ status, active }) => status === 'Imported' && active));
	},
});
