/** Organizations: quick notes, archive and delete; and records that a PSA owns, of every resource. */
import type { IDataObject } from 'n8n-workflow';
import type { StoredRecord } from '../../../sandbox';
import {
	byExpression,
	byId,
	hintsOf,
	jsons,
	lines,
	only,
	said,
	sentBy,
	useSandbox,
} from './support';

const bench = useSandbox();

/** Not of the PSA, and with quick notes of more than 250 characters. */
const own = (): StoredRecord => bench.organization(2);
const ofPsa = (): StoredRecord => bench.organization(3);

const notesOf = (record: StoredRecord): unknown => bench.stored(record).attributes.quick_notes;
const statusOf = (record: StoredRecord): unknown => {
	const id = bench.stored(record).attributes.organization_status_id;
	return bench.stored(String(id), 'organization_statuses').attributes.name;
};

async function addNote(record: StoredRecord, note: unknown) {
	return await bench.run(
		'organization',
		'addQuickNote',
		{ organizationId: byId(record), note: '={{ $json.note }}' },
		{ input: [{ note: note as string }] },
	);
}

describe('Add Quick Note', () => {
	it('keeps notes that lists show cut', async () => {
		const before = String(notesOf(own()));
		expect(before.length).toBeGreaterThan(250);
		const result = await addNote(own(), 'Handed over.');
		expect(said(result)).toBe('(success)');
		expect(notesOf(own())).toBe(`${before}\n<p>Handed over.</p>`);
		expect(only(result)).toMatchObject({ id: own().id, quick_notes: notesOf(own()) });
		expect(sentBy(bench.writes()[0])).toEqual({ 'quick-notes': notesOf(own()) });
		expect(result.hints).toEqual([]);
	});

	it('takes turns where several items add to the same organization', async () => {
		bench.sandbox.faults.add({ kind: 'slow', method: 'PATCH', delayMs: 150 });
		const before = String(notesOf(own()));
		const notes = [1, 2, 3, 4, 5].map((at) => `Note ${at}`);
		const result = await bench.run(
			'organization',
			'addQuickNote',
			{ organizationId: byId(own()), note: '={{ $json.note }}' },
			{ input: notes.map((note) => ({ note })) },
		);
		expect(said(result)).toBe('(success)');
		expect(notesOf(own())).toBe([before, ...notes.map((note) => `<p>${note}</p>`)].join('\n'));
		expect(result.output).toHaveLength(5);
	});

	const NOTES: Array<[string, unknown, unknown, string]> = [
		[
			'text is escaped',
			null,
			'Tom & Jerry: 1 < 2 > 0, "quoted"',
			'<p>Tom &amp; Jerry: 1 &lt; 2 &gt; 0, &quot;quoted&quot;</p>',
		],
		[
			'lines and paragraphs of text stay apart',
			null,
			'One\nTwo\r\n\r\nThree',
			'<p>One<br>Two</p><p>Three</p>',
		],
		['HTML is taken as it is', null, '<p>Call <b>Ann</b></p>', '<p>Call <b>Ann</b></p>'],
		[
			'a placeholder in angle brackets does not make it HTML',
			null,
			'Log in as <user name>',
			'<p>Log in as &lt;user name&gt;</p>',
		],
		[
			'text that was there becomes HTML too',
			'Old & plain\nsecond line',
			'New',
			'<p>Old &amp; plain<br>second line</p>\n<p>New</p>',
		],
		['HTML that was there stays', '<ul><li>x</li></ul>', 'New', '<ul><li>x</li></ul>\n<p>New</p>'],
		['a number is text', null, 42, '<p>42</p>'],
		[
			'emoji, right-to-left text and quotes',
			'<p>א</p>',
			'שלום ☕ “x”',
			'<p>א</p>\n<p>שלום ☕ “x”</p>',
		],
	];
	it.each(NOTES)('%s', async (_name, before, note, after) => {
		bench.sandbox.store.update(own(), { quick_notes: before as string });
		const result = await addNote(own(), note);
		expect(said(result)).toBe('(success)');
		expect(String(notesOf(own())).replace(/"quoted"/, '&quot;quoted&quot;')).toBe(after);
		expect(result.hints).toEqual([]);
	});

	it.each([
		['nothing', ''],
		['blanks', '  '],
		['null', null],
		['an object', { a: 1 }],
	])('refuses %s', async (_name, note) => {
		const result = await addNote(own(), note);
		expect(said(result)).toMatch(/"Note"/);
		expect(bench.writes()).toEqual([]);
	});

	it('works on an organization that the PSA owns', async () => {
		await addNote(ofPsa(), 'Seen');
		expect(notesOf(ofPsa())).toBe('<p>Seen</p>');
	});
});

