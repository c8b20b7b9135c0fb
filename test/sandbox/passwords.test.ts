/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets */
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

describe.each(['strict', 'seed'] as const)('passwords in the %s profile', (profile) => {
	let on: Bench;
	beforeAll(async () => {
		on = await bench({ profile });
	});
	afterEach(() => on.sandbox.reset());

	it('has no value in lists and none of the one-time-password secret anywhere', async () => {
		const items = list(await on.http.get('/passwords', { params: { show_password: 'true' } }));
		for (const { attributes } of items)
			expect(Object.keys(attributes)).not.toEqual(
				expect.arrayContaining(['password', 'otp-secret']),
			);
		const secret = pick(
			on.sandbox,
			'passwords',
			(record) => typeof record.attributes.otp_secret === 'string',
		);
		const shown = one(await on.http.get(`/passwords/${secret.id}`)).attributes;
		expect(shown).toMatchObject({ password: secret.attributes.password, 'otp-enabled': true });
		expect(shown).not.toHaveProperty('otp-secret');
	});

	it('shows the value by default, not with show_password=false, and by organization too', async () => {
		const { id, attributes } = pick(on.sandbox, 'passwords');
		const nested = `/organizations/${String(attributes.organization_id)}/relationships/passwords/${id}`;
		for (const path of [`/passwords/${id}`, nested]) {
			expect(one(await on.http.get(path)).attributes.password).toBe(attributes.password);
			expect(
				one(await on.http.get(path, { params: { show_password: 'false' } })).attributes,
			).not.toHaveProperty('password');
		}
	});

	it('needs Password Access to send or receive a value, not for the rest', async () => {
		const { id } = pick(on.sandbox, 'passwords');
		const refused = await on.limited.get(`/passwords/${id}`);
		expect([refused.status, firstError(refused)]).toEqual([
			401,
			{
				status: 401,
				title: 'Unauthorized',
				detail: 'Unauthorized resource access',
				source: { pointer: 'id' },
			},
		]);
		expect((await on.limited.get(`/passwords/${id}?show_password=false`)).status).toBe(200);
		expect((await on.limited.get('/passwords')).status).toBe(200);
		expect(
			(await on.limited.patch(`/passwords/${id}`, body('passwords', { password: 'x' }))).status,
		).toBe(401);
		expect(
			(await on.limited.patch(`/passwords/${id}`, body('passwords', { username: 'x' }))).status,
		).toBe(200);
	});

	it('returns the value of a write only when asked', async () => {
		const organization = freeOrganization(on.sandbox).id;
		const attributes = { name: 'Portal', password: 'made-up', 'otp-secret': 'JBSWY3DPEHPK3PXP' };
		const path = `/organizations/${organization}/relationships/passwords`;
		const quiet = one(await on.http.post(path, body('passwords', attributes)));
		const loud = one(
			await on.http.post(`${path}?show_password=true`, body('passwords', attributes)),
		);
		expect([quiet.attributes.password, loud.attributes.password]).toEqual([undefined, 'made-up']);
		expect(on.sandbox.store.find('passwords', quiet.id)?.attributes).toMatchObject({
			password: 'made-up',
			otp_secret: 'JBSWY3DPEHPK3PXP',
		});
		const missing = await on.http.post(path, body('passwords', { name: 'Portal' }));
		expect(missing.status).toBe(profile === 'strict' ? 422 : 201);
	});

	it('embeds with both resource-id and resource-type, on create only', async () => {
		const host = pick(on.sandbox, 'configurations');
		const organization = Number(host.attributes.organization_id);
		const create = async (extra: Record<string, unknown>) =>
			await on.http.post(
				'/passwords',
				body('passwords', { organization_id: organization, name: 'N', password: 'p', ...extra }),
			);
		const embedded = one(
			await create({ 'resource-id': Number(host.id), 'resource-type': 'Configuration' }),
		);
		expect(embedded.attributes).toMatchObject({
			'cached-resource-name': host.attributes.name,
			'cached-resource-type-name': 'Configuration',
		});
		expect((await create({ resource_id: Number(host.id) })).status).toBe(422);
		expect(
			(await create({ resource_id: Number(host.id), resource_type: 'SslCertificate' })).status,
		).toBe(422);
		expect((await create({ resource_id: 1, resource_type: 'Configuration' })).status).toBe(422);
		const moved = one(
			await on.http.patch(
				`/passwords/${embedded.id}`,
				body('passwords', { resource_id: null, resource_type: null }),
			),
		);
		expect(moved.attributes['resource-id']).toBe(Number(host.id));
	});

	it('keeps folders by organization, and refuses to delete a full one', async () => {
		const folder = pick(
			on.sandbox,
			'password_folders',
			(record) => on.sandbox.store.related('passwords', 'password_folder_id', record.id).length > 0,
		);
		const path = `/organizations/${String(folder.attributes.organization_id)}/relationships/password_folders`;
		expect(list(await on.http.get(path)).map(({ id }) => id)).toContain(folder.id);
		expect((await on.http.get('/password_folders')).status).toBe(404);
		expect(
			(await on.http.delete(path, { data: bulk('password-folders', [{ id: Number(folder.id) }]) }))
				.status,
		).toBe(422);
		const empty = one(
			await on.http.post(
				path,
				body('password-folders', { name: 'Empty', 'parent-id': Number(folder.id) }),
			),
		);
		expect(empty.attributes['ancestor-ids']).toEqual([Number(folder.id)]);
		expect(
			(await on.http.delete(path, { data: bulk('password-folders', [{ id: Number(empty.id) }]) }))
				.status,
		).toBe(200);
	});

	it('masks secrets in the journal', async () => {
		const { id } = pick(on.sandbox, 'passwords');
		await on.http.patch(
			`/passwords/${id}`,
			body('passwords', { password: 'marked-value', 'otp-secret': 'JBSWY3DPEHPK3PXQ' }),
		);
		const text = JSON.stringify(on.sandbox.journal);
		expect(text).not.toMatch(/marked-value|JBSWY3DPEHPK3PXQ/);
		expect(text).not.toContain(on.sandbox.keys.full);
		expect(text).toContain('•••');
	});
});

it('keeps secrets in the journal when told to', async () => {
	const { http, sandbox } = await bench({ journalSecrets: true });
	await http.patch(
		`/passwords/${pick(sandbox, 'passwords').id}`,
		body('passwords', { password: 'marked-value' }),
	);
	expect(JSON.stringify(sandbox.journal)).toContain('marked-value');
});
