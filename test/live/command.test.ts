/* eslint-disable @n8n/community-nodes/no-restricted-imports -- servers that are not IT Glue */
/** What a user meets beside the table: usage, privacy, the question before writing, and what is left behind. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Store, type Profile, type Sandbox, type StoredRecord } from '../../sandbox';
import { COLLECTIONS } from '../../sandbox/resources';
import { check, LONGEST_TEST_MS, onSandbox, run, SMALL, type Finished } from './liveCheck';
import { startProxy, toErrors, type Change, type Told } from './proxy';

jest.setTimeout(LONGEST_TEST_MS);

const STRANGER = 'ITG.0123456789abcdef-not-a-key-of-anybody';
const NOWHERE = 'http://127.0.0.1:9';

/** Everything in the store, as text. */
const contentOf = ({ store }: { store: Store }): string =>
	JSON.stringify(COLLECTIONS.map((name) => store.all(name)));

const organizations = ({ store }: Sandbox): StoredRecord[] =>
	store
		.all('organizations')
		.filter(({ attributes }) => String(attributes.name).includes('live check'));

const writes = ({ journal }: Sandbox): string[] =>
	journal.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);

/** A server that answers everything in the same way; counts, and remembers which keys it was shown. */
async function withServer<T>(
	told: Partial<Told>,
	work: (url: string, keys: unknown[]) => Promise<T>,
): Promise<T> {
	const keys: unknown[] = [];
	const server = createServer((request, response) => {
		keys.push(request.headers['x-api-key']);
		response.writeHead(told.status ?? 200, told.headers);
		response.end(told.text);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	try {
		return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, keys);
	} finally {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	}
}

describe('usage', () => {
	it.each<[string, string[], RegExp]>([
		['nothing', [], /--region/],
		['both addresses', ['--region', 'us', '--base-url', NOWHERE], /--region/],
		['an unknown region', ['--region', 'mars'], /us, eu or au/],
		['a region by the name of what every object has', ['--region', 'constructor'], /us, eu or au/],
		['an address that is none', ['--base-url', 'example'], /web address/],
		['an address of another kind', ['--base-url', 'file:///etc/passwd'], /web address/],
		['http in the open', ['--base-url', 'http://192.0.2.1/'], /https/],
		['a key as an option', [`--key=${STRANGER}`], /revoke/],
		['a key as an argument', ['--region', 'us', STRANGER], /revoke/],
		['an address with a password', ['--base-url', `https://a:${STRANGER}@example.com`], /password/],
		['an address with a query', ['--base-url', `https://example.com/?key=${STRANGER}`], /\?/],
		['consent in advance', ['--region', 'us', '--yes-write'], /not understood/],
	])('is explained for %s', async (_what, args, words) => {
		const { code, stdout, stderr } = await run({ args, env: { ITGLUE_API_KEY: STRANGER } });
		expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
		expect(stderr).toMatch(words);
		expect(stderr).toContain('Usage: npm run live-check');
		expect(stderr).not.toContain(STRANGER);
	});

	it.each<[string, string]>([
		['no key', ''],
		['a blank key', '  '],
		['a key that no header can hold', 'ITG.\u2026abc\u00e9'],
	])('is explained for %s', async (_what, key) => {
		const { code, stdout, stderr } = await run({
			args: ['--region', 'us'],
			env: { ITGLUE_API_KEY: key },
		});
		expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
		expect(stderr).toContain('ITGLUE_API_KEY');
		if (key.trim() !== '') expect(stderr).not.toContain(key);
	});

	it('is printed when asked for', async () => {
		const { code, stdout } = await run({ args: ['--help'] });
		expect(code).toBe(0);
		expect(stdout).toContain('ITGLUE_API_KEY');
	});
});

describe('an address or key that is not right', () => {
	it('says that nobody answers', async () => {
		const { code, stderr } = await check(NOWHERE, STRANGER);
		expect(code).toBe(2);
		expect(stderr).toContain('Nobody answers');
	});

	it('says that the key is refused, after one request', async () => {
		await onSandbox(SMALL, async (sandbox) => {
			const { code, stdout, stderr } = await check(sandbox.url, STRANGER);
			expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
			expect(stderr).toContain('does not take this key');
			expect(stderr).not.toContain(STRANGER);
			expect(sandbox.journal).toHaveLength(1);
		});
	});

	it.each<[string, Partial<Told>]>([
		['a web page', { text: '<html></html>' }],
		['another API', { text: '{"organizations":[]}' }],
		['an error page', { status: 404, text: '<html></html>' }],
		['nothing', { text: '' }],
	])('says that %s is not IT Glue', async (_what, told) => {
		await withServer(told, async (url) => {
			const { code, stderr } = await check(url, STRANGER);
			expect(code).toBe(2);
			expect(stderr).toContain('not that of the IT Glue API');
		});
	});

	it('never follows a redirect with the key', async () => {
		await withServer({ text: '{"data":[]}' }, async (other, keys) => {
			await withServer({ status: 307, headers: { location: other } }, async (url) => {
				const { code } = await check(url, STRANGER);
				expect(code).toBe(2);
			});
			expect(keys).toEqual([]);
		});
	});
});

/** What must not be printed: every text of the clients' records that is not an everyday word, and every id. */
function clientData({ store }: Sandbox): string[] {
	const texts = (value: unknown): string[] => {
		if (typeof value === 'string') return [value];
		return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
	};
	const records = [
		'organizations',
		'contacts',
		'configurations',
		'passwords',
		'documents',
		'locations',
		'flexible_assets',
		'domains',
		'uploads',
	].flatMap((name) => store.all(name));
	const all = records.flatMap(({ id, attributes, psa }) => [
		id,
		...texts(attributes),
		...(psa === undefined ? [] : [psa.remoteId]),
	]);
	// Words of IT Glue's own, which the table may name.
	const everyday = new Set(['configuration', 'manage', 'complex', 'flexible-asset-traits']);
	return [...new Set(all)].filter((text) => text.length >= 6 && !everyday.has(text.toLowerCase()));
}

describe('privacy', () => {
	it.each<[string, boolean]>([
		['reading', false],
		['writing', true],
	])('prints no client data, no id and no key when %s', async (_what, write) => {
		await onSandbox(SMALL, async (sandbox) => {
			const { url, keys } = sandbox;
			const { stdout, stderr } = await check(url, keys.full, write);
			const data = clientData(sandbox);
			expect(data.length).toBeGreaterThan(500);
			expect(data.filter((text) => stdout.includes(text))).toEqual([]);
			expect(data.filter((text) => stderr.includes(text))).toEqual([]);
			for (const text of [keys.full, 'ITG.', '127.0.0.1', '@example', 'live.check.'])
				expect(stdout).not.toContain(text);
			expect(stderr).not.toContain(keys.full);
			// Counts are orders of magnitude; what is exact are statuses, limits and counts of our own.
			expect(stdout).not.toMatch(/\b(26|78|8\d)\b records/);
		});
	});

	it('asks for no value of a client’s password, and sends the key in its header only', async () => {
		await onSandbox({ ...SMALL, journalSecrets: true }, async (sandbox) => {
			const before = new Set(sandbox.store.all('passwords').map(({ id }) => `/passwords/${id}`));
			await check(sandbox.url, sandbox.keys.full, true);
			const shown = sandbox.journal.filter(({ path }) => before.has(path));
			expect(shown.length).toBeGreaterThan(0);
			for (const { query } of shown) expect(query).toEqual({ show_password: 'false' });
			expect(JSON.stringify(sandbox.journal)).not.toContain(sandbox.keys.full);
		});
	});

	it('hides a value even where IT Glue sends it unasked', async () => {
		await onSandbox(SMALL, async ({ url, keys, store }) => {
			const values = store.all('passwords').map(({ attributes }) => String(attributes.password));
			const change: Change = { ask: ({ query }) => query.set('show_password', 'true') };
			const proxy = await startProxy(url, change);
			const { stdout, stderr } = await check(proxy.url, keys.full, true);
			await proxy.stop();
			expect(values.filter((value) => `${stdout}${stderr}`.includes(value))).toEqual([]);
		});
	});
});

describe('reading', () => {
	it.each<Profile>(['strict', 'seed'])(
		'sends few requests, one at a time, none of which writes (%s)',
		async (profile) => {
			await onSandbox({ ...SMALL, profile, latencyMs: 2 }, async (sandbox) => {
				const before = contentOf(sandbox);
				const proxy = await startProxy(sandbox.url);
				const { code } = await check(proxy.url, sandbox.keys.full);
				await proxy.stop();
				expect(code).toBe(0);
				expect(proxy.most()).toBe(1);
				expect(sandbox.journal.length).toBeLessThan(120);
				expect(writes(sandbox)).toEqual([]);
				expect(contentOf(sandbox)).toBe(before);
			});
		},
	);

	it('works on an account that holds nothing', async () => {
		await onSandbox({ organizations: 1, configurations: 0 }, async (sandbox) => {
			for (const name of COLLECTIONS)
				for (const { id } of [...sandbox.store.all(name)])
					if (name !== 'organizations') sandbox.store.remove(name, id);
			const { code, rows } = await check(sandbox.url, sandbox.keys.full);
			expect(code).toBe(0);
			expect(rows.get('filtersOfContacts')?.seen).toBe('not seen: the account shows no contacts');
		});
	});

	it('works with a key that may not see passwords', async () => {
		await onSandbox(SMALL, async (sandbox) => {
			const { code, rows } = await check(sandbox.url, sandbox.keys.withoutPasswordAccess, true);
			expect(code).toBe(0);
			expect(rows.get('showPasswordDefaultTrue')?.seen).toBe(
				'not seen: the key has no Password Access',
			);
			expect(organizations(sandbox)).toEqual([]);
		});
	});

	it('stops at the first 429 and says what it had not seen', async () => {
		await onSandbox(
			{ ...SMALL, rateLimit: { requests: 30, windowMs: 60_000 } },
			async (sandbox) => {
				const { code, stdout, stderr, rows } = await check(sandbox.url, sandbox.keys.full, true);
				expect(
					sandbox.journal.map(({ status }) => status).filter((status) => status === 429),
				).toHaveLength(1);
				expect(sandbox.journal.at(-1)?.status).toBe(429);
				expect(code).toBe(1);
				expect(`${stdout}${stderr}`).toContain('429');
				expect(rows.get('noRateLimitHeaders')?.seen).toBe('not checked: the check had stopped');
				expect(writes(sandbox)).toEqual([]);
			},
		);
	});

	it('asks once more where a gateway failed', async () => {
		await onSandbox(SMALL, async (sandbox) => {
			sandbox.faults.add({ kind: 'status', status: 503, path: '/contacts', times: 1 });
			sandbox.faults.add({ kind: 'resetBefore', path: '/locations', times: 1 });
			const { code, rows } = await check(sandbox.url, sandbox.keys.full);
			expect(code).toBe(0);
			expect(rows.get('listsExist')?.holds).toBe('yes');
			expect(rows.get('filtersOfLocations')?.holds).toBe('yes');
		});
	});
});

/** The live check with `--write` on a sandbox that is prepared first; the store must be as before. */
async function writing(
	prepare: (sandbox: Sandbox) => void,
	judge: (sandbox: Sandbox, finished: Finished, before: string) => void | Promise<void>,
	options: Parameters<typeof onSandbox>[0] = {},
): Promise<void> {
	await onSandbox({ ...SMALL, ...options }, async (sandbox) => {
		const before = contentOf(sandbox);
		prepare(sandbox);
		await judge(sandbox, await check(sandbox.url, sandbox.keys.full, true), before);
	});
}

describe('writing', () => {
	it.each<[string, (word: string) => string | undefined]>([
		['another word', () => 'yes'],
		['nothing', () => ''],
		['the end of the input', () => undefined],
	])('sends nothing after %s', async (_what, type) => {
		await onSandbox(SMALL, async (sandbox) => {
			const { code, stdout, stderr } = await run({
				args: ['--base-url', sandbox.url, '--write'],
				env: { ITGLUE_API_KEY: sandbox.keys.full },
				type,
			});
			expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
			expect(stderr).toContain('nothing was sent');
			expect(sandbox.journal).toEqual([]);
		});
	});

	it('asks for another word each time', async () => {
		const words = new Set<string>();
		for (let at = 0; at < 3; at += 1)
			await run({
				args: ['--base-url', NOWHERE, '--write'],
				env: { ITGLUE_API_KEY: STRANGER },
				type: (word) => {
					words.add(word);
					return '';
				},
			});
		expect(words.size).toBeGreaterThan(1);
	});

	it.each<Profile>(['strict', 'seed'])('leaves the account as it was (%s)', async (profile) => {
		await writing(
			() => undefined,
			(sandbox, { code, stderr }, before) => {
				expect(code).toBe(0);
				expect(writes(sandbox).length).toBeGreaterThan(40);
				expect(contentOf(sandbox)).toBe(before);
				expect(stderr).not.toContain('Left behind');
				expect(sandbox.journal.length).toBeLessThan(240);
			},
			{ profile },
		);
	});

	it('writes to nothing but what it has created', async () => {
		await writing(
			() => undefined,
			({ journal, store }) => {
				const foreign = new Set(COLLECTIONS.flatMap((name) => store.all(name).map(({ id }) => id)));
				const named = journal
					.filter(({ method }) => method !== 'GET')
					.flatMap(({ path, body }) => {
						const data = [(body as { data?: unknown } | undefined)?.data ?? []].flat() as Array<{
							id?: unknown;
							attributes?: { id?: unknown; organization_id?: unknown };
						}>;
						const inBody = data.flatMap(({ id, attributes }) => [
							id,
							attributes?.id,
							attributes?.organization_id,
						]);
						return [
							...(path.match(/\d+/g) ?? []),
							...inBody.filter((id) => id !== undefined).map(String),
						];
					});
				expect(named.length).toBeGreaterThan(50);
				expect(named.filter((id) => foreign.has(id))).toEqual([]);
			},
		);
	});

	it('says which organization it could not remove, and prints that nowhere else', async () => {
		await writing(
			({ faults }) =>
				faults.add({
					kind: 'status',
					status: 500,
					method: 'DELETE',
					path: '/organizations',
					times: null,
				}),
			(sandbox, { code, stdout, stderr }) => {
				const left = organizations(sandbox);
				expect(left).toHaveLength(2);
				expect(code).toBe(1);
				for (const { id } of left) {
					expect(stderr).toContain(`organization ${id}, ${sandbox.url}/organizations/${id}`);
					expect(stdout).not.toContain(id);
				}
				expect(stderr.match(/organization \d+/g)).toHaveLength(2);
			},
		);
	});

	it.each<[string, boolean]>([
		['takes the word of the list where a deleted organization counts as closed to the key', true],
		['does not call an organization gone because the key is refused', false],
	])('%s', async (_what, listed) => {
		await onSandbox(SMALL, async (sandbox) => {
			const deleted = new Set<string>();
			const isAbout = (path: string): boolean =>
				deleted.has(path.replace('/organizations/', '')) ||
				(path === '/organizations' && !listed && deleted.size > 0);
			const proxy = await startProxy(sandbox.url, {
				tell: (told, { method, path, body }) => {
					if (method === 'DELETE' && path === '/organizations') {
						const { data } = JSON.parse(body) as { data: Array<{ id: string }> };
						for (const { id } of data) deleted.add(id);
					} else if (method === 'GET' && isAbout(path)) toErrors(told, 401);
				},
			});
			const { stderr, rows } = await check(proxy.url, sandbox.keys.full, true);
			await proxy.stop();
			expect(stderr.includes('Left behind')).toBe(!listed);
			expect(rows.get('deleteIsImmediate')?.holds).toBe(listed ? 'yes' : 'not seen');
		});
	});

	it('finds and removes an organization whose creation was not answered', async () => {
		await writing(
			({ faults }) =>
				faults.add({ kind: 'resetAfter', method: 'POST', path: '/organizations', times: 1 }),
			(sandbox, { rows, stderr }, before) => {
				expect(rows.get('createAnswers200')?.seen).toMatch(/^not seen: no answer/);
				expect(contentOf(sandbox)).toBe(before);
				expect(stderr).not.toContain('Left behind');
			},
		);
	});

	it('says so when it cannot find out whether an organization was created', async () => {
		await writing(
			({ faults }) =>
				faults.add({
					kind: 'status',
					status: 504,
					method: 'POST',
					path: '/organizations',
					times: null,
				}),
			(_sandbox, { code, stderr }) => {
				expect(code).toBe(1);
				expect(stderr).toMatch(/possibly an organization named "n8n-nodes-it-glue live check .*"/);
			},
		);
	});

	it('sees nothing, and leaves nothing, where no organization may be created', async () => {
		await writing(
			({ faults }) =>
				faults.add({
					kind: 'status',
					status: 401,
					method: 'POST',
					path: '/organizations',
					times: null,
				}),
			(sandbox, { code, rows }, before) => {
				expect(code).toBe(0);
				expect(rows.get('bulkSizeUnlimited')?.seen).toBe(
					'not seen: the organization could not be created: 401, JSON',
				);
				expect(contentOf(sandbox)).toBe(before);
			},
		);
	});

	it('stops at a 429, and waits as long as it is told before it removes what it created', async () => {
		await writing(
			({ faults }) => {
				faults.add({ kind: 'rateLimit', method: 'PATCH', path: '/contacts', retryAfter: '1' });
				faults.add({
					kind: 'rateLimit',
					method: 'DELETE',
					path: '/organizations',
					retryAfter: '1',
				});
			},
			(sandbox, { code, rows, stderr }, before) => {
				expect(code).toBe(1);
				expect(rows.get('payloadAbove10MbRefused')?.seen).toBe(
					'not checked: the check had stopped',
				);
				expect(contentOf(sandbox)).toBe(before);
				expect(stderr).not.toContain('Left behind');
			},
		);
	});

	it.each(['SIGINT', 'SIGTERM'] as const)('removes what it created after %s', async (signal) => {
		await onSandbox({ ...SMALL, latencyMs: 10 }, async (sandbox) => {
			const before = contentOf(sandbox);
			const { code, stderr } = await run({
				args: ['--base-url', sandbox.url, '--write'],
				env: { ITGLUE_API_KEY: sandbox.keys.full },
				started: (child) => void signalWhenWriting(sandbox, () => child.kill(signal)),
			});
			expect(code).toBe(1);
			expect(stderr).toContain('interrupted');
			expect(writes(sandbox).length).toBeLessThan(30);
			expect(contentOf(sandbox)).toBe(before);
		});
	});

	it('neither writes to nor deletes a client whom an answer passes off as the new organization', async () => {
		await onSandbox(SMALL, async (sandbox) => {
			const [victim] = sandbox.store.all('organizations').slice(3);
			const before = contentOf(sandbox);
			const proxy = await startProxy(sandbox.url, {
				tell: (told, { method, path }) => {
					if (method !== 'POST' || path !== '/organizations') return;
					told.text = JSON.stringify({
						data: {
							id: victim?.id,
							type: 'organizations',
							attributes: { name: victim?.attributes.name },
						},
					});
				},
			});
			const { rows } = await check(proxy.url, sandbox.keys.full, true);
			await proxy.stop();
			expect(rows.get('bulkSizeUnlimited')?.seen).toMatch(/^not seen/);
			expect(contentOf(sandbox)).toBe(before);
			expect(writes(sandbox).filter((write) => write.startsWith('PATCH'))).toEqual([]);
		});
	});
});

/** Gives the signal once something was created; gives up after a minute. */
async function signalWhenWriting(sandbox: Sandbox, give: () => void): Promise<void> {
	for (let waited = 0; waited < 60_000; waited += 5) {
		if (writes(sandbox).some((write) => write.endsWith('/relationships/contacts'))) return give();
		await sleep(5);
	}
}
