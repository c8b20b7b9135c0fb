/** Which of several records with one key is meant: the same in every operation. */
import type { IDataObject } from 'n8n-workflow';
import type { Json, StoredRecord } from '../../../sandbox';
import { automatic } from '../../helpers/parameters';
import { byId, byName, hintsOf, jsons, only, said, useSandbox } from './support';
import { actions, email, person, tolerant, upsert } from './upsertSupport';

const bench = useSandbox();
const home = (): StoredRecord => bench.organization(2);

describe('an address that one contact has as primary and another one beside it', () => {
	const desk = (primary: boolean): IDataObject => email('desk@example.com', { primary });
	let ann: StoredRecord;
	let ben: StoredRecord;

	beforeEach(() => {
		ann = person(bench, 'Ann', { contact_emails: [email('ann@example.com'), desk(false)] as Json });
		ben = person(bench, 'Ben', { contact_emails: [desk(true)] as Json });
	});

	const create = (emails: IDataObject[], more: IDataObject = {}) =>
		bench.run('contact', 'create', {
			organizationId: byId(home()),
			firstName: 'Ben',
			lastName: 'Example',
			contactEmails: { email: emails },
			ifExists: 'updateExisting',
			...more,
		});

	it('Create means the one whose primary address it is', async () => {
		expect(only(await create([{ value: 'Desk@example.com' }])).id).toBe(ben.id);
	});

	it('Create asks the primary one of several given addresses first', async () => {
		const given = [{ value: 'desk@example.com' }, { value: 'ann@example.com', primary: true }];
		expect(only(await create(given, { firstName: 'Ann' })).id).toBe(ann.id);
	});

	it('Create or Update means it', async () => {
		const input = [{ primary_email: 'desk@example.com', title: 'Manager' }];
		expect(only(await upsert(bench, { resource: 'contact', input })).id).toBe(ben.id);
	});

	it('Reconcile means it', async () => {
		const ran = await bench.run(
			'contact',
			'reconcile',
			{ organizationId: byId(home()), fields: automatic() },
			{ input: [{ primary_email: 'desk@example.com', name: 'Ben Example' }] },
		);
		expect(jsons(ran)[0]).toMatchObject({ status: 'unsynced', id: ben.id });
	});

	it('a list without a mark has its first entry as the primary one', async () => {
		ben.attributes.contact_emails = [
			desk(false),
			email('b@example.com', { primary: false }),
		] as Json;
		const input = [{ primary_email: 'desk@example.com', title: 'Manager' }];
		expect(only(await upsert(bench, { resource: 'contact', input })).id).toBe(ben.id);
		expect(only(await create([{ value: 'desk@example.com' }])).id).toBe(ben.id);
	});
});

