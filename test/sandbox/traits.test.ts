/** The values of a flexible asset's fields, kind by kind (reference 4.17, 4.19). */
import type { SandboxOptions } from '../../sandbox';
import { bench, body, one, pick, stopAll, type Bench } from './client';
import { assetOf, create, patch, refusal, TITLE, traitsIn, typeOf } from './flexible';

let on: Bench;

beforeAll(async () => {
	on = await bench();
});
afterAll(stopAll);

const flipped = async (assumptions: SandboxOptions['assumptions']): Promise<Bench> =>
	await bench({ organizations: 8, configurations: 8, assumptions });

const text = (name: string) => ({ name, kind: 'Text' });
const tagTo = (name: string, tagType: string) => ({ name, kind: 'Tag', tag_type: tagType });

describe.each([
	['Text', {}, 'A', 'A'],
	['Text', {}, 12, '12'],
	['Textbox', {}, '<p>A &amp; <b>B</b></p>\n', '<p>A &amp; <b>B</b></p>\n'],
	['Select', { default_value: 'One\r\nTwo' }, 'Two', 'Two'],
	['Number', { decimals: 2 }, 1.25, 1.25],
	['Number', { decimals: 0 }, '7', 7],
	['Number', { decimals: 0 }, 0, 0],
	['Percent', { decimals: 1 }, 99.5, 99.5],
	['Checkbox', {}, true, true],
	['Checkbox', {}, false, false],
	['Date', {}, '2026-02-28', '2026-02-28'],
	['Date', {}, '2026-02-28T10:00:00Z', '2026-02-28'],
])('%s', (kind, more, sent, read) => {
	it(`keeps ${JSON.stringify(sent)}`, async () => {
		const type = typeOf(on, TITLE, { name: 'Value', kind, ...more });
		const created = one(await create(on, type, { title: 'A', value: sent }));
		const shown = one(await on.http.get(`/flexible_assets/${created.id}`));
		expect(traitsIn(shown)).toEqual({ title: 'A', value: read });
	});
});

it.each([
	['Text', {}, { a: 1 }],
	['Number', { decimals: 0 }, 'many'],
	['Percent', { decimals: 0 }, true],
	['Checkbox', {}, 'maybe'],
	['Date', {}, '2026-02-30'],
	['Date', {}, 'tomorrow'],
	['Select', { default_value: 'One\nTwo' }, 'Three'],
	['Tag', { tag_type: 'Contacts' }, [1]],
	['Tag', { tag_type: 'Contacts' }, 'Aisha'],
	['Password', {}, 'a value'],
	['Upload', {}, { content: 'QQ' }],
	['Upload', {}, { content: 'QQ', file_name: 'a.txt' }],
	['Upload', {}, { content: 'Q Q=', file_name: 'a.txt' }],
	['Upload', {}, { content: 'QQ==', 'file-name': 'a.txt' }],
])('refuses in a field of kind %s (%j) the value %j, and names the field', async (...row) => {
	const [kind, more, value] = row;
	const type = typeOf(on, TITLE, { name: 'Some Value', kind, ...more });
	const answer = await create(on, type, { title: 'A', 'some-value': value });
	expect(refusal(answer).slice(0, 2)).toEqual([422, 'data/attributes/traits.some-value']);
});

it('drops a value of another JSON type where types are not checked', async () => {
	const loose = await flipped({ typesAreChecked: false });
	const type = typeOf(loose, TITLE, { name: 'Value', kind: 'Number' });
	const answer = await create(loose, type, { title: 'A', value: 'many' });
	expect(traitsIn(one(answer))).toEqual({ title: 'A' });
});

it('leaves an empty field out', async () => {
	const type = typeOf(on, TITLE, text('Second'), { name: 'Head', kind: 'Header' });
	const answer = await create(on, type, { title: 'A', second: '' });
	expect(traitsIn(one(answer))).toEqual({ title: 'A' });
});

