/** Create with Update Existing: what ties items to records and to each other, and what a re-run leaves alone. */
import type { IDataObject } from 'n8n-workflow';
import type { Attributes, StoredRecord } from '../../../sandbox';
import { byId, hintsOf, jsons, lines, only, said, useSandbox } from './support';

const bench = useSandbox();

const home = (): StoredRecord => bench.organization(2);
type More = Parameters<typeof bench.run>[3];

const create = async (resource: string, parameters: IDataObject, more: More = {}) =>
	await bench.run(
		resource,
		'create',
		{ organizationId: byId(home()), ifExists: 'updateExisting', ...parameters },
		more,
	);

const typeId = (): string => bench.sandbox.store.all('configuration_types')[0]?.id ?? '';
const count = (collection: string): number => bench.within(collection, home()).length;

const phonesOf = (contact: StoredRecord): unknown[] =>
	(bench.stored(contact).attributes.contact_phones as Attributes[]).map(({ value }) => value);

describe('two items with different emails of one contact', () => {
	it('are written one after the other, and neither loses what the other brought', async () => {
		const contact = bench.add('contacts', home(), {
			first_name: 'Ann',
			last_name: 'Example',
			contact_emails: ['ann@example.com', 'ann@example.org'].map((value, at) => ({
				value,
				primary: at === 0,
				'label-name': 'Work',
			})),
			contact_phones: [],
		});
		// Slow enough that the second would read before the first has written.
		bench.sandbox.faults.add({ kind: 'slow', method: 'PATCH', times: 1, delayMs: 200 });
		const before = count('contacts');
		const result = await create(
			'contact',
			{
				// Nothing but the record that both match ties the items to each other.
				firstName: '={{ $json.first }}',
				lastName: 'Example',
				contactEmails: { email: [{ value: '={{ $json.email }}' }] },
				contactPhones: { phone: [{ value: '={{ $json.phone }}' }] },
			},
			{
				input: [
					{ first: 'Ann', email: 'ann@example.com', phone: '604-555-0110' },
					{ email: 'ANN@example.org', phone: '604-555-0120' },
				],
			},
		);
		expect(said(result)).toBe('(success)');
		expect(jsons(result).map(({ id }) => id)).toEqual([contact.id, contact.id]);
		expect(phonesOf(contact)).toEqual(['6045550110', '6045550120']);
		expect(count('contacts')).toBe(before);
	});
});

describe('items with and without the first natural key in one run', () => {
	// Slow enough that the second would look before the first has created.
	beforeEach(() => {
		bench.sandbox.faults.add({ kind: 'slow', method: 'POST', times: 1, delayMs: 200 });
	});

	it('do not make a twin of a device', async () => {
		const before = count('configurations');
		const result = await create(
			'configuration',
			{
				name: 'NWD-PC-77',
				configurationTypeId: typeId(),
				additionalFields: { serialNumber: '={{ $json.serial }}', position: '={{ $json.at }}' },
			},
			{
				input: [
					{ serial: 'SN-77001', at: 'desk 0' },
					{ at: 'desk 1' },
					{ serial: 'sn-77001', at: 'desk 2' },
				],
			},
		);
		expect(said(result)).toBe('(success)');
		const [first, ...others] = jsons(result).map(({ id }) => String(id));
		expect(others).toEqual([first, first]);
		expect(count('configurations')).toBe(before + 1);
		expect(bench.stored(String(first), 'configurations').attributes).toMatchObject({
			position: 'desk 2',
		});
	});

	it('do not make a twin of a person', async () => {
		const before = count('contacts');
		const result = await create(
			'contact',
			{
				firstName: 'Uma',
				lastName: 'Twin',
				contactEmails: { email: [{ value: '={{ $json.email }}' }] },
				additionalFields: { title: '={{ $json.title }}' },
			},
			{ input: [{ email: 'uma@example.com', title: 'one' }, { title: 'two' }] },
		);
		expect(said(result)).toBe('(success)');
		const [first, second] = jsons(result);
		expect(second?.id).toBe(first?.id);
		expect(count('contacts')).toBe(before + 1);
		expect(bench.stored(String(first?.id), 'contacts').attributes.title).toBe('two');
	});
});

