/** Documents: a body that lives in sections, publishing, folders, and creates that broke off. */
import type { IDataObject } from 'n8n-workflow';
import type { JournalEntry, Json, StoredRecord } from '../../../sandbox';
import {
	byExpression,
	byId,
	hintsOf,
	jsons,
	lines,
	only,
	said,
	sentBy,
	useSandbox,
} from './support';

const bench = useSandbox();

const home = (): StoredRecord => bench.organization(2);

interface Part {
	type?: string;
	html?: string | null;
	level?: number;
}

/** A published document made of the given sections. */
function written(parts: Part[], more: Record<string, Json> = {}): StoredRecord {
	const content = parts.map(({ html }) => html ?? '').join('\n');
	const document = bench.add('documents', home(), {
		name: 'Runbook',
		content,
		published: true,
		archived: false,
		document_folder_id: null,
		...more,
	});
	for (const [sort, { type = 'Text', html = '', level }] of parts.entries()) {
		bench.sandbox.store.insert('document_sections', {
			document_id: Number(document.id),
			resource_type: `Document::${type}`,
			content: html,
			level: level ?? null,
			duration: null,
			reset_count: false,
			sort,
		});
	}
	return document;
}

function sections(document: StoredRecord | string): StoredRecord[] {
	const id = typeof document === 'string' ? document : document.id;
	return [...bench.sandbox.store.related('document_sections', 'document_id', id)].sort(
		(a, b) => Number(a.attributes.sort) - Number(b.attributes.sort),
	);
}

const bodies = (document: StoredRecord | string): unknown[] =>
	sections(document).map(({ attributes }) => attributes.content);

const create = async (parameters: IDataObject, more: Parameters<typeof bench.run>[3] = {}) =>
	await bench.run(
		'document',
		'create',
		{ organizationId: byId(home()), name: 'Client Guide', ...parameters },
		more,
	);

const update = async (
	document: StoredRecord,
	body: string,
	options: IDataObject = {},
	more: IDataObject = {},
) =>
	await bench.run('document', 'update', {
		documentId: byId(document),
		updateFields: { content: body },
		...options,
		...more,
	});

const named = (name: string): StoredRecord[] =>
	bench.sandbox.store.all('documents').filter(({ attributes }) => attributes.name === name);

const TEXT = '<p>Old body</p>';

describe('Create', () => {
	it('stores HTML as a section and publishes it', async () => {
		const result = await create({ content: '<h2>Hi</h2><p>there</p>' });
		const record = only(result);
		expect(record).toMatchObject({ name: 'Client Guide', published: true });
		expect(bodies(String(record.id))).toEqual(['<h2>Hi</h2><p>there</p>']);
		expect(lines(bench.writes())).toEqual([
			'POST /documents',
			`POST /documents/${String(record.id)}/relationships/sections`,
			`PATCH /documents/${String(record.id)}/publish`,
		]);
		expect(sentBy(bench.writes()[0])).not.toHaveProperty('content');
		expect(record).not.toHaveProperty('content');
	});

	it('turns Markdown into HTML', async () => {
		const result = await create({
			content: '# Hi\n\n- one\n- **two** <b>x</b> & y',
			bodyFormat: 'markdown',
		});
		const [body] = bodies(String(only(result).id));
		expect(body).toMatch(/<h1[^>]*>Hi<\/h1>/);
		expect(body).toMatch(/<li>[\s\S]*<strong>two<\/strong>/);
	});

	it('leaves a draft when Publish is off', async () => {
		const result = await create({ content: TEXT, publish: false });
		expect(only(result)).toMatchObject({ published: false });
		expect(lines(bench.writes()).some((line) => line.endsWith('/publish'))).toBe(false);
	});

	it('creates no section without a body', async () => {
		const result = await create({});
		expect(bodies(String(only(result).id))).toEqual([]);
	});

	it('puts the body on the document where the account has no sections', async () => {
		bench.assume({ sectionsAvailable: false });
		const result = await create({ content: TEXT, publish: false });
		expect(said(result)).toBe('(success)');
		expect(bench.stored(String(only(result).id), 'documents').attributes.content).toBe(TEXT);
	});
});

