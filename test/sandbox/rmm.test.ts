import type { AxiosInstance, AxiosResponse } from 'axios';
import type { RmmDevice, Sandbox } from '../../sandbox';
import { bench, client, stopAll } from './client';

type Row = Record<string, unknown>;

let sandbox: Sandbox;
let admin: AxiosInstance;
let ninja: AxiosInstance;
let datto: AxiosInstance;

const rows = (answer: AxiosResponse): Row[] => answer.data as Row[];
const form = (given: Record<string, string>): string => new URLSearchParams(given).toString();
const FORM = 'application/x-www-form-urlencoded';

const ninjaGrant = () => ({
	grant_type: 'client_credentials',
	client_id: sandbox.psa.rmm.ninjaOne.clientId,
	client_secret: sandbox.psa.rmm.ninjaOne.clientSecret,
	scope: 'monitoring',
});

const dattoGrant = () => ({
	grant_type: 'password',
	username: sandbox.psa.rmm.datto.apiKey,
	password: sandbox.psa.rmm.datto.apiSecretKey,
});

async function signIn(): Promise<void> {
	const { rmm } = sandbox.psa;
	const token = await client(rmm.ninjaOne.url, undefined, FORM).post(
		'/ws/oauth/token',
		form(ninjaGrant()),
	);
	ninja = client(rmm.ninjaOne.url);
	ninja.defaults.headers.common.authorization = `Bearer ${token.data.access_token}`;
	const { clientId: username, clientSecret: password } = rmm.datto;
	const other = await client(rmm.datto.url, undefined, FORM).post(
		'/auth/oauth/token',
		form(dattoGrant()),
		{ auth: { username, password } },
	);
	datto = client(rmm.datto.url);
	datto.defaults.headers.common.authorization = `Bearer ${other.data.access_token}`;
}

beforeAll(async () => {
	({ sandbox } = await bench());
	admin = client(`${sandbox.url}/_sandbox`, undefined, 'application/json');
});

beforeEach(async () => {
	sandbox.reset();
	await signIn();
});

afterAll(stopAll);

const deviceNamed = (hostname: string): RmmDevice => {
	const found = sandbox.psa.devices.find((device) => device.hostname === hostname);
	if (found === undefined) throw new Error(`no ${hostname}`);
	return found;
};

