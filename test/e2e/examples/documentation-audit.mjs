import assert from 'node:assert/strict';
import { messagesIn } from '../syncs.mjs';

/** @typedef {import('../examplesSuite.mjs').Scene} Scene */
/** @typedef {{ organization: string, finding: string, record: string }} Finding */
/** @typedef {{ documents: boolean, unreadable?: string }} Options `unreadable`: the organization whose documents are */

const DAY = 86_400_000;

/** @param {string} html */
const isBlank = (html) => html.replace(/<[^>]*>|\s/g, '') === '';

/**
 * @param {Scene} scene
 * @param {string} type
 * @param {string} name
 * @returns {Promise<string | undefined>}
 */
const idOf = async (scene, type, name) =>
	(await scene.records(type)).find(({ attributes }) => attributes.name === name)?.id;

/** @param {Scene} scene */
const activeOrganizations = async (scene) => {
	const active = await idOf(scene, 'organization_statuses', 'Active');
	return (await scene.records('organizations')).filter(
		({ attributes }) => String(attributes.organization_status_id) === active,
	);
};

/**
 * The findings as they follow from the store.
 * @param {Scene} scene
 * @param {Options} options
 * @returns {Promise<Finding[]>}
 */
const expectedFindings = async (scene, { documents, unreadable }) => {
	const primary = await idOf(scene, 'contact_types', 'Primary');
	const organizations = await activeOrganizations(scene);
	const withPrimary = new Set(
		(await scene.records('contacts'))
			.filter(({ attributes }) => String(attributes.contact_type_id) === primary)
			.map(({ attributes }) => String(attributes.organization_id)),
	);
	const names = new Map(organizations.map(({ id, attributes }) => [id, attributes.name]));
	const ownerOf = (/** @type {any} */ record) =>
		names.get(String(record.attributes.organization_id));
	/**
	 * @param {string} finding
	 * @param {any[]} records
	 * @param {(record: any) => number} touched
	 */
	const old = (finding, records, touched) =>
		records
			.filter((record) => !record.attributes.archived && ownerOf(record) !== undefined)
			.filter((record) => touched(record) < Date.now() - 365 * DAY)
			.map((record) => ({
				organization: ownerOf(record),
				finding,
				record: record.attributes.name,
			}));
	const bare = (/** @type {string} */ finding, /** @type {(record: any) => boolean} */ test) =>
		organizations
			.filter(test)
			.map(({ attributes }) => ({ organization: attributes.name, finding, record: '' }));
	return [
		...bare('No primary contact', ({ id }) => !withPrimary.has(id)),
		...bare('No quick notes', ({ attributes }) => isBlank(attributes.quick_notes ?? '')),
		...bare('No type', ({ attributes }) => !attributes.organization_type_id),
		...old('Old password', await scene.records('passwords'), ({ attributes, createdAt }) =>
			attributes.password_updated_at ? Date.parse(attributes.password_updated_at) : createdAt,
		),
		...(documents
			? old('Old document', await scene.records('documents'), ({ updatedAt }) => updatedAt).filter(
					({ organization }) => organization !== unreadable,
				)
			: []),
		...bare('Documents unreadable', ({ attributes }) => attributes.name === unreadable),
	];
};

/** @param {Finding} finding */
const line = ({ organization, finding, record }) => `${organization} | ${finding} | ${record}`;

/** @param {Array<Record<string, any>>} findings @param {string} finding */
const count = (findings, finding) => findings.filter((one) => one.finding === finding).length;

/**
 * @param {import('../examplesSuite.mjs').Outcome} outcome
 * @param {Scene} scene
 * @param {Options} options
 */
