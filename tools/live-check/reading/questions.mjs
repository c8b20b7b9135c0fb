/** What nobody has recorded: no assumption of the node rests on it yet, so there is nothing to judge, only to tell. */
import { idOf, itemOf, itemsOf } from '../account.mjs';
import { isFine, listed, seen, told, unseen } from '../findings.mjs';
import { assetsOf, typesWithFields } from '../flexible.mjs';

/** @typedef {import('../account.mjs').Account} Account */
/** @typedef {import('../rows.mjs').Look} Look */

/** Names are IT Glue's words, not a client's; anything that does not look like one stays out. @param {string} name */
const word = (name) => (/^[A-Za-z][A-Za-z0-9:_ -]{1,39}$/.test(name) ? name : '(another name)');

/**
 * The form of a value, in names and types.
 * @param {unknown} value
 * @returns {string}
 */
const formOf = (value) => {
	if (value === null) return 'null';
	if (Array.isArray(value))
		return value.length === 0 ? 'empty list' : `list of ${formOf(value[0])}`;
	if (typeof value === 'object')
		return `{${Object.entries(value)
			.map(([name, inner]) => `${word(name)}: ${formOf(inner)}`)
			.join(', ')}}`;
	if (typeof value === 'string') return /^\d+$/.test(value) ? 'digits as text' : 'text';
	return typeof value === 'bigint' ? 'number' : typeof value;
};

/**
 * A value of a field of some kind.
 * @param {Account} account
 * @param {string} kind
 * @returns {Promise<unknown>} undefined where no asset has one
 */
const valueOfKind = async (account, kind) => {
	const { body } = await typesWithFields(account);
	const included = Array.isArray(body?.included) ? body.included : [];
	const field = included.find((/** @type {any} */ item) => item?.attributes?.kind === kind);
	const { 'flexible-asset-type-id': type, 'name-key': key } = field?.attributes ?? {};
	if (type === undefined || typeof key !== 'string') return undefined;
	const values = itemsOf(await assetsOf(account, String(type))).map(
		({ attributes }) => attributes.traits?.[key],
	);
	return values.find((value) => value !== undefined && value !== null && value !== '');
};

/** @param {Account} account */
const uploads = async (account) => {
	const value = await valueOfKind(account, 'Upload');
	return value === undefined
		? unseen('no flexible asset with a file in a field')
		: seen(formOf(value));
};

/** @param {Account} account */
const fieldPasswords = async (account) => {
	const value = await valueOfKind(account, 'Password');
	if (value === undefined) return unseen('no flexible asset with a password in a field');
	if (!/^\d+$/.test(String(value))) return seen(`the field holds ${formOf(value)}`);
	const answer = await account.get(`/passwords/${String(value)}`, { show_password: 'false' });
	const type = itemOf(answer)?.attributes['resource-type'];
	return seen(typeof type === 'string' ? word(type) : told(answer));
};

/** @param {Account} account */
const assetsWithRelated = async (account) => {
	const [type] = itemsOf(await typesWithFields(account));
	if (type === undefined) return unseen('no flexible asset type');
	const query = { include: 'related_items', 'page[size]': '5' };
	const answer = await assetsOf(account, idOf(type), query);
	if (!isFine(answer)) return seen(told(answer));
	const items = itemsOf(answer);
	if (items.length === 0) return unseen('no flexible asset of the first type');
	const named = items.some(({ relationships }) =>
		Object.keys(relationships ?? {}).some((name) => /^related[-_]items$/.test(name)),
	);
	return seen(`${told(answer)}; related items ${named ? 'are named' : 'are not named'}`);
};

const SIGNED = /signature|token|x-amz|expires/i;

/** @param {Account} account */
const downloads = async (account) => {
	const query = { include: 'attachments', 'page[size]': '50' };
	const { body } = await account.get('/configurations', query);
	const addresses = (Array.isArray(body?.included) ? body.included : [])
		.map((/** @type {any} */ item) => item?.attributes?.['download-url'])
		.filter((/** @type {unknown} */ url) => typeof url === 'string' && URL.canParse(url));
	const [address] = addresses;
	if (address === undefined) return unseen('no configuration with an attachment');
	const { own, status } = await account.connection.head(address);
	const signed = [...new URL(address).searchParams.keys()].some((name) => SIGNED.test(name));
	const where = own ? 'at the address of the API' : 'elsewhere';
	return seen(listed([where, signed ? 'signed' : 'not signed', `without a key: ${status}`]));
};

/** @type {Record<string, Look>} */
export const looks = {
	uploadTraitForm: { opposite: '', look: uploads },
	fieldPasswordType: { opposite: '', look: fieldPasswords },
	flexibleAssetsWithRelatedItems: { opposite: '', look: assetsWithRelated },
	downloadUrlForm: { opposite: '', look: downloads },
};
