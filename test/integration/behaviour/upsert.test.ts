/** Create or Update: what it finds, compares, writes and says. */
import type { IDataObject } from 'n8n-workflow';
import type { Json, StoredRecord } from '../../../sandbox';
import { automatic } from '../../helpers/parameters';
import { byId, hintsOf, jsons, lines, only, said, useSandbox } from './support';
import { email, person } from './upsertSupport';

const bench = useSandbox();

async function upsert(
	resource: string,
	input: IDataObject[],
	matching: string[],
	more: IDataObject = {},
	organization: StoredRecord | undefined = bench.organization(2),
) {
	return await bench.run(
		resource,
		'upsert',
		{
			...(organization && { organizationId: byId(organization) }),
			fields: automatic(...matching),
			...more,
		},
		{ input, onError: 'continueRegularOutput' },
	);
}

describe('contacts by email', () => {
	test('creates, updates, leaves alone, and says which', async () => {
		const ann = person(bench, 'Ann');
		const ben = person(bench, 'Ben');
		const ran = await upsert(
			'contact',
			[
				{ primary_email: 'ANN@example.com', title: 'Manager' },
				{ primary_email: 'ben@example.com', title: 'Assistant', first_name: 'Ben' },
				{ primary_email: 'zoe@example.com', first_name: 'Zoe', title: 'Trainee' },
			],
			['primary_email'],
		);
		const output = jsons(ran);
		expect(output.map(({ _action }) => _action)).toEqual(['updated', 'unchanged', 'created']);
		expect(output.map(({ id }) => id).slice(0, 2)).toEqual([ann.id, ben.id]);
		expect(output[0]?._changes).toEqual({ title: { from: 'Assistant', to: 'Manager' } });
		expect(output.map(({ _matched_by }) => _matched_by)).toEqual([
			['primary_email'],
			['primary_email'],
			null,
		]);
		expect(output[2]).toMatchObject({ primary_email: 'zoe@example.com', title: 'Trainee' });
		expect(ran.output.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(bench.stored(ann).attributes.title).toBe('Manager');
		expect(hintsOf(ran)[0]).toMatch(
			/^Contacts: 1 created, 1 updated, 1 unchanged, 0 failed\. \d+ requests sent/,
		);
		expect(lines(bench.writes()).sort()).toEqual([`PATCH /contacts/${ann.id}`, 'POST /contacts']);
	});

	test('a second run writes nothing', async () => {
		const input = [{ primary_email: 'zoe@example.com', first_name: 'Zoe', title: 'Trainee' }];
		await upsert('contact', input, ['primary_email']);
		bench.sandbox.journal.length = 0;
		const again = await upsert('contact', input, ['primary_email']);
		expect(only(again)._action).toBe('unchanged');
		expect(bench.writes()).toEqual([]);
	});

	test('a dry run sends nothing but GET and says what would be done', async () => {
		const ann = person(bench, 'Ann');
		const ran = await upsert(
			'contact',
			[
				{ primary_email: 'ann@example.com', title: 'Manager' },
				{ primary_email: 'zoe@example.com', first_name: 'Zoe' },
			],
			['primary_email'],
			{ dryRun: true },
		);
		expect(jsons(ran).map(({ _action, id }) => [_action, id])).toEqual([
			['would_update', ann.id],
			['would_create', null],
		]);
		expect(bench.writes()).toEqual([]);
		expect(hintsOf(ran)[0]).toMatch(/1 would be created, 1 would be updated.*nothing was written/);
	});

	test('several with the address are refused with their ids', async () => {
		const ann = person(bench, 'Ann');
		const other = person(bench, 'Anna', { contact_emails: [email('ann@example.com')] as Json });
		const ran = await upsert(
			'contact',
			[{ primary_email: 'ann@example.com', title: 'Manager' }],
			['primary_email'],
		);
		const said = JSON.stringify(jsons(ran)[0]);
		expect(said).toContain(ann.id);
		expect(said).toContain(other.id);
		expect(bench.writes()).toEqual([]);
	});
});

void said;