describe('keys', () => {
	const DETAIL = 'Request contains invalid trait keys';

	it.each([
		['unknown', { unknown: 'x' }],
		['of a header', { head: 'x' }],
		['in the spelling of the name', { Title: 'x' }],
	])('are refused when %s', async (_what, more) => {
		const type = typeOf(on, TITLE, { name: 'Head', kind: 'Header' });
		const asset = assetOf(on, type, { title: 'A' });
		const traits = { title: 'A', ...more };
		const wanted = [422, 'data/attributes/traits', DETAIL];
		expect(refusal(await create(on, type, traits))).toEqual(wanted);
		expect(refusal(await patch(on, asset, { traits }))).toEqual(wanted);
	});

	it('are refused with 400 on PATCH alone where the sandbox is set so', async () => {
		const other = await flipped({ unknownTraitOnPatchIs400: true });
		const type = typeOf(other, TITLE);
		const traits = { title: 'A', unknown: 'x' };
		const answer = await patch(other, assetOf(other, type, {}), { traits });
		expect(refusal(answer)).toEqual([400, undefined, DETAIL]);
		expect((await create(other, type, traits)).status).toBe(422);
	});

	it('are ignored on PATCH alone where the sandbox is set so', async () => {
		const other = await flipped({ unknownTraitOnPatchIgnored: true });
		const type = typeOf(other, TITLE);
		const traits = { title: 'A', unknown: 'x' };
		const answer = await patch(other, assetOf(other, type, {}), { traits });
		expect(traitsIn(one(answer))).toEqual({ title: 'A' });
		expect((await create(other, type, traits)).status).toBe(422);
	});
});

it.each([
	['left out', {}],
	['null', { title: null }],
	['empty', { title: '' }],
])('wants a required field in all traits that are sent (%s)', async (_what, traits) => {
	const type = typeOf(on, { ...TITLE, required: true }, text('Second'));
	const wanted = [422, 'data/attributes/traits.title', "Title can't be blank"];
	expect(refusal(await create(on, type, { ...traits, second: 'B' }))).toEqual(wanted);
	const asset = assetOf(on, type, { title: 'A' });
	const answer = await patch(on, asset, { traits: { ...traits, second: 'B' } });
	expect(refusal(answer)).toEqual(wanted);
	expect((await patch(on, asset, { archived: true })).status).toBe(200);
});

describe('Select', () => {
	const CHOICE = { name: 'Choice', kind: 'Select', default_value: 'One\nTwo' };

	it('gives a stored value outside its options, and takes that one back', async () => {
		const asset = assetOf(on, typeOf(on, TITLE, CHOICE), { choice: 'Legacy' });
		const shown = one(await on.http.get(`/flexible_assets/${asset.id}`));
		expect(traitsIn(shown)).toEqual({ choice: 'Legacy' });
		const traits = { title: 'A', choice: 'Legacy' };
		expect(traitsIn(one(await patch(on, asset, { traits })))).toEqual(traits);
		expect((await patch(on, asset, { traits: { choice: 'Other' } })).status).toBe(422);
	});

	it('takes any text in the seed profile', async () => {
		const seed = await bench({ organizations: 8, configurations: 8, profile: 'seed' });
		const answer = await create(seed, typeOf(seed, TITLE, CHOICE), { choice: 'Other' });
		expect(traitsIn(one(answer))).toEqual({ choice: 'Other' });
	});
});