describe('what an item has given a record', () => {
	it('leads the next one to it: a serial number that was missing', async () => {
		const record = bench.add('configurations', home(), {
			name: 'NWD-PC-78',
			configuration_type_id: Number(typeId()),
			archived: false,
		});
		const before = count('configurations');
		const result = await create(
			'configuration',
			{
				name: 'NWD-PC-78',
				configurationTypeId: typeId(),
				additionalFields: { serialNumber: '={{ $json.serial }}', position: '={{ $json.at }}' },
			},
			{
				input: [
					{ serial: 'SN-78001', at: 'desk 0' },
					{ serial: 'SN-78002', at: 'desk 1' },
					{ serial: 'SN-78001', at: 'desk 2' },
				],
			},
		);
		expect(said(result)).toBe('(success)');
		const [first, second, third] = jsons(result).map(({ id }) => String(id));
		expect([first, third]).toEqual([record.id, record.id]);
		expect(second).not.toBe(record.id);
		expect(count('configurations')).toBe(before + 1);
		expect(bench.stored(record).attributes).toMatchObject({
			serial_number: 'SN-78001',
			position: 'desk 2',
		});
	});

	it('leads the next one to it: a further address', async () => {
		const contact = bench.add('contacts', home(), {
			first_name: 'Ann',
			last_name: 'Example',
			contact_emails: [{ value: 'ann@example.com', primary: true, 'label-name': 'Work' }],
			contact_phones: [],
		});
		const result = await create(
			'contact',
			{
				firstName: 'Ann',
				lastName: 'Example',
				contactEmails: {
					email: [{ value: '={{ $json.first }}' }, { value: '={{ $json.second }}' }],
				},
			},
			{
				input: [
					{ first: 'ann@example.com', second: 'ann@example.org' },
					{ first: 'ann@example.org', second: 'ann@example.net' },
				],
			},
		);
		expect(said(result)).toBe('(success)');
		expect(jsons(result).map(({ id }) => id)).toEqual([contact.id, contact.id]);
		expect(bench.stored(contact).attributes.contact_emails).toHaveLength(3);
	});

	it('is not a number that identifies nothing where there is a real one', async () => {
		const record = bench.add('configurations', home(), {
			name: 'NWD-PC-79',
			serial_number: 'SN-79001',
			configuration_type_id: Number(typeId()),
		});
		const result = await create('configuration', {
			name: 'NWD-PC-79',
			configurationTypeId: typeId(),
			additionalFields: { serialNumber: 'Default string', position: 'desk 0' },
		});
		expect(only(result)).toMatchObject({ id: record.id, serial_number: 'SN-79001' });
		expect(hintsOf(result).join()).toContain('Serial Number stays "SN-79001"');
	});
});

describe('a field that a re-run gives', () => {
	const device = (): StoredRecord =>
		bench.add('configurations', home(), {
			name: 'NWD-PC-9',
			configuration_type_id: Number(typeId()),
			position: 'Front desk',
			purchased_by: 'Ann',
			location_id: Number(bench.within('locations', home())[0]?.id),
			warranty_expires_at: '2027-01-31',
			archived: false,
		});
	const again = async (additionalFields: IDataObject) =>
		await create('configuration', {
			name: 'NWD-PC-9',
			configurationTypeId: typeId(),
			additionalFields,
		});

	it.each([['={{ "" }}'], ['={{ $json.nothing }}'], ['={{ "   " }}']])(
		'as %s does not clear the stored value',
		async (nothing) => {
			const record = device();
			const before = structuredClone(record.attributes);
			const result = await again({
				position: nothing,
				locationId: { __rl: true, mode: 'list', value: nothing },
				warrantyExpiresAt: nothing,
				purchasedBy: 'Bea',
			});
			expect(said(result)).toBe('(success)');
			expect(bench.stored(record).attributes).toEqual({ ...before, purchased_by: 'Bea' });
		},
	);

	it('as null clears it', async () => {
		const record = device();
		const result = await again({
			position: '={{ null }}',
			locationId: { __rl: true, mode: 'list', value: '={{ null }}' },
			warrantyExpiresAt: '={{ null }}',
		});
		expect(said(result)).toBe('(success)');
		expect(bench.stored(record).attributes).toMatchObject({
			position: null,
			location_id: null,
			warranty_expires_at: null,
			purchased_by: 'Ann',
		});
	});
});

describe('what firmware reports where a device has no number of its own', () => {
	const FIELDS: Array<[string, string, string[]]> = [
		[
			'serial_number',
			'serialNumber',
			['To Be Filled By O.E.M.', 'N/A', '0000000', 'System Serial Number', ' none ', 'FFFFFFFF'],
		],
		['asset_tag', 'assetTag', ['No Asset Tag', 'n/a', '0000000', 'To be filled by O.E.M.']],
		['mac_address', 'macAddress', ['00:00:00:00:00:00', 'FF-FF-FF-FF-FF-FF']],
	];
	const cases = FIELDS.flatMap(([attribute, param, values]) =>
		values.map((value): [string, string, string] => [attribute, param, value]),
	);
	it.each(cases)('%s (%s): "%s" does not make two devices one', async (attribute, param, value) => {
		const [known] = bench.within('configurations', home()) as [StoredRecord];
		bench.sandbox.store.update(known, { [attribute]: value });
		const before = structuredClone(known.attributes);
		const seen = count('configurations');
		const result = await create(
			'configuration',
			{
				name: '={{ $json.name }}',
				configurationTypeId: typeId(),
				additionalFields: { [param]: value },
			},
			{ input: [{ name: 'PC-A' }, { name: 'PC-B' }] },
		);
		expect(said(result)).toBe('(success)');
		expect(new Set([known.id, ...jsons(result).map(({ id }) => id)]).size).toBe(3);
		expect(count('configurations')).toBe(seen + 2);
		expect(bench.stored(known).attributes).toEqual(before);
	});

	it.each(['N/A', 'pending', 'see label'])(
		'what is no MAC address identifies no device: %s',
		async (macAddress) => {
			const [known] = bench.within('configurations', home()) as [StoredRecord];
			bench.sandbox.store.update(known, { mac_address: macAddress });
			const before = structuredClone(known.attributes);
			const result = await create('configuration', {
				name: 'PC-C',
				configurationTypeId: typeId(),
				additionalFields: { macAddress },
			});
			expect(only(result).id).not.toBe(known.id);
			expect(lines(bench.writes())).toEqual(['POST /configurations']);
			expect(bench.stored(known).attributes).toEqual(before);
		},
	);

	it('leaves real numbers a key, in whatever spelling of a MAC address', async () => {
		const [known] = bench.within('configurations', home()) as [StoredRecord];
		bench.sandbox.store.update(known, { mac_address: '00:00:5E:00:53:01' });
		const result = await create('configuration', {
			name: 'Other name',
			configurationTypeId: typeId(),
			additionalFields: { macAddress: '0000.5e00.5301' },
		});
		expect(only(result)).toMatchObject({ id: known.id, name: 'Other name' });
	});
});

