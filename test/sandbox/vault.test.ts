import type { Sandbox } from '../../sandbox';
import { bench, client, stopAll } from './client';

let sandbox: Sandbox;

beforeAll(async () => {
	({ sandbox } = await bench());
});

beforeEach(() => {
	sandbox.reset();
});

afterAll(stopAll);

const feed = async (key?: string) =>
	await client(sandbox.psa.vault.url).get('', {
		headers: key === undefined ? {} : { 'x-vault-key': key },
	});

describe('the password store', () => {
	it('wants its key', async () => {
		expect([(await feed()).status, (await feed('wrong')).status]).toEqual([401, 401]);
		expect((await client(`${sandbox.url}/vault`).get('/others.json')).status).toBe(404);
	});

	it('lists entries for every case of a mirroring, unseen by the journal', async () => {
		const { status, data } = await feed(sandbox.psa.vault.key);
		expect(status).toBe(200);
		expect(data).toEqual(sandbox.psa.secrets);
		expect(sandbox.journal).toEqual([]);

		const { store, psa } = sandbox;
		const clients = new Map(
			store.all('organizations').map(({ id, attributes }) => [attributes.name, id]),
		);
		const inItGlue = psa.secrets.map(({ client: name, device }) => {
			const id = clients.get(name);
			const hosts = store
				.related('configurations', 'organization_id', id)
				.map(({ attributes }) => attributes.hostname);
			return [id !== undefined, device === null ? null : hosts.includes(device)];
		});
		expect(inItGlue).toEqual([
			[true, null],
			[true, true],
			[true, true],
			[true, true],
			[true, null],
			[true, null],
			[false, null],
			[true, false],
		]);
		const known = psa.secrets.filter(({ client: name, name: title }) =>
			store
				.related('passwords', 'organization_id', clients.get(name))
				.some(({ attributes }) => attributes.name === title),
		);
		expect(known.map(({ username }) => username)).toEqual(['rotated']);
		expect(new Set(psa.secrets.map(({ password }) => password)).size).toBe(psa.secrets.length);
	});

	it('takes a new value until the next reset', async () => {
		const admin = client(`${sandbox.url}/_sandbox/vault`, undefined, 'application/json');
		const before = structuredClone(sandbox.psa.secrets);
		const [first] = before;
		const changed = await admin.post(`/${first?.id}`, { password: 'example-new-not-a-secret' });
		expect([changed.status, changed.data.password]).toEqual([200, 'example-new-not-a-secret']);
		expect((await admin.get('')).data).toEqual(sandbox.psa.secrets);
		expect((await feed(sandbox.psa.vault.key)).data[0].password).toBe('example-new-not-a-secret');
		expect((await admin.post('/nobody', { password: 'example' })).status).toBe(404);
		expect((await admin.post(`/${first?.id}`, {})).status).toBe(400);
		sandbox.reset();
		expect(sandbox.psa.secrets).toEqual(before);
	});
});
