/** The code that the syncs share: memory, overlap, brake, digest, result. */
import { brakeOf } from '../../../workflows/source/code/brake.mjs';
import { changesOf } from '../../../workflows/source/code/changes.mjs';
import { digestOf } from '../../../workflows/source/code/digest.mjs';
import { memoryOf, overlapOf } from '../../../workflows/source/code/memory.mjs';
import { resultOf } from '../../../workflows/source/code/result.mjs';

const NOW = Date.parse('2026-12-01T03:00:00Z');
const BEGAN = NOW - 60_000;
const SETTINGS = { dryRun: false, runHours: 6, brakeRecords: 10, brakePercent: 20 };

const row = (kind: string, key: string, value: string, id = 1) => ({
	id,
	sync: 'any',
	kind,
	key,
	value,
});
const lastRun = (run: object) => row('run', 'last', JSON.stringify(run));

const item = (key: string, more: object = {}) => ({ key, label: `Record ${key}`, ...more });
const finding = (key: string) => ({ key, kind: 'not in IT Glue', text: `${key} is missing.` });
const plan = (keys: string[], findings: string[] = [], count = 100) => ({
	items: keys.map((key) => item(key)),
	findings: findings.map(finding),
	counts: { companies: count },
	count,
});

describe('another run', () => {
	const times = { now: NOW, began: BEGAN, hours: 6 };

	it.each([
		['there was none', undefined, ''],
		['the last one ended', { started: '2026-11-30T01:00:00Z', ended: '2026-11-30T01:09:00Z' }, ''],
		['one runs', { started: '2026-12-01T02:50:00Z', ended: '' }, /has not ended/],
		['one was killed long ago', { started: '2026-11-30T02:50:00Z', ended: '' }, ''],
		[
			'one ended while this one read',
			{ started: '2026-12-01T02:50:00Z', ended: '2026-12-01T02:59:30Z' },
			/after this one had read/,
		],
	])('%s', (_name, run, expected) => {
		const { run: last } = memoryOf(run ? [lastRun({ count: 1, ...run })] : [{}]);
		expect(overlapOf(last, times)).toMatch(
			expected instanceof RegExp ? expected : new RegExp(`^${expected}$`),
		);
	});
});

describe('the brake', () => {
	it.each([
		[{ changes: 10, count: 100, before: 100 }, ''],
		[{ changes: 11, count: 100, before: 100 }, /change 11 records/],
		[{ changes: 0, count: 80, before: 100 }, ''],
		[{ changes: 0, count: 79, before: 100 }, /21 percent less/],
		[{ changes: 0, count: 1, before: undefined }, ''],
	])('%j', (run, expected) => {
		expect(brakeOf(run, SETTINGS)).toMatch(expected === '' ? /^$/ : expected);
	});

	it('can be turned off', () => {
		const off = { brakeRecords: 0, brakePercent: 0 };
		expect(brakeOf({ changes: 1e6, count: 1, before: 1e6 }, off)).toBe('');
	});
});

describe('what may be written', () => {
	const preview = [{ _action: 'unchanged' }, { _action: 'would_update' }, { error: 'no' }];
	const run = { plan: plan(['1', '2', '3']), preview, rows: [], began: BEGAN, now: NOW };

	it('is what changes, in the form of the plan', () => {
		expect(changesOf({ settings: SETTINGS, ...run }).items).toEqual([item('2')]);
	});

	it('is nothing in a dry run, or when the brake stops it', () => {
		expect(changesOf({ settings: { ...SETTINGS, dryRun: true }, ...run })).toMatchObject({
			items: [],
			stopped: '',
			changes: 1,
		});
		const rows = [lastRun({ started: '', ended: '', count: 200 })];
		expect(changesOf({ settings: SETTINGS, ...run, rows })).toMatchObject({
			items: [],
			stopped: expect.stringContaining('50 percent less'),
		});
	});
});