describe('Update with Body Mode Replace', () => {
	it('re-writes the one text section and keeps its id', async () => {
		const document = written([{ html: TEXT }]);
		const [before] = sections(document);
		const result = await update(document, '<p>New</p>');
		expect(said(result)).toBe('(success)');
		expect(sections(document)).toMatchObject([
			{ id: before?.id, attributes: { content: '<p>New</p>' } },
		]);
		expect(lines(bench.writes())).toEqual([
			`PATCH /documents/${document.id}/relationships/sections/${before?.id ?? ''}`,
			`PATCH /documents/${document.id}/publish`,
		]);
	});

	it('creates a section where there is none', async () => {
		const document = written([]);
		await update(document, '<p>New</p>');
		expect(bodies(document)).toEqual(['<p>New</p>']);
	});

	const REFUSED: Array<[string, Part[]]> = [
		['several text sections', [{ html: TEXT }, { html: '<p>Second</p>' }]],
		['a heading', [{ type: 'Heading', html: 'Title', level: 2 }]],
		['a step', [{ type: 'Step', html: '<p>Do it</p>' }]],
		['a gallery beside the text', [{ html: TEXT }, { type: 'Gallery', html: null }]],
	];
	it.each(REFUSED)('refuses %s, lists them and changes nothing', async (_name, parts) => {
		const document = written(parts);
		const before = structuredClone(sections(document));
		const result = await bench.run('document', 'update', {
			documentId: byId(document),
			publish: true,
			updateFields: { content: '<p>New</p>', name: 'Renamed' },
		});
		expect(result.status).toBe('error');
		expect(result.error?.message).toMatch(new RegExp(`${parts.length} section`));
		for (const { type = 'Text' } of parts) expect(result.error?.description).toContain(type);
		for (const { id } of before) expect(result.error?.description).toContain(id);
		expect(result.error?.description).toMatch(
			/Nothing was changed.*Append Section.*Replace Everything/,
		);
		expect(sections(document)).toEqual(before);
		expect(bench.stored(document).attributes.name).toBe('Runbook');
		expect(bench.writes()).toEqual([]);
	});

	it('does not look at the sections when no body is given', async () => {
		const document = written([{ type: 'Heading', html: 'Title', level: 2 }, { html: TEXT }]);
		const result = await bench.run('document', 'update', {
			documentId: byId(document),
			updateFields: { name: 'Renamed' },
		});
		expect(only(result)).toMatchObject({ name: 'Renamed' });
		expect(sections(document)).toHaveLength(2);
	});

	it('puts the body on the document where the account has no sections', async () => {
		bench.assume({ sectionsAvailable: false });
		const document = written([]);
		await update(document, '<p>New</p>');
		expect(bench.stored(document).attributes.content).toBe('<p>New</p>');
	});
});

describe('Update with Body Mode Append Section', () => {
	it('adds a section at the end and leaves the others alone', async () => {
		const document = written([{ type: 'Heading', html: 'Title', level: 2 }, { html: TEXT }]);
		const before = sections(document).map(({ id }) => id);
		await update(document, 'Some *more*', { bodyMode: 'append', bodyFormat: 'markdown' });
		expect(
			sections(document)
				.map(({ id }) => id)
				.slice(0, 2),
		).toEqual(before);
		expect(bodies(document)).toEqual([
			'Title',
			TEXT,
			expect.stringMatching(/<p>Some <em>more<\/em><\/p>/),
		]);
	});

	it('takes turns where several items append to the same document', async () => {
		const document = written([{ html: TEXT }]);
		bench.sandbox.faults.add({ kind: 'slow', method: 'POST', delayMs: 150 });
		await bench.run(
			'document',
			'update',
			{
				documentId: byId(document),
				updateFields: { content: '={{ $json.body }}' },
				bodyMode: 'append',
			},
			{ input: [1, 2, 3].map((at) => ({ body: `<p>${at}</p>` })) },
		);
		expect(bodies(document)).toEqual([TEXT, '<p>1</p>', '<p>2</p>', '<p>3</p>']);
	});

	it('adds behind the last section, however far it has come', async () => {
		const document = written(['at 0', 'at 5', 'at 9'].map((html) => ({ html })));
		sections(document).forEach((section, at) =>
			bench.sandbox.store.update(section, { sort: [0, 5, 9][at] }),
		);
		await update(document, 'new', { bodyMode: 'append' });
		expect(sections(document).map(({ attributes: { sort, content } }) => [sort, content])).toEqual([
			[0, 'at 0'],
			[5, 'at 5'],
			[9, 'at 9'],
			[10, 'new'],
		]);
	});
});

