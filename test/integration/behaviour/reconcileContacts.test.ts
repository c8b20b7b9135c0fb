/** Reconcile, contacts: within the organizations that the items name, by link, email and full name. */
import type { IDataObject } from 'n8n-workflow';
import type { StoredRecord } from '../../../sandbox';
import type { RunNodeOptions, RunNodeResult } from '../../helpers/harness';
import { byExpression, byId, byName, hintsOf, jsons, lines, said, useSandbox } from './support';

const bench = useSandbox();

const AUTO = { mappingMode: 'autoMapInputData', value: null };

const reconcile = async (
	input: IDataObject[],
	parameters: IDataObject = {},
	more: Partial<RunNodeOptions> = {},
): Promise<RunNodeResult> =>
	await bench.run('contact', 'reconcile', { fields: AUTO, ...parameters }, { input, ...more });

/** An organization of which the PSA knows every second contact. */
const home = (): StoredRecord => bench.organization(1);
const away = (): StoredRecord => bench.organization(3);
const people = (): StoredRecord[] => bench.within('contacts', home());
const emptied = (): StoredRecord => {
	for (const { id } of people()) bench.sandbox.store.remove('contacts', id);
	return home();
};
/** A contact with addresses, the first of them primary. */
function contact(
	organization: StoredRecord,
	first: string,
	last: string | null,
	addresses: string[] = [],
	psaId?: string,
): StoredRecord {
	const record = bench.add('contacts', organization, {
		first_name: first,
		last_name: last,
		title: null,
		important: null,
		contact_emails: addresses.map((value, at) => ({
			value,
			primary: at === 0,
			'label-name': 'Work',
		})),
		contact_phones: [],
	});
	if (psaId !== undefined) record.psa = { type: 'manage', remoteId: psaId };
	return record;
}

const fullName = ({ attributes }: StoredRecord): string =>
	[attributes.first_name, attributes.last_name].filter(Boolean).join(' ');
const named = (record: StoredRecord): IDataObject => ({ id: record.id, name: fullName(record) });
const manage = (id: string, more: IDataObject): IDataObject => ({
	psa_id: id,
	psa_integration_type: 'manage',
	...more,
});
const within = (organization: StoredRecord): IDataObject => ({
	organizationId: byId(organization),
});
const requests = (): string[] => lines(bench.sandbox.journal);

it('says of every contact what it is', async () => {
	const organization = emptied();
	const ann = contact(organization, 'Ann', 'Example', ['ann@example.com'], '1');
	const bob = contact(organization, 'Bob', 'Example', ['bob@example.com', 'b@example.com']);
	const cid = contact(organization, 'Cid', 'Example', ['cid@example.com'], '99');
	const dan = contact(organization, 'Dan', 'Example');
	const result = await reconcile(
		[
			manage('3', { name: 'Bob Example', primary_email: 'B@example.com' }),
			manage('1', { name: 'Ann Example', primary_email: 'ANN@example.com', title: 'Owner' }),
			manage('4', { first_name: 'Daan', last_name: 'Example' }),
		],
		within(organization),
	);
	expect(said(result)).toBe('(success)');
	const place = {
		organization_id: organization.id,
		organization_name: organization.attributes.name,
	};
	expect(jsons(result)).toEqual([
		{
			status: 'unsynced',
			id: bob.id,
			name: 'Bob Example',
			...place,
			psa_id: '3',
			psa_integration_type: 'manage',
			psa_name: 'Bob Example',
		},
		{
			status: 'drifted',
			id: ann.id,
			name: 'Ann Example',
			...place,
			psa_id: '1',
			psa_integration_type: 'manage',
			psa_name: 'Ann Example',
			differences: { title: { it_glue: null, input: 'Owner' } },
		},
		{
			status: 'missing_in_it_glue',
			id: null,
			name: null,
			...place,
			psa_id: '4',
			psa_integration_type: 'manage',
			psa_name: 'Daan Example',
			suggestions: [named(dan)],
		},
		{
			status: 'mismatched',
			id: cid.id,
			name: 'Cid Example',
			...place,
			psa_id: '99',
			psa_integration_type: 'manage',
			psa_name: null,
		},
		{
			status: 'unsynced',
			id: dan.id,
			name: 'Dan Example',
			...place,
			psa_id: null,
			psa_integration_type: null,
			psa_name: null,
		},
	]);
	expect(requests()).toEqual(['GET /contacts']);
	expect(bench.writes()).toEqual([]);
});

