import {
	bench,
	body,
	bulk,
	firstError,
	freeOrganization,
	list,
	one,
	pick,
	stopAll,
	type Bench,
} from './client';

afterAll(stopAll);

describe.each(['strict', 'seed'] as const)('documents in the %s profile', (profile) => {
	let on: Bench;
	let organization: string;
	let path: string;
	beforeAll(async () => {
		on = await bench({ profile });
	});
	beforeEach(() => {
		on.sandbox.reset();
		organization = pick(
			on.sandbox,
			'organizations',
			(record) =>
				on.sandbox.store.related('document_folders', 'organization_id', record.id).length === 3,
		).id;
		path = `/organizations/${organization}/relationships/documents`;
	});

	const ids = async (params: Record<string, string> = {}) =>
		list(await on.http.get(path, { params })).map(({ id }) => id);
	const stored = () => on.sandbox.store.related('documents', 'organization_id', organization);

	it('lists the root only without a folder filter, or everything in the seed profile', async () => {
		const root = stored().filter((record) => record.attributes.document_folder_id === null);
		expect(root.length).toBeLessThan(stored().length);
		expect(await ids()).toEqual((profile === 'strict' ? root : stored()).map(({ id }) => id));
		expect(await ids({ 'filter[document_folder_id]': 'null' })).toEqual(root.map(({ id }) => id));
	});

	it('lists a folder, all folders, or a document by id', async () => {
		const foldered = stored().filter((record) => record.attributes.document_folder_id !== null);
		const [first] = foldered;
		const folder = String(first?.attributes.document_folder_id);
		expect(await ids({ 'filter[document_folder_id]': folder })).toEqual(
			foldered
				.filter((record) => String(record.attributes.document_folder_id) === folder)
				.map(({ id }) => id),
		);
		expect(await ids({ 'filter[document-folder-id][ne]': 'null' })).toEqual(
			foldered.map(({ id }) => id),
		);
		expect(await ids({ 'filter[id]': first?.id ?? '' })).toEqual([first?.id]);
	});

	it('keeps the body in sections: draft until published, then unchanged until published again', async () => {
		const created = one(
			await on.http.post(path, body('documents', { name: 'Runbook', content: '<p>given</p>' })),
		);
		expect(created.attributes).toMatchObject({
			content: profile === 'strict' ? null : '<p>given</p>',
			published: false,
		});
		const sections = `/documents/${created.id}/relationships/sections`;
		const read = async () => one(await on.http.get(`/documents/${created.id}`));
		const section = await on.http.post(
			sections,
			body('document-sections', { 'resource-type': 'Document::Text', content: '<p>one</p>' }),
		);
		expect([section.status, one(section).attributes]).toEqual([
			201,
			expect.objectContaining({ sort: 0, 'rendered-content': '<p>one</p>' }),
		]);
		expect((await read()).attributes.content).toBe(created.attributes.content);
		expect((await on.http.patch(`/documents/${created.id}/publish`)).status).toBe(200);
		expect((await read()).attributes).toMatchObject({ content: '<p>one</p>', published: true });
		await on.http.patch(
			`${sections}/${one(section).id}`,
			body('document-sections', { content: '<p>two</p>' }),
		);
		expect((await read()).attributes).toMatchObject({ content: '<p>one</p>', published: false });
		await on.http.patch(`${path}/${created.id}/publish`, { data: {} });
		expect((await read()).attributes.content).toBe('<p>two</p>');
	});

	it('returns the sections with one document', async () => {
		const many = pick(
			on.sandbox,
			'documents',
			(record) =>
				on.sandbox.store.related('document_sections', 'document_id', record.id).length === 3,
		);
		const { data } = await on.http.get(`/documents/${many.id}`);
		expect(data.data.relationships.sections.data).toHaveLength(3);
		expect(data.included.map((item: { type: string }) => item.type)).toEqual([
			'document-sections',
			'document-sections',
			'document-sections',
		]);
	});

	it('refuses sections that are not right', async () => {
		const sections = `/documents/${pick(on.sandbox, 'documents').id}/relationships/sections`;
		const attempt = async (attributes: Record<string, unknown>, extra = {}) =>
			await on.http.post(sections, body('document_sections', attributes, extra));
		const untyped = await attempt({ 'section-type': 'Document::Text' });
		expect([untyped.status, firstError(untyped).detail]).toEqual([
			400,
			'param is missing or the value is empty: resource_type',
		]);
		expect(
			(await attempt({ resource_type: 'Document::Text' }, { relationships: { resource: {} } }))
				.status,
		).toBe(400);
		expect((await attempt({ resource_type: 'Document::Heading', content: 'x' })).status).toBe(422);
		expect(
			(await attempt({ resource_type: 'Document::Heading', content: 'x', level: 2 })).status,
		).toBe(201);
	});

	it('publishes with PATCH; POST is for the seed profile', async () => {
		const { id } = pick(on.sandbox, 'documents');
		const post = await on.http.post(`/documents/${id}/publish`, { data: {} });
		expect(post.status).toBe(profile === 'strict' ? 404 : 200);
	});

	it('moves between folders of the organization only', async () => {
		const document = stored()[0];
		const own = pick(
			on.sandbox,
			'document_folders',
			(record) => String(record.attributes.organization_id) === organization,
		);
		const foreign = pick(
			on.sandbox,
			'document_folders',
			(record) => String(record.attributes.organization_id) !== organization,
		);
		const move = async (folder: string) =>
			await on.http.patch(
				`/documents/${document?.id}`,
				body('documents', { 'document-folder-id': Number(folder) }),
			);
		expect((await move(own.id)).status).toBe(200);
		const refused = await move(foreign.id);
		expect([refused.status, firstError(refused).detail]).toEqual([
			422,
			'must exist in the same organization',
		]);
	});

	it('has folders in folders with ancestors and counts', async () => {
		const folders = list(
			await on.http.get(`/organizations/${organization}/relationships/document_folders`),
		);
		const nested = folders.find(({ attributes }) => attributes['parent-id'] !== null);
		expect(nested?.attributes['ancestor-ids']).toEqual([nested?.attributes['parent-id']]);
		for (const { id, attributes } of folders)
			expect(attributes['documents-count']).toBe(
				on.sandbox.store.related('documents', 'document_folder_id', id).length,
			);
		expect((await on.http.get('/document_folders')).status).toBe(404);
	});

	it('archives and deletes in bulk, sections included', async () => {
		const [first, second] = stored();
		const archived = await on.http.patch(
			'/documents',
			bulk('documents', [{ id: Number(first?.id), archived: true }]),
		);
		expect(list(archived)[0]?.attributes.archived).toBe(true);
		const gone = await on.http.delete(path, {
			data: bulk('documents', [{ id: Number(second?.id) }]),
		});
		expect(gone.status).toBe(200);
		expect(on.sandbox.store.related('document_sections', 'document_id', second?.id)).toEqual([]);
		const foreign = pick(
			on.sandbox,
			'documents',
			(record) => String(record.attributes.organization_id) !== organization,
		);
		expect(
			(await on.http.delete(path, { data: bulk('documents', [{ id: Number(foreign.id) }]) }))
				.status,
		).toBe(404);
	});
});

