import { invalid, mustExist, unprocessable } from '../core/errors';
import { exact, numericId } from '../core/exact';
import { FIELD_PASSWORD } from '../core/fields';
import { isObject } from '../core/names';
import type { Context, Json, StoredRecord, WriteContext } from '../types';
import { assetAddress } from './assetAddress';
import { actionsOf, attributes, defineResource, filters, includes, inOrganization } from './define';
import { ancestors, displayName, nameOf, webAddress, WEB } from './shared';

/** What a password can be embedded in; words with blanks (reference, 5.42). */
const PARENTS: Record<string, string> = {
	Configuration: 'configurations',
	Contact: 'contacts',
	Document: 'documents',
	Domain: 'domains',
	Location: 'locations',
	'SSL Certificate': 'ssl_certificates',
	'Flexible Asset': 'flexible_assets',
	Ticket: 'tickets',
};

function parentRecord(record: StoredRecord, context: Context): StoredRecord | undefined {
	const type = String(record.attributes.resource_type);
	const collection = type === FIELD_PASSWORD ? 'flexible_assets' : PARENTS[type];
	return collection === undefined
		? undefined
		: context.store.find(collection, String(record.attributes.resource_id));
}

function checkPassword(write: WriteContext): void {
	const { context, action, record, changes, relationships } = write;
	const organization = String(changes.organization_id ?? record?.attributes.organization_id);
	if (action === 'create')
		checkParent(context, changes.resource_id, changes.resource_type, organization);
	const folder = changes.password_folder_id;
	if (folder !== undefined && folder !== null) {
		const owner = context.store.find('password_folders', String(folder))?.attributes
			.organization_id;
		if (String(owner) !== organization)
			throw mustExist(context, 'password-folder', 'must exist in the same organization');
	}
	const secret = changes.otp_secret;
	if (
		typeof secret === 'string' &&
		secret !== '' &&
		!/^[A-Z2-7]{16,}=*$/i.test(secret.replace(/\s/g, ''))
	) {
		throw invalid(context, 'otp_secret', 'Otp secret is invalid');
	}
	if (changes.password !== undefined && changes.password_updated_at === undefined) {
		changes.password_updated_at = new Date(context.store.now()).toISOString();
	}
	const category = categoryIn(relationships);
	if (category !== undefined && changes.password_category_id === undefined) {
		changes.password_category_id = numericId(
			context.store.insert('password_categories', { name: category }).id,
		);
	}
}

/** Both or neither: with both the password is embedded, with neither it is a general one. */
function checkParent(
	context: Context,
	id: Json | undefined,
	type: Json | undefined,
	organization: string,
): void {
	const hasId = id !== undefined && id !== null;
	const hasType = type !== undefined && type !== null;
	if (!hasId && !hasType) return;
	if (hasId !== hasType)
		throw invalid(
			context,
			hasId ? 'resource_type' : 'resource_id',
			'resource_id and resource_type must both be given',
		);
	const collection = PARENTS[String(type)];
	if (collection === undefined)
		throw invalid(context, 'resource_type', 'Resource type is not included in the list');
	const parent = context.store.find(collection, String(id));
	const foreign = String(parent?.attributes.organization_id) !== organization;
	if (parent === undefined || (foreign && context.assumptions.referencesStayInOrganization))
		throw mustExist(context, 'resource');
}

function categoryIn(relationships: Json | undefined): string | undefined {
	if (!isObject<Json>(relationships)) return undefined;
	const member = relationships.password_category ?? relationships['password-category'];
	const data = isObject<Json>(member) ? member.data : undefined;
	const sent = isObject<Json>(data) ? data.attributes : undefined;
	return isObject<Json>(sent) && typeof sent.name === 'string' ? sent.name : undefined;
}

