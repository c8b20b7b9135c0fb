/** Passwords: their value travels only where a person asked for it. */
import type { IDataObject } from 'n8n-workflow';
import type { JournalEntry, Json, StoredRecord } from '../../../sandbox';
import { listSearch } from '../../helpers/harness';
import { byId, byName, jsons, only, said, useSandbox } from './support';

const bench = useSandbox({ journalSecrets: true });

const VALUE = 'marked-Value-7Q!x';
const OTP = 'MARKEDSECRETABCDEFGH';
/** Published as an example everywhere; opens nothing. */
const SEED = 'JBSWY3DPEHPK3PXP';
const OTHER_SEED = 'OTHERSECRETABCDEFG';

function vaulted(more: IDataObject = {}): StoredRecord {
	return bench.add('passwords', bench.organization(2), {
		name: 'Marked',
		username: 'admin',
		password: VALUE,
		otp_secret: OTP,
		url: null,
		archived: false,
		...(more as Record<string, Json>),
	});
}

const create = async (more: IDataObject = {}, extra: Parameters<typeof bench.run>[3] = {}) =>
	await bench.run(
		'password',
		'create',
		{ organizationId: byId(bench.organization(2)), name: 'New', password: VALUE, ...more },
		extra,
	);

/** Requests for which IT Glue knows `show_password`: those on one record, and create. Lists never carry values. */
const onOne = ({ method, path }: JournalEntry): boolean =>
	/^\/passwords\/\d+$/.test(path)
		? method === 'GET' || method === 'PATCH'
		: method === 'POST' && path.endsWith('/passwords');

const passwordRoutes = (): JournalEntry[] =>
	bench.sandbox.journal.filter(({ path }) => /\/passwords(\/|$)/.test(path));

const keyWithoutAccess = (): Parameters<typeof bench.run>[3] => ({
	credentials: { apiKey: bench.sandbox.keys.withoutPasswordAccess },
});

describe('show_password', () => {
	it('is false in every request of every operation, unless the switch of Get is on', async () => {
		const record = vaulted();
		const passwordId = byId(record);
		const organizationId = byId(bench.organization(2));
		const RUNS: Array<[string, IDataObject]> = [
			['create', { organizationId, name: 'One', password: 'x1' }],
			[
				'create',
				{
					organizationId,
					name: 'Marked',
					password: 'x2',
					ifExists: 'updateExisting',
					username: 'changed',
				},
			],
			['create', { organizationId, name: 'Marked', password: 'x3', ifExists: 'returnExisting' }],
			['get', { passwordId }],
			['get', { passwordId, simplify: false }],
			['get', { passwordId: byName('Marked'), options: { include: ['attachments'] } }],
			['getAll', { organizationId, returnAll: true }],
			['getAll', { simplify: false, returnAll: true, options: { include: ['attachments'] } }],
			['update', { passwordId, updateFields: { username: 'x', password: 'y' } }],
			['archive', { passwordId }],
			['unarchive', { passwordId }],
			['delete', { passwordId }],
		];
		for (const [operation, parameters] of RUNS) {
			expect([operation, said(await bench.run('password', operation, parameters))]).toEqual([
				operation,
				'(success)',
			]);
		}
		await listSearch('searchPasswords', {
			parameters: { resource: 'password', operation: 'get', organizationId },
			credentials: bench.credentials(),
			filter: 'Domain',
		});
		const single = passwordRoutes().filter(onOne);
		expect(single.length).toBeGreaterThanOrEqual(10);
		expect(single.map(({ method, path, query }) => [method, path, query.show_password])).toEqual(
			single.map(({ method, path }) => [method, path, 'false']),
		);
		expect(
			passwordRoutes().filter(
				({ query }) => query.show_password !== undefined && query.show_password !== 'false',
			),
		).toEqual([]);
	});

	it('is true in exactly one request when the switch is on', async () => {
		const result = await bench.run('password', 'get', {
			passwordId: byName('Marked'),
			organizationId: byId(bench.organization(2)),
			includePasswordValue: true,
		});
		expect(said(result)).toMatch(/There is no password called "Marked"/);
		vaulted();
		await bench.run('password', 'get', {
			passwordId: byName('Marked'),
			includePasswordValue: true,
		});
		expect(passwordRoutes().filter(({ query }) => query.show_password === 'true')).toHaveLength(1);
	});
});

