/**
 * Every example workflow as the editor shows it after an import. Where things stand is measured in the browser: by its
 * file alone a note fits, whatever the length of its text (test/unit/examples/everyExample.test.ts).
 */
import assert from 'node:assert/strict';
import { before, describe } from 'node:test';
import {
	prepareExample,
	readExamples,
	sandboxAdaptation,
	saveCredentials,
} from '../../scripts/lib/examples.mjs';
import { eventually } from './desk.mjs';

/**
 * @typedef {import('./desk.mjs').Desk} Desk
 * @typedef {import('./desk.mjs').Page} Page
 * @typedef {import('../../scripts/lib/examples.mjs').Example} Example
 * @typedef {{ left: number, top: number, right: number, bottom: number }} Box
 */

/**
 * @typedef {object} Drawn
 * @property {Array<{ name: string, box: Box, boxes: Box[] }>} nodes each with its icon, name and subtitle
 * @property {Array<{ name: string, texts: Box[], cut: boolean }>} notes `cut`: one has to scroll to read all of it
 */

const STICKY = 'n8n-nodes-base.stickyNote';
const EXAMPLES = readExamples();

/**
 * @param {Page} page
 * @returns {Promise<Drawn>}
 */
const measure = async (page) => {
	const elements = page.locator('.vue-flow__node');
	const drawn = await elements.evaluateAll((all) =>
		all.map((element) => {
			const plain = (/** @type {any} */ { left, top, right, bottom }) => ({
				left,
				top,
				right,
				bottom,
			});
			/** Of every line of text that is seen, but for buttons and the names of outputs. @param {any} within */
			const textsIn = (within) => {
				const walker = within.ownerDocument.createTreeWalker(within, 4);
				const found = [];
				for (let text = walker.nextNode(); text; text = walker.nextNode()) {
					const parent = text.parentElement;
					const isSeen = parent.checkVisibility({
						opacityProperty: true,
						visibilityProperty: true,
					});
					if (!isSeen || text.data.trim() === '') continue;
					if (parent.closest('button, textarea, .vue-flow__handle')) continue;
					const range = text.ownerDocument.createRange();
					range.selectNodeContents(text);
					found.push(...[...range.getClientRects()].map(plain));
				}
				return found;
			};
			const note = element.querySelector('[data-test-id="sticky"]');
			const node = element.querySelector('[data-test-id="canvas-node"]');
			const isCut = (/** @type {any} */ part) => part.scrollHeight > part.clientHeight + 1;
			return {
				isNote: note !== null,
				name: String(
					node?.getAttribute('data-node-name') ?? note?.textContent?.trim().slice(0, 40),
				),
				box: plain(element.getBoundingClientRect()),
				texts: textsIn(element),
				cut: note !== null && [note, ...note.querySelectorAll('div')].some(isCut),
			};
		}),
	);
	return {
		nodes: drawn
			.filter(({ isNote }) => !isNote)
			.map(({ name, box, texts }) => ({ name, box, boxes: [box, ...texts] })),
		notes: drawn.filter(({ isNote }) => isNote),
	};
};

/** Neighbours may share an edge, and letters are a little less high than their line. */
const SLACK = 1;

/** @param {Box} one @param {Box} other */
const touch = (one, other) =>
	one.left + SLACK < other.right &&
	other.left + SLACK < one.right &&
	one.top + SLACK < other.bottom &&
	other.top + SLACK < one.bottom;

/** @param {Box[]} some @param {Box[]} others */
const anyTouch = (some, others) => some.some((one) => others.some((other) => touch(one, other)));

/** @param {Drawn} drawn @returns {string[]} what covers what */
const clashesIn = ({ nodes, notes }) => [
	...nodes.flatMap((node, at) =>
		nodes
			.slice(at + 1)
			.filter(({ boxes }) => anyTouch(boxes, node.boxes))
			.map(({ name }) => `${node.name} / ${name}`),
	),
	...notes.flatMap((note) =>
		nodes
			.filter(({ boxes }) => anyTouch(boxes, note.texts))
			.map(({ name }) => `the text of the note "${note.name}" / ${name}`),
	),
];

/**
 * @param {Drawn} drawn
 * @param {any} workflow
 * @returns {string[]} connections that do not lead to the right
 */
