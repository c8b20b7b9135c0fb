import assert from 'node:assert/strict';
import { insertLinked } from '../beside.mjs';

/** @typedef {import('../examplesSuite.mjs').Scene} Scene */

/**
 * The sample client as a PSA has brought it: its contact has no type and another phone, its location another address.
 * @param {Scene} scene
 * @returns {Promise<Record<'organization' | 'location' | 'contact', any>>}
 */
const insertClientOfPsa = async (scene) => {
	const organization = await insertLinked(
		scene,
		'organizations',
		{ name: 'Northwind Dental' },
		{ type: 'manage', remoteId: '70001' },
	);
	const organization_id = Number(organization.id);
	const location = await insertLinked(
		scene,
		'locations',
		{ organization_id, name: 'Head Office', address_1: '1 Old Street', primary: true },
		{ type: 'manage', remoteId: '70002' },
	);
	const contact = await insertLinked(
		scene,
		'contacts',
		{
			organization_id,
			first_name: 'Ann',
			last_name: 'Example',
			contact_emails: [{ value: 'ann@example.com', primary: true, 'label-name': 'Work' }],
			contact_phones: [],
		},
		{ type: 'manage', remoteId: '70003' },
	);
	return { organization, location, contact };
};

/**
 * @param {Scene} scene
 * @param {string} type
 * @param {string} organization its ID
 */
const recordsOf = async (scene, type, organization) =>
	(await scene.records(type)).filter(
		({ attributes }) => String(attributes.organization_id) === organization,
	);

/** @type {import('../examplesSuite.mjs').Expectation} */
export default {
	writes: true,
	scenarios: [
		{
			name: 'with the sample client',
			check: ({ records }) => {
				assert.ok(records.length > 0, 'it gave out stored records');
				const of = (/** @type {string} */ type) => records.filter((record) => record.type === type);
				const [organization] = of('organizations');
				assert.ok(organization, 'an organization');
				const belonging = ['locations', 'contacts', 'configurations', 'passwords', 'documents'];
				for (const type of belonging) {
					assert.ok(of(type).length > 0, `at least one record of ${type}`);
					for (const { attributes } of of(type))
						assert.equal(
							String(attributes.organization_id),
							organization.id,
							`${type} belong to the organization`,
						);
				}
				const emails = of('contacts').flatMap(({ attributes }) => attributes.contact_emails ?? []);
				assert.ok(
					emails.some((/** @type {any} */ email) => email.primary),
					'a primary e-mail address',
				);
				const overview = of('documents').find(
					({ attributes }) => attributes.name === 'Client Overview',
				);
				assert.ok(overview, 'a document "Client Overview"');
				assert.equal(overview.attributes.published, true, 'it is published');
				assert.match(
					String(overview.attributes.content),
					/<h1>Northwind Dental<\/h1>[\s\S]*<table>/,
					'it shows its body',
				);
			},
		},
	],
	also: [
		{
			name: 'keeps what the PSA owns as it is, goes on with the rest, and says what was left',
			test: async (scene) => {
				const brought = await insertClientOfPsa(scene);
				const { id } = brought.organization;
				// The second run is refused the same again, and writes nothing else.
				for (const name of ['first', 'second']) {
					const { run, items, journal } = await scene.run();
					assert.equal(run.status, 'success', `the ${name} run`);
					const [summary] = items('Summary');
					assert.equal(summary?.organization.id, id);
					assert.equal(summary?.contact.id, brought.contact.id);
					assert.equal(summary?.leftToPsa.length, 3, summary?.leftToPsa.join(' '));
					assert.match(
						summary?.leftToPsa[0],
						/^organization "Northwind Dental" .*organization type/,
					);
					assert.match(summary?.leftToPsa[1], /^location "Head Office" .*address 1/);
					assert.match(summary?.leftToPsa[2], /^contact "Ann Example" .*contact type/);
					const written = journal.filter(({ method, status }) => method !== 'GET' && status < 300);
					assert.equal(written.length > 0, name === 'first', JSON.stringify(written));
				}
				const [location, ...moreLocations] = await recordsOf(scene, 'locations', id);
				assert.equal(location?.attributes.address_1, '1 Old Street');
				const [contact, ...moreContacts] = await recordsOf(scene, 'contacts', id);
				assert.equal(contact?.attributes.contact_type_id ?? null, null);
				assert.deepEqual(contact?.attributes.contact_phones, []);
				assert.deepEqual([moreLocations, moreContacts], [[], []]);
				const [configuration] = await recordsOf(scene, 'configurations', id);
				assert.equal(String(configuration?.attributes.contact_id), contact?.id);
				assert.equal(String(configuration?.attributes.location_id), location?.id);
				for (const type of ['passwords', 'documents'])
					assert.equal((await recordsOf(scene, type, id)).length, 1, type);
			},
		},
	],
};
