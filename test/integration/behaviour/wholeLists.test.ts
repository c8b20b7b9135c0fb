/** Get Many of all records in a chosen order, while they change; and by lists of IDs of any length and form. */
import type { IDataObject } from 'n8n-workflow';
import type { StoredRecord } from '../../../sandbox';
import { forward, startHost, type Host } from '../../hostile/servers';
import { jsons, lines, said, useSandbox } from './support';

const bench = useSandbox();
const PEOPLE = 2600;

let people: StoredRecord[];

beforeEach(() => {
	const organization = bench.organization(2);
	people = Array.from({ length: PEOPLE }, (_each, at) =>
		bench.add('contacts', organization, {
			first_name: `P${String((at * 7919) % PEOPLE).padStart(5, '0')}`,
			last_name: at % 3 === 0 ? 'Moreau' : at % 3 === 1 ? 'moreau' : 'Abel',
			title: at % 5 === 0 ? null : `T${at % 4}`,
		}),
	);
	bench.sandbox.journal.length = 0;
});

const sortBy = (...rules: Array<[string, ('asc' | 'desc')?]>): IDataObject => ({
	sort: { rule: rules.map(([key, direction = 'asc']) => ({ key, direction })) },
});

const mine = (records: IDataObject[]): IDataObject[] =>
	records.filter(({ first_name: name }) => /^P\d{5}/.test(String(name)));

describe('Return All in a chosen order', () => {
	let host: Host;

	beforeAll(async () => {
		let asked = 0;
		host = await startHost(async (arrival) => {
			const answer = await forward(bench.sandbox.url, arrival);
			// Between two pages somebody renames records, so that they move past the reader.
			asked += 1;
			for (const [at, person] of people.entries())
				if (at % 50 === asked % 50)
					person.attributes.first_name = `P${String((at * 31 * asked) % 99_999).padStart(5, '0')}`;
			return answer;
		});
	});
	afterAll(async () => await host.stop());

	it('is whole while records are renamed, and in that order', async () => {
		const result = await bench.run(
			'contact',
			'getAll',
			{ returnAll: true, options: sortBy(['first_name']) },
			{ credentials: { baseUrl: host.url } },
		);
		const names = mine(jsons(result)).map(({ first_name: name }) => String(name));
		expect(names).toHaveLength(PEOPLE);
		expect(names).toEqual([...names].sort());
		const ids = jsons(result).map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
	});

	it('a limit above the number of records is no less whole', async () => {
		const result = await bench.run(
			'contact',
			'getAll',
			{ limit: 10_000, options: sortBy(['first_name', 'desc']) },
			{ credentials: { baseUrl: host.url } },
		);
		expect(mine(jsons(result))).toHaveLength(PEOPLE);
	});
});

it('gives the same as IT Glue does: case, ties, several keys, downwards', async () => {
	for (const rules of [
		[['last_name'], ['first_name', 'desc']],
		[
			['last_name', 'desc'],
			['id', 'desc'],
		],
		[['name']],
		[['created_at', 'desc'], ['first_name']],
	] as Array<Array<[string, ('asc' | 'desc')?]>>) {
		const options = sortBy(...rules);
		const all = await bench.run('contact', 'getAll', { returnAll: true, options });
		const some = await bench.run('contact', 'getAll', { limit: 900, options });
		const names = (records: IDataObject[]): string[] =>
			records.map(({ last_name: last, first_name: first }) =>
				`${String(last)} ${String(first)}`.toLowerCase(),
			);
		expect(names(jsons(all)).slice(0, 900)).toEqual(names(jsons(some)));
	}
});

it('a limit in a chosen order is one request', async () => {
	await bench.run('contact', 'getAll', { limit: 50, options: sortBy(['first_name']) });
	expect(lines(bench.sandbox.journal)).toHaveLength(1);
});

describe('the filter IDs', () => {
	const byIds = async (ids: unknown, more: IDataObject = {}) =>
		await bench.run('contact', 'getAll', { returnAll: true, filters: { ids }, ...more });

	it.each<[string, (ids: string[]) => unknown]>([
		['one a line', (ids) => ids.join('\n')],
		['with semicolons', (ids) => ids.join('; ')],
		['with blanks and tabs', (ids) => ids.join(' \t')],
		['as JSON', (ids) => JSON.stringify(ids)],
		['as numbers in a list', (ids) => `={{ [${ids.join(',')}] }}`],
		['as a list of records', (ids) => `={{ [${ids.map((id) => `{ "id": "${id}" }`).join(',')}] }}`],
	])('%s', async (_form, spell) => {
		const ids = [people[5], people[2], people[9]].map((person) => String(person?.id));
		const result = await byIds(spell(ids));
		expect(said(result)).toBe('(success)');
		expect(jsons(result).map(({ id }) => id)).toEqual(
			[...ids].sort((a, b) => Number(a) - Number(b)),
		);
	});

	it('names what is no ID, and asks nothing', async () => {
		const result = await byIds(`${people[1]?.id}\nCARD-7`);
		expect(result.error?.message).toMatch(
			/^The filter "IDs" must be IDs, which consist of digits only/,
		);
		expect(result.error?.description).toContain('CARD-7');
		expect(bench.sandbox.journal).toHaveLength(0);
		expect((await byIds('={{ [] }}')).error?.message).toBe('The filter "IDs" is empty');
	});

	it('takes 2,500 of them: in portions, each record once, sorted, up to the limit', async () => {
		const ids = [...people.slice(0, 2500), ...people.slice(0, 3)].map(({ id }) => id);
		const all = await byIds(ids.join('\n'));
		expect(jsons(all).map(({ id }) => id)).toEqual(
			[...new Set(ids)].sort((a, b) => Number(a) - Number(b)),
		);
		for (const { query } of bench.sandbox.journal) {
			expect(encodeURIComponent(query['filter[id]'] ?? '').length).toBeLessThan(8000);
		}
		expect(bench.sandbox.journal.length).toBeLessThan(12);
		const some = await byIds(ids.join(','), {
			returnAll: false,
			limit: 7,
			options: sortBy(['first_name', 'desc']),
		});
		const names = people
			.slice(0, 2500)
			.map(({ attributes }) => String(attributes.first_name))
			.sort()
			.reverse();
		expect(jsons(some).map(({ first_name: name }) => name)).toEqual(names.slice(0, 7));
	});
});

it.each([', ', ',', ' ', ' , '])(
	'Exclude IDs leaves out each of several, parted by %j',
	async (between) => {
		const data = ['1', '2', '3'].map((id) => ({
			id,
			type: 'organizations',
			attributes: { name: `Client ${id}` },
		}));
		// As an IT Glue that takes a list for one value would answer; asked twice, to see whether it is still so.
		bench.sandbox.faults.add({
			kind: 'status',
			status: 200,
			times: 2,
			body: { data, meta: { 'total-count': 3 } },
		});
		const ran = await bench.run('organization', 'getAll', {
			returnAll: true,
			filters: { excludeIds: ['1', '3'].join(between) },
		});
		expect(jsons(ran)).toMatchObject([{ id: '2', name: 'Client 2' }]);
	},
);