describe('Tag', () => {
	const contact = (at = 0) => {
		const record = on.sandbox.store.all('contacts')[at];
		if (record === undefined) throw new Error('No contact');
		return record;
	};

	it('takes a number or a list of IDs, and gives who they are', async () => {
		const type = typeOf(on, TITLE, tagTo('People', 'Contacts'));
		const [first, second] = [contact(0), contact(3)].map(({ id }) => Number(id));
		const alone = traitsIn(one(await create(on, type, { people: first })));
		expect(alone.people).toEqual({
			type: 'Contacts',
			values: [{ id: first, name: expect.any(String), 'organization-name': expect.any(String) }],
		});
		const both = traitsIn(one(await create(on, type, { people: [first, String(second), first] })));
		expect(both.people).toMatchObject({ values: [{ id: first }, { id: second }] });
	});

	it('refuses what it gives', async () => {
		const type = typeOf(on, TITLE, tagTo('People', 'Contacts'));
		const asset = assetOf(on, type, { people: [Number(contact().id)] });
		const { people } = traitsIn(one(await on.http.get(`/flexible_assets/${asset.id}`)));
		const values = (people as { values: unknown[] }).values;
		for (const sent of [people, values, values[0]])
			expect((await patch(on, asset, { traits: { people: sent } })).status).toBe(422);
	});

	it('refuses a record of another kind', async () => {
		const type = typeOf(on, TITLE, tagTo('Devices', 'Configurations'));
		const answer = await create(on, type, { devices: [Number(contact().id)] });
		expect(refusal(answer)[2]).toContain(`must exist: ${contact().id}`);
	});

	it.each<[string, string, string[]]>([
		['Configurations', 'configurations', ['hostname', 'configuration-type-name']],
		['Locations', 'locations', ['address-1', 'city']],
		['Documents', 'documents', []],
		['Passwords', 'passwords', []],
		['Domains', 'domains', []],
	])('gives %s with their own members', async (tagType, collection, more) => {
		const type = typeOf(on, TITLE, tagTo('Tag', tagType));
		const id = Number(pick(on.sandbox, collection).id);
		const { tag } = traitsIn(one(await create(on, type, { tag: id })));
		const { type: kind, values } = tag as { type: string; values: object[] };
		expect(kind).toBe(tagType);
		expect(Object.keys(values[0] ?? {}).sort()).toEqual(
			['id', 'name', 'organization-name', ...more].sort(),
		);
	});

	it('gives organizations and users without an organization', async () => {
		const type = typeOf(on, TITLE, tagTo('Who', 'AccountsUsers'), tagTo('Whose', 'Organizations'));
		const traits = {
			who: Number(pick(on.sandbox, 'users').id),
			whose: Number(pick(on.sandbox, 'organizations').id),
		};
		const shown = traitsIn(one(await create(on, type, traits)));
		for (const tag of [shown.who, shown.whose])
			expect(Object.keys((tag as { values: object[] }).values[0] ?? {})).toEqual(['id', 'name']);
	});

	it('points to assets of one other type', async () => {
		const other = typeOf(on, TITLE);
		const stranger = assetOf(on, typeOf(on, TITLE), { title: 'Stranger' });
		const asset = assetOf(on, other, { title: 'Target' });
		const type = typeOf(on, TITLE, tagTo('Linked', `FlexibleAssetType: ${other.id}`));
		const shown = traitsIn(one(await create(on, type, { linked: [Number(asset.id)] })));
		expect(shown.linked).toEqual({
			type: 'FlexibleAssetTypes',
			values: [
				{
					id: Number(asset.id),
					name: 'Target',
					'organization-name': expect.any(String),
					'resource-url': expect.stringContaining(`/records/${asset.id}`),
				},
			],
		});
		expect((await create(on, type, { linked: [Number(stranger.id)] })).status).toBe(422);
	});

	it('is an empty list of values without any, or absent where the sandbox is set so', async () => {
		const shape = [TITLE, tagTo('People', 'Contacts')];
		const empty = one(await create(on, typeOf(on, ...shape), { title: 'A', people: [] }));
		expect(traitsIn(empty).people).toEqual({ type: 'Contacts', values: [] });
		const other = await flipped({ emptyTagIsAbsent: true });
		const absent = one(await create(other, typeOf(other, ...shape), { title: 'A' }));
		expect(traitsIn(absent)).toEqual({ title: 'A' });
	});

	it('loses a record that is deleted', async () => {
		const type = typeOf(on, TITLE, tagTo('People', 'Contacts'));
		const gone = on.sandbox.store.insert('contacts', { first_name: 'Gone', organization_id: 1 });
		const asset = assetOf(on, type, { people: [Number(gone.id)] });
		on.sandbox.store.remove('contacts', gone.id);
		const shown = one(await on.http.get(`/flexible_assets/${asset.id}`));
		expect(traitsIn(shown).people).toEqual({ type: 'Contacts', values: [] });
	});

	it('keeps IDs above 2^53 exact', async () => {
		const long = pick(on.sandbox, 'contacts', ({ id }) => !Number.isSafeInteger(Number(id)));
		const type = typeOf(on, TITLE, tagTo('People', 'Contacts'));
		const asset = assetOf(on, type, {});
		const sent = `{"data":{"type":"flexible-assets","attributes":{"traits":{"people":[${long.id}]}}}}`;
		const answer = await on.http.patch(`/flexible_assets/${asset.id}`, sent, {
			transformResponse: (given: string) => given,
		});
		expect(answer.data).toContain(`"id":${long.id},`);
	});
});