describe('Archive', () => {
	it('sets the alert and the status Archived', async () => {
		const result = await bench.run('organization', 'archive', {
			organizationId: byId(own()),
			archiveNote: 'ARCHIVED: 2026-01-31 - Contract ended',
		});
		expect(only(result)).toMatchObject({
			organization_status_name: 'Archived',
			alert: 'ARCHIVED: 2026-01-31 - Contract ended',
		});
		expect(statusOf(own())).toBe('Archived');
		expect(notesOf(own())).not.toBeNull();
	});

	it.each([
		['a name in other case', (): string => 'inACTIVE'],
		['an id', (): string => bench.sandbox.store.all('organization_statuses')[1]?.id ?? ''],
	])('takes %s as status', async (_name, status) => {
		const result = await bench.run('organization', 'archive', {
			organizationId: byId(own()),
			archiveStatus: `={{ "${status()}" }}`,
		});
		expect(only(result)).toMatchObject({ organization_status_name: 'Inactive' });
		expect(lines(bench.writes())).toEqual([`PATCH /organizations/${own().id}`]);
	});

	it('lists the statuses when there is none of that name, and writes nothing', async () => {
		const status = bench.sandbox.store
			.all('organization_statuses')
			.find(({ attributes }) => attributes.name === 'Archived');
		bench.sandbox.store.remove('organization_statuses', status?.id ?? '');
		const result = await bench.run('organization', 'archive', {
			organizationId: byId(own()),
			archiveNote: 'x',
		});
		expect(said(result)).toMatch(/There is no Organization Status "Archived".*Active, Inactive/);
		expect(bench.writes()).toEqual([]);
	});

	it('of one that the PSA owns sets the alert, and reports what the PSA keeps', async () => {
		const parameters = { organizationId: byId(ofPsa()), archiveNote: 'ARCHIVED' };
		const result = await bench.run('organization', 'archive', parameters);
		expect(bench.stored(ofPsa()).attributes.alert).toBe('ARCHIVED');
		expect(statusOf(ofPsa())).toBe('Active');
		expect(only(result)).toMatchObject({
			id: ofPsa().id,
			alert: 'ARCHIVED',
			_psa_owned: ['organization_status_id'],
		});
		expect(hintsOf(result)).toEqual([
			`Organization ${ofPsa().id}: the PSA owns it, so IT Glue did not take Organization Status. Change it in the PSA; the sync brings it to IT Glue.`,
		]);
	});

	it('of one that the PSA owns is refused where there is nothing else to set', async () => {
		const result = await bench.run('organization', 'archive', {
			organizationId: byId(ofPsa()),
		});
		expect(result.error?.message).toMatch(/PSA/);
		expect(result.error?.description).toMatch(
			/The PSA owns this organization\. Only these fields can be changed in IT Glue: Alert, Description, Quick Notes\./,
		);
		expect(statusOf(ofPsa())).toBe('Active');
	});

	it('does not offer "If It Already Exists" as a way on: Archive has no such option', async () => {
		const result = await bench.run('organization', 'archive', {
			organizationId: byId(ofPsa()),
			archiveNote: 'ARCHIVED',
		});
		expect(said(result)).not.toContain('If It Already Exists');
	});
});

