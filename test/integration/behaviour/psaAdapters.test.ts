/** Links to other systems stand beside those to the PSA: which of them says what a record is linked to. */
import type { IDataObject } from 'n8n-workflow';
import type { Attributes, StoredRecord } from '../../../sandbox';
import { automatic } from '../../helpers/parameters';
import { actions, person, tolerant, upsert } from './upsertSupport';
import { byId, jsons, only, said, useSandbox } from './support';

const bench = useSandbox();

const TENANT = '00000000-0000-4000-8000-000000000001';

const client = (
	name: string,
	links: Partial<Pick<StoredRecord, 'psa' | 'adapters'>> = {},
	more: Attributes = {},
): StoredRecord =>
	Object.assign(
		bench.sandbox.store.insert('organizations', {
			name,
			alert: null,
			organization_type_id: Number(bench.sandbox.store.all('organization_types')[0]?.id),
			organization_status_id: Number(bench.sandbox.store.all('organization_statuses')[0]?.id),
			primary: false,
			...more,
		}),
		links,
	);

const companies = async (input: IDataObject[]) =>
	await tolerant(bench, { resource: 'organization', input, by: ['psa_id'] });

const read = async (record: StoredRecord): Promise<IDataObject> =>
	only(
		await bench.run('organization', 'get', {
			organizationId: byId(record),
			options: { include: ['adapters_resources'] },
		}),
	);

const reconcile = async (input: IDataObject[]): Promise<IDataObject[]> =>
	jsons(await bench.run('organization', 'reconcile', { fields: automatic() }, { input }));

const microsoft = { name: 'Microsoft', remoteId: TENANT };

const count = (): number => bench.sandbox.store.all('organizations').length;

describe('what a record shows', () => {
	test.each([
		['manage', 'manage'],
		['autotask', 'autotask'],
		['Kaseya BMS', 'kaseya-bms'],
		['HaloPSA', 'HaloPSA'],
	])('the number in the PSA %s, whatever stands beside it', async (type, shown) => {
		const record = client('Linked', { psa: { type, remoteId: '77' }, adapters: [microsoft] });
		expect(await read(record)).toMatchObject({
			psa_id: '77',
			psa_integration_type: shown,
			psa_orphaned: false,
			psa_integration: 'enabled',
		});
	});

	test('an orphaned link, as such', async () => {
		const psa = { type: 'manage', remoteId: '77', orphaned: true };
		expect(await read(client('Orphan', { psa }))).toMatchObject({
			psa_id: '77',
			psa_orphaned: true,
			psa_integration: 'orphaned',
		});
	});

	test('none where only other systems are linked', async () => {
		expect(await read(client('Elsewhere', { adapters: [microsoft] }))).toMatchObject({
			psa_id: null,
			psa_integration_type: null,
			psa_integration: 'disabled',
		});
	});

	test('nothing where the system is not known', async () => {
		const adapters = [{ name: 'Ticketing Cloud', remoteId: '77' }];
		const json = await read(client('Unknown', { adapters }));
		expect(json).not.toHaveProperty('psa_id');
		expect(json.adapters_resources).toMatchObject([
			{ adapter_type_name: 'Ticketing Cloud', remote_id: '77' },
		]);
	});

	test('nothing where the link was named and not included', async () => {
		const record = client('Bare', { psa: { type: 'manage', remoteId: '77' } });
		bench.sandbox.faults.add({
			kind: 'status',
			status: 200,
			method: 'GET',
			path: `/organizations/${record.id}`,
			body: {
				data: {
					id: record.id,
					type: 'organizations',
					attributes: { name: 'Bare' },
					relationships: {
						'adapters-resources': { data: [{ id: '5', type: 'adapters-resources' }] },
					},
				},
			},
		});
		expect(await read(record)).not.toHaveProperty('psa_id');
	});
});

