/** Flexible asset fields: records that stand under their type, and are changed and deleted there. */
import type { IDataObject } from 'n8n-workflow';
import {
	addFlexibleAsset,
	addFlexibleType,
	type NewField,
} from '../../../sandbox/data/flexibleKit';
import type { Attributes, StoredRecord } from '../../../sandbox';
import type { RunNodeResult } from '../../helpers/harness';
import { locator } from '../../helpers/parameters';
import { byId, byName, hintsOf, jsons, only, said, told, useSandbox } from './support';

const bench = useSandbox();

const NONE = locator('list', '');

const RESOURCE = 'flexibleAssetField';

const FIELDS: NewField[] = [
	{ name: 'Host Name', kind: 'Text', required: true },
	{ name: 'Level', kind: 'Select', default_value: 'Gold\nSilver' },
	{ name: 'People', kind: 'Tag', tag_type: 'Contacts' },
];

let type: StoredRecord;
let fields: StoredRecord[];
beforeEach(() => {
	({ type, fields } = addFlexibleType(bench.sandbox.store, {
		name: 'Server Room',
		fields: FIELDS,
	}));
});

const run = async (
	operation: string,
	parameters: IDataObject,
	input: IDataObject[] = [{}],
): Promise<RunNodeResult> => {
	bench.sandbox.journal.length = 0;
	return await bench.run(
		RESOURCE,
		operation,
		{ flexibleAssetTypeId: byName('server room'), ...parameters },
		{ input },
	);
};

const create = async (
	name: string,
	kind: string,
	additionalFields: IDataObject = {},
	input?: IDataObject[],
): Promise<RunNodeResult> => await run('create', { name, kind, additionalFields }, input);

const present = (): Attributes[] =>
	bench.sandbox.store
		.all('flexible_asset_fields')
		.filter(({ attributes }) => String(attributes.flexible_asset_type_id) === type.id)
		.map(({ attributes }) => attributes)
		.sort((a, b) => Number(a.order) - Number(b.order));

const field = (name: string): StoredRecord | undefined =>
	fields.find(({ attributes }) => attributes.name === name);

const asset = (traits: Attributes): StoredRecord =>
	addFlexibleAsset(bench.sandbox.store, {
		type,
		organizationId: bench.organization(2).id,
		traits,
	});

describe('reading', () => {
	test('Get Many lists the fields of the type, with options and kinds of tags in words', async () => {
		const other = addFlexibleType(bench.sandbox.store, {
			name: 'Rack',
			fields: [{ name: 'Room', kind: 'Tag', tag_type: `FlexibleAssetType: ${type.id}` }],
		});
		const all = jsons(await run('getAll', { returnAll: true }));
		expect(all).toMatchObject([
			{ type: 'flexible-asset-fields', name: 'Host Name', kind: 'Text', name_key: 'host-name' },
			{ name: 'Level', options: ['Gold', 'Silver'], default_value: 'Gold\nSilver' },
			{ name: 'People', tag_kind: 'Contacts', tag_type: 'Contacts' },
		]);
		const ran = await run('getAll', { flexibleAssetTypeId: byId(other.type) });
		expect(only(ran)).toMatchObject({ name: 'Room', tag_kind: 'Server Room' });
	});

	test('Get by ID needs no type, by name it does', async () => {
		const id = byId(field('Level') ?? '');
		const got = only(await run('get', { flexibleAssetTypeId: NONE, flexibleAssetFieldId: id }));
		expect(got).toMatchObject({ name: 'Level', options: ['Gold', 'Silver'] });
		const named = await run('get', { flexibleAssetFieldId: byName('level') });
		expect(only(named).id).toBe(field('Level')?.id);
		const without = await run('get', {
			flexibleAssetTypeId: NONE,
			flexibleAssetFieldId: byName('level'),
		});
		expect(said(without)).toContain('"Flexible Asset Type" is empty');
	});
});

describe('create', () => {
	test('adds a field at the end, shown in the list', async () => {
		const ran = await create('VLAN', 'Number');
		expect(only(ran)).toMatchObject({ name: 'VLAN', kind: 'Number', order: 4, name_key: 'vlan' });
		expect(present()[3]).toMatchObject({ decimals: 0, show_in_list: true, required: false });
		expect(bench.writes()).toHaveLength(1);
	});

	test('several in one run stand one after the other', async () => {
		const names = ['A', 'B', 'C', 'D'];
		const ran = await create(
			'={{ $json.name }}',
			'Text',
			{},
			names.map((name) => ({ name })),
		);
		expect(said(ran)).toBe('(success)');
		expect(present().map(({ order }) => order)).toEqual([1, 2, 3, 4, 5, 6, 7]);
	});

	test('takes options as a list, and the kind of tag in words', async () => {
		only(await create('Colour', 'Select', { defaultValue: ['Red', 'red', 'Blue'] }));
		only(await create('Twin', 'Tag', { tagType: 'server room', showInList: false }));
		expect(present().slice(3)).toMatchObject([
			{ default_value: 'Red\nBlue' },
			{ tag_type: `FlexibleAssetType: ${type.id}`, show_in_list: false },
		]);
	});

	test.each<[string, string, string, IDataObject, string]>([
		['a name that is taken', 'level', 'Text', {}, 'already has a field "Level"'],
		[
			'a place that is taken',
			'New',
			'Text',
			{ order: 2 },
			'The field "Level" already has "Order" 2',
		],
		['a Select without options', 'New', 'Select', {}, 'A Select needs options'],
		['a Tag without kind', 'New', 'Tag', {}, 'A Tag needs a kind of tag'],
		[
			'an unknown kind of tag',
			'New',
			'Tag',
			{ tagType: 'Contcts' },
			'"Contcts" is not a kind of tag',
		],
		['an unknown kind', 'New', 'Colour', {}, '"Colour" is not a value of "Kind"'],
	])('refuses before anything is sent: %s', async (_what, name, kind, more, message) => {
		const ran = await create(name, kind, more, [{ at: 1 }, { at: 2 }]);
		expect(said(ran)).toContain(message);
		expect(bench.writes()).toEqual([]);
	});

	test('what IT Glue turns off is said', async () => {
		const notes = [
			...hintsOf(await create('About', 'Header', { required: true })),
			...hintsOf(await create('Notes', 'Textbox', { useForTitle: true })),
		].join('\n');
		expect(notes).toContain('Field "About": a Header cannot be required');
		expect(notes).toContain('Field "Notes": a Textbox cannot be part of the title');
	});
});

