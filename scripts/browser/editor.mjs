/** n8n's editor in a headless Chromium, the same each time: fixed window, language, time zone and theme. */
import { Failure } from '../lib/base.mjs';
import { OWNER } from '../lib/n8n.mjs';
import { ANSWER_MS, REACTION_MS, START_MS } from '../lib/patience.mjs';

/**
 * @typedef {import('playwright-core').Page} Page
 * @typedef {{ x: number, y: number, width: number, height: number }} Box
 */

/** @type {import('playwright-core').BrowserContextOptions} */
const SURROUNDINGS = {
	viewport: { width: 1440, height: 900 },
	locale: 'en-US',
	timezoneId: 'UTC',
	colorScheme: 'light',
	reducedMotion: 'reduce',
};

/** Nothing is asked of anybody but this machine: neither by the editor, which looks for news, nor by the browser. */
const LOCAL_ONLY = [
	'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
	'--no-proxy-server',
];

/**
 * @typedef {object} Editor
 * @property {(options?: { timeoutMs?: number }) => Promise<Page>} newPage of a browser that was never used before: the editor remembers how its panels were left. Close its context.
 * @property {<T>(work: (page: Page) => Promise<T>) => Promise<T>} withPage
 * @property {() => Promise<void>} close
 */

/**
 * Starts a browser and signs in to n8n.
 * @param {{ chromium: string, n8n: import('../lib/n8n.mjs').N8n }} options `chromium` is the path of the program
 * @returns {Promise<Editor>}
 * @throws {Failure} when n8n does not let it in
 */
export const openEditor = async ({ chromium: executablePath, n8n }) => {
	// Loaded here, because it is there only after the development dependencies are installed.
	const { chromium, selectors } = await import('playwright-core');
	selectors.setTestIdAttribute('data-test-id');
	const browser = await chromium.launch({ executablePath, args: LOCAL_ONLY, timeout: START_MS });
	try {
		const storageState = await signIn(browser, n8n.url);

		/** @type {Editor['newPage']} */
		const newPage = async ({ timeoutMs = REACTION_MS } = {}) => {
			const context = await browser.newContext({ ...SURROUNDINGS, storageState });
			context.setDefaultTimeout(timeoutMs);
			return context.newPage();
		};

		/** @type {Editor['withPage']} */
		const withPage = async (work) => {
			const page = await newPage();
			try {
				return await work(page);
			} finally {
				await page.context().close();
			}
		};
		return { newPage, withPage, close: () => browser.close() };
	} catch (error) {
		await browser.close();
		throw error;
	}
};

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} url of n8n
 * @returns {Promise<Awaited<ReturnType<import('playwright-core').BrowserContext['storageState']>>>} the session
 * @throws {Failure}
 */
const signIn = async (browser, url) => {
	const context = await browser.newContext();
	try {
		const answer = await context.request.post(`${url}/rest/login`, {
			data: { emailOrLdapLoginId: OWNER.email, password: OWNER.password },
			timeout: ANSWER_MS,
		});
		if (!answer.ok()) throw new Failure(`n8n did not let the browser in (${answer.status()}).`);
		return await context.storageState();
	} finally {
		await context.close();
	}
};

/**
 * @param {Page} page
 * @param {Box} box in CSS pixels
 * @param {number} scale pixels of the picture for each of them
 * @returns {Promise<Buffer>}
 */
const shoot = async (page, box, scale) => {
	const session = await page.context().newCDPSession(page);
	try {
		// Playwright's own screenshots have the scale of the window; this one is drawn anew at any scale.
		const { data } = await session.send('Page.captureScreenshot', {
			format: 'png',
			clip: { ...box, scale },
		});
		return Buffer.from(data, 'base64');
	} finally {
		await session.detach();
	}
};

const LOOKS = 40;
const BETWEEN_LOOKS = 250;

/**
 * Waits until fonts and images are there and two looks in a row see the same: whatever faded, slid or loaded has ended.
 * @param {Page} page
 * @param {Box} box
 * @throws {Failure} when it does not come to rest
 */
export const settle = async (page, box) => {
	await page
		.locator('html')
		.evaluate((html) => html.ownerDocument.fonts.ready.then(() => undefined));
	await page
		.locator('img')
		.evaluateAll((images) => Promise.allSettled(images.map((image) => image.decode())));
	let before = await shoot(page, box, 1);
	for (let look = 0; look < LOOKS; look += 1) {
		await page.waitForTimeout(BETWEEN_LOOKS);
		const now = await shoot(page, box, 1);
		if (now.equals(before)) return;
		before = now;
	}
	throw new Failure('The editor does not come to rest, so there is no picture of it.');
};

/**
 * A part of the window that has come to rest, to be drawn at one scale or another.
 * @param {Page} page
 * @param {Box} box
 * @returns {Promise<(scale: number) => Promise<Buffer>>}
 */
export const viewOf = async (page, box) => {
	await settle(page, box);
	return (scale) => shoot(page, box, scale);
};
