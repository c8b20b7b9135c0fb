/** Flexible asset types (reference 4.18). */
import { bench, body, firstError, list, one, pick, stopAll, type Bench, type Item } from './client';
import { refusal } from './flexible';

let on: Bench;

beforeAll(async () => {
	on = await bench();
});
afterAll(stopAll);
afterEach(() => {
	on.sandbox.reset();
});

const NAME = {
	name: 'Name',
	kind: 'Text',
	order: 1,
	required: true,
	'use-for-title': true,
	'show-in-list': true,
};

type Field = Record<string, unknown>;

const typeBody = (fields: Field[], spelled = 'flexible-asset-fields') =>
	body(
		'flexible-asset-types',
		{ name: 'Cabinet', icon: 'cube' },
		{
			relationships: {
				[spelled]: {
					data: fields.map((attributes) => ({ type: 'flexible_asset_fields', attributes })),
				},
			},
		},
	);

const post = async (...fields: Field[]) =>
	await on.http.post('/flexible_asset_types', typeBody(fields));

const locked = () =>
	pick(on.sandbox, 'flexible_asset_types', ({ attributes }) => attributes.locked === true);

describe('reading', () => {
	it('brings the fields with the include only', async () => {
		const { id } = pick(on.sandbox, 'flexible_asset_types');
		const plain = await on.http.get(`/flexible_asset_types/${id}`);
		expect([one(plain).relationships, plain.data.included]).toEqual([{}, undefined]);
		const whole = await on.http.get(`/flexible_asset_types/${id}?include=flexible_asset_fields`);
		const included = whole.data.included as Item[];
		expect(one(whole).relationships?.['flexible-asset-fields']?.data).toEqual(
			included.map(({ id: field }) => ({ id: field, type: 'flexible-asset-fields' })),
		);
		expect(included[0]?.relationships).toEqual({
			'flexible-asset-type': { data: { id, type: 'flexible-asset-types' } },
		});
	});

	it('brings the fields as they were created, not in their order', async () => {
		const { id } = pick(
			on.sandbox,
			'flexible_asset_types',
			({ attributes }) => attributes.name === 'Application',
		);
		const whole = await on.http.get(`/flexible_asset_types/${id}?include=flexible_asset_fields`);
		const orders = (whole.data.included as Item[]).map(({ attributes }) => attributes.order);
		expect(orders).not.toEqual([...orders].sort());
	});

	it.each([
		['filter[name]=Backup', ['Backup']],
		['filter[icon]=plug', ['Remote Access']],
		['filter[enabled]=false', []],
		['sort=-name&page[size]=2', ['Remote Access', 'Microsoft Licenses']],
	])('lists by %s', async (query, names) => {
		const found = list(await on.http.get(`/flexible_asset_types?${query}`));
		expect(found.map(({ attributes }) => attributes.name)).toEqual(names);
	});

	it('does not tell what an integration keeps', async () => {
		const shown = one(await on.http.get(`/flexible_asset_types/${locked().id}`));
		expect(JSON.stringify(shown)).not.toContain('locked');
	});
});

