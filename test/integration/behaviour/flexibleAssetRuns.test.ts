/** Flexible assets in runs that do not go as planned: edits behind our back, several types, answers that lack something. */
import type { IDataObject } from 'n8n-workflow';
import { addFlexibleType, type NewField } from '../../../sandbox/data/flexibleKit';
import type { Attributes, JournalEntry, StoredRecord } from '../../../sandbox';
import { automatic, locator, mapped } from '../../helpers/parameters';
import { byId, hintsOf, jsons, only, said, told, useSandbox } from './support';
import { flexibleWays } from './flexibleSupport';
import { actions } from './upsertSupport';

const bench = useSandbox({ journalSecrets: true });

const FIELDS: NewField[] = [
	{ name: 'Host', kind: 'Text', required: true, use_for_title: true },
	{ name: 'Serial', kind: 'Text' },
	{ name: 'People', kind: 'Tag', tag_type: 'Contacts' },
	{ name: 'Admin', kind: 'Password' },
	{ name: 'Guide', kind: 'Upload' },
];

let type: StoredRecord;
const { home, asset, traitsOf, assets, write } = flexibleWays(bench, () => type);
let other: StoredRecord;
beforeEach(() => {
	({ type } = addFlexibleType(bench.sandbox.store, { name: 'Device', fields: FIELDS }));
	({ type: other } = addFlexibleType(bench.sandbox.store, { name: 'Licence', fields: FIELDS }));
});

const people = (): number[] => bench.within('contacts', home()).map(({ id }) => Number(id));

const FIELD = (name: string): StoredRecord =>
	bench.sandbox.store
		.related('flexible_asset_fields', 'flexible_asset_type_id', type.id)
		.find(({ attributes }) => attributes.name === name) as StoredRecord;

/** Lets the sandbox show an asset with the value of its password field, as some accounts do. */
const answerWithValues = (
	one: StoredRecord,
	more: Attributes = {},
	around: Attributes = {},
): void => {
	const attributes = {
		name: 'a',
		'flexible-asset-type-id': Number(type.id),
		traits: { host: 'a', admin: 'example-2' },
	};
	bench.sandbox.faults.add({
		kind: 'status',
		status: 200,
		method: 'GET',
		path: `/flexible_assets/${one.id}`,
		times: null,
		body: { data: { id: one.id, type: 'flexible-assets', attributes, ...more }, ...around },
	});
};

