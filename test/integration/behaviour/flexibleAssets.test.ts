/** Flexible assets: the fields of their type, and a change that loses nothing beside it. */
import type { IDataObject } from 'n8n-workflow';
import { addFlexibleType, type NewField } from '../../../sandbox/data/flexibleKit';
import type { Attributes, StoredRecord } from '../../../sandbox';
import { automatic, mapped } from '../../helpers/parameters';
import { byId, byName, hintsOf, jsons, only, said, useSandbox } from './support';
import { flexibleWays } from './flexibleSupport';
import { actions } from './upsertSupport';

const bench = useSandbox({ journalSecrets: true });

const FIELDS: NewField[] = [
	{ name: 'About', kind: 'Header' },
	{ name: 'Host Name', kind: 'Text', required: true, use_for_title: true },
	{ name: 'Serial', kind: 'Text' },
	{ name: 'Rooms', kind: 'Number', decimals: 1 },
	{ name: 'Load', kind: 'Percent', decimals: 2 },
	{ name: 'In Use', kind: 'Checkbox' },
	{ name: 'Ends', kind: 'Date' },
	{ name: 'Level', kind: 'Select', default_value: 'Gold\nSilver' },
	{ name: 'People', kind: 'Tag', tag_type: 'Contacts' },
	{ name: 'Notes', kind: 'Textbox' },
	{ name: 'Guide', kind: 'Upload' },
	{ name: 'Admin', kind: 'Password' },
];

let type: StoredRecord;
const { asset, traitsOf, write } = flexibleWays(bench, () => type);
beforeEach(() => {
	({ type } = addFlexibleType(bench.sandbox.store, { name: 'Server Room', fields: FIELDS }));
});

const people = (): StoredRecord[] => bench.within('contacts', bench.organization(2));

const FULL = (): Attributes => ({
	'host-name': 'srv-01',
	serial: 'SN-1',
	rooms: 2.5,
	load: 80.25,
	'in-use': true,
	ends: '2027-01-31',
	level: 'Bronze',
	people: [Number(people()[0]?.id)],
	notes: '<p>Ask <strong>first</strong>.</p>',
	admin: 'only-an-example',
});

describe('create', () => {
	test('converts each kind, and sends what was given', async () => {
		const [ann] = people();
		const ran = await write(
			'create',
			mapped({
				'traits.host-name': 'srv-02',
				'traits.rooms': '3.5',
				'traits.load': '12,5 %',
				'traits.in-use': 'yes',
				'traits.ends': '31.12.2027',
				'traits.level': 'gold',
				'traits.people': String(
					ann?.attributes.name ??
						`${String(ann?.attributes.first_name)} ${String(ann?.attributes.last_name)}`,
				),
				'traits.notes': '**Bold**',
			}),
			{ options: { textFormat: 'markdown' } },
		);
		const made = only(ran);
		expect(made.name).toBe('srv-02');
		expect(made.traits).toMatchObject({
			'host-name': 'srv-02',
			rooms: 3.5,
			load: 12.5,
			'in-use': true,
			ends: '2027-12-31',
			level: 'Gold',
			people: [{ id: ann?.id }],
		});
		expect((made.traits as IDataObject).notes).toContain('<strong>Bold</strong>');
	});

	test('refuses what the type requires and is not given, before anything is sent', async () => {
		const ran = await write('create', mapped({ 'traits.rooms': 1 }));
		expect(said(ran)).toContain('"Host Name" is empty');
		expect(bench.writes()).toEqual([]);
	});

	test('finds the asset that has the same name', async () => {
		const one = asset({ 'host-name': 'SRV-03' });
		const ran = await write('create', mapped({ 'traits.host-name': 'srv-03' }));
		expect(said(ran)).toContain(one.id);
		expect(bench.writes()).toEqual([]);
	});
});

