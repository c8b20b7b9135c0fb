/**
 * The faults at the transport, in full: every kind of request, struck once at the first, a middle and the last of
 * several, and struck for good. The server counts what it carries out; waiting takes no time.
 */
import type { ApiRequest, ListRequest } from '../../nodes/ITGlue/transport';
import {
	connect,
	startServer,
	type Reply,
	type Seen,
	type TestServer,
} from '../integration/transport/support';
import { FAULT_NAMES, FAULTS, KINDS, outcomeOf, type FaultName, type Kind } from './matrix';

/** The moment at which the clock of `connect` begins. */
const START = 1_800_000_000_000;
const SECONDS = 30;

/** A fault whose answer is known beforehand, or that has the request carried out and then spoils the answer. */
interface Strike {
	reply: Reply;
	carriesOut?: boolean;
}

const JSON_ERROR = (status: number): Reply => ({
	status,
	json: { errors: [{ status, title: 'No' }] },
});
const PAGE_OF = (status: number): Reply => ({ status, text: `<html>${status}</html>` });
const LIMITED = (headers: Record<string, string>): Reply => ({ status: 429, headers, json: {} });
const TOOK_TOO_LONG: Reply = {
	status: 422,
	json: { errors: [{ detail: 'The request took too long to process and timed out' }] },
};

const STRIKES: Record<FaultName, Strike> = {
	limitSeconds: { reply: LIMITED({ 'retry-after': String(SECONDS) }) },
	limitDate: {
		reply: LIMITED({ 'retry-after': new Date(START + SECONDS * 1000).toUTCString() }),
	},
	limitSilent: { reply: LIMITED({}) },
	status500: { reply: JSON_ERROR(500) },
	status502: { reply: PAGE_OF(502) },
	status503: { reply: PAGE_OF(503) },
	status504: { reply: PAGE_OF(504) },
	tookTooLong: { reply: { ...(TOOK_TOO_LONG as object), status: 504 } },
	resetBefore: { reply: 'reset' },
	resetAfter: { reply: 'reset', carriesOut: true },
	slow: { reply: 'silence', carriesOut: true },
	truncated: { reply: { text: '{"data":[{"id":"1","ty' }, carriesOut: true },
	html: { reply: { text: '<!doctype html><p>Maintenance' } },
	empty: { reply: { text: '' }, carriesOut: true },
	errorsIn200: { reply: { json: { errors: [{ title: 'No' }] } } },
	status401: { reply: JSON_ERROR(401) },
	status403: { reply: { status: 403, json: { message: 'Forbidden' } } },
	lasting503: { reply: { ...(PAGE_OF(503) as object), headers: { 'retry-after': '400' } } },
	lasting429: { reply: LIMITED({ 'retry-after': '400' }) },
};

/** Long enough for any machine where an answer is to come; short only where none will. */
const timeoutFor = (fault: FaultName): number => (fault === 'slow' ? 1000 : 20_000);

const RECORDS = 2000;
const PAGE_SIZE = 100;

/** The tests run side by side, each with a server of its own: most of them wait for a time-out. */
const servers: TestServer[] = [];

afterAll(async () => {
	await Promise.all(servers.map(async (server) => await server.close()));
});

const numberOf = (seen: Seen, name: string): number => Number(seen.query[`page[${name}]`]);

function listPage(seen: Seen): Reply {
	const [number, size] = [numberOf(seen, 'number'), numberOf(seen, 'size')];
	const from = (number - 1) * size;
	const data = Array.from({ length: Math.max(0, Math.min(size, RECORDS - from)) }, (_each, at) => ({
		id: String(from + at + 1),
		type: 'contacts',
		attributes: {},
	}));
	const pages = Math.ceil(RECORDS / size);
	return {
		json: {
			data,
			meta: {
				'current-page': number,
				'next-page': number < pages ? number + 1 : null,
				'total-pages': pages,
				'total-count': RECORDS,
			},
		},
	};
}

interface Served {
	url: string;
	seen: Seen[];
	/** Writes by path that the server carried out. */
	applied: Map<string, number>;
}

