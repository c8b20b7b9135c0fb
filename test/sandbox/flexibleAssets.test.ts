/** Flexible assets: their routes, and what follows from a write (reference 4.17). */
import { addFlexibleAsset } from '../../sandbox';
import {
	bench,
	body,
	bulk,
	freeOrganization,
	list,
	one,
	pick,
	stopAll,
	type Bench,
	type Item,
} from './client';
import { assetOf, create, patch, refusal, TITLE, traitsIn, typeOf, valuesFor } from './flexible';

let on: Bench;

beforeAll(async () => {
	on = await bench();
});
afterAll(stopAll);
afterEach(() => {
	on.sandbox.reset();
});

const typeNamed = (name: string) =>
	pick(on.sandbox, 'flexible_asset_types', ({ attributes }) => attributes.name === name);

const index = async (query: string): Promise<Item[]> =>
	list(await on.http.get(`/flexible_assets?${query}&page[size]=1000`));

describe('index', () => {
	it('is refused without a type', async () => {
		const answer = await on.http.get('/flexible_assets?filter[name]=VPN');
		expect(refusal(answer)).toEqual([
			422,
			null,
			'Cannot index flexible assets without providing a flexible asset type ID filter',
		]);
	});

	it.each(['flexible-asset-type-id', 'flexible_asset_type_id'])(
		'gives the assets of a type by filter[%s]',
		async (filter) => {
			const { id } = typeNamed('Backup');
			const found = await index(`filter[${filter}]=${id}`);
			const stored = on.sandbox.store.related('flexible_assets', 'flexible_asset_type_id', id);
			expect(found.map((item) => item.id)).toEqual(stored.map((record) => record.id));
			expect(found.some(({ attributes }) => attributes.archived === true)).toBe(true);
		},
	);

	it('takes a whole name and an organization, and ignores an ID', async () => {
		const { id } = typeNamed('Remote Access');
		const base = `filter[flexible-asset-type-id]=${id}`;
		const organization = freeOrganization(on.sandbox).id;
		const named = await index(`${base}&filter[name]=VPN`);
		expect(new Set(named.map(({ attributes }) => attributes.name))).toEqual(new Set(['VPN']));
		expect(await index(`${base}&filter[name]=VP`)).toEqual([]);
		const owned = await index(`${base}&filter[organization-id]=${organization}`);
		expect(owned.map(({ attributes }) => String(attributes['organization-id']))).toEqual([
			organization,
		]);
		expect(await index(`${base}&filter[id]=1`)).toHaveLength((await index(base)).length);
	});

	it('sorts by name', async () => {
		const found = await index(
			`filter[flexible-asset-type-id]=${typeNamed('Backup').id}&sort=-name`,
		);
		const names = found.map(({ attributes }) => String(attributes.name).toLowerCase());
		expect(names).toEqual([...names].sort().reverse());
	});

	it('brings passwords and attachments', async () => {
		const { id } = typeNamed('Remote Access');
		const answer = await on.http.get(
			`/flexible_assets?filter[flexible-asset-type-id]=${id}&include=passwords,attachments&page[size]=100`,
		);
		const included = answer.data.included as Item[];
		expect(new Set(included.map(({ type }) => type))).toEqual(
			new Set(['passwords', 'attachments']),
		);
		expect(JSON.stringify(included)).not.toContain('not-a-secret');
	});
});