describe('Upload', () => {
	const FILE = {
		content: Buffer.from('Plan of a rack\n').toString('base64'),
		file_name: 'Plan.pdf',
	};
	const shape = [TITLE, { name: 'File', kind: 'Upload' }];

	it('serves the file under the address in the trait, to those with a key', async () => {
		const created = one(await create(on, typeOf(on, ...shape), { title: 'A', file: FILE }));
		expect(traitsIn(created).file).toEqual({
			type: 'Upload',
			values: [{ name: 'Plan.pdf', url: expect.stringContaining(on.sandbox.url) }],
		});
		const { url } = (traitsIn(created).file as { values: [{ url: string }] }).values[0];
		const file = await on.http.get(url);
		expect([file.status, file.headers['content-type'], file.data]).toEqual([
			200,
			'application/pdf',
			'Plan of a rack\n',
		]);
		expect((await on.http.get(url, { headers: { 'x-api-key': 'none' } })).status).toBe(403);
		expect((await on.http.get('/uploads/1')).status).toBe(404);
	});

	it('keeps the last of several', async () => {
		const files = [FILE, { ...FILE, file_name: 'Last.txt' }];
		const created = one(await create(on, typeOf(on, ...shape), { file: files }));
		expect(traitsIn(created).file).toMatchObject({ values: [{ name: 'Last.txt' }] });
	});

	it('is lost with any traits that lack it, and refused as it was read', async () => {
		const asset = assetOf(on, typeOf(on, ...shape), { title: 'A', file: FILE });
		const { file } = traitsIn(one(await on.http.get(`/flexible_assets/${asset.id}`)));
		expect((await patch(on, asset, { traits: { title: 'A', file } })).status).toBe(422);
		const answer = await patch(on, asset, { traits: { title: 'B' } });
		expect(traitsIn(one(answer))).toEqual({ title: 'B' });
		const { url } = (file as { values: [{ url: string }] }).values[0];
		expect((await on.http.get(url)).status).toBe(404);
	});

	it.each([
		['uploadValuesAreObjects', false, 'Plan.pdf'],
		['uploadHasUrl', false, { name: 'Plan.pdf' }],
		[
			'uploadUrlIsRelative',
			true,
			{ name: 'Plan.pdf', url: expect.stringMatching(/^\/uploads\/\d+$/) },
		],
	] as const)('reads otherwise with %s %s', async (name, value, wanted) => {
		const other = await flipped({ [name]: value });
		const created = one(await create(other, typeOf(other, ...shape), { file: FILE }));
		expect(traitsIn(created).file).toEqual({ type: 'Upload', values: [wanted] });
	});

	it('is refused in a body above 10 MB', async () => {
		const content = Buffer.alloc(7_900_000).toString('base64');
		const file = { content, file_name: 'Large.bin' };
		expect((await create(on, typeOf(on, ...shape), { title: 'A', file })).status).toBe(413);
	});
});

