import { dropParts, fieldPasswords, fieldsOf, keepFiles, titleOf, traitsOf } from '../core/fields';
import { unprocessable } from '../core/errors';
import type { Attributes, Context, StoredRecord, WriteContext } from '../types';
import { assetAddress } from './assetAddress';
import { attachments } from './attached';
import { actionsOf, attributes, defineResource, filters, includes, inOrganization } from './define';
import { adapters, embeddedPasswords, nameOf } from './shared';
import { checkTraits, readTraits } from './traits';

/** What follows from a write: files, the name, and the end of what the traits do not hold any more. */
function settle(record: StoredRecord, { context, changes, action }: WriteContext): void {
	const { store } = context;
	if (changes.organization_id !== undefined)
		for (const password of fieldPasswords(store, record.id))
			password.attributes.organization_id = changes.organization_id;
	if (changes.traits === undefined) return;
	keepFiles(store, record);
	if (action !== 'create') dropParts(store, record);
	const fields = fieldsOf(store, record.attributes.flexible_asset_type_id);
	record.attributes.name = titleOf(fields, traitsOf(record));
}

/** Passwords of its fields, and passwords embedded in the whole of it. */
function passwordsIn(record: StoredRecord, context: Context): StoredRecord[] {
	const embedded = embeddedPasswords('Flexible Asset')?.(record, context) ?? [];
	return [...fieldPasswords(context.store, record.id), ...(embedded as StoredRecord[])];
}

export const flexibleAssets = defineResource({
	name: 'flexible_assets',
	label: 'Flexible Asset',
	attributes: attributes({
		organization_id: 'reference>organizations CUB *',
		flexible_asset_type_id: 'reference>flexible_asset_types C *',
		traits: 'object CUB *',
		archived: 'boolean CUB ?',
		restricted: 'boolean CUB ?',
		name: 'string',
		my_glue: 'boolean',
	}),
	computed: {
		organization_name: nameOf('organizations', 'organization_id'),
		flexible_asset_type_name: nameOf('flexible_asset_types', 'flexible_asset_type_id'),
		resource_url: assetAddress,
	},
	// All exact; the page spells them with hyphens, and clients met both spellings.
	filters: filters('flexible_asset_type_id:number name! organization_id:number'),
	sorts: ['name', 'created_at', 'updated_at'],
	includes: includes(
		'adapters_resources distinct_remote_assets attachments passwords user_resource_accesses group_resource_accesses',
		'recent_versions related_items authorized_users',
		{ adapters_resources: adapters, attachments, passwords: passwordsIn },
	),
	flat: actionsOf('index show create update delete bulkUpdate bulkDelete'),
	nested: [inOrganization('create createMany')],
	bulkDeleteFilters: {
		filters: filters(
			'organization_id:number flexible_asset_type_id:number id:number name! archived:boolean',
		),
		required: ['organization_id', 'flexible_asset_type_id'],
	},
	validate: checkTraits,
	afterWrite: settle,
	narrow: (records, query) => {
		if (!query['filter[flexible_asset_type_id]'])
			throw unprocessable(
				'Cannot index flexible assets without providing a flexible asset type ID filter',
			);
		return records;
	},
	present: (answer: Attributes, record, _view, context) => {
		answer.traits = readTraits(record, context);
	},
});
