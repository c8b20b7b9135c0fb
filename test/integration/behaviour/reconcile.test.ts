/** Reconcile, organizations: what each record is found to be, in one reading and without a write. */
import type { IDataObject } from 'n8n-workflow';
import type { StoredRecord } from '../../../sandbox';
import type { RunNodeOptions, RunNodeResult } from '../../helpers/harness';
import { byId, hintsOf, jsons, lines, said, useSandbox } from './support';

const bench = useSandbox();

/** Runs Reconcile with input items whose fields are called like the columns. */
const reconcile = async (
	input: IDataObject[],
	options: IDataObject = {},
	more: Partial<RunNodeOptions> = {},
): Promise<RunNodeResult> =>
	await bench.run(
		'organization',
		'reconcile',
		{ fields: { mappingMode: 'autoMapInputData', value: null }, options },
		{ input, ...more },
	);

const name = (record: StoredRecord): string => String(record.attributes.name);
const link = (record: StoredRecord): IDataObject => ({
	psa_id: record.psa?.remoteId ?? '',
	psa_integration_type: record.psa?.type ?? '',
});
const linked = (record: StoredRecord, more: IDataObject = {}): IDataObject => ({
	...link(record),
	name: name(record),
	...more,
});
const manage = (id: string, company: string, more: IDataObject = {}): IDataObject => ({
	psa_id: id,
	psa_integration_type: 'manage',
	name: company,
	...more,
});
const row = (status: string, record: StoredRecord | undefined, more: IDataObject): IDataObject => ({
	status,
	id: record?.id ?? null,
	name: record ? name(record) : null,
	psa_id: null,
	psa_integration_type: null,
	psa_name: null,
	...more,
});
const named = (record: StoredRecord): IDataObject => ({ id: record.id, name: name(record) });
/** The item with which the input says nothing of the records that are left. */
const rest = (status: string, record: StoredRecord): IDataObject =>
	row(status, record, record.psa ? link(record) : {});
const fromInput = (result: RunNodeResult): IDataObject[] =>
	result.output.filter(({ pairedItem }) => !Array.isArray(pairedItem)).map(({ json }) => json);
const requests = (): string[] => lines(bench.sandbox.journal);

/** An organization of the store that no input item has to do with. */
const add = (attributes: IDataObject, psaId?: string, type = 'manage'): StoredRecord =>
	bench.sandbox.store.insert(
		'organizations',
		{ ...bench.organization(2).attributes, quick_notes: null, ...attributes } as never,
		psaId === undefined ? {} : { psa: { type, remoteId: psaId } },
	);

it('says of every record what it is, those of the input first and paired', async () => {
	const [own, obrien, baker, mueller, cafe, lakeside, shouting, summit] = Array.from(
		{ length: 8 },
		(_, at) => bench.organization(at),
	) as [
		StoredRecord,
		StoredRecord,
		StoredRecord,
		StoredRecord,
		StoredRecord,
		StoredRecord,
		StoredRecord,
		StoredRecord,
	];
	const input = [
		linked(obrien),
		manage('901', 'Harbor Cafe'),
		linked(mueller, { name: 'Müller Zahntechnik AG' }),
		manage('900', ' baker, lyons & CO '),
		linked(lakeside),
	];
	const result = await reconcile(input);
	expect(said(result)).toBe('(success)');
	expect(jsons(result)).toEqual([
		row('synced', obrien, { ...link(obrien), psa_name: name(obrien) }),
		row('missing_in_it_glue', undefined, {
			psa_id: '901',
			psa_integration_type: 'manage',
			psa_name: 'Harbor Cafe',
			suggestions: [named(cafe)],
		}),
		row('drifted', mueller, {
			...link(mueller),
			psa_name: 'Müller Zahntechnik AG',
			differences: { name: { it_glue: name(mueller), input: 'Müller Zahntechnik AG' } },
		}),
		row('unsynced', baker, {
			psa_id: '900',
			psa_integration_type: 'manage',
			psa_name: 'baker, lyons & CO',
		}),
		row('synced', lakeside, { ...link(lakeside), psa_name: name(lakeside) }),
		rest('unsynced', own),
		rest('unsynced', cafe),
		rest('unsynced', shouting),
		rest('mismatched', summit),
	]);
	expect(result.output.map(({ pairedItem }) => pairedItem)).toEqual([
		...input.map((_, item) => ({ item })),
		...Array.from({ length: 4 }, () => []),
	]);
	expect(requests()).toEqual(['GET /organizations']);
	expect(bench.sandbox.journal[0]?.query).toMatchObject({
		include: 'adapters_resources',
		'page[size]': '1000',
	});
	expect(hintsOf(result)).toEqual([
		'Organizations: 2 synced, 1 drifted, 4 unsynced, 1 mismatched, 1 missing in IT Glue, 0 ambiguous, 0 failed.',
	]);
});

