/** Values that could be read in two ways, and rows, options and positions that are easily lost. */
import type { IDataObject } from 'n8n-workflow';
import type { Attributes, Json, StoredRecord } from '../../../sandbox';
import { byExpression, byId, byName, jsons, only, said, sentBy, useSandbox } from './support';

const bench = useSandbox();

const home = (): StoredRecord => bench.organization(2);
const of = (collection: string): StoredRecord =>
	bench.within(collection, home())[0] as StoredRecord;

describe('a name that consists of digits', () => {
	it('names a model, whatever has that id', async () => {
		const manufacturer = bench.sandbox.store.all('manufacturers')[0] as StoredRecord;
		const model = bench.sandbox.store.insert('models', {
			name: '9300',
			manufacturer_id: Number(manufacturer.id),
		});
		const record = of('configurations');
		const result = await bench.run('configuration', 'update', {
			configurationId: byId(record),
			updateFields: { manufacturerId: manufacturer.id, modelId: byName('9300') },
		});
		expect(said(result)).toBe('(success)');
		expect(bench.stored(record).attributes.model_id).toBe(Number(model.id));
	});

	it('names a location', async () => {
		const location = bench.add('locations', home(), { name: '100' });
		const record = of('contacts');
		const result = await bench.run(
			'contact',
			'update',
			{
				contactId: byId(record),
				updateFields: { locationId: byExpression('={{ $json.place }}', 'name') },
			},
			{ input: [{ place: 100 }] },
		);
		expect(said(result)).toBe('(success)');
		expect(bench.stored(record).attributes.location_id).toBe(Number(location.id));
	});

	it('names a record and an organization', async () => {
		const organization = bench.add('organizations', home(), { name: '360' });
		const record = bench.add('configurations', organization, { name: '4711' });
		const result = await bench.run('configuration', 'get', {
			organizationId: byName('360'),
			configurationId: byName('4711'),
		});
		expect(only(result).id).toBe(record.id);
	});
});

describe('a field that points to a record', () => {
	const address = (organizationId: string, id: string): string =>
		`https://example.itglue.com/${organizationId}/locations/${id}?from=mail`;

	const move = async (url: string) => {
		const record = of('contacts');
		const result = await bench.run('contact', 'update', {
			contactId: byId(record),
			updateFields: { locationId: { __rl: true, mode: 'url', value: url } },
		});
		return { result, record };
	};

	it('takes its web address', async () => {
		const location = bench.add('locations', home(), { name: 'Annex' });
		const { result, record } = await move(address(home().id, location.id));
		expect(said(result)).toBe('(success)');
		expect(bench.stored(record).attributes.location_id).toBe(Number(location.id));
	});

	it('refuses the address of another organization', async () => {
		const other = bench.organization(3);
		const location = bench.add('locations', other, { name: 'Elsewhere' });
		const { result } = await move(address(other.id, location.id));
		expect(said(result)).toContain(other.id);
		expect(bench.writes()).toEqual([]);
	});
});

