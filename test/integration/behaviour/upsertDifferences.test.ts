/** Create or Update: what differs and what does not, where lists cut texts and IT Glue spells values its own way. */
import type { IDataObject } from 'n8n-workflow';
import { hintsOf, only, sentBy, useSandbox } from './support';
import { actions, device, upsert } from './upsertSupport';

const bench = useSandbox({ journalSecrets: true });

const devices = async (input: IDataObject[], more: Partial<Parameters<typeof upsert>[1]> = {}) =>
	await upsert(bench, { resource: 'configuration', input, ...more });

describe('quick notes', () => {
	const LONG = `<p>${'Reception closes at noon. '.repeat(20)}</p>`;

	test('longer than a list shows are compared with the record itself', async () => {
		const record = bench.organization(2);
		bench.sandbox.store.update(record, { quick_notes: LONG });
		const input = (quickNotes: string) => [{ id: record.id, quick_notes: quickNotes }];
		const organizations = async (quickNotes: string) =>
			await upsert(bench, { resource: 'organization', by: ['id'], input: input(quickNotes) });
		expect(actions(await organizations(LONG))).toEqual(['unchanged']);
		expect(actions(await organizations(LONG.slice(0, 250)))).toEqual(['unchanged']);
		expect(bench.writes()).toEqual([]);
		const changed = await organizations(`${LONG}<p>More</p>`);
		expect(only(changed)._changes).toEqual({
			quick_notes: { from: LONG, to: `${LONG}<p>More</p>` },
		});
		const short = await organizations('<p>Short</p>');
		expect(actions(short)).toEqual(['updated']);
		expect(record.attributes.quick_notes).toBe('<p>Short</p>');
	});
});

test('a value that IT Glue shows in other words is no difference', async () => {
	device(bench, 'One', {
		serial_number: 'SN-1',
		warranty_expires_at: '2026-12-31',
		notes: '<p>By the <i>door</i></p>',
	});
	const ran = await devices([
		{
			serial_number: 'SN-1',
			warranty_expires_at: '2026-12-31T00:00:00.000Z',
			notes: 'By the <i>door</i>\n',
			archived: 'no',
		},
	]);
	expect(actions(ran)).toEqual(['unchanged']);
	expect(hintsOf(ran)).toHaveLength(1);
});

describe('a text that lists cut', () => {
	it('is read from the record itself, also beside values that are not cut', async () => {
		const client = bench.organization(2);
		const notes = 'Ring the bell. '.repeat(30).trim();
		bench.sandbox.store.update(client, { quick_notes: notes });
		const ran = await upsert(bench, {
			resource: 'organization',
			organization: null,
			by: ['id'],
			input: [{ id: client.id, short_name: 'ONE', quick_notes: notes }],
		});
		expect(actions(ran)).toEqual(['updated']);
		expect(bench.writes().map(sentBy)).toEqual([{ 'short-name': 'ONE' }]);
	});
});

describe('columns that are matched on', () => {
	it('are not rewritten, however they are spelled', async () => {
		const client = bench.organization(2);
		const name = String(client.attributes.name);
		const ran = await upsert(bench, {
			resource: 'organization',
			organization: null,
			by: ['name'],
			input: [{ name: name.toUpperCase(), short_name: 'ONE' }],
		});
		expect(actions(ran)).toEqual(['updated']);
		expect(bench.stored(client).attributes).toMatchObject({ name, short_name: 'ONE' });
		const sent = bench.writes().map(sentBy);
		expect(sent).toEqual([{ 'short-name': 'ONE' }]);
	});
});
