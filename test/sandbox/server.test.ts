/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AxiosResponse } from 'axios';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { bench, body, client, freeOrganization, list, pick, stopAll, type Item } from './client';

const ROOT = join(__dirname, '..', '..');

afterAll(stopAll);

describe('the data set', () => {
	it('is the same for the same seed and differs for another', async () => {
		const read = async (seed: number) => {
			const { sandbox } = await bench({ seed });
			return JSON.stringify(
				[
					'organizations',
					'contacts',
					'configurations',
					'passwords',
					'documents',
					'document_sections',
				].map((type) => sandbox.store.all(type)),
			);
		};
		const [first, again, other] = [await read(7), await read(7), await read(8)];
		expect(again).toBe(first);
		expect(other).not.toBe(first);
	});

	it('holds the awkward names', async () => {
		const { sandbox } = await bench();
		const names = sandbox.store
			.all('organizations')
			.map(({ attributes }) => String(attributes.name));
		expect(names).toHaveLength(40);
		for (const part of [`'`, ',', 'ü', '☕', '"'])
			expect(names.some((name) => name.includes(part))).toBe(true);
		expect(names.some((name) => name.length === 200)).toBe(true);
		expect(names.length - new Set(names).size).toBe(1);
		expect(names.length - new Set(names.map((name) => name.toLowerCase())).size).toBe(2);
	});

	it('uses only addresses and numbers kept for examples', async () => {
		const { sandbox } = await bench();
		for (const { attributes } of sandbox.store.all('contacts')) {
			for (const { value } of attributes.contact_emails as Array<{ value: string }>)
				expect(value).toMatch(/@example\.(com|org)$/);
			for (const { value } of attributes.contact_phones as Array<{ value: string }>)
				expect(value).toMatch(/^\d{3}55501\d\d$/);
		}
		for (const { attributes } of sandbox.store.all('configurations'))
			if (attributes.primary_ip !== null) expect(attributes.primary_ip).toMatch(/^192\.0\.2\.\d+$/);
	});

	it('serves 100,000 configurations, each once', async () => {
		const { http, sandbox } = await bench({ configurations: 100_000 });
		const seen = new Set<string>();
		for (let page = 1; page <= 100; page += 1) {
			const answer = await http.get('/configurations', {
				params: { 'page[size]': '1000', 'page[number]': String(page) },
			});
			for (const { id } of list(answer)) seen.add(id);
			expect(answer.data.meta['next-page']).toBe(page === 100 ? null : page + 1);
		}
		expect([seen.size, sandbox.journal.length]).toEqual([100_000, 100]);
		await stopAll();
	});
});

describe('the journal', () => {
	it('keeps method, path, query, headers without the key, body and status', async () => {
		const { http, sandbox } = await bench();
		await http.get('/organizations', { params: { 'filter[name]': 'a b' } });
		await http.post('/organizations', body('organizations', { name: 'New' }));
		await http.get('/nowhere');
		expect(
			sandbox.journal.map(({ index, method, path, status }) => [index, method, path, status]),
		).toEqual([
			[0, 'GET', '/organizations', 200],
			[1, 'POST', '/organizations', 201],
			[2, 'GET', '/nowhere', 404],
		]);
		expect(sandbox.journal[0]?.query).toEqual({ 'filter[name]': 'a b' });
		expect(sandbox.journal[0]?.headers).not.toHaveProperty('x-api-key');
		expect(sandbox.journal[1]?.body).toEqual(body('organizations', { name: 'New' }));
		sandbox.journal.length = 0;
		await http.get('/regions');
		expect(sandbox.journal).toHaveLength(1);
	});

	it('is emptied by a reset, with the data, the faults and the rate window', async () => {
		const { http, sandbox } = await bench({ rateLimit: { requests: 2, windowMs: 60_000 } });
		const before = JSON.stringify(sandbox.store.all('organizations'));
		await http.post('/organizations', body('organizations', { name: 'New' }));
		await http.get('/organizations');
		expect((await http.get('/organizations')).status).toBe(429);
		sandbox.faults.add({ kind: 'status', status: 500 });
		sandbox.reset();
		expect(JSON.stringify(sandbox.store.all('organizations'))).toBe(before);
		expect(sandbox.journal).toEqual([]);
		expect((await http.get('/organizations')).status).toBe(200);
	});
});