describe('the value', () => {
	it.each([[true], [false]])('comes with Get and its switch (simplify %s)', async (simplify) => {
		const result = await bench.run('password', 'get', {
			passwordId: byId(vaulted()),
			includePasswordValue: true,
			simplify,
		});
		const record = only(result);
		expect(simplify ? record.password : (record.attributes as IDataObject).password).toBe(VALUE);
		expect(result.everything).not.toContain(OTP);
	});

	it('comes for each item as that item asks', async () => {
		const passwordId = byId(vaulted());
		const result = await bench.run(
			'password',
			'get',
			{ passwordId, includePasswordValue: '={{ $json.on }}' },
			{ input: [{ on: true }, { on: false }, { on: 'true' }, { on: 'no' }, {}] },
		);
		expect(jsons(result).map(({ password }) => password)).toEqual([
			VALUE,
			undefined,
			VALUE,
			undefined,
			undefined,
		]);
	});

	const NEVER: Array<[string, string, (record: StoredRecord) => IDataObject]> = [
		['Get', 'get', (record) => ({ passwordId: byId(record) })],
		['Get, raw', 'get', (record) => ({ passwordId: byId(record), simplify: false })],
		['Get Many', 'getAll', () => ({ returnAll: true })],
		['Get Many, raw', 'getAll', () => ({ returnAll: true, simplify: false })],
		[
			'Get Many with a smuggled switch',
			'getAll',
			() => ({ returnAll: true, includePasswordValue: true }),
		],
		[
			'Get Many with Fields to Return',
			'getAll',
			() => ({ returnAll: true, options: { fields: ['password', 'otp_secret', 'name'] } }),
		],
		[
			'Update',
			'update',
			(record) => ({ passwordId: byId(record), updateFields: { password: VALUE, otpSecret: OTP } }),
		],
		[
			'Update, raw',
			'update',
			(record) => ({
				passwordId: byId(record),
				simplify: false,
				updateFields: { password: VALUE, otpSecret: OTP },
			}),
		],
		['Archive', 'archive', (record) => ({ passwordId: byId(record), simplify: false })],
		[
			'Create',
			'create',
			() => ({
				organizationId: byId(bench.organization(4)),
				name: 'New',
				password: VALUE,
				additionalFields: { otpSecret: OTP },
			}),
		],
		[
			'Create, raw',
			'create',
			() => ({
				organizationId: byId(bench.organization(4)),
				name: 'New',
				password: VALUE,
				additionalFields: { otpSecret: OTP },
				simplify: false,
			}),
		],
		[
			'Return Existing',
			'create',
			() => ({
				organizationId: byId(bench.organization(2)),
				name: 'Marked',
				password: VALUE,
				ifExists: 'returnExisting',
			}),
		],
		['Delete', 'delete', (record) => ({ passwordId: byId(record) })],
	];
	it.each(NEVER)(
		'never comes with %s, nor does the one-time-password secret',
		async (_name, operation, parameters) => {
			const result = await bench.run('password', operation, parameters(vaulted()));
			expect(said(result)).toBe('(success)');
			expect(result.everything).not.toContain(VALUE);
			expect(result.everything).not.toContain(OTP);
		},
	);

	it.each([[true], [false]])(
		'never comes with a list even if IT Glue sends it (simplify %s)',
		async (simplify) => {
			const attributes = { name: 'Leaky', password: VALUE, 'otp-secret': OTP, otp_secret: OTP };
			const body = {
				data: [{ id: '7', type: 'passwords', attributes }],
				included: [{ id: '8', type: 'passwords', attributes }],
				meta: { 'current-page': 1, 'next-page': null, 'total-pages': 1, 'total-count': 1 },
			};
			bench.sandbox.faults.add({
				kind: 'status',
				status: 200,
				path: '/passwords',
				body: body as Json,
			});
			const result = await bench.run('password', 'getAll', { returnAll: true, simplify });
			expect(result.output).toHaveLength(1);
			expect(result.everything).not.toContain(VALUE);
			expect(result.everything).not.toContain(OTP);
		},
	);

	it.each([[true], [false]])(
		'never comes with what another record includes (simplify %s)',
		async (simplify) => {
			const host = bench.within('configurations', bench.organization(2))[0] as StoredRecord;
			vaulted({ resource_id: Number(host.id), resource_type: 'Configuration' });
			const included = {
				id: '8',
				type: 'passwords',
				attributes: { name: 'Leaky', password: VALUE, 'otp-secret': OTP },
			};
			const plain = await bench.run('configuration', 'get', {
				configurationId: byId(host),
				simplify,
				options: { include: ['passwords'] },
			});
			expect(JSON.stringify(jsons(plain))).toContain('Marked');
			expect(plain.everything).not.toContain(VALUE);
			const body = {
				data: {
					id: host.id,
					type: 'configurations',
					attributes: { name: 'PC' },
					relationships: { passwords: { data: [{ id: '8', type: 'passwords' }] } },
				},
				included: [included],
			};
			bench.sandbox.faults.add({
				kind: 'status',
				status: 200,
				path: '/configurations/',
				body: body as Json,
			});
			const leaky = await bench.run('configuration', 'get', {
				configurationId: byId(host),
				simplify,
				options: { include: ['passwords'] },
			});
			expect(JSON.stringify(jsons(leaky))).toContain('Leaky');
			expect(leaky.everything).not.toContain(VALUE);
			expect(leaky.everything).not.toContain(OTP);
		},
	);

	it('of an earlier version is asked for by its id', async () => {
		await bench.run('password', 'get', {
			passwordId: byId(vaulted()),
			includePasswordValue: true,
			options: { versionId: ' 4711 ' },
		});
		expect(passwordRoutes()[0]?.query).toMatchObject({ version_id: '4711', show_password: 'true' });
	});

	it('of an earlier version still needs the switch', async () => {
		const result = await bench.run('password', 'get', {
			passwordId: byId(vaulted()),
			options: { versionId: '4711' },
		});
		expect(passwordRoutes()[0]?.query).toMatchObject({
			version_id: '4711',
			show_password: 'false',
		});
		expect(result.everything).not.toContain(VALUE);
	});
});

