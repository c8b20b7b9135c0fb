/** Which passwords are rotated, and what becomes of each value where a step fails. */
import { planRotation } from '../../../workflows/source/code/planRotation.mjs';
import { settleRotation } from '../../../workflows/source/code/settleRotation.mjs';

type Sources = Parameters<typeof planRotation>[0];
type Password = Sources['all'][number];
type User = Sources['users'][number];
type Answers = Parameters<typeof settleRotation>[0];

const password = (id: string, username: string, more: Partial<Password> = {}): Password => ({
	id,
	name: `Login ${id}`,
	organization_id: '9',
	username,
	notes: '',
	password_category_name: 'Rotated',
	password_updated_at: '2025-01-01T00:00:00Z',
	archived: false,
	...more,
});

const user = (id: string, more: Partial<User> = {}): User => ({
	id: `u-${id}`,
	userPrincipalName: `${id}@example.com`,
	accountEnabled: true,
	onPremisesSyncEnabled: null,
	...more,
});

const plan = (all: Password[], more: Partial<Sources> = {}) =>
	planRotation({
		settings: { passwordCategory: 'rotated', mostInOneRun: 10 },
		due: all,
		all,
		users: [user('a'), user('b'), user('c')],
		stamp: '2026-12-01 04:00',
		...more,
	});

const besides = (target: string, more: Partial<Password> = {}) =>
	password('90', 'a@example.com', {
		name: 'Login 1 (new value, before)',
		notes: `<p>Rotation of password ${target}. This value may be in use already.</p>`,
		password_category_name: null,
		...more,
	});

const idsOf = (rows: Array<{ id: string }>) => rows.map(({ id }) => id);

describe('what is rotated', () => {
	it('is what is due, with its account, the oldest first', () => {
		const { items, review, later, unfinished } = plan([
			password('1', 'A@example.com '),
			password('2', 'b@example.com', { password_updated_at: '2024-01-01T00:00:00Z' }),
		]);
		expect(idsOf(items)).toEqual(['2', '1']);
		expect(items[1]).toEqual({
			id: '1',
			name: 'Login 1',
			username: 'A@example.com',
			organization_id: '9',
			password_folder_id: '',
			user_id: 'u-a',
			beside: 'Login 1 (new value, 2026-12-01 04:00)',
			mark: expect.stringMatching(/^Rotation of password 1\. /),
			earlier: [],
		});
		expect([review, later, unfinished]).toEqual([[], 0, 0]);
	});

	it('is nothing that is not due, archived, or of another category', () => {
		const all = [
			password('1', 'a@example.com'),
			password('2', 'b@example.com', { archived: true }),
			password('3', 'c@example.com', { password_category_name: 'Other' }),
		];
		expect(plan(all, { due: [] }).items).toEqual([]);
		expect(idsOf(plan(all).items)).toEqual(['1']);
	});

	it('is no more than the setting allows, and tells how many are left', () => {
		const all = [password('1', 'a@example.com'), password('2', 'b@example.com')];
		for (const [most, taken] of [
			[1, 1],
			[0, 0],
			[NaN, 0],
		] as const) {
			const { items, later } = plan(all, {
				settings: { passwordCategory: 'Rotated', mostInOneRun: most },
			});
			expect([items.length, later]).toEqual([taken, 2 - taken]);
		}
	});

	it('begins with what an earlier run has not ended, due or not, and knows its records', () => {
		const all = [password('1', 'a@example.com'), password('2', 'b@example.com'), besides('1')];
		const made = plan(all, { due: all.slice(1, 2) });
		expect(made.items.map(({ id, earlier }) => [id, earlier])).toEqual([
			['1', ['90']],
			['2', []],
		]);
		expect(made.unfinished).toBe(1);
		const ended = plan([...all.slice(0, 2), besides('1', { archived: true })], { due: [] });
		expect([ended.items, ended.unfinished]).toEqual([[], 0]);
	});
});