const mustMatchTheStore = async ({ items }, scene, options) => {
	const findings = /** @type {any[]} */ (items('Findings'));
	const expected = await expectedFindings(scene, options);
	assert.deepEqual(findings.map(line).sort(), expected.map(line).sort());
	const order = findings.map(({ organization }) => organization.toLowerCase());
	assert.deepEqual(order, [...order].sort());
	const [summary] = items('Summary');
	assert.equal(items('Summary').length, 1);
	assert.deepEqual(summary, {
		organizations: (await activeOrganizations(scene)).length,
		findings: expected.length,
		without_primary_contact: count(expected, 'No primary contact'),
		without_quick_notes: count(expected, 'No quick notes'),
		without_type: count(expected, 'No type'),
		old_passwords: count(expected, 'Old password'),
		old_documents: count(expected, 'Old document'),
		documents_unreadable: count(expected, 'Documents unreadable'),
	});
};

/**
 * Something of every kind, old and new, missing and there.
 * @param {Scene} scene
 */
const prepareGaps = async (scene) => {
	const [status] = await scene.records('organization_statuses');
	const bare = await scene.insert('organizations', {
		name: 'Northwind Dental',
		organization_status_id: Number(status.id),
		quick_notes: '<p> </p>\n<p></p>',
	});
	const organization_id = Number(bare.id);
	// A password that IT Glue has no date for: made just now.
	await scene.insert('passwords', {
		organization_id,
		name: 'New router',
		password: 'example-new-router-not-a-secret',
		password_updated_at: null,
		archived: false,
	});
	const [password] = await scene.records('passwords');
	await scene.api('PATCH', `/passwords/${password.id}`, {
		password_updated_at: new Date().toISOString(),
	});
	const [document] = await scene.records('documents');
	await scene.api('PATCH', `/documents/${document.id}`, { description: 'Read again today' });
};

/**
 * The first active organization with a document that is a finding.
 * @param {Scene} scene
 */
const withOldDocument = async (scene) => {
	const documents = (await scene.records('documents')).filter(
		({ attributes, updatedAt }) => !attributes.archived && updatedAt < Date.now() - 365 * DAY,
	);
	const owners = new Set(documents.map(({ attributes }) => String(attributes.organization_id)));
	const found = (await activeOrganizations(scene)).find(({ id }) => owners.has(id));
	assert.ok(found, 'an active organization with an old document');
	return found;
};

