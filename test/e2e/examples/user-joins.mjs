import assert from 'node:assert/strict';
import { fillIn, formOf, refusesStrangers } from '../formVisitor.mjs';
import { addClient, addPerson, CLIENT, idCalled, recordsOf, storedRuns } from '../people.mjs';

/** @typedef {import('../examplesSuite.mjs').Scene} Scene */

const EMAIL = 'cleo@example.com';
const ANSWERS = [CLIENT, 'Cleo', 'Example', EMAIL, 'Receptionist', '604-555-0111'];
const PASSWORD = `Microsoft 365 - ${EMAIL}`;

/** @type {{ id: string }} */
let client;
/** The value of the first run, which the second one must leave. */
let value = '';

/** @param {Scene} scene */
const prepare = async (scene) => {
	client = await addClient(scene);
};

/** @param {Scene} scene @returns {Promise<any>} */
const onlyPassword = async (scene) => {
	const [password, ...others] = await recordsOf(scene, 'passwords', client);
	assert.deepEqual(others, []);
	return password;
};

/** @param {Scene} scene @returns {Promise<any>} */
const onlyContact = async (scene) => {
	const [contact, ...others] = await recordsOf(scene, 'contacts', client);
	assert.deepEqual(others, []);
	return contact;
};

/** @param {any} outcome */
const valueStays = async (outcome, /** @type {Scene} */ scene) => {
	assert.equal((await onlyPassword(scene)).attributes.password, value);
	assert.equal(outcome.items('Result')[0]?.password.did, 'was there already');
};

