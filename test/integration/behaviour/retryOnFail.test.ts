/** n8n runs a node again that failed (Retry On Fail): what the first try has done is known to the next. */
import type { IDataObject, INode } from 'n8n-workflow';
import type { StoredRecord } from '../../../sandbox';
import type { RunNodeOptions, RunNodeResult } from '../../helpers/harness';
import { automatic } from '../../helpers/parameters';
import { byExpression, byId, byName, hintsOf, jsons, only, said, useSandbox } from './support';

const bench = useSandbox();

const RETRY: Partial<INode> = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

const client = (): StoredRecord => bench.organization(2);

const run = async (
	resource: string,
	operation: string,
	parameters: IDataObject,
	more: Partial<RunNodeOptions> = {},
): Promise<RunNodeResult> =>
	await bench.run(resource, operation, parameters, { node: RETRY, ...more });

const writesOf = (method: string, path: RegExp = /./): number =>
	bench.writes().filter((entry) => entry.method === method && path.test(entry.path)).length;

/** One POST is refused, after so many that are not. */
const refuse = (after: number, times = 1, status = 422): void => {
	bench.sandbox.faults.add({
		kind: 'status',
		status,
		method: 'POST',
		path: /locations$/,
		after,
		times,
	});
};

const SITE: IDataObject = { name: '={{ $json.name }}' };
const newSite = (more: IDataObject = {}): IDataObject => ({
	organizationId: byId(client()),
	...SITE,
	...more,
});
const names = (...all: string[]): IDataObject[] => all.map((name) => ({ name }));
const sites = (name: string): StoredRecord[] =>
	bench.within('locations', client()).filter(({ attributes }) => attributes.name === name);

