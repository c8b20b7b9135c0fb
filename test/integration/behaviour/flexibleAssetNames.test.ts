/** Flexible assets: what their names are made of, and the files that go along with a change. */
import type { IDataObject } from 'n8n-workflow';
import { addFlexibleType, type NewField } from '../../../sandbox/data/flexibleKit';
import type { Attributes, StoredRecord } from '../../../sandbox';
import { automatic, mapped } from '../../helpers/parameters';
import { byId, IMPATIENT, jsons, said, useSandbox } from './support';
import { flexibleWays } from './flexibleSupport';
import { actions } from './upsertSupport';

const bench = useSandbox({ journalSecrets: true });

let type: StoredRecord;
const { asset, traitsOf, assets, write } = flexibleWays(bench, () => type);

const typeOf = (fields: NewField[]): void => {
	({ type } = addFlexibleType(bench.sandbox.store, { name: 'Device', fields }));
};

const titled = (name: string, kind = 'Text', more: Attributes = {}): NewField => ({
	name,
	kind,
	use_for_title: true,
	...more,
});
const text = (name: string): NewField => ({ name, kind: 'Text' });

describe('names', () => {
	const twice = async (by: string[], rows: IDataObject[]): Promise<void> => {
		const first = await write('upsert', automatic(...by), {}, rows);
		expect(actions(first)).toEqual(rows.map(() => 'created'));
		const second = await write('upsert', automatic(...by), {}, rows);
		expect(actions(second)).toEqual(rows.map(() => 'unchanged'));
		expect(assets()).toHaveLength(rows.length);
	};

	test('of several fields', async () => {
		typeOf([titled('Host'), titled('Role'), text('Serial')]);
		const rows = [
			{ Host: 'a', Role: 'Web', Serial: '1x' },
			{ Host: 'a', Role: 'Mail', Serial: '2x' },
		];
		await twice([], rows);
		await write('upsert', automatic('name'), {}, [{ ...rows[0], name: 'a web' }]);
		expect(assets()).toHaveLength(2);
	});

	test('of several fields, one of them empty: refused, or matched by what is there', async () => {
		typeOf([titled('Host'), titled('Role'), text('Serial')]);
		const web = asset({ host: 'a', role: 'Web' });
		const rows = [
			{ Host: 'a', Role: '', Serial: '1x' },
			{ Host: 'b', Serial: '2x' },
			{ Host: 'a', Role: 'web', Serial: '3x' },
		];
		const refused = await write('upsert', automatic(), {}, rows);
		expect(said(refused)).toContain('set the option If a Matching Column Is Empty');
		expect(bench.writes()).toEqual([]);
		const options = { emptyMatch: 'nextKey' };
		const first = await write('upsert', automatic(), { options }, rows);
		expect(actions(first)).toEqual(['created', 'created', 'updated']);
		expect(traitsOf(web)).toEqual({ host: 'a', role: 'Web', serial: '3x' });
		const second = await write('upsert', automatic(), { options }, rows);
		expect(actions(second)).toEqual(['unchanged', 'unchanged', 'unchanged']);
		expect(bench.writes()).toEqual([]);
		expect(assets()).toHaveLength(3);
	});

	test('a serial number that is empty lets the name decide', async () => {
		typeOf([titled('Host'), text('Serial')]);
		const one = asset({ host: 'a', serial: '1x' });
		const options = { emptyMatch: 'nextKey' };
		const rows = [{ Host: 'A', Serial: null }];
		const ran = await write('upsert', automatic('traits.serial'), { options }, rows);
		expect(actions(ran)).toEqual(['unchanged']);
		expect(jsons(ran)[0]).toMatchObject({ id: one.id, _matched_by: ['traits.host'] });
	});

	test('of a date', async () => {
		typeOf([titled('Day', 'Date'), text('Serial')]);
		await twice(
			[],
			[
				{ Day: '31.01.2027', Serial: '1x' },
				{ Day: '2027-02-01T10:00:00Z', Serial: '2x' },
			],
		);
	});

	test('of a choice', async () => {
		typeOf([titled('Level', 'Select', { default_value: 'Gold\nN/A' }), text('Serial')]);
		await twice(
			[],
			[
				{ Level: 'gold', Serial: '1x' },
				{ Level: 'N/A', Serial: '2x' },
			],
		);
	});

	test('of nothing: another field tells', async () => {
		typeOf([text('Serial'), { name: 'Cost', kind: 'Number', decimals: 0 }]);
		for (const field of bench.sandbox.store.related(
			'flexible_asset_fields',
			'flexible_asset_type_id',
			type.id,
		))
			field.attributes.use_for_title = false;
		await twice(['traits.serial'], [{ Serial: '1x', Cost: 5 }]);
		await write('upsert', automatic(), {}, [{ Serial: '1x', Cost: 5 }]);
		expect(assets()).toHaveLength(1);
	});

	test('two rows that name one asset make one', async () => {
		typeOf([titled('Host'), text('Serial'), text('Model')]);
		const rows = [
			{ Host: 'a', Serial: '1x' },
			{ Host: ' A ', Model: 'm' },
		];
		const ran = await write('upsert', automatic(), {}, rows);
		expect(said(ran)).toBe('(success)');
		expect(assets()).toHaveLength(1);
		expect(traitsOf(assets()[0] as StoredRecord)).toMatchObject({ serial: '1x', model: 'm' });
	});

	test('sixty fields of a thousand assets', async () => {
		typeOf([titled('Host'), ...Array.from({ length: 59 }, (_unused, at) => text(`Field ${at}`))]);
		const rows = Array.from({ length: 1000 }, (_unused, at) => ({
			Host: `h${at}`,
			...Object.fromEntries(Array.from({ length: 59 }, (_one, of) => [`Field ${of}`, `v${of}`])),
		}));
		for (const row of rows) {
			const traits = Object.entries(row).map(([name, value]) => [
				name.toLowerCase().replace(' ', '-'),
				value,
			]);
			asset(Object.fromEntries(traits) as Attributes);
		}
		const changed = rows.map((row, at) => (at % 20 === 0 ? { ...row, 'Field 7': 'new' } : row));
		const ran = await write('upsert', automatic(), {}, changed);
		expect(actions(ran).filter((action) => action === 'updated')).toHaveLength(50);
		expect(bench.writes()).toHaveLength(1);
		expect(Object.keys(traitsOf(assets()[0] as StoredRecord))).toHaveLength(60);
	}, 120_000);
});