describe('Create or Update', () => {
	test('finds by the number in the PSA, not by that of another system', async () => {
		const linked = client('Linked', {
			psa: { type: 'manage', remoteId: '77' },
			adapters: [microsoft],
		});
		client('Elsewhere', { adapters: [{ name: 'Datto RMM', remoteId: '77' }] });
		const ran = await companies([
			{ psa_id: '77', psa_integration_type: 'ConnectWise', alert: 'After' },
		]);
		expect(only(ran)).toMatchObject({ id: linked.id, _action: 'updated', _matched_by: ['psa_id'] });
	});

	test('the number 0 is a number', async () => {
		const own = client('Ourselves', { psa: { type: 'manage', remoteId: '0' } });
		const ran = await companies([{ psa_id: 0, psa_integration_type: 'manage', alert: 'After' }]);
		expect(only(ran)).toMatchObject({ id: own.id, _action: 'updated' });
	});

	test('a record of that name that is linked to Microsoft only is that record', async () => {
		const record = client('Brand New', { adapters: [microsoft] });
		const ran = await companies([
			{ psa_id: '9001', psa_integration_type: 'manage', name: 'brand new', alert: 'After' },
		]);
		expect(only(ran)).toMatchObject({ id: record.id, _action: 'updated', _matched_by: ['name'] });
	});

	test('a PSA without a filter is matched by its name', async () => {
		const record = client('Halo client', { psa: { type: 'HaloPSA', remoteId: '12' } });
		const ran = await companies([
			{ psa_id: '12', psa_integration_type: 'Halo PSA', alert: 'After' },
		]);
		expect(only(ran)).toMatchObject({ id: record.id, _matched_by: ['psa_id'] });
		const both = client('Syncro client', { adapters: [{ name: 'Syncro', remoteId: '12' }] });
		const again = await companies([{ psa_id: '12', psa_integration_type: 'Syncro', alert: 'Two' }]);
		expect(only(again)).toMatchObject({ id: both.id, _matched_by: ['psa_id'] });
	});

	test('what is no PSA is refused as PSA Type', async () => {
		const ran = await companies([
			{ psa_id: '12', psa_integration_type: 'Microsoft', alert: 'After' },
		]);
		expect(String(only(ran).error)).toBe('"Microsoft" is not a PSA');
	});

	describe('a system of an unknown name', () => {
		const adapters = [{ name: 'Ticketing Cloud', remoteId: '9001' }];

		test('with the same number and name: the same record', async () => {
			const record = client('Acme', { adapters });
			const before = count();
			const ran = await companies([
				{ psa_id: '9001', psa_integration_type: 'manage', name: 'ACME', alert: 'After' },
				{ psa_id: '9002', psa_integration_type: 'manage', name: 'Beta' },
			]);
			expect(actions(ran)).toEqual(['updated', 'created']);
			expect(jsons(ran)[0]).toMatchObject({ id: record.id });
			expect(count()).toBe(before + 1);
		});

		test('with the same number alone: neither taken over nor made anew', async () => {
			const record = client('Somebody Else', { adapters }, { alert: 'Before' });
			const named = client('Beta', {}, { alert: 'Before' });
			const before = count();
			const ran = await companies([
				{ psa_id: '9001', psa_integration_type: 'manage', name: 'Acme', alert: 'After' },
			]);
			expect(String(only(ran).error)).toBe(
				`Organization "Somebody Else" (ID ${record.id}) is linked to record 9001 of "Ticketing Cloud", which may be this one`,
			);
			const other = await companies([{ psa_id: '9001', name: 'Beta', alert: 'After' }]);
			expect(String(only(other).error)).toContain('which may be this one');
			expect([record, named].map(({ attributes }) => attributes.alert)).toEqual([
				'Before',
				'Before',
			]);
			expect(count()).toBe(before);
		});

		test('named as the PSA: found by its number', async () => {
			const record = client('Somebody Else', { adapters });
			const ran = await companies([
				{ psa_id: '9001', psa_integration_type: 'ticketing cloud', alert: 'After' },
			]);
			expect(only(ran)).toMatchObject({ id: record.id, _matched_by: ['psa_id'] });
		});

		test('with another number: no link to a PSA', async () => {
			const record = client('Acme', { adapters });
			const ran = await companies([
				{ psa_id: '7', psa_integration_type: 'manage', name: 'Acme', alert: 'After' },
			]);
			expect(only(ran)).toMatchObject({ id: record.id, _action: 'updated' });
		});
	});

	test('a misspelt PSA Type writes and creates nothing', async () => {
		const record = client(
			'Acme',
			{ psa: { type: 'manage', remoteId: '9001' } },
			{ alert: 'Before' },
		);
		const before = count();
		const ran = await companies([
			{ psa_id: '9001', psa_integration_type: 'Connectwize', name: 'New', alert: 'After' },
		]);
		expect(String(only(ran).error)).toContain('which may be this one');
		expect([record.attributes.alert, count()]).toEqual(['Before', before]);
	});

	test('an orphaned link to another PSA record still tells two clients of one name apart', async () => {
		const record = client('Smith', { psa: { type: 'manage', remoteId: '8000', orphaned: true } });
		const ran = await companies([
			{ psa_id: '9001', psa_integration_type: 'manage', name: 'Smith', alert: 'After' },
		]);
		expect(only(ran)).toMatchObject({
			error: `Organization "Smith" (ID ${record.id}) is linked to PSA record 8000, not to 9001`,
			message: expect.stringContaining('no longer there (orphaned)') as string,
		});
	});

	test('of two records with the link, the one whose PSA record is there', async () => {
		const psa = { type: 'manage', remoteId: '9001' };
		client('Old', { psa: { ...psa, orphaned: true } });
		const record = client('New', { psa });
		const ran = await companies([
			{ ...psa, psa_id: '9001', psa_integration_type: 'manage', alert: 'A' },
		]);
		expect(only(ran)).toMatchObject({ id: record.id, _action: 'updated' });
	});

	test('a list that names links without including them: the records themselves are asked', async () => {
		const record = client('Acme', { psa: { type: 'manage', remoteId: '9001' } });
		const other = client('Other', { psa: { type: 'manage', remoteId: '9002' } });
		const page = (await bench.sandbox.store.all('organizations')).map(({ id, attributes }) => ({
			id,
			type: 'organizations',
			attributes: { name: attributes.name, alert: attributes.alert },
			relationships: {
				'adapters-resources': {
					data: [record.id, other.id].includes(id)
						? [{ id: `9${id}`, type: 'adapters-resources' }]
						: [],
				},
			},
		}));
		bench.sandbox.faults.add({
			kind: 'status',
			status: 200,
			method: 'GET',
			path: /^\/organizations$/,
			times: 1,
			body: { data: page, included: [] } as never,
		});
		const ran = await companies([
			{ psa_id: '9001', psa_integration_type: 'manage', alert: 'After' },
		]);
		expect(only(ran)).toMatchObject({ id: record.id, _action: 'updated', _matched_by: ['psa_id'] });
	});

	test('the older names of the attributes are read as well', async () => {
		bench.assume({ adaptersNameTheirType: false });
		const record = client('Linked', {
			psa: { type: 'autotask', remoteId: '77' },
			adapters: [microsoft],
		});
		const ran = await companies([
			{ psa_id: '77', psa_integration_type: 'Autotask PSA', alert: 'A' },
		]);
		expect(only(ran)).toMatchObject({ id: record.id, _matched_by: ['psa_id'] });
		expect(await read(record)).toMatchObject({ psa_id: '77', psa_integration_type: 'autotask' });
	});

	test('where answers show no links, only the PSAs that IT Glue filters by can be asked for', async () => {
		bench.assume({ relationshipsOnShowOnly: true });
		const ran = await companies([{ psa_id: '12', psa_integration_type: 'HaloPSA', name: 'A' }]);
		expect(only(ran)).toMatchObject({
			error: '"HaloPSA" is not a PSA Type that IT Glue knows',
			message: expect.stringContaining('Autotask, ConnectWise Manage') as string,
		});
	});
});

