/**
 * How many clicks a person needs for something: presses of the mouse, and the click into each field that is typed into
 * where no press has put the cursor there. Typing itself, moving and waiting count nothing.
 */

/** @typedef {import('playwright-core').Page} Page */

/** What the page is asked to remember; runs in the browser. */
const watch = () => {
	const held = /** @type {any} */ (globalThis);
	held.clicksOfAPerson = 0;
	if (held.clicksAreWatched) return;
	held.clicksAreWatched = true;
	/** @type {unknown} where the cursor is */
	let at;
	held.addEventListener(
		'pointerdown',
		(/** @type {any} */ { target }) => {
			// Our helpers close n8n's messages, which go by themselves.
			if (target.closest('.el-notification')) return;
			held.clicksOfAPerson += 1;
			at = target;
		},
		true,
	);
	held.addEventListener(
		'input',
		(/** @type {any} */ { target }) => {
			// A list that opens has the cursor in its search already.
			if (target === at || target.closest('[data-test-id="rlc-search"]')) return;
			if (target.type === 'checkbox') return;
			held.clicksOfAPerson += 1;
			at = target;
		},
		true,
	);
};

/**
 * @param {Page} page
 * @param {() => Promise<void>} work
 * @returns {Promise<number>} the clicks of the work
 */
export const clicksFor = async (page, work) => {
	await page.evaluate(watch);
	await work();
	return page.evaluate(() => Number(/** @type {any} */ (globalThis).clicksOfAPerson));
};
