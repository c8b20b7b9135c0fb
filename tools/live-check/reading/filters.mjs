/** Filters: whether they filter, how they compare, and what they make of values that nobody should send. */
import { idOf, itemsOf, NO_ID, NO_TEXT } from '../account.mjs';
import {
	isFine,
	isRefused,
	listed,
	no,
	otherwise,
	told,
	Unseen,
	unseen,
	whether,
	yes,
} from '../findings.mjs';
import { linkedOrganization } from './links.mjs';

/** @typedef {import('../account.mjs').Account} Account */
/** @typedef {import('../account.mjs').Item} Item */
/** @typedef {import('../rows.mjs').Look} Look */
/** @typedef {{ name: string, query: Record<string, string>, keeps?: (item: Item) => boolean }} Filter */

const PSA = { 'filter[psa_id]': NO_TEXT, 'filter[psa_integration_type]': 'manage' };

/** A filter with a value that nothing has. @param {string} name @param {string} value @returns {Filter} */
const nothing = (name, value) => ({ name, query: { [`filter[${name}]`]: value } });

/** A filter that leaves only records that pass. @param {string} name @returns {Filter} */
const flag = (name) => ({
	name,
	query: { [`filter[${name}]`]: 'true', 'page[size]': '20' },
	keeps: ({ attributes }) => attributes[name] === true,
});

/** @type {Filter} */
const psa = { name: 'psa_id', query: PSA };

/** @param {string[]} names */
const numbers = (...names) => names.map((name) => nothing(name, NO_ID));
/** @param {string[]} names */
const texts = (...names) => names.map((name) => nothing(name, NO_TEXT));

/**
 * @param {Account} account
 * @param {string} list
 * @param {Filter[]} filters
 * @returns {Promise<string[]>} the filters that let through what they should not
 */
const leaky = async (account, list, filters) => {
	if (itemsOf(await account.firstPage(list)).length === 0) await account.sample(list);
	/** @type {string[]} */
	const bad = [];
	for (const { name, query, keeps } of filters) {
		const answer = await account.get(`/${list}`, { 'page[size]': '1', ...query });
		// A refusal filters as well: nothing wrong comes back.
		if (!isFine(answer)) continue;
		const wrong = itemsOf(answer).filter((item) => keeps === undefined || !keeps(item));
		if (wrong.length > 0) bad.push(`${list}: ${name}`);
	}
	return bad;
};

/**
 * @param {Array<[list: string, filters: Filter[]]>} lists
 * @returns {Look}
 */
const filtersOf = (...lists) => ({
	opposite: 'no: Get Many with such a filter returns everything',
	look: async (account) => {
		const bad = [];
		for (const [list, filters] of lists) bad.push(...(await leaky(account, list, filters)));
		const count = lists.reduce((sum, [, filters]) => sum + filters.length, 0);
		return bad.length === 0 ? yes(`${count} filters tried`) : no(`without effect: ${listed(bad)}`);
	},
});

/** @param {Item} item */
const nameOf = ({ attributes }) => (typeof attributes.name === 'string' ? attributes.name : '');

/** @param {string} text */
const swapCase = (text) =>
	[...text].map((c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase())).join('');

/** A name that is good to search by: some letters, nothing that a filter takes for its own. @param {Item} item */
const isPlain = (item) =>
	/^[A-Za-z0-9 .-]{6,80}$/.test(nameOf(item)) && /[A-Za-z]{3}/.test(nameOf(item));

/**
 * @param {Account} account
 * @param {string} list
 * @param {Record<string, string>} filters
 * @returns {Promise<string[]>} ids of what was found
 */
const find = async (account, list, filters) => {
	const query = Object.entries(filters).map(([key, value]) => [`filter[${key}]`, value]);
	const items = await account.items(`/${list}`, {
		...Object.fromEntries(query),
		'page[size]': '50',
	});
	return items.map(idOf);
};

/**
 * @param {Account} account
 * @param {string} list
 * @param {(item: Item) => boolean} test
 */