test.each(['ConnectWise', 'Connectwise PSA', 'ConnectWise Manage', 'manage'])(
	'the filter takes the PSA as %s',
	async (name) => {
		const record = client('Linked', { psa: { type: 'manage', remoteId: '77' } });
		const filters = { psaId: '77', psaIntegrationType: name };
		const ran = await bench.run('organization', 'getAll', { returnAll: true, filters });
		expect(jsons(ran).map(({ id }) => id)).toEqual([record.id]);
	},
);

test('the filter takes only the PSAs that IT Glue filters by', async () => {
	const filters = { psaId: '77', psaIntegrationType: 'HaloPSA' };
	const ran = await bench.run('organization', 'getAll', { returnAll: true, filters });
	expect(said(ran)).toContain('ConnectWise Manage');
	expect(bench.sandbox.journal).toEqual([]);
});

describe('Reconcile', () => {
	test('pairs by the PSA, and calls a record linked to other systems unsynced', async () => {
		const linked = client('Linked', {
			psa: { type: 'manage', remoteId: '77' },
			adapters: [microsoft],
		});
		const elsewhere = client('Elsewhere', { adapters: [microsoft] });
		const orphan = client('Orphan', { psa: { type: 'manage', remoteId: '78', orphaned: true } });
		const rows = await reconcile([
			{ psa_id: '77', psa_integration_type: 'ConnectWise PSA', name: 'Linked' },
		]);
		const row = ({ id: wanted }: StoredRecord) => rows.find(({ id }) => id === wanted);
		expect(row(linked)).toMatchObject({
			status: 'synced',
			psa_id: '77',
			psa_integration_type: 'manage',
		});
		expect(row(elsewhere)).toMatchObject({ status: 'unsynced', psa_id: null });
		expect(row(orphan)).toMatchObject({ status: 'mismatched', psa_id: '78', psa_orphaned: true });
	});

	test('a number in a system of an unknown name is never taken for certain', async () => {
		const record = client('Acme', { adapters: [{ name: 'Ticketing Cloud', remoteId: '77' }] });
		const [same] = await reconcile([
			{ psa_id: '77', psa_integration_type: 'manage', name: 'Acme' },
		]);
		expect(same).toMatchObject({ status: 'synced', id: record.id });
		const [doubtful] = await reconcile([
			{ psa_id: '77', psa_integration_type: 'manage', name: 'New' },
		]);
		expect(doubtful).toMatchObject({ status: 'ambiguous', candidates: [{ id: record.id }] });
	});
});

