/** Contacts: emails and phones, names, and the primary contact. */
import type { IDataObject } from 'n8n-workflow';
import type { Attributes, Json, StoredRecord } from '../../../sandbox';
import {
	byExpression,
	byId,
	byName,
	hintsOf,
	jsons,
	lines,
	only,
	said,
	sentBy,
	useSandbox,
} from './support';

const bench = useSandbox();

const HOME: Attributes = { value: 'Ann@Example.com', primary: true, 'label-name': 'Personal' };
const OTHER: Attributes = { value: 'ann@example.org', primary: false, 'label-name': 'Home' };
const DESK: Attributes = {
	value: '6045550100',
	extension: '12',
	primary: true,
	'label-name': 'Front Desk',
	'label-type': 'phone',
	'formatted-value': '(604) 555-0100',
};
const FAX: Attributes = {
	value: '6045550199',
	extension: null,
	primary: false,
	'label-name': 'Back Room',
	'label-type': 'fax',
	'formatted-value': '(604) 555-0199',
};

function ann(): StoredRecord {
	return bench.add('contacts', bench.organization(2), {
		first_name: 'Ann',
		last_name: 'Example',
		title: 'Owner',
		important: true,
		contact_emails: [HOME, OTHER] as Json,
		contact_phones: [DESK, FAX] as Json,
	});
}

const emailsOf = (contact: StoredRecord): Json | undefined =>
	bench.stored(contact).attributes.contact_emails;

/** The stored phones without what IT Glue computes. */
function phonesOf(contact: StoredRecord): Attributes[] {
	const phones = bench.stored(contact).attributes.contact_phones as Attributes[];
	return phones.map((phone) => {
		const own = { ...phone };
		delete own['formatted-value'];
		return own;
	});
}

async function update(
	contact: StoredRecord,
	updateFields: IDataObject,
	options: IDataObject = {},
	json: IDataObject = {},
) {
	return await bench.run(
		'contact',
		'update',
		{ contactId: byId(contact), updateFields, options },
		{ input: [json] },
	);
}

async function create(
	{ contactEmails, contactPhones, ...additionalFields }: IDataObject,
	more: IDataObject = {},
	json: IDataObject = {},
) {
	return await bench.run(
		'contact',
		'create',
		{
			organizationId: byId(bench.organization(2)),
			firstName: 'Zoe',
			lastName: 'Example',
			...(contactEmails !== undefined && { contactEmails }),
			...(contactPhones !== undefined && { contactPhones }),
			additionalFields,
			...more,
		},
		{ input: [json] },
	);
}

/** Rows of the form, one for each address. */
const emails = (...values: unknown[]): IDataObject => ({
	email: values.map((value) => ({ value: String(value) })),
});

const newest = (): StoredRecord => bench.sandbox.store.all('contacts').slice(-1)[0] as StoredRecord;

