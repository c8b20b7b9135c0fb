/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { AxiosResponse } from 'axios';
import type { Sandbox } from '../../sandbox';
import { client, stopAll } from './client';
import { autotaskClient, manageClient, psaBench, type PsaBench, type Row } from './psaClients';

const ROOT = join(__dirname, '..', '..');

let on: PsaBench;

beforeAll(async () => {
	on = await psaBench();
});

beforeEach(() => {
	on.sandbox.reset();
});

afterAll(stopAll);

const rows = (response: AxiosResponse): Row[] => response.data as Row[];
const ids = (list: Row[]): unknown[] => list.map(({ id }) => id);

/** A record of the PSA, or an error that says which one is missing. */
function found<T>(list: T[], test: (item: T) => boolean, what: string): T {
	const item = list.find(test);
	if (item === undefined) throw new Error(`The PSA has no ${what}`);
	return item;
}

describe('the data', () => {
	const organizations = () => on.sandbox.store.all('organizations');
	const names = () => organizations().map(({ attributes }) => String(attributes.name));
	const linkedIds = () => organizations().flatMap(({ psa }) => (psa ? [Number(psa.remoteId)] : []));

	it('is the same after a reset and in a second sandbox', async () => {
		const { companies, contacts, devices } = structuredClone(on.sandbox.psa);
		on.sandbox.reset();
		expect(on.sandbox.psa).toMatchObject({ companies, contacts, devices });
		const other = await psaBench();
		expect(other.sandbox.psa).toMatchObject({ companies, contacts, devices });
	});

	it('has companies for every case of a sync', () => {
		const { companies } = on.sandbox.psa;
		const linked = companies.filter(({ id }) => linkedIds().includes(id));
		const alone = companies.filter(({ id }) => !linkedIds().includes(id));
		const nameOf = (id: number) =>
			organizations().find(({ psa }) => Number(psa?.remoteId) === id)?.attributes.name;
		expect(linked.some(({ id, name }) => name === nameOf(id))).toBe(true);
		expect(linked.some(({ id, name }) => name !== nameOf(id))).toBe(true);
		expect(companies.some(({ active }) => !active)).toBe(true);
		expect(alone.filter(({ deleted }) => deleted)).toHaveLength(1);
		const occurrences = alone.map(({ name }) => names().filter((other) => other === name).length);
		// Only in the PSA, by exactly one organization's name, and by a name that two organizations have.
		expect(new Set(occurrences)).toEqual(new Set([0, 1, 2]));
		expect(new Set(companies.map(({ identifier }) => identifier)).size).toBe(companies.length);
	});

	it.each([
		['Baker, Lyons & Company', 'Baker, Lyons & Co'],
		['Linden Accounting Incorporated', 'Linden Accounting Inc'],
	])('has %s, similar to the unlinked %s', (similar, name) => {
		const { companies } = on.sandbox.psa;
		expect(names()).toContain(name);
		expect(names()).not.toContain(similar);
		expect(companies.map((item) => item.name)).toContain(similar);
		expect(companies.map((item) => item.name)).not.toContain(name);
	});

	it('has contacts for every case of a sync', () => {
		const { contacts, companies } = on.sandbox.psa;
		const people = on.sandbox.store.all('contacts');
		const linked = people.filter(({ psa }) => psa !== undefined);
		const personOf = (id: number) => linked.find(({ psa }) => Number(psa?.remoteId) === id);
		const differs = contacts.filter(
			({ id, title }) => personOf(id) !== undefined && personOf(id)?.attributes.title !== title,
		);
		expect(differs.length).toBeGreaterThan(1);
		expect(contacts.filter(({ email }) => email === null)).toHaveLength(2);
		expect(contacts.filter(({ active }) => !active)).toHaveLength(3);
		expect(new Set(contacts.map(({ companyId }) => companyId)).size).toBeGreaterThan(10);
		const known = new Set(companies.map(({ id }) => id));
		expect(contacts.every(({ companyId }) => known.has(companyId))).toBe(true);
		expect(new Set(ids(contacts as unknown as Row[])).size).toBe(contacts.length);
		const unlinked = people.filter(({ psa }) => psa === undefined);
		const byEmail = contacts.flatMap((contact) => {
			const person = unlinked.find(({ attributes }) =>
				(attributes.contact_emails as Array<{ value: string }>).some(
					({ value }) => value === contact.email,
				),
			);
			if (person === undefined) return [];
			const emails = person.attributes.contact_emails as Array<{ value: string }>;
			return [
				[
					emails.findIndex(({ value }) => value === contact.email),
					contact.title === person.attributes.title,
				],
			];
		});
		expect(byEmail).toEqual([
			[0, false],
			[1, true],
			[0, true],
		]);
	});

	it.each([0, 1, 3])('can be made with %i organizations', async (count) => {
		const { sandbox } = await psaBench({ organizations: count, configurations: 0 });
		expect(sandbox.psa.companies.map(({ name }) => name)).toContain('Ridgeway Pottery');
		const fresh = sandbox.psa.devices.filter(({ hostname }) => hostname?.startsWith('new-'));
		expect(fresh).toHaveLength(5);
	});
});

