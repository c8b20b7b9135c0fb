/** The everyday operations, filled in as a person would, and what comes of them. */
import assert from 'node:assert/strict';
import { before, describe } from 'node:test';
import { writesIn } from '../../scripts/lib/outcome.mjs';
import { eventually, textOf } from './desk.mjs';
import { findRecord, insert } from './sandbox.mjs';

/**
 * @typedef {import('./desk.mjs').Desk} Desk
 * @typedef {import('../../scripts/browser/panel.mjs').Panel} Panel
 */

const CLIENT = 'Northwind Dental Example';
const CREATE = 'Create contact';
const UPDATE = 'Update contact';
const LIST = 'Get many contacts';
const SWITCH = 'Any operation';

/** @param {Desk} desk */
export const describeContacts = (desk) => {
	describe('contacts', () => {
		const open = desk.workflow({
			name: 'Browser: contacts',
			steps: [
				{ name: CREATE, parameters: { resource: 'contact', operation: 'create' } },
				{ name: UPDATE, parameters: { resource: 'contact', operation: 'update' } },
				{ name: LIST, parameters: { resource: 'contact', operation: 'getAll' } },
				{ name: SWITCH, parameters: { resource: 'contact', operation: 'get' } },
			],
		});

		before(async () => {
			const { sandbox } = desk.stage;
			await sandbox.reset();
			const client = await insert(sandbox, 'organizations', { name: CLIENT });
			await insert(sandbox, 'contacts', {
				organization_id: Number(client),
				first_name: 'Ben',
				last_name: 'Example',
				title: 'Dentist',
				important: true,
			});
		});

		/**
		 * @param {Panel} panel
		 * @param {string} parameter
		 * @param {string} name
		 */
		const pick = async (panel, parameter, name) => {
			const locator = panel.locator(parameter);
			await locator.open();
			await locator.search(name);
			await locator.pick(name);
		};

		desk.test('create: with two emails, shown as a table and as JSON', async () => {
			const { sandbox } = desk.stage;
			const panel = await open(CREATE);
			await pick(panel, 'organizationId', CLIENT);
			await panel.fill('firstName', 'Ann');
			await panel.fill('lastName', 'Example');
			await panel.add('Additional Fields', 'Title');
			await panel.fill('additionalFields.title', 'IT Manager');
			const emails = ['ann@example.com', 'ann.example@example.org'];
			for (const [row, address] of emails.entries()) {
				// The first row is there.
				if (row > 0) await panel.addRow('contactEmails');
				const path = `contactEmails.email[${row}]`;
				await panel.fill(`${path}.value`, address);
				await panel.fill(`${path}.label`, row === 0 ? 'Work' : 'Personal');
			}
			await panel.toggle('contactEmails.email[1].primary');
			await panel.run();

			await panel.showAs('table');
			assert.deepEqual(await panel.column('name'), ['Ann Example']);
			assert.deepEqual(await panel.column('primary_email'), ['ann.example@example.org']);
			await panel.showAs('json');
			await eventually(
				() => textOf(panel.output.getByTestId('ndv-data-container')),
				(json) => emails.every((address) => json.includes(`"${address}"`)),
				'that both emails are shown',
			);

			const { attributes } = await findRecord(
				sandbox,
				'contacts',
				({ first_name, last_name }) => first_name === 'Ann' && last_name === 'Example',
			);
			assert.equal(attributes.title, 'IT Manager');
			assert.deepEqual(
				attributes.contact_emails.map((/** @type {any} */ { value, primary }) => [value, primary]),
				[
					[emails[0], false],
					[emails[1], true],
				],
			);
		});

		desk.test('update: sends the one field that was added, and nothing else', async () => {
			const { sandbox } = desk.stage;
			const panel = await open(UPDATE);
			await pick(panel, 'organizationId', CLIENT);
			await pick(panel, 'contactId', 'Ben Example');
			await panel.add('Update Fields', 'Title');
			await panel.fill('updateFields.title', 'Head of IT');
			await sandbox.clearJournal();
			await panel.run();
			await panel.showAs('table');
			assert.deepEqual(await panel.column('title'), ['Head of IT']);
			const writes = writesIn(await sandbox.journal());
			assert.deepEqual(
				writes.map(({ method, body }) => [method, body.data.attributes]),
				[['PATCH', { title: 'Head of IT' }]],
			);
		});

		desk.test('get many: filtered and sorted', async () => {
			const { sandbox } = desk.stage;
			const panel = await open(LIST);
			await panel.toggle('returnAll');
			await panel.add('Filters', 'Important');
			await panel.add('Options', 'Sort');
			await panel.addRow('sort');
			await panel.choose('options.sort.rule[0].key', 'Last Name');
			await panel.choose('options.sort.rule[0].direction', 'Descending');
			await panel.run();
			await panel.showAs('table');
			const expected = (await sandbox.records('contacts'))
				.filter(({ attributes }) => attributes.important)
				.map(({ attributes }) => attributes.last_name)
				.sort()
				.reverse();
			assert.ok(expected.length > 1);
			const shown = await panel.column('last_name');
			assert.deepEqual(shown, expected.slice(0, shown.length));
			assert.match(await textOf(panel.output), new RegExp(`${expected.length} items`));
		});

		desk.test('keep what was chosen when the operation changes', async () => {
			const panel = await open(SWITCH);
			await pick(panel, 'organizationId', CLIENT);
			await pick(panel, 'contactId', 'Ben Example');
			for (const operation of ['Update', 'Delete', 'Get']) {
				await panel.choose('operation', operation);
				await eventually(
					() => panel.locator('contactId').input.inputValue(),
					(value) => value === 'Ben Example',
					`that the contact stays in ${operation}`,
				);
				assert.equal(await panel.locator('organizationId').input.inputValue(), CLIENT);
			}
		});
	});
};
