/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a proxy of the test's own, named where n8n looks for it */
/** What stands between n8n and IT Glue: a proxy that turns the way down, bodies that arrive damaged. */
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { ApiFault } from '../../../nodes/ITGlue/transport';
import { toNodeError } from '../../../nodes/ITGlue/errors';
import type { ApiRequest } from '../../../nodes/ITGlue/transport';
import { classifyThrown } from '../../../nodes/ITGlue/transport/exchange';
import { connect, faultOf, NODE, startServer, type TestServer } from './support';

const READ: ApiRequest = { method: 'GET', path: '/contacts/5' };
const CREATE: ApiRequest = {
	method: 'POST',
	path: '/contacts',
	body: { data: { type: 'contacts', attributes: { name: 'x' } } },
};

/** A proxy that answers each CONNECT with these lines, and counts them. */
async function startProxy(
	lines: string[],
): Promise<{ url: string; asked: string[]; stop(): Promise<void> }> {
	const asked: string[] = [];
	const server = net.createServer((socket) => {
		socket.on('error', () => undefined);
		socket.once('data', (data) => {
			asked.push(String(data));
			socket.end(lines.join('\r\n'));
		});
	});
	await new Promise<void>((resolve) => {
		server.listen(0, '127.0.0.1', resolve);
	});
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		asked,
		stop: async () => {
			await new Promise((resolve) => {
				server.close(resolve);
			});
		},
	};
}

const NAMES = ['HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy'] as const;
const before = NAMES.map((name) => [name, process.env[name]] as const);

afterEach(() => {
	for (const [name, value] of before) {
		if (value === undefined) delete process.env[name];
		else process.env[name] = value;
	}
});

function goThrough(proxy: string): void {
	for (const name of NAMES) delete process.env[name];
	process.env.HTTPS_PROXY = proxy;
}

async function worded(
	request: ApiRequest,
	patienceMs = 20_000,
): Promise<{ fault: ApiFault; text: string }> {
	const { client } = await connect('https://api.itglue.example', { timeoutMs: 10_000, patienceMs });
	const fault = (await faultOf(client.send(request))) as ApiFault;
	expect(fault).toBeInstanceOf(ApiFault);
	const { message, description } = toNodeError(NODE, fault);
	return { fault, text: `${message} | ${description ?? ''}` };
}

const PAGE = '<html><title>Denied</title></html>';
const WITH_PAGE = ['Content-Type: text/html', `Content-Length: ${PAGE.length}`, '', PAGE];

describe('a proxy that turns CONNECT down is named', () => {
	it.each<[string, string[], RegExp]>([
		[
			'407',
			[
				'HTTP/1.1 407 Proxy Authentication Required',
				'Server: squid/5.7',
				'Proxy-Authenticate: Basic realm="x"',
				...WITH_PAGE,
			],
			/^The proxy .* user name and a password .*"Denied".*\(squid\/5\.7\)/,
		],
		[
			'407 without a word',
			['HTTP/1.1 407 Proxy Authentication Required', '', ''],
			/^The proxy between n8n and IT Glue asks for a user name/,
		],
		[
			'403 that says who it is',
			['HTTP/1.1 403 Forbidden', 'X-Squid-Error: ERR_ACCESS_DENIED 0', ...WITH_PAGE],
			/^A proxy between n8n and IT Glue refused .*squid/,
		],
		[
			'403 with a page',
			['HTTP/1.1 403 Forbidden', 'Date: Sun, 06 Nov 1994 08:49:37 GMT', ...WITH_PAGE],
			/on its way to IT Glue \(status 403\).*"Denied".*proxy or a firewall/,
		],
		[
			'403 without a word',
			['HTTP/1.1 403 Forbidden', '', ''],
			/^A proxy between n8n and IT Glue refused/,
		],
	])('%s', async (_name, lines, expected) => {
		const proxy = await startProxy(lines);
		goThrough(proxy.url);
		const { fault, text } = await worded(CREATE);
		expect(text).toMatch(expected);
		expect(text).not.toMatch(/refused this API key|did not accept the request/);
		expect(fault).toMatchObject({ ambiguous: false, requestsTried: 1 });
		expect(proxy.asked).toHaveLength(1);
		expect(proxy.asked[0]).toMatch(/^CONNECT api\.itglue\.example:443/);
		await proxy.stop();
	});

	it('also where it breaks the connection off, or is not there', async () => {
		const proxy = await startProxy([]);
		goThrough(proxy.url);
		expect((await worded(CREATE)).text).toMatch(
			/No answer from IT Glue.*The proxy that n8n uses closed.*HTTPS_PROXY/,
		);
		await proxy.stop();
		const { fault, text } = await worded(CREATE);
		expect(text).toMatch(/^The proxy 127\.0\.0\.1:\d+ between n8n and IT Glue does not answer/);
		expect(fault.ambiguous).toBe(false);
	});
});

