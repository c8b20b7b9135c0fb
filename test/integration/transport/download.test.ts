/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a test waits for its server */
/** Reading a file: the same budget as every request to the API, and never the key for anybody else. */
import { ApiFault } from '../../../nodes/ITGlue/transport';
import { connect, faultOf, inTurn, KEY, useServers, type Reply } from './support';

const startServer = useServers();

const FILE: Reply = { text: 'How to', headers: { 'content-type': 'text/plain' } };

test('a file of the API is a request that counts', async () => {
	const { url, seen } = await startServer(() => FILE);
	const { client, budget } = await connect(url);
	const file = await client.download('/uploads/1', 'Guide.txt');
	expect(file.toString()).toBe('How to');
	expect(seen).toHaveLength(1);
	expect(budget.used).toBe(1);
	expect(client.requests).toBe(1);
});

test('a storage host counts nothing, and does not see the key', async () => {
	const store = await startServer(() => FILE);
	const api = await startServer(() => ({
		status: 302,
		headers: { location: `${store.url}/bucket/1` },
	}));
	const { client, budget } = await connect(api.url);
	const file = await client.download(`${api.url}/uploads/1`, 'Guide.txt');
	expect(file.toString()).toBe('How to');
	expect(budget.used).toBe(1);
	expect(JSON.stringify(api.seen)).toContain(KEY);
	expect(store.seen).toHaveLength(1);
	expect(JSON.stringify(store.seen)).not.toContain(KEY);
	await client.download(`${store.url}/bucket/1`, 'Guide.txt');
	expect(budget.used).toBe(1);
});

test('each redirect within the API counts', async () => {
	const { url } = await startServer(
		inTurn({ status: 302, headers: { location: '/uploads/2' } }, FILE),
	);
	const { client, budget } = await connect(url);
	await client.download('/uploads/1', 'Guide.txt');
	expect(budget.used).toBe(2);
});

test('a full budget is waited for', async () => {
	const { url } = await startServer(() => FILE);
	const { client, budget, clock } = await connect(url);
	while (budget.used < 3000) await budget.take({}, () => false);
	await client.download('/uploads/1', 'Guide.txt');
	expect(clock.slept).toBeGreaterThanOrEqual(5 * 60 * 1000);
});

test.each<[string, Reply]>([
	['a rate limit', { status: 429, headers: { 'retry-after': '7' } }],
	['a gateway that is away', { status: 503, text: '<html>' }],
	['trouble of the server', { status: 500 }],
	['a broken connection', 'reset'],
	['a file that is cut', 'cut'],
])('%s is got over', async (_what, reply) => {
	const { url, seen } = await startServer(inTurn(reply, FILE));
	const { client, budget } = await connect(url);
	const file = await client.download('/uploads/1', 'Guide.txt');
	expect(file.toString()).toBe('How to');
	expect(seen).toHaveLength(2);
	expect(budget.used).toBe(2);
});

test.each<[Reply, string]>([
	[{ status: 404, json: { errors: [] } }, 'the answer was 404'],
	[{ status: 500 }, 'the answer was 500'],
	[{ text: '' }, 'it is empty'],
	['reset', 'no answer came (ECONNRESET)'],
])('what stays so names the file: %j', async (reply, words) => {
	const { url } = await startServer(() => reply);
	const { client } = await connect(url);
	const fault = await faultOf(client.download('/uploads/1', 'Guide.txt'));
	expect(fault).toBeInstanceOf(ApiFault);
	expect((fault as ApiFault).message).toBe(
		`The file "Guide.txt" could not be read from IT Glue: ${words}`,
	);
});

test('a rate limit that does not end is called so', async () => {
	const { url } = await startServer(() => ({ status: 429, headers: { 'retry-after': '60' } }));
	const { client } = await connect(url);
	const fault = await faultOf(client.download('/uploads/1', 'Guide.txt'));
	expect(fault).toMatchObject({ kind: 'http', status: 429 });
});

test('a file that never comes to its end is left when the execution is cancelled', async () => {
	const cancel = new AbortController();
	const { url, seen } = await startServer(() => 'trickle');
	const { client } = await connect(url, { signal: cancel.signal });
	const failed = faultOf(client.download('/uploads/1', 'Guide.txt'));
	while (seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
	cancel.abort();
	expect(await failed).toMatchObject({ kind: 'cancelled' });
});

test('a client that was stopped reads no file', async () => {
	const { url, seen } = await startServer(() => FILE);
	const { client } = await connect(url);
	client.stop();
	expect(await faultOf(client.download('/uploads/1', 'Guide.txt'))).toMatchObject({
		kind: 'stopped',
	});
	expect(seen).toEqual([]);
});