it('keeps to the keys that are documented, in their order', async () => {
	const [first] = jsons(await reconcile([linked(bench.organization(1), { name: 'Other' })]));
	expect(Object.keys(first ?? {})).toEqual([
		'status',
		'id',
		'name',
		'psa_id',
		'psa_integration_type',
		'psa_name',
		'differences',
	]);
});

it('leaves unpaired what comes from no item, even where the counts agree', async () => {
	const input = [linked(bench.organization(1)), linked(bench.organization(3))];
	const result = await reconcile(input, { statuses: ['mismatched'] });
	expect(jsons(result).map(({ name: called }) => called)).toEqual([
		name(bench.organization(5)),
		name(bench.organization(7)),
	]);
	expect(result.output.map(({ pairedItem }) => pairedItem)).toEqual([[], []]);
});

describe('options', () => {
	const input = (): IDataObject[] => [
		linked(bench.organization(1)),
		linked(bench.organization(3), { name: 'Renamed' }),
		manage('900', 'Nobody Knows'),
	];

	it('counts everything in a last item, whatever statuses are returned', async () => {
		const result = await reconcile(input(), { summary: true, statuses: ['drifted'] });
		expect(jsons(result)).toEqual([
			expect.objectContaining({ status: 'drifted' }),
			{
				summary: true,
				total: 9,
				synced: 1,
				drifted: 1,
				unsynced: 4,
				mismatched: 2,
				missing_in_it_glue: 1,
				ambiguous: 0,
				failed: 0,
				left_out: 0,
			},
		]);
		expect(result.output.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }, []]);
	});

	it('takes no statuses at all for all of them', async () => {
		expect(jsons(await reconcile(input(), { statuses: [] }))).toHaveLength(9);
	});

	it('refuses a status that does not exist', async () => {
		const result = await reconcile(input(), { statuses: ['lost'] });
		expect(said(result)).toContain('"lost" is not a value of "Statuses to Return"');
		expect(requests()).toEqual([]);
	});

	it('suggests nothing where that is not wanted', async () => {
		const [first] = jsons(await reconcile([manage('9', 'Harbor Cafe')], { suggestions: false }));
		expect(first).toMatchObject({ status: 'missing_in_it_glue' });
		expect(first).not.toHaveProperty('suggestions');
	});
});

