/** What a document is made of: sections, and the images in them. */
import { badRequest, invalid, missingParameter, mustExist, routeNotFound } from '../core/errors';
import { exactId, numericId } from '../core/exact';
import { isObject, kebab } from '../core/names';
import type { Attributes, Context, Json, StoredRecord, WriteContext } from '../types';
import { actionsOf, attributes, defineResource, filters } from './define';

const SECTION_TYPES = [
	'Document::Text',
	'Document::Heading',
	'Document::Gallery',
	'Document::Step',
];

/** HTML of one section. */
export function rendered(section: StoredRecord): string {
	const { resource_type: type, content, level } = section.attributes;
	const html = typeof content === 'string' ? content : '';
	if (type === 'Document::Heading') return `<h${String(level)}>${html}</h${String(level)}>`;
	return type === 'Document::Gallery' ? '' : html;
}

/** A section as it stands in `attributes.sections`. */
export function sectionAttribute(section: StoredRecord): Json {
	const named = Object.entries(section.attributes).map(([key, value]): [string, Json] => [
		kebab(key),
		value ?? null,
	]);
	return { id: section.id, ...Object.fromEntries(named), 'rendered-content': rendered(section) };
}

/** The sections of a document in their order. */
export function sectionsOf(documentId: string, context: Context): StoredRecord[] {
	const sections = [...context.store.related('document_sections', 'document_id', documentId)];
	return sections.sort((a, b) => Number(a.attributes.sort) - Number(b.attributes.sort));
}

function checkSection({
	context,
	action,
	record,
	changes,
	sent,
	relationships,
}: WriteContext): void {
	if (isObject<Json>(relationships) && relationships.resource !== undefined)
		throw badRequest('relationships.resource is not allowed');
	const type = String(
		action === 'create' ? (sent.resource_type ?? '') : record?.attributes.resource_type,
	);
	if (action === 'create') {
		if (type === '') throw missingParameter('resource_type');
		if (!SECTION_TYPES.includes(type))
			throw invalid(context, 'resource_type', 'Resource type is not included in the list');
		changes.sort ??= context.store.related(
			'document_sections',
			'document_id',
			String(changes.document_id),
		).length;
	}
	checkLevel(context, type, changes.level ?? record?.attributes.level);
	if (type === 'Document::Gallery') delete changes.content;
	// Only relative and https images survive in the HTML (reference, 4.14).
	if (typeof changes.content === 'string')
		changes.content = changes.content.replace(/(<img[^>]*\ssrc=)(["'])data:[^"']*\2/gi, '$1$2$2');
}

function checkLevel(context: Context, type: string, level: Json | undefined): void {
	if (type !== 'Document::Heading') return;
	const number = Number(level ?? 0);
	if (!Number.isInteger(number) || number < 1 || number > 6)
		throw invalid(context, 'level', 'Level must be between 1 and 6');
}

/** Images of a gallery. */
function imagesOf(section: StoredRecord, context: Context): StoredRecord[] {
	const gallery = section.attributes.document_gallery_id;
	return gallery === null || gallery === undefined
		? []
		: context.store.related('document_images', 'document_gallery_id', gallery);
}

/** A changed section is a draft until the document is published. */
function openDraft(documentId: Json | undefined, context: Context): void {
	const document = context.store.find('documents', String(documentId));
	if (document === undefined) return;
	const { published, published_at: at } = document.attributes;
	const since = published === true && !at ? new Date(document.createdAt).toISOString() : at;
	const changes: Attributes = context.assumptions.documentPublishedFalseWhileDraftOpen
		? { published: false, ...(since !== undefined && { published_at: since }) }
		: {};
	context.store.update(document, changes);
}

export const documentSections = defineResource({
	name: 'document_sections',
	label: 'Document Section',
	attributes: attributes({
		document_id: 'reference>documents C *',
		resource_type: 'string C',
		content: 'string CU ?',
		level: 'integer CU ?',
		duration: 'integer CU ?',
		reset_count: 'boolean CU ?',
		sort: 'integer CU',
		document_gallery_id: 'integer',
	}),
	computed: {
		// The part of a section that holds its content is a record of its own, which no route reads.
		resource_id: (record) => exactId((BigInt(record.id) + 500_000n).toString()),
		rendered_content: (record) =>
			record.attributes.resource_type === 'Document::Gallery' ? null : rendered(record),
		document_images: (record, context) =>
			imagesOf(record, context).map((image) => ({
				id: exactId(image.id),
				name: image.attributes.name ?? null,
			})),
	},
	filters: filters('id:number resource_type document_id:number'),
	sorts: ['sort', 'id', 'created_at', 'updated_at'],
	nested: [
		{
			parent: 'documents',
			key: 'document_id',
			segment: 'sections',
			actions: actionsOf('index show create update delete'),
		},
	],
	validate: checkSection,
	afterWrite: (record, { context, action }) => {
		const gallery = record.attributes.resource_type === 'Document::Gallery';
		if (action === 'create' && gallery)
			context.store.update(record, { document_gallery_id: numericId(record.id) });
		openDraft(record.attributes.document_id, context);
	},
	narrow: (records) =>
		[...records].sort((a, b) => Number(a.attributes.sort) - Number(b.attributes.sort)),
	available: (context) => {
		if (!context.assumptions.sectionsAvailable) throw routeNotFound();
	},
	remove: (record, context) => {
		for (const image of imagesOf(record, context))
			context.store.remove('document_images', image.id);
		context.store.remove('document_sections', record.id);
		openDraft(record.attributes.document_id, context);
	},
});

function checkImage({ context, changes }: WriteContext): void {
	const { target, image } = changes;
	if (!isObject<Json>(target) || !isObject<Json>(image)) throw missingParameter('target');
	const collection = target.type === 'gallery' ? 'document_sections' : 'documents';
	const owner = context.store.find(collection, String(target.id));
	if (owner === undefined) throw mustExist(context, 'target');
	const bytes = Buffer.from(String(image.content ?? ''), 'base64');
	const signature = bytes.toString('latin1', 0, 4);
	if (!['\x89PNG', 'GIF8'].includes(signature) && !signature.startsWith('\xff\xd8\xff'))
		throw invalid(context, 'image', 'NotIdentifiedByImageMagickError');
	Object.assign(changes, {
		image: null,
		name: image['file-name'] ?? image.file_name ?? 'image',
		size: bytes.length,
		document_id: target.type === 'gallery' ? owner.attributes.document_id : numericId(owner.id),
		document_gallery_id: target.type === 'gallery' ? numericId(owner.id) : null,
	});
}

export const documentImages = defineResource({
	name: 'document_images',
	label: 'Document Image',
	attributes: attributes({
		target: 'object C *',
		image: 'object C * !',
		name: 'string',
		size: 'integer',
		document_id: 'integer',
		document_gallery_id: 'integer',
	}),
	computed: { inline_resource_url: (record) => `/document_images/${record.id}/inline` },
	flat: actionsOf('show create delete'),
	validate: checkImage,
});
