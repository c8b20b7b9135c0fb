/* eslint-disable @n8n/community-nodes/no-restricted-imports -- compresses what a server sends */
/** Where requests go: whatever the credential says and a server answers, the key reaches the one host and no other. */
import { gzipSync } from 'node:zlib';
import type { IDataObject } from 'n8n-workflow';
import { RESOURCES } from '../../nodes/ITGlue/resources';
import type { Resource } from '../../nodes/ITGlue/resources/schema/resource';
import type { OperationName } from '../../nodes/ITGlue/resources/schema/attribute';
import {
	listSearch,
	loadOptions,
	runNode,
	testCredential,
	type TestCredentials,
} from '../helpers/harness';
import { forward, startHost, type Answer, type Host } from './servers';
import { sensible, useWorld, wrongWords } from './support';

const KEY = ['ITG', 'fedcba9876543210', 'marked'].join('.');
const IMPATIENT = { maxWait: 1, timeout: 20 };
const LIST = { resource: 'organization', operation: 'getAll', returnAll: true, options: IMPATIENT };

let elsewhere: Host;
/** Stands where the credential points to, and answers as the test says. */
let server: Host;
let answer: (url: URL) => Answer = () => ({ body: '{"data":[]}' });

beforeAll(async () => {
	elsewhere = await startHost(() => ({ body: '{"data":[]}' }));
	server = await startHost(({ url }) => answer(new URL(url, 'http://127.0.0.1')));
});
beforeEach(() => {
	elsewhere.arrived.length = 0;
	server.arrived.length = 0;
	answer = () => ({ body: '{"data":[]}' });
});
afterAll(async () => {
	await elsewhere.stop();
	await server.stop();
});

const credentials = (baseUrl: string): TestCredentials => ({
	apiKey: KEY,
	region: 'custom',
	baseUrl,
});

const get = async (baseUrl = server.url, parameters: IDataObject = LIST) =>
	await runNode({ parameters, credentials: credentials(baseUrl) });

const said = ({ error }: { error?: { message: string; description?: string | null } }): string =>
	`${error?.message ?? ''} ${error?.description ?? ''}`;