const backwardsIn = ({ nodes }, { connections }) => {
	const boxes = new Map(nodes.map(({ name, box }) => [name, box]));
	return Object.entries(connections).flatMap(([from, { main }]) =>
		main
			.flat()
			.filter((/** @type {any} */ { node }) => {
				const [source, target] = [boxes.get(from), boxes.get(node)];
				return source === undefined || target === undefined || source.right > target.left;
			})
			.map((/** @type {any} */ { node }) => `${from} -> ${node}`),
	);
};

/**
 * Puts a file on the empty canvas, as the menu of the workflow does.
 * @param {Page} page
 * @param {{ name: string, mimeType: string, buffer: Buffer }} file
 */
const importFile = async (page, file) => {
	await page.getByTestId('workflow-menu').click();
	await page.getByRole('menuitem', { name: 'Import', exact: true }).click();
	const [chooser] = await Promise.all([
		page.waitForEvent('filechooser'),
		page.getByRole('menuitem', { name: 'From file' }).click(),
	]);
	await chooser.setFiles(file);
};

/**
 * @param {Desk} desk
 * @param {Example} example
 * @returns {Promise<any>} the workflow with a credential wherever one is asked for
 */
const withCredentials = async (desk, example) => {
	const { stage, packageName } = desk.surroundings;
	const { n8n, sandbox, credential } = stage;
	const { credentials: wanted } = sandboxAdaptation(example.slug, sandbox);
	const credentials = await saveCredentials(n8n, example.name, wanted);
	return prepareExample(example, { packageName, credential, credentials });
};

/** @param {Desk} desk */
export const describeExamples = (desk) => {
	describe('the example workflows', () => {
		/** By slug, each with a credential wherever one is asked for. @type {Map<string, any>} */
		const workflows = new Map();

		before(async () => {
			for (const example of EXAMPLES)
				workflows.set(example.slug, await withCredentials(desk, example));
			desk.leave();
		});

		const emptyCanvas = async () => {
			const page = await desk.visit('/workflow/new');
			const first = page.getByTestId('canvas-plus-button');
			const any = page.locator('.vue-flow__node').first();
			await first.or(any).first().waitFor();
			if (await first.isVisible()) return page;
			await page.keyboard.press('Control+a');
			await page.keyboard.press('Delete');
			await first.waitFor();
			return page;
		};
		/** @param {Page} page @param {number} count */
		const untilDrawn = async (page, count) => {
			await eventually(
				() => page.locator('.vue-flow__node').count(),
				(seen) => seen === count,
				`that there are ${count} nodes and notes`,
			);
			// The editor's shortcut for "zoom to fit".
			await page.keyboard.press('1');
		};

		for (const example of EXAMPLES) {
			desk.test(`${example.name}: imported from its file, without a warning, tidy`, async () => {
				const workflow = workflows.get(example.slug);
				const page = await emptyCanvas();
				const buffer = Buffer.from(JSON.stringify(workflow));
				const name = `${example.slug}.json`;
				await importFile(page, { name, mimeType: 'application/json', buffer });
				await untilDrawn(page, workflow.nodes.length);
				const drawn = await eventually(
					() => measure(page),
					(seen) => seen.nodes.every(({ boxes }) => boxes.length > 1),
					'that every node has its name',
				);
				const working = workflow.nodes.filter((/** @type {any} */ { type }) => type !== STICKY);
				assert.equal(drawn.nodes.length, working.length);
				assert.equal(
					await page.getByTestId('node-issues').count(),
					0,
					'no node has a warning sign',
				);
				assert.deepEqual(clashesIn(drawn), []);
				assert.deepEqual(backwardsIn(drawn, workflow), []);
				const cut = drawn.notes.filter((note) => note.cut).map((note) => note.name);
				assert.deepEqual(cut, [], 'every note is as high as its text');
			});
		}

		desk.test('can be pasted, too', async () => {
			const [example] = EXAMPLES;
			assert.ok(example);
			const page = await emptyCanvas();
			await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
			const text = JSON.stringify(example.workflow);
			await page
				.locator('.vue-flow__pane')
				.evaluate(
					(pane, copied) => pane.ownerDocument.defaultView?.navigator.clipboard.writeText(copied),
					text,
				);
			await page.keyboard.press('Control+v');
			await untilDrawn(page, example.workflow.nodes.length);
		});
	});
};
