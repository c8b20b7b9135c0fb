import assert from 'node:assert/strict';
import { frontEnd } from '../frontEnds.mjs';

export default frontEnd({
	kind: 'contacts',
	system: 'halopsa',
	label: 'HaloPSA',
	result: 'Contacts',
	path: '/api/Users',
	pageSize: 20,
	check: (items) => {
		assert.ok(items.some(({ emails }) => emails.length === 3));
		assert.ok(items.every(({ last_name }) => last_name !== 'User'));
	},
});
