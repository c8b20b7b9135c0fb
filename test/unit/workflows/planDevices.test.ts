/** Which device is which configuration: what the RMM sync writes, and what it leaves to a person. */
import { planDevices } from '../../../workflows/source/code/planDevices.mjs';

type Sources = Parameters<typeof planDevices>[0];
type Device = Sources['devices'][number];
type Configuration = Sources['configurations'][number];

const device = (id: string, hostname: string, more: Partial<Device> = {}): Device => ({
	system: 'ninjaone',
	id,
	site: 'Home',
	site_id: '1',
	hostname,
	serial_number: '',
	mac_addresses: [],
	ip_address: '',
	operating_system: '',
	type: 'WINDOWS_WORKSTATION',
	manufacturer: '',
	model: '',
	virtual: false,
	retired: false,
	last_seen: '',
	...more,
});

const configuration = (
	id: string,
	name: string,
	more: Partial<Configuration> = {},
): Configuration => ({
	id,
	organization_id: '10',
	name,
	hostname: name,
	archived: false,
	configuration_type_name: 'Managed Workstation',
	...more,
});

const SETTINGS = {
	configurationStatus: 'Active',
	typeNames: { windows_workstation: 'Managed Workstation' },
	siteNames: { 'Head Office': 'home' },
	moveDevices: false,
	archiveRetired: false,
};

const known = (ids: Record<string, string>): Sources['rows'] =>
	Object.entries(ids).map(([key, value], id) => ({ id, kind: 'id', key, value }));

const plan = (devices: Device[], configurations: Configuration[], more: Partial<Sources> = {}) =>
	planDevices({
		settings: SETTINGS,
		devices,
		organizations: [
			{ id: '10', name: 'Home' },
			{ id: '20', name: 'Other' },
			{ id: '30', name: 'Twin' },
			{ id: '31', name: 'TWIN' },
		],
		configurations,
		rows: [],
		...more,
	});

/** What it writes, and what it tells: in short. */
const short = ({ items, findings }: ReturnType<typeof planDevices>) => ({
	written: items.map(({ key, step, id, _changes }) =>
		[key, step, id || 'new', ...Object.keys(_changes ?? {})].join(' '),
	),
	told: findings.map(({ kind }) => kind),
});

const SERIAL = { serial_number: 'EX-700001' };

describe('finds the configuration of a device', () => {
	it('by serial number, however it is written, and remembers it', () => {
		const result = plan(
			[device('1', 'renamed', { serial_number: 'ex700001', ip_address: '192.0.2.1' })],
			[configuration('c1', 'pc-1', SERIAL)],
		);
		expect(short(result)).toEqual({ written: ['1 change c1 hostname primary_ip'], told: [] });
		expect(result.known).toEqual([{ key: '1', id: 'c1' }]);
		expect(result.items[0]).toMatchObject({ id: 'c1', name: '', hostname: 'renamed' });
	});

	it('by what an earlier run found, also after a new name', () => {
		const result = plan([device('1', 'renamed')], [configuration('c1', 'pc-1')], {
			rows: known({ 1: 'c1' }),
		});
		expect(short(result)).toEqual({ written: ['1 change c1 hostname'], told: [] });
		expect(result.known).toEqual([]);
	});

	it('by a MAC address that it alone has, then by the host name', () => {
		const mac = { mac_address: '00:00:5E:00:53:01' };
		const byMac = plan(
			[device('1', 'new-name', { mac_addresses: ['00-00-5e-00-53-01'] })],
			[configuration('c1', 'pc-1', mac)],
		);
		expect(short(byMac).written).toEqual(['1 change c1 hostname']);
		expect(short(plan([device('1', 'PC-1')], [configuration('c1', 'pc-1')])).written).toEqual([]);
	});

	it('by nothing that several devices have', () => {
		const dock = { mac_addresses: ['00:00:5E:00:53:FE'] };
		const result = plan(
			[device('1', 'pc-1', dock), device('2', 'pc-2', dock)],
			[configuration('c1', 'kiosk', { mac_address: '00:00:5e:00:53:fe' })],
		);
		expect(short(result).written).toEqual(['1 create new', '2 create new']);
		expect(result.items.map((item) => item.mac_address)).toEqual(['', '']);
	});

	it('by no name and no address where the serial numbers differ', () => {
		const result = plan(
			[device('1', 'pc-1', { serial_number: 'EX-700002' })],
			[configuration('c1', 'pc-1', SERIAL)],
		);
		expect(short(result).written).toEqual(['1 create new']);
	});

	it('rather an active one than an archived one, and tells of an archived one', () => {
		const archived = configuration('c1', 'pc-1', { ...SERIAL, archived: true });
		const both = plan(
			[device('1', 'pc-1', SERIAL)],
			[archived, configuration('c2', 'pc-1', SERIAL)],
		);
		expect(both.known).toEqual([{ key: '1', id: 'c2' }]);
		expect(short(plan([device('1', 'pc-1', SERIAL)], [archived]))).toEqual({
			written: [],
			told: ['archived'],
		});
	});

	it('and keeps any of its several addresses', () => {
		const macs = { ...SERIAL, mac_addresses: ['00:00:5E:00:53:01', '00:00:5E:00:53:02'] };
		const of = (mac_address: string | null) =>
			short(
				plan(
					[device('1', 'pc-1', macs)],
					[configuration('c1', 'pc-1', { ...SERIAL, mac_address })],
				),
			).written;
		expect([of('00-00-5e-00-53-02'), of('00:00:5E:00:53:09'), of(null)]).toEqual([
			[],
			['1 change c1 mac_address'],
			['1 change c1 mac_address'],
		]);
	});

	it('and empties nothing, and leaves what the PSA owns', () => {
		const there = { ...SERIAL, primary_ip: '192.0.2.1', mac_address: '00:00:5E:00:53:01' };
		expect(
			short(plan([device('1', '', SERIAL)], [configuration('c1', 'pc-1', there)])).written,
		).toEqual([]);
		const owned = plan(
			[device('1', 'other-name', SERIAL)],
			[configuration('c1', 'pc-1', { ...SERIAL, psa_integration: 'enabled' })],
		);
		expect([short(owned).written, owned.counts.psa_owned]).toEqual([[], 1]);
	});
});

