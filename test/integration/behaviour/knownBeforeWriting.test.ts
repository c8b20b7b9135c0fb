/** What can be known before the first write is checked for all items before anything is written. */
import type { IDataObject } from 'n8n-workflow';
import type { StoredRecord } from '../../../sandbox';
import type { RunNodeOptions, RunNodeResult } from '../../helpers/harness';
import { automatic } from '../../helpers/parameters';
import { byExpression, byId, byName, jsons, lines, said, useSandbox } from './support';

const bench = useSandbox();
const GONE = '999999999';
const OF_ITEM = byExpression('={{ $json.id }}');

const client = (): StoredRecord => bench.organization(2);

const locations = (count: number): StoredRecord[] =>
	Array.from({ length: count }, (_each, at) =>
		bench.add('locations', client(), { name: `Site ${at}`, city: 'Before' }),
	);

const ids = (records: StoredRecord[], ...more: string[]): IDataObject[] =>
	[...records.map(({ id }) => id), ...more].map((id) => ({ id }));

const newLocation = (more: IDataObject = {}): IDataObject => ({
	organizationId: byId(client()),
	name: '={{ $json.name }}',
	...more,
});

/** Nothing was sent but GET, and the error says so and how many items were refused. */
function expectNothingWritten(result: RunNodeResult, more?: string): void {
	expect(result.status).toBe('error');
	expect(bench.writes()).toEqual([]);
	expect(said(result)).toContain('Nothing was written.');
	if (more === undefined) expect(said(result)).not.toContain(' more item');
	else expect(said(result)).toContain(more);
}

describe('Create', () => {
	const name = (at: number): IDataObject => ({ name: `New Site ${at}` });
	const thirty = Array.from({ length: 30 }, (_each, at) => name(at));

	it.each([0, 15, 30])('sends no POST where item %i of 31 exists', async (at) => {
		bench.add('locations', client(), { name: 'New Site 99' });
		const input = [...thirty.slice(0, at), name(99), ...thirty.slice(at)];
		const result = await bench.run('location', 'create', newLocation(), { input });
		expectNothingWritten(result);
		expect(said(result)).toContain('"New Site 99" already exists');
		expect(result.error?.context?.itemIndex).toBe(at);
	});

	it('writes the good ones where the others go on', async () => {
		bench.add('locations', client(), { name: 'New Site 99' });
		const result = await bench.run('location', 'create', newLocation(), {
			input: [name(99), ...thirty],
			onError: 'continueRegularOutput',
		});
		expect(bench.writes()).toHaveLength(30);
		expect(jsons(result).filter(({ error }) => error !== undefined)).toHaveLength(1);
	});

	it('says how many more items were refused, whatever for', async () => {
		bench.add('locations', client(), { name: 'New Site 98' });
		bench.add('locations', client(), { name: 'New Site 99' });
		const result = await bench.run('location', 'create', newLocation(), {
			input: [name(1), name(99), { name: '' }, name(98), name(2)],
		});
		expectNothingWritten(result, 'And 2 more items were refused: items 2–3. Nothing was written.');
		expect(result.error?.context?.itemIndex).toBe(1);
		expect(result.error?.message).toContain('"New Site 99" already exists');
	});

	it('refuses an item that an earlier one creates', async () => {
		const result = await bench.run('location', 'create', newLocation(), {
			input: [name(1), name(2), { name: ' new site 1 ' }],
		});
		expectNothingWritten(result);
		expect(result.error?.message).toBe('Item 0 of this run creates the same location');
		expect(result.error?.context?.itemIndex).toBe(2);
	});

	it('refuses an item whose next key leads to what an earlier one creates', async () => {
		const result = await bench.run(
			'configuration',
			'create',
			newLocation({
				configurationTypeId: bench.sandbox.store.all('configuration_types')[0]?.id ?? '',
				additionalFields: { hostname: 'nwd-new', serialNumber: '={{ $json.serial }}' },
			}),
			{ input: [{ name: 'First' }, { name: 'Second', serial: 'SN-90001' }] },
		);
		expectNothingWritten(result);
		expect(said(result)).toContain(
			'Item 0 of this run creates the same configuration | They match by hostname.',
		);
	});

	it.each(['returnExisting', 'updateExisting'])('takes it under %s', async (ifExists) => {
		const result = await bench.run('location', 'create', newLocation({ ifExists }), {
			input: [name(1), name(1)],
		});
		expect(result.status).toBe('success');
		expect(lines(bench.writes())).toHaveLength(1);
		const [first, second] = jsons(result);
		expect(second?.id).toBe(first?.id);
	});

	it('takes two of one name in two organizations', async () => {
		const parameters = { ...newLocation(), organizationId: byExpression('={{ $json.org }}') };
		const input = [2, 4].map((at) => ({ ...name(1), org: bench.organization(at).id }));
		const result = await bench.run('location', 'create', parameters, { input });
		expect(result.status).toBe('success');
		expect(bench.writes()).toHaveLength(2);
	});

	it('refuses what several records match', async () => {
		bench.add('locations', client(), { name: 'Twin' });
		bench.add('locations', client(), { name: 'Twin' });
		for (const ifExists of ['fail', 'returnExisting', 'updateExisting']) {
			const result = await bench.run('location', 'create', newLocation({ ifExists }), {
				input: [name(1), { name: 'Twin' }, name(2)],
			});
			expectNothingWritten(result);
			expect(said(result)).toContain('2 locations already match by');
		}
	});

	it('refuses a body that would lose sections of an existing document', async () => {
		const record = bench.add('documents', client(), { name: 'Runbook', published: true });
		for (const sort of [0, 1])
			bench.sandbox.store.insert('document_sections', {
				document_id: Number(record.id),
				'resource-type': 'Document::Text',
				resource_type: 'Document::Text',
				content: `<p>Part ${sort}</p>`,
				sort,
			});
		const result = await bench.run(
			'document',
			'create',
			newLocation({ ifExists: 'updateExisting', content: '<p>New</p>' }),
			{ input: [{ name: 'Another' }, { name: 'Runbook' }] },
		);
		expectNothingWritten(result);
		expect(said(result)).toContain('sections that Replace would lose');
	});
});

