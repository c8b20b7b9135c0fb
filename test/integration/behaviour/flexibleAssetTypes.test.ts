/** Flexible asset types: created with their fields, and made sure of without ever losing one. */
import type { IDataObject } from 'n8n-workflow';
import {
	addFlexibleAsset,
	addFlexibleType,
	type NewField,
} from '../../../sandbox/data/flexibleKit';
import type { Attributes, StoredRecord } from '../../../sandbox';
import type { RunNodeResult } from '../../helpers/harness';
import { automatic } from '../../helpers/parameters';
import { byId, byName, hintsOf, jsons, only, said, sentBy, told, useSandbox } from './support';
import { actions } from './upsertSupport';

const bench = useSandbox();

const RESOURCE = 'flexibleAssetType';

const create = async (
	name: string,
	fields: unknown,
	more: IDataObject = {},
): Promise<RunNodeResult> => {
	bench.sandbox.journal.length = 0;
	const typeFields = { field: [{ name: '={{ $json.fields }}', kind: 'Text' }] };
	const input = [{ fields } as IDataObject];
	return await bench.run(RESOURCE, 'create', { name, typeFields, ...more }, { input });
};

const ROW = {
	required: false,
	showInList: true,
	useForTitle: false,
	expiration: false,
	hint: '',
};

const upsert = async (
	input: IDataObject[],
	more: IDataObject = {},
	options: IDataObject = {},
): Promise<RunNodeResult> => {
	bench.sandbox.journal.length = 0;
	return await bench.run(RESOURCE, 'upsert', { fields: automatic(), ...more, options }, { input });
};

const typeNamed = (name: string): StoredRecord | undefined =>
	bench.sandbox.store.all('flexible_asset_types').find((type) => type.attributes.name === name);

const fieldsOf = (type: StoredRecord | undefined): Attributes[] =>
	bench.sandbox.store
		.all('flexible_asset_fields')
		.filter(({ attributes }) => String(attributes.flexible_asset_type_id) === type?.id)
		.map(({ attributes }) => attributes)
		.sort((a, b) => Number(a.order) - Number(b.order));

const namesOf = (type: StoredRecord | undefined): unknown[] =>
	fieldsOf(type).map(({ name }) => name);

const PRESENT: NewField[] = [
	{ name: 'Host Name', kind: 'Text', required: true },
	{ name: 'Level', kind: 'Select', default_value: 'Gold\nSilver' },
	{ name: 'Rooms', kind: 'Number', decimals: 1 },
	{ name: 'People', kind: 'Tag', tag_type: 'Contacts' },
];

const present = (more: { name?: string; locked?: boolean } = {}): StoredRecord =>
	addFlexibleType(bench.sandbox.store, { name: 'Server Room', fields: PRESENT, ...more }).type;

const GIVEN: IDataObject[] = [
	{ name: 'About', kind: 'Header' },
	{ name: 'Host Name', kind: 'Text', hint: 'As in DNS', required: true },
	{ name: 'Level', kind: 'Select', options: ['Gold', 'Silver', 'gold'] },
	{ name: 'Load', kind: 'Percent' },
	{ name: 'Rooms', kind: 'Number', decimals: 1 },
	{ name: 'People', kind: 'Tag', tagKind: 'contact' },
	{ name: 'Ends', kind: 'Date', expiration: true },
];