describe('a key without Password Access', () => {
	it('reads everything but the value', async () => {
		const result = await bench.run(
			'password',
			'get',
			{ passwordId: byId(vaulted()) },
			keyWithoutAccess(),
		);
		expect(only(result)).toMatchObject({ name: 'Marked', username: 'admin', otp_enabled: true });
	});

	it.each<[string, () => ReturnType<typeof bench.run>]>([
		['Create', async () => await create({}, keyWithoutAccess())],
		[
			'Get with the value',
			async () =>
				await bench.run(
					'password',
					'get',
					{ passwordId: byId(vaulted()), includePasswordValue: true },
					keyWithoutAccess(),
				),
		],
		[
			'Update of the value',
			async () =>
				await bench.run(
					'password',
					'update',
					{ passwordId: byId(vaulted()), updateFields: { password: 'new-value-1' } },
					keyWithoutAccess(),
				),
		],
	])('%s says that Password Access is needed', async (_name, run) => {
		const result = await run();
		expect(result.error?.description).toMatch(/Password Access/);
		expect(result.error?.httpCode).toBe('401');
		expect(result.everything).not.toContain(VALUE);
		expect(
			bench.sandbox.store.all('passwords').some(({ attributes }) => attributes.name === 'New'),
		).toBe(false);
	});

	it('changes other fields', async () => {
		const record = vaulted();
		const result = await bench.run(
			'password',
			'update',
			{ passwordId: byId(record), updateFields: { username: 'renamed' } },
			keyWithoutAccess(),
		);
		expect(said(result)).toBe('(success)');
		expect(bench.stored(record).attributes).toMatchObject({
			username: 'renamed',
			password: VALUE,
			otp_secret: OTP,
		});
	});
});

describe('embedding', () => {
	const embedded = (fields: IDataObject) => create({ additionalFields: fields });

	it('takes type and id', async () => {
		const host = bench.within('configurations', bench.organization(2))[0] as StoredRecord;
		const result = await embedded({ resourceType: 'Configuration', resourceId: host.id });
		expect(only(result)).toMatchObject({
			resource_type: 'Configuration',
			cached_resource_name: host.attributes.name,
		});
	});

	it('may be left out', async () => {
		expect(only(await embedded({}))).toMatchObject({ resource_id: null });
	});

	it.each<[string, IDataObject]>([
		['the type alone', { resourceType: 'Configuration' }],
		['the id alone', { resourceId: '12' }],
	])('refuses %s before anything is sent', async (_name, fields) => {
		const result = await embedded(fields);
		expect(said(result)).toMatch(/Record Type and Record ID|both/);
		expect(bench.writes()).toEqual([]);
	});

	it('says when the record does not exist', async () => {
		const result = await embedded({ resourceType: 'Configuration', resourceId: '12' });
		expect(result.error?.message).toMatch(/must exist/);
	});
});

describe('Update Existing', () => {
	it('never writes the value or the one-time-password secret anew', async () => {
		const record = vaulted();
		const parameters = {
			name: 'marked',
			password: 'other-value-2',
			ifExists: 'updateExisting',
			username: 'renamed',
			additionalFields: { otpSecret: OTHER_SEED },
		};
		const result = await create(parameters);
		expect(only(result)).toMatchObject({ id: record.id, username: 'renamed' });
		const sent = bench
			.writes()
			.map(({ method, body }) => [
				method,
				Object.keys((body as { data: { attributes: IDataObject } }).data.attributes),
			]);
		expect(sent).toEqual([
			['PATCH', expect.not.arrayContaining(['password', 'otp-secret', 'password-updated-at'])],
		]);
		expect(bench.stored(record).attributes).toMatchObject({
			password: VALUE,
			otp_secret: OTP,
			username: 'renamed',
		});
	});

	it('writes nothing when nothing but the value would differ', async () => {
		const record = vaulted();
		const result = await create({
			name: 'Marked',
			password: 'other-value-2',
			ifExists: 'updateExisting',
			username: 'admin',
		});
		expect(only(result)).toMatchObject({ id: record.id });
		expect(bench.writes()).toEqual([]);
	});
});

it('stores value and one-time-password secret as given, and does not touch them later', async () => {
	const value = '  "quoted" \\ ü 🔑 {{ no }} ';
	const result = await create(
		{ password: '={{ $json.value }}', additionalFields: { otpSecret: SEED } },
		{ input: [{ value }] },
	);
	const record = bench.stored(String(only(result).id), 'passwords');
	expect(record.attributes).toMatchObject({ password: value, otp_secret: SEED });
	expect(only(result)).toMatchObject({ otp_enabled: true });
	expect(result.hints).toEqual([]);
	await bench.run('password', 'update', {
		passwordId: byId(record),
		updateFields: { notes: 'changed' },
	});
	expect(record.attributes).toMatchObject({
		password: value,
		otp_secret: SEED,
		notes: 'changed',
	});
});