const choose = async (account, list, test) => {
	const items = itemsOf(await account.firstPage(list));
	return items.find(test);
};

/** @param {Account} account */
const caseSensitive = async (account) => {
	const item = await choose(account, 'organizations', isPlain);
	if (item === undefined) return unseen('no organization with a plain name');
	const found = await find(account, 'organizations', { name: swapCase(nameOf(item)) });
	return whether(!found.includes(idOf(item)), 'tried with an organization');
};

/** Each list by itself: clients' reports differ from list to list. */
const NAMED = [
	'organizations',
	'configurations',
	'passwords',
	'locations',
	'password_categories',
	'groups',
];

/** @param {Account} account */
const exact = async (account) => {
	/** @type {Record<'whole' | 'part', string[]>} */
	const by = { whole: [], part: [] };
	for (const list of NAMED) {
		const item = await choose(account, list, isPlain);
		if (item === undefined) continue;
		const part = nameOf(item).slice(0, -2).trim();
		const found = await find(account, list, { name: part });
		(found.includes(idOf(item)) ? by.part : by.whole).push(list);
	}
	if (by.whole.length + by.part.length === 0) return unseen('no record with a plain name');
	const detail = [
		by.whole.length > 0 && `whole names: ${listed(by.whole)}`,
		by.part.length > 0 && `parts of names: ${listed(by.part)}`,
	];
	const words = detail.filter(Boolean).join('; ');
	if (by.whole.length > 0 && by.part.length > 0)
		return otherwise(words, 'yes: it compares names itself');
	return whether(by.part.length === 0, words);
};

/**
 * Whether a list of two values finds the records of both: `both`, `none`, or anything else.
 * @param {Account} account
 * @param {string} list
 * @param {string} key
 * @param {string[]} values
 * @param {(item: Item) => string} valueOf
 */
const listFinds = async (account, list, key, values, valueOf) => {
	const items = await account.items(`/${list}`, {
		[`filter[${key}]`]: values.join(','),
		'page[size]': '100',
	});
	const seen = new Set(items.map(valueOf));
	if (seen.size === 0) return 'none';
	if ([...seen].some((value) => !values.includes(value))) return 'others';
	return values.every((value) => seen.has(value)) ? 'both' : 'one';
};

/** @param {Item} item */
const ownerOf = ({ attributes }) => String(attributes['organization-id']);

/** The organizations of the smallest of some records' owners. @param {Item[]} items */
const owners = (items) => [...new Set(items.map(ownerOf))].slice(0, 2);

/** @param {Account} account */
const commaLists = async (account) => {
	const ids = (await account.sample('organizations')).slice(0, 2).map(idOf);
	const contacts = owners(itemsOf(await account.firstPage('contacts')));
	const seen = [];
	if (ids.length === 2)
		seen.push({
			what: 'organizations by id',
			found: await listFinds(account, 'organizations', 'id', ids, idOf),
		});
	if (contacts.length === 2)
		seen.push({
			what: 'contacts by organization_id',
			found: await listFinds(account, 'contacts', 'organization_id', contacts, ownerOf),
		});
	if (seen.length === 0) return unseen('fewer than two organizations');
	const detail = listed(seen.map(({ what, found }) => `${what}: ${found}`));
	if (seen.every(({ found }) => found === 'none')) return yes(detail);
	// One page may hold records of one of the organizations only.
	const understood = seen.every(({ found }) => found === 'both' || found === 'one');
	if (understood && seen.some(({ found }) => found === 'both')) return no(detail);
	return otherwise(detail, 'no: a list of values finds too few or too many records');
};

/** @param {Account} account */
const escapedComma = async (account) => {
	for (const list of ['organizations', 'configurations', 'locations']) {
		const item = await choose(account, list, (candidate) =>
			/^[^\\]+,[^\\]+$/.test(nameOf(candidate)),
		);
		if (item === undefined) continue;
		const found = await find(account, list, { name: nameOf(item).replace(/,/g, '\\,') });
		return whether(found.includes(idOf(item)), `tried with ${list}`);
	}
	return unseen('no name with a comma');
};

