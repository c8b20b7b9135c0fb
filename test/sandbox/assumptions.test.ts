import type { AxiosResponse } from 'axios';
import {
	addFlexibleAsset,
	addFlexibleType,
	ASSUMPTIONS,
	type AssumptionName,
	type Attributes,
	type NewField,
	type SandboxOptions,
} from '../../sandbox';
import {
	bench,
	body,
	bulk,
	client,
	freeOrganization,
	list,
	one,
	pick,
	stopAll,
	type Bench,
} from './client';

afterAll(stopAll);

/** What a client can see of an assumption; must differ once it is flipped. */
type Probe = (on: Bench) => Promise<unknown>;

const count = async (
	{ http }: Bench,
	path: string,
	params: Record<string, string>,
): Promise<unknown> => {
	const { status, data } = await http.get(path, { params: { 'page[size]': '1000', ...params } });
	return [status, data.data?.length];
};

const withFolder = ({ sandbox }: Bench) => {
	const folder = pick(
		sandbox,
		'document_folders',
		(record) => sandbox.store.related('documents', 'document_folder_id', record.id).length > 0,
	);
	return {
		folder,
		path: `/organizations/${String(folder.attributes.organization_id)}/relationships`,
	};
};

const documentCount = async (on: Bench, params: Record<string, string>) =>
	await count(on, `${withFolder(on).path}/documents`, params);

const twoContacts = ({ sandbox }: Bench) =>
	sandbox.store
		.all('contacts')
		.filter(({ psa }) => psa === undefined)
		.slice(0, 2);

async function afterSectionEdit(on: Bench): Promise<unknown> {
	const section = pick(on.sandbox, 'document_sections');
	const document = String(section.attributes.document_id);
	await on.http.patch(
		`/documents/${document}/relationships/sections/${section.id}`,
		body('document-sections', { content: 'x' }),
	);
	return one(await on.http.get(`/documents/${document}`)).attributes.published;
}

const TEXT: NewField = { name: 'Text', kind: 'Text' };
const CHOICE: NewField = { name: 'Choice', kind: 'Select', default_value: 'One\nTwo' };
const TAG: NewField = { name: 'Tag', kind: 'Tag', tag_type: 'Contacts' };
const UPLOAD: NewField = { name: 'Upload', kind: 'Upload' };
const PASSWORD: NewField = { name: 'Password', kind: 'Password' };

const assetWith = ({ sandbox }: Bench, fields: NewField[], traits: Attributes) =>
	addFlexibleAsset(sandbox.store, {
		type: addFlexibleType(sandbox.store, { name: 'Probe', fields }).type,
		organizationId: freeOrganization(sandbox).id,
		traits,
	});

async function patchTraits(
	on: Bench,
	fields: NewField[],
	traits: Attributes,
	changes: Attributes,
): Promise<AxiosResponse> {
	const { id } = assetWith(on, fields, traits);
	return await on.http.patch(
		`/flexible_assets/${id}`,
		body('flexible-assets', { traits: changes }),
	);
}

/** What the first file of an Upload field looks like. */
async function uploadOf(on: Bench): Promise<unknown> {
	const file = { content: 'QQ==', file_name: 'a.txt' };
	const answer = one(await patchTraits(on, [UPLOAD], {}, { upload: file }));
	return (answer.attributes.traits as { upload: { values: unknown[] } }).upload.values[0];
}

const status = async (answer: Promise<{ status: number }>) => (await answer).status;

