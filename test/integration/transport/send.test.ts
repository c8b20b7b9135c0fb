/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { openClient } from '../../../nodes/ITGlue/transport';
import type { ApiRequest, Method } from '../../../nodes/ITGlue/transport';
import {
	connect,
	contextsFor,
	faultOf,
	inTurn,
	KEY,
	OK,
	request,
	useServers,
	type Reply,
} from './support';

const startServer = useServers();
const serve = async (...replies: Reply[]) => await startServer(inTurn(...replies));

describe('a request', () => {
	it('carries key, media types and an encoded query, and reads the credential once', async () => {
		const { url, seen } = await serve(OK);
		const { client, credentials } = await connect(`${url}/glue/`);
		const query = { 'filter[name]': 'A&B, "ü" \\, + \uD800', include: 'a,b' };
		const answer = await client.send({ method: 'GET', path: '/contacts/5', query });
		await client.send({ method: 'GET', path: '/contacts/5' });
		expect(answer).toMatchObject({
			status: 200,
			ambiguous: false,
			document: { data: { id: '5' } },
		});
		expect(seen[0]?.path).toBe('/glue/contacts/5');
		expect(seen[0]?.query).toEqual({ ...query, 'filter[name]': 'A&B, "ü" \\, + \uFFFD' });
		expect(seen[0]?.headers).toMatchObject({
			'x-api-key': KEY,
			accept: 'application/vnd.api+json',
			'content-type': 'application/vnd.api+json',
		});
		expect(seen[1]?.url).toBe('/glue/contacts/5');
		expect(credentials.reads).toBe(1);
		expect(client.requests).toBe(2);
	});

	it('sends its body as JSON and notes the item that wrote', async () => {
		const { url, seen } = await serve(OK);
		const { client } = await connect(url);
		const body = { data: { type: 'contacts', attributes: { name: 'Zoë 🚀' } } };
		await client.forItems([3]).send({ method: 'PATCH', path: '/contacts/5', body });
		await client.forItems([1]).send({ method: 'GET', path: '/contacts/5' });
		await client.forItems([0]).send({ method: 'DELETE', path: '/contacts/5' });
		expect(JSON.parse(seen[0]?.body ?? '')).toEqual(body);
		expect(client.writtenItems).toEqual([0, 3]);
	});

	it.each<[string, Method, Reply]>([
		['204', 'DELETE', { status: 204 }],
		['204', 'PATCH', { status: 204 }],
		['an empty 200', 'DELETE', { status: 200 }],
	])('takes %s as the answer to %s', async (_name, method, reply) => {
		const { url } = await serve(reply);
		const { client } = await connect(url);
		expect((await client.send(request(method))).document).toEqual({});
	});

	it('reads a body with a byte order mark, and includes that lie inside data', async () => {
		const data = {
			id: '5',
			type: 'contacts',
			attributes: {},
			included: [{ id: '9', type: 'locations' }],
		};
		const { url } = await serve({ text: `\uFEFF${JSON.stringify({ data })}` });
		const { client } = await connect(url);
		const { document } = await client.send(request('GET'));
		expect(document.included).toEqual([{ id: '9', type: 'locations', attributes: {} }]);
		expect(document.data).toEqual({ id: '5', type: 'contacts', attributes: {} });
	});

	it.each([
		['a filter on a write', { method: 'DELETE', path: '/contacts', query: { 'filter[id]': '1' } }],
		['an empty bulk write', { method: 'PATCH', path: '/contacts', body: { data: [] } }],
		[
			'a bulk record without id',
			{
				method: 'DELETE',
				path: '/contacts',
				body: { data: [{ type: 'contacts', attributes: {} }] },
			},
		],
		[
			'a bulk entry that is no record',
			{ method: 'DELETE', path: '/contacts', body: { data: ['1'] } },
		],
		['a delete of nothing', { method: 'DELETE', path: '/contacts' }],
		['a path with a query', { method: 'GET', path: '/contacts?x=1' }],
		['a path to elsewhere', { method: 'GET', path: '/../users' }],
	] as Array<[string, ApiRequest]>)('is refused before it is sent: %s', async (_name, bad) => {
		const { url, seen } = await serve(OK);
		const { client } = await connect(url);
		expect(await faultOf(client.send(bad))).toMatchObject({ kind: 'refused', method: bad.method });
		expect(seen).toHaveLength(0);
	});

	it('may name several records, or an action of one', async () => {
		const { url, seen } = await serve(OK);
		const { client } = await connect(url);
		const data = [
			{ type: 'contacts', attributes: { id: 1 } },
			{ type: 'contacts', id: '2', attributes: {} },
		];
		await client.send({ method: 'DELETE', path: '/contacts', body: { data } });
		await client.send({ method: 'PATCH', path: '/documents/7/publish' });
		expect(seen).toHaveLength(2);
	});
});

