import { invalid, jwtOnly, mustExist, unprocessable } from '../core/errors';
import { exact } from '../core/exact';
import type { Attributes, Context, Json, StoredRecord, WriteContext } from '../types';
import { actionsOf, attributes, defineResource, filters, includes, inOrganization } from './define';
import { rendered, sectionAttribute, sectionsOf } from './sections';
import { ancestors, nameOf, webAddress } from './shared';
/** The user whose key it is. */
const PUBLISHER = 50418;

/** Makes the draft the published version: the body that readers see is rendered anew. */
export function publish(record: StoredRecord, context: Context): void {
	const sections = sectionsOf(record.id, context);
	const hasSections = context.assumptions.sectionsAvailable && sections.length > 0;
	const stored = contentIsStored(context) && !hasSections;
	const content = stored ? record.attributes.content : sections.map(rendered).join('\n');
	context.store.update(record, {
		content,
		published: true,
		published_at: new Date(context.store.now()).toISOString(),
		published_by: PUBLISHER,
	});
}

/** The seeds, and accounts without sections, keep the body on the document. */
function contentIsStored(context: Context): boolean {
	return context.profile === 'seed' || !context.assumptions.sectionsAvailable;
}

function folderIn(
	context: Context,
	collection: string,
	id: Json | undefined,
	organization: string,
): void {
	if (id === undefined || id === null) return;
	const owner = context.store.find(collection, String(id))?.attributes.organization_id;
	if (String(owner) !== organization)
		throw mustExist(
			context,
			collection.replace(/s$/, '').replace('_', '-'),
			'must exist in the same organization',
		);
}

function checkDocument({ context, action, record, changes }: WriteContext): void {
	if (!contentIsStored(context)) delete changes.content;
	if (
		action !== 'create' &&
		changes.document_folder_id !== undefined &&
		!context.assumptions.documentFolderWritableOnPatch
	) {
		throw invalid(context, 'document_folder_id', 'Document folder cannot be changed');
	}
	const organization = String(changes.organization_id ?? record?.attributes.organization_id);
	folderIn(context, 'document_folders', changes.document_folder_id, organization);
	if (action === 'create') changes.published ??= false;
}

/** Without a folder filter the index holds root documents only (seen live; reference, 4.12 and 5.5). */
function narrowToFolder(
	records: StoredRecord[],
	query: Record<string, string>,
	context: Context,
): StoredRecord[] {
	const inFolder = (record: StoredRecord) =>
		record.attributes.document_folder_id !== null &&
		record.attributes.document_folder_id !== undefined;
	const wanted = query['filter[document_folder_id]'];
	if (
		context.profile === 'seed' &&
		wanted === undefined &&
		query['filter[document_folder_id][ne]'] === undefined
	)
		return records;
	if (
		query['filter[document_folder_id][ne]'] === 'null' &&
		context.assumptions.documentFolderNeNull
	)
		return records.filter(inFolder);
	if (wanted === 'null')
		return context.assumptions.documentFolderNullMeansRoot
			? records.filter((record) => !inFolder(record))
			: records;
	if (wanted !== undefined && wanted !== '') {
		const ids = wanted.split(',').map((id) => id.trim());
		return records.filter((record) => ids.includes(String(record.attributes.document_folder_id)));
	}
	return query['filter[id]'] === undefined
		? records.filter((record) => !inFolder(record))
		: records;
}

/** When and by whom it was published is told in any case; what stands published since the beginning, since it was created. */
function presentState(answer: Attributes, record: StoredRecord, context: Context): void {
	const { published, published_at: at, published_by: by } = record.attributes;
	const since = published === true ? new Date(record.createdAt).toISOString() : null;
	answer['user-id'] = PUBLISHER;
	answer['my-glue'] = record.attributes.my_glue === true;
	answer['support-office-online'] = record.attributes.is_uploaded === true;
	answer['office-online-resource-url'] = null;
	if (typeof published !== 'boolean') return;
	answer['published-at'] = at ?? since;
	answer['published-by'] = by ?? (since === null ? null : PUBLISHER);
	if (!context.assumptions.documentSaysPublished) delete answer.published;
}

/** The published body in the form that this account uses. */
function presentContent(answer: Attributes, record: StoredRecord, context: Context): void {
	const { documentContentAsBlocks, documentContentInSectionsOnly } = context.assumptions;
	if (documentContentInSectionsOnly) answer.content = [];
	else if (documentContentAsBlocks) answer.content = blocksOf(record, context);
}

