/** Values that could be read in two ways: names of digits, dates, addresses, texts with commas. */
import type { StoredRecord } from '../../../sandbox';
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
	it.each(['03/04/2026', '2026-3-4', '20260304', '2026-02-30', '1772582400'])(
		'is not guessed: %s',
		async (given) => {
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
		},
	);

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

describe('values that look like numbers', () => {
	it('stay texts, but for IDs', async () => {
		const ran = await bench.run('configuration', 'create', {
			organizationId: byId(bench.organization(2)),
			configurationTypeId: byId(String(bench.sandbox.store.all('configuration_types')[0]?.id)),
			name: '0042',
			additionalFields: { assetTag: '00017', serialNumber: '12345' },
		});
		const { name, asset_tag, serial_number, configuration_type_id } = only(ran);
		expect({ name, asset_tag, serial_number }).toEqual({
			name: '0042',
			asset_tag: '00017',
			serial_number: '12345',
		});
		const sent = sentBy(bench.writes()[0]);
		expect(sent).toMatchObject({ name: '0042', 'asset-tag': '00017', 'serial-number': '12345' });
		expect(String(sent['configuration-type-id'])).toBe(configuration_type_id);
	});
});