describe('create', () => {
	it('takes one on the flat route, and refuses several there', async () => {
		const type = typeOf(on, TITLE);
		const answer = await create(on, type, { title: 'First' });
		expect(answer.status).toBe(201);
		expect(one(answer).attributes).toMatchObject({
			name: 'First',
			'flexible-asset-type-name': 'Example Type',
			archived: false,
			restricted: false,
		});
		const several = { data: [body('flexible-assets', valuesFor(on, type, {})).data] };
		expect(refusal(await on.http.post('/flexible_assets', several))).toEqual([
			422,
			'data',
			'bulk action not allowed for Flexible Asset using this route',
		]);
	});

	it('takes several below an organization', async () => {
		const type = typeOf(on, TITLE);
		const { id } = freeOrganization(on.sandbox);
		const items = ['One', 'Two'].map((title) => ({
			flexible_asset_type_id: Number(type.id),
			traits: { title },
		}));
		const answer = await on.http.post(
			`/organizations/${id}/relationships/flexible_assets`,
			bulk('flexible-assets', items),
		);
		expect(answer.status).toBe(201);
		expect(
			list(answer).map(({ attributes }) => [attributes.name, attributes['organization-id']]),
		).toEqual([
			['One', Number(id)],
			['Two', Number(id)],
		]);
		expect((await on.http.get(`/organizations/${id}/relationships/flexible_assets`)).status).toBe(
			404,
		);
	});

	it('creates none where one of several is wrong', async () => {
		const type = typeOf(on, TITLE);
		const { id } = freeOrganization(on.sandbox);
		const items = [{ title: 'One' }, { unknown: 'x' }].map((traits) => ({
			flexible_asset_type_id: Number(type.id),
			traits,
		}));
		const path = `/organizations/${id}/relationships/flexible_assets`;
		expect((await on.http.post(path, bulk('flexible-assets', items))).status).toBe(422);
		expect(await index(`filter[flexible-asset-type-id]=${type.id}`)).toEqual([]);
	});

	it.each([
		['organization_id', 'data/attributes/organization_id'],
		['flexible_asset_type_id', '/data/attributes/flexible-asset-type'],
		['traits', '/data/attributes/traits'],
	] as const)('is refused without %s', async (key, pointer) => {
		const values = { ...valuesFor(on, typeOf(on, TITLE), { title: 'A' }), [key]: undefined };
		const answer = await on.http.post('/flexible_assets', body('flexible-assets', values));
		expect(refusal(answer).slice(0, 2)).toEqual([422, pointer]);
	});
});

describe('update', () => {
	it('replaces all traits: what is left out, or null, is gone', async () => {
		const type = typeOf(
			on,
			TITLE,
			{ name: 'Second', kind: 'Text' },
			{ name: 'Third', kind: 'Number' },
		);
		const asset = assetOf(on, type, { title: 'A', second: 'B', third: 3 });
		const answer = await patch(on, asset, { traits: { title: 'A', second: null } });
		expect(traitsIn(one(answer))).toEqual({ title: 'A' });
	});

	it('leaves the traits alone where none are sent', async () => {
		const asset = assetOf(on, typeOf(on, TITLE), { title: 'A' });
		const other = pick(on.sandbox, 'organizations', ({ psa }) => psa !== undefined);
		const answer = await patch(on, asset, {
			archived: true,
			restricted: true,
			organization_id: Number(other.id),
		});
		expect(one(answer).attributes).toMatchObject({
			traits: { title: 'A' },
			archived: true,
			restricted: true,
			'organization-id': Number(other.id),
		});
	});

	it('changes several at once, and replaces their traits too', async () => {
		const type = typeOf(on, TITLE, { name: 'Second', kind: 'Text' });
		const assets = ['A', 'B'].map((title) => assetOf(on, type, { title, second: 'x' }));
		const items = assets.map(({ id }) => ({ id: Number(id), traits: { title: `New ${id}` } }));
		const answer = await on.http.patch('/flexible_assets', bulk('flexible-assets', items));
		expect(list(answer).map(traitsIn)).toEqual(items.map(({ traits }) => traits));
		expect(
			(await on.http.patch('/flexible_assets?filter[id]=1', body('flexible-assets', {}))).status,
		).toBe(422);
	});

	it('keeps the type, and does not take a name', async () => {
		const asset = assetOf(on, typeOf(on, TITLE), { title: 'A' });
		const other = typeNamed('Backup');
		const sent = { name: 'Mine', flexible_asset_type_id: Number(other.id) };
		const { attributes } = one(await patch(on, asset, sent));
		expect(attributes).toMatchObject({
			name: 'A',
			'flexible-asset-type-id': Number(asset.attributes.flexible_asset_type_id),
		});
	});
});