describe('Update with Body Mode Replace Everything', () => {
	const PARTS: Part[] = [
		{ type: 'Heading', html: 'Title', level: 2 },
		{ html: TEXT },
		{ type: 'Gallery', html: null },
	];

	it('writes the new section before it deletes the old ones, and says how many', async () => {
		const document = written(PARTS);
		const old = sections(document).map(({ id }) => id);
		const result = await update(document, '<p>New</p>', { bodyMode: 'replaceEverything' });
		expect(said(result)).toBe('(success)');
		expect(bodies(document)).toEqual(['<p>New</p>']);
		const base = `/documents/${document.id}/relationships/sections`;
		expect(lines(bench.writes())).toEqual([
			`POST ${base}`,
			...old.map((id) => `DELETE ${base}/${id}`),
			`PATCH /documents/${document.id}/publish`,
		]);
		expect(hintsOf(result)).toEqual([expect.stringMatching(/3 sections with 0 images/)]);
	});

	it('counts the images that go', async () => {
		const document = written([{ html: TEXT }]);
		const [section] = sections(document);
		const images = [{ id: 1 }, { id: 2 }];
		const body = {
			data: [
				{
					id: section?.id ?? '',
					type: 'document-sections',
					attributes: { 'resource-type': 'Document::Gallery', 'document-images': images, sort: 0 },
				},
			],
			meta: { 'current-page': 1, 'next-page': null, 'total-pages': 1, 'total-count': 1 },
		};
		bench.sandbox.faults.add({
			kind: 'status',
			status: 200,
			method: 'GET',
			path: /sections$/,
			body: body as Json,
		});
		const result = await update(document, '<p>New</p>', { bodyMode: 'replaceEverything' });
		expect(hintsOf(result)).toEqual([expect.stringMatching(/1 section with 2 images/)]);
	});

	it('leaves the old body in place when the new one cannot be stored', async () => {
		const document = written(PARTS);
		bench.sandbox.faults.add({ kind: 'status', status: 422, method: 'POST', path: /sections$/ });
		const result = await update(document, '<p>New</p>', { bodyMode: 'replaceEverything' });
		expect(result.status).toBe('error');
		expect(sections(document)).toHaveLength(3);
	});

	it('says what is done and missing when deleting breaks off', async () => {
		const document = written(PARTS);
		bench.sandbox.faults.add({
			kind: 'status',
			status: 422,
			method: 'DELETE',
			path: /sections/,
			after: 1,
		});
		const result = await update(
			document,
			'<p>New</p>',
			{ bodyMode: 'replaceEverything' },
			{ publish: true },
		);
		expect(said(result)).toContain(document.id);
		expect(result.error?.description).toMatch(
			/Done so far: store the body\. Still missing: (?=.*delete the old sections)(?=.*publish)/,
		);
		expect(bodies(document)).toContain('<p>New</p>');
	});
});