describe('an address under another name', () => {
	const PEOPLE: Array<[string, { held: string[]; given: IDataObject; status: string }]> = [
		[
			'beside the primary one',
			{
				held: ['ann@example.com', 'info@example.com'],
				given: { name: 'Reception Desk', primary_email: 'info@example.com' },
				status: 'ambiguous',
			},
		],
		[
			'beside it, by parts',
			{
				held: ['ann@example.com', 'info@example.com'],
				given: { first_name: 'Bea', last_name: 'Lee', primary_email: 'INFO@example.com' },
				status: 'ambiguous',
			},
		],
		[
			'the primary one, no word in common',
			{
				held: ['info@example.com'],
				given: { name: 'Reception Desk', primary_email: 'info@example.com' },
				status: 'ambiguous',
			},
		],
		[
			'the primary one, a word in common',
			{
				held: ['ann@example.com'],
				given: { name: 'Ann Marie Lee', primary_email: 'ann@example.com' },
				status: 'unsynced',
			},
		],
		[
			'beside it, the same name',
			{
				held: ['ann@example.com', 'info@example.com'],
				given: { name: 'LEE, Ann', primary_email: 'info@example.com' },
				status: 'unsynced',
			},
		],
		[
			'beside it, no name given',
			{
				held: ['ann@example.com', 'info@example.com'],
				given: { primary_email: 'info@example.com' },
				status: 'unsynced',
			},
		],
	];
	it.each(PEOPLE)('%s', async (_title, { held, given, status }) => {
		const organization = emptied();
		const ann = contact(organization, 'Ann', 'Lee', held);
		const [row, ...others] = jsons(await reconcile([given], within(organization)));
		expect(row).toMatchObject(
			status === 'ambiguous'
				? { status, id: null, candidates: [named(ann)] }
				: { status, id: ann.id },
		);
		expect(others).toEqual([]);
	});

	it('leaves open whether the one of the address or the one of the name is meant', async () => {
		const organization = emptied();
		const ann = contact(organization, 'Ann', 'Lee', ['ann@example.com', 'info@example.com']);
		const desk = contact(organization, 'Reception', 'Desk');
		const given = { name: 'Reception Desk', primary_email: 'info@example.com' };
		expect(jsons(await reconcile([given], within(organization)))).toEqual([
			expect.objectContaining({ status: 'ambiguous', candidates: [named(ann), named(desk)] }),
		]);
	});
});

