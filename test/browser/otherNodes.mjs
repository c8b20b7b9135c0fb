/**
 * The like of our first tasks in n8n's own Airtable and Notion nodes: filled in for real, with their lists answered here,
 * since neither service is there. They are not run; the click that runs them is counted.
 */
import { openNode } from '../../scripts/browser/panel.mjs';
import { workflowOf } from '../../scripts/browser/workflow.mjs';
import { clicksFor } from './clicks.mjs';
import { eventually } from './desk.mjs';

/**
 * @typedef {import('./desk.mjs').Desk} Desk
 * @typedef {import('./desk.mjs').Page} Page
 * @typedef {import('../../scripts/browser/panel.mjs').Panel} Panel
 */

const PLACE = 'Clients';
const COLUMNS = ['First Name', 'Last Name', 'Email', 'Second Email', 'Phone'];
const EXECUTE = 1;
const AIRTABLE = { type: 'n8n-nodes-base.airtable', typeVersion: 2.2 };
const NOTION = { type: 'n8n-nodes-base.notion', typeVersion: 2.2 };

const NODES = [
	{ name: 'Airtable create', ...AIRTABLE, parameters: { operation: 'create' } },
	{ name: 'Airtable upsert', ...AIRTABLE, parameters: { operation: 'upsert' } },
	{ name: 'Airtable upsert by hand', ...AIRTABLE, parameters: { operation: 'upsert' } },
	{ name: 'Airtable search', ...AIRTABLE, parameters: { operation: 'search' } },
	{ name: 'Airtable get', ...AIRTABLE, parameters: { operation: 'get' } },
	{ name: 'Airtable archive', ...AIRTABLE, parameters: { operation: 'update' } },
	{ name: 'Airtable unarchive', ...AIRTABLE, parameters: { operation: 'update' } },
	{ name: 'Notion page', ...NOTION, parameters: { resource: 'page', operation: 'create' } },
	{ name: 'Notion append', ...NOTION, parameters: { resource: 'block', operation: 'append' } },
];

const column = (/** @type {string} */ id) => ({
	id,
	displayName: id,
	required: false,
	// As Airtable's node has it.
	defaultMatch: id === 'id',
	display: true,
	type: 'string',
	canBeUsedToMatch: true,
});

/**
 * Answers what Airtable would be asked for while one fills in its node.
 * @param {Page} page
 */
const answerLists = async (page) => {
	await page.route('**/rest/dynamic-node-parameters/**', async (route) => {
		const { nodeTypeAndVersion, methodName } = route.request().postDataJSON();
		// Notion's kinds of blocks are fixed: its node gives them by itself.
		if (nodeTypeAndVersion.name !== AIRTABLE.type) return route.fallback();
		const isUpdate = methodName === 'getColumnsWithRecordId';
		const names = isUpdate ? ['id', ...COLUMNS] : COLUMNS;
		const results = [{ name: PLACE, value: 'placeOfTheLike' }];
		return route.fulfill({ json: { data: { results, fields: names.map(column) } } });
	});
};

/** @param {Panel} panel */
const choosePlace = async (panel) => {
	for (const name of ['base', 'table']) {
		const locator = panel.locator(name);
		await locator.open();
		await locator.pick(PLACE);
	}
};

/** @param {Panel} panel @param {string} label @param {string} text a field of the columns */
const fillColumn = async (panel, label, text) => {
	const place = `parameters.columns.value["${label}"]`;
	const field = panel.parameters.locator(`[data-parameter-path='${place}']`);
	await field.locator('input, textarea').first().fill(text);
};

/**
 * Chooses a column to match on instead of the record's ID.
 * @param {Panel} panel
 * @param {string} label
 */
const matchOn = async (panel, label) => {
	const page = panel.root.page();
	await panel.parameters.getByTestId('matching-column-select').locator('.el-select').click();
	for (const name of [label, 'id'])
		await page
			.getByRole('option')
			.filter({ has: page.getByText(name, { exact: true }), visible: true })
			.click();
	await page.keyboard.press('Escape');
};

/** @param {Panel} panel @param {number} row @param {string} kind @param {string} text */
const addBlock = async (panel, row, kind, text) => {
	await panel.addRow('blockUi');
	const path = `blockUi.blockValues[${row}]`;
	// Its list is there when the first choice has its label; a click before that is lost.
	await eventually(
		() => panel.chosen(`${path}.type`),
		(label) => label === 'Paragraph',
		'that the kind of block can be chosen',
	);
	if (kind !== 'Paragraph') await panel.choose(`${path}.type`, kind);
	await panel.fill(`${path}.textContent`, text);
};

