/** How long a request may take in all: gateways that are away, answers that do not come, the line for the budget. */
import { toNodeError } from '../../../nodes/ITGlue/errors';
import type { ApiFault, ApiRequest } from '../../../nodes/ITGlue/transport';
import { systemClock } from '../../../nodes/ITGlue/transport/limits/clock';
import { connect, faultOf, NODE, useServers, type Reply, type Seen } from './support';

const startServer = useServers();

const READ: ApiRequest = { method: 'GET', path: '/contacts/5' };
const CHANGE: ApiRequest = {
	method: 'PATCH',
	path: '/contacts/5',
	body: { data: { type: 'contacts', attributes: { title: 'x' } } },
};
const CREATE: ApiRequest = {
	method: 'POST',
	path: '/contacts',
	body: { data: { type: 'contacts', attributes: { title: 'x' } } },
};
const OK: Reply = { json: { data: { id: '5', type: 'contacts', attributes: {} } } };

const size = ({ query }: Seen): number => Number(query['page[size]']);

function pageOf(total: number, seen: Seen): Reply {
	const number = Number(seen.query['page[number]']);
	const from = (number - 1) * size(seen);
	const data = Array.from(
		{ length: Math.max(0, Math.min(size(seen), total - from)) },
		(_each, at) => ({
			id: String(from + at + 1),
			type: 'things',
			attributes: {},
		}),
	);
	const next = from + size(seen) < total ? number + 1 : null;
	return {
		json: { data, meta: { 'current-page': number, 'next-page': next, 'total-count': total } },
	};
}

const wordsOf = (fault: unknown, operationLabel?: string): string => {
	const { message, description } = toNodeError(NODE, fault, {
		...(operationLabel && { operationLabel }),
	});
	return `${message} | ${description ?? ''}`;
};

describe('a gateway that is away', () => {
	it.each([502, 503, 504, 520])(
		'for 30 seconds costs a list nothing but time: %i',
		async (status) => {
			const time: { now?: () => number; end?: number } = {};
			const { url, seen } = await startServer((each) => {
				const now = time.now?.() ?? 0;
				if (seen.length > 3) time.end ??= now + 30_000;
				return now < (time.end ?? 0) ? { status, text: '<html>' } : pageOf(12_000, each);
			});
			const { client, clock } = await connect(url, { timeoutMs: 20_000, pageConcurrency: 1 });
			time.now = () => clock.now();
			const { records } = await client.list({ path: '/things', pageSize: 1000 });
			expect(records).toHaveLength(12_000);
			expect(clock.slept).toBeGreaterThanOrEqual(30_000);
			// A page that is small once stays small: a gateway that is away is no reason for that.
			expect(Math.min(...seen.map(size))).toBeGreaterThan(200);
		},
	);

	it('is given the time that it asks for', async () => {
		const { url, seen } = await startServer((_each, count) =>
			count === 1 ? { status: 503, headers: { 'retry-after': '6' } } : OK,
		);
		for (const request of [READ, CHANGE]) {
			seen.length = 0;
			const { client, clock } = await connect(url);
			expect((await client.send(request)).status).toBe(200);
			expect(seen).toHaveLength(2);
			expect(clock.slept).toBeGreaterThanOrEqual(6000);
			expect(clock.slept).toBeLessThan(7000);
		}
	});

	it.each(['400', '999999999', 'Fri, 01 Jan 2100 00:00:00 GMT'])(
		'and no more than there is: %s',
		async (asked) => {
			const { url, seen } = await startServer(() => ({
				status: 503,
				headers: { 'retry-after': asked },
			}));
			const { client, clock } = await connect(url);
			const fault = await faultOf(client.send(READ));
			expect(fault).toMatchObject({ status: 503 });
			expect([seen.length, clock.slept]).toEqual([1, 0]);
			expect(wordsOf(fault, 'Get')).toMatch(
				/asks to wait another \d+ seconds\. To wait longer, raise the option Longest Wait\./,
			);
		},
	);

	it.each(['-5', '0', 'soon', 'Sun, 06 Nov 1994 08:49:37 GMT'])(
		'is not asked without a pause: %s',
		async (asked) => {
			const { url, seen } = await startServer(() => ({
				status: 503,
				headers: { 'retry-after': asked },
			}));
			const { client, clock } = await connect(url, { patienceMs: 60_000 });
			await faultOf(client.send(READ));
			expect(seen.length).toBeLessThan(10);
			expect(clock.slept).toBeGreaterThan(15_000);
		},
	);

	it('is waited for no longer than the option says, whatever comes', async () => {
		const { url } = await startServer(
			(_each, count) =>
				[
					{ status: 503 },
					{ status: 429, headers: { 'retry-after': '3' } },
					'reset' as const,
					{ status: 504 },
				][count % 4] ?? OK,
		);
		for (const patienceMs of [1000, 10_000, 45_000]) {
			const { client, clock } = await connect(url, { patienceMs });
			const begin = clock.now();
			await faultOf(client.send(READ));
			expect(clock.now() - begin).toBeLessThanOrEqual(patienceMs);
		}
	});

	it('is asked once to create, whatever it asks', async () => {
		const { url, seen } = await startServer(() => ({
			status: 503,
			headers: { 'retry-after': '1' },
		}));
		const { client } = await connect(url);
		expect(await faultOf(client.send(CREATE))).toMatchObject({ status: 503, ambiguous: true });
		expect(seen).toHaveLength(1);
	});
});

