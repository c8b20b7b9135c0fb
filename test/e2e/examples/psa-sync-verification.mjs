import assert from 'node:assert/strict';
import { besideItGlue, saveBeside } from '../beside.mjs';
import { messagesIn, stopsWhenNothingComes, summaryOf } from '../syncs.mjs';

/** @typedef {import('../examplesSuite.mjs').Scene} Scene */

const ORDER = ['ambiguous', 'mismatched', 'missing_in_it_glue', 'unsynced', 'drifted', 'synced'];

/** In several pages, with all that there is. */
const ALL = {
	values: { Settings: { onlyProblems: false, companyTypes: '' } },
	called: { 'get-companies-connectwise': { Settings: { pageSize: 7 } } },
};

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
	for (const { id, name, active } of companies) {
		const linked = organizations.find(({ psa }) => psa?.remoteId === String(id));
		const called = organizations.filter(
			({ psa, attributes }) => !psa && plain(attributes.name) === plain(name),
		);
		const found = linked ?? called[0];
		if (found) used.add(found.id);
		if (linked) statuses.set(linked.id, linked.attributes.name === name ? 'synced' : 'drifted');
		else if (called.length > 1) {
			if (active) statuses.set(ofCompany(id), 'ambiguous');
			for (const one of called) used.add(one.id);
		} else if (found) statuses.set(found.id, 'unsynced');
		else if (active) statuses.set(ofCompany(id), 'missing_in_it_glue');
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
	needsTables: true,
	scenarios: [
		{
			name: 'with all companies, in several pages',
			adapt: () => ALL,
			prepare: async (scene) => {
				// Two organizations of one name without a link, for a company of that name.
				const { companies } = await besideItGlue(scene);
				const missing = companies.find(({ name }) => name === 'Ridgeway Pottery');
				for (const name of [missing.name, missing.name.toUpperCase()])
					await scene.insert('organizations', { name });
			},
			check: async (outcome, scene) => {
				const { items, journal } = outcome;
				const rows = items('Review');
				const expected = await expectedStatuses(scene);
				assert.deepEqual([...statusesIn(rows)].sort(), [...expected].sort());
				const counts = counted(expected.values());
				assert.ok(
					Object.values(counts).every((count) => count > 0),
					JSON.stringify(counts),
				);
				for (const [status, count] of Object.entries(counts))
					assert.equal(summaryOf(outcome)[status], count, status);
				assert.ok(summaryOf(outcome).not_wanted > 0, 'inactive ones');

				const places = rows.map(({ status }) => ORDER.indexOf(status));
				assert.deepEqual(
					places,
					[...places].sort((one, other) => one - other),
				);
				assert.match(
					rows[0]?.details,
					/^(Ridgeway|RIDGEWAY)[^,]+\(\d+\), (Ridgeway|RIDGEWAY).* may be this company\./,
				);
				const drifted = rows.find(({ status }) => status === 'drifted');
				assert.match(drifted?.details, /^name: ".+" in IT Glue, ".+ Holdings" in the PSA$/);
				assert.equal(drifted?.url, `https://example.itglue.com/${drifted?.organization_id}`);
				const similar = rows.filter(({ details }) => /similar names are \S/.test(details));
				assert.ok(similar.length > 0, 'similar names are suggested');
				assert.deepEqual(Object.keys(rows[0] ?? {}), [
					'status',
					'organization',
					'company',
					'psa_id',
					'details',
					'new',
					'organization_id',
					'url',
				]);
				assert.equal(items('Report file').length, 1);
				assert.ok(journal.length <= 2, `few requests: ${journal.length}`);
				const [message, ...more] = messagesIn(outcome);
				assert.deepEqual(more, [], 'one message');
				assert.ok(message?.text.split('\n').length < 25, 'a screen');
			},
		},
		{
			name: 'as shipped: clients only, and nothing but the problems',
			check: async (outcome, scene) => {
				const rows = outcome.items('Review');
				assert.ok(rows.every(({ status }) => status !== 'synced'));
				const { companies } = await besideItGlue(scene);
				const clients = new Set(
					companies
						.filter(({ types }) => types.some((/** @type {string} */ type) => /client/i.test(type)))
						.map(({ id }) => String(id)),
				);
				const missing = rows.filter(({ status }) => status === 'missing_in_it_glue');
				assert.ok(missing.length > 0 && missing.every(({ psa_id }) => clients.has(psa_id)));
				const expected = await expectedStatuses(scene);
				const { synced } = counted(expected.values());
				assert.equal(summaryOf(outcome).synced, synced, 'vendors are compared all the same');
			},
		},
	],
	also: [
		...stopsWhenNothingComes('Get companies', 'get-companies-connectwise'),
		{
			name: 'row 4: tells of each finding once, in one message',
			test: async (scene) => {
				const first = await scene.run();
				assert.match(messagesIn(first)[0]?.text, /^New for a person: |^- /m);
				const second = await scene.run();
				assert.equal(second.items('Review').length, first.items('Review').length);
				assert.ok(second.items('Review').every((row) => row.new === false));
				assert.deepEqual(messagesIn(second), []);
				await saveBeside(scene, 'companies', { name: 'Larch Example Foundry' });
				const third = await scene.run();
				const [message] = messagesIn(third);
				assert.match(message?.text, /^- Larch Example Foundry: Not in IT Glue/m);
				assert.equal(message?.text.match(/^- /gm)?.length, 1, 'only what is new');
				assert.match(message?.text, /^\d+ reported earlier are still open\.$/m);
			},
		},
		{
			name: 'row 4: stops when the PSA gives far fewer companies, and remembers nothing of it',
			test: async (scene) => {
				await scene.run();
				for (const { id } of (await besideItGlue(scene)).companies.slice(0, 20))
					await fetch(`${scene.sandbox.url}/_sandbox/psa/companies/${id}`, { method: 'DELETE' });
				for (const name of ['first', 'second']) {
					const outcome = await scene.run();
					assert.equal(outcome.run.status, 'error', name);
					assert.deepEqual(outcome.items('Review'), []);
					const [message] = messagesIn(outcome);
					assert.match(message?.text, /^Nothing was compared\. .*percent less/);
					assert.equal(message?.failed, true);
				}
			},
		},
	],
};
