import assert from 'node:assert/strict';
import { writesIn } from '../../../scripts/lib/outcome.mjs';
import { besideItGlue, emptyBeside, recordsById, saveBeside } from '../beside.mjs';
import { found, stopsWhenNothingComes, summaryOf } from '../syncs.mjs';

/** @typedef {import('../examplesSuite.mjs').Scene} Scene */

const WRITING = { values: { Settings: { dryRun: false } } };
const CREATING = {
	values: { Settings: { dryRun: false, createMissing: true, createTypes: '' } },
	// In several pages.
	called: { 'get-companies-connectwise': { Settings: { pageSize: 7 } } },
};
const PREFIX = 'PSA:';

/** What is in the store before the run. @type {Map<string, any>} */
let before = new Map();

/** @param {Scene} scene */
const remember = async (scene) => {
	before = await recordsById(scene, 'organizations');
};

/** @param {Scene} scene */
const namesNow = async (scene) =>
	(await scene.records('organizations')).map(({ attributes }) => attributes.name);

/**
 * Only descriptions changed, and only empty ones or those from here.
 * @param {Scene} scene
 * @returns {Promise<number>} how many changed
 */
const onlyDescribed = async (scene) => {
	const after = await recordsById(scene, 'organizations');
	let changed = 0;
	for (const [id, { attributes }] of before) {
		const { description, ...rest } = after.get(id).attributes;
		const { description: earlier, ...others } = attributes;
		assert.deepEqual(rest, others);
		if (description === earlier) continue;
		assert.ok(!earlier || earlier.startsWith(PREFIX), `${earlier} is a colleague's`);
		assert.ok(description.startsWith(PREFIX));
		changed += 1;
	}
	return changed;
};