describe('Publish', () => {
	it('is a switch of Update', async () => {
		const document = written([{ html: TEXT }]);
		const result = await update(document, '<p>New</p>', {}, { publish: true });
		expect(only(result)).toMatchObject({ published: true });
		expect(bench.stored(document).attributes.content).toBe('<p>New</p>');
		expect(lines(bench.writes()).slice(-1)).toEqual([`PATCH /documents/${document.id}/publish`]);
	});

	it('is on, and off leaves a draft', async () => {
		const document = written([{ html: TEXT }]);
		expect(only(await update(document, '<p>New</p>')).published).toBe(true);
		expect(only(await update(document, '<p>Newer</p>', { publish: false })).published).toBe(false);
		expect(bench.stored(document).attributes.content).toBe('<p>New</p>');
	});

	it('does nothing without a body: what others have not published stays so', async () => {
		const document = written([{ html: TEXT }], { published: false });
		const parameters = { documentId: byId(document), updateFields: { name: 'Renamed' } };
		await bench.run('document', 'update', parameters);
		expect(lines(bench.writes())).toEqual([`PATCH /documents/${document.id}`]);
		const alone = await bench.run('document', 'update', { documentId: byId(document) });
		expect(said(alone)).toMatch(/There is nothing to update/);
	});

	it('leaves a draft of somebody else alone when a section is added', async () => {
		const document = written([{ html: TEXT }]);
		const [section] = sections(document);
		if (section) section.attributes.content = '<p>Half a thought</p>';
		bench.stored(document).attributes.published = false;
		bench.stored(document).attributes.published_at = '2026-01-31T00:00:00Z';
		const result = await update(document, '<p>More</p>', { bodyMode: 'append' });
		expect(bodies(document)).toEqual(['<p>Half a thought</p>', '<p>More</p>']);
		expect(lines(bench.writes()).filter((line) => line.endsWith('/publish'))).toEqual([]);
		expect(hintsOf(result).join()).toMatch(/a draft was open before.*not published/);
	});

	it.each<[string, IDataObject, RegExp]>([
		['# Title\n\n- one\n- two', {}, /looks like Markdown but is read as HTML/],
		['Call **Ann** first', {}, /looks like Markdown/],
		['<p>Call Ann</p>', { bodyFormat: 'markdown' }, /looks like HTML but is read as Markdown/],
	])('a body in the other format gets a note: %j', async (body, options, note) => {
		const document = written([{ html: TEXT }]);
		expect(hintsOf(await update(document, body, options)).join()).toMatch(note);
	});

	it.each<[string, IDataObject]>([
		['<p>1. Call Ann</p><p>2. Call Bert</p>', {}],
		['Call Ann - or Bert', {}],
		['# Title\n\n<p>both</p> and **more**', { bodyFormat: 'markdown' }],
	])('a body in the chosen format gets none: %j', async (body, options) => {
		const document = written([{ html: TEXT }]);
		expect(hintsOf(await update(document, body, options)).join()).not.toMatch(/looks like/);
	});

	it.each([[true], [false]])('is an operation (PATCH: %s)', async (publishIsPatch) => {
		bench.assume({ publishIsPatch });
		const document = written([{ html: TEXT }], { published: false });
		const result = await bench.run('document', 'publish', { documentId: byId(document) });
		expect(only(result)).toMatchObject({ id: document.id, published: true });
	});

	it('says that it is done when only reading it back failed', async () => {
		const document = written([{ html: TEXT }], { published: false });
		bench.sandbox.faults.add({
			kind: 'status',
			status: 404,
			method: 'GET',
			path: `/documents/${document.id}`,
		});
		const result = await bench.run('document', 'publish', { documentId: byId(document) });
		expect(bench.stored(document).attributes.published).toBe(true);
		expect(result.error?.description).toContain('Done so far: publish.');
		expect(result.error?.description).toContain('Still missing: read it back.');
	});

	it('says so when the document does not exist, and tries no other route', async () => {
		const result = await bench.run('document', 'publish', { documentId: byId('12') });
		expect(said(result)).toMatch(/Document 12 was not found/);
		expect(bench.writes()).toHaveLength(1);
	});
});

