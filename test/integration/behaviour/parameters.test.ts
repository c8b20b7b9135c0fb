/** Whatever an expression gives: taken, cleared, left alone or refused by name, and never something else. */
import type { IDataObject } from 'n8n-workflow';
import type { StoredRecord } from '../../../sandbox';
import {
	byExpression,
	byId,
	byName,
	jsons,
	lines,
	only,
	said,
	sentBy,
	useSandbox,
} from './support';

const bench = useSandbox();

const home = (): StoredRecord => bench.organization(2);
const first = (collection: string): StoredRecord =>
	bench.within(collection, home())[0] as StoredRecord;

interface Field {
	resource: string;
	collection: string;
	param: string;
	attribute: string;
	/** What the record holds before. */
	before: string | number | boolean;
	/** The field's name, in messages. */
	label: string;
}

const id = (collection: string, name: string): number =>
	Number(
		bench.sandbox.store.all(collection).find(({ attributes }) => attributes.name === name)?.id,
	);

const TITLE: Field = {
	resource: 'contact',
	collection: 'contacts',
	param: 'title',
	attribute: 'title',
	before: 'Owner',
	label: 'Title',
};
const NAME: Field = {
	resource: 'configuration',
	collection: 'configurations',
	param: 'name',
	attribute: 'name',
	before: 'PC',
	label: 'Name',
};
const IMPORTANT: Field = {
	resource: 'contact',
	collection: 'contacts',
	param: 'important',
	attribute: 'important',
	before: true,
	label: 'Important',
};
const WARRANTY: Field = {
	resource: 'configuration',
	collection: 'configurations',
	param: 'warrantyExpiresAt',
	attribute: 'warranty_expires_at',
	before: '2020-01-01',
	label: 'Warranty Expires At',
};
const CHANGED: Field = {
	resource: 'password',
	collection: 'passwords',
	param: 'passwordUpdatedAt',
	attribute: 'password_updated_at',
	before: '2020-01-01T00:00:00.000Z',
	label: 'Password Updated At',
};
const KIND: Field = {
	resource: 'password',
	collection: 'passwords',
	param: 'generatedPasswordType',
	attribute: 'generated_password_type',
	before: 'pronounceable',
	label: 'Generated Password Type',
};
const TYPE: Field = {
	resource: 'contact',
	collection: 'contacts',
	param: 'contactTypeId',
	attribute: 'contact_type_id',
	before: 0,
	label: 'Contact Type',
};
const PLACE: Field = {
	resource: 'contact',
	collection: 'contacts',
	param: 'locationId',
	attribute: 'location_id',
	before: 0,
	label: 'Location',
};

/** Results beside a stored value. */
const UNTOUCHED = Symbol('not sent');
const REFUSED = Symbol('refused by name');
type Outcome =
	| typeof UNTOUCHED
	| typeof REFUSED
	| string
	| number
	| boolean
	| null
	| RegExp
	| (() => number);

const technical = (): number => id('contact_types', 'Technical');

