/** The window in which a credential is filled in and tested. */

/**
 * @typedef {import('./editor.mjs').Page} Page
 * @typedef {import('playwright-core').Locator} Locator
 */

/**
 * @typedef {object} CredentialWindow
 * @property {Locator} root
 * @property {(name: string) => Locator} field a parameter
 * @property {(name: string, text: string) => Promise<void>} fill
 * @property {(name: string, label: string) => Promise<void>} choose takes an entry of a drop-down
 * @property {Locator} success what is shown after a test that went well
 * @property {Locator} failure and after one that did not
 * @property {() => Promise<void>} save saves, which tests as well; n8n closes the window itself if all is well
 * @property {() => Promise<void>} close
 */

/**
 * @param {Page} page
 * @returns {CredentialWindow} the one that is open
 */
const windowOn = (page) => {
	const root = page.getByTestId('editCredential-modal');
	const field = (/** @type {string} */ name) => root.locator(`[data-parameter-path="${name}"]`);
	// Both are there all the time, but hidden. The one that went wrong has no name of its own.
	const shown = root.locator('.el-tag').filter({ visible: true });
	const success = shown.filter({ hasText: 'Connection tested successfully' });
	const failure = shown.filter({ hasText: 'Couldn’t connect with these settings' });
	return {
		root,
		field,
		success,
		failure,
		fill: (name, text) => field(name).locator('input').fill(text),
		choose: async (name, label) => {
			await field(name).click();
			await page
				.getByRole('option')
				.filter({ has: page.getByText(label, { exact: true }), visible: true })
				.click();
		},
		save: async () => {
			await root.getByTestId('credential-save-button').getByRole('button').click();
			await Promise.race([failure.waitFor(), root.waitFor({ state: 'hidden' })]);
		},
		close: async () => {
			await root.getByRole('button', { name: 'Close' }).click();
			await root.waitFor({ state: 'hidden' });
		},
	};
};

/**
 * Opens an empty credential from the panel of a node.
 * @param {Page} page
 * @returns {Promise<CredentialWindow>}
 */
export const newCredential = async (page) => {
	await page.getByTestId('node-credentials-select').click();
	await page.getByTestId('node-credentials-select-item-new').filter({ visible: true }).click();
	const window = windowOn(page);
	await window.root.waitFor();
	return window;
};

/**
 * Opens the credential that a node has, which tests it.
 * @param {Page} page
 * @returns {Promise<CredentialWindow>}
 */
export const openCredential = async (page) => {
	await page.getByTestId('credential-edit-button').click();
	const window = windowOn(page);
	await window.success.or(window.failure).waitFor();
	return window;
};