describe('create', () => {
	test('sends the fields as relationships, in the given order, with what IT Glue asks for', async () => {
		const ran = await create('Rack', GIVEN, { additionalFields: { icon: 'cube' } });
		const made = only(ran);
		expect(made).toMatchObject({ name: 'Rack', icon: 'cube', enabled: true });
		const [post] = bench.writes();
		expect(bench.writes()).toHaveLength(1);
		expect(sentBy(post)).not.toHaveProperty('fields');
		expect(fieldsOf(typeNamed('Rack'))).toMatchObject([
			{ order: 1, name: 'About', kind: 'Header', show_in_list: false },
			{ order: 2, name: 'Host Name', hint: 'As in DNS', required: true, use_for_title: true },
			{ order: 3, name: 'Level', default_value: 'Gold\nSilver', show_in_list: true },
			{ order: 4, name: 'Load', decimals: 0 },
			{ order: 5, name: 'Rooms', decimals: 1 },
			{ order: 6, name: 'People', tag_type: 'Contacts' },
			{ order: 7, name: 'Ends', expiration: true },
		]);
	});

	test('says what gives the assets their names, and where the type is still to be shown', async () => {
		const notes = hintsOf(await create('Rack', GIVEN)).join('\n');
		expect(notes).toContain('no field was marked Use for Title, so "Host Name" gives');
		expect(notes).toContain('Admin > Customize Sidebar');
		const marked = GIVEN.map((one) => ({ ...one, use_for_title: one.name === 'Ends' }));
		const other = hintsOf(await create('Rack 2', marked)).join('\n');
		expect(other).not.toContain('Use for Title');
	});

	test('takes the form, and a list inside one of its rows', async () => {
		const row = { ...ROW, name: 'Level', kind: 'Select', options: 'Gold\nSilver' };
		only(await create('By Form', [], { typeFields: { field: [row] } }));
		expect(fieldsOf(typeNamed('By Form'))).toMatchObject([
			{ name: 'Level', kind: 'Select', default_value: 'Gold\nSilver', hint: null },
		]);
		only(
			await create(
				'By Text',
				JSON.stringify([{ Name: 'A', Kind: 'text box', 'Show in List': 'yes' }]),
			),
		);
		expect(fieldsOf(typeNamed('By Text'))).toMatchObject([
			{ name: 'A', kind: 'Textbox', show_in_list: true, use_for_title: false },
		]);
	});

	test('what Get gives can be given back, also as IT Glue itself answers', async () => {
		const type = present();
		const got = only(await bench.run(RESOURCE, 'get', { flexibleAssetTypeId: byId(type) }));
		only(await create('Copy', got.fields));
		const raw = only(
			await bench.run(RESOURCE, 'get', { flexibleAssetTypeId: byId(type), simplify: false }),
		);
		only(await create('Raw Copy', raw.included));
		const plain = (of: StoredRecord | undefined) =>
			fieldsOf(of).map((field) => ({ ...field, flexible_asset_type_id: null }));
		expect(plain(typeNamed('Copy'))).toEqual(plain(type));
		expect(plain(typeNamed('Raw Copy'))).toEqual(plain(type));
	});

	test('a tag to another type goes by the name of that type', async () => {
		const type = present();
		only(await create('Rack', [{ name: 'Room', kind: 'Tag', tag_kind: 'server room' }]));
		expect(fieldsOf(typeNamed('Rack'))).toMatchObject([
			{ tag_type: `FlexibleAssetType: ${type.id}` },
		]);
		const unknown = await create('Rack 2', [{ name: 'Room', kind: 'Tag', tag_kind: 'Contcts' }]);
		expect(said(unknown)).toContain('"Contcts" is not a kind of tag');
		expect(told(unknown)).toContain('SSL Certificates');
		present();
		const two = await create('Rack 3', [{ name: 'Room', kind: 'Tag', tag_kind: 'Server Room' }]);
		expect(said(two)).toContain('2 flexible asset types are called "Server Room"');
		expect(bench.writes()).toEqual([]);
	});

	test('what IT Glue turns off is said', async () => {
		const fields = [
			{ name: 'About', kind: 'Header', required: true },
			{ name: 'Notes', kind: 'Textbox', use_for_title: true },
			{ name: 'Name', kind: 'Text', colour: 'red' },
		];
		const notes = hintsOf(await create('Rack', fields)).join('\n');
		expect(notes).toContain('Field "About": a Header cannot be required');
		expect(notes).toContain('Field "Notes": a Textbox cannot be part of the title');
		expect(notes).toContain('Field "Name": IT Glue does not know "colour"');
		expect(fieldsOf(typeNamed('Rack'))).toMatchObject([
			{ required: false },
			{ use_for_title: false },
			{ use_for_title: true },
		]);
	});

	test.each<[string, unknown, string]>([
		['no field', [], '"Fields" is empty'],
		['no field but a blank row', [{ hint: ' ' }], '"Fields" is empty'],
		[
			'two of one name',
			[
				{ name: 'A', kind: 'Text' },
				{ name: ' a ', kind: 'Date' },
			],
			'Two fields are called "a"',
		],
		[
			'an unknown kind',
			[{ name: 'A', kind: 'Colour' }],
			'"Colour" is not a kind of field (field "A")',
		],
		['no kind', [{ name: 'A' }], 'The field "A" has no kind'],
		['no name', [{ kind: 'Text', hint: 'x' }], 'A field has no name'],
		[
			'a Select without options',
			[{ name: 'A', kind: 'Select', options: ' ' }],
			'The field "A" is a Select without options',
		],
		[
			'a Tag without kind',
			[{ name: 'A', kind: 'Tag' }],
			'The field "A" is a Tag without a kind of tag',
		],
		[
			'decimals that are none',
			[{ name: 'A', kind: 'Number', decimals: 1.5 }],
			'Decimals of "A" must be a whole number',
		],
		[
			'a switch that is none',
			[{ name: 'A', kind: 'Text', required: 'maybe' }],
			'"Required" of "A" must be true or false',
		],
		[
			'none in the list',
			[{ name: 'A', kind: 'Text', show_in_list: false }],
			'No field is shown in the list of assets',
		],
		['texts', ['Host Name'], 'A field is an object, not "Host Name"'],
	])('refuses before anything is sent: %s', async (_what, fields, message) => {
		const ran = await create('Rack', fields);
		expect(said(ran)).toContain(message);
		expect(bench.writes()).toEqual([]);
	});

	test('a type of that name is found', async () => {
		const type = present();
		expect(said(await create('server room', GIVEN))).toContain(`already exists (ID ${type.id})`);
		const same = await create('server room', [{ name: 'New', kind: 'Text' }], {
			ifExists: 'updateExisting',
		});
		expect(only(same).id).toBe(type.id);
		expect(namesOf(type)).toEqual(['Host Name', 'Level', 'Rooms', 'People', 'New']);
	});
});