/** A server that strikes the requests that `struck` picks. */
async function serve(fault: FaultName, struck: (seen: Seen) => boolean): Promise<Served> {
	const { reply, carriesOut } = STRIKES[fault];
	const applied = new Map<string, number>();
	const carryOut = ({ method, path }: Seen): Reply => {
		const before = applied.get(path) ?? 0;
		if (method === 'DELETE' && before > 0) return JSON_ERROR(404);
		if (method !== 'GET') applied.set(path, before + 1);
		return { json: { data: { id: '5', type: 'contacts', attributes: {} } } };
	};
	const server = await startServer((seen) => {
		const isList = seen.query['page[size]'] !== undefined;
		if (!struck(seen)) return isList ? listPage(seen) : carryOut(seen);
		if (carriesOut && !isList) carryOut(seen);
		return reply;
	});
	servers.push(server);
	return { url: server.url, seen: server.seen, applied };
}

const METHODS: Record<Exclude<Kind, 'list'>, ApiRequest['method']> = {
	read: 'GET',
	change: 'PATCH',
	delete: 'DELETE',
	create: 'POST',
};

function requestOf(kind: Exclude<Kind, 'list'>, number: number): ApiRequest {
	const writes = kind === 'change' || kind === 'create';
	return {
		method: METHODS[kind],
		path:
			kind === 'create' ? `/organizations/${number}/relationships/contacts` : `/contacts/${number}`,
		...(writes && { body: { data: { type: 'contacts', attributes: { title: 'x' } } } }),
	};
}

const SERIES = [1, 2, 3, 4, 5];
const LIST: ListRequest = { path: '/contacts', query: { sort: 'id' }, pageSize: PAGE_SIZE };
/** Small enough for a page size of one to be reached soon. */
const SHORT_LIST: ListRequest = { ...LIST, pageSize: 4 };

type End = { fault?: { ambiguous: boolean; requestsTried: number }; ids?: number[] };

type Client = Awaited<ReturnType<typeof connect>>['client'];

const endOf = async (work: Promise<End>): Promise<End> =>
	await work.catch((fault: unknown) => ({ fault: fault as NonNullable<End['fault']> }));

const readList = async (client: Client, list: ListRequest): Promise<End> =>
	await endOf(
		client.list(list).then(({ records }) => ({ ids: records.map(({ id }) => Number(id)) })),
	);

const sendOne = async (client: Client, kind: Exclude<Kind, 'list'>, number: number): Promise<End> =>
	await endOf(client.send(requestOf(kind, number)).then(() => ({})));

/** Reads the list, or sends one request after the other; an end for each of them. */
async function goThrough(client: Client, kind: Kind): Promise<End[]> {
	if (kind === 'list') return [await readList(client, LIST)];
	const ends: End[] = [];
	for (const number of SERIES) ends.push(await sendOne(client, kind, number));
	return ends;
}

/** A request of the series; of a list, where pages overlap, a row that is on one page only. */
type Place = 'first' | 'middle' | 'last';

const PLACES: readonly Place[] = ['first', 'middle', 'last'];
const ROWS: Record<Place, number> = { first: 1, middle: 1050, last: RECORDS };
const NUMBERS: Record<Place, number> = { first: 1, middle: 3, last: SERIES.length };

/** Whether a request is the one of its series at this place. */
function isAt(seen: Seen, place: Place): boolean {
	if (seen.query['page[size]'] === undefined)
		return Number(/\d+/.exec(seen.path)?.[0]) === NUMBERS[place];
	const end = numberOf(seen, 'number') * numberOf(seen, 'size');
	return ROWS[place] > end - numberOf(seen, 'size') && ROWS[place] <= end;
}

const once = FAULT_NAMES.filter((fault) => !('lasts' in FAULTS[fault]));
const CASES = once.flatMap((fault) =>
	KINDS.map((kind): [string, FaultName, Kind] => [FAULTS[fault].label, fault, kind]),
);