describe('the organization', () => {
	const item = (): IDataObject => manage('3', { name: 'Nobody Knows' });
	const owners = (result: RunNodeResult): unknown[] => [
		...new Set(jsons(result).map(({ organization_id: owner }) => owner)),
	];

	it('may be named by the column, by ID or name, item by item', async () => {
		const result = await reconcile([
			{ ...item(), organization_id: home().id },
			{ ...item(), psa_id: '4', organization_id: String(away().attributes.name) },
		]);
		expect(owners(result).sort()).toEqual([home().id, away().id].sort());
		const sweep = bench.sandbox.journal.find(({ path }) => path === '/contacts');
		expect(sweep?.query['filter[organization_id]']?.split(',').sort()).toEqual(
			[home().id, away().id].sort(),
		);
	});

	it('may be chosen for all items, or by an expression', async () => {
		expect(owners(await reconcile([item()], within(home())))).toEqual([home().id]);
		const result = await reconcile([{ ...item(), owner: away().id }], {
			organizationId: byExpression('={{ $json.owner }}'),
		});
		expect(owners(result)).toEqual([away().id]);
	});

	it('may be named twice if both mean the same', async () => {
		const both = { ...item(), organization_id: home().id };
		const result = await reconcile([both], {
			organizationId: byName(String(home().attributes.name)),
		});
		expect(owners(result)).toEqual([home().id]);
	});

	it('is refused where both mean different ones', async () => {
		const both = { ...item(), organization_id: away().id };
		const result = await reconcile([both, item()], within(home()), {
			onError: 'continueRegularOutput',
		});
		expect(jsons(result)[0]?.error).toBe(
			`The column Organization names organization ${away().id}, but organization ${home().id} is chosen`,
		);
		expect(jsons(result)[1]).toMatchObject({ status: 'missing_in_it_glue' });
		expect(owners(result).filter((owner) => owner !== undefined)).toEqual([home().id]);
	});

	it('has to be named', async () => {
		const input = [item(), { ...item(), organization_id: home().id }];
		const result = await reconcile(input, {}, { onError: 'continueRegularOutput' });
		expect(jsons(result)[0]?.error).toBe('"Organization" is empty');
		expect(owners(result).filter((owner) => owner !== undefined)).toEqual([home().id]);
		expect(said(await reconcile([item()]))).toContain('"Organization" is empty');
		// Without one, nothing is read: not the contacts of everybody.
		bench.sandbox.journal.length = 0;
		await reconcile([item()], {}, { onError: 'continueRegularOutput' });
		expect(requests()).toEqual([]);
	});

	it('divides contacts: a link or name elsewhere is not the one that is meant', async () => {
		emptied();
		const elsewhere = contact(away(), 'Ann', 'Example', ['ann@example.com'], '1');
		const unlinked = contact(away(), 'Bob', 'Example', ['bob@example.com']);
		const result = await reconcile([
			manage('1', { name: 'Ann Example', organization_id: home().id }),
			manage('2', { primary_email: 'bob@example.com', organization_id: home().id }),
			manage('5', { name: 'Eve Example', organization_id: away().id }),
		]);
		expect(jsons(result).slice(0, 2)).toEqual([
			expect.objectContaining({
				status: 'missing_in_it_glue',
				organization_id: home().id,
				suggestions: [named(elsewhere)],
			}),
			expect.objectContaining({ status: 'missing_in_it_glue', suggestions: [] }),
		]);
		const status = (record: StoredRecord): unknown =>
			jsons(result).find(({ id }) => id === record.id)?.status;
		expect([status(elsewhere), status(unlinked)]).toEqual(['mismatched', 'unsynced']);
	});
});

describe('without a link', () => {
	const statusOf = async (input: IDataObject): Promise<IDataObject> =>
		jsons(await reconcile([input], within(home())))[0] ?? {};

	it('an email counts before the name', async () => {
		emptied();
		const byEmail = contact(home(), 'Ann', 'Sample', ['shared@example.com']);
		contact(home(), 'Ann', 'Example');
		expect(
			await statusOf({ name: 'Ann Example', primary_email: 'shared@example.com' }),
		).toMatchObject({ status: 'unsynced', id: byEmail.id });
	});

	it('every email of the item is tried, then the full name however it is split', async () => {
		emptied();
		const ann = contact(home(), 'Ann Lee', 'Example', ['ann@example.com', 'lee@example.com']);
		for (const input of [
			{ contact_emails: [{ value: 'x@example.com' }, { value: 'LEE@example.com' }] },
			{ contact_emails: ['x@example.com', 'ann@example.com'] },
			{ name: 'ann lee example' },
			{ first_name: 'Ann', last_name: 'Lee Example' },
			{ primary_email: 'new@example.com', name: 'Ann Lee Example' },
		])
			expect(await statusOf(input)).toMatchObject({ status: 'unsynced', id: ann.id });
	});

	it('an email that several have as their primary one, or several beside it, is left open', async () => {
		emptied();
		const [ann, bob] = [
			contact(home(), 'Ann', 'Example', ['office@example.com', 'desk@example.com']),
			contact(home(), 'Bob', 'Example', ['office@example.com', 'desk@example.com']),
		];
		expect(await statusOf({ primary_email: 'desk@example.com' })).toMatchObject({
			status: 'ambiguous',
			candidates: [named(ann), named(bob)],
		});
		expect(await statusOf({ primary_email: 'office@example.com' })).toMatchObject({
			status: 'ambiguous',
			candidates: [named(ann), named(bob)],
		});
	});

	it('two items that mean one contact are left open', async () => {
		emptied();
		const ann = contact(home(), 'Ann', 'Example', ['ann@example.com']);
		const result = await reconcile(
			[manage('1', { name: 'Ann Example' }), manage('2', { primary_email: 'ann@example.com' })],
			within(home()),
		);
		expect(jsons(result).map(({ status, candidates }) => [status, candidates])).toEqual([
			['ambiguous', [named(ann)]],
			['ambiguous', [named(ann)]],
		]);
	});
});

