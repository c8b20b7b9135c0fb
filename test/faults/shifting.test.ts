/**
 * Lists that change while they are read: whatever was there from the first page to the last is given exactly once,
 * also where an insert and a delete leave the count as it was.
 */
import { fc } from '../helpers/properties';
import type { IDataObject } from 'n8n-workflow';
import type { Sandbox, StoredRecord } from '../../sandbox';
import { runNode, type RunNodeResult } from '../helpers/harness';
import { settle } from '../../nodes/ITGlue/concurrency';
import { ApiFault, type ApiAnswer, type ApiDocument } from '../../nodes/ITGlue/transport';
import { readList } from '../../nodes/ITGlue/transport/paging/list';
import { connect, startServer } from '../integration/transport/support';
import { automatic, byId } from '../helpers/parameters';
import { Lanes, type Lane } from './lanes';
import { beforeEachRequest } from './watch';
import { LONG_TEST_MS } from '../helpers/patience';

// --- At the transport ---

const numbers = (count: number): number[] => Array.from({ length: count }, (_each, at) => at + 1);

/** A page of a list in the order of its ids. */
function pageOf(rows: readonly number[], query: Record<string, string>): object {
	const size = Number(query['page[size]']);
	const number = Number(query['page[number]']);
	const sorted = [...rows].sort((a, b) => (query.sort === '-id' ? b - a : a - b));
	const data = sorted
		.slice((number - 1) * size, number * size)
		.map((id) => ({ id: String(id), type: 'things', attributes: { name: `Thing ${id}` } }));
	const pages = Math.max(1, Math.ceil(rows.length / size));
	return {
		data,
		meta: {
			'current-page': number,
			'next-page': number < pages ? number + 1 : null,
			'total-pages': pages,
			'total-count': rows.length,
		},
	};
}

interface Outcome {
	ids: number[];
	/** Set where reading ended in an error instead. */
	fault?: { kind: string };
	requests: number;
}

/** Reads a list of which `change` makes something else before the given request is answered. */
async function read(
	count: number,
	pageSize: number,
	change: (rows: number[], request: number) => number[],
): Promise<Outcome> {
	let rows = numbers(count);
	const server = await startServer((seen, request) => {
		rows = change(rows, request);
		return { json: pageOf(rows, seen.query) };
	});
	try {
		const { client } = await connect(server.url);
		const { records } = await client.list({ path: '/things', query: { sort: 'id' }, pageSize });
		return { ids: records.map(({ id }) => Number(id)), requests: server.seen.length };
	} catch (fault) {
		return { ids: [], fault: fault as { kind: string }, requests: server.seen.length };
	} finally {
		await server.close();
	}
}

const without = (rows: number[], gone: number): number[] => rows.filter((id) => id !== gone);

describe('an insert and a delete between two pages that cancel out in the count', () => {
	it.each([2, 3, 4, 5, 10])('before request %i', async (moment) => {
		const { ids, fault } = await read(1000, 100, (rows, request) =>
			request === moment ? [...without(rows, 5), 1001] : rows,
		);
		expect(fault).toBeUndefined();
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids).toEqual(expect.arrayContaining(without(numbers(1000), 5)));
	});

	it('again and again', async () => {
		const { ids, fault } = await read(500, 50, (rows, request) =>
			request > 1 && request <= 12 ? [...without(rows, request), 500 + request] : rows,
		);
		expect(fault).toBeUndefined();
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids).toEqual(expect.arrayContaining(numbers(500).slice(12)));
	});

	it('the insert in front, the delete behind', async () => {
		const { ids, fault } = await read(1000, 100, (rows, request) =>
			request === 3 ? [...without(rows, 1000), 0.5] : rows,
		);
		expect(fault).toBeUndefined();
		expect(ids).toEqual(expect.arrayContaining(numbers(999)));
	});
});

it('several records deleted while several pages are under way', async () => {
	const { ids, fault } = await read(1000, 100, (rows, request) =>
		request === 4 ? rows.filter((id) => id % 20 !== 1) : rows,
	);
	expect(fault).toBeUndefined();
	expect(ids).toEqual(expect.arrayContaining(numbers(1000).filter((id) => id % 20 !== 1)));
});

it('a list that holds still takes hardly more requests than it has pages', async () => {
	for (const [count, atMost] of [
		[100, 1],
		[101, 2],
		[950, 11],
		[2000, 23],
	] as const) {
		const { ids, requests } = await read(count, 100, (rows) => rows);
		expect(ids).toEqual(numbers(count));
		expect(requests).toBeLessThanOrEqual(atMost);
	}
});

/** What happens to a list before a page of it is answered. */
type Event = { insert: number } | { remove: number };

const EVENT: fc.Arbitrary<Event> = fc.oneof(
	// Between the ids that were there.
	fc.record({ insert: fc.integer({ min: 0, max: 220 }).map((id) => id + 0.5) }),
	fc.record({ remove: fc.integer({ min: 1, max: 200 }) }),
);

/** A page and, before it, changes of the list; `turns`: how long it takes to be worked out. */
const ANSWER = fc.record({
	events: fc.array(EVENT, { maxLength: 8 }),
	turns: fc.integer({ min: 0, max: 4 }),
});

