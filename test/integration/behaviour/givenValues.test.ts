/** Values as databases, spreadsheets and other systems give them: dates, false for nothing, marks before names. */
import type { IDataObject } from 'n8n-workflow';
import { DateTime } from 'luxon';
import { automatic, upsertSettings } from '../../helpers/parameters';
import { byExpression, byId, hintsOf, jsons, only, said, sentBy, useSandbox } from './support';

const bench = useSandbox();

async function upsert(
	resource: string,
	input: unknown,
	matching: string[],
	options: IDataObject = {},
) {
	return await bench.run(
		resource,
		'upsert',
		{
			...(resource !== 'organization' && { organizationId: byId(bench.organization(2)) }),
			fields: automatic(...matching),
			...upsertSettings(options),
		},
		{ input: [input as IDataObject] },
	);
}

describe('a date that is no text', () => {
	const DAY = '2026-01-31';
	const dates: Array<[string, unknown]> = [
		['a Date at midnight of UTC', new Date(`${DAY}T00:00:00Z`)],
		['a Date in the day', new Date(`${DAY}T12:00:00Z`)],
		['a DateTime of n8n', DateTime.fromISO(`${DAY}T09:00:00`, { zone: 'Europe/Berlin' })],
	];

	it.each(dates)('%s, for a date and for a text', async (_title, date) => {
		const device = bench.add('configurations', bench.organization(2), {
			name: 'Dated',
			serial_number: 'SN-DATED',
		});
		const input = { serial_number: 'SN-DATED', warranty_expires_at: date, position: date };
		const first = only(await upsert('configuration', input, ['serial_number']));
		expect(first._action).toBe('updated');
		const { warranty_expires_at: expires, position } = bench.stored(device).attributes;
		expect(String(expires).slice(0, 10)).toBe(DAY);
		expect(String(position)).toMatch(/^2026-01-31T\d{2}:00:00/);
		expect(only(await upsert('configuration', input, ['serial_number']))._action).toBe('unchanged');
	});

	it('that is none is refused', async () => {
		const input = {
			serial_number: 'SN-DATED',
			name: 'Dated',
			warranty_expires_at: new Date('none'),
		};
		const result = await upsert('configuration', input, ['serial_number']);
		expect(said(result)).toContain('"Warranty Expires At" must be a date');
	});
});

it.each<[unknown, string]>([
	[2 ** 64, 'a number with so many digits'],
	[NaN, 'an invalid number'],
	[Infinity, 'an invalid number'],
	[Buffer.from('SN-1'), 'binary data'],
	[{ type: 'Buffer', data: [1, 2] }, 'binary data'],
])('%p is no text', async (title, what) => {
	const ann = bench.add('contacts', bench.organization(2), { first_name: 'Ann', last_name: 'Odd' });
	const input = { first_name: 'Ann', last_name: 'Odd', title };
	const result = await upsert('contact', input, ['first_name', 'last_name']);
	expect(said(result)).toContain(`"Title" must be text | The expression gave ${what}`);
	expect(bench.stored(ann).attributes.title ?? null).toBeNull();
});

it('a BigInt is the text of its digits', async () => {
	const ann = bench.add('contacts', bench.organization(2), { first_name: 'Ann', last_name: 'Odd' });
	await upsert('contact', { first_name: 'Ann', last_name: 'Odd', title: 12345678901234567890n }, [
		'first_name',
		'last_name',
	]);
	expect(bench.stored(ann).attributes.title).toBe('12345678901234567890');
});

describe('false where a text has no value', () => {
	const FALSE = {
		title: false,
		notes: false,
		contact_type_id: false,
		contact_phones: false,
		primary_email: false,
	};

	it('is nothing to Create or Update, unless empty clears', async () => {
		const ann = bench.add('contacts', bench.organization(2), {
			first_name: 'Ann',
			last_name: 'Odd',
			title: 'Owner',
			important: true,
		});
		const input = { first_name: 'Ann', last_name: 'Odd', ...FALSE };
		expect(only(await upsert('contact', input, ['first_name', 'last_name']))._action).toBe(
			'unchanged',
		);
		const clearing = await upsert(
			'contact',
			{ ...input, important: false },
			['first_name', 'last_name'],
			{
				neverOverwriteWithEmpty: false,
			},
		);
		expect(said(clearing)).toBe('(success)');
		expect(bench.stored(ann).attributes).toMatchObject({ title: null, important: false });
	});

	it('is nothing to Create, and clears with Update', async () => {
		const created = await bench.run(
			'contact',
			'create',
			{
				organizationId: byId(bench.organization(2)),
				firstName: 'Zoe',
				lastName: '={{ $json.none }}',
				additionalFields: { title: '={{ $json.none }}', contactTypeId: '={{ $json.none }}' },
			},
			{ input: [{ none: false }] },
		);
		expect(said(created)).toBe('(success)');
		expect(sentBy(bench.writes()[0])).not.toHaveProperty('title');
		expect(jsons(created)[0]).toMatchObject({ name: 'Zoe', last_name: null, title: null });
		const updated = await bench.run(
			'contact',
			'update',
			{
				contactId: byId(String(jsons(created)[0]?.id)),
				updateFields: { title: '={{ $json.none }}' },
			},
			{ input: [{ none: false }] },
		);
		expect(said(updated)).toBe('(success)');
		expect(sentBy(bench.writes()[1])).toEqual({ title: null });
	});
});

