/** Who is who between the PSA and IT Glue: what the sync of contacts writes, and what it leaves to a person. */
import { planContacts } from '../../../workflows/source/code/planContacts.mjs';

type Sources = Parameters<typeof planContacts>[0];
type Person = Sources['people'][number];
type Contact = Sources['contacts'][number];

const person = (id: string, name: string, more: Partial<Person> = {}): Person => {
	const [first_name = '', ...rest] = name.split(' ');
	return {
		system: 'autotask',
		id,
		company_id: '1',
		first_name,
		last_name: rest.join(' '),
		// Something to write, whatever else.
		title: 'Owner',
		active: true,
		emails: [],
		phones: [],
		...more,
	};
};

const contact = (id: string, name: string, emails: string[] = [], more: Contact = {}): Contact => {
	const [first_name = '', ...rest] = name.split(' ');
	return {
		id,
		first_name,
		last_name: rest.join(' '),
		organization_id: '10',
		organization_name: 'Home',
		contact_emails: emails.map((value) => ({ value })),
		contact_phones: [],
		...more,
	};
};

const ORGANIZATIONS = [
	{ id: '10', name: 'Home', psa_id: '1', psa_integration_type: 'autotask' },
	{ id: '20', name: 'Other', psa_id: '2', psa_integration_type: 'autotask' },
	{ id: '30', name: 'Manage', psa_id: '3', psa_integration_type: 'manage' },
];

const plan = (people: Person[], contacts: Contact[] = [], more: Partial<Sources> = {}) =>
	planContacts({
		settings: { psaType: '', oldNumbers: 'keep' },
		people,
		organizations: ORGANIZATIONS,
		contacts,
		rows: [],
		...more,
	});

/** Whom it writes to whom, and what it tells: in short. */
const short = ({ items, findings }: ReturnType<typeof planContacts>) => ({
	written: items.map(({ key, id }) => `${key} -> ${id || 'new'}`),
	told: findings.map(({ key }) => key),
});

describe('an address that several people use', () => {
	const info = { emails: ['info@example.com'] };

	it('makes nobody another: the one who is known is found, the other is new', () => {
		const people = [person('1', 'Alice Example', info), person('2', 'Bob Example', info)];
		const known = [contact('100', 'Alice Example', ['INFO@example.com '])];
		expect(short(plan(people, known))).toEqual({ written: ['1 -> 100', '2 -> new'], told: [] });
	});

	it('makes two of two who are both new', () => {
		const people = [person('1', 'Alice Example', info), person('2', 'Bob Example', info)];
		expect(short(plan(people))).toEqual({ written: ['1 -> new', '2 -> new'], told: [] });
	});

	it('under another name is left to a person, where only one in the PSA has it', () => {
		const known = [contact('100', 'Alice Example', ['alice@example.com'])];
		const people = [person('1', 'Carol Example', { emails: ['alice@example.com'] })];
		expect(short(plan(people, known))).toEqual({ written: [], told: ['another name 1 1'] });
	});
});