describe('ConnectWise Manage', () => {
	it('wants the login, and the clientId where that is required', async () => {
		const { sandbox } = await psaBench();
		const { psa } = sandbox;
		const auth = { username: `${psa.companyId}+${psa.publicKey}`, password: psa.privateKey };
		const http = client(psa.url);
		const call = async (
			headers: Record<string, string> = {},
			login: typeof auth | undefined = auth,
		) => await http.get('/company/companies', { headers, auth: login });
		const refused = { code: 'Unauthorized', errors: [{ code: 'Unauthorized' }] };
		const wrong = await call({ clientId: psa.clientId }, { ...auth, password: 'wrong' });
		expect([wrong.status, wrong.data]).toMatchObject([401, refused]);
		psa.clientIdRequired = true;
		expect([(await call()).status, (await call()).data]).toMatchObject([401, refused]);
		expect((await call({ clientId: 'another' })).status).toBe(401);
		expect((await call({ clientId: psa.clientId })).status).toBe(200);
		psa.clientIdRequired = false;
		expect((await call()).status).toBe(200);
		expect((await call({ clientId: 'another' })).status).toBe(401);
	});

	it('shows a company with the members of the real one', async () => {
		const { sandbox, manage } = on;
		const company = found(
			sandbox.psa.companies,
			({ name }) => name === `O'Brien Dental`,
			'dentist',
		);
		const { data, status } = await manage.get(`/company/companies/${company.id}`);
		expect(status).toBe(200);
		expect(data).toEqual({
			id: company.id,
			identifier: 'OBrienDental',
			name: `O'Brien Dental`,
			status: { id: 1, name: 'Active' },
			addressLine1: company.addressLine1,
			city: company.city,
			state: company.state,
			zip: company.zip,
			country: { id: expect.any(Number), name: company.country },
			phoneNumber: company.phone,
			website: 'https://www.example.com',
			deletedFlag: false,
			type: { id: 1, name: 'Client' },
			types: [{ id: 1, name: 'Client' }],
			_info: {
				lastUpdated: company.lastUpdated,
				updatedBy: 'Sandbox',
				dateEntered: company.dateEntered,
				enteredBy: 'Sandbox',
				contacts_href: `${sandbox.psa.url}/company/contacts?conditions=company/id=${company.id}`,
			},
		});
		expect(company.lastUpdated).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
		const contacts = await manage.get(data._info.contacts_href);
		expect(rows(contacts).length).toBeGreaterThan(1);
	});

	it('shows contacts, leaving out what is empty', async () => {
		const { sandbox, manage } = on;
		const { contacts, companies } = sandbox.psa;
		const full = found(contacts, ({ email2, extension }) => email2 !== null && !extension, 'pair');
		const company = found(companies, ({ id }) => id === full.companyId, 'company');
		const shown = (await manage.get(`/company/contacts/${full.id}`)).data;
		expect(shown).toMatchObject({
			firstName: full.firstName,
			lastName: full.lastName,
			title: full.title,
			company: { id: company.id, identifier: company.identifier, name: company.name },
			inactiveFlag: false,
			defaultPhoneNbr: full.phone,
		});
		expect(
			shown.communicationItems.map((item: Row) => [
				item.communicationType,
				item.value,
				item.defaultFlag,
			]),
		).toEqual([
			['Email', full.email, true],
			['Email', full.email2, false],
			['Phone', full.phone, true],
		]);
		const noEmail = found(contacts, ({ email }) => email === null, 'contact without email');
		const without = (await manage.get(`/company/contacts/${noEmail.id}`)).data;
		expect(
			without.communicationItems.every((item: Row) => item.communicationType === 'Phone'),
		).toBe(true);
		await on.admin.post('/psa/contacts', {
			attributes: { id: noEmail.id, phone: null, mobile: null, title: null },
		});
		const bare = (await manage.get(`/company/contacts/${noEmail.id}`)).data;
		expect(Object.keys(bare)).not.toEqual(expect.arrayContaining(['communicationItems']));
		expect(Object.keys(bare)).not.toEqual(expect.arrayContaining(['title']));
	});

	it('pages with Link headers that keep the other parameters, and past the end with an empty page', async () => {
		const { sandbox, manage } = on;
		const conditions = 'deletedFlag=false';
		const params = { conditions, orderBy: 'name desc', fields: 'id', pageSize: '4' };
		const seen: Row[] = [];
		let answer = await manage.get('/company/companies', { params });
		for (let page = 1; page < 20; page += 1) {
			seen.push(...rows(answer));
			const next = /<([^>]+)>; rel="next"/.exec(String(answer.headers.link))?.[1];
			if (next === undefined) break;
			answer = await manage.get(next);
		}
		const expected = sandbox.psa.companies.filter(({ deleted }) => !deleted);
		expect(ids(seen).sort()).toEqual(expected.map(({ id }) => id).sort());
		expect(seen.every((row) => Object.keys(row).join() === 'id')).toBe(true);
		const past = await manage.get('/company/companies', { params: { ...params, page: '99' } });
		expect([past.status, past.data]).toEqual([200, []]);
		const count = await manage.get('/company/companies/count', { params: { conditions } });
		expect(count.data).toEqual({ count: expected.length });
	});

	it.each<[string, string, (item: Sandbox['psa']['companies'][number]) => boolean]>([
		['a boolean', 'deletedFlag=false', (item) => !item.deleted],
		['a boolean in capitals', 'DeletedFlag = True', (item) => item.deleted],
		['a reference', 'status/name="Active"', ({ status }) => status === 'Active'],
		['an unequal reference', 'status/name != "active"', ({ status }) => status !== 'Active'],
		['a date', 'lastUpdated>[2026-01-01T00:00:00Z]', (item) => item.lastUpdated > '2026'],
		['a date below', 'LastUpdated < [2026-01-01T00:00:00Z]', (item) => item.lastUpdated < '2026'],
		[
			'a date by its path',
			'_info/lastUpdated>=[2026-02-02T09:00:00Z]',
			(item) => item.lastUpdated > '2026',
		],
		['a number', 'id>1000 and id<=1002', (item) => item.id > 1000 && item.id <= 1002],
		['a list', 'id in (251, 253)', ({ id }) => id === 251 || id === 253],
		['a list left out', 'id not in (251,253)', ({ id }) => id !== 251 && id !== 253],
		['like', 'name like "%holdings"', ({ name }) => name.endsWith(' Holdings')],
		['like in single quotation marks', `name like 'O''Brien%'`, ({ id }) => id === 251],
		['like with a dot', 'name like "%.%"', () => false],
		['contains', 'name contains "dental"', ({ name }) => name.includes('Dental')],
		['not contains', 'name not contains "dental"', ({ name }) => !name.includes('Dental')],
		['null', 'city = null', ({ city }) => city === null],
		[
			'or within and',
			'deletedFlag=false and (id=251 or id=1004 or id=1005)',
			({ id }) => id === 251 || id === 1005,
		],
		['and before or', 'id=251 or id=1004 and deletedFlag=false', ({ id }) => id === 251],
		['words in a text', `name="and or not" or name='Willow & Finch'`, ({ id }) => id === 1003],
	])('understands %s', async (_what, conditions, test) => {
		const params = { conditions, pageSize: '1000' };
		const answer = await on.manage.get('/company/companies', { params });
		expect(answer.status).toBe(200);
		expect(ids(rows(answer))).toEqual(on.sandbox.psa.companies.filter(test).map(({ id }) => id));
	});

	it('filters contacts by company and activity', async () => {
		const params = { conditions: 'company/id=255 and inactiveFlag=false', pageSize: '1000' };
		const answer = await on.manage.get('/company/contacts', { params });
		const expected = on.sandbox.psa.contacts.filter(
			(item) => item.companyId === 255 && item.active,
		);
		expect(ids(rows(answer))).toEqual(expected.map(({ id }) => id).sort((a, b) => a - b));
		expect(on.sandbox.psa.contacts.some((item) => item.companyId === 255 && !item.active)).toBe(
			true,
		);
	});

	it.each([
		['nonsense=1', 'nonsense is not a recognized name.'],
		['types/name="Client"', 'types/name is not a recognized name.'],
		['deletedFlag=maybe', 'valid Boolean'],
		['deletedFlag>true', 'cannot be compared'],
		['name>"a"', 'cannot be compared'],
		['name=Active', 'quotation marks'],
		['id="251"', 'number'],
		['lastUpdated>"2026-01-01"', 'square brackets'],
		['lastUpdated>[tomorrow]', 'square brackets'],
		['id like "2%"', 'text only'],
		['name like', 'text only'],
		['id=', 'number'],
		['id', 'not complete'],
		['id=251 and', 'not complete'],
		['id=251 name="x"', 'Unexpected'],
		['(id=251', 'not complete'],
		['id=251)', 'Unexpected'],
		['id~251', 'Unexpected'],
		['name="open', 'Unexpected'],
		['id=251x', 'Unexpected'],
		['id in 251', 'Unexpected'],
		['not id=251', 'not is not a recognized name.'],
	])('refuses %s', async (conditions, sentence) => {
		for (const path of ['/company/companies', '/company/companies/count']) {
			const { status, data } = await on.manage.get(path, { params: { conditions } });
			expect([status, data]).toMatchObject([
				400,
				{
					code: 'ApiFindCondition',
					message: expect.stringContaining(sentence),
					errors: [{ code: 'ApiFindCondition' }],
				},
			]);
		}
	});

	it('sorts, by several fields and both ways', async () => {
		const read = async (orderBy: string) =>
			rows(await on.manage.get('/company/companies', { params: { orderBy, pageSize: '1000' } }));
		const [byName, backwards] = [await read('name, id'), await read('Name DESC, id desc')];
		expect(ids(backwards)).toEqual(ids(byName).reverse());
		expect(ids(byName)).not.toEqual(on.sandbox.psa.companies.map(({ id }) => id));
		const byDate = await read('lastUpdated desc, id desc');
		const first = Math.max(...on.sandbox.psa.companies.map(({ id }) => id));
		expect(ids(byDate)[0]).toBe(first);
	});

	it('narrows to the fields asked for', async () => {
		const params = { fields: 'id, status/name,country/id,country/name,types,_info/lastUpdated' };
		const { data } = await on.manage.get('/company/companies/251', { params });
		expect(data).toEqual({
			id: 251,
			status: { name: 'Active' },
			country: { id: expect.any(Number), name: expect.any(String) },
			types: [{ id: 1, name: 'Client' }],
			_info: { lastUpdated: expect.any(String) },
		});
	});

	it.each([
		{ page: '0' },
		{ page: 'two' },
		{ pageSize: '1001' },
		{ pageSize: '1.5' },
		{ orderBy: 'nonsense' },
		{ orderBy: 'name sideways' },
		{ fields: 'id,nonsense' },
		{ fields: 'id,,name' },
		{ filter: 'id=251' },
	])('refuses %j', async (params) => {
		const { status, data } = await on.manage.get('/company/companies', { params });
		expect([status, data]).toMatchObject([400, { errors: [{ message: data.message }] }]);
		expect(data.message).toContain(Object.keys(params)[0]);
	});

	it('refuses a parameter that is given twice', async () => {
		const address = '/company/companies?conditions=id=251&conditions=id=253';
		expect((await on.manage.get(address)).status).toBe(400);
	});

	it('says what it does not have', async () => {
		const { manage } = on;
		expect((await manage.get('/company/contacts/1')).data).toMatchObject({
			code: 'NotFound',
			message: 'Contact 1 not found',
		});
		const other = await manage.get('/service/tickets');
		expect([other.status, other.data.code]).toEqual([404, 'NotFound']);
	});
});

