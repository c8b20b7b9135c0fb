/** Forms in which the same thing was recorded in several ways: what is not set, ids, phone numbers, links of a list. */
import { idOf, itemsOf } from '../account.mjs';
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

/** @typedef {import('../account.mjs').Account} Account */
/** @typedef {import('../rows.mjs').Look} Look */

/** Texts that a person may leave out. @type {Record<string, string[]>} */
const TEXTS = {
	organizations: ['alert', 'description', 'short-name'],
	contacts: ['title', 'notes'],
	configurations: ['hostname', 'serial-number', 'asset-tag', 'position', 'installed-by', 'notes'],
	passwords: ['username', 'url', 'notes'],
	locations: ['address-2', 'fax', 'notes'],
};

/** @param {Account} account */
const blankTexts = async (account) => {
	const values = [];
	for (const [list, keys] of Object.entries(TEXTS))
		for (const { attributes } of itemsOf(await account.firstPage(list)))
			for (const key of keys) if (key in attributes) values.push(attributes[key]);
	const [none, empty] = [values.includes(null), values.includes('')];
	if (!none && !empty) return unseen('every text is set');
	if (none && empty) return no('null, and empty texts too');
	return empty ? yes('empty texts only') : no('null only');
};

/** @param {Account} account */
const phones = async (account) => {
	const entries = (await account.sample('contacts')).flatMap(({ attributes }) =>
		Array.isArray(attributes['contact-phones']) ? attributes['contact-phones'] : [],
	);
	const shown = entries
		.filter((entry) => /^\d{10}$/.test(String(entry?.value)))
		.map((entry) => String(entry['formatted-value'] ?? ''));
	if (shown.length === 0) return unseen('no phone number of ten digits');
	const long = shown.filter((text) => /^\+?1\D/.test(text));
	if (long.length > 0 && long.length < shown.length)
		return otherwise('some of them', 'yes: it compares value, and formatted-value as well');
	return whether(long.length > 0);
};

/** Configurations with what they are linked to. @param {Account} account */
const withInterfaces = async (account) =>
	await account.once(
		'configurations with interfaces',
		async () =>
			await account.get('/configurations', {
				include: 'configuration_interfaces',
				sort: 'id',
				'page[size]': '50',
			}),
	);

/** @param {import('../connection.mjs').Answer} answer @returns {any[]} */
const includedIn = ({ body }) => (Array.isArray(body?.included) ? body.included : []);

/** What each record says it is linked to; undefined where it does not. @param {import('../connection.mjs').Answer} answer */
const linkages = (answer) =>
	itemsOf(answer)
		.map(({ relationships }) => relationships?.['configuration-interfaces'])
		.filter((entry) => typeof entry === 'object' && entry !== null && 'data' in entry)
		.map(({ data }) => data);

/** @param {Account} account */
const interfaceIds = async (account) => {
	const device = (await account.sample('configurations')).find(
		({ attributes }) => typeof attributes['primary-ip'] === 'string' && attributes['primary-ip'],
	);
	if (device === undefined) return unseen('no configuration with an address');
	const answer = await account.get(
		`/configurations/${idOf(device)}/relationships/configuration_interfaces`,
		{ 'page[size]': '5' },
	);
	// Read as it came: a record without id beside type is what is looked for.
	const items = isFine(answer) && Array.isArray(answer.body?.data) ? answer.body.data : [];
	if (items.length === 0) return unseen(`no interface: ${told(answer)}`);
	const beside = items.every((/** @type {any} */ item) => item?.id !== undefined);
	const inside = items.every((/** @type {any} */ item) => item?.attributes?.id !== undefined);
	if (!beside && !inside) return otherwise('in neither place');
	return whether(!beside, beside && inside ? 'in both places' : '');
};

/** @param {unknown} value */
const isAddress = (value) => typeof value === 'string' && value !== '';

/** @param {Account} account */
const repeats = async (account) => {
	const found = [];
	for (const name of account.lists) {
		const ids = itemsOf(await account.firstPage(name)).map(idOf);
		if (new Set(ids).size < ids.length) found.push(name);
	}
	return found.length > 0 ? yes(listed(found)) : no();
};

/** @param {Account} account */
const hyphenSort = async (account) => {
	const answer = await account.get('/organizations', { sort: '-created-at', 'page[size]': '50' });
	if (isRefused(answer)) return no(told(answer));
	const moments = itemsOf(answer).map(({ attributes }) => String(attributes['created-at']));
	if (new Set(moments).size < 2) return unseen('no organizations of two moments');
	return whether(moments.every((moment, at) => at === 0 || String(moments[at - 1]) >= moment));
};

/** @type {Record<string, Look>} */
export const looks = {
	interfaceIdInAttributesOnly: { opposite: 'yes: it looks in both places', look: interfaceIds },
	blankTextsAreEmpty: { opposite: 'yes: both are nothing to it', look: blankTexts },
	phonesFormattedWithCountry: {
		opposite: 'yes: it compares value, and formatted-value as well',
		look: phones,
	},
	includedIdsAreText: {
		opposite: 'yes: it compares them as text',
		look: async (account) => {
			const ids = includedIn(await withInterfaces(account))
				.map((item) => item?.id)
				.filter((id) => id !== undefined);
			if (ids.length === 0) return unseen('nothing was included');
			return whether(ids.every((id) => typeof id === 'string'));
		},
	},
	includedRecordsMissing: {
		opposite: 'yes: it does not take it for none',
		look: async (account) => {
			const answer = await withInterfaces(account);
			if (includedIn(answer).length > 0) return no();
			const linked = linkages(answer).some((data) => Array.isArray(data) && data.length > 0);
			return linked ? yes('tried with interfaces') : unseen('no configuration with interfaces');
		},
	},
	emptyLinkageIsNull: {
		opposite: 'yes: both are none to it',
		look: async (account) => {
			const empty = linkages(await withInterfaces(account)).filter(
				(data) => data === null || (Array.isArray(data) && data.length === 0),
			);
			if (empty.length === 0) return unseen('no configuration without interfaces');
			return whether(empty.every((data) => data === null));
		},
	},
	linksAreBlankTexts: {
		opposite: 'yes: it goes by meta',
		look: async (account) => {
			const { body } = await account.firstPage('organizations');
			const links = body?.links;
			if (typeof links !== 'object' || links === null) throw new Unseen('lists carry no links');
			const values = Object.values(links);
			return whether(values.length > 0 && !values.some(isAddress));
		},
	},
	lastPageNamesNext: {
		opposite: 'yes: it goes by the number of pages, and stops at a page that brings nothing new',
		look: async (account) => {
			const { body } = await account.firstPage('organization_statuses');
			const next = body?.meta?.['next-page'];
			if (next === undefined) return unseen('meta names no next page');
			return whether(next !== null, next === null ? '' : 'of a single page');
		},
	},
	listsRepeatARecord: { opposite: 'yes: it gives every record once', look: repeats },
	sortKeysWithHyphens: { opposite: 'yes: it writes underscores', look: hyphenSort },
};