describe('Get', () => {
	it('leaves body and sections out', async () => {
		const record = only(
			await bench.run('document', 'get', { documentId: byId(written([{ html: TEXT }])) }),
		);
		expect(record).not.toHaveProperty('content');
		expect(record).not.toHaveProperty('sections');
	});

	it.each<[string, Partial<typeof bench.sandbox.assumptions>]>([
		['as relationship', {}],
		['as attribute', { documentSectionsAsAttribute: true }],
		['not at all', { documentShowReturnsSections: false }],
	])('brings them with Include Body, where IT Glue sends sections %s', async (_name, flipped) => {
		bench.assume(flipped);
		const document = written([{ type: 'Heading', html: 'Title', level: 2 }, { html: TEXT }]);
		const record = only(
			await bench.run('document', 'get', {
				documentId: byId(document),
				options: { includeBody: true },
			}),
		);
		expect(record.content).toBe(bench.stored(document).attributes.content);
		expect(record.sections).toEqual([
			expect.objectContaining({ id: sections(document)[0]?.id }),
			expect.objectContaining({ id: sections(document)[1]?.id }),
		]);
	});

	it('makes the body of a draft up from its sections', async () => {
		const document = written([{ type: 'Heading', html: 'Title', level: 2 }, { html: TEXT }], {
			content: null,
			published: false,
		});
		const record = only(
			await bench.run('document', 'get', {
				documentId: byId(document),
				options: { includeBody: true },
			}),
		);
		expect(record.content).toBe(`<h2>Title</h2>\n${TEXT}`);
	});

	it('brings the body where the account has no sections', async () => {
		bench.assume({ sectionsAvailable: false });
		const document = written([], { content: TEXT });
		const record = only(
			await bench.run('document', 'get', {
				documentId: byId(document),
				options: { includeBody: true },
			}),
		);
		expect(record.content).toBe(TEXT);
	});
});