describe('a base URL', () => {
	const port = (): string => new URL(server.url).port;
	const REFUSED: Array<[string, () => string, RegExp]> = [
		[
			'with user and password',
			() => `http://user:pass@127.0.0.1:${port()}`,
			/user name or password/,
		],
		['with a user', () => `http://user@127.0.0.1:${port()}`, /user name or password/],
		[
			'that pretends to be another host',
			() => `http://api.itglue.com@127.0.0.1:${port()}`,
			/user name or password/,
		],
		['with a fragment', () => `${server.url}/#api`, /"\?" or "#"/],
		['with a query', () => `${server.url}/?to=`, /"\?" or "#"/],
		['that ends in a question mark', () => `${server.url}?`, /"\?" or "#"/],
		['of a file', () => 'file:///etc/passwd', /not a web address/],
		['of a script', () => 'javascript:alert(1)', /not a web address|https:\/\/ or http:\/\//],
		['without a scheme', () => `127.0.0.1:${port()}`, /web address|https:\/\//],
		['with an impossible port', () => 'http://127.0.0.1:99999', /not a web address/],
		['of white space', () => ' \n', /is empty/],
	];
	it.each(REFUSED)('%s is refused, and nothing is sent', async (_name, baseUrl, words) => {
		const result = await get(baseUrl());
		expect(said(result)).toMatch(words);
		expect(said(result)).not.toContain('pass@');
		expect(wrongWords(result.error?.message, result.error?.description)).toBeUndefined();
		expect([...server.arrived, ...elsewhere.arrived]).toEqual([]);
	});

	it.each<[string, () => string, string]>([
		['with a path', () => `${server.url}/proxy/itglue`, '/proxy/itglue/organizations'],
		['with slashes at the end', () => `${server.url}/proxy//`, '/proxy/organizations'],
		['with steps up', () => `${server.url}/a/../b/%2e%2e/c`, '/c/organizations'],
		['with a backslash', () => `${server.url}\\proxy`, '/proxy/organizations'],
		['with white space around it', () => ` ${server.url}\n`, '/organizations'],
	])('%s is used as it is', async (_name, baseUrl, path) => {
		expect((await get(baseUrl())).status).toBe('success');
		expect(server.arrived.map(({ url }) => url.split('?')[0])).toEqual([path]);
		expect(server.arrived[0]?.headers['x-api-key']).toBe(KEY);
	});

	it.each(REFUSED)(
		'%s does not bring the key elsewhere when the credential is saved',
		async (_name, baseUrl) => {
			await testCredential(credentials(baseUrl()));
			expect(elsewhere.arrived).toEqual([]);
			expect(server.arrived.filter(({ url }) => !url.startsWith('/organizations?'))).toEqual([]);
		},
	);
});

describe('a redirect', () => {
	const TARGETS: Array<[string, () => string]> = [
		['another host', () => `${elsewhere.url}/organizations`],
		['another host without a scheme', () => `${elsewhere.url.replace('http:', '')}/x`],
		['the same host by another name', () => `${elsewhere.url.replace('127.0.0.1', 'localhost')}/x`],
		['https', () => `${elsewhere.url.replace('http:', 'https:')}/x`],
		['another path', () => '/users'],
		['nowhere', () => ''],
	];

	describe.each([300, 301, 302, 303, 304, 307, 308])('with status %i', (status) => {
		it.each(TARGETS)('to %s is not followed', async (_name, target) => {
			answer = () => ({ status, headers: { location: target(), 'set-cookie': 'a=b' } });
			const result = await get();
			expect(said(result)).toMatch(/redirects requests to another address/);
			expect((await testCredential(credentials(server.url))).status).toBe('Error');
			await expect(
				listSearch('searchOrganizations', {
					parameters: LIST,
					credentials: credentials(server.url),
				}),
			).rejects.toThrow();
			expect(elsewhere.arrived).toEqual([]);
			expect(server.arrived.map(({ url }) => url.split('?')[0])).toEqual(
				server.arrived.map(() => '/organizations'),
			);
		});
	});
});

describe.each(RESOURCES.map((resource): [string, Resource] => [resource.name, resource]))(
	'a redirect of %s',
	(_name, resource) => {
		const world = useWorld(resource);

		it.each(resource.operations)('%s does not follow it, at no step', async (verb) => {
			for (let after = 0; after < 3; after += 1) {
				const words = await redirected(verb, after);
				expect(elsewhere.arrived).toEqual([]);
				if (words === undefined) return;
				expect(words).toMatch(/redirects requests to another address/);
			}
		});

		/** Runs an operation whose requests after the first so many are redirected; undefined when it sent no more. */
		async function redirected(verb: OperationName, after: number): Promise<string | undefined> {
			const { sandbox } = world;
			let redirects = 0;
			const proxy: Host = await startHost(async (arrival) => {
				if (proxy.arrived.length <= after) return await forward(sandbox.url, arrival);
				redirects += 1;
				return { status: 307, headers: { location: `${elsewhere.url}${arrival.url}` } };
			});
			const parameters = { ...sensible(world, resource, verb), options: IMPATIENT };
			const result = await runNode({
				parameters,
				credentials: { ...credentials(proxy.url), apiKey: sandbox.keys.full },
			});
			await proxy.stop();
			// Looking for twins after a create may fail without harm: the record is written.
			return redirects === 0 || result.status === 'success' ? undefined : said(result);
		}
	},
);

describe('a server', () => {
	it('that sets cookies gets none back', async () => {
		answer = () => ({
			headers: { 'set-cookie': ['session=1; Path=/', 'b=2'] },
			body: '{"data":[],"meta":{"total-count":0}}',
		});
		expect((await get()).status).toBe('success');
		expect((await get()).status).toBe('success');
		expect(server.arrived.map(({ headers }) => headers.cookie)).toEqual(
			server.arrived.map(() => undefined),
		);
	});

	it('whose links lead elsewhere is asked itself', async () => {
		answer = (url) => {
			const page = Number(url.searchParams.get('page[number]'));
			if (page > 3) return { body: '{"data":[]}' };
			const links = {
				next: page < 3 ? `${elsewhere.url}/organizations?page=${page + 1}` : null,
				self: elsewhere.url,
			};
			return {
				body: JSON.stringify({
					data: [{ id: String(page), type: 'organizations', attributes: { name: 'x' }, links }],
					links,
				}),
			};
		};
		const result = await get();
		expect(result.output.map(({ json }) => json.id)).toEqual(['1', '2', '3']);
		expect(elsewhere.arrived).toEqual([]);
	});

	const pageOf = (url: URL, total: number): string => {
		const size = Number(url.searchParams.get('page[size]'));
		const number = Number(url.searchParams.get('page[number]'));
		const data = Array.from({ length: size }, (_none, at) => ({
			id: String((number - 1) * size + at + 1),
			type: 'organizations',
			attributes: { name: `Organization ${at}` },
		}));
		const pages = Math.ceil(total / size);
		const meta = {
			'current-page': number,
			'next-page': number < pages ? number + 1 : null,
			'total-pages': pages,
			'total-count': total,
		};
		return JSON.stringify({ data, meta });
	};

	it('with a million records is asked for no more than the limit', async () => {
		answer = (url) => ({ body: pageOf(url, 1_000_000) });
		const result = await get(server.url, { ...LIST, returnAll: false, limit: 2500 });
		expect(result.output).toHaveLength(2500);
		expect(server.arrived.length).toBeLessThanOrEqual(4);
	});

	it('that gives a page of 50 MB is read', async () => {
		const name = 'x'.repeat(50_000);
		const data = Array.from({ length: 1000 }, (_none, at) => ({
			id: String(at + 1),
			type: 'organizations',
			attributes: { name },
		}));
		const body = JSON.stringify({
			data,
			meta: { 'total-count': 1000, 'total-pages': 1, 'current-page': 1, 'next-page': null },
		});
		answer = () => ({ body });
		const result = await get();
		expect(result.output).toHaveLength(1000);
		expect(result.output[999]?.json.name).toHaveLength(50_000);
	});

	it('that gives an error of 50 MB is quoted in a few words', async () => {
		const body = JSON.stringify({
			errors: [{ title: 'x'.repeat(25_000_000), detail: '<b>'.repeat(8_000_000) }],
		});
		answer = () => ({ status: 422, body });
		const result = await get();
		expect(result.status).toBe('error');
		expect(said(result).length).toBeLessThan(2000);
		expect(result.everything.length).toBeLessThan(50_000);
	});

	/** What no IT Glue sends. Each has a path of its own, because all are asked for at once: some are tried again. */
	const ODD: Array<[string, Answer]> = [
		['compressed', { headers: { 'content-encoding': 'gzip' }, body: 'not compressed' }],
		['encoded', { headers: { 'content-encoding': 'x-odd' }, body: '{"data":[]' }],
		['too-short', { headers: { 'content-length': 5000 }, body: '{"data":[' }],
		['binary', { headers: { 'content-type': 'image/png' }, body: Buffer.from([0x89, 80, 0, 255]) }],
		['wide', { headers: { 'content-type': 'text/json; charset=utf-16' }, body: '{"data":[' }],
		['status-599', { status: 599, body: '\u0000' }],
		['teapot', { status: 418, body: '[]' }],
		[
			'bomb',
			{ headers: { 'content-encoding': 'gzip' }, body: gzipSync(Buffer.alloc(50_000_000, ' ')) },
		],
	];

	it('that sends what is no answer is described', async () => {
		const answers = new Map(ODD);
		answer = ({ pathname }) => answers.get(pathname.split('/')[1] ?? '') ?? { status: 404 };
		const runs = ODD.map(async ([name]) => {
			const options = { maxWait: 1, timeout: name === 'too-short' ? 1 : 20 };
			const result = await get(`${server.url}/${name}`, { ...LIST, options });
			expect([name, result.status]).toEqual([name, 'error']);
			expect(wrongWords(result.error?.message, result.error?.description)).toBeUndefined();
			expect(result.everything).not.toContain(KEY);
		});
		await Promise.all(runs);
	});

	it('that answers oddly while the form is open is described there, too', async () => {
		answer = () => ({
			body: '{"data":[{"id":{"a":1},"type":7},null,{"id":"5","attributes":null}],"included":[null,1]}',
		});
		const call = { parameters: LIST, credentials: credentials(server.url) };
		expect((await listSearch('searchOrganizations', call)).results.length).toBeLessThanOrEqual(1);
		expect(Array.isArray(await loadOptions('getOrganizationTypes', call))).toBe(true);
	});
});