describe('the rate limit', () => {
	const limited = (headers: Record<string, string> = {}): Reply => ({
		status: 429,
		headers,
		text: '',
	});

	it.each<Method>(['GET', 'PATCH', 'DELETE', 'POST'])('is waited for with %s', async (method) => {
		const { url, seen } = await serve(limited({ 'retry-after': '30' }), OK);
		const { client, clock } = await connect(url);
		expect(await client.send(request(method))).toMatchObject({ ambiguous: false });
		expect(seen).toHaveLength(2);
		expect(clock.slept).toBeGreaterThanOrEqual(30_000);
		expect(clock.slept).toBeLessThan(32_000);
	});

	it('names a date', async () => {
		const { url } = await serve(
			limited({ 'retry-after': new Date(1_800_000_000_000 + 60_000).toUTCString() }),
			OK,
		);
		const { client, clock } = await connect(url);
		await client.send(request('GET'));
		expect(clock.slept).toBeGreaterThanOrEqual(60_000);
		expect(clock.slept).toBeLessThan(62_000);
	});

	it('names nothing: waits longer each time, until patience ends', async () => {
		const { url, seen } = await serve(limited());
		const { client, clock } = await connect(url);
		const fault = await faultOf(client.send(request('POST')));
		expect(fault).toMatchObject({
			kind: 'http',
			status: 429,
			ambiguous: false,
			requestsTried: seen.length,
		});
		expect(seen.length).toBeGreaterThan(8);
		expect(clock.slept).toBeGreaterThan(5 * 60_000);
		expect(clock.slept).toBeLessThanOrEqual(6 * 60_000 + 1000);
	});

	it('asks for more than there is patience for', async () => {
		const { url, seen } = await serve(limited({ 'retry-after': '30' }));
		const { client } = await connect(url, { patienceMs: 4000 });
		expect(await faultOf(client.send(request('GET')))).toMatchObject({
			status: 429,
			retryAfterSeconds: 30,
		});
		expect(seen).toHaveLength(1);
	});

	it('of our own is queued for no longer than patience in the editor', async () => {
		const { url, seen } = await serve(limited({ 'retry-after': '100' }), OK);
		const { client, budget, clock } = await connect(url);
		const { editor } = contextsFor({ apiKey: KEY, region: 'custom', baseUrl: url });
		const picker = await openClient(editor, { patienceMs: 4000 }, { clock, budget });
		budget.pauseFor(60_000);
		const fault = await faultOf(picker.send(request('GET')));
		expect(fault).toMatchObject({ status: 429, queued: true, elapsedMs: 4000, requestsTried: 0 });
		expect(seen).toHaveLength(0);
		expect(client.requests).toBe(0);
	});
});