describe('Autotask', () => {
	const active = { op: 'eq', field: 'isActive', value: true };
	const everything = { op: 'exist', field: 'id' };
	const post = async (path: string, body: unknown) => await on.autotask.post(path, body);
	const query = async (entity: 'Companies' | 'Contacts', ...filter: unknown[]) =>
		await post(`/${entity}/query`, { filter });

	it('refuses a wrong user name or code with 500 and a wrong secret with 401', async () => {
		const { userName, secret, integrationCode, url } = on.sandbox.psa.autotask;
		const right = { UserName: userName, Secret: secret, ApiIntegrationCode: integrationCode };
		const call = async (headers: Record<string, string>) =>
			await client(url, undefined, 'application/json').post(
				'/Companies/query',
				{ filter: [everything] },
				{ headers },
			);
		expect((await call(right)).status).toBe(200);
		for (const [headers, status] of [
			[{}, 500],
			[{ ...right, UserName: 'nobody@example.com' }, 500],
			[{ ...right, ApiIntegrationCode: 'WRONG' }, 500],
			[{ ...right, Secret: 'wrong' }, 401],
		] as const) {
			const answer = await call(headers);
			expect([answer.status, answer.data]).toEqual([status, { errors: [expect.any(String)] }]);
		}
	});

	it('shows the same companies as ConnectWise Manage', async () => {
		const { data } = await query('Companies', everything);
		const manage = rows(
			await on.manage.get('/company/companies', { params: { pageSize: '1000' } }),
		);
		expect(
			data.items.map((item: Row) => [item.id, item.companyName, item.phone, item.city]),
		).toEqual(
			manage.map((item) => [item.id, item.name, item.phoneNumber ?? null, item.city ?? null]),
		);
		expect(data.items.find(({ id }: Row) => id === 251)).toEqual({
			id: 251,
			companyName: `O'Brien Dental`,
			companyNumber: 'OBrienDental',
			companyType: 1,
			phone: expect.any(String),
			address1: expect.any(String),
			address2: null,
			city: expect.any(String),
			state: expect.any(String),
			postalCode: expect.any(String),
			countryID: expect.any(Number),
			webAddress: 'https://www.example.com',
			isActive: true,
			lastTrackedModifiedDateTime: expect.any(String),
		});
		const asked = (await query('Companies', active)).data.items as Row[];
		const expected = on.sandbox.psa.companies.filter((item) => item.active && !item.deleted);
		expect(ids(asked)).toEqual(expected.map(({ id }) => id));
	});

	it('shows the same contacts, their activity as 1 or 0 although it is asked for as true', async () => {
		const { contacts } = on.sandbox.psa;
		const all = (await query('Contacts', everything)).data.items as Row[];
		expect(ids(all)).toEqual(contacts.map(({ id }) => id).sort((a, b) => a - b));
		const one = found(contacts, ({ email2, mobile }) => email2 !== null && mobile === null, 'pair');
		expect(all.find(({ id }) => id === one.id)).toEqual({
			id: one.id,
			companyID: one.companyId,
			firstName: one.firstName,
			lastName: one.lastName,
			title: one.title,
			emailAddress: one.email,
			emailAddress2: one.email2,
			emailAddress3: null,
			phone: one.phone,
			extension: one.extension,
			alternatePhone: null,
			mobilePhone: null,
			faxNumber: null,
			isActive: 1,
			primaryContact: one.primary,
			lastModifiedDate: one.lastUpdated,
		});
		const gone = contacts.filter((item) => !item.active).map(({ id }) => id);
		for (const value of [false, 'false', 0])
			expect(
				ids((await query('Contacts', { op: 'eq', field: 'isActive', value })).data.items),
			).toEqual(gone);
		expect((await query('Contacts', active)).data.items).toHaveLength(
			contacts.length - gone.length,
		);
	});

	it.each<[string, Row[], (item: Sandbox['psa']['contacts'][number]) => boolean]>([
		['eq', [{ op: 'eq', field: 'companyID', value: 251 }], (item) => item.companyId === 251],
		[
			'eq with a number as text',
			[{ op: 'eq', field: 'companyid', value: '251' }],
			(item) => item.companyId === 251,
		],
		[
			'eq with a text',
			[{ op: 'eq', field: 'title', value: 'trainee' }],
			(item) => item.title === 'Trainee',
		],
		[
			'noteq',
			[{ op: 'noteq', field: 'title', value: 'Trainee' }],
			(item) => item.title !== 'Trainee',
		],
		['gt', [{ op: 'gt', field: 'id', value: 80_000_000 }], ({ id }) => id > 80_000_000],
		['gte', [{ op: 'gte', field: 'id', value: 80_000_000 }], ({ id }) => id >= 80_000_000],
		['lt', [{ op: 'lt', field: 'id', value: 25_300 }], ({ id }) => id < 25_300],
		['lte', [{ op: 'lte', field: 'id', value: 25_300 }], ({ id }) => id <= 25_300],
		[
			'gt with a date',
			[{ op: 'gt', field: 'lastModifiedDate', value: '2026-01-01T00:00:00Z' }],
			(item) => item.lastUpdated > '2026',
		],
		[
			'in',
			[{ op: 'in', field: 'companyID', value: [251, 253] }],
			(item) => [251, 253].includes(item.companyId),
		],
		[
			'notIn',
			[{ op: 'notIn', field: 'companyID', value: [251] }],
			(item) => item.companyId !== 251,
		],
		[
			'contains',
			[{ op: 'contains', field: 'emailAddress', value: 'STARTER' }],
			(item) => item.email?.includes('starter') === true,
		],
		[
			'beginsWith',
			[{ op: 'beginsWith', field: 'lastName', value: 'star' }],
			(item) => item.lastName?.startsWith('Star') === true,
		],
		[
			'endsWith',
			[{ op: 'endsWith', field: 'emailAddress', value: '.net' }],
			(item) => item.email?.endsWith('.net') === true,
		],
		['exist', [{ op: 'exist', field: 'mobilePhone' }], (item) => item.mobile !== null],
		['notExist', [{ op: 'notExist', field: 'emailAddress' }], (item) => item.email === null],
		[
			'several',
			[
				{ op: 'eq', field: 'companyID', value: 251 },
				{ op: 'eq', field: 'primaryContact', value: true },
			],
			(item) => item.companyId === 251 && item.primary,
		],
		[
			'groups',
			[
				{
					op: 'or',
					items: [
						{ op: 'eq', field: 'companyID', value: 251 },
						{
							op: 'and',
							items: [
								{ op: 'eq', field: 'companyID', value: 253 },
								{ op: 'exist', field: 'mobilePhone' },
							],
						},
					],
				},
			],
			(item) => item.companyId === 251 || (item.companyId === 253 && item.mobile !== null),
		],
	])('understands %s', async (_what, filter, test) => {
		const expected = on.sandbox.psa.contacts.filter(test).map(({ id }) => id);
		expect(expected.length).toBeGreaterThan(0);
		expect(expected.length).toBeLessThan(on.sandbox.psa.contacts.length);
		const answer = await query('Contacts', ...filter);
		expect(ids(answer.data.items)).toEqual(expected.sort((a, b) => a - b));
	});

	const search = { filter: [active], MaxRecords: 7, IncludeFields: ['id', 'EmailAddress'] };

	async function follow(
		first: AxiosResponse,
		next: (url: string) => Promise<AxiosResponse>,
	): Promise<{ seen: Row[]; last: AxiosResponse; pages: number }> {
		const seen = [...first.data.items];
		let last = first;
		let pages = 1;
		for (; last.data.pageDetails.nextPageUrl !== null && pages < 20; pages += 1) {
			last = await next(last.data.pageDetails.nextPageUrl);
			expect(last.status).toBe(200);
			seen.push(...last.data.items);
		}
		return { seen, last, pages };
	}

	const expectedIds = () =>
		on.sandbox.psa.contacts
			.filter((item) => item.active)
			.map(({ id }) => id)
			.sort((a, b) => a - b);

	it('pages a GET by addresses that carry the search', async () => {
		const params = { search: JSON.stringify(search) };
		const first = await on.autotask.get('/Contacts/query', { params });
		expect(first.data.pageDetails).toMatchObject({ count: 7, requestCount: 7, prevPageUrl: null });
		expect(first.data.items[0]).toEqual({ id: 25100, emailAddress: expect.any(String) });
		const { seen, last, pages } = await follow(first, async (url) => await on.autotask.get(url));
		expect(ids(seen)).toEqual(expectedIds());
		expect(pages).toBe(Math.ceil(seen.length / 7));
		const back = await on.autotask.get(last.data.pageDetails.prevPageUrl);
		expect(ids(back.data.items)).toEqual(ids(seen).slice((pages - 2) * 7, (pages - 1) * 7));
		expect(last.data.pageDetails.count).toBe(seen.length - (pages - 1) * 7);
	});

	it('pages a POST by POST with the same body, and answers a GET of that address with 405', async () => {
		const first = await post('/Contacts/query', search);
		const { seen } = await follow(first, async (url) => await post(url, search));
		expect(ids(seen)).toEqual(expectedIds());
		const wrong = await on.autotask.get(first.data.pageDetails.nextPageUrl);
		expect([wrong.status, wrong.data]).toEqual([
			405,
			{ Message: `The requested resource does not support http method 'GET'.` },
		]);
	});

	it('gives no next page where the last one is full, and 500 records where nothing is said', async () => {
		const count = on.sandbox.psa.companies.length;
		const full = await post('/Companies/query', { filter: [everything], MaxRecords: count });
		expect(full.data.pageDetails).toMatchObject({ count, nextPageUrl: null });
		const { data } = await query('Companies', everything);
		expect(data.pageDetails.requestCount).toBe(500);
	});

	it.each<[string, unknown, string]>([
		['no filter', {}, 'at least one expression'],
		['an empty filter', { filter: [] }, 'at least one expression'],
		['a list', [everything], 'JSON object'],
		[
			'an unknown field',
			{ filter: [{ op: 'eq', field: 'nonsense', value: 1 }] },
			'Unable to find nonsense in the Contact Entity.',
		],
		['no field', { filter: [{ op: 'eq', value: 1 }] }, 'Unable to find'],
		['an unknown operator', { filter: [{ op: 'ne', field: 'id', value: 1 }] }, 'operator ne'],
		['no operator', { filter: [{ field: 'id', value: 1 }] }, 'operator'],
		[
			'an operator that does not fit',
			{ filter: [{ op: 'gt', field: 'isActive', value: true }] },
			'operator gt',
		],
		[
			'a text operator on a number',
			{ filter: [{ op: 'contains', field: 'id', value: 1 }] },
			'operator contains',
		],
		[
			'a boolean that is none',
			{ filter: [{ op: 'eq', field: 'primaryContact', value: 1 }] },
			'true or false',
		],
		['null', { filter: [{ op: 'eq', field: 'title', value: null }] }, 'must be a text'],
		[
			'a date that is none',
			{ filter: [{ op: 'gt', field: 'lastModifiedDate', value: 'soon' }] },
			'must be a date',
		],
		[
			'a number that is none',
			{ filter: [{ op: 'eq', field: 'id', value: 'one' }] },
			'must be a number',
		],
		['in without a list', { filter: [{ op: 'in', field: 'id', value: 1 }] }, 'must be a list'],
		['an empty group', { filter: [{ op: 'or', items: [] }] }, 'at least one expression'],
		['an unknown member', { filter: [{ ...everything, udf: true }] }, 'udf'],
		['an unknown option', { filter: [everything], orderBy: 'id' }, 'orderby'],
		['too many records', { filter: [everything], MaxRecords: 501 }, 'between 1 and 500'],
		['no records', { filter: [everything], MaxRecords: 0 }, 'between 1 and 500'],
		[
			'a wrong field to include',
			{ filter: [everything], IncludeFields: ['id', 'nonsense'] },
			'Unable to find nonsense',
		],
		['fields as a text', { filter: [everything], IncludeFields: 'id' }, 'must be a list'],
	])('refuses %s', async (_what, body, sentence) => {
		const answers = [
			await post('/Contacts/query', body),
			await on.autotask.get('/Contacts/query', { params: { search: JSON.stringify(body) } }),
		];
		for (const { status, data } of answers)
			expect([status, data]).toEqual([500, { errors: [expect.stringContaining(sentence)] }]);
	});

	it('refuses what is not JSON, and says what it does not have', async () => {
		const broken = await on.autotask.post('/Contacts/query', '{', { transformRequest: (it) => it });
		expect([broken.status, broken.data.errors[0]]).toEqual([500, 'The body is not valid JSON.']);
		const text = {
			headers: { 'content-type': 'text/plain' },
			transformRequest: (it: string) => it,
		};
		expect((await on.autotask.post('/Contacts/query', '{}', text)).status).toBe(415);
		for (const search of ['', '{', undefined])
			expect((await on.autotask.get('/Contacts/query', { params: { search } })).status).toBe(500);
		const paging = '/Contacts/query/next?paging=nonsense';
		expect((await on.autotask.post(paging, { filter: [everything] })).status).toBe(500);
		expect((await on.autotask.get('/Tickets/query')).data).toHaveProperty('Message');
		expect((await on.autotask.get('/Tickets/query')).status).toBe(404);
	});
});

