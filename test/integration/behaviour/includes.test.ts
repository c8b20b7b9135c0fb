/** Include: which names are sent, and whose the included records are. */
import type { IDataObject } from 'n8n-workflow';
import { hintsOf, jsons, only, said, useSandbox } from './support';

const bench = useSandbox();

describe('Include', () => {
	const many = async (include: unknown) =>
		await bench.run('configuration', 'getAll', {
			returnAll: true,
			options: { include } as IDataObject,
		});
	const answer = (relationships: IDataObject, more: IDataObject[] = []) =>
		bench.sandbox.faults.add({
			kind: 'status',
			status: 200,
			// The list is asked for once more, to see whether it is still the same.
			times: 2,
			body: {
				data: [
					{ id: '1', type: 'configurations', attributes: { name: 'Switch' }, ...relationships },
				],
				included: [
					{ id: '2', type: 'configuration-interfaces', attributes: { name: 'eth0' } },
					...more,
				],
				meta: { 'total-count': 1 },
			} as never,
		});

	it.each([
		[['configuration_interfaces', 'rm -rf'], 'rm -rf'],
		['configuration_interfaces, Passwords', 'Passwords'],
		[['a'.repeat(70).concat('!')], 'a'.repeat(60)],
		[[['documents'], 'x1'], '["documents"]'],
	])('refuses what is no name of one: %j', async (include, odd) => {
		const ran = await many(include);
		expect(said(ran)).toBe(
			`IT Glue cannot include "${odd}" | Choose from the list, or use names of lower-case letters and underscores.`,
		);
		expect(bench.sandbox.journal).toEqual([]);
	});

	it('says so when the answer does not tell whose the included records are', async () => {
		answer({});
		const ran = await many(['configuration_interfaces']);
		expect(hintsOf(ran)).toEqual([
			'IT Glue included 1 configuration interfaces without saying which record they belong to, so they are left out. Use Get on single records to see them.',
		]);
	});

	it('names what it does not tell of, although it tells of others', async () => {
		answer(
			{ relationships: { interfaces: { data: [{ id: '2', type: 'configuration_interfaces' }] } } },
			[
				{ id: '8', type: 'attachments', attributes: {} },
				{ id: '9', type: 'attachments', attributes: {} },
				{ id: '2', type: 'rmm-records', attributes: {} },
			],
		);
		const ran = await many(['configuration_interfaces', 'attachments', 'rmm_records']);
		expect(only(ran).interfaces).toMatchObject([{ name: 'eth0' }]);
		expect(hintsOf(ran)).toEqual([
			'IT Glue included 2 attachments, 1 rmm records without saying which record they belong to, so they are left out. Use Get on single records to see them.',
		]);
	});

	it('says nothing when it does', async () => {
		answer({
			relationships: {
				configuration_interfaces: { data: [{ id: '2', type: 'configuration-interfaces' }] },
			},
		});
		const ran = await many(['configuration_interfaces']);
		expect(hintsOf(ran)).toEqual([]);
		expect(jsons(ran)[0]?.configuration_interfaces).toMatchObject([{ id: '2', name: 'eth0' }]);
	});
});
