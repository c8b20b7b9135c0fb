/* eslint-disable @n8n/community-nodes/no-restricted-globals -- what a process has open is asked of the process */
/**
 * Fifty executions at once in one process: together they never send more than the budget allows, none of them
 * starves, all of them finish, and nothing of them stays behind.
 */
import type { IDataObject } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import { Budget, type Grant } from '../../nodes/ITGlue/transport/limits/budget';
import type { Client } from '../../nodes/ITGlue/transport';
import { startSandbox, type Sandbox, type StoredRecord } from '../../sandbox';
import { runNode, type RunNodeResult } from '../helpers/harness';
import { connect, FastClock, startServer, type TestServer } from '../integration/transport/support';
import { byId } from '../helpers/parameters';
import { LONG_TEST_MS } from '../helpers/patience';

const EXECUTIONS = 50;

const upTo = (count: number): number[] => Array.from({ length: count }, (_each, at) => at);

describe('one budget for all', () => {
	const LIMIT = 120;
	const WINDOW_MS = 5000;

	/** Notes when it lets a request go; on a busy machine arrivals say nothing about that. */
	class WatchedBudget extends Budget {
		readonly granted: number[] = [];

		override async take(...asked: Parameters<Budget['take']>): Promise<Grant> {
			const grant = await super.take(...asked);
			if (typeof grant !== 'string') this.granted.push(grant.at);
			return grant;
		}
	}

	interface Crowd {
		clients: Client[];
		budget: WatchedBudget;
		server: TestServer;
	}

	/** Executions with a key in common. */
	async function gather(count: number): Promise<Crowd> {
		const clock = new FastClock();
		const budget = new WatchedBudget({ clock, limit: LIMIT, windowMs: WINDOW_MS });
		const server = await startServer(() => ({
			json: { data: { id: '5', type: 'contacts', attributes: {} } },
		}));
		const setups = await Promise.all(
			upTo(count).map(
				async () => await connect(server.url, { internals: { budget, clock }, timeoutMs: 60_000 }),
			),
		);
		return { clients: setups.map(({ client }) => client), budget, server };
	}

	/** The most requests that went out within any window. */
	const most = ({ granted }: WatchedBudget): number =>
		Math.max(
			...granted.map((from) => granted.filter((at) => at >= from && at < from + WINDOW_MS).length),
		);

	const read = async (client: Client): Promise<unknown> =>
		await client.send({ method: 'GET', path: '/contacts/5' });

	it('is never exceeded, and all get the same share', async () => {
		const { clients, budget, server } = await gather(EXECUTIONS);
		const EACH = 12;
		const had = new Map<number, number>();
		let behind = EACH;
		await Promise.all(
			clients.map(async (client, who) => {
				for (let count = 1; count <= EACH; count += 1) {
					await read(client);
					had.set(who, count);
				}
				behind = Math.min(behind, ...upTo(EXECUTIONS).map((other) => had.get(other) ?? 0));
			}),
		);
		await server.close();
		expect(server.seen).toHaveLength(EXECUTIONS * EACH);
		expect(most(budget)).toBeLessThanOrEqual(LIMIT);
		// When the first one had finished, the slowest one had got more than half of its share.
		expect(behind).toBeGreaterThan(EACH / 2);
	});

	it('lets small executions through beside one that could use it all', async () => {
		const { clients, budget, server } = await gather(EXECUTIONS);
		const [greedy, ...small] = clients;
		let greedyDone = 0;
		const hogging = Promise.all(
			upTo(1000).map(async () => {
				if (greedy) await read(greedy);
				greedyDone += 1;
			}),
		);
		const waited = await Promise.all(
			small.map(async (client) => {
				for (let count = 0; count < 3; count += 1) await read(client);
				return greedyDone;
			}),
		);
		await hogging;
		await server.close();
		expect(greedyDone).toBe(1000);
		expect(most(budget)).toBeLessThanOrEqual(LIMIT);
		// All others were done before it had got half of what it wanted.
		expect(Math.max(...waited)).toBeLessThan(500);
	});
});