describe('Unarchive', () => {
	const statusId = (name: string): number =>
		Number(
			bench.sandbox.store
				.all('organization_statuses')
				.find(({ attributes }) => attributes.name === name)?.id,
		);
	const archived = (alert: string): StoredRecord => {
		bench.sandbox.store.update(own(), { alert, organization_status_id: statusId('Archived') });
		return own();
	};
	const unarchive = async () =>
		await bench.run('organization', 'unarchive', { organizationId: byId(own()) });

	it('sets the status Active and clears the alert', async () => {
		archived('ARCHIVED');
		expect(only(await unarchive())).toMatchObject({
			organization_status_name: 'Active',
			alert: null,
		});
	});

	it.each([
		['as a person wrote it', ' archived: 2026-01-31, see Ann Example', null],
		['not when it only mentions the word', 'Not ARCHIVED: call first', 'Not ARCHIVED: call first'],
	])('clears an alert of archiving, %s', async (_name, alert, after) => {
		bench.sandbox.store.update(own(), { alert });
		expect(only(await unarchive())).toMatchObject({
			organization_status_name: 'Active',
			alert: after,
		});
	});

	it('sets another alert when given one', async () => {
		const result = await bench.run('organization', 'unarchive', {
			organizationId: byId(own()),
			archiveNote: 'Welcome back',
			archiveStatus: 'Inactive',
		});
		expect(only(result)).toMatchObject({
			organization_status_name: 'Inactive',
			alert: 'Welcome back',
		});
	});

	it.each(['Call the owner first', 'Was archived once', 'UNARCHIVED 2026'])(
		'leaves the alert "%s" alone: it is not from archiving',
		async (alert) => {
			archived(alert);
			expect(only(await unarchive())).toMatchObject({ organization_status_name: 'Active', alert });
			expect(bench.writes().map(sentBy)).toEqual([
				{ 'organization-status-id': statusId('Active') },
			]);
		},
	);

	it('clears the alert of archiving once the status is set', async () => {
		archived('ARCHIVED: 2026-01-31 - Contract ended');
		expect(only(await unarchive())).toMatchObject({ alert: null });
		expect(bench.writes().map((entry) => Object.keys(sentBy(entry)))).toEqual([
			['organization-status-id'],
			['alert'],
		]);
	});

	it('leaves it where the status was refused', async () => {
		archived('ARCHIVED: 2026-01-31');
		bench.sandbox.faults.add({ kind: 'status', status: 422, method: 'PATCH' });
		expect((await unarchive()).status).toBe('error');
		expect(bench.stored(own()).attributes.alert).toBe('ARCHIVED: 2026-01-31');
		expect(bench.writes()).toHaveLength(1);
	});
});

describe('Delete', () => {
	const count = (collection: string, { id }: StoredRecord): number =>
		bench.sandbox.store.related(collection, 'organization_id', id).length;

	it('takes everything along once the exact name was typed', async () => {
		const organization = own();
		const result = await bench.run('organization', 'delete', {
			organizationId: byId(organization),
			confirmName: organization.attributes.name as string,
		});
		expect(jsons(result)).toEqual([{ deleted: true, id: organization.id }]);
		expect(bench.sandbox.store.find('organizations', organization.id)).toBeUndefined();
		expect(
			['contacts', 'passwords', 'configurations', 'documents'].map((name) =>
				count(name, organization),
			),
		).toEqual([0, 0, 0, 0]);
		expect(bench.writes()).toMatchObject([
			{
				method: 'DELETE',
				path: '/organizations',
				query: {},
				body: { data: [{ attributes: { id: Number(organization.id) } }] },
			},
		]);
	});

	it.each([
		['another name', () => 'Somebody Else'],
		['nothing', () => '={{ "" }}'],
		['the name in other case', () => String(own().attributes.name).toUpperCase()],
		['part of the name', () => String(own().attributes.name).slice(0, -1)],
		['the id', () => own().id],
	])('refuses when %s was typed', async (_name, typed) => {
		const result = await bench.run('organization', 'delete', {
			organizationId: byId(own()),
			confirmName: typed(),
		});
		expect(said(result)).toMatch(
			/"Confirm Name" does not match.*Nothing was deleted.*Baker, Lyons & Co/,
		);
		expect(bench.writes()).toEqual([]);
	});

	it('checks all names before it deletes the first', async () => {
		const names = [own(), bench.organization(4)].map(({ id, attributes }, at) => ({
			id,
			name: at === 0 ? String(attributes.name) : 'wrong',
		}));
		const result = await bench.run(
			'organization',
			'delete',
			{ organizationId: byExpression('={{ $json.id }}'), confirmName: '={{ $json.name }}' },
			{ input: names },
		);
		expect(result.error?.context?.itemIndex).toBe(1);
		expect(bench.writes()).toEqual([]);
	});

	it('of one that the PSA owns says so, and what to do first', async () => {
		const result = await bench.run('organization', 'delete', {
			organizationId: byId(ofPsa()),
			confirmName: ofPsa().attributes.name as string,
		});
		expect(result.error?.message).toMatch(/synced with a PSA/);
		expect(result.error?.description).toMatch(/sync/i);
		expect(result.error?.description).not.toMatch(/Correct the value/);
		expect(bench.stored(ofPsa()).id).toBe(ofPsa().id);
	});
});