/** @param {Item} item @returns {string | undefined} */
const primaryEmail = ({ attributes }) => {
	const emails = Array.isArray(attributes['contact-emails']) ? attributes['contact-emails'] : [];
	const value = emails.find((entry) => entry?.primary === true)?.value;
	return typeof value === 'string' && value !== '' ? value : undefined;
};

/** @param {string} key @returns {(item: Item) => string | undefined} */
const attribute = (key) => (item) => {
	const value = item.attributes[key];
	return typeof value === 'string' && value.trim() === value && value !== '' ? value : undefined;
};

/** @type {Array<[list: string, filter: string, valueOf: (item: Item) => string | undefined]>} */
const KEYS = [
	['organizations', 'name', attribute('name')],
	['contacts', 'primary_email', primaryEmail],
	['configurations', 'serial_number', attribute('serial-number')],
	['configurations', 'asset_tag', attribute('asset-tag')],
	['configurations', 'mac_address', attribute('mac-address')],
];

/** Tried where the link does not say which PSA it leads to. */
const COMMON_PSAS = ['manage', 'autotask'];

/**
 * Whether the filter pair finds an organization by its PSA link; undefined where that cannot be told.
 * @param {Account} account
 */
const findsByPsa = async (account) => {
	const linked = await linkedOrganization(account).catch((error) => {
		if (error instanceof Unseen) return undefined;
		throw error;
	});
	if (linked === undefined) return undefined;
	for (const type of linked.type === undefined ? COMMON_PSAS : [linked.type]) {
		const filters = { psa_id: linked.remote, psa_integration_type: type };
		if ((await find(account, 'organizations', filters)).includes(idOf(linked.item))) return true;
	}
	return linked.type === undefined ? undefined : false;
};

/** @param {Account} account */
const keysFind = async (account) => {
	/** @type {string[]} */
	const found = [];
	/** @type {string[]} */
	const lost = [];
	for (const [list, key, valueOf] of KEYS) {
		const item = await choose(account, list, (candidate) => {
			const value = valueOf(candidate);
			return value !== undefined && !/[,\\]/.test(value) && value.length <= 100;
		});
		if (item === undefined) continue;
		const ids = await find(account, list, { [key]: valueOf(item) ?? '' });
		(ids.includes(idOf(item)) ? found : lost).push(`${list} by ${key}`);
	}
	const byPsa = await findsByPsa(account);
	if (byPsa !== undefined) (byPsa ? found : lost).push('organizations by psa_id');
	if (lost.length > 0) return no(`nothing found: ${listed(lost)}`);
	return found.length > 0 ? yes(listed(found)) : unseen('no record with such a value');
};

/**
 * An archived record of a list that tells.
 * @param {Account} account
 */
const archivedRecord = async (account) => {
	for (const list of ['configurations', 'passwords']) {
		const answer = await account.get(`/${list}`, {
			'filter[archived]': 'true',
			'page[size]': '20',
		});
		const item = itemsOf(answer).find(({ attributes }) => attributes.archived === true);
		if (item !== undefined) return { list, id: idOf(item) };
	}
	throw new Unseen('no archived configuration or password');
};

const DAY_MS = 24 * 60 * 60 * 1000;