describe('Create', () => {
	it.each(['fail', 'returnExisting', 'updateExisting', 'createAnyway'])(
		'sends each POST once and gives what the first try would have given (%s)',
		async (ifExists) => {
			const input = names('Site A', 'Site B', 'Site C');
			refuse(2);
			const result = await run('location', 'create', newSite({ ifExists }), { input });
			expect(said(result)).toBe('(success)');
			expect(jsons(result).map(({ name }) => name)).toEqual(['Site A', 'Site B', 'Site C']);
			for (const { name } of input) expect(sites(String(name))).toHaveLength(1);
			expect(writesOf('POST')).toBe(4);
			expect(hintsOf(result)).toEqual([]);
		},
	);

	it('gives the created ones and the first cause where the others go on', async () => {
		const parameters = newSite({ additionalFields: { countryId: '={{ $json.country }}' } });
		const [first = {}, ...others] = names('Site A', 'Site B', 'Site C');
		const result = await run('location', 'create', parameters, {
			input: [{ ...first, country: '99999' }, ...others],
			onError: 'continueRegularOutput',
		});
		const [failed, ...created] = jsons(result);
		expect(failed?.error).toBeDefined();
		expect(JSON.stringify(jsons(result))).not.toContain('already exists');
		expect(created.map(({ name, error }) => [name, error])).toEqual([
			['Site B', undefined],
			['Site C', undefined],
		]);
		expect(writesOf('POST')).toBe(5);
		expect(sites('Site B')).toHaveLength(1);
	});

	it('knows it although an expression gives something else with every try', async () => {
		refuse(1);
		const result = await run(
			'location',
			'create',
			newSite({ additionalFields: { notes: '={{ "Made " + Math.random() }}' } }),
			{ input: names('Site A', 'Site B') },
		);
		expect(said(result)).toBe('(success)');
		expect(writesOf('POST')).toBe(3);
		expect(sites('Site A')).toHaveLength(1);
	});

	it('finds the record of a POST whose answer was lost', async () => {
		for (const ifExists of ['fail', 'createAnyway']) {
			bench.sandbox.reset();
			bench.sandbox.faults.add({ kind: 'resetAfter', method: 'POST', path: '/locations' });
			const result = await run('location', 'create', newSite({ ifExists }), {
				input: names('Site A'),
			});
			expect(said(result)).toBe('(success)');
			expect(writesOf('POST')).toBe(1);
			expect(only(result).id).toBe(sites('Site A')[0]?.id);
		}
	});

	it('sends the POST again that was not carried out', async () => {
		bench.sandbox.faults.add({ kind: 'resetBefore', method: 'POST', path: '/locations' });
		const result = await run('location', 'create', newSite({ ifExists: 'createAnyway' }), {
			input: names('Site A'),
		});
		expect(said(result)).toBe('(success)');
		expect(sites('Site A')).toHaveLength(1);
	});

	it('does not take the twin of another item for its own', async () => {
		const old = bench.add('locations', client(), { name: 'Site A' });
		old.createdAt -= 3_600_000;
		bench.sandbox.faults.add({ kind: 'resetBefore', method: 'POST', path: '/locations' });
		const result = await run('location', 'create', newSite({ ifExists: 'createAnyway' }), {
			input: names('Site A', 'Site A'),
		});
		expect(said(result)).toBe('(success)');
		expect(sites('Site A')).toHaveLength(3);
		expect(new Set(jsons(result).map(({ id }) => id)).size).toBe(2);
	});

	it('completes a document whose body was not stored', async () => {
		bench.sandbox.faults.add({
			kind: 'status',
			status: 422,
			method: 'POST',
			path: /relationships\/sections$/,
		});
		const result = await run(
			'document',
			'create',
			newSite({ content: '<p>Body</p>', publish: true }),
			{ input: names('Runbook') },
		);
		expect(said(result)).toBe('(success)');
		expect(writesOf('POST', /\/documents$/)).toBe(1);
		const clean = await run(
			'document',
			'create',
			newSite({ content: '<p>Body</p>', publish: true }),
			{ input: names('Other') },
		);
		expect(Object.keys(only(result)).sort()).toEqual(Object.keys(only(clean)).sort());
		const [record] = bench
			.within('documents', client())
			.filter(({ attributes }) => attributes.name === 'Runbook');
		expect(
			bench.sandbox.store
				.related('document_sections', 'document_id', record?.id ?? '')
				.map(({ attributes }) => attributes.content),
		).toEqual(['<p>Body</p>']);
		expect(record?.attributes.published).toBe(true);
	});

	it('still refuses what was there before the run', async () => {
		bench.add('locations', client(), { name: 'Site A' });
		const result = await run('location', 'create', newSite(), { input: names('Site A', 'Site B') });
		expect(said(result)).toContain('already exists');
		expect(bench.writes()).toEqual([]);
	});

	it('names the first cause where another one follows', async () => {
		refuse(0);
		refuse(0, Infinity, 403);
		const result = await run('location', 'create', newSite(), { input: names('Site A') });
		expect(result.status).toBe('error');
		expect(result.error?.description).toContain('The first try of this item ended with: ');
	});
});

describe('a tool', () => {
	const parameters = (): IDataObject => ({ organizationId: byId(client()), name: 'Site A' });

	it('that n8n runs again creates a record once', async () => {
		bench.sandbox.faults.add({ kind: 'resetAfter', method: 'POST', path: '/locations' });
		const result = await run('location', 'create', parameters(), { asTool: 'execute' });
		expect(only(result).name).toBe('Site A');
		expect(writesOf('POST')).toBe(1);
		expect(sites('Site A')).toHaveLength(1);
	});

	it('that the model calls again after it failed gives what it had created', async () => {
		bench.sandbox.faults.add({ kind: 'resetAfter', method: 'POST', path: '/locations' });
		const call = { asTool: 'supply', executionId: 'of an agent' } as const;
		await run('location', 'create', parameters(), call);
		const again = await run('location', 'create', parameters(), call);
		expect(only(again).name).toBe('Site A');
		expect(writesOf('POST')).toBe(1);
		expect(sites('Site A')).toHaveLength(1);
	});
});

