import { ApiError, invalid, unprocessable } from '../core/errors';
import { removeOrganization } from '../core/cascade';
import { numericId } from '../core/exact';
import type { Context, StoredRecord, WriteContext } from '../types';
import { actionsOf, attributes, defineResource, filters, includes, PSA_FILTERS } from './define';
import {
	adapters,
	ancestors,
	children,
	isSyncActive,
	nameOf,
	psaIntegration,
	seedPsaAttributes,
} from './shared';

function checkOrganization({ context, record, changes }: WriteContext): void {
	const { name } = changes;
	if (!context.assumptions.parentIdIsStored) delete changes.parent_id;
	if (context.assumptions.organizationNameUnique && typeof name === 'string') {
		const twin = context.store
			.all('organizations')
			.find((other) => other !== record && other.attributes.name === name);
		if (twin !== undefined) throw invalid(context, 'name', 'Name has already been taken');
	}
	if (
		context.assumptions.parentLoopRefused &&
		record !== undefined &&
		changes.parent_id !== undefined &&
		changes.parent_id !== null
	) {
		const parent = context.store.find('organizations', String(changes.parent_id));
		const above = parent === undefined ? [] : [...ancestors(parent, context), numericId(parent.id)];
		if (above.includes(numericId(record.id)))
			throw invalid(context, 'parent_id', 'Parent cannot be the organization itself or below it');
	}
}

function checkDelete(record: StoredRecord, context: Context): void {
	if (record.attributes.primary === true && context.assumptions.ownOrganizationUndeletable)
		throw unprocessable('The primary organization cannot be deleted');
	if (record.psa !== undefined && context.assumptions.organizationDeleteRefusedWhenSynced) {
		throw unprocessable('Organization is synced with a PSA and cannot be deleted');
	}
}

function remove(record: StoredRecord, context: Context): void {
	if (context.assumptions.deleteIsImmediate) removeOrganization(record.id, context);
	else record.removeAt = Date.now() + context.deleteDelayMs;
}

export const organizations = defineResource({
	name: 'organizations',
	label: 'Organization',
	attributes: attributes({
		name: 'string CUB *',
		alert: 'string CUB ?',
		description: 'string CUB ?',
		organization_type_id: 'reference>organization_types CUB',
		organization_status_id: 'reference>organization_statuses CUB',
		primary: 'boolean',
		logo: 'string',
		quick_notes: 'string CUB ?',
		short_name: 'string CUB ?',
		parent_id: 'reference>organizations CUB ?',
		primary_contact_id: 'reference>contacts CUB ? seed',
		primary_location_id: 'reference>locations CUB ? seed',
	}),
	computed: {
		psa_integration: psaIntegration('disabled'),
		organization_type_name: nameOf('organization_types', 'organization_type_id'),
		organization_status_name: nameOf('organization_statuses', 'organization_status_id'),
		ancestor_ids: (record, context) => `[${ancestors(record, context).join(',')}]`,
	},
	filters: filters(
		'id:number name organization_type_id:number organization_status_id:number created_at:dateRange updated_at:dateRange my_glue_account_id:number group_id:number primary',
		PSA_FILTERS,
	),
	sorts: [
		'name',
		'id',
		'updated_at',
		'organization_status_name',
		'organization_type_name',
		'created_at',
		'short_name',
		'my_glue_account_id',
	],
	includes: {
		...includes('adapters_resources attachments rmm_companies', '', {
			adapters_resources: adapters,
		}),
	},
	flat: actionsOf('index show create update bulkUpdate bulkDelete'),
	bulkUpdateFilters: 'index',
	writableWhenSynced: ['alert', 'description', 'quick_notes'],
	validate: checkOrganization,
	checkDelete,
	remove,
	present: (answer, record, view, context) => {
		const notes = answer['quick-notes'];
		if (
			view.kind === 'index' &&
			typeof notes === 'string' &&
			context.assumptions.quickNotesCutInIndex
		) {
			answer['quick-notes'] = notes.slice(0, 250);
		}
		// The samples show a string although the write side takes a number (reference, 4.1).
		const parent = answer['parent-id'];
		answer['parent-id'] = parent === null || parent === undefined ? null : String(parent);
		seedPsaAttributes(answer, record, context);
	},
});

/** What only the seeds ask of organizations. */
export const seedOrganizationIncludes = includes('configurations contacts passwords', '', {
	configurations: children('configurations', 'organization_id'),
	contacts: children('contacts', 'organization_id'),
	passwords: children('passwords', 'organization_id'),
});

export const organizationTypes = defineResource({
	name: 'organization_types',
	label: 'Organization Type',
	attributes: attributes({ name: 'string CU *all' }),
	computed: { synced: isSyncActive },
	filters: filters('name!'),
	sorts: ['name', 'id', 'created_at', 'updated_at'],
	flat: actionsOf('index show create update'),
	writableWhenSynced: [],
});

function checkStatusDelete(record: StoredRecord, context: Context): void {
	const { name } = record.attributes;
	if (record.psa !== undefined) {
		throw new ApiError(423, {
			errors: [
				{ status: 423, title: 'Locked', detail: 'Organization status belongs to a PSA adapter' },
			],
		});
	}
	if (name === 'Active' || name === 'Inactive') throw unprocessable(`${name} cannot be deleted`);
	if (context.store.related('organizations', 'organization_status_id', record.id).length > 0) {
		throw unprocessable('Organization status is in use');
	}
}

export const organizationStatuses = defineResource({
	name: 'organization_statuses',
	label: 'Organization Status',
	attributes: attributes({ name: 'string CU *all' }),
	computed: { synced: isSyncActive },
	filters: filters('name!'),
	sorts: ['name', 'id', 'created_at', 'updated_at'],
	flat: actionsOf('index show create update delete'),
	writableWhenSynced: [],
	checkDelete: checkStatusDelete,
});