/** Blocks as recorded: not in their order, keys in snake_case, what they hold in `resource`. */
function blocksOf(record: StoredRecord, context: Context): Json {
	const { content } = record.attributes;
	if (typeof content !== 'string' || content === '') return [];
	const sections = sectionsOf(record.id, context);
	const isDraft = sections.map(rendered).join('\n') !== content;
	if (isDraft) return [{ sort: 0, resource_type: 'Document::Text', resource: { content } }];
	return sections
		.reverse()
		.map(({ attributes: { sort, resource_type, content: html, level } }) => ({
			sort: sort ?? null,
			resource_type: resource_type ?? null,
			resource: { content: html ?? null, ...(level !== null && level !== undefined && { level }) },
		}));
}

export const documents = defineResource({
	name: 'documents',
	label: 'Document',
	attributes: attributes({
		organization_id: 'reference>organizations CUB *',
		name: 'string CUB *',
		description: 'string CUB ?',
		content: 'string CUB ?',
		restricted: 'boolean CUB ?',
		archived: 'boolean CUB ?',
		public: 'boolean CUB ?',
		sop_generator: 'boolean CUB ?',
		is_uploaded: 'boolean C ?',
		document_folder_id: 'reference>document_folders CUB ?',
		my_glue: 'boolean CUB ?',
		published: 'boolean',
	}),
	computed: {
		organization_name: nameOf('organizations', 'organization_id'),
		resource_url: webAddress('docs'),
	},
	filters: filters('id:number'),
	includes: includes('attachments', 'related_items'),
	flat: actionsOf('show create update bulkUpdate bulkDelete'),
	nested: [inOrganization('index show create update bulkDelete')],
	validate: checkDocument,
	narrow: narrowToFolder,
	implicit: (record, context): Record<string, StoredRecord[]> => {
		const { documentShowReturnsSections, sectionsAvailable } = context.assumptions;
		return documentShowReturnsSections && sectionsAvailable
			? { sections: sectionsOf(record.id, context) }
			: {};
	},
	present: (answer, record, view, context) => {
		const {
			documentShowReturnsSections,
			sectionsAvailable,
			documentSectionsAsAttribute,
			documentContentInSectionsOnly,
		} = context.assumptions;
		presentState(answer, record, context);
		presentContent(answer, record, context);
		if (view.kind === 'index' && documentContentInSectionsOnly && documentSectionsAsAttribute)
			answer.sections = sectionsOf(record.id, context).map((section) => sectionAttribute(section));
		if (
			view.kind !== 'show' ||
			!documentShowReturnsSections ||
			!sectionsAvailable ||
			!documentSectionsAsAttribute
		)
			return;
		answer.sections = sectionsOf(record.id, context).map((section) => sectionAttribute(section));
	},
});

function checkFolder({ context, record, changes }: WriteContext): void {
	folderIn(
		context,
		'document_folders',
		changes.parent_id,
		String(changes.organization_id ?? record?.attributes.organization_id),
	);
	if (
		record !== undefined &&
		changes.parent_id !== undefined &&
		String(changes.parent_id) === record.id
	) {
		throw invalid(context, 'parent_id', 'Parent cannot be the folder itself');
	}
}

function checkFolderDelete(record: StoredRecord, context: Context): void {
	const { store } = context;
	const held =
		store.related('document_folders', 'parent_id', record.id).length +
		store.related('documents', 'document_folder_id', record.id).length;
	if (held > 0 && context.assumptions.fullFolderDeleteRefused)
		throw unprocessable('Document folder is not empty');
}

function removeFolder(record: StoredRecord, context: Context): void {
	const { store } = context;
	const folders = [...store.related('document_folders', 'parent_id', record.id)];
	const held = [...store.related('documents', 'document_folder_id', record.id)];
	for (const folder of folders) store.update(folder, { parent_id: null });
	for (const document of held) store.update(document, { document_folder_id: null });
	store.remove('document_folders', record.id);
}

export const documentFolders = defineResource({
	name: 'document_folders',
	label: 'Document Folder',
	attributes: attributes({
		organization_id: 'reference>organizations C *',
		name: 'string CUB *',
		parent_id: 'reference>document_folders CUB ?',
		restricted: 'boolean CUB ?',
	}),
	computed: {
		ancestor_ids: (record, context) => exact(ancestors(record, context)),
		documents_count: (record, context) =>
			context.store.related('documents', 'document_folder_id', record.id).length,
		resource_url: webAddress('docs/folder'),
	},
	filters: filters('id:number parent_id:number'),
	sorts: ['name', 'created_at', 'updated_at'],
	includes: includes('user_resource_accesses group_resource_accesses authorized_users ancestors'),
	flat: actionsOf('bulkUpdate'),
	nested: [inOrganization('index show create update bulkDelete')],
	validate: checkFolder,
	available: (context) => {
		if (!context.assumptions.documentFoldersAvailable) throw jwtOnly();
	},
	checkDelete: checkFolderDelete,
	remove: removeFolder,
});
