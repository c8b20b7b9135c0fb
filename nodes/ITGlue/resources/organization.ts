import {
	field,
	flatRoutes,
	idFilter,
	ifExists,
	includes,
	nameField,
	nameContains,
	nameFilter,
	psaFilters,
	readOnly,
	sorts,
} from './schema/common';
import { defineResource } from './schema/defineResource';
import type { Filter } from './schema/attribute';

const typeFilter = (key: string, param: string, label: string): Filter => ({
	key,
	param,
	label,
	kind: 'lookup',
	lookup: 'organizationType',
});

const statusFilter = (key: string, param: string, label: string): Filter => ({
	key,
	param,
	label,
	kind: 'lookup',
	lookup: 'organizationStatus',
});

const RANGE_NOTE = 'IT Glue may refuse a period of more than a week';

/** Organizations (reference 4.1). */
export const organization = defineResource({
	name: 'organization',
	type: 'organizations',
	label: 'Organization',
	plural: 'Organizations',
	psaOwned: true,
	attributes: [
		{
			...nameField('e.g. Northwind Dental'),
			// Help article, reference 6.4.
			hint: 'Use the same name as in the connected systems. A two-way sync may also create it in the PSA.',
		},
		field('alert', 'Alert', 'string', {
			whenSynced: true,
			description: 'Banner shown on every page of the organization',
		}),
		field('description', 'Description', 'multiline', { whenSynced: true }),
		field('organization_type_id', 'Organization Type', 'lookup', {
			lookup: 'organizationType',
			nullable: false,
		}),
		field('organization_status_id', 'Organization Status', 'lookup', {
			lookup: 'organizationStatus',
			nullable: false,
		}),
		field('quick_notes', 'Quick Notes', 'html', {
			whenSynced: true,
			// Lists cut them to 250 characters (official page).
			readableFrom: 'show',
			comparator: 'html',
			description: 'Text or HTML shown on the front page of the organization',
		}),
		field('short_name', 'Short Name'),
		field('parent_id', 'Parent Organization', 'lookup', {
			lookup: 'organization',
			description: 'Some accounts do not allow it. Then the node tells you.',
		}),
	],
	readOnly: readOnly(
		'organization_type_name',
		'organization_status_name',
		'primary',
		'logo',
		'ancestor_ids',
		'my_glue_account_id',
		'psa_id',
		'psa_integration_type',
		'psa_orphaned',
		'psa_integration',
		'created_at',
		'updated_at',
	),
	filters: [
		idFilter(),
		nameFilter(),
		nameContains(),
		typeFilter('organization_type_id', 'organizationTypeId', 'Organization Type'),
		statusFilter('organization_status_id', 'organizationStatusId', 'Organization Status'),
		{
			key: 'created_at',
			param: 'createdAfter',
			label: 'Created After',
			kind: 'dateFrom',
			description: RANGE_NOTE,
		},
		{
			key: 'created_at',
			param: 'createdBefore',
			label: 'Created Before',
			kind: 'dateTo',
			description: RANGE_NOTE,
		},
		{
			key: 'updated_at',
			param: 'updatedAfter',
			label: 'Updated After',
			kind: 'dateFrom',
			description: RANGE_NOTE,
		},
		{
			key: 'updated_at',
			param: 'updatedBefore',
			label: 'Updated Before',
			kind: 'dateTo',
			description: RANGE_NOTE,
		},
		{
			key: 'my_glue_account_id',
			param: 'myGlueAccountId',
			label: 'MyGlue Account ID',
			kind: 'ids',
		},
		...psaFilters(),
		{ key: 'group_id', param: 'groupId', label: 'Group', kind: 'lookup', lookup: 'group' },
		{
			key: 'primary',
			param: 'primary',
			label: 'Primary',
			kind: 'boolean',
			description: "Whether to return only your own company's organization, or only the others",
		},
		{
			key: 'exclude[id]',
			param: 'excludeIds',
			label: 'Exclude IDs',
			kind: 'ids',
			// If IT Glue read the list as one value, it would exclude nothing.
			keep: (record, value) =>
				!String(value)
					.split(/[\s,]+/)
					.includes(record.id),
			sendWhen: () => true,
		},
		{ key: 'exclude[name]', param: 'excludeName', label: 'Exclude Name', kind: 'string' },
		typeFilter('exclude[organization_type_id]', 'excludeTypeId', 'Exclude Organization Type'),
		statusFilter(
			'exclude[organization_status_id]',
			'excludeStatusId',
			'Exclude Organization Status',
		),
		{
			key: 'range[my_glue_account_id]',
			param: 'myGlueAccountIdRange',
			label: 'MyGlue Account ID Range',
			kind: 'numberRange',
			placeholder: 'e.g. 2, 10',
			description: 'First and last ID, or * for an open end: 2, *',
		},
	],
	sorts: sorts(
		'name',
		'id',
		'created_at',
		'updated_at',
		'organization_status_name',
		'organization_type_name',
		'short_name',
		'my_glue_account_id',
	),
	includes: includes(['adapters_resources', 'attachments', 'rmm_companies']),
	naturalKeys: [{ attributes: ['name'] }],
	operations: [
		'addQuickNote',
		'archive',
		'create',
		'delete',
		'get',
		'getAll',
		'reconcile',
		'unarchive',
		'update',
		'upsert',
	],
	routes: {
		index: [{ method: 'GET', path: '/organizations' }],
		show: [{ method: 'GET', path: '/organizations/:id' }],
		create: [{ method: 'POST', path: '/organizations' }],
		update: [{ method: 'PATCH', path: '/organizations/:id' }],
		bulkUpdate: [{ method: 'PATCH', path: '/organizations', body: 'bulk' }],
		delete: flatRoutes('organizations').delete,
	},
	webPath: '',
	archive: {
		by: 'status',
		attribute: 'organization_status_id',
		note: 'alert',
		// "Archived" is not a built-in status: an account defines it (reference 4.3).
		retired: 'Archived',
		active: 'Active',
	},
	append: { attribute: 'quick_notes' },
	deleteNotice:
		'Deleting an organization also deletes its configurations, documents, passwords, contacts, flexible assets and sub-organizations. It cannot be undone, and it may take a few moments. Archive keeps everything. An organization that syncs with a PSA must have its sync disabled in IT Glue first.',
	confirmDelete: true,
	options: [ifExists('name')],
	toolFields: [
		'name',
		'organization_type_name',
		'organization_status_name',
		'alert',
		'short_name',
		'updated_at',
	],
});