describe('a link', () => {
	it('counts before the name', async () => {
		const [obrien, mueller] = [bench.organization(1), bench.organization(3)];
		const swapped = [
			linked(obrien, { name: name(mueller) }),
			linked(mueller, { name: name(obrien) }),
		];
		expect(jsons(await reconcile(swapped)).slice(0, 2)).toEqual([
			expect.objectContaining({ status: 'drifted', id: obrien.id }),
			expect.objectContaining({ status: 'drifted', id: mueller.id }),
		]);
	});

	it('to another PSA record is not that of the item, although the name is the same', async () => {
		const obrien = bench.organization(1);
		const result = await reconcile([manage('777', name(obrien))]);
		expect(jsons(result)[0]).toMatchObject({
			status: 'missing_in_it_glue',
			id: null,
			suggestions: [named(obrien)],
		});
		expect(jsons(result)).toContainEqual(rest('mismatched', obrien));
	});

	it('of another PSA with the same ID is another one', async () => {
		const twin = add({ name: 'Same Number' }, '251', 'autotask');
		const result = await reconcile([linked(bench.organization(1))]);
		expect(jsons(result)[0]).toMatchObject({ status: 'synced', id: bench.organization(1).id });
		expect(jsons(result)).toContainEqual(rest('mismatched', twin));
	});

	it('is compared by its ID where one side does not name the PSA', async () => {
		const obrien = bench.organization(1);
		const untyped = { psa_id: 251, name: name(obrien) };
		expect(jsons(await reconcile([untyped]))[0]).toMatchObject({
			status: 'synced',
			id: obrien.id,
			psa_id: '251',
			psa_integration_type: 'manage',
		});
		bench.assume({ adaptersResourceNamesItsType: false });
		expect(jsons(await reconcile([linked(obrien)]))[0]).toMatchObject({ status: 'synced' });
	});

	it('whose PSA record IT Glue does not name is neither reported nor matched by name', async () => {
		const odd = add({ name: 'Half Linked' });
		odd.psa = { type: 'manage', remoteId: null as never };
		const result = await reconcile([manage('900', 'Half Linked')]);
		expect(jsons(result)[0]).toMatchObject({
			status: 'missing_in_it_glue',
			suggestions: [named(odd)],
		});
		expect(jsons(result).filter(({ id }) => id === odd.id)).toEqual([]);
		expect(hintsOf(result).slice(1)).toEqual([
			'1 organization left out of the report: no input item has this link, and IT Glue does not show here whether there is another PSA link.',
		]);
	});
});

it('refuses to compare where links are shown but none says what it leads to', async () => {
	for (const record of bench.sandbox.store.all('organizations'))
		if (record.psa) record.psa = { type: 'manage', remoteId: null as never };
	const result = await reconcile([manage('251', 'X')]);
	expect(said(result)).toContain('does not show which PSA records its organizations are linked to');
	expect(jsons(result)).toEqual([]);
});

it('does not name an item that is linked for another record of its name', async () => {
	const [obrien, copy] = [bench.organization(1), add({ name: "O'BRIEN Dental" })];
	const result = await reconcile([linked(obrien)]);
	expect(jsons(result)[0]).toMatchObject({ status: 'synced', id: obrien.id });
	expect(jsons(result)).toContainEqual(rest('unsynced', copy));
});

