/** A run that only looks reports every item: a refused one is a finding, and the others go on. */
import type { IDataObject } from 'n8n-workflow';
import { automatic } from '../../helpers/parameters';
import { hintsOf, jsons, said, useSandbox } from './support';
import { actions, device, tolerant, upsert } from './upsertSupport';

const bench = useSandbox();

const contact = (first: string, more: IDataObject = {}): IDataObject => ({
	first_name: first,
	last_name: 'Reported',
	primary_email: `${first.toLowerCase()}@example.com`,
	...more,
});

const INPUT = [
	contact('Ann'),
	contact('Bert', { contact_type_id: 'No Such Type' }),
	contact('Cleo', { primary_email: 'no address' }),
	contact('Dora'),
];

describe('Dry Run', () => {
	const dry = { parameters: { dryRun: true } };

	it('says of each item what would become of it, and stops at none', async () => {
		const ran = await upsert(bench, { resource: 'contact', input: INPUT, ...dry });
		expect(said(ran)).toBe('(success)');
		expect(jsons(ran).map(({ _action }) => _action)).toEqual([
			'would_create',
			'would_fail',
			'would_fail',
			'would_create',
		]);
		const [, unknownType, noAddress] = jsons(ran);
		expect(unknownType?.error).toMatch(/No Such Type/);
		expect(String(unknownType?.message).length).toBeGreaterThan(20);
		expect(noAddress?.error).toMatch(/no address/);
		expect(ran.output.map(({ pairedItem }) => pairedItem)).toEqual(
			INPUT.map((_item, item) => ({ item })),
		);
		expect(hintsOf(ran)[0]).toMatch(
			/^Contacts: 2 would be created, 0 would be updated, 0 unchanged, 2 would fail\. .*nothing was written\.$/,
		);
		expect(bench.writes()).toEqual([]);
	});

	it('is the same where the node goes on anyway', async () => {
		const ran = await tolerant(bench, { resource: 'contact', input: INPUT, ...dry });
		expect(jsons(ran).map(({ _action }) => _action)).toEqual([
			'would_create',
			'would_fail',
			'would_fail',
			'would_create',
		]);
	});

	it('sends what fails to the error output, with the keys by which n8n takes it there', async () => {
		const ran = await upsert(bench, {
			resource: 'contact',
			input: INPUT.slice(0, 2),
			...dry,
			more: { onError: 'continueErrorOutput' },
		});
		const failed = [...jsons(ran), ...(ran.errorOutput ?? []).map(({ json }) => json)].filter(
			({ error }) => error !== undefined,
		);
		expect(failed).toHaveLength(1);
		expect(Object.keys(failed[0] ?? {}).slice(-3)).toEqual(['error', 'message', 'details']);
		expect(failed[0]).not.toHaveProperty('_action');
	});

	it('still stops at what is wrong with the run', async () => {
		const ran = await upsert(bench, {
			resource: 'contact',
			input: INPUT,
			...dry,
			more: { credentials: { apiKey: 'ITG.wrong' } },
		});
		expect(ran.status).toBe('error');
	});

	it('an item that is to be written still fails the run, before anything is written', async () => {
		const ran = await upsert(bench, {
			resource: 'contact',
			input: INPUT.map((item, at) => ({ ...item, dry: at === 1 })),
			parameters: { dryRun: '={{ $json.dry }}' },
		});
		expect(ran.status).toBe('error');
		expect(said(ran)).toMatch(/no address.*Nothing was written/);
		expect(bench.writes()).toEqual([]);
	});
});

describe('Reconcile', () => {
	const reconcile = async (input: IDataObject[]) =>
		await bench.run(
			'organization',
			'reconcile',
			{ fields: { mappingMode: 'autoMapInputData', value: null }, options: { summary: true } },
			{ input },
		);

	it('reports an item that cannot be read beside the others, and counts it', async () => {
		const name = String(bench.organization(2).attributes.name);
		const ran = await reconcile([{ name: '' }, { name }, { psa_id: { a: 1 }, name: 'Odd' }]);
		expect(said(ran)).toBe('(success)');
		const rows = jsons(ran);
		expect(rows.slice(0, 3).map(({ status }) => status)).toEqual(['failed', 'unsynced', 'failed']);
		expect(rows[0]?.error).toMatch(/\S/);
		expect(rows.at(-1)).toMatchObject({ summary: true, failed: 2 });
		expect(hintsOf(ran)[0]).toMatch(/^Organizations: .*2 failed\.$/);
	});

	it('fails where every item is refused', async () => {
		expect((await reconcile([{ name: '' }, { name: ' ' }])).status).toBe('error');
	});

	it('still stops at what is wrong with the run', async () => {
		bench.sandbox.faults.add({ kind: 'status', status: 500, times: null });
		expect((await reconcile([{ name: 'One' }, { name: 'Two' }])).status).toBe('error');
	});
});

describe('If a Matching Column Is Empty → Skip Item', () => {
	const options = { emptyMatch: 'skip' };

	it('leaves such items alone, and counts them', async () => {
		const known = device(bench, 'PC-1', { serial_number: 'SN-1' });
		const input = [
			{ serial_number: '', name: 'No number', configuration_type_id: '1' },
			{ serial_number: 'SN-1', name: 'PC-1', asset_tag: 'T-1' },
			{ serial_number: 'To be filled by O.E.M.', name: 'Dummy', configuration_type_id: '1' },
		];
		const ran = await upsert(bench, {
			resource: 'configuration',
			input,
			by: ['serial_number'],
			options,
		});
		expect(actions(ran)).toEqual(['skipped', 'updated', 'skipped']);
		expect(known.attributes.asset_tag).toBe('T-1');
		expect(jsons(ran)[0]).toMatchObject({ id: null, name: 'No number', _matched_by: null });
		expect(hintsOf(ran)[0]).toMatch(/1 updated, 0 unchanged, 2 skipped, 0 failed/);
		const again = await upsert(bench, {
			resource: 'configuration',
			input: input.slice(0, 1),
			by: ['serial_number'],
			options: { ...options, reportOnlyChanges: true },
		});
		expect(jsons(again)).toEqual([]);
	});

	it.each(['id', 'psa_id'])('also where it is the %s', async (column) => {
		const ran = await upsert(bench, {
			resource: 'organization',
			input: [{ [column]: '', name: 'Nobody Example' }],
			by: [column],
			options,
		});
		expect(actions(ran)).toEqual(['skipped']);
		expect(bench.writes()).toEqual([]);
	});

	it('is an error unless it is chosen', async () => {
		const ran = await bench.run(
			'configuration',
			'upsert',
			{ organizationId: '', fields: automatic('serial_number') },
			{ input: [{ serial_number: '', name: 'No number' }] },
		);
		expect(ran.status).toBe('error');
	});
});
