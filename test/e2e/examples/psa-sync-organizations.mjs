import assert from 'node:assert/strict';
import { writesIn } from '../../../scripts/lib/outcome.mjs';
import { besideItGlue, emptyBeside, recordsById, saveBeside } from '../beside.mjs';

/** @typedef {import('../examplesSuite.mjs').Scene} Scene */

const WRITING = { values: { Settings: { dryRun: false } } };
/** In several pages. */
const CREATING = { values: { Settings: { dryRun: false, createMissing: true, pageSize: 7 } } };
const PREFIX = 'ConnectWise:';

/** What is in the store before the run. @type {Map<string, any>} */
let before = new Map();

/** @param {Scene} scene */
const remember = async (scene) => {
	before = await recordsById(scene, 'organizations');
};

/** @param {any} company */
export const factsOf = ({ identifier, active, city, state, phone, website }) =>
	`${PREFIX} ${[identifier, active ? 'Active' : 'Inactive', [city, state].filter(Boolean).join(', '), phone, website].filter(Boolean).join(' · ')}`;

/** @param {string} name */
const plain = (name) => name.trim().toLowerCase();

/**
 * The organization that a company belongs to, by link or else by exact name.
 * @param {any} company
 */
const organizationOf = (company) => {
	const organizations = [...before.values()];
	const linked = organizations.find(({ psa }) => psa?.remoteId === String(company.id));
	const called = organizations.filter(
		({ psa, attributes }) => !psa && plain(attributes.name) === plain(company.name),
	);
	return linked ?? (called.length === 1 ? called[0] : undefined);
};

/** @param {Scene} scene */
const companiesOf = async (scene) =>
	(await besideItGlue(scene)).companies.filter(({ deleted }) => !deleted);

/**
 * Organizations that exist got a new description and nothing else, and only if theirs was empty or from here.
 * @param {Scene} scene
 * @returns {Promise<number>} how many got one
 */
const mustHaveDescribed = async (scene) => {
	const after = await recordsById(scene, 'organizations');
	const facts = new Map();
	for (const company of await companiesOf(scene)) {
		const { id, attributes } = organizationOf(company) ?? {};
		if (id && (!attributes.description || attributes.description.startsWith(PREFIX)))
			facts.set(id, factsOf(company));
	}
	for (const [id, { attributes }] of before)
		assert.deepEqual(after.get(id)?.attributes, {
			...attributes,
			...(facts.has(id) && { description: facts.get(id) }),
		});
	return facts.size;
};

/** @param {Array<Record<string, any>>} rows @param {string} company */
const reasonFor = (rows, company) => rows.find((row) => row.company === company)?.reason;

