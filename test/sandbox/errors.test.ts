import {
	bench,
	body,
	client,
	firstError,
	freeOrganization,
	JSON_API,
	pick,
	stopAll,
	type Bench,
} from './client';

afterAll(stopAll);

describe('errors in the strict profile', () => {
	let on: Bench;
	beforeAll(async () => {
		on = await bench();
	});

	it('answers an unknown key like the gateway, on any path', async () => {
		for (const key of [undefined, 'ITG.unknown']) {
			for (const path of ['/organizations', '/nowhere']) {
				const answer = await client(on.sandbox.url, key).get(path);
				expect([answer.status, answer.data]).toEqual([403, { message: 'Forbidden' }]);
			}
		}
	});

	it('tells a record that does not exist (JSON) from a route that does not (HTML)', async () => {
		for (const id of ['1', '99999999999999999', '-1', 'x', '%2e%2e%2Fusers', '1%2F2']) {
			const record = await on.http.get(`/contacts/${id}`);
			expect([id, record.status, firstError(record).title]).toEqual([id, 404, 'Record not found']);
		}
		for (const path of ['/nowhere', '/contacts/1/nowhere', '/documents', '/domains']) {
			const route = await on.http.get(path);
			expect([path, route.status, route.headers['content-type']]).toEqual([
				path,
				404,
				'text/html; charset=utf-8',
			]);
		}
	});

	it('has no 405: a method that a path does not take is a route that does not exist', async () => {
		const { id } = pick(on.sandbox, 'countries');
		for (const [method, path] of [
			['PUT', '/organizations'],
			['POST', '/countries'],
			['PATCH', `/countries/${id}`],
			['DELETE', '/users'],
			['PATCH', '/organization_types'],
		] as const) {
			const answer = await on.http.request({
				method,
				url: path,
				data: method === 'PUT' ? undefined : body('x', {}),
			});
			expect([path, answer.status, typeof answer.data]).toEqual([path, 404, 'string']);
		}
	});

	it('wants the JSON:API content type on writes, none on reads', async () => {
		for (const type of ['application/json', 'text/plain', 'multipart/form-data']) {
			const answer = await client(on.sandbox.url, on.sandbox.keys.full, type).post(
				'/organizations',
				JSON.stringify(body('organizations', { name: 'x' })),
			);
			expect([answer.status, answer.data]).toEqual([415, 'Bad Content Type']);
		}
		expect(
			(await on.http.get('/organizations', { headers: { 'content-type': undefined } })).status,
		).toBe(200);
		const charset = await on.http.post('/organizations', body('organizations', { name: 'x' }), {
			headers: { 'content-type': `${JSON_API}; charset=utf-8` },
		});
		expect(charset.status).toBe(201);
	});

	it('refuses bodies that are not JSON, double-encoded, without data, or too large', async () => {
		const raw = async (text: string) =>
			await on.http.post('/organizations', text, { transformRequest: (value: string) => value });
		expect((await raw('{"data":')).status).toBe(400);
		expect(
			(await raw(JSON.stringify(JSON.stringify(body('organizations', { name: 'x' }))))).status,
		).toBe(500);
		const empty = await raw('{}');
		expect([empty.status, firstError(empty).detail]).toEqual([
			400,
			'param is missing or the value is empty: data',
		]);
		expect(
			(
				await raw(
					JSON.stringify(
						body('organizations', { name: 'x', description: 'x'.repeat(10 * 1024 * 1024) }),
					),
				)
			).status,
		).toBe(413);
	});

	it('checks data.type, in either spelling', async () => {
		const wrong = await on.http.post('/organization_types', {
			data: { attributes: { name: 'x' } },
		});
		expect([wrong.status, firstError(wrong)]).toEqual([
			422,
			{
				status: 'unprocessable_entity',
				title: 'Bad request',
				detail: `Invalid type: ''. Expected: 'organization_types'`,
				source: { pointer: ['data', 'type'] },
			},
		]);
		for (const type of ['organization_types', 'organization-types'])
			expect((await on.http.post('/organization_types', body(type, { name: 'x' }))).status).toBe(
				201,
			);
	});

	it('varies the shape of validation errors as recorded', async () => {
		const orphan = await on.http.post('/contacts', body('contacts', { first_name: 'x' }));
		expect([orphan.status, firstError(orphan)]).toEqual([
			422,
			{
				status: 422,
				title: 'Valid organization_id is required',
				source: { pointer: 'data/attributes/organization_id' },
			},
		]);
		const type = await on.http.post(
			'/organizations',
			body('organizations', { name: 'x', organization_type_id: 1 }),
		);
		expect([type.status, firstError(type).detail, firstError(type).source]).toEqual([
			422,
			'must exist',
			{ pointer: '/data/attributes/organization-type' },
		]);
		const synced = pick(on.sandbox, 'contacts', (record) => record.psa !== undefined);
		const owned = await on.http.patch(`/contacts/${synced.id}`, body('contacts', { title: 'x' }));
		expect([owned.status, firstError(owned).source]).toEqual([422, { pointer: null }]);
	});

	it('refuses wrong JSON types, blank names and null where it does not clear', async () => {
		const { id } = freeOrganization(on.sandbox);
		const patch = async (attributes: Record<string, unknown>) =>
			(await on.http.patch(`/organizations/${id}`, body('organizations', attributes))).status;
		for (const attributes of [
			{ name: {} },
			{ name: ' ' },
			{ name: null },
			{ 'organization-type-id': null },
			{ 'organization-type-id': 'Customer' },
			{ alert: ['x'] },
		]) {
			expect([attributes, await patch(attributes)]).toEqual([attributes, 422]);
		}
		const configuration = pick(on.sandbox, 'configurations', (record) => record.psa === undefined);
		for (const attributes of [
			{ 'primary-ip': '300.1.1.1' },
			{ 'mac-address': '00:00:5E:00:53:01:02' },
			{ 'installed-at': 'yesterday-ish' },
			{ archived: 'maybe' },
		]) {
			expect([
				attributes,
				(
					await on.http.patch(
						`/configurations/${configuration.id}`,
						body('configurations', attributes),
					)
				).status,
			]).toEqual([attributes, 422]);
		}
	});

	it('wants the name of a look-up on every write', async () => {
		for (const type of [
			'organization_types',
			'contact_types',
			'configuration_statuses',
			'password_categories',
			'manufacturers',
		]) {
			expect(
				(await on.http.patch(`/${type}/${pick(on.sandbox, type).id}`, body(type, {}))).status,
			).toBe(422);
		}
	});

	it('is not shaken by prototype keys', async () => {
		const text =
			'{"data":{"type":"organizations","attributes":{"name":"Proto","__proto__":{"polluted":true},"constructor":{"prototype":{}}}}}';
		const answer = await on.http.post('/organizations', text, {
			transformRequest: (value: string) => value,
		});
		expect(answer.status).toBe(201);
		expect('polluted' in {}).toBe(false);
	});
});

it('answers in the seed profile as the seeds say', async () => {
	const { http, sandbox } = await bench({ profile: 'seed' });
	expect((await client(sandbox.url, 'ITG.unknown').get('/organizations')).status).toBe(401);
	expect((await http.post('/organizations', body('organizations', { name: '' }))).status).toBe(400);
	expect((await http.post('/contacts', body('contacts', { first_name: 'x' }))).status).toBe(400);
	const taken = await http.post(
		'/organizations',
		body('organizations', { name: 'Baker, Lyons & Co' }),
	);
	expect([taken.status, firstError(taken).detail]).toEqual([422, 'Name has already been taken']);
	expect((await http.get('/organization-types')).status).toBe(200);
	expect(
		(
			await http.post(
				'/organizations',
				body('organizations', { name: 'x', 'organization-type-id': 1 }),
			)
		).status,
	).toBe(422);
});