describe('update', () => {
	test('by name within the type: adds options to those that are there', async () => {
		const ran = await run('update', {
			flexibleAssetFieldId: byName('level'),
			updateFields: { defaultValue: 'Bronze\ngold', hint: 'Of service' },
		});
		expect(only(ran)).toMatchObject({ options: ['Gold', 'Silver', 'Bronze'], hint: 'Of service' });
		expect(field('Level')?.attributes.default_value).toBe('Gold\nSilver\nBronze');
	});

	test('replaces options where that is chosen', async () => {
		await run('update', {
			flexibleAssetFieldId: byId(field('Level') ?? ''),
			updateFields: { defaultValue: 'Bronze' },
			options: { replaceAll: ['default_value'] },
		});
		expect(field('Level')?.attributes.default_value).toBe('Bronze');
	});

	test('several by ID', async () => {
		const ran = await run(
			'update',
			{
				flexibleAssetFieldId: { ...byId(''), value: '={{ $json.id }}' },
				updateFields: { hint: 'Seen' },
			},
			fields.map(({ id }) => ({ id })),
		);
		expect(jsons(ran).map(({ hint }) => hint)).toEqual(['Seen', 'Seen', 'Seen']);
	});

	test('another kind is refused before anything is sent, the same one is not', async () => {
		const order = { flexibleAssetFieldId: byName('Level') };
		const ran = await run('update', {
			...order,
			updateFields: { hint: 'x', otherAttributes: { kind: 'Text' } },
		});
		expect(said(ran)).toContain('The kind of the field "Level" cannot be changed');
		expect(bench.writes()).toEqual([]);
		const same = await run('update', {
			...order,
			updateFields: { hint: 'x', otherAttributes: { kind: 'select' } },
		});
		expect(only(same).hint).toBe('x');
	});

	test('a field of another type than the chosen one is refused', async () => {
		const other = addFlexibleType(bench.sandbox.store, {
			name: 'Rack',
			fields: [{ name: 'Level', kind: 'Text' }],
		});
		const [foreign] = other.fields;
		for (const operation of ['update', 'delete', 'get']) {
			const ran = await run(operation, {
				flexibleAssetFieldId: byId(foreign ?? ''),
				updateFields: { hint: 'x' },
			});
			expect(said(ran)).toContain(
				`Flexible Asset Field ${foreign?.id} belongs to flexible asset type ${other.type.id}, not to the chosen one ${type.id}`,
			);
			expect(bench.writes()).toEqual([]);
		}
	});

	test('of a type that an integration made, the error says whose it is', async () => {
		type.attributes.locked = true;
		const ran = await run('update', {
			flexibleAssetFieldId: byName('Level'),
			updateFields: { hint: 'x' },
		});
		expect(told(ran)).toContain('An integration, such as Microsoft 365, owns this');
		expect(told(await create('New', 'Text'))).toContain('owns this flexible asset type');
	});
});

describe('delete', () => {
	test('by name within the type; the values of all assets go with it', async () => {
		const one = asset({ 'host-name': 'srv-01', level: 'Gold' });
		const ran = await run('delete', { flexibleAssetFieldId: byName('LEVEL') });
		expect(only(ran)).toEqual({ deleted: true, id: field('Level')?.id });
		expect(present().map(({ name }) => name)).toEqual(['Host Name', 'People']);
		expect(bench.stored(one).attributes.traits).toEqual({ 'host-name': 'srv-01' });
	});

	test('several by ID, one of them unknown: nothing is deleted', async () => {
		const ran = await run(
			'delete',
			{ flexibleAssetFieldId: { ...byId(''), value: '={{ $json.id }}' } },
			[{ id: field('Level')?.id ?? '' }, { id: '999999999' }],
		);
		expect(said(ran)).toContain('was not found');
		expect(present()).toHaveLength(3);
	});

	test('is not for AI agents', async () => {
		const ran = await bench.run(
			RESOURCE,
			'delete',
			{ flexibleAssetTypeId: byId(type), flexibleAssetFieldId: byName('Level') },
			{ asTool: 'execute' },
		);
		expect(told(ran)).toContain('not available to AI agents');
		expect(present()).toHaveLength(3);
	});
});
