import assert from 'node:assert/strict';
import { VISITOR } from '../../../scripts/lib/examples.mjs';
import { ANSWER_MS } from '../../../scripts/lib/patience.mjs';

const NAME = 'Northwind Dental';
const ADDRESS = 'webhook/contact-directory';

/** @typedef {import('../examplesSuite.mjs').Scene} Scene */

/**
 * Three contacts with what makes a directory difficult.
 * @param {Scene} scene
 */
const addContacts = async (scene) => {
	const types = await scene.records('contact_types');
	const typeOf = (/** @type {string} */ name) =>
		Number(types.find(({ attributes }) => attributes.name === name)?.id);
	const organization = await scene.insert('organizations', { name: NAME });
	const organization_id = Number(organization.id);
	await scene.insert('contacts', {
		organization_id,
		first_name: 'Ben',
		last_name: 'Example <script>alert(1)</script>',
		title: 'Owner & "Chief"',
		contact_type_id: null,
		important: null,
		contact_emails: [],
		contact_phones: [],
	});
	await scene.insert('contacts', {
		organization_id,
		first_name: 'Ann',
		last_name: 'Example',
		title: 'Office Manager',
		contact_type_id: typeOf('Primary'),
		important: true,
		contact_emails: [
			{ value: 'ann.home@example.org', primary: false, 'label-name': 'Home' },
			{ value: 'ann@example.com', primary: true, 'label-name': 'Work' },
		],
		contact_phones: [
			{
				value: '6045550101',
				extension: '12',
				primary: true,
				'label-name': 'Office',
				'formatted-value': '604-555-0101',
			},
			{ value: '6045550102', extension: null, primary: false, 'label-name': 'Mobile' },
		],
	});
};

const ROWS = [
	{
		name: 'Ann Example',
		title: 'Office Manager',
		type: 'Primary',
		emails: 'ann@example.com (Work), ann.home@example.org (Home)',
		phones: '604-555-0101 ext. 12 (Office), 6045550102 (Mobile)',
		important: true,
	},
	{
		name: 'Ben Example <script>alert(1)</script>',
		title: 'Owner & "Chief"',
		type: '',
		emails: '',
		phones: '',
		important: false,
	},
];

/** @param {string} html */
const mustBeSafe = (html) => {
	assert.match(html, /<td>★ Ann Example<\/td>/);
	assert.doesNotMatch(html, /<script/);
	assert.match(html, /Ben Example &#60;script&#62;/);
	assert.match(html, /Owner &#38; &#34;Chief&#34;/);
};

/** @type {import('../examplesSuite.mjs').Expectation} */
export default {
	writes: false,
	scenarios: [
		{
			name: 'with the sample organization',
			prepare: addContacts,
			check: ({ items, journal }) => {
				assert.deepEqual(
					items('Directory row').map(({ id, ...row }) => row),
					ROWS,
				);
				const [page] = items('Build page');
				assert.equal(page?.contacts, 2);
				mustBeSafe(page?.html);
				assert.ok(journal.length <= 3, `few requests: ${journal.length}`);
			},
		},
		{
			name: 'with every contact of a client in the store',
			adapt: () => ({
				values: { 'Sample organization': { 'query.organization': "O'Brien Dental" } },
			}),
			check: async ({ items }, scene) => {
				const [organization] = (await scene.records('organizations')).filter(
					({ attributes }) => attributes.name === "O'Brien Dental",
				);
				const expected = (await scene.records('contacts')).filter(
					({ attributes }) => String(attributes.organization_id) === organization?.id,
				);
				assert.ok(expected.length > 1);
				assert.deepEqual(
					items('Directory row')
						.map(({ id }) => id)
						.sort(),
					expected.map(({ id }) => id).sort(),
				);
			},
		},
		{
			name: 'with an organization without contacts',
			prepare: async (scene) => void (await scene.insert('organizations', { name: NAME })),
			check: ({ items }) => {
				assert.deepEqual(items('Directory row'), []);
				assert.match(items('Build page')[0]?.html, /There is no contact yet/);
			},
		},
	],
	also: [
		{
			name: 'answers a browser that signs in, and nobody else',
			test: async (scene) => {
				await addContacts(scene);
				const login = Buffer.from(`${VISITOR.user}:${VISITOR.password}`).toString('base64');
				const open = async (/** @type {string} */ name, authorization = `Basic ${login}`) =>
					fetch(`${scene.n8n.url}/${ADDRESS}?organization=${encodeURIComponent(name)}`, {
						headers: { authorization },
						signal: AbortSignal.timeout(ANSWER_MS),
					});
				await scene.whilePublished(ADDRESS, async () => {
					const page = await open(NAME);
					assert.equal(page.status, 200);
					assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
					mustBeSafe(await page.text());

					const stranger = await open(NAME, '');
					assert.ok([401, 403].includes(stranger.status), String(stranger.status));
					assert.doesNotMatch(await stranger.text(), /Example/);

					const missing = await open('No such client');
					assert.equal(missing.status, 404);
					assert.match(await missing.text(), /no organization called "No such client"/);
				});
			},
		},
		{
			name: 'stops as failed when no organization has the name',
			test: async (scene) => {
				const { run } = await scene.run();
				assert.equal(run.status, 'error');
				const stop = run.nodes.find(({ node }) => node === 'Stop as failed');
				assert.match(stop?.error.message, /no organization called "Northwind Dental"/);
			},
		},
	],
};
