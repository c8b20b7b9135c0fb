/** The PSA's unclean records, HaloPSA, and the errors that a test can order. */
import type { AxiosResponse } from 'axios';
import { client, stopAll } from './client';
import { psaBench, type PsaBench, type Row } from './psaClients';

let on: PsaBench;

beforeAll(async () => {
	on = await psaBench();
});
beforeEach(() => {
	on.sandbox.reset();
});
afterAll(stopAll);

const everything = { filter: [{ op: 'exist', field: 'id' }] };

describe('the records', () => {
	it('hold vendors, prospects, statuses of other names, namesakes, and a company without a type', () => {
		const { companies } = on.sandbox.psa;
		const types = companies.flatMap((company) => company.types);
		expect(new Set(types)).toEqual(
			new Set(['Client', 'Vendor', 'Prospect', 'Competitor', 'Partner']),
		);
		expect(companies.some((company) => company.types.length === 0)).toBe(true);
		expect(companies.some((company) => company.types.length === 2)).toBe(true);
		expect(new Set(companies.map(({ status }) => status))).toEqual(
			new Set(['Active', 'Inactive', 'Imported', 'Not-Approved']),
		);
		const names = companies.map(({ name }) => name);
		expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual(['Harbor Light Clinic']);
	});

	it('hold shared addresses, one person at two companies, odd spellings, who moved and who left', () => {
		const { contacts } = on.sandbox.psa;
		const sharing = (email: string) =>
			contacts
				.filter((contact) => contact.email === email)
				.map(({ firstName, companyId, active }) => [firstName, companyId, active]);
		const [[, first] = []] = sharing('info@first.example.net');
		expect(sharing('info@first.example.net')).toEqual([
			['Ines', first, true],
			['Tom', first, true],
		]);
		const homes = sharing('pia.twohomes@example.net').map(([, companyId]) => companyId);
		expect([homes.length, new Set(homes).size]).toEqual([2, 2]);
		expect(sharing('office@second.example.net').map(([, , active]) => active)).toEqual([
			false,
			true,
		]);
		expect(contacts.some(({ email }) => email !== null && email !== email.trim())).toBe(true);
		expect(contacts.some(({ email3 }) => email3 !== null)).toBe(true);
		const known = on.sandbox.store.all('contacts').filter(({ psa }) => psa !== undefined);
		const elsewhere = contacts.filter(({ id, companyId }) => {
			const person = known.find(({ psa }) => Number(psa?.remoteId) === id);
			const owner = on.sandbox.store.find(
				'organizations',
				String(person?.attributes.organization_id),
			);
			return person !== undefined && Number(owner?.psa?.remoteId) !== companyId;
		});
		expect(elsewhere).toHaveLength(1);
	});

	it('change their status with their activity, and take lists of types', async () => {
		const { admin, sandbox } = on;
		const { id } = sandbox.psa.companies[0] ?? { id: 0 };
		const save = async (attributes: Row) => await admin.post('/psa/companies', { attributes });
		expect((await save({ id, active: false })).data.status).toBe('Inactive');
		const left = await save({ id, active: false, status: 'Not-Approved', types: ['Vendor'] });
		expect(left.data).toMatchObject({ status: 'Not-Approved', types: ['Vendor'] });
		for (const types of ['Vendor', [1], null])
			expect((await save({ id, types })).data.message).toBe('types must be a list of strings');
	});
});

describe('ConnectWise Manage', () => {
	const read = async (address: string, params?: Row): Promise<AxiosResponse> =>
		await on.manage.get(address, { params: { pageSize: '1000', ...params } });

	it('filters by what is in a list', async () => {
		const { companies, contacts } = on.sandbox.psa;
		const vendors = companies.filter(({ types }) => types.includes('Vendor'));
		const childConditions = 'types/name="vendor"';
		const answer = await read('/company/companies', { childConditions });
		expect(answer.data.map(({ id }: Row) => id)).toEqual(vendors.map(({ id }) => id));
		const count = await on.manage.get('/company/companies/count', { params: { childConditions } });
		expect(count.data).toEqual({ count: vendors.length });
		const people = await read('/company/contacts', {
			childConditions:
				'communicationItems/value like "office@%" and communicationItems/communicationType="Email"',
		});
		const expected = contacts.filter(({ email }) => email?.startsWith('office@'));
		expect(people.data.map(({ id }: Row) => id)).toEqual(expected.map(({ id }) => id));
		const wrong = await read('/company/companies', { childConditions: 'name="a"' });
		expect([wrong.status, wrong.data.code]).toEqual([400, 'ApiFindCondition']);
	});

	it('says of each status whether it means inactive', async () => {
		const { data } = await read('/company/companies/statuses');
		expect(data.map(({ name, inactiveFlag }: Row) => [name, inactiveFlag])).toEqual([
			['Active', false],
			['Inactive', true],
			['Imported', false],
			['Not-Approved', true],
		]);
		const { companies } = on.sandbox.psa;
		const shown = (await read('/company/companies')).data as Array<{ id: number; status: Row }>;
		const meant = new Map(data.map(({ id, inactiveFlag }: Row) => [id, inactiveFlag]));
		for (const { id, status } of shown)
			expect(meant.get(status.id)).toBe(companies.find((one) => one.id === id)?.active === false);
	});

	it('gives a fax among the numbers, as what it is', async () => {
		const params = { conditions: 'lastName="Threefold"' };
		const [{ communicationItems }] = (await read('/company/contacts', params)).data;
		expect(
			communicationItems.map((item: Row) => [item.communicationType, item.defaultFlag]),
		).toEqual([
			['Email', true],
			['Email', false],
			['Phone', true],
			['Phone', false],
			['Email', false],
			['Fax', true],
		]);
	});
});