describe('emails that are added', () => {
	const row = (value: string, more: IDataObject = {}): IDataObject => ({
		value,
		label: '',
		primary: false,
		...more,
	});
	const CASES: Array<[string, IDataObject[], Attributes[]]> = [
		[
			'the same address in other case is no second one; its label stays',
			[row('ann@example.COM')],
			[{ ...HOME, value: expect.stringMatching(/^ann@example\.com$/i) as never }, OTHER],
		],
		[
			'a label that is given is taken',
			[row('ann@example.org', { label: 'Private' })],
			[HOME, { ...OTHER, 'label-name': 'Private' }],
		],
		[
			'a new address gets the label Work',
			[row('new@example.com')],
			[HOME, OTHER, { value: 'new@example.com', primary: false, 'label-name': 'Work' }],
		],
		[
			'the primary one moves to a new address',
			[row('new@example.com', { primary: true })],
			[
				{ ...HOME, primary: false },
				OTHER,
				{ value: 'new@example.com', primary: true, 'label-name': 'Work' },
			],
		],
		[
			'the primary one moves to a known address',
			[row('ANN@example.org', { primary: true })],
			[
				{ ...HOME, primary: false },
				{ ...OTHER, value: expect.stringMatching(/^ann@example\.org$/i) as never, primary: true },
			],
		],
		[
			'blank rows of the form do not count',
			[row(''), row('new@example.com'), row('')],
			[HOME, OTHER, { value: 'new@example.com', primary: false, 'label-name': 'Work' }],
		],
		[
			'of two primary ones the first counts',
			[row('x@example.com', { primary: true }), row('y@example.com', { primary: true })],
			[
				{ ...HOME, primary: false },
				OTHER,
				{ value: 'x@example.com', primary: true, 'label-name': 'Work' },
				{ value: 'y@example.com', primary: false, 'label-name': 'Work' },
			],
		],
	];
	it.each(CASES)('%s', async (_name, rows, expected) => {
		const contact = ann();
		const result = await update(contact, { contactEmails: { email: rows } });
		expect(said(result)).toBe('(success)');
		expect(emailsOf(contact)).toEqual(expected);
		expect(phonesOf(contact)).toHaveLength(2);
		expect(bench.stored(contact).attributes).toMatchObject({ title: 'Owner', important: true });
		const hasBlank = rows.some(({ value }) => !value);
		const note = 'Emails: a row without Email Address was left out.';
		expect(hintsOf(result)).toEqual(hasBlank ? [note] : []);
	});

	it('are all kept when several items add to the same contact', async () => {
		const contact = ann();
		const result = await bench.run(
			'contact',
			'update',
			{
				contactId: byId(contact),
				updateFields: { contactEmails: { email: [{ value: '={{ $json.address }}' }] } },
			},
			{ input: [1, 2, 3].map((at) => ({ address: `extra${at}@example.com` })) },
		);
		expect(said(result)).toBe('(success)');
		expect((emailsOf(contact) as Attributes[]).map(({ value }) => value)).toEqual([
			HOME.value,
			OTHER.value,
			'extra1@example.com',
			'extra2@example.com',
			'extra3@example.com',
		]);
	});

	it('give primary_email in the output', async () => {
		const contact = ann();
		const result = await update(contact, {
			contactEmails: { email: [{ value: 'new@example.com', primary: true }] },
		});
		expect(only(result)).toMatchObject({
			primary_email: 'new@example.com',
			primary_phone: '(604) 555-0100',
		});
	});

	it('do not change anything when none is given', async () => {
		const contact = ann();
		await update(contact, { title: 'CEO', contactEmails: { email: [] } });
		expect(emailsOf(contact)).toEqual([HOME, OTHER]);
		expect(sentBy(bench.writes()[0])).toEqual({ title: 'CEO' });
	});
});

describe('phones that are added', () => {
	const DESK_STORED: Attributes = {
		value: '6045550100',
		extension: '12',
		primary: true,
		'label-name': 'Front Desk',
		'label-type': 'phone',
	};
	const FAX_STORED: Attributes = {
		value: '6045550199',
		extension: null,
		primary: false,
		'label-name': 'Back Room',
		'label-type': 'fax',
	};
	const NEW: Attributes = {
		value: '6045550150',
		extension: null,
		primary: false,
		'label-name': 'Office',
		'label-type': 'phone',
	};
	const CASES: Array<[string, IDataObject[], Attributes[]]> = [
		[
			'the same number, written otherwise, is no second one',
			[{ value: '(604) 555-0100', extension: '12' }],
			[DESK_STORED, FAX_STORED],
		],
		[
			'an extension within the number is understood',
			[{ value: '604-555-0100 ext. 12' }],
			[DESK_STORED, FAX_STORED],
		],
		[
			'an extension within a new number is stored as one',
			[{ value: '604.555.0150 x77' }],
			[DESK_STORED, FAX_STORED, { ...NEW, extension: '77' }],
		],
		[
			'another extension is another number',
			[{ value: '6045550100', extension: '13' }],
			[DESK_STORED, FAX_STORED, { ...NEW, value: '6045550100', extension: '13' }],
		],
		[
			'a fax stays a fax',
			[{ value: '604-555-0199', labelType: 'phone', label: '' }],
			[DESK_STORED, FAX_STORED],
		],
		[
			'a number can be made a fax',
			[{ value: '604-555-0150', labelType: 'fax' }],
			[DESK_STORED, FAX_STORED, { ...NEW, 'label-type': 'fax' }],
		],
		[
			'a new number gets the label Office',
			[{ value: '604-555-0150' }],
			[DESK_STORED, FAX_STORED, NEW],
		],
		[
			'the primary one moves',
			[{ value: '604-555-0150', label: 'Mobile', primary: true }],
			[
				{ ...DESK_STORED, primary: false },
				FAX_STORED,
				{ ...NEW, 'label-name': 'Mobile', primary: true },
			],
		],
	];
	it.each(CASES)('%s', async (_name, rows, expected) => {
		const contact = ann();
		const result = await update(contact, { contactPhones: { phone: rows } });
		expect(said(result)).toBe('(success)');
		expect(phonesOf(contact)).toEqual(expected);
		expect(emailsOf(contact)).toEqual([HOME, OTHER]);
		expect(result.hints).toEqual([]);
	});
});

