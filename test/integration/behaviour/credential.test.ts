/** What the credential form says when it is saved. */
import type { Json } from '../../../sandbox';
import { testCredential, type TestCredentials } from '../../helpers/harness';
import { useSandbox } from './support';

const bench = useSandbox();

const check = async (changed: Partial<TestCredentials> = {}) =>
	await testCredential(bench.credentials(changed));

describe('the test of the credential', () => {
	it.each<[string, () => Partial<TestCredentials>]>([
		['a good key', () => ({})],
		['a key without Password Access', () => ({ apiKey: bench.sandbox.keys.withoutPasswordAccess })],
		['a key pasted with blanks', () => ({ apiKey: ` ${bench.sandbox.keys.full}\n` })],
		['an address with a slash at its end', () => ({ baseUrl: ` ${bench.sandbox.url}// ` })],
	])('passes with %s', async (_name, changed) => {
		expect(await check(changed())).toEqual({ status: 'OK', message: 'Connection successful!' });
		expect(bench.sandbox.journal).toMatchObject([
			{ method: 'GET', path: '/organizations', query: { 'page[size]': '1' } },
		]);
	});

	it('reads nothing but one organization, and changes nothing', async () => {
		await check();
		expect(bench.writes()).toEqual([]);
	});

	const FAILING: Array<[string, () => Partial<TestCredentials> | void, RegExp]> = [
		[
			'an unknown key, or one of another region (403)',
			() => ({ apiKey: 'ITG.unknown' }),
			/(?=.*Region)(?=.*API Key)(?=.*revoked)/,
		],
		[
			'a key that is not let in (401)',
			() => {
				bench.assume({ badKeyIs401: true });
				return { apiKey: 'ITG.unknown' };
			},
			/(?=.*active)(?=.*allow-list)/,
		],
		[
			'an address that is not the API (404)',
			() => ({ baseUrl: `${bench.sandbox.url}/web` }),
			/There is no IT Glue API at this address.*Base URL/,
		],
		['no server', () => ({ baseUrl: 'http://127.0.0.1:1' }), /ECONNREFUSED/],
		[
			'a redirect',
			() => bench.sandbox.faults.add({ kind: 'redirect', location: '/elsewhere' }),
			/\w/,
		],
		['trouble at IT Glue', () => bench.sandbox.faults.add({ kind: 'status', status: 503 }), /\w/],
	];
	it.each(FAILING)('says what to check: %s', async (_name, prepare, words) => {
		const changed = prepare() ?? {};
		const result = await check(changed);
		expect(result.status).toBe('Error');
		expect(result.message).toMatch(words);
		expect(result.message).not.toMatch(/\b(error|problem|failure|mistake)\b/i);
		expect(JSON.stringify(result)).not.toContain('ITG.');
	});

	it('does not show the key when the answer repeats it', async () => {
		const body: Json = { errors: [{ detail: bench.sandbox.keys.full }] };
		bench.sandbox.faults.add({ kind: 'status', status: 400, body });
		expect(JSON.stringify(await check())).not.toContain('ITG.');
	});
});

describe('a credential that cannot be used', () => {
	it.each<[string, Partial<TestCredentials>, RegExp]>([
		['an empty key', { apiKey: '  ' }, /API Key of the IT Glue credential is empty/],
		['an unknown region', { region: 'mars' }, /Region of the IT Glue credential is not known/],
		['an empty address', { baseUrl: ' ' }, /Base URL of the IT Glue credential is empty/],
		['an address that is none', { baseUrl: 'not a web address' }, /not a web address/],
		['another protocol', { baseUrl: 'ftp://example.com' }, /https:\/\/ or http:\/\//],
		[
			'an address with a password',
			{ baseUrl: 'https://user:hidden-part@example.com' },
			/must not contain a user name or password/,
		],
		['an address with a query', { baseUrl: 'https://example.com/?x=1' }, /must not contain/],
	])('is refused at run time: %s', async (_name, credentials, words) => {
		const result = await bench.run('organization', 'getAll', {}, { credentials });
		expect(result.error?.message).toMatch(words);
		expect(result.everything).not.toContain('hidden-part');
		expect(bench.sandbox.journal).toEqual([]);
	});

	it('fails every item under Continue On Fail, and asks nothing', async () => {
		const result = await bench.run(
			'organization',
			'getAll',
			{},
			{
				credentials: { apiKey: '' },
				onError: 'continueErrorOutput',
				input: [{ own: 1 }, { own: 2 }],
			},
		);
		expect(result.output).toEqual([]);
		expect(
			result.errorOutput.map(({ json, pairedItem }) => [json.own, json.error, pairedItem]),
		).toEqual(
			[0, 1].map((item) => [item + 1, expect.stringMatching(/API Key .* is empty/), { item }]),
		);
	});
});
