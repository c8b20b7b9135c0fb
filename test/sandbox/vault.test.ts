import type { AxiosInstance } from 'axios';
import type { Sandbox } from '../../sandbox';
import { bench, client, stopAll } from './client';

type Row = Record<string, unknown>;

let sandbox: Sandbox;
let admin: AxiosInstance;

beforeAll(async () => {
	({ sandbox } = await bench());
	admin = client(`${sandbox.url}/_sandbox/vault`, undefined, 'application/json');
});

beforeEach(() => {
	sandbox.reset();
});

afterAll(stopAll);

const hudu = async (path: string, key: string = sandbox.psa.vault.key) =>
	await client(sandbox.psa.vault.url).get(`/api/v1/${path}`, { headers: { 'x-api-key': key } });

describe('the password store', () => {
	it('wants its key', async () => {
		for (const path of ['companies', 'assets', 'asset_passwords'])
			expect((await hudu(path, 'wrong')).status).toBe(401);
		expect((await hudu('articles')).status).toBe(404);
	});

	it('gives pages without a total, and an empty one at the end', async () => {
		const { secrets } = sandbox.psa;
		const page = async (number: number): Promise<Row[]> =>
			(await hudu(`asset_passwords?page=${number}&page_size=5`)).data.asset_passwords;
		const pages = [await page(1), await page(2), await page(3), await page(4)];
		expect(pages.map(({ length }) => length)).toEqual([5, 5, secrets.length - 10, 0]);
		expect(pages.flat().map(({ id }) => id)).toEqual(secrets.map(({ id }) => id));
		for (let more = 0; more < 20; more += 1) await admin.post('', { name: `More ${more}` });
		expect((await hudu('asset_passwords')).data.asset_passwords).toHaveLength(25);
		expect((await hudu('asset_passwords?page=none')).status).toBe(400);
	});

	it('names companies and devices by number', async () => {
		const [, embedded] = sandbox.psa.secrets;
		const { data } = await hudu('asset_passwords');
		const shown = data.asset_passwords.find((row: Row) => row.id === embedded?.id);
		const companies: Row[] = (await hudu('companies')).data.companies;
		const assets: Row[] = (await hudu(`assets?id=${shown.passwordable_id}`)).data.assets;
		expect(companies.find(({ id }) => id === shown.company_id)?.name).toBe(embedded?.client);
		expect(assets.map(({ name, company_id }) => [name, company_id])).toEqual([
			[embedded?.device, shown.company_id],
		]);
		expect(shown).toMatchObject({ passwordable_type: 'Asset', password: embedded?.password });
		expect(shown.url).toMatch(/^\/passwords\//);
	});

	it('has entries for every case of a mirroring, unseen by the journal', () => {
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
			[true, null],
			[true, null],
			[false, null],
			[true, null],
			[true, null],
		]);
		const known = psa.secrets.filter(({ client: name, name: title }) =>
			store
				.related('passwords', 'organization_id', clients.get(name))
				.some(({ attributes }) => attributes.name === title),
		);
		expect(known.map(({ username }) => username)).toEqual(['colleague']);
		const values = psa.secrets.map(({ password }) => password).filter((value) => value !== '');
		expect(new Set(values).size).toBe(psa.secrets.length - 1);
		const titles = psa.secrets.map(({ client: name, device, name: title }) =>
			[name, device, title.trim().toLowerCase()].join(),
		);
		expect(new Set(titles).size).toBe(psa.secrets.length - 1);
		expect(psa.secrets.filter(({ archived }) => archived)).toHaveLength(1);
	});

	it('takes new entries and values until the next reset', async () => {
		const before = structuredClone(sandbox.psa.secrets);
		const [first] = before;
		const changed = await admin.post(`/${first?.id}`, { password: 'example-new-not-a-secret' });
		expect([changed.status, changed.data.password]).toEqual([200, 'example-new-not-a-secret']);
		expect((await admin.get('')).data).toEqual(sandbox.psa.secrets);
		const { data } = await hudu('asset_passwords');
		expect(data.asset_passwords[0].password).toBe('example-new-not-a-secret');
		const added = await admin.post('', { client: first?.client, name: 'Added' });
		expect((await admin.delete(`/${added.data.id}`)).status).toBe(204);
		expect((await admin.post('/0', { password: 'example' })).status).toBe(404);
		expect((await admin.post(`/${first?.id}`, {})).status).toBe(400);
		expect((await admin.post('', { colour: 'red' })).status).toBe(400);
		sandbox.reset();
		expect(sandbox.psa.secrets).toEqual(before);
	});
});