describe('the sandbox’s view of them', () => {
	it('gives all, unseen and uncounted, and takes what a test inserts, changes and removes', async () => {
		const { sandbox, admin, manage, autotask } = on;
		const { companies, contacts, devices } = sandbox.psa;
		expect((await admin.get('/psa')).data).toEqual(
			structuredClone({ companies, contacts, devices }),
		);
		const added = await admin.post('/psa/companies', { attributes: { name: 'Fern Hill Example' } });
		expect([added.status, added.data]).toMatchObject([201, { active: true, deleted: false }]);
		const { id } = added.data;
		expect((await manage.get(`/company/companies/${id}`)).data.name).toBe('Fern Hill Example');
		const changed = await admin.post('/psa/companies', {
			attributes: { id, name: 'Fern Hill Examples', active: false },
		});
		expect([changed.status, changed.data.identifier]).toEqual([200, 'FernHillExamples']);
		expect(Date.parse(changed.data.lastUpdated)).toBeGreaterThan(Date.UTC(2026, 1, 3));
		const person = await admin.post('/psa/contacts', {
			attributes: {
				companyId: id,
				firstName: 'Ida',
				lastName: 'Example',
				email: 'ida@example.com',
			},
		});
		const filter = [{ op: 'eq', field: 'companyID', value: id }];
		expect((await autotask.post('/Contacts/query', { filter })).data.items).toMatchObject([
			{ id: person.data.id, emailAddress: 'ida@example.com', isActive: 1 },
		]);
		const box = await admin.post('/psa/devices', { attributes: { serialNumber: 'EX1' } });
		expect((await admin.delete(`/psa/devices/${box.data.id}`)).status).toBe(204);
		expect((await admin.delete(`/psa/contacts/${person.data.id}`)).status).toBe(204);
		expect((await admin.delete(`/psa/contacts/${person.data.id}`)).status).toBe(404);
		expect((await autotask.post('/Contacts/query', { filter })).data.items).toEqual([]);
		expect(sandbox.journal).toEqual([]);
		await admin.post('/reset');
		expect((await manage.get(`/company/companies/${id}`)).status).toBe(404);
	});

	it.each([
		['companies', {}, 'needs a name'],
		['companies', { name: 5 }, 'name must be a string'],
		['companies', { name: null }, 'name must be a string'],
		['companies', { name: 'A', active: 'yes' }, 'active must be a boolean'],
		['companies', { name: 'A', colour: 'red' }, 'no colour'],
		['contacts', { firstName: 'A' }, 'companyId and firstName'],
		['contacts', { firstName: 'A', companyId: 1 }, 'no company 1'],
		['devices', { serialNumber: 5 }, 'serialNumber must be a string'],
	])('refuses to insert into %s %j', async (kind, attributes, sentence) => {
		const before = structuredClone(on.sandbox.psa);
		const answer = await on.admin.post(`/psa/${kind}`, { attributes });
		expect([answer.status, answer.data.message]).toEqual([400, expect.stringContaining(sentence)]);
		expect(on.sandbox.psa).toEqual(before);
	});

	it('connects the account to the other PSA, ids unchanged, until the next reset', async () => {
		const { sandbox, admin } = on;
		const links = () =>
			['organizations', 'contacts', 'configurations', 'locations'].flatMap((type) =>
				sandbox.store.all(type).flatMap(({ psa }) => (psa ? [{ ...psa }] : [])),
			);
		const before = links();
		expect((await admin.post('/psa/integration', { type: 'halo' })).status).toBe(400);
		expect((await admin.post('/psa/integration', { type: 'autotask' })).status).toBe(204);
		expect(links()).toEqual(before.map((link) => ({ ...link, type: 'autotask' })));
		await admin.post('/reset');
		expect(links()).toEqual(before);
	});
});

