import assert from 'node:assert/strict';

/** @typedef {import('../examplesSuite.mjs').Scene} Scene */

/**
 * @param {any[]} rows emails or phones of a contact
 * @returns {any} the primary one, else the first
 */
const primaryOf = (rows) => rows.find(({ primary }) => primary) ?? rows[0];

/**
 * The list as it follows from the store.
 * @param {Scene} scene
 * @param {string} statusName
 */
const expectedRows = async (scene, statusName) => {
	const [status] = (await scene.records('organization_statuses')).filter(
		({ attributes }) => attributes.name === statusName,
	);
	const organizations = new Map(
		(await scene.records('organizations'))
			.filter(({ attributes }) => String(attributes.organization_status_id) === status?.id)
			.map(({ id, attributes }) => [id, attributes.name]),
	);
	return (await scene.records('contacts'))
		.filter(
			({ attributes }) =>
				attributes.important === true && organizations.has(String(attributes.organization_id)),
		)
		.map(({ id, attributes }) => {
			const email = primaryOf(attributes.contact_emails)?.value ?? '';
			const phone = primaryOf(attributes.contact_phones);
			const number = phone?.['formatted-value'] ?? phone?.value ?? '';
			return {
				organization: organizations.get(String(attributes.organization_id)),
				name: `${attributes.first_name} ${attributes.last_name}`,
				title: attributes.title ?? '',
				email,
				phone: number,
				missing: [email === '' && 'email', number === '' && 'phone'].filter(Boolean).join(', '),
				id,
			};
		});
};

/** @param {Array<Record<string, any>>} rows */
const sorted = (rows) =>
	[...rows].sort((one, other) => (String(one.id) < String(other.id) ? -1 : 1));

/** @type {import('../examplesSuite.mjs').Expectation} */
export default {
	writes: false,
	scenarios: [
		{
			name: 'with the active clients',
			prepare: async (scene) => {
				const [organization] = await scene.records('organizations');
				await scene.insert('contacts', {
					organization_id: Number(organization.id),
					first_name: 'Ann',
					last_name: 'Example',
					important: true,
					contact_emails: [],
					contact_phones: [
						{ value: '6045550101', primary: false, 'label-name': 'Mobile' },
						{
							value: '6045550102',
							primary: true,
							'label-name': 'Work',
							'formatted-value': '604-555-0102',
						},
					],
				});
			},
			check: async ({ items, journal }, scene) => {
				const rows = items('VIP row');
				const expected = await expectedRows(scene, 'Active');
				assert.ok(expected.length > 20);
				assert.deepEqual(sorted(rows), sorted(expected));
				const ann = rows.find(({ name }) => name === 'Ann Example');
				assert.deepEqual([ann?.email, ann?.phone, ann?.missing], ['', '604-555-0102', 'email']);
				const order = rows.map((row) => row.organization.toLowerCase());
				assert.deepEqual(order, [...order].sort());
				assert.equal(items('VIP file').length, 1);
				assert.ok(journal.length <= 3, `few requests: ${journal.length}`);
			},
		},
		{
			name: 'with the clients of another status',
			adapt: () => ({ values: { Settings: { organizationStatus: 'Inactive' } } }),
			check: async ({ items }, scene) => {
				const expected = await expectedRows(scene, 'Inactive');
				assert.ok(expected.length > 0);
				assert.deepEqual(sorted(items('VIP row')), sorted(expected));
			},
		},
	],
};