/** @type {Record<string, Look>} */
export const looks = {
	filterNameCaseSensitive: {
		opposite: 'yes: it compares names itself, ignoring case',
		look: caseSensitive,
	},
	filterNameExact: { opposite: 'yes: it compares names itself', look: exact },
	commaListsMatchLiterally: {
		opposite: 'yes, or with an error: where a list finds nothing it asks for each value',
		look: commaLists,
	},
	escapedCommaIsLiteral: {
		opposite: 'no: Get Many by a name with a comma finds nothing',
		look: escapedComma,
	},
	indexShowsArchived: {
		opposite: 'yes: it asks for archived records as well',
		look: async (account) => {
			const { list, id } = await archivedRecord(account);
			const found = await find(account, list, { id });
			return whether(found.includes(id), `tried with ${list}`);
		},
	},
	unknownFilterIgnored: {
		opposite:
			'yes, with an error: the node asks documents for archived ones, which is not documented',
		look: async (account) => {
			await account.sample('organizations');
			const answer = await account.get('/organizations', {
				'filter[n8n_live_check]': '1',
				'page[size]': '1',
			});
			if (isRefused(answer)) return no(told(answer));
			if (!isFine(answer)) return otherwise(told(answer));
			if (itemsOf(answer).length > 0) return yes(told(answer));
			return no('nothing is found', 'no: documents seem to be missing');
		},
	},
	blankFilterIgnored: {
		opposite: 'yes: it refuses an empty filter',
		look: async (account) => {
			await account.sample('organizations');
			const answer = await account.get('/organizations', {
				'filter[name]': '',
				'page[size]': '1',
			});
			if (!isFine(answer)) return otherwise(told(answer), 'yes: it refuses an empty filter');
			return whether(itemsOf(answer).length > 0, told(answer));
		},
	},
	psaIdWithoutTypeIgnored: {
		opposite: 'yes: it always sends both',
		look: async (account) => {
			await account.sample('organizations');
			const answer = await account.get('/organizations', {
				'filter[psa_id]': NO_TEXT,
				'page[size]': '1',
			});
			if (isRefused(answer)) return no(told(answer));
			if (isFine(answer) && itemsOf(answer).length > 0) return yes(told(answer));
			return otherwise(
				isFine(answer) ? 'it filters without its type' : told(answer),
				'yes: it always sends both',
			);
		},
	},
	dateRangeAboveAWeekRefused: {
		opposite: 'yes',
		look: async (account) => {
			const start = new Date(Date.now() - 30 * DAY_MS).toISOString().slice(0, 10);
			const answer = await account.get('/organizations', {
				'filter[updated_at]': `${start}, *`,
				'page[size]': '1',
			});
			if (isFine(answer) || isRefused(answer)) return whether(isRefused(answer), told(answer));
			return otherwise(told(answer), 'yes, with an error');
		},
	},
	textInNumberFilterFindsNothing: {
		opposite: 'no: Get Many with an ID that is no number returns everything',
		look: async (account) => {
			await account.sample('organizations');
			const answer = await account.get('/organizations', {
				'filter[id]': NO_TEXT,
				'page[size]': '1',
			});
			if (isRefused(answer)) return yes(told(answer));
			if (!isFine(answer)) return otherwise(told(answer), 'yes, with an error');
			return whether(itemsOf(answer).length === 0, told(answer));
		},
	},
	keyFiltersFind: {
		opposite: 'no: Get Many with such a filter leaves records out; writing reads everything first',
		look: keysFind,
	},
	filtersOfOrganizations: filtersOf([
		'organizations',
		[
			...numbers('id', 'organization_type_id', 'organization_status_id'),
			...texts('name'),
			psa,
			flag('primary'),
		],
	]),
	filtersOfContacts: filtersOf([
		'contacts',
		[
			...numbers('organization_id', 'contact_type_id'),
			...texts('first_name', 'last_name', 'primary_email'),
			psa,
			flag('important'),
		],
	]),
	filtersOfConfigurations: filtersOf([
		'configurations',
		[
			...numbers('organization_id', 'configuration_type_id'),
			...texts('name', 'serial_number', 'asset_tag', 'mac_address'),
			psa,
			flag('archived'),
		],
	]),
	filtersOfPasswords: filtersOf([
		'passwords',
		[
			...numbers('organization_id', 'password_category_id'),
			...texts('name', 'url'),
			flag('archived'),
		],
	]),
	filtersOfLocations: filtersOf(
		['locations', [...numbers('organization_id'), ...texts('name', 'city')]],
		['regions', numbers('country_id')],
	),
};
