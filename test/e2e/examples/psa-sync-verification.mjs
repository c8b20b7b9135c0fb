import assert from 'node:assert/strict';
import { besideItGlue, emptyBeside } from '../beside.mjs';

/** @typedef {import('../examplesSuite.mjs').Scene} Scene */

const ORDER = ['ambiguous', 'mismatched', 'missing_in_it_glue', 'unsynced', 'drifted', 'synced'];

/** Two companies may have one name. @param {string | number} id */
const ofCompany = (id) => `company ${id}`;

/** @param {string} name */
const plain = (name) => name.trim().toLowerCase();

/**
 * The status of each record as it follows from both stores, by the ID of the organization or else of the company.
 * @param {Scene} scene
 */
const expectedStatuses = async (scene) => {
	const companies = (await besideItGlue(scene)).companies.filter(({ deleted }) => !deleted);
	const organizations = await scene.records('organizations');
	/** @type {Map<string, string>} */
	const statuses = new Map();
	const used = new Set();
	for (const { id, name } of companies) {
		const linked = organizations.find(({ psa }) => psa?.remoteId === String(id));
		const called = organizations.filter(
			({ psa, attributes }) => !psa && plain(attributes.name) === plain(name),
		);
		const found = linked ?? called[0];
		if (found) used.add(found.id);
		if (linked) statuses.set(linked.id, linked.attributes.name === name ? 'synced' : 'drifted');
		else if (called.length > 1) {
			statuses.set(ofCompany(id), 'ambiguous');
			for (const one of called) used.add(one.id);
		} else statuses.set(found?.id ?? ofCompany(id), found ? 'unsynced' : 'missing_in_it_glue');
	}
	for (const { id, psa } of organizations)
		if (!used.has(id)) statuses.set(id, psa ? 'mismatched' : 'unsynced');
	return statuses;
};

/** @param {Iterable<string>} statuses */
const counted = (statuses) => {
	const all = [...statuses];
	return Object.fromEntries(
		ORDER.map((status) => [status, all.filter((one) => one === status).length]),
	);
};

/** @param {Array<Record<string, any>>} rows */
const statusesIn = (rows) =>
	new Map(rows.map((row) => [row.organization_id || ofCompany(row.psa_id), row.status]));

/** @type {import('../examplesSuite.mjs').Expectation} */
export default {
	writes: false,
	scenarios: [
		{
			name: 'with all companies, in several pages',
			adapt: () => ({ values: { Settings: { pageSize: 7 } } }),
			prepare: async (scene) => {
				// Two organizations of one name without a link, for a company of that name.
				const { companies } = await besideItGlue(scene);
				const missing = companies.find(({ name }) => name === 'Ridgeway Pottery');
				for (const name of [missing.name, missing.name.toUpperCase()])
					await scene.insert('organizations', { name });
			},
			check: async ({ items, journal }, scene) => {
				const rows = items('Report row');
				const expected = await expectedStatuses(scene);
				assert.deepEqual([...statusesIn(rows)].sort(), [...expected].sort());
				const counts = counted(expected.values());
				assert.ok(
					Object.values(counts).every((count) => count > 0),
					JSON.stringify(counts),
				);
				assert.deepEqual(items('Summary'), [{ records: rows.length, ...counts }]);

				const places = rows.map(({ status }) => ORDER.indexOf(status));
				assert.deepEqual(
					places,
					[...places].sort((one, other) => one - other),
				);
				const [ambiguous] = rows;
				assert.match(
					ambiguous?.details,
					/^Candidates: (Ridgeway|RIDGEWAY)[^,]+\(\d+\), (Ridgeway|RIDGEWAY)/,
				);
				const drifted = rows.find(({ status }) => status === 'drifted');
				assert.match(drifted?.details, /^name: ".+" in IT Glue, ".+ Holdings" in ConnectWise$/);
				assert.equal(drifted?.url, `https://example.itglue.com/${drifted?.organization_id}`);
				const similar = rows.filter(({ details }) => details.startsWith('Similar: '));
				assert.ok(similar.length > 0, 'similar names are suggested');
				assert.deepEqual(Object.keys(rows[0] ?? {}), [
					'status',
					'organization',
					'company',
					'psa_id',
					'details',
					'organization_id',
					'url',
				]);
				assert.equal(items('Report file').length, 1);
				assert.ok(journal.length <= 2, `few requests: ${journal.length}`);
			},
		},
		{
			name: 'with nothing but the problems',
			adapt: () => ({ values: { Settings: { onlyProblems: true } } }),
			check: async ({ items }, scene) => {
				const expected = await expectedStatuses(scene);
				const problems = [...expected].filter(([, status]) => status !== 'synced');
				assert.deepEqual([...statusesIn(items('Report row'))].sort(), problems.sort());
				assert.equal(
					items('Summary')[0]?.synced,
					expected.size - problems.length,
					'the summary counts all of them',
				);
			},
		},
	],
	also: [
		{
			name: 'stops when ConnectWise gives no companies',
			test: async (scene) => {
				await emptyBeside(scene, 'companies');
				const { run, journal } = await scene.run();
				assert.equal(run.status, 'error');
				const stop = run.nodes.find(({ node }) => node === 'Stop: no companies');
				assert.match(stop?.error.message, /gave no companies/);
				assert.deepEqual(journal, []);
			},
		},
		{
			name: 'fails when ConnectWise refuses its conditions, and tells why',
			test: async (scene) => {
				const values = { Settings: { conditions: 'colour="red"' } };
				const { run, journal } = await scene.run({ values });
				assert.equal(run.status, 'error');
				const read = run.nodes.find(({ node }) => node === 'Get companies');
				assert.match(JSON.stringify(read?.error), /colour is not a recognized name/);
				assert.deepEqual(journal, []);
			},
		},
	],
};