describe('the rate limit', () => {
	it.each([
		['seconds', /^\d+$/],
		['date', /^\w{3}, \d\d \w{3} \d{4} .* GMT$/],
		['none', /^undefined$/],
	] as const)('answers 429 with Retry-After as %s', async (retryAfter, shape) => {
		const { http } = await bench({ rateLimit: { requests: 1, windowMs: 60_000, retryAfter } });
		expect((await http.get('/regions')).status).toBe(200);
		const refused = await http.get('/regions');
		expect([refused.status, String(refused.headers['retry-after'])]).toEqual([
			429,
			expect.stringMatching(shape),
		]);
	});

	it('opens again when the window has passed', async () => {
		const { http } = await bench({ rateLimit: { requests: 1, windowMs: 50 } });
		await http.get('/regions');
		const statuses: number[] = [];
		for (let attempt = 0; attempt < 200 && !statuses.includes(200); attempt += 1) {
			statuses.push((await http.get('/regions')).status);
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		expect(statuses).toContain(200);
	});
});

describe('faults', () => {
	it('answer with what was ordered', async () => {
		const { http, sandbox } = await bench();
		const strike = async (fault: Parameters<typeof sandbox.faults.add>[0]) => {
			sandbox.faults.add(fault);
			return await http.get('/organizations');
		};
		expect((await strike({ kind: 'status', status: 401 })).status).toBe(401);
		expect((await strike({ kind: 'status', status: 403 })).data).toEqual({ message: 'Forbidden' });
		expect((await strike({ kind: 'status', status: 503 })).headers['content-type']).toContain(
			'text/html',
		);
		expect((await strike({ kind: 'status', status: 422, body: { errors: [] } })).data).toEqual({
			errors: [],
		});
		const limited = await strike({ kind: 'rateLimit', retryAfter: '7' });
		expect([limited.status, limited.headers['retry-after']]).toEqual([429, '7']);
		expect((await strike({ kind: 'rateLimit' })).headers['retry-after']).toBeUndefined();
		expect((await strike({ kind: 'html' })).data).toContain('<html>');
		expect((await strike({ kind: 'emptyBody' })).data).toBe('');
		expect((await strike({ kind: 'errorsIn200' })).data.errors).toHaveLength(1);
		expect(typeof (await strike({ kind: 'truncatedJson' })).data).toBe('string');
		expect((await strike({ kind: 'slow', delayMs: 5 })).status).toBe(200);
		const moved = await strike({ kind: 'redirect', location: 'http://127.0.0.1:9/elsewhere' });
		expect([moved.status, moved.headers.location]).toEqual([302, 'http://127.0.0.1:9/elsewhere']);
		expect((await http.get('/organizations')).status).toBe(200);
	});

	it('cut the connection before the write, or after it was applied', async () => {
		const { http, sandbox } = await bench();
		const written = () =>
			sandbox.store.all('organizations').filter(({ attributes }) => attributes.name === 'Ambiguous')
				.length;
		const write = async () =>
			await http.post('/organizations', body('organizations', { name: 'Ambiguous' }));
		sandbox.faults.add({ kind: 'resetBefore' });
		await expect(write()).rejects.toThrow();
		expect(written()).toBe(0);
		sandbox.faults.add({ kind: 'resetAfter' });
		await expect(write()).rejects.toThrow();
		expect(written()).toBe(1);
		expect(sandbox.journal.map(({ status }) => status)).toEqual([0, 0]);
	});

	it('strike by method, path, order and page size, as often as told', async () => {
		const { http, sandbox } = await bench();
		sandbox.faults.add({ kind: 'status', status: 500, method: 'patch', path: '/contacts' });
		sandbox.faults.add({ kind: 'status', status: 502, path: /regions$/g, after: 1, times: 2 });
		sandbox.faults.add({ kind: 'tookTooLong', pageSizeAbove: 100, times: Infinity });
		const regions: number[] = [];
		for (let call = 0; call < 5; call += 1) regions.push((await http.get('/regions')).status);
		expect(regions).toEqual([200, 502, 502, 200, 200]);
		expect((await http.get('/contacts')).status).toBe(200);
		expect((await http.patch('/contacts/1', body('contacts', {}))).status).toBe(500);
		const large = await http.get('/contacts?page[size]=1000');
		expect([large.status, large.data.errors[0].detail]).toEqual([
			504,
			expect.stringContaining('took too long'),
		]);
		expect((await http.get('/contacts?page[size]=100')).status).toBe(200);
		sandbox.faults.clear();
		expect((await http.get('/contacts?page[size]=1000')).status).toBe(200);
	});
});

describe('the PSA', () => {
	it('pages its companies with Link headers and wants its login', async () => {
		const { sandbox } = await bench();
		const { psa } = sandbox;
		const auth = { username: `${psa.companyId}+${psa.publicKey}`, password: psa.privateKey };
		const http = client(psa.url);
		expect((await http.get('/company/companies')).status).toBe(401);
		const seen: number[] = [];
		let next: string | undefined = `${psa.url}/company/companies?page=1&pageSize=10`;
		for (let page = 0; next !== undefined && page < 20; page += 1) {
			const answer: AxiosResponse<Array<{ id: number }>> = await http.get(next, { auth });
			seen.push(...answer.data.map(({ id }) => id));
			next = /<([^>]+)>; rel="next"/.exec(String(answer.headers.link ?? ''))?.[1];
		}
		expect(seen).toEqual(psa.companies.map(({ id }) => id));
		expect((await http.get('/company/contacts?pageSize=1000', { auth })).data).toHaveLength(
			psa.contacts.length,
		);
		expect((await http.get('/company/companies/1', { auth })).status).toBe(404);
		expect(sandbox.journal).toEqual([]);
	});

	it('overlaps with the organizations: linked, drifted, missing on either side', async () => {
		const { sandbox } = await bench();
		const linked = sandbox.store.all('organizations').filter(({ psa }) => psa !== undefined);
		const byId = new Map(sandbox.psa.companies.map((company) => [String(company.id), company]));
		const matched = linked.filter(({ psa }) => byId.has(psa?.remoteId ?? ''));
		expect(linked.length - matched.length).toBe(1);
		expect(sandbox.psa.companies.length).toBeGreaterThan(matched.length);
		expect(
			matched.some(
				({ attributes, psa }) => byId.get(psa?.remoteId ?? '')?.name !== attributes.name,
			),
		).toBe(true);
		expect(linked.length).toBe(20);
	});
});

describe('the sandbox’s own routes', () => {
	it('give journal, store, faults and reset over HTTP, without a key, unseen and uncounted', async () => {
		const { http, sandbox } = await bench({ rateLimit: { requests: 3, windowMs: 60_000 } });
		const own = client(sandbox.url, undefined, 'application/json');
		expect((await own.get('/_sandbox/health')).data.status).toBe('ok');
		expect(
			(await own.post('/_sandbox/faults', { kind: 'status', status: 500, path: '/contact.*s$/' }))
				.status,
		).toBe(204);
		expect((await own.post('/_sandbox/faults', { kind: 'nonsense' })).status).toBe(400);
		expect((await http.get('/contacts')).status).toBe(500);
		expect((await own.get('/_sandbox/journal')).data).toHaveLength(1);
		expect((await own.delete('/_sandbox/journal')).status).toBe(204);
		const stored = (await own.get('/_sandbox/store/organization_types')).data as Item[];
		expect(stored.map(({ attributes }) => attributes.name)).toEqual([
			'Customer',
			'Vendor',
			'Partner',
			'Internal',
			'Prospect',
		]);
		const { id } = freeOrganization(sandbox);
		const inserted = await own.post('/_sandbox/store/contacts', {
			attributes: { organization_id: Number(id), first_name: 'Direct' },
		});
		expect(sandbox.store.find('contacts', inserted.data.id)?.attributes.first_name).toBe('Direct');
		expect((await own.post('/_sandbox/reset')).status).toBe(204);
		expect(sandbox.store.find('contacts', inserted.data.id)).toBeUndefined();
		expect(sandbox.journal).toEqual([]);
		expect((await own.get('/_sandbox/nowhere')).status).toBe(404);
	});
});

it('stops while an answer is outstanding, and twice', async () => {
	const { http, sandbox } = await bench();
	sandbox.faults.add({ kind: 'slow', delayMs: 600_000 });
	const pending = http.get('/organizations').catch((error: Error) => error);
	while (sandbox.journal.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
	await sandbox.stop();
	await sandbox.stop();
	expect(await pending).toBeInstanceOf(Error);
});

describe('as a process', () => {
	const start = (...flags: string[]) =>
		spawn(
			process.execPath,
			[join(ROOT, 'node_modules/tsx/dist/cli.mjs'), join(ROOT, 'sandbox/main.ts'), ...flags],
			{ stdio: ['ignore', 'pipe', 'pipe'] },
		);

	const output = async (stream: NodeJS.ReadableStream): Promise<string> => {
		let text = '';
		for await (const chunk of stream) text += String(chunk);
		return text;
	};

	it('prints one line for machines first, serves, and ends on SIGTERM', async () => {
		const child = start(
			'--json',
			'--profile',
			'seed',
			'--organizations',
			'3',
			'--rate-limit',
			'2',
			'--rate-window',
			'60',
		);
		const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
		const { url, keys, psa } = JSON.parse(String(chunk).split('\n')[0] ?? '') as {
			url: string;
			keys: { full: string };
			psa: { companyId: string };
		};
		const answer = await client(url, keys.full).get('/organizations');
		expect([list(answer).length, psa.companyId]).toEqual([3, 'sandbox']);
		child.kill('SIGTERM');
		expect((await once(child, 'exit'))[0]).toBe(0);
	});

	it('says what to do about a port in use or a wrong flag', async () => {
		const taken = createServer().listen(0, '127.0.0.1');
		await once(taken, 'listening');
		const { port } = taken.address() as AddressInfo;
		for (const [flags, sentence] of [
			[['--port', String(port)], `Port ${port} is in use`],
			[['--profile', 'other'], '--profile must be strict or seed'],
			[['--latency', 'x'], '--latency must be a whole number'],
		] as const) {
			const child = start(...flags);
			const [text, [code]] = await Promise.all([output(child.stderr), once(child, 'exit')]);
			expect([code, text]).toEqual([1, expect.stringContaining(sentence)]);
		}
		taken.close();
	});
});

it('gives every record of every collection an id of its own', async () => {
	const { sandbox } = await bench();
	const types = [
		'organizations',
		'contacts',
		'configurations',
		'passwords',
		'documents',
		'document_folders',
		'locations',
		'models',
		'users',
	];
	const ids = types.flatMap((type) => sandbox.store.all(type).map(({ id }) => id));
	expect(new Set(ids).size).toBe(ids.length);
	expect(pick(sandbox, 'organizations').attributes.primary).toBe(true);
});
