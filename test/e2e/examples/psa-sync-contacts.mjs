import assert from 'node:assert/strict';
import { writesIn } from '../../../scripts/lib/outcome.mjs';
import {
	besideItGlue,
	connectTo,
	emptyBeside,
	insertLinked,
	recordsById,
	saveBeside,
} from '../beside.mjs';

/** @typedef {import('../examplesSuite.mjs').Scene} Scene */

const AUTOTASK = { psaType: 'autotask' };
/** In several pages. */
const WRITING = { values: { Settings: { ...AUTOTASK, dryRun: false, pageSize: 20 } } };

/** What is in the store before the run. @type {Map<string, any>} */
let before = new Map();

/** @param {Scene} scene */
const remember = async (scene) => {
	await connectTo(scene, 'autotask');
	before = await recordsById(scene, 'contacts');
};

/** @param {Scene} scene */
const after = async (scene) => {
	const contacts = await scene.records('contacts');
	return {
		fresh: contacts.filter(({ id }) => !before.has(id)),
		changed: contacts.filter(
			({ id, attributes }) =>
				before.has(id) && JSON.stringify(attributes) !== JSON.stringify(before.get(id).attributes),
		),
	};
};

/** @param {any} record */
export const nameOf = ({ attributes }) => `${attributes.first_name} ${attributes.last_name}`;

/** @param {any} record */
export const emailsOf = ({ attributes }) =>
	(attributes.contact_emails ?? []).map((/** @type {any} */ { value }) => value);

/** @param {any} record */
export const phonesOf = ({ attributes }) =>
	(attributes.contact_phones ?? []).map((/** @type {any} */ { value }) => value);

/**
 * Contacts of linked organizations that IT Glue lets others change.
 * @param {Scene} scene
 * @returns {Promise<Array<{ record: any, companyId: number }>>}
 */
const openContacts = async (scene) => {
	const organizations = await recordsById(scene, 'organizations');
	const companies = new Set((await besideItGlue(scene)).companies.map(({ id }) => id));
	return (await scene.records('contacts'))
		.filter(({ psa }) => !psa)
		.map((record) => ({
			record,
			companyId: Number(organizations.get(String(record.attributes.organization_id)).psa?.remoteId),
		}))
		.filter(({ companyId }) => companies.has(companyId));
};

/**
 * Persons who have to be told apart, in the company of the first contact that may be changed.
 * @param {Scene} scene
 */
const addPersons = async (scene) => {
	const [{ record, companyId } = { record: undefined, companyId: 0 }] = await openContacts(scene);
	assert.ok(record);
	const organization_id = record.attributes.organization_id;
	const person = (/** @type {string} */ first_name, /** @type {string[]} */ emails) =>
		scene.insert('contacts', {
			organization_id,
			first_name,
			last_name: 'Example',
			title: 'Clerk',
			contact_emails: emails.map((value, at) => ({
				value,
				primary: at === 0,
				'label-name': 'Work',
			})),
			contact_phones: [],
		});
	await person('Nomail', []);
	await person('Namesake', ['namesake@example.com']);
	await person('Quiet', ['quiet@example.com']);
	await person('Leaver', ['leaver@example.com']);
	const beside = (/** @type {string} */ firstName, /** @type {object} */ more) =>
		saveBeside(scene, 'contacts', { companyId, firstName, lastName: 'Example', ...more });
	await beside('Nomail', { email: 'found.later@example.com', title: 'Buyer' });
	await beside('Namesake', { email: 'other.namesake@example.com', title: 'Director' });
	await beside('Quiet', { email: null, title: 'Foreman' });
	await beside('Leaver', { email: 'leaver@example.com', title: 'Gone', active: false });
	await beside('Odd', { email: 'n/a', mobile: '6045550177' });
};

