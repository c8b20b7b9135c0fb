/** Create or Update: of which organization a record is, said for all items or by each of them. */
import type { IDataObject } from 'n8n-workflow';
import { automatic } from '../../helpers/parameters';
import { byExpression, byId, byName, jsons, only, said, sentBy, useSandbox } from './support';
import { actions, person, tolerant, upsert } from './upsertSupport';

const bench = useSandbox({ journalSecrets: true });

describe('the organization', () => {
	const input = [{ name: 'Depot', city: 'Example' }];
	const nameAt = (at: number): string => String(bench.organization(at).attributes.name);

	const places = async (
		organizationId: IDataObject | string,
		items: IDataObject[] = input,
		more: IDataObject = {},
	) => {
		bench.sandbox.journal.length = 0;
		return await bench.run(
			'location',
			'upsert',
			{ organizationId, fields: automatic('name'), ...more },
			{ input: items },
		);
	};

	test('by id, name, address or an expression of the item', async () => {
		const { id } = bench.organization(4);
		for (const organizationId of [
			byId(id),
			byName(nameAt(4)),
			{ __rl: true, mode: 'url', value: `https://example.itglue.com/${id}` },
			byExpression('={{ $json.client }}'),
			byExpression('={{ $json.client }}', 'list'),
		]) {
			const ran = await places(organizationId, [{ ...input[0], client: id }]);
			expect(String(only(ran).organization_id)).toBe(id);
		}
		expect(
			bench
				.within('locations', bench.organization(4))
				.filter(({ attributes }) => attributes.name === 'Depot'),
		).toHaveLength(1);
	});

	test('of each item by the column, as id or name', async () => {
		const items = [
			{ ...input[0], organization_id: Number(bench.organization(4).id) },
			{ ...input[0], organization_id: nameAt(6).toUpperCase() },
			{ ...input[0], organization_id: nameAt(2) },
		];
		const ran = await places('', items);
		expect(jsons(ran).map(({ organization_id: id }) => String(id))).toEqual(
			[4, 6, 2].map((at) => bench.organization(at).id),
		);
		expect(actions(ran)).toEqual(['created', 'created', 'created']);
		const again = await places('', items);
		expect(actions(again)).toEqual(['unchanged', 'unchanged', 'unchanged']);
	});

	test('by both: they must mean the same one', async () => {
		const agreeing = await places(byId(bench.organization(4)), [
			{ ...input[0], organization_id: nameAt(4) },
		]);
		expect(actions(agreeing)).toEqual(['created']);
		const contrary = await places(byId(bench.organization(4)), [
			{ ...input[0], organization_id: bench.organization(6).id },
		]);
		expect(said(contrary)).toContain(bench.organization(4).id);
		expect(said(contrary)).toContain(bench.organization(6).id);
		expect(bench.writes()).toEqual([]);
	});

	test('nowhere, or empty for one item: refused before anything is written', async () => {
		for (const items of [
			input,
			[{ ...input[0], organization_id: bench.organization(4).id }, { ...input[0] }],
			[{ ...input[0], organization_id: '' }],
		]) {
			const ran = await places('', items);
			expect(said(ran)).toContain('"Organization" is empty');
			expect(bench.writes()).toEqual([]);
		}
	});

	test('unknown, or of a name that two have: refused', async () => {
		expect(said(await places('', [{ ...input[0], organization_id: 'Nobody & Sons' }]))).toContain(
			'Nobody & Sons',
		);
		const twins = [1, 2].map(() =>
			bench.sandbox.store.insert('organizations', { name: 'Twins', primary: false }),
		);
		const ran = await places('', [{ ...input[0], organization_id: 'twins' }]);
		for (const { id } of twins) expect(said(ran)).toContain(id);
		expect(bench.writes()).toEqual([]);
	});

	test('is never changed: a record of another one is another record', async () => {
		const here = bench.add('locations', bench.organization(2), { name: 'Depot', city: 'Before' });
		const ran = await places(byId(bench.organization(4)));
		expect(actions(ran)).toEqual(['created']);
		expect(here.attributes).toMatchObject({
			organization_id: Number(bench.organization(2).id),
			city: 'Before',
		});
	});

	test('many names take no request each', async () => {
		const items = Array.from({ length: 40 }, (_unused, at) => ({
			name: `Depot ${at}`,
			organization_id: nameAt(at % 8),
		}));
		const ran = await places('', items);
		expect(actions(ran)).toEqual(items.map(() => 'created'));
		const reads = bench.sandbox.journal.filter(({ method }) => method === 'GET');
		expect(reads.length).toBeLessThanOrEqual(12);
	});
});

describe('look-ups of an item matched by id', () => {
	test('a location is looked for in the organization of the record, not in all of them', async () => {
		const ann = person(bench, 'Ann');
		const own = bench.add('locations', bench.organization(2), { name: 'Annex' });
		bench.add('locations', bench.organization(4), { name: 'Annex' });
		const ran = await upsert(bench, {
			resource: 'contact',
			by: ['id'],
			organization: null,
			input: [{ id: ann.id, location_id: 'annex' }],
		});
		expect(actions(ran)).toEqual(['updated']);
		expect(ann.attributes.location_id).toBe(Number(own.id));
	});

	test('one that only another organization has is refused', async () => {
		bench.assume({ referencesStayInOrganization: false });
		const ann = person(bench, 'Ann');
		bench.add('locations', bench.organization(4), { name: 'Annex' });
		const ran = await upsert(bench, {
			resource: 'contact',
			by: ['id'],
			organization: null,
			input: [{ id: ann.id, location_id: 'Annex' }],
		});
		expect(said(ran)).toContain('Annex');
		expect(bench.writes()).toEqual([]);
	});
});

test('Continue On Fail with two organizations: only the item of the unknown one fails', async () => {
	const ran = await tolerant(bench, {
		resource: 'location',
		organization: null,
		input: [
			{ name: 'Depot', organization_id: 'Nobody' },
			{ name: 'Depot', organization_id: bench.organization(2).id },
		],
	});
	expect(actions(ran)[0]).toMatch(/Nobody/);
	expect(actions(ran)[1]).toBe('created');
	expect(sentBy(bench.writes()[0])).toMatchObject({ name: 'Depot' });
});
