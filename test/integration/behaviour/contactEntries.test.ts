/** Emails and phones of contacts as other systems give them, night after night. */
import type { IDataObject } from 'n8n-workflow';
import type { Attributes, Json, StoredRecord } from '../../../sandbox';
import { automatic } from '../../helpers/parameters';
import { byId, hintsOf, jsons, only, said, useSandbox } from './support';

const bench = useSandbox();

const DESK: Attributes = {
	value: '6045550100',
	extension: null,
	primary: true,
	'label-name': 'Office',
	'label-type': 'phone',
	'formatted-value': '604-555-0100',
};
const HOME: Attributes = {
	...DESK,
	value: '6045550177',
	primary: false,
	'label-name': 'Home',
	'formatted-value': '604-555-0177',
};
const MAIL: Attributes = { value: 'ann@client.example', primary: true, 'label-name': 'Work' };

function ann(phones: Attributes[] = [DESK, HOME], emails: Attributes[] = [MAIL]): StoredRecord {
	return bench.add('contacts', bench.organization(2), {
		first_name: 'Ann',
		last_name: 'Example',
		contact_emails: emails as Json,
		contact_phones: phones as Json,
	});
}

/** The phones of a contact in short: number, extension, label, kind, whether primary. */
const phonesOf = (contact: StoredRecord): string[] =>
	(bench.stored(contact).attributes.contact_phones as Attributes[]).map((phone) =>
		['value', 'extension', 'label-name', 'label-type', 'primary']
			.map((name) => String(phone[name] ?? ''))
			.join(' '),
	);
const emailsOf = (contact: StoredRecord): string[] =>
	(bench.stored(contact).attributes.contact_emails as Attributes[]).map(
		({ value, primary }) => `${String(value)}${primary === true ? ' *' : ''}`,
	);

async function upsert(input: IDataObject, options: IDataObject = {}) {
	return await bench.run(
		'contact',
		'upsert',
		{
			organizationId: byId(bench.organization(2)),
			fields: automatic('first_name', 'last_name'),
			options,
		},
		{ input: [{ first_name: 'Ann', last_name: 'Example', ...input }] },
	);
}

async function actionOf(input: IDataObject, options: IDataObject = {}): Promise<unknown> {
	return only(await upsert(input, options))._action;
}

const DESK_SHORT = '6045550100  Office phone true';
const HOME_SHORT = '6045550177  Home phone false';