describe('Get Many', () => {
	const all = (): string[] => bench.sandbox.store.all('documents').map(({ id }) => id);

	it('walks all organizations and their nested folders, and says with how many requests', async () => {
		const result = await bench.run('document', 'getAll', { returnAll: true });
		expect(
			jsons(result)
				.map(({ id }) => id)
				.sort(),
		).toEqual(all().sort());
		const count = bench.sandbox.store.all('organizations').length;
		expect(hintsOf(result)).toEqual([
			expect.stringContaining(
				`${count} of ${count} organizations were read with ${bench.sandbox.journal.length} requests`,
			),
		]);
		expect(result.output[0]?.json).not.toHaveProperty('content');
	});

	it('reads one organization with its folders and leaves no hint', async () => {
		const organization = bench.organization(3);
		const result = await bench.run('document', 'getAll', {
			organizationId: byId(organization),
			returnAll: true,
		});
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
		expect(hintsOf(result)).toEqual([]);
	});

	it('stops at Limit', async () => {
		const result = await bench.run('document', 'getAll', { limit: 2 });
		expect(result.output).toHaveLength(2);
		const asked = new Set(
			bench.sandbox.journal.flatMap(({ path }) => /^\/organizations\/(\d+)/.exec(path)?.[1] ?? []),
		);
		expect(asked.size).toBe(1);
		expect(hintsOf(result)).toEqual([
			expect.stringMatching(
				new RegExp(`1 of 8 organizations were read with ${bench.sandbox.journal.length} requests`),
			),
		]);
	});

	it('gives whole organizations in order up to Limit', async () => {
		const result = await bench.run('document', 'getAll', { limit: 5 });
		const [first, second] = [...bench.sandbox.store.all('organizations')].sort(
			(a, b) => Number(a.id) - Number(b.id),
		) as [StoredRecord, StoredRecord];
		expect(jsons(result).map(({ organization_id: id }) => String(id))).toEqual([
			first.id,
			first.id,
			first.id,
			second.id,
			second.id,
		]);
	});

	it('finds what lies in folders where folders are closed to API keys, and says that it was another way', async () => {
		bench.assume({ documentFoldersAvailable: false });
		const organization = bench.organization(3);
		const result = await bench.run('document', 'getAll', {
			organizationId: byId(organization),
			returnAll: true,
		});
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
		expect(hintsOf(result)).toEqual([expect.stringMatching(/folders/)]);
	});

	it('narrows to one folder', async () => {
		const document = bench
			.within('documents', bench.organization(3))
			.find(({ attributes }) => attributes.document_folder_id !== null) as StoredRecord;
		const folder = String(document.attributes.document_folder_id);
		const result = await bench.run('document', 'getAll', {
			organizationId: byId(bench.organization(3)),
			returnAll: true,
			filters: { documentFolderId: folder },
		});
		expect(jsons(result).map(({ id }) => id)).toEqual([document.id]);
	});

	it('filters by name, ignoring case, in folders too', async () => {
		const [document] = bench
			.within('documents', bench.organization(3))
			.filter(({ attributes }) => attributes.document_folder_id !== null);
		const result = await bench.run('document', 'getAll', {
			organizationId: byId(bench.organization(3)),
			filters: { name: String(document?.attributes.name).toUpperCase() },
		});
		expect(jsons(result).map(({ id }) => id)).toContain(document?.id);
	});

	it('includes bodies when asked to', async () => {
		const result = await bench.run('document', 'getAll', {
			organizationId: byId(home()),
			options: { includeBody: true },
		});
		expect(
			jsons(result).some(({ content }) => typeof content === 'string' && content.includes('<p>')),
		).toBe(true);
	});

	it('of all organizations reads no further than Limit', async () => {
		const result = await bench.run('document', 'getAll', { limit: 1 });
		expect(result.output).toHaveLength(1);
		const lists = bench.sandbox.journal.filter(({ path }) => path.endsWith('/documents'));
		expect(lists.map(({ query }) => query['page[size]'])).toEqual(['1']);
		expect(bench.sandbox.journal).toHaveLength(2);
	});

	it('leaves the body out in every shape unless asked for it', async () => {
		bench.add('documents', home(), { name: 'Long', content: '<p>marked body</p>' });
		const parameters = { organizationId: byId(home()), returnAll: true };
		for (const simplify of [true, false]) {
			const without = await bench.run('document', 'getAll', { ...parameters, simplify });
			expect(said(without)).toBe('(success)');
			expect(without.everything).not.toContain('marked body');
			const options = { includeBody: true };
			const asked = await bench.run('document', 'getAll', { ...parameters, simplify, options });
			expect(JSON.stringify(jsons(asked))).toContain('marked body');
		}
	});
});

