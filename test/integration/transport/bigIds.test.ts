/** IDs beyond 2^53, which JSON.parse rounds: exact in all that comes in and in all that goes out. */
import type { IDataObject } from 'n8n-workflow';
import { forward, startHost, type Host } from '../../hostile/servers';
import { byId, jsons, useSandbox } from '../behaviour/support';
import { actions } from '../behaviour/upsertSupport';
import { automatic } from '../../helpers/parameters';

const FIRST = 9_007_199_254_740_993n;

/** The ID of the stand-in, moved beyond 2^53 to an odd number: those are the ones that get rounded. */
const moved = (id: string): string => String(FIRST + 2n * BigInt(id));

const movedIn = (text: string): string =>
	text.replace(
		/("(?:[a-z-]+-)?id":\s*"?)(\d{1,15})\b/g,
		(_all, before: string, id: string) => before + moved(id),
	);

const movedBackIn = (text: string): string =>
	text.replace(/\b\d{16,}\b/g, (id) =>
		BigInt(id) >= FIRST ? String((BigInt(id) - FIRST) / 2n) : id,
	);

const bench = useSandbox();
let host: Host;

beforeAll(async () => {
	host = await startHost(async (arrival) => {
		const url = movedBackIn(arrival.url);
		const body = movedBackIn(arrival.body);
		const headers = { ...arrival.headers, 'content-length': String(Buffer.byteLength(body)) };
		const answer = await forward(bench.sandbox.url, { ...arrival, url, body, headers });
		return { ...answer, body: movedIn(String(answer.body)) };
	});
});
afterEach(() => {
	host.arrived.length = 0;
});
afterAll(async () => await host.stop());

const organizationId = (): string => moved(bench.organization(2).id);

const sync = async (input: IDataObject): Promise<string[]> => {
	const ran = await bench.run(
		'contact',
		'upsert',
		{ organizationId: byId(organizationId()), fields: automatic('primary_email') },
		{ input: [input], credentials: { baseUrl: host.url } },
	);
	return actions(ran);
};

const ANN = { first_name: 'Ann', last_name: 'Example', primary_email: 'ann@example.com' };

it('a second run of Create or Update finds what the first one made', async () => {
	expect(await sync(ANN)).toEqual(['created']);
	expect(await sync(ANN)).toEqual(['unchanged']);
	expect(await sync({ ...ANN, title: 'Lead' })).toEqual(['updated']);
	expect(
		bench.within('contacts', bench.organization(2)).map(({ attributes }) => attributes.title),
	).toContain('Lead');
	const sent = host.arrived.filter(({ method }) => method !== 'GET');
	expect(sent.map(({ method }) => method)).toEqual(['POST', 'PATCH']);
});

it('the organization goes out as it is', async () => {
	await sync(ANN);
	const [post] = host.arrived.filter(({ method }) => method === 'POST');
	expect(`${post?.url} ${post?.body}`).toContain(organizationId());
	expect(`${post?.url} ${post?.body}`).not.toContain(String(Number(organizationId())));
});

it('Get Many, Get and Update mean the very record', async () => {
	const record = bench.add('contacts', bench.organization(2), {
		first_name: 'Ben',
		last_name: 'Example',
	});
	const credentials = { baseUrl: host.url };
	const many = await bench.run(
		'contact',
		'getAll',
		{ organizationId: byId(organizationId()), returnAll: true },
		{ credentials },
	);
	const listed = jsons(many).find(({ id }) => id === moved(record.id));
	expect(String(listed?.organization_id)).toBe(organizationId());
	const one = await bench.run(
		'contact',
		'get',
		{ contactId: byId(moved(record.id)) },
		{ credentials },
	);
	expect(jsons(one)[0]).toMatchObject({ id: moved(record.id), first_name: 'Ben' });
	const updated = await bench.run(
		'contact',
		'update',
		{ contactId: byId(moved(record.id)), updateFields: { title: 'Lead' } },
		{ credentials },
	);
	expect(jsons(updated)[0]).toMatchObject({ id: moved(record.id), title: 'Lead' });
	expect(bench.stored(record).attributes.title).toBe('Lead');
});