describe('Autotask', () => {
	it('finds the zone by the user name, without a login', async () => {
		const { url, userName } = on.sandbox.psa.autotask;
		const http = client(url);
		const { data } = await http.get('/zoneInformation', { params: { user: userName } });
		expect(Object.keys(data)).toEqual(['zoneName', 'url', 'webUrl', 'ci']);
		expect(`${data.url}v1.0`).toBe(url);
		for (const user of ['nobody@example.com', undefined])
			expect((await http.get('/zoneInformation', { params: { user } })).status).toBe(500);
	});

	it('numbers types and countries, and says what the numbers mean', async () => {
		const { autotask, sandbox } = on;
		const { fields } = (await autotask.get('/Companies/entityInformation/fields')).data;
		const { picklistValues } = fields.find(({ name }: Row) => name === 'companyType');
		const labels = new Map(picklistValues.map(({ value, label }: Row) => [value, label]));
		const companies = (await autotask.post('/Companies/query', everything)).data.items as Row[];
		const bakery = companies.find(({ companyName }) => companyName === 'Juniper Bakery');
		expect(labels.get(String(bakery?.companyType))).toBe('Prospect');
		const countries = (await autotask.post('/Countries/query', everything)).data.items as Row[];
		const names = new Map(countries.map(({ id, displayName }) => [id, displayName]));
		for (const { id, countryID } of companies)
			expect(names.get(countryID)).toBe(
				sandbox.psa.companies.find((one) => one.id === id)?.country,
			);
		const refused = await client(sandbox.psa.autotask.url).get(
			'/Companies/entityInformation/fields',
		);
		expect(refused.status).toBe(500);
	});
});

