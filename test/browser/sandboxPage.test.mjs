/**
 * The sandbox's page in Chromium, used as a person uses it: it shows what was asked and what there is, switches how the
 * sandbox answers, and takes no record for markup. Runs alone too: `node --test test/browser/sandboxPage.test.mjs`.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { ensureChromium } from '../../scripts/browser/tools.mjs';
import { startLog } from '../../scripts/lib/base.mjs';
import { ANSWER_MS, END_MS, REACTION_MS, START_MS } from '../../scripts/lib/patience.mjs';
import { endAll, waitFor, whenAskedToEnd } from '../../scripts/lib/processes.mjs';
import { startSandbox } from '../../scripts/lib/sandbox.mjs';

const SETUP_TIMEOUT = 20 * 60_000;
const MARKUP = `<img src="x" onerror="window.ran=1"><script>window.ran=1</script>`;

const log = startLog('sandbox-page');
/** @type {import('../../scripts/lib/sandbox.mjs').Sandbox} */
let sandbox;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('playwright-core').Page} */
let page;
/** What a page may never do; looked at after every test. @type {string[]} */
let wrong = [];

/** @param {'light' | 'dark'} [colorScheme] */
const open = async (colorScheme = 'light') => {
	const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' });
	context.setDefaultTimeout(REACTION_MS);
	page = await context.newPage();
	page.on('console', (message) => {
		// Chromium reports an answer that is no success; those are asked for here.
		if (!message.text().startsWith('Failed to load resource')) wrong.push(message.text());
	});
	page.on('pageerror', (error) => wrong.push(error.message));
	page.on('request', (request) => {
		if (new URL(request.url()).origin !== sandbox.url && !request.url().startsWith('data:'))
			wrong.push(`asked ${request.url()}`);
	});
	await page.goto(`${sandbox.url}/`);
	await page.locator('.record').first().waitFor();
};

/**
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @param {AbortSignal} [signal]
 */
const api = (method, path, body, signal = AbortSignal.timeout(ANSWER_MS)) =>
	fetch(`${sandbox.url}${path}`, {
		method,
		headers: { 'x-api-key': sandbox.keys.full, 'content-type': 'application/vnd.api+json' },
		body: body && JSON.stringify(body),
		signal,
	});

/** @param {string} text */
const said = (text) => page.locator('#said', { hasText: text }).waitFor();
/** @param {string} label how it begins */
const field = (label) =>
	page.locator('label', { hasText: new RegExp(`^\\s*${label}`) }).locator('input, select');
/** @param {string} name */
const button = (name) => page.getByRole('button', { name, exact: true });
/** @param {string} text */
const requestWith = (text) => page.locator('.request', { hasText: text });

whenAskedToEnd(() => void endAll().then(() => process.exit(130)), { withParent: true });