describe('update', () => {
	test('changes one trait and keeps all others, tags and the password among them', async () => {
		const one = asset(FULL());
		const before = { ...traitsOf(one) };
		const ran = await write('update', mapped({ 'traits.rooms': 4 }), {
			flexibleAssetId: byId(one),
		});
		expect(only(ran).id).toBe(one.id);
		expect(traitsOf(one)).toEqual({ ...before, rooms: 4 });
		expect(bench.writes()).toHaveLength(1);
	});

	test('adds tags, or replaces them', async () => {
		const [, ann, bob] = people();
		const one = asset(FULL());
		const first = people()[0]?.id;
		await write('update', mapped({ 'traits.people': [ann?.id, { id: bob?.id, name: 'x' }] }), {
			flexibleAssetId: byId(one),
		});
		expect(traitsOf(one).people).toEqual([Number(first), Number(ann?.id), Number(bob?.id)]);
		await write('update', mapped({ 'traits.people': ann?.id }), {
			flexibleAssetId: byId(one),
			options: { tags: 'replace' },
		});
		expect(traitsOf(one).people).toEqual([Number(ann?.id)]);
	});

	test('files that would be deleted are named, and nothing is sent', async () => {
		const one = asset({
			...FULL(),
			guide: { file_name: 'Guide.txt', content: Buffer.from('How to').toString('base64') },
		});
		const before = { ...traitsOf(one) };
		const failed = await write('update', mapped({ 'traits.rooms': 4 }), {
			flexibleAssetId: byId(one),
		});
		expect(said(failed)).toContain('Guide.txt');
		expect(bench.writes()).toEqual([]);
		const sent = await write('update', mapped({ 'traits.rooms': 5 }), {
			flexibleAssetId: byId(one),
			options: { filesInAsset: 'sendAgain' },
		});
		expect(said(sent)).toBe('(success)');
		expect(traitsOf(one).rooms).toBe(5);
		const got = only(await bench.run('flexibleAsset', 'get', { flexibleAssetId: byId(one) }));
		expect(got.traits).toMatchObject({ guide: [{ file_name: 'Guide.txt' }] });
		expect(Object.keys(traitsOf(one)).sort()).toEqual(Object.keys(before).sort());
		await write('update', mapped({ 'traits.rooms': 6 }), {
			flexibleAssetId: byId(one),
			options: { filesInAsset: 'letGo' },
		});
		expect(traitsOf(one)).not.toHaveProperty('guide');
	});

	test('only what every asset has: no traits are sent', async () => {
		const one = asset(FULL());
		await write('update', mapped({ restricted: true }), { flexibleAssetId: byId(one) });
		const [patch] = bench.writes();
		expect(JSON.stringify(patch?.body)).not.toContain('traits');
	});

	test('an asset of another type is refused before anything is sent', async () => {
		const other = bench.sandbox.store
			.all('flexible_assets')
			.find(({ attributes }) => String(attributes.flexible_asset_type_id) !== type.id);
		const ran = await write('update', mapped({ 'traits.rooms': 1 }), {
			flexibleAssetId: byId(other ?? ''),
		});
		expect(said(ran)).toContain('is of the type');
		expect(bench.writes()).toEqual([]);
	});
});

