/** Which entry of a password store is which password, and which are somebody else's. */
import { planPasswords } from '../../../workflows/source/code/planPasswords.mjs';
import { inOrder, itemsFor } from '../../../workflows/source/code/steps.mjs';

type Sources = Parameters<typeof planPasswords>[0];
type Secret = Sources['secrets'][number];
type Password = Sources['passwords'][number];

const VALUE = 'example-not-a-secret';
const MARK = 'Mirrored from hudu, entry 1. Change it there.';

const entry = (id: string, name: string, more: Partial<Secret> = {}): Secret => ({
	system: 'hudu',
	id,
	client: 'Home',
	client_id: '1',
	device: '',
	name,
	username: 'admin',
	password: VALUE,
	url: '',
	notes: '',
	changed_at: '2026-03-01T06:00:00Z',
	...more,
});

const password = (id: string, name: string, more: Partial<Password> = {}): Password => ({
	id,
	organization_id: '10',
	name,
	username: 'admin',
	notes: '',
	resource_id: null,
	archived: false,
	...more,
});

const remembered = (key: string, id: string, stamp = '2026-03-01T06:00:00Z'): Sources['rows'] => [
	{ id: 1, kind: 'id', key, value: `${id} ${stamp}` },
];

const plan = (secrets: Secret[], passwords: Password[] = [], more: Partial<Sources> = {}) =>
	planPasswords({
		settings: { passwordCategory: '', clientNames: {}, mirrorNotes: false },
		secrets,
		organizations: [
			{ id: '10', name: 'Home' },
			{ id: '20', name: 'Other' },
		],
		configurations: [
			{ id: 'm1', organization_id: '10', name: 'PC-1', hostname: 'pc-1' },
			{ id: 'm2', organization_id: '10', name: 'same' },
			{ id: 'm3', organization_id: '10', name: 'x', hostname: 'same' },
			{ id: 'm4', organization_id: '10', name: 'old', archived: true },
		],
		passwords,
		rows: [],
		...more,
	});

const short = ({ items, findings }: ReturnType<typeof planPasswords>) => ({
	written: items.map(({ key, step, id, _changes }) =>
		[key, step, id ?? 'new', ...Object.keys(_changes ?? {})].join(' '),
	),
	told: findings.map(({ kind }) => kind),
});

it('holds no value, whatever it decides', () => {
	const result = plan([entry('1', 'A'), entry('2', 'B'), entry('3', 'b ')], [password('p1', 'A')]);
	expect(JSON.stringify(result)).not.toContain(VALUE);
});

describe('a new entry', () => {
	it('gets a copy with a mark, with its notes by the switch', () => {
		const result = plan([entry('1', ' A ', { notes: 'Ann knows.' })]);
		expect(result.items[0]).toMatchObject({ step: 'create', name: 'A', notes: MARK });
		const settings = { passwordCategory: '', clientNames: {}, mirrorNotes: true };
		expect(plan([entry('1', 'A', { notes: 'Ann knows.' })], [], { settings }).items[0]?.notes).toBe(
			`Ann knows.\n\n${MARK}`,
		);
	});

	it('is embedded in the one configuration of its device', () => {
		expect(plan([entry('1', 'A', { device: 'PC-1' })]).items[0]).toMatchObject({
			resource_type: 'Configuration',
			resource_id: 'm1',
		});
		for (const device of ['same', 'old', 'gone'])
			expect(short(plan([entry('1', 'A', { device })]))).toEqual({
				written: [],
				told: ['unknown device'],
			});
	});

	it('is left to a person if the client is unknown, the name is not alone, or there is no value', () => {
		const result = plan([
			entry('1', 'A', { client: 'Nowhere' }),
			entry('2', 'B', { client: '' }),
			entry('3', 'C'),
			entry('4', ' c '),
			entry('5', 'C', { device: 'pc-1' }),
			entry('6', 'D', { password: '' }),
		]);
		expect(short(result)).toEqual({
			written: ['5 create new'],
			told: ['unknown client', 'unknown client', 'same name', 'no value'],
		});
	});

	it('never takes a colleague’s password of that name, archived or not', () => {
		for (const archived of [false, true])
			expect(short(plan([entry('1', 'A')], [password('p1', 'a', { archived })]))).toEqual({
				written: [],
				told: ['taken'],
			});
		const elsewhere = [
			password('p1', 'A', { organization_id: '20' }),
			password('p2', 'A', { resource_id: 'm1' }),
		];
		expect(short(plan([entry('1', 'A')], elsewhere)).written).toEqual(['1 create new']);
	});
});

describe('an entry with a copy', () => {
	const copy = password('p1', 'A', { notes: MARK });

	it('costs nothing if it did not change', () => {
		const result = plan([entry('1', 'A')], [copy], { rows: remembered('1', 'p1') });
		expect([short(result), result.counts.in_step]).toEqual([{ written: [], told: [] }, 1]);
	});

	it('is written anew if the store says that it changed', () => {
		const result = plan([entry('1', 'A')], [copy], { rows: remembered('1', 'p1', '2026-01-01') });
		expect(short(result).written).toEqual(['1 rotate p1']);
		expect(result.items[0]?.stamp).toBe('2026-03-01T06:00:00Z');
	});

	it('is known by its mark alone, and by the memory alone', () => {
		expect(short(plan([entry('1', 'A')], [copy])).written).toEqual(['1 rotate p1']);
		const unmarked = password('p1', 'A', { username: 'old' });
		expect(
			short(plan([entry('1', 'A')], [unmarked], { rows: remembered('1', 'p1') })).written,
		).toEqual(['1 change p1 username']);
	});

	it('is not renamed to what a colleague’s password is called', () => {
		const result = plan([entry('1', 'B')], [copy, password('p2', 'b')], {
			rows: remembered('1', 'p1'),
		});
		expect(short(result)).toEqual({ written: [], told: ['taken'] });
	});

	it('is left to a person when it belongs to another client or device now, or has left the store', () => {
		const rows = remembered('1', 'p1');
		expect(short(plan([entry('1', 'A', { client: 'Other' })], [copy], { rows })).told).toEqual([
			'moved',
		]);
		expect(short(plan([entry('1', 'A', { device: 'pc-1' })], [copy], { rows })).told).toEqual([
			'moved',
		]);
		expect(short(plan([], [copy], { rows }))).toEqual({ written: [], told: ['not in the store'] });
	});
});

describe('steps', () => {
	it('gives each node its items, and their answers back in the order of all', () => {
		const items = [{ step: 'a' }, { step: 'b' }, { step: 'a' }, { step: 'c' }];
		expect(itemsFor(items, 'a')).toHaveLength(2);
		const answers = {
			a: [{ id: '1', _action: 'created' }, { error: 'no' }],
			b: [{ id: '2' }],
		};
		expect(inOrder(items, answers)).toEqual([
			{ id: '1', _action: 'created' },
			{ id: '2', _action: 'updated' },
			{ error: 'no' },
			{},
		]);
	});
});
