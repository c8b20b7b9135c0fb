/** Create or Update: the columns that are mapped, those that are matched on, and what a dry run tells. */
import assert from 'node:assert/strict';
import { before, describe } from 'node:test';
import { writesIn } from '../../scripts/lib/outcome.mjs';
import { eventually, mapAutomatically, textOf, textsOf } from './desk.mjs';
import { insert } from './sandbox.mjs';

/**
 * @typedef {import('./desk.mjs').Desk} Desk
 * @typedef {import('../../scripts/browser/panel.mjs').Panel} Panel
 */

const CLIENT = 'Columns Example';
const MANUAL = 'Map by hand';
const AUTOMATIC = 'Map automatically';
const ROWS = [
	{ primary_email: 'cleo@example.com', first_name: 'Cleo', last_name: 'Example', title: 'Baker' },
	{ primary_email: 'dan@example.com', first_name: 'Dan', last_name: 'Example', title: 'Cook' },
];

/** @param {Desk} desk */
export const describeColumns = (desk) => {
	describe('the columns of Create or Update', () => {
		let client = '';
		const chosen = () => ({ __rl: true, mode: 'list', value: client, cachedResultName: CLIENT });
		const shared = { resource: 'contact', operation: 'upsert' };
		/** @type {(step: string) => Promise<Panel>} */
		let open;

		before(async () => {
			const { sandbox } = desk.stage;
			await sandbox.reset();
			client = await insert(sandbox, 'organizations', { name: CLIENT });
			await insert(sandbox, 'contacts', {
				organization_id: Number(client),
				first_name: 'Cleo',
				last_name: 'Example',
				title: 'Apprentice',
				contact_emails: [{ value: 'cleo@example.com', primary: true, 'label-name': 'Work' }],
			});
			open = desk.workflow({
				name: 'Browser: columns',
				input: { name: 'Staff', rows: ROWS },
				steps: [
					{ name: MANUAL, parameters: { ...shared, organizationId: chosen() } },
					{ name: AUTOMATIC, parameters: { ...shared, organizationId: chosen() } },
				],
			});
		});

		desk.test('are listed by their labels, to be added one by one', async () => {
			const panel = await open(MANUAL);
			const page = panel.root.page();
			await panel.parameters.getByTestId('add-fields-select').click();
			const wanted = ['First Name', 'Last Name', 'Title', 'Location (Name or ID)'];
			await eventually(
				() => textsOf(page.getByRole('menuitem').filter({ visible: true })),
				(labels) => wanted.every((label) => labels.includes(label)),
				`that the list has ${wanted.join(', ')}`,
			);
			await page.keyboard.press('Escape');
		});

		desk.test('to match on can be chosen, several of them', async () => {
			const panel = await open(MANUAL);
			const page = panel.root.page();
			const select = panel.parameters.getByTestId('matching-column-select');
			await eventually(
				() => textOf(select),
				(text) => text.includes('primary_email'),
				'that the primary email is matched on',
			);
			await select.locator('.el-select').click();
			const options = page.getByRole('option').filter({ visible: true });
			await options.first().waitFor();
			assert.deepEqual((await textsOf(options)).sort(), [
				'First Name',
				'Full Name',
				'ID',
				'Last Name',
				'PSA ID',
				'Primary Email',
			]);
			for (const label of ['Primary Email', 'First Name', 'Last Name'])
				await options.filter({ has: page.getByText(label, { exact: true }) }).click();
			await page.keyboard.press('Escape');
			const matched = panel.parameters.getByText(/\(using to match\)/);
			await matched.nth(1).waitFor();
			assert.deepEqual((await textsOf(matched)).sort(), [
				'First Name (using to match)',
				'Last Name (using to match)',
			]);
		});

		desk.test(
			'are taken from the input by themselves, and a dry run tells the changes',
			async () => {
				const { sandbox } = desk.stage;
				const panel = await open(AUTOMATIC);
				await mapAutomatically(panel);
				await panel.toggle('dryRun');
				await sandbox.clearJournal();
				await panel.run();
				await panel.showAs('table');
				assert.deepEqual(await panel.column('_action'), ['would_update', 'would_create']);
				const [changes] = await panel.column('_changes');
				assert.match(changes ?? '', /title.*from.*Apprentice.*to.*Baker/s);
				assert.deepEqual(writesIn(await sandbox.journal()), []);
			},
		);
	});
};
