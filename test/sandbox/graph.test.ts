import type { Sandbox } from '../../sandbox';
import { bench, stopAll } from './client';

let sandbox: Sandbox;

beforeAll(async () => {
	({ sandbox } = await bench());
});

beforeEach(() => {
	sandbox.reset();
});

afterAll(stopAll);

interface Answer {
	status: number;
	headers: Headers;
	body: Record<string, unknown>;
}

async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
	const answer = await fetch(url, init);
	const text = await answer.text();
	return {
		status: answer.status,
		headers: answer.headers,
		body: text === '' ? {} : (JSON.parse(text) as Answer['body']),
	};
}

const tenant = (at = 0) => {
	const found = sandbox.graph.tenants[at];
	if (found === undefined) throw new Error(`no tenant ${at}`);
	return found;
};

const signIn = async (more: Record<string, string> = {}, at = 0): Promise<Answer> =>
	await ask(`${sandbox.graph.login}/${tenant(at).id}/oauth2/v2.0/token`, {
		method: 'POST',
		body: new URLSearchParams({
			grant_type: 'client_credentials',
			client_id: tenant(at).clientId,
			client_secret: tenant(at).clientSecret,
			scope: 'https://graph.microsoft.com/.default',
			...more,
		}),
	});

async function read(path: string, at = 0): Promise<Answer> {
	const { body } = await signIn({}, at);
	const url = path.startsWith('http') ? path : `${sandbox.graph.url}${path}`;
	return await ask(url, { headers: { authorization: `Bearer ${String(body.access_token)}` } });
}

const valuesOf = ({ body }: Answer): Array<Record<string, unknown>> =>
	body.value as Array<Record<string, unknown>>;

async function all(path: string, at = 0): Promise<Array<Record<string, unknown>>> {
	const answer = await read(path, at);
	const next = answer.body['@odata.nextLink'];
	const rest = typeof next === 'string' ? await all(next, at) : [];
	return [...valuesOf(answer), ...rest];
}

const USERS = '/users?$select=id,mail,accountEnabled,userType,userPrincipalName&$top=999';
const RECOVERY = '/informationProtection/bitlocker/recoveryKeys';
const ADMINS = '/directory/deviceLocalCredentials';

describe('Microsoft Graph: signing in', () => {
	it('gives an application a token of its tenant', async () => {
		const { status, body } = await signIn();
		expect([status, body.token_type, body.expires_in]).toEqual([200, 'Bearer', 3599]);
		expect(Object.keys(body)).toContain('ext_expires_in');
		const { clientId, clientSecret } = tenant();
		const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
		const byHeader = await ask(`${sandbox.graph.login}/${tenant().domain}/oauth2/v2.0/token`, {
			method: 'POST',
			headers: { authorization: `Basic ${basic}` },
			body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'x/.default' }),
		});
		expect(byHeader.body.access_token).toBe(body.access_token);
	});

	it('refuses what Microsoft refuses', async () => {
		const refused = await Promise.all([
			signIn({ client_secret: 'wrong' }),
			signIn({ grant_type: 'password' }),
			signIn({ scope: 'User.Read' }),
			ask(`${sandbox.graph.login}/nobody/oauth2/v2.0/token`, { method: 'POST' }),
		]);
		expect(refused.map(({ status, body }) => [status, body.error])).toEqual([
			[401, 'invalid_client'],
			[400, 'unsupported_grant_type'],
			[400, 'invalid_scope'],
			[400, 'invalid_request'],
		]);
	});

	it('answers nobody without a token, and fails as ordered', async () => {
		const without = await ask(`${sandbox.graph.url}/users`);
		expect(without.status).toBe(401);
		expect(without.body).toMatchObject({ error: { code: 'InvalidAuthenticationToken' } });
		const order = async (fault: object): Promise<Response> =>
			await fetch(`${sandbox.url}/_sandbox/graph/faults`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(fault),
			});
		expect((await order({ status: 429, retryAfter: '7', path: '/users' })).status).toBe(204);
		expect((await read(RECOVERY)).status).toBe(200);
		const limited = await read(USERS);
		expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
		expect((await read(USERS)).status).toBe(200);
		await order({ status: 503, times: 2 });
		expect([(await read(RECOVERY)).status, (await read(USERS)).status]).toEqual([503, 503]);
		expect((await read(RECOVERY)).status).toBe(200);
		expect((await order({ status: 200 })).status).toBe(400);
	});
});