const CASES: Array<[Field, string, string, Outcome]> = [
	[TITLE, 'undefined', 'undefined', UNTOUCHED],
	[TITLE, 'null', 'null', null],
	[TITLE, 'empty text', '""', null],
	[TITLE, 'text', '"CEO"', 'CEO'],
	[TITLE, 'a number', '42', '42'],
	[TITLE, 'zero', '0', '0'],
	// Odoo's way to say that there is none.
	[TITLE, 'false', 'false', null],
	[TITLE, 'a list', '["CEO", "CTO"]', REFUSED],
	// LDAP gives every attribute as a list.
	[TITLE, 'a list of one', '["CEO"]', 'CEO'],
	[TITLE, 'an empty list', '[]', REFUSED],
	[TITLE, 'an object', '({ a: 1 })', REFUSED],
	[
		TITLE,
		'a date object',
		'DateTime.fromISO("2027-01-31T09:00:00Z", { zone: "utc" })',
		/^2027-01-31T09:00:00/,
	],
	[NAME, 'undefined', 'undefined', UNTOUCHED],
	[NAME, 'null', 'null', REFUSED],
	[NAME, 'empty text', '""', REFUSED],
	[NAME, 'a number', '7', '7'],
	[NAME, 'a list', '["PC", "Mac"]', REFUSED],
	[IMPORTANT, 'undefined', 'undefined', UNTOUCHED],
	[IMPORTANT, 'null', 'null', null],
	[IMPORTANT, 'empty text', '""', null],
	[IMPORTANT, 'false', 'false', false],
	[IMPORTANT, '"FALSE"', '"FALSE"', false],
	[IMPORTANT, '"no"', '"no"', false],
	[IMPORTANT, '0', '0', false],
	[IMPORTANT, '"true"', '" true "', true],
	[IMPORTANT, '1', '1', true],
	[IMPORTANT, '2', '2', REFUSED],
	[IMPORTANT, '"perhaps"', '"perhaps"', REFUSED],
	[IMPORTANT, 'a list', '[true, false]', REFUSED],
	[IMPORTANT, 'an object', '({})', REFUSED],
	[WARRANTY, 'undefined', 'undefined', UNTOUCHED],
	[WARRANTY, 'null', 'null', null],
	[WARRANTY, 'a day', '"2027-01-31"', '2027-01-31'],
	[WARRANTY, 'a moment: the day as written', '"2027-01-31T23:30:00-08:00"', '2027-01-31'],
	[
		WARRANTY,
		'a Luxon object: the day in its zone',
		'DateTime.fromISO("2027-01-31T23:30:00", { zone: "America/Los_Angeles" })',
		'2027-01-31',
	],
	[WARRANTY, 'a JavaScript date', 'new Date("2027-01-31T00:00:00Z")', '2027-01-31'],
	[WARRANTY, '$now', '$now.set({ year: 2027, month: 1, day: 31 })', '2027-01-31'],
	[WARRANTY, '$today', '$today.set({ year: 2027, month: 1, day: 31 })', '2027-01-31'],
	[WARRANTY, 'a day in American spelling, which may be a British one', '"03/04/2027"', REFUSED],
	[WARRANTY, 'words', '"soon"', REFUSED],
	[WARRANTY, 'a day that does not exist', '"2027-13-45"', REFUSED],
	[WARRANTY, 'a list', '["2027-01-31", "2027-02-01"]', REFUSED],
	[WARRANTY, 'an object', '({ a: 1 })', REFUSED],
	[WARRANTY, 'true', 'true', REFUSED],
	[CHANGED, 'undefined', 'undefined', UNTOUCHED],
	[CHANGED, 'a moment in a zone', '"2027-01-31T23:30:00-08:00"', '2027-02-01T07:30:00.000Z'],
	[
		CHANGED,
		'a Luxon object',
		'DateTime.fromISO("2027-01-31T23:30:00", { zone: "America/Los_Angeles" })',
		'2027-02-01T07:30:00.000Z',
	],
	[CHANGED, 'a number, which may be seconds or milliseconds', '1801350000000', REFUSED],
	[CHANGED, 'words', '"soon"', REFUSED],
	[CHANGED, 'a list', '["2027-01-31", "2027-02-01"]', REFUSED],
	[CHANGED, 'true', 'true', REFUSED],
	[KIND, 'undefined', 'undefined', UNTOUCHED],
	[KIND, 'null', 'null', null],
	[KIND, 'the value', '"complex"', 'complex'],
	[KIND, 'the label, in other case', '" COMPLEX "', 'complex'],
	[KIND, 'something else', '"simple"', REFUSED],
	[KIND, 'an object', '({})', REFUSED],
	[KIND, 'a number', '1', REFUSED],
	[TYPE, 'undefined', 'undefined', UNTOUCHED],
	[TYPE, 'null', 'null', null],
	[TYPE, 'empty text', '""', null],
	[TYPE, 'a name', '"Technical"', technical],
	[TYPE, 'a name in other case', '" tECHNICAL "', technical],
	[TYPE, 'an unknown name', '"Nobody"', REFUSED],
	[TYPE, 'part of a name', '"Tech"', REFUSED],
	[TYPE, 'a list', '["Technical", "Billing"]', REFUSED],
	[TYPE, 'an object', '({ a: 1 })', REFUSED],
	[TYPE, 'true', 'true', REFUSED],
	[TYPE, 'a key of every object', '"constructor"', REFUSED],
	[TYPE, 'another key of every object', '"__proto__"', REFUSED],
];

