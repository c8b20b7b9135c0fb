/** Documents whose body and state come in each of the forms in which IT Glue answers, beside drafts of colleagues. */
import type { IDataObject } from 'n8n-workflow';
import type { Attributes, Sandbox, StoredRecord } from '../../../sandbox';
import { byId, hintsOf, jsons, lines, only, said, useSandbox } from './support';

const bench = useSandbox();

const PARTS: Attributes[] = [
	{ resource_type: 'Document::Text', content: '<p>Read first.</p>' },
	{ resource_type: 'Document::Heading', content: 'Access', level: 3 },
	{ resource_type: 'Document::Step', content: '<p>Open the door.</p>' },
];
const WHOLE = '<p>Read first.</p>\n<h3>Access</h3>\n<p>Open the door.</p>';

const FORMS: Array<[string, Partial<Sandbox['assumptions']>]> = [
	['HTML', {}],
	['blocks', { documentContentAsBlocks: true }],
	['sections', { documentContentInSectionsOnly: true }],
	[
		'sections as attribute',
		{ documentContentInSectionsOnly: true, documentSectionsAsAttribute: true },
	],
];
const STATES: Array<[string, Partial<Sandbox['assumptions']>]> = [
	['published', {}],
	['published-at', { documentSaysPublished: false }],
];
const ALL = FORMS.flatMap(([form, flipped]) =>
	STATES.map(([state, more]): [string, string, Partial<Sandbox['assumptions']>] => [
		form,
		state,
		{ ...flipped, ...more },
	]),
);

function runbook(parts: Attributes[] = PARTS, more: Attributes = {}): StoredRecord {
	const document = bench.add('documents', bench.organization(2), {
		name: 'Known runbook',
		content: parts === PARTS ? WHOLE : String(parts[0]?.content),
		published: true,
		archived: false,
		document_folder_id: null,
		...more,
	});
	for (const [sort, part] of parts.entries())
		bench.sandbox.store.insert('document_sections', {
			document_id: Number(document.id),
			sort,
			...part,
		});
	return document;
}

const text = (content: string): Attributes => ({ resource_type: 'Document::Text', content });

const inOrganization = (): IDataObject => ({ organizationId: byId(bench.organization(2)) });

const list = async (options: IDataObject = {}): Promise<IDataObject[]> =>
	jsons(
		await bench.run('document', 'getAll', {
			...inOrganization(),
			returnAll: true,
			filters: { name: 'Known runbook' },
			options: { includeBody: true, ...options },
		}),
	);

const upsert = async (input: IDataObject[], more: IDataObject = {}, matching = ['id']) =>
	await bench.run(
		'document',
		'upsert',
		{
			...inOrganization(),
			publish: true,
			fields: {
				__rl: false,
				mappingMode: 'autoMapInputData',
				matchingColumns: matching,
				value: {},
			},
			...more,
		},
		{ input },
	);

describe.each(ALL)('a body that comes as %s, and its state as %s', (_form, _state, flipped) => {
	beforeEach(() => {
		bench.assume(flipped);
	});

	it('is HTML in the order of its parts, and unchanged when it is fed back', async () => {
		const document = runbook();
		const [listed] = await list();
		expect(listed).toMatchObject({ id: document.id, content: WHOLE });
		expect((await list({ fields: ['name', 'content'] }))[0]).toEqual({
			id: document.id,
			type: 'documents',
			name: 'Known runbook',
			content: WHOLE,
		});
		const got = only(
			await bench.run('document', 'get', {
				documentId: byId(document),
				options: { includeBody: true },
			}),
		);
		expect(got.content).toBe(WHOLE);
		for (const input of [listed, got]) {
			const result = await upsert([input ?? {}]);
			expect([said(result), jsons(result)[0]?._action]).toEqual(['(success)', 'unchanged']);
		}
		expect(lines(bench.writes())).toEqual([]);
	});

	it('is replaced and published once where another is given', async () => {
		const document = runbook([text('<p>Old.</p>')]);
		const input = [{ id: document.id, content: '<p>New.</p>' }];
		expect(only(await upsert(input))).toMatchObject({
			_action: 'updated',
			_changes: { content: { from: '<p>Old.</p>', to: '<p>New.</p>' } },
		});
		expect(bench.stored(document).attributes.content).toBe('<p>New.</p>');
		expect(only(await upsert(input))).toMatchObject({ _action: 'unchanged' });
	});

	it('is never published by a run that maps no body', async () => {
		const document = runbook([text('<p>Draft.</p>')], { content: null, published: false });
		const input = [{ id: document.id, description: 'changed' }];
		expect(only(await upsert(input))).toMatchObject({ _action: 'updated' });
		expect(only(await upsert(input))).toMatchObject({ _action: 'unchanged' });
		expect(lines(bench.writes())).toEqual([`PATCH /documents/${document.id}`]);
	});
});