it('the line for the budget is part of the wait, and said', async () => {
	const { url, seen } = await startServer(() => OK);
	const { client, clock, budget } = await connect(url, { patienceMs: 10_000 });
	budget.pauseFor(60_000);
	const begin = clock.now();
	const fault = await faultOf(client.send(READ));
	expect(clock.now() - begin).toBeLessThanOrEqual(10_200);
	expect(seen).toHaveLength(0);
	expect(wordsOf(fault, 'Get')).toMatch(
		/^IT Glue receives too many requests.*waited 10 seconds in line behind.*was not sent.*Longest Wait/,
	);
});

describe('an API that hangs', () => {
	it('ends a list after one bound, in words that fit', async () => {
		const { url, seen } = await startServer(() => 'silence');
		const { client } = await connect(url, {
			timeoutMs: 400,
			patienceMs: 1500,
			internals: { clock: systemClock },
		});
		const begin = Date.now();
		const fault = await faultOf(client.list({ path: '/things', pageSize: 1000 }));
		// By the page it would be minutes.
		expect(Date.now() - begin).toBeLessThan(60_000);
		expect(seen.length).toBeLessThanOrEqual(4);
		expect(fault).toMatchObject({ kind: 'timeout', requestsTried: seen.length });
		const words = wordsOf(fault, 'Get Many');
		expect(words).toMatch(
			/^IT Glue did not answer in time \| Tried \d times, \d+ seconds? in all\..*leave out Include or narrow the filters, or raise the option Request Timeout\.$/,
		);
		expect(words).not.toMatch(/page size/);
	});

	it('is asked four times at most, for however long there is time', async () => {
		const { url, seen } = await startServer(() => 'silence');
		// Long enough for each request to arrive before it is given up.
		const { client } = await connect(url, { timeoutMs: 1500 });
		expect(await faultOf(client.list({ path: '/things', pageSize: 1000 }))).toMatchObject({
			kind: 'timeout',
		});
		expect(seen.map(size)).toEqual([1000, 500, 250, 125]);
	});

	it('does not say of a write that one should ask for less', async () => {
		const { url } = await startServer(() => 'silence');
		const { client } = await connect(url, { timeoutMs: 200 });
		const fault = (await faultOf(client.send(CREATE))) as ApiFault;
		expect(wordsOf(fault, 'Create')).toMatch(
			/Tried once\. .*If it keeps happening, raise the option Request Timeout\.$/,
		);
	});
});