describe('Microsoft Graph: reading', () => {
	it('pages users behind a link, with what was asked for', async () => {
		const first = await read(USERS);
		expect(valuesOf(first)).toHaveLength(sandbox.graph.pageSize);
		expect(first.body['@odata.nextLink']).toContain('skiptoken');
		const users = await all(USERS);
		expect(users).toHaveLength(tenant().users.length);
		expect(new Set(users.map(({ id }) => id)).size).toBe(users.length);
		expect(Object.keys(users[0] ?? {}).sort()).toEqual(
			['accountEnabled', 'id', 'mail', 'userPrincipalName', 'userType'].sort(),
		);
		expect(Object.keys(valuesOf(await read('/users'))[0] ?? {})).not.toContain('assignedLicenses');
		expect((await read('/users?$top=1000')).status).toBe(400);
	});

	it('holds what tenants hold: guests of two kinds, shared mailboxes, people without mail or contact', async () => {
		const users = await all(USERS);
		const guests = users.filter(({ userPrincipalName }) => /#EXT#/.test(String(userPrincipalName)));
		expect(guests.map(({ userType }) => userType)).toEqual(['Guest', null]);
		expect(users.some(({ mail }) => mail === null)).toBe(true);
		expect(users.filter(({ accountEnabled }) => accountEnabled === false)).toHaveLength(2);
	});

	it('names licences by their part number', async () => {
		const [sku] = valuesOf(await read('/subscribedSkus'));
		expect(sku).toMatchObject({ skuPartNumber: 'SPB', prepaidUnits: { enabled: 25 } });
		const owned = tenant().users.flatMap(({ assignedLicenses }) => assignedLicenses);
		expect(owned.some(({ skuId }) => skuId === sku?.skuId)).toBe(true);
	});

	it('shows a key or a password only one by one, on $select', async () => {
		const keys = await all(RECOVERY);
		const devices = await all('/deviceManagement/managedDevices');
		expect(keys.some((key) => 'key' in key)).toBe(false);
		expect((await read(`${RECOVERY}?$select=key`)).status).toBe(400);
		expect((await read(`${RECOVERY}?$top=5`)).status).toBe(400);
		const [one] = keys;
		const path = `${RECOVERY}/${String(one?.id)}`;
		expect((await read(path)).body).not.toHaveProperty('key');
		expect((await read(`${path}?$select=key`)).body.key).toMatch(/^(\d{6}-){7}\d{6}$/);
		const ofOne = await read(`${RECOVERY}?$filter=deviceId eq '${String(one?.deviceId)}'`);
		expect(valuesOf(ofOne).length).toBeLessThan(keys.length);
		expect(devices.map(({ azureADDeviceId }) => azureADDeviceId)).toContain(one?.deviceId);

		const [admin] = await all(ADMINS);
		expect(admin).not.toHaveProperty('credentials');
		const { body } = await read(`${ADMINS}/${String(admin?.id)}?$select=credentials`);
		expect(body.credentials).toMatchObject([{ accountName: 'localadmin' }]);
		expect((await read(`${RECOVERY}/nobody`)).status).toBe(404);
	});

	it('keeps tenants apart, and takes changes until the next reset', async () => {
		const [mine, theirs] = [await all(USERS), await all(USERS, 1)];
		expect(theirs.filter(({ id }) => mine.some((user) => user.id === id))).toEqual([]);
		const place = `${sandbox.url}/_sandbox/graph/${tenant().domain}/users`;
		const id = String(mine[0]?.id);
		const change = await fetch(place, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ attributes: { id, accountEnabled: false } }),
		});
		expect(change.status).toBe(200);
		expect((await all(USERS))[0]).toMatchObject({ id, accountEnabled: false });
		expect((await fetch(`${place}/${id}`, { method: 'DELETE' })).status).toBe(204);
		expect(await all(USERS)).toHaveLength(mine.length - 1);
		expect((await fetch(`${place}/nobody`, { method: 'DELETE' })).status).toBe(404);
		sandbox.reset();
		expect(await all(USERS)).toEqual(mine);
		expect(sandbox.journal).toEqual([]);
	});
});

describe('Microsoft Graph: resetting a password', () => {
	const GOOD = 'Example-value-1';
	const user = (at = 0) => {
		const found = tenant().users[at];
		if (found === undefined) throw new Error(`no user ${at}`);
		return found;
	};
	const reset = async (id: string, password: unknown, at = 0): Promise<Answer> => {
		const { body } = await signIn({}, at);
		return await ask(`${sandbox.graph.url}/users/${encodeURIComponent(id)}`, {
			method: 'PATCH',
			headers: {
				authorization: `Bearer ${String(body.access_token)}`,
				'content-type': 'application/json',
			},
			body: JSON.stringify({
				passwordProfile: { password, forceChangePasswordNextSignIn: false },
			}),
		});
	};

	it('takes the ID or the user principal name, and answers with nothing', async () => {
		for (const [at, id] of [user().id, user(1).userPrincipalName.toUpperCase()].entries()) {
			const answer = await reset(id, GOOD);
			expect([answer.status, answer.body]).toEqual([204, {}]);
			expect(user(at).passwordProfile).toEqual({
				password: GOOD,
				forceChangePasswordNextSignIn: false,
			});
		}
		expect(sandbox.graph.journal.map(({ method, status }) => [method, status])).toEqual([
			['PATCH', 204],
			['PATCH', 204],
		]);
	});

	it('shows the password to nobody', async () => {
		await reset(user().id, GOOD);
		expect(JSON.stringify(await all('/users'))).not.toContain(GOOD);
		expect((await read('/users?$select=passwordProfile')).status).toBe(400);
	});

	it.each([
		['too short', 'Aa1-'],
		['of two kinds of characters', 'onlylettersANDLETTERS'],
		['no text', 7],
	])('refuses a password that is %s', async (_what, password) => {
		expect((await reset(user().id, password)).status).toBe(400);
		expect(user().passwordProfile).toBeUndefined();
	});

	it('knows the users of the own tenant only', async () => {
		expect((await reset('nobody@example.com', GOOD)).status).toBe(404);
		expect((await reset(user().id, GOOD, 1)).status).toBe(404);
	});

	it('may lose the answer, with the password set or not', async () => {
		for (const done of [false, true]) {
			await fetch(`${sandbox.url}/_sandbox/graph/faults`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ status: 504, path: '/users/', done }),
			});
			expect((await reset(user().id, GOOD)).status).toBe(504);
			expect(user().passwordProfile !== undefined).toBe(done);
		}
	});
});
