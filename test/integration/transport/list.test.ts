/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { ListRequest } from '../../../nodes/ITGlue/transport';
import { connect, faultOf, timeoutFor, useServers, type Reply, type Seen } from './support';

const startServer = useServers();

type Row = { id: string; type: string; attributes: object };

const row = (number: number): Row => ({
	id: String(number),
	type: 'things',
	attributes: { n: number },
});
const rows = (count: number): Row[] =>
	Array.from({ length: count }, (_each, place) => row(place + 1));
const ids = (records: Array<{ id: string }>): number[] => records.map(({ id }) => Number(id));
const upTo = (count: number): number[] => ids(rows(count));

interface Shape {
	/** The largest page the server gives. */
	cap?: number;
	/** How the answer tells where it stands. */
	tells?: 'meta' | 'next' | 'current' | 'links' | 'nothing';
	included?: boolean;
}

const size = ({ query }: Seen): number => Number(query['page[size]']);
const page = ({ query }: Seen): number => Number(query['page[number]']);

/** One page, the way the API gives it. */
function paged(
	all: Row[],
	seen: Seen,
	{ cap = 1000, tells = 'meta', included }: Shape = {},
): Reply {
	const each = Math.min(size(seen), cap);
	const number = page(seen);
	const data = all.slice((number - 1) * each, number * each);
	const pages = Math.ceil(all.length / each);
	const next = number < pages ? number + 1 : null;
	const told = {
		meta: {
			meta: {
				'current-page': number,
				'next-page': next,
				'total-pages': pages,
				'total-count': all.length,
			},
		},
		next: { meta: { 'next-page': next } },
		current: { meta: { 'current-page': number, 'total-pages': pages } },
		links: {
			links: next === null ? {} : { next: `http://evil.example.com/?page[number]=${next}` },
		},
		nothing: {},
	}[tells];
	return {
		json: {
			data,
			...told,
			...(included === true && { included: [{ id: '1', type: 'locations', attributes: {} }] }),
		},
	};
}

async function list(
	handle: (seen: Seen, count: number) => Reply,
	request: Partial<ListRequest> = {},
	timeoutMs = 20_000,
) {
	const server = await startServer(handle);
	const { client } = await connect(server.url, { timeoutMs });
	const answer = client.list({ path: '/things', pageSize: 100, ...request });
	return { answer, seen: server.seen, client };
}