describe('leaves to a person', () => {
	it('two devices with one serial number, wherever they are', () => {
		const result = plan(
			[device('1', 'pc-1', SERIAL), device('2', 'pc-2', { ...SERIAL, site: 'Other' })],
			[configuration('c1', 'pc-1', SERIAL)],
		);
		expect(short(result)).toEqual({ written: [], told: ['same serial number'] });
	});

	it('several configurations that may be it, and several devices that would be one', () => {
		expect(
			short(
				plan(
					[device('1', 'pc-1', SERIAL)],
					[configuration('c1', 'pc-1', SERIAL), configuration('c2', 'pc-9', SERIAL)],
				),
			).told,
		).toEqual(['ambiguous']);
		const rivals = plan(
			[device('1', 'pc-1', { mac_addresses: ['00:00:5E:00:53:01'] }), device('2', 'pc-2')],
			[configuration('c1', 'pc-2', { mac_address: '00:00:5E:00:53:01' })],
		);
		expect(short(rivals)).toEqual({ written: [], told: ['ambiguous'] });
	});

	it('a device that an earlier run knew by another serial number', () => {
		const result = plan(
			[device('1', 'pc-1', { serial_number: 'EX-700002' })],
			[configuration('c1', 'pc-1', SERIAL)],
			{ rows: known({ 1: 'c1' }) },
		);
		expect(short(result)).toEqual({ written: [], told: ['serial number differs'] });
	});

	it('devices of no client, of several, without a name, and of one name with nothing else', () => {
		const result = plan(
			[
				device('1', 'pc-1', { site: 'Nowhere' }),
				device('2', 'pc-2', { site: 'nowhere ' }),
				device('3', 'pc-3', { site: 'Twin' }),
				device('4', ''),
				device('5', 'same'),
				device('6', 'same'),
				device('7', 'seven', { site: 'Head Office' }),
				device('8', 'eight', { type: 'NMS_SWITCH' }),
			],
			[],
		);
		expect(short(result).written).toEqual(['7 create new']);
		expect(short(result).told).toEqual([
			'unknown client',
			'unknown client',
			'unknown client',
			'no host name',
			'ambiguous',
			'ambiguous',
		]);
		expect(result.findings[2]?.text).toContain('30, 31');
		expect(result.counts).toMatchObject({ nameless: 1, not_wanted: 1 });
	});
});

describe('a device that moved', () => {
	const there = configuration('c1', 'pc-1', { ...SERIAL, organization_id: '20' });

	it('is told, and never created a second time', () => {
		expect(short(plan([device('1', 'pc-1', SERIAL)], [there]))).toEqual({
			written: [],
			told: ['moved'],
		});
		const withoutSerial = { ...there, serial_number: null };
		const byMemory = plan([device('1', 'pc-1')], [withoutSerial], { rows: known({ 1: 'c1' }) });
		expect(short(byMemory).told).toEqual(['moved']);
	});

	it('is moved by the switch, unless the PSA owns it', () => {
		const settings = { ...SETTINGS, moveDevices: true };
		const moving = plan([device('1', 'pc-1', SERIAL)], [there], { settings });
		expect(short(moving)).toEqual({ written: ['1 move c1 organization_id'], told: [] });
		expect(moving.items[0]).toMatchObject({ id: 'c1', organization_id: '10' });
		const owned = plan([device('1', 'pc-1', SERIAL)], [{ ...there, psa_integration: 'enabled' }], {
			settings,
		});
		expect(short(owned)).toEqual({ written: [], told: ['moved'] });
	});
});

describe('a device that is gone', () => {
	const there = configuration('c1', 'pc-1', SERIAL);
	const rows = known({ 1: 'c1' });
	const settings = { ...SETTINGS, archiveRetired: true };
	const retired = device('1', 'pc-1', { ...SERIAL, retired: true });

	it('is told, and archived by the switch where this sync knew it', () => {
		expect(short(plan([], [there], { rows })).told).toEqual(['not in the RMM']);
		expect(short(plan([], [there], { rows, settings }))).toEqual({
			written: ['1 change c1 archived'],
			told: [],
		});
		expect(short(plan([retired], [there], { rows, settings })).written).toEqual([
			'1 change c1 archived',
		]);
	});

	it('is only told where no run knew it: it may be made by hand', () => {
		expect(short(plan([retired], [there], { settings }))).toEqual({
			written: [],
			told: ['not in the RMM'],
		});
		const handmade = plan([device('2', 'pc-2')], [there, configuration('c2', 'pc-2')], {
			settings,
		});
		expect(short(handmade)).toEqual({ written: [], told: ['never in the RMM'] });
		const printer = { ...there, configuration_type_name: 'Printer' };
		expect(short(plan([device('2', 'pc-2')], [printer, configuration('c2', 'pc-2')])).told).toEqual(
			[],
		);
	});

	it('is not gone when its agent came back under another number', () => {
		const again = plan([device('9', 'pc-1', SERIAL)], [there], { rows, settings });
		expect(short(again)).toEqual({ written: [], told: [] });
		expect(again.known).toEqual([{ key: '9', id: 'c1' }]);
	});
});
