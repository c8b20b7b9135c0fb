/** A value that many records share makes no two of them one, in any operation; what cannot be told so is refused in words. */
import type { IDataObject } from 'n8n-workflow';
import type { Json, StoredRecord } from '../../../sandbox';
import { automatic, upsertSettings } from '../../helpers/parameters';
import { byId, byName, hintsOf, jsons, only, said, useSandbox } from './support';

const bench = useSandbox();

const upsert = async (
	resource: string,
	input: IDataObject[],
	matching: string[],
	options: IDataObject = {},
) =>
	await bench.run(
		resource,
		'upsert',
		{
			...(resource !== 'organization' && { organizationId: byId(bench.organization(2)) }),
			fields: automatic(...matching),
			...upsertSettings(options),
		},
		{ input, onError: 'continueRegularOutput' },
	);

const device = (attributes: Record<string, Json>): StoredRecord =>
	bench.add('configurations', bench.organization(2), {
		configuration_type_id: Number(bench.sandbox.store.all('configuration_types')[0]?.id),
		...attributes,
	});

const type = (): string => String(bench.sandbox.store.all('configuration_types')[0]?.id);

const errorsOf = (output: IDataObject[]): string[] => output.map(({ error }) => String(error));

describe.each([
	['serial_number', 'System Serial Number'],
	['serial_number', '12345678'],
	['serial_number', '(null string)'],
	['asset_tag', 'Default Asset Tag'],
	['mac_address', '00:50:56:C0:00:01'],
	['hostname', 'localhost'],
])('%s %s', (column, value) => {
	it('makes no two devices one, whichever operation writes them', async () => {
		const { id } = device({ name: 'NWD-PC1', [column]: value });
		const input = ['NWD-PC2', 'NWD-PC3'].map((name) => ({
			name,
			[column]: value,
			configuration_type_id: type(),
		}));
		const ran = jsons(await upsert('configuration', input, [column], { emptyMatch: 'nextKey' }));
		expect(ran.map(({ _action }) => _action)).toEqual(['created', 'created']);
		expect(ran.map((json) => json.name)).toEqual(['NWD-PC2', 'NWD-PC3']);
		expect(bench.stored(id, 'configurations').attributes.name).toBe('NWD-PC1');
		const again = jsons(await upsert('configuration', input, [column], { emptyMatch: 'nextKey' }));
		expect(again.map(({ _action }) => _action)).toEqual(['unchanged', 'unchanged']);
	});

	it('is refused in words where nothing else is matched on', async () => {
		const [refused] = jsons(
			await upsert('configuration', [{ name: 'NWD-PC2', [column]: value }], [column]),
		);
		expect(refused?.error).toMatch(/identifies nothing$/);
		expect(bench.writes()).toEqual([]);
	});
});

it('says what is wrong with a MAC address', async () => {
	const input = ['00:00:5E:00:53', '00:00:5E:00:53:0G'].map((mac_address) => ({
		name: 'PC',
		mac_address,
	}));
	expect(errorsOf(jsons(await upsert('configuration', input, ['mac_address'])))).toEqual([
		'"00:00:5E:00:53" is not a MAC address: it has 10 digits',
		'"00:00:5E:00:53:0G" is not a MAC address: it holds "g"',
	]);
});

it('two people with a mailbox of nobody stay two', async () => {
	const input = ['Ann', 'Ben'].map((first_name) => ({
		first_name,
		last_name: 'Lee',
		primary_email: 'noreply@client.example',
	}));
	const ran = jsons(await upsert('contact', input, ['primary_email'], { emptyMatch: 'nextKey' }));
	expect(ran.map(({ _action }) => _action)).toEqual(['created', 'created']);
	const [refused] = jsons(await upsert('contact', input.slice(0, 1), ['primary_email']));
	expect(refused?.error).toBe('Primary Email identifies nothing');
});

it('a person may be called Test, nobody is called that twice', async () => {
	const input = [
		{ first_name: 'Ann', last_name: 'Test' },
		{ first_name: 'Test', last_name: 'Test' },
	];
	const ran = jsons(await upsert('contact', input, ['first_name', 'last_name']));
	expect(ran[0]?._action).toBe('created');
	expect(ran[1]?.error).toBe('First Name and Last Name identify nothing');
});

