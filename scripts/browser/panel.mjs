/** The panel of a node, as a person uses it: by what its parameters are called, and by what can be read. */

/**
 * @typedef {import('./editor.mjs').Page} Page
 * @typedef {import('playwright-core').Locator} Locator
 */

/**
 * A locator parameter: a record from a list, or named in another way.
 * @typedef {object} RecordLocator
 * @property {Locator} input what stands in the parameter
 * @property {() => Promise<void>} open shows the list, and waits for its first entries or for what stands there instead
 * @property {Locator} entries of the list that is open
 * @property {(text: string) => Promise<void>} search types into the list that is open
 * @property {(name: string) => Promise<void>} pick takes an entry of the list that is open
 * @property {(mode: string) => Promise<void>} setMode such as "By ID"
 * @property {(value: string) => Promise<void>} enter where the mode has no list
 */

/**
 * @typedef {object} Panel
 * @property {Locator} root
 * @property {Locator} parameters
 * @property {Locator} output
 * @property {Locator} errorMessage what the output shows of an error, and below it:
 * @property {Locator} errorDescription
 * @property {(path: string) => Locator} field a parameter by the names that lead to it, such as `updateFields.title`
 * @property {(path: string, text: string) => Promise<void>} fill
 * @property {(path: string) => Promise<void>} toggle
 * @property {(path: string, label: string) => Promise<void>} choose takes an entry of a drop-down
 * @property {(path: string) => Promise<string>} chosen the label of the entry that is chosen
 * @property {(collection: string, label: string) => Promise<void>} add takes an entry of "Add Field" and the like below the collection of that label
 * @property {(path: string) => Promise<void>} addRow presses the button of a list of rows
 * @property {(path: string) => Promise<string>} issue what the warning sign beside a parameter says
 * @property {(name: string) => RecordLocator} locator
 * @property {() => Promise<void>} run executes the step, for the first time, and waits until there is an output
 * @property {(view: 'table' | 'json' | 'schema') => Promise<void>} showAs
 * @property {(name: string) => Promise<string[]>} column what the table of the output shows below a heading
 * @property {() => Promise<void>} close
 */

/**
 * @param {Page} page
 * @param {string} label
 * @returns {Locator} the entry of the drop-down that is open
 */
const optionOf = (page, label) =>
	page.getByRole('option').filter({ has: page.getByText(label, { exact: true }), visible: true });

/**
 * @param {Page} page
 * @param {string} name
 * @returns {RecordLocator}
 */
const locatorOf = (page, name) => {
	const root = page.getByTestId(`resource-locator-${name}`);
	const input = root.getByTestId('rlc-input');
	const entries = page.getByTestId('rlc-item').filter({ visible: true });
	const told = page.getByTestId('rlc-error-container').filter({ visible: true });
	const search = page.getByTestId('rlc-search').filter({ visible: true });
	return {
		input,
		entries,
		open: async () => {
			await input.click();
			await entries.or(told).first().waitFor();
		},
		search: (text) => search.fill(text),
		pick: (entry) => entries.filter({ has: page.getByText(entry, { exact: true }) }).click(),
		setMode: async (mode) => {
			await root.getByTestId('rlc-mode-selector').click();
			await optionOf(page, mode).click();
		},
		enter: async (value) => {
			await input.fill(value);
			await input.blur();
		},
	};
};

/** Tries to close a message of n8n; each closes by itself, too. */
const CLOSINGS = 20;
const CLOSING_MS = 5_000;

/** @param {Locator} messages of n8n in a corner of the window */
const closeAll = async (messages) => {
	const first = messages.first();
	for (let tried = 0; tried < CLOSINGS && (await first.isVisible()); tried += 1)
		await first
			.locator('.el-notification__closeBtn')
			// It may have gone by itself in the meantime.
			.click({ timeout: CLOSING_MS })
			.catch(() => undefined);
	await first.waitFor({ state: 'hidden' });
};

/**
 * @param {Page} page one that shows the panel of a node
 * @returns {Panel}
 */
export const panelOf = (page) => {
	const root = page.getByTestId('ndv');
	const parameters = root.getByTestId('node-parameters');
	const output = root.getByTestId('output-panel');
	const errorMessage = output.getByTestId('node-error-message');
	const field = (/** @type {string} */ path) =>
		parameters.locator(`[data-parameter-path="parameters.${path}"]`);
	const item = (/** @type {string} */ label) =>
		parameters
			.getByTestId('parameter-item')
			.filter({ has: page.getByTestId('input-label').getByText(label, { exact: true }) });

	return {
		root,
		parameters,
		output,
		errorMessage,
		errorDescription: output.getByTestId('node-error-description'),
		field,
		fill: async (path, text) => {
			const input = field(path).locator('input, textarea');
			await input.fill(text);
			// While one is in it, a tip covers what stands below.
			await input.blur();
		},
		toggle: (path) => field(path).locator('.el-switch').click(),
		choose: async (path, label) => {
			await field(path).click();
			await optionOf(page, label).click();
		},
		chosen: async (path) => (await field(path).locator('input').inputValue()).trim(),
		add: async (collection, label) => {
			// Collections stand in collections; the inner ones come later in the page.
			await item(collection).last().getByTestId('collection-parameter-add').click();
			await optionOf(page, label).click();
		},
		addRow: (name) =>
			parameters
				.getByTestId(`fixed-collection-${name}`)
				.getByTestId('fixed-collection-add')
				.click(),
		issue: async (path) => {
			await field(path).getByTestId('parameter-issues').hover();
			const tip = page.locator('[data-reka-popper-content-wrapper]', { hasText: 'Issues:' });
			await tip.waitFor();
			return tip.innerText();
		},
		locator: (name) => locatorOf(page, name),
		run: async () => {
			const told = page.locator('.el-notification').filter({ visible: true });
			await closeAll(told);
			const count = output.getByTestId('ndv-items-count');
			const nothing = output.getByText('No output data returned');
			// n8n takes its word back after some seconds, so all of it is looked out for from the beginning on.
			const over = Promise.all([
				count.or(errorMessage).or(nothing).first().waitFor(),
				// Only when n8n has told that the run is over, and lets one forget it, it takes another one.
				told.first().waitFor(),
				page.getByTestId('clear-execution-data-button').waitFor(),
			]);
			// Told by the click where that fails before.
			over.catch(() => undefined);
			await root.getByTestId('node-execute-button').click();
			await over;
		},
		showAs: (view) => output.getByTestId(`radio-button-${view}`).click(),
		column: async (name) => {
			const table = output.getByTestId('ndv-data-container').locator('table');
			const heads = table.locator('thead th');
			await heads.filter({ has: page.getByText(name, { exact: true }) }).waitFor();
			const names = (await heads.allTextContents()).map((text) => text.trim());
			const place = names.indexOf(name) + 1;
			const cells = await table.locator(`tbody tr td:nth-child(${place})`).allTextContents();
			return cells.map((text) => text.trim());
		},
		close: async () => {
			await root.getByTestId('ndv-close-button').click();
			await root.waitFor({ state: 'hidden' });
		},
	};
};

/**
 * Opens a node that the canvas shows.
 * @param {Page} page
 * @param {string} name
 * @returns {Promise<Panel>}
 */
export const openNode = async (page, name) => {
	await page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick();
	const panel = panelOf(page);
	await panel.parameters.waitFor();
	return panel;
};