describe('a list', () => {
	// Pages overlap by a record, so that one more is needed now and then; a list of one page takes one.
	it.each([
		[0, 1],
		[1, 1],
		[99, 1],
		[100, 1],
		[101, 2],
		[999, 11],
		[1000, 11],
		[2345, 27],
	])('of %i records is read whole, in order, once, in %i requests', async (count, requests) => {
		const { answer, seen } = await list((each) => paged(rows(count), each), {
			query: { sort: 'name' },
		});
		const { records, complete } = await answer;
		expect(ids(records)).toEqual(upTo(count));
		expect(complete).toBe(true);
		expect(seen).toHaveLength(requests);
		expect(seen.every(({ query }) => query.sort === 'name')).toBe(true);
	});

	it.each<NonNullable<Shape['tells']>>(['next', 'current', 'links', 'nothing'])(
		'is read whole when the answers tell by: %s',
		async (tells) => {
			const { answer, seen } = await list((each) => paged(rows(250), each, { tells }));
			expect(ids((await answer).records)).toEqual(upTo(250));
			expect(seen.length).toBeLessThanOrEqual(4);
		},
	);

	it('is read whole when the server gives smaller pages than asked for', async () => {
		const { answer } = await list((each) => paged(rows(730), each, { cap: 30 }));
		expect(ids((await answer).records)).toEqual(upTo(730));
	});

	it('is taken as it is when the route does not page', async () => {
		const { answer } = await list(() => ({ json: { data: rows(250) } }));
		expect(ids((await answer).records)).toEqual(upTo(250));
	});

	it('asks for pages at the same time, but not for too many', async () => {
		let open = 0;
		let most = 0;
		const { answer } = await list((each) => {
			open += 1;
			most = Math.max(most, open);
			setTimeout(() => {
				open -= 1;
			}, 20);
			return { ...(paged(rows(3000), each) as object), delayMs: 20 + (page(each) % 3) * 10 };
		});
		expect(ids((await answer).records)).toEqual(upTo(3000));
		expect(most).toBeGreaterThan(1);
		expect(most).toBeLessThanOrEqual(12);
	});

	it('gives what is included once', async () => {
		const { answer } = await list((each) => paged(rows(300), each, { included: true }));
		expect((await answer).included).toEqual([{ id: '1', type: 'locations', attributes: {} }]);
	});

	it('tries the other path when a route does not exist, once for all pages', async () => {
		const { answer, seen } = await list(
			(each) => (each.path === '/old' ? { status: 404, text: '<html>' } : paged(rows(300), each)),
			{ path: ['/old', '/new'] },
		);
		expect(ids((await answer).records)).toEqual(upTo(300));
		expect(seen.filter(({ path }) => path === '/old')).toHaveLength(1);
	});

	it('passes over what is no record', async () => {
		const { answer } = await list(() => ({
			json: { data: [null, 'x', row(1)], meta: { 'next-page': null } },
		}));
		expect(ids((await answer).records)).toEqual([1]);
		const single = await list(() => ({ json: { data: row(7), meta: { 'next-page': null } } }));
		expect(ids((await single.answer).records)).toEqual([7]);
	});
});

describe('a limit', () => {
	it.each([
		[1, [1]],
		[50, [50]],
		[100, [100]],
		[150, [100, 99]],
		[250, [100, 99, 98]],
	])('of %i asks only for pages of %j', async (limit, sizes) => {
		const { answer, seen } = await list((each) => paged(rows(1000), each), { limit });
		const { records, complete } = await answer;
		expect(ids(records)).toEqual(upTo(limit));
		expect(complete).toBe(false);
		expect(seen.map(size)).toEqual(sizes);
	});

	it('above 1000 works, and one that is not reached is complete', async () => {
		const { answer } = await list((each) => paged(rows(3500), each), {
			limit: 2500,
			pageSize: 5000,
		});
		expect(ids((await answer).records)).toEqual(upTo(2500));
		const small = await list((each) => paged(rows(30), each), { limit: 2500 });
		expect(await small.answer).toMatchObject({ complete: true });
		const exact = await list((each) => paged(rows(50), each), { limit: 50 });
		expect(await exact.answer).toMatchObject({ complete: true });
	});

	it('of nothing asks nothing', async () => {
		const { answer, seen } = await list((each) => paged(rows(3), each), { limit: 0 });
		expect(await answer).toEqual({ records: [], included: [], complete: false });
		expect(seen).toHaveLength(0);
	});

	it('counts what is kept, and stops as soon as there is enough', async () => {
		const keep = ({ id }: { id: string }): boolean => Number(id) % 10 === 0;
		const { answer, seen } = await list((each) => paged(rows(5000), each), { keep, limit: 15 });
		const { records, complete } = await answer;
		expect(ids(records)).toEqual(Array.from({ length: 15 }, (_each, place) => (place + 1) * 10));
		expect(complete).toBe(false);
		expect(seen.length).toBeLessThan(15);
		const all = await list((each) => paged(rows(500), each), { keep });
		expect((await all.answer).records).toHaveLength(50);
	});
});

it('gives ids as text, also where a server sends numbers', async () => {
	const { answer } = await list(() => ({
		json: {
			data: [{ id: 5, type: 'things', attributes: {} }],
			included: [{ id: 7, type: 'others', attributes: {} }],
			meta: { 'next-page': null, 'total-pages': 1, 'total-count': 1 },
		},
	}));
	const { records, included } = await answer;
	expect([...records, ...included].map(({ id }) => id)).toEqual(['5', '7']);
});