describe('a date', () => {
	it.each([
		'03/04/2026',
		'2026-3-4',
		'4.3.2026',
		'20260304',
		'March 4, 2026',
		'2026-02-30',
		'1772582400',
	])('is not guessed: %s', async (given) => {
		const record = of('passwords');
		const asMoment = await bench.run('password', 'update', {
			passwordId: byId(record),
			updateFields: { passwordUpdatedAt: given },
		});
		expect(said(asMoment)).toMatch(/"Password Updated At" must be a date and time/);
		const asDay = await bench.run('configuration', 'update', {
			configurationId: byId(of('configurations')),
			updateFields: { installedAt: given },
		});
		expect(said(asDay)).toMatch(/"Installed At" must be a date/);
		const asFilter = await bench.run('organization', 'getAll', {
			filters: { updatedAfter: given },
		});
		expect(said(asFilter)).toMatch(/The filter "Updated After" must be a date/);
		expect(bench.sandbox.journal).toEqual([]);
	});

	// n8n's own default zone is America/New_York: -5 hours in winter, -4 in summer.
	it.each([
		['2026-01-31T09:00:00', '2026-01-31T14:00:00.000Z'],
		['2026-07-01 09:00', '2026-07-01T13:00:00.000Z'],
		['2026-07-01', '2026-07-01T04:00:00.000Z'],
		['2026-07-01T09:00:00Z', '2026-07-01T09:00:00.000Z'],
		['2026-07-01T09:00:00+02:00', '2026-07-01T07:00:00.000Z'],
	])('without a zone is meant in the zone of the workflow: %s', async (given, moment) => {
		const record = of('passwords');
		const result = await bench.run('password', 'update', {
			passwordId: byId(record),
			updateFields: { passwordUpdatedAt: given },
		});
		expect(said(result)).toBe('(success)');
		expect(sentBy(bench.writes()[0])).toEqual({ 'password-updated-at': moment });

		await bench.run('organization', 'getAll', { filters: { updatedAfter: given } });
		const asked = bench.sandbox.journal.find(({ path }) => path === '/organizations');
		expect(asked?.query['filter[updated_at]']).toBe(`${moment}, *`);
	});
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
			organizationId: byId(home()),
			firstName: 'Rose',
			lastName: 'Rows',
			additionalFields: { title: 'Owner', ...rows },
		});
		expect(said(created)).toBe('(success)');
		expect(Object.keys(sentBy(bench.writes()[0]))).not.toEqual(
			expect.arrayContaining([expect.stringMatching(/emails|phones/)]),
		);

		const record = of('contacts');
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
		const record = bench.add('contacts', home(), {
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

describe('an option', () => {
	const documentWith = (sorts: number[]): StoredRecord => {
		const document = bench.add('documents', home(), {
			name: 'Runbook',
			published: true,
			archived: false,
		});
		for (const sort of sorts) {
			bench.sandbox.store.insert('document_sections', {
				document_id: Number(document.id),
				resource_type: 'Document::Text',
				content: `<p>at ${sort}</p>`,
				sort,
			});
		}
		return document;
	};
	const sections = ({ id }: StoredRecord): Attributes[] =>
		bench.sandbox.store
			.related('document_sections', 'document_id', id)
			.map(({ attributes }) => attributes);
	const append = async (document: StoredRecord, bodyMode: string) =>
		await bench.run('document', 'update', {
			documentId: byId(document),
			updateFields: { content: '<p>new</p>' },
			options: { bodyMode },
		});

	it.each(['Append', 'APPEND', '={{ "append section" }}', ' Append Section '])(
		'is understood by value or label in another case: %s',
		async (bodyMode) => {
			const document = documentWith([0, 1]);
			expect(said(await append(document, bodyMode))).toBe('(success)');
			expect(sections(document)).toHaveLength(3);
		},
	);

	it.each(['Update Existing', 'UPDATEEXISTING', '={{ "update existing" }}'])(
		'up front is understood as well: %s',
		async (ifExists) => {
			const known = of('configurations');
			const result = await bench.run('configuration', 'create', {
				organizationId: byId(home()),
				name: String(known.attributes.name),
				configurationTypeId: String(known.attributes.configuration_type_id),
				ifExists,
				additionalFields: { position: 'moved' },
			});
			expect(only(result)).toMatchObject({ id: known.id, position: 'moved' });
		},
	);

	it.each<[string, string, IDataObject, RegExp]>([
		[
			'document',
			'bodyMode',
			{ options: { bodyMode: '={{ "prepend" }}' } },
			/Append Section.*Replace Everything/,
		],
		['document', 'bodyFormat', { options: { bodyFormat: 'rtf' } }, /HTML.*Markdown/],
		['document', 'publish', { publish: '={{ "perhaps" }}' }, /true, false/],
		['contact', 'replaceAll', { options: { replaceAll: ['contact_faxes'] } }, /Emails, Phones/],
		['contact', 'invalidEmails', { options: { invalidEmails: 'ignore' } }, /Drop and Report/],
	])(
		'that is unknown is refused, nothing is written: %s %s',
		async (resource, _name, more, words) => {
			const result = await bench.run(resource, 'update', {
				[`${resource}Id`]: byId(of(`${resource}s`)),
				updateFields:
					resource === 'document'
						? { content: '<p>x</p>' }
						: { contactEmails: { email: [{ value: 'new@example.com' }] } },
				...more,
			});
			expect(said(result)).toMatch(/is not a value of ".*Use one of: /);
			expect(said(result)).toMatch(words);
			expect(bench.writes()).toEqual([]);
		},
	);

	it.each(['nonsense', '={{ "nonsense" }}', '={{ ["fail"] + "x" }}'])(
		'If It Already Exists: %s is refused, nothing is created',
		async (ifExists) => {
			const result = await bench.run('contact', 'create', {
				organizationId: byId(home()),
				firstName: 'New',
				lastName: 'Person',
				ifExists,
			});
			expect(said(result)).toMatch(/is not a value of "If It Already Exists".*Use one of: Fail, /);
			expect(bench.writes()).toEqual([]);
		},
	);

	it('Append Section adds behind the last section, however far it has come', async () => {
		const document = documentWith([0, 5, 9]);
		await append(document, 'append');
		expect(sections(document).map(({ sort, content }) => [sort, content])).toEqual([
			[0, '<p>at 0</p>'],
			[5, '<p>at 5</p>'],
			[9, '<p>at 9</p>'],
			[10, '<p>new</p>'],
		]);
	});
});

it('several texts in a filter find each of them and nothing else', async () => {
	const titles = ['Owner, acting', 'CFO'];
	const expected = bench.within('contacts', home()).slice(0, 2);
	expected.forEach((record, at) => bench.sandbox.store.update(record, { title: titles[at] }));
	const result = await bench.run(
		'contact',
		'getAll',
		{ organizationId: byId(home()), returnAll: true, filters: { title: '={{ $json.titles }}' } },
		{ input: [{ titles }] },
	);
	expect(new Set(jsons(result).map(({ id }) => id))).toEqual(new Set(expected.map(({ id }) => id)));
});

it('names type and id in the body of an update, as the OpenAPI description asks', async () => {
	const record = of('contacts');
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