describe('an archived record and an active one with the same key', () => {
	let archived: StoredRecord;
	let active: StoredRecord;
	let type: string;

	beforeEach(() => {
		type = bench.sandbox.store.all('configuration_types')[0]?.id ?? '';
		const device = (more: IDataObject): StoredRecord =>
			bench.add('configurations', home(), {
				name: 'Front Desk PC',
				configuration_type_id: Number(type),
				serial_number: 'SN-7001',
				...(more as { archived: boolean }),
			});
		archived = device({ archived: true });
		active = device({ archived: false });
	});

	const aside = (ran: Parameters<typeof hintsOf>[0]): string[] =>
		hintsOf(ran).filter((hint) => hint.includes('because it is active'));

	it('an item that archives does not take the next active one in the next run', async () => {
		archived.attributes.archived = false;
		const input = [{ serial_number: 'SN-7001', archived: true }];
		const options = { ifSeveralMatch: 'oldest' };
		const first = await upsert(bench, { resource: 'configuration', input, options });
		expect(only(first)).toMatchObject({ id: archived.id, _action: 'updated' });
		for (let night = 0; night < 2; night += 1) {
			const again = await upsert(bench, { resource: 'configuration', input, options });
			expect(only(again)).toMatchObject({ id: archived.id, _action: 'unchanged' });
		}
		expect(bench.stored(active).attributes.archived).toBe(false);
	});

	it.each(['fail', 'oldest', 'all'])(
		'Create or Update, If Several Match: %s, writes to the active one and says so',
		async (ifSeveralMatch) => {
			const input = [{ serial_number: 'SN-7001', notes: 'Moved' }];
			const ran = await upsert(bench, {
				resource: 'configuration',
				input,
				options: { ifSeveralMatch },
			});
			expect(only(ran)).toMatchObject({ id: active.id, _action: 'updated' });
			expect(aside(ran)).toEqual([
				`Configuration "Front Desk PC" (${active.id}) is used, because it is active. Archived records with the same key do not change: ${archived.id}.`,
			]);
			expect(archived.attributes.notes).toBeUndefined();
		},
	);

	it('several active ones are still refused, and only those are listed', async () => {
		const third = bench.add('configurations', home(), { ...active.attributes });
		const ran = await tolerant(bench, {
			resource: 'configuration',
			input: [{ serial_number: 'SN-7001', notes: 'Moved' }],
		});
		expect(actions(ran)[0]).toBe('error: 2 configurations match by Serial Number');
		const { message } = only(ran);
		expect(message).toContain(third.id);
		expect(message).not.toContain(archived.id);
	});

	it('an archived one alone is written to and stays archived', async () => {
		bench.sandbox.store.remove('configurations', active.id);
		const ran = await upsert(bench, {
			resource: 'configuration',
			input: [{ serial_number: 'SN-7001', notes: 'Moved' }],
		});
		expect(only(ran)).toMatchObject({ id: archived.id, _action: 'updated' });
		expect(hintsOf(ran).join()).toContain('stays archived');
	});

	it('Create finds the active one', async () => {
		const ran = await bench.run('configuration', 'create', {
			organizationId: byId(home()),
			name: 'Front Desk PC',
			configurationTypeId: type,
			additionalFields: { serialNumber: 'sn-7001' },
			ifExists: 'returnExisting',
		});
		expect(only(ran).id).toBe(active.id);
		expect(aside(ran)).toHaveLength(1);
	});

	const called = (operation: string) =>
		bench.run('configuration', operation, {
			organizationId: byId(home()),
			configurationId: byName('Front Desk PC'),
			updateFields: { notes: 'Moved' },
		});

	it.each([true, false])(
		'By Name means the active one (lists show archived: %s)',
		async (shows) => {
			bench.assume({ indexShowsArchived: shows });
			expect(only(await called('get')).id).toBe(active.id);
			expect(only(await called('update')).id).toBe(active.id);
		},
	);

	it.each([true, false])(
		'By Name means the archived one where it is brought back (lists show archived: %s)',
		async (shows) => {
			bench.assume({ indexShowsArchived: shows });
			expect(only(await called('unarchive')).id).toBe(archived.id);
		},
	);

	it('By Name finds an active one of other capitals beside an archived one', async () => {
		active.attributes.name = 'FRONT desk PC';
		expect(only(await called('get')).id).toBe(active.id);
	});

	it('Delete does not choose between them', async () => {
		bench.assume({ indexShowsArchived: true });
		expect(said(await called('delete'))).toContain('2 configurations are called');
		expect(bench.stored(active)).toBeDefined();
	});

	it('Reconcile means the active organization, and names the archived one in a note', async () => {
		const { store } = bench.sandbox;
		const status = store.insert('organization_statuses', { name: 'Archived' });
		const old = store.insert('organizations', {
			name: 'Twice Example',
			organization_status_id: Number(status.id),
		});
		const now = store.insert('organizations', { name: 'Twice Example' });
		const ran = await bench.run(
			'organization',
			'reconcile',
			{ fields: automatic() },
			{ input: [{ name: 'Twice Example' }] },
		);
		expect(jsons(ran)[0]).toMatchObject({ status: 'unsynced', id: now.id });
		expect(jsons(ran).map(({ id }) => id)).not.toContain(old.id);
		expect(hintsOf(ran)).toContain(
			`1 organization left out of the report (archived): ${old.id}. An active one has the same PSA link, address or name.`,
		);
	});
});