interface Case {
	resource: string;
	operation: string;
	parameters?: IDataObject;
	collection: string;
}

const CASES: Case[] = [
	{
		resource: 'location',
		operation: 'update',
		parameters: { updateFields: { city: 'After' } },
		collection: 'locations',
	},
	{ resource: 'location', operation: 'delete', collection: 'locations' },
	{
		resource: 'document',
		operation: 'update',
		parameters: { updateFields: { description: 'After' } },
		collection: 'documents',
	},
	{ resource: 'document', operation: 'publish', collection: 'documents' },
	{ resource: 'document', operation: 'archive', collection: 'documents' },
	{ resource: 'document', operation: 'delete', collection: 'documents' },
	{ resource: 'configuration', operation: 'archive', collection: 'configurations' },
	{ resource: 'configuration', operation: 'unarchive', collection: 'configurations' },
	{ resource: 'password', operation: 'archive', collection: 'passwords' },
	{ resource: 'organization', operation: 'archive', collection: 'organizations' },
	{ resource: 'organization', operation: 'unarchive', collection: 'organizations' },
	{
		resource: 'organization',
		operation: 'addQuickNote',
		parameters: { note: 'Checked' },
		collection: 'organizations',
	},
];

const recordsFor = ({ collection }: Case, count: number): StoredRecord[] =>
	Array.from({ length: count }, (_each, at) =>
		collection === 'organizations'
			? bench.sandbox.store.insert(collection, { name: `Client ${at}` })
			: bench.add(collection, client(), { name: `Record ${at}`, archived: at % 2 === 1 }),
	);

const go = async (
	{ resource, operation, parameters }: Case,
	input: IDataObject[],
	more: Partial<RunNodeOptions> = {},
): Promise<RunNodeResult> =>
	await bench.run(
		resource,
		operation,
		{ [`${resource}Id`]: OF_ITEM, ...parameters },
		{ input, ...more },
	);

describe.each(CASES)('$operation of a $resource', (one) => {
	it('writes nothing where the last of the records does not exist', async () => {
		const result = await go(one, ids(recordsFor(one, 3), GONE));
		expectNothingWritten(result);
		expect(result.error?.context?.itemIndex).toBe(3);
	});

	it('counts all that do not exist or are no record at all', async () => {
		const [first, second] = recordsFor(one, 2);
		const result = await go(
			one,
			ids([first as StoredRecord], GONE, 'https://example.com/x').concat(
				ids([second as StoredRecord], '999999998'),
			),
		);
		expectNothingWritten(result, 'And 2 more items were refused: items 2, 4.');
		expect(result.error?.context?.itemIndex).toBe(1);
	});

	it('goes through where all exist, archived ones among them', async () => {
		const result = await go(one, ids(recordsFor(one, 4)));
		expect(said(result)).toBe('(success)');
		expect(bench.writes().length).toBeGreaterThanOrEqual(4);
	});

	it('writes the good ones where the others go on', async () => {
		const result = await go(one, ids(recordsFor(one, 2), GONE), {
			onError: 'continueRegularOutput',
		});
		const failed = jsons(result).map(({ error }) => error !== undefined);
		expect(failed).toEqual([false, false, true]);
	});
});