describe('name', () => {
	it('is made of the title fields in the order of the type, joined with a blank', async () => {
		const type = typeOf(
			on,
			{ name: 'Last', kind: 'Date', order: 3, use_for_title: true },
			{ name: 'First', kind: 'Text', order: 1, use_for_title: true },
			{ name: 'Middle', kind: 'Select', order: 2, use_for_title: true, default_value: 'x' },
			{ name: 'Other', kind: 'Text', order: 4 },
		);
		const traits = { first: 'A', middle: 'x', last: '2026-01-31', other: 'B' };
		expect(one(await create(on, type, traits)).attributes.name).toBe('A x 2026-01-31');
		expect(one(await create(on, type, { last: '2026-01-31' })).attributes.name).toBe('2026-01-31');
		expect(one(await create(on, type, { other: 'B' })).attributes.name).toBe('');
	});

	it('follows a change of the fields, and is what filters and sorts go by', async () => {
		const type = typeOf(on, TITLE, { name: 'Second', kind: 'Text' });
		assetOf(on, type, { title: 'A', second: 'B' });
		const second = pick(on.sandbox, 'flexible_asset_fields', ({ attributes }) =>
			Boolean(
				attributes.name === 'Second' && attributes.flexible_asset_type_id === Number(type.id),
			),
		);
		await on.http.patch(
			`/flexible_asset_fields/${second.id}`,
			body('flexible-asset-fields', { use_for_title: true }),
		);
		const found = await index(`filter[flexible-asset-type-id]=${type.id}&filter[name]=A B`);
		expect(found).toHaveLength(1);
	});
});

describe('delete', () => {
	it('removes one with 204, and several with 200 and the records', async () => {
		const type = typeOf(on, TITLE);
		const [first, second] = ['A', 'B'].map((title) => assetOf(on, type, { title }));
		expect((await on.http.delete(`/flexible_assets/${first?.id}`)).status).toBe(204);
		const answer = await on.http.delete('/flexible_assets', {
			data: bulk('flexible-assets', [{ id: Number(second?.id) }]),
		});
		expect([answer.status, list(answer).map(({ id }) => id)]).toEqual([200, [second?.id]]);
		expect(await index(`filter[flexible-asset-type-id]=${type.id}`)).toEqual([]);
	});

	it('takes filters only with an organization and a type', async () => {
		const asset = assetOf(on, typeOf(on, TITLE), { title: 'A' });
		const { organization_id: owner, flexible_asset_type_id: type } = asset.attributes;
		const filter = `filter[flexible_asset_type_id]=${String(type)}`;
		expect((await on.http.delete(`/flexible_assets?${filter}`)).status).toBe(422);
		const answer = await on.http.delete(
			`/flexible_assets?${filter}&filter[organization_id]=${String(owner)}`,
		);
		expect(list(answer).map(({ id }) => id)).toEqual([asset.id]);
	});

	it('takes the files and passwords of the fields along, also with the organization', async () => {
		const type = typeOf(
			on,
			TITLE,
			{ name: 'File', kind: 'Upload' },
			{ name: 'Key', kind: 'Password' },
		);
		const traits = { file: { content: 'QQ==', file_name: 'a.txt' }, key: 'example-value' };
		const { store } = on.sandbox;
		const before = [store.all('uploads').length, store.all('passwords').length];
		const asset = assetOf(on, type, traits);
		await on.http.delete(`/flexible_assets/${asset.id}`);
		expect([store.all('uploads').length, store.all('passwords').length]).toEqual(before);
		const owner = store.insert('organizations', { name: 'Short-lived' });
		addFlexibleAsset(store, { type, organizationId: owner.id, traits });
		const entries = bulk('organizations', [{ id: Number(owner.id) }]);
		await on.http.delete('/organizations', { data: entries });
		expect([store.all('uploads').length, store.all('passwords').length]).toEqual(before);
	});
});