test('contacts: the user of Microsoft 365 is not the contact of the PSA', async () => {
	const ann = Object.assign(person(bench, 'Ann'), {
		psa: { type: 'autotask', remoteId: '7001' },
		adapters: [microsoft],
	});
	const ran = await upsert(bench, {
		resource: 'contact',
		by: ['psa_id'],
		input: [{ psa_id: '7001', psa_integration_type: 'autotask', title: 'Assistant' }],
	});
	expect(said(ran)).toBe('(success)');
	expect(only(ran)).toMatchObject({ id: ann.id, _action: 'unchanged', _matched_by: ['psa_id'] });
});

describe('contacts of the PSA that share a mailbox', () => {
	const INFO = 'info@client.example';
	const of = (id: string, first: string, more: IDataObject = {}): IDataObject => ({
		psa_id: id,
		psa_integration_type: 'manage',
		primary_email: INFO,
		...(first && { first_name: first, last_name: 'Lee' }),
		...more,
	});
	const people = async (input: IDataObject[]) =>
		await tolerant(bench, { resource: 'contact', input, by: ['psa_id'] });
	const mailbox = (more: Attributes = {}): Attributes => ({
		last_name: 'Lee',
		contact_emails: [{ value: INFO, primary: true, 'label-name': 'Work' }],
		...more,
	});

	test('become a contact each, once', async () => {
		const input = [of('1', 'Ann', { title: 'A' }), of('2', 'Ben', { title: 'B' })];
		const first = await people(input);
		expect(actions(first)).toEqual(['created', 'created']);
		const ids = jsons(first).map(({ id }) => id);
		expect(new Set(ids).size).toBe(2);
		const again = await people([...input].reverse());
		expect(actions(again)).toEqual(['unchanged', 'unchanged']);
		expect(jsons(again).map(({ id }) => id)).toEqual([...ids].reverse());
		const one = await people([of('2', 'BEN', { title: 'Manager' })]);
		expect(only(one)).toMatchObject({ id: ids[1], _action: 'updated', title: 'Manager' });
	});

	test('the one that is linked stays who it is, and the other is created beside it', async () => {
		const ann = Object.assign(person(bench, 'Ann', mailbox()), {
			psa: { type: 'manage', remoteId: '1' },
		});
		const alone = await people([of('2', 'Ben')]);
		expect(only(alone)).toMatchObject({ _action: 'created', first_name: 'Ben' });
		const both = await people([of('1', 'Ann'), of('2', 'Ben')]);
		expect(actions(both)).toEqual(['unchanged', 'unchanged']);
		expect(jsons(both).map(({ id }) => id)).toEqual([ann.id, only(alone).id]);
	});

	test('one that is there without a link is the one of its name', async () => {
		const ann = person(bench, 'Ann', mailbox());
		const ran = await people([of('2', 'Ben', { title: 'B' }), of('1', 'ann', { title: 'A' })]);
		expect(actions(ran)).toEqual(['created', 'updated']);
		expect(jsons(ran)[1]).toMatchObject({ id: ann.id, title: 'A' });
		expect(ann.attributes.first_name).toBe('Ann');
	});

	test.each([
		['no names', '', 'Primary Email', 'Also map First Name and Last Name'],
		[
			'the same name',
			'Ann',
			'Primary Email and First Name and Last Name',
			'Correct one of them in the PSA',
		],
	])('are refused with %s', async (_what, first, columns, advice) => {
		const ran = await people([of('1', first), of('2', first)]);
		for (const json of jsons(ran)) {
			expect(json.error).toBe(
				`Several PSA records (1, 2) have the same ${columns}, so they would become one contact`,
			);
			expect(json.message).toContain(advice);
		}
		expect(bench.writes()).toEqual([]);
	});
});
