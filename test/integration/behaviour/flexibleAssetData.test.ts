/** Flexible assets given what other systems, spreadsheets and this node itself give. */
import type { IDataObject } from 'n8n-workflow';
import { addFlexibleType, type NewField } from '../../../sandbox/data/flexibleKit';
import type { StoredRecord } from '../../../sandbox';
import { automatic, mapped } from '../../helpers/parameters';
import { byId, hintsOf, jsons, only, said, useSandbox } from './support';
import { flexibleWays } from './flexibleSupport';
import { actions } from './upsertSupport';

const bench = useSandbox({ journalSecrets: true });

let type: StoredRecord;
const { asset, traitsOf, assets, write } = flexibleWays(bench, () => type);

const typeOf = (fields: NewField[], name = 'Device'): StoredRecord => {
	({ type } = addFlexibleType(bench.sandbox.store, { name, fields }));
	return type;
};

const get = async (one: StoredRecord, options: IDataObject = {}): Promise<IDataObject> =>
	only(await bench.run('flexibleAsset', 'get', { flexibleAssetId: byId(one), options }));

const HOST: NewField = { name: 'Host', kind: 'Text', required: true, use_for_title: true };
const text = (name: string, more: Partial<NewField> = {}): NewField => ({
	name,
	kind: 'Text',
	...more,
});

describe('what Get gives, given back', () => {
	const OWN = ['ID', 'Type', 'Name', 'Organization', 'Organization Name', 'Created At', 'Archived'];

	test.each([{}, { traitsAsColumns: true }, { fields: ['name', 'traits.host'] }])(
		'fields that are called like what every record has stay empty (%j)',
		async (options) => {
			typeOf([HOST, ...OWN.map((name) => text(name))]);
			const one = asset({ host: 'a' });
			const got = await get(one, options);
			const ran = await write('update', automatic(), { flexibleAssetId: byId(one) }, [got]);
			expect(said(ran)).toBe('(success)');
			expect(traitsOf(one)).toEqual({ host: 'a' });
			const again = await write('upsert', automatic('traits.host'), {}, [got]);
			expect(actions(again)).toEqual(['unchanged']);
			expect(bench.writes()).toEqual([]);
		},
	);

	test.each([{}, { traitsAsColumns: true }])(
		'such fields keep what they hold (%j)',
		async (options) => {
			typeOf([HOST, ...OWN.map((name) => text(name))]);
			const one = asset({ host: 'a', id: '7', type: 'Laptop', name: 'N', organization: 'O' });
			const before = { ...traitsOf(one) };
			const ran = await write('upsert', automatic('traits.host'), {}, [await get(one, options)]);
			expect(actions(ran)).toEqual(['unchanged']);
			expect(traitsOf(one)).toEqual(before);
		},
	);

	test('an empty upload field is nothing new', async () => {
		typeOf([HOST, { name: 'Guide', kind: 'Upload' }]);
		const one = asset({ host: 'a' });
		const got = await get(one);
		const given = { ...got, traits: { ...(got.traits as IDataObject), guide: [] } };
		const ran = await write('update', automatic(), { flexibleAssetId: byId(one) }, [given]);
		expect(said(ran)).toBe('(success)');
	});

	test('a file that is there is kept, or its loss refused', async () => {
		typeOf([HOST, text('Serial'), { name: 'Guide', kind: 'Upload' }]);
		const content = Buffer.from('How to').toString('base64');
		const one = asset({ host: 'a', guide: { file_name: 'Guide.txt', content } });
		for (const options of [{}, { traitsAsColumns: true }]) {
			const got = { ...(await get(one, options)), Serial: 'new' };
			const ran = await write('update', automatic(), { flexibleAssetId: byId(one) }, [got]);
			expect(said(ran)).toMatch(/Guide\.txt|no binary property/);
			expect(bench.writes()).toEqual([]);
		}
		const got = { ...(await get(one)), Serial: 'new' };
		const more = { flexibleAssetId: byId(one), options: { filesInAsset: 'sendAgain' } };
		expect(said(await write('update', automatic(), more, [got]))).toBe('(success)');
		expect(traitsOf(one)).toMatchObject({ serial: 'new', guide: expect.anything() as unknown });
	});

	test('fields of labels that look alike each keep their own', async () => {
		typeOf([HOST, text('Serial'), text('serial '), text('SERIAL')]);
		const one = asset({ host: 'a', serial: 's1', 'serial-2': 's2', 'serial-3': 's3' });
		const table = await get(one, { traitsAsColumns: true });
		expect(Object.values(table)).toEqual(expect.arrayContaining(['s1', 's2', 's3']));
		for (const got of [await get(one), table]) {
			const ran = await write('upsert', automatic('traits.host'), {}, [got]);
			expect(actions(ran)).toEqual(['unchanged']);
		}
		await write('update', automatic(), { flexibleAssetId: byId(one) }, [{ Serial: 'new' }]);
		expect(traitsOf(one)).toEqual({ host: 'a', serial: 'new', 'serial-2': 's2', 'serial-3': 's3' });
	});
});