describe('emails by expression', () => {
	const work = (value: string, primary = false): Attributes => ({
		value,
		primary,
		'label-name': 'Work',
	});
	const TWO = [work('a@example.com', true), work('b@example.com')];
	// n8n drops an expression that stands for a whole form, so lists go into the field of one row.
	const list = '={{ $json.emails }}';
	const row = { email: [{ value: list }] };
	const SHAPES: Array<[string, unknown, unknown, Attributes[]]> = [
		['a list of texts', row, ['a@example.com', 'b@example.com'], TWO],
		['one text', row, 'a@example.com', [work('a@example.com', true)]],
		[
			'objects as our own output gives them',
			row,
			[
				{ value: 'a@example.com', primary: false, 'label-name': 'Home' },
				{ value: 'b@example.com', primary: true, 'label-name': 'Work' },
			],
			[
				{ value: 'a@example.com', primary: false, 'label-name': 'Home' },
				work('b@example.com', true),
			],
		],
		[
			'objects in other spellings',
			row,
			[
				{ email: 'a@example.com', label_name: 'Home' },
				{ address: 'b@example.com', type: 'Other', primary: 'true' },
			],
			[
				{ value: 'a@example.com', primary: false, 'label-name': 'Home' },
				{ value: 'b@example.com', primary: true, 'label-name': 'Other' },
			],
		],
		[
			'objects and the settings of the row',
			{ email: [{ value: list, label: 'Home', primary: true }] },
			[{ value: 'a@example.com' }, { value: 'b@example.com', label: 'Other' }],
			[
				{ value: 'a@example.com', primary: true, 'label-name': 'Home' },
				{ value: 'b@example.com', primary: false, 'label-name': 'Other' },
			],
		],
		[
			'texts with a label for all',
			{ email: [{ value: list, label: 'Home' }] },
			['a@example.com', 'b@example.com'],
			TWO.map((email) => ({ ...email, 'label-name': 'Home' })),
		],
		[
			'one object',
			row,
			{ value: 'a@example.com', label: 'Home' },
			[{ value: 'a@example.com', primary: true, 'label-name': 'Home' }],
		],
		['an empty list', row, [], []],
		['null', row, null, []],
		['undefined', row, undefined, []],
		['blanks around', row, ['  a@example.com '], [work('a@example.com', true)]],
	];
	it.each(SHAPES)('%s', async (_name, parameter, emails, expected) => {
		const result = await create(
			{ contactEmails: parameter as IDataObject },
			{},
			{ emails: emails as IDataObject },
		);
		expect(said(result)).toBe('(success)');
		expect(newest().attributes.contact_emails ?? []).toEqual(expected);
	});

	it.each<[string, unknown]>([
		['a list of lists', [['a@example.com']]],
		['a list of booleans', [true]],
	])('%s is refused', async (_name, emails) => {
		const result = await create({ contactEmails: row }, {}, { emails: emails as IDataObject });
		expect(said(result)).toMatch(/"Emails" is not a list that can be read/);
		expect(bench.writes()).toEqual([]);
	});

	it('takes a text of several addresses apart', async () => {
		const emails = 'a@example.com; b@example.com';
		expect(said(await create({ contactEmails: row }, {}, { emails }))).toBe('(success)');
		expect(newest().attributes.contact_emails).toMatchObject([
			{ value: 'a@example.com', primary: true },
			{ value: 'b@example.com', primary: false },
		]);
	});

	it('takes a phone number that is a number', async () => {
		await create({ contactPhones: { phone: [{ value: list }] } }, {}, { emails: [6045550123] });
		expect(newest().attributes.contact_phones).toMatchObject([
			{ value: '6045550123', 'label-name': 'Office', primary: true },
		]);
	});

	it('composes: what Get Many gives goes into Update unchanged', async () => {
		const contact = ann();
		const read = only(await bench.run('contact', 'get', { contactId: byId(contact) }));
		const before = structuredClone(bench.stored(contact).attributes);
		const result = await update(
			contact,
			{
				contactEmails: { email: [{ value: '={{ $json.contact_emails }}' }] },
				contactPhones: { phone: [{ value: '={{ $json.contact_phones }}' }] },
			},
			{},
			read,
		);
		expect(said(result)).toBe('(success)');
		expect(bench.stored(contact).attributes).toEqual(before);
	});
});

