/** Filling in the credential. */
import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { newCredential, openCredential } from '../../scripts/browser/credential.mjs';
import { eventually, textOf } from './desk.mjs';

/** @typedef {import('./desk.mjs').Desk} Desk */

const STEP = 'Get many organizations';
const WRONG = 'ITG.no-such-key-of-this-test';

/** @param {Desk} desk */
export const describeCredential = (desk) => {
	describe('the credential', () => {
		const openStep = desk.workflow({
			name: 'Browser: credential',
			steps: [{ name: STEP, parameters: { resource: 'organization', operation: 'getAll' } }],
		});

		desk.test('asks for a base URL in the region Custom only', async () => {
			const { root } = await openStep(STEP);
			const window = await newCredential(root.page());
			const baseUrl = window.field('baseUrl');
			await eventually(
				() => window.field('region').locator('input').inputValue(),
				(value) => value === 'United States',
				'that the region is the United States',
			);
			await baseUrl.waitFor({ state: 'hidden' });
			for (const region of ['Europe', 'Custom', 'Australia', 'United States']) {
				await window.choose('region', region);
				await baseUrl.waitFor({ state: region === 'Custom' ? 'visible' : 'hidden' });
			}
			await window.close();
		});

		desk.test(
			'explains a bad key without showing it, and turns green with a good one',
			async () => {
				const { sandbox } = desk.stage;
				const { root } = await openStep(STEP);
				const page = root.page();
				const window = await newCredential(page);
				await window.fill('apiKey', WRONG);
				await window.choose('region', 'Custom');
				await window.fill('baseUrl', sandbox.url);
				await window.save();
				await window.failure.getByText('More details').click();
				const told = await eventually(
					() => textOf(window.failure),
					(text) => text.includes('IT Glue does not know this key here'),
					'that the key is said to be unknown',
				);
				assert.match(told, /Check that Region matches .+, that API Key is complete/);
				assert.doesNotMatch(told, new RegExp(`${WRONG}|[{}]|status code|403`));

				await window.fill('apiKey', sandbox.keys.full);
				await window.save();
				const again = await openCredential(page);
				assert.match(await textOf(again.success), /Connection tested successfully/);
				await again.close();
			},
		);

		desk.test('explains an address where no IT Glue is', async () => {
			const { root } = await openStep(STEP);
			const page = root.page();
			const window = await newCredential(page);
			await window.fill('apiKey', desk.stage.sandbox.keys.full);
			await window.choose('region', 'Custom');
			await window.fill('baseUrl', `${desk.stage.sandbox.url}/nothing-here`);
			await window.save();
			await window.failure.getByText('More details').click();
			await eventually(
				() => textOf(window.failure),
				(text) => /no IT Glue API at this address.+Base URL/.test(text),
				'that the address is said to be wrong',
			);
			await window.close();
		});
	});
};