describe('files', () => {
	const content = Buffer.from('How to').toString('base64');
	const withFile = (): StoredRecord => {
		typeOf([titled('Host'), text('Serial'), { name: 'Guide', kind: 'Upload' }]);
		return asset({ host: 'a', guide: { file_name: 'Guide.txt', content } });
	};
	const again = async (one: StoredRecord) =>
		await write('update', mapped({ 'traits.serial': 's' }), {
			flexibleAssetId: byId(one),
			options: { ...IMPATIENT, filesInAsset: 'sendAgain' },
		});

	test.each([
		{ kind: 'html' },
		{ kind: 'status', status: 404 },
		{ kind: 'status', status: 302, location: 'ftp://example.com/file' },
		{ kind: 'redirect', location: 'http://[bad' },
		{ kind: 'redirect', location: 'https://storage.invalid/file' },
		{ kind: 'emptyBody' },
		{ kind: 'resetBefore' },
		{ kind: 'errorsIn200' },
	] as const)('what comes is not the file: %j', async (fault) => {
		const one = withFile();
		const before = { ...traitsOf(one) };
		bench.sandbox.faults.add({ ...fault, method: 'GET', path: '/uploads', times: null });
		const ran = await again(one);
		expect(said(ran)).toContain('Guide.txt');
		expect(traitsOf(one)).toEqual(before);
		expect(bench.writes()).toEqual([]);
	});

	test.each(['Plan.pdf', 'Plan.docx', 'Plan.png'])(
		'content that is not what the name says: %s',
		async (name) => {
			typeOf([titled('Host'), text('Serial'), { name: 'Guide', kind: 'Upload' }]);
			const one = asset({ host: 'a', guide: { file_name: name, content } });
			expect(said(await again(one))).toContain(name);
			expect(bench.writes()).toEqual([]);
		},
	);

	test('a file as it should be', async () => {
		typeOf([titled('Host'), text('Serial'), { name: 'Guide', kind: 'Upload' }]);
		const pdf = Buffer.from('%PDF-1.7\n%%EOF').toString('base64');
		const one = asset({ host: 'a', guide: { file_name: 'Plan.pdf', content: pdf } });
		expect(said(await again(one))).toBe('(success)');
	});

	test('a dry run reads no file and writes nothing', async () => {
		withFile();
		const ran = await write(
			'upsert',
			automatic(),
			{ dryRun: true, options: { filesInAsset: 'sendAgain' } },
			[{ Host: 'a', Serial: 's' }],
		);
		expect(actions(ran)).toEqual(['would_update']);
		expect(bench.sandbox.journal.filter(({ path }) => path.includes('upload'))).toEqual([]);
		const failing = await write('upsert', automatic(), { dryRun: true }, [
			{ Host: 'a', Serial: 's' },
		]);
		expect(jsons(failing)).toMatchObject([{ _action: 'would_fail' }]);
		expect(JSON.stringify(jsons(failing))).toContain('Guide.txt');
		expect(jsons(await write('upsert', automatic(), {}, [{ Host: 'a' }]))[0]?._action).toBe(
			'unchanged',
		);
	});

	test('the same file once more is no change; another one takes its place', async () => {
		const one = withFile();
		const row = { Host: 'a', Guide: { content, file_name: 'Guide.txt' } };
		expect(actions(await write('upsert', automatic(), {}, [row]))).toEqual(['unchanged']);
		const other = { ...row, Guide: { content, file_name: 'Other.txt' } };
		expect(actions(await write('upsert', automatic(), {}, [other]))).toEqual(['updated']);
		expect(actions(await write('upsert', automatic(), {}, [other]))).toEqual(['unchanged']);
		expect(Object.keys(traitsOf(one)).sort()).toEqual(['guide', 'host']);
	});

	test.each(['fail', 'sendAgain', 'letGo'])(
		'a file that is given anew under its name goes along with another change (%s)',
		async (filesInAsset) => {
			const one = withFile();
			const newer = Buffer.from('How to, newer').toString('base64');
			const row = { Host: 'a', Serial: 'x', Guide: { content: newer, file_name: 'Guide.txt' } };
			const more = { options: { filesInAsset } };
			const dry = await write('upsert', automatic(), { ...more, dryRun: true }, [row]);
			expect(actions(dry)).toEqual(['would_update']);
			expect(actions(await write('upsert', automatic(), more, [row]))).toEqual(['updated']);
			const { upload_id: id } = traitsOf(one).guide as IDataObject;
			expect(bench.stored(String(id), 'uploads').attributes.content).toBe(newer);
			expect(actions(await write('upsert', automatic(), more, [row]))).toEqual(['unchanged']);
			expect(bench.writes()).toEqual([]);
		},
	);
});
