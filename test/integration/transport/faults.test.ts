import { ApiFault } from '../../../nodes/ITGlue/transport';
import type { Method } from '../../../nodes/ITGlue/transport';
import {
	connect,
	faultOf,
	inTurn,
	OK,
	request,
	timeoutFor,
	useServers,
	type Reply,
} from './support';

const startServer = useServers();
const serve = async (...replies: Reply[]) => await startServer(inTurn(...replies));

/** Promise 5, in full: what becomes of each kind of answer, by method. `sent` counts the requests. */
interface Cell {
	fault: string;
	bad: Reply;
	kind: string;
	retried: boolean;
	ambiguous: boolean;
	/** How often a GET is sent that meets it for ever. */
	tries?: number;
}

const CELLS: Cell[] = [
	...[408, 500].map((status) => ({
		fault: String(status),
		bad: { status, text: '<html>bad</html>' },
		kind: 'http',
		retried: true,
		ambiguous: true,
	})),
	// A gateway that is away is waited for, up to half a minute at a time, six minutes in all.
	...[502, 503, 504, 520, 524].map((status) => ({
		fault: String(status),
		bad: { status, text: '<html>bad</html>' },
		kind: 'http',
		retried: true,
		ambiguous: true,
		tries: 17,
	})),
	// A host that never answered is looked for a minute.
	{ fault: 'reset', bad: 'reset', kind: 'network', retried: true, ambiguous: true, tries: 7 },
	{ fault: 'time-out', bad: 'silence', kind: 'timeout', retried: true, ambiguous: true },
	{
		fault: 'cut off',
		bad: { text: '{"data":[{"id":"1","ty' },
		kind: 'malformed',
		retried: true,
		ambiguous: true,
	},
	{ fault: 'broken off', bad: 'cut', kind: 'network', retried: true, ambiguous: true, tries: 7 },
	{
		fault: 'HTML',
		bad: { text: '<!doctype html><p>Hi' },
		kind: 'malformed',
		retried: true,
		ambiguous: true,
	},
	{ fault: 'no object', bad: { text: '[1]' }, kind: 'malformed', retried: true, ambiguous: true },
	{
		fault: '200 with errors',
		bad: { json: { errors: [{ title: 'No' }] } },
		kind: 'http',
		retried: false,
		ambiguous: false,
	},
	{ fault: '501', bad: { status: 501 }, kind: 'http', retried: false, ambiguous: false },
	...[400, 401, 403, 404, 409, 413, 415, 422, 423].map((status) => ({
		fault: String(status),
		bad: { status, json: { errors: [{ title: 'No' }] } },
		kind: 'http',
		retried: false,
		ambiguous: false,
	})),
	{
		fault: 'redirect',
		bad: { status: 302, headers: { location: 'http://127.0.0.1:9/' } },
		kind: 'redirect',
		retried: false,
		ambiguous: false,
	},
];

describe.each(CELLS)('$fault', ({ bad, kind, retried, ambiguous, tries = 4 }) => {
	it.each<Method>(['GET', 'PATCH', 'DELETE', 'POST'])('once, %s', async (method) => {
		const { url, seen } = await serve(bad, OK);
		const { client } = await connect(url, { timeoutMs: timeoutFor(bad) });
		const again = retried && method !== 'POST';
		if (again) {
			const answer = await client.send(request(method));
			expect(answer).toMatchObject({ status: 200, ambiguous: method !== 'GET' });
		} else {
			const fault = await faultOf(client.send(request(method)));
			expect(fault).toMatchObject({ kind, ambiguous: ambiguous && method !== 'GET' });
		}
		expect(seen).toHaveLength(again ? 2 : 1);
	});

	it('for ever, GET', async () => {
		const { url, seen } = await serve(bad);
		const { client } = await connect(url, { timeoutMs: timeoutFor(bad) });
		const fault = await faultOf(client.send(request('GET')));
		expect(fault).toBeInstanceOf(ApiFault);
		expect(fault).toMatchObject({ kind, requestsTried: seen.length });
		expect(seen.length).toBe(retried ? tries : 1);
	});
});

describe('further faults', () => {
	it('an empty 200 is no answer to GET, PATCH or POST', async () => {
		const { url, seen } = await serve({ status: 200 });
		const { client } = await connect(url);
		for (const method of ['GET', 'PATCH', 'POST'] as const) {
			expect(await faultOf(client.send(request(method)))).toMatchObject({
				kind: 'malformed',
				status: 200,
			});
		}
		expect(seen).toHaveLength(9);
	});

	it('JSON without data is not the API', async () => {
		const { url, seen } = await serve({ json: { hello: 'world' } });
		const { client } = await connect(url);
		expect(await faultOf(client.send(request('GET')))).toMatchObject({
			kind: 'malformed',
			html: false,
		});
		expect(seen).toHaveLength(1);
	});

	it('a body that trickles in is given up', async () => {
		const { url } = await serve('trickle');
		const { client } = await connect(url, { timeoutMs: 100 });
		expect(await faultOf(client.send(request('POST')))).toMatchObject({
			kind: 'timeout',
			ambiguous: true,
		});
	});

	it('nobody there: not ambiguous, not retried for POST', async () => {
		const { url, close } = await startServer(() => OK);
		await close();
		const { client } = await connect(url);
		const fault = await faultOf(client.send(request('POST')));
		expect(fault).toMatchObject({
			kind: 'network',
			code: 'ECONNREFUSED',
			ambiguous: false,
			requestsTried: 1,
		});
		expect(await faultOf(client.send(request('PATCH')))).toMatchObject({
			ambiguous: false,
			requestsTried: 7,
		});
	});

	it('no secure connection: not tried again', async () => {
		const { url } = await serve(OK);
		const { client } = await connect(url.replace('http:', 'https:'));
		const fault = await faultOf(client.send(request('GET')));
		expect(fault).toMatchObject({ kind: 'network', requestsTried: 1 });
	});

	it('DELETE: not found after an unclear try means done; at once it does not', async () => {
		const missing: Reply = { status: 404, json: { errors: [{ title: 'Record not found' }] } };
		const { url } = await serve('reset', missing, missing);
		const { client } = await connect(url);
		expect(await client.send(request('DELETE'))).toEqual({
			status: 204,
			document: {},
			ambiguous: true,
		});
		expect(await faultOf(client.send(request('DELETE')))).toMatchObject({ status: 404 });
	});

	it('DELETE of several: not found after an unclear try proves nothing', async () => {
		const { url } = await serve('reset', {
			status: 404,
			json: { errors: [{ title: 'Record not found' }] },
		});
		const { client } = await connect(url);
		const data = ['1', '2'].map((id) => ({ type: 'contacts', attributes: { id } }));
		const fault = await faultOf(
			client.send({ method: 'DELETE', path: '/contacts', body: { data } }),
		);
		expect(fault).toMatchObject({ status: 404, ambiguous: true });
	});

	it('"took too long" on a GET is tried again whatever the status', async () => {
		const slow = { errors: [{ detail: 'The request took too long and timed out' }] };
		const { url, seen } = await serve({ status: 422, json: slow }, { json: slow }, OK);
		const { client } = await connect(url);
		expect((await client.send(request('GET'))).status).toBe(200);
		expect(seen).toHaveLength(3);
	});
});
