import assert from 'node:assert/strict';
import { writesIn } from '../../../scripts/lib/outcome.mjs';
import { recordsById, saveBeside } from '../beside.mjs';
import { stopsWhenNothingComes, summaryOf } from '../syncs.mjs';

/** @typedef {import('../examplesSuite.mjs').Scene} Scene */

const WRITING = { values: { Settings: { dryRun: false } } };

/** What is in the store before the run. @type {Map<string, any>} */
let before = new Map();

/** @param {Scene} scene */
const remember = async (scene) => {
	before = await recordsById(scene, 'contacts');
};

/** @param {any} record */
const nameOf = ({ attributes }) => `${attributes.first_name} ${attributes.last_name}`;

/**
 * A linked organization and the id of its company.
 * @param {Scene} scene
 */
const linkedHome = async (scene) => {
	const found = (await scene.records('organizations')).find(({ psa }) => psa);
	assert.ok(found, 'an organization with a PSA link');
	return { id: found.id, companyId: Number(found.psa.remoteId) };
};

/** @param {Scene} scene @param {string} organizationId */
const peopleOf = async (scene, organizationId) =>
	(await scene.records('contacts')).filter(
		({ attributes }) => String(attributes.organization_id) === organizationId,
	);

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
				assert.ok(summary.would_create > 0);
				assert.ok(summary.left_to_psa_sync > 0);
				assert.deepEqual(await recordsById(scene, 'contacts'), before);
			},
		},
		{
			name: 'with writing allowed: nobody is renamed, and nobody who is linked is touched',
			adapt: () => WRITING,
			prepare: remember,
			check: async (outcome, scene) => {
				const after = await recordsById(scene, 'contacts');
				for (const [id, { attributes, psa }] of before) {
					assert.equal(nameOf(after.get(id)), nameOf({ attributes }));
					if (psa) assert.deepEqual(after.get(id).attributes, attributes);
				}
				const fresh = [...after.values()].filter(({ id }) => !before.has(id));
				assert.equal(summaryOf(outcome).created, fresh.length);
				assert.ok(fresh.length > 0);
				assert.deepEqual(summaryOf(outcome).failed, []);
			},
			checkAgain: (outcome) => {
				assert.equal(summaryOf(outcome).worth_telling, false, 'what was told is not told again');
			},
		},
	],
	also: [
		...stopsWhenNothingComes('Get contacts', 'get-contacts-autotask', WRITING),
		{
			name: 'row 1: two people who share an address are two, whether one is known or none',
			test: async (scene) => {
				const { id, companyId } = await linkedHome(scene);
				const shared = { companyId, email: 'desk@example.com' };
				const one = { ...shared, firstName: 'Alice', lastName: 'Sharer' };
				await saveBeside(scene, 'contacts', one);
				await saveBeside(scene, 'contacts', { ...shared, firstName: 'Bob', lastName: 'Sharer' });
				await scene.run(WRITING);
				const names = (await peopleOf(scene, id)).map(nameOf);
				for (const name of ['Alice Sharer', 'Bob Sharer'])
					assert.equal(names.filter((found) => found === name).length, 1, name);
				const again = await scene.run(WRITING);
				assert.deepEqual(writesIn(again.journal), []);
			},
		},
		{
			name: 'row 9: knows a person after name and address changed, and leaves a move to a person',
			test: async (scene) => {
				const { id, companyId } = await linkedHome(scene);
				const who = { firstName: 'Wanda', lastName: 'Maiden', email: 'wanda@example.com' };
				const made = await saveBeside(scene, 'contacts', { companyId, ...who });
				await scene.run(WRITING);
				const count = (await scene.records('contacts')).length;
				const married = { lastName: 'Married', email: 'wanda.married@example.com' };
				await saveBeside(scene, 'contacts', { id: made.id, ...married });
				const second = await scene.run(WRITING);
				assert.equal(second.run.status, 'success');
				assert.equal((await scene.records('contacts')).length, count, 'no second contact');
				assert.ok((await peopleOf(scene, id)).some((one) => nameOf(one) === 'Wanda Maiden'));
				const other = (await scene.records('organizations')).find(
					({ psa }) => psa && Number(psa.remoteId) !== companyId,
				);
				await saveBeside(scene, 'contacts', {
					id: made.id,
					companyId: Number(other.psa.remoteId),
				});
				const third = await scene.run(WRITING);
				assert.equal((await scene.records('contacts')).length, count);
				assert.ok(
					summaryOf(third).review.some(
						(/** @type {any} */ { kind, text }) => kind === 'moved' && /Wanda/.test(text),
					),
				);
			},
		},
		{
			name: 'row 10: makes the number of the PSA the primary one, and the old one stays or goes',
			test: async (scene) => {
				const { id, companyId } = await linkedHome(scene);
				const who = { firstName: 'Phil', lastName: 'Caller', email: 'phil@example.com' };
				const made = await saveBeside(scene, 'contacts', {
					companyId,
					...who,
					phone: '6045550141',
				});
				await scene.run(WRITING);
				await saveBeside(scene, 'contacts', { id: made.id, phone: '6045550142' });
				await scene.run(WRITING);
				const numbers = async () => {
					const found = (await peopleOf(scene, id)).find((one) => nameOf(one) === 'Phil Caller');
					return found.attributes.contact_phones.map((/** @type {any} */ { value, primary }) => [
						value,
						primary,
					]);
				};
				assert.deepEqual(await numbers(), [
					['6045550142', true],
					['6045550141', false],
				]);
				await saveBeside(scene, 'contacts', { id: made.id, phone: '6045550143' });
				await scene.run({ values: { Settings: { dryRun: false, oldNumbers: 'remove' } } });
				assert.deepEqual(await numbers(), [['6045550143', true]]);
			},
		},
	],
};
