/** The picture of an example workflow: its whole canvas as shipped, and nothing of the editor around it. */
import { settle, viewOf } from '../../scripts/browser/editor.mjs';
import { Failure } from '../../scripts/lib/base.mjs';
import { prepareExample, sandboxAdaptation, saveCredentials } from '../../scripts/lib/examples.mjs';

/**
 * @typedef {import('../../scripts/browser/editor.mjs').Page} Page
 * @typedef {import('../../scripts/browser/editor.mjs').Box} Box
 * @typedef {import('../../scripts/lib/examples.mjs').Example} Example
 */

/** Gives the whole window to the canvas, and takes away what stands on it for the mouse. */
const CANVAS_ONLY = `
	#banners, #header, #sidebar, #aside, .vue-flow__panel,
	[data-test-id="canvas-wrapper"] > :not(#canvas),
	[data-test-id="canvas-node-toolbar"], [data-test-id^="execute-workflow-button"],
	[data-test-id="canvas-handle-plus-wrapper"] { display: none !important; }
	[data-test-id="canvas-wrapper"] { position: fixed !important; inset: 0; z-index: 1000; width: 100vw; height: 100vh; }
`;

/** Between the outermost note and the edge of the picture, in pixels of the canvas at full size. */
const MARGIN = 24;
/** A node without its labels, and a note that says no size. */
const NODE = { width: 96, height: 96 };
const NOTE = { width: 240, height: 160 };
/** What n8n leaves free around a workflow that it fits into the window, as a part of the workflow's size. */
const AROUND = 0.25;

/**
 * @param {any} node
 * @returns {{ width: number, height: number }}
 */
const sizeOf = ({ type, parameters }) =>
	type.endsWith('.stickyNote') ? { ...NOTE, ...parameters } : NODE;

/**
 * @param {any[]} nodes
 * @returns {{ width: number, height: number }} of a window in which the workflow has about its full size
 */
const windowFor = (nodes) => {
	const lefts = nodes.map(({ position }) => position[0]);
	const tops = nodes.map(({ position }) => position[1]);
	const rights = nodes.map((node) => node.position[0] + sizeOf(node).width);
	const bottoms = nodes.map((node) => node.position[1] + sizeOf(node).height);
	const length = (/** @type {number[]} */ from, /** @type {number[]} */ to) =>
		Math.ceil((Math.max(...to) - Math.min(...from)) * (1 + AROUND));
	return { width: length(lefts, rights), height: length(tops, bottoms) };
};

/**
 * @param {Page} page
 * @returns {Promise<Box>} what the workflow takes of the window, with what stands below its nodes
 */
const measure = (page) =>
	page.locator('.vue-flow__node, .vue-flow__node *').evaluateAll((elements) => {
		const drawn = elements
			.filter((element) => element.checkVisibility({ opacityProperty: true }))
			.map((element) => element.getBoundingClientRect())
			.filter(({ width, height }) => width > 0 && height > 0);
		const x = Math.min(...drawn.map(({ left }) => left));
		const y = Math.min(...drawn.map(({ top }) => top));
		return {
			x,
			y,
			width: Math.max(...drawn.map(({ right }) => right)) - x,
			height: Math.max(...drawn.map(({ bottom }) => bottom)) - y,
		};
	});

/**
 * @param {Page} page
 * @returns {Promise<number>} pixels of the window for one of the canvas
 */
const measureZoom = (page) =>
	page
		.locator('.vue-flow__node')
		.first()
		.evaluate((node) => node.getBoundingClientRect().width / node.offsetWidth);

/**
 * Imports an example as a user would, with credentials, so that no node asks for one; its settings stay as shipped.
 * @param {import('../../scripts/lib/stage.mjs').Stage} stage
 * @param {string} packageName
 * @param {Example} example
 */
const importExample = async ({ n8n, credential, sandbox }, packageName, example) => {
	const { calls, credentials: wanted } = sandboxAdaptation(example.slug, sandbox);
	const credentials = await saveCredentials(n8n, example.name, wanted);
	await n8n.saveWorkflow(prepareExample(example, { packageName, credential, credentials, calls }));
};

/**
 * @param {Page} page
 * @param {{ stage: import('../../scripts/lib/stage.mjs').Stage, packageName: string }} surroundings
 * @param {Example} example
 * @returns {Promise<(scale: number) => Promise<Buffer>>} draws the picture; scale 1 is the canvas at full size
 * @throws {Failure} when the editor does not show the whole workflow
 */
export const viewOfCanvas = async (page, { stage, packageName }, example) => {
	const { nodes } = example.workflow;
	await importExample(stage, packageName, example);
	const size = windowFor(nodes);
	await page.setViewportSize(size);
	await page.goto(`${stage.n8n.url}/workflow/${example.id}`);
	await page.addStyleTag({ content: CANVAS_ONLY });
	await page
		.locator('.vue-flow__node')
		.nth(nodes.length - 1)
		.waitFor();
	// The editor's shortcut for "zoom to fit".
	await page.keyboard.press('1');
	await settle(page, { x: 0, y: 0, ...size });
	const zoom = await measureZoom(page);
	const drawn = await measure(page);
	const margin = MARGIN * zoom;
	const box = {
		x: Math.floor(drawn.x - margin),
		y: Math.floor(drawn.y - margin),
		width: Math.ceil(drawn.width + 2 * margin),
		height: Math.ceil(drawn.height + 2 * margin),
	};
	if (box.x < 0 || box.y < 0 || box.x + box.width > size.width || box.y + box.height > size.height)
		throw new Failure(`The window is too small for the workflow "${example.name}".`);
	const draw = await viewOf(page, box);
	return (scale) => draw(scale / zoom);
};