describe('behind our back', () => {
	/** Changes something with one of the requests that read assets, before it is answered. */
	const meanwhile = (at: number, change: () => void): void => {
		const { journal } = bench.sandbox;
		let reads = 0;
		jest.spyOn(journal, 'push').mockImplementation((entry: JournalEntry) => {
			if (entry.method === 'GET' && entry.path.startsWith('/flexible_assets')) {
				reads += 1;
				if (reads === at) change();
			}
			journal[journal.length] = entry;
			return journal.length;
		});
	};
	afterEach(() => jest.restoreAllMocks());

	test.each([1, 2])('a tag that somebody adds meanwhile stays (%d at once)', async (count) => {
		const [ann, bob, cid] = people();
		const all = ['a', 'b'].slice(0, count).map((host) => asset({ host, people: [Number(ann)] }));
		meanwhile(2, () => {
			for (const one of all) (traitsOf(one).people as number[]).push(Number(cid));
		});
		const ran = await write(
			'upsert',
			automatic('traits.host'),
			{},
			all.map((one) => ({ Host: traitsOf(one).host, People: bob })),
		);
		expect(said(ran)).toBe('(success)');
		expect(hintsOf(ran).join()).not.toContain('People');
		for (const one of all)
			expect(new Set(traitsOf(one).people as number[])).toEqual(new Set([ann, bob, cid]));
	});

	test.each([1, 2])(
		'a tag that somebody takes off meanwhile stays off (%d at once)',
		async (count) => {
			const [ann, bob, cid] = people();
			const all = ['a', 'b']
				.slice(0, count)
				.map((host) => asset({ host, people: [Number(ann), Number(cid)] }));
			meanwhile(2, () => {
				for (const one of all) traitsOf(one).people = [Number(cid)];
			});
			const rows = all.map((one) => ({ Host: traitsOf(one).host, People: bob }));
			const ran = await write('upsert', automatic('traits.host'), {}, rows);
			expect(actions(ran)).toEqual(all.map(() => 'updated'));
			expect(hintsOf(ran).join()).not.toContain('People');
			for (const one of all)
				expect(new Set(traitsOf(one).people as number[])).toEqual(new Set([bob, cid]));
		},
	);

	test('the same of an update, and a tag that was given is there afterwards in any case', async () => {
		const [ann, bob, cid] = people();
		const one = asset({ host: 'a', people: [Number(ann), Number(bob), Number(cid)] });
		// The last reading before the write.
		let reads = 0;
		meanwhile(1, () => undefined);
		await write('update', mapped({ 'traits.people': [cid] }), { flexibleAssetId: byId(one) });
		jest.restoreAllMocks();
		reads = bench.sandbox.journal.filter(
			({ method, path }) => method === 'GET' && path.startsWith('/flexible_assets'),
		).length;
		meanwhile(reads, () => {
			traitsOf(one).people = [Number(bob)];
		});
		const ran = await write('update', mapped({ 'traits.people': [ann] }), {
			flexibleAssetId: byId(one),
		});
		expect(said(ran)).toBe('(success)');
		expect(hintsOf(ran)).toEqual([]);
		expect(new Set(traitsOf(one).people as number[])).toEqual(new Set([ann, bob]));
	});

	test('what stands against one asset by now does not stand against the others', async () => {
		const all = ['a', 'b', 'c', 'd'].map((host) => asset({ host }));
		const [, gone, odd] = all;
		meanwhile(2, () => {
			if (gone) bench.sandbox.store.remove('flexible_assets', gone.id);
			if (odd) delete traitsOf(odd).host;
		});
		const ran = await write(
			'upsert',
			automatic('traits.host'),
			{},
			all.map((_one, at) => ({ Host: 'abcd'[at], Serial: 's' })),
			{ onError: 'continueRegularOutput' },
		);
		expect(jsons(ran).map(({ _action, error }) => _action ?? error)).toEqual([
			'updated',
			expect.stringContaining('was not found') as unknown,
			expect.stringContaining('has no value in required fields: Host') as unknown,
			'updated',
		]);
		for (const one of [all[0], all[3]]) expect(one && traitsOf(one).serial).toBe('s');
		expect(odd && traitsOf(odd)).toEqual({});
	});

	test('a field that was added to the type meanwhile loses nothing', async () => {
		const one = asset({ host: 'a' });
		meanwhile(1, () => {
			bench.sandbox.store.insert('flexible_asset_fields', {
				...FIELD('Serial').attributes,
				name: 'New',
				name_key: 'new',
				order: 20,
			});
			traitsOf(one).new = 'kept';
		});
		const ran = await write('update', mapped({ 'traits.serial': 's' }), {
			flexibleAssetId: byId(one),
		});
		expect(traitsOf(one).new).toBe('kept');
		expect(said(ran)).toMatch(/success|does not show: new/);
	});
});

describe('answers that lack something', () => {
	test('an asset that is shown without its traits is not written to', async () => {
		const one = asset({ host: 'a', serial: 's' });
		const before = { ...traitsOf(one) };
		bench.sandbox.faults.add({
			kind: 'status',
			status: 200,
			method: 'GET',
			path: `/flexible_assets/${one.id}`,
			times: null,
			body: {
				data: {
					id: one.id,
					type: 'flexible-assets',
					attributes: { name: 'a', 'organization-id': Number(home().id) },
				},
			},
		});
		const ran = await write('update', mapped({ 'traits.serial': 'new' }), {
			flexibleAssetId: byId(one),
		});
		expect(said(ran)).toContain('without');
		expect(traitsOf(one)).toEqual(before);
		expect(bench.writes()).toEqual([]);
	});

	test('required fields that an old asset lacks are said before anything is written', async () => {
		const [one, two] = [asset({ host: 'a', serial: 's' }), asset({ host: 'b' })];
		FIELD('Serial').attributes.required = true;
		const ran = await write('upsert', automatic('traits.host'), {}, [
			{ Host: 'a', People: people()[0] },
			{ Host: 'b', People: people()[0] },
		]);
		expect(said(ran)).toContain('Serial');
		expect(bench.writes()).toEqual([]);
		const ok = await write('upsert', automatic('traits.host'), {}, [
			{ Host: 'a', People: people()[0] },
			{ Host: 'b', People: people()[0], Serial: 'x' },
		]);
		expect(actions(ok)).toEqual(['updated', 'updated']);
		expect([one, two].map((record) => traitsOf(record).serial)).toEqual(['s', 'x']);
	});
});