describe('what is left to a person', () => {
	it.each<[string, Password[], User[], RegExp]>([
		['no username', [password('1', ' ')], [], /no username/],
		['no such user', [password('1', 'x@example.com')], [user('a')], /no user with this/],
		[
			'a blocked account',
			[password('1', 'a@example.com')],
			[user('a', { accountEnabled: false })],
			/blocked/,
		],
		[
			'an account of a local directory',
			[password('1', 'a@example.com')],
			[user('a', { onPremisesSyncEnabled: true })],
			/local directory/,
		],
		[
			'two passwords of one account',
			[password('1', 'a@example.com'), password('2', 'A@example.com')],
			[user('a')],
			/2 passwords .*\(1, 2\)/,
		],
	])('%s', (_what, all, users, reason) => {
		const { items, review } = plan(all, { users });
		expect(items).toEqual([]);
		for (const row of review) expect(row.reason).toMatch(reason);
		expect(review).toHaveLength(all.length);
	});

	it('with a warning where an earlier run has not ended', () => {
		const { review } = plan([password('1', 'a@example.com'), besides('1')], { users: [] });
		expect(review[0]?.reason).toMatch(/may be in "Login 1 \(new value, before\)" \(90\)/);
	});

	it('not a password of another category with the same username', () => {
		const other = password('2', 'a@example.com', { password_category_name: 'Portal' });
		expect(idsOf(plan([password('1', 'a@example.com'), other]).items)).toEqual(['1']);
	});
});

describe('what becomes of the values', () => {
	const items = plan([
		password('1', 'a@example.com'),
		password('2', 'b@example.com'),
		besides('1'),
	]).items;
	const said = (id: string, outcome: Answers['said'][number]['outcome']) => ({
		id,
		beside_id: `new-${id}`,
		outcome,
		said: 'As it said.',
	});
	const settle = (more: Partial<Answers>) =>
		settleRotation({
			system: 'Microsoft 365',
			items,
			kept: [{ id: 'new-1' }, { id: 'new-2' }],
			said: [said('1', 'set'), said('2', 'set')],
			stored: [{ id: '1' }, { id: '2' }],
			...more,
		});

	it('archives the records beside, also earlier ones, where both sides have the value', () => {
		expect(settle({})).toEqual({
			rotated: ['Login 1', 'Login 2'],
			archive: [{ id: 'new-1' }, { id: '90' }, { id: 'new-2' }],
			failed: [],
			urgent: [],
		});
	});

	it('changes nothing where the value could not be kept', () => {
		const made = settle({
			kept: [{ error: 'No', message: 'Do that.' }, { id: 'new-2' }],
			said: [said('2', 'set')],
			stored: [{ id: '2' }],
		});
		expect(made.failed).toEqual([expect.stringMatching(/nothing was changed.*No\. Do that\./)]);
		expect(made.rotated).toEqual(['Login 2']);
		expect(made.archive).toEqual([{ id: 'new-2' }]);
	});

	it('archives a refused value, and not one of an earlier run', () => {
		const made = settle({ said: [said('1', 'refused'), said('2', 'set')], stored: [{ id: '2' }] });
		expect(made.failed).toEqual([expect.stringMatching(/refused the new value.*As it said\./)]);
		expect(made.archive).toEqual([{ id: 'new-1' }, { id: 'new-2' }]);
		expect(made.urgent).toEqual([]);
	});

	it('keeps both where it is not clear, and says so', () => {
		const unclear = settle({
			said: [said('1', 'unclear'), said('2', 'set')],
			stored: [{ id: '2' }],
		});
		const silent = settle({ said: [said('2', 'set')], stored: [{ id: '2' }] });
		for (const made of [unclear, silent]) {
			expect(made.urgent).toEqual([expect.stringMatching(/^Login 1: it is not clear/)]);
			expect(made.archive).toEqual([{ id: 'new-2' }]);
		}
	});

	it('keeps the new value, and names its record, where IT Glue did not take it in the end', () => {
		for (const answer of [{ error: { message: 'Broken' } }, undefined]) {
			const stored = [{ id: '1' }, ...(answer === undefined ? [] : [answer])];
			const made = settle({ stored });
			expect(made.urgent).toEqual([
				expect.stringMatching(/^Login 2: Microsoft 365 has the new value, .* is in "Login 2 \(new/),
			]);
			expect(made.archive).toEqual([{ id: 'new-1' }, { id: '90' }]);
		}
	});
});