describe('an archived record', () => {
	it.each<[string, string, IDataObject]>([
		['configuration', 'configurations', {}],
		['password', 'passwords', { password: 'x' }],
		['document', 'documents', {}],
	])(
		'that Update Existing finds stays archived, and a hint says so: %s',
		async (resource, collection, more) => {
			const record = bench.add(collection, home(), {
				name: 'Retired',
				configuration_type_id: Number(typeId()),
				password: 'y',
				archived: true,
				published: true,
			});
			const result = await create(resource, {
				name: 'Retired',
				...(resource === 'configuration' && { configurationTypeId: typeId() }),
				...more,
			});
			expect(only(result)).toMatchObject({ id: record.id, archived: true });
			expect(hintsOf(result)).toContainEqual(
				expect.stringMatching(
					new RegExp(`${record.id} exists already and is archived; it stays archived`),
				),
			);
			expect(bench.stored(record).attributes.archived).toBe(true);
		},
	);

	it('leaves no such hint where the item itself says what archived is to be', async () => {
		bench.add('configurations', home(), { name: 'Retired', archived: true });
		const result = await create('configuration', {
			name: 'Retired',
			configurationTypeId: typeId(),
			additionalFields: { archived: false },
		});
		expect(only(result)).toMatchObject({ archived: false });
		expect(hintsOf(result)).toEqual([]);
	});
});

describe('a name of blanks', () => {
	it.each<[string, IDataObject]>([
		['organization', { name: '={{ "   " }}' }],
		['configuration', { name: ' \t ', configurationTypeId: '1' }],
		['password', { name: '={{ " \\n " }}', password: 'x' }],
		['document', { name: '={{ "\\u00a0" }}' }],
		['location', { name: '  ' }],
	])('is refused: %s', async (resource, parameters) => {
		for (const ifExists of ['fail', 'updateExisting', 'createAnyway']) {
			const result = await create(resource, { ...parameters, ifExists });
			expect(said(result)).toMatch(/"Name" is empty/);
		}
		expect(bench.writes()).toEqual([]);
	});

	it('is refused where both names of a contact are blank', async () => {
		const result = await create('contact', { firstName: '  ', lastName: '={{ " " }}' });
		expect(said(result)).toMatch(/needs a first name or a last name/);
		expect(bench.writes()).toEqual([]);
	});
});

describe('an index that cannot be read again after a create', () => {
	it('does not turn what was created into a failure', async () => {
		// The first item is refused as taken, so that the lists are read again; that reading fails.
		bench.sandbox.faults.add({
			kind: 'status',
			status: 422,
			method: 'POST',
			path: '/contacts',
			body: { errors: [{ status: 422, title: 'Invalid', detail: 'Name has already been taken' }] },
		});
		const input = Array.from({ length: 4 }, (_each, at) => ({ last: `Number${at}` }));
		bench.sandbox.faults.add({
			kind: 'slow',
			method: 'POST',
			path: '/contacts',
			times: 3,
			delayMs: 300,
		});
		bench.sandbox.faults.add({
			kind: 'status',
			status: 403,
			method: 'GET',
			path: '/contacts',
			after: 1,
			times: Infinity,
			delayMs: 600,
		});
		const before = count('contacts');
		const result = await create(
			'contact',
			{ firstName: 'Nora', lastName: '={{ $json.last }}' },
			{ input, onError: 'continueRegularOutput' },
		);
		const failed = jsons(result).filter(({ error }) => error !== undefined);
		expect(failed).toHaveLength(1);
		expect(count('contacts')).toBe(before + 3);
		expect(lines(bench.writes()).filter((line) => line === 'POST /contacts')).toHaveLength(4);
	});
});