it(
	'whatever happens in between, answers in any order: given once, or an error, never left out',
	async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 200 }),
				// Also pages too small to share a record.
				fc.oneof(fc.integer({ min: 20, max: 60 }), fc.integer({ min: 2, max: 9 })),
				fc.array(ANSWER, { maxLength: 12 }),
				async (count, pageSize, answers) => {
					const gone = new Set<number>();
					let rows = numbers(count);
					let asked = 0;
					const get = async (query: Record<string, string>): Promise<ApiAnswer> => {
						const { events, turns } = answers[asked] ?? { events: [], turns: 0 };
						asked += 1;
						for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
						// The first answer says how things stand when reading begins.
						for (const event of asked > 1 ? events : []) {
							if ('insert' in event) rows = [...without(rows, event.insert), event.insert];
							else {
								gone.add(event.remove);
								rows = without(rows, event.remove);
							}
						}
						return { status: 200, document: pageOf(rows, query) as ApiDocument, ambiguous: false };
					};
					const incomplete = (message: string): ApiFault =>
						new ApiFault({ kind: 'malformed', method: 'GET', path: '/things', message });
					const list = { path: '/things', query: { sort: 'id' }, pageSize };
					const outcome = await settle(
						readList(list, { concurrency: 8, page: () => get, incomplete }),
					);
					if ('reason' in outcome) {
						expect(outcome.reason).toMatchObject({ kind: 'malformed' });
						return;
					}
					const ids = outcome.value.records.map(({ id }) => Number(id));
					expect(new Set(ids).size).toBe(ids.length);
					const stayed = numbers(count).filter((id) => !gone.has(id));
					expect(ids).toEqual(expect.arrayContaining(stayed));
				},
			),
			{ numRuns: 5000, interruptAfterTimeLimit: 6000, markInterruptAsFailure: false },
		);
	},
	LONG_TEST_MS,
);

// --- In the node ---

const lanes = new Lanes();

beforeAll(async () => await lanes.open(1));

afterAll(async () => await lanes.close());

interface World {
	home: StoredRecord;
	people: StoredRecord[];
}

function peopled({ store }: Sandbox, count: number): World {
	const home = store.insert('organizations', { name: 'Example Client' });
	const people = numbers(count).map((number) =>
		store.insert('contacts', {
			organization_id: Number(home.id),
			first_name: `Person${number}`,
			last_name: 'Example',
			title: 'Assistant',
			contact_emails: [],
			contact_phones: [],
		}),
	);
	return { home, people };
}

/** One contact leaves and another one comes: the count stays. */
function swap({ store }: Sandbox, { home }: World, leaving: StoredRecord | undefined): void {
	if (leaving) store.remove('contacts', leaving.id);
	store.insert('contacts', {
		organization_id: Number(home.id),
		first_name: 'Newcomer',
		last_name: 'Example',
		title: null,
		contact_emails: [],
		contact_phones: [],
	});
}

const run = async (
	{ sandbox, url }: Lane,
	operation: string,
	parameters: IDataObject,
	input: IDataObject[] = [{}],
): Promise<RunNodeResult> =>
	await runNode({
		parameters: { resource: 'contact', operation, ...parameters },
		input,
		credentials: { apiKey: sandbox.keys.full, region: 'custom', baseUrl: url },
	});

/** The records in the order in which a list gives them that is sorted by id. */
const inOrderOfIds = (records: StoredRecord[]): StoredRecord[] =>
	[...records].sort((a, b) => Number(a.id) - Number(b.id));

describe.each([2, 3, 4])('one contact leaves and one comes before request %i', (moment) => {
	it('Get Many gives all that stayed, each once', async () => {
		await lanes.use(async (lane) => {
			const { sandbox } = lane;
			const world = peopled(sandbox, 900);
			const [leaving] = world.people;
			beforeEachRequest(sandbox, (_entry, number) => {
				if (number === moment) swap(sandbox, world, leaving);
			});
			const result = await run(lane, 'getAll', {
				organizationId: byId(world.home.id),
				returnAll: true,
				// With something included a page holds 200.
				options: { include: ['location'] },
			});
			expect(result.error?.message).toBeUndefined();
			const ids = result.output.map(({ json }) => String(json.id));
			expect(new Set(ids).size).toBe(ids.length);
			expect(ids).toEqual(
				expect.arrayContaining(
					world.people.filter((person) => person !== leaving).map(({ id }) => id),
				),
			);
		});
	});
});

it('Create or Update does not create again what slipped from one page to the other', async () => {
	await lanes.use(async (lane) => {
		const { sandbox } = lane;
		const world = peopled(sandbox, 1050);
		const [leaving] = world.people;
		// The first one of the second page of a thousand.
		const slipping = inOrderOfIds(world.people)[1000];
		const { first_name: first } = slipping?.attributes ?? {};
		beforeEachRequest(sandbox, ({ query }) => {
			if (query['page[number]'] === '2' && leaving && sandbox.store.find('contacts', leaving.id))
				swap(sandbox, world, leaving);
		});
		const result = await run(
			lane,
			'upsert',
			{
				organizationId: byId(world.home.id),
				fields: automatic('first_name', 'last_name'),
			},
			[{ first_name: first as string, last_name: 'Example', title: 'Manager' }],
		);
		expect(result.error?.message).toBeUndefined();
		expect(result.output.map(({ json }) => [json._action, json.id])).toEqual([
			['updated', slipping?.id],
		]);
		const same = sandbox.store
			.related('contacts', 'organization_id', world.home.id)
			.filter(({ attributes }) => attributes.first_name === first);
		expect(same).toHaveLength(1);
	});
});