/** @type {import('../examplesSuite.mjs').Expectation} */
export default {
	writes: false,
	scenarios: [
		{
			name: 'with the active clients',
			prepare: prepareGaps,
			check: async (outcome, scene) => {
				await mustMatchTheStore(outcome, scene, { documents: true });
				const { journal } = outcome;
				const findings = outcome.items('Findings');
				const kinds = new Set(findings.map(({ finding }) => finding));
				assert.equal(kinds.size, 5, [...kinds].join());
				const bare = findings.filter(({ organization }) => organization === 'Northwind Dental');
				assert.deepEqual(
					bare.map(({ finding }) => finding),
					['No primary contact', 'No quick notes', 'No type'],
				);
				const old = findings.find(({ finding }) => finding === 'Old password');
				assert.equal(old?.last_change, '2024-03-01');
				assert.ok(old?.age_days > 365);
				assert.match(old?.url, /^https:\/\/example\.itglue\.com\/\d+\/passwords\/\d+$/);
				const values = journal.filter(({ query }) => query.show_password === 'true');
				assert.deepEqual(values, [], 'no password value is asked for');
				assert.equal(outcome.items('Findings file').length, 1);
				const [message, ...more] = messagesIn(outcome);
				assert.deepEqual(more, [], 'one message');
				assert.equal(message.title, `Documentation audit: ${findings.length} new`);
				assert.match(
					message.text,
					new RegExp(`^${findings.length} findings in \\d+ organizations`),
				);
				assert.ok(message.text.split('\n').length < 20, 'a screen');
				assert.equal(message.failed, false);
			},
		},
		{
			name: 'without the documents, which cost most',
			adapt: () => ({ values: { Settings: { checkDocuments: false } } }),
			prepare: prepareGaps,
			check: async (outcome, scene) => {
				await mustMatchTheStore(outcome, scene, { documents: false });
				assert.ok(outcome.journal.length <= 6, `few requests: ${outcome.journal.length}`);
			},
		},
		{
			name: 'with documents of one organization that IT Glue does not give',
			copes: true,
			prepare: async (scene) => {
				await prepareGaps(scene);
				const { id } = await withOldDocument(scene);
				const path = `/organizations/${id}/relationships/documents`;
				await scene.fault({ kind: 'status', status: 500, method: 'GET', path, times: null });
			},
			check: async (outcome, scene) => {
				const { id, attributes } = await withOldDocument(scene);
				await mustMatchTheStore(outcome, scene, { documents: true, unreadable: attributes.name });
				const findings = outcome.items('Findings');
				assert.ok(count(findings, 'Old document') > 0, 'those of the others are there');
				const row = findings.find(({ finding }) => finding === 'Documents unreadable');
				assert.deepEqual(row, {
					organization: attributes.name,
					finding: 'Documents unreadable',
					record: '',
					last_change: '',
					age_days: '',
					url: `https://example.itglue.com/${id}`,
				});
				const tried = outcome.journal.filter(({ status }) => status === 500);
				assert.ok(
					tried.length > 1 && tried.length < 10,
					`tried again, not for ever: ${tried.length}`,
				);
			},
		},
		{
			name: 'with nothing to find',
			adapt: () => ({
				values: { Settings: { organizationStatus: 'Archived', checkDocuments: false } },
			}),
			prepare: async (scene) => {
				const archived = (await scene.records('organization_statuses')).find(
					({ attributes }) => attributes.name === 'Archived',
				);
				const [type] = await scene.records('organization_types');
				const [contactType] = await scene.records('contact_types');
				const others = (await scene.records('organizations')).filter(
					({ attributes }) => String(attributes.organization_status_id) === archived?.id,
				);
				for (const { id } of others) await scene.remove('organizations', id);
				const tidy = await scene.insert('organizations', {
					name: 'Northwind Dental',
					organization_type_id: Number(type.id),
					organization_status_id: Number(archived?.id),
					quick_notes: '<p>Call Ann Example.</p>',
				});
				await scene.insert('contacts', {
					organization_id: Number(tidy.id),
					first_name: 'Ann',
					last_name: 'Example',
					contact_type_id: Number(contactType.id),
				});
			},
			check: (outcome) => {
				const { items } = outcome;
				assert.deepEqual(items('Findings'), []);
				assert.deepEqual(Object.values(items('Summary')[0] ?? {}), [1, 0, 0, 0, 0, 0, 0, 0]);
				assert.deepEqual(messagesIn(outcome), [], 'nothing to tell');
			},
		},
	],
	also: [
		{
			name: 'gives its findings also where nobody has chosen Notify',
			test: async (scene) => {
				await prepareGaps(scene);
				const values = {
					Settings: { checkDocuments: false, itGlueAddress: 'https://alone.itglue.example.com' },
				};
				const { run, items } = await scene.run({ values, calls: { Notify: undefined } });
				assert.equal(run.status, 'success', JSON.stringify(run));
				assert.ok(items('Findings').length > 10);
			},
		},
		{
			name: 'tells of each finding once',
			test: async (scene) => {
				await prepareGaps(scene);
				// n8n remembers what was told by the address of the record, also after the store was reset.
				const values = {
					Settings: { checkDocuments: false, itGlueAddress: 'https://once.itglue.example.com' },
				};
				const [first] = messagesIn(await scene.run({ values }));
				assert.match(first.title, /\d\d new$/);
				const second = await scene.run({ values });
				assert.ok(second.items('Findings').length > 10, 'they are still there');
				assert.deepEqual(messagesIn(second), [], 'no message');
				const [status] = await scene.records('organization_statuses');
				const [type] = await scene.records('organization_types');
				await scene.insert('organizations', {
					name: 'Larch Example Foundry',
					organization_status_id: Number(status.id),
					organization_type_id: Number(type.id),
					quick_notes: '<p>Call Ann Example.</p>',
				});
				const [third] = messagesIn(await scene.run({ values }));
				assert.equal(third.title, 'Documentation audit: 1 new');
				assert.match(third.text, /^- No primary contact: Larch Example Foundry$/m);
				assert.doesNotMatch(third.text, /Old password:/);
			},
		},
	],
};