it('takes images for galleries and documents, gives them with the section, deletes them with it', async () => {
	const { http, sandbox } = await bench();
	const document = pick(sandbox, 'documents');
	const sections = `/documents/${document.id}/relationships/sections`;
	const gallery = one(
		await http.post(sections, body('document-sections', { resource_type: 'Document::Gallery' })),
	);
	const image = (content: string) =>
		body('document-images', {
			target: { type: 'gallery', id: gallery.id },
			image: { content, 'file-name': 'rack.png' },
		});
	const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]).toString('base64');
	const created = await http.post('/document_images', image(png));
	expect([created.status, one(created).attributes]).toEqual([
		201,
		expect.objectContaining({ name: 'rack.png', size: 8, 'document-id': Number(document.id) }),
	]);
	expect(firstError(await http.post('/document_images', image('AAAA'))).detail).toBe(
		'NotIdentifiedByImageMagickError',
	);
	expect(one(await http.get(`${sections}/${gallery.id}`)).attributes['document-images']).toEqual([
		{ id: Number(one(created).id), name: 'rack.png' },
	]);
	expect((await http.delete(`${sections}/${gallery.id}`)).status).toBe(204);
	expect((await http.get(`/document_images/${one(created).id}`)).status).toBe(404);
});

it('strips data: images from section text', async () => {
	const { http, sandbox } = await bench();
	const { id } = one(
		await http.post(
			`/organizations/${freeOrganization(sandbox).id}/relationships/documents`,
			body('documents', { name: 'Pictures' }),
		),
	);
	const section = await http.post(
		`/documents/${id}/relationships/sections`,
		body('document-sections', {
			resource_type: 'Document::Text',
			content: '<img src="data:image/png;base64,AAAA"><img src="https://example.com/a.png">',
		}),
	);
	expect(one(section).attributes.content).toBe('<img src=""><img src="https://example.com/a.png">');
});