describe('comparing', () => {
	const differences = async (input: IDataObject): Promise<unknown> => {
		const result = await reconcile([manage('1', input)], within(home()));
		expect(said(result)).toBe('(success)');
		return jsons(result)[0]?.differences ?? {};
	};
	let ann: StoredRecord;

	beforeEach(() => {
		emptied();
		ann = contact(home(), 'Ann', 'Example', ['ann@example.com', 'a@example.com'], '1');
		ann.attributes.contact_phones = [
			{ value: '6045550100', extension: '12', primary: true, 'label-name': 'Office' },
			{ value: '6045550101', extension: null, primary: false, 'label-name': null },
		];
	});

	it('holds entries that are there, in whatever spelling, for the same', async () => {
		expect(
			await differences({
				primary_email: 'ANN@example.com',
				contact_emails: ['A@example.com'],
				primary_phone: '(604) 555-0100 x12',
				contact_phones: ['604-555-0101'],
			}),
		).toEqual({});
	});

	it('takes a number without its extension for the one with it, but not for one with another', async () => {
		expect(
			await differences({ primary_phone: '6045550100', contact_phones: ['604 555 0100'] }),
		).toEqual({});
		expect(
			await differences({ primary_phone: '6045550100 x13', contact_phones: ['604 555 0101 x1'] }),
		).toEqual({ primary_phone: expect.anything(), contact_phones: expect.anything() });
	});

	it('tells a label that is another, if one is given', async () => {
		const email = { value: 'a@example.com', label: 'Home' };
		expect(await differences({ contact_emails: [email] })).toHaveProperty('contact_emails');
		expect(await differences({ contact_emails: [{ ...email, label: 'Work' }] })).toEqual({});
	});

	it('tells a missing entry, and a primary one that is another', async () => {
		expect(await differences({ contact_emails: ['new@example.com'] })).toEqual({
			contact_emails: {
				it_glue: [
					{ value: 'ann@example.com', label_name: 'Work', primary: true },
					{ value: 'a@example.com', label_name: 'Work', primary: false },
				],
				input: [{ value: 'new@example.com' }],
			},
		});
		expect(await differences({ primary_email: 'a@example.com' })).toEqual({
			primary_email: { it_glue: 'ann@example.com', input: 'a@example.com' },
		});
		expect(await differences({ primary_phone: '604-555-0101' })).toMatchObject({
			primary_phone: { it_glue: '6045550100', input: '604-555-0101' },
		});
		expect(
			await differences({ contact_emails: [{ value: 'a@example.com', primary: true }] }),
		).toHaveProperty('contact_emails');
	});

	it('finds the primary entry wherever it stands, and takes the first where none is', async () => {
		const [first, second] = ['ann@example.com', 'a@example.com'].map((value) => ({ value }));
		ann.attributes.contact_emails = [
			{ ...first, primary: false },
			{ ...second, primary: true },
		];
		expect(await differences({ primary_email: 'a@example.com' })).toEqual({});
		expect(await differences({ primary_email: 'ann@example.com' })).toEqual({
			primary_email: { it_glue: 'a@example.com', input: 'ann@example.com' },
		});
		ann.attributes.contact_emails = [{ ...first }, { ...second }];
		expect(await differences({ primary_email: 'ann@example.com' })).toEqual({});
		ann.attributes.contact_emails = [];
		expect(await differences({ primary_email: 'ann@example.com' })).toEqual({
			primary_email: { it_glue: null, input: 'ann@example.com' },
		});
	});

	it('compares the full name as it is shown, and its parts letter by letter', async () => {
		expect(await differences({ name: ' ann  EXAMPLE' })).toEqual({});
		expect(await differences({ name: 'Ann Sample' })).toEqual({
			name: { it_glue: 'Ann Example', input: 'Ann Sample' },
		});
		expect(await differences({ first_name: 'ANN', last_name: 'Example' })).toEqual({
			first_name: { it_glue: 'Ann', input: 'ANN' },
		});
	});

	it('takes a switch that nobody ever set for off', async () => {
		expect(await differences({ important: false })).toEqual({});
		expect(await differences({ important: 'yes' })).toEqual({
			important: { it_glue: null, input: true },
		});
	});

	it('shows look-ups by name', async () => {
		const [type, other] = bench.sandbox.store.all('contact_types');
		ann.attributes.contact_type_id = Number(type?.id);
		const called = (record: StoredRecord | undefined): string => String(record?.attributes.name);
		expect(await differences({ contact_type_id: called(type) })).toEqual({});
		expect(await differences({ contact_type_id: Number(other?.id) })).toEqual({
			contact_type_id: { it_glue: called(type), input: Number(other?.id) },
		});
	});

	it('holds HTML that means the same for the same', async () => {
		ann.attributes.notes = '<p>Prefers e-mail.</p>\n';
		expect(await differences({ notes: 'Prefers e-mail.' })).toEqual({});
		expect(await differences({ notes: 'Prefers phone.' })).toHaveProperty('notes');
	});
});