it.each([
	'\uFEFFname',
	'\u00EF\u00BB\u00BFname',
	'\uFEFF"name"',
	' name ',
	'\u00A0name',
	'name\u200B',
])('a column called %j is the column Name', async (column) => {
	const [organization] = bench.sandbox.store.all('organizations');
	const name = organization?.attributes.name;
	const result = await upsert('organization', { [column]: name }, ['name']);
	expect(only(result)).toMatchObject({ id: organization?.id, _action: 'unchanged' });
});

it.each<[unknown, boolean]>([
	['Y', true],
	['yes', true],
	['TRUE', true],
	['ja', true],
	[1, true],
	['t', true],
	['N', false],
	['off', false],
	['0', false],
])('a switch of a field that is %j', async (important, on) => {
	const ann = bench.add('contacts', bench.organization(2), {
		first_name: 'Ann',
		last_name: 'Odd',
		important: !on,
	});
	await upsert('contact', { first_name: 'Ann', last_name: 'Odd', important }, [
		'first_name',
		'last_name',
	]);
	expect(bench.stored(ann).attributes.important).toBe(on);
});

describe('a value as directories, PSAs and spreadsheets wrap it', () => {
	it.each<[IDataObject, IDataObject]>([
		[{ title: ['Owner'] }, { title: 'Owner' }],
		[{ title: [3, 'Owner'] }, { title: 'Owner' }],
		[{ title: { id: 3, name: 'Owner' } }, { title: 'Owner' }],
		[{ title: '="Owner"' }, { title: 'Owner' }],
		[{ title: 'Ow\u0000ner' }, { title: 'Owner' }],
		[{ title: 'Owner \uD83D' }, { title: 'Owner \uFFFD' }],
		[{ important: ['yes'] }, { important: true }],
	])('%j', async (input, stored) => {
		const ann = bench.add('contacts', bench.organization(2), {
			first_name: 'Ann',
			last_name: 'Odd',
		});
		const matching = ['first_name', 'last_name'];
		const item = { first_name: 'Ann', last_name: 'Odd', ...input };
		expect(only(await upsert('contact', item, matching))._action).toBe('updated');
		expect(bench.stored(ann).attributes).toMatchObject(stored);
		expect(only(await upsert('contact', item, matching))._action).toBe('unchanged');
	});

	it.each<unknown>([['Active'], { id: 1, name: 'Active' }, [1, 'Active']])(
		'the status %j',
		async (status) => {
			bench.add('configurations', bench.organization(2), {
				name: 'Wrapped',
				serial_number: 'SN-WRAPPED',
			});
			const input = { serial_number: 'SN-WRAPPED', configuration_status_id: status };
			expect(only(await upsert('configuration', input, ['serial_number']))).toMatchObject({
				_action: 'updated',
				configuration_status_name: 'Active',
			});
		},
	);

	it('lists of telephones and addresses as the primary one', async () => {
		bench.add('contacts', bench.organization(2), { first_name: 'Ann', last_name: 'Odd' });
		const input = {
			first_name: 'Ann',
			last_name: 'Odd',
			primary_phone: ['604-555-0100', null, '604-555-0101'],
			primary_email: [
				{ address: 'a.odd@client.example' },
				{ address: 'ann@client.example', type: 'work', primary: true },
			],
		};
		const matching = ['first_name', 'last_name'];
		expect(only(await upsert('contact', input, matching))).toMatchObject({
			primary_email: 'ann@client.example',
			contact_emails: [{ value: 'ann@client.example' }, { value: 'a.odd@client.example' }],
			contact_phones: [
				{ value: '6045550100', primary: true },
				{ value: '6045550101', primary: false },
			],
		});
		expect(only(await upsert('contact', input, matching))._action).toBe('unchanged');
	});
});