describe('Replace All', () => {
	const EMPTY_LIST = { contactEmails: { email: [{ value: '={{ [] }}' }] } };

	it.each([['undefined'], ['""'], ['null']])(
		'does not empty a list when an expression gives %s',
		async (expression) => {
			const contact = ann();
			const contactEmails = { email: [{ value: `={{ ${expression} }}` }] };
			await update(contact, { title: 'CEO', contactEmails }, { replaceAll: ['contact_emails'] });
			expect(emailsOf(contact)).toEqual([HOME, OTHER]);
			expect(bench.stored(contact).attributes.title).toBe('CEO');
		},
	);

	it('is what an empty list needs to remove anything', async () => {
		const contact = ann();
		const result = await update(contact, EMPTY_LIST);
		expect(said(result)).toMatch(/An empty list for "Emails" changes nothing.*Replace All/);
		expect(emailsOf(contact)).toEqual([HOME, OTHER]);
		expect(bench.writes()).toEqual([]);
	});

	it('replaces the chosen list and leaves the other', async () => {
		const contact = ann();
		const updateFields = {
			contactEmails: emails('new@example.com'),
			contactPhones: { phone: [{ value: '604-555-0150' }] },
		};
		const result = await update(contact, updateFields, { replaceAll: ['contact_emails'] });
		expect(said(result)).toBe('(success)');
		expect(emailsOf(contact)).toEqual([
			{ value: 'new@example.com', primary: true, 'label-name': 'Work' },
		]);
		expect(phonesOf(contact).map(({ value }) => value)).toEqual([
			'6045550100',
			'6045550199',
			'6045550150',
		]);
	});

	it('empties a list when an expression gives an empty one', async () => {
		const contact = ann();
		await update(contact, EMPTY_LIST, { replaceAll: ['contact_emails'] });
		expect(emailsOf(contact)).toEqual([]);
		expect(phonesOf(contact)).toHaveLength(2);
	});
});