export const passwords = defineResource({
	name: 'passwords',
	label: 'Password',
	attributes: attributes({
		organization_id: 'reference>organizations CUB *',
		name: 'string CUB *',
		username: 'string CUB ?',
		password: 'string CUB *strict !',
		otp_secret: 'string CUB ? !',
		url: 'string CUB ?',
		notes: 'string CUB ?',
		password_category_id: 'reference>password_categories CUB ?',
		password_folder_id: 'reference>password_folders CUB ?',
		resource_id: 'integer C ?',
		resource_type: 'string C ?',
		password_updated_at: 'datetime CUB ?',
		restricted: 'boolean CUB ?',
		archived: 'boolean CUB ?',
		autofill_selectors: 'string CUB ?',
		is_live: 'boolean CUB ?',
		generated_password_type: 'string CUB ?',
		shareable: 'boolean CUB ?',
		my_glue: 'boolean',
		updated_by: 'integer',
		updated_by_type: 'string',
		vault_id: 'integer',
		rotation_permitted: 'boolean',
		personal: 'boolean',
	}),
	computed: {
		organization_name: nameOf('organizations', 'organization_id'),
		password_category_name: nameOf('password_categories', 'password_category_id'),
		// Of a parent that is no record of the sandbox both are stored.
		cached_resource_name: (record, context) => {
			const parent = parentRecord(record, context);
			return parent === undefined
				? (record.attributes.cached_resource_name ?? null)
				: displayName(parent);
		},
		cached_resource_type_name: (record, context) => {
			const parent = parentRecord(record, context);
			return parent?.type === 'flexible_assets'
				? nameOf('flexible_asset_types', 'flexible_asset_type_id')(parent, context)
				: (record.attributes.cached_resource_type_name ?? record.attributes.resource_type ?? null);
		},
		parent_url: (record, context) => {
			const parent = parentRecord(record, context);
			if (parent?.type === 'flexible_assets') return assetAddress(parent, context);
			return parent === undefined
				? null
				: `${WEB}/${String(record.attributes.organization_id)}/${parent.type}/${parent.id}`;
		},
		otp_enabled: (record) =>
			typeof record.attributes.otp_secret === 'string' && record.attributes.otp_secret !== '',
		resource_url: webAddress('passwords'),
	},
	filters: filters(
		'id:number name organization_id:number password_category_id:number url cached_resource_name archived:boolean',
	),
	sorts: ['name', 'username', 'url', 'id', 'created_at', 'updated_at'],
	includes: includes(
		'network_glue_networks attachments rotatable_password updater shared_links active_shared_links user_resource_accesses group_resource_accesses',
		'recent_versions related_items authorized_users',
	),
	flat: actionsOf('index show create update bulkUpdate bulkDelete delete'),
	nested: [inOrganization('index show create createMany update bulkDelete')],
	relationshipsOnCreate: ['password_category'],
	secrets: ['password', 'otp_secret'],
	validate: checkPassword,
	emptyRelationships: true,
	present: (answer, record, view, { assumptions }) => {
		const listed = view.kind === 'index' && !assumptions.passwordListWithoutValue;
		if (view.showPassword || listed) answer.password = record.attributes.password ?? null;
	},
});

export const passwordCategories = defineResource({
	name: 'password_categories',
	label: 'Password Category',
	attributes: attributes({ name: 'string CU *all' }),
	computed: {
		passwords_count: (record, context) =>
			context.store.related('passwords', 'password_category_id', record.id).length,
	},
	filters: filters('name'),
	sorts: ['name', 'created_at', 'updated_at'],
	flat: actionsOf('index show create update'),
});

function checkDelete(record: StoredRecord, context: Context): void {
	const { store } = context;
	const held =
		store.related('password_folders', 'parent_id', record.id).length +
		store.related('passwords', 'password_folder_id', record.id).length;
	if (held > 0) throw unprocessable('Password folder is not empty');
}

export const passwordFolders = defineResource({
	name: 'password_folders',
	label: 'Password Folder',
	attributes: attributes({
		organization_id: 'reference>organizations C *',
		name: 'string CUB *',
		parent_id: 'reference>password_folders CUB ?',
		restricted: 'boolean CUB ?',
	}),
	computed: { ancestor_ids: (record, context) => exact(ancestors(record, context)) },
	filters: filters('id:number'),
	sorts: ['created_at', 'updated_at'],
	includes: includes('user_resource_accesses group_resource_accesses authorized_users ancestors'),
	flat: actionsOf('bulkUpdate'),
	nested: [inOrganization('index show create update bulkDelete')],
	checkDelete,
});