describe('Create or Update', () => {
	const upsert = (more: IDataObject = {}): IDataObject => ({
		organizationId: byId(client()),
		fields: automatic('name'),
		...more,
	});

	it.each(['createAndUpdate', 'createOnly'])(
		'calls created what the first try created (%s)',
		async (writeMode) => {
			refuse(2);
			const result = await run('location', 'upsert', upsert({ options: { writeMode } }), {
				input: names('Site A', 'Site B', 'Site C'),
			});
			expect(said(result)).toBe('(success)');
			expect(jsons(result).map(({ _action, _matched_by }) => [_action, _matched_by])).toEqual(
				Array.from({ length: 3 }, () => ['created', null]),
			);
			expect(jsons(result)[0]?._changes).toEqual(
				jsons(result)[2]?._changes === undefined ? {} : { name: { from: null, to: 'Site A' } },
			);
			expect(writesOf('POST')).toBe(4);
		},
	);
});

describe('Add Quick Note', () => {
	const note = (text: string): IDataObject => ({
		organizationId: byExpression('={{ $json.id }}'),
		note: text,
	});
	const notesOf = (record: StoredRecord): string =>
		String(bench.stored(record).attributes.quick_notes ?? '');
	const clients = (count: number): StoredRecord[] =>
		Array.from({ length: count }, (_each, at) =>
			bench.sandbox.store.insert('organizations', { name: `Client ${at}`, quick_notes: null }),
		);

	it('appends the note once', async () => {
		const [first, second] = clients(2) as [StoredRecord, StoredRecord];
		bench.sandbox.faults.add({
			kind: 'status',
			status: 422,
			method: 'PATCH',
			path: `/organizations/${second.id}`,
			times: 2,
		});
		const result = await run('organization', 'addQuickNote', note('Checked'), {
			input: [first, second].map(({ id }) => ({ id })),
		});
		expect(said(result)).toBe('(success)');
		for (const record of [first, second]) expect(notesOf(record).match(/Checked/g)).toHaveLength(1);
		expect(jsons(result).some((json) => '_already_noted' in json)).toBe(false);
		expect(hintsOf(result)).toEqual([]);
	});

	it('does not append in another run what the notes end with, and says so', async () => {
		const [record] = clients(1) as [StoredRecord];
		const input = [{ id: record.id }];
		await bench.run('organization', 'addQuickNote', note('Checked\nAll fine'), { input });
		const before = notesOf(record);
		const again = await bench.run('organization', 'addQuickNote', note('Checked\nAll fine'), {
			input,
		});
		expect(notesOf(record)).toBe(before);
		expect(only(again)._already_noted).toBe(true);
		expect(hintsOf(again).join()).toContain('was not added again');

		await bench.run('organization', 'addQuickNote', note('fine'), { input });
		expect(notesOf(record)).not.toBe(before);
	});
});

