/** What the front ends of all PSAs have to do: the same records in the same form, all of them or none. */
import assert from 'node:assert/strict';
import { besideItGlue, emptyBeside, failBeside } from './beside.mjs';

/** @typedef {import('./examplesSuite.mjs').Scene} Scene */
/** @typedef {import('./examplesSuite.mjs').Expectation} Expectation */

const FORMS = {
	companies: {
		system: '',
		id: '',
		name: '',
		identifier: '',
		types: [],
		status: '',
		active: true,
		deleted: true,
		phone: '',
		website: '',
		address_1: '',
		address_2: '',
		city: '',
		state: '',
		postal_code: '',
		country: '',
		changed_at: '',
	},
	contacts: {
		system: '',
		id: '',
		company_id: '',
		first_name: '',
		last_name: '',
		title: '',
		active: true,
		primary: true,
		emails: [],
		phones: [],
		changed_at: '',
	},
};

/** @param {unknown} value */
const kindOf = (value) => (Array.isArray(value) ? 'list' : typeof value);

/** @param {string | null} text */
const plain = (text) => (text ?? '').trim();

/** @param {any} contact @returns {any} what every PSA shows of it */
const contactFacts = (contact) => ({
	id: String(contact.id),
	company_id: String(contact.companyId),
	first_name: plain(contact.firstName),
	last_name: plain(contact.lastName),
	title: plain(contact.title),
	active: contact.active,
	primary: contact.primary,
	emails: [contact.email, contact.email2, contact.email3].map(plain).filter(Boolean),
	numbers: [contact.phone, contact.mobile].map(plain).filter(Boolean),
});

/** @param {any} company */
const companyFacts = (company) => ({
	id: String(company.id),
	name: plain(company.name),
	identifier: plain(company.identifier),
	active: company.active && !company.deleted,
});

/** @param {any} one @param {any} other */
const byId = (one, other) => Number(one.id) - Number(other.id);

/** @type {(object: any, keys: string[]) => any} */
const picked = (object, keys) => Object.fromEntries(keys.map((key) => [key, object[key]]));

/**
 * @param {object} wanted
 * @param {'companies' | 'contacts'} wanted.kind
 * @param {string} wanted.system
 * @param {string} wanted.label what the error says instead of the system's name
 * @param {string} wanted.result the node with the items
 * @param {string} wanted.path part of the address that is asked for page after page
 * @param {number} wanted.pageSize so small that there are several pages
 * @param {(record: any) => boolean} [wanted.given] of the PSA's records, those that this system gives
 * @param {(items: Array<Record<string, any>>, records: any[]) => void} [wanted.check]
 * @returns {Expectation}
 */
export const frontEnd = ({ kind, system, label, result, path, pageSize, given, check }) => {
	const inPages = { values: { Settings: { pageSize } } };
	return {
		writes: false,
		beside: true,
		scenarios: [
			{
				name: 'in several pages',
				adapt: () => inPages,
				check: async ({ items }, scene) => {
					const records = (await besideItGlue(scene))[kind].filter(given ?? (() => true));
					const found = items(result);
					const form = FORMS[kind];
					for (const item of found) {
						assert.deepEqual(Object.keys(item), Object.keys(form));
						for (const [key, value] of Object.entries(form))
							assert.equal(kindOf(item[key]), kindOf(value), `${key} of ${item.id}`);
						assert.equal(item.system, system);
					}
					const facts = kind === 'companies' ? companyFacts : contactFacts;
					const expected = records.map(facts).sort(byId);
					const shown = found
						.map((item) => ({
							...item,
							numbers: item.phones?.map((/** @type {any} */ { value }) => value),
						}))
						.map((item) => picked(item, Object.keys(expected[0])));
					assert.deepEqual(shown.sort(byId), expected);
					check?.(found, records);
				},
			},
			{
				name: 'after being told once to slow down',
				adapt: () => inPages,
				prepare: (scene) =>
					failBeside(scene, { system, path, status: 429, after: 1, retryAfter: 1 }),
				check: async ({ items }, scene) => {
					const records = (await besideItGlue(scene))[kind].filter(given ?? (() => true));
					assert.equal(items(result).length, records.length);
				},
			},
		],
		also: [
			{
				name: 'gives nothing at all when a page in the middle fails',
				test: async (scene) => {
					await failBeside(scene, { system, path, status: 500, after: 1, times: 1000 });
					const { run, items } = await scene.run(inPages);
					assert.equal(run.status, 'error');
					assert.deepEqual(items(result), []);
				},
			},
			{
				name: 'stops when there is nothing, and says what to check',
				test: async (scene) => {
					await emptyBeside(scene, kind);
					const { run, items } = await scene.run();
					assert.equal(run.status, 'error');
					const stop = run.nodes.find(({ node }) => node === 'Stop: nothing came');
					assert.match(stop?.error.message, new RegExp(`^${label} gave no .+ Check`));
					assert.deepEqual(items(result), []);
				},
			},
		],
	};
};