describe.each(['Unknown', 'N/A', '-', 'undefined', '[object Object]', 'test'])(
	'the name %s',
	(name) => {
		it('is refused where it would identify an organization', async () => {
			bench.sandbox.store.insert('organizations', { name });
			const [updated] = jsons(await upsert('organization', [{ name, quick_notes: 'x' }], ['name']));
			expect(updated?.error).toBe('Name identifies nothing');
			const got = await bench.run('organization', 'get', { organizationId: byName(name) });
			expect(said(got)).toContain(
				`The name "${name}" identifies nothing | Systems write this text`,
			);
			const created = await bench.run('organization', 'create', { name });
			expect(said(created)).toContain('Name identifies nothing');
			expect(said(created)).toContain('Create Anyway');
			expect(bench.writes()).toEqual([]);
		});

		it('is created where that is asked for', async () => {
			const created = await bench.run('location', 'create', {
				organizationId: byId(bench.organization(2)),
				name,
				ifExists: 'createAnyway',
			});
			expect(only(created).name).toBe(name);
		});

		it('does not pair a PSA record', async () => {
			bench.sandbox.store.insert('organizations', { name });
			const ran = await bench.run(
				'organization',
				'reconcile',
				{
					fields: automatic(),
				},
				{ input: [{ name, psa_id: '990' }, { name }], onError: 'continueRegularOutput' },
			);
			const [linked, nameless] = jsons(ran);
			expect(linked?.status).toBe('missing_in_it_glue');
			expect(nameless?.error).toBe('Name identifies nothing');
		});
	},
);

it('does not create what the next run would not find again', async () => {
	const [refused] = jsons(
		await upsert('organization', [{ psa_id: '990', name: 'Unknown' }], ['psa_id']),
	);
	expect(refused?.error).toBe('Name identifies nothing');
	expect(bench.writes()).toEqual([]);
});

describe.each([
	['serial_number', '5CD1234XYZ', 'Default string'],
	['serial_number', '5CD1234XYZ', 'NULL'],
	['serial_number', '447912345678', '4.47912E+11'],
	['asset_tag', 'A-77', 'Default Asset Tag'],
	['mac_address', '00:15:5D:00:12:34', '00:00:00:00:00:00'],
	['hostname', 'nwd-dc01', 'localhost'],
	['primary_ip', '10.0.0.5', '169.254.1.1'],
])('the %s %j', (column, own, nothing) => {
	it(`is not overwritten by ${JSON.stringify(nothing)}, unless empty values may overwrite`, async () => {
		const kept = device({ name: 'Kept', [column]: own });
		const input = [{ name: 'Kept', [column]: nothing }];
		expect(only(await upsert('configuration', input, ['name']))._action).toBe('unchanged');
		expect(bench.stored(kept).attributes[column]).toBe(own);
		expect(bench.writes()).toEqual([]);
	});
});

it('a note says what was kept', async () => {
	const { id } = device({ name: 'Kept', serial_number: '5CD1234XYZ' });
	const input = [{ name: 'Kept', serial_number: 'Default string' }];
	expect(hintsOf(await upsert('configuration', input, ['name']))).toContain(
		`Configuration ${id}: Serial Number stays "5CD1234XYZ", because "Default string" identifies nothing.`,
	);
	const forced = await upsert('configuration', input, ['name'], { neverOverwriteWithEmpty: false });
	expect(only(forced)._action).toBe('updated');
});

describe.each<[string, string, string[]]>([
	[
		'serial_number',
		'5CD1234XYZ',
		["'5CD1234XYZ", '="5CD1234XYZ"', '"5CD1234XYZ"', '=5CD1234XYZ', 'S/N: 5CD1234XYZ'],
	],
	['serial_number', '447912345678', ['447912345678.0', "'447912345678"]],
	['asset_tag', '0042', ['="0042"', "'0042"]],
	[
		'mac_address',
		'00:15:5D:00:12:34',
		[
			'0:15:5d:0:12:34',
			"'00155D001234",
			'0x00155D001234',
			'00:15:5D:00:12:34 (Ethernet)',
			'00-15-5D-00-12-34;',
		],
	],
	['hostname', 'NWD-DC01', ['nwd-dc01.', '\\\\NWD-DC01', 'NWD-DC01$']],
])('the %s %j of a device', (column, own, written) => {
	it.each(written)('is known when written as %j', async (given) => {
		const known = device({ name: 'Known', [column]: own });
		const input = [
			{ name: 'Another', configuration_type_id: type(), [column]: given, position: 'Rack' },
		];
		expect(only(await upsert('configuration', input, [column]))).toMatchObject({
			_action: 'updated',
			id: known.id,
		});
		expect(only(await upsert('configuration', input, [column]))._action).toBe('unchanged');
		expect(bench.stored(known).attributes[column]).toBe(own);
	});
});

it('several MAC addresses are refused in words that say so', async () => {
	const input = [{ name: 'New', mac_address: '00-15-5D-00-12-34,00-15-5D-00-12-35' }];
	const [refused] = errorsOf(jsons(await upsert('configuration', input, ['mac_address'])));
	expect(refused).toContain('it holds several');
});

it.each([
	['NWD-DC01', 'nwd-dc01.client.example'],
	['nwd-dc01.client.example', 'NWD-DC01'],
])('a device whose host name is %j is no other one as %j', async (own, hostname) => {
	const known = device({ name: 'NWD-DC01', hostname: own });
	const input = [{ name: 'NWD-DC01', configuration_type_id: type(), hostname }];
	const run = async () => only(await upsert('configuration', input, ['hostname']));
	expect(await run()).toMatchObject({ _action: 'updated', id: known.id });
	expect((await run())._action).toBe('unchanged');
});
