/** Records that a PSA owns: IT Glue locks them as a whole, or single attributes; what is open is written, the rest is told. */
import type { IDataObject } from 'n8n-workflow';
import type { Attributes, StoredRecord } from '../../../sandbox';
import { byId, hintsOf, jsons, only, said, sentBy, useSandbox } from './support';
import { actions, addressesOf, bulkItems, person, tolerant, upsert } from './upsertSupport';

const bench = useSandbox();

const psa = { type: 'manage', remoteId: '7001' };
const LOCKED = 'Cannot update a synced resource';

const owned = (first: string, more: Attributes = {}): StoredRecord =>
	Object.assign(person(bench, first, more), { psa: { ...psa, remoteId: `7${first}` } });

const emailOf = (value: string) => ({ value, primary: true, label_name: 'Work' });

const update = async (record: StoredRecord, updateFields: IDataObject) =>
	await bench.run('contact', 'update', { contactId: byId(record), updateFields });

const emails = (value: string): IDataObject => ({ contactEmails: { email: [{ value }] } });

/** Refuses a PATCH by a pointer, as often as said. */
const refuse = (pointer: string | null, times = 1, detail = LOCKED): void => {
	const error = { source: { pointer }, detail, title: 'Unprocessable Entity', status: 422 };
	bench.sandbox.faults.add({
		kind: 'status',
		status: 422,
		method: 'PATCH',
		times,
		body: { errors: [error] },
	});
};

describe('where single attributes are locked', () => {
	beforeEach(() => bench.assume({ syncedRecordRefusedAsAWhole: false }));

	test('Update writes the others', async () => {
		const ann = owned('Ann');
		const ran = await update(ann, { title: 'Manager', ...emails('new@example.com') });
		expect(only(ran)).toMatchObject({ title: 'Manager', _psa_owned: ['contact_emails'] });
		expect(ann.attributes.title).toBe('Manager');
		expect(addressesOf(ann)).toEqual(['ann@example.com']);
		expect(hintsOf(ran)).toEqual([
			`Contact ${ann.id}: the PSA owns it, so IT Glue did not take Emails. Change it in the PSA; the sync brings it to IT Glue.`,
		]);
		expect(bench.writes()).toHaveLength(2);
	});

	test('Update of the locked one alone is an error that names the field', async () => {
		const ran = await update(owned('Ann'), emails('new@example.com'));
		expect(said(ran)).toContain(`${LOCKED} (Emails)`);
		expect(ran.error?.context?.details).toMatchObject({ field: 'contact_emails' });
		expect(bench.writes()).toHaveLength(1);
	});

	test('Create with Update Existing writes the others', async () => {
		const ann = owned('Ann');
		const ran = await bench.run('contact', 'create', {
			organizationId: byId(bench.organization(2)),
			firstName: 'Ann',
			lastName: 'Example',
			ifExists: 'updateExisting',
			contactEmails: { email: [{ value: 'ann@example.com' }, { value: 'new@example.com' }] },
			additionalFields: { title: 'Manager' },
		});
		expect(only(ran)).toMatchObject({
			id: ann.id,
			title: 'Manager',
			_psa_owned: ['contact_emails'],
		});
	});

	test('Create or Update: written, and a second run says the same without failing', async () => {
		const ann = owned('Ann');
		const input = [{ id: ann.id, title: 'Manager', contact_emails: [emailOf('new@example.com')] }];
		const run = async () => await upsert(bench, { resource: 'contact', input, by: ['id'] });
		expect(only(await run())).toMatchObject({ _action: 'updated', _psa_owned: ['contact_emails'] });
		const again = only(await run());
		expect(again).toMatchObject({
			_action: 'unchanged',
			_changes: {},
			_psa_owned: ['contact_emails'],
		});
		expect(ann.attributes.title).toBe('Manager');
	});

	test('attributes that IT Glue names one after the other are left out one after the other', async () => {
		const ann = person(bench, 'Ann');
		refuse('/data/attributes/first-name');
		refuse('data/attributes/contactType');
		const ran = await update(ann, {
			firstName: 'Anna',
			contactTypeId: String(bench.sandbox.store.all('contact_types')[1]?.id),
			title: 'Manager',
		});
		expect(only(ran)).toMatchObject({ _psa_owned: ['first_name', 'contact_type_id'] });
		expect(bench.writes().map(({ status }) => status)).toEqual([422, 422, 200]);
		expect(Object.keys(sentBy(bench.writes()[2]))).toEqual(['title']);
	});

	test('another fault beside the lock is not taken for one', async () => {
		const errors = [
			{ source: { pointer: '/data/attributes/contact-emails.base' }, detail: LOCKED },
			{ source: { pointer: '/data/attributes/title' }, detail: 'is too long' },
		];
		bench.sandbox.faults.add({ kind: 'status', status: 422, method: 'PATCH', body: { errors } });
		refuse('/data/attributes/title', 1, 'is too long');
		const ann = owned('Ann');
		const ran = await update(ann, { title: 'Manager', ...emails('new@example.com') });
		expect(said(ran)).toContain('Title is too long');
		expect(ann.attributes.title).toBe('Assistant');
	});

	test('organizations: alone and among many in one request', async () => {
		const organizations = [1, 2, 3, 4].map((at) => bench.organization(at));
		const ran = await tolerant(bench, {
			resource: 'organization',
			by: ['id'],
			input: organizations.map(({ id }) => ({ id, alert: 'After', short_name: 'OTHER' })),
		});
		expect(actions(ran)).toEqual(['updated', 'updated', 'updated', 'updated']);
		expect(jsons(ran).map(({ _psa_owned }) => _psa_owned)).toEqual([
			['short_name'],
			undefined,
			['short_name'],
			undefined,
		]);
	});

	test('Archive sets the alert, and reports the status', async () => {
		const ran = await bench.run('organization', 'archive', {
			organizationId: byId(bench.organization(3)),
			archiveNote: 'ARCHIVED',
		});
		expect(only(ran)).toMatchObject({ alert: 'ARCHIVED', _psa_owned: ['organization_status_id'] });
	});
});