describe('what is not one to one is left open', () => {
	const several = (candidates: StoredRecord[], more: IDataObject): IDataObject =>
		row('ambiguous', undefined, { ...more, candidates: candidates.map(named) });

	it('two records with the link', async () => {
		const obrien = bench.organization(1);
		const copy = add({ name: 'Copy' }, '251');
		const result = await reconcile([linked(obrien)]);
		expect(jsons(result)[0]).toEqual(
			several([obrien, copy], { ...link(obrien), psa_name: name(obrien) }),
		);
		const ids = jsons(result).map(({ id }) => id);
		expect(ids).not.toContain(obrien.id);
		expect(ids).not.toContain(copy.id);
	});

	it('two records without a link that have the name', async () => {
		const baker = bench.organization(2);
		const copy = add({ name: name(baker).toUpperCase() });
		const result = await reconcile([manage('900', name(baker))]);
		expect(jsons(result)[0]).toMatchObject({
			status: 'ambiguous',
			candidates: [named(baker), named(copy)],
		});
		expect(jsons(result).filter(({ status }) => status === 'unsynced')).toHaveLength(3);
	});

	it('two items with the same PSA ID', async () => {
		const obrien = bench.organization(1);
		const result = await reconcile([linked(obrien), linked(obrien, { name: 'Renamed' })]);
		expect(fromInput(result)).toEqual([
			several([obrien], { ...link(obrien), psa_name: name(obrien) }),
			several([obrien], { ...link(obrien), psa_name: 'Renamed' }),
		]);
	});

	it('two items with the same PSA ID that nothing is linked to', async () => {
		const result = await reconcile([manage('900', 'New One'), manage('900', 'New Two')]);
		expect(fromInput(result).map(({ status, candidates }) => [status, candidates])).toEqual([
			['ambiguous', []],
			['ambiguous', []],
		]);
	});

	it('two items with the name of one record', async () => {
		const baker = bench.organization(2);
		const result = await reconcile([manage('900', name(baker)), manage('901', name(baker))]);
		expect(fromInput(result).map(({ status, candidates }) => [status, candidates])).toEqual([
			['ambiguous', [named(baker)]],
			['ambiguous', [named(baker)]],
		]);
		expect(jsons(result).filter(({ id }) => id === baker.id)).toEqual([]);
	});

	it('but the same ID in two PSAs is two records', async () => {
		const twin = add({ name: 'Same Number' }, '251', 'autotask');
		const result = await reconcile([linked(bench.organization(1)), linked(twin)]);
		expect(fromInput(result).map(({ status }) => status)).toEqual(['synced', 'synced']);
	});
});

describe('comparing', () => {
	const compared = async (more: IDataObject): Promise<IDataObject> => {
		const result = await reconcile([linked(bench.organization(1), more)]);
		expect(said(result)).toBe('(success)');
		return jsons(result)[0] ?? {};
	};

	it('looks at mapped columns that have a value, and at no others', async () => {
		bench.organization(1).attributes.alert = 'Old';
		expect(await compared({})).toMatchObject({ status: 'synced' });
		for (const alert of ['', null, undefined, '  '])
			expect(await compared({ alert })).toMatchObject({ status: 'synced' });
		expect(await compared({ alert: 'New', unknown_column: 1 })).toMatchObject({
			status: 'drifted',
			differences: { alert: { it_glue: 'Old', input: 'New' } },
		});
		expect((await compared({ alert: ' Old ' })).status).toBe('synced');
	});

	it('looks at the columns that are mapped one by one', async () => {
		const obrien = bench.organization(1);
		const value = { psa_id: '={{ $json.number }}', short_name: '={{ $json.code }}' };
		const result = await bench.run(
			'organization',
			'reconcile',
			{
				fields: {
					mappingMode: 'defineBelow',
					value,
					// Left over from another resource: Reconcile has no columns to match on.
					matchingColumns: ['serial_number'],
				},
			},
			{ input: [{ number: 251, code: 'XYZ', name: 'not mapped' }] },
		);
		expect(jsons(result)[0]).toMatchObject({
			status: 'drifted',
			id: obrien.id,
			psa_name: null,
			differences: { short_name: { it_glue: obrien.attributes.short_name, input: 'XYZ' } },
		});
	});

	it('resolves names of types and shows both by name', async () => {
		const types = bench.sandbox.store.all('organization_types');
		const type = (at: number): string => String(types[at]?.attributes.name);
		const obrien = bench.organization(1);
		obrien.attributes.organization_type_id = Number(types[0]?.id);
		bench.sandbox.journal.length = 0;
		const input = [
			linked(obrien, { organization_type_id: type(0).toUpperCase() }),
			linked(bench.organization(3), { organization_type_id: type(0) }),
		];
		await reconcile(input);
		expect(requests().sort()).toEqual(['GET /organization_types', 'GET /organizations']);
		expect((await compared({ organization_type_id: type(0) })).status).toBe('synced');
		expect((await compared({ organization_type_id: types[0]?.id })).status).toBe('synced');
		expect((await compared({ organization_type_id: type(1) })).differences).toEqual({
			organization_type_id: { it_glue: type(0), input: type(1) },
		});
	});

	it('reads the record itself only where the list cuts the quick notes', async () => {
		const obrien = bench.organization(1);
		const shows = (): string[] => requests().filter((line) => line !== 'GET /organizations');
		obrien.attributes.quick_notes = '<p>Short</p>';
		bench.sandbox.journal.length = 0;
		expect((await compared({ quick_notes: 'Short' })).status).toBe('synced');
		expect((await compared({ quick_notes: 'Long' })).status).toBe('drifted');
		expect(shows()).toEqual([]);
		const long = `<p>${'Reception closes at noon. '.repeat(20).trim()}</p>`;
		obrien.attributes.quick_notes = long;
		expect((await compared({ quick_notes: long })).status).toBe('synced');
		const changed = long.replace('</p>', ' Always.</p>');
		expect((await compared({ quick_notes: changed })).differences).toEqual({
			quick_notes: { it_glue: long, input: changed },
		});
		// What Get Many gave, cut as it is, says nothing new.
		expect((await compared({ quick_notes: long.slice(0, 250) })).status).toBe('synced');
		expect(shows()).toEqual(Array(2).fill(`GET /organizations/${obrien.id}`));
	});
});

