/** Filters that IT Glue has not: the node reads the list and compares. */
import type { IDataObject } from 'n8n-workflow';
import type { Attributes, StoredRecord } from '../../../sandbox';
import { byId, hintsOf, jsons, said, useSandbox } from './support';

const bench = useSandbox();
const home = (): StoredRecord => bench.organization(2);

const found = async (
	resource: string,
	filters: IDataObject,
	more: IDataObject = {},
): Promise<unknown[]> => {
	const parameters = { organizationId: byId(home()), returnAll: true, filters, ...more };
	const result = await bench.run(resource, 'getAll', parameters);
	expect(said(result)).toBe('(success)');
	return jsons(result).map(({ name }) => name);
};

const device = (name: string, more: Attributes): StoredRecord =>
	bench.add('configurations', home(), { name, ...more });

const secret = (name: string, more: Attributes): StoredRecord =>
	bench.add('passwords', home(), { name, password: 'invented-value', ...more });

describe('Name Contains', () => {
	it.each([
		['capital letters', 'FIREWALL'],
		['a blank too many', 'edge  firewall'],
	])('finds a part of the name whatever its %s', async (_what, nameContains) => {
		device('Edge Firewall Zq', {});
		device('Edge Switch Zq', {});
		const names = await found('configuration', { nameContains });
		expect(names).toContain('Edge Firewall Zq');
		expect(names).not.toContain('Edge Switch Zq');
	});

	it('finds nothing where nothing has it, and is refused where it is empty', async () => {
		expect(await found('contact', { nameContains: 'zzzzqq' })).toEqual([]);
		const result = await bench.run('contact', 'getAll', { filters: { nameContains: '  ' } });
		expect(said(result)).toMatch(/"Name Contains" is empty/);
	});
});

describe('configurations', () => {
	it.each([
		['192.0.2.77', '192.0.2.77'],
		['192.0.2.77', '192.0.2.77/24'],
		['2001:db8::a:1', '2001:0DB8:0:0:0:0:000A:1'],
		['192.0.2.70, 192.0.2.77', '192.0.2.77'],
	])('have the IP address %s where %s is asked for', async (stored, primaryIp) => {
		device('Addressed Zq', { primary_ip: stored });
		expect(await found('configuration', { primaryIp })).toEqual(['Addressed Zq']);
		expect(await found('configuration', { primaryIp: '192.0.2.7' })).not.toContain('Addressed Zq');
	});

	it.each(['00:00:5E:00:53:AF', '00-00-5e-00-53-af', '0000.5e00.53af', '00005E0053AF'])(
		'have their MAC address in the spelling %s as well',
		async (macAddress) => {
			device('Wired Zq', { mac_address: '00:00:5e:00:53:af' });
			expect(await found('configuration', { macAddress })).toEqual(['Wired Zq']);
		},
	);
});

describe('times', () => {
	const at = (day: string): number => Date.parse(`${day}T12:00:00Z`);

	it.each([
		[{ updatedAfter: '2020-06-01' }, ['Late']],
		[{ updatedBefore: '2020-06-01' }, ['Early']],
		[{ updatedAfter: '2020-01-01', updatedBefore: '2020-12-31' }, ['Early', 'Late']],
	])('contacts by %j', async (filters, expected) => {
		for (const record of bench.within('contacts', home())) record.updatedAt = at('2019-01-01');
		const early = bench.add('contacts', home(), { first_name: 'Early' });
		const late = bench.add('contacts', home(), { first_name: 'Late' });
		early.updatedAt = at('2020-03-01');
		late.updatedAt = at('2020-09-01');
		const all = { updatedAfter: '2019-06-01', ...filters };
		expect((await found('contact', all)).map((name) => String(name).trim())).toEqual(expected);
	});

	it('passwords by when their value was changed, sorted by it though IT Glue does not sort by it', async () => {
		secret('Middle Zq', { password_updated_at: '2021-02-01T00:00:00Z' });
		secret('Old Zq', { password_updated_at: '2020-02-01T00:00:00Z' });
		secret('New Zq', { password_updated_at: '2022-02-01T00:00:00Z' });
		const filters = { passwordUpdatedBefore: '2021-12-31', nameContains: ' zq' };
		const sorted = (direction: string) => ({
			options: { sort: { rule: [{ key: 'password_updated_at', direction }] } },
		});
		expect(await found('password', filters, sorted('asc'))).toEqual(['Old Zq', 'Middle Zq']);
		const newest = { ...sorted('desc'), returnAll: false, limit: 1 };
		expect(await found('password', { nameContains: ' zq' }, newest)).toEqual(['New Zq']);
		const asked = bench.sandbox.journal.map(({ path }) => path);
		expect(asked.filter((path) => /sort=[^&]*password/.test(path))).toEqual([]);
	});

	it('passwords by their username', async () => {
		secret('Admin Zq', { username: 'Svc-Backup' });
		secret('Other Zq', { username: 'svc-backup-2' });
		expect(await found('password', { username: 'svc-backup' })).toEqual(['Admin Zq']);
	});
});

describe('an organization that does not exist', () => {
	const missing = { __rl: true, mode: 'id', value: '999999999' };

	it('is an error instead of an empty list', async () => {
		const result = await bench.run('contact', 'getAll', { organizationId: missing });
		expect(said(result)).toMatch(/^There is no organization 999999999/);
	});

	it('one that has no such record is an empty list', async () => {
		const empty = bench.sandbox.store.insert('organizations', { name: 'Empty Example' });
		const result = await bench.run('contact', 'getAll', { organizationId: byId(empty) });
		expect(said(result)).toBe('(success)');
		expect(jsons(result)).toEqual([]);
		expect(hintsOf(result)).toEqual([]);
	});

	it('many empty lists are one request more', async () => {
		const made = Array.from({ length: 30 }, (_, at) =>
			bench.sandbox.store.insert('organizations', { name: `Empty Example ${at}` }),
		);
		const result = await bench.run(
			'contact',
			'getAll',
			{ organizationId: { __rl: true, mode: 'id', value: '={{ $json.id }}' } },
			{ input: made.map(({ id }) => ({ id })) },
		);
		expect(said(result)).toBe('(success)');
		expect(bench.sandbox.journal).toHaveLength(made.length + 1);
	});
});

it('a name that nothing has comes with the nearest ones', async () => {
	bench.sandbox.store.insert('organizations', { name: 'Northgate Dental Practice' });
	const organizationId = { __rl: true, mode: 'name', value: 'Northgate Dentel Practice' };
	const result = await bench.run('contact', 'getAll', { organizationId });
	expect(said(result)).toMatch(/called "Northgate Dentel Practice"/);
	expect(said(result)).toMatch(/Similar names: "Northgate Dental Practice" \(\d+\)/);
});
