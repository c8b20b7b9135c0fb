/** What the front ends of the RMMs and of the password store make of the answers. */
import { byKey, macKey, nameKey, serialKey } from '../../../workflows/source/code/devices.mjs';
import {
	auditRows,
	auditsOf,
	devicesOfDatto,
	devicesOfPages,
	missingAudits,
	mustBeComplete,
} from '../../../workflows/source/code/dattoRmm.mjs';
import { secretsOfHudu } from '../../../workflows/source/code/hudu.mjs';
import { devicesOfNinjaOne } from '../../../workflows/source/code/ninjaOne.mjs';

describe('what devices are compared by', () => {
	it.each([
		['EX-700 001', 'EX700001'],
		[' ex700001 ', 'EX700001'],
		['VMware-56 4d 00', 'VMWARE564D00'],
		['To Be Filled By O.E.M.', ''],
		['Default string', ''],
		['System Serial Number', ''],
		['None', ''],
		['N/A', ''],
		['0', ''],
		['00000000', ''],
		['1234567890', ''],
		['x1', ''],
		[null, ''],
	])('takes the serial number %j for %j', (serial, key) => {
		expect(serialKey(serial)).toBe(key);
	});

	it.each([
		['00:00:5E:00:53:01', '00005E005301'],
		['00-00-5e-00-53-01', '00005E005301'],
		['0000.5e00.5301', '00005E005301'],
		['FF:FF:FF:FF:FF:FF', ''],
		['00:00:00:00:00:00', ''],
		['01:00:5E:00:53:01', ''],
		['00:00:5E:00:53', ''],
		[undefined, ''],
	])('takes the MAC address %j for %j', (mac, key) => {
		expect(macKey(mac)).toBe(key);
	});

	it('takes names as people see them, and puts those of one key together', () => {
		expect(nameKey('  Cafe\u0301  NORTH ')).toBe('café north');
		const found = byKey(['a b', 'b', ''], (text) => text.split(' '));
		expect([...found]).toEqual([
			['a', ['a b']],
			['b', ['a b', 'b']],
		]);
	});
});

const EMPTY = {
	site: '',
	site_id: '',
	hostname: '',
	serial_number: '',
	mac_addresses: [],
	ip_address: '',
	operating_system: '',
	manufacturer: '',
	model: '',
	virtual: false,
	retired: false,
	last_seen: '',
};

describe('NinjaOne', () => {
	const of = (device: Parameters<typeof devicesOfNinjaOne>[0][number]) =>
		devicesOfNinjaOne([device], [{ id: 5, name: ' Northwind ' }])[0];

	it('gives all keys where nothing is known', () => {
		expect(of({ id: 1, nodeClass: 'CLOUD_MONITOR_TARGET', displayName: 'Web site' })).toEqual({
			...EMPTY,
			system: 'ninjaone',
			id: '1',
			type: 'CLOUD_MONITOR_TARGET',
		});
	});

	it('gives the name of the system, the first address that tells something, and its moment', () => {
		expect(
			of({
				id: 7,
				organizationId: 5,
				nodeClass: 'WINDOWS_WORKSTATION',
				displayName: 'Reception',
				systemName: 'NW-PC-1',
				lastContact: 1_772_438_400.5,
				ipAddresses: ['fe80::1', '169.254.1.2', '192.0.2.7'],
				macAddresses: ['00:00:5E:00:53:01', ''],
				system: { serialNumber: 'EX700001', biosSerialNumber: 'EX-BIOS' },
			}),
		).toMatchObject({
			site: 'Northwind',
			site_id: '5',
			hostname: 'nw-pc-1',
			ip_address: '192.0.2.7',
			mac_addresses: ['00:00:5E:00:53:01'],
			serial_number: 'EX700001',
			last_seen: '2026-03-02T08:00:00.500Z',
		});
		expect(of({ id: 7, nodeClass: 'MAC', dnsName: 'nw-mac.example.net' })?.hostname).toBe('nw-mac');
	});

	it('takes the number of the BIOS where the other says none', () => {
		const system = { serialNumber: 'None', biosSerialNumber: 'VMware-56 4d', virtualMachine: true };
		expect(of({ id: 7, nodeClass: 'VMWARE_VM_GUEST', system })).toMatchObject({
			serial_number: 'VMware-56 4d',
			virtual: true,
		});
		const none = { serialNumber: 'To Be Filled By O.E.M.' };
		expect(of({ id: 7, nodeClass: 'WINDOWS_SERVER', system: none })?.serial_number).toBe(
			'To Be Filled By O.E.M.',
		);
	});

	it('marks what was decommissioned, and refuses what is no device', () => {
		expect(of({ id: 7, nodeClass: 'MAC', approvalStatus: 'DECOMMISSIONED' })?.retired).toBe(true);
		expect(() => of({ displayName: 'Maintenance' })).toThrow('something else than devices');
		expect(devicesOfNinjaOne([{}], [])).toEqual([]);
	});
});

