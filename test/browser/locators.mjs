/** Choosing records: from the list, by ID, address and name, and within an organization. */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { findRecord, insert } from './sandbox.mjs';
import { eventually, textsOf } from './desk.mjs';

/** @typedef {import('./desk.mjs').Desk} Desk */

const ORGANIZATION = 'Get organization';
const CONTACT = 'Get contact';
/** One page of the list as it opens. */
const PAGE = 100;

/** Ways to name an organization, with a value that does not fit, what is said of it, and one that fits. */
const MODES = [
	{ mode: 'By ID', wrong: '12a', told: 'An ID consists of digits only', right: '1234567' },
	{
		mode: 'By URL',
		wrong: 'https://example.itglue.com/contacts',
		told: 'This is not the web address of an organization',
		right: 'https://example.itglue.com/1234567',
	},
	{
		mode: 'By Name',
		wrong: '',
		told: 'Parameter "Organization" is required',
		right: "O'Brien Dental",
	},
];

/** The sandbox has two organizations of that name. */
const TWICE = 'Summit Logistics';
/** What tells entries of one name apart. */
const OWN_ID = / \(ID \d+\)$/;

const lower = (/** @type {string} */ name) => name.toLowerCase();
const sorted = (/** @type {string[]} */ names) => names.map(lower).sort();
/** @param {{ attributes: Record<string, any> }} record */
const nameOf = ({ attributes }) => String(attributes.name);

/** @param {Desk} desk */
export const describeLocators = (desk) => {
	describe('the locators', () => {
		const open = desk.workflow({
			name: 'Browser: locators',
			steps: [
				{ name: ORGANIZATION, parameters: { resource: 'organization', operation: 'get' } },
				{ name: CONTACT, parameters: { resource: 'contact', operation: 'get' } },
			],
		});

		desk.test('list organizations in order, and more of them when one scrolls down', async () => {
			const { sandbox } = desk.stage;
			await sandbox.reset();
			// More than one page of them.
			for (let at = 0; at < PAGE; at += 1)
				await insert(sandbox, 'organizations', { name: `Zenith Example ${100 + at}` });
			const all = sorted((await sandbox.records('organizations')).map(nameOf));
			const panel = await open(ORGANIZATION);
			const locator = panel.locator('organizationId');
			await locator.open();
			const first = await textsOf(locator.entries);
			assert.equal(first.length, PAGE);
			const names = first.map((name) => name.replace(OWN_ID, ''));
			assert.deepEqual(names.map(lower), all.slice(0, PAGE));
			const twins = first.filter((name) => name.startsWith(TWICE));
			assert.equal(new Set(twins).size, 2);
			for (const twin of twins) assert.match(twin, OWN_ID);
			await locator.entries.last().scrollIntoViewIfNeeded();
			await eventually(
				() => locator.entries.count(),
				(count) => count === all.length,
				`that all ${all.length} are listed`,
			);
		});

		desk.test('find "o\'brien" whatever the case, and keep the choice', async () => {
			const panel = await open(ORGANIZATION);
			const locator = panel.locator('organizationId');
			await locator.open();
			await locator.search("o'brien");
			await eventually(
				() => textsOf(locator.entries),
				(names) => names.length === 1,
				'one organization',
			);
			await locator.pick("O'Brien Dental");
			await eventually(
				() => locator.input.inputValue(),
				(value) => value === "O'Brien Dental",
				'that the choice is kept',
			);
		});

		for (const { mode, wrong, told, right } of MODES) {
			desk.test(`${mode} says what is wrong with "${wrong}"`, async () => {
				const panel = await open(ORGANIZATION);
				const locator = panel.locator('organizationId');
				await locator.setMode(mode);
				await locator.enter(wrong);
				assert.ok((await panel.issue('organizationId')).includes(told));
				await locator.enter(right);
				await panel
					.field('organizationId')
					.getByTestId('parameter-issues')
					.waitFor({ state: 'hidden' });
			});
		}

		desk.test('narrow contacts to the chosen organization', async () => {
			const { sandbox } = desk.stage;
			const { id } = await findRecord(
				sandbox,
				'organizations',
				({ name }) => name === "O'Brien Dental",
			);
			const contacts = await sandbox.records('contacts');
			const own = contacts.filter(({ attributes }) => String(attributes.organization_id) === id);
			const panel = await open(CONTACT);
			const contact = panel.locator('contactId');
			await contact.open();
			const among = await textsOf(contact.entries);
			assert.ok(among.length > own.length, 'contacts of all organizations');
			assert.ok(
				among.every((name) => / \(.+\)$/.test(name)),
				'each with its organization',
			);
			await panel.root.page().keyboard.press('Escape');

			const organization = panel.locator('organizationId');
			await organization.open();
			await organization.search("O'BRIEN");
			await organization.pick("O'Brien Dental");
			await contact.open();
			const names = own.map(({ attributes }) =>
				`${attributes.first_name} ${attributes.last_name}`.trim(),
			);
			const listed = await eventually(
				() => textsOf(contact.entries),
				(seen) => seen.length === own.length,
				`${own.length} contacts`,
			);
			assert.deepEqual(listed.sort(), names.sort());
		});
	});
};