describe('a person', () => {
	it.each<[string, Person, Contact[], string[], string[]]>([
		[
			'with the same name and address, in any spelling',
			person('1', 'Zoë Müller', { emails: ['ZOE@example.com'] }),
			[contact('100', 'zoe  muller', ['zoe@example.com'])],
			['1 -> 100'],
			[],
		],
		[
			'whose contact has no address',
			person('1', 'Ann Lee', { emails: ['ann@example.com'] }),
			[contact('100', 'Ann Lee')],
			['1 -> 100'],
			[],
		],
		[
			'without an address, found by name',
			person('1', 'Ann Lee', { emails: ['n/a'] }),
			[contact('100', 'Ann Lee', ['ann@example.com'])],
			['1 -> 100'],
			[],
		],
		[
			'whose namesake has another address',
			person('1', 'Ann Lee', { emails: ['ann2@example.com'] }),
			[contact('100', 'Ann Lee', ['ann@example.com'])],
			[],
			['namesake 1 1'],
		],
		[
			'whom two contacts may be',
			person('1', 'Ann Lee'),
			[contact('100', 'Ann Lee'), contact('101', 'Ann Lee')],
			[],
			['ambiguous 1 1'],
		],
		[
			'whose contact belongs to another record of the PSA',
			person('1', 'Ann Lee', { emails: ['ann@example.com'] }),
			[contact('100', 'Ann Lee', ['ann@example.com'], { psa_id: '9' })],
			[],
			['twice in the PSA 1 1'],
		],
		[
			'whom the sync of IT Glue brought',
			person('9', 'Ann Lee'),
			[contact('100', 'Ann Other', [], { psa_id: '9' })],
			[],
			[],
		],
		[
			'who is with another organization there',
			person('1', 'Ann Lee', { emails: ['ann@example.com'] }),
			[contact('100', 'Ann Lee', ['ann@example.com'], { organization_id: '20' })],
			[],
			['moved 1 1'],
		],
		[
			'of a company without an organization',
			person('1', 'Ann Lee', { company_id: '77' }),
			[],
			[],
			[],
		],
		[
			'of a company that another PSA knows',
			person('1', 'Ann Lee', { company_id: '3' }),
			[],
			[],
			[],
		],
		['who is inactive', person('1', 'Ann Lee', { active: false }), [], [], []],
		['without a name', person('1', ''), [], [], ['without a name 1 1']],
	])('%s', (_name, who, contacts, written, told) => {
		expect(short(plan([who], contacts))).toEqual({ written, told });
	});

	it('who is twice in the PSA is written once', () => {
		const people = [
			person('1', 'Ann Lee', { emails: ['ann@example.com'] }),
			person('2', 'Ann Lee', { emails: ['ANN@example.com'] }),
			person('3', 'Ann Lee'),
		];
		expect(short(plan(people))).toEqual({
			written: ['1 -> new'],
			told: ['twice in the PSA 2 1', 'twice in the PSA 3 1'],
		});
	});

	it('who is twice in the PSA stays the first of the two, whatever the memory holds', () => {
		const people = [
			person('2', 'Ann Lee', { emails: ['ann@example.com'] }),
			person('1', 'Ann Lee', { emails: ['ann@example.com'] }),
		];
		const known = [contact('100', 'Ann Lee', ['ann@example.com'])];
		const remembers = (...ids: string[]) =>
			short(
				plan(people, known, {
					rows: ids.map((key, id) => ({ id, kind: 'id', key, value: '100' })),
				}),
			);
		expect(remembers('1')).toEqual({ written: ['1 -> 100'], told: ['twice in the PSA 2 1'] });
		expect(remembers('1', '2')).toEqual({ written: ['2 -> 100'], told: ['twice in the PSA 1 1'] });
	});

	it('is known to the memory after name and address changed, and when moved', () => {
		const rows = [{ id: 1, kind: 'id', key: '1', value: '100' }];
		const known = [contact('100', 'Ann Lee', ['ann@example.com'])];
		const married = person('1', 'Ann Wells', { emails: ['ann.wells@example.com'] });
		expect(short(plan([married], known, { rows }))).toEqual({
			written: ['1 -> 100'],
			told: ['renamed 1 ann wells'],
		});
		const moved = { ...married, company_id: '2' };
		expect(short(plan([moved], known, { rows }))).toEqual({ written: [], told: ['moved 1 2'] });
	});

	it.each(['halo-psa', 'HaloPSA', 'Halo PSA'])(
		'finds the organizations of a PSA that IT Glue calls %s',
		(psa_integration_type) => {
			const organizations = [{ id: '10', name: 'Home', psa_id: '1', psa_integration_type }];
			const people = [person('7', 'Ann Example', { system: 'halopsa' })];
			expect(short(plan(people, [], { organizations })).written).toEqual(['7 -> new']);
		},
	);
	it('who works for two companies is two contacts, whichever of them IT Glue has', () => {
		const both = { emails: ['ann@example.com'] };
		const people = [
			person('1', 'Ann Lee', both),
			person('2', 'Ann Lee', { ...both, company_id: '2' }),
		];
		const known = [contact('100', 'Ann Lee', ['ann@example.com'])];
		expect(short(plan(people, known))).toEqual({ written: ['1 -> 100', '2 -> new'], told: [] });
	});

	it('whose namesake at the same company is new as well is left to a person', () => {
		const people = [
			person('1', 'Ann Lee', { emails: ['ann@example.com'] }),
			person('2', 'Ann Lee', { emails: ['ann.lee@example.com'] }),
		];
		expect(short(plan(people))).toEqual({ written: ['1 -> new'], told: ['namesake 2 1'] });
	});

	it('of a company that two organizations are linked to is left to a person', () => {
		const organizations = [...ORGANIZATIONS, { id: '11', name: 'Twin', psa_id: '1' }];
		expect(short(plan([person('1', 'Ann Lee')], [], { organizations })).told).toEqual([
			'several organizations 1 1',
		]);
	});
});

