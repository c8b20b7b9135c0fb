/** What is read to find a record, and what is left alone once it is found. */
import type { IDataObject } from 'n8n-workflow';
import { listSearch } from '../../helpers/harness';
import { byId, byName, hintsOf, jsons, only, said, sentBy, useSandbox } from './support';
import { actions, upsert } from './upsertReviewSupport';

const bench = useSandbox();

const lists = (collection: string) =>
	bench.sandbox.journal.filter(({ path }) => path.endsWith(`/${collection}`));

describe('a record named by the user', () => {
	const called = 'One of a Kind';
	const printer = (at: number) =>
		bench.add('configurations', bench.organization(at), { name: called, archived: false });
	const getIt = async () =>
		await bench.run('configuration', 'get', {
			organizationId: byId(bench.organization(2)),
			configurationId: byName(called),
		});

	it('is found with one short list', async () => {
		const own = printer(2);
		expect(only(await getIt())).toMatchObject({ id: own.id, name: called });
		expect(lists('configurations').map(({ query }) => query['filter[name]'] ?? '')).toEqual([
			called,
		]);
	});

	it('is that of the organization, also where the answer holds one of another', async () => {
		const other = printer(4);
		const own = printer(2);
		bench.sandbox.faults.add({
			kind: 'status',
			status: 200,
			times: 1,
			body: {
				data: [
					{
						id: other.id,
						type: 'configurations',
						attributes: { name: called, 'organization-id': Number(bench.organization(4).id) },
					},
				],
			},
		});
		expect(only(await getIt())).toMatchObject({ id: own.id });
	});
});

describe('columns that are matched on', () => {
	it('are not rewritten, however they are spelled', async () => {
		const client = bench.organization(2);
		const name = String(client.attributes.name);
		const ran = await upsert(bench, {
			resource: 'organization',
			organization: null,
			by: ['name'],
			input: [{ name: name.toUpperCase(), short_name: 'ONE' }],
		});
		expect(actions(ran)).toEqual(['updated']);
		expect(bench.stored(client).attributes).toMatchObject({ name, short_name: 'ONE' });
		const sent = bench.writes().map(sentBy);
		expect(sent).toEqual([{ 'short-name': 'ONE' }]);
	});
});

describe('records matched by their IDs', () => {
	it('are read with one list of all IDs', async () => {
		const devices = [0, 1, 2].map((at) =>
			bench.add('configurations', bench.organization(2), {
				name: `Switch ${at}`,
				notes: 'Before',
				archived: false,
			}),
		);
		const ran = await upsert(bench, {
			resource: 'configuration',
			by: ['id'],
			input: devices.map(({ id }) => ({ id, notes: 'Before' })),
		});
		expect(actions(ran)).toEqual(['unchanged', 'unchanged', 'unchanged']);
		expect(bench.sandbox.journal.map(({ path }) => path)).toEqual(['/configurations']);
		expect(String(lists('configurations')[0]?.query['filter[id]'])).toBe(
			devices.map(({ id }) => id).join(','),
		);
	});
});

describe('a text that lists cut', () => {
	it('is read from the record itself, also beside values that are not cut', async () => {
		const client = bench.organization(2);
		const notes = 'Ring the bell. '.repeat(30).trim();
		bench.sandbox.store.update(client, { quick_notes: notes });
		const ran = await upsert(bench, {
			resource: 'organization',
			organization: null,
			by: ['id'],
			input: [{ id: client.id, short_name: 'ONE', quick_notes: notes }],
		});
		expect(actions(ran)).toEqual(['updated']);
		expect(bench.writes().map(sentBy)).toEqual([{ 'short-name': 'ONE' }]);
	});
});

describe('a new record that IT Glue refuses', () => {
	it('is not looked for: it cannot be there', async () => {
		bench.sandbox.faults.add({
			kind: 'status',
			status: 422,
			method: 'POST',
			body: { errors: [{ detail: 'Title is too long' }] },
		});
		const ran = await upsert(bench, {
			resource: 'contact',
			by: ['primary_email'],
			input: [{ primary_email: 'zoe@example.com', last_name: 'Example', title: 'x' }],
		});
		expect(said(ran)).toContain('Title is too long');
		expect(bench.sandbox.journal.at(-1)?.method).toBe('POST');
	});
});

describe('a searched list', () => {
	it('ends where an answer without a count holds nothing', async () => {
		bench.sandbox.faults.add({ kind: 'status', status: 200, times: 1, body: { data: [] } });
		expect(
			await listSearch('searchOrganizations', { parameters: {}, credentials: bench.credentials() }),
		).toEqual({
			results: [],
		});
		expect(bench.sandbox.journal).toHaveLength(1);
	});
});