describe('the page of the sandbox', () => {
	before(
		async () => {
			const executablePath = await ensureChromium('These tests', log);
			const { chromium } = await import('playwright-core');
			[sandbox, browser] = await Promise.all([
				startSandbox({ logFile: log }),
				chromium.launch({ executablePath, timeout: START_MS }),
			]);
		},
		{ timeout: SETUP_TIMEOUT },
	);
	beforeEach(async () => {
		wrong = [];
		await sandbox.reset();
		await open();
	});
	afterEach(async () => {
		await page.context().close();
		assert.deepEqual(wrong, []);
	});
	after(
		async () => {
			await browser?.close();
			await endAll();
		},
		{ timeout: END_MS },
	);

	it('shows how much there is, and the records of a type, page by page', async () => {
		const passwords = await sandbox.records('passwords');
		await button(`passwords ${passwords.length}`).click();
		await page.getByText(`1 to 50 of ${passwords.length}`).waitFor();
		await button('Next').click();
		await page.getByText(`51 to 100 of ${passwords.length}`).waitFor();
		const record = page.locator('.record').first();
		await record.locator('summary').click();
		const text = await record.innerText();
		assert.ok(text.includes(passwords[50].id) && text.includes(passwords[50].attributes.name));
		assert.ok(!text.includes(passwords[50].attributes.password), 'no password is shown');
		await field('Search').fill('no record is called that');
		await page.getByText('No passwords contain "no record is called that".').waitFor();
		assert.equal(await page.locator('.record').count(), 0);
	});

	it('shows requests as they come, with their bodies, and keeps open what was opened', async () => {
		await page.getByText('Nothing has been asked yet.').waitFor();
		const [organization] = await sandbox.records('organizations');
		const answer = await api('POST', `/organizations/${organization.id}/relationships/passwords`, {
			data: { type: 'passwords', attributes: { name: 'Router', password: 'not-to-be-shown' } },
		});
		assert.equal(answer.status, 201);
		const first = requestWith('/relationships/passwords');
		await first.locator('summary').press('Enter');
		const body = first.locator('pre').first();
		assert.match(await body.innerText(), /"name": "Router"/);
		assert.doesNotMatch(await page.locator('body').innerText(), /not-to-be-shown/);
		await api('GET', '/nowhere');
		await requestWith('/nowhere').getByText('404').waitFor();
		assert.ok(await body.isVisible(), 'the row that was opened is still open');
		const focused = first.locator('summary:focus');
		assert.equal(await focused.count(), 1, 'and still has the focus');
		await button('Clear requests').click();
		await page.getByText('Nothing has been asked yet.').waitFor();
		assert.deepEqual(await sandbox.journal(), []);
	});

	it('takes nothing for markup that a record or a request holds', async () => {
		const [organization] = await sandbox.records('organizations');
		const changed = await api('PATCH', `/organizations/${organization.id}`, {
			data: { type: 'organizations', attributes: { 'quick-notes': MARKUP, name: MARKUP } },
		});
		assert.equal(changed.status, 200);
		await api(
			'GET',
			`/contacts?filter[${encodeURIComponent(MARKUP)}]=${encodeURIComponent(MARKUP)}`,
		);
		const record = page.locator('.record', { hasText: MARKUP });
		await record.locator('summary').click();
		await record.getByText('"quick_notes"').waitFor();
		for (const row of await page.locator('.request').all()) await row.locator('summary').click();
		await button('contacts 140').click();
		await page.locator('.record', { hasText: MARKUP }).first().waitFor();
		assert.equal(await page.locator('main img, main script').count(), 0);
		assert.equal(await page.evaluate('window.ran'), undefined);
	});

	it('lets the sandbox fail, and no longer', async () => {
		await field('What happens').selectOption('Rate limit reached (429)');
		await page.getByRole('textbox', { name: 'Retry-After' }).fill('7');
		await field('Path begins with').fill('/contacts');
		await field('Until cleared').check();
		await button('Add fault').click();
		await said('The fault is waiting.');
		await page
			.getByText('Rate limit reached (429): any method, /contacts, Retry-After 7, until cleared')
			.waitFor();
		const refused = await api('GET', '/contacts');
		assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '7']);
		assert.equal((await api('GET', '/regions')).status, 200);
		await button('Clear faults').click();
		await page.getByText('No fault is waiting.', { exact: true }).first().waitFor();
		assert.equal((await api('GET', '/contacts')).status, 200);
	});

	it('orders every kind of fault as it is filled in', async () => {
		const kinds = await field('What happens').locator('option').all();
		assert.ok(kinds.length > 10);
		for (const kind of kinds) {
			const value = (await kind.getAttribute('value')) ?? '';
			await field('What happens').selectOption(value);
			if (value === 'redirect') await field('Address').fill('http://127.0.0.1:9/');
			const label = await kind.innerText();
			await button('Add fault').click();
			await page.locator('.fault', { hasText: label }).waitFor();
		}
		assert.equal(await page.locator('.fault').count(), kinds.length);
	});

	it('sets latency and rate limit with the keyboard alone', async () => {
		await field('Milliseconds added to every answer').focus();
		await page.keyboard.press('ControlOrMeta+a');
		await page.keyboard.type('600000');
		await page.keyboard.press('Enter');
		await said('The latency is set.');
		const leave = new AbortController();
		const pending = api('GET', '/regions', undefined, leave.signal).catch(() => undefined);
		await requestWith('/regions').getByText('…').waitFor();
		await field('Requests').focus();
		await page.keyboard.press('ControlOrMeta+a');
		await page.keyboard.type('1');
		await page.keyboard.press('Tab');
		await page.keyboard.type('60');
		await page.keyboard.press('Enter');
		await said('The rate limit is set.');
		await field('Milliseconds added to every answer').fill('0');
		await button('Set latency').press('Enter');
		await said('The latency is set.');
		// What waits with the old latency waits on and is counted later.
		assert.equal((await api('GET', '/regions')).status, 200);
		assert.equal((await api('GET', '/regions')).status, 429);
		await button('Reset everything').click();
		await said('Everything is as it was at the start.');
		await page.waitForFunction(`document.forms.rate.elements.requests.value === '3000'`);
		assert.equal((await api('GET', '/regions')).status, 200);
		leave.abort();
		await pending;
	});

	it('says what the sandbox refuses', async () => {
		await field('Path begins with').fill('/[/');
		await button('Add fault').click();
		await said('The sandbox refused this: path is a pattern that cannot be read.');
	});

	for (const scheme of /** @type {const} */ (['light', 'dark'])) {
		it(`can be read in a ${scheme} theme`, async () => {
			await page.context().close();
			await open(scheme);
			await api('GET', '/regions');
			await api('GET', '/nowhere');
			await requestWith('/nowhere').locator('summary').click();
			await page.locator('#assumptions > summary').click();
			const faint = await page.evaluate(FAINT_TEXTS);
			assert.deepEqual(faint, []);
		});
	}

	it('says so when the sandbox is gone, and when it is back', async () => {
		// A server that ends; the browser sees the same.
		await page.context().setOffline(true);
		await said('The sandbox does not answer.');
		await page.context().setOffline(false);
		await said('The sandbox answers again.');
		await waitFor(async () => ((await page.locator('.record').count()) > 0 ? true : undefined), {
			timeoutMs: REACTION_MS,
			onTimeout: () => new Error('The page shows no records.'),
		});
	});
});

/** Runs in the page: texts with less contrast than the 4.5 to 1 that WCAG asks for; those of disabled buttons are exempt. */
const FAINT_TEXTS = `(() => {
	const channels = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
	const luminance = (color) => {
		const [red, green, blue] = channels(color)
			.slice(0, 3)
			.map((value) => value / 255)
			.map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
		return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
	};
	const backgroundOf = (element) => {
		for (let at = element; at; at = at.parentElement) {
			const color = getComputedStyle(at).backgroundColor;
			const [, , , alpha = 1] = channels(color);
			if (alpha > 0) return color;
		}
		return 'rgb(255, 255, 255)';
	};
	const hasText = (element) =>
		[...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
	const shown = [...document.body.querySelectorAll('*')].filter(
		(element) => hasText(element) && element.checkVisibility() && !element.closest('script, option, :disabled'),
	);
	if (shown.length < 100) return ['there is hardly any text'];
	return shown.flatMap((element) => {
		const style = getComputedStyle(element);
		// What is faded is as faint as its share of the colour.
		const [one, other] = [luminance(style.color), luminance(backgroundOf(element))];
		const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
		return ratio * Number(style.opacity) < 4.5
			? [element.textContent.trim().slice(0, 40) + ': ' + ratio.toFixed(2)]
			: [];
	});
})()`;