describe('headers of spreadsheets', () => {
	test('a field that is called like what every record has', async () => {
		typeOf([text('Name', { required: true, use_for_title: true }), text('Type'), text('ID')]);
		const ran = await write('upsert', automatic('traits.name'), {}, [
			{ '\uFEFFName': 'n1', Type: 'Laptop', ID: '77' },
		]);
		expect(actions(ran)).toEqual(['created']);
		expect(traitsOf(assets()[0] as StoredRecord)).toEqual({ name: 'n1', type: 'Laptop', id: '77' });
	});

	test('in other case, with blanks, underscores or hyphens', async () => {
		typeOf([HOST, text('Host Name'), text('Über-Name')]);
		const one = asset({ host: 'a' });
		for (const row of [
			{ host_name: 'x1', 'über name': 'y1' },
			{ 'HOST  NAME ': 'x2', 'ÜBER-NAME': 'y2' },
			{ 'host-name': 'x3', uber_name: 'y3' },
		]) {
			await write('update', automatic(), { flexibleAssetId: byId(one) }, [row]);
			expect(Object.values(traitsOf(one))).toEqual(['a', ...Object.values(row)]);
		}
	});

	test('what an operation reports, and attributes that are not known, go into no field', async () => {
		typeOf([HOST, text('Action'), text('Icon'), text('Matched By')]);
		const one = asset({ host: 'a' });
		const got = { ...(await get(one)), icon: 'server', _action: 'created', _matched_by: 'x' };
		await write('update', automatic(), { flexibleAssetId: byId(one) }, [got]);
		expect(traitsOf(one)).toEqual({ host: 'a' });
	});

	test('one column goes to one field', async () => {
		typeOf([HOST, text('Serial'), text('Asset Tag')]);
		const [serial] = bench.sandbox.store
			.related('flexible_asset_fields', 'flexible_asset_type_id', type.id)
			.filter(({ attributes }) => attributes.name === 'Serial');
		if (serial) serial.attributes.name = 'Old Serial';
		bench.sandbox.store.insert('flexible_asset_fields', {
			...serial?.attributes,
			name: 'Serial',
			name_key: 'serial-2',
			order: 9,
		});
		const one = asset({ host: 'a', serial: 'old' });
		await write('update', automatic(), { flexibleAssetId: byId(one) }, [{ ' Serial ': 'new' }]);
		expect(traitsOf(one)).toEqual({ host: 'a', serial: 'old', 'serial-2': 'new' });
	});
});

