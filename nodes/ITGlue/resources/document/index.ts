import {
	archived,
	attributeName,
	field,
	flatRoutes,
	idFilter,
	ifExists,
	includes,
	nameContains,
	nameField,
	organizationField,
	readOnly,
	restricted,
} from '../schema/common';
import { defineResource } from '../schema/defineResource';
import { listDocuments } from './list';
import { afterGet, afterWrite, beforeUpdate, preview } from './steps';
import { sameText } from '../../text/same';
import type { Option } from '../schema/attribute';
import { readBlocks } from '../../text/documentBody';

const flat = flatRoutes('documents');
const ofOrganization = '/organizations/:organization_id/relationships/documents';

const publish: Option = {
	param: 'publish',
	label: 'Publish',
	kind: 'boolean',
	operations: ['create', 'update', 'upsert'],
	place: 'upFront',
	default: true,
	description:
		'Whether to publish the document after its body is stored. Until then, it is a draft.',
};

/**
 * Documents (reference 4.12). Their body is stored in sections; IT Glue accepts `content` on the document itself but
 * does not store it (seen live). Lists exist for one organization only, and leave out folders.
 */
export const document = defineResource({
	name: 'document',
	type: 'documents',
	label: 'Document',
	plural: 'Documents',
	scoped: true,
	attributes: [
		organizationField(),
		nameField('e.g. Client Overview'),
		field('content', 'Body', 'multiline', {
			understands: readBlocks,
			sentAs: 'step',
			readableFrom: 'never',
			nullable: false,
			upFront: true,
			description:
				'HTML, or Markdown if Body Format is Markdown. Stored as a section of the document.',
		}),
		field('description', 'Description', 'multiline'),
		restricted(),
		archived(),
		field('public', 'Public', 'boolean', {
			description: 'Whether the document can be opened without signing in',
		}),
		field('sop_generator', 'SOP Generator', 'boolean', {
			description: 'Whether the document belongs to the SOP generator',
		}),
		field('is_uploaded', 'Is Uploaded', 'boolean', {
			writable: 'create',
			description: 'Whether the document represents an uploaded file',
		}),
		field('document_folder_id', 'Document Folder', 'lookup', {
			lookup: 'documentFolder',
			description: 'In some accounts, IT Glue does not move documents. Then the node tells you.',
		}),
		field('my_glue', 'MyGlue', 'boolean', {
			description: 'Whether the document is shared with the client portal',
		}),
	],
	readOnly: readOnly(
		'organization_name',
		'content',
		'sections',
		'published',
		'published_at',
		'published_by',
		'resource_url',
		'created_at',
		'updated_at',
	),
	filters: [
		idFilter(),
		{
			key: 'document_folder_id',
			param: 'documentFolderId',
			label: 'Document Folder',
			kind: 'lookup',
			lookup: 'documentFolder',
			needsOrganization: true,
			description: 'Only this folder, without its sub-folders',
		},
		{
			key: 'name',
			param: 'name',
			label: 'Name',
			kind: 'string',
			description: 'Ignores case. The node reads all records.',
			keep: (record, value) => sameText(attributeName(record), value),
		},
		nameContains(),
	],
	sorts: [],
	includes: includes([], ['attachments', 'related_items']),
	naturalKeys: [{ attributes: ['name'] }],
	// Names are unique within a folder. A document that was moved is still the same document.
	moreKeys: [{ attributes: ['name'], also: ['document_folder_id'] }],
	operations: [
		'archive',
		'create',
		'delete',
		'get',
		'getAll',
		'publish',
		'unarchive',
		'update',
		'upsert',
	],
	routes: {
		...flat,
		index: [
			{ method: 'GET', path: ofOrganization },
			{ method: 'GET', path: '/documents', organizationFilter: true },
		],
		publish: [
			{ method: 'PATCH', path: '/documents/:id/publish', body: 'single' },
			{ method: 'POST', path: '/documents/:id/publish', body: 'single' },
		],
	},
	webPath: 'docs',
	webCode: 'DOC',
	// A page contains full bodies (reference 1.15).
	pageSize: { plain: 50, withIncludes: 50 },
	archive: { by: 'flag', attribute: 'archived' },
	deleteNotice:
		'A deleted document cannot be restored. Its sections and images are deleted too. Archive keeps everything.',
	nameFilters: () => [],
	options: [
		// The first two options change how Body is read, so they come right below it.
		{
			param: 'bodyFormat',
			label: 'Body Format',
			kind: 'choice',
			operations: ['create', 'update', 'upsert'],
			place: 'upFront',
			default: 'html',
			description: 'The format of the text in Body',
			choices: [
				{ id: 'html', label: 'HTML' },
				{ id: 'markdown', label: 'Markdown', description: 'Converted to HTML before it is stored' },
			],
		},
		{
			param: 'bodyMode',
			label: 'Body Mode',
			kind: 'choice',
			operations: ['update'],
			place: 'upFront',
			default: 'replace',
			description: 'How the new body changes existing sections',
			choices: [
				{
					id: 'replace',
					label: 'Replace',
					description: 'Stops if the document has anything other than one text section',
				},
				{
					id: 'append',
					label: 'Append Section',
					description: 'Adds a text section at the end and keeps the others',
				},
				{
					id: 'replaceEverything',
					label: 'Replace Everything',
					description: 'Stores the new section, then deletes all others with their images',
					notForTools: true,
				},
			],
		},
		publish,
		ifExists('name'),
		{
			param: 'openDrafts',
			label: 'If a Draft Is Open',
			kind: 'choice',
			operations: ['create', 'upsert'],
			place: 'options',
			default: 'leave',
			description:
				'What to do if a draft differs from the published body. A colleague may be editing it.',
			choices: [
				{
					id: 'leave',
					label: 'Leave and Report',
					description: 'The body and the draft do not change',
				},
				{
					id: 'overwrite',
					label: 'Overwrite',
					description: 'The new body replaces the draft',
					notForTools: true,
				},
			],
		},
		{
			param: 'includeBody',
			label: 'Include Body',
			kind: 'boolean',
			operations: ['get', 'getAll'],
			place: 'options',
			default: false,
			description: 'Whether to return the body (content) and, with Get, the sections',
		},
	],
	toolFields: [
		'name',
		'organization_name',
		'description',
		'archived',
		'published',
		'updated_at',
		// Only if Include Body is on.
		'content',
	],
	hooks: {
		list: listDocuments,
		afterGet,
		beforeUpdate,
		afterWrite,
		preview,
		omit: (option) => (option('includeBody') === true ? [] : ['content', 'sections']),
	},
});
