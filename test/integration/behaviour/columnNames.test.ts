/** Map Automatically: columns by the headers of spreadsheets and the keys of other systems, and what Get gives. */
import type { IDataObject } from 'n8n-workflow';
import { addFlexibleType, type NewField } from '../../../sandbox/data/flexibleKit';
import type { StoredRecord } from '../../../sandbox';
import { automatic } from '../../helpers/parameters';
import { flexibleWays } from './flexibleSupport';
import { byId, hintsOf, jsons, said, useSandbox } from './support';
import { actions, device, person, upsert } from './upsertSupport';

const bench = useSandbox();

const ignoredIn = (ran: Parameters<typeof hintsOf>[0]): string[] =>
	hintsOf(ran).filter((hint) => hint.startsWith('Map Automatically ignored'));

const without = (row: IDataObject, name: string): IDataObject =>
	Object.fromEntries(Object.entries(row).filter(([key]) => key !== name));

const nameOf = (record: StoredRecord): string => String(record.attributes.name);

describe('headers of a spreadsheet', () => {
	const row = (more: IDataObject = {}): IDataObject => ({
		ORGANIZATION: nameOf(bench.organization(2)),
		Name: 'PC-77',
		'Configuration Type': String(
			bench.sandbox.store.all('configuration_types')[0]?.attributes.name,
		),
		'Serial Number': 'SN-77-A',
		'host name': 'pc-77',
		'Primary-IP': '192.0.2.77',
		...more,
	});
	const sync = async (input: IDataObject[], by = ['serial_number']) =>
		await upsert(bench, { resource: 'configuration', organization: null, by, input });

	test('are the columns, and the second run changes nothing', async () => {
		const first = await sync([row()]);
		expect(actions(first)).toEqual(['created']);
		expect(jsons(first)[0]).toMatchObject({
			name: 'PC-77',
			serial_number: 'SN-77-A',
			hostname: 'pc-77',
			primary_ip: '192.0.2.77',
			organization_id: bench.organization(2).id,
		});
		expect(ignoredIn(first)).toEqual([]);
		expect(actions(await sync([row()]))).toEqual(['unchanged']);
	});

	test('that no column is called like are listed in one note, after the counts', async () => {
		const ran = await sync([row({ Cubicle: 7 }), row({ Cubicle: 8, Colour: 'red', _id: 1 })]);
		expect(hintsOf(ran)[0]).toContain('1 created');
		expect(hintsOf(ran)[1]).toBe(
			'Map Automatically ignored these input fields: Cubicle, Colour. It reads only fields that have the label or the ID of a column as their name.',
		);
		expect(ignoredIn(ran)).toHaveLength(1);
	});

	test('that mean one column and differ are refused before anything is written', async () => {
		const others = without(row(), 'Serial Number');
		const refused = await sync([
			row(),
			{ ...others, 'serial-number': 'SN-77-B', SERIAL_NUMBER: 'SN-77-C' },
		]);
		expect(said(refused)).toContain(
			'Several input fields are called like the column "Serial Number": serial-number, SERIAL_NUMBER',
		);
		expect(bench.writes()).toEqual([]);
	});

	test('are named by an error as the input has to call them', async () => {
		expect(said(await sync([without(row(), 'ORGANIZATION')]))).toContain(
			'Map Automatically reads it from an input field called "Organization" or "organization_id".',
		);
		expect(said(await sync([row({ 'Serial Number': '' })]))).toContain(
			'Map Automatically reads it from an input field called "Serial Number" or "serial_number".',
		);
		expect(said(await sync([without(row(), 'Name')]))).toContain(
			'Map Automatically reads it from an input field called "Name" or "name".',
		);
		const ada = { 'First Name': '', 'Last Name': 'Example' };
		const by = ['first_name', 'last_name'];
		expect(said(await upsert(bench, { resource: 'contact', by, input: [ada] }))).toContain(
			'Map Automatically reads it from an input field called "First Name" or "first_name".',
		);
	});

	test('of a column that stands for the first of a list', async () => {
		const ada = person(bench, 'Ada');
		const ran = await upsert(bench, {
			resource: 'contact',
			by: ['primary_email'],
			input: [{ 'Primary Email': 'ADA@example.com', JOB: 'x', Title: 'Manager' }],
		});
		expect(actions(ran)).toEqual(['updated']);
		expect(bench.stored(ada).attributes.title).toBe('Manager');
		expect(ignoredIn(ran)).toEqual([expect.stringContaining(': JOB.')]);
	});

	test('ID, where it is matched on', async () => {
		const one = device(bench, 'PC-1');
		const sync = async (input: IDataObject[], by: string[]) =>
			await upsert(bench, { resource: 'configuration', by, input });
		expect(actions(await sync([{ ID: one.id, Notes: 'New' }], ['id']))).toEqual(['updated']);
		// A number of a spreadsheet's own says nothing where nobody asks for it.
		expect(actions(await sync([{ ID: 1, Name: 'PC-1', Notes: 'Newer' }], ['name']))).toEqual([
			'updated',
		]);
		expect(bench.stored(one).attributes.notes).toContain('Newer');
	});

	test('of what a PSA holds, in Reconcile', async () => {
		const owned = bench.organization(1);
		const ran = await bench.run(
			'organization',
			'reconcile',
			{ fields: automatic() },
			{
				input: [
					{
						'PSA ID': owned.psa?.remoteId,
						'PSA Type': owned.psa?.type,
						NAME: nameOf(owned),
						Territory: 'North',
					},
				] as IDataObject[],
			},
		);
		expect(jsons(ran).some(({ id, status }) => id === owned.id && status === 'synced')).toBe(true);
		expect(ignoredIn(ran)).toEqual([expect.stringContaining(': Territory.')]);
	});
});

