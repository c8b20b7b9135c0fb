import { bench, list, one, pick, stopAll, type Bench, type Item } from './client';

afterAll(stopAll);

const names = (items: Item[]) => items.map(({ attributes }) => attributes.name);

describe.each(['strict', 'seed'] as const)('an index in the %s profile', (profile) => {
	let on: Bench;
	beforeAll(async () => {
		on = await bench({ profile, organizations: 60 });
	});

	const get = async (path: string, params: Record<string, string> = {}) =>
		await on.http.get(path, { params });

	it('has kebab-case attributes, string ids, integer references and timestamps with milliseconds', async () => {
		const [contact] = list(await get('/contacts'));
		expect(typeof contact?.id).toBe('string');
		expect(Number.isInteger(contact?.attributes['organization-id'])).toBe(true);
		expect(contact?.attributes['created-at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
		expect(Object.keys(contact?.attributes ?? {}).filter((key) => key.includes('_'))).toEqual([]);
	});

	it('has ids of 16 digits in every collection of some size', async () => {
		for (const type of [
			'organizations',
			'contacts',
			'configurations',
			'passwords',
			'documents',
			'locations',
			'organization_types',
		]) {
			expect(
				on.sandbox.store
					.all(type)
					.some(({ id }) => id.length === 16 && Number.isSafeInteger(Number(id))),
			).toBe(true);
		}
	});

	it('pages by 50 unless asked otherwise and describes itself in meta and links', async () => {
		const { data } = await get('/organizations');
		expect(data.data).toHaveLength(50);
		expect(data.meta).toEqual({
			'current-page': 1,
			'next-page': 2,
			'prev-page': null,
			'total-pages': 2,
			'total-count': 60,
			filters: {},
		});
		expect(Object.keys(data.links).sort()).toEqual(['first', 'last', 'next', 'prev', 'self']);
		const followed = await on.http.get(data.links.next);
		expect(followed.data.data).toHaveLength(10);
		expect(followed.data.meta['next-page']).toBeNull();
		expect((await get('/organization_types')).data.links).toEqual({});
	});

	it('clamps the page size and is empty past the end', async () => {
		expect(list(await get('/organizations', { 'page[size]': '5000' }))).toHaveLength(60);
		const past = await get('/organizations', { 'page[number]': '9' });
		expect(past.status).toBe(200);
		expect(list(past)).toEqual([]);
	});

	it('ignores unknown filters, sorts and includes', async () => {
		const { status, data } = await get('/organizations', {
			'filter[nonsense]': 'x',
			sort: 'nonsense',
			include: 'nonsense',
		});
		expect(status).toBe(200);
		expect(data.meta['total-count']).toBe(60);
		expect(data.included).toBeUndefined();
	});

	it('filters by exact name, with escaped commas and lists', async () => {
		expect(
			names(list(await get('/organizations', { 'filter[name]': 'Baker\\, Lyons & Co' }))),
		).toEqual(['Baker, Lyons & Co']);
		expect(list(await get('/organizations', { 'filter[name]': 'Baker' }))).toEqual([]);
		expect(
			names(
				list(
					await get('/organizations', { 'filter[name]': `O'Brien Dental,Müller Zahntechnik GmbH` }),
				),
			),
		).toEqual([`O'Brien Dental`, 'Müller Zahntechnik GmbH']);
		expect(
			names(list(await get('/organizations', { 'filter[name]': 'LAKESIDE VETERINARY CLINIC' }))),
		).toEqual(['LAKESIDE VETERINARY CLINIC']);
		expect(list(await get('/organizations', { 'filter[name]': 'Summit Logistics' }))).toHaveLength(
			2,
		);
	});

	it('takes hyphens and underscores in filter keys, and lists of numbers', async () => {
		const [first, second] = on.sandbox.store.all('organizations');
		const value = `${first?.id},${second?.id}`;
		const under = list(await get('/contacts', { 'filter[organization_id]': value }));
		expect(under.length).toBeGreaterThan(2);
		expect(list(await get('/contacts', { 'filter[organization-id]': value }))).toEqual(under);
	});

	it('excludes, and finds by a window of time', async () => {
		const type = pick(
			on.sandbox,
			'organization_types',
			(record) => record.attributes.name === 'Customer',
		);
		const rest = list(
			await get('/organizations', { 'filter[exclude][organization-type-id]': type.id }),
		);
		expect(rest.length).toBeGreaterThan(0);
		expect(rest.some(({ attributes }) => attributes['organization-type-name'] === 'Customer')).toBe(
			false,
		);
		const target = pick(on.sandbox, 'organizations');
		const window = `${new Date(target.updatedAt - 500).toISOString()}, ${new Date(target.updatedAt + 500).toISOString()}`;
		expect(
			list(await get('/organizations', { 'filter[updated_at]': window })).map(({ id }) => id),
		).toEqual([target.id]);
	});

	it('finds by PSA id together with its type, several at once', async () => {
		const synced = on.sandbox.store.all('organizations').filter(({ psa }) => psa !== undefined);
		const ids = synced
			.slice(0, 2)
			.map(({ psa }) => psa?.remoteId)
			.join(',');
		const found = list(
			await get('/organizations', {
				'filter[psa_id]': ids,
				'filter[psa_integration_type]': 'manage',
			}),
		);
		expect(found.map(({ id }) => id)).toEqual(synced.slice(0, 2).map(({ id }) => id));
		expect(
			list(
				await get('/organizations', {
					'filter[psa_id]': ids,
					'filter[psa_integration_type]': 'autotask',
				}),
			),
		).toEqual([]);
	});

	it('matches only the primary address, and booleans only where they are set', async () => {
		const contact = pick(
			on.sandbox,
			'contacts',
			(record) =>
				Array.isArray(record.attributes.contact_emails) &&
				record.attributes.contact_emails.length === 2,
		);
		const [primary, second] = contact.attributes.contact_emails as Array<{ value: string }>;
		expect(
			list(await get('/contacts', { 'filter[primary_email]': primary?.value ?? '' })).map(
				({ id }) => id,
			),
		).toEqual([contact.id]);
		expect(list(await get('/contacts', { 'filter[primary_email]': second?.value ?? '' }))).toEqual(
			[],
		);
		expect(list(await get('/contacts', { 'filter[important]': '1' })).length).toBeGreaterThan(0);
		expect(list(await get('/contacts', { 'filter[important]': 'false' }))).toEqual([]);
	});

	it('shows archived records unless the filter says otherwise', async () => {
		const all = list(await get('/configurations', { 'page[size]': '1000' }));
		const archived = list(await get('/configurations', { 'filter[archived]': 'true' }));
		expect(archived.length).toBeGreaterThan(0);
		expect(all.filter(({ attributes }) => attributes.archived === true)).toHaveLength(
			archived.length,
		);
	});

	it('sorts by documented keys in both directions', async () => {
		const up = names(
			list(
				await get('/organizations', {
					sort: 'organization_status_name,-name',
					'page[size]': '100',
				}),
			),
		);
		const stored = list(await get('/organizations', { 'page[size]': '100' }));
		const expected = [...stored].sort((a, b) => {
			const key = (item: Item) => String(item.attributes['organization-status-name']).toLowerCase();
			const name = (item: Item) => String(item.attributes.name).toLowerCase();
			return key(a) < key(b)
				? -1
				: key(a) > key(b)
					? 1
					: name(a) > name(b)
						? -1
						: name(a) < name(b)
							? 1
							: 0;
		});
		expect(up).toEqual(names(expected));
	});

	it('includes PSA links with linkage, under either spelling', async () => {
		for (const include of ['adapters_resources', 'adapters-resources']) {
			const { data } = await get('/organizations', { include });
			const linked = (data.data as Item[]).filter(
				(item) => item.relationships?.['adapters-resources']?.data.length === 1,
			);
			expect(linked.length).toBeGreaterThan(10);
			const [item] = linked;
			const included = (data.included as Item[]).find(
				({ id }) => id === item?.relationships?.['adapters-resources']?.data[0]?.id,
			);
			expect(included?.type).toBe('adapters-resources');
			expect(included?.attributes['remote-id']).toBe(
				on.sandbox.store.find('organizations', item?.id ?? '')?.psa?.remoteId,
			);
		}
	});

	it('gives each link to another system an id of its own', async () => {
		const { data } = await get('/organizations', {
			include: 'adapters_resources',
			'page[size]': '1000',
		});
		const ids = (data.included as Item[]).map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
		const links = on.sandbox.store
			.all('organizations')
			.flatMap(({ psa, adapters = [] }) => [...adapters, ...(psa ? [psa] : [])]);
		expect(ids).toHaveLength(links.length);
	});

	it('includes location and interfaces', async () => {
		const contact = one(
			await get(`/contacts/${pick(on.sandbox, 'contacts').id}`, { include: 'location' }),
		);
		expect(contact.relationships?.location?.data).toEqual([
			{ id: String(contact.attributes['location-id']), type: 'locations' },
		]);
		const configuration = one(
			await get(`/configurations/${pick(on.sandbox, 'configurations').id}`, {
				include: 'configuration_interfaces',
			}),
		);
		expect(configuration.relationships?.['configuration-interfaces']?.data).toHaveLength(1);
	});

	it('scopes nested routes, and knows every look-up', async () => {
		const organization = pick(
			on.sandbox,
			'organizations',
			(record) => record.attributes.name === `O'Brien Dental`,
		);
		for (const type of [
			'contacts',
			'configurations',
			'passwords',
			'locations',
			'documents',
			'document_folders',
			'password_folders',
		]) {
			const items = list(await get(`/organizations/${organization.id}/relationships/${type}`));
			for (const item of items)
				expect(String(item.attributes['organization-id'])).toBe(organization.id);
		}
		for (const type of [
			'organization_statuses',
			'contact_types',
			'configuration_types',
			'configuration_statuses',
			'password_categories',
			'manufacturers',
			'models',
			'operating_systems',
			'platforms',
			'countries',
			'regions',
			'users',
			'groups',
		]) {
			const answer = await get(`/${type}`);
			expect([type, answer.status, list(answer).length > 0]).toEqual([type, 200, true]);
		}
		const manufacturer = pick(on.sandbox, 'manufacturers');
		expect(list(await get(`/manufacturers/${manufacturer.id}/relationships/models`))).toHaveLength(
			3,
		);
		const country = pick(on.sandbox, 'countries');
		expect(
			list(await get(`/countries/${country.id}/relationships/regions`)).length,
		).toBeGreaterThan(0);
		expect((await get('/organizations/999/relationships/contacts')).status).toBe(404);
	});

	it('cuts quick notes in the index only', async () => {
		const { id } = pick(
			on.sandbox,
			'organizations',
			(record) => typeof record.attributes.quick_notes === 'string',
		);
		expect(
			String(list(await get('/organizations', { 'filter[id]': id }))[0]?.attributes['quick-notes']),
		).toHaveLength(250);
		expect(
			String(one(await get(`/organizations/${id}`)).attributes['quick-notes']).length,
		).toBeGreaterThan(250);
	});
});

it('serves the seeds’ filters and includes in the seed profile only', async () => {
	const strict = await bench();
	const seed = await bench({ profile: 'seed' });
	const organization = pick(seed.sandbox, 'organizations', (record) => record.psa !== undefined);
	const ask = async ({ http }: Bench) => {
		const email =
			(pick(seed.sandbox, 'contacts').attributes.contact_emails as Array<{ value: string }>)[0]
				?.value ?? '';
		const byEmail = await http.get('/contacts', { params: { 'filter[email]': email } });
		const shown = await http.get(`/organizations/${organization.id}`, {
			params: { include: 'contacts' },
		});
		const documents = await http.get('/documents');
		return [
			byEmail.data.meta['total-count'] === 1,
			shown.data.included !== undefined,
			'psa-id' in shown.data.data.attributes,
			documents.status,
		];
	};
	expect(await ask(strict)).toEqual([false, false, false, 404]);
	expect(await ask(seed)).toEqual([true, true, true, 200]);
});

it('remembers answers where it is told to, until something is written', async () => {
	const plain = await bench({});
	const quick = await bench({ rememberLists: true });
	const get = async (on: Bench) =>
		await on.http.get('/contacts', { params: { sort: 'id', 'page[size]': '3' } });
	const [worked, first, again] = [await get(plain), await get(quick), await get(quick)];
	const bodies = [worked, first, again].map(({ data }) =>
		JSON.stringify(data).replaceAll(/127\.0\.0\.1:\d+/g, 'host'),
	);
	expect(bodies[1]).toBe(bodies[0]);
	expect(bodies[2]).toBe(bodies[0]);
	expect(again.headers['content-type']).toBe(worked.headers['content-type']);
	const [contact] = list(first);
	await quick.http.patch(`/contacts/${contact?.id}`, {
		data: { type: 'contacts', attributes: { title: 'Written' } },
	});
	expect(list(await get(quick))[0]?.attributes.title).toBe('Written');
	await quick.http.post('/_sandbox/reset');
	expect((await get(quick)).data).toEqual(first.data);
	await quick.http.post('/_sandbox/reset');
	expect((await get(quick)).data).toEqual(first.data);
});
