/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
/** What the page at the root address stands on: the page itself, what it reads, what it switches, and who may. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import type { Sandbox } from '../../sandbox';
import { FAULT_SCHEMA } from '../../sandbox/http/admin';
import { bench, body, client, freeOrganization, list, pick, stopAll } from './client';

afterAll(stopAll);

const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

/** As a program may ask: with any header, `host` included, which clients set by themselves. */
async function ask(
	{ url }: Sandbox,
	method: string,
	path: string,
	headers: Record<string, string> = {},
): Promise<{ status: number; text: string }> {
	const { hostname, port } = new URL(url);
	return await new Promise((resolve, reject) => {
		const asked = request({ hostname, port, method, path, headers, timeout: 120_000 }, (answer) => {
			let text = '';
			answer.setEncoding('utf8');
			answer.on('data', (chunk: string) => (text += chunk));
			answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
		});
		asked.on('error', reject);
		asked.on('timeout', () => asked.destroy(new Error('no answer')));
		asked.end();
	});
}

const own = ({ url }: Sandbox) => client(`${url}/_sandbox`, undefined, 'application/json');

describe('the root address', () => {
	it('gives a browser the page, unseen by the journal', async () => {
		const { sandbox } = await bench();
		const answer = await client(sandbox.url).get('/', { headers: BROWSER });
		expect([answer.status, answer.headers['content-type']]).toEqual([
			200,
			'text/html; charset=utf-8',
		]);
		expect(answer.data).toContain('<title>IT Glue sandbox</title>');
		expect(sandbox.journal).toEqual([]);
	});

	it('stays a path that IT Glue does not have for everybody else', async () => {
		const { sandbox, http } = await bench();
		expect((await http.get('/')).status).toBe(404);
		expect((await client(sandbox.url).get('/')).status).toBe(403);
		expect((await http.post('/', {}, { headers: BROWSER })).status).toBe(404);
		// An API route is an API route, whoever asks.
		const answer = await http.get('/organizations', { headers: BROWSER });
		expect(list(answer)).not.toHaveLength(0);
		expect(sandbox.journal).toHaveLength(4);
	});

	it('lets run the page’s own script and style, and nothing else', async () => {
		const { sandbox } = await bench();
		const { headers, data } = await client(sandbox.url).get<string>('/', { headers: BROWSER });
		const policy = new Map(
			String(headers['content-security-policy'])
				.split('; ')
				.map((line): [string, string] => {
					const [name = '', ...sources] = line.split(' ');
					return [name, sources.join(' ')];
				}),
		);
		const hash = (tag: string) => {
			const text = new RegExp(`<${tag}>([\\s\\S]*)</${tag}>`).exec(data)?.[1] ?? '';
			return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
		};
		expect(Object.fromEntries(policy)).toEqual({
			'default-src': `'none'`,
			'script-src': hash('script'),
			'style-src': hash('style'),
			'connect-src': `'self'`,
			'img-src': 'data:',
			'base-uri': `'none'`,
			'form-action': `'none'`,
			'frame-ancestors': `'none'`,
		});
	});

	it('has a page that never turns text into markup and loads nothing', () => {
		const html = readFileSync(join(__dirname, '..', '..', 'sandbox', 'page.html'), 'utf8');
		expect(html).not.toMatch(
			/innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\b|new Function/,
		);
		expect(html).not.toMatch(/\b(?:src|srcset)=|@import|\burl\(|https?:\/\/(?!127\.0\.0\.1)/);
	});

	it('offers every fault that there is', () => {
		const html = readFileSync(join(__dirname, '..', '..', 'sandbox', 'page.html'), 'utf8');
		const select = /<select name="kind">([\s\S]*?)<\/select>/.exec(html)?.[1] ?? '';
		const offered = [...select.matchAll(/value="(\w+)"/g)].map(([, kind]) => kind);
		expect(offered.sort()).toEqual([...FAULT_SCHEMA.properties.kind.enum].sort());
	});
});

describe('what the page reads', () => {
	it('is how much there is of each type', async () => {
		const { sandbox } = await bench({ organizations: 3, configurations: 7 });
		const { data } = await own(sandbox).get('/store');
		expect(data).toMatchObject({ organizations: 3, configurations: 7, document_images: 0 });
	});

	it('is records in pages, with the client they belong to, secrets masked', async () => {
		const { sandbox } = await bench();
		const all = sandbox.store.all('passwords');
		const first = (await own(sandbox).get('/browse/passwords')).data;
		const last = (await own(sandbox).get('/browse/passwords?page=3')).data;
		expect([first.total, first.from, first.records.length]).toEqual([all.length, 0, 50]);
		expect([last.from, last.records.length]).toEqual([100, all.length - 100]);
		const [shown] = first.records;
		expect(shown).toMatchObject({ id: all[0]?.id, name: all[0]?.attributes.name });
		expect(
			sandbox.store.find('organizations', String(all[0]?.attributes.organization_id))?.attributes
				.name,
		).toBe(shown.owner);
		const secrets = all.flatMap(({ attributes }) => [attributes.password, attributes.otp_secret]);
		const told = JSON.stringify(first);
		expect(secrets.filter((secret) => typeof secret === 'string')).not.toHaveLength(0);
		expect(secrets.filter((secret) => typeof secret === 'string' && told.includes(secret))).toEqual(
			[],
		);
	});

	it('is what contains a word, in any case, but never by a secret', async () => {
		const { sandbox } = await bench();
		const search = async (type: string, word: string) =>
			(await own(sandbox).get(`/browse/${type}`, { params: { search: word } })).data.total;
		expect(await search('organizations', "  o'BRIEN ")).toBe(1);
		expect(await search('organizations', 'nothing is called that')).toBe(0);
		const { attributes } = pick(sandbox, 'passwords');
		expect(attributes.password).toBeTruthy();
		expect(await search('passwords', String(attributes.password))).toBe(0);
	});

	it('is nothing of a type that does not exist, or a page that is none', async () => {
		const { sandbox } = await bench();
		expect((await own(sandbox).get('/browse/constructor')).status).toBe(404);
		expect((await own(sandbox).get('/browse/contacts?page=0')).status).toBe(400);
		expect((await own(sandbox).get('/journal?last=x')).status).toBe(400);
	});

	it('is the newest requests, and all of them as before', async () => {
		const { sandbox, http } = await bench();
		for (const path of ['/regions', '/countries', '/users']) await http.get(path);
		const paths = async (query: string) =>
			((await own(sandbox).get(`/journal${query}`)).data as Array<{ path: string }>).map(
				({ path }) => path,
			);
		expect(await paths('?last=2')).toEqual(['/countries', '/users']);
		expect(await paths('')).toHaveLength(3);
	});

	it('is the faults that still wait', async () => {
		const { sandbox, http } = await bench();
		sandbox.faults.add({ kind: 'status', status: 500, path: /^\/regions$/, times: 2 });
		sandbox.faults.add({ kind: 'slow', times: Infinity, after: 1, method: 'POST' });
		await http.get('/regions');
		expect((await own(sandbox).get('/faults')).data).toEqual([
			{ kind: 'status', status: 500, path: '/^\\/regions$/', times: 1, after: 0 },
			{ kind: 'slow', times: null, after: 1, method: 'POST' },
		]);
		await http.get('/regions');
		expect((await own(sandbox).get('/faults')).data).toHaveLength(1);
	});

	it('is each assumption in words, and whether it holds', async () => {
		const { sandbox } = await bench({ assumptions: { createAnswers200: true } });
		const { data } = await own(sandbox).get('/statements');
		expect(data).toHaveLength(Object.keys(sandbox.assumptions).length);
		expect(data).toContainEqual(
			expect.objectContaining({
				name: 'createAnswers200',
				holds: true,
				statement: expect.stringContaining('200'),
			}),
		);
	});
});

describe('what the page switches', () => {
	it('is the rate limit, while the sandbox runs and until a reset', async () => {
		const { sandbox, http } = await bench({ rateLimit: { requests: 2000, windowMs: 300_000 } });
		const http2 = own(sandbox);
		const first = (await http2.get('/settings')).data;
		expect(first).toEqual({
			profile: 'strict',
			latencyMs: 0,
			rateLimit: { requests: 2000, windowMs: 300_000, retryAfter: 'seconds' },
		});
		await http.get('/regions');
		const changed = await http2.patch('/settings', { rateLimit: { requests: 1 } });
		expect(changed.data.rateLimit).toEqual({ ...first.rateLimit, requests: 1 });
		// What was counted before counts.
		expect((await http.get('/regions')).status).toBe(429);
		await http2.patch('/settings', { rateLimit: { retryAfter: 'none' } });
		expect((await http.get('/regions')).headers['retry-after']).toBeUndefined();
		await http2.patch('/settings', { rateLimit: { retryAfter: 'date' } });
		expect((await http.get('/regions')).headers['retry-after']).toMatch(/GMT$/);
		await http2.post('/reset');
		expect((await http2.get('/settings')).data).toEqual(first);
		expect((await http.get('/regions')).status).toBe(200);
	});

	it('is the latency, while the sandbox runs and until a reset', async () => {
		const { sandbox, http } = await bench();
		const http2 = own(sandbox);
		expect((await http2.patch('/settings', { latencyMs: 600_000 })).data.latencyMs).toBe(600_000);
		// Held back: seen by the journal, not answered.
		const leave = new AbortController();
		const held = http.get('/regions', { signal: leave.signal }).catch((error: Error) => error.name);
		while (sandbox.journal.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
		expect(sandbox.journal[0]?.status).toBe(0);
		leave.abort();
		expect(await held).toBe('CanceledError');
		await http2.post('/reset');
		expect((await http2.get('/settings')).data.latencyMs).toBe(0);
		expect((await http.get('/regions')).status).toBe(200);
	});

	it.each([
		{},
		{ latencyMs: -1 },
		{ latencyMs: 1.5 },
		{ latencyMs: '5' },
		{ rateLimit: {} },
		{ rateLimit: { requests: 0 } },
		{ rateLimit: { windowMs: 0 } },
		{ rateLimit: { retryAfter: 'soon' } },
		{ profile: 'seed' },
	])('is not %j', async (change) => {
		const { sandbox } = await bench();
		const before = (await own(sandbox).get('/settings')).data;
		expect((await own(sandbox).patch('/settings', change)).status).toBe(400);
		expect((await own(sandbox).get('/settings')).data).toEqual(before);
	});

	it('leaves lists alone that were worked out before', async () => {
		const { sandbox, http } = await bench({ rememberLists: true });
		await http.get('/regions');
		const { store } = sandbox;
		const [region] = store.all('regions');
		if (region === undefined) throw new Error('There are no regions');
		const name = region.attributes.name;
		region.attributes.name = 'Elsewhere';
		await own(sandbox).patch('/settings', { latencyMs: 0 });
		expect(JSON.stringify((await http.get('/regions')).data)).toContain(String(name));
	});
});

describe('other web sites', () => {
	const CHANGES: Array<[string, string]> = [
		['POST', '/_sandbox/reset'],
		['DELETE', '/_sandbox/journal'],
		['DELETE', '/_sandbox/faults'],
		['PATCH', '/_sandbox/settings'],
	];

	it.each(CHANGES)('may not %s %s', async (method, path) => {
		const { sandbox, http } = await bench({ rememberLists: true });
		const { id } = freeOrganization(sandbox);
		await http.patch(`/organizations/${id}`, body('organizations', { alert: 'kept' }));
		const { length } = sandbox.journal;
		const foreign: Array<Record<string, string>> = [
			{ origin: 'https://elsewhere.example.com' },
			{ origin: 'null' },
			{ origin: 'http://127.0.0.1:9' },
			{ 'sec-fetch-site': 'cross-site' },
			{ 'sec-fetch-site': 'same-site' },
		];
		for (const headers of foreign) {
			const { status, text } = await ask(sandbox, method, path, headers);
			expect([status, text]).toEqual([403, expect.stringContaining('Another web site')]);
		}
		expect(sandbox.store.find('organizations', id)?.attributes.alert).toBe('kept');
		expect(sandbox.journal).toHaveLength(length);
	});

	it.each(['GET', 'POST'])(
		'that took over the address of this machine may not %s',
		async (method) => {
			const { sandbox } = await bench();
			const path = method === 'GET' ? '/_sandbox/store/passwords' : '/_sandbox/reset';
			const { status } = await ask(sandbox, method, path, { host: 'elsewhere.example.com:4010' });
			expect(status).toBe(403);
			const page = await ask(sandbox, 'GET', '/', { ...BROWSER, host: 'elsewhere.example.com' });
			expect(page.status).toBe(403);
		},
	);

	it('do not keep the page itself, nor programs, from it', async () => {
		const { sandbox } = await bench();
		const { host, port } = new URL(sandbox.url);
		const near: Array<Record<string, string>> = [
			{},
			{ origin: `http://${host}`, 'sec-fetch-site': 'same-origin' },
			{ host: `localhost:${port}`, origin: `http://localhost:${port}` },
			{ 'sec-fetch-site': 'none' },
		];
		for (const headers of near)
			expect((await ask(sandbox, 'POST', '/_sandbox/reset', headers)).status).toBe(204);
	});

	it('do not change how the API answers', async () => {
		const { sandbox, http } = await bench();
		const headers = { origin: 'https://elsewhere.example.com', host: 'api.example.com' };
		const answer = await http.get('/organizations', { headers });
		expect([answer.status, sandbox.journal.length]).toEqual([200, 1]);
	});
});