describe('fifty executions of the node', () => {
	const RECORDS = 4;

	/** Timers and connections of this process, by kind. */
	function open(): Record<string, number> {
		const kinds = ['Timeout', 'TCPSocketWrap', 'TCPServerWrap', 'GetAddrInfoReqWrap'];
		const active = process.getActiveResourcesInfo();
		return Object.fromEntries(
			kinds.map((kind) => [kind, active.filter((each) => each === kind).length]),
		);
	}

	const more = (one: Record<string, number>, other: Record<string, number>): string[] =>
		Object.keys(one).filter((kind) => (one[kind] ?? 0) > (other[kind] ?? 0));

	/** What is open and was not, once what ends by itself has had the time to. */
	async function leftBehind(before: Record<string, number>): Promise<string[]> {
		// In turns of the process instead of seconds: a busy machine gives it fewer of them.
		for (let turn = 0; turn < 100 && more(open(), before).length > 0; turn += 1) await sleep(50);
		return more(open(), before);
	}

	const contactOf = (sandbox: Sandbox, organization: StoredRecord, number: number): StoredRecord =>
		sandbox.store.insert('contacts', {
			organization_id: Number(organization.id),
			first_name: `Person${number}`,
			last_name: 'Example',
			title: 'Assistant',
			contact_emails: [],
			contact_phones: [],
		});

	async function update(
		sandbox: Sandbox,
		contacts: StoredRecord[],
		options: IDataObject,
	): Promise<RunNodeResult> {
		return await runNode({
			parameters: {
				resource: 'contact',
				operation: 'update',
				contactId: byId('={{ $json.id }}'),
				updateFields: {
					title: 'Manager',
					contactEmails: { email: [{ value: '={{ "c" + $json.id + "@example.com" }}' }] },
				},
				options,
			},
			input: contacts.map(({ id }) => ({ id })),
			credentials: { apiKey: sandbox.keys.full, region: 'custom', baseUrl: sandbox.url },
		});
	}

	it(
		'finish under a limit that is far too small for them, each record written once, and leave nothing open',
		async () => {
			const before = open();
			const sandbox = await startSandbox({
				organizations: 3,
				configurations: 0,
				rateLimit: { requests: 120, windowMs: 1000 },
			});
			const organization = sandbox.store.insert('organizations', { name: 'Example Client' });
			const contacts = upTo(EXECUTIONS).map((at) =>
				upTo(RECORDS).map((number) => contactOf(sandbox, organization, at * RECORDS + number)),
			);
			const results = await Promise.all(
				contacts.map(async (some) => await update(sandbox, some, { maxWait: 60, timeout: 60 })),
			);
			expect(results.map(({ status, error }) => error?.message ?? status)).toEqual(
				upTo(EXECUTIONS).map(() => 'success'),
			);
			const written = sandbox.journal.filter(
				({ method, status }) => method === 'PATCH' && status === 200,
			);
			expect(written.map(({ path }) => path).sort()).toEqual(
				contacts
					.flat()
					.map(({ id }) => `/contacts/${id}`)
					.sort(),
			);
			for (const { id } of contacts.flat()) {
				const { title, contact_emails: emails } =
					sandbox.store.find('contacts', id)?.attributes ?? {};
				expect([title, Array.isArray(emails) && emails.length]).toEqual(['Manager', 1]);
			}
			await sandbox.stop();
			expect(await leftBehind(before)).toEqual([]);
		},
		LONG_TEST_MS,
	);

	it(
		'that fail or are stopped leave nothing open either',
		async () => {
			const before = open();
			const sandbox = await startSandbox({ organizations: 3, configurations: 0 });
			const organization = sandbox.store.insert('organizations', { name: 'Example Client' });
			const contacts = upTo(EXECUTIONS).map((number) => contactOf(sandbox, organization, number));
			const stop = new AbortController();
			sandbox.faults.add({ kind: 'status', status: 503, times: 40 });
			sandbox.faults.add({ kind: 'slow', delayMs: 20_000, times: Infinity });
			const running = contacts.map(
				async ({ id }) =>
					await runNode({
						parameters: {
							resource: 'contact',
							operation: 'get',
							contactId: byId(id),
							options: { timeout: 1 },
						},
						credentials: { apiKey: sandbox.keys.full, region: 'custom', baseUrl: sandbox.url },
						signal: stop.signal,
					}),
			);
			const ended = Promise.all(running);
			while (sandbox.journal.length < EXECUTIONS) await sleep(20);
			await sleep(500);
			stop.abort();
			const statuses = (await ended).map(({ status }) => status);
			expect(statuses.filter((status) => status === 'success')).toEqual([]);
			await sandbox.stop();
			expect(await leftBehind(before)).toEqual([]);
		},
		LONG_TEST_MS,
	);
});