/** @type {import('../examplesSuite.mjs').Expectation} */
export default {
	writes: true,
	scenarios: [
		{
			name: 'as shipped, which writes nothing',
			adapt: () => ({ values: { Settings: AUTOTASK } }),
			changesNothing: true,
			prepare: async (scene) => {
				await addPersons(scene);
				await remember(scene);
			},
			check: async ({ items }, scene) => {
				const [summary] = items('Summary');
				assert.equal(summary?.dry_run, true);
				assert.deepEqual(
					[summary?.created, summary?.updated, summary?.would_create, summary?.would_update],
					[0, 0, 5, 3],
				);
				assert.deepEqual(await recordsById(scene, 'contacts'), before);
			},
		},
		{
			name: 'with writing allowed',
			adapt: () => WRITING,
			prepare: async (scene) => {
				await addPersons(scene);
				await remember(scene);
			},
			check: async ({ items }, scene) => {
				const { companies, contacts } = await besideItGlue(scene);
				const organizations = await recordsById(scene, 'organizations');
				const { fresh, changed } = await after(scene);

				const starters = contacts.filter(
					({ firstName, active, companyId }) =>
						(firstName === 'New' || firstName === 'Odd') &&
						active &&
						companies.find(({ id }) => id === companyId).name !== 'Ridgeway Pottery',
				);
				assert.equal(starters.length, 5);
				assert.deepEqual(
					fresh.map((record) => [
						nameOf(record),
						record.attributes.title ?? null,
						emailsOf(record),
						phonesOf(record),
						organizations.get(String(record.attributes.organization_id)).psa.remoteId,
					]),
					starters.map(({ firstName, lastName, title, email, phone, mobile, companyId }) => [
						`${firstName} ${lastName}`,
						title,
						email?.includes('@') ? [email] : [],
						[phone, mobile].filter(Boolean),
						String(companyId),
					]),
				);
				assert.ok(
					fresh.some((record) => emailsOf(record).length === 0),
					'one of them has no email',
				);

				const byName = new Map(changed.map((record) => [nameOf(record), record]));
				const known = [...byName.keys()].filter((name) => !name.endsWith(' Example'));
				assert.equal(known.length, 1, 'the known contact whose title changed');
				assert.equal(byName.get(known[0] ?? '')?.attributes.title, 'Managing Director');
				assert.deepEqual([...byName.keys()].filter((name) => name.endsWith(' Example')).sort(), [
					'Nomail Example',
					'Quiet Example',
				]);
				const nomail = byName.get('Nomail Example');
				assert.deepEqual(emailsOf(nomail), ['found.later@example.com']);
				assert.equal(nomail?.attributes.title, 'Buyer');
				assert.equal(byName.get('Quiet Example')?.attributes.title, 'Foreman');
				assert.deepEqual(emailsOf(byName.get('Quiet Example')), ['quiet@example.com']);

				const [namesake, ...others] = items('Review');
				assert.deepEqual(others, []);
				assert.equal(namesake?.contact, 'Namesake Example');
				assert.match(namesake?.reason, /with the email namesake@example\.com/);
				const active = contacts.filter((contact) => contact.active);
				const [summary] = items('Summary');
				assert.equal(summary?.contacts, active.length);
				assert.ok(summary?.left_to_psa_sync > 10);
				assert.ok(summary?.other_companies >= 1);
				assert.deepEqual(
					[summary?.created, summary?.updated, summary?.review, summary?.failed],
					[5, 3, 1, []],
				);
			},
			checkAgain: ({ items }) => {
				const [summary] = items('Summary');
				assert.deepEqual([summary?.created, summary?.updated, summary?.review], [0, 0, 1]);
				assert.ok(summary?.unchanged > 5);
			},
		},
		{
			name: 'with many changes, which go out together',
			adapt: () => WRITING,
			prepare: async (scene) => {
				await emptyBeside(scene, 'contacts');
				for (const { record, companyId } of await openContacts(scene)) {
					const [email] = emailsOf(record);
					const { first_name, last_name } = record.attributes;
					await saveBeside(scene, 'contacts', {
						companyId,
						firstName: first_name,
						lastName: last_name,
						email: email.toUpperCase(),
						title: 'Shareholder',
					});
				}
				await remember(scene);
			},
			check: async ({ journal }, scene) => {
				const { fresh, changed } = await after(scene);
				assert.deepEqual(fresh, []);
				assert.ok(changed.length > 25, `${changed.length} contacts`);
				for (const { id, attributes } of changed)
					assert.deepEqual(attributes, { ...before.get(id).attributes, title: 'Shareholder' });
				assert.deepEqual(
					writesIn(journal).map(({ method, path }) => [method, path]),
					Array.from({ length: Math.ceil(changed.length / 50) }, () => ['PATCH', '/contacts']),
				);
				assert.ok(journal.length <= 6, `few requests: ${journal.length}`);
			},
		},
		{
			name: 'with a company that two organizations are linked to, and one that none is',
			adapt: () => WRITING,
			changesNothing: true,
			prepare: async (scene) => {
				await emptyBeside(scene, 'contacts');
				const [twice] = (await scene.records('organizations')).filter(({ psa }) => psa);
				await insertLinked(scene, 'organizations', { name: 'Second Example' }, twice.psa);
				const { companies } = await besideItGlue(scene);
				const nowhere = companies.find(({ name }) => name === 'Tidewater Marine');
				for (const companyId of [Number(twice.psa.remoteId), nowhere.id])
					await saveBeside(scene, 'contacts', {
						companyId,
						firstName: 'Ida',
						lastName: 'Example',
						email: 'ida@example.com',
					});
				await remember(scene);
			},
			check: ({ items }) => {
				const [row, ...others] = items('Review');
				assert.deepEqual(others, []);
				assert.match(row?.reason, /^Several organizations are linked to company \d+: \d+, \d+\./);
				const [summary] = items('Summary');
				assert.deepEqual([summary?.other_companies, summary?.review], [1, 1]);
			},
		},
	],
	also: [
		{
			name: 'goes on when one is refused, and ends failed with a message that names it',
			test: async (scene) => {
				await remember(scene);
				await scene.fault({ kind: 'status', status: 422, method: 'POST', path: '/contacts' });
				await scene.fault({ kind: 'status', status: 422, method: 'PATCH', path: '/contacts' });
				const { run } = await scene.run(WRITING);
				assert.equal(run.status, 'error');
				const stop = run.nodes.find(({ node }) => node === 'Stop as failed');
				assert.match(
					stop?.error.message,
					/^2 of \d+ contacts failed\. Update by email \(.+\): .*Create contacts \(New Starter \d\): .*0 updated, 3 created/s,
				);
				const second = await scene.run(WRITING);
				assert.equal(second.run.status, 'success');
				const [summary] = second.items('Summary');
				assert.deepEqual([summary?.created, summary?.updated], [1, 1]);
			},
		},
		{
			name: 'stops before it writes when Autotask gives no contacts',
			test: async (scene) => {
				await emptyBeside(scene, 'contacts');
				const { run, journal } = await scene.run(WRITING);
				assert.equal(run.status, 'error');
				const stop = run.nodes.find(({ node }) => node === 'Stop: no contacts');
				assert.match(stop?.error.message, /gave no contacts/);
				assert.deepEqual(journal, []);
			},
		},
	],
};
