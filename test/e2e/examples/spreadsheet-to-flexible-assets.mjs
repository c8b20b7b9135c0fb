import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readExample, VISITOR } from '../../../scripts/lib/examples.mjs';
import { root } from '../../../scripts/lib/base.mjs';
import { ANSWER_MS, STANDSTILL_MS } from '../../../scripts/lib/patience.mjs';
import { waitFor } from '../../../scripts/lib/processes.mjs';
import path from 'node:path';

/** @typedef {import('../examplesSuite.mjs').Scene} Scene */

const TYPE = 'Backup';
const CLIENT = 'Northwind Dental';
/** Two organizations of the sandbox have this name. */
const AMBIGUOUS = 'summit logistics';
const FORM = 'Upload form';
const SLUG = 'spreadsheet-to-flexible-assets';

/** As Excel writes it in most of Europe. */
const TABLE = [
	'ORGANIZATION;Name;licence_ends;Retention Days;Success Rate;Encrypted;Frequency;Repository;Remarks;',
	'Northwind Dental;Server Images;31.12.2026;30;"99,5 %";yes;Daily;s3://images.example.com;Ann;',
	'Northwind Dental;"Büro; ""Süd""\nzweite Zeile";2027-06-30;1000;100 %;no;Hourly;;;',
	';;;;;;;;;',
	'Northwind Dental;Server Images;31.12.2026;30;"99,5 %";yes;Daily;s3://images.example.com;Ann;',
	`${AMBIGUOUS};Server Images;31.12.2026;30;99 %;yes;Daily;;;`,
	'No Such Client;Server Images;31.12.2026;30;99 %;yes;Daily;;;',
	';Server Images;31.12.2026;30;99 %;yes;Daily;;;',
	'northwind dental;Old Images;;90;;;;;;',
	'Northwind Dental;Unclear Images;31.12.2026;1.000;99 %;yes;Daily;;;',
].join('\r\n');

/**
 * @param {string} content
 * @param {Record<string, unknown>} [settings]
 */
const given = (content, settings = {}) => ({
	values: { Settings: { dryRun: false, ...settings }, 'Sample spreadsheet': { content } },
});

/** @param {Scene} scene */
const typeOf = async (scene) =>
	(await scene.records('flexible_asset_types')).find(
		({ attributes }) => attributes.name === TYPE,
	) ?? assert.fail('the sandbox has the type');

/** Adds the client with an asset that a row is about. @param {Scene} scene */
const addClient = async (scene) => {
	const { id } = await scene.insert('organizations', { name: CLIENT });
	const type = await typeOf(scene);
	await scene.api('POST', '/flexible_assets', {
		'organization-id': id,
		'flexible-asset-type-id': type.id,
		traits: {
			name: 'Old Images',
			'retention-days': 30,
			repository: 's3://old.example.com',
			frequency: 'Weekly',
		},
	});
	return id;
};

/** @param {Scene} scene @returns {Promise<any[]>} the assets of the client, by name */
const assetsOf = async (scene) => {
	const organizations = await scene.records('organizations');
	const client = organizations.find(({ attributes }) => attributes.name === CLIENT);
	return (await scene.records('flexible_assets'))
		.filter(({ attributes }) => String(attributes.organization_id) === String(client?.id))
		.sort((a, b) => String(a.attributes.traits.name).localeCompare(b.attributes.traits.name));
};

/** @param {Scene} scene */
const traitsOf = async (scene) =>
	(await assetsOf(scene)).map(({ attributes }) => attributes.traits);

const EXPECTED = [
	{
		name: 'Büro; "Süd"\nzweite Zeile',
		'licence-ends': '2027-06-30',
		'retention-days': 1000,
		'success-rate': 100,
		encrypted: false,
		frequency: 'Hourly',
	},
	// What the row leaves empty stays.
	{
		name: 'Old Images',
		'retention-days': 90,
		repository: 's3://old.example.com',
		frequency: 'Weekly',
	},
	{
		name: 'Server Images',
		'licence-ends': '2026-12-31',
		'retention-days': 30,
		'success-rate': 99.5,
		encrypted: true,
		frequency: 'Daily',
		repository: 's3://images.example.com',
	},
];

/** The address of the form, as scripts/lib/examples.mjs makes it. */
const formAddress = () => {
	const example = readExample(path.join(root, 'workflows', 'examples', `${SLUG}.json`));
	const digits = createHash('sha256').update(`${example.id} ${FORM}`).digest('hex');
	const [, ...parts] = /^(.{8})(.{4})(.{4})(.{4})(.{12})/.exec(digits) ?? [];
	return `form/${parts.join('-')}`;
};