describe('an item that is wrong', () => {
	const WRONG: Array<[string, IDataObject, string]> = [
		['names nothing', { alert: 'x' }, 'It is not clear which organization this item is'],
		[
			'gives only blanks',
			{ psa_id: ' ', name: '' },
			'It is not clear which organization this item is',
		],
		[
			'names as PSA what is none',
			manage('5', 'X', { psa_integration_type: 'Datto RMM' }),
			'"Datto RMM"',
		],
		[
			'names a type that does not exist',
			manage('5', 'X', { organization_type_id: 'Nope' }),
			'"Nope"',
		],
	];

	it.each(WRONG)('%s: fails alone', async (_title, wrong, message) => {
		const obrien = bench.organization(1);
		const result = await reconcile(
			[wrong, linked(obrien)],
			{},
			{ onError: 'continueRegularOutput' },
		);
		const [failed, good] = result.output;
		expect(failed).toMatchObject({ pairedItem: { item: 0 } });
		expect(Object.keys(failed?.json ?? {}).sort()).toEqual([
			'details',
			'error',
			'message',
			'status',
		]);
		expect(String(failed?.json.error)).toContain(message);
		expect(good?.json).toMatchObject({ status: 'synced', id: obrien.id });
		const without = await reconcile([wrong, linked(obrien)]);
		expect(jsons(without)).toEqual(jsons(result));
	});

	it('does not make a mismatch of the record that it is linked to', async () => {
		const obrien = bench.organization(1);
		const wrong = linked(obrien, { organization_type_id: 'Nope' });
		const result = await reconcile(
			[wrong, linked(bench.organization(3))],
			{ summary: true },
			{
				onError: 'continueRegularOutput',
			},
		);
		expect(jsons(result).filter(({ id }) => id === obrien.id)).toEqual([]);
		expect(jsons(result).at(-1)).toMatchObject({
			total: 7,
			mismatched: 2,
			failed: 1,
			left_out: 1,
		});
		expect(hintsOf(result).slice(1)).toEqual([
			'1 organization left out of the report: the input item with that PSA ID failed.',
		]);
	});

	it('takes all items with it when nothing can be read', async () => {
		bench.sandbox.faults.add({ kind: 'status', status: 403, times: Infinity });
		const input = [linked(bench.organization(1)), linked(bench.organization(3))];
		const result = await reconcile(input, { summary: true }, { onError: 'continueRegularOutput' });
		expect(result.output.map(({ json }) => 'error' in json)).toEqual([true, true]);
	});
});

