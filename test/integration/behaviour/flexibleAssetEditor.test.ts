/** Flexible assets in the editor: the columns of a type, and what n8n makes of a mapping with these columns. */
import type { IDataObject, ResourceMapperFields } from 'n8n-workflow';
import { COLUMNS_METHOD, FIELDS_METHOD } from '../../../nodes/ITGlue/description/methods';
import { addFlexibleAsset, addFlexibleType } from '../../../sandbox/data/flexibleKit';
import type { StoredRecord } from '../../../sandbox';
import { listSearch, loadOptions, mapperColumns } from '../../helpers/harness';
import { locator, mapped } from '../../helpers/parameters';
import { byId, said, useSandbox } from './support';
import { actions } from './upsertSupport';

const bench = useSandbox({ journalSecrets: true });

let type: StoredRecord;
beforeEach(() => {
	({ type } = addFlexibleType(bench.sandbox.store, {
		name: 'Device',
		fields: [
			{ name: 'About', kind: 'Header' },
			{ name: 'Host', kind: 'Text', required: true, use_for_title: true },
			{ name: 'Name', kind: 'Text' },
			{ name: 'Cost', kind: 'Number', decimals: 2 },
			{ name: 'Load', kind: 'Percent', decimals: 0 },
			{ name: 'Level', kind: 'Select', default_value: 'Gold\nSilver' },
			{ name: 'Ends', kind: 'Date' },
			{ name: 'Admin', kind: 'Password' },
			{ name: 'Guide', kind: 'Upload' },
		],
	}));
});

const call = (operation: string, of: IDataObject | undefined, asTool = false) => ({
	parameters: {
		resource: 'flexibleAsset',
		operation,
		...(of && { flexibleAssetTypeId: of }),
	},
	credentials: bench.credentials(),
	asTool,
});

const columns = async (
	operation = 'upsert',
	of: IDataObject | undefined = byId(type),
	asTool = false,
): Promise<ResourceMapperFields['fields']> =>
	(await mapperColumns(COLUMNS_METHOD, call(operation, of, asTool))).fields;

const asset = (traits: IDataObject): StoredRecord =>
	addFlexibleAsset(bench.sandbox.store, {
		type,
		organizationId: bench.organization(2).id,
		traits: traits as never,
	});

const traitsOf = (record: StoredRecord): IDataObject =>
	bench.stored(record).attributes.traits as IDataObject;

describe('columns', () => {
	test('of a type chosen in any way; without one there are none', async () => {
		const ids = (await columns()).map(({ id }) => id);
		expect(ids).toEqual(expect.arrayContaining(['traits.host', 'traits.name', 'traits.cost']));
		expect(ids.filter((id) => /about|admin/.test(id))).toEqual([]);
		expect(new Set(ids).size).toBe(ids.length);
		for (const mode of ['list', 'id'])
			expect((await columns('upsert', locator(mode, type.id))).map(({ id }) => id)).toEqual(ids);
		const byItsName = await columns('upsert', locator('name', 'Device'));
		expect(byItsName.map(({ id }) => id)).toEqual(ids);
		for (const none of [locator('list', ''), locator('id', '={{ $json.type }}')])
			expect(await columns('upsert', none)).toEqual([]);
		await expect(columns('upsert', locator('name', 'Nothing'))).rejects.toThrow('Nothing');
	});

	test('labels are told apart, a tool gets no file, required ones are marked', async () => {
		const labels = (await columns()).map(({ displayName }) => displayName);
		expect(new Set(labels).size).toBe(labels.length);
		const tool = (await columns('update', byId(type), true)).map(({ id }) => id);
		expect(tool).not.toContain('traits.guide');
		const needed = (await columns('create')).filter(({ required }) => required);
		expect(needed.map(({ id }) => id)).toEqual(['traits.host']);
	});

	test('lists: of a type, of none, and the fields to return', async () => {
		const one = asset({ host: 'a' });
		const method = 'searchFlexibleAssets';
		const { results } = await listSearch(method, call('get', byId(type)));
		expect(results.map(({ value }) => value)).toEqual([one.id]);
		await expect(listSearch(method, call('get', undefined))).rejects.toThrow('Choose the type');
		const fields = await loadOptions(FIELDS_METHOD, call('getAll', byId(type)));
		expect(fields.map(({ value }) => value)).toEqual(
			expect.arrayContaining(['traits.cost', 'name']),
		);
		expect((await loadOptions(FIELDS_METHOD, call('getAll', undefined))).length).toBeGreaterThan(3);
	});
});

describe('a mapping with these columns', () => {
	const sync = async (value: IDataObject, input: IDataObject) => {
		bench.sandbox.journal.length = 0;
		return await bench.run(
			'flexibleAsset',
			'upsert',
			{
				flexibleAssetTypeId: byId(type),
				organizationId: byId(bench.organization(2)),
				fields: { ...mapped(value, 'traits.host'), schema: (await columns()) as never },
			},
			{ input: [input] },
		);
	};
	const VALUE = {
		'traits.host': '={{ $json.host }}',
		'traits.cost': '={{ $json.cost }}',
		'traits.load': '={{ $json.load }}',
		'traits.level': '={{ $json.level }}',
	};

	test.each(['', ' ', null, undefined, 'N/A', []])(
		'%j is no number, and not 0',
		async (nothing) => {
			const one = asset({ host: 'a', cost: 5, load: 7, level: 'Gold' });
			const before = { ...traitsOf(one) };
			const ran = await sync(VALUE, { host: 'a', cost: nothing, load: nothing, level: nothing });
			expect(actions(ran)).toEqual(['unchanged']);
			expect(traitsOf(one)).toEqual(before);
		},
	);

	test('numbers as people write them, and a value outside the options', async () => {
		bench.assume({ selectTakesAnyText: true });
		const one = asset({ host: 'a', cost: 5, level: 'Bronze' });
		const ran = await sync(VALUE, { host: 'a', cost: '1.234,5', load: '12 %', level: 'bronze' });
		expect(said(ran)).toBe('(success)');
		expect(traitsOf(one)).toEqual({ host: 'a', cost: 1234.5, load: 12, level: 'Bronze' });
		await sync(VALUE, { host: 'a', level: 'silver' });
		expect(traitsOf(one).level).toBe('Silver');
	});
});