/** @type {import('../examplesSuite.mjs').Expectation} */
export default {
	writes: true,
	scenarios: [
		{
			name: 'with a table as Excel writes it',
			adapt: () => given(`\uFEFF${TABLE}`),
			prepare: async (scene) => void (await addClient(scene)),
			check: async ({ items, journal }, scene) => {
				assert.deepEqual(await traitsOf(scene), EXPECTED);
				const [summary] = items('Summary');
				assert.deepEqual(
					{ ...summary, changes: undefined },
					{
						dry_run: false,
						type: TYPE,
						rows: 7,
						repeated_rows: 1,
						created: 2,
						updated: 1,
						would_create: 0,
						would_update: 0,
						unchanged: 0,
						locked: 0,
						review: 4,
						columns_without_field: [
							{ column: 'Remarks', reason: 'The type has no field of this name.' },
						],
						changes: undefined,
						failed: [],
					},
				);
				assert.deepEqual(summary?.changes[2], {
					line: 10,
					organization: 'northwind dental',
					name: 'Old Images',
					action: 'updated',
					fields: ['retention-days'],
				});
				assert.deepEqual(
					items('Review').map(({ line, organization }) => [line, organization]),
					[
						[7, AMBIGUOUS],
						[8, 'No Such Client'],
						[9, ''],
						[11, CLIENT],
					],
				);
				const reasons = items('Review').map(({ reason }) => reason);
				assert.match(reasons[0], /^2 organizations have this name: \d+, \d+\./);
				assert.match(reasons[1], /^No organization is called so/);
				assert.match(reasons[2], /names no organization/);
				assert.match(reasons[3], /^Retention Days: "1\.000" may be/);
				assert.ok(journal.length <= 16, `few requests: ${journal.length}`);
			},
			checkAgain: async ({ items }, scene) => {
				assert.deepEqual(await traitsOf(scene), EXPECTED);
				const [summary] = items('Summary');
				assert.deepEqual([summary?.created, summary?.updated, summary?.unchanged], [0, 0, 3]);
				assert.deepEqual(summary?.changes, []);
			},
		},
		{
			name: 'with commas, a column of another name, and the title to match on',
			adapt: () =>
				given(
					'Client,Name,Licence Ends,Retention Days\nNorthwind Dental,Server Images,2026-12-31,30\nNorthwind Dental,Server Images,2027-12-31,60',
					{ organizationColumn: 'client', matchOn: '' },
				),
			prepare: async (scene) => void (await addClient(scene)),
			check: async ({ items }, scene) => {
				const traits = (await traitsOf(scene)).filter(({ name }) => name === 'Server Images');
				assert.deepEqual(traits.map((one) => one['licence-ends']).sort(), [
					'2026-12-31',
					'2027-12-31',
				]);
				assert.deepEqual(items('Summary')[0]?.columns_without_field, []);
			},
		},
		{
			name: 'as shipped, which writes nothing',
			changesNothing: true,
			prepare: async (scene) => void (await addClient(scene)),
			check: ({ items }) => {
				const [summary] = items('Summary');
				assert.equal(summary?.dry_run, true);
				assert.deepEqual([summary?.would_create, summary?.created], [2, 0]);
				assert.equal(items('Review')[0]?.organization, 'Example Bakery');
			},
		},
	],
	also: [
		{
			name: 'goes on when a row is refused, and ends failed with a message that names its line',
			test: async (scene) => {
				await addClient(scene);
				const { run } = await scene.run(
					given(
						'Organization;Name;Retention Days\nNorthwind Dental;Good;30\nNorthwind Dental;Bad;many',
					),
				);
				assert.equal(run.status, 'error');
				const stop = run.nodes.find(({ node }) => node === 'Stop as failed');
				assert.match(
					stop?.error.message,
					/^1 of 2 rows failed\. Line 3 \(Northwind Dental\): .*Retention Days.*1 created/s,
				);
				const names = (await traitsOf(scene)).map(({ name }) => name);
				assert.deepEqual(names, ['Good', 'Old Images']);
			},
		},
		...[
			{
				name: 'without the column of the organization',
				table: 'Client;Name\nNorthwind Dental;Server Images',
				told: /no column "Organization".*Client, Name/s,
			},
			{
				name: 'with two columns of one name',
				table: 'Organization;Name;name\nNorthwind Dental;Server Images;Other',
				told: /Two columns are called "name"/,
			},
			{
				name: 'with a quote that is never closed',
				table: 'Organization;Name\nNorthwind Dental;"Server Images\nNorthwind Dental;Other',
				told: /line 2 is not closed/,
			},
			{
				name: 'without the column that is matched on',
				table: 'Organization;Frequency\nNorthwind Dental;Daily',
				told: /matchOn in Settings names "Name", but the file has no such column/,
			},
			{ name: 'without rows', table: 'Organization;Name\n', told: /holds no rows/ },
		].map(({ name, table, told }) => ({
			name: `stops before it writes ${name}`,
			test: async (/** @type {Scene} */ scene) => {
				const { run, journal } = await scene.run(given(table));
				assert.equal(run.status, 'error');
				const failed = run.nodes.find(({ node }) => node === 'Read rows');
				assert.match(failed?.error.message, told);
				assert.deepEqual([...new Set(journal.map(({ method }) => method))], ['GET']);
			},
		})),
		{
			name: 'takes a file of Windows-1252 from the form',
			test: async (scene) => {
				await addClient(scene);
				const address = formAddress();
				await scene.whilePublished(
					address,
					async () => {
						const form = new FormData();
						const table = TABLE.replaceAll('Büro', 'Bär');
						const file = new Blob([Buffer.from(table, 'latin1')], { type: 'text/csv' });
						form.append('field-0', file, 'backups.csv');
						const answer = await fetch(`${scene.n8n.url}/${address}`, {
							method: 'POST',
							headers: {
								authorization: `Basic ${Buffer.from(`${VISITOR.user}:${VISITOR.password}`).toString('base64')}`,
							},
							body: form,
							signal: AbortSignal.timeout(ANSWER_MS),
						});
						assert.ok(answer.ok, `${answer.status} ${await answer.text()}`);
						await waitFor(async () => ((await assetsOf(scene)).length === 3 ? true : undefined), {
							timeoutMs: STANDSTILL_MS,
							onTimeout: () => new Error('The form has not created the assets.'),
						});
						const names = (await traitsOf(scene)).map(({ name }) => name);
						assert.deepEqual(names, ['Bär; "Süd"\nzweite Zeile', 'Old Images', 'Server Images']);
					},
					given(''),
				);
			},
		},
	],
};