it('is there in the seed profile too, whose paths are spelled otherwise', async () => {
	const { sandbox, manage, autotask } = await psaBench({ profile: 'seed' });
	expect((await manage.get('/company/companies/count')).status).toBe(200);
	const body = { filter: [{ op: 'exist', field: 'id' }] };
	expect((await autotask.post('/Companies/query', body)).status).toBe(200);
	expect((await client(sandbox.psa.rmm.ninjaOne.url).get('/v2/devices-detailed')).status).toBe(401);
});

it('tells another process everything it needs, and wants the clientId there', async () => {
	const child = spawn(
		process.execPath,
		[join(ROOT, 'node_modules/tsx/dist/cli.mjs'), join(ROOT, 'sandbox/main.ts'), '--json'],
		{ stdio: ['ignore', 'pipe', 'ignore'] },
	);
	const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
	const printed = JSON.parse(String(chunk).split('\n')[0] ?? '') as Pick<Sandbox, 'psa' | 'url'>;
	const manage = manageClient(printed);
	expect((await manage.get('/company/companies')).status).toBe(200);
	delete manage.defaults.headers.common.clientId;
	expect((await manage.get('/company/companies')).status).toBe(401);
	const body = { filter: [{ op: 'exist', field: 'id' }] };
	expect((await autotaskClient(printed).post('/Contacts/query', body)).status).toBe(200);
	const { url, key } = printed.psa.vault;
	const headers = { 'x-api-key': key };
	expect((await client(url).get('/api/v1/companies', { headers })).status).toBe(200);
	expect(printed.psa.rmm.datto.apiKey).not.toBe('');
	child.kill('SIGTERM');
	expect((await once(child, 'exit'))[0]).toBe(0);
});