describe('trouble', () => {
	const slow: Reply = {
		status: 422,
		json: { errors: [{ detail: 'Request took too long and timed out' }] },
	};

	it.each<[string, Reply, number, number]>([
		['the API says so', slow, 1000, 250],
		['a 504', { status: 504, text: '<html>' }, 1000, 500],
		['no answer in time', 'silence', 1000, 500],
		['the API says so, odd sizes', slow, 125, 25],
		['the API says so, a prime size', slow, 97, 40],
		['the API says so, down to one', slow, 6, 1],
	])('smaller pages when it takes too long: %s (%#)', async (_name, bad, pageSize, bearable) => {
		// A request for each record takes its time.
		const count = bearable === 1 ? 123 : 1234;
		const { answer, seen } = await list(
			(each) => (size(each) > bearable ? bad : paged(rows(count), each)),
			{ pageSize },
			timeoutFor(bad),
		);
		const { records } = await answer;
		expect(ids(records)).toEqual(upTo(count));
		const large = seen.filter((each) => size(each) > bearable).length;
		expect(large).toBeLessThanOrEqual(8 * 3);
	});

	it('in the middle: the rest is read in smaller pages', async () => {
		const { answer, seen } = await list(
			(each) =>
				size(each) > 50 && (page(each) - 1) * size(each) >= 500 ? slow : paged(rows(2000), each),
			{ pageSize: 100 },
		);
		expect(ids((await answer).records)).toEqual(upTo(2000));
		expect(seen.filter((each) => size(each) <= 50).length).toBeGreaterThan(20);
	});

	it('one record that takes too long is an error, after tries', async () => {
		const { answer, seen } = await list(() => slow, { pageSize: 2 });
		expect(await faultOf(answer)).toMatchObject({ kind: 'http', status: 422 });
		expect(seen).toHaveLength(5);
	});

	it.each<[string, Reply]>([
		['429', { status: 429, headers: { 'retry-after': '2' } }],
		['503', { status: 503 }],
		['a reset', 'reset'],
		['a cut', 'cut'],
		['HTML', { text: '<html>' }],
	])('%s at the first, a middle and the last page is got over', async (_name, bad) => {
		const hit = new Set<number>();
		const { answer } = await list((each) => {
			if (![1, 5, 20].includes(page(each)) || hit.has(page(each))) return paged(rows(2000), each);
			hit.add(page(each));
			return bad;
		});
		expect(ids((await answer).records)).toEqual(upTo(2000));
	});

	it('401 in the middle ends it, and nothing goes on behind', async () => {
		const { answer, seen } = await list((each) =>
			page(each) === 7
				? { status: 401, json: { errors: [{ title: 'Unauthorized' }] } }
				: paged(rows(10_000), each),
		);
		expect(await faultOf(answer)).toMatchObject({ status: 401 });
		const sent = seen.length;
		expect(sent).toBeLessThan(20);
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect(seen).toHaveLength(sent);
		expect(seen.filter((each) => page(each) === 7)).toHaveLength(1);
	});

	it('records that stay missing are an error', async () => {
		const { answer, seen } = await list((each) => {
			const reply = paged(rows(300), each) as { json: { data: Row[] } };
			reply.json.data = reply.json.data.filter(({ id }) => id !== '150');
			return reply;
		});
		expect(await faultOf(answer)).toMatchObject({
			kind: 'malformed',
			message: expect.stringMatching(/300.*299/),
		});
		expect(seen).toHaveLength(12);
	});

	it('pages without end that bring nothing new are an error', async () => {
		const { answer, seen } = await list(() => ({
			json: { data: rows(100), meta: { 'next-page': 2 } },
		}));
		expect(await faultOf(answer)).toMatchObject({ kind: 'malformed' });
		expect(seen.length).toBeLessThan(6);
	});

	it('pages that bring nothing new are an error, however many records are announced', async () => {
		const meta = { 'next-page': 2, 'total-pages': 1e13, 'total-count': 1e15 };
		const { answer, seen } = await list(() => ({ json: { data: rows(100), meta } }));
		expect(await faultOf(answer)).toMatchObject({ kind: 'malformed' });
		expect(seen.length).toBeLessThan(200);
	});

	it('a list that repeats a record of its own accord is whole when it does so again', async () => {
		const twice = [...rows(150), row(1), ...rows(200).slice(150)];
		const { answer, seen } = await list((each) => paged(twice, each));
		expect(ids((await answer).records)).toEqual(upTo(200));
		expect(seen).toHaveLength(6);
	});

	it('pages too small to overlap are believed when they come twice alike', async () => {
		let all = rows(6);
		const { answer, seen } = await list(
			(each, count) => {
				if (count === 2) all = [...all.slice(1), row(7)];
				return paged(all, each);
			},
			{ pageSize: 2 },
		);
		expect(ids((await answer).records)).toEqual([2, 3, 4, 5, 6, 7]);
		expect(seen).toHaveLength(9);
	});
});

