/** Names of types, models, countries and the like in a write: numbers, usual spellings, and names that are not there. */
import type { IDataObject } from 'n8n-workflow';
import type { StoredRecord } from '../../../sandbox';
import { byId, hintsOf, jsons, lines, only, said, told, useSandbox } from './support';

const bench = useSandbox();
const home = (): StoredRecord => bench.organization(2);

const entry = (collection: string, name: string, more: IDataObject = {}): StoredRecord =>
	bench.sandbox.store.insert(collection, { name, ...more } as never);

const named = (collection: string, name: string): StoredRecord | undefined =>
	bench.sandbox.store.all(collection).find(({ attributes }) => attributes.name === name);

const device = (attributes: IDataObject = {}): StoredRecord =>
	bench.add('configurations', home(), {
		name: 'SW-01',
		serial_number: 'FR554H',
		configuration_type_id: Number(bench.sandbox.store.all('configuration_types')[0]?.id),
		...attributes,
	} as never);

const sync = async (items: IDataObject[], options: IDataObject = {}, more: IDataObject = {}) =>
	await bench.run(
		'configuration',
		'upsert',
		{
			organizationId: byId(home()),
			fields: { mappingMode: 'autoMapInputData', matchingColumns: ['serial_number'], value: null },
			options,
			...more,
		},
		{ input: items },
	);

const row = (more: IDataObject): IDataObject => ({
	name: 'SW-01',
	serial_number: 'FR554H',
	...more,
});

describe('a number', () => {
	it('is a name where there is such a name', async () => {
		const maker = entry('manufacturers', 'Example Networks');
		const model = entry('models', '9300', { manufacturer_id: Number(maker.id) });
		const switchOne = device();
		expect(said(await sync([row({ manufacturer_id: 'Example Networks', model_id: '9300' })]))).toBe(
			'(success)',
		);
		expect(String(bench.stored(switchOne).attributes.model_id)).toBe(model.id);
	});

	it('is an id where there is none', async () => {
		const maker = entry('manufacturers', 'Example Networks');
		const switchOne = device();
		await sync([row({ manufacturer_id: maker.id })]);
		expect(String(bench.stored(switchOne).attributes.manufacturer_id)).toBe(maker.id);
	});

	it('that was picked from the list is an id, and asks for no list', async () => {
		const maker = entry('manufacturers', 'Example Networks');
		entry('manufacturers', maker.id);
		const switchOne = device();
		const result = await bench.run('configuration', 'update', {
			configurationId: byId(switchOne),
			updateFields: { manufacturerId: maker.id },
		});
		expect(said(result)).toBe('(success)');
		expect(String(bench.stored(switchOne).attributes.manufacturer_id)).toBe(maker.id);
		expect(lines(bench.sandbox.journal).join()).not.toContain('/manufacturers');
	});
});

describe('a name that is not there', () => {
	const unknown = row({ manufacturer_id: 'Acme Devices', model_id: '9300' });

	it('stops the item, and lists the names that are there', async () => {
		device();
		const result = await sync([unknown]);
		expect(said(result)).toMatch(
			/There is no Manufacturer "Acme Devices" \| Existing manufacturers: /,
		);
		expect(bench.writes()).toEqual([]);
	});

	it('is left out and reported, and so is what belongs to it', async () => {
		// The number is a model of another manufacturer: nobody said that one.
		const other = entry('manufacturers', 'Example Networks');
		entry('models', '9300', { manufacturer_id: Number(other.id) });
		const switchOne = device();
		const result = await sync([{ ...unknown, notes: 'Rack 2' }], { ifNameNotFound: 'leaveOut' });
		expect(only(result)).toMatchObject({
			_action: 'updated',
			_not_found: { manufacturer_id: 'Acme Devices', model_id: '9300' },
		});
		expect(hintsOf(result).join(' ')).toContain('There is no Manufacturer "Acme Devices"');
		const { manufacturer_id: maker = null, model_id: model = null } =
			bench.stored(switchOne).attributes;
		expect([maker, model]).toEqual([null, null]);
		expect(String(bench.stored(switchOne).attributes.notes)).toContain('Rack 2');
	});

	it('is created once for all items, a model under its manufacturer, and found by the next run', async () => {
		device();
		const items = [
			unknown,
			{
				...unknown,
				name: 'SW-02',
				serial_number: 'FR554J',
				configuration_type_id: 'Stackable Switch',
			},
		];
		const first = await sync(items, { ifNameNotFound: 'create' });
		expect(said(first)).toBe('(success)');
		const makers = bench.sandbox.store
			.all('manufacturers')
			.filter(({ attributes }) => attributes.name === 'Acme Devices');
		expect(makers).toHaveLength(1);
		const model = named('models', '9300');
		expect(String(model?.attributes.manufacturer_id)).toBe(makers[0]?.id);
		const stored = bench
			.within('configurations', home())
			.filter(({ attributes }) => ['FR554H', 'FR554J'].includes(String(attributes.serial_number)));
		expect(stored.map(({ attributes }) => String(attributes.model_id))).toEqual([
			model?.id,
			model?.id,
		]);
		expect(named('configuration_types', 'Stackable Switch')).toBeDefined();
		const second = await sync(items, { ifNameNotFound: 'create' });
		expect(jsons(second).map(({ _action }) => _action)).toEqual(['unchanged', 'unchanged']);
		for (const json of jsons(first)) expect(typeof json.id).toBe('string');
	});

	it('is not created in a dry run, which says what would be', async () => {
		device();
		const result = await sync([unknown], { ifNameNotFound: 'create' }, { dryRun: true });
		expect(only(result)).toMatchObject({
			_action: 'would_update',
			_changes: { manufacturer_id: { from: null, to: 'Acme Devices (new)' } },
		});
		expect(JSON.parse(JSON.stringify(only(result)))).toEqual(only(result));
		expect(bench.writes()).toEqual([]);
	});

	it('is not created where an item is refused: nothing is written before all were checked', async () => {
		device();
		const bad = row({ serial_number: 'FR554K', warranty_expires_at: '03/04/2026' });
		const result = await sync([unknown, bad], { ifNameNotFound: 'create' });
		expect(said(result)).toContain('must be a date');
		expect(bench.writes()).toEqual([]);
	});

	it('is created once where the answer was lost', async () => {
		device();
		bench.sandbox.faults.add({
			kind: 'resetAfter',
			method: 'POST',
			path: '/manufacturers',
			times: 1,
		});
		const result = await sync([row({ manufacturer_id: 'Acme Devices' })], {
			ifNameNotFound: 'create',
		});
		expect(said(result)).toBe('(success)');
		expect(
			bench.sandbox.store
				.all('manufacturers')
				.filter(({ attributes }) => attributes.name === 'Acme Devices'),
		).toHaveLength(1);
	});

	it('is refused where IT Glue lets nobody create it, in words', async () => {
		device();
		const result = await sync([row({ operating_system_id: 'Example OS 3000' })], {
			ifNameNotFound: 'create',
		});
		expect(said(result)).toMatch(
			/There is no Operating System "Example OS 3000" \| .*does not let/,
		);
		expect(bench.writes()).toEqual([]);
	});

	it('holds for Create and Update as well', async () => {
		const created = await bench.run('configuration', 'create', {
			organizationId: byId(home()),
			name: 'SRV-9',
			configurationTypeId: '={{ "Example Appliance" }}',
			options: { ifNameNotFound: 'create' },
		});
		expect(told(created)).toBe('(success)');
		const type = named('configuration_types', 'Example Appliance');
		expect(only(created).configuration_type_id).toBe(type?.id);
		const updated = await bench.run('configuration', 'update', {
			configurationId: byId(String(only(created).id)),
			updateFields: { manufacturerId: '={{ "Nobody" }}' },
			options: { ifNameNotFound: 'leaveOut' },
		});
		expect(only(updated)._not_found).toEqual({ manufacturer_id: 'Nobody' });
	});
});

