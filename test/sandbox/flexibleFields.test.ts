/** Fields of flexible asset types (reference 4.19). */
import type { StoredRecord } from '../../sandbox';
import { bench, body, bulk, list, one, pick, stopAll, type Bench } from './client';
import { assetOf, refusal, TITLE, traitsIn, typeOf } from './flexible';

let on: Bench;

beforeAll(async () => {
	on = await bench();
});
afterAll(stopAll);
afterEach(() => {
	on.sandbox.reset();
});

const pathOf = ({ id }: { id: string }) =>
	`/flexible_asset_types/${id}/relationships/flexible_asset_fields`;

const fieldsOf = ({ id }: StoredRecord): StoredRecord[] =>
	on.sandbox.store.related('flexible_asset_fields', 'flexible_asset_type_id', id);

const fieldOf = (type: StoredRecord, name: string): StoredRecord => {
	const field = fieldsOf(type).find(({ attributes }) => attributes.name === name);
	if (field === undefined) throw new Error(`No field ${name}`);
	return field;
};

const change = async ({ id }: StoredRecord, attributes: Record<string, unknown>) =>
	await on.http.patch(`/flexible_asset_fields/${id}`, body('flexible-asset-fields', attributes));

const SECOND = { name: 'Second', kind: 'Text' };

const locked = () =>
	pick(on.sandbox, 'flexible_asset_types', ({ attributes }) => attributes.locked === true);

describe('routes', () => {
	it('list below the type only, and read and delete in both places', async () => {
		const type = typeOf(on, TITLE, SECOND, { name: 'Third', kind: 'Text' });
		const listed = list(await on.http.get(pathOf(type)));
		expect(listed.map(({ attributes }) => attributes.name)).toEqual(['Title', 'Second', 'Third']);
		const [first, second, third] = listed.map(({ id }) => id);
		expect((await on.http.get('/flexible_asset_fields')).status).toBe(404);
		expect(one(await on.http.get(`/flexible_asset_fields/${first}`)).id).toBe(first);
		expect(one(await on.http.get(`${pathOf(type)}/${first}`)).id).toBe(first);
		expect((await on.http.get(`${pathOf(typeOf(on, TITLE))}/${first}`)).status).toBe(404);
		expect((await on.http.delete(`/flexible_asset_fields/${second}`)).status).toBe(204);
		expect((await on.http.delete(`${pathOf(type)}/${third}`)).status).toBe(204);
		expect(fieldsOf(type)).toHaveLength(1);
	});

	it('filter by ID, and do not sort by order', async () => {
		const type = typeOf(on, { ...TITLE, order: 2 }, { ...SECOND, order: 1 });
		const [field] = fieldsOf(type);
		const names = async (query: string) =>
			list(await on.http.get(`${pathOf(type)}?${query}`)).map(({ attributes }) => attributes.name);
		expect(await names(`filter[id]=${field?.id}`)).toEqual(['Title']);
		expect(await names('sort=order')).toEqual(['Title', 'Second']);
		expect(await names('sort=-created_at')).toEqual(['Second', 'Title']);
	});

	it('create one on the flat route, and several below the type', async () => {
		const type = typeOf(on, TITLE);
		const flat = await on.http.post(
			'/flexible_asset_fields',
			body('flexible-asset-fields', {
				flexible_asset_type_id: Number(type.id),
				...SECOND,
				order: 2,
			}),
		);
		expect([flat.status, one(flat).attributes['name-key']]).toEqual([201, 'second']);
		const more = ['Third', 'Fourth'].map((name, at) => ({ name, kind: 'Text', order: at + 3 }));
		const nested = await on.http.post(pathOf(type), bulk('flexible-asset-fields', more));
		expect([nested.status, list(nested).map(({ attributes }) => attributes.order)]).toEqual([
			201,
			[3, 4],
		]);
		const several = bulk('flexible-asset-fields', more);
		expect((await on.http.post('/flexible_asset_fields', several)).status).toBe(422);
	});

	it('change several at once', async () => {
		const type = typeOf(on, TITLE, SECOND);
		const items = fieldsOf(type).map(({ id }, at) => ({ id: Number(id), hint: `Hint ${at}` }));
		const answer = await on.http.patch(
			'/flexible_asset_fields',
			bulk('flexible-asset-fields', items),
		);
		expect(list(answer).map(({ attributes }) => attributes.hint)).toEqual(['Hint 0', 'Hint 1']);
	});
});

describe('what the kind does not allow is taken back', () => {
	it.each([
		['Checkbox', {}],
		['Header', {}],
		['Number', { decimals: 0 }],
		['Password', {}],
		['Percent', { decimals: 0 }],
		['Tag', { tag_type: 'Contacts' }],
		['Textbox', {}],
		['Upload', {}],
	])('use-for-title of %s', async (kind, more) => {
		const sent = { name: 'New', kind, order: 9, use_for_title: true, required: true, ...more };
		const answer = await on.http.post(
			pathOf(typeOf(on, TITLE)),
			body('flexible-asset-fields', sent),
		);
		expect(one(answer).attributes).toMatchObject({
			'use-for-title': false,
			required: kind !== 'Header',
		});
	});

	it.each(['Text', 'Date', 'Select'])('but not of %s', async (kind) => {
		const sent = { name: 'New', kind, order: 9, use_for_title: true, default_value: 'One' };
		const answer = await on.http.post(
			pathOf(typeOf(on, TITLE)),
			body('flexible-asset-fields', sent),
		);
		expect(one(answer).attributes['use-for-title']).toBe(true);
	});
});

