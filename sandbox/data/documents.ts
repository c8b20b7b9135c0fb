import { numericId } from '../core/exact';
import type { Attributes, StoredRecord } from '../types';
import type { Generation } from './generation';
import { DOCUMENT_NAMES, FOLDER_NAMES } from './vocabulary';

/** Folders (one inside another), documents at the root and in folders, some of several sections. */
export function addDocuments(generation: Generation, client: StoredRecord, at: number): void {
	const { store, moment } = generation;
	const organizationId = numericId(client.id);
	const folders: StoredRecord[] = [];
	for (const [depth, name] of FOLDER_NAMES.entries()) {
		if (depth > at % 4) break;
		// The second folder lies inside the first.
		const parent = depth === 1 ? folders[0] : undefined;
		folders.push(
			store.insert(
				'document_folders',
				{
					organization_id: organizationId,
					name,
					parent_id: parent === undefined ? null : numericId(parent.id),
					restricted: false,
				},
				moment(),
			),
		);
	}
	for (let item = 0; item < 3 + (at % 2); item += 1) {
		const folder = item === 0 ? undefined : folders[(item - 1) % folders.length];
		addDocument(
			generation,
			organizationId,
			DOCUMENT_NAMES[(item === 0 ? 0 : at + item) % DOCUMENT_NAMES.length] ?? 'Notes',
			folder,
			item,
		);
	}
}

function addDocument(
	{ store, moment }: Generation,
	organizationId: number | string,
	name: string,
	folder: StoredRecord | undefined,
	item: number,
): void {
	const parts = sectionsFor(name, item);
	const content = parts
		.map(({ resource_type: type, content: html, level }) =>
			type === 'Document::Heading'
				? `<h${String(level)}>${String(html)}</h${String(level)}>`
				: String(html),
		)
		.join('\n');
	const document = store.insert(
		'documents',
		{
			organization_id: organizationId,
			name,
			description: null,
			content: item === 3 ? null : content,
			restricted: false,
			archived: item === 2 && Number(organizationId) % 5 === 0,
			public: false,
			sop_generator: false,
			is_uploaded: false,
			document_folder_id: folder === undefined ? null : numericId(folder.id),
			my_glue: false,
			published: item !== 3,
		},
		moment(),
	);
	for (const [sort, part] of parts.entries())
		store.insert(
			'document_sections',
			{ ...part, document_id: numericId(document.id), sort },
			moment(),
		);
}

function sectionsFor(name: string, item: number): Attributes[] {
	const text: Attributes = {
		resource_type: 'Document::Text',
		content: `<p>${name}: see the notes of the last visit.</p>`,
		level: null,
		duration: null,
		reset_count: false,
	};
	if (item % 2 === 0) return [text];
	return [
		{
			resource_type: 'Document::Heading',
			content: name,
			level: 2,
			duration: null,
			reset_count: false,
		},
		text,
		{
			resource_type: 'Document::Step',
			content: '<p>Check the result.</p>',
			level: null,
			duration: 5,
			reset_count: false,
		},
	];
}