describe('a number that the contact has', () => {
	it.each([
		'604-555-0100 (mobile)',
		'Tel: 604-555-0100',
		'+1 (604) 555-0100',
		'001 604 555 0100',
		'+1-604-555-0100',
		'16045550100',
		'604.555.0100',
		'tel:604-555-0100',
		'M: 604-555-0100',
		'\u202A604-555-0100\u202C',
		'6045550100.0',
	])('%j changes nothing, as text, as entry and as primary phone', async (text) => {
		const contact = ann();
		const ways = [
			{ contact_phones: text },
			{ contact_phones: [{ value: text }] },
			{ contact_phones: [{ number: text, primary: 'yes' }] },
			{ primary_phone: text },
		];
		for (const input of ways) expect(await actionOf(input)).toBe('unchanged');
		expect(phonesOf(contact)).toEqual([DESK_SHORT, HOME_SHORT]);
		expect(bench.writes()).toEqual([]);
	});

	it.each<[string, IDataObject]>([
		['(ext. 12)', { value: '604-555-0100 (ext. 12)' }],
		['extn 12', { value: '604-555-0100 extn 12' }],
		['x12 of its own', { value: '604-555-0100', extension: 'x12' }],
		['12.0 of a table', { value: '604-555-0100', extension: '12.0' }],
		['DW 12', { value: '604-555-0100 DW 12' }],
		['Durchwahl', { value: '604-555-0100, Durchwahl 12' }],
		['poste 12', { value: '604 555 0100 poste 12' }],
		['ext:12;', { value: '604-555-0100 ext:12;' }],
		['both', { value: '604-555-0100 x12', extension: 'ext 12' }],
	])('with its extension as %s changes nothing', async (_title, entry) => {
		const contact = ann([{ ...DESK, extension: '12' }, HOME]);
		expect(await actionOf({ contact_phones: [entry] })).toBe('unchanged');
		expect(phonesOf(contact)).toEqual(['6045550100 12 Office phone true', HOME_SHORT]);
	});

	it.each(['+44 (0)20 7946 0000', '020 7946 0000', '0044 20 7946 0000', '442079460000'])(
		'in a European way, %j',
		async (text) => {
			const contact = ann([
				{ ...DESK, value: '+442079460000', 'formatted-value': '+44 20 7946 0000' },
			]);
			expect(await actionOf({ contact_phones: text })).toBe('unchanged');
			expect(phonesOf(contact)).toEqual(['+442079460000  Office phone true']);
		},
	);

	it('is stored without "(0)" and without words', async () => {
		const contact = ann([], []);
		const input = { contact_phones: ['+44 (0)20 7946 0000 ext 3 (mobile)'] };
		expect(await actionOf(input)).toBe('updated');
		expect(phonesOf(contact)).toEqual(['+442079460000 3 Mobile phone true']);
		expect(await actionOf(input)).toBe('unchanged');
	});

	it.each(['+1 604-555-0100', '+16045550100', '(604) 555-0100', '0604 555 0100'])(
		'that IT Glue shows as %j goes round',
		async (formatted) => {
			ann([{ ...DESK, 'formatted-value': formatted }, HOME]);
			const [record] = jsons(
				await bench.run('contact', 'getAll', {
					organizationId: byId(bench.organization(2)),
					returnAll: true,
					filters: { lastName: 'Example', firstName: 'Ann' },
				}),
			);
			expect(record?.primary_phone).toBe(formatted);
			expect(await actionOf(record ?? {})).toBe('unchanged');
			expect(bench.writes()).toEqual([]);
		},
	);
});

describe('one number twice', () => {
	const TWICE = [
		{ value: '604-555-0100', label: 'Office' },
		{ value: '604-555-0100', label: 'Office', label_type: 'fax' },
		{ value: '604-555-0100', label: 'Mobile' },
	];
	const SHORT = [DESK_SHORT, '6045550100  Office fax false', '6045550100  Mobile phone false'];

	it.each<[string, IDataObject]>([
		['added to what is there', {}],
		['instead of what is there', { replaceAll: ['contact_phones'] }],
	])('%s: every one is an entry', async (_title, options) => {
		const contact = ann([DESK]);
		expect(await actionOf({ contact_phones: TWICE }, options)).toBe('updated');
		expect(phonesOf(contact)).toEqual(SHORT);
		expect(await actionOf({ contact_phones: TWICE }, options)).toBe('unchanged');
	});

	it('of a new contact', async () => {
		const result = await bench.run('contact', 'create', {
			organizationId: byId(bench.organization(2)),
			firstName: 'Zoe',
			lastName: 'Example',
			contactPhones: { phone: [{ value: TWICE }] },
		});
		expect(said(result)).toBe('(success)');
		const [newest] = bench.sandbox.store.all('contacts').slice(-1);
		expect(newest && phonesOf(newest)).toEqual(SHORT);
	});

	it('a label alone is no second entry', async () => {
		const contact = ann();
		await upsert({ contact_phones: [{ value: '604-555-0100', label: 'Front Desk' }] });
		expect(phonesOf(contact)).toEqual(['6045550100  Front Desk phone true', HOME_SHORT]);
	});

	it('two numbers of one text are two entries', async () => {
		const contact = ann();
		const input = { primary_phone: '604.555.0100 / 604.555.0101' };
		expect(await actionOf(input)).toBe('updated');
		expect(phonesOf(contact)).toEqual([DESK_SHORT, HOME_SHORT, '6045550101  Office phone false']);
		expect(await actionOf(input)).toBe('unchanged');
	});
});

