/** Puts flexible asset types and flexible assets straight into the store, for the generator and for tests. */
import { numericId } from '../core/exact';
import {
	canBeTitle,
	completeField,
	FIELD_PASSWORD,
	fieldsOf,
	insertFields,
	keepFiles,
	keyOf,
	titleOf,
	traitsOf,
} from '../core/fields';
import type { Attributes, Json, StoredRecord } from '../core/record';
import type { Store } from '../core/store';

type Moment = Partial<Pick<StoredRecord, 'createdAt' | 'updatedAt'>>;

/** A field: its name and kind, and whatever attribute shall differ (`required`, `tag_type`, `default_value`, …). */
export type NewField = Attributes & { name: string; kind: string };

export interface NewType extends Moment {
	name: string;
	description?: string | null;
	icon?: string | null;
	/** Made by an integration: nothing of it can be changed. */
	locked?: boolean;
	fields: NewField[];
}

/**
 * A type with its fields. Fields are numbered in their order and shown in the list; where none is marked for the title,
 * the first one that can be is.
 */
export function addFlexibleType(
	store: Store,
	{ name, description = null, icon = null, locked = false, fields, ...moment }: NewType,
): { type: StoredRecord; fields: StoredRecord[] } {
	const type = store.insert(
		'flexible_asset_types',
		{ name, description, icon, enabled: true, show_in_menu: true, locked },
		moment,
	);
	const titled = fields.some((field) => field.use_for_title === true);
	const title = titled ? undefined : fields.find(({ kind }) => canBeTitle(kind));
	const complete = fields.map((field, at) =>
		completeField({
			order: at + 1,
			show_in_list: field.kind !== 'Header',
			use_for_title: field === title,
			...field,
		}),
	);
	return { type, fields: insertFields(store, type, complete, moment) };
}

export interface NewAsset extends Moment {
	/** Of the type: the record, or its ID. */
	type: StoredRecord | string | number;
	organizationId: string | number;
	/**
	 * By `name-key`. A Tag is a list of IDs, an Upload is `{content, file_name}`, a Password is its value, for which a
	 * record is made. Nothing is checked.
	 */
	traits: Attributes;
	archived?: boolean;
	restricted?: boolean;
	/** Links to the integration that keeps the asset: its traits cannot be changed then. */
	adapters?: StoredRecord['adapters'];
}

/** A flexible asset, with the files and passwords of its fields. */
export function addFlexibleAsset(
	store: Store,
	{ type, organizationId, traits, archived = false, restricted = false, ...extra }: NewAsset,
): StoredRecord {
	const typeId = String(typeof type === 'object' ? type.id : type);
	const fields = fieldsOf(store, typeId);
	const asset = store.insert(
		'flexible_assets',
		{
			organization_id: numericId(String(organizationId)),
			flexible_asset_type_id: numericId(typeId),
			traits: { ...traits },
			archived,
			restricted,
			my_glue: false,
		},
		extra,
	);
	keepFiles(store, asset);
	const stored = traitsOf(asset);
	for (const field of fields)
		if (field.attributes.kind === 'Password' && stored[keyOf(field)] !== undefined)
			stored[keyOf(field)] = addPassword(store, asset, field, stored[keyOf(field)], extra);
	asset.attributes.name = titleOf(fields, stored);
	return asset;
}

/** The record behind a Password field: named like the field (one client's export). */
function addPassword(
	store: Store,
	asset: StoredRecord,
	field: StoredRecord,
	value: Json | undefined,
	{ createdAt, updatedAt }: Moment,
): Json {
	const { id } = store.insert(
		'passwords',
		{
			organization_id: asset.attributes.organization_id,
			name: field.attributes.name,
			username: null,
			password: value,
			otp_secret: null,
			url: null,
			notes: null,
			password_category_id: null,
			password_folder_id: null,
			resource_id: numericId(asset.id),
			resource_type: FIELD_PASSWORD,
			password_updated_at: new Date(asset.createdAt).toISOString(),
			restricted: false,
			archived: false,
			is_live: true,
			shareable: false,
			my_glue: false,
			rotation_permitted: false,
			personal: false,
			updated_by: null,
			updated_by_type: null,
			vault_id: null,
		},
		{ createdAt, updatedAt },
	);
	return numericId(id);
}
