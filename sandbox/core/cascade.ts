/** What goes with a deleted record. */
import type { Context } from '../types';
import { fieldPasswords } from './fields';

const BELOW_ORGANIZATION = [
	'configurations',
	'contacts',
	'passwords',
	'documents',
	'document_folders',
	'password_folders',
	'locations',
	'flexible_assets',
	'domains',
	'expirations',
];

/** Removes an organization, everything in it, and its sub-organizations (help article, reference 6.4). */
export function removeOrganization(id: string, context: Context): void {
	const { store } = context;
	for (const child of [...store.related('organizations', 'parent_id', id)])
		removeOrganization(child.id, context);
	for (const collection of BELOW_ORGANIZATION) {
		for (const record of [...store.related(collection, 'organization_id', id)])
			removeWithParts(collection, record.id, context);
	}
	store.remove('organizations', id);
}

const PARTS: Record<string, Array<[collection: string, key: string]>> = {
	configurations: [['configuration_interfaces', 'configuration_id']],
	documents: [['document_sections', 'document_id']],
	flexible_assets: [['uploads', 'flexible_asset_id']],
};

const EMBEDDERS: Record<string, string> = {
	configurations: 'Configuration',
	contacts: 'Contact',
	flexible_assets: 'Flexible Asset',
};

/** Removes a record and what exists only inside it. */
export function removeWithParts(collection: string, id: string, context: Context): void {
	for (const [part, key] of PARTS[collection] ?? []) {
		for (const record of [...context.store.related(part, key, id)])
			context.store.remove(part, record.id);
	}
	// The value of a Password field is part of its asset.
	if (collection === 'flexible_assets')
		for (const { id: password } of fieldPasswords(context.store, id))
			context.store.remove('passwords', password);
	const type = EMBEDDERS[collection];
	if (type !== undefined && !context.assumptions.embeddedPasswordsSurvive) {
		const embedded = context.store
			.related('passwords', 'resource_id', id)
			.filter((record) => record.attributes.resource_type === type);
		for (const record of embedded) context.store.remove('passwords', record.id);
	}
	context.store.remove(collection, id);
}

/** Removes the organizations whose moment has come. */
export function removeMarked(context: Context): void {
	if (context.assumptions.deleteIsImmediate) return;
	const due = context.store
		.all('organizations')
		.filter((record) => record.removeAt !== undefined && record.removeAt <= Date.now());
	for (const record of due) removeOrganization(record.id, context);
}