describe('Invalid Email Addresses', () => {
	const bad = 'ann.example.com';
	/** Looks like an address, but IT Glue does not take it. */
	const refused = 'ann.@example.com';

	it.each([
		['create', bad],
		['update', bad],
		['create', refused],
		['update', refused],
	])('Fail: %s names %s and writes nothing', async (operation, address) => {
		const contact = ann();
		const contactEmails = emails('good@example.com', address);
		const result =
			operation === 'create'
				? await create({ contactEmails })
				: await update(contact, { contactEmails });
		expect(result.status).toBe('error');
		expect(result.error?.message).toContain(address);
		expect(emailsOf(contact)).toEqual([HOME, OTHER]);
		expect(newest().id).toBe(contact.id);
	});

	it.each([bad, refused])('Drop and Report: create leaves %s out and lists it', async (address) => {
		const result = await create(
			{ contactEmails: emails(address, 'good@example.com') },
			{ options: { invalidEmails: 'drop' } },
		);
		expect(only(result)).toMatchObject({
			_dropped_emails: [address],
			primary_email: 'good@example.com',
		});
		expect(newest().attributes.contact_emails).toEqual([
			{ value: 'good@example.com', primary: true, 'label-name': 'Work' },
		]);
	});

	it.each([bad, refused])('Drop and Report: update leaves %s out and lists it', async (address) => {
		const contact = ann();
		const result = await update(
			contact,
			{ title: 'CEO', contactEmails: emails(address, 'good@example.com') },
			{ invalidEmails: 'drop' },
		);
		expect(only(result)).toMatchObject({ _dropped_emails: [address], title: 'CEO' });
		expect((emailsOf(contact) as Attributes[]).map(({ value }) => value)).toEqual([
			HOME.value,
			OTHER.value,
			'good@example.com',
		]);
	});

	it('Drop and Report: Update Existing drops and lists too', async () => {
		const contact = ann();
		const result = await create(
			{ title: 'CEO', contactEmails: emails(HOME.value, refused) },
			{ options: { invalidEmails: 'drop' }, ifExists: 'updateExisting' },
		);
		expect(only(result)).toMatchObject({
			id: contact.id,
			_dropped_emails: [refused],
			title: 'CEO',
		});
		expect(emailsOf(contact)).toEqual([HOME, OTHER]);
	});

	it('Drop and Report: a contact whose only address was bad is created without any', async () => {
		const result = await create(
			{ contactEmails: emails(refused) },
			{ options: { invalidEmails: 'drop' } },
		);
		expect(only(result)).toMatchObject({ _dropped_emails: [refused], primary_email: null });
	});

	it('Drop and Report drops as well when IT Glue refuses with 400', async () => {
		bench.assume({ validationIs400: true });
		const result = await create(
			{ contactEmails: emails(refused, 'good@example.com') },
			{ options: { invalidEmails: 'drop' } },
		);
		expect(only(result)).toMatchObject({
			_dropped_emails: [refused],
			primary_email: 'good@example.com',
		});
	});

	it('Drop and Report does not hide what else is wrong', async () => {
		const result = await create(
			{ contactEmails: emails(refused), locationId: byId('123') },
			{ options: { invalidEmails: 'drop' } },
		);
		expect(said(result)).toContain('Location must exist');
	});
});

describe('the full name', () => {
	const NAMES: Array<[string, IDataObject, IDataObject]> = [
		[
			'is split at the first blank',
			{ name: 'Ann Lee Example' },
			{ first_name: 'Ann', last_name: 'Lee Example' },
		],
		['may be one word', { name: 'Cher' }, { first_name: 'Cher' }],
		[
			'ignores blanks around and between',
			{ name: '  Ann   Example ' },
			{ first_name: 'Ann', last_name: 'Example' },
		],
	];
	it.each(NAMES)('%s', async (_name, additionalFields, expected) => {
		const result = await create(additionalFields, { firstName: '', lastName: '' });
		expect(said(result)).toBe('(success)');
		expect(newest().attributes).toMatchObject(expected);
		expect(sentBy(bench.writes()[0])).not.toHaveProperty('name');
	});

	it('leaves to the last name what the first name does not hold', async () => {
		await create({ name: 'Mary Ann Else' }, { firstName: 'Mary Ann', lastName: '' });
		expect(newest().attributes).toMatchObject({ first_name: 'Mary Ann', last_name: 'Else' });
	});

	it('must not contradict first and last name', async () => {
		const ran = await create({ name: 'Someone Else' }, { firstName: 'Zoe', lastName: '' });
		expect(said(ran)).toContain('Full Name says "Someone Else"');
		expect(bench.writes()).toEqual([]);
	});

	it('is asked for when there is no name at all', async () => {
		const result = await create({}, { firstName: '', lastName: '' });
		expect(said(result)).toMatch(/needs a first name or a last name/);
		expect(bench.writes()).toEqual([]);
	});
});

