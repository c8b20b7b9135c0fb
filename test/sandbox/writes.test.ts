import {
	body,
	bench,
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

describe.each(['strict', 'seed'] as const)('writes in the %s profile', (profile) => {
	let on: Bench;
	beforeAll(async () => {
		on = await bench({ profile });
	});
	afterEach(() => on.sandbox.reset());

	it('creates with either spelling and ignores what it does not know', async () => {
		const type = pick(on.sandbox, 'organization_types');
		const answer = await on.http.post(
			'/organizations',
			body('organizations', {
				name: 'Fresh',
				'organization-type-id': Number(type.id),
				quick_notes: '<b>x</b>',
				'made-up': 1,
				'created-at': '1999-01-01',
			}),
		);
		expect(answer.status).toBe(201);
		const { id, attributes } = one(answer);
		expect(attributes).toMatchObject({
			name: 'Fresh',
			'organization-type-name': 'Customer',
			'quick-notes': '<b>x</b>',
		});
		expect(attributes).not.toHaveProperty('made-up');
		expect(on.sandbox.store.find('organizations', id)?.attributes.name).toBe('Fresh');
	});

	it('changes only what was sent and moves updated-at forward', async () => {
		const { id } = freeOrganization(on.sandbox);
		const before = one(await on.http.get(`/organizations/${id}`)).attributes;
		const first = one(
			await on.http.patch(
				`/organizations/${id}`,
				body('organizations', { alert: 'Careful' }, { id }),
			),
		).attributes;
		const second = one(
			await on.http.patch(`/organizations/${id}`, body('organizations', { alert: null })),
		).attributes;
		expect(first).toEqual({ ...before, alert: 'Careful', 'updated-at': first['updated-at'] });
		expect(Date.parse(String(second['updated-at']))).toBeGreaterThan(
			Date.parse(String(first['updated-at'])),
		);
		expect(second.alert).toBeNull();
	});

	it('stores the parent and computes the ancestors', async () => {
		const [parent, child] = on.sandbox.store
			.all('organizations')
			.filter((record) => record.psa === undefined)
			.slice(1);
		const answer = one(
			await on.http.patch(
				`/organizations/${child?.id}`,
				body('organizations', { 'parent-id': Number(parent?.id) }),
			),
		);
		expect(answer.attributes).toMatchObject({
			'parent-id': parent?.id,
			'ancestor-ids': `[${parent?.id}]`,
		});
		const loop = await on.http.patch(
			`/organizations/${parent?.id}`,
			body('organizations', { parent_id: Number(child?.id) }),
		);
		expect(loop.status).toBe(422);
	});

	it('replaces the addresses of a contact as a whole and formats phones', async () => {
		const { id } = pick(on.sandbox, 'contacts', (record) => record.psa === undefined);
		const sent = {
			'contact-emails': [{ value: 'new@example.com', 'label-name': 'Work' }],
			'contact-phones': [{ value: '(604) 555-0142', 'label-name': 'Office', extension: 'x 9' }],
		};
		const { attributes } = one(await on.http.patch(`/contacts/${id}`, body('contacts', sent)));
		expect(attributes['contact-emails']).toEqual([
			{ value: 'new@example.com', primary: false, 'label-name': 'Work' },
		]);
		expect(attributes['contact-phones']).toEqual([
			{
				value: '6045550142',
				extension: '9',
				primary: false,
				'label-name': 'Office',
				'label-type': 'phone',
				'formatted-value': '(604) 555-0142',
			},
		]);
	});

	it('refuses addresses that are not valid or have no label, naming the email', async () => {
		const { id } = freeOrganization(on.sandbox);
		const attempt = async (item: Record<string, unknown>) =>
			await on.http.post(
				`/organizations/${id}/relationships/contacts`,
				body('contacts', { first_name: 'Ann', contact_emails: [item] }),
			);
		const bad = await attempt({ value: 'not-an-address', 'label-name': 'Work' });
		expect([bad.status, firstError(bad).detail]).toEqual([
			422,
			expect.stringMatching(/email.*not-an-address/),
		]);
		expect((await attempt({ value: 'ann@example.com' })).status).toBe(422);
		expect((await attempt({ value: 'ann@example.com', 'label-name': 'Work' })).status).toBe(201);
	});

	it('guards records that the PSA owns, all but the writable attributes', async () => {
		const organization = pick(on.sandbox, 'organizations', (record) => record.psa !== undefined);
		const contact = pick(on.sandbox, 'contacts', (record) => record.psa !== undefined);
		const configuration = pick(on.sandbox, 'configurations', (record) => record.psa !== undefined);
		const location = pick(on.sandbox, 'locations', (record) => record.psa !== undefined);
		const patch = async (type: string, id: string, attributes: Record<string, unknown>) =>
			(await on.http.patch(`/${type}/${id}`, body(type, attributes))).status;
		expect(
			await patch('organizations', organization.id, {
				alert: 'x',
				'quick-notes': 'y',
				description: 'z',
			}),
		).toBe(200);
		expect(await patch('organizations', organization.id, { alert: 'x', name: 'y' })).toBe(422);
		expect(await patch('contacts', contact.id, { title: 'x' })).toBe(422);
		expect(
			await patch('configurations', configuration.id, { 'asset-tag': 'x', archived: true }),
		).toBe(200);
		expect(await patch('configurations', configuration.id, { hostname: 'x' })).toBe(422);
		expect(await patch('locations', location.id, { city: 'x' })).toBe(422);
	});

	it('creates several records on nested routes only', async () => {
		const { id } = freeOrganization(on.sandbox);
		const items = bulk('contacts', [{ first_name: 'A' }, { first_name: 'B' }]);
		const nested = await on.http.post(`/organizations/${id}/relationships/contacts`, items);
		expect([nested.status, list(nested).length]).toEqual([201, 2]);
		const flat = await on.http.post('/contacts', items);
		expect([flat.status, firstError(flat).status]).toEqual([422, 'unprocessable_entity']);
	});

	it('updates in bulk by ids in attributes or beside the type, all or nothing', async () => {
		const [a, b, synced] = [
			...on.sandbox.store
				.all('contacts')
				.filter(({ psa }) => psa === undefined)
				.slice(0, 2),
			pick(on.sandbox, 'contacts', ({ psa }) => psa !== undefined),
		];
		const good = await on.http.patch('/contacts', {
			data: [
				{ type: 'contacts', attributes: { id: Number(a?.id), title: 'One', 'contact-emails': [] } },
				{ type: 'contacts', id: b?.id, attributes: { title: 'Two' } },
			],
		});
		expect([good.status, list(good).map(({ attributes }) => attributes.title)]).toEqual([
			200,
			['One', 'Two'],
		]);
		expect((a?.attributes.contact_emails as unknown[]).length).toBeGreaterThan(0);
		const bad = await on.http.patch(
			'/contacts',
			bulk('contacts', [
				{ id: Number(a?.id), title: 'Three' },
				{ id: Number(synced?.id), title: 'Four' },
			]),
		);
		expect([bad.status, a?.attributes.title]).toEqual([422, 'One']);
		expect(
			(await on.http.patch('/contacts', bulk('contacts', [{ id: 1, title: 'x' }]))).status,
		).toBe(404);
		expect((await on.http.patch('/contacts', { data: [] })).status).toBe(400);
	});

	it('takes filters for bulk writes, unknown ones meaning everything, never together with a list', async () => {
		const { id } = pick(on.sandbox, 'contacts');
		const both = await on.http.delete('/contacts?filter[id]=1', {
			data: bulk('contacts', [{ id: Number(id) }]),
		});
		expect(both.status).toBe(422);
		const some = await on.http.delete(`/contacts?filter[id]=${id}`);
		expect(list(some).map((item) => item.id)).toEqual([id]);
		const all = await on.http.delete('/contacts?filter[typo]=x');
		expect(all.status).toBe(200);
		expect(on.sandbox.store.all('contacts')).toEqual([]);
	});

	it('deletes in bulk and answers with the records', async () => {
		const targets = on.sandbox.store
			.all('configurations')
			.slice(0, 3)
			.map((record) => record.id);
		const answer = await on.http.delete('/configurations', {
			data: bulk(
				'configurations',
				targets.map((id) => ({ id: Number(id) })),
			),
		});
		expect([answer.status, list(answer).map(({ id }) => id)]).toEqual([200, targets]);
		expect(targets.map((id) => on.sandbox.store.find('configurations', id))).toEqual([
			undefined,
			undefined,
			undefined,
		]);
		expect(
			on.sandbox.store.related('configuration_interfaces', 'configuration_id', targets[0]),
		).toEqual([]);
	});

	it('deletes one record only where that is documented, or claimed by the seeds', async () => {
		const { id } = freeOrganization(on.sandbox);
		const password = pick(on.sandbox, 'passwords');
		const claimed = profile === 'seed' ? 204 : 404;
		expect((await on.http.delete(`/passwords/${password.id}`)).status).toBe(204);
		expect((await on.http.delete(`/contacts/${pick(on.sandbox, 'contacts').id}`)).status).toBe(
			claimed,
		);
		expect((await on.http.delete(`/organizations/${id}`)).status).toBe(claimed);
		const status = one(
			await on.http.post(
				'/organization_statuses',
				body('organization-statuses', { name: 'Passing' }),
			),
		);
		expect((await on.http.delete(`/organization_statuses/${status.id}`)).status).toBe(204);
		expect(
			(
				await on.http.delete(
					`/organization_statuses/${pick(on.sandbox, 'organization_statuses').id}`,
				)
			).status,
		).toBe(422);
	});

	it('takes everything below an organization along', async () => {
		const { store } = on.sandbox;
		const parent = freeOrganization(on.sandbox);
		const child = store.insert('organizations', { name: 'Child', parent_id: Number(parent.id) });
		store.insert('contacts', { organization_id: Number(child.id), first_name: 'Below' });
		const answer = await on.http.delete('/organizations', {
			data: bulk('organizations', [{ id: Number(parent.id) }]),
		});
		expect(answer.status).toBe(200);
		expect([store.find('organizations', parent.id), store.find('organizations', child.id)]).toEqual(
			[undefined, undefined],
		);
		for (const type of [
			'contacts',
			'configurations',
			'passwords',
			'documents',
			'locations',
			'document_folders',
		]) {
			expect(store.related(type, 'organization_id', parent.id)).toEqual([]);
		}
		expect(store.related('contacts', 'organization_id', child.id)).toEqual([]);
	});

	it('requires a configuration type in strict only, and a model of the manufacturer', async () => {
		const organization = Number(freeOrganization(on.sandbox).id);
		const untyped = await on.http.post(
			'/configurations',
			body('configurations', { organization_id: organization, name: 'Box' }),
		);
		expect(untyped.status).toBe(profile === 'strict' ? 422 : 201);
		if (profile === 'strict')
			expect(firstError(untyped)).toEqual({
				source: { pointer: '/data/attributes/configuration-type' },
				detail: 'must exist',
				title: 'Unprocessable Entity',
				status: 422,
			});
		const model = pick(on.sandbox, 'models');
		const other = pick(
			on.sandbox,
			'manufacturers',
			(record) => Number(record.id) !== model.attributes.manufacturer_id,
		);
		const attributes = {
			organization_id: organization,
			name: 'Box',
			configuration_type_id: Number(pick(on.sandbox, 'configuration_types').id),
			model_id: Number(model.id),
		};
		expect(
			(
				await on.http.post(
					'/configurations',
					body('configurations', { ...attributes, manufacturer_id: Number(other.id) }),
				)
			).status,
		).toBe(422);
		expect(
			(
				await on.http.post(
					'/configurations',
					body('configurations', {
						...attributes,
						manufacturer_id: model.attributes.manufacturer_id,
					}),
				)
			).status,
		).toBe(201);
	});

	it('creates interfaces with a configuration and keeps the primary address in step', async () => {
		const attributes = {
			organization_id: Number(freeOrganization(on.sandbox).id),
			name: 'Box',
			configuration_type_id: Number(pick(on.sandbox, 'configuration_types').id),
			'primary-ip': '192.0.2.7',
		};
		const relationships = {
			'configuration-interfaces': {
				data: [
					{
						type: 'configuration-interfaces',
						attributes: { name: 'wan', 'ip-address': '192.0.2.8' },
					},
				],
			},
		};
		const { id } = one(
			await on.http.post('/configurations', body('configurations', attributes, { relationships })),
		);
		const path = `/configurations/${id}/relationships/configuration_interfaces`;
		const interfaces = list(await on.http.get(path));
		expect(interfaces.map((item) => [item.attributes['ip-address'], item.attributes.id])).toEqual([
			['192.0.2.8', Number(interfaces[0]?.id)],
			['192.0.2.7', Number(interfaces[1]?.id)],
		]);
		await on.http.patch(
			`${path}/${interfaces[1]?.id}`,
			body('configuration-interfaces', { ip_address: '192.0.2.9' }),
		);
		expect(one(await on.http.get(`/configurations/${id}`)).attributes['primary-ip']).toBe(
			'192.0.2.9',
		);
		expect((await on.http.delete(`${path}/${interfaces[0]?.id}`)).status).toBe(204);
		expect(
			(
				await on.http.patch(
					`/configurations/${id}`,
					body('configurations', { name: 'Box' }, { relationships }),
				)
			).status,
		).toBe(422);
	});
});

it('takes what only the seeds write', async () => {
	const attempt = async (profile: 'strict' | 'seed') => {
		const { http, sandbox } = await bench({ profile });
		const organization = Number(freeOrganization(sandbox).id);
		const contact = one(
			await http.post(
				'/contacts',
				body('contacts', {
					organization_id: organization,
					name: 'Ann Berg',
					email: 'ann@example.com',
					archived: true,
					psa_id: '77',
				}),
			),
		);
		const plain = await http.post('/organizations', body('organizations', { name: 'Plain' }), {
			headers: { 'content-type': 'application/json' },
		});
		return [
			contact.attributes.name,
			(contact.attributes['contact-emails'] as unknown[]).length,
			contact.attributes.archived,
			contact.attributes['psa-id'],
			plain.status,
		];
	};
	expect(await attempt('strict')).toEqual(['', 0, undefined, undefined, 415]);
	expect(await attempt('seed')).toEqual(['Ann Berg', 1, true, '77', 201]);
});
