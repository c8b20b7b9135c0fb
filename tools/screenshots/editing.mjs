/** Pictures of the editor while one works in it: finding the node, the credential, choosing a record. */
import { openCredential } from '../../scripts/browser/credential.mjs';
import { viewOf } from '../../scripts/browser/editor.mjs';
import { openNode } from '../../scripts/browser/panel.mjs';
import { workflowOf } from '../../scripts/browser/workflow.mjs';
import { Failure } from '../../scripts/lib/base.mjs';

/**
 * @typedef {import('../../scripts/browser/editor.mjs').Page} Page
 * @typedef {import('./main.mjs').Surroundings} Surroundings
 * @typedef {import('./main.mjs').Draw} Draw
 * @typedef {{ x: number, y: number, width: number, height: number }} Box
 */

const WINDOW = { width: 1240, height: 860 };
const STEP = 'Get organization';
/** What is in front of the editor only for a moment. */
const QUIET = '.el-notification { display: none !important; }';

/**
 * @param {Page} page
 * @param {string} testId
 * @returns {Promise<Box>}
 * @throws {Failure} when it is not shown
 */
const boxOf = async (page, testId) => {
	const box = await page.getByTestId(testId).boundingBox();
	if (box === null) throw new Failure(`The editor does not show ${testId}.`);
	return box;
};

/**
 * The actions of the node, as they are listed for somebody who looked for "glue".
 * @param {Page} page
 * @param {Surroundings} surroundings
 * @returns {Promise<Draw>}
 */
const nodePanel = async (page, { stage }) => {
	await page.setViewportSize(WINDOW);
	await page.goto(`${stage.n8n.url}/workflow/new`);
	const search = page.getByTestId('node-creator-search-bar');
	if (!(await search.isVisible())) await page.getByTestId('canvas-plus-button').click();
	await search.fill('glue');
	const item = page.getByTestId('item-iterator-item').filter({
		has: page.getByTestId('node-creator-item-name').getByText('IT Glue', { exact: true }),
	});
	await item.click();
	await page.getByText('Organization Actions').first().waitFor();
	await page.addStyleTag({ content: QUIET });
	return viewOf(page, await boxOf(page, 'node-creator'));
};

/**
 * @param {Page} page
 * @param {Surroundings} surroundings
 * @param {string} name of the workflow
 */
const openStep = async (page, surroundings, name) => {
	const { n8n } = surroundings.stage;
	const parameters = { resource: 'organization', operation: 'get' };
	const workflow = workflowOf({ name, steps: [{ name: STEP, parameters }] }, surroundings);
	await n8n.saveWorkflow(workflow);
	await page.setViewportSize(WINDOW);
	await page.goto(`${n8n.url}/workflow/${workflow.id}`);
	return openNode(page, STEP);
};

/**
 * The credential after a test that went well.
 * @param {Page} page
 * @param {Surroundings} surroundings
 * @returns {Promise<Draw>}
 */
const credential = async (page, surroundings) => {
	await openStep(page, surroundings, 'Pictures: credential');
	const window = await openCredential(page);
	await window.success.waitFor();
	await page.addStyleTag({ content: QUIET });
	return viewOf(page, await boxOf(page, 'editCredential-modal'));
};

/**
 * An organization looked for by a part of its name.
 * @param {Page} page
 * @param {Surroundings} surroundings
 * @returns {Promise<Draw>}
 */
const locator = async (page, surroundings) => {
	const panel = await openStep(page, surroundings, 'Pictures: locator');
	const organization = panel.locator('organizationId');
	await organization.open();
	await organization.search('dental');
	await page.waitForTimeout(1000);
	await organization.entries.first().waitFor();
	await page.addStyleTag({ content: QUIET });
	const { x, y, width } = await boxOf(page, 'node-parameters');
	const list = await organization.entries.last().boundingBox();
	if (list === null) throw new Failure('The list of organizations is not open.');
	const [left, top] = [Math.max(0, x - 24), Math.max(0, y - 8)];
	const bottom = Math.min(WINDOW.height, list.y + list.height + 32);
	return viewOf(page, { x: left, y: top, width: width + 48, height: bottom - top });
};

/** By the name of the picture. */
export const VIEWS = { 'node-panel': nodePanel, credential, locator };
