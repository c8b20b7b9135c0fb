/** Lists that tell little or nonsense about themselves: all of it, or an error; never a part of it as if it were all. */
import type { ListRequest } from '../../../nodes/ITGlue/transport';
import { connect, useServers, type Reply, type Seen } from './support';

const startServer = useServers();

type Row = { id: string; type: string; attributes: object };

const rows = (count: number): Row[] =>
	Array.from({ length: count }, (_each, at) => ({
		id: String(at + 1),
		type: 'things',
		attributes: { n: at },
	}));
const upTo = (count: number): number[] => rows(count).map(({ id }) => Number(id));

interface Told {
	number: number;
	pages: number;
	total: number;
}

/** A page of rows, at most `cap`, beside whatever the server tells. */
function pageOf(all: Row[], { query }: Seen, cap: number, tell: (told: Told) => object): Reply {
	const size = Math.min(Number(query['page[size]']), cap);
	const number = Number(query['page[number]']);
	const data = all.slice((number - 1) * size, number * size);
	return {
		json: { data, ...tell({ number, pages: Math.ceil(all.length / size), total: all.length }) },
	};
}

async function read(handle: (seen: Seen) => Reply, request: Partial<ListRequest> = {}) {
	const server = await startServer(handle);
	const { client } = await connect(server.url, { timeoutMs: 20_000 });
	const answer = await client.list({ path: '/things', pageSize: 1000, ...request });
	return { ...answer, ids: answer.records.map(({ id }) => Number(id)), asked: server.seen.length };
}

const next = ({ number, pages }: Told): number | null => (number < pages ? number + 1 : null);

describe.each<[string, (told: Told) => object]>([
	['nothing', () => ({})],
	['empty meta and links', () => ({ meta: {}, links: {} })],
	['null', () => ({ meta: null, links: null })],
	['links of empty texts', () => ({ links: { self: '', next: '', last: '' } })],
	['a next page that is none', () => ({ meta: { 'next-page': 'soon', 'total-count': 'many' } })],
	['next page 1 on every page', () => ({ meta: { 'next-page': 1 } })],
	['the count alone', ({ total }) => ({ meta: { 'total-count': total } })],
	['the count alone, as text', ({ total }) => ({ meta: { 'total-count': ` ${total} ` } })],
	[
		'texts',
		(told) => ({
			meta: {
				'current-page': String(told.number),
				'next-page': next(told) === null ? '' : String(next(told)),
				'total-count': String(told.total),
			},
		}),
	],
	[
		'nonsense beside the next page',
		(told) => ({
			meta: { 'current-page': -1, 'next-page': next(told), 'total-pages': 0.5, 'total-count': -7 },
		}),
	],
	[
		'false for no next page',
		(told) => ({ meta: { 'current-page': told.number, 'next-page': next(told) ?? false } }),
	],
])('a server that tells %s', (_name, tell) => {
	it.each([
		[250, 100],
		[250, 1000],
		[100, 100],
		[101, 100],
		[1, 100],
		[2, 100],
		[0, 100],
		[7, 1],
		[5, 2],
	])('%i records in pages of %i at most', async (count, cap) => {
		const { ids } = await read((seen) => pageOf(rows(count), seen, cap, tell));
		expect(ids).toEqual(upTo(count));
	});

	it('up to a limit', async () => {
		const { ids } = await read((seen) => pageOf(rows(250), seen, 100, tell), { limit: 150 });
		expect(ids).toEqual(upTo(150));
	});
});

it('one request more shows that a short list was all', async () => {
	const { asked } = await read((seen) => pageOf(rows(30), seen, 1000, () => ({})));
	expect(asked).toBe(2);
});

it('next page 1 on the only page is no further page', async () => {
	const meta = {
		'current-page': 1,
		'next-page': 1,
		'prev-page': null,
		'total-pages': 1,
		'total-count': 2,
	};
	const { ids, asked } = await read(() => ({
		json: { data: rows(2), meta, links: { self: '', next: '', last: '' } },
	}));
	expect(ids).toEqual([1, 2]);
	expect(asked).toBe(1);
});

describe('records of one ID', () => {
	const twice = [
		...rows(2),
		{ id: '2', type: 'things', attributes: { n: 'other' } },
		{ id: '2', type: 'things', attributes: { n: 1 } },
	];
	const tell = (told: Told): object => ({
		meta: { 'current-page': told.number, 'next-page': next(told), 'total-count': told.total },
	});

	it('on one page are two where they differ, one where they do not', async () => {
		const { records } = await read((seen) => pageOf(twice, seen, 1000, tell));
		expect(records.map(({ attributes }) => attributes.n)).toEqual([0, 1, 'other']);
	});

	it('on two pages are one', async () => {
		let edits = 0;
		const { ids } = await read((seen) => {
			const all = rows(250).map((row) => ({ ...row, attributes: { n: (edits += 1) } }));
			return pageOf(all, seen, 100, tell);
		});
		expect(ids).toEqual(upTo(250));
	});
});