it('what is no number is left out, and said', async () => {
	const contact = ann();
	const result = await upsert({ contact_phones: ['n/a', '604-555-0100'] });
	expect(only(result)._action).toBe('unchanged');
	expect(hintsOf(result).join()).toContain('"n/a" contains no phone number');
	expect(phonesOf(contact)).toEqual([DESK_SHORT, HOME_SHORT]);
});

describe('entries of other systems', () => {
	const ITEMS = [
		{
			id: 1,
			type: { id: 1, name: 'Email' },
			value: 'ann@client.example',
			defaultFlag: true,
			communicationType: 'Email',
			domain: '@client.example',
		},
		{
			id: 2,
			type: { id: 2, name: 'Direct' },
			value: '6045550123',
			extension: '7',
			defaultFlag: true,
			communicationType: 'Phone',
		},
		{ id: 3, type: { id: 3, name: 'Fax' }, value: '6045550123', communicationType: 'Fax' },
	];

	it("ConnectWise's communicationItems, for emails and for phones", async () => {
		const contact = ann([]);
		const input = { contact_emails: ITEMS, contact_phones: ITEMS };
		const first = await upsert(input);
		expect(only(first)._action).toBe('updated');
		expect(emailsOf(contact)).toEqual(['ann@client.example *']);
		expect(phonesOf(contact)).toEqual([
			'6045550123 7 Direct phone true',
			'6045550123  Office fax false',
		]);
		expect(hintsOf(first).slice(1)).toEqual([]);
		expect(await actionOf(input)).toBe('unchanged');
	});

	it.each<[string, unknown]>([
		[
			'proxyAddresses',
			[
				'smtp:ann@other.example',
				'SMTP:ann@client.example',
				'SIP:ann@sip.example',
				'X500:/o=Example',
			],
		],
		[
			'emailAddress',
			[
				{ emailAddress: { address: 'ann@client.example', name: 'Ann' } },
				{ emailAddress: { address: 'ann@other.example' } },
			],
		],
		[
			'address and name',
			[
				{ address: 'ann@client.example', name: 'Ann', isDefault: 'Y' },
				{ address: 'ann@other.example' },
			],
		],
		[
			'Google',
			[
				{ value: 'ann@client.example', metadata: { primary: true } },
				{ value: 'ann@other.example', metadata: { source: {} } },
			],
		],
		['JSON text', '[{"value":"ann@client.example"},{"value":"ann@other.example"},null]'],
		['names with addresses', 'Ann <ann@client.example>; Ann Example <ann@other.example>;'],
		[
			'nothing between',
			[null, 'ann@client.example', '', undefined, false, { value: null }, 'ann@other.example'],
		],
	])('%s', async (_title, given) => {
		const contact = ann();
		const result = await upsert({ contact_emails: given as IDataObject });
		expect(said(result)).toBe('(success)');
		expect(emailsOf(contact)).toEqual(['ann@client.example *', 'ann@other.example']);
		expect(await actionOf({ contact_emails: given as IDataObject })).toBe('unchanged');
	});

	it('businessPhones are texts', async () => {
		ann();
		expect(await actionOf({ contact_phones: ['+1 604 555 0100'] })).toBe('unchanged');
	});

	it.each<[string, unknown]>([
		['label_name', { label_name: 'Front', label_type: 'fax' }],
		['labelName', { labelName: 'Front', labelType: 'fax' }],
		['label-name', { 'label-name': 'Front', 'label-type': 'Fax' }],
		['Label Name', { 'Label Name': 'Front', 'Label Type': 'FAX' }],
	])('keys spelt as %s', async (_title, more) => {
		const contact = ann([]);
		await upsert({
			contact_phones: [{ value: '604-555-0199', formatted_value: 'x', ...(more as IDataObject) }],
		});
		expect(phonesOf(contact)).toEqual(['6045550199  Front fax true']);
	});

	it('keys that mean nothing are named', async () => {
		ann();
		const refused = await upsert({ contact_emails: [{ adress: 'ann@other.example' }] });
		expect(said(refused)).toContain('"Emails" has an entry without "value": it holds "adress"');
		const noted = await upsert({
			contact_emails: [{ value: 'ann@client.example', verified: true }],
		});
		expect(only(noted)._action).toBe('unchanged');
		expect(hintsOf(noted).join()).toContain('"verified"');
	});

	it.each<[unknown, boolean]>([
		['yes', true],
		['Y', true],
		['TRUE', true],
		['1', true],
		[1, true],
		['on', true],
		['ja', true],
		['no', false],
		['N', false],
		[0, false],
		['off', false],
		['nein', false],
		['', false],
		[null, false],
	])('a switch of an entry that is %j', async (primary, on) => {
		const contact = ann();
		await upsert({ contact_emails: [{ value: 'ann@other.example', primary: primary as string }] });
		expect(emailsOf(contact)).toEqual(
			on
				? ['ann@client.example', 'ann@other.example *']
				: ['ann@client.example *', 'ann@other.example'],
		);
	});

	it('a switch that is neither on nor off is refused', async () => {
		ann();
		const result = await upsert({
			contact_emails: [{ value: 'ann@other.example', primary: 'maybe' }],
		});
		expect(said(result)).toBe('"Primary" of "Emails" must be true or false | It is "maybe".');
	});
});