describe('other operations', () => {
	const two = (): [StoredRecord, StoredRecord] => [
		bench.add('locations', client(), { name: 'Old A', city: 'Before' }),
		bench.add('locations', client(), { name: 'Old B', city: 'Before' }),
	];

	it('Delete deletes the others, and reports all', async () => {
		const [first, second] = two();
		bench.sandbox.faults.add({ kind: 'status', status: 422, method: 'DELETE' });
		const result = await run(
			'location',
			'delete',
			{ locationId: byExpression('={{ $json.id }}') },
			{ input: [{ id: first.id }, { id: second.id }] },
		);
		expect(said(result)).toBe('(success)');
		expect(jsons(result)).toEqual([first, second].map(({ id }) => ({ deleted: true, id })));
		expect(writesOf('DELETE')).toBe(3);
	});

	it('Update finds a record by the name that the first try has changed', async () => {
		const [first, second] = two();
		bench.sandbox.faults.add({
			kind: 'status',
			status: 422,
			method: 'PATCH',
			path: `/locations/${second.id}`,
		});
		const result = await run(
			'location',
			'update',
			{
				organizationId: byId(client()),
				locationId: byName('={{ $json.old }}'),
				updateFields: { name: '={{ $json.name }}' },
			},
			{
				input: [
					{ old: 'Old A', name: 'New A' },
					{ old: 'Old B', name: 'New B' },
				],
			},
		);
		expect(said(result)).toBe('(success)');
		expect(jsons(result).map(({ id, name }) => [id, name])).toEqual([
			[first.id, 'New A'],
			[second.id, 'New B'],
		]);
	});

	it('Update appends a section once', async () => {
		const record = bench.add('documents', client(), { name: 'Runbook', published: true });
		bench.sandbox.faults.add({ kind: 'status', status: 422, method: 'PATCH', path: /publish$/ });
		const result = await run('document', 'update', {
			documentId: byId(record),
			updateFields: { content: '<p>More</p>' },
			publish: true,
			bodyMode: 'append',
		});
		expect(said(result)).toBe('(success)');
		expect(writesOf('POST', /sections$/)).toBe(1);
	});

	it.each([
		['publishes it, which the first try could not', false, true],
		['leaves the draft of somebody else unpublished all the same', true, false],
	])('Update that has appended a section %s', async (_what, hasDraft, published) => {
		const record = bench.add('documents', client(), {
			name: 'Runbook',
			content: '<p>Shown</p>',
			published: !hasDraft,
			published_at: '2026-01-31T00:00:00Z',
		});
		bench.sandbox.store.insert('document_sections', {
			document_id: Number(record.id),
			resource_type: 'Document::Text',
			content: hasDraft ? '<p>Half a thought</p>' : '<p>Shown</p>',
			sort: 0,
		});
		const path = hasDraft ? /documents\/\d+$/ : /publish$/;
		const method = hasDraft ? 'GET' : 'PATCH';
		bench.sandbox.faults.add({ kind: 'status', status: 422, method, path });
		const result = await run('document', 'update', {
			documentId: byId(record),
			updateFields: { content: '<p>More</p>' },
			bodyMode: 'append',
		});
		expect(said(result)).toBe('(success)');
		expect(writesOf('POST', /sections$/)).toBe(1);
		expect(bench.stored(record).attributes.published).toBe(published);
	});
});

describe('another run', () => {
	it('of the same node knows nothing of it: another execution', async () => {
		refuse(1, Infinity);
		const input = names('Site A', 'Site B');
		const parameters = newSite({ ifExists: 'createAnyway' });
		await bench.run('location', 'create', parameters, { input, executionId: 'first' });
		bench.sandbox.faults.clear();
		await bench.run('location', 'create', parameters, { input, executionId: 'second' });
		expect(sites('Site A')).toHaveLength(2);
	});

	it('after one that succeeded writes again: a loop, or a second call of a tool', async () => {
		const parameters = newSite({ ifExists: 'createAnyway' });
		for (let call = 0; call < 2; call += 1)
			await bench.run('location', 'create', parameters, {
				input: names('Site A'),
				executionId: 'same',
			});
		expect(sites('Site A')).toHaveLength(2);
	});

	it('of another item, or with other input, is not taken for it', async () => {
		refuse(1, Infinity);
		const parameters = newSite({ ifExists: 'createAnyway' });
		const execution = { executionId: 'same input' };
		await bench.run('location', 'create', parameters, {
			input: names('Site A', 'Site B'),
			...execution,
		});
		bench.sandbox.faults.clear();
		await bench.run('location', 'create', parameters, {
			input: names('Site C', 'Site A'),
			...execution,
		});
		expect(sites('Site A')).toHaveLength(2);
		expect(sites('Site C')).toHaveLength(1);
	});
});
