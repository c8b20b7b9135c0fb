/** What the fields of a flexible asset type say about its assets: their keys, their order, the name (reference 4.17, 4.19). */
import { numericId } from './exact';
import { isObject } from './names';
import type { Attributes, Json, StoredRecord } from './record';
import type { Store } from './store';

export const FIELD_KINDS: readonly string[] = [
	'Checkbox',
	'Date',
	'Header',
	'Number',
	'Select',
	'Text',
	'Textbox',
	'Upload',
	'Tag',
	'Percent',
	'Password',
];

/** `resource_type` of the password record behind a Password field, as two clients met it. */
export const FIELD_PASSWORD = 'flexible-asset-traits';

/** The fields of a type in the type's order. */
export function fieldsOf(store: Store, typeId: unknown): StoredRecord[] {
	const fields = store.related('flexible_asset_fields', 'flexible_asset_type_id', String(typeId));
	return [...fields].sort((a, b) => Number(a.attributes.order) - Number(b.attributes.order));
}

/** The key of a field's values. */
export const keyOf = (field: { attributes: Attributes }): string =>
	String(field.attributes.name_key);

/** Letters that are no others with a mark, as Rails spells them. */
const LETTERS: Record<string, string> = {
	ß: 'ss',
	æ: 'ae',
	œ: 'oe',
	ø: 'o',
	ð: 'd',
	đ: 'd',
	ł: 'l',
	þ: 'th',
	ı: 'i',
};

/**
 * The key that a new field gets, made as Rails' `parameterize` makes it. It never changes, whatever the field is called
 * later. What happens to two names with one key is not known; here the second one is numbered.
 */
export function nameKey(name: string, taken: string[]): string {
	const plain = name
		.normalize('NFD')
		.replace(/\p{Mn}/gu, '')
		.toLowerCase()
		.replace(/[ßæœøðđłþı]/g, (letter) => LETTERS[letter] ?? letter)
		.replace(/[^a-z0-9_-]+/g, '-')
		.replace(/-{2,}/g, '-')
		.replace(/^-|-$/g, '');
	// Nothing is left of a name in another script.
	const key = plain === '' ? 'field' : plain;
	let free = key;
	for (let at = 2; taken.includes(free); at += 1) free = `${key}-${at}`;
	return free;
}

const TITLE_KINDS: readonly string[] = ['Text', 'Select', 'Date'];

/** Whether values of the kind can be part of an asset's name; for the others the flag is forced to false. */
export const canBeTitle = (kind: unknown): boolean => TITLE_KINDS.includes(String(kind));

/** The name of an asset. How the parts are joined was not recorded; here it is a blank. */
export function titleOf(fields: StoredRecord[], traits: Attributes): string {
	return fields
		.filter(({ attributes }) => attributes.use_for_title === true && canBeTitle(attributes.kind))
		.map((field) => traits[keyOf(field)])
		.filter((value) => value !== undefined && value !== null && value !== '')
		.map(String)
		.join(' ');
}

/** The stored traits of an asset. */
export function traitsOf(asset: StoredRecord): Attributes {
	const { traits } = asset.attributes;
	return isObject<Json | undefined>(traits) ? traits : {};
}

/** What a new field lacks and IT Glue fills in. */
const UNSET: Attributes = { hint: null, decimals: 0, default_value: null, tag_type: null };

/** Adds what was not given, and takes back what the kind does not allow: silently, as the page says. */
export function completeField(field: Attributes): Attributes {
	const complete: Attributes = { ...UNSET, ...field };
	complete.decimals ??= 0;
	for (const flag of ['required', 'use_for_title', 'expiration', 'show_in_list'])
		complete[flag] = complete[flag] === true;
	if (complete.kind === 'Header') complete.required = false;
	if (!canBeTitle(complete.kind)) complete.use_for_title = false;
	return complete;
}

type Moment = Partial<Pick<StoredRecord, 'createdAt' | 'updatedAt'>>;

/** Stores the complete fields of a new type, each with its key. */
export function insertFields(
	store: Store,
	type: StoredRecord,
	fields: Attributes[],
	moment?: Moment,
): StoredRecord[] {
	const taken: string[] = [];
	return fields.map((field) => {
		const key = nameKey(String(field.name), taken);
		taken.push(key);
		const own = { ...field, name_key: key, flexible_asset_type_id: numericId(type.id) };
		return store.insert('flexible_asset_fields', own, moment);
	});
}

/** Puts the files among the traits where they are served from; a trait holds the ID only. */
export function keepFiles(store: Store, asset: StoredRecord): void {
	const traits = traitsOf(asset);
	for (const [key, value] of Object.entries(traits)) {
		if (!isObject<Json>(value) || value.content === undefined) continue;
		const owned = { ...value, flexible_asset_id: numericId(asset.id) };
		traits[key] = { upload_id: numericId(store.insert('uploads', owned).id) };
	}
}

/** The assets of a type. */
export const assetsOf = (store: Store, typeId: unknown): StoredRecord[] =>
	store.related('flexible_assets', 'flexible_asset_type_id', String(typeId));

/** Names every asset of a type anew; their moment of change stays, for nobody has changed them. */
export function retitle(store: Store, typeId: unknown): void {
	const fields = fieldsOf(store, typeId);
	for (const asset of assetsOf(store, typeId))
		asset.attributes.name = titleOf(fields, traitsOf(asset));
}

/** Removes the files and field passwords of an asset that its traits do not hold any more. */
export function dropParts(store: Store, asset: StoredRecord): void {
	const held = Object.values(traitsOf(asset));
	const files = held.map((value) => (isObject<Json>(value) ? String(value.upload_id) : ''));
	for (const { id } of [...store.related('uploads', 'flexible_asset_id', asset.id)])
		if (!files.includes(id)) store.remove('uploads', id);
	const ids = held.map(String);
	for (const { id } of fieldPasswords(store, asset.id))
		if (!ids.includes(id)) store.remove('passwords', id);
}

/** The password records behind the Password fields of an asset. */
export function fieldPasswords(store: Store, assetId: string): StoredRecord[] {
	return store
		.related('passwords', 'resource_id', assetId)
		.filter(({ attributes }) => attributes.resource_type === FIELD_PASSWORD);
}