const PROBES: Record<AssumptionName, Probe> = {
	filterNameCaseSensitive: async (on) =>
		await count(on, '/organizations', { 'filter[name]': 'lakeside veterinary clinic' }),
	filterNameExact: async (on) => await count(on, '/organizations', { 'filter[name]': 'Baker' }),
	commaListsMatchLiterally: async (on) =>
		await count(on, '/organizations', { 'filter[name]': 'Baker, Lyons & Co' }),
	indexShowsArchived: async (on) => [
		await count(on, '/configurations', {}),
		(await count(on, '/configurations', { 'filter[archived]': 'true' })) !== undefined,
	],
	bulkRefusedAsAWhole: async (on) => {
		const [contact] = twoContacts(on);
		const answer = await on.http.patch(
			'/contacts',
			bulk('contacts', [
				{ id: Number(contact?.id), title: 'Changed' },
				{ id: 1, title: 'x' },
			]),
		);
		return [answer.status, contact?.attributes.title === 'Changed'];
	},
	bulkDeleteAnswers204: async (on) =>
		await status(
			on.http.delete('/contacts', {
				data: bulk('contacts', [{ id: Number(twoContacts(on)[0]?.id) }]),
			}),
		),
	createAnswers200: async ({ http }) =>
		await status(http.post('/organizations', body('organizations', { name: 'New' }))),
	validationIs400: async ({ http }) =>
		await status(
			http.post('/organizations', body('organizations', { name: 'x', organization_type_id: 1 })),
		),
	badKeyIs401: async ({ sandbox }) => {
		const { status: code, data } = await client(sandbox.url, 'ITG.unknown').get('/organizations');
		return [code, data];
	},
	documentFolderNullMeansRoot: async (on) =>
		await documentCount(on, { 'filter[document_folder_id]': 'null' }),
	documentFolderNeNull: async (on) =>
		await documentCount(on, { 'filter[document_folder_id][ne]': 'null' }),
	parentIdIsStored: async ({ http, sandbox }) => {
		const parent = Number(freeOrganization(sandbox).id);
		const created = one(
			await http.post(
				'/organizations',
				body('organizations', { name: 'Child', parent_id: parent }),
			),
		);
		return created.attributes['parent-id'] !== null;
	},
	organizationNameUnique: async ({ http }) =>
		await status(http.post('/organizations', body('organizations', { name: 'Baker, Lyons & Co' }))),
	documentFolderWritableOnPatch: async (on) => {
		const { folder, path } = withFolder(on);
		const [document] = list(await on.http.get(`${path}/documents`));
		return await status(
			on.http.patch(
				`/documents/${document?.id}`,
				body('documents', { document_folder_id: Number(folder.id) }),
			),
		);
	},
	dateRangeAboveAWeekRefused: async (on) =>
		await count(on, '/organizations', { 'filter[updated_at]': '2024-01-01, *' }),
	psaIdWithoutTypeIgnored: async (on) =>
		await count(on, '/organizations', { 'filter[psa_id]': '251' }),
	pageSizeAboveMaxClamped: async ({ http }) =>
		await status(http.get('/organizations?page[size]=1001')),
	singleDeleteExists: async (on) =>
		await status(on.http.delete(`/contacts/${twoContacts(on)[0]?.id}`)),
	publishIsPatch: async ({ http, sandbox }) => {
		const { id } = pick(sandbox, 'documents');
		return await status(http.patch(`/documents/${id}/publish`, { data: {} }));
	},
	documentShowReturnsSections: async ({ http, sandbox }) =>
		(await http.get(`/documents/${pick(sandbox, 'documents').id}`)).data.included !== undefined,
	documentFoldersAvailable: async (on) =>
		await status(on.http.get(`${withFolder(on).path}/document_folders`)),
	sectionsAvailable: async (on) => {
		const created = one(
			await on.http.post(
				`${withFolder(on).path}/documents`,
				body('documents', { name: 'D', content: '<p>x</p>' }),
			),
		);
		return [
			await status(on.http.get(`/documents/${created.id}/relationships/sections`)),
			created.attributes.content !== null,
		];
	},
	metaPresent: async ({ http }) =>
		Object.keys((await http.get('/organizations')).data as object).sort(),
	includedInsideData: async ({ http, sandbox }) => {
		const { data } = await http.get(`/contacts/${pick(sandbox, 'contacts').id}?include=location`);
		return [data.included !== undefined, data.data.included !== undefined];
	},
	quickNotesCutInIndex: async ({ http, sandbox }) => {
		const { id } = pick(
			sandbox,
			'organizations',
			(record) => typeof record.attributes.quick_notes === 'string',
		);
		return String(
			list(await http.get(`/organizations?filter[id]=${id}`))[0]?.attributes['quick-notes'],
		).length;
	},
	deleteIsImmediate: async ({ http, sandbox }) => {
		const { id } = freeOrganization(sandbox);
		await http.delete('/organizations', { data: bulk('organizations', [{ id: Number(id) }]) });
		return await status(http.get(`/organizations/${id}`));
	},
	showPasswordDefaultTrue: async ({ http, sandbox }) =>
		'password' in one(await http.get(`/passwords/${pick(sandbox, 'passwords').id}`)).attributes,
	idInBulkAtResourceLevelOnly: async (on) =>
		await status(
			on.http.patch(
				'/contacts',
				bulk('contacts', [{ id: Number(twoContacts(on)[0]?.id), title: 'x' }]),
			),
		),
	relationshipsOnShowOnly: async ({ http }) =>
		list(await http.get('/organizations?include=adapters_resources')).some(
			({ relationships }) => relationships !== undefined,
		),
	documentPublishedFalseWhileDraftOpen: afterSectionEdit,
	documentSectionsAsAttribute: async ({ http, sandbox }) =>
		'sections' in one(await http.get(`/documents/${pick(sandbox, 'documents').id}`)).attributes,
	documentContentAsBlocks: async ({ http, sandbox }) =>
		Array.isArray(
			one(await http.get(`/documents/${pick(sandbox, 'documents').id}`)).attributes.content,
		),
	documentContentInSectionsOnly: async ({ http, sandbox }) =>
		JSON.stringify(
			one(await http.get(`/documents/${pick(sandbox, 'documents').id}`)).attributes.content,
		),
	documentSaysPublished: async ({ http, sandbox }) =>
		'published' in one(await http.get(`/documents/${pick(sandbox, 'documents').id}`)).attributes,
	fullFolderDeleteRefused: async (on) => {
		const { folder, path } = withFolder(on);
		return await status(
			on.http.delete(`${path}/document_folders`, {
				data: bulk('document-folders', [{ id: Number(folder.id) }]),
			}),
		);
	},
	adaptersResourceNamesItsType: async ({ http }) =>
		Object.keys(
			(await http.get('/organizations?include=adapters_resources')).data.included[0]
				.attributes as object,
		),
	adaptersNameTheirType: async ({ http }) =>
		Object.keys(
			(await http.get('/organizations?include=adapters_resources')).data.included[0]
				.attributes as object,
		),
	syncedRecordRefusedAsAWhole: async ({ http, sandbox }) => {
		const { id } = pick(sandbox, 'contacts', (record) => record.psa !== undefined);
		return await status(http.patch(`/contacts/${id}`, body('contacts', { title: 'x' })));
	},
	organizationDeleteRefusedWhenSynced: async ({ http, sandbox }) => {
		const { id } = pick(sandbox, 'organizations', (record) => record.psa !== undefined);
		return await status(
			http.delete('/organizations', { data: bulk('organizations', [{ id: Number(id) }]) }),
		);
	},
	typesAreChecked: async ({ http }) =>
		await status(http.post('/organizations', body('organizations', { name: 'x', alert: ['x'] }))),
	wrongIdInBodyIgnored: async ({ http, sandbox }) =>
		await status(
			http.patch(
				`/organizations/${freeOrganization(sandbox).id}`,
				body('organizations', { alert: 'x' }, { id: '1' }),
			),
		),
	blankFilterIgnored: async (on) => await count(on, '/organizations', { 'filter[name]': '' }),
	unknownSortIgnored: async ({ http }) => await status(http.get('/contacts?sort=name')),
	unknownIncludeIgnored: async ({ http }) =>
		await status(http.get('/contacts?include=organization')),
	bulkSizeUnlimited: async ({ http, sandbox }) => {
		const items = sandbox.store
			.all('passwords')
			.slice(0, 51)
			.map(({ id }) => ({ id: Number(id), notes: 'x' }));
		return await status(http.patch('/passwords', bulk('passwords', items)));
	},
	emptyBulkRefused: async ({ http }) => await status(http.patch('/contacts', { data: [] })),
	defaultShowWithoutAccessIs401: async ({ limited, sandbox }) =>
		await status(limited.get(`/passwords/${pick(sandbox, 'passwords').id}`)),
	embeddedPasswordsSurvive: async ({ http, sandbox }) => {
		const password = pick(
			sandbox,
			'passwords',
			(record) => record.attributes.resource_type === 'Configuration',
		);
		await http.delete('/configurations', {
			data: bulk('configurations', [{ id: Number(password.attributes.resource_id) }]),
		});
		return sandbox.store.find('passwords', password.id) !== undefined;
	},
	modelMustBelongToManufacturer: async ({ http, sandbox }) => {
		const configuration = pick(sandbox, 'configurations', (record) => record.psa === undefined);
		const model = pick(
			sandbox,
			'models',
			(record) => record.attributes.manufacturer_id !== configuration.attributes.manufacturer_id,
		);
		return await status(
			http.patch(
				`/configurations/${configuration.id}`,
				body('configurations', { model_id: Number(model.id) }),
			),
		);
	},
	regionMustBelongToCountry: async ({ http, sandbox }) => {
		const location = pick(sandbox, 'locations', (record) => record.psa === undefined);
		const region = pick(
			sandbox,
			'regions',
			(record) => record.attributes.country_id !== location.attributes.country_id,
		);
		return await status(
			http.patch(`/locations/${location.id}`, body('locations', { region_id: Number(region.id) })),
		);
	},
	referencesStayInOrganization: async (on) => {
		const [contact] = twoContacts(on);
		const location = pick(
			on.sandbox,
			'locations',
			(record) => record.attributes.organization_id !== contact?.attributes.organization_id,
		);
		return await status(
			on.http.patch(
				`/contacts/${contact?.id}`,
				body('contacts', { location_id: Number(location.id) }),
			),
		);
	},
	primaryLocationIsUnique: async ({ http, sandbox }) => {
		const { id } = freeOrganization(sandbox);
		const path = `/organizations/${id}/relationships/locations`;
		await http.post(path, body('locations', { name: 'New', primary: true }));
		return list(await http.get(path)).filter(({ attributes }) => attributes.primary === true)
			.length;
	},
	parentLoopRefused: async ({ http, sandbox }) => {
		const { id } = freeOrganization(sandbox);
		return await status(
			http.patch(`/organizations/${id}`, body('organizations', { parent_id: Number(id) })),
		);
	},
	ownOrganizationUndeletable: async ({ http, sandbox }) => {
		const { id } = pick(sandbox, 'organizations', (record) => record.attributes.primary === true);
		return await status(
			http.delete('/organizations', { data: bulk('organizations', [{ id: Number(id) }]) }),
		);
	},
	payloadAbove10MbRefused: async ({ http }) =>
		await status(
			http.post(
				'/organizations',
				body('organizations', { name: 'Large', description: 'x'.repeat(10 * 1024 * 1024) }),
			),
		),
	linksAlwaysFull: async ({ http }) =>
		Object.keys((await http.get('/contact_types')).data.links as object).length,
	interfaceIdInAttributesOnly: async ({ http, sandbox }) => {
		const { id } = pick(sandbox, 'configuration_interfaces');
		const { id: beside, attributes } = one(await http.get(`/configuration_interfaces/${id}`));
		expect(attributes.id).toBe(Number(id));
		return beside;
	},
	referencesAreNumbers: async ({ http }) =>
		typeof list(await http.get('/contacts'))[0]?.attributes['organization-id'],
	blankTextsAreEmpty: async ({ http }) =>
		list(await http.get('/organizations'))[0]?.attributes.alert,
	phonesFormattedWithCountry: async ({ http }) => [
		list(await http.get('/locations'))[0]?.attributes['formatted-phone'],
		list(await http.get('/contacts'))[0]?.attributes['contact-phones'],
	],
	includedIdsAreText: async ({ http }) =>
		typeof (await http.get('/contacts?include=location')).data.included[0].id,
	includedRecordsMissing: async ({ http }) => {
		const { data } = await http.get('/contacts?include=location');
		expect(data.data[0].relationships.location.data).toHaveLength(1);
		return Object.keys(data as object).sort();
	},
	emptyLinkageIsNull: async ({ http }) =>
		list(await http.get('/contacts?include=passwords'))[0]?.relationships,
	linksAreBlankTexts: async ({ http }) => (await http.get('/contacts')).data.links,
	lastPageNamesNext: async ({ http }) =>
		(await http.get('/contact_types')).data.meta['next-page'] as unknown,
	listsRepeatARecord: async ({ http }) =>
		list(await http.get('/contact_types')).map(({ id }) => id),
	passwordListWithoutValue: async ({ http }) =>
		list(await http.get('/passwords')).some(({ attributes }) => 'password' in attributes),
	sortKeysWithHyphens: async ({ http }) =>
		list(await http.get('/contacts?sort=-created-at')).map(({ id }) => id),
	refusalsAreMessages: async ({ limited, sandbox, http }) => [
		(await limited.get(`/passwords/${pick(sandbox, 'passwords').id}`)).data,
		(await http.post('/contacts', '{}', { headers: { 'content-type': 'text/plain' } })).data,
	],
	unknownTraitOnPatchIs400: async (on) =>
		await status(patchTraits(on, [TEXT], {}, { text: 'x', unknown: 'x' })),
	unknownTraitOnPatchIgnored: async (on) =>
		await status(patchTraits(on, [TEXT], {}, { text: 'x', unknown: 'x' })),
	selectTakesAnyText: async (on) =>
		await status(patchTraits(on, [CHOICE], {}, { choice: 'Neither' })),
	emptyTagIsAbsent: async (on) => one(await patchTraits(on, [TEXT, TAG], {}, { text: 'x' })),
	longTextRefused: async (on) =>
		await status(patchTraits(on, [TEXT], {}, { text: 'x'.repeat(100_001) })),
	uploadValuesAreObjects: async (on) => await uploadOf(on),
	uploadHasUrl: async (on) => Object.keys((await uploadOf(on)) as object),
	uploadUrlIsRelative: async (on) =>
		((await uploadOf(on)) as { url: string }).url.startsWith('/uploads/'),
	passwordTraitSurvivesItsId: async (on) => {
		const asset = assetWith(on, [PASSWORD], { password: 'example-value' });
		const { password } = asset.attributes.traits as { password: number };
		const path = `/flexible_assets/${asset.id}`;
		await on.http.patch(path, body('flexible-assets', { traits: { password } }));
		return on.sandbox.store.find('passwords', password) !== undefined;
	},
	inlineFieldsAnswer500: async ({ http }) => {
		const fields = [{ name: 'A', kind: 'Text', order: 1, show_in_list: true }];
		return await status(
			http.post('/flexible_asset_types', body('flexible_asset_types', { name: 'A', fields })),
		);
	},
};