describe('the result', () => {
	const base = { sync: 'any', settings: SETTINGS, began: BEGAN, now: NOW };

	it('remembers what was found and created, and tells only what is new', () => {
		const result = resultOf({
			...base,
			plan: plan(['1', '2'], ['old', 'new']),
			preview: [{ _action: 'unchanged', id: '11' }, { _action: 'would_create' }],
			written: [{ _action: 'created', id: '12' }],
			rows: [
				row('reported', 'old', '', 5),
				row('reported', 'gone', '', 6),
				row('id', '1', '10', 7),
			],
		});
		expect(result).toMatchObject({
			unchanged: 1,
			created: 1,
			failed: [],
			worth_telling: true,
			remember: [
				{ kind: 'id', key: '1', value: '11' },
				{ kind: 'id', key: '2', value: '12' },
				{ kind: 'reported', key: 'new' },
			],
			forget: [{ id: 7 }, { id: 6 }],
			run: { count: 100, ended: '2026-12-01T03:00:00.000Z' },
		});
		expect(result).toHaveProperty('digest', expect.stringContaining('new is missing.'));
		expect(result).toHaveProperty('digest', expect.not.stringContaining('old is missing.'));
	});

	it('remembers a record once that is known and was changed', () => {
		const result = resultOf({
			...base,
			plan: { ...plan(['1']), known: [{ key: '1', id: '11' }] },
			preview: [{ _action: 'would_update', id: '11' }],
			written: [{ _action: 'updated', id: '11' }],
			rows: [],
		});
		expect(result).toMatchObject({ remember: [{ kind: 'id', key: '1', value: '11' }] });
	});

	it('says what failed by the name of the record, and does not remember it', () => {
		const result = resultOf({
			...base,
			plan: plan(['1', '2']),
			preview: [{ _action: 'would_create' }, { error: { message: 'Bad' }, message: 'Mend it.' }],
			written: [{ error: 'Refused' }],
			rows: [],
		});
		expect(result).toMatchObject({
			failed: ['Record 1: Refused', 'Record 2: Bad. Mend it.'],
			remember: [],
		});
	});

	it('leaves the memory alone in a dry run', () => {
		const result = resultOf({
			...base,
			settings: { ...SETTINGS, dryRun: true },
			plan: plan(['1'], ['new']),
			preview: [{ _action: 'would_update', id: '11' }],
			written: [],
			rows: [row('reported', 'gone', '', 6)],
		});
		expect(result).toMatchObject({ would_update: 1, remember: [], forget: [] });
	});

	it('is quiet when nothing is new', () => {
		const result = resultOf({
			...base,
			plan: plan(['1'], ['old']),
			preview: [{ _action: 'unchanged', id: '11' }],
			written: [],
			rows: [row('reported', 'old', ''), row('id', '1', '11')],
		});
		expect(result).toMatchObject({ worth_telling: false, remember: [], forget: [] });
	});
});

describe('the digest', () => {
	it('fits on a screen, however much there is', () => {
		const fresh = Array.from({ length: 1_000 }, (_, at) => finding(String(at)));
		const failed = Array.from({ length: 50 }, (_, at) => `Record ${at}: refused`);
		const text = digestOf({
			counts: { created: 3, none: 0 },
			fresh,
			known: 7,
			failed,
			stopped: '',
		});
		const lines = text.split('\n');
		expect(lines.length).toBeLessThanOrEqual(25);
		expect(lines[0]).toBe('created: 3');
		expect(text).toContain('1000 not in IT Glue');
		expect(text).toContain('And 45 more failed.');
		expect(text).toContain('7 reported earlier are still open.');
	});

	it('fits on a screen where its lines are long', () => {
		const fresh = Array.from({ length: 20 }, (_, at) => ({
			...finding(String(at)),
			text: `Record ${at} ${'is not clear '.repeat(12)}`,
		}));
		const failed = Array.from({ length: 6 }, (_, at) => `Record ${at}: ${'refused\n'.repeat(90)}`);
		const text = digestOf({ counts: { created: 3 }, fresh, known: 7, failed, stopped: '' });
		expect(text.length).toBeLessThanOrEqual(2_000);
		expect(text.split('\n').length).toBeLessThanOrEqual(25);
		expect(text).toMatch(/^Failed: Record 4: refused refused/m);
		expect(text).toMatch(/^- Record 1 is not clear/m);
		expect(text).toMatch(/^And \d+ more; see Review\.$/m);
		expect(text).toContain('20 not in IT Glue');
	});
});
