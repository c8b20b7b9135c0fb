/** What ends an execution: a stop that comes at once, and a node that cannot start. */
import type { StoredRecord } from '../../../sandbox';
import { byId, jsons, lines, said, useSandbox } from './support';

const bench = useSandbox();

const home = (): StoredRecord => bench.organization(2);

describe('an execution that stops at a create that IT Glue refuses for its type', () => {
	it('starts nothing more, however long it takes to learn which types there are', async () => {
		// The first to arrive is refused at once; all others are under way for longer than that.
		bench.sandbox.faults.add({
			kind: 'status',
			status: 422,
			method: 'POST',
			path: '/contacts',
			body: {
				errors: [
					{
						status: 422,
						title: 'Unprocessable Entity',
						detail: 'Contact type must exist',
						source: { pointer: 'contact_type_id' },
					},
				],
			},
		});
		bench.sandbox.faults.add({
			kind: 'slow',
			method: 'POST',
			path: '/contacts',
			times: Infinity,
			delayMs: 300,
		});
		bench.sandbox.faults.add({ kind: 'slow', path: '/contact_types', times: 1, delayMs: 900 });
		const before = bench.within('contacts', home()).length;
		const type = bench.sandbox.store.all('contact_types')[0]?.id ?? '';
		const result = await bench.run(
			'contact',
			'create',
			{
				organizationId: byId(home()),
				firstName: 'Person',
				lastName: '={{ $json.last }}',
				ifExists: 'createAnyway',
				additionalFields: { contactTypeId: type },
			},
			{ input: Array.from({ length: 120 }, (_each, at) => ({ last: `Number${at}` })) },
		);
		expect(said(result)).toMatch(/Contact Type.*Technical.*Written before the stop: items /);
		const asked = lines(bench.sandbox.journal);
		expect(asked.filter((line) => line === 'POST /contacts').length).toBeLessThanOrEqual(20);
		expect(bench.within('contacts', home())).toHaveLength(before + bench.writes().length - 1);
		// The list of types is there for the message, and nothing was asked after it.
		expect(asked.slice(-1)).toEqual(['GET /contact_types']);
		expect(bench.sandbox.journal.every(({ status }) => status !== 0)).toBe(true);
	});
});

describe('a node that cannot start', () => {
	const input = [{ own: 0 }, { own: 1 }, { own: 2 }];
	const run = async (onError?: 'continueRegularOutput' | 'continueErrorOutput') =>
		await bench.run(
			'contact',
			'getAll',
			{ returnAll: true },
			{ input, credentials: { baseUrl: 'ftp://x' }, ...(onError && { onError }) },
		);
	const failed = {
		error: expect.stringMatching(/https:\/\/ or http:\/\//) as unknown,
		message: expect.any(String) as unknown,
		details: expect.objectContaining({}) as unknown,
	};

	it('stops', async () => {
		const result = await run();
		expect(result.status).toBe('error');
		expect(said(result)).toMatch(/https:\/\/ or http:\/\//);
		expect(result.output).toEqual([]);
	});

	it('fails every item in the regular output, never passing the input on as if it were done', async () => {
		const result = await run('continueRegularOutput');
		expect(jsons(result)).toEqual([failed, failed, failed]);
		expect(result.output.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2].map((item) => ({ item })),
		);
		expect(result.errorOutput).toEqual([]);
	});

	it('sends every item to the error output and none to the success output', async () => {
		const result = await run('continueErrorOutput');
		expect(result.output).toEqual([]);
		expect(result.errorOutput.map(({ json }) => json)).toEqual(
			input.map((item) => ({ ...item, ...failed })),
		);
	});

	afterEach(() => expect(bench.sandbox.journal).toEqual([]));
});