describe('Get Primary', () => {
	it('gives the first contact of type Primary', async () => {
		const organization = bench.organization(2);
		const type = bench.sandbox.store
			.all('contact_types')
			.find(({ attributes }) => attributes.name === 'Primary');
		const expected = bench
			.within('contacts', organization)
			.find(({ attributes }) => String(attributes.contact_type_id) === type?.id);
		const result = await bench.run('contact', 'getPrimary', { organizationId: byId(organization) });
		expect(only(result)).toMatchObject({ id: expected?.id, contact_type_name: 'Primary' });
	});

	it('takes another type by name', async () => {
		const result = await bench.run('contact', 'getPrimary', {
			organizationId: byId(bench.organization(2)),
			primaryType: 'technical',
		});
		expect(only(result)).toMatchObject({ contact_type_name: 'Technical' });
	});

	it('gives nothing, and no failure, when there is none', async () => {
		const organization = bench.organization(2);
		for (const { id } of [...bench.within('contacts', organization)])
			bench.sandbox.store.remove('contacts', id);
		const items = [organization, bench.organization(4)].map(({ id }) => ({ id }));
		const result = await bench.run(
			'contact',
			'getPrimary',
			{ organizationId: byExpression('={{ $json.id }}') },
			{ input: items },
		);
		expect(said(result)).toBe('(success)');
		expect(result.output).toEqual([expect.objectContaining({ pairedItem: { item: 1 } })]);
	});

	it('lists the types when it is given an unknown one', async () => {
		const result = await bench.run('contact', 'getPrimary', {
			organizationId: byId(bench.organization(2)),
			primaryType: 'Boss',
		});
		expect(said(result)).toMatch(
			/There is no Contact Type "Boss".*Billing, End User, Executive, Primary, Technical, Vendor/,
		);
	});

	it('asks for the organization', async () => {
		const result = await bench.run('contact', 'getPrimary', {
			organizationId: byExpression('={{ $json.nothing }}'),
		});
		expect(said(result)).toMatch(/"Organization" is empty/);
		expect(lines(bench.sandbox.journal)).toEqual([]);
	});

	it('does not take a contact of another organization when the filter is ignored', async () => {
		const [mine, other] = [bench.organization(2), bench.organization(4)];
		for (const { id } of [...bench.within('contacts', mine)])
			bench.sandbox.store.remove('contacts', id);
		const stray = bench.within('contacts', other)[0] as StoredRecord;
		const body = {
			data: [
				{
					id: stray.id,
					type: 'contacts',
					attributes: {
						'organization-id': Number(other.id),
						'contact-type-id': stray.attributes.contact_type_id ?? null,
					},
				},
			],
			meta: { 'current-page': 1, 'next-page': null, 'total-pages': 1, 'total-count': 1 },
		};
		bench.sandbox.faults.add({
			kind: 'status',
			status: 200,
			path: '/contacts',
			body: body as Json,
			times: Infinity,
		});
		const result = await bench.run('contact', 'getPrimary', { organizationId: byId(mine) });
		expect(said(result)).toBe('(success)');
		expect(jsons(result)).toEqual([]);
	});

	it('is an empty success with a hint where the account has no type Primary', async () => {
		const type = bench.sandbox.store
			.all('contact_types')
			.find(({ attributes }) => attributes.name === 'Primary') as StoredRecord;
		bench.sandbox.store.update(type, { name: 'Main' });
		const result = await bench.run('contact', 'getPrimary', {
			organizationId: byName(String(bench.organization(2).attributes.name)),
		});
		expect(said(result)).toBe('(success)');
		expect(result.output).toEqual([]);
		expect(result.hints.map(({ message }) => message)).toEqual([
			expect.stringMatching(/There is no Contact Type "Primary".*nothing is returned.*Main/),
		]);
	});
});

it('the row that the form of a new contact opens with may stay empty', async () => {
	const result = await create({ title: 'Owner' });
	expect(said(result)).toBe('(success)');
	expect(hintsOf(result)).toEqual([]);
	expect(Object.keys(sentBy(bench.writes()[0])).filter((name) => name.includes('email'))).toEqual(
		[],
	);
});

