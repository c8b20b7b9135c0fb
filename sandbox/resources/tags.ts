/** Tag fields: what they can point to, and how the records they point to are shown (reference 4.17). */
import { exactId, numericId } from '../core/exact';
import { isObject } from '../core/names';
import type { Attributes, Context, Json, StoredRecord } from '../types';
import { displayName, nameOf } from './shared';
import { assetAddress } from './assetAddress';

/** Collection by `tag-type`. Those without routes here hold what tests put into the store. */
const COLLECTIONS: Record<string, string> = {
	AccountsUsers: 'users',
	Checklists: 'checklists',
	ChecklistTemplates: 'checklist_templates',
	Contacts: 'contacts',
	Configurations: 'configurations',
	Documents: 'documents',
	Domains: 'domains',
	Passwords: 'passwords',
	Locations: 'locations',
	Organizations: 'organizations',
	SslCertificates: 'ssl_certificates',
	Tickets: 'tickets',
};

/** The type that a tag to flexible assets names: `FlexibleAssetType: 99`, with a blank. */
export function taggedType(tagType: string): string | undefined {
	return /^FlexibleAssetType: (\d+)$/.exec(tagType)?.[1];
}

/** Whether a field may have the value as its `tag-type`. */
export function isTagType(tagType: string, { store }: Context): boolean {
	const type = taggedType(tagType);
	return type === undefined
		? Object.hasOwn(COLLECTIONS, tagType)
		: store.find('flexible_asset_types', type) !== undefined;
}

function tagged(id: string, tagType: string, { store }: Context): StoredRecord | undefined {
	const type = taggedType(tagType);
	const collection = type === undefined ? COLLECTIONS[tagType] : 'flexible_assets';
	const record = collection === undefined ? undefined : store.find(collection, id);
	const owner = record?.attributes.flexible_asset_type_id;
	return type === undefined || String(owner) === type ? record : undefined;
}

/** What clients saw beside ID, name and organization, by class. */
const EXTRA: Record<string, Record<string, (record: StoredRecord, context: Context) => Json>> = {
	configurations: {
		hostname: ({ attributes }) => attributes.hostname ?? null,
		'configuration-type-name': (record, context) =>
			nameOf('configuration_types', 'configuration_type_id')(record, context) ?? null,
	},
	locations: {
		'address-1': ({ attributes }) => attributes.address_1 ?? null,
		city: ({ attributes }) => attributes.city ?? null,
	},
	flexible_assets: { 'resource-url': (record, context) => assetAddress(record, context) },
};

function shown(record: StoredRecord, context: Context): Json {
	const { organization_id: owner } = record.attributes;
	const extra = Object.entries(EXTRA[record.type] ?? {});
	const answer: Attributes = { id: exactId(record.id), name: displayName(record) };
	if (owner !== undefined && owner !== null)
		answer['organization-name'] =
			nameOf('organizations', 'organization_id')(record, context) ?? null;
	for (const [key, value] of extra) answer[key] = value(record, context);
	return answer;
}

/** A Tag trait when it is read. Records that have gone meanwhile are left out. */
export function readTag(ids: Json[], tagType: string, context: Context): Json {
	const records = ids.flatMap((id) => tagged(String(id), tagType, context) ?? []);
	return {
		type: taggedType(tagType) === undefined ? tagType : 'FlexibleAssetTypes',
		values: records.map((record) => shown(record, context)),
	};
}

/** The IDs of a Tag trait as it is written: one, or a list. What was read is no list of IDs and is refused. */
export function tagIds(value: Json): string[] | undefined {
	const ids = Array.isArray(value) ? value : [value];
	if (ids.some((id) => isObject(id) || !/^\d+$/.test(String(id)))) return undefined;
	return [...new Set(ids.map(String))];
}

/** The IDs as they are stored, and those that name no record of the field's kind. */
export function checkTags(ids: string[], tagType: string, context: Context) {
	return {
		stored: ids.map((id): Json => numericId(id)),
		missing: ids.filter((id) => tagged(id, tagType, context) === undefined),
	};
}
