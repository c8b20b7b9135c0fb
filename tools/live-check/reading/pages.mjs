/** Lists: which there are, how they are paged and sorted. */
import { idOf, itemsOf, totalOf } from '../account.mjs';
import {
	isFine,
	isNoRoute,
	isRefused,
	listed,
	no,
	otherwise,
	some,
	told,
	Unseen,
	unseen,
	whether,
	yes,
} from '../findings.mjs';

/** @typedef {import('../account.mjs').Account} Account */
/** @typedef {import('../account.mjs').Item} Item */
/** @typedef {import('../rows.mjs').Look} Look */

/** Lists below an organization that the node reads; document folders have a row of their own. */
const NESTED = ['documents', 'password_folders'];

/**
 * The first answer of every list, by the name of the list.
 * @param {Account} account
 */
const everyList = async (account) => {
	/** @type {Map<string, import('../connection.mjs').Answer>} */
	const answers = new Map();
	for (const name of account.lists) answers.set(name, await account.firstPage(name));
	const [organization] = await account.sample('organizations');
	for (const name of organization ? NESTED : [])
		answers.set(
			`organizations/:id/relationships/${name}`,
			await account.once(
				`nested ${name}`,
				async () =>
					await account.get(`/organizations/${organization?.id}/relationships/${name}`, {
						'page[size]': '1',
					}),
			),
		);
	return answers;
};

/**
 * @param {Account} account
 * @param {(answer: import('../connection.mjs').Answer) => boolean} isBad
 */
const judgeLists = async (account, isBad) => {
	const answers = await everyList(account);
	const bad = [...answers].filter(([, answer]) => isBad(answer));
	const words = bad.map(([name, answer]) => `/${name}: ${told(answer)}`);
	return bad.length === 0 ? yes(`${answers.size} lists looked at`) : no(listed(words));
};

/** Light lists first: long pages of clients' records cost IT Glue more. */
const BY_WEIGHT = ['regions', 'countries', 'configurations', 'organizations', 'contacts'];

/**
 * A list of more than so many records, as far as is known.
 * @param {Account} account
 * @param {number} least
 */
const longList = async (account, least) => {
	const unsure = [];
	for (const name of BY_WEIGHT) {
		const answer = await account.firstPage(name);
		const total = totalOf(answer);
		if (total !== undefined && total > least) return { name, total };
		if (total === undefined && isFine(answer) && itemsOf(answer).length >= least) unsure.push(name);
	}
	const [name] = unsure;
	if (name === undefined) throw new Unseen(`no list of more than ${least} records`);
	return { name, total: undefined };
};

/** @param {string | undefined} text */
const isDigits = (text) => /^\d{1,18}$/.test(text ?? '');

/**
 * Whether values go up (or down) all the way.
 * @param {bigint[]} values
 * @param {boolean} down
 */
const isSorted = (values, down) =>
	values.every((value, at) => {
		const before = values[at - 1];
		return before === undefined || (down ? before >= value : before <= value);
	});

/** @param {Item} item @param {string} key */
const sortValue = (item, key) => {
	const text = idOf(item);
	if (key === 'id') return isDigits(text) ? BigInt(text) : undefined;
	const moment = Date.parse(String(item.attributes[key.replace('_', '-')]));
	return Number.isNaN(moment) ? undefined : BigInt(moment);
};

/** @type {Array<[list: string, sort: string]>} */
const SORTS = [
	['organizations', '-id'],
	['contacts', '-created_at'],
	['configurations', 'updated_at'],
];

/** @param {Account} account */
const sorts = async (account) => {
	/** @type {string[]} */
	const good = [];
	/** @type {string[]} */
	const bad = [];
	for (const [list, sort] of SORTS) {
		const answer = await account.get(`/${list}`, { sort, 'page[size]': '50' });
		const items = itemsOf(answer);
		if (!isFine(answer) || items.length < 2) continue;
		const key = sort.replace('-', '');
		const values = items.map((item) => sortValue(item, key)).filter((value) => value !== undefined);
		const fits = values.length === items.length && isSorted(values, sort.startsWith('-'));
		(fits ? good : bad).push(`${list} by ${sort}`);
	}
	if (bad.length > 0) return no(`not sorted: ${listed(bad)}`);
	return good.length > 0 ? yes(listed(good)) : unseen('no list of two records');
};

const META = ['current-page', 'next-page', 'prev-page', 'total-pages', 'total-count'];

/** @param {unknown} value */
const isCountOrNull = (value) => value === null || (Number.isInteger(value) && Number(value) >= 0);

/** A list of several pages, asked for five at a time. @param {Account} account @param {number} page */
const pageOfFive = async (account, page) =>
	await account.once(
		`five ${page}`,
		async () =>
			await account.get('/organizations', {
				sort: 'id',
				'page[size]': '5',
				'page[number]': String(page),
			}),
	);