const names = ASSUMPTIONS.map(({ name }) => name);

it('has a unique name, a statement and a source for each', () => {
	expect(new Set(names).size).toBe(names.length);
	for (const { statement, source } of ASSUMPTIONS)
		expect([statement.length > 20, source.length > 2]).toEqual([true, true]);
});

describe.each(names)('assumption %s', (name) => {
	it('has an observable effect when flipped', async () => {
		// A long delay: the marked organization must still be there when it is read.
		const options: SandboxOptions = { deleteDelayMs: 60_000 };
		const standard = await bench(options);
		const flipped = await bench({
			...options,
			assumptions: { [name]: !standard.sandbox.assumptions[name] },
		});
		expect(flipped.sandbox.assumptions[name]).toBe(!standard.sandbox.assumptions[name]);
		const [before, after] = [await PROBES[name](standard), await PROBES[name](flipped)];
		await stopAll();
		expect(after).not.toEqual(before);
	});
});

it('removes a marked organization after the delay', async () => {
	const { http, sandbox } = await bench({
		deleteDelayMs: 0,
		assumptions: { deleteIsImmediate: false },
	});
	const { id } = freeOrganization(sandbox);
	const answer = await http.delete('/organizations', {
		data: bulk('organizations', [{ id: Number(id) }]),
	});
	expect(list(answer).map((item) => item.id)).toEqual([id]);
	expect((await http.get(`/organizations/${id}`)).status).toBe(404);
	expect(sandbox.store.related('contacts', 'organization_id', id)).toEqual([]);
});

it('hides archived records from an index but not from its filter', async () => {
	const on = await bench({ assumptions: { indexShowsArchived: false } });
	const all = on.sandbox.store.all('configurations');
	const archived = all.filter((record) => record.attributes.archived === true).length;
	expect(await count(on, '/configurations', {})).toEqual([200, all.length - archived]);
	expect(await count(on, '/configurations', { 'filter[archived]': 'true' })).toEqual([
		200,
		archived,
	]);
});

it('publishes with POST when PATCH is not the verb', async () => {
	const { http, sandbox } = await bench({ assumptions: { publishIsPatch: false } });
	const { id } = pick(sandbox, 'documents');
	expect([
		(await http.patch(`/documents/${id}/publish`)).headers['content-type'],
		(await http.post(`/documents/${id}/publish`, { data: {} })).status,
	]).toEqual(['text/html; charset=utf-8', 200]);
});