describe('values', () => {
	test('a mark for none is an option where the field has it', async () => {
		typeOf([HOST, { name: 'State', kind: 'Select', default_value: 'Yes\nNo\nN/A\nUnknown\nNone' }]);
		const rows = ['N/A', 'none', 'Unknown'].map((State, at) => ({ Host: `h${at}`, State }));
		await write('upsert', automatic('traits.host'), {}, rows);
		expect(
			assets()
				.map((one) => traitsOf(one).state)
				.sort(),
		).toEqual(['N/A', 'None', 'Unknown']);
	});

	test('numbers as spreadsheets have them', async () => {
		typeOf([HOST, { name: 'Cost', kind: 'Number', decimals: 2 }]);
		const rows = [
			'1.234,56',
			'1.234.567,5',
			'1.234.567',
			"1'234.5",
			'',
			'N/A',
			'-',
			'12,5 %',
			'0',
		].map((Cost, at) => ({ Host: `h${at}`, Cost }));
		const ran = await write('upsert', automatic('traits.host'), {}, rows);
		expect(actions(ran)).toEqual(rows.map(() => 'created'));
		const stored = new Map(assets().map((one) => [traitsOf(one).host, traitsOf(one).cost]));
		expect(rows.map(({ Host }) => stored.get(Host))).toEqual([
			1234.56,
			1234567.5,
			1234567,
			1234.5,
			undefined,
			undefined,
			undefined,
			12.5,
			0,
		]);
		const again = await write('upsert', automatic('traits.host'), {}, rows);
		expect(new Set(actions(again))).toEqual(new Set(['unchanged']));
	});

	test('a thousand that may have three decimals is refused, and changes nothing', async () => {
		typeOf([
			HOST,
			{ name: 'Cost', kind: 'Number', decimals: 2 },
			{ name: 'Load', kind: 'Percent' },
		]);
		const one = asset({ host: 'a', cost: 900 });
		for (const Cost of ['1.000', '1,000', '12.500']) {
			const ran = await write('upsert', automatic('traits.host'), {}, [{ Host: 'a', Cost }]);
			expect(said(ran)).toContain(`"Cost" may mean two numbers: "${Cost}"`);
		}
		const ran = await write('update', mapped({ 'traits.cost': '1.000' }), {
			flexibleAssetId: byId(one),
		});
		expect(said(ran)).toMatch(/Write 1000, or 1, so that it can mean only one/);
		expect(bench.writes()).toEqual([]);
		expect(traitsOf(one)).toEqual({ host: 'a', cost: 900 });
		// A number is no text: nothing of it is in doubt.
		await write('upsert', automatic('traits.host'), {}, [{ Host: 'a', Cost: 1.0 }]);
		expect(traitsOf(one)).toEqual({ host: 'a', cost: 1 });
	});

	test('in a field without decimals it is a thousand, and one note says so', async () => {
		typeOf([
			HOST,
			{ name: 'Seats', kind: 'Number', decimals: 0 },
			{ name: 'Weight', kind: 'Number', decimals: 3 },
		]);
		const rows = ['1.000', '1,000', '12.500'].map((Seats, at) => ({
			Host: `h${at}`,
			Seats,
			Weight: '1.250',
		}));
		const ran = await write('upsert', automatic('traits.host'), {}, rows);
		expect(actions(ran)).toEqual(rows.map(() => 'created'));
		const stored = new Map(assets().map((one) => [traitsOf(one).host, traitsOf(one)]));
		expect(rows.map(({ Host }) => stored.get(Host))).toMatchObject([
			{ seats: 1000, weight: 1.25 },
			{ seats: 1000, weight: 1.25 },
			{ seats: 12500, weight: 1.25 },
		]);
		expect(hintsOf(ran).filter((hint) => hint.includes('thousand'))).toEqual([
			expect.stringMatching(/^Seats: .* because the field has no decimals\.$/),
		]);
		const again = await write('upsert', automatic('traits.host'), {}, rows);
		expect(new Set(actions(again))).toEqual(new Set(['unchanged']));
	});

	test('a filter for a number is read by the same rule', async () => {
		typeOf([
			HOST,
			{ name: 'Seats', kind: 'Number', decimals: 0 },
			{ name: 'Cost', kind: 'Number', decimals: 2 },
		]);
		asset({ host: 'a', seats: 1000, cost: 1 });
		asset({ host: 'b', seats: 1, cost: 1000 });
		const found = async (field: string, fieldCondition: string, fieldValue: string) =>
			await bench.run('flexibleAsset', 'getAll', {
				flexibleAssetTypeId: byId(type),
				returnAll: true,
				filters: { field, fieldCondition, fieldValue },
			});
		expect(jsons(await found('seats', 'equals', '1.000')).map(({ name }) => name)).toEqual(['a']);
		expect(jsons(await found('seats', 'before', '1.000')).map(({ name }) => name)).toEqual(['b']);
		for (const condition of ['equals', 'before', 'after'])
			expect(said(await found('cost', condition, '1.000'))).toContain(
				'"Field Value" may mean two numbers: "1.000"',
			);
	});

	test('a number of too many digits is refused, not rounded', async () => {
		typeOf([HOST, { name: 'Size', kind: 'Number', decimals: 0 }]);
		const ran = await write(
			'create',
			mapped({ 'traits.host': 'h', 'traits.size': '48123456789012345678' }),
		);
		expect(said(ran)).toContain('Size');
		expect(bench.writes()).toEqual([]);
	});

	test('a Select value that is stored outside the list, in other capitals, is no change', async () => {
		typeOf([HOST, { name: 'Level', kind: 'Select', default_value: 'Gold\nSilver' }]);
		const one = asset({ host: 'a', level: 'Bronze' });
		const ran = await write('upsert', automatic('traits.host'), {}, [
			{ Host: 'a', Level: ' bronze' },
		]);
		expect(actions(ran)).toEqual(['unchanged']);
		expect(traitsOf(one).level).toBe('Bronze');
	});
});