/** @type {import('../examplesSuite.mjs').Expectation} */
export default {
	writes: true,
	scenarios: [
		{
			name: 'as shipped, which writes nothing',
			changesNothing: true,
			prepare: remember,
			check: async ({ items }, scene) => {
				const [summary, ...others] = items('Summary');
				assert.deepEqual(others, []);
				assert.equal(summary?.dry_run, true);
				assert.ok(summary?.would_update > 0);
				assert.deepEqual(
					[summary?.updated, summary?.created, summary?.would_create, summary?.failed],
					[0, 0, 0, []],
				);
				assert.match(reasonFor(items('Review'), 'Tidewater Marine'), /switch createMissing on/);
				for (const { _action, _changes } of items('Update organizations'))
					if (_action === 'would_update')
						assert.ok(_changes.description.to.startsWith(PREFIX), 'it shows what it would write');
				assert.deepEqual(await recordsById(scene, 'organizations'), before);
			},
		},
		{
			name: 'with writing allowed, but not creating',
			adapt: () => WRITING,
			prepare: async (scene) => {
				const [first] = (await scene.records('organizations')).filter(({ psa }) => psa);
				await scene.api('PATCH', `/organizations/${first.id}`, {
					description: `${PREFIX} of an earlier night`,
				});
				await remember(scene);
			},
			check: async ({ items, journal }, scene) => {
				const described = await mustHaveDescribed(scene);
				assert.ok(described > 5);
				assert.equal((await scene.records('organizations')).length, before.size);
				const [summary] = items('Summary');
				assert.deepEqual([summary?.updated, summary?.created], [described, 0]);
				assert.ok(summary?.description_kept > 5);
				assert.equal(summary?.found_by_name, 2);
				const changes = writesIn(journal);
				assert.deepEqual(
					changes.map(({ method, path }) => [method, path]),
					[['PATCH', '/organizations']],
				);
				assert.ok(journal.length <= 6, `few requests: ${journal.length}`);
			},
		},
		{
			name: 'with creating allowed',
			adapt: () => CREATING,
			prepare: async (scene) => {
				await saveBeside(scene, 'companies', { name: 'Sleepy Hollow Inn', active: false });
				await saveBeside(scene, 'companies', { name: 'Fern Hill Example' });
				for (const name of ['Fern Hill Example', 'FERN HILL EXAMPLE'])
					await scene.insert('organizations', { name });
				await remember(scene);
			},
			check: async ({ items }, scene) => {
				await mustHaveDescribed(scene);
				const companies = await companiesOf(scene);
				const fresh = (await scene.records('organizations')).filter(({ id }) => !before.has(id));
				const names = ['Ridgeway Pottery', 'Tidewater Marine', 'Willow & Finch'];
				assert.deepEqual(
					fresh.map(({ attributes }) => attributes.name),
					names,
				);
				const types = await recordsById(scene, 'organization_types');
				const statuses = await recordsById(scene, 'organization_statuses');
				for (const { attributes } of fresh) {
					const company = companies.find(({ name }) => name === attributes.name);
					assert.equal(attributes.description, factsOf(company));
					assert.equal(
						types.get(String(attributes.organization_type_id)).attributes.name,
						'Customer',
					);
					assert.equal(
						statuses.get(String(attributes.organization_status_id)).attributes.name,
						'Active',
					);
				}

				const review = items('Review');
				const similar = companies.filter(({ name }) =>
					/ (Company|Incorporated|Limited)$/.test(name),
				);
				assert.ok(similar.length > 0);
				for (const { name } of similar)
					assert.match(reasonFor(review, name), /^Not in IT Glue, but these are called much alike/);
				assert.match(
					reasonFor(review, 'Sleepy Hollow Inn'),
					/Inactive is not among createStatuses/,
				);
				assert.ok(
					review.some(({ status, reason }) => status === 'mismatched' && /no longer/.test(reason)),
				);
				assert.ok(
					review.some(
						({ company, status, reason }) =>
							company === 'Fern Hill Example' &&
							status === 'ambiguous' &&
							/Fern Hill Example \(\d+\)/.test(reason) &&
							/FERN HILL EXAMPLE \(\d+\)/.test(reason),
					),
				);
				const [summary] = items('Summary');
				assert.deepEqual(
					[summary?.companies, summary?.created, summary?.missing_in_it_glue, summary?.review],
					[companies.length, 3, 3 + similar.length + 1, review.length],
				);
			},
			checkAgain: ({ items }) => {
				const [summary] = items('Summary');
				assert.deepEqual([summary?.updated, summary?.created], [0, 0]);
				assert.equal(summary?.found_by_name, 2 + 3, 'what was created is found by its name');
			},
		},
	],
	also: [
		{
			name: 'goes on when one is refused, and ends failed with a message that names it',
			test: async (scene) => {
				await scene.fault({ kind: 'status', status: 422, method: 'POST', path: '/organizations' });
				const { run } = await scene.run(CREATING);
				assert.equal(run.status, 'error');
				const stop = run.nodes.find(({ node }) => node === 'Stop as failed');
				assert.match(
					stop?.error.message,
					/^1 of \d+ companies failed\. Create organizations \((Ridgeway|Tidewater|Willow)[^)]*\): .*2 created/s,
				);
				const second = await scene.run(CREATING);
				assert.equal(second.run.status, 'success');
				assert.equal(second.items('Summary')[0]?.created, 1);
			},
		},
		{
			name: 'stops before it writes when ConnectWise gives no companies',
			test: async (scene) => {
				await emptyBeside(scene, 'companies');
				const { run, journal } = await scene.run(WRITING);
				assert.equal(run.status, 'error');
				const stop = run.nodes.find(({ node }) => node === 'Stop: no companies');
				assert.match(stop?.error.message, /gave no companies/);
				assert.deepEqual(journal, []);
			},
		},
	],
};