describe('alternatives', () => {
	const html: Reply = { status: 404, text: '<html>The page you were looking for</html>' };
	const paths = (...list: string[]): ApiRequest[] => list.map((path) => ({ method: 'GET', path }));

	it('are tried when no such route exists, and the working one is remembered', async () => {
		const server = await startServer(({ path }) =>
			path === '/a' ? html : path === '/b' ? { status: 405, json: {} } : OK,
		);
		const { client } = await connect(server.url);
		await client.sendFirst(paths('/a', '/b', '/c'), 'things');
		await client.forItems([2]).sendFirst(paths('/a', '/b', '/d'), 'things');
		expect(server.seen.map(({ path }) => path)).toEqual(['/a', '/b', '/c', '/d']);
	});

	it('are not tried when the record is missing', async () => {
		const { url, seen } = await serve({
			status: 404,
			json: { errors: [{ title: 'Record not found' }] },
		});
		const { client } = await connect(url);
		expect(await faultOf(client.sendFirst(paths('/a', '/b'), 'x'))).toMatchObject({
			noSuchRoute: false,
		});
		expect(seen).toHaveLength(1);
	});

	it('are not tried when a web page comes with another status', async () => {
		const { url, seen } = await serve({ status: 403, text: '<html>no</html>' });
		const { client } = await connect(url);
		expect(await faultOf(client.sendFirst(paths('/a', '/b'), 'x'))).toMatchObject({
			noSuchRoute: false,
		});
		expect(seen).toHaveLength(1);
	});

	it('are not tried after an unclear POST, and none of them existing is said of the first', async () => {
		const { url, seen } = await serve('reset', html);
		const { client } = await connect(url);
		const posts = ['/a', '/b'].map(
			(path): ApiRequest => ({ method: 'POST', path, body: { data: {} } }),
		);
		expect(await faultOf(client.sendFirst(posts, 'x'))).toMatchObject({ ambiguous: true });
		expect(seen).toHaveLength(1);
		expect(await faultOf(client.sendFirst(posts, 'x'))).toMatchObject({
			path: '/a',
			noSuchRoute: true,
		});
		expect(await faultOf(client.sendFirst([], 'y'))).toMatchObject({ kind: 'refused' });
	});
});

describe('stopping', () => {
	it('lets nothing start, not even a retry', async () => {
		let stop = (): void => undefined;
		const { url, seen } = await startServer(() => {
			stop();
			return { status: 503 };
		});
		const { client } = await connect(url);
		stop = () => client.forItems([1]).stop();
		const running = faultOf(client.send(request('PATCH')));
		expect(await running).toMatchObject({ kind: 'stopped', ambiguous: true });
		expect(await faultOf(client.send(request('GET')))).toMatchObject({
			kind: 'stopped',
			requestsTried: 0,
		});
		expect(seen).toHaveLength(1);
	});

	it('a cancelled execution asks nothing any more', async () => {
		const { url, seen } = await serve('silence');
		const abort = new AbortController();
		const { client } = await connect(url, { signal: abort.signal });
		const running = Promise.all([
			faultOf(client.send(request('GET'))),
			faultOf(client.send(request('POST'))),
		]);
		while (seen.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
		abort.abort();
		expect(await running).toMatchObject([
			{ kind: 'cancelled', ambiguous: false },
			{ kind: 'cancelled', ambiguous: true },
		]);
		expect(await faultOf(client.send(request('GET')))).toMatchObject({ kind: 'cancelled' });
		expect(seen).toHaveLength(2);
	});

	it.each([
		['GET', 100],
		['POST', 20],
		['PATCH', 20],
		['DELETE', 20],
	] as const)('of %s at most %i are under way', async (method, width) => {
		let open = 0;
		let most = 0;
		const server = await startServer(() => {
			open += 1;
			most = Math.max(most, open);
			setTimeout(() => {
				open -= 1;
			}, 30);
			return { ...(OK as object), delayMs: 30 };
		});
		const { client } = await connect(server.url);
		await Promise.all(Array.from({ length: 150 }, async () => await client.send(request(method))));
		expect(most).toBeGreaterThan(1);
		expect(most).toBeLessThanOrEqual(width);
		expect(server.seen).toHaveLength(150);
	});
});

describe('the credential', () => {
	it.each([
		['an empty key', { apiKey: '  ', region: 'us' }, /API Key/],
		['an unknown region', { apiKey: 'k', region: 'mars' }, /Region/],
		[
			'an address with a password',
			{ apiKey: 'k', region: 'custom', baseUrl: 'https://me:s3cret@host.example.com' },
			/user name/,
		],
	])('is refused with %s', async (_name, data, words) => {
		const { execute } = contextsFor(data);
		const fault = await faultOf(openClient(execute));
		expect(fault).toMatchObject({ kind: 'refused', message: expect.stringMatching(words) });
		expect(String(fault)).not.toContain('s3cret');
	});

	it('is good without further options, and shares its budget', async () => {
		const { url, seen } = await serve(OK);
		const { execute, editor } = contextsFor({ apiKey: KEY, region: 'custom', baseUrl: url });
		const clients = [await openClient(execute), await openClient(editor, { patienceMs: 4000 })];
		await Promise.all(clients.map(async (client) => await client.send(request('GET'))));
		expect(seen).toHaveLength(2);
	});
});