describe('an address that n8n cannot reach', () => {
	const failing = (code: string, more: object = {}): string => {
		const error = Object.assign(new Error('x'), {
			cause: Object.assign(new Error(code), { code, ...more }),
		});
		const raw = classifyThrown(error, 'https://api.itglue.example');
		if (raw.got !== 'network') throw new Error('It was expected to be of the network');
		const fault = new ApiFault({
			kind: 'network',
			message: '',
			method: 'GET',
			path: '/',
			host: 'api.itglue.example',
			requestsTried: 1,
			...raw,
		});
		const { message, description } = toNodeError(NODE, fault);
		return `${message} | ${description ?? ''}`;
	};

	it.each<[string, object, RegExp]>([
		[
			'ENOTFOUND',
			{ hostname: 'api.itglue.example' },
			/^No answer from IT Glue.*host name is not known.*DNS/,
		],
		['ENOTFOUND', { hostname: 'proxy.example.com' }, /^The proxy proxy\.example\.com between/],
		[
			'EAI_AGAIN',
			{ hostname: 'api.itglue.example' },
			/DNS of the machine that runs n8n does not answer/,
		],
		[
			'ECONNREFUSED',
			{ port: 443, address: '192.0.2.1' },
			/^No answer from IT Glue.*Nothing answers at this address/,
		],
		['ECONNREFUSED', { port: 3128, address: '192.0.2.1' }, /^The proxy 192\.0\.2\.1:3128 between/],
		[
			'SELF_SIGNED_CERT_IN_CHAIN',
			{},
			/inspects encrypted traffic.*api\.itglue\.example.*NODE_EXTRA_CA_CERTS/,
		],
		['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', {}, /NODE_EXTRA_CA_CERTS/],
		['CERT_HAS_EXPIRED', {}, /has expired.*clock/],
		['ERR_TLS_CERT_ALTNAME_INVALID', {}, /is for another host/],
		['HPE_INVALID_CONSTANT', {}, /not HTTP/],
		['Z_DATA_ERROR', {}, /compressed answer was damaged/],
	])('%s %j', (code, more, expected) => {
		expect(failing(code, more)).toMatch(expected);
	});

	it('a host of several addresses is no proxy', () => {
		const inner = Object.assign(new Error('connect ECONNREFUSED'), {
			code: 'ECONNREFUSED',
			port: 443,
			address: '::1',
		});
		const error = Object.assign(new Error('x'), {
			cause: Object.assign(new AggregateError([inner]), { code: 'ECONNREFUSED' }),
		});
		expect(classifyThrown(error, 'https://api.itglue.example')).toEqual({
			got: 'network',
			code: 'ECONNREFUSED',
			sent: false,
			passing: true,
		});
	});
});

describe('a body that arrives damaged', () => {
	let server: TestServer | undefined;
	afterEach(async () => await server?.close());

	it.each<[string, Record<string, string>, string]>([
		['not compressed as it says', { 'content-encoding': 'gzip' }, '{"data":[]}'],
		['shorter than it says', { 'content-length': '500' }, '{"data":[]}'],
		['cut off within', {}, '{"data":[{"id":"1"'],
		['JSON of another kind', {}, '"OK"'],
		['null', {}, 'null'],
		['a list', {}, '[]'],
		['empty', {}, ''],
	])('%s: read again, and then said', async (_name, headers, text) => {
		let bad = true;
		server = await startServer(() =>
			bad ? { text, headers } : { json: { data: { id: '5', type: 'contacts', attributes: {} } } },
		);
		const { client } = await connect(server.url, { timeoutMs: 1000, patienceMs: 5000 });
		const fault = (await faultOf(client.send(READ))) as ApiFault;
		expect(['network', 'malformed', 'timeout']).toContain(fault.kind);
		expect(toNodeError(NODE, fault).message).toMatch(
			/^(No answer from|IT Glue did not answer in time|127)/,
		);
		expect(server.seen.length).toBeGreaterThan(1);
		bad = false;
		expect((await client.send(READ)).document.data).toMatchObject({ id: '5' });
	});
});