describe('a record that the PSA owns', () => {
	const synced = (collection: string): StoredRecord => {
		const found = bench.sandbox.store.all(collection).find(({ psa }) => psa !== undefined);
		if (!found) throw new Error(`No ${collection} of the PSA in the data`);
		return found;
	};
	const CASES: Array<[string, string, string, IDataObject, RegExp]> = [
		[
			'organization',
			'organizationId',
			'organizations',
			{ name: 'Renamed' },
			/The PSA owns this organization\. Only these fields can be changed in IT Glue: Alert, Description, Quick Notes\. Change the others in the PSA\./,
		],
		[
			'contact',
			'contactId',
			'contacts',
			{ title: 'CEO' },
			/The PSA owns this contact\. Change it in the PSA/,
		],
		[
			'location',
			'locationId',
			'locations',
			{ city: 'Elsewhere' },
			/The PSA owns this location\. Change it in the PSA/,
		],
		[
			'configuration',
			'configurationId',
			'configurations',
			{ hostname: 'renamed' },
			/The PSA owns this configuration\. Only these fields can be changed in IT Glue: (?=.*Serial Number)(?=.*Asset Tag)(?=.*Notes)(?=.*Purchased At)(?=.*Warranty Expires At)(?=.*Device Expiration Date)(?=.*End of Life Date)(?=.*Restricted)(?=.*Archived)(?!.*Hostname)/,
		],
	];
	it.each(CASES)(
		'%s: Update says who owns it and what stays writable',
		async (resource, parameter, collection, updateFields, words) => {
			const record = synced(collection);
			const before = structuredClone(record.attributes);
			const result = await bench.run(resource, 'update', {
				[parameter]: byId(record),
				updateFields,
			});
			expect(result.error?.message).toMatch(/PSA/);
			expect(result.error?.description).toMatch(words);
			expect(bench.stored(record).attributes).toEqual(before);
		},
	);

	it.each<[string, string, string, IDataObject]>([
		[
			'organization',
			'organizationId',
			'organizations',
			{ description: 'New', quickNotes: '<p>New</p>', alert: 'New' },
		],
		[
			'configuration',
			'configurationId',
			'configurations',
			{
				serialNumber: 'S-1',
				assetTag: 'A-1',
				notes: '<p>New</p>',
				warrantyExpiresAt: '2027-01-31',
				restricted: true,
				archived: true,
			},
		],
	])(
		'%s: what stays writable is written',
		async (resource, parameter, collection, updateFields) => {
			const result = await bench.run(resource, 'update', {
				[parameter]: byId(synced(collection)),
				updateFields,
			});
			expect(said(result)).toBe('(success)');
			expect(result.hints).toEqual([]);
		},
	);

	it('configuration: Archive works', async () => {
		const record = synced('configurations');
		const result = await bench.run('configuration', 'archive', { configurationId: byId(record) });
		expect(only(result)).toMatchObject({ archived: true });
	});
});
