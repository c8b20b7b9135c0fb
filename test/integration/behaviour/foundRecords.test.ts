/** What is read to find a record, and what is not. */
import { byId, byName, only, said, useSandbox } from './support';
import { actions, upsert } from './upsertSupport';

const bench = useSandbox();

const lists = (collection: string) =>
	bench.sandbox.journal.filter(({ path }) => path.endsWith(`/${collection}`));

describe('a record named by the user', () => {
	const called = 'One of a Kind';
	const printer = (at: number) =>
		bench.add('configurations', bench.organization(at), { name: called, archived: false });
	const getIt = async () =>
		await bench.run('configuration', 'get', {
			organizationId: byId(bench.organization(2)),
			configurationId: byName(called),
		});

	it('is found with one short list', async () => {
		const own = printer(2);
		expect(only(await getIt())).toMatchObject({ id: own.id, name: called });
		expect(lists('configurations').map(({ query }) => query['filter[name]'] ?? '')).toEqual([
			called,
		]);
	});

	it('is that of the organization, also where the answer holds one of another', async () => {
		const other = printer(4);
		const own = printer(2);
		bench.sandbox.faults.add({
			kind: 'status',
			status: 200,
			times: 1,
			body: {
				data: [
					{
						id: other.id,
						type: 'configurations',
						attributes: { name: called, 'organization-id': Number(bench.organization(4).id) },
					},
				],
			},
		});
		expect(only(await getIt())).toMatchObject({ id: own.id });
	});
});

describe('records matched by their IDs', () => {
	it('are read with one list of all IDs', async () => {
		const devices = [0, 1, 2].map((at) =>
			bench.add('configurations', bench.organization(2), {
				name: `Switch ${at}`,
				notes: 'Before',
				archived: false,
			}),
		);
		const ran = await upsert(bench, {
			resource: 'configuration',
			by: ['id'],
			input: devices.map(({ id }) => ({ id, notes: 'Before' })),
		});
		expect(actions(ran)).toEqual(['unchanged', 'unchanged', 'unchanged']);
		expect(bench.sandbox.journal.map(({ path }) => path)).toEqual(['/configurations']);
		expect(String(lists('configurations')[0]?.query['filter[id]'])).toBe(
			devices.map(({ id }) => id).join(','),
		);
	});
});

describe('a new record that IT Glue refuses', () => {
	it('is not looked for: it cannot be there', async () => {
		bench.sandbox.faults.add({
			kind: 'status',
			status: 422,
			method: 'POST',
			body: { errors: [{ detail: 'Title is too long' }] },
		});
		const ran = await upsert(bench, {
			resource: 'contact',
			by: ['primary_email'],
			input: [{ primary_email: 'zoe@example.com', last_name: 'Example', title: 'x' }],
		});
		expect(said(ran)).toContain('Title is too long');
		expect(bench.sandbox.journal.at(-1)?.method).toBe('POST');
	});
});
