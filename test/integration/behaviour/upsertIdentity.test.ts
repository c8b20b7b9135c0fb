/** Create or Update: what tells records apart, and what looks as if it did. */
import type { IDataObject } from 'n8n-workflow';
import { jsons, only, said, useSandbox } from './support';
import { actions, device, tolerant, upsert } from './upsertSupport';

const bench = useSandbox({ journalSecrets: true });

const newDevice = (more: IDataObject): IDataObject => ({
	configuration_type_id: String(bench.sandbox.store.all('configuration_types')[0]?.id),
	...more,
});

const devices = async (input: IDataObject[], more: Partial<Parameters<typeof upsert>[1]> = {}) =>
	await upsert(bench, { resource: 'configuration', input, ...more });

describe('numbers that stand for none', () => {
	test.each(['N/A', 'To Be Filled By O.E.M.', '00000000', 'none'])(
		'%s is refused, and said to be no number',
		async (serial) => {
			const one = device(bench, 'One', { serial_number: serial });
			const ran = await devices([
				newDevice({ serial_number: serial, name: 'Two', notes: 'After' }),
			]);
			expect(said(ran)).toContain(`"${serial}"`);
			expect(bench.writes()).toEqual([]);
			expect(one.attributes.notes).toBe('Before');
		},
	);

	test('with the next key: by asset tag, MAC address, hostname, then name', async () => {
		const records = [
			device(bench, 'Serial', { serial_number: 'SN-1' }),
			device(bench, 'Tag', { serial_number: 'N/A', asset_tag: 'T-1' }),
			device(bench, 'Mac', { mac_address: '00:00:5E:00:53:01' }),
			device(bench, 'Host', { hostname: 'host.example.com' }),
			device(bench, 'Name', { hostname: 'localhost' }),
		];
		const input = [
			{ serial_number: 'sn-1', name: 'Serial' },
			{ serial_number: 'N/A', asset_tag: 't-1', name: 'Tag' },
			{ serial_number: '', asset_tag: 'none', mac_address: '00005e-005301', name: 'Mac' },
			{ serial_number: null, mac_address: 'unknown', hostname: 'HOST.example.com', name: 'Host' },
			{ serial_number: '0', hostname: 'localhost', name: 'NAME' },
		].map((row) => ({ ...row, notes: 'After' }));
		const ran = await devices(input, { options: { emptyMatch: 'nextKey' } });
		expect(jsons(ran).map(({ id, _matched_by }) => [id, _matched_by])).toEqual(
			records.map(({ id }, at) => [
				id,
				[['serial_number', 'asset_tag', 'mac_address', 'hostname', 'name'][at]],
			]),
		);
		for (const { attributes } of records) expect(attributes.notes).toBe('After');
	});

	test('two devices with the same placeholder stay two', async () => {
		const before = bench.sandbox.store.all('configurations').length;
		const input = ['One', 'Two'].map((name) =>
			newDevice({ serial_number: 'Default string', name }),
		);
		const options = { emptyMatch: 'nextKey' };
		expect(actions(await devices(input, { options }))).toEqual(['created', 'created']);
		expect(actions(await devices(input, { options }))).toEqual(['unchanged', 'unchanged']);
		expect(bench.sandbox.store.all('configurations').length).toBe(before + 2);
	});

	test('an item in doubt is so from the first run on', async () => {
		device(bench, 'N', { serial_number: 'S9' });
		const input = [
			newDevice({ serial_number: 'S1', name: 'N' }),
			{ serial_number: '', name: 'N', notes: 'After' },
		];
		const second = async (): Promise<string> => {
			const order = { resource: 'configuration', input, options: { emptyMatch: 'nextKey' } };
			return String(actions(await tolerant(bench, order))[1]);
		};
		expect(await second()).toMatch(/^error: /);
		expect(await second()).toMatch(/^error: /);
	});

	test('MAC addresses are compared without their separators', async () => {
		const one = device(bench, 'One', { mac_address: '00:00:5E:00:53:0A' });
		for (const mac of ['00-00-5e-00-53-0a', '00005E00530A', '0000.5e00.530a']) {
			const ran = await devices([{ mac_address: mac }], { by: ['mac_address'] });
			expect(only(ran)).toMatchObject({ id: one.id, _action: 'unchanged' });
		}
	});
});

describe('names as they are', () => {
	const NAMES = [
		'Baker, Lyons & Sons',
		"O'Brien \\ Co",
		'Ünïted 100%',
		'9001',
		'a[b]=c;d',
		'\u00a0',
	];

	test.each(NAMES.slice(0, 5))('%s is found again', async (name) => {
		const input = [{ name, description: 'Two\r\nlines' }];
		const first = await upsert(bench, { resource: 'organization', input });
		expect(actions(first)).toEqual(['created']);
		const again = await upsert(bench, { resource: 'organization', input });
		expect(actions(again)).toEqual(['unchanged']);
		expect(bench.writes()).toEqual([]);
	});

	test('all at once, where IT Glue takes lists of values literally and minds capitals', async () => {
		for (const flipped of [
			{ commaListsMatchLiterally: true },
			{ filterNameCaseSensitive: false },
			{ filterNameExact: false },
			{ commaListsMatchLiterally: true, filterNameExact: false, indexShowsArchived: false },
		]) {
			bench.sandbox.reset();
			bench.assume(flipped);
			const input = NAMES.slice(0, 5).map((name) => ({ name, alert: 'x' }));
			const count = bench.sandbox.store.all('organizations').length;
			expect(actions(await upsert(bench, { resource: 'organization', input }))).toEqual(
				input.map(() => 'created'),
			);
			const shouting = input.map((row) => ({ ...row, name: row.name.toUpperCase() }));
			const again = await upsert(bench, { resource: 'organization', input: shouting });
			expect(actions(again)).toEqual(input.map(() => 'unchanged'));
			expect(bench.sandbox.store.all('organizations').length).toBe(count + 5);
			const emails = NAMES.slice(0, 5).map((_name, at) => ({
				primary_email: `Person.${at}@Example.com`,
				first_name: `Person ${at}`,
			}));
			expect(actions(await upsert(bench, { resource: 'contact', input: emails }))).toEqual(
				emails.map(() => 'created'),
			);
			const lower = emails.map((row) => ({
				...row,
				primary_email: row.primary_email.toLowerCase(),
			}));
			expect(actions(await upsert(bench, { resource: 'contact', input: lower }))).toEqual(
				emails.map(() => 'unchanged'),
			);
		}
	});

	test('part of a name is not the name', async () => {
		bench.assume({ filterNameExact: false });
		bench.sandbox.store.insert('organizations', { name: 'Acme Dental West', primary: false });
		const ran = await upsert(bench, { resource: 'organization', input: [{ name: 'Acme Dental' }] });
		expect(actions(ran)).toEqual(['created']);
	});
});