describe('values that look like numbers', () => {
	it('stay texts, but for IDs', async () => {
		const ran = await bench.run('configuration', 'create', {
			organizationId: byId(bench.organization(2)),
			configurationTypeId: byId(String(bench.sandbox.store.all('configuration_types')[0]?.id)),
			name: '0042',
			additionalFields: { assetTag: '00017', serialNumber: '12345' },
		});
		const { name, asset_tag, serial_number, configuration_type_id } = only(ran);
		expect({ name, asset_tag, serial_number }).toEqual({
			name: '0042',
			asset_tag: '00017',
			serial_number: '12345',
		});
		const sent = sentBy(bench.writes()[0]);
		expect(sent).toMatchObject({ name: '0042', 'asset-tag': '00017', 'serial-number': '12345' });
		expect(String(sent['configuration-type-id'])).toBe(configuration_type_id);
	});
});

describe('Exclude IDs', () => {
	it.each([', ', ',', ' ', ' , '])('leaves out each of several, parted by %j', async (between) => {
		const data = ['1', '2', '3'].map((id) => ({
			id,
			type: 'organizations',
			attributes: { name: `Client ${id}` },
		}));
		// As an IT Glue that takes a list for one value would answer; asked twice, to see whether it is still so.
		bench.sandbox.faults.add({
			kind: 'status',
			status: 200,
			times: 2,
			body: { data, meta: { 'total-count': 3 } },
		});
		const ran = await bench.run('organization', 'getAll', {
			returnAll: true,
			filters: { excludeIds: ['1', '3'].join(between) },
		});
		expect(jsons(ran)).toMatchObject([{ id: '2', name: 'Client 2' }]);
	});
});

describe('Include', () => {
	const many = async (include: unknown) =>
		await bench.run('configuration', 'getAll', {
			returnAll: true,
			options: { include } as IDataObject,
		});
	const answer = (relationships: IDataObject, more: IDataObject[] = []) =>
		bench.sandbox.faults.add({
			kind: 'status',
			status: 200,
			// The list is asked for once more, to see whether it is still the same.
			times: 2,
			body: {
				data: [
					{ id: '1', type: 'configurations', attributes: { name: 'Switch' }, ...relationships },
				],
				included: [
					{ id: '2', type: 'configuration-interfaces', attributes: { name: 'eth0' } },
					...more,
				],
				meta: { 'total-count': 1 },
			} as never,
		});

	it.each([
		[['configuration_interfaces', 'rm -rf'], 'rm -rf'],
		['configuration_interfaces, Passwords', 'Passwords'],
		[['a'.repeat(70).concat('!')], 'a'.repeat(60)],
		[[['documents'], 'x1'], '["documents"]'],
	])('refuses what is no name of one: %j', async (include, odd) => {
		const ran = await many(include);
		expect(said(ran)).toBe(
			`"${odd}" is nothing that IT Glue can include | Choose from the list, or use names of lower-case letters and underscores.`,
		);
		expect(bench.sandbox.journal).toEqual([]);
	});

	it('says so when the answer does not tell whose the included records are', async () => {
		answer({});
		const ran = await many(['configuration_interfaces']);
		expect(hintsOf(ran)).toEqual([
			'IT Glue included 1 configuration interfaces without saying which record they belong to, so they are left out. Use Get on single records to see them.',
		]);
	});

	it('names what it does not tell of, although it tells of others', async () => {
		answer(
			{ relationships: { interfaces: { data: [{ id: '2', type: 'configuration_interfaces' }] } } },
			[
				{ id: '8', type: 'attachments', attributes: {} },
				{ id: '9', type: 'attachments', attributes: {} },
				{ id: '2', type: 'rmm-records', attributes: {} },
			],
		);
		const ran = await many(['configuration_interfaces', 'attachments', 'rmm_records']);
		expect(only(ran).interfaces).toMatchObject([{ name: 'eth0' }]);
		expect(hintsOf(ran)).toEqual([
			'IT Glue included 2 attachments, 1 rmm records without saying which record they belong to, so they are left out. Use Get on single records to see them.',
		]);
	});

	it('says nothing when it does', async () => {
		answer({
			relationships: {
				configuration_interfaces: { data: [{ id: '2', type: 'configuration-interfaces' }] },
			},
		});
		const ran = await many(['configuration_interfaces']);
		expect(hintsOf(ran)).toEqual([]);
		expect(jsons(ran)[0]?.configuration_interfaces).toMatchObject([{ id: '2', name: 'eth0' }]);
	});
});