describe('a mark for no value', () => {
	it.each<[string, unknown]>([
		['title', 'NULL'],
		['title', '#N/A'],
		['title', '#REF!'],
		['title', '\\N'],
		['contact_type_id', 'NULL'],
		['important', 'n/a'],
		['contact_phones', 'NULL'],
		['primary_email', '#N/A'],
	])('in %s, %j erases nothing and is noted', async (column, mark) => {
		const ann = bench.add('contacts', bench.organization(2), {
			first_name: 'Ann',
			last_name: 'Odd',
			title: 'Owner',
			important: true,
		});
		const input = { first_name: 'Ann', last_name: 'Odd', [column]: mark };
		for (const neverOverwriteWithEmpty of [true, false]) {
			const ran = await upsert('contact', input, ['first_name', 'last_name'], {
				neverOverwriteWithEmpty,
			});
			expect(only(ran)._action).toBe('unchanged');
			expect(hintsOf(ran).join()).toContain('means that there is no value, so it was left out');
		}
		expect(bench.stored(ann).attributes).toMatchObject({ title: 'Owner', important: true });
	});

	it.each(['0001-01-01T00:00:00Z', '0000-00-00', '1970-01-01T00:00:00.000Z', 'N/A', '-'])(
		'as a date, %j',
		async (mark) => {
			const device = bench.add('configurations', bench.organization(2), {
				name: 'Dated',
				serial_number: 'SN-DATED',
				warranty_expires_at: '2027-01-31',
			});
			const input = { serial_number: 'SN-DATED', warranty_expires_at: mark };
			const ran = await upsert('configuration', input, ['serial_number']);
			expect(only(ran)._action).toBe('unchanged');
			expect(bench.stored(device).attributes.warranty_expires_at).toBe('2027-01-31');
		},
	);

	it('a person may be called Null', async () => {
		bench.add('contacts', bench.organization(2), { first_name: 'Ann', last_name: 'Odd' });
		const input = { first_name: 'Chris', last_name: 'Null' };
		const made = only(await upsert('contact', input, ['first_name', 'last_name']));
		expect(made).toMatchObject({ _action: 'created', last_name: 'Null' });
	});
});

it.each(['.0', "'", '="', '00'])('an ID with the %j of a table', async (mark) => {
	const { id } = bench.organization(2);
	const text = { '.0': `${id}.0`, "'": `'${id}`, '="': `="${id}"`, '00': `00${id}` }[mark];
	const updated = only(await upsert('organization', { id: text, quick_notes: mark }, ['id']));
	expect(updated).toMatchObject({ _action: 'updated', id });
	const input = [{ id: text }];
	const got = await bench.run(
		'organization',
		'get',
		{ organizationId: byExpression('={{ $json.id }}') },
		{ input },
	);
	expect(only(got).id).toBe(id);
});

it.each([
	'31.12.2026',
	'2026/12/31',
	'31-Dec-2026',
	'31 December 2026',
	'Dec 31, 2026',
	'Thu, 31 Dec 2026 00:00:00 GMT',
	'2026-12-31 00:00:00 UTC',
	'2026-12-31 00:00:00 +0000',
	"'2026-12-31",
	'2026\u201112\u201131',
])('the date %j, which cannot be mixed up', async (date) => {
	const device = bench.add('configurations', bench.organization(2), {
		name: 'Dated',
		serial_number: 'SN-DATED',
	});
	const input = { serial_number: 'SN-DATED', warranty_expires_at: date };
	expect(only(await upsert('configuration', input, ['serial_number']))._action).toBe('updated');
	expect(bench.stored(device).attributes.warranty_expires_at).toBe('2026-12-31');
	expect(only(await upsert('configuration', input, ['serial_number']))._action).toBe('unchanged');
});

it.each(['12/31/2026', '03/04/2026', '12/31/26', '32.12.2026', '31.02.2026', '31 Foo 2026', 46387])(
	'the date %j is refused',
	async (date) => {
		const input = { serial_number: 'SN-DATED', name: 'Dated', warranty_expires_at: date };
		const result = await upsert('configuration', input, ['serial_number']);
		expect(said(result)).toContain('"Warranty Expires At" must be a date');
	},
);
