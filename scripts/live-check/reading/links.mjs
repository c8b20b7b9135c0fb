/** Records with their links to a PSA, which only an include brings. */
import { itemsOf } from '../account.mjs';
import { isFine, Unseen } from '../findings.mjs';

/** @typedef {import('../account.mjs').Account} Account */
/** @typedef {import('../account.mjs').Item} Item */
/** @typedef {import('../connection.mjs').Answer} Answer */

const LISTS = ['organizations', 'contacts', 'configurations'];

/** Where the node looks for the name of the PSA. */
export const TYPE_KEYS = ['psa-integration-type', 'integration-type', 'adapter-type', 'kind'];

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
			const type = TYPE_KEYS.map((key) => link?.attributes?.[key]).find(Boolean);
			return { item, remote: String(remote), type: type === undefined ? undefined : String(type) };
		}
	return undefined;
};