describe.each(
	[TITLE, NAME, IMPORTANT, WARRANTY, CHANGED, KIND, TYPE].map((field): [string, Field] => [
		field.label,
		field,
	]),
)('the field "%s" given', (_label, field) => {
	const cases = CASES.flatMap(
		([of, name, expression, outcome]): Array<[string, string, Outcome]> =>
			of === field ? [[name, expression, outcome]] : [],
	);

	it.each(cases)('%s', async (_name, expression, outcome) => {
		const record = first(field.collection);
		bench.sandbox.store.update(record, { [field.attribute]: field.before, notes: null });
		const result = await bench.run(field.resource, 'update', {
			[`${field.resource}Id`]: byId(record),
			updateFields: { [field.param]: `={{ ${expression} }}`, notes: 'seen' },
		});
		if (outcome === REFUSED) {
			expect(said(result)).toContain(field.label);
			expect(result.error?.description).toMatch(/\w/);
			expect(result.error?.context?.itemIndex).toBe(0);
			expect(bench.writes()).toEqual([]);
			return;
		}
		expect(said(result)).toBe('(success)');
		expect(result.hints).toEqual([]);
		const { attributes } = bench.stored(record);
		expect(attributes.notes).toBe('seen');
		const key = field.attribute.replace(/_/g, '-');
		if (outcome === UNTOUCHED) {
			expect(sentBy(bench.writes()[0])).not.toHaveProperty([key]);
			expect(attributes[field.attribute]).toBe(field.before);
		} else if (outcome instanceof RegExp) expect(attributes[field.attribute]).toMatch(outcome);
		else
			expect(attributes[field.attribute]).toBe(typeof outcome === 'function' ? outcome() : outcome);
	});
});

it('says that nothing is left to update when all fields give undefined', async () => {
	const result = await bench.run('contact', 'update', {
		contactId: byId(first('contacts')),
		updateFields: { title: '={{ undefined }}', important: '={{ $json.nothing }}' },
	});
	expect(said(result)).toMatch(/nothing to update.*undefined/i);
	expect(bench.sandbox.journal).toEqual([]);
});

describe('ids', () => {
	it('of 16 digits work, as text and as number', async () => {
		const record = bench.sandbox.store
			.all('contacts')
			.find(({ id: each }) => each.length === 16) as StoredRecord;
		for (const expression of [`"${record.id}"`, record.id, `" ${record.id} "`]) {
			const result = await bench.run('contact', 'get', {
				contactId: byExpression(`={{ ${expression} }}`),
			});
			expect(only(result).id).toBe(record.id);
		}
	});

	it('of 17 digits reach IT Glue digit by digit', async () => {
		const long = '12345678901234567';
		const result = await bench.run('contact', 'update', {
			contactId: byExpression(`={{ "${long}" }}`),
			updateFields: { locationId: byExpression(`={{ "${long}" }}`) },
		});
		expect(said(result)).toMatch(new RegExp(`${long} was not found`));
		expect(bench.writes()).toMatchObject([
			{ path: `/contacts/${long}`, body: { data: { attributes: { 'location-id': long } } } },
		]);
	});

	it('that JavaScript has rounded are refused: they may be another record', async () => {
		const result = await bench.run('contact', 'get', {
			contactId: byExpression('={{ 12345678901234567 }}'),
		});
		expect(said(result)).toMatch(/rounded/);
		const field = await bench.run('contact', 'update', {
			contactId: byId(first('contacts')),
			updateFields: { contactTypeId: '={{ 12345678901234567 }}' },
		});
		expect(said(field)).toMatch(/rounded/);
		expect(lines(bench.sandbox.journal)).toEqual(['GET /contact_types']);
	});

	it.each([
		'1/../2',
		'1?x=1',
		'1;2',
		'-1',
		'1.5',
		'1e3',
		'0x10',
		'١٢٣',
		'12345678901234567890',
		'1\n2',
	])('that are none are refused: %s', async (value) => {
		const result = await bench.run(
			'contact',
			'get',
			{ contactId: byExpression('={{ $json.id }}') },
			{ input: [{ id: value }] },
		);
		expect(said(result)).toMatch(/is not a valid contact ID/);
		expect(bench.sandbox.journal).toEqual([]);
	});

	it('may be plain text instead of a locator', async () => {
		const record = first('contacts');
		const result = await bench.run('contact', 'get', { contactId: record.id });
		expect(only(result).id).toBe(record.id);
	});

	it('take the location of a contact by name within its organization', async () => {
		const location = first('locations');
		const record = first('contacts');
		const result = await bench.run('contact', 'update', {
			contactId: byId(record),
			updateFields: { [PLACE.param]: byName(String(location.attributes.name).toUpperCase()) },
		});
		expect(said(result)).toBe('(success)');
		expect(bench.stored(record).attributes.location_id).toBe(Number(location.id));
	});
});

