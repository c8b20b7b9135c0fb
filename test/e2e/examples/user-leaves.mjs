import assert from 'node:assert/strict';
import { writesIn } from '../../../scripts/lib/outcome.mjs';
import { insertLinked } from '../beside.mjs';
import { fillIn, formOf, refusesStrangers } from '../formVisitor.mjs';
import { addClient, addPerson, CLIENT, idCalled, recordsOf } from '../people.mjs';
import { messagesIn } from '../syncs.mjs';

/** @typedef {import('../examplesSuite.mjs').Scene} Scene */

const EMAIL = 'cleo@example.com';
const FORMER = 'Former Employee';
const GO = 'This person has left';

/** By hand it only shows, as shipped. @param {object} [settings] */
const carriedOut = (settings = {}) => ({
	values: { Settings: { dryRun: false, ...settings } },
});

/** @type {{ id: string }} */
let client;
/** @type {{ id: string }} */
let cleo;

/**
 * @param {Scene} scene
 * @param {string} name
 * @param {object} more
 */
const addPassword = (scene, name, more) =>
	scene.insert('passwords', {
		organization_id: Number(client.id),
		name,
		password: `example-${name}-not-a-secret`,
		archived: false,
		...more,
	});

/** Cleo, who leaves, and Ben, who stays; with passwords of both. @param {Scene} scene */
const prepare = async (scene) => {
	client = await addClient(scene);
	await scene.insert('contact_types', { name: FORMER });
	cleo = await addPerson(scene, client, { first: 'Cleo', email: EMAIL });
	const ben = await addPerson(scene, client, { first: 'Ben', email: 'ben@example.com' });
	await addPassword(scene, 'Microsoft 365', { username: 'Cleo@Example.com' });
	await addPassword(scene, 'Bank <card>', {
		username: 'nickname',
		resource_type: 'Contact',
		resource_id: Number(cleo.id),
	});
	await addPassword(scene, 'Laptop of Cleo Example', { username: 'admin' });
	await addPassword(scene, 'Wiki', { username: 'ben@example.com' });
	await addPassword(scene, 'Door', { resource_type: 'Contact', resource_id: Number(ben.id) });
	await addPassword(scene, 'Long ago', { username: EMAIL, archived: true });
};

/** @param {Scene} scene @returns {Promise<string[]>} names of the passwords in use, sorted */
const inUse = async (scene) =>
	(await recordsOf(scene, 'passwords', client))
		.filter(({ attributes }) => attributes.archived !== true)
		.map(({ attributes }) => attributes.name)
		.sort();

const STAY = ['Door', 'Laptop of Cleo Example', 'Wiki'];

/** @param {Scene} scene @returns {Promise<any>} */
const cleoNow = async (scene) =>
	(await recordsOf(scene, 'contacts', client)).find(({ id }) => id === cleo.id);

/** @param {Scene} scene */
const writtenIn = async ({ sandbox }) => writesIn(await sandbox.journal());

/** @param {any} outcome @param {string} node @returns {string} */
const stopAt = ({ run }, node) => {
	assert.equal(run.status, 'error');
	const stop = run.nodes.find((/** @type {any} */ one) => one.node === node);
	return String(stop?.error.message);
};

