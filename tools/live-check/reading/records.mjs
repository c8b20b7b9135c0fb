/** Single records and what belongs to them: includes, what a list leaves out, how values are spelt. */
import { idOf, itemOf, itemsOf } from '../account.mjs';
import { SECRET_WAS_THERE } from '../connection.mjs';
import {
	isFine,
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
import { isLinked, linkedLists, linksOf, TYPE_KEYS } from './links.mjs';

/** @typedef {import('../account.mjs').Account} Account */
/** @typedef {import('../account.mjs').Item} Item */
/** @typedef {import('../rows.mjs').Look} Look */

/** @param {Account} account */
const linkage = async (account) => {
	const lists = await linkedLists(account);
	const bare = lists.filter(({ answer }) => !itemsOf(answer).some(isLinked));
	const words = listed(lists.map(({ list }) => list));
	if (bare.length === 0) return no(`links named for ${words}`);
	if (bare.length === lists.length) return yes(`no links named for ${words}`);
	return otherwise(
		`no links named for ${listed(bare.map(({ list }) => list))}`,
		'yes, with a hint: what cannot be assigned is left out',
	);
};

/** @param {Account} account */
const linkKeys = async (account) => {
	const lists = await linkedLists(account);
	const links = lists
		.flatMap(({ included }) => included)
		.filter(({ type }) => String(type).includes('adapter'));
	if (links.length === 0) throw new Unseen('what was included is no PSA link');
	return new Set(links.flatMap(({ attributes }) => Object.keys(attributes ?? {})));
};

/** Attribute names are IT Glue's words, not a client's; anything that does not look like one stays out. @param {Iterable<string>} keys */
const names = (keys) =>
	listed([...keys].filter((key) => /^[a-z][a-z0-9_-]{0,39}$/.test(key)).sort());

/** @param {Account} account */
const includedPlace = async (account) => {
	const [{ list, answer } = { list: '', answer: undefined }] = await linkedLists(account);
	const item =
		answer &&
		(itemsOf(answer).find((one) => (linksOf(one) ?? []).length > 0) ?? itemsOf(answer)[0]);
	if (item === undefined) throw new Unseen('no record with a PSA link');
	const shown = await account.get(`/${list}/${idOf(item)}`, { include: 'adapters_resources' });
	if (!isFine(shown)) return unseen(`one of ${list}: ${told(shown)}`);
	const [beside, inside] = [shown.body?.included, shown.body?.data?.included];
	if (Array.isArray(inside)) return yes('inside data');
	return Array.isArray(beside) ? no('beside data') : unseen('nothing was included');
};

/** Documented for lists; without those that could bring a secret along. */
const INCLUDES = {
	organizations: 'attachments,rmm_companies',
	contacts:
		'location,attachments,tickets,distinct_remote_contacts,resource_fields,user_resource_accesses,group_resource_accesses',
	configurations:
		'configuration_interfaces,rmm_records,attachments,tickets,dnet_fa_remote_assets,user_resource_accesses,group_resource_accesses',
	locations: 'attachments,user_resource_accesses,group_resource_accesses',
};

/** @param {Account} account */
const documentedIncludes = async (account) => {
	/** @type {string[]} */
	const bad = [];
	for (const [list, include] of Object.entries(INCLUDES)) {
		const answer = await account.get(`/${list}`, { include, 'page[size]': '1' });
		if (!isFine(answer)) bad.push(`${list}: ${told(answer)}`);
	}
	return bad.length === 0 ? yes(listed(Object.keys(INCLUDES))) : no(listed(bad));
};

/** Where lists cut: official, give or take what marks the cut. */
const CUT = { least: 240, most: 260 };

/** @param {Item} item */
const notesOf = ({ attributes }) => String(attributes['quick-notes'] ?? '').length;

/** @param {Account} account */
const quickNotes = async (account) => {
	const items = await account.sample('organizations');
	const [longest] = [...items].sort((a, b) => notesOf(b) - notesOf(a));
	if (longest === undefined || notesOf(longest) < CUT.least)
		return unseen('no organization with long quick notes');
	if (notesOf(longest) > CUT.most) return no('longer ones came whole');
	const shown = itemOf(await account.get(`/organizations/${idOf(longest)}`));
	if (shown === undefined) return unseen('the organization could not be read');
	return notesOf(shown) > notesOf(longest) ? yes() : unseen('none longer than that');
};

/** The records of every list that the node reads, as far as they were read. @param {Account} account */
const everyItem = async (account) => {
	/** @type {Item[]} */
	const items = [];
	for (const name of account.lists) items.push(...itemsOf(await account.firstPage(name)));
	return items;
};

const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** @param {Account} account */
const kebab = async (account) => {
	const items = await everyItem(account);
	const odd = new Set(
		items
			.flatMap(({ type, attributes }) => [String(type), ...Object.keys(attributes)])
			.filter((name) => !KEBAB.test(name)),
	);
	return odd.size === 0 ? yes() : no(`spelt otherwise: ${names(odd) || some(odd.size)}`);
};

/** What JavaScript would round was read as `bigint`. @param {unknown} value */
const isWhole = (value) => Number.isInteger(value) || typeof value === 'bigint';

/** @param {Account} account */
const ids = async (account) => {
	const values = (await everyItem(account)).map(({ id }) => id);
	const digits = `up to ${Math.max(0, ...values.map((id) => String(id).length))} digits`;
	if (values.every((id) => typeof id === 'string')) return yes(digits);
	return no(`numbers, ${digits}`);
};

/** Text by nature: parents have a row of their own, the others are ids of other systems. */
const NOT_REFERENCES = new Set(['parent-id', 'psa-id', 'rmm-id', 'remote-id', 'salesforce-id']);

/** @param {Account} account */
const references = async (account) => {
	const entries = (await everyItem(account))
		.flatMap(({ attributes }) => Object.entries(attributes))
		.filter(([key, value]) => key.endsWith('-id') && !NOT_REFERENCES.has(key) && value !== null);
	const odd = entries.filter(([, value]) => !isWhole(value));
	const long = entries.some(([, value]) => typeof value === 'bigint');
	return odd.length === 0
		? yes(long ? 'some above 2^53' : '')
		: no(`of another kind: ${names(new Set(odd.map(([key]) => key)))}`);
};

/** @param {Account} account */
const timestamps = async (account) => {
	const values = (await everyItem(account)).flatMap(({ attributes }) =>
		['created-at', 'updated-at'].map((key) => attributes[key]).filter((value) => value != null),
	);
	if (values.length === 0) return unseen('no record has any');
	return whether(
		values.every((value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(String(value))),
	);
};

/** @param {Account} account */
const parents = async (account) => {
	const items = await account.sample('organizations');
	const above = items.map(({ attributes }) => attributes['parent-id']).filter((id) => id != null);
	const lines = items
		.map(({ attributes }) => attributes['ancestor-ids'])
		.filter((id) => id != null);
	if (above.length === 0) return unseen('no organization with a parent');
	const kind = (/** @type {unknown} */ value) => (Array.isArray(value) ? 'list' : typeof value);
	const detail = `parent-id: ${kind(above[0])}; ancestor-ids: ${lines.length === 0 ? 'not there' : kind(lines[0])}`;
	const texts = above.every((id) => typeof id === 'string');
	return whether(texts && lines.every((line) => typeof line === 'string'), detail);
};

/** @param {unknown} value */
const pathOf = (value) => {
	try {
		return new URL(String(value)).pathname;
	} catch {
		return '';
	}
};

/** @type {Record<string, string>} */
const WEB = { configurations: 'configurations', passwords: 'passwords' };

/** @param {Account} account */
const webAddresses = async (account) => {
	const items = [];
	for (const [list, segment] of Object.entries(WEB))
		for (const item of itemsOf(await account.firstPage(list))) items.push({ item, list, segment });
	for (const item of await documentsFor(account))
		items.push({ item, list: 'documents', segment: 'docs' });
	const shown = items.filter(({ item }) => typeof item.attributes['resource-url'] === 'string');
	if (shown.length === 0) return unseen('no record has any');
	const odd = shown.filter(
		({ item, segment }) =>
			pathOf(item.attributes['resource-url']) !==
			`/${item.attributes['organization-id']}/${segment}/${idOf(item)}`,
	);
	const lists = [...new Set((odd.length > 0 ? odd : shown).map(({ list }) => list))];
	return odd.length === 0 ? yes(listed(lists)) : no(`otherwise: ${listed(lists)}`);
};

/** Some documents, where the account shows any without more ado. @param {Account} account */
const documentsFor = async (account) => {
	const [organization] = await account.sample('organizations');
	const path = `/organizations/${organization?.id}/relationships/documents`;
	const answer = await account.once(
		'nested documents',
		async () => await account.get(path, { 'page[size]': '1' }),
	);
	return itemsOf(answer);
};

/** @type {Record<'emails' | 'phones', string[]>} */
const ENTRY = {
	emails: ['value', 'primary', 'label-name'],
	phones: ['value', 'primary', 'label-name', 'label-type', 'extension'],
};

/** @param {Account} account */
const contactLists = async (account) => {
	const contacts = await account.sample('contacts');
	/** @type {Set<string>} */
	const missing = new Set();
	let seen = 0;
	for (const [what, keys] of Object.entries(ENTRY)) {
		const entries = contacts.flatMap(({ attributes }) => attributes[`contact-${what}`] ?? []);
		seen += entries.length;
		for (const entry of entries)
			for (const key of keys)
				if (typeof entry !== 'object' || entry === null || !(key in entry))
					missing.add(`${what}: ${key}`);
	}
	if (seen === 0) return unseen('no contact with email or phone');
	return missing.size === 0 ? yes() : no(`not there: ${listed([...missing])}`);
};

/** @param {Account} account */
const onePassword = async (account) => {
	const [password] = await account.sample('passwords');
	return password === undefined ? '' : idOf(password);
};

/** @type {Record<string, Look>} */
export const looks = {
	relationshipsOnShowOnly: {
		opposite: 'yes, with a hint: what cannot be assigned is left out',
		look: linkage,
	},
	adaptersResourceNamesItsType: {
		opposite: 'yes: a link without type counts for the type that is asked for',
		look: async (account) => {
			const keys = await linkKeys(account);
			return whether(
				TYPE_KEYS.some((key) => keys.has(key)),
				`attributes: ${names(keys)}`,
			);
		},
	},
	adaptersNameTheirType: {
		opposite: 'yes: it reads either name',
		look: async (account) => {
			const keys = await linkKeys(account);
			return whether(keys.has('adapter-type-name'), `attributes: ${names(keys)}`);
		},
	},
	adaptersResourceHasRemoteId: {
		opposite: 'no: PSA links are not recognised',
		look: async (account) => whether((await linkKeys(account)).has('remote-id')),
	},
	includedInsideData: { opposite: 'yes: it looks in both places', look: includedPlace },
	documentedIncludesAccepted: { opposite: 'yes, with an error', look: documentedIncludes },
	unknownIncludeIgnored: {
		opposite: 'yes, with an error',
		look: async (account) => {
			const answer = await account.get('/organizations', {
				include: 'n8n_live_check',
				'page[size]': '1',
			});
			if (isFine(answer) || isRefused(answer)) return whether(isFine(answer), told(answer));
			return otherwise(told(answer), 'yes, with an error');
		},
	},
	quickNotesCutInIndex: { opposite: 'yes: it compares with the record itself', look: quickNotes },
	answersAreKebab: { opposite: 'no: the node does not find the attributes', look: kebab },
	idsAreText: { opposite: 'yes: it turns them into text', look: ids },
	referencesAreNumbers: { opposite: 'yes: it compares them as text', look: references },
	timestampsAreUtc: { opposite: 'yes: it passes them on as they are', look: timestamps },
	parentIdIsText: { opposite: 'yes: it compares them as text', look: parents },
	resourceUrlPattern: {
		opposite: 'no: By URL does not take such addresses',
		look: webAddresses,
	},
	noResourceUrlElsewhere: {
		opposite: 'yes',
		look: async (account) => {
			const lists = [];
			for (const list of ['organizations', 'contacts', 'locations'])
				if (
					itemsOf(await account.firstPage(list)).some(
						({ attributes }) => 'resource-url' in attributes,
					)
				)
					lists.push(list);
			return lists.length === 0 ? yes() : no(`there is one: ${listed(lists)}`);
		},
	},
	contactListsShape: { opposite: 'no: emails and phones cannot be merged', look: contactLists },
	passwordListWithoutValue: {
		opposite: 'yes: it drops them',
		look: async (account) => {
			const items = await account.sample('passwords');
			return whether(items.every(({ attributes }) => attributes.password !== SECRET_WAS_THERE));
		},
	},
	showPasswordFalseHides: {
		opposite: 'no: the node drops the value, but it travels, and IT Glue logs the reading',
		look: async (account) => {
			const answer = await account.get(`/passwords/${await onePassword(account)}`, {
				show_password: 'false',
			});
			const item = itemOf(answer);
			if (item === undefined) return unseen(`/passwords/:id was answered with ${told(answer)}`);
			return whether(item.attributes.password !== SECRET_WAS_THERE);
		},
	},
};