describe('a contact that holds what the PSA says', () => {
	const phones = [{ value: '604-555-0100', extension: '', label: 'Work' }];
	const stored = {
		title: 'Owner',
		contact_phones: [{ value: '6045550100', extension: null, label_name: 'Work', primary: true }],
	};
	const who = person('1', 'Ann Lee', { emails: ['ANN@example.com'], phones });
	const written = (more: Partial<Person>, contactMore: Contact = {}) =>
		plan(
			[{ ...who, ...more }],
			[contact('100', 'Ann Lee', ['ann@example.com'], { ...stored, ...contactMore })],
		);

	it('is counted and remembered, and no item', () => {
		const { items, known, counts } = written({});
		expect(items).toEqual([]);
		expect(known).toEqual([{ key: '1', id: '100' }]);
		expect(counts).toMatchObject({ in_step: 1 });
		expect(written({ title: '', phones: [] }).items).toEqual([]);
	});

	it.each<[string, Partial<Person>, Contact]>([
		['title', { title: 'Director' }, {}],
		['address', { emails: ['ann@example.com', 'ann.lee@example.com'] }, {}],
		['number', { phones: [{ value: '604-555-0101', label: 'Work' }] }, {}],
		['extension', { phones: [{ value: '604-555-0100', extension: '12', label: 'Work' }] }, {}],
		['kind of number', { phones: [{ value: '604-555-0100', label: 'Mobile' }] }, {}],
		[
			'primary number',
			{},
			{
				contact_phones: [
					{ value: '6045550111', label_name: 'Home', primary: true },
					{ value: '6045550100', label_name: 'Work', primary: false },
				],
			},
		],
	])('is an item where the %s differs', (_name, more, contactMore) => {
		expect(written(more, contactMore).items).toHaveLength(1);
	});
});

describe('phone numbers', () => {
	const work = { value: '604-555-0100', label: 'Work' };
	const stored = [
		{ value: '6045550111', label_name: 'Work', primary: true },
		{ value: '6045550122', label_name: 'Home', primary: false },
	];
	const phonesFor = (phones: Person['phones'], oldNumbers: string) =>
		plan(
			[person('1', 'Ann Lee', { phones })],
			[contact('100', 'Ann Lee', [], { contact_phones: stored })],
			{
				settings: { psaType: '', oldNumbers },
			},
		).items[0]?.contact_phones;

	it('of the PSA become primary; the old ones stay, or go where they are of the same kind', () => {
		expect(phonesFor([work], 'keep')).toMatchObject([
			{ value: '604-555-0100', primary: true },
			{ value: '6045550111', primary: false },
			{ value: '6045550122', primary: false },
		]);
		expect(phonesFor([work], 'remove')).toMatchObject([
			{ value: '604-555-0100', primary: true },
			{ value: '6045550122', primary: false },
		]);
	});

	it('that the PSA does not give change nothing', () => {
		expect(phonesFor([], 'remove')).toBeNull();
	});

	it('keep the spelling that IT Glue has', () => {
		expect(phonesFor([{ value: '(604) 555-0122', label: 'Home' }], 'keep')).toMatchObject([
			{ value: '6045550122', primary: true },
			{ value: '6045550111', primary: false },
		]);
	});
});