describe('several types in one run', () => {
	const both = (of: string): IDataObject => ({
		flexibleAssetTypeId: locator('id', of),
	});

	test.each(['create', 'upsert', 'update'] as const)(
		'%s: nothing is written before all were checked',
		async (operation) => {
			const [one, two] = [asset({ host: 'a' }), asset({ host: 'b' }, other)];
			const input = [
				{ type: type.id, asset: one.id, Serial: 's', Host: 'x' },
				{ type: other.id, asset: two.id, Serial: { no: 'text' }, Host: 'y' },
			];
			const more = {
				...both('={{ $json.type }}'),
				...(operation === 'update' && { flexibleAssetId: locator('id', '={{ $json.asset }}') }),
			};
			const ran = await write(operation, automatic('traits.host'), more, input);
			expect(said(ran)).toContain('Serial');
			expect(bench.writes()).toEqual([]);
			const goingOn = await write(operation, automatic('traits.host'), more, input, {
				onError: 'continueRegularOutput',
			});
			expect(jsons(goingOn)[0]).not.toHaveProperty('error');
			expect(jsons(goingOn)[1]).toHaveProperty('error');
			expect(bench.writes()).toHaveLength(1);
		},
	);

	test('each goes to its own type, and a second run changes nothing', async () => {
		const input = [type, other, type].map(({ id }, at) => ({
			type: id,
			Host: `h${at}`,
			Serial: 's',
		}));
		const run = async () =>
			await write('upsert', automatic('traits.host'), both('={{ $json.type }}'), input);
		expect(actions(await run())).toEqual(['created', 'created', 'created']);
		const again = await run();
		expect(actions(again)).toEqual(['unchanged', 'unchanged', 'unchanged']);
		expect(bench.writes()).toEqual([]);
		expect([assets(), assets(other)].map(({ length }) => length)).toEqual([2, 1]);
	});
});

describe('one asset, several items', () => {
	test.each(['add', 'replace'])('upsert: the tags of all of them (%s)', async (tags) => {
		const [ann, bob, cid] = people();
		const one = asset({ host: 'a', people: [Number(cid)] });
		const rows = [
			{ Host: 'a', People: ann },
			{ Host: 'a', People: bob },
			{ Host: 'new', People: ann },
			{ Host: 'new', People: bob },
		];
		const run = async () =>
			await write('upsert', automatic('traits.host'), { options: { tags } }, rows);
		expect(said(await run())).toBe('(success)');
		const added = tags === 'add';
		expect(traitsOf(one).people).toEqual(added ? [cid, ann, bob] : [bob]);
		const made = assets().find((other) => other.id !== one.id);
		expect(made && traitsOf(made).people).toEqual(added ? [ann, bob] : [bob]);
		expect(actions(await run())).toEqual(Array(4).fill('unchanged'));
	});

	test.each(['update', 'upsert'] as const)('%s: both changes survive', async (operation) => {
		const one = asset({ host: 'a', admin: 'example' });
		const before = { ...traitsOf(one) };
		const input = [
			{ asset: one.id, Host: 'a', Serial: 's' },
			{ asset: one.id, Host: 'a', People: people()[0] },
		];
		const more =
			operation === 'update' ? { flexibleAssetId: locator('id', '={{ $json.asset }}') } : {};
		const ran = await write(operation, automatic('traits.host'), more, input);
		expect(said(ran)).toBe('(success)');
		expect(traitsOf(one)).toEqual({ ...before, serial: 's', people: [people()[0]] });
	});
});

describe('switches', () => {
	test.each([
		{ emptyTagIsAbsent: true },
		{ uploadValuesAreObjects: false },
		{ uploadHasUrl: false },
		{ uploadUrlIsRelative: true },
		{ includedRecordsMissing: true },
		{ relationshipsOnShowOnly: true },
		{ commaListsMatchLiterally: true },
		{ includedIdsAreText: false },
		{ referencesAreNumbers: false },
		{ indexShowsArchived: false },
		{ metaPresent: false },
		{ includedInsideData: true },
		{ listsRepeatARecord: true },
		{ unknownTraitOnPatchIgnored: true },
		{ typesAreChecked: false },
	])('nothing is lost, and a second run is quiet: %j', async (flipped) => {
		bench.assume(flipped);
		const content = Buffer.from('How to').toString('base64');
		const one = asset({
			host: 'a',
			serial: 's',
			people: [Number(people()[0])],
			admin: 'example',
			guide: { file_name: 'Guide.txt', content },
		});
		const two = asset({ host: 'b', admin: 'example' });
		const [before, plain] = [{ ...traitsOf(one) }, { ...traitsOf(two) }];
		const rows = [{ Host: 'b', Serial: 'new' }];
		expect(actions(await write('upsert', automatic('traits.host'), {}, rows))).toEqual(['updated']);
		expect(actions(await write('upsert', automatic('traits.host'), {}, rows))).toEqual([
			'unchanged',
		]);
		expect(traitsOf(two)).toEqual({ ...plain, serial: 'new' });
		const refused = await write('update', mapped({ 'traits.serial': 'x' }), {
			flexibleAssetId: byId(one),
		});
		expect(said(refused)).toContain('Guide.txt');
		expect(traitsOf(one)).toEqual(before);
		const sent = await write('update', mapped({ 'traits.serial': 'x' }), {
			flexibleAssetId: byId(one),
			options: { filesInAsset: 'sendAgain' },
		});
		if (said(sent) === '(success)') {
			expect(traitsOf(one)).toEqual({
				...before,
				serial: 'x',
				guide: expect.anything() as unknown,
			});
			expect(hintsOf(sent)).toEqual([]);
		} else expect(traitsOf(one)).toEqual(before);
		const got = await bench.run('flexibleAsset', 'get', { flexibleAssetId: byId(one) });
		expect(only(got).traits).toMatchObject({ guide: [{ file_name: 'Guide.txt' }] });
	});
});