describe('a create that broke off', () => {
	const BREAKS: Array<
		[string, Parameters<typeof bench.sandbox.faults.add>[0], string[], string[]]
	> = [
		[
			'at its body',
			{ kind: 'status', status: 422, method: 'POST', path: /sections$/ },
			['create'],
			['store the body', 'publish'],
		],
		[
			'at its body, without an answer',
			{ kind: 'resetAfter', method: 'POST', path: /sections$/ },
			['create'],
			['store the body', 'publish'],
		],
		[
			'at publishing',
			{ kind: 'status', status: 422, path: /publish$/ },
			['create', 'store the body'],
			['publish'],
		],
	];

	it.each(BREAKS)(
		'%s names the record, what is done and what is missing',
		async (_name, fault, completed, missing) => {
			bench.sandbox.faults.add(fault);
			const result = await create({ content: TEXT });
			const [document] = named('Client Guide') as [StoredRecord];
			expect(said(result)).toContain(document.id);
			expect(result.error?.description).toContain(`Done so far: ${completed.join(', ')}.`);
			expect(result.error?.description).toContain(`Still missing: ${missing.join(', ')}.`);
			expect(result.error?.description).toContain('Update Existing');
			expect(result.error?.description).not.toMatch(
				/Nothing was changed|document may have been created/,
			);
		},
	);

	it.each(BREAKS)('%s does so under Continue On Fail', async (_name, fault, completed, missing) => {
		bench.sandbox.faults.add(fault);
		const result = await create(
			{ name: '={{ $json.name }}', content: TEXT },
			{ input: [{ name: 'Client Guide' }], onError: 'continueErrorOutput' },
		);
		const [document] = named('Client Guide') as [StoredRecord];
		expect(result.errorOutput[0]?.json).toMatchObject({
			error: expect.any(String),
			message: expect.any(String),
			details: { id: document.id, completed, missing },
		});
	});

	it.each(BREAKS)(
		'%s is completed by a re-run with Update Existing, without a duplicate',
		async (_name, fault) => {
			bench.sandbox.faults.add(fault);
			await create({ content: TEXT });
			const again = await create({ content: TEXT, ifExists: 'updateExisting' });
			expect(said(again)).toBe('(success)');
			const documents = named('Client Guide');
			expect(documents).toHaveLength(1);
			expect(bodies(documents[0] as StoredRecord)).toEqual([TEXT]);
			expect(documents[0]?.attributes).toMatchObject({ published: true, content: TEXT });

			const writes = bench.writes().length;
			const third = await create({ content: TEXT, ifExists: 'updateExisting' });
			expect(only(third)).toMatchObject({ id: documents[0]?.id });
			expect(bench.writes()).toHaveLength(writes);
		},
	);

	it('leaves the other items alone', async () => {
		bench.sandbox.faults.add({ kind: 'status', status: 422, path: /publish$/ });
		const result = await create(
			{ name: '={{ $json.name }}', content: TEXT },
			{ input: [{ name: 'A' }, { name: 'B' }, { name: 'C' }], onError: 'continueErrorOutput' },
		);
		expect(result.output).toHaveLength(2);
		expect(result.errorOutput).toHaveLength(1);
		expect(['A', 'B', 'C'].map((name) => named(name).length)).toEqual([1, 1, 1]);
	});
});

describe('Update Existing', () => {
	it("does not publish a colleague's draft when nothing differs", async () => {
		const document = written([{ html: TEXT }]);
		const result = await create({ name: 'Runbook', content: TEXT, ifExists: 'updateExisting' });
		expect(only(result)).toMatchObject({ id: document.id });
		expect(bench.writes()).toEqual([]);
	});

	it('replaces a body that differs and publishes', async () => {
		const document = written([{ html: TEXT }]);
		await create({ name: 'Runbook', content: '<p>New</p>', ifExists: 'updateExisting' });
		expect(bodies(document)).toEqual(['<p>New</p>']);
		expect(bench.stored(document).attributes).toMatchObject({
			content: '<p>New</p>',
			published: true,
		});
	});

	it('refuses to replace several sections, and changes nothing', async () => {
		const document = written([{ html: TEXT }, { html: '<p>x</p>' }]);
		const result = await create({
			name: 'Runbook',
			content: '<p>New</p>',
			ifExists: 'updateExisting',
			additionalFields: { description: 'changed' },
		});
		expect(said(result)).toMatch(/2 sections/);
		expect(bodies(document)).toHaveLength(2);
		expect(bench.writes()).toEqual([]);
	});
});

it('archives, unarchives and deletes', async () => {
	const document = written([{ html: TEXT }]);
	const parameters = { documentId: byExpression('={{ $json.id }}') };
	const input = [{ id: document.id }];
	expect(only(await bench.run('document', 'archive', parameters, { input }))).toMatchObject({
		archived: true,
	});
	expect(only(await bench.run('document', 'unarchive', parameters, { input }))).toMatchObject({
		archived: false,
	});
	expect(only(await bench.run('document', 'delete', parameters, { input }))).toEqual({
		deleted: true,
		id: document.id,
	});
	expect(sections(document)).toEqual([]);
	const methods: Array<JournalEntry['method']> = bench.writes().map(({ method }) => method);
	expect(methods).toEqual(['PATCH', 'PATCH', 'DELETE']);
});