describe('the check', () => {
	const UPDATE = { locationId: OF_ITEM, updateFields: { city: 'After' } };
	const reads = (): string[] =>
		lines(bench.sandbox.journal.filter(({ method }) => method === 'GET'));

	it('takes one request for 200 records, and none for one', async () => {
		const records = locations(200);
		const result = await bench.run('location', 'update', UPDATE, { input: ids(records) });
		expect(said(result)).toBe('(success)');
		expect(reads()).toEqual(['GET /locations']);

		bench.sandbox.journal.length = 0;
		await bench.run('location', 'update', UPDATE, { input: ids(records.slice(0, 1)) });
		expect(reads()).toEqual([]);
	});

	it('takes none where the others go on anyway', async () => {
		await bench.run('location', 'update', UPDATE, {
			input: ids(locations(3)),
			onError: 'continueRegularOutput',
		});
		expect(reads()).toEqual([]);
	});

	it('finds out for all records at once whether they belong to the organization', async () => {
		const stray = bench.add('locations', bench.organization(4), { name: 'Elsewhere' });
		const parameters = { ...UPDATE, organizationId: byId(client()) };
		for (const onError of ['stopWorkflow', 'continueRegularOutput'] as const) {
			bench.sandbox.journal.length = 0;
			const result = await bench.run('location', 'update', parameters, {
				input: ids([...locations(3), stray]),
				onError,
			});
			expect(reads()).toEqual(['GET /locations']);
			if (onError === 'stopWorkflow') expectNothingWritten(result);
			else expect(bench.writes()).toHaveLength(3);
		}
	});

	it('asks for a record itself before it says that there is none', async () => {
		const records = locations(3);
		bench.sandbox.faults.add({
			kind: 'status',
			status: 400,
			method: 'GET',
			path: /^\/locations$/,
			times: Infinity,
		});
		const result = await bench.run('location', 'update', UPDATE, { input: ids(records) });
		expect(said(result)).toBe('(success)');
		expect(reads().slice(1).sort()).toEqual(records.map(({ id }) => `GET /locations/${id}`).sort());
	});

	it('ends at once where every request would be refused', async () => {
		bench.sandbox.faults.add({ kind: 'status', status: 401, path: /./, times: Infinity });
		await bench.run('location', 'update', UPDATE, { input: ids(locations(50)) });
		expect(bench.sandbox.journal.length).toBeLessThanOrEqual(2);
	});

	it('lets a record that goes meanwhile be refused by the write', async () => {
		const records = locations(3);
		const [, , last] = records;
		bench.sandbox.faults.add({
			kind: 'status',
			status: 404,
			method: 'PATCH',
			path: `/locations/${last?.id ?? ''}`,
		});
		const result = await bench.run('location', 'update', UPDATE, { input: ids(records) });
		expect(result.status).toBe('error');
		expect(said(result)).toContain('Written before the stop: items 0–1.');
	});
});

describe('Update', () => {
	it('refuses an empty list that is not to replace the other before anything is written', async () => {
		const people = [0, 1].map((at) =>
			bench.add('contacts', client(), { first_name: `Ada ${at}`, contact_emails: [] }),
		);
		const parameters = {
			contactId: OF_ITEM,
			updateFields: { title: 'Manager', otherAttributes: '={{ $json.more }}' },
		};
		const input = ids(people).map((one, at) => ({
			...one,
			more: at === 1 ? { contact_emails: [] } : {},
		}));
		const result = await bench.run('contact', 'update', parameters, { input });
		expectNothingWritten(result);
		expect(said(result)).toContain('An empty list for');
	});
});

describe('Delete', () => {
	it('deletes nothing where one of the names was typed wrongly', async () => {
		const clients = [0, 1, 2].map((at) =>
			bench.sandbox.store.insert('organizations', { name: `Client ${at}` }),
		);
		const input = clients.map(({ id }, at) => ({
			id,
			typed: at === 2 ? 'Client' : `Client ${at}`,
		}));
		const result = await bench.run(
			'organization',
			'delete',
			{ organizationId: OF_ITEM, confirmName: '={{ $json.typed }}' },
			{ input },
		);
		expectNothingWritten(result);
	});

	it('deletes a record once that two items name', async () => {
		const [one] = locations(1) as [StoredRecord];
		const result = await bench.run(
			'location',
			'delete',
			{ locationId: OF_ITEM },
			{ input: ids([one, one]) },
		);
		expect(jsons(result)).toEqual([
			{ deleted: true, id: one.id },
			{ deleted: true, id: one.id },
		]);
		expect(bench.writes()).toHaveLength(1);
	});
});

describe('Create or Update', () => {
	it('writes nothing where one item matches several records and another has no key', async () => {
		bench.add('locations', client(), { name: 'Twin' });
		bench.add('locations', client(), { name: 'Twin' });
		const result = await bench.run(
			'location',
			'upsert',
			{
				organizationId: byName(String(client().attributes.name)),
				fields: automatic('name'),
			},
			{ input: [{ name: 'New' }, { name: 'Twin' }, { name: '' }, { name: 'Newer' }] },
		);
		expectNothingWritten(result, 'And 1 more item was refused: item ');
	});
});
