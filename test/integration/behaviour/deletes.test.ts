/** Delete: only for the exact name where one is asked for, and done only where IT Glue says that it is. */
import type { StoredRecord } from '../../../sandbox';
import { byId, lines, only, said, useSandbox } from './support';

const bench = useSandbox();

const home = (): StoredRecord => bench.organization(2);

describe('Delete', () => {
	it.each([[''], ['  '], [null], [undefined]])(
		'does not take %j for the name of an organization that has none',
		async (typed) => {
			const organization = bench.add('organizations', home(), { name: '' });
			for (const name of ['', '  ', null]) {
				bench.sandbox.store.update(organization, { name });
				const result = await bench.run(
					'organization',
					'delete',
					{ organizationId: byId(organization), confirmName: '={{ $json.typed }}' },
					{ input: [{ typed }] },
				);
				expect(said(result)).toMatch(/"Confirm Name" does not match/);
				expect(bench.writes()).toEqual([]);
				expect(bench.stored(organization).id).toBe(organization.id);
			}
		},
	);

	it.each([
		['nothing', () => []],
		['another record', () => [{ id: '77', type: 'contacts', attributes: {} }]],
	])('that was answered with %s is reported as not done', async (_name, data) => {
		const contact = bench.within('contacts', home())[0] as StoredRecord;
		bench.sandbox.faults.add({
			kind: 'status',
			status: 200,
			method: 'DELETE',
			path: '/contacts',
			body: { data: data() },
		});
		const result = await bench.run('contact', 'delete', { contactId: byId(contact) });
		expect(result.output).toEqual([]);
		expect(said(result)).toMatch(new RegExp(`IT Glue did not delete contact ${contact.id}`));
		expect(lines(bench.writes())).toEqual(['DELETE /contacts']);
	});

	it('that was answered with the record is done', async () => {
		const contact = bench.within('contacts', home())[0] as StoredRecord;
		bench.assume({ bulkDeleteAnswers204: false });
		const result = await bench.run('contact', 'delete', { contactId: byId(contact) });
		expect(only(result)).toEqual({ deleted: true, id: contact.id });
	});
});
