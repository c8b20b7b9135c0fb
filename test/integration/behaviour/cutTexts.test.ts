/** Quick notes, which lists show cut: what is made of them never takes the place of the whole. */
import type { IDataObject } from 'n8n-workflow';
import type { StoredRecord } from '../../../sandbox';
import { automatic } from '../../helpers/parameters';
import { byId, hintsOf, lines, only, said, useSandbox } from './support';

const bench = useSandbox();

const WHOLE = `<p>Call the owner first.</p>${'<p>Reception closes at noon on Fridays.</p>'.repeat(12)}`;
const NOTES = WHOLE.slice(0, 250);

function client(notes = WHOLE): StoredRecord {
	return bench.sandbox.store.insert('organizations', { name: 'Cut Notes', quick_notes: notes });
}

const notesOf = (record: StoredRecord): unknown => bench.stored(record).attributes.quick_notes;

const WAYS: Array<[string, (record: StoredRecord, notes: string) => ReturnType<typeof bench.run>]> =
	[
		[
			'Create or Update',
			async (record, notes) =>
				await bench.run(
					'organization',
					'upsert',
					{
						fields: automatic('id'),
					},
					{ input: [{ id: record.id, quick_notes: notes }] },
				),
		],
		[
			'Update',
			async (record, notes) =>
				await bench.run('organization', 'update', {
					organizationId: byId(record),
					updateFields: { quickNotes: notes },
				}),
		],
		[
			'Create with Update Existing',
			async (_record, notes) =>
				await bench.run('organization', 'create', {
					name: 'Cut Notes',
					ifExists: 'updateExisting',
					additionalFields: { quickNotes: notes },
				}),
		],
	];

describe.each(WAYS)('%s', (_way, write) => {
	it.each<[string, string]>([
		['added to', `${NOTES} <p>New.</p>`],
		['put before', `<p>New.</p>${NOTES}`],
		['edited', NOTES.replace('Call', 'Ring')],
	])('refuses what a list shows, %s', async (_title, notes) => {
		const record = client();
		const result = await write(record, notes);
		expect(said(result)).toContain(
			`"Quick Notes" would lose ${WHOLE.length - 250} characters | Organization ${record.id} has ${WHOLE.length}`,
		);
		expect(notesOf(record)).toBe(WHOLE);
		expect(bench.writes()).toEqual([]);
	});

	it('leaves alone what a list shows', async () => {
		const record = client();
		expect(said(await write(record, NOTES))).toBe('(success)');
		expect(notesOf(record)).toBe(WHOLE);
		expect(bench.writes()).toEqual([]);
	});

	it.each<[string, string]>([
		['the whole text, edited', WHOLE.replace('Call', 'Ring')],
		['the whole text and more', `${WHOLE}<p>New.</p>`],
		['another text', `<p>${'New. '.repeat(70).trim()}</p>`],
		['a short text', '<p>New.</p>'],
	])('writes %s', async (_title, notes) => {
		const record = client();
		expect(said(await write(record, notes))).toBe('(success)');
		expect(notesOf(record)).toBe(notes);
	});
});

it('Update of a short text reads nothing first', async () => {
	const record = client();
	bench.sandbox.journal.length = 0;
	await bench.run('organization', 'update', {
		organizationId: byId(record),
		updateFields: { quickNotes: '<p>New.</p>' },
	});
	expect(lines(bench.writes())).toEqual([`PATCH /organizations/${record.id}`]);
});

describe('Get Many', () => {
	const read = async (record: StoredRecord, options: IDataObject = {}) =>
		await bench.run('organization', 'getAll', {
			returnAll: true,
			filters: { ids: record.id },
			options,
		});

	it('says that they may be cut', async () => {
		const result = await read(client());
		expect(hintsOf(result)).toEqual([
			'Quick Notes of 1 organization may be cut: lists show the first 250 characters. Use Get to read the whole text.',
		]);
		expect(only(result).quick_notes).toBe(NOTES);
	});

	it('says nothing where none are, or where they are not returned', async () => {
		expect(hintsOf(await read(client('<p>Short.</p>')))).toEqual([]);
		expect(hintsOf(await read(client(), { fields: ['name'] }))).toEqual([]);
	});

	it('Get shows them whole', async () => {
		const record = client();
		const result = await bench.run('organization', 'get', { organizationId: byId(record) });
		expect(only(result).quick_notes).toBe(WHOLE);
	});
});
