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
import { waitFor } from '../../scripts/lib/processes.mjs';
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

/** @param {unknown} found */
const isEmptyList = (found) => Array.isArray(found) && found.length === 0;

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

/** For each time that the file is asked for, and how often it is. */
const CHOOSER_MS = 15_000;
const CHOOSINGS = 8;

/** Closes a menu and the one that it opened out of. @param {Page} page */
const closeMenus = async (page) => {
	const entry = page.getByRole('menuitem', { name: 'Import', exact: true });
	await eventually(
		async () => {
			if (await entry.isVisible()) await page.keyboard.press('Escape');
			return entry.isVisible();
		},
		(isOpen) => !isOpen,
		'that the menu is closed',
	);
};

/**
 * Opens the menu of the workflow, to its entry that asks for a file, and takes that.
 * @param {Page} page
 */
const askForFile = async (page) => {
	await closeMenus(page);
	await page.getByTestId('workflow-menu').click();
	await page.getByRole('menuitem', { name: 'Import', exact: true }).click();
	await page.getByRole('menuitem', { name: 'From file' }).click();
};

/** @param {Page} page @returns {Promise<string>} what is open in the editor, for an error */
const stateOf = async (page) => {
	const entries = page.getByRole('menuitem').filter({ visible: true });
	const input = page.getByTestId('workflow-import-input');
	const menu = (await entries.allInnerTexts()).map((text) => text.trim()).filter(Boolean);
	return `the page is ${page.url()}, its menu shows ${JSON.stringify(menu)}, it has ${await input.count()} inputs for the file`;
};

/**
 * Puts a file on the empty canvas, as the menu of the workflow does. Where no chooser opens, the file is asked for again:
 * Chromium opens one within five seconds after a click and no later, so an editor that the machine gives no time misses
 * it for good, and so does one that had not yet put its handler in place.
 * @param {Page} page
 * @param {{ name: string, mimeType: string, buffer: Buffer }} file
 */
const importFile = async (page, file) => {
	/** @type {string[]} */
	const said = [];
	/** @type {import('playwright-core').FileChooser | undefined} */
	let chooser;
	const isOpen = async () => chooser;
	const onChooser = (/** @type {import('playwright-core').FileChooser} */ opened) =>
		(chooser ??= opened);
	const onConsole = (/** @type {import('playwright-core').ConsoleMessage} */ message) =>
		said.push(`${message.type()}: ${message.text()}`);
	page.on('filechooser', onChooser).on('console', onConsole);
	try {
		for (let asked = 1; ; asked += 1) {
			await askForFile(page);
			const opened = await waitFor(isOpen, {
				timeoutMs: CHOOSER_MS,
				everyMs: 50,
				onTimeout: () => new Error('No file chooser.'),
			}).catch(() => undefined);
			if (opened !== undefined) return await opened.setFiles(file);
			if (asked === CHOOSINGS)
				assert.fail(
					`The editor was asked ${asked} times for a file and opened no chooser: ${await stateOf(page)}; it said ${JSON.stringify(said.slice(-10))}`,
				);
		}
	} finally {
		page.off('filechooser', onChooser).off('console', onConsole);
	}
};

/**
 * @param {Desk} desk
 * @param {Example} example
 * @returns {Promise<any>} the workflow with a credential wherever one is asked for
 */
const withCredentials = async (desk, example) => {
	const { stage, packageName } = desk.surroundings;
	const { n8n, sandbox, credential } = stage;
	const { calls, credentials: wanted } = sandboxAdaptation(example.slug, sandbox);
	const credentials = await saveCredentials(n8n, example.name, wanted);
	return prepareExample(example, { packageName, credential, credentials, calls });
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
			await eventually(
				async () => {
					if (await first.isVisible()) return true;
					// The keys go where the focus is, and a menu that is closing may still have it.
					await page.keyboard.press('Escape');
					await page.keyboard.press('Control+a');
					await page.keyboard.press('Delete');
					return first.isVisible();
				},
				(isEmpty) => isEmpty,
				'that the canvas is empty',
			);
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
				const working = workflow.nodes.filter((/** @type {any} */ { type }) => type !== STICKY);
				// The editor draws in several steps: a node, its name, the text of a note.
				await eventually(
					async () => {
						const drawn = await measure(page);
						return {
							missing: working.length - drawn.nodes.length,
							nameless: drawn.nodes.filter(({ boxes }) => boxes.length < 2).map(({ name }) => name),
							warnings: await page.getByTestId('node-issues').count(),
							clashes: clashesIn(drawn),
							backwards: backwardsIn(drawn, workflow),
							cutNotes: drawn.notes.filter(({ cut }) => cut).map(({ name }) => name),
						};
					},
					(seen) => Object.values(seen).every((found) => found === 0 || isEmptyList(found)),
					'that everything has its name and room, and no warning sign',
				);
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
