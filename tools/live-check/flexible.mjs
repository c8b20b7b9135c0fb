/** Flexible assets as the looks see them: types with their fields, and the assets of a type. */
import { idOf, itemsOf } from './account.mjs';
import { isFine, told, Unseen } from './findings.mjs';

/** @typedef {import('./account.mjs').Account} Account */
/** @typedef {import('./account.mjs').Item} Item */

/** The types with their fields. @param {Account} account */
export const typesWithFields = async (account) =>
	await account.once(
		'flexible asset types',
		async () =>
			await account.get('/flexible_asset_types', {
				include: 'flexible_asset_fields',
				'page[size]': '50',
			}),
	);

/** @param {Account} account @param {string} type @param {Record<string, string>} [query] */
export const assetsOf = async (account, type, query = {}) =>
	await account.get('/flexible_assets', {
		'filter[flexible-asset-type-id]': type,
		'page[size]': '50',
		...query,
	});

/** An integration keeps these types; their assets are not to be made by hand. */
const KEPT = /microsoft|office ?365/i;

/** Values that the check can put into a field by itself. @type {Record<string, unknown>} */
const VALUES = {
	Text: 'Live check',
	Textbox: '<p>Live check</p>',
	Number: 1,
	Percent: 1,
	Checkbox: true,
	Date: '2026-01-31',
};

/** @param {Item} field */
const valueFor = ({ attributes }) =>
	attributes.kind === 'Select'
		? String(attributes['default-value'] ?? '').split(/\r?\n/)[0] || undefined
		: VALUES[attributes.kind];

/** @param {Item} field */
const isNeeded = ({ attributes }) =>
	attributes.kind !== 'Header' && (attributes.required || attributes['use-for-title']);

/**
 * A type with a field of one of the kinds, and values for what else it requires. A new type would do as well, but IT
 * Glue has no request that deletes it again.
 * @param {Account} account
 * @param {string[]} kinds
 * @returns {Promise<{ type: string, key: string, traits: Record<string, unknown> }>}
 * @throws {Unseen} when the account has none
 */
export const typeWith = async (account, ...kinds) => {
	const answer = await typesWithFields(account);
	if (!isFine(answer)) throw new Unseen(`/flexible_asset_types was answered with ${told(answer)}`);
	/** @type {Item[]} */
	const included = Array.isArray(answer.body?.included) ? answer.body.included : [];
	for (const item of itemsOf(answer)) {
		const fields = included.filter(
			({ attributes }) => String(attributes?.['flexible-asset-type-id']) === idOf(item),
		);
		// A required tag would need a record of the client's to point to.
		const field = fields.find(
			({ attributes: { kind, required } }) =>
				kinds.includes(kind) && !(kind === 'Tag' && required === true),
		);
		const needed = fields.filter((one) => isNeeded(one) && one !== field);
		const fits = field !== undefined && needed.every((one) => valueFor(one) !== undefined);
		if (!fits || KEPT.test(String(item.attributes.name))) continue;
		const traits = needed.map((one) => [one.attributes['name-key'], valueFor(one)]);
		return {
			type: idOf(item),
			key: String(field.attributes['name-key']),
			traits: Object.fromEntries(traits),
		};
	}
	throw new Unseen(
		`no flexible asset type with a field for ${kinds.join(' or ')} that can be filled`,
	);
};