describe.each(CASES)('%s (%s), %s', (_label, fault, kind) => {
	const [word, attempts] = outcomeOf(fault, kind);
	const isLimit = fault.startsWith('limit');

	it.concurrent.each(PLACES)('at the %s request', async (place) => {
		let hits = 0;
		const moments: number[] = [];
		const time: { clock?: { now(): number } } = {};
		const tooLarge = fault === 'tookTooLong' && kind === 'list';
		const { url, seen, applied } = await serve(fault, (each) => {
			if (!isAt(each, place)) return false;
			moments.push(time.clock?.now() ?? 0);
			if (tooLarge) return numberOf(each, 'size') > 25;
			hits += 1;
			return hits === 1;
		});
		const { client, clock } = await connect(url, { timeoutMs: timeoutFor(fault) });
		time.clock = clock;
		const ends = await goThrough(client, kind);

		const struck = seen.filter((each) => isAt(each, place));
		const [first] = struck;
		expect(struck.filter((each) => each.url === first?.url)).toHaveLength(attempts);
		const faults = ends.flatMap((end) => end.fault ?? []);
		if (word === 'fails' || word === 'unsure') {
			expect(faults).toHaveLength(1);
			expect(faults[0]?.ambiguous).toBe(word === 'unsure');
		} else {
			expect(faults).toEqual([]);
			if (kind === 'list')
				expect(ends[0]?.ids).toEqual(Array.from({ length: RECORDS }, (_each, at) => at + 1));
		}
		// A POST is carried out once at most, whatever happens to its answer.
		if (kind === 'create') expect(Math.max(0, ...applied.values())).toBeLessThanOrEqual(1);
		const [from = 0, to = 0] = moments;
		if (isLimit) expectWait(fault, to - from);
		// Whatever the outcome, the other requests are sent once.
		const others = seen.filter((each) => kind !== 'list' && !isAt(each, place));
		expect(others).toHaveLength(kind === 'list' ? 0 : SERIES.length - 1);
	});

	it.concurrent('for good', async () => {
		const { url, seen, applied } = await serve(fault, () => true);
		const { client, clock } = await connect(url, { timeoutMs: timeoutFor(fault) });
		const end =
			kind === 'list' ? await readList(client, SHORT_LIST) : await sendOne(client, kind, 1);
		if (word === 'taken') {
			expect(end?.fault).toBeUndefined();
			return;
		}
		expect(end?.fault?.ambiguous).toBe(lastingIsUnsure(fault, kind));
		const [last] = seen.slice(-1);
		const same = seen.filter((each) => each.url === last?.url).length;
		if (isLimit) {
			// Longer than the API's own window of five minutes, and then no more.
			expect(clock.slept).toBeGreaterThan(5 * 60_000);
			expect(clock.slept).toBeLessThan(6 * 60_000 + 1000);
		} else if (word === 'fails' || kind === 'create') expect(same).toBe(1);
		else expect(same).toBe(triesOf(fault, kind));
		if (kind === 'create') expect([...applied.values()].every((count) => count === 1)).toBe(true);
	});
});

/** How often the very same request is sent that meets a fault for ever. */
function triesOf(fault: FaultName, kind: Kind): number {
	// Some of the time went into larger pages.
	if (fault === 'status504' && kind === 'list') return 13;
	// Six minutes for a gateway that is away, one for a host that never answered; four tries for the rest.
	if (['status502', 'status503', 'status504'].includes(fault)) return 17;
	if (fault.startsWith('reset')) return 7;
	// Of the four tries, two were for larger pages.
	return fault === 'slow' && kind === 'list' ? 2 : 4;
}

/** A write that was tried in vain may have been carried out, unless every answer said that it was not. */
const lastingIsUnsure = (fault: FaultName, kind: Kind): boolean => {
	if (kind === 'list' || kind === 'read' || fault.startsWith('limit')) return false;
	return outcomeOf(fault, kind)[0] !== 'fails';
};

function expectWait(fault: FaultName, slept: number): void {
	if (fault === 'limitSilent') {
		expect(slept).toBeGreaterThanOrEqual(750);
		expect(slept).toBeLessThan(2000);
		return;
	}
	expect(slept).toBeGreaterThanOrEqual(SECONDS * 1000 - 1000);
	expect(slept).toBeLessThan(SECONDS * 1000 + 2000);
}

it.concurrent.each(KINDS)(
	'a 429 that asks for more than there is patience for, %s: not waited for',
	async (kind) => {
		const { url, seen } = await serve('lasting429', () => true);
		const { client, clock } = await connect(url, { timeoutMs: timeoutFor('lasting429') });
		const [end] = await goThrough(client, kind);
		expect(end?.fault).toMatchObject({ ambiguous: false, requestsTried: 1 });
		expect(seen).toHaveLength(kind === 'list' ? 1 : SERIES.length);
		expect(clock.slept).toBe(0);
	},
);
