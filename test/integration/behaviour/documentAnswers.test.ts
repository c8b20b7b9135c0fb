/** Documents where IT Glue leaves something out of its answers, or keeps bodies in another way. */
import type { IDataObject } from 'n8n-workflow';
import type { Attributes, Json, StoredRecord } from '../../../sandbox';
import type { RunNodeResult } from '../../helpers/harness';
import { byId, hintsOf, lines, only, sentBy, useSandbox } from './support';
import { upsert } from './upsertSupport';

const bench = useSandbox();

const meta = (count: number): Json => ({
	'current-page': 1,
	'next-page': null,
	'total-pages': 1,
	'total-count': count,
});

/** A document whose body is one section. */
function runbook(more: Attributes = {}): StoredRecord {
	const document = bench.add('documents', bench.organization(2), {
		name: 'Runbook',
		content: '<p>Old</p>',
		published: true,
		archived: false,
		document_folder_id: null,
		...more,
	});
	bench.sandbox.store.insert('document_sections', {
		document_id: Number(document.id),
		resource_type: 'Document::Text',
		content: '<p>Old</p>',
		sort: 0,
	});
	return document;
}

const update = async (
	document: StoredRecord,
	content: string,
	options: IDataObject = {},
): Promise<RunNodeResult> =>
	await bench.run('document', 'update', {
		documentId: byId(document),
		updateFields: { content },
		...options,
	});

const store = async (input: IDataObject): Promise<RunNodeResult> =>
	await upsert(bench, { resource: 'document', input: [{ name: 'Runbook', ...input }] });

const answer = (body: Json, path: string | RegExp, after = 0, times = 1): void =>
	bench.sandbox.faults.add({
		kind: 'status',
		status: 200,
		body,
		method: 'GET',
		path,
		after,
		times,
	});

/** Sections of a document as IT Glue may list them: without a position, images where there are any. */
const listed = (parts: Attributes[]): Json => ({
	data: parts.map((attributes, at) => ({
		id: String(501 + at),
		type: 'document-sections',
		attributes: { 'resource-type': 'Document::Text', ...attributes },
	})),
	meta: meta(parts.length),
});

describe('sections that do not say where they stand', () => {
	it('keep their order, and a new one goes behind the first place', async () => {
		const document = runbook();
		answer(listed([{ content: '<p>A</p>' }, { content: '<p>B</p>' }]), /sections$/);
		const result = await update(document, '<p>C</p>', { bodyMode: 'append' });
		expect(result.status).toBe('success');
		expect(lines(bench.writes())).toEqual([
			`POST /documents/${document.id}/relationships/sections`,
		]);
		expect(sentBy(bench.writes()[0])).toEqual({
			'resource-type': 'Document::Text',
			content: '<p>C</p>',
			sort: 1,
		});
	});

	it('are named in the order in which IT Glue gave them', async () => {
		answer(listed([{ content: '<p>A</p>' }, { content: '<p>B</p>' }]), /sections$/);
		const { error } = await update(runbook(), '<p>C</p>');
		expect(error).toMatchObject({
			message: 'The document holds 2 sections that Replace would lose',
			description:
				'It holds: Text (501, "A"); Text (502, "B"). Nothing was changed. Set Body Mode to Append Section to add to it, or to Replace Everything to delete them.',
		});
		expect(bench.writes()).toEqual([]);
	});
});

it('counts one image as one', async () => {
	const document = runbook();
	const [section] = bench.sandbox.store.related('document_sections', 'document_id', document.id);
	const one = {
		id: section?.id ?? '',
		type: 'document-sections',
		attributes: { 'resource-type': 'Document::Gallery', 'document-images': [{ id: 1 }] },
	};
	answer({ data: [one], meta: meta(1) }, /sections$/);
	const result = await update(document, '<p>New</p>', { bodyMode: 'replaceEverything' });
	expect(hintsOf(result)).toEqual([
		`Document ${document.id}: 1 section with 1 image replaced by the new body.`,
	]);
});

it('gives the content of a section that has no rendered one', async () => {
	const document = runbook({ content: null });
	answer(listed([{ content: '<p>A</p>' }, { 'rendered-content': '<p>B</p>' }]), /sections$/);
	const result = await bench.run('document', 'get', {
		documentId: byId(document),
		options: { includeBody: true },
	});
	expect(only(result)).toMatchObject({
		id: document.id,
		content: '<p>A</p>\n<p>B</p>',
		sections: [{ id: '501', content: '<p>A</p>' }, { id: '502' }],
	});
});

it('does not write a body again that an account without sections has already', async () => {
	bench.assume({ sectionsAvailable: false });
	const document = runbook();
	expect((await update(document, '<p>Old</p>')).status).toBe('success');
	expect(
		bench
			.writes()
			.map(sentBy)
			.filter((sent) => 'content' in sent),
	).toEqual([]);
	await update(document, '<p>New</p>');
	expect(document.attributes.content).toBe('<p>New</p>');
});

describe('a document that is not in the answer for it', () => {
	const SHOWN = /^\/documents\/\d+$/;

	it('when it is read back: it was written', async () => {
		const document = runbook();
		// It is read before, too.
		answer({ data: [] }, SHOWN, 1);
		const { error } = await update(document, '<p>New</p>');
		expect(error?.message).toBe('IT Glue did not return the document');
		expect(error?.description).toContain(`Document ${document.id} was written.`);
		expect(lines(bench.writes())).toHaveLength(2);
	});

	it('when it is compared: nothing was written', async () => {
		runbook();
		answer({ data: [] }, SHOWN);
		const { error } = await store({ content: '<p>New</p>' });
		expect(error).toMatchObject({
			message: 'IT Glue did not return the document',
			description: 'Nothing was written. Run it again.',
		});
		expect(bench.writes()).toEqual([]);
	});
});

describe('a document that does not say whether it is published', () => {
	const publish = async (input: IDataObject): Promise<RunNodeResult> =>
		await upsert(bench, {
			resource: 'document',
			input: [{ name: 'Runbook', ...input }],
			parameters: { publish: true },
		});

	it('is a draft where it does not show the body that it should', async () => {
		const document = runbook({ published: null, content: '<p>Stale</p>' });
		const result = await publish({ content: '<p>Old</p>' });
		expect(only(result)).toMatchObject({
			_action: 'updated',
			_changes: { published: { from: null, to: true } },
		});
		expect(lines(bench.writes())).toEqual([`PATCH /documents/${document.id}/publish`]);
	});

	it('is none where it shows that body', async () => {
		runbook({ published: null });
		expect(only(await publish({ content: '<p>Old</p>' }))).toMatchObject({ _action: 'unchanged' });
		expect(bench.writes()).toEqual([]);
	});
});