describe('a country and a region', () => {
	const place = async (cells: IDataObject, operation = 'upsert') =>
		await bench.run(
			'location',
			operation,
			{
				organizationId: byId(home()),
				fields: { mappingMode: 'autoMapInputData', matchingColumns: ['name'], value: null },
			},
			{ input: [{ name: 'Branch Office', ...cells }] },
		);
	const countryCalled = (iso: string): StoredRecord => {
		const known = bench.sandbox.store
			.all('countries')
			.find(({ attributes }) => attributes.iso === iso);
		return known ?? entry('countries', NAMES[iso] ?? iso, { iso });
	};
	const NAMES: Record<string, string> = {
		US: 'United States',
		GB: 'United Kingdom',
		DE: 'Germany',
	};
	const region = (iso: string, name: string, country: StoredRecord): StoredRecord =>
		entry('regions', name, { iso, country_id: Number(country.id) });

	it.each([
		['USA', 'US'],
		['U.S.A.', 'US'],
		['United States of America', 'US'],
		['us', 'US'],
		['UK', 'GB'],
		['Great Britain', 'GB'],
		['GBR', 'GB'],
		['Deutschland', 'DE'],
		['Allemagne', 'DE'],
		['DEU', 'DE'],
	])('%s is understood', async (given, iso) => {
		const country = countryCalled(iso);
		const json = only(await place({ country_id: given }));
		expect(json.country_id).toBe(country.id);
	});

	it('a region of several countries is that of the country of the item', async () => {
		const [us, it] = [countryCalled('US'), countryCalled('IT')];
		const california = region('XCA', 'Xcalifornia', us);
		region('XCA', 'Xcagliari', it);
		const json = only(await place({ country_id: 'USA', region_id: 'XCA' }));
		expect(json.region_id).toBe(california.id);
	});

	it('a region of several countries is that of the country of the record', async () => {
		const [us, it] = [countryCalled('US'), countryCalled('IT')];
		region('XCA', 'Xcalifornia', us);
		const cagliari = region('XCA', 'Xcagliari', it);
		const office = bench.add('locations', home(), {
			name: 'Branch Office',
			country_id: Number(it.id),
		});
		const json = only(await place({ region_id: 'XCA' }));
		expect(json).toMatchObject({ id: office.id, _action: 'updated', region_id: cagliari.id });
	});

	it('a region that nothing tells is refused, with what would', async () => {
		region('XCA', 'Xcalifornia', countryCalled('US'));
		region('XCA', 'Xcagliari', countryCalled('IT'));
		const result = await place({ region_id: 'XCA' });
		expect(said(result)).toMatch(/2 regions are called "XCA" \| Give the country as well/);
		expect(bench.writes()).toEqual([]);
	});

	it.each(['US-XCA', 'Xcalifornia', 'xcalifórnia'])('%s is understood', async (given) => {
		const california = region('XCA', 'Xcalifornia', countryCalled('US'));
		const json = only(await place({ country_id: 'US', region_id: given }));
		expect(json.region_id).toBe(california.id);
	});
});
