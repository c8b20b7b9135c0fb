/** What flexible assets do with what is written to them: of types that the account has, in the organization of the check. */
import { idOf, itemOf } from '../account.mjs';
import {
	isFine,
	isRefused,
	no,
	otherwise,
	told,
	Unseen,
	unseen,
	whether,
	yes,
} from '../findings.mjs';
import { typeWith } from '../flexible.mjs';
import { body, wireId } from './home.mjs';

/** @typedef {import('../account.mjs').Item} Item */
/** @typedef {import('../findings.mjs').Finding} Finding */
/** @typedef {import('../rows.mjs').Look} Look */
/** @typedef {import('./looks.mjs').Work} Work */

/** One more than where the sandbox draws the line (reference 4.17). */
const LONG = 100_001;

/** @param {Work} work @param {string} type @param {Record<string, unknown>} traits */
const post = async (work, type, traits) =>
	await work.home.send(
		'POST',
		'/flexible_assets',
		body('flexible-assets', await work.owned({ flexible_asset_type_id: wireId(type), traits })),
	);

/** @param {Work} work @param {string} type @param {Record<string, unknown>} traits @returns {Promise<Item>} */
const create = async (work, type, traits) => {
	const answer = await post(work, type, traits);
	const item = itemOf(answer);
	if (isFine(answer) && item !== undefined) return item;
	throw new Unseen(`POST /flexible_assets was answered with ${told(answer)}`);
};

/** The traits of an asset as they are read afterwards. @param {Work} work @param {Item} asset */
const traitsOf = async (work, asset) => {
	const answer = await work.account.get(`/flexible_assets/${idOf(asset)}`);
	const traits = itemOf(answer)?.attributes.traits;
	if (typeof traits !== 'object' || traits === null)
		throw new Unseen(`the asset was answered with ${told(answer)}`);
	return traits;
};

/** What a PATCH with a trait of no field is answered with. @param {Work} work */
const unknownTrait = async (work) =>
	await work.account.once('write unknown trait', async () => {
		const { type, key, traits } = await typeWith(work.account, 'Text');
		const filled = { ...traits, [key]: 'Live check' };
		const asset = await create(work, type, filled);
		const changed = body('flexible-assets', { traits: { ...filled, n8n_live_check: 'x' } });
		return await work.home.send('PATCH', `/flexible_assets/${idOf(asset)}`, changed);
	});

/** @param {Work} work */
const unknownIs400 = async (work) => {
	const answer = await unknownTrait(work);
	if (isFine(answer)) return unseen('it is not refused');
	if (answer.status === 400 || answer.status === 422)
		return whether(answer.status === 400, told(answer));
	return otherwise(told(answer), 'yes, with an error');
};

/** @param {Work} work */
const unknownIgnored = async (work) => {
	const answer = await unknownTrait(work);
	if (isFine(answer) || isRefused(answer)) return whether(isFine(answer), told(answer));
	return otherwise(told(answer), 'yes, with an error');
};

/** @param {Work} work */
const anyChoice = async (work) => {
	const { type, key, traits } = await typeWith(work.account, 'Select');
	const answer = await post(work, type, { ...traits, [key]: 'n8n live check' });
	const item = itemOf(answer);
	if (!isFine(answer) || item === undefined)
		return isRefused(answer) ? no(told(answer)) : otherwise(told(answer), 'yes, with an error');
	const stored = (await traitsOf(work, item))[key];
	return stored === 'n8n live check'
		? yes(told(answer))
		: otherwise('taken, but not stored', 'yes: it compares what comes back');
};

/** @param {Work} work */
const emptyTag = async (work) => {
	const { type, key, traits } = await typeWith(work.account, 'Tag');
	const value = (await traitsOf(work, await create(work, type, traits)))[key];
	if (value === undefined || value === null) return yes(value === null ? 'null' : '');
	return Array.isArray(value.values) && value.values.length === 0
		? no()
		: otherwise('another form', 'yes: it reads what it knows');
};

/** @param {Work} work */
const longText = async (work) => {
	const { type, key, traits } = await typeWith(work.account, 'Textbox', 'Text');
	const answer = await post(work, type, { ...traits, [key]: 'x'.repeat(LONG) });
	if (isFine(answer) || isRefused(answer)) return whether(!isFine(answer), told(answer));
	return otherwise(told(answer), 'yes, with an error');
};

/** The values of an Upload field with one small file. @param {Work} work @returns {Promise<any[]>} */
const files = async (work) =>
	await work.account.once('write upload', async () => {
		const { type, key, traits } = await typeWith(work.account, 'Upload');
		const content = Buffer.from('Live check\n').toString('base64');
		const filled = { ...traits, [key]: { content, file_name: 'live-check.txt' } };
		const value = (await traitsOf(work, await create(work, type, filled)))[key];
		const values = Array.isArray(value) ? value : value?.values;
		if (!Array.isArray(values) || values.length === 0)
			throw new Unseen('the file is not among the traits');
		return values;
	});

/** @param {any} file @returns {string | undefined} */
const addressOf = (file) =>
	Object.entries(file ?? {})
		.filter(([key, value]) => /url/i.test(key) && typeof value === 'string' && value !== '')
		.map(([, value]) => String(value))[0];

/** @param {Work} work */
const uploadForm = async (work) => {
	const [file] = await files(work);
	if (typeof file === 'string') return no();
	return typeof file === 'object' && file !== null
		? yes(`with ${Object.keys(file).length} members`)
		: otherwise('another form', 'yes: it shows what there is');
};

/** A file with members, or nothing to look at. @param {Work} work */
const fileObject = async (work) => {
	const [file] = await files(work);
	if (typeof file === 'object' && file !== null) return file;
	throw new Unseen('the values are no objects');
};

/** @param {Work} work */
const uploadAddress = async (work) => whether(addressOf(await fileObject(work)) !== undefined);

/** @param {Work} work */
const relativeAddress = async (work) => {
	const address = addressOf(await fileObject(work));
	return address === undefined ? unseen('there is no address') : whether(!URL.canParse(address));
};

/** @param {Work} work @returns {Record<string, Look>} */
export const assetLooks = (work) => {
	/** @param {string} opposite @param {(work: Work) => Promise<Finding>} look @returns {Look} */
	const by = (opposite, look) => ({ opposite, look: async () => await look(work) });
	return {
		unknownTraitOnPatchIs400: by('yes: it treats both alike', unknownIs400),
		unknownTraitOnPatchIgnored: by('yes: it writes only keys that the type has', unknownIgnored),
		selectTakesAnyText: by('yes, with an error that names the field, or stored', anyChoice),
		emptyTagIsAbsent: by('yes: both are an empty field', emptyTag),
		longTextRefused: by('yes: longer texts are then stored', longText),
		uploadValuesAreObjects: by('yes: it shows the names', uploadForm),
		uploadHasUrl: by('yes, with an error: a file cannot be sent again then', uploadAddress),
		uploadUrlIsRelative: by('yes: it takes both', relativeAddress),
	};
};