describe('Password', () => {
	const shape = [TITLE, { name: 'Key', kind: 'Password' }];

	it('is the ID of a record that knows its asset', async () => {
		const asset = assetOf(on, typeOf(on, ...shape), { title: 'VPN', key: 'example-value' });
		const { key } = traitsIn(one(await on.http.get(`/flexible_assets/${asset.id}`)));
		const shown = one(await on.http.get(`/passwords/${String(key)}?show_password=true`));
		expect(shown.attributes).toMatchObject({
			name: 'Key',
			password: 'example-value',
			'resource-id': Number(asset.id),
			'resource-type': 'flexible-asset-traits',
			'cached-resource-name': 'VPN',
			'cached-resource-type-name': 'Example Type',
		});
		const within = await on.http.get(`/flexible_assets/${asset.id}?include=passwords`);
		expect(one(within).relationships?.passwords?.data).toEqual([
			{ id: String(key), type: 'passwords' },
		]);
	});

	it('stays when its ID is sent back, is lost when it is left out', async () => {
		const asset = assetOf(on, typeOf(on, ...shape), { title: 'A', key: 'example-value' });
		const { key } = traitsIn(one(await on.http.get(`/flexible_assets/${asset.id}`)));
		const kept = await patch(on, asset, { traits: { title: 'B', key } });
		expect(traitsIn(one(kept))).toEqual({ title: 'B', key });
		expect((await patch(on, asset, { traits: { key: Number(key) + 1 } })).status).toBe(422);
		const lost = await patch(on, asset, { traits: { title: 'C' } });
		expect(traitsIn(one(lost))).toEqual({ title: 'C' });
		expect((await on.http.get(`/passwords/${String(key)}`)).status).toBe(404);
	});

	it('is lost also with its ID where the sandbox is set so', async () => {
		const other = await flipped({ passwordTraitSurvivesItsId: false });
		const asset = assetOf(other, typeOf(other, ...shape), { title: 'A', key: 'example-value' });
		const { key } = traitsIn(one(await other.http.get(`/flexible_assets/${asset.id}`)));
		const answer = await patch(other, asset, { traits: { title: 'A', key } });
		expect(traitsIn(one(answer))).toEqual({ title: 'A' });
	});

	it('is gone from the traits with its record', async () => {
		const asset = assetOf(on, typeOf(on, ...shape), { title: 'A', key: 'example-value' });
		const { key } = traitsIn(one(await on.http.get(`/flexible_assets/${asset.id}`)));
		await on.http.delete(`/passwords/${String(key)}`);
		const shown = one(await on.http.get(`/flexible_assets/${asset.id}`));
		expect(traitsIn(shown)).toEqual({ title: 'A' });
	});

	it('moves with its asset', async () => {
		const asset = assetOf(on, typeOf(on, ...shape), { title: 'A', key: 'example-value' });
		const target = Number(pick(on.sandbox, 'organizations').id);
		const moved = one(await patch(on, asset, { organization_id: target }));
		const shown = one(await on.http.get(`/passwords/${String(traitsIn(moved).key)}`));
		expect(shown.attributes['organization-id']).toBe(target);
	});
});

it.each(['Text', 'Textbox'])('refuses a very long value of a %s, and says which', async (kind) => {
	const type = typeOf(on, TITLE, { name: 'Long Value', kind });
	const answer = await create(on, type, { title: 'A', 'long-value': 'x'.repeat(100_001) });
	expect(refusal(answer).slice(0, 2)).toEqual([422, 'data/attributes/traits.long-value']);
	expect((await create(on, type, { 'long-value': 'x'.repeat(100_000) })).status).toBe(201);
});

it('masks nothing that is needed and keeps no secret in the journal', async () => {
	const type = typeOf(on, TITLE, { name: 'Password', kind: 'Password' });
	await on.http.post(
		'/flexible_assets',
		body('flexible-assets', {
			organization_id: Number(pick(on.sandbox, 'organizations').id),
			flexible_asset_type_id: Number(type.id),
			traits: { title: 'A', password: 'example-value' },
		}),
	);
	expect(on.sandbox.journal.at(-1)?.body).toMatchObject({
		data: { attributes: { traits: { title: 'A', password: '•••' } } },
	});
});