describe('records of other systems', () => {
	test('whose IDs are called like ours are taken for no ID of IT Glue', async () => {
		device(bench, 'PC-1', { serial_number: 'SN-1-A' });
		const input = [
			{
				id: 12,
				organizationId: 5,
				locationId: 7,
				systemName: 'PC-1',
				serialNumber: 'SN-1-A',
				notes: 'From the RMM',
			},
		];
		const ran = await upsert(bench, {
			resource: 'configuration',
			by: ['serial_number'],
			input,
		});
		expect(actions(ran)).toEqual(['updated']);
		expect(jsons(ran)[0]?._changes).toMatchObject({ notes: expect.anything() as unknown });
		expect(ignoredIn(ran)).toEqual([
			expect.stringContaining(': organizationId, locationId, systemName.'),
		]);
	});
});

describe('what Get Many gives', () => {
	test.each(['configuration', 'contact', 'organization', 'location', 'document', 'password'])(
		'of %s changes nothing, and is no reason for a note',
		async (resource) => {
			const scoped = resource !== 'organization';
			const owner = { organizationId: byId(bench.organization(2)) };
			const got = jsons(
				await bench.run(resource, 'getAll', { ...(scoped && owner), returnAll: true }),
			);
			expect(got.length).toBeGreaterThan(0);
			const some = got.slice(0, 3);
			const ran = await upsert(bench, { resource, by: ['id'], input: some });
			expect(actions(ran)).toEqual(some.map(() => 'unchanged'));
			expect(ignoredIn(ran)).toEqual([]);
		},
	);

	test('with a field that somebody added', async () => {
		const one = device(bench, 'PC-1');
		const [got = {}] = jsons(
			await bench.run('configuration', 'get', { configurationId: byId(one) }),
		);
		const sync = async (row: IDataObject) =>
			await upsert(bench, { resource: 'configuration', by: ['id'], input: [row] });
		const added = { 'Asset Tag': 'A-77', Colour: 'red' };
		const ran = await sync({ ...without(got, 'asset_tag'), ...added });
		expect(actions(ran)).toEqual(['updated']);
		expect(bench.stored(one).attributes.asset_tag).toBe('A-77');
		expect(ignoredIn(ran)).toEqual([expect.stringContaining(': Colour.')]);
		// Beside the ID of the column it is not read, and the note says so.
		const beside = await sync({ ...got, asset_tag: 'A-77', ...added, 'Asset Tag': 'A-78' });
		expect(actions(beside)).toEqual(['unchanged']);
		expect(ignoredIn(beside)).toEqual([expect.stringContaining(': Colour, Asset Tag.')]);
	});
});

