/** What the front ends of all RMMs have to do: the same devices in the same form, all of them or none. */
import assert from 'node:assert/strict';
import { askedBeside, besideItGlue, emptyBeside, expireTokens, trouble } from './beside.mjs';

/** @typedef {import('./examplesSuite.mjs').Expectation} Expectation */

const FORM = {
	system: '',
	id: '',
	site: '',
	site_id: '',
	hostname: '',
	serial_number: '',
	mac_addresses: [],
	ip_address: '',
	operating_system: '',
	type: '',
	manufacturer: '',
	model: '',
	virtual: true,
	retired: true,
	last_seen: '',
};

/** @param {unknown} value */
const kindOf = (value) => (Array.isArray(value) ? 'list' : typeof value);

/**
 * @param {object} wanted
 * @param {string} wanted.system
 * @param {string} wanted.label
 * @param {string} wanted.path part of the address that is asked page after page
 * @param {number} wanted.pageSize so small that there are several pages
 * @param {(device: any) => any} wanted.shown what the system shows of a device of the sandbox
 * @param {Expectation['also']} [wanted.also]
 * @param {boolean} [wanted.needsTables]
 * @returns {Expectation}
 */
export const deviceFrontEnd = ({
	system,
	label,
	path,
	pageSize,
	shown,
	also = [],
	needsTables = false,
}) => {
	const inPages = { values: { Settings: { pageSize } } };
	return {
		writes: false,
		beside: true,
		needsTables,
		scenarios: [
			{
				name: 'in several pages, and again after its token has ended',
				adapt: () => inPages,
				check: async ({ items }, scene) => {
					const { devices } = await besideItGlue(scene);
					const given = items('Devices');
					for (const item of given) {
						assert.deepEqual(Object.keys(item), Object.keys(FORM));
						for (const [key, value] of Object.entries(FORM))
							assert.equal(kindOf(item[key]), kindOf(value), `${key} of ${item.id}`);
						assert.equal(item.system, system);
					}
					const byHost = (/** @type {any} */ one, /** @type {any} */ other) =>
						JSON.stringify(one).localeCompare(JSON.stringify(other));
					const expected = devices.map(shown);
					const [first] = expected;
					const found = given.map((item) =>
						Object.fromEntries(Object.keys(first).map((key) => [key, item[key]])),
					);
					assert.deepEqual(found.sort(byHost), expected.sort(byHost));
					assert.equal(new Set(given.map(({ id }) => id)).size, devices.length);
					assert.ok(given.every(({ id }) => id !== ''));
					const pages = (await askedBeside(scene)).filter((asked) => asked.includes(path));
					assert.ok(pages.length > 2, `${pages.length} pages`);

					await expireTokens(scene);
					const again = await scene.run(inPages);
					assert.equal(again.run.status, 'success');
					assert.equal(again.items('Devices').length, devices.length);
				},
			},
			{
				name: 'after being told once to slow down',
				adapt: () => inPages,
				prepare: (scene) => trouble(scene, { kind: 'rateLimit', retryAfter: '1', path, after: 1 }),
				check: async ({ items }, scene) => {
					assert.equal(items('Devices').length, (await besideItGlue(scene)).devices.length);
				},
			},
		],
		also: [
			...['status', 'html'].map((kind) => ({
				name: `gives nothing at all when a page in the middle fails (${kind})`,
				test: async (/** @type {import('./examplesSuite.mjs').Scene} */ scene) => {
					await trouble(scene, {
						kind,
						...(kind === 'status' && { status: 503 }),
						path,
						after: 1,
						times: 1000,
					});
					const { run, items } = await scene.run(inPages);
					assert.equal(run.status, 'error');
					assert.deepEqual(items('Devices'), []);
				},
			})),
			{
				name: 'stops when there is nothing, and says what to check',
				test: async (scene) => {
					await emptyBeside(scene, 'devices');
					const { run, items } = await scene.run();
					assert.equal(run.status, 'error');
					const stop = run.nodes.find(({ node }) => node === 'Stop: nothing came');
					assert.match(stop?.error.message, new RegExp(`^${label} gave no .+ Check`));
					assert.deepEqual(items('Devices'), []);
				},
			},
			...also,
		],
	};
};