describe.each(STATES)(
	'a draft that a colleague has open, where the state is %s',
	(_state, flipped) => {
		beforeEach(() => {
			bench.assume(flipped);
		});

		/** A published body, and another one in the section. */
		const withDraft = (): StoredRecord =>
			runbook([text('<p>A colleague is writing.</p>')], {
				content: '<p>Published.</p>',
				published: false,
				published_at: '2026-01-03T04:05:06.000Z',
			});
		const draftOf = (document: StoredRecord): unknown =>
			bench.sandbox.store.related('document_sections', 'document_id', document.id)[0]?.attributes
				.content;

		it.each(['<p>Published.</p>', '<p>Another.</p>'])('is left alone by %s', async (content) => {
			const document = withDraft();
			for (const dryRun of [true, false]) {
				const result = await upsert([{ id: document.id, content }], { dryRun });
				expect(only(result)).toMatchObject({ _action: 'unchanged', _changes: {} });
				if (content === '<p>Another.</p>')
					expect(hintsOf(result).join()).toContain(
						`Document ${document.id}: an open draft differs`,
					);
			}
			expect(draftOf(document)).toBe('<p>A colleague is writing.</p>');
			expect(lines(bench.writes())).toEqual([]);
		});

		it('is left alone by Create with Update Existing', async () => {
			const document = withDraft();
			const result = await bench.run('document', 'create', {
				...inOrganization(),
				name: 'Known runbook',
				content: '<p>Another.</p>',
				publish: true,
				ifExists: 'updateExisting',
				additionalFields: { description: 'changed' },
			});
			expect(only(result)).toMatchObject({ id: document.id, description: 'changed' });
			expect(hintsOf(result).join()).toContain('an open draft differs');
			expect(lines(bench.writes())).toEqual([`PATCH /documents/${document.id}`]);
		});

		it('is overwritten where that is chosen, and named', async () => {
			const document = withDraft();
			const input = [{ id: document.id, content: '<p>Another.</p>' }];
			const more = { options: { openDrafts: 'overwrite' } };
			const foreseen = await upsert(input, { ...more, dryRun: true });
			expect(only(foreseen)).toMatchObject({
				_action: 'would_update',
				_changes: { content: { from: '<p>A colleague is writing.</p>', to: '<p>Another.</p>' } },
			});
			expect(only(await upsert(input, more))).toMatchObject({ _action: 'updated' });
			expect(draftOf(document)).toBe('<p>Another.</p>');
			expect(bench.stored(document).attributes.content).toBe('<p>Another.</p>');
			expect(only(await upsert(input, more))).toMatchObject({ _action: 'unchanged' });
		});

		it('is named where an Update replaces it', async () => {
			const document = withDraft();
			const result = await bench.run('document', 'update', {
				documentId: byId(document),
				updateFields: { content: '<p>Another.</p>' },
			});
			expect(hintsOf(result).join()).toContain(
				`Document ${document.id}: an open draft that was not published yet was replaced. It began with "A colleague is writing.".`,
			);
		});
	},
);

it.each([true, false])(
	'finds every document, whether the null folder means the root: %s',
	async (root) => {
		bench.assume({ documentFolderNullMeansRoot: root, documentFoldersAvailable: false });
		const organization = bench.organization(2);
		const result = await bench.run('document', 'getAll', { ...inOrganization(), returnAll: true });
		expect(
			jsons(result)
				.map(({ id }) => id)
				.sort(),
		).toEqual(
			bench
				.within('documents', organization)
				.map(({ id }) => id)
				.sort(),
		);
	},
);

describe('a body that is given as the blocks of a raw answer', () => {
	const GALLERY: Attributes = { resource_type: 'Document::Gallery', images: [] };
	const create = async (content: unknown) =>
		await bench.run('document', 'create', {
			...inOrganization(),
			name: 'Copy',
			content: content as string,
		});
	const bodyOfCopy = (): unknown =>
		bench
			.within('documents', bench.organization(2))
			.find(({ attributes }) => attributes.name === 'Copy')?.attributes.content;

	it('is the HTML that they make', async () => {
		expect(
			said(
				await create(
					PARTS.map((resource, sort) => ({
						'resource-type': resource.resource_type,
						sort,
						resource,
					})),
				),
			),
		).toBe('(success)');
		expect(bodyOfCopy()).toBe(WHOLE);
	});

	it('tells of a gallery, which no text can hold', async () => {
		const result = await create([...PARTS, GALLERY]);
		expect(hintsOf(result)).toEqual([expect.stringContaining('gallery of pictures')]);
		expect(bodyOfCopy()).toBe(WHOLE);
	});

	it.each<[string, unknown]>([
		['a list of other things', [{ title: 'x' }]],
		['a list of texts', ['<p>a</p>', '<p>b</p>']],
		['an object', { content: '<p>a</p>' }],
	])('%s is refused', async (_name, content) => {
		expect(said(await create(content))).toContain('"Body" must be text');
		expect(bench.writes()).toEqual([]);
	});
});

it.each(['"', "'"])(
	'pictures as data, quoted by %s, change nothing in the next run',
	async (quote) => {
		const content = `<p>Plan</p><p><img alt="x" src=${quote}data:image/png;base64,iVBORw0KGgo=${quote}></p>`;
		const input = [{ name: 'With a picture', content }];
		const first = await upsert(input, {}, ['name']);
		expect(only(first)._action).toBe('created');
		expect(hintsOf(first).join()).toContain('the body holds 1 image as data. IT Glue does not');
		expect(only(await upsert(input, {}, ['name']))._action).toBe('unchanged');
	},
);
