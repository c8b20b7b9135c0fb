/** Create or Update: what comes out for each item. */
import { jsons, only, useSandbox } from './support';
import { person, upsert } from './upsertSupport';

const bench = useSandbox({ journalSecrets: true });

describe('output', () => {
	test('without Simplify: the record as IT Glue has it, and what was done beside it', async () => {
		const ann = person(bench, 'Ann');
		for (const dryRun of [true, false]) {
			const ran = await upsert(bench, {
				resource: 'contact',
				input: [
					{ primary_email: 'ann@example.com', title: 'Manager' },
					{ primary_email: 'zoe@example.com', first_name: 'Zoe' },
				],
				parameters: { simplify: false, dryRun },
			});
			const [first, second] = jsons(ran);
			expect(first).toMatchObject({
				id: ann.id,
				type: 'contacts',
				attributes: { 'first-name': 'Ann' },
				_action: dryRun ? 'would_update' : 'updated',
			});
			expect(second).toMatchObject({
				type: 'contacts',
				attributes: { 'first-name': 'Zoe' },
				_action: dryRun ? 'would_create' : 'created',
			});
			expect(second?.id === null).toBe(dryRun);
		}
	});

	test('the record afterwards holds what a list holds, and what was written', async () => {
		const ann = person(bench, 'Ann');
		const [listed] = jsons(
			await bench.run('contact', 'getAll', { filters: { ids: ann.id }, returnAll: true }),
		);
		const ran = await upsert(bench, {
			resource: 'contact',
			input: [{ primary_email: 'ann@example.com', title: 'Manager' }],
		});
		const own = Object.fromEntries(
			Object.entries(only(ran)).filter(([name]) => !name.startsWith('_')),
		);
		expect(own).toEqual({
			...listed,
			title: 'Manager',
			updated_at: only(ran).updated_at as string,
		});
	});

	test('no mapping at all is refused with what to do', async () => {
		for (const fields of [
			{ mappingMode: 'defineBelow', value: null, matchingColumns: ['primary_email'], schema: [] },
			{ mappingMode: 'defineBelow', value: {}, matchingColumns: ['primary_email'], schema: [] },
		]) {
			const ran = await upsert(bench, { resource: 'contact', input: [{}], parameters: { fields } });
			expect(ran.status).toBe('error');
			expect(bench.writes()).toEqual([]);
		}
	});

	test('no items: no request', async () => {
		const ran = await upsert(bench, { resource: 'contact', input: [] });
		expect(ran.output).toEqual([]);
		expect(bench.sandbox.journal).toEqual([]);
	});
});
