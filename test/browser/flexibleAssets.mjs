/** Flexible assets: the fields of the chosen type as columns, and a sync by them. */
import assert from 'node:assert/strict';
import { before, describe } from 'node:test';
import { writesIn } from '../../scripts/lib/outcome.mjs';
import { eventually, mapAutomatically, picture, textsOf } from './desk.mjs';
import { findRecord, insert } from './sandbox.mjs';

/**
 * @typedef {import('./desk.mjs').Desk} Desk
 * @typedef {import('../../scripts/browser/panel.mjs').Panel} Panel
 */

const CLIENT = 'Server Room Example';
const FORM = 'Fill in the form';
const SYNC = 'Sync applications';
/** Of the sandbox's data. */
const TYPE = 'Application';
const ROWS = [
	{ Name: 'Ledger Two', Version: '1.0', Category: 'Accounting', 'Monthly Cost': '12.5' },
	{ Name: 'Door Plan', Version: '2.1', Category: 'Utility', 'Users / Seats': 3 },
];

/** @param {Desk} desk */
export const describeFlexibleAssets = (desk) => {
	describe('flexible assets', () => {
		/** @type {(step: string) => Promise<Panel>} */
		let open;

		before(async () => {
			const { sandbox } = desk.stage;
			await sandbox.reset();
			const client = await insert(sandbox, 'organizations', { name: CLIENT });
			const type = await findRecord(sandbox, 'flexible_asset_types', ({ name }) => name === TYPE);
			const organizationId = { __rl: true, mode: 'list', value: client, cachedResultName: CLIENT };
			const flexibleAssetTypeId = {
				__rl: true,
				mode: 'list',
				value: type.id,
				cachedResultName: TYPE,
			};
			open = desk.workflow({
				name: 'Browser: flexible assets',
				input: { name: 'Applications', rows: ROWS },
				steps: [
					{
						name: FORM,
						parameters: { resource: 'flexibleAsset', operation: 'create', organizationId },
					},
					{
						name: SYNC,
						parameters: {
							resource: 'flexibleAsset',
							operation: 'upsert',
							organizationId,
							flexibleAssetTypeId,
						},
					},
				],
			});
		});

		desk.test('choose a type, and its fields are the form', async () => {
			const panel = await open(FORM);
			const locator = panel.locator('flexibleAssetTypeId');
			await locator.open();
			await locator.search(TYPE);
			await locator.pick(TYPE);
			const labels = panel.parameters.getByTestId('mapping-fields-container');
			await eventually(
				() => textsOf(labels),
				(texts) =>
					[
						'Name',
						'Version',
						'Category',
						'Users / Seats',
						'Application Champion (Names or IDs)',
					].every((label) => texts.join('\n').includes(label)),
				'that the fields of the type are shown',
			);
			await picture(panel.root.page(), 'flexible-asset-form');
		});

		desk.test('a sync by name: a dry run, a run, and a run that changes nothing', async () => {
			const { sandbox } = desk.stage;
			const panel = await open(SYNC);
			const page = panel.root.page();
			await mapAutomatically(panel);
			await panel.toggle('dryRun');
			await sandbox.clearJournal();
			await panel.run();
			await panel.showAs('table');
			assert.deepEqual(await panel.column('_action'), ['would_create', 'would_create']);
			assert.deepEqual(writesIn(await sandbox.journal()), []);
			await panel.toggle('dryRun');
			await panel.run();
			await eventually(
				() => panel.column('_action'),
				(actions) => actions.join() === 'created,created',
				'that both were created',
			);
			await picture(page, 'flexible-asset-created');
			await sandbox.clearJournal();
			await panel.run();
			await eventually(
				() => panel.column('_action'),
				(actions) => actions.join() === 'unchanged,unchanged',
				'that nothing changes the second time',
			);
			assert.deepEqual(writesIn(await sandbox.journal()), []);
		});
	});
};