it('reads contacts of Get Many as they are and finds nothing to say', async () => {
	const psaPeople = people().filter(({ psa }) => psa);
	const got = await bench.run('contact', 'getAll', {
		organizationId: byId(home()),
		returnAll: true,
		options: { include: ['adapters_resources'] },
	});
	const result = await reconcile(jsons(got).filter(({ psa_id: id }) => id !== null));
	expect(said(result)).toBe('(success)');
	const fromItems = jsons(result).slice(0, psaPeople.length);
	expect(fromItems.map(({ status, differences }) => [status, differences])).toEqual(
		psaPeople.map(() => ['synced', undefined]),
	);
});

it('asks for each contact where lists do not show the links, within the organization', async () => {
	bench.assume({ relationshipsOnShowOnly: true });
	emptied();
	const ann = contact(home(), 'Ann', 'Example', ['ann@example.com'], '1');
	contact(home(), 'Bob', 'Example', ['bob@example.com'], '2');
	contact(away(), 'Cid', 'Example', [], '3');
	const result = await reconcile(
		[manage('1', { name: 'Ann Example' }), manage('3', { name: 'Cid Example' })],
		within(home()),
	);
	expect(jsons(result).map(({ status, id }) => [status, id])).toEqual([
		['synced', ann.id],
		['missing_in_it_glue', null],
	]);
	expect(hintsOf(result).slice(1)).toEqual([expect.stringMatching(/^1 contact left out/)]);
});

it('refuses a contact that nothing names', async () => {
	const result = await reconcile([{ title: 'Owner' }], within(home()));
	expect(said(result)).toBe(
		'It is not clear which contact this item is | Map at least one of these columns, and check that it has a value: PSA ID, First Name, Last Name, Full Name, Primary Email.',
	);
});
