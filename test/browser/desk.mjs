/** Where the tests sit: one n8n, one browser, one page that is loaded anew only for another workflow, or after a test failed. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { openNode } from '../../scripts/browser/panel.mjs';
import { workflowOf } from '../../scripts/browser/workflow.mjs';
import { checkoutCache, root } from '../../scripts/lib/base.mjs';
import { REACTION_MS } from '../../scripts/lib/patience.mjs';

/**
 * @typedef {import('../../scripts/browser/editor.mjs').Page} Page
 * @typedef {import('../../scripts/browser/panel.mjs').Panel} Panel
 * @typedef {import('../../scripts/browser/workflow.mjs').Step} Step
 * @typedef {import('../../scripts/browser/workflow.mjs').Input} Input
 * @typedef {import('../../scripts/lib/stage.mjs').Stage} Stage
 */

const PICTURES = path.join(checkoutCache, 'browser');
/** Every wait of a test has a bound of its own (REACTION_MS), so this one only ends what hangs elsewhere. */
const TEST_TIMEOUT = 15 * 60_000;

/**
 * @typedef {object} Surroundings
 * @property {Stage} stage
 * @property {string} packageName
 * @property {import('../../scripts/browser/editor.mjs').Editor} editor
 */

/**
 * What all tests share. It is filled before the first of them runs.
 */
export class Desk {
	/** @type {Surroundings | undefined} */
	#surroundings;
	/** @type {Page | undefined} */
	#page;
	/** The workflow that the page shows as it was left. @type {string | undefined} */
	#shown;

	/** @param {Surroundings} surroundings */
	set(surroundings) {
		this.#surroundings = surroundings;
	}

	/** @returns {Surroundings} */
	get surroundings() {
		assert.ok(this.#surroundings, 'n8n and the browser are there');
		return this.#surroundings;
	}

	/** @returns {Stage} */
	get stage() {
		return this.surroundings.stage;
	}

	/** @returns {Promise<Page>} */
	async page() {
		this.#page ??= await this.surroundings.editor.newPage({ timeoutMs: REACTION_MS });
		return this.#page;
	}

	/**
	 * Shows an address of n8n, unless the page is there.
	 * @param {string} address
	 * @returns {Promise<Page>}
	 */
	async visit(address) {
		const page = await this.page();
		if (this.#shown === address) return page;
		await page.goto(`${this.stage.n8n.url}${address}`);
		this.#shown = address;
		return page;
	}

	/** The next visit loads the page anew: the editor knows only what was there when it was loaded. */
	leave() {
		this.#shown = undefined;
	}

	/**
	 * A test. When it fails, a picture tells what the browser showed, and the page is loaded anew for the next one.
	 * @param {string} name
	 * @param {() => Promise<void>} work
	 */
	test(name, work) {
		it(name, { timeout: TEST_TIMEOUT }, async () => {
			try {
				await work();
			} catch (error) {
				this.leave();
				throw await this.#withPicture(name, error);
			}
		});
	}

	/**
	 * @param {string} name of the test
	 * @param {unknown} error
	 * @returns {Promise<unknown>} the error, naming the picture
	 */
	async #withPicture(name, error) {
		if (this.#page === undefined || !(error instanceof Error)) return error;
		const slug = name
			.toLowerCase()
			.replace(/[^a-z0-9]+/g, '-')
			.slice(0, 60);
		const file = path.join(PICTURES, `${slug}.png`);
		mkdirSync(PICTURES, { recursive: true });
		try {
			await this.#page.screenshot({ path: file });
			error.message += `\nWhat the browser showed: ${path.relative(root, file)}`;
		} catch {
			error.message += '\nThe browser gave no picture of what it showed.';
		}
		return error;
	}

	/**
	 * A workflow whose steps are opened one after the other, each in a test of its own.
	 * @param {{ name: string, input?: Input, steps: Step[] }} sketch
	 * @returns {(step: string) => Promise<Panel>} opens a step
	 */
	workflow(sketch) {
		let address = '';
		return async (step) => {
			if (address === '') {
				const workflow = workflowOf(sketch, this.surroundings);
				await this.stage.n8n.saveWorkflow(workflow);
				address = `/workflow/${workflow.id}`;
			}
			const page = await this.visit(address);
			const close = page.getByTestId('ndv-close-button');
			if (await close.isVisible()) await close.click();
			// Each step begins where a person begins who has run nothing yet.
			const clear = page.getByTestId('clear-execution-data-button');
			if (await clear.isVisible()) await clear.click();
			await clear.waitFor({ state: 'hidden' });
			return openNode(page, step);
		};
	}
}

/**
 * @param {import('playwright-core').Locator} locator
 * @returns {Promise<string>} its text, blanks made one
 */
export const textOf = async (locator) =>
	((await locator.textContent()) ?? '').replace(/\s+/g, ' ').trim();

/**
 * @param {import('playwright-core').Locator} locator
 * @returns {Promise<string[]>}
 */
export const textsOf = async (locator) =>
	(await locator.allTextContents()).map((text) => text.replace(/\s+/g, ' ').trim());

/**
 * Looks until something is as expected, and says at the end how it is instead.
 * @template T
 * @param {() => Promise<T>} look
 * @param {(seen: T) => boolean} isRight
 * @param {string} expected ends the sentence "It was expected ..."
 * @returns {Promise<T>}
 */
export const eventually = async (look, isRight, expected) => {
	const deadline = Date.now() + REACTION_MS;
	for (;;) {
		const seen = await look();
		if (isRight(seen)) return seen;
		if (Date.now() > deadline)
			assert.fail(`It was expected ${expected}, but it is: ${JSON.stringify(seen)}`);
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
};

/**
 * Keeps a picture of what the browser shows, for people who look at a run of the tests.
 * @param {Page} page
 * @param {string} name
 */
export const picture = async (page, name) => {
	mkdirSync(PICTURES, { recursive: true });
	await page.screenshot({ path: path.join(PICTURES, `${name}.png`) });
};

/**
 * Lets the columns be taken from the input by their names.
 * @param {Panel} panel
 */
export const mapAutomatically = async (panel) => {
	await panel.parameters.getByTestId('mapping-mode-select').locator('input').click();
	await panel.root
		.page()
		.getByRole('option', { name: /^Map Automatically/ })
		.filter({ visible: true })
		.click();
};
