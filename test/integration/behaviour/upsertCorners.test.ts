/** Create or Update: several records of an age, records of several units, mappings that say little. */
import type { IDataObject } from 'n8n-workflow';
import type { Json, StoredRecord } from '../../../sandbox';
import type { RunNodeResult } from '../../helpers/harness';
import { hintsOf, jsons, lines, only, useSandbox } from './support';
import { actions, email, rowsOf, tolerant, upsert } from './upsertSupport';

const bench = useSandbox();

/** Two contacts with one address, made in the same moment. */
function twins(): [StoredRecord, StoredRecord] {
	const make = (first: string): StoredRecord =>
		bench.sandbox.store.insert(
			'contacts',
			{
				organization_id: Number(bench.organization(2).id),
				first_name: first,
				last_name: 'Example',
				title: 'Assistant',
				contact_emails: [email('desk@example.com')] as Json,
				contact_phones: [],
			},
			{ createdAt: Date.UTC(2026, 0, 1), updatedAt: Date.UTC(2026, 0, 1) },
		);
	return [make('Ann'), make('Ben')];
}

describe('several that match and are of one age', () => {
	it('the oldest is the one with the lower ID', async () => {
		const [ann, ben] = twins();
		const ran = await upsert(bench, {
			resource: 'contact',
			input: [{ primary_email: 'desk@example.com', title: 'Lead' }],
			options: { ifSeveralMatch: 'oldest' },
		});
		const [lower, higher] = Number(ann.id) < Number(ben.id) ? [ann, ben] : [ben, ann];
		expect(only(ran)).toMatchObject({ id: lower.id, _action: 'updated' });
		expect([lower, higher].map(({ attributes }) => attributes.title)).toEqual([
			'Lead',
			'Assistant',
		]);
	});

	it('that are both refused fail their item once', async () => {
		const [ann, ben] = twins();
		const error = { status: 422, title: 'Invalid', detail: 'Contact phones are not wanted here' };
		bench.sandbox.faults.add({
			kind: 'status',
			status: 422,
			method: 'PATCH',
			times: Infinity,
			body: { errors: [error] },
		});
		const ran = await tolerant(bench, {
			resource: 'contact',
			input: [{ primary_email: 'desk@example.com', primary_phone: '604-555-0100' }],
			options: { ifSeveralMatch: 'all' },
		});
		expect(jsons(ran).map(({ error: message }) => message)).toEqual([
			'Contact phones are not wanted here',
		]);
		expect(lines(bench.writes()).sort()).toEqual(
			[ann, ben].map(({ id }) => `PATCH /contacts/${id}`).sort(),
		);
		expect([ann, ben].flatMap((one) => rowsOf(one, 'contact_phones'))).toEqual([]);
	});
});

describe('a mapping', () => {
	const NEW = { primary_email: 'zoe@example.com', first_name: 'Zoe' };
	const mapped = async (fields: IDataObject): Promise<RunNodeResult> =>
		await upsert(bench, { resource: 'contact', input: [NEW], parameters: { fields } });

	it('that says nothing of columns to match on: those of the resource', async () => {
		const fields = { mappingMode: 'autoMapInputData', value: null };
		expect(actions(await mapped(fields))).toEqual(['created']);
		expect(only(await mapped(fields))).toMatchObject({
			_action: 'unchanged',
			_matched_by: ['primary_email'],
		});
	});

	it('whose item has neither a PSA ID nor anything else to match by: refused', async () => {
		const ran = await upsert(bench, {
			resource: 'contact',
			input: [{ psa_id: '', title: 'Lead' }],
			by: ['psa_id'],
			options: { emptyMatch: 'nextKey' },
		});
		expect(ran.error).toMatchObject({
			message: 'PSA ID is empty, but used for matching',
			description: 'Give it a value, leave the item out, or match on another column.',
		});
		expect(lines(bench.sandbox.journal)).toEqual([]);
	});
});

it('Update Existing again, where a PSA owns the record and the rest is as it should be', async () => {
	const { id, attributes } = bench.organization(1);
	const run = async (): Promise<RunNodeResult> =>
		await bench.run('organization', 'create', {
			name: String(attributes.name),
			ifExists: 'updateExisting',
			additionalFields: { quickNotes: 'Call first', shortName: 'OTHER' },
		});
	await run();
	bench.sandbox.journal.length = 0;
	const again = await run();
	expect(only(again)).toMatchObject({
		id,
		quick_notes: 'Call first',
		short_name: attributes.short_name,
		_psa_owned: ['short_name'],
	});
	expect(hintsOf(again)).toEqual([
		`Organization ${id}: the PSA owns it, so IT Glue did not take Short Name. Change it in the PSA; the sync brings it to IT Glue.`,
	]);
	expect(lines(bench.writes())).toEqual([`PATCH /organizations/${id}`]);
});

it('a record that a PSA filter finds without its organization is taken for one of it', async () => {
	bench.assume({ relationshipsOnShowOnly: true });
	const organization = bench.organization(2);
	const attributes = { 'first-name': 'Ann', 'last-name': 'Example', title: 'Lead' };
	const found = { id: '4242', type: 'contacts', attributes };
	bench.add('contacts', organization, { first_name: 'Ben', last_name: 'Example' });
	const answer = (data: Json[]): void =>
		bench.sandbox.faults.add({
			kind: 'status',
			status: 200,
			method: 'GET',
			path: '/contacts',
			after: 1,
			body: {
				data,
				meta: {
					'current-page': 1,
					'next-page': null,
					'total-pages': 1,
					'total-count': data.length,
				},
			},
		});
	// An ID that does not exist finds nothing; the one that is meant finds this.
	answer([]);
	answer([found]);
	const ran = await upsert(bench, {
		resource: 'contact',
		input: [{ psa_id: '77', psa_integration_type: 'manage', title: 'Lead', first_name: 'Ann' }],
		by: ['psa_id'],
		organization,
	});
	expect(only(ran)).toMatchObject({ id: '4242', _action: 'unchanged', _matched_by: ['psa_id'] });
	expect(bench.writes()).toEqual([]);
});