describe('a list that changes while it is read', () => {
	it('a record deleted in the middle: none that was there throughout is missing', async () => {
		let all = rows(500);
		const { answer } = await list((each, count) => {
			if (count === 3) all = all.filter(({ id }) => id !== '5');
			return paged(all, each);
		});
		const found = ids((await answer).records);
		expect(new Set(found).size).toBe(found.length);
		expect(found).toEqual(expect.arrayContaining(upTo(500).filter((id) => id !== 5)));
	});

	it('a record inserted at the front: each is given once', async () => {
		let all = rows(500);
		const { answer } = await list((each, count) => {
			if (count === 3) all = [row(9000), ...all];
			return paged(all, each);
		});
		const found = ids((await answer).records);
		expect(new Set(found).size).toBe(found.length);
		expect(found).toEqual(expect.arrayContaining(upTo(500)));
	});

	it('changing all the time: read once', async () => {
		let all = rows(300);
		let next = 1000;
		const { answer, seen } = await list((each) => {
			next += 1;
			all = [...all, row(next)];
			return paged(all, each);
		});
		expect(ids((await answer).records)).toEqual(expect.arrayContaining(upTo(300)));
		expect(seen.length).toBeLessThanOrEqual(5);
	});

	it('growing at the end: what came last is read too', async () => {
		let all = rows(200);
		const { answer } = await list((each) => {
			if (page(each) === 2) all = rows(350);
			return paged(all, each);
		});
		expect(ids((await answer).records)).toEqual(upTo(350));
	});

	it('most of it deleted, in front of what is read next: what is left is given', async () => {
		let all = rows(3000);
		const { answer } = await list((each, count) => {
			if (count === 12) all = all.filter(({ id }) => Number(id) % 7 === 0);
			return paged(all, each);
		});
		const found = ids((await answer).records);
		expect(new Set(found).size).toBe(found.length);
		expect(found).toEqual(expect.arrayContaining(upTo(3000).filter((id) => id % 7 === 0)));
	});

	it('that never holds still is an error, after a bounded number of requests', async () => {
		let first = 1;
		const { answer, seen } = await list((each) => {
			first += 500;
			const all = Array.from({ length: 1000 }, (_each, place) => row(first + place));
			return paged(all, each);
		});
		expect(await faultOf(answer)).toMatchObject({
			kind: 'malformed',
			message: expect.stringMatching(/changed faster/),
		});
		expect(seen.length).toBeLessThan(1000);
	});

	it('emptied under our hands: what is left is given', async () => {
		let all = rows(3000);
		const { answer } = await list((each) => {
			if (page(each) > 1) all = rows(3);
			return paged(all, each);
		});
		// And the first page, which was there when it was read.
		expect(ids((await answer).records)).toEqual(upTo(100));
	});
});
