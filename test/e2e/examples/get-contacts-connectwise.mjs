import assert from 'node:assert/strict';
import { frontEnd } from '../frontEnds.mjs';

export default frontEnd({
	kind: 'contacts',
	system: 'connectwise',
	label: 'ConnectWise',
	result: 'Contacts',
	path: '/company/contacts',
	pageSize: 20,
	check: (items) => {
		const theo = items.find(({ last_name }) => last_name === 'Threefold');
		assert.deepEqual(theo?.phones, [
			{ value: '6045550150', extension: '12', label: 'Work' },
			{ value: '6045550151', extension: '', label: 'Mobile' },
		]);
	},
});