describe('flexible assets', () => {
	let type: StoredRecord;
	const ways = flexibleWays(bench, () => type);
	const HOST: NewField = { name: 'Host', kind: 'Text', required: true, use_for_title: true };
	const typeOf = (...fields: NewField[]): void => {
		({ type } = addFlexibleType(bench.sandbox.store, {
			name: 'Device',
			fields: [HOST, ...fields],
		}));
	};
	const sync = async (...rows: IDataObject[]) =>
		await ways.write('upsert', automatic('traits.host'), {}, rows);

	test('Archived and Restricted as a spreadsheet writes them', async () => {
		typeOf();
		const one = ways.asset({ host: 'a' });
		const ran = await sync({
			HOST: 'a',
			Archived: 'yes',
			RESTRICTED: 'perhaps',
			'Last Seen': 'today',
		});
		expect(said(ran)).toContain('"Restricted" must be true or false');
		const again = await sync({ HOST: 'a', Archived: 'yes', 'Last Seen': 'today' });
		expect(actions(again)).toEqual(['updated']);
		expect(bench.stored(one).attributes.archived).toBe(true);
		expect(ignoredIn(again)).toEqual([expect.stringContaining(': Last Seen.')]);
	});

	test('a field of the type comes before what every record has', async () => {
		typeOf({ name: 'Archived', kind: 'Text' });
		const one = ways.asset({ host: 'a' });
		expect(actions(await sync({ Host: 'a', Archived: 'in a box' }))).toEqual(['updated']);
		expect(ways.traitsOf(one)).toEqual({ host: 'a', archived: 'in a box' });
		expect(bench.stored(one).attributes.archived).toBe(false);
	});

	test('an object of traits that holds what the type has no field for', async () => {
		typeOf({ name: 'Serial', kind: 'Text' });
		const one = ways.asset({ host: 'a' });
		const ran = await sync({ traits: { host: 'a', serial: 's', seriel: 't' } });
		expect(ways.traitsOf(one)).toEqual({ host: 'a', serial: 's' });
		expect(ignoredIn(ran)).toEqual([expect.stringContaining(': traits.seriel.')]);
	});

	test('two headers of one field that differ are refused', async () => {
		typeOf({ name: 'Serial No', kind: 'Text' });
		const one = ways.asset({ host: 'a', 'serial-no': 's' });
		const ran = await sync({ Host: 'a', serial_no: 'x', 'SERIAL NO': 'y' });
		expect(said(ran)).toContain('called like the column "Serial No": serial_no, SERIAL NO');
		expect(ways.traitsOf(one)).toEqual({ host: 'a', 'serial-no': 's' });
	});

	test.each([{}, { traitsAsColumns: true }, { fields: ['name', 'traits.host', 'traits.serial'] }])(
		'what Get gives is no reason for a note (%j)',
		async (options) => {
			typeOf({ name: 'Serial', kind: 'Text' }, { name: 'Admin', kind: 'Password' });
			const one = ways.asset({ host: 'a', serial: 's', admin: 'Secr3t-example' });
			const got = jsons(
				await bench.run('flexibleAsset', 'get', { flexibleAssetId: byId(one), options }),
			);
			const ran = await sync(...got);
			expect(actions(ran)).toEqual(['unchanged']);
			expect(ignoredIn(ran)).toEqual([]);
		},
	);
});