describe('create or update', () => {
	test('by any field; what differs is merged, what does not costs nothing', async () => {
		const one = asset(FULL());
		const before = { ...traitsOf(one) };
		const rows = [
			{ Serial: 'sn-1', 'Host Name': 'srv-01', Rooms: 7 },
			{ Serial: 'SN-2', 'Host Name': 'srv-09', Rooms: 1 },
		];
		const ran = await write('upsert', automatic('traits.serial'), {}, rows);
		expect(actions(ran)).toEqual(['updated', 'created']);
		expect(jsons(ran)[0]?._changes).toEqual({ 'traits.rooms': { from: 2.5, to: 7 } });
		expect(traitsOf(one)).toEqual({ ...before, rooms: 7 });
		const again = await write('upsert', automatic('traits.serial'), {}, rows);
		expect(actions(again)).toEqual(['unchanged', 'unchanged']);
		expect(bench.writes()).toEqual([]);
	});

	test('several at once share one request, each whole', async () => {
		const all = ['a', 'b', 'c'].map((name) =>
			asset({ ...FULL(), 'host-name': name, serial: name }),
		);
		const before = all.map((one) => ({ ...traitsOf(one) }));
		const ran = await write(
			'upsert',
			automatic('traits.serial'),
			{},
			all.map((_one, at) => ({ serial: 'abc'[at], Level: 'Silver' })),
		);
		expect(actions(ran)).toEqual(['updated', 'updated', 'updated']);
		expect(bench.writes()).toHaveLength(1);
		for (const [at, one] of all.entries())
			expect(traitsOf(one)).toEqual({ ...before[at], level: 'Silver' });
	});

	test('a dry run tells from and to, and writes nothing', async () => {
		const one = asset(FULL());
		const ran = await write('upsert', automatic('traits.serial'), { dryRun: true }, [
			{ Serial: 'SN-1', People: people()[1]?.id, Notes: 'Other' },
			{ Serial: 'new', 'Host Name': 'x' },
		]);
		expect(actions(ran)).toEqual(['would_update', 'would_create']);
		expect(jsons(ran)[0]?._changes).toMatchObject({
			'traits.people': { to: [{ id: people()[0]?.id }, { id: people()[1]?.id }] },
		});
		expect(bench.writes()).toEqual([]);
		expect(one.attributes.traits).toBeDefined();
	});

	test('what Get gives can be given back: nothing changes', async () => {
		const one = asset(FULL());
		const got = only(await bench.run('flexibleAsset', 'get', { flexibleAssetId: byId(one) }));
		const ran = await write('upsert', automatic('id'), {}, [got]);
		expect(actions(ran)).toEqual(['unchanged']);
		const byItsName = await write('upsert', automatic('name'), {}, [got]);
		expect(actions(byItsName)).toEqual(['unchanged']);
		expect(bench.writes()).toEqual([]);
	});
});