describe('where the record as a whole is locked', () => {
	test('Create with Update Existing gives it as it is, and says what the PSA keeps', async () => {
		const ann = owned('Ann');
		const ran = await bench.run('contact', 'create', {
			organizationId: byId(bench.organization(2)),
			firstName: 'Ann',
			lastName: 'Example',
			ifExists: 'updateExisting',
			additionalFields: { title: 'Manager', ...emails('ann@example.com') },
		});
		expect(only(ran)).toMatchObject({ id: ann.id, title: 'Assistant', _psa_owned: ['title'] });
		expect(hintsOf(ran)).toContain(
			`Contact ${ann.id}: the PSA owns it, so IT Glue did not take Title. Change it in the PSA; the sync brings it to IT Glue.`,
		);
		expect(ann.attributes.title).toBe('Assistant');
		expect(bench.writes().map(({ status }) => status)).toEqual([422]);
	});

	test('what one source calls open is tried, and what it refuses is the error of the first attempt', async () => {
		const ann = owned('Ann');
		const ran = await update(ann, { title: 'Manager', important: true });
		expect(said(ran)).toMatch(/^Contact is synced with a PSA .*title, important/);
		expect(bench.writes().map((entry) => Object.keys(sentBy(entry)))).toEqual([
			['title', 'important'],
			['important'],
		]);
		refuse(null, 1);
		const free = await update(person(bench, 'Ben'), { title: 'Manager', important: true });
		expect(only(free)).toMatchObject({ important: true, _psa_owned: ['title'] });
	});

	test('Add Quick Note that is locked names the field', async () => {
		refuse('/data/attributes/quick-notes');
		const ran = await bench.run('organization', 'addQuickNote', {
			organizationId: byId(bench.organization(3)),
			note: 'Seen',
		});
		expect(said(ran)).toContain(`${LOCKED} (Quick Notes)`);
	});

	test('records that no PSA owns are changed together, apart from those that one owns', async () => {
		const all = Array.from({ length: 6 }, (_unused, at) => bench.organization(at + 1));
		await tolerant(bench, {
			resource: 'organization',
			by: ['id'],
			input: all.map(({ id }) => ({ id, alert: 'After', short_name: 'OTHER' })),
		});
		const sizes = bench.writes().map((entry) => [entry.status, bulkItems(entry).length]);
		// Three at once; three together that are refused, then each: all of it, then what is open.
		expect(sizes.sort()).toEqual(
			[
				[200, 3],
				[422, 3],
				...[1, 2, 3].flatMap(() => [
					[422, 1],
					[200, 1],
				]),
			].sort(),
		);
	});
});

describe('a dry run', () => {
	const dry = async (resource: string, input: IDataObject[]) =>
		await upsert(bench, { resource, input, by: ['id'], parameters: { dryRun: true } });

	test('says what may be left to the PSA', async () => {
		const { id } = bench.organization(1);
		const ran = await dry('organization', [{ id, alert: 'After', short_name: 'OTHER' }]);
		expect(only(ran)).toMatchObject({ _action: 'would_update', _psa_owned: ['short_name'] });
		expect(hintsOf(ran)).toContain(
			`Organization ${id}: a PSA syncs it, so IT Glue may refuse Short Name. Refused fields do not change.`,
		);
		expect(bench.writes()).toEqual([]);
	});

	test.each<[string, () => StoredRecord]>([
		['belongs to no PSA', () => person(bench, 'Ann')],
		[
			'whose PSA record is gone',
			() => Object.assign(owned('Ann'), { psa: { ...psa, orphaned: true } }),
		],
	])('says nothing of a record that %s', async (_what, make) => {
		const ran = await dry('contact', [{ id: make().id, title: 'Manager' }]);
		expect(only(ran)).toMatchObject({ _action: 'would_update' });
		expect(only(ran)).not.toHaveProperty('_psa_owned');
	});

	test('nor where nothing differs that IT Glue could refuse', async () => {
		const { id, attributes } = bench.organization(1);
		const ran = await dry('organization', [
			{ id, alert: 'After', short_name: attributes.short_name } as IDataObject,
		]);
		expect(only(ran)).not.toHaveProperty('_psa_owned');
	});
});

test('whether a PSA owns a record is offered in the output', async () => {
	owned('Ann');
	const ran = await bench.run('contact', 'getAll', {
		organizationId: byId(bench.organization(2)),
		returnAll: true,
		options: { fields: ['psa_integration', 'sync_active'] },
	});
	expect(jsons(ran)).toContainEqual(
		expect.objectContaining({ psa_integration: 'enabled', sync_active: true }),
	);
	const types = await bench.run('organizationType', 'getAll', { options: { fields: ['synced'] } });
	expect(jsons(types)[0]).toEqual({
		id: expect.any(String) as string,
		type: 'organization-types',
		synced: false,
	});
});