describe('a name', () => {
	const NAMES: Array<[string, string]> = [
		['with commas', 'Baker, Smith, and Sons'],
		['with a backslash before a comma', 'Back\\, slash'],
		['with quotes', `The "Best" O'Neill`],
		['with line ends', 'Line one\nLine two'],
		['with a tab', 'Tab\there'],
		['with emoji', 'Coffee ☕👩‍👩‍👧 Ltd'],
		['from right to left', 'שלום وسهلا Ltd'],
		['with combining marks', 'Cafe\u0301 Nord'],
		['like HTML', '<script>alert(1)</script> & <b>Co</b>'],
		['like an address', '../../organizations?filter[id]=1&x=%2F#y'],
		['like an expression', '{{ $json.x }} ={{ 1 }}'],
		['like digits', '20260131'],
		['of 10,000 characters', 'x'.repeat(9_990) + ' the end.'],
		['that every object has', 'constructor'],
		['that is dangerous', '__proto__'],
		['that begins like nothing', 'null and void'],
	];

	it.each(NAMES)('%s is stored, found again and not created twice', async (_label, name) => {
		const parameters = { name: '={{ $json.name }}', ifExists: 'returnExisting' };
		const created = await bench.run('organization', 'create', parameters, { input: [{ name }] });
		expect(said(created)).toBe('(success)');
		const record = only(created);
		expect(record.name).toBe(name);
		const again = await bench.run('organization', 'create', parameters, {
			input: [{ name }, { name: ` ${name} ` }],
		});
		expect(jsons(again).map((each) => each.id)).toEqual([record.id, record.id]);
		const found = await bench.run(
			'organization',
			'get',
			{ organizationId: byExpression('={{ $json.name }}', 'name') },
			{ input: [{ name }] },
		);
		expect(only(found).id).toBe(record.id);
		const filtered = await bench.run(
			'organization',
			'getAll',
			{ filters: { name: '={{ $json.name }}' } },
			{ input: [{ name }] },
		);
		expect(jsons(filtered).map((each) => each.id)).toEqual([record.id]);
		expect(bench.writes()).toHaveLength(1);
	});

	it.each([['constructor'], ['__proto__'], ['toString'], ['hasOwnProperty']])(
		'%s that does not exist is not found',
		async (name) => {
			const result = await bench.run('organization', 'get', { organizationId: byName(name) });
			expect(said(result)).toMatch(/There is no organization called/);
		},
	);

	it.each(['constructor', '__proto__', 'hasOwnProperty'])(
		'%s as the field of a refusal does not break the message',
		async (pointer) => {
			const body = {
				errors: [{ detail: 'must exist', source: { pointer: `data/attributes/${pointer}` } }],
			};
			bench.sandbox.faults.add({ kind: 'status', status: 422, body });
			const result = await bench.run('contact', 'get', { contactId: byId('1') });
			expect(result.error?.message).toMatch(/must exist/);
			// As the output spells attributes.
			const field = pointer === 'hasOwnProperty' ? 'has_own_property' : pointer;
			expect(result.error?.context?.details).toMatchObject({ field });
		},
	);
});

describe('Other Attributes (JSON)', () => {
	const update = async (otherAttributes: unknown, more: IDataObject = {}) =>
		await bench.run(
			'organization',
			'update',
			{
				organizationId: byId(home()),
				updateFields: { otherAttributes: '={{ $json.other }}', ...more },
			},
			{ input: [{ other: otherAttributes as IDataObject }] },
		);

	it.each<[string, unknown]>([
		['camelCase', { shortName: 'NEW' }],
		['snake_case', { short_name: 'NEW' }],
		['kebab-case', { 'short-name': 'NEW' }],
		['JSON text', '{"shortName":"NEW"}'],
	])('takes %s', async (_name, other) => {
		const result = await update(other);
		expect(only(result)).toMatchObject({ short_name: 'NEW' });
		expect(sentBy(bench.writes()[0])).toEqual({ 'short-name': 'NEW' });
	});

	it('sends what the node does not know, as it is', async () => {
		await update({ brandNewThing: { innerKey: [1], 'other-key': null } });
		expect(sentBy(bench.writes()[0])).toEqual({
			'brand-new-thing': { innerKey: [1], 'other-key': null },
		});
	});

	it.each<[string, unknown, RegExp]>([
		[
			'a dangerous key',
			'{"__proto__": {"polluted": true}, "shortName": "x"}',
			/"__proto__" cannot be set/,
		],
		['a constructor', '{"constructor": 1}', /"constructor" cannot be set/],
		['an id', { id: '5' }, /"id" cannot be set/],
		['a type', { type: 'contacts' }, /"type" cannot be set/],
		['a list', [1], /not a JSON object/],
		['text that is no JSON', '{oops', /JSON/],
		['a number', 5, /not a JSON object/],
		['one attribute in two spellings', { shortName: 'a', 'short-name': 'b' }, /set twice/],
	])('refuses %s', async (_name, other, words) => {
		const result = await update(other);
		expect(said(result)).toMatch(words);
		expect(bench.writes()).toEqual([]);
		expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
	});

	it('refuses a key that the form sets as well', async () => {
		expect(said(await update({ shortName: 'a' }, { shortName: 'b' }))).toMatch(
			/"Short Name" is set twice/,
		);
	});

	it.each([[''], [null], [undefined], [{}]])('takes %s as nothing', async (other) => {
		const result = await update(other, { shortName: 'b' });
		expect(sentBy(bench.writes()[0])).toEqual({ 'short-name': 'b' });
		expect(said(result)).toBe('(success)');
	});
});