describe('matching', () => {
	test('by a number and by a date, however they are written', async () => {
		typeOf([HOST, { name: 'Port', kind: 'Number', decimals: 1 }, { name: 'Day', kind: 'Date' }]);
		const one = asset({ host: 'a', port: '5.0', day: '2027-01-31T00:00:00.000Z' });
		for (const by of ['traits.port', 'traits.day']) {
			const ran = await write('upsert', automatic(by), {}, [
				{ Host: 'a', Port: '5', Day: '31.01.2027' },
			]);
			expect(actions(ran)).toEqual(['unchanged']);
		}
		expect(assets().map(({ id }) => id)).toEqual([one.id]);
	});

	test('what stands for no value identifies nothing', async () => {
		typeOf([HOST, text('Serial')]);
		const one = asset({ host: 'a', serial: 'N/A' });
		for (const Serial of ['N/A', 'To be filled by O.E.M.', 'Unknown']) {
			const ran = await write('upsert', automatic('traits.serial'), {}, [{ Host: 'b', Serial }]);
			expect(said(ran)).toMatch(/identifies nothing|empty, but used for matching/);
		}
		expect(bench.writes()).toEqual([]);
		expect(traitsOf(one)).toEqual({ host: 'a', serial: 'N/A' });
	});

	test('a serial number of two digits identifies', async () => {
		typeOf([HOST, text('Number')]);
		const ran = await write('upsert', automatic('traits.number'), {}, [
			{ Host: 'a', Number: '1' },
			{ Host: 'b', Number: '12' },
		]);
		expect(actions(ran)).toEqual(['created', 'created']);
	});
});

describe('keys and kinds that are odd', () => {
	test.each(['__proto__', 'constructor', 'a.b', 'a_b', 'größe', '2nd'])('%s', async (key) => {
		typeOf([HOST, text('Odd'), { name: 'Odd Tag', kind: 'Tag', tag_type: 'Contacts' }]);
		const fields = bench.sandbox.store.related(
			'flexible_asset_fields',
			'flexible_asset_type_id',
			type.id,
		);
		for (const { attributes } of fields) if (attributes.name === 'Odd') attributes.name_key = key;
		const one = asset({ host: 'a' });
		expect((await get(one)).traits).toEqual({ host: 'a', 'odd-tag': [] });
		const ran = await write('update', mapped({ 'traits.host': 'b' }), {
			flexibleAssetId: byId(one),
		});
		expect(hintsOf(ran)).toEqual([]);
		expect(traitsOf(one).host).toBe('b');
		if (key === '__proto__') return;
		await write('update', automatic(), { flexibleAssetId: byId(one) }, [{ Odd: 'x' }]);
		expect(traitsOf(one)).toEqual({ host: 'b', [key]: 'x' });
		const again = await write('upsert', automatic('traits.host'), {}, [{ Host: 'b', Odd: 'x' }]);
		expect(actions(again)).toEqual(['unchanged']);
	});

	test('a text field called password is kept, and its value is in no report', async () => {
		typeOf([HOST, text('Password'), text('OTP Secret')]);
		const one = asset({ host: 'a', password: 'old-example', 'otp-secret': 'OTPOLD' });
		const dry = await write('upsert', automatic('traits.host'), { dryRun: true }, [
			{ Host: 'a', Password: 'new-example', 'OTP Secret': 'OTPNEW' },
		]);
		expect(actions(dry)).toEqual(['would_update']);
		expect(JSON.stringify(jsons(dry)) + hintsOf(dry).join()).not.toMatch(/-example|OTP(?:OLD|NEW)/);
		const ran = await write('update', mapped({ 'traits.host': 'b' }), {
			flexibleAssetId: byId(one),
		});
		expect(said(ran)).toBe('(success)');
		expect(traitsOf(one)).toEqual({ host: 'b', password: 'old-example', 'otp-secret': 'OTPOLD' });
	});
});

describe('a file that an earlier node gives', () => {
	const words = 'How to start it';
	const file = {
		fileName: 'Guide.txt',
		mimeType: 'text/plain',
		data: Buffer.from(words).toString('base64'),
	};
	const items = {
		separate: [{ json: { host: 'a' }, binary: { data: file } }],
		combined: [{ json: { host: 'a', data: file } as unknown as IDataObject }],
	};

	test.each(['separate', 'combined'] as const)('is sent, binary mode %s', async (binaryMode) => {
		typeOf([HOST, { name: 'Guide', kind: 'Upload' }]);
		const fields = mapped({ 'traits.host': '={{ $json.host }}', 'traits.guide': 'data' });
		const ran = await write('create', fields, {}, [], { input: items[binaryMode], binaryMode });
		expect(said(ran)).toBe('(success)');
		expect(assets()).toHaveLength(1);
		const sent = JSON.stringify(bench.writes().map(({ body }) => body));
		for (const part of [file.fileName, file.data]) expect(sent).toContain(part);
	});

	test.each(['separate', 'combined'] as const)(
		'is missed by its name, binary mode %s',
		async (binaryMode) => {
			typeOf([HOST, { name: 'Guide', kind: 'Upload' }]);
			for (const name of ['other', 'host', '__proto__', 'constructor']) {
				const fields = mapped({ 'traits.host': '={{ $json.host }}', 'traits.guide': name });
				const ran = await write('create', fields, {}, [], { input: items[binaryMode], binaryMode });
				expect(said(ran)).toContain(`The item has no binary property "${name}"`);
			}
			expect(assets()).toEqual([]);
		},
	);
});