describe('rules', () => {
	it('keep name and order unique in the type', async () => {
		const type = typeOf(on, TITLE, SECOND);
		const second = fieldOf(type, 'Second');
		expect(refusal(await change(second, { name: 'Title' }))[1]).toContain('name');
		expect(refusal(await change(second, { order: 1 }))[1]).toContain('order');
		const twins = [3, 4].map((order) => ({ name: 'Twin', kind: 'Text', order }));
		const answer = await on.http.post(pathOf(type), bulk('flexible-asset-fields', twins));
		expect([answer.status, fieldsOf(type).length]).toEqual([422, 2]);
		// Another type may have them.
		expect((await change(fieldOf(typeOf(on, TITLE), 'Title'), { name: 'Second' })).status).toBe(
			200,
		);
	});

	it('keep one field in the list', async () => {
		const type = typeOf(on, TITLE, { ...SECOND, show_in_list: false });
		const title = fieldOf(type, 'Title');
		expect(refusal(await change(title, { show_in_list: false }))[1]).toContain('show_in_list');
		expect((await on.http.delete(`/flexible_asset_fields/${title.id}`)).status).toBe(422);
		const items = fieldsOf(type).map(({ id }) => ({ id: Number(id), show_in_list: false }));
		const both = bulk('flexible-asset-fields', items);
		expect((await on.http.patch('/flexible_asset_fields', both)).status).toBe(422);
	});

	it('let the kind change only while no asset has a value', async () => {
		const type = typeOf(on, TITLE, SECOND);
		const second = fieldOf(type, 'Second');
		const asset = assetOf(on, type, { title: 'A', second: 'B' });
		expect(refusal(await change(second, { kind: 'Textbox' }))[1]).toContain('kind');
		expect((await change(second, { kind: 'Text', hint: 'As before' })).status).toBe(200);
		await on.http.delete(`/flexible_assets/${asset.id}`);
		expect(one(await change(second, { kind: 'Textbox' })).attributes.kind).toBe('Textbox');
	});

	it('refuse all changes in a type that an integration keeps', async () => {
		const type = locked();
		const [field] = fieldsOf(type);
		const sent = { name: 'New', kind: 'Text', order: 9 };
		const answers = [
			await on.http.patch(
				`/flexible_asset_fields/${field?.id}`,
				body('flexible-asset-fields', { hint: 'Mine' }),
			),
			await on.http.delete(`/flexible_asset_fields/${field?.id}`),
			await on.http.post(pathOf(type), body('flexible-asset-fields', sent)),
		];
		for (const answer of answers)
			expect([answer.status, refusal(answer)[2]]).toEqual([422, 'Cannot update a synced resource']);
	});

	it('keep the field in its type', async () => {
		const type = typeOf(on, TITLE);
		const other = Number(typeOf(on, TITLE).id);
		const moved = await change(fieldOf(type, 'Title'), { flexible_asset_type_id: other });
		expect(one(moved).attributes['flexible-asset-type-id']).toBe(Number(type.id));
	});
});

describe('name-key', () => {
	it.each([
		['Users / Seats', 'users-seats'],
		['  Primary   E-Mail ', 'primary-e-mail'],
		['Größe (GB)', 'grosse-gb'],
		['Café Ångström', 'cafe-angstrom'],
		['snake_case', 'snake_case'],
		['— Notes —', 'notes'],
		['日本', 'field'],
	])('of %j is %j', async (name, key) => {
		const sent = { name, kind: 'Text', order: 9 };
		const answer = await on.http.post(
			pathOf(typeOf(on, TITLE)),
			body('flexible-asset-fields', sent),
		);
		expect(one(answer).attributes['name-key']).toBe(key);
	});

	it('is unique in the type, and stays when the name changes', async () => {
		const type = typeOf(on, TITLE, { name: 'A B', kind: 'Text' });
		const twin = { name: 'A-B', kind: 'Text', order: 9 };
		const answer = await on.http.post(pathOf(type), body('flexible-asset-fields', twin));
		expect(one(answer).attributes['name-key']).toBe('a-b-2');
		const renamed = await change(fieldOf(type, 'A B'), { name: 'C', name_key: 'mine' });
		expect(one(renamed).attributes).toMatchObject({ name: 'C', 'name-key': 'a-b' });
	});
});

it('takes its values from all assets when it is deleted, files and names included', async () => {
	const type = typeOf(
		on,
		TITLE,
		{ ...SECOND, use_for_title: true },
		{ name: 'File', kind: 'Upload' },
		{ name: 'Key', kind: 'Password' },
	);
	const { store } = on.sandbox;
	const before = [store.all('uploads').length, store.all('passwords').length];
	const traits = {
		title: 'A',
		second: 'B',
		file: { content: 'QQ==', file_name: 'a.txt' },
		key: 'example-value',
	};
	const asset = assetOf(on, type, traits);
	for (const name of ['Second', 'File', 'Key'])
		await on.http.delete(`/flexible_asset_fields/${fieldOf(type, name).id}`);
	const shown = one(await on.http.get(`/flexible_assets/${asset.id}`));
	expect([traitsIn(shown), shown.attributes.name]).toEqual([{ title: 'A' }, 'A']);
	expect([store.all('uploads').length, store.all('passwords').length]).toEqual(before);
});
