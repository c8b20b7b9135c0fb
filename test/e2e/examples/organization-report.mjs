import assert from 'node:assert/strict';

/** @typedef {import('../examplesSuite.mjs').Scene} Scene */

/** @param {any[]} records */
const byId = (records) => new Map(records.map((record) => [record.id, record]));

/** @param {string} one @param {string} other */
const ignoringCase = (one, other) => {
	const [a, b] = [one.toLowerCase(), other.toLowerCase()];
	return a < b ? -1 : a > b ? 1 : 0;
};

/**
 * The report as it follows from the store.
 * @param {Scene} scene
 */
const expectedRows = async (scene) => {
	const [organizations, configurations, passwords, types, statuses] = await Promise.all(
		[
			'organizations',
			'configurations',
			'passwords',
			'organization_types',
			'organization_statuses',
		].map((type) => scene.records(type)),
	);
	const type = byId(types ?? []);
	const status = byId(statuses ?? []);
	const inUse = (/** @type {any[]} */ records, /** @type {string} */ id) =>
		records.filter(
			({ attributes }) => String(attributes.organization_id) === id && attributes.archived !== true,
		).length;
	return (organizations ?? []).map(({ id, attributes, psa, createdAt, updatedAt }) => {
		const counts = [inUse(configurations ?? [], id), inUse(passwords ?? [], id)];
		return {
			organization: attributes.name,
			type: type.get(String(attributes.organization_type_id))?.attributes.name ?? '',
			status: status.get(String(attributes.organization_status_id))?.attributes.name ?? '',
			configurations: counts[0],
			has_configurations: counts[0] !== 0,
			passwords: counts[1],
			has_passwords: counts[1] !== 0,
			psa_linked: psa !== undefined,
			psa_id: psa?.remoteId ?? '',
			psa_type: psa?.type ?? '',
			created_at: new Date(createdAt).toISOString(),
			updated_at: new Date(updatedAt).toISOString(),
			id,
			url: `https://example.itglue.com/${id}`,
		};
	});
};

/**
 * @param {import('../examplesSuite.mjs').Outcome} outcome
 * @param {Scene} scene
 */
const mustMatchTheStore = async ({ items }, scene) => {
	const rows = items('Report row');
	const expected = await expectedRows(scene);
	assert.equal(rows.length, expected.length);
	const found = byId(rows);
	for (const row of expected) assert.deepEqual(found.get(row.id), row);
	const names = rows.map(({ organization }) => organization);
	assert.deepEqual(names, [...names].sort(ignoringCase));
};

/** @type {import('../examplesSuite.mjs').Expectation} */
export default {
	writes: false,
	scenarios: [
		{
			name: 'with the whole account',
			prepare: async (scene) => {
				await scene.insert('organizations', { name: 'Northwind Dental' });
				const [configuration] = await scene.records('configurations');
				await scene.api('PATCH', `/configurations/${configuration.id}`, { archived: true });
			},
			check: async (outcome, scene) => {
				await mustMatchTheStore(outcome, scene);
				const rows = outcome.items('Report row');
				const bare = rows.find(({ organization }) => organization === 'Northwind Dental');
				assert.deepEqual(
					[bare?.type, bare?.has_configurations, bare?.psa_linked],
					['', false, false],
				);
				assert.ok(
					rows.some((row) => row.psa_linked && row.configurations > 0 && row.passwords > 0),
				);
				assert.equal(outcome.items('Report file').length, 1);
				assert.ok(outcome.journal.length <= 4, `few requests: ${outcome.journal.length}`);
			},
		},
		{
			name: 'with an account without configurations and passwords',
			prepare: async (scene) => {
				for (const type of ['configurations', 'passwords'])
					for (const { id } of await scene.records(type)) await scene.remove(type, id);
			},
			check: async (outcome, scene) => {
				await mustMatchTheStore(outcome, scene);
				assert.ok(outcome.items('Report row').every((row) => !row.has_passwords));
			},
		},
	],
};