it.each(['ann@client..example', 'ann@client,example.com', 'ann@client'])(
	'%j is refused',
	async (address) => {
		ann();
		const result = await upsert({ contact_emails: address });
		expect(said(result)).toContain(`"${address}" is not an email address`);
		expect(bench.writes()).toEqual([]);
	},
);

it.each([
	'SMTP:ann@client.example',
	'smtp:ann@client.example',
	'SIP:ann@client.example',
	'mailto:ann@client.example',
	' ann@client.example;',
	'Ann <ANN@client.example>',
])('%j is matched on as the plain address', async (primaryEmail) => {
	const contact = ann();
	const result = await bench.run(
		'contact',
		'upsert',
		{
			organizationId: byId(bench.organization(2)),
			fields: automatic('primary_email'),
		},
		{ input: [{ primary_email: primaryEmail }] },
	);
	expect(only(result)).toMatchObject({ id: contact.id, _action: 'unchanged' });
});

describe('a number as people write it in other places', () => {
	it.each<[string, string[], boolean]>([
		['604-555-0100 604-555-0101', ['6045550100', '6045550101'], false],
		['604-555-0100\t604-555-0101', ['6045550100', '6045550101'], false],
		['604-555-0100 + 604-555-0101', ['6045550100', '6045550101'], false],
		['+44 20 7946 0000 +44 20 7946 0001', ['+442079460000', '+442079460001'], false],
		['604-555-0100/01', ['6045550100'], true],
		['+49 221 5550100/-101', ['+492215550100'], true],
		['0475/12/34/56', ['0475123456'], false],
		['0221 5550100/5550101', ['02215550100', '5550101'], false],
		['+49 (0221) 5550100', ['+492215550100'], false],
		['+49 [0] 221 5550100', ['+492215550100'], false],
		['49 (0) 221 5550100', ['+492215550100'], false],
		['+39 (06) 1234 5678', ['+390612345678'], false],
		['+39 (0)6 1234 5678', ['+390612345678'], false],
		['0800 FLOWERS', ['08003569377'], false],
		['\u0666\u0660\u0664 555 0100', ['6045550100'], false],
		['tel:+16045550100;phone-context=example.com', ['+16045550100'], false],
		['604-555-0100 (do not call)', ['6045550100'], true],
		['604-555-0100 after 6pm', ['6045550100'], true],
		['12 or 13', ['12'], true],
		['24h: 604-555-0100', ['6045550100'], true],
		['0', [], true],
		['000-000-0000', [], true],
		['+1', [], true],
		['12345678901234567890123', [], true],
	])('%j', async (text, numbers, isNoted) => {
		const contact = ann([], []);
		const first = await upsert({ contact_phones: text });
		expect(phonesOf(contact)).toEqual(
			numbers.map((number, at) => `${number}  Office phone ${at === 0}`),
		);
		const note = numbers.length > 0 ? 'The rest was not sent.' : 'contains no phone number';
		expect(hintsOf(first).some((hint) => hint.includes(note))).toBe(isNoted);
		expect(await actionOf({ contact_phones: text })).toBe('unchanged');
	});

	it.each([
		'extensión 12',
		'lok. 12',
		'alanumero 12',
		'linka 12',
		'доб. 12',
		'内線12',
		'dahili 12',
		'שלוחה 12',
		'转12',
		'*12',
		'p12',
		';12',
	])('with its extension as %j', async (extension) => {
		const contact = ann([], []);
		const input = { contact_phones: `+16045550100 ${extension}` };
		expect(await actionOf(input)).toBe('updated');
		expect(phonesOf(contact)).toEqual(['+16045550100 12 Office phone true']);
		expect(await actionOf(input)).toBe('unchanged');
	});
});