it('matches an item without a PSA ID by its name', async () => {
	const baker = bench.organization(2);
	const result = await reconcile([{ name: name(baker) }, { name: 'Nobody Knows', psa_id: '' }]);
	expect(fromInput(result)).toEqual([
		row('unsynced', baker, { psa_name: name(baker) }),
		row('missing_in_it_glue', undefined, { psa_name: 'Nobody Knows', suggestions: [] }),
	]);
});

it('takes an ID of the input for one of the PSA, never for one of IT Glue', async () => {
	const [obrien, mueller] = [bench.organization(1), bench.organization(3)];
	const result = await reconcile([linked(obrien, { id: mueller.id })]);
	expect(jsons(result)[0]).toMatchObject({ status: 'synced', id: obrien.id });
});

describe('where a list does not say which link belongs to which record', () => {
	beforeEach(() => bench.assume({ relationshipsOnShowOnly: true }));

	it('asks for each PSA record, and says nothing of the others', async () => {
		const [obrien, baker, mueller] = [1, 2, 3].map((at) => bench.organization(at)) as [
			StoredRecord,
			StoredRecord,
			StoredRecord,
		];
		const result = await reconcile([
			linked(obrien),
			linked(mueller, { name: 'Renamed' }),
			manage('900', name(baker)),
			manage('901', 'Nobody Knows'),
		]);
		expect(said(result)).toBe('(success)');
		expect(jsons(result)).toEqual([
			row('synced', obrien, { ...link(obrien), psa_name: name(obrien) }),
			expect.objectContaining({ status: 'drifted', id: mueller.id }),
			row('missing_in_it_glue', undefined, {
				psa_id: '900',
				psa_integration_type: 'manage',
				psa_name: name(baker),
				suggestions: [named(baker)],
			}),
			expect.objectContaining({ status: 'missing_in_it_glue', suggestions: [] }),
		]);
		expect(hintsOf(result).slice(1)).toEqual([
			'6 organizations left out of the report: no input item has this link, and IT Glue does not show here whether there is another PSA link.',
		]);
		expect(bench.writes()).toEqual([]);
	});

	it('needs the type of the PSA for that', async () => {
		const obrien = bench.organization(1);
		const result = await reconcile(
			[{ psa_id: '251', name: 'x' }, linked(obrien)],
			{},
			{
				onError: 'continueRegularOutput',
			},
		);
		expect(jsons(result)).toEqual([
			expect.objectContaining({ error: '"PSA Type" is missing' }),
			expect.objectContaining({ status: 'synced', id: obrien.id }),
		]);
	});

	it('asks for nothing where no item names a PSA record', async () => {
		const baker = bench.organization(2);
		const result = await reconcile([{ name: name(baker) }]);
		expect(jsons(result)).toEqual([
			expect.objectContaining({ status: 'missing_in_it_glue', suggestions: [named(baker)] }),
		]);
		expect(requests()).toEqual(['GET /organizations']);
	});
});

it('writes nothing, whatever it finds', async () => {
	add({ name: 'Copy' }, '251');
	await reconcile([
		linked(bench.organization(1)),
		linked(bench.organization(3), { name: 'x', quick_notes: 'y' }),
		manage('900', name(bench.organization(2))),
		manage('901', 'z'),
	]);
	expect(bench.sandbox.journal.length).toBeGreaterThan(0);
	expect(bench.writes()).toEqual([]);
});

it('is open to an AI agent', async () => {
	const result = await bench.run(
		'organization',
		'reconcile',
		{
			fields: {
				mappingMode: 'defineBelow',
				value: { psa_id: '251', name: "O'Brien Dental" },
			},
			options: { statuses: ['synced'] },
		},
		{ asTool: 'execute', input: [{}] },
	);
	expect(said(result)).toBe('(success)');
	expect(jsons(result)).toEqual([expect.objectContaining({ status: 'synced' })]);
	expect(byId(bench.organization(1)).value).toBe(jsons(result)[0]?.id);
});
