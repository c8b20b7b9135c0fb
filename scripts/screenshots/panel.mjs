/** The picture of our node's panel: input, parameters and output after a run. */
import { Failure } from '../lib/base.mjs';
import { CREDENTIAL_TYPE } from '../lib/examples.mjs';
import { viewOf } from './editor.mjs';

/**
 * @typedef {import('./editor.mjs').Page} Page
 * @typedef {import('./scenes.mjs').Scene} Scene
 */

const NODE = 'itGlue';
const STEP_ID = 'step';

/** Only the panel: not what pops up beside it, nor the canvas that shines through behind it. */
const PANEL_ONLY = `
	[data-test-id="floating-nodes"], [data-test-id="panel-drag-button"], .el-notification { display: none !important; }
	[data-test-id="ndv-backdrop"] { background: #fff !important; }
`;

/**
 * The columns as the editor keeps them in a workflow, all of them, those that are not mapped being "removed".
 * @param {import('../lib/stage.mjs').Stage} stage
 * @param {string} type of the node
 * @param {Record<string, any>} parameters
 */
const withColumns = async ({ n8n, credential }, type, parameters) => {
	const { resource, operation, fields } = parameters;
	const found = await n8n.rest('POST', '/dynamic-node-parameters/resource-mapper-fields', {
		nodeTypeAndVersion: { name: type, version: 1 },
		currentNodeParameters: { resource, operation },
		path: 'parameters.fields',
		methodName: 'getColumns',
		credentials: { [CREDENTIAL_TYPE]: credential },
	});
	const schema = found.fields.map((/** @type {any} */ column) => ({
		...column,
		removed: !Object.hasOwn(fields.value, column.id),
	}));
	return { ...parameters, fields: { ...fields, schema } };
};

/**
 * @param {Scene} scene
 * @param {Record<string, unknown>} ours the parts of our node that follow from its surroundings
 */
const workflowOf = ({ name, input, step }, ours) => {
	const code = `return ${JSON.stringify(input.rows)}.map((json) => ({ json }));`;
	const node = (/** @type {object} */ own, /** @type {number} */ place) => ({
		typeVersion: 1,
		position: [place * 224, 0],
		parameters: {},
		...own,
	});
	const to = (/** @type {string} */ target) => ({
		main: [[{ node: target, type: 'main', index: 0 }]],
	});
	const start = 'Run by hand';
	return {
		// n8n's own ids have 16 characters.
		id: name.replaceAll('-', '').padEnd(16, '0').slice(0, 16),
		name,
		settings: {},
		connections: { [start]: to(input.name), [input.name]: to(step) },
		nodes: [
			node({ id: 'start', name: start, type: 'n8n-nodes-base.manualTrigger' }, 0),
			node(
				{
					id: 'input',
					name: input.name,
					type: 'n8n-nodes-base.code',
					typeVersion: 2,
					parameters: { jsCode: code },
				},
				1,
			),
			node({ id: STEP_ID, name: step, ...ours }, 2),
		],
	};
};

/**
 * Runs the step as a user does, and waits until the panel shows what came of it.
 * @param {Page} page
 */
const run = async (page) => {
	const panel = page.getByTestId('ndv');
	await panel.getByTestId('node-execute-button').click();
	const output = page.getByTestId('output-panel');
	const table = output.getByTestId('radio-button-table');
	// While there is an error, the buttons are there but hidden.
	const failed = output.getByTestId('node-error-message');
	await table.filter({ visible: true }).or(failed).first().waitFor();
	if (await table.isVisible()) await table.click();
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
 * @param {{ stage: import('../lib/stage.mjs').Stage, packageName: string }} surroundings
 * @param {Scene} scene
 * @returns {Promise<(scale: number) => Promise<Buffer>>} draws the picture
 * @throws {Failure} when there is no panel
 */
export const viewOfPanel = async (page, { stage, packageName }, scene) => {
	const type = `${packageName}.${NODE}`;
	const parameters = await withColumns(stage, type, await scene.prepare(stage.sandbox));
	const credentials = { [CREDENTIAL_TYPE]: stage.credential };
	const workflow = workflowOf(scene, { type, parameters, credentials });
	await stage.n8n.saveWorkflow(workflow);
	await page.setViewportSize(scene.window);
	await page.goto(`${stage.n8n.url}/workflow/${workflow.id}/${STEP_ID}`);
	await run(page);
	await moveLeft(page, scene.moveLeft);
	await page.addStyleTag({ content: PANEL_ONLY });
	if (scene.firstColumn !== undefined) await scrollTo(page, scene.firstColumn);
	const box = await page.getByTestId(scene.part ?? 'ndv').boundingBox();
	if (box === null) throw new Failure('The editor does not show the panel of the node.');
	return viewOf(page, box);
};