/** @type {import('../examplesSuite.mjs').Expectation} */
export default {
	writes: true,
	scenarios: [
		{
			name: 'with the sample person, as shipped: only shown',
			changesNothing: true,
			prepare,
			check: (outcome) => {
				const [shown] = outcome.items('Only shown');
				assert.deepEqual(
					shown?.archive.map((/** @type {any} */ { name, why }) => [name, why]).sort(),
					[
						['Bank <card>', 'embedded in the contact'],
						['Microsoft 365', `username ${EMAIL}`],
					],
				);
				assert.deepEqual(
					shown?.near.map((/** @type {any} */ { name }) => name),
					['Laptop of Cleo Example'],
				);
				assert.deepEqual([shown?.retype, shown?.typeThen], [true, FORMER]);
				assert.deepEqual(outcome.items('Report'), []);
				assert.deepEqual(messagesIn(outcome), []);
			},
		},
		{
			name: 'with the sample person, carried out',
			adapt: () => carriedOut(),
			prepare,
			check: async (outcome, scene) => {
				assert.deepEqual(await inUse(scene), STAY);
				const { attributes } = await cleoNow(scene);
				assert.equal(attributes.contact_type_id, await idCalled(scene, 'contact_types', FORMER));
				const [report] = outcome.items('Report');
				assert.equal(report?.contact, `type ${FORMER}`);
				assert.equal(report?.passwordsArchived.length, 2);
				assert.match(report?.toDo.join(), /^1 password stays in use .*Laptop of Cleo Example/);
				const [message] = messagesIn(outcome);
				assert.equal(message?.title, `Left: Cleo Example (${CLIENT})`);
				assert.match(
					message?.text,
					/^Contact: type Former Employee\nPasswords archived: 2\nTo do: /,
				);
				assert.equal(message?.failed, false);
			},
			checkAgain: (outcome) => {
				assert.deepEqual(messagesIn(outcome), [], 'nothing is new');
				const [report] = outcome.items('Report');
				assert.deepEqual([report?.contact, report?.passwordsArchived], ['as it was', []]);
			},
		},
		{
			name: 'with a contact that the PSA owns',
			adapt: () => carriedOut(),
			prepare: async (scene) => {
				client = await addClient(scene);
				await scene.insert('contact_types', { name: FORMER });
				cleo = await insertLinked(
					scene,
					'contacts',
					{
						organization_id: Number(client.id),
						first_name: 'Cleo',
						last_name: 'Example',
						contact_emails: [{ value: EMAIL, primary: true, 'label-name': 'Work' }],
						contact_phones: [],
					},
					{ type: 'manage', remoteId: '70003' },
				);
				await addPassword(scene, 'Microsoft 365', { username: EMAIL });
			},
			check: async (outcome, scene) => {
				assert.deepEqual(await inUse(scene), []);
				assert.equal((await cleoNow(scene)).attributes.contact_type_id ?? null, null);
				assert.match(outcome.items('Report')[0]?.toDo.join(), /comes from the PSA/);
			},
		},
	],
	also: [
		{
			name: 'asks on a second page of the form, and archives only then',
			test: async (scene) => {
				await prepare(scene);
				await scene.whilePublished(formOf, async (address) => {
					await scene.sandbox.clearJournal();
					const visit = await fillIn(scene, address, [CLIENT, 'Cleo Example']);
					const page = await visit.page();
					assert.match(page, /Has Cleo Example left\?/);
					assert.match(page, /Passwords to archive \(2\):<\/b> /);
					assert.match(page, /Bank &lt;card&gt; \(embedded in the contact\)/);
					assert.match(page, /type Former Employee instead of none/);
					assert.match(page, /Left to you:<\/b> 1 password stays in use/);
					assert.deepEqual(await writtenIn(scene), [], 'nothing before the answer');
					await visit.submit(GO);
					const report = await visit.page();
					assert.match(report, /Done: Cleo Example/);
					assert.match(report, /Passwords archived: /);
					assert.equal(await visit.end(), 'success');
				});
				assert.deepEqual(await inUse(scene), STAY);
			},
		},
		{
			name: 'changes nothing where the second page is answered with a stop',
			test: async (scene) => {
				await prepare(scene);
				await scene.whilePublished(formOf, async (address) => {
					await scene.sandbox.clearJournal();
					const visit = await fillIn(scene, address, [CLIENT, EMAIL]);
					await visit.page();
					await visit.submit('Stop, change nothing');
					assert.match(await visit.page(), /Nothing was changed[^]*Cleo Example stays as it is/);
					assert.equal(await visit.end(), 'success');
					assert.deepEqual(await writtenIn(scene), []);
				});
			},
		},
		{
			name: 'lets nobody begin who does not sign in, and says on a page that there is no such person',
			test: async (scene) => {
				await prepare(scene);
				await scene.whilePublished(formOf, async (address) => {
					await refusesStrangers(scene, address);
					const visit = await fillIn(scene, address, [CLIENT, 'dora@example.com']);
					assert.match(
						await visit.page(),
						/Nothing was changed[^]*has no contact with the address or name .{1,6}dora@/,
					);
					assert.equal(await visit.end(), 'error');
				});
			},
		},
		{
			name: 'removes the contact where the setting says so, but never one with embedded passwords',
			test: async (scene) => {
				await prepare(scene);
				const kept = await scene.run(carriedOut({ removeContact: true }));
				assert.equal(kept.run.status, 'success');
				assert.match(kept.items('Report')[0]?.toDo[0], /The contact is not removed/);
				assert.ok(await cleoNow(scene));
				assert.deepEqual(await inUse(scene), STAY);

				for (const { id, attributes } of await recordsOf(scene, 'passwords', client))
					if (attributes.name === 'Bank <card>') await scene.remove('passwords', id);
				const removed = await scene.run(carriedOut({ removeContact: true }));
				assert.equal(removed.run.status, 'success');
				assert.equal(removed.items('Report')[0]?.contact, 'removed');
				assert.equal(await cleoNow(scene), undefined);
				assert.deepEqual(await inUse(scene), STAY);

				const again = await scene.run(carriedOut({ removeContact: true }));
				assert.match(stopAt(again, 'Stop as not found'), /has no contact with the address/);
				assert.deepEqual(writesIn(again.journal), []);
			},
		},
		{
			name: 'goes on when a password is refused, stops as failed, and is completed by another run',
			test: async (scene) => {
				await prepare(scene);
				await scene.fault({ kind: 'status', status: 422, method: 'PATCH', path: '/passwords/' });
				const first = await scene.run(carriedOut());
				assert.match(
					stopAt(first, 'Stop as failed'),
					/^Cleo Example is not complete\. Archive password \(.*1 passwords archived, contact type Former/s,
				);
				assert.equal((await inUse(scene)).length, STAY.length + 1);
				assert.equal(messagesIn(first)[0]?.failed, true);
				const second = await scene.run(carriedOut());
				assert.equal(second.run.status, 'success');
				assert.deepEqual(await inUse(scene), STAY);
			},
		},
		{
			name: 'changes nothing where the contact type or the organization does not exist',
			test: async (scene) => {
				const nowhere = await scene.run(carriedOut());
				assert.match(
					stopAt(nowhere, 'Stop as not found'),
					/no organization called "Northwind Dental".*Nothing was changed/s,
				);
				await prepare(scene);
				const outcome = await scene.run(carriedOut({ formerType: 'Gone' }));
				assert.match(
					stopAt(outcome, 'Stop as not found'),
					/no contact type "Gone".*Former Employee.*Nothing was changed/s,
				);
				assert.deepEqual(writesIn([...nowhere.journal, ...outcome.journal]), []);
			},
		},
	],
};