describe('HaloPSA', () => {
	const form = 'application/x-www-form-urlencoded';
	const token = async (data: Record<string, string>, headers: Record<string, string> = {}) =>
		await client(on.sandbox.psa.halopsa.url).post(
			'/auth/token',
			new URLSearchParams(data).toString(),
			{ headers: { 'content-type': form, ...headers } },
		);
	const login = () => {
		const { clientId: client_id, clientSecret: client_secret } = on.sandbox.psa.halopsa;
		return { grant_type: 'client_credentials', client_id, client_secret, scope: 'all' };
	};
	const halo = async () => {
		const { data } = await token(login());
		const http = client(on.sandbox.psa.halopsa.url);
		http.defaults.headers.common.authorization = `Bearer ${data.access_token}`;
		return http;
	};

	it('gives a token to who knows the secret, by form or by header, and nothing without one', async () => {
		const { client_id, client_secret, ...rest } = login();
		const basic = Buffer.from(`${client_id}:${client_secret}`).toString('base64');
		const answers = [await token(login()), await token(rest, { authorization: `Basic ${basic}` })];
		for (const { status, data } of answers)
			expect([status, data.token_type, data.expires_in]).toEqual([200, 'Bearer', 3600]);
		const wrong = await token({ ...login(), client_secret: 'wrong' });
		expect([wrong.status, wrong.data]).toEqual([400, { error: 'invalid_client' }]);
		expect((await token({ ...login(), grant_type: 'password' })).data.error).toBe(
			'unsupported_grant_type',
		);
		const http = client(on.sandbox.psa.halopsa.url);
		for (const authorization of [undefined, 'Bearer halo-invented'])
			expect((await http.get('/api/Client', { headers: { authorization } })).status).toBe(401);
		expect((await http.get('/api/Tickets')).status).toBe(404);
	});

	it('gives the same clients in pages, inactive ones only if they are asked for', async () => {
		const http = await halo();
		const read = async (params: Row) => (await http.get('/api/Client', { params })).data;
		const present = on.sandbox.psa.companies.filter(({ deleted }) => !deleted);
		const active = present.filter((company) => company.active);
		const all = { pageinate: 'true', page_size: '20', includeinactive: 'true' };
		const pages = [await read(all), await read({ ...all, page_no: '2' })];
		expect(pages.map((page) => [page.page_no, page.record_count])).toEqual([
			[1, present.length],
			[2, present.length],
		]);
		expect(pages.flatMap(({ clients }) => clients.map(({ id }: Row) => id))).toEqual(
			present.slice(0, 40).map(({ id }) => id),
		);
		expect((await read({ pageinate: 'true' })).record_count).toBe(active.length);
		expect((await read({ ...all, page_no: '99' })).clients).toEqual([]);
		const unpaged = await read({ page_size: '5', count: '3' });
		expect([unpaged.clients.length, unpaged.page_no]).toEqual([3, undefined]);
		expect((await read({ ...all, page_size: '1000' })).page_size).toBe(100);
		expect((await http.get('/api/Client?pageinate=true&page_no=0')).status).toBe(400);
		const telecom = pages
			.flatMap(({ clients }) => clients)
			.concat((await read({ ...all, page_no: '3' })).clients)
			.find(({ name }: Row) => name === 'Copperline Telecom');
		expect(telecom.customer_relationship).toEqual([
			{ id: '1', name: 'Supplier' },
			{ id: '2', name: 'Partner' },
		]);
	});

	it('gives people of a client, with up to three addresses, and a user that is nobody', async () => {
		const http = await halo();
		const { contacts } = on.sandbox.psa;
		const theo = contacts.find(({ lastName }) => lastName === 'Threefold');
		const params = { client_id: theo?.companyId, pageinate: 'true', includeinactive: 'true' };
		const { users, record_count } = (await http.get('/api/Users', { params })).data;
		const there = contacts.filter(({ companyId }) => companyId === theo?.companyId);
		expect(record_count).toBe(there.length + 1);
		expect(users[0]).toMatchObject({ name: 'General User', emailaddress: '' });
		expect(users.find(({ id }: Row) => id === theo?.id)).toMatchObject({
			client_id: theo?.companyId,
			client_name: expect.any(String),
			firstname: 'Theo',
			surname: 'Threefold',
			emailaddress: theo?.email,
			email2: theo?.email2,
			email3: theo?.email3,
			phonenumber: theo?.phone,
			mobilenumber: theo?.mobile,
			inactive: false,
		});
	});

	it('names the customer types', async () => {
		const { data } = await (await halo()).get('/api/Lookup', { params: { lookupid: '33' } });
		expect(data).toContainEqual({ id: 10, lookupid: 33, name: 'Customer' });
		expect((await (await halo()).get('/api/Lookup', { params: { lookupid: '1' } })).data).toEqual(
			[],
		);
	});
});

describe('ordered errors', () => {
	const order = async (fault: Row) => await on.admin.post('/psa/faults', fault);

	it('strike where they were ordered for, in the words of the vendor, and end', async () => {
		const { manage, autotask } = on;
		await order({
			system: 'connectwise',
			path: '/company/companies',
			status: 429,
			after: 1,
			times: 2,
			retryAfter: 3,
		});
		const statuses = [];
		for (let at = 0; at < 4; at += 1) {
			const answer = await manage.get('/company/companies');
			statuses.push([answer.status, answer.headers['retry-after'], answer.data.code]);
		}
		expect(statuses).toEqual([
			[200, undefined, undefined],
			[429, '3', 'TooManyRequests'],
			[429, '3', 'TooManyRequests'],
			[200, undefined, undefined],
		]);
		await order({ system: 'autotask', status: 503 });
		expect((await manage.get('/company/contacts')).status).toBe(200);
		const failed = await autotask.post('/Contacts/query', everything);
		expect([failed.status, failed.data]).toEqual([503, { errors: ['An error occurred.'] }]);
		await order({ system: 'halopsa', status: 500, path: '/auth/token' });
		const http = client(on.sandbox.psa.halopsa.url);
		expect((await http.get('/api/Client')).status).toBe(401);
		expect((await http.post('/auth/token')).status).toBe(500);
	});

	it('are forgotten by a reset, and refused if they are none', async () => {
		await order({ system: 'connectwise', status: 500 });
		on.sandbox.reset();
		expect((await on.manage.get('/company/companies')).status).toBe(200);
		for (const fault of [{ status: 500 }, { system: 'other', status: 500 }, { system: 'halopsa' }])
			expect((await order(fault)).status).toBe(400);
	});
});