describe('passwords embedded in an asset', () => {
	it('are created and shown as those of configurations', async () => {
		const asset = assetOf(on, typeOf(on, TITLE), { title: 'Firewall' });
		const created = one(
			await on.http.post(
				'/passwords',
				body('passwords', {
					organization_id: asset.attributes.organization_id,
					name: 'Admin',
					password: 'example-value',
					resource_id: Number(asset.id),
					resource_type: 'Flexible Asset',
				}),
			),
		);
		expect(created.attributes).toMatchObject({
			'resource-id': Number(asset.id),
			'resource-type': 'Flexible Asset',
			'cached-resource-name': 'Firewall',
			'cached-resource-type-name': 'Example Type',
		});
		const shown = await on.http.get(`/flexible_assets/${asset.id}?include=passwords`);
		expect(one(shown).relationships?.passwords?.data).toEqual([
			{ id: created.id, type: 'passwords' },
		]);
	});
});

describe('assets that an integration keeps', () => {
	const locked = () =>
		pick(on.sandbox, 'flexible_assets', ({ adapters }) => adapters !== undefined);

	it('refuse their traits with the words of a synced resource', async () => {
		const { status, data } = await patch(on, locked(), { traits: { license: 'Mine' } });
		expect([status, data]).toEqual([
			422,
			{
				errors: [
					{
						source: { pointer: '/data/attributes/traits' },
						detail: 'Cannot update a synced resource',
						title: 'Unprocessable Entity',
						status: 422,
					},
				],
			},
		]);
	});

	it('can be archived and restricted, and name their adapter', async () => {
		const { id } = locked();
		expect((await patch(on, { id }, { archived: true, restricted: true })).status).toBe(200);
		const shown = await on.http.get(`/flexible_assets/${id}?include=adapters_resources`);
		expect((shown.data.included as Item[])[0]?.attributes).toMatchObject({
			'adapter-type-name': 'Microsoft',
		});
	});
});

it('can be looked at and made to fail as everything else', async () => {
	const { http, sandbox } = on;
	const counts = (await http.get('/_sandbox/store')).data as Record<string, number>;
	expect(counts.flexible_assets).toBe(sandbox.store.all('flexible_assets').length);
	const found = await http.get('/_sandbox/browse/flexible_assets?search=client-2.example');
	expect(found.data.records.length).toBeGreaterThan(0);
	const { id } = pick(sandbox, 'uploads');
	const elsewhere = 'https://storage.example.com/file';
	sandbox.faults.add({ kind: 'redirect', path: '/uploads', location: elsewhere });
	const moved = await http.get(`/uploads/${id}`);
	expect([moved.status, moved.headers.location]).toEqual([302, elsewhere]);
	sandbox.faults.add({ kind: 'html', path: '/uploads' });
	expect((await http.get(`/uploads/${id}`)).data).toContain('<html');
});

it('names its web page by type', async () => {
	const { id, attributes } = pick(on.sandbox, 'flexible_assets');
	const { attributes: shown } = one(await on.http.get(`/flexible_assets/${id}`));
	expect(shown['resource-url']).toBe(
		`https://example.itglue.com/${String(attributes.organization_id)}/assets/${String(attributes.flexible_asset_type_id)}-email/records/${id}`,
	);
});

it('has types with every kind of field, and dozens of assets of most', () => {
	const { store } = on.sandbox;
	const kinds = store.all('flexible_asset_fields').map(({ attributes }) => attributes.kind);
	expect(new Set(kinds).size).toBe(11);
	const counts = store
		.all('flexible_asset_types')
		.map(({ id }) => store.related('flexible_assets', 'flexible_asset_type_id', id).length);
	expect(counts.filter((count) => count >= 36).length).toBeGreaterThanOrEqual(4);
});