it.each<[string, IDataObject[]]>([
	['an expression that came to nothing', [{ value: '={{ $json.nothing }}', label: 'Work' }]],
	['a second row', [{ value: '' }, { value: '' }]],
	['a row that says more', [{ value: '', primary: true }]],
])('%s is not that row: it is said', async (_name, email) => {
	const result = await create({ title: 'Owner', contactEmails: { email } });
	expect(hintsOf(result)).toEqual(['Emails: a row without Email Address was left out.']);
});

it('a row that somebody adds to an update and leaves empty is said', async () => {
	const contact = bench.within('contacts', bench.organization(2))[0] as StoredRecord;
	const fields = { title: 'Owner', contactEmails: { email: [{ value: '', label: 'Work' }] } };
	const result = await update(contact, fields);
	expect(hintsOf(result)).toEqual(['Emails: a row without Email Address was left out.']);
});

describe('a row of emails or phones', () => {
	const EMPTY_ROWS: Array<[string, IDataObject]> = [
		['a label only', { value: '', label: 'Mobile' }],
		['Primary only', { value: '', primary: true }],
		['a number that came to nothing', { value: '={{ $json.nothing }}', label: 'x', primary: true }],
	];
	it.each(EMPTY_ROWS)('with %s is ignored', async (_name, row) => {
		const rows = { contactEmails: { email: [row] }, contactPhones: { phone: [row] } };
		const created = await bench.run('contact', 'create', {
			organizationId: byId(bench.organization(2)),
			firstName: 'Rose',
			lastName: 'Rows',
			...rows,
			additionalFields: { title: 'Owner' },
		});
		expect(said(created)).toBe('(success)');
		expect(Object.keys(sentBy(bench.writes()[0]))).not.toEqual(
			expect.arrayContaining([expect.stringMatching(/emails|phones/)]),
		);

		const record = bench.within('contacts', bench.organization(2))[0] as StoredRecord;
		const before = structuredClone(record.attributes);
		for (const options of [{}, { replaceAll: ['contact_emails', 'contact_phones'] }]) {
			const updated = await bench.run('contact', 'update', {
				contactId: byId(record),
				updateFields: { title: 'CEO', ...rows },
				options,
			});
			expect(said(updated)).toBe('(success)');
			expect(bench.stored(record).attributes).toEqual({ ...before, title: 'CEO' });
		}
	});

	it('that is stored without a label does not keep its contact from being changed', async () => {
		const record = bench.add('contacts', bench.organization(2), {
			first_name: 'Old',
			last_name: 'Import',
			contact_emails: [
				{ value: 'old@example.com', primary: true },
				{ value: 'x@example.com', primary: false, 'label-name': null },
			],
			contact_phones: [{ value: '6045550100', primary: true, 'label-name': '' }],
		});
		const result = await bench.run('contact', 'update', {
			contactId: byId(record),
			updateFields: {
				contactEmails: { email: [{ value: 'new@example.com' }] },
				contactPhones: { phone: [{ value: '604-555-0101' }] },
			},
		});
		expect(said(result)).toBe('(success)');
		const { contact_emails: emails, contact_phones: phones } = bench.stored(record).attributes;
		const shown = (rows: Json | undefined) =>
			(rows as Attributes[]).map((row) => [row.value, row['label-name'], row.primary]);
		expect(shown(emails)).toEqual([
			['old@example.com', 'Work', true],
			['x@example.com', 'Work', false],
			['new@example.com', 'Work', false],
		]);
		expect(shown(phones)).toEqual([
			['6045550100', 'Office', true],
			['6045550101', 'Office', false],
		]);
	});
});

it('names type and id in the body of an update, as the OpenAPI description asks', async () => {
	const record = bench.within('contacts', bench.organization(2))[0] as StoredRecord;
	const result = await bench.run('contact', 'update', {
		contactId: byId(record),
		updateFields: { title: 'Head of IT' },
	});
	expect(said(result)).toBe('(success)');
	const [write] = bench.writes();
	expect(write?.body).toEqual({
		data: { id: record.id, type: 'contacts', attributes: { title: 'Head of IT' } },
	});
});
