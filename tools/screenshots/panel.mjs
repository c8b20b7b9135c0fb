/** The picture of our node's panel: input, parameters and output after a run. */
import { viewOf } from '../../scripts/browser/editor.mjs';
import { panelOf } from '../../scripts/browser/panel.mjs';
import { stepId, withColumns, workflowOf } from '../../scripts/browser/workflow.mjs';
import { Failure } from '../../scripts/lib/base.mjs';

/**
 * @typedef {import('../../scripts/browser/editor.mjs').Page} Page
 * @typedef {import('./scenes.mjs').Scene} Scene
 * @typedef {import('./main.mjs').Surroundings} Surroundings
 */

/** Only the panel: not what pops up beside it, nor the canvas that shines through behind it. */
const PANEL_ONLY = `
	[data-test-id="floating-nodes"], [data-test-id="panel-drag-button"], .el-notification { display: none !important; }
	[data-test-id="ndv-backdrop"] { background: #fff !important; }
`;

/**
 * Runs the step as a user does, and shows input and output as tables.
 * @param {Page} page
 */
const run = async (page) => {
	const panel = panelOf(page);
	await panel.run();
	if (!(await panel.errorMessage.isVisible())) await panel.showAs('table');
	await page.getByTestId('ndv-input-panel').getByTestId('radio-button-table').click();
};

/**
 * Moves the parameters to the left, which leaves more room to the output.
 * @param {Page} page
 * @param {number} distance in pixels; the editor stops where the input would become too narrow
 */
const moveLeft = async (page, distance) => {
	const handle = page.getByTestId('panel-drag-button');
	const box = await handle.boundingBox();
	if (box === null) throw new Failure('The parameters in the panel cannot be moved.');
	const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
	await page.mouse.move(x, y);
	await page.mouse.down();
	await page.mouse.move(x - distance, y, { steps: 10 });
	await page.mouse.up();
	await page.mouse.move(0, 0);
};

/**
 * Scrolls the output so that a column is the first one seen.
 * @param {Page} page
 * @param {string} column
 */
const scrollTo = (page, column) =>
	page
		.getByTestId('output-panel')
		.locator('th')
		.filter({ hasText: new RegExp(`^\\s*${column}\\s*$`) })
		.evaluate((cell) => {
			let pane = cell.parentElement;
			while (pane !== null && pane.scrollWidth <= pane.clientWidth) pane = pane.parentElement;
			if (pane === null) return;
			const distance = () => cell.getBoundingClientRect().left - pane.getBoundingClientRect().left;
			pane.scrollLeft += distance();
			// Columns that are now out of sight hold moments, whose widths differ by parts of a pixel each time.
			const table = cell.closest('table');
			if (table !== null) table.style.transform = `translateX(${-distance()}px)`;
		});

/**
 * @param {Page} page
 * @param {Surroundings} surroundings
 * @param {Scene} scene
 * @returns {Promise<(scale: number) => Promise<Buffer>>} draws the picture
 * @throws {Failure} when there is no panel
 */
export const viewOfPanel = async (page, surroundings, scene) => {
	const { n8n, sandbox } = surroundings.stage;
	const prepared = await scene.prepare(sandbox);
	const parameters = 'fields' in prepared ? await withColumns(surroundings, prepared) : prepared;
	const { name, input, step } = scene;
	const workflow = workflowOf({ name, input, steps: [{ name: step, parameters }] }, surroundings);
	await n8n.saveWorkflow(workflow);
	await page.setViewportSize(scene.window);
	await page.goto(`${n8n.url}/workflow/${workflow.id}/${stepId(step)}`);
	await run(page);
	await moveLeft(page, scene.moveLeft);
	await page.addStyleTag({ content: PANEL_ONLY });
	if (scene.firstColumn !== undefined) await scrollTo(page, scene.firstColumn);
	const box = await page.getByTestId(scene.part ?? 'ndv').boundingBox();
	if (box === null) throw new Failure('The editor does not show the panel of the node.');
	return viewOf(page, box);
};