/** @type {import('../examplesSuite.mjs').Expectation} */
export default {
	writes: true,
	needsTables: true,
	scenarios: [
		{
			name: 'as shipped, which writes nothing',
			changesNothing: true,
			prepare: remember,
			check: async (outcome, scene) => {
				const summary = summaryOf(outcome);
				assert.equal(summary.dry_run, true);
				assert.ok(summary.would_update > 0);
				assert.deepEqual([summary.remember, summary.forget, summary.failed], [[], [], []]);
				for (const { _action, _changes } of outcome.items('Preview'))
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
			check: async (outcome, scene) => {
				const described = await onlyDescribed(scene);
				assert.ok(described > 5);
				assert.equal((await scene.records('organizations')).length, before.size);
				const summary = summaryOf(outcome);
				assert.equal(summary.updated, described);
				assert.ok(summary.description_kept > 5);
				assert.ok(summary.digest.split('\n').length < 25, 'a screen');
				assert.deepEqual(
					writesIn(outcome.journal).map(({ method, path }) => [method, path]),
					[['PATCH', '/organizations']],
				);
			},
			checkAgain: (outcome) => {
				assert.equal(summaryOf(outcome).worth_telling, false, 'what was told is not told again');
				assert.equal(outcome.items('Notify').length, 0);
			},
		},
		{
			name: 'with creating allowed: nothing that is there under a similar or the same name',
			adapt: () => CREATING,
			prepare: async (scene) => {
				await saveBeside(scene, 'companies', { name: 'Sleepy Hollow Inn', active: false });
				await saveBeside(scene, 'companies', { name: 'Fern Hill Example' });
				for (const name of ['Fern Hill Example', 'FERN HILL EXAMPLE'])
					await scene.insert('organizations', { name });
				await remember(scene);
			},
			check: async (outcome, scene) => {
				await onlyDescribed(scene);
				const fresh = (await scene.records('organizations')).filter(({ id }) => !before.has(id));
				const names = fresh.map(({ attributes }) => attributes.name);
				for (const name of ['Ridgeway Pottery', 'Tidewater Marine', 'Willow & Finch'])
					assert.ok(names.includes(name), name);
				assert.ok(!names.includes('Sleepy Hollow Inn'), 'it is not active');
				const types = await recordsById(scene, 'organization_types');
				for (const { attributes } of fresh) {
					assert.ok(attributes.description.startsWith(PREFIX));
					const type = types.get(String(attributes.organization_type_id));
					assert.equal(type.attributes.name, 'Customer');
				}
				assert.ok(found(outcome, 'not in IT Glue').length > 0, 'those with similar names');
				assert.ok(
					found(outcome, 'ambiguous').some((/** @type {any} */ { text }) =>
						/FERN HILL EXAMPLE \(\d+\)/i.test(text),
					),
				);
				assert.ok(found(outcome, 'company gone').length > 0);
				assert.equal(summaryOf(outcome).created, fresh.length);
			},
		},
	],
	also: [
		...stopsWhenNothingComes('Get companies', 'get-companies-connectwise', WRITING),
		{
			name: 'row 3: creates no vendors and prospects, and does not list them either',
			test: async (scene) => {
				const { companies } = await besideItGlue(scene);
				const settings = { dryRun: false, createMissing: true };
				const first = await scene.run({
					values: { Settings: { ...settings, createTypes: 'No such type' } },
				});
				assert.equal(first.run.status, 'success');
				assert.equal(summaryOf(first).created ?? 0, 0);
				assert.deepEqual(found(first, 'not in IT Glue'), []);
				assert.ok(summaryOf(first).not_wanted > 0);
				assert.equal(summaryOf(first).companies, companies.length, 'all were compared');
			},
		},
		{
			name: 'row 12: knows a company that was renamed after its organization was created',
			test: async (scene) => {
				const made = await saveBeside(scene, 'companies', { name: 'Larch Example Foundry' });
				await scene.run(CREATING);
				const names = await namesNow(scene);
				assert.ok(names.includes('Larch Example Foundry'));
				await saveBeside(scene, 'companies', { id: made.id, name: 'Quince Example Works' });
				const second = await scene.run(CREATING);
				assert.deepEqual((await namesNow(scene)).sort(), names.sort(), 'no second organization');
				assert.match(found(second, 'renamed')[0].text, /Larch.*is called Quince/);
			},
		},
		{
			name: 'row 11: tells of two companies of one name once, then is quiet',
			test: async (scene) => {
				await saveBeside(scene, 'companies', { name: 'Twin Example' });
				await saveBeside(scene, 'companies', { name: 'Twin Example' });
				const first = await scene.run(CREATING);
				assert.equal(first.run.status, 'success');
				const second = await scene.run(CREATING);
				assert.equal(second.run.status, 'success');
				assert.equal(summaryOf(second).worth_telling, false);
				assert.deepEqual(writesIn(second.journal), []);
			},
		},
		{
			name: 'the brake: stops before it writes when very much would change, or the source has shrunk',
			test: async (scene) => {
				const { run, journal } = await scene.run({
					values: { Settings: { dryRun: false, brakeRecords: 3 } },
				});
				assert.equal(run.status, 'error');
				assert.deepEqual(writesIn(journal), []);
				const stop = run.nodes.find(({ node }) => node === 'Stop as failed');
				assert.match(
					stop?.error.message,
					/would create or change \d+ records, more than brakeRecords/,
				);
				await scene.run(WRITING);
				for (const { id } of (await besideItGlue(scene)).companies.slice(0, 20))
					await fetch(`${scene.sandbox.url}/_sandbox/psa/companies/${id}`, { method: 'DELETE' });
				const shrunk = await scene.run(WRITING);
				assert.equal(shrunk.run.status, 'error');
				assert.match(summaryOf(shrunk).stopped, /percent less/);
			},
		},
		{
			name: 'goes on when one is refused, and ends failed with a message that names it',
			test: async (scene) => {
				await scene.fault({ kind: 'status', status: 422, method: 'POST', path: '/organizations' });
				const first = await scene.run(CREATING);
				assert.equal(first.run.status, 'error');
				const stop = first.run.nodes.find(({ node }) => node === 'Stop as failed');
				assert.match(stop?.error.message, /^Failed: /m);
				const second = await scene.run(CREATING);
				assert.equal(second.run.status, 'success');
				assert.equal(summaryOf(second).created, 1);
			},
		},
		{
			name: 'stops before it writes when ConnectWise gives no companies',
			test: async (scene) => {
				await emptyBeside(scene, 'companies');
				const { run, journal } = await scene.run(WRITING);
				assert.equal(run.status, 'error');
				assert.deepEqual(writesIn(journal), []);
				assert.match(JSON.stringify(run), /gave no companies/);
			},
		},
	],
};
