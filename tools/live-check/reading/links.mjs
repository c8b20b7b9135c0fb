/** Records with their links to a PSA, which only an include brings. */
import { itemsOf } from '../account.mjs';
import { isFine, Unseen } from '../findings.mjs';

/** @typedef {import('../account.mjs').Account} Account */
/** @typedef {import('../account.mjs').Item} Item */
/** @typedef {import('../connection.mjs').Answer} Answer */

const LISTS = ['organizations', 'contacts', 'configurations'];

/** Where the node looks for the name of the PSA. */
export const TYPE_KEYS = [
	'adapter-type-name',
	'psa-integration-type',
	'integration-type',
	'adapter-type',
	'kind',
];

/** Other systems stand in the same include; what is certainly none of a PSA. */
const NO_PSA = /microsoft|office ?365|azure|entra|intune|google|rmm/i;

/**
 * The answers of the lists to the include that brings PSA links, where it brought any.
 * @param {Account} account
 * @returns {Promise<Array<{ list: string, answer: Answer, included: Item[] }>>}
 * @throws {Unseen} when it brought none
 */
export const linkedLists = async (account) =>
	await account.once('links', async () => {
		const found = [];
		for (const list of LISTS) {
			const answer = await account.get(`/${list}`, {
				include: 'adapters_resources',
				'page[size]': '50',
			});
			const included = Array.isArray(answer.body?.included) ? answer.body.included : [];
			if (isFine(answer) && included.length > 0) found.push({ list, answer, included });
		}
		if (found.length === 0) throw new Unseen('no record with a PSA link');
		return found;
	});

/** The links that an answer names for a record; undefined where it does not say. @param {Item} item @returns {any[] | undefined} */
export const linksOf = ({ relationships }) => {
	const data = (relationships?.['adapters-resources'] ?? relationships?.adapters_resources)?.data;
	return Array.isArray(data) ? data : undefined;
};

/** What IT Glue filters by, for a name of recorded answers. @param {unknown} name */
const filterValue = (name) => {
	const plain = String(name ?? '')
		.toLowerCase()
		.replace(/[^a-z0-9]/g, '');
	const known = FILTER_VALUES.find(([pattern]) => pattern.test(plain));
	return known?.[1] ?? (name === undefined || name === null ? undefined : String(name));
};

/** @type {Array<[RegExp, string]>} */
const FILTER_VALUES = [
	[/autotask/, 'autotask'],
	[/connectwise/, 'manage'],
	[/bms/, 'kaseya-bms'],
	[/pulseway/, 'pulseway-psa'],
];

/** @param {Item} item */
export const isLinked = (item) => linksOf(item) !== undefined;

/**
 * An organization and the PSA record that it is linked to.
 * @param {Account} account
 */
export const linkedOrganization = async (account) => {
	const lists = await linkedLists(account);
	const [organizations] = lists.filter(({ list }) => list === 'organizations');
	for (const item of organizations ? itemsOf(organizations.answer) : [])
		for (const { id } of linksOf(item) ?? []) {
			const link = organizations?.included.find((entry) => String(entry.id) === String(id));
			const remote = link?.attributes?.['remote-id'];
			if (remote === null || remote === undefined) continue;
			const name = TYPE_KEYS.map((key) => link?.attributes?.[key]).find(Boolean);
			if (NO_PSA.test(String(name ?? ''))) continue;
			return { item, remote: String(remote), type: filterValue(name) };
		}
	return undefined;
};