describe('Limit', () => {
	it.each([['0'], ['-1'], ['1.5'], ['"x"'], ['null'], ['[]']])('refuses %s', async (limit) => {
		const result = await bench.run('contact', 'getAll', { limit: `={{ ${limit} }}` });
		expect(said(result)).toMatch(/"Limit" must be a whole number above 0/);
		expect(bench.sandbox.journal).toEqual([]);
	});

	it('takes a number as text', async () => {
		expect((await bench.run('contact', 'getAll', { limit: '={{ "3" }}' })).output).toHaveLength(3);
	});
});

describe('a filter', () => {
	it.each([
		['true', true],
		['"yes"', true],
		['1', true],
		['false', false],
		['"no"', false],
		['0', false],
	])('that is a switch takes %s', async (expression, archived) => {
		bench.sandbox.store.update(first('configurations'), { archived: true });
		const result = await bench.run('configuration', 'getAll', {
			returnAll: true,
			filters: { archived: `={{ ${expression} }}` },
		});
		expect(said(result)).toBe('(success)');
		expect(new Set(jsons(result).map((record) => record.archived))).toEqual(new Set([archived]));
	});

	it.each<[string, string, IDataObject]>([
		['a switch that is neither on nor off', 'configuration', { archived: '={{ "perhaps" }}' }],
		['an empty text', 'contact', { firstName: '={{ "" }}' }],
		['undefined', 'contact', { ids: '={{ $json.nothing }}' }],
		['an object', 'contact', { firstName: '={{ ({ a: 1 }) }}' }],
		['a date that is none', 'organization', { updatedAfter: '={{ "soon" }}' }],
		['an id of a PSA without its name', 'organization', { psaId: '5' }],
		['an unknown type', 'organization', { organizationTypeId: 'Nobody' }],
	])(
		'refuses %s: IT Glue would ignore it and give everything',
		async (_name, resource, filters) => {
			const result = await bench.run(resource, 'getAll', { filters });
			expect(result.status).toBe('error');
			expect(result.output).toEqual([]);
			expect(lines(bench.sandbox.journal).filter((line) => !line.includes('_types'))).toEqual([]);
		},
	);

	it('takes a Luxon object as date', async () => {
		const result = await bench.run('organization', 'getAll', {
			filters: { updatedAfter: '={{ $now.minus({ days: 2 }) }}' },
		});
		expect(said(result)).toBe('(success)');
		expect(bench.sandbox.journal[0]?.query['filter[updated_at]']).toMatch(
			/^\d{4}-\d\d-\d\dT.*Z, \*$/,
		);
	});

	it('takes several texts as a list, commas and all', async () => {
		const names = ['Baker, Lyons & Co', 'Summit Logistics'];
		const result = await bench.run(
			'organization',
			'getAll',
			{ filters: { name: '={{ $json.names }}' } },
			{ input: [{ names }] },
		);
		expect(new Set(jsons(result).map((record) => record.name))).toEqual(new Set(names));
	});

	it('takes ids as a list', async () => {
		const ids = bench.within('contacts', home()).map((record) => record.id);
		const result = await bench.run(
			'contact',
			'getAll',
			{ filters: { ids: '={{ $json.ids }}' } },
			{ input: [{ ids }] },
		);
		expect(
			jsons(result)
				.map((record) => record.id)
				.sort(),
		).toEqual([...ids].sort());
	});

	it('believes that a single id is not there without asking again', async () => {
		const result = await bench.run('contact', 'getAll', { filters: { ids: '99999999' } });
		expect(jsons(result)).toEqual([]);
		expect(bench.sandbox.journal).toHaveLength(1);
	});
});
