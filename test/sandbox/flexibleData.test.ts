/** The flexible assets that the sandbox begins with: values as people and integrations leave them in such fields. */
import { fieldsOf, keyOf, traitsOf } from '../../sandbox/core/fields';
import type { StoredRecord } from '../../sandbox';
import { bench, list, stopAll, type Bench, type Item } from './client';

let on: Bench;

beforeAll(async () => {
	on = await bench();
});
afterAll(stopAll);

/** Of each type: its fields, and its assets as they are stored and as they are shown. */
async function everything() {
	const { store } = on.sandbox;
	const found = store.all('flexible_asset_types').map(async ({ id }) => {
		const answer = await on.http.get(
			`/flexible_assets?filter[flexible-asset-type-id]=${id}&page[size]=1000`,
		);
		const shown = new Map(list(answer).map((item) => [item.id, item]));
		return store.related('flexible_assets', 'flexible_asset_type_id', id).flatMap((asset) =>
			fieldsOf(store, id).map((field) => ({
				asset,
				shown: shown.get(asset.id),
				kind: String(field.attributes.kind),
				field: field.attributes,
				value: traitsOf(asset)[keyOf(field)],
				key: keyOf(field),
			})),
		);
	});
	return (await Promise.all(found)).flat().filter(({ value }) => value !== undefined);
}

const ofKind = async (...kinds: string[]) =>
	(await everything()).filter(({ kind }) => kinds.includes(kind));

const decimalsOf = (value: unknown): number => (String(value).split('.')[1] ?? '').length;

it('has a value in a field of each kind that holds one', async () => {
	const kinds = new Set((await everything()).map(({ kind }) => kind));
	expect([...kinds].sort()).toEqual([
		'Checkbox',
		'Date',
		'Number',
		'Password',
		'Percent',
		'Select',
		'Tag',
		'Text',
		'Textbox',
		'Upload',
	]);
});

it('has numbers with no more decimals than their field, and with all that it allows', async () => {
	const numbers = await ofKind('Number', 'Percent');
	for (const { value, shown, key, field } of numbers) {
		expect(typeof value).toBe('number');
		expect(decimalsOf(value)).toBeLessThanOrEqual(Number(field.decimals));
		expect((shown?.attributes.traits as Record<string, unknown>)[key]).toBe(value);
	}
	for (const kind of ['Number', 'Percent']) {
		const places = numbers.filter((one) => one.kind === kind).map(({ value }) => decimalsOf(value));
		expect(Math.max(...places)).toBe(2);
	}
	expect(Math.max(...numbers.map(({ value }) => Number(value)))).toBeGreaterThan(1000);
	for (const { value } of numbers.filter(({ kind }) => kind === 'Percent')) {
		expect(Number(value)).toBeGreaterThanOrEqual(0);
		expect(Number(value)).toBeLessThanOrEqual(100);
	}
});

it('has days that there are', async () => {
	for (const { value } of await ofKind('Date'))
		expect(new Date(`${String(value)}T00:00:00Z`).toISOString().slice(0, 10)).toBe(value);
});

it('has tags of records that there are, of the same client', async () => {
	const tags = await ofKind('Tag');
	expect(tags.length).toBeGreaterThan(10);
	for (const { value, shown, key, asset } of tags) {
		// IDs beyond what JavaScript's numbers are exact for are stored as text, and come rounded here.
		const ids = (value as unknown[]).map(Number);
		const traits = shown?.attributes.traits as Record<string, { values: Item[] }>;
		const entries = (traits[key]?.values ?? []) as unknown as Array<Record<string, unknown>>;
		expect(entries.map(({ id }) => id)).toEqual(ids);
		const owner = on.sandbox.store.find('organizations', String(asset.attributes.organization_id));
		expect(new Set(entries.map((entry) => entry['organization-name']))).toEqual(
			new Set(ids.length > 0 ? [owner?.attributes.name] : []),
		);
	}
});

it('has options of the list, and one that was on it once', async () => {
	const outside = (await ofKind('Select')).filter(
		({ value, field }) => !String(field.default_value).split('\n').includes(String(value)),
	);
	expect(new Set(outside.map(({ value }) => value))).toEqual(new Set(['Legacy']));
});

it('counts no more licences as assigned than were bought, and no fewer than people have one', async () => {
	const type = on.sandbox.store
		.all('flexible_asset_types')
		.find(({ attributes }) => attributes.name === 'Microsoft Licenses') as StoredRecord;
	const assets = on.sandbox.store.related('flexible_assets', 'flexible_asset_type_id', type.id);
	expect(assets.length).toBeGreaterThan(0);
	for (const { purchased, assigned, users } of assets.map(traitsOf)) {
		expect(Number(assigned)).toBeLessThanOrEqual(Number(purchased));
		expect(Number(assigned)).toBeGreaterThanOrEqual((users as number[]).length);
	}
});