describe('Datto RMM', () => {
	const DEVICES = [
		{ uid: 'a', deviceClass: 'device' },
		{ uid: 'b', deviceClass: 'esxihost' },
		{ uid: 'c', deviceClass: 'printer' },
		{ uid: 'd', deviceClass: 'device', deleted: true },
		{ uid: 'e', deviceClass: 'device' },
	];
	const ROWS = [
		{ kind: 'audit', key: 'e', value: '{"serial":"EX1","macs":[]}' },
		{ kind: 'other', key: 'a', value: 'no JSON' },
		{},
	];

	it('asks for the audits that it never read', () => {
		expect(missingAudits(DEVICES, ROWS)).toEqual([
			{ uid: 'a', path: '/api/v2/audit/device/a' },
			{ uid: 'b', path: '/api/v2/audit/esxihost/b' },
		]);
	});

	it('keeps the audits that came, and not those that a device has not', () => {
		const rows = auditRows(
			[{ uid: 'a' }, { uid: 'b' }, { uid: 'c' }, { uid: 'd' }],
			[
				{
					statusCode: 200,
					body: { bios: { serialNumber: ' EX1 ' }, nics: [{ macAddress: 'm' }, {}] },
				},
				{ statusCode: 200, body: { systemInfo: { serviceTag: 'EX2', model: 'Host' } } },
				{ statusCode: 404 },
			],
			'sync',
		);
		expect(rows.map(({ sync, kind, key }) => [sync, kind, key])).toEqual([
			['sync', 'audit', 'a'],
			['sync', 'audit', 'b'],
		]);
		expect([...auditsOf(rows).values()]).toEqual([
			{ serial: 'EX1', macs: ['m'], manufacturer: '', model: '' },
			{ serial: 'EX2', macs: [], manufacturer: '', model: 'Host' },
		]);
	});

	it.each([[429], [500], [undefined]])('refuses to go on after the status %s', (statusCode) => {
		expect(() => mustBeComplete([{ statusCode: 200 }, { statusCode }])).toThrow(
			`refused 1 of 2 audits (status ${statusCode ?? 'unknown'})`,
		);
		expect(() => mustBeComplete([{ statusCode: 404 }, { statusCode: 400 }])).not.toThrow();
	});

	it('gives all keys where nothing is known, and refuses a page without devices', () => {
		expect(devicesOfDatto([{ uid: 'a' }], new Map())).toEqual([
			{ ...EMPTY, system: 'datto-rmm', id: 'a', type: '' },
		]);
		expect(() => devicesOfPages([{ devices: [] }, {}])).toThrow('something else than devices');
	});

	it('puts list and audit together', () => {
		const [device] = devicesOfDatto(
			[
				{
					uid: 'a',
					siteId: 5,
					siteName: 'Northwind',
					hostname: 'NW-PC-1',
					deviceType: { category: 'Laptop', type: 'Notebook' },
					lastSeen: 1_772_438_400_000,
					deleted: true,
				},
			],
			new Map([['a', { serial: 'EX1', macs: ['m'], manufacturer: 'Maker', model: 'Virtual Box' }]]),
		);
		expect(device).toMatchObject({
			hostname: 'nw-pc-1',
			type: 'Laptop',
			serial_number: 'EX1',
			mac_addresses: ['m'],
			virtual: true,
			retired: true,
			last_seen: '2026-03-02T08:00:00.000Z',
		});
	});
});

describe('Hudu', () => {
	const NAMES = {
		companies: [{ companies: [{ id: 1, name: 'Northwind' }] }],
		assets: [{ assets: [{ id: 9, name: 'nw-pc-1' }] }],
	};

	it('gives names for numbers, the address to sign in at, and values as they are', () => {
		const passwords = [
			{
				asset_passwords: [
					{
						id: 3,
						company_id: 1,
						passwordable_type: 'Asset',
						passwordable_id: 9,
						name: ' Admin ',
						password: ' spaces count ',
						url: '/passwords/admin-3',
						login_url: 'https://nw.example.com',
						updated_at: '2026-03-01T06:00:00Z',
					},
					{ id: 4, name: 'Old', archived: true },
				],
			},
			{
				asset_passwords: [
					{ id: 5, company_id: 8, name: 'Lost', passwordable_type: 'Asset', passwordable_id: 77 },
					{ id: 6, company_id: 1, name: 'Site', passwordable_type: 'Website', passwordable_id: 9 },
				],
			},
		];
		const [first, lost, site] = secretsOfHudu({ ...NAMES, passwords });
		expect(first).toEqual({
			system: 'hudu',
			id: '3',
			client: 'Northwind',
			client_id: '1',
			device: 'nw-pc-1',
			name: 'Admin',
			username: '',
			password: ' spaces count ',
			url: 'https://nw.example.com',
			notes: '',
			changed_at: '2026-03-01T06:00:00Z',
		});
		expect(lost).toMatchObject({ client: '', device: 'asset 77', password: '' });
		expect(site?.device).toBe('');
	});

	it('takes an address of its own pages for none, and refuses a page without passwords', () => {
		const of = (url: string) =>
			secretsOfHudu({ ...NAMES, passwords: [{ asset_passwords: [{ id: 1, name: 'A', url }] }] })[0]
				?.url;
		expect([of('/passwords/a-1'), of('https://a.example.com')]).toEqual([
			'',
			'https://a.example.com',
		]);
		expect(() => secretsOfHudu({ ...NAMES, passwords: [{}] })).toThrow('else than asset_passwords');
	});
});
