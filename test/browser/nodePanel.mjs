/** Finding the node, and choosing what it is to do. */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { eventually, textOf } from './desk.mjs';

/** @typedef {import('./desk.mjs').Desk} Desk */

/** What people type who look for us. */
const WORDS = ['glue', 'msp', 'documentation', 'kaseya'];
const NAME = 'IT Glue';
/** n8n adds this to the resources and operations of every node with a credential; it is no action. */
const CUSTOM = '__CUSTOM_API_CALL__';

/**
 * @param {Desk} desk
 * @returns {Promise<Map<string, string[]>>} the lines that the list of actions has to have, by the heading they stand below
 */
const expectedActions = async (desk) => {
	const { stage, packageName } = desk.surroundings;
	const page = await desk.page();
	const answer = await page.request.get(`${stage.n8n.url}/types/nodes.json`);
	const types = await answer.json();
	const { properties } = types.find(
		(/** @type {any} */ type) => type.name === `${packageName}.itGlue`,
	);
	const named = (/** @type {string} */ name) =>
		properties.filter((/** @type {any} */ property) => property.name === name);
	const [resources] = named('resource');
	const own = (/** @type {any} */ { value }) => value !== CUSTOM;
	return new Map(
		resources.options.filter(own).map((/** @type {any} */ { name, value }) => {
			const [operations] = named('operation').filter((/** @type {any} */ { displayOptions }) =>
				displayOptions.show.resource.includes(value),
			);
			const lines = operations.options.filter(own).map((/** @type {any} */ { action }) => action);
			return [`${name} Actions`, lines.sort()];
		}),
	);
};

/** @param {Desk} desk */
export const describeNodePanel = (desk) => {
	describe('the node panel', () => {
		const open = async () => {
			const page = await desk.visit('/workflow/new');
			const search = page.getByTestId('node-creator-search-bar');
			if (!(await search.isVisible())) await page.getByTestId('canvas-plus-button').click();
			const item = page.getByTestId('item-iterator-item').filter({
				has: page.getByTestId('node-creator-item-name').getByText(NAME, { exact: true }),
			});
			return { page, search, item };
		};

		for (const word of WORDS) {
			desk.test(`finds the node by "${word}", with its icon`, async () => {
				const { search, item } = await open();
				await search.fill('nothing is called this');
				await item.waitFor({ state: 'hidden' });
				await search.fill(word);
				await item.waitFor();
				const icon = item.locator('img').first();
				const width = () =>
					icon.evaluate((image) => ('naturalWidth' in image ? Number(image.naturalWidth) : 0));
				await eventually(width, (seen) => seen > 0, 'that the icon has been drawn');
				assert.match(await textOf(item), /Keep client documentation in IT Glue/);
			});
		}

		desk.test('lists one line for each operation, grouped by resource', async () => {
			const { page, search, item } = await open();
			await search.fill(NAME);
			await item.click();
			const entries = page.getByTestId('node-creator').getByTestId('item-iterator-item');
			const expected = await expectedActions(desk);
			const count = [...expected.values()].flat().length;
			await page.getByText(`Actions (${count})`, { exact: true }).waitFor();
			const lines = await entries.evaluateAll((elements) =>
				elements.map((element) => {
					const name = element.querySelector('[data-test-id="node-creator-item-name"]');
					return { heading: name === null, text: (name ?? element).textContent?.trim() ?? '' };
				}),
			);
			/** @type {Map<string, string[]>} */
			const listed = new Map();
			let heading = '';
			for (const line of lines) {
				if (line.heading) heading = line.text;
				else if (heading !== '') listed.set(heading, [...(listed.get(heading) ?? []), line.text]);
			}
			for (const own of listed.values()) own.sort();
			assert.deepEqual(listed, expected);
		});
	});
};