describe('reading', () => {
	test('Get brings the fields in the order of the form', async () => {
		const other = present({ name: 'Room' });
		const { type, fields } = addFlexibleType(bench.sandbox.store, {
			name: 'Rack',
			fields: [
				...PRESENT,
				{ name: 'Room', kind: 'Tag', tag_type: `FlexibleAssetType: ${other.id}` },
			],
		});
		const [first, , third] = fields;
		if (first && third) [first.attributes.order, third.attributes.order] = [3, 1];
		const got = only(await bench.run(RESOURCE, 'get', { flexibleAssetTypeId: byName('rack') }));
		expect(got).toMatchObject({ id: type.id, type: 'flexible-asset-types', name: 'Rack' });
		expect(got).not.toHaveProperty('flexible_asset_fields');
		expect(got.fields).toMatchObject([
			{ name: 'Rooms', name_key: 'rooms', kind: 'Number', decimals: 1, order: 1 },
			{ name: 'Level', kind: 'Select', options: ['Gold', 'Silver'] },
			{ name: 'Host Name', kind: 'Text', required: true, use_for_title: true, id: first?.id },
			{ name: 'People', kind: 'Tag', tag_kind: 'Contacts' },
			{ name: 'Room', tag_kind: 'Room', tag_type: `FlexibleAssetType: ${other.id}` },
		]);
	});

	test('Get Many has them with the include', async () => {
		present();
		const all = { returnAll: true, filters: { name: 'Server Room' } };
		const plain = only(await bench.run(RESOURCE, 'getAll', all));
		expect(plain).not.toHaveProperty('fields');
		const ran = await bench.run(RESOURCE, 'getAll', {
			...all,
			options: { include: ['flexible_asset_fields'] },
		});
		expect(only(ran).fields).toMatchObject([
			{ name: 'Host Name' },
			{},
			{},
			{ tag_kind: 'Contacts' },
		]);
	});

	test('without Simplify the record is as IT Glue sent it', async () => {
		const type = present();
		const got = only(
			await bench.run(RESOURCE, 'get', { flexibleAssetTypeId: byId(type), simplify: false }),
		);
		expect(got).not.toHaveProperty('fields');
		expect(JSON.stringify(got)).not.toContain('tag-kind');
		expect(got.included).toHaveLength(4);
	});
});

