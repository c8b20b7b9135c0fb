/**
 * Clients who share nothing, in the PSA and in IT Glue, and the model: what IT Glue has to hold of them once both syncs
 * have seen all of them.
 */
import assert from 'node:assert/strict';
import { ANSWER_MS } from '../../scripts/lib/patience.mjs';
import { insertLinked, recordsById, saveBeside } from '../e2e/beside.mjs';
import { emailsOf, factsOf, nameOf, phonesOf } from './persons.mjs';

/** @typedef {import('../e2e/beside.mjs').Scene} Scene */

/**
 * @typedef {object} Client
 * @property {number} linked a company with contacts, whose organization exists and is linked to it
 * @property {string} organization the id of that organization
 * @property {string | undefined} missingName the name of another company, which IT Glue does not have; every other client has one
 * @property {number} synced what the organization sync is asked for: the missing company, or else the linked one
 */

/** @typedef {{ name: string, title: string | null, emails: string[], phones: string[] }} Person */

/**
 * @typedef {object} World
 * @property {Client[]} clients
 * @property {Map<string, any>} before the organizations before any sync
 */

const PHONE = '6045550177';

/** @param {number} number of a client */
const hasMissing = (number) => number % 2 === 1;

/**
 * The persons of a client: one whom IT Glue has as the PSA does, one whom it does not have, and by turns one who has
 * another title there or one without an email.
 * @param {number} number
 */
const personsOf = (number) => {
	const email = (/** @type {string} */ name) => `${name}.${number}@example.com`;
	return [
		{ firstName: `Same${number}`, title: 'Buyer', email: email('same'), inItGlue: 'Buyer' },
		{ firstName: `New${number}`, title: 'Trainee', email: email('new'), phone: PHONE },
		hasMissing(number)
			? { firstName: `Nomail${number}`, title: 'Driver', email: null }
			: { firstName: `Known${number}`, title: 'Boss', email: email('known'), inItGlue: 'Clerk' },
	];
};

/** @param {string | null} email */
const listOf = (email) => (email === null ? [] : [email]);

/**
 * @param {Scene} scene
 * @param {number} number from 100 on
 * @returns {Promise<Client>}
 */
const addClient = async (scene, number) => {
	const [linked, missing] = [910_000 + number, 920_000 + number];
	// The sync leaves a company alone whose name is like another one; numbers tell them apart.
	const missingName = hasMissing(number) ? `Example Newcomer ${number}` : undefined;
	const name = `Example Client ${number}`;
	const place = { active: true, city: 'Fairview', state: 'OR' };
	await saveBeside(scene, 'companies', { id: linked, name, ...place });
	if (missingName !== undefined)
		await saveBeside(scene, 'companies', { id: missing, name: missingName, ...place });
	const link = { type: 'manage', remoteId: String(linked) };
	const organization = await insertLinked(scene, 'organizations', { name }, link);
	for (const { inItGlue, ...person } of personsOf(number)) {
		await saveBeside(scene, 'contacts', { companyId: linked, lastName: 'Example', ...person });
		if (inItGlue !== undefined) await addContact(scene, organization.id, person, inItGlue);
	}
	const synced = missingName === undefined ? linked : missing;
	return { linked, organization: organization.id, missingName, synced };
};

/**
 * @param {Scene} scene
 * @param {string} organization
 * @param {{ firstName: string, email: string | null }} person
 * @param {string} title
 */
const addContact = async ({ sandbox }, organization, { firstName, email }, title) => {
	const answer = await fetch(`${sandbox.url}/_sandbox/store/contacts`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({
			attributes: {
				organization_id: Number(organization),
				first_name: firstName,
				last_name: 'Example',
				title,
				contact_emails: [{ value: email, primary: true, 'label-name': 'Work' }],
				contact_phones: [],
			},
		}),
		signal: AbortSignal.timeout(ANSWER_MS),
	});
	assert.equal(answer.status, 201);
};

/**
 * @param {Scene} scene
 * @param {number[]} numbers
 * @returns {Promise<World>}
 */
export const addClients = async (scene, numbers) => {
	/** @type {Client[]} */
	const clients = [];
	for (const number of numbers) clients.push(await addClient(scene, number));
	return { clients, before: await recordsById(scene, 'organizations') };
};

/** @param {string} name */
const numberOf = (name) => Number(/\d+$/.exec(name)?.[0]);

/** @param {Person[]} persons */
const sorted = (persons) =>
	[...persons].sort((one, other) => (one.name < other.name ? -1 : Number(one.name > other.name)));

/**
 * @param {any[]} contacts
 * @param {string} organization
 * @returns {Person[]}
 */
const personsIn = (contacts, organization) =>
	sorted(
		contacts
			.filter(({ attributes }) => String(attributes.organization_id) === organization)
			.map((record) => ({
				name: nameOf(record),
				title: record.attributes.title ?? null,
				emails: emailsOf(record),
				phones: phonesOf(record),
			})),
	);

/**
 * The organizations are those of before, with the facts of the companies that were synced, and one more for each company
 * that was missing.
 * @param {Scene} scene
 * @param {World} world
 */
const organizationsMustFit = async (scene, { clients, before }) => {
	const after = await recordsById(scene, 'organizations');
	const facts = (/** @type {string} */ name) =>
		factsOf({
			// As the sandbox's PSA makes them up for a company of that name.
			identifier: name.replace(/[^A-Za-z0-9]/g, ''),
			active: true,
			city: 'Fairview',
			state: 'OR',
			phone: '6045550100',
			website: 'https://www.example.com',
		});
	const described = new Set(
		clients.flatMap(({ missingName, organization }) =>
			missingName === undefined ? organization : [],
		),
	);
	for (const [id, { attributes }] of before)
		assert.deepEqual(after.get(id)?.attributes, {
			...attributes,
			...(described.has(id) && { description: facts(attributes.name) }),
		});
	const types = await recordsById(scene, 'organization_types');
	const statuses = await recordsById(scene, 'organization_statuses');
	const fresh = [...after.values()]
		.filter(({ id }) => !before.has(id))
		.map(({ attributes: { name, description, ...more } }) => ({
			name,
			description,
			type: types.get(String(more.organization_type_id))?.attributes.name,
			status: statuses.get(String(more.organization_status_id))?.attributes.name,
		}))
		.sort((one, other) => numberOf(one.name) - numberOf(other.name));
	assert.deepEqual(
		fresh,
		clients
			.flatMap(({ missingName }) => missingName ?? [])
			.map((name) => ({
				name,
				description: facts(name),
				type: 'Customer',
				status: 'Active',
			})),
	);
};

/**
 * @param {Scene} scene
 * @param {World} world
 */
const contactsMustFit = async (scene, { clients, before }) => {
	const contacts = await scene.records('contacts');
	for (const { organization } of clients) {
		const number = numberOf(before.get(organization).attributes.name);
		assert.deepEqual(
			personsIn(contacts, organization),
			sorted(
				personsOf(number).map(({ firstName, title, email, phone }) => ({
					name: `${firstName} Example`,
					title,
					emails: listOf(email),
					phones: phone === undefined ? [] : [phone],
				})),
			),
		);
	}
};

/**
 * The store is as the model says: everything is there once, with every field as it was mapped.
 * @param {Scene} scene
 * @param {World} world
 */
export const storeMustFit = async (scene, world) => {
	await organizationsMustFit(scene, world);
	await contactsMustFit(scene, world);
};