describe('read', () => {
	test('tags as ids and names, of a password its id', async () => {
		const one = asset(FULL());
		const got = only(await bench.run('flexibleAsset', 'get', { flexibleAssetId: byId(one) }));
		const traits = got.traits as IDataObject;
		expect(traits.people).toEqual([{ id: people()[0]?.id, name: expect.any(String) as string }]);
		expect(traits.admin).toEqual({ password_id: expect.stringMatching(/^\d+$/) as string });
		expect(JSON.stringify(got)).not.toContain('only-an-example');
	});

	test('a password that the answer shows as its value never comes out', async () => {
		const one = asset(FULL());
		const { traits } = bench.stored(one).attributes;
		(traits as IDataObject).admin = 'only-an-example';
		for (const parameters of [{}, { simplify: false }, { options: { traitsAsColumns: true } }]) {
			const ran = await bench.run('flexibleAsset', 'get', {
				flexibleAssetId: byId(one),
				...parameters,
			});
			expect(JSON.stringify(ran)).not.toContain('only-an-example');
		}
	});

	test('one type, or all of them', async () => {
		const one = asset(FULL());
		const ofOne = await bench.run('flexibleAsset', 'getAll', {
			flexibleAssetTypeId: byName('server room'),
			returnAll: true,
		});
		expect(jsons(ofOne).map(({ id }) => id)).toEqual([one.id]);
		const all = await bench.run('flexibleAsset', 'getAll', { returnAll: true });
		expect(all.output).toHaveLength(bench.sandbox.store.all('flexible_assets').length);
	});

	test.each<[string, IDataObject, string[]]>([
		['text, whatever its case', { field: 'Serial', fieldValue: 'sn-1' }, ['a']],
		[
			'part of a text box',
			{ field: 'Notes', fieldCondition: 'contains', fieldValue: 'FIRST' },
			['a', 'b'],
		],
		['nothing', { field: 'traits.ends', fieldCondition: 'isEmpty' }, ['b']],
		['a day before', { field: 'Ends', fieldCondition: 'before', fieldValue: '1.2.2027' }, ['a']],
		['a number above', { field: 'rooms', fieldCondition: 'after', fieldValue: '2,5' }, ['b']],
		['a switch', { field: 'In Use', fieldValue: 'no' }, ['b']],
	])('by a field: %s', async (_what, filters, names) => {
		asset({ ...FULL(), 'host-name': 'a' });
		asset({ ...FULL(), 'host-name': 'b', serial: 'SN-2', ends: null, rooms: 7, 'in-use': false });
		for (const flexibleAssetTypeId of [byId(type), undefined]) {
			const ran = await bench.run('flexibleAsset', 'getAll', {
				...(flexibleAssetTypeId && { flexibleAssetTypeId }),
				returnAll: true,
				filters,
			});
			const found = jsons(ran).filter(({ flexible_asset_type_id: id }) => id === type.id);
			expect(found.map(({ name }) => name)).toEqual(names);
		}
	});

	test('by a field without a value, or one that cannot be compared so: refused', async () => {
		asset(FULL());
		const list = async (filters: IDataObject) =>
			said(
				await bench.run('flexibleAsset', 'getAll', { flexibleAssetTypeId: byId(type), filters }),
			);
		expect(await list({ field: 'Serial' })).toContain('needs "Field Value"');
		expect(await list({ field: 'Serial', fieldCondition: 'before', fieldValue: 'x' })).toContain(
			'must be a date',
		);
	});

	test('traits as columns, and chosen fields by their labels', async () => {
		const one = asset(FULL());
		const table = only(
			await bench.run('flexibleAsset', 'get', {
				flexibleAssetId: byId(one),
				options: { traitsAsColumns: true },
			}),
		);
		expect(table).toMatchObject({ 'Host Name': 'srv-01', Rooms: 2.5, Notes: 'Ask first.' });
		expect(table).not.toHaveProperty('traits');
		const few = only(
			await bench.run('flexibleAsset', 'get', {
				flexibleAssetId: byId(one),
				options: { fields: ['name', 'traits.rooms'] },
			}),
		);
		expect(few).toEqual({
			id: one.id,
			type: 'flexible-assets',
			name: 'srv-01',
			traits: { Rooms: 2.5 },
		});
	});
});

test('a password is embedded in the asset that the step before has created', async () => {
	const made = only(await write('create', mapped({ 'traits.host-name': 'srv-20' })));
	const password = only(
		await bench.run(
			'password',
			'create',
			{
				organizationId: byId(bench.organization(2)),
				name: 'Local Administrator',
				password: 'only-an-example',
				additionalFields: { resourceType: 'Flexible Asset', resourceId: '={{ $json.id }}' },
			},
			{ input: [made] },
		),
	);
	expect(password).toMatchObject({ resource_id: made.id });
	const again = await write('update', mapped({ 'traits.rooms': 1 }), {
		flexibleAssetId: byId(String(made.id)),
	});
	expect(said(again)).toBe('(success)');
	const { id } = bench.stored(String(password.id), 'passwords');
	expect(id).toBe(password.id);
});

test('archive, unarchive and delete leave no trace of traits', async () => {
	const one = asset(FULL());
	const before = { ...traitsOf(one) };
	for (const operation of ['archive', 'unarchive']) {
		const ran = await bench.run('flexibleAsset', operation, { flexibleAssetId: byId(one) });
		expect(only(ran).archived).toBe(operation === 'archive');
	}
	expect(traitsOf(one)).toEqual(before);
	const ran = await bench.run('flexibleAsset', 'delete', {
		flexibleAssetTypeId: byId(type),
		flexibleAssetId: byName('srv-01'),
	});
	expect(only(ran)).toMatchObject({ deleted: true, id: one.id });
});

test('notes of a run stay calm', async () => {
	const one = asset(FULL());
	const ran = await write('update', mapped({ 'traits.rooms': 9 }), { flexibleAssetId: byId(one) });
	expect(hintsOf(ran)).toEqual([]);
});