/** @type {Record<string, Look>} */
export const looks = {
	listsExist: {
		opposite: 'no: what the node does with such a list fails, with an error',
		look: async (account) => await judgeLists(account, isNoRoute),
	},
	listsReadable: {
		opposite: 'yes, with an error: the key, or the plan, does not open them',
		look: async (account) =>
			await judgeLists(account, (answer) => !isFine(answer) && !isNoRoute(answer)),
	},
	metaPresent: {
		opposite: 'yes: it reads on until a page brings nothing new',
		look: async (account) => {
			const { body } = await pageOfFive(account, 1);
			const [meta, links] = [body?.meta !== undefined, body?.links !== undefined];
			if (meta === links) return whether(meta, meta ? 'both' : 'neither');
			return otherwise(meta ? 'meta only' : 'links only', 'yes: it goes by the one that is there');
		},
	},
	linksAlwaysFull: {
		opposite: 'yes: it goes by meta',
		look: async (account) => {
			const { body } = await account.firstPage('organization_statuses');
			if (body?.links === undefined) return unseen('lists carry no links');
			if (typeof body.links !== 'object' || body.links === null)
				return otherwise('links is no object', 'yes: it goes by meta');
			const count = Object.values(body.links).filter(Boolean).length;
			return whether(count > 0, count === 0 ? 'no address' : 'links to pages');
		},
	},
	metaMembers: {
		opposite: 'yes: it goes by those that are there, or reads on until a page brings nothing new',
		look: async (account) => {
			const { body } = await pageOfFive(account, 1);
			if (body?.meta === undefined || body.meta === null) return unseen('lists carry no meta');
			const missing = META.filter((name) => !(name in body.meta));
			const odd = META.filter((name) => name in body.meta && !isCountOrNull(body.meta[name]));
			if (missing.length > 0) return no(`not there: ${listed(missing)}`);
			return odd.length > 0 ? no(`of another kind: ${listed(odd)}`) : yes('all five');
		},
	},
	metaCounts: {
		opposite: 'yes: it then reads one page after the other, as long as more is announced',
		look: async (account) => {
			const { body } = await pageOfFive(account, 1);
			const [total, pages] = [body?.meta?.['total-count'], body?.meta?.['total-pages']];
			if (!Number.isInteger(total) || !Number.isInteger(pages)) return unseen('no counts in meta');
			return whether(pages === Math.max(1, Math.ceil(total / 5)), `records: ${some(total)}`);
		},
	},
	defaultPageSizeIs50: {
		opposite: 'yes: it always says how many it wants',
		look: async (account) => {
			const { name } = await longList(account, 50);
			const count = (await account.items(`/${name}`)).length;
			return whether(count === 50, count === 50 ? '' : `came: ${some(count)}`);
		},
	},
	pageSize1000Honoured: {
		opposite: 'yes: it goes on page by page where fewer come than it asked for',
		look: async (account) => {
			const { name, total } = await longList(account, 50);
			const count = (await account.items(`/${name}`, { 'page[size]': '1000' })).length;
			const wanted = Math.min(1000, total ?? 51);
			return whether(count >= wanted, `${name}: ${some(count)} came`);
		},
	},
	pageSizeAboveMaxClamped: {
		opposite: 'yes: it never asks for more than 1000',
		look: async (account) => {
			const { name } = await longList(account, 50);
			const answer = await account.get(`/${name}`, { 'page[size]': '1001' });
			if (isRefused(answer)) return no(told(answer));
			if (!isFine(answer)) return otherwise(told(answer), 'yes: it never asks for more than 1000');
			const count = itemsOf(answer).length;
			const copes = 'yes: it never asks for more than 1000';
			if (count > 1000) return otherwise('more than 1000 came', copes);
			if (count <= 50) return otherwise('counts as not given', copes);
			return yes(`${name}: ${some(count)} came`);
		},
	},
	pagesContinue: {
		opposite: 'yes: records that come twice are given once, and missing ones are an error',
		look: async (account) => {
			const [first, second] = [await pageOfFive(account, 1), await pageOfFive(account, 2)];
			const ids = [...itemsOf(first), ...itemsOf(second)].map(idOf);
			if (itemsOf(second).length === 0) return unseen('no more than five organizations');
			const fits = itemsOf(first).length === 5 && ids.every(isDigits);
			const up = fits && isSorted(ids.map(BigInt), false) && new Set(ids).size === ids.length;
			return whether(up, up ? '' : 'the pages overlap, or are not in order');
		},
	},
	pastTheEndIsEmpty: {
		opposite: 'yes: it stops where the list says that it ends',
		look: async (account) => {
			const answer = await account.get('/organizations', {
				'page[size]': '50',
				'page[number]': '99999',
			});
			if (!isFine(answer)) return no(told(answer));
			return whether(itemsOf(answer).length === 0, told(answer));
		},
	},
	sortsSort: {
		opposite: 'no: Get Many returns another order than the one asked for',
		look: sorts,
	},
	unknownSortIgnored: {
		opposite: 'yes: it offers documented sort keys only',
		look: async (account) => {
			const answer = await account.get('/organizations', {
				sort: 'n8n_live_check',
				'page[size]': '1',
			});
			if (isFine(answer) || isRefused(answer)) return whether(isFine(answer), told(answer));
			return otherwise(told(answer), 'yes: it offers documented sort keys only');
		},
	},
};