describe('the tokens', () => {
	it.each([
		['another client', { client_id: 'nobody' }, 401, 'invalid_client'],
		['another secret', { client_secret: 'guessed' }, 401, 'invalid_client'],
		['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
		['no scope', { scope: '' }, 400, 'invalid_scope'],
	])('are refused to %s', async (_what, given, status, error) => {
		const http = client(sandbox.psa.rmm.ninjaOne.url, undefined, FORM);
		const answer = await http.post('/ws/oauth/token', form({ ...ninjaGrant(), ...given }));
		expect([answer.status, answer.data]).toEqual([status, { error }]);
	});

	it('are given to an API user in Datto RMM, with the client in header or body', async () => {
		const { clientId, clientSecret, url } = sandbox.psa.rmm.datto;
		const http = client(url, undefined, FORM);
		const body = { ...dattoGrant(), client_id: clientId, client_secret: clientSecret };
		const answer = await http.post('/auth/oauth/token', form(body));
		expect(answer.data).toMatchObject({ token_type: 'bearer', expires_in: 360_000 });
		const wrong = await http.post('/auth/oauth/token', form({ ...body, password: 'guessed' }));
		expect([wrong.status, wrong.data]).toEqual([400, { error: 'invalid_grant' }]);
		const machine = { ...body, grant_type: 'client_credentials' };
		expect((await http.post('/auth/oauth/token', form(machine))).status).toBe(400);
	});

	it('are wanted for every list, and end', async () => {
		for (const [http, path] of [
			[ninja, '/v2/organizations'],
			[ninja, '/v2/devices-detailed'],
			[datto, '/api/v2/account/devices'],
		] as const) {
			expect((await http.get(path)).status).toBe(200);
			expect((await http.get(path, { headers: { authorization: 'Bearer no' } })).status).toBe(401);
		}
		expect((await admin.post('/beside/expire')).status).toBe(204);
		expect((await ninja.get('/v2/organizations')).status).toBe(401);
	});
});

describe('NinjaOne', () => {
	it('gives devices page after page, each after the last number of the page before', async () => {
		const { devices } = sandbox.psa;
		const seen: number[] = [];
		for (let after = 0, pages = 0; pages < 100; pages += 1) {
			const page = rows(
				await ninja.get('/v2/devices-detailed', { params: { pageSize: 7, after } }),
			);
			if (page.length === 0) break;
			seen.push(...page.map(({ id }) => Number(id)));
			after = seen.at(-1) ?? 0;
		}
		expect(seen).toEqual(devices.map(({ id }) => id).sort((left, right) => left - right));
		expect((await ninja.get('/v2/devices-detailed?after=x')).status).toBe(400);
		expect((await ninja.get('/v2/elsewhere')).status).toBe(404);
	});

	it('says of a device what its agent knows, in its own words', async () => {
		const device = deviceNamed('odd-mac-8');
		const all = rows(await ninja.get('/v2/devices-detailed'));
		const shown = all.find(({ id }) => id === device.id);
		const organizations = rows(await ninja.get('/v2/organizations'));
		const owner = organizations.find(({ id }) => id === shown?.organizationId);
		expect(owner?.name).toBe(device.siteName);
		expect(shown).toMatchObject({
			nodeClass: 'MAC',
			approvalStatus: 'APPROVED',
			offline: true,
			systemName: 'ODD-MAC-8',
			macAddresses: device.macAddresses,
			lastContact: Date.parse(device.lastSeen) / 1000 + 0.123,
			system: { serialNumber: 'EX990018', biosSerialNumber: 'EX990018', virtualMachine: false },
		});
		const monitor = all.find(({ nodeClass }) => nodeClass === 'CLOUD_MONITOR_TARGET');
		expect(Object.keys(monitor ?? {})).not.toEqual(
			expect.arrayContaining(['system', 'macAddresses', 'systemName']),
		);
		// The very first one has no name.
		expect(all[0]).not.toHaveProperty('systemName');
		const virtual = all.find(({ displayName }) => displayName === 'odd-vm-5');
		expect(virtual).toMatchObject({ system: { serialNumber: 'None', virtualMachine: true } });
	});
});

describe('Datto RMM', () => {
	it('names the next page until the last one', async () => {
		let next: string | null = `${sandbox.psa.rmm.datto.url}/api/v2/account/devices?max=9`;
		const seen: unknown[] = [];
		for (let pages = 0; next !== null && pages < 100; pages += 1) {
			const { data }: AxiosResponse = await datto.get(next);
			expect(data.pageDetails.totalCount).toBe(sandbox.psa.devices.length);
			seen.push(...data.devices.map(({ id }: Row) => id));
			next = data.pageDetails.nextPageUrl;
		}
		expect(seen).toEqual(sandbox.psa.devices.map(({ id }) => id));
		const { data } = await datto.get('/api/v2/account/devices?max=5000');
		expect(data.pageDetails.count).toBeLessThanOrEqual(250);
	});

	it('has serial numbers and addresses in the audit of a device only', async () => {
		const { data } = await datto.get('/api/v2/account/devices?max=250');
		const one = (hostname: string): Row =>
			data.devices.find((device: Row) => device.hostname === hostname);
		expect(JSON.stringify(data)).not.toMatch(/EX99|00:00:5E/);
		const clone = one('odd-pc-1');
		expect(clone).toMatchObject({
			deviceClass: 'device',
			deleted: false,
			deviceType: { category: 'Desktop', type: 'Desktop' },
			lastSeen: Date.parse(deviceNamed('odd-pc-1').lastSeen),
		});
		expect((await datto.get(`/api/v2/audit/device/${String(clone.uid)}`)).data).toMatchObject({
			bios: { serialNumber: 'EX990010' },
			nics: [{ macAddress: '00:00:5E:00:53:11' }],
		});
		const host = String(one('odd-host-6').uid);
		expect((await datto.get(`/api/v2/audit/device/${host}`)).status).toBe(400);
		expect((await datto.get(`/api/v2/audit/esxihost/${host}`)).data).toMatchObject({
			systemInfo: { serviceTag: 'EX990016' },
		});
		expect((await datto.get('/api/v2/audit/device/nobody')).status).toBe(404);
	});

	it('lists what was deleted on a site of its own', async () => {
		const { data } = await datto.get('/api/v2/account/devices?max=250');
		const deleted = data.devices.filter((device: Row) => device.deleted);
		expect(deleted.map(({ siteName }: Row) => siteName)).toEqual(['Deleted Devices']);
	});
});

describe('the devices', () => {
	it('are those of IT Glue, with changes, moves, and what real feeds hold', () => {
		const { store, psa } = sandbox;
		const bySerial = new Map(
			store.all('configurations').map((record) => [record.attributes.serial_number, record]),
		);
		const differences = psa.devices.flatMap((device) => {
			const record = bySerial.get(device.serialNumber);
			if (record === undefined || device.serialNumber === null) return [];
			const owner = store.find('organizations', String(record.attributes.organization_id));
			const found = [
				...(device.ipAddress === record.attributes.primary_ip ? [] : ['ip']),
				...(device.hostname === record.attributes.hostname ? [] : ['hostname']),
				...(device.siteName === owner?.attributes.name ? [] : ['moved']),
				...(device.retired ? ['retired'] : []),
			];
			if (found.length > 0) expect(record.psa).toBeUndefined();
			return found;
		});
		expect(differences.sort()).toEqual(['hostname', 'ip', 'moved', 'retired']);
		const fresh = psa.devices.filter(
			({ serialNumber }) => serialNumber === null || !bySerial.has(serialNumber),
		);
		const serials = fresh.map(({ serialNumber }) => serialNumber?.trim().toUpperCase() ?? null);
		expect(serials.filter((serial) => serial === 'EX990010')).toHaveLength(2);
		expect(serials.filter((serial) => serial === null).length).toBeGreaterThan(2);
		const addresses = psa.devices.map(({ macAddresses }) =>
			macAddresses.map((mac) => mac.toUpperCase().replaceAll('-', ':')),
		);
		const dock = addresses.filter((list) => list.includes('00:00:5E:00:53:FE'));
		expect(dock.length).toBeGreaterThan(2);
		expect(new Set(psa.devices.map(({ id }) => id)).size).toBe(psa.devices.length);
		const sites = new Set(psa.devices.map(({ siteName }) => siteName));
		const names = store.all('organizations').map(({ attributes }) => attributes.name);
		expect([...sites].filter((site) => !names.includes(site))).toEqual(['Northfield Observatory']);
	});

	it('can be many, and a night can pass, the same one each time', async () => {
		const pass = async () => {
			await admin.post('/reset');
			expect((await admin.post('/beside/devices', { count: 300 })).data).toEqual({ count: 300 });
			const before = structuredClone(sandbox.psa.devices);
			const { data } = await admin.post('/beside/night', {
				number: 2,
				moved: 3,
				renamed: 2,
				retired: 4,
				gone: 5,
				added: 6,
			});
			return { before, data };
		};
		const { before, data } = await pass();
		const after = new Map(sandbox.psa.devices.map((device) => [device.id, device]));
		expect(after.size).toBe(301);
		expect(data).toMatchObject({ moved: { length: 3 }, renamed: { length: 2 } });
		for (const { id, from, to } of data.moved) {
			expect(before.find((device) => device.id === id)?.siteName).toBe(from);
			expect(after.get(id)?.siteName).toBe(to);
			expect(to).not.toBe(from);
		}
		expect(data.retired.map((id: number) => after.get(id)?.retired)).toEqual(
			Array.from({ length: 4 }, () => true),
		);
		expect(data.gone.filter((id: number) => after.has(id))).toEqual([]);
		expect(data.added.every((id: number) => after.has(id))).toBe(true);
		expect((await pass()).data).toEqual(data);
		expect((await admin.post('/beside/night', { stolen: 1 })).status).toBe(400);
	});
});

describe('errors in the middle', () => {
	it('strike the request that was named, once', async () => {
		await admin.post('/beside/faults', {
			kind: 'status',
			status: 503,
			path: 'ninjaone/v2/devices-detailed',
			after: 1,
		});
		await admin.post('/beside/faults', {
			kind: 'rateLimit',
			retryAfter: '2',
			path: 'datto/api/v2/account',
		});
		const ask = async () => (await ninja.get('/v2/devices-detailed')).status;
		expect((await ninja.get('/v2/organizations')).status).toBe(200);
		expect([await ask(), await ask(), await ask()]).toEqual([200, 503, 200]);
		const limited = await datto.get('/api/v2/account/devices');
		expect([limited.status, limited.headers['retry-after']]).toEqual([429, '2']);
		expect((await admin.post('/beside/faults', { kind: 'status' })).status).toBe(400);
	});

	it('are counted with all other requests, apart from those to IT Glue', async () => {
		await admin.delete('/beside/requests');
		await ninja.get('/v2/organizations?pageSize=5');
		expect((await admin.get('/beside/requests')).data).toEqual([
			'GET /psa/rmm/ninjaone/v2/organizations?pageSize=5',
		]);
		expect(sandbox.journal).toEqual([]);
	});
});