/** @type {import('../examplesSuite.mjs').Expectation} */
export default {
	writes: true,
	scenarios: [
		{
			name: 'with somebody who is new',
			prepare,
			check: async ({ items }, scene) => {
				const contact = await onlyContact(scene);
				const { attributes } = contact;
				assert.equal(`${attributes.first_name} ${attributes.last_name}`, 'Cleo Example');
				assert.equal(attributes.title, 'Receptionist');
				assert.equal(
					attributes.contact_type_id,
					await idCalled(scene, 'contact_types', 'End User'),
				);
				assert.equal(attributes.contact_emails[0].value, EMAIL);
				assert.equal(attributes.contact_phones[0].value, '6045550111');
				const password = await onlyPassword(scene);
				value = password.attributes.password;
				assert.equal(value.length, 24);
				assert.equal(password.attributes.name, PASSWORD);
				assert.equal(password.attributes.username, EMAIL);
				assert.equal(password.attributes.resource_type, 'Contact');
				assert.equal(String(password.attributes.resource_id), contact.id);
				const address = `https://example.itglue.com/${client.id}`;
				assert.deepEqual(items('Result'), [
					{
						organization: { id: client.id, name: CLIENT },
						contact: {
							id: contact.id,
							name: 'Cleo Example',
							url: `${address}/contacts/${contact.id}`,
							did: 'created',
						},
						password: {
							id: password.id,
							name: PASSWORD,
							url: `${address}/passwords/${password.id}`,
							did: 'created',
						},
						toDo: [],
					},
				]);
				const [stored = ''] = await storedRuns(scene, 'User joins');
				assert.ok(stored.includes(PASSWORD), 'n8n has stored the run');
				assert.equal(stored.includes(value), false);
			},
			checkAgain: async (outcome, scene) => {
				await valueStays(outcome, scene);
				assert.equal(outcome.items('Result')[0]?.contact.did, 'unchanged');
			},
		},
		{
			name: 'with a general password instead of an embedded one',
			adapt: () => ({
				values: { Settings: { embedInContact: false, passwordCategory: 'Email' } },
			}),
			prepare,
			check: async (_outcome, scene) => {
				const { attributes } = await onlyPassword(scene);
				({ password: value } = attributes);
				assert.equal(value.length, 24);
				assert.equal(attributes.resource_id ?? null, null);
				assert.equal(
					attributes.password_category_id,
					await idCalled(scene, 'password_categories', 'Email'),
				);
			},
			checkAgain: valueStays,
		},
		{
			name: 'with a contact that is known, and a password that a colleague has stored and archived',
			prepare: async (scene) => {
				await prepare(scene);
				const contact = await addPerson(scene, client, {
					first: 'Cleo',
					email: EMAIL,
					more: {
						title: 'Assistant',
						contact_type_id: await idCalled(scene, 'contact_types', 'Executive'),
						contact_emails: [
							{ value: EMAIL, primary: true, 'label-name': 'Work' },
							{ value: 'front-desk@example.com', primary: false, 'label-name': 'Shared' },
						],
					},
				});
				value = 'example-of-a-colleague-not-a-secret';
				await scene.insert('passwords', {
					organization_id: Number(client.id),
					name: PASSWORD,
					username: EMAIL,
					password: value,
					resource_type: 'Contact',
					resource_id: Number(contact.id),
					archived: true,
				});
			},
			check: async (outcome, scene) => {
				const { attributes } = await onlyContact(scene);
				assert.equal(attributes.title, 'Receptionist');
				assert.equal(
					attributes.contact_type_id,
					await idCalled(scene, 'contact_types', 'Executive'),
				);
				assert.equal(attributes.contact_emails.length, 2);
				await valueStays(outcome, scene);
				const [result] = outcome.items('Result');
				assert.equal(result?.contact.did, 'updated');
				assert.match(result?.toDo[0], /has the type "Executive", not "End User"/);
				assert.match(result?.toDo[1], /^The password is archived\./);
			},
			checkAgain: valueStays,
		},
	],
	also: [
		{
			name: 'answers the form with links and without the value, which n8n stores nowhere',
			test: async (scene) => {
				await prepare(scene);
				await scene.whilePublished(formOf, async (address) => {
					for (const did of ['created', 'was there already']) {
						const visit = await fillIn(scene, address, ANSWERS);
						const page = await visit.page();
						const contact = await onlyContact(scene);
						const password = await onlyPassword(scene);
						({ password: value } = password.attributes);
						scene.secrets.add(value);
						assert.match(page, /Cleo Example is in IT Glue/);
						assert.ok(page.includes(`/${client.id}/contacts/${contact.id}"`), page);
						assert.ok(page.includes(`/${client.id}/passwords/${password.id}"`), page);
						assert.ok(page.includes(`Password (${did}): `));
						assert.equal(page.includes(value), false);
						assert.equal(await visit.end(), 'success');
						const [stored = ''] = await storedRuns(scene, 'User joins');
						assert.ok(stored.includes(EMAIL), 'n8n has stored the run');
						assert.equal(stored.includes(value), false);
					}
				});
			},
		},
		{
			name: 'lets nobody begin who does not sign in',
			test: async (scene) => {
				await scene.whilePublished(formOf, async (address) => {
					await refusesStrangers(scene, address);
				});
			},
		},
		{
			name: 'says what is done when the password is refused, and is completed by another run',
			test: async (scene) => {
				await prepare(scene);
				await scene.fault({
					kind: 'status',
					status: 422,
					method: 'POST',
					path: '/passwords',
					times: 1,
				});
				const first = await scene.run();
				assert.equal(first.run.status, 'error');
				const stop = first.run.nodes.find(({ node }) => node === 'Stop as failed');
				assert.match(
					stop?.error.message,
					/^Save password failed for Cleo Example: .* In IT Glue so far: the contact Cleo Example\./,
				);
				const second = await scene.run();
				assert.equal(second.run.status, 'success');
				await onlyContact(scene);
				assert.equal((await onlyPassword(scene)).attributes.password.length, 24);
			},
		},
		{
			name: 'writes nothing where the address is of somebody else, and says so on the page',
			test: async (scene) => {
				await prepare(scene);
				await addPerson(scene, client, {
					first: 'Ben',
					email: EMAIL,
					more: { last_name: 'Other' },
				});
				await scene.whilePublished(formOf, async (address) => {
					const visit = await fillIn(scene, address, ANSWERS);
					assert.match(await visit.page(), /Not complete[^]*Save contact: /);
					assert.equal(await visit.end(), 'error');
				});
				assert.equal((await onlyContact(scene)).attributes.first_name, 'Ben');
				assert.deepEqual(await recordsOf(scene, 'passwords', client), []);
			},
		},
		{
			name: 'writes nothing where there is no such organization',
			test: async (scene) => {
				const { run, journal } = await scene.run();
				assert.equal(run.status, 'error');
				const stop = run.nodes.find(({ node }) => node === 'Stop as failed');
				assert.match(stop?.error.message, /no organization called "Northwind Dental"/);
				assert.deepEqual([...new Set(journal.map(({ method }) => method))], ['GET']);
			},
		},
	],
};
