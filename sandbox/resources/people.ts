import type { StoredRecord } from '../types';
import { actionsOf, attributes, defineResource, filters, includes } from './define';
import { displayName } from './shared';

export const users = defineResource({
	name: 'users',
	label: 'User',
	attributes: attributes({
		first_name: 'string U ?',
		last_name: 'string U ?',
		role_name: 'string',
		email: 'string',
		avatar: 'object U ?',
		invitation_sent_at: 'datetime',
		invitation_accepted_at: 'datetime',
		current_sign_in_at: 'datetime',
		current_sign_in_ip: 'string',
		last_sign_in_at: 'datetime',
		last_sign_in_ip: 'string',
		reputation: 'integer',
		my_glue: 'boolean',
		my_glue_account_id: 'integer',
	}),
	computed: { name: displayName },
	filters: filters('id:number email role_name salesforce_id', {
		name: { kind: 'string', exactOnly: true, value: (record: StoredRecord) => displayName(record) },
	}),
	sorts: ['name', 'email', 'reputation', 'id', 'created_at', 'updated_at'],
	flat: actionsOf('index show update'),
	// An avatar is written as a file and read as an address.
	present: (answer) => {
		answer.avatar = typeof answer.avatar === 'object' ? '' : answer.avatar;
	},
});

export const groups = defineResource({
	name: 'groups',
	label: 'Group',
	attributes: attributes({
		name: 'string CUB *',
		description: 'string CUB ?',
		hide_from_my_glue: 'boolean CUB ?',
		accounts_user_ids: 'ids CUB ?',
	}),
	filters: filters('name'),
	sorts: ['name', 'created_at', 'updated_at'],
	includes: includes('users organizations resource_type_restrictions my_glue_account', '', {
		users: (record, context) => {
			const ids = Array.isArray(record.attributes.accounts_user_ids)
				? record.attributes.accounts_user_ids
				: [];
			return ids.flatMap((id) => context.store.find('users', String(id)) ?? []);
		},
	}),
	flat: actionsOf('index show create update bulkUpdate delete'),
	bulkUpdateFilters: ['name'],
	relationshipsOnCreate: ['users', 'organizations', 'my_glue_account'],
});