/**
 * @param {Desk} desk
 * @returns {Record<'record' | 'sync' | 'search' | 'document' | 'append' | 'one' | 'archive' | 'byHand', () => Promise<number>>}
 *   the clicks of each
 */
export const likes = (desk) => {
	let address = '';
	const prepare = async () => {
		const { n8n } = desk.stage;
		const [airtableTokenApi, notionApi] = await Promise.all([
			n8n.saveCredential({
				name: 'Airtable example',
				type: 'airtableTokenApi',
				data: { accessToken: 'none' },
			}),
			n8n.saveCredential({ name: 'Notion example', type: 'notionApi', data: { apiKey: 'none' } }),
		]);
		const workflow = workflowOf({ name: 'Browser: other nodes', steps: [] }, desk.surroundings);
		for (const [at, node] of NODES.entries())
			workflow.nodes.push({
				id: `other-${at}`,
				position: [224, at * 160],
				credentials: node.type === AIRTABLE.type ? { airtableTokenApi } : { notionApi },
				...node,
			});
		await n8n.saveWorkflow(workflow);
		await answerLists(await desk.page());
		address = `/workflow/${workflow.id}`;
	};

	/** @param {string} name @param {(panel: Panel) => Promise<void>} fill */
	const filled = async (name, fill) => {
		if (address === '') await prepare();
		const page = await desk.visit(address);
		const close = page.getByTestId('ndv-close-button');
		if (await close.isVisible()) await close.click();
		const panel = await openNode(page, name);
		const clicks = await clicksFor(page, () => fill(panel));
		await panel.close();
		return clicks + EXECUTE;
	};

	/** Sets a status in one record, which its node matches on the ID by default. */
	const update = (/** @type {string} */ node) =>
		filled(node, async (panel) => {
			await choosePlace(panel);
			await fillColumn(panel, 'id', 'recExample');
			await fillColumn(panel, 'Phone', 'Inactive');
		});

	return {
		record: () =>
			filled('Airtable create', async (panel) => {
				await choosePlace(panel);
				for (const label of COLUMNS) await fillColumn(panel, label, 'Example');
			}),
		sync: () =>
			filled('Airtable upsert', async (panel) => {
				await choosePlace(panel);
				await panel.parameters.getByTestId('mapping-mode-select').locator('input').click();
				await panel.root
					.page()
					.getByRole('option', { name: /^Map Automatically/ })
					.filter({ visible: true })
					.click();
				await matchOn(panel, 'Email');
			}),
		search: () =>
			filled('Airtable search', async (panel) => {
				await choosePlace(panel);
				await panel.fill('filterByFormula', "{IP} = '192.0.2.77'");
			}),
		document: () =>
			filled('Notion page', async (panel) => {
				await panel.locator('pageId').enter('https://www.notion.com/example');
				await panel.fill('title', 'Runbook');
				await addBlock(panel, 0, 'Heading 1', 'Restore');
				await addBlock(panel, 1, 'Paragraph', 'Ask the owner first.');
				await addBlock(panel, 2, 'Bulleted List Item', 'Open the console');
				await addBlock(panel, 3, 'Bulleted List Item', 'Choose the day');
			}),
		append: () =>
			filled('Notion append', async (panel) => {
				await panel.locator('blockId').enter('https://www.notion.com/example');
				await addBlock(panel, 0, 'Heading 2', 'Contact');
				await addBlock(panel, 1, 'Paragraph', 'Ask Ann Example.');
				await addBlock(panel, 2, 'Bulleted List Item', 'By phone first');
			}),
		one: () =>
			filled('Airtable get', async (panel) => {
				await choosePlace(panel);
				await panel.fill('id', 'recExample');
			}),
		archive: async () => (await update('Airtable archive')) + (await update('Airtable unarchive')),
		byHand: () =>
			filled('Airtable upsert by hand', async (panel) => {
				await choosePlace(panel);
				await matchOn(panel, 'Email');
				for (const label of ['Email', 'First Name', 'Phone'])
					await fillColumn(panel, label, 'Example');
			}),
	};
};