describe('create', () => {
	it.each(['flexible-asset-fields', 'flexible_asset_fields'])(
		'takes the fields as relationships.%s, and does not answer with them',
		async (spelled) => {
			const path = '/flexible_asset_types?include=flexible_asset_fields';
			const answer = await on.http.post(path, typeBody([NAME], spelled));
			expect([answer.status, one(answer).relationships, answer.data.included]).toEqual([
				201,
				{},
				undefined,
			]);
			expect(one(answer).attributes).toMatchObject({
				name: 'Cabinet',
				icon: 'cube',
				enabled: true,
				'show-in-menu': false,
			});
			const again = await on.http.get(
				`/flexible_asset_types/${one(answer).id}?include=flexible_asset_fields`,
			);
			expect((again.data.included as Item[])[0]?.attributes).toMatchObject({
				'flexible-asset-type-id': Number(one(answer).id),
				order: 1,
				name: 'Name',
				'name-key': 'name',
				kind: 'Text',
				required: true,
				'use-for-title': true,
				'show-in-list': true,
				expiration: false,
				decimals: 0,
				hint: null,
				'default-value': null,
				'tag-type': null,
			});
		},
	);

	it('answers 500 to fields among the attributes, or takes them where the sandbox is set so', async () => {
		const sent = body('flexible-asset-types', { name: 'Inline', fields: [NAME] });
		expect((await on.http.post('/flexible_asset_types', sent)).status).toBe(500);
		const other = await bench({ assumptions: { inlineFieldsAnswer500: false } });
		const created = one(await other.http.post('/flexible_asset_types', sent));
		const { store } = other.sandbox;
		expect(
			store.related('flexible_asset_fields', 'flexible_asset_type_id', created.id),
		).toHaveLength(1);
	});

	it.each<[string, Field[], string]>([
		['no field', [], 'flexible_asset_fields'],
		['no field in the list', [{ ...NAME, 'show-in-list': false }], 'show_in_list'],
		['two fields of one name', [NAME, { ...NAME, order: 2 }], 'name'],
		['two fields of one order', [NAME, { ...NAME, name: 'Second' }], 'order'],
		['a field without name', [NAME, { kind: 'Text', order: 2 }], 'name'],
		['a field without kind', [NAME, { name: 'A', order: 2 }], 'kind'],
		['a field without order', [NAME, { name: 'A', kind: 'Text' }], 'order'],
		['an unknown kind', [NAME, { name: 'A', kind: 'Colour', order: 2 }], 'kind'],
		['a number without decimals', [NAME, { name: 'A', kind: 'Number', order: 2 }], 'decimals'],
		['a percent without decimals', [NAME, { name: 'A', kind: 'Percent', order: 2 }], 'decimals'],
		['a choice without options', [NAME, { name: 'A', kind: 'Select', order: 2 }], 'default_value'],
		['a tag without kind', [NAME, { name: 'A', kind: 'Tag', order: 2 }], 'tag_type'],
		[
			'a tag to a type that is not there',
			[NAME, { name: 'A', kind: 'Tag', order: 2, 'tag-type': 'FlexibleAssetType: 1' }],
			'tag_type',
		],
		[
			'a tag to a type without the blank',
			[NAME, { name: 'A', kind: 'Tag', order: 2, 'tag-type': 'FlexibleAssetType:26000001' }],
			'tag_type',
		],
	])('is refused with %s, and creates nothing', async (_what, fields, attribute) => {
		const before = on.sandbox.store.all('flexible_asset_types').length;
		const [status, pointer] = refusal(await post(...fields));
		expect([status, String(pointer).split('/').at(-1)]).toEqual([422, attribute]);
		expect(on.sandbox.store.all('flexible_asset_types')).toHaveLength(before);
	});

	it('is refused without a name', async () => {
		const { relationships } = typeBody([NAME]).data as unknown as { relationships: unknown };
		const sent = body('flexible-asset-types', {}, { relationships });
		expect(refusal(await on.http.post('/flexible_asset_types', sent))[1]).toContain('name');
	});
});

describe('update', () => {
	it('changes name, description, icon and enabled', async () => {
		const { id } = pick(on.sandbox, 'flexible_asset_types');
		const sent = { name: 'Mail', description: null, icon: 'inbox', enabled: false };
		const answer = await on.http.patch(
			`/flexible_asset_types/${id}`,
			body('flexible-asset-types', sent),
		);
		expect(one(answer).attributes).toMatchObject(sent);
	});

	it('refuses any relationships', async () => {
		const { id } = pick(on.sandbox, 'flexible_asset_types');
		const answer = await on.http.patch(`/flexible_asset_types/${id}`, typeBody([NAME]));
		expect(answer.status).toBe(422);
	});

	it('refuses a type that an integration keeps', async () => {
		const answer = await on.http.patch(
			`/flexible_asset_types/${locked().id}`,
			body('flexible-asset-types', { name: 'Mine' }),
		);
		expect([answer.status, firstError(answer).detail]).toEqual([
			422,
			'Cannot update a synced resource',
		]);
	});
});

it('is neither deleted nor changed several at once', async () => {
	const { id } = pick(on.sandbox, 'flexible_asset_types');
	const answers = [
		await on.http.delete(`/flexible_asset_types/${id}`),
		await on.http.delete('/flexible_asset_types', { data: { data: [] } }),
		await on.http.patch('/flexible_asset_types', { data: [] }),
	];
	expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
});
