/** A searched list longer than a page: what matches is looked for in the whole of it, or a line says that it was not. */
import type { INodeListSearchItems } from 'n8n-workflow';
import { searchMethod } from '../../../nodes/ITGlue/description/methods';
import { listSearch } from '../../helpers/harness';
import { useSandbox } from './support';

const bench = useSandbox();

/** As many organizations as asked for, in the order of their names; every one named in `special` at its place. */
function fill(count: number, special: ReadonlyMap<number, string>): void {
	for (let at = 0; at < count; at += 1) {
		const name = `${String(at).padStart(6, '0')} ${special.get(at) ?? 'Client'}`;
		bench.sandbox.store.insert('organizations', { name });
	}
}

async function search(filter: string): Promise<INodeListSearchItems[]> {
	const results: INodeListSearchItems[] = [];
	let paginationToken: string | undefined;
	for (let page = 0; page < 5; page += 1) {
		const answer = await listSearch(searchMethod('Organizations'), {
			parameters: { resource: 'organization', operation: 'get' },
			credentials: bench.credentials(),
			filter,
			paginationToken,
		});
		results.push(...answer.results);
		if (answer.paginationToken === undefined) break;
		paginationToken = String(answer.paginationToken);
	}
	return results;
}

it('shows the match of the first page and those beyond it', async () => {
	const places = [3, 1001, 1050, 1100, 1150, 1190];
	fill(1200, new Map(places.map((at) => [at, 'Harbour Dental'])));
	expect(await search('harbour dent')).toHaveLength(places.length);
});

it('finds what is on the last of ten pages, without scrolling', async () => {
	fill(10_000, new Map([[9_990, 'Zenith Example']]));
	const answer = await listSearch(searchMethod('Organizations'), {
		parameters: { resource: 'organization', operation: 'get' },
		credentials: bench.credentials(),
		filter: 'zenith',
	});
	expect(answer.results.map(({ name }) => name)).toEqual(['009990 Zenith Example']);
});

it('reads the list once while somebody types', async () => {
	fill(1200, new Map([[1100, 'Harbour Dental']]));
	await search('harb');
	const { length } = bench.sandbox.journal;
	for (const filter of ['harbo', 'harbou', 'harbour']) expect(await search(filter)).toHaveLength(1);
	expect(bench.sandbox.journal).toHaveLength(length);
});

it('looks again for what is not there: it may have been created just now', async () => {
	expect(await search('brand new')).toEqual([]);
	fill(1, new Map([[0, 'Brand New Example']]));
	expect(await search('brand new')).toHaveLength(1);
});

it('says how far it searched where the list is longer still', async () => {
	fill(20_100, new Map([[20_090, 'Zenith Example']]));
	const results = await search('zenith');
	expect(results).toEqual([
		{
			name: expect.stringMatching(
				/^Only the first 20,000 of 20,1\d\d were searched\. Use By Name or By ID/,
			),
			value: '',
		},
	]);
});

it.each([
	[undefined, [{ name: 'IT Glue shows no organizations to this API key', value: '' }]],
	['2', []],
])('ends where an answer without a count holds nothing (page %s)', async (page, results) => {
	bench.sandbox.faults.add({ kind: 'status', status: 200, times: 1, body: { data: [] } });
	const call = { parameters: {}, credentials: bench.credentials(), paginationToken: page };
	expect(await listSearch('searchOrganizations', call)).toEqual({ results });
	expect(bench.sandbox.journal).toHaveLength(1);
});