describe('update', () => {
	test('changes the type, and nothing about its fields', async () => {
		const type = present();
		const ran = await bench.run(RESOURCE, 'update', {
			flexibleAssetTypeId: byName('Server Room'),
			updateFields: { description: 'Rooms with servers', icon: 'server', enabled: false },
		});
		expect(only(ran)).toMatchObject({ description: 'Rooms with servers', enabled: false });
		const [patch] = bench.writes();
		expect(JSON.stringify(patch?.body)).not.toContain('relationships');
		expect(namesOf(type)).toHaveLength(4);
		const fields = await bench.run(RESOURCE, 'update', {
			flexibleAssetTypeId: byId(type),
			updateFields: { otherAttributes: { fields: [{ name: 'X', kind: 'Text' }] } },
		});
		expect(said(fields)).toContain(
			'"Fields" can only be set when a flexible asset type is created',
		);
	});

	test('of a type that an integration made, the error says whose it is', async () => {
		const type = present({ name: 'Synced Licenses', locked: true });
		const ran = await bench.run(RESOURCE, 'update', {
			flexibleAssetTypeId: byId(type),
			updateFields: { description: 'Mine' },
		});
		expect(told(ran)).toContain('An integration, such as Microsoft 365, owns this');
	});
});

describe('create or update', () => {
	const FIELDS = [
		{ name: 'host name', kind: 'Text' },
		{ name: 'Level', kind: 'Select', options: ['Gold', 'Bronze'] },
		{ name: 'VLAN', kind: 'Number' },
		{ name: 'Ends', kind: 'Date', hint: 'Of the contract' },
	];

	test('creates what is missing; the second run is unchanged and writes nothing', async () => {
		const input = [{ name: 'Rack', fields: GIVEN }];
		expect(actions(await upsert(input))).toEqual(['created']);
		expect(namesOf(typeNamed('Rack'))).toHaveLength(7);
		const again = await upsert(input);
		expect(actions(again)).toEqual(['unchanged']);
		expect(only(again)).not.toHaveProperty('_differences');
		expect(bench.writes()).toEqual([]);
	});

	test('adds the fields that are missing at the end, and reports what differs', async () => {
		const type = present();
		const ran = await upsert([{ name: 'server room', fields: FIELDS }]);
		expect(actions(ran)).toEqual(['updated']);
		expect(fieldsOf(type)).toMatchObject([
			{ name: 'Host Name', required: true },
			{ name: 'Level', default_value: 'Gold\nSilver' },
			{ name: 'Rooms' },
			{ name: 'People' },
			{ name: 'VLAN', kind: 'Number', decimals: 0, order: 5, show_in_list: true },
			{ name: 'Ends', kind: 'Date', hint: 'Of the contract', order: 6 },
		]);
		const [json] = jsons(ran);
		expect(json?._changes).toMatchObject({
			fields: { from: [], to: [{ name: 'VLAN', kind: 'Number' }, { name: 'Ends' }] },
		});
		expect(json?._differences).toEqual({
			fields: {
				from: [{ name: 'Level', options: ['Gold', 'Silver'] }],
				to: [{ name: 'Level', options: ['Gold', 'Silver', 'Bronze'] }],
			},
		});
		expect(hintsOf(ran).join('\n')).toContain('stay as they are: "Level"');
		const again = await upsert([{ name: 'server room', fields: FIELDS }]);
		expect(actions(again)).toEqual(['unchanged']);
		expect(only(again)._differences).toBeDefined();
		expect(bench.writes()).toEqual([]);
	});

	test('changes existing fields where that is switched on; options are added, never removed', async () => {
		const type = present();
		addFlexibleAsset(bench.sandbox.store, {
			type,
			organizationId: bench.organization(2).id,
			traits: { level: 'Silver' },
		});
		const fields = [
			{ name: 'Level', kind: 'Select', options: ['Bronze'], hint: 'Of service' },
			{ name: 'Rooms', kind: 'Number', decimals: 2, required: true, show_in_list: false },
		];
		const ran = await upsert([{ name: 'Server Room', fields }], {}, { changeExistingFields: true });
		expect(actions(ran)).toEqual(['updated']);
		expect(only(ran)).not.toHaveProperty('_differences');
		expect(only(ran)._changes).toEqual({
			fields: {
				from: [
					{ name: 'Level', hint: '', options: ['Gold', 'Silver'] },
					{ name: 'Rooms', required: false, show_in_list: true, decimals: 1 },
				],
				to: [
					{ name: 'Level', hint: 'Of service', options: ['Gold', 'Silver', 'Bronze'] },
					{ name: 'Rooms', required: true, show_in_list: false, decimals: 2 },
				],
			},
		});
		expect(fieldsOf(type)).toMatchObject([
			{},
			{ default_value: 'Gold\nSilver\nBronze', hint: 'Of service' },
			{ decimals: 2, required: true, show_in_list: false },
			{},
		]);
		await upsert([{ name: 'Server Room', fields }], {}, { changeExistingFields: true });
		expect(bench.writes()).toEqual([]);
	});

	test('a dry run shows what is due, and writes nothing', async () => {
		present();
		const ran = await upsert(
			[
				{ name: 'Server Room', fields: FIELDS },
				{ name: 'Rack', fields: GIVEN },
			],
			{ dryRun: true },
		);
		expect(actions(ran)).toEqual(['would_update', 'would_create']);
		const [first, second] = jsons(ran);
		expect(first?._changes).toMatchObject({ fields: { from: [], to: [{ name: 'VLAN' }, {}] } });
		expect(second?._changes).toMatchObject({
			fields: {
				from: null,
				to: [
					{},
					{ name: 'Host Name', use_for_title: true },
					{ options: ['Gold', 'Silver'] },
					{},
					{},
					{},
					{},
				],
			},
		});
		expect(bench.writes()).toEqual([]);
	});

	test('another kind is refused for all items before anything is written', async () => {
		const type = present();
		const ran = await upsert([
			{ name: 'Rack', fields: GIVEN },
			{
				name: 'Server Room',
				fields: [
					{ name: 'New', kind: 'Text' },
					{ name: 'rooms', kind: 'Text' },
				],
			},
		]);
		expect(said(ran)).toContain(
			`The field "rooms" of flexible asset type ${type.id} is of the kind Number, not Text`,
		);
		expect(bench.writes()).toEqual([]);
		const tag = await upsert([
			{ name: 'Server Room', fields: [{ name: 'People', kind: 'Tag', tag_kind: 'Locations' }] },
		]);
		expect(said(tag)).toContain('is a tag to Contacts, not to Locations');
		expect(bench.writes()).toEqual([]);
	});

	test('Set Only on Create, several matches and the write mode hold for fields as well', async () => {
		const type = present();
		const input = [{ name: 'Server Room', description: 'New', fields: FIELDS }];
		const never = await upsert(input, {}, { neverTouch: ['fields'] });
		expect(actions(never)).toEqual(['updated']);
		expect(namesOf(type)).toHaveLength(4);
		expect(actions(await upsert(input, {}, { writeMode: 'createOnly' }))).toEqual(['skipped']);
		expect(bench.writes()).toEqual([]);
		present();
		const several = await upsert(input);
		expect(said(several)).toContain('2 flexible asset types match by Name');
		expect(bench.writes()).toEqual([]);
	});

	test('without fields an existing type is compared, and a new one refused', async () => {
		const type = present();
		const ran = await upsert([{ name: 'Server Room', description: 'New' }]);
		expect(actions(ran)).toEqual(['updated']);
		expect(namesOf(type)).toHaveLength(4);
		expect(said(await upsert([{ name: 'Rack' }]))).toContain('"Fields" is empty');
	});

	test('one locked field more is refused in words that help', async () => {
		present({ name: 'Synced Licenses', locked: true });
		const ran = await upsert([{ name: 'Synced Licenses', fields: FIELDS }]);
		expect(told(ran)).toContain('An integration, such as Microsoft 365, owns this');
	});
});