describe('an AI agent', () => {
	test.each([
		{},
		{ simplify: false },
		{ options: { traitsAsColumns: true } },
		{ options: { fields: ['traits'] } },
		{ options: { fields: ['traits.admin', 'traits.guide'] } },
	])('sees no password and no file (%j)', async (parameters) => {
		const content = Buffer.from('How to').toString('base64');
		const one = asset({
			host: 'a',
			admin: 'example-1',
			guide: { file_name: 'Guide.txt', content },
		});
		traitsOf(one).admin = 'example-2';
		for (const operation of ['get', 'getAll']) {
			const ran = await bench.run(
				'flexibleAsset',
				operation,
				{
					flexibleAssetTypeId: byId(type),
					...(operation === 'get' && { flexibleAssetId: byId(one) }),
					...parameters,
				},
				{ asTool: 'execute' },
			);
			expect(JSON.stringify(ran)).not.toMatch(/example-\d|password_id|uploads\//);
		}
	});

	test.each([
		['tool', { asTool: 'execute' }],
		['node', {}],
	] as const)('as a %s, sees nothing of a type that cannot be read', async (_as, how) => {
		const one = asset({ host: 'a', serial: 'serial-1', admin: 'example' });
		traitsOf(one).admin = 'example-2';
		bench.sandbox.faults.add({
			kind: 'status',
			status: 200,
			method: 'GET',
			path: '/flexible_asset_types',
			times: null,
			body: { data: [], meta: { 'total-count': 0, 'total-pages': 0, 'current-page': 1 } },
		});
		answerWithValues(one);
		const ran = await bench.run('flexibleAsset', 'get', { flexibleAssetId: byId(one) }, how);
		expect(only(ran)).toMatchObject({ id: one.id });
		expect(JSON.stringify(ran)).not.toContain('example-2');
	});

	test('sees no field that its type does not show, nor one of a kind that is not known', async () => {
		const one = asset({ host: 'a', serial: 'example-1' });
		FIELD('Serial').attributes.kind = 'Secret Vault';
		const ran = await bench.run(
			'flexibleAsset',
			'get',
			{ flexibleAssetId: byId(one) },
			{ asTool: 'execute' },
		);
		expect(only(ran)).toMatchObject({ traits: { Host: 'a' } });
		expect(JSON.stringify(ran)).not.toContain('example-1');
	});

	test('is told what it may not set', async () => {
		const one = asset({ host: 'a' });
		const ran = await write(
			'update',
			mapped({ 'traits.guide': 'data' }),
			{ flexibleAssetId: byId(one) },
			[{}],
			{ asTool: 'execute' },
		);
		expect(told(ran)).toContain('not available to AI agents');
		expect(bench.writes()).toEqual([]);
	});
});

describe('passwords', () => {
	test('one that is gone after a change is told', async () => {
		bench.assume({ passwordTraitSurvivesItsId: false });
		const one = asset({ host: 'a', admin: 'example' });
		const ran = await write('update', mapped({ 'traits.serial': 's' }), {
			flexibleAssetId: byId(one),
		});
		expect(hintsOf(ran).join()).toMatch(/Admin|admin/);
	});

	test.each([{ simplify: false }, {}])('of earlier versions stay inside (%j)', async (more) => {
		const one = asset({ host: 'a', admin: 'example' });
		answerWithValues(
			one,
			{ relationships: { 'recent-versions': { data: [{ id: '1', type: 'versions' }] } } },
			{
				included: [
					{
						id: '1',
						type: 'versions',
						attributes: { object: { traits: { host: 'a', admin: 'example-1' } } },
					},
				],
			},
		);
		const ran = await bench.run('flexibleAsset', 'get', {
			flexibleAssetTypeId: byId(type),
			flexibleAssetId: byId(one),
			options: { include: ['recent_versions'] },
			...more,
		});
		expect(only(ran).id).toBe(one.id);
		expect(JSON.stringify(ran)).not.toMatch(/example-\d/);
	});
});