describe('addresses as people and other systems write them', () => {
	it.each([
		'ann@client.example#mailto:ann@client.example#',
		'=HYPERLINK("mailto:ann@client.example","ann@client.example")',
		'="ann@client.example"',
		'=ann@client.example',
		'<a href="mailto:ann@client.example">ann@client.example</a>',
		'[ann@client.example](mailto:ann@client.example)',
		'{ann@client.example}',
		'mailto:%61nn@client.example?subject=Hi',
		'ann@client.example?subject=Hi',
		'ann@client.example/',
		'\uFF41nn\uFF20client\u3002example',
		'“ann@client.example”',
		'work: ann@client.example',
		'ann_client.example#EXT#@tenant.onmicrosoft.com',
	])('%j is the address that the contact has', async (text) => {
		const contact = ann();
		for (const input of [{ contact_emails: text }, { primary_email: text }])
			expect(await actionOf(input)).toBe('unchanged');
		expect(emailsOf(contact)).toEqual(['ann@client.example *']);
	});

	it.each([
		'ann@client.example / ben@client.example',
		'ann@client.example or ben@client.example',
		'ann@client.example;#ben@client.example',
		'{ann@client.example,ben@client.example}',
		'work: ann@client.example, home: ben@client.example',
		'ann@client.example & ben@client.example',
	])('%j is two', async (text) => {
		const contact = ann([], []);
		expect(await actionOf({ contact_emails: text })).toBe('updated');
		expect(emailsOf(contact)).toEqual(['ann@client.example *', 'ben@client.example']);
		expect(await actionOf({ contact_emails: text })).toBe('unchanged');
	});

	it.each([
		['ann@m\u00FCnchen.example', 'ann@xn--mnchen-3ya.example'],
		['ann@xn--mnchen-3ya.example', 'ann@M\u00DCNCHEN.example'],
	])('%j is %j, also to match on', async (own, given) => {
		const contact = ann([], [{ ...MAIL, value: own }]);
		const input = { first_name: 'Ann', last_name: 'Example', primary_email: given };
		for (const matching of [['first_name', 'last_name'], ['primary_email']]) {
			const ran = await bench.run(
				'contact',
				'upsert',
				{ organizationId: byId(bench.organization(2)), fields: automatic(...matching) },
				{ input: [input] },
			);
			expect(only(ran)).toMatchObject({ id: contact.id, _action: 'unchanged' });
		}
		expect(emailsOf(contact)).toEqual([`${own} *`]);
	});

	it.each(['n/a', '-', 'none'])('%j is none, with a note', async (text) => {
		const contact = ann();
		const ran = await upsert({ contact_emails: text });
		expect(only(ran)._action).toBe('unchanged');
		expect(hintsOf(ran)).toContain(`Emails: "${text}" contains no email address and was left out.`);
		expect(emailsOf(contact)).toEqual(['ann@client.example *']);
	});
});
