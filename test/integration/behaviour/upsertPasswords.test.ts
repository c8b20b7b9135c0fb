/** Create or Update of passwords: values are written when asked for, read when asked for, and never shown. */
import type { IDataObject } from 'n8n-workflow';
import type { Attributes, JournalEntry, StoredRecord } from '../../../sandbox';
import type { RunNodeResult } from '../../helpers/harness';
import { jsons, lines, only, said, sentBy, useSandbox } from './support';
import { actions, tolerant, upsert } from './upsertSupport';

const bench = useSandbox({ journalSecrets: true });

const OLD = 'marked-Old-Value-1!x';
const NEW = 'marked-New-Value-2!y';
/** Published as an example everywhere; opens nothing. */
const BASE32 = 'JBSWY3DPEHPK3PXP';
const OTHER_BASE32 = 'KRSXG5CTMVRXEZLU';
const MASKED = { from: '***', to: '***' };

const vaulted = (name: string, more: Attributes = {}): StoredRecord =>
	bench.add('passwords', bench.organization(2), {
		name,
		username: 'admin',
		password: OLD,
		otp_secret: null,
		archived: false,
		password_folder_id: null,
		resource_id: null,
		resource_type: null,
		...more,
	});

const passwords = async (
	input: IDataObject[],
	options: IDataObject = {},
	more: Partial<Parameters<typeof upsert>[1]> = {},
) => await upsert(bench, { resource: 'password', input, options, ...more });

/** No value left the node, in whatever part of what it leaves behind. */
function expectNoSecrets({ everything }: RunNodeResult, ...secrets: string[]): void {
	for (const secret of [OLD, NEW, BASE32, OTHER_BASE32, ...secrets])
		expect(everything).not.toContain(secret);
}

/** Requests that IT Glue logs as a reading of a value. */
const readings = (): JournalEntry[] =>
	bench.sandbox.journal.filter(({ query }) => query.show_password === 'true');

/** Requests for single passwords that do not say whether the value may travel. */
const unsaid = (): string[] =>
	lines(
		bench.sandbox.journal.filter(
			({ path, query, method }) =>
				/^\/passwords(\/\d+)?$/.test(path) &&
				(path !== '/passwords' || method === 'POST') &&
				query.show_password === undefined,
		),
	);

afterEach(() => expect(unsaid()).toEqual([]));

test('Only When Creating: the value goes out with a new record and stays on an existing one', async () => {
	const old = vaulted('Firewall');
	const ran = await passwords([
		{ name: 'firewall', password: NEW, otp_secret: BASE32, username: 'root' },
		{ name: 'Switch', password: NEW, otp_secret: BASE32 },
	]);
	expect(actions(ran)).toEqual(['updated', 'created']);
	expect(jsons(ran).map(({ _changes }) => _changes)).toEqual([
		{ username: { from: 'admin', to: 'root' } },
		{
			name: { from: null, to: 'Switch' },
			password: { from: null, to: '***' },
			otp_secret: { from: null, to: '***' },
		},
	]);
	expect(old.attributes).toMatchObject({ password: OLD, otp_secret: null, username: 'root' });
	const fresh = bench.stored(String(jsons(ran)[1]?.id), 'passwords');
	expect(fresh.attributes).toMatchObject({ password: NEW, otp_secret: BASE32 });
	expect(readings()).toEqual([]);
	expectNoSecrets(ran);
});

test('a dry run masks as well, and needs no reading', async () => {
	vaulted('Firewall');
	const ran = await passwords(
		[
			{ name: 'Firewall', password: NEW },
			{ name: 'Switch', password: NEW, otp_secret: BASE32 },
		],
		{},
		{ parameters: { dryRun: true } },
	);
	expect(actions(ran)).toEqual(['unchanged', 'would_create']);
	expect(bench.writes()).toEqual([]);
	expect(readings()).toEqual([]);
	expectNoSecrets(ran);
});

test('Always Write: every run, each in a request of its own', async () => {
	const [one, two] = [vaulted('One'), vaulted('Two')];
	const input = [
		{ name: 'One', password: NEW },
		{ name: 'Two', otp_secret: BASE32 },
	];
	for (let time = 0; time < 2; time += 1) {
		const ran = await passwords(input, { passwordValue: 'write' });
		expect(actions(ran)).toEqual(['updated', 'updated']);
		expect(jsons(ran).map(({ _changes }) => _changes)).toEqual([
			{ password: MASKED },
			{ otp_secret: MASKED },
		]);
		expect(lines(bench.writes()).sort()).toEqual(
			[`PATCH /passwords/${one.id}`, `PATCH /passwords/${two.id}`].sort(),
		);
		expect(readings()).toEqual([]);
		expectNoSecrets(ran);
	}
	expect(one.attributes.password).toBe(NEW);
	expect(two.attributes).toMatchObject({ password: OLD, otp_secret: BASE32 });
});

describe('Compare First', () => {
	const options = { passwordValue: 'compare' };

	test('writes what differs; one logged reading for each given value', async () => {
		const [same, differs, notGiven] = [
			vaulted('Same'),
			vaulted('Differs', { otp_secret: BASE32 }),
			vaulted('Not given'),
		];
		const input = [
			{ name: 'Same', password: OLD },
			{ name: 'Differs', password: NEW, otp_secret: OTHER_BASE32 },
			{ name: 'Not given', username: 'root' },
		];
		const ran = await passwords(input, options);
		expect(actions(ran)).toEqual(['unchanged', 'updated', 'updated']);
		expect(jsons(ran).map(({ _changes }) => _changes)).toEqual([
			{},
			{ password: MASKED },
			{ username: { from: 'admin', to: 'root' } },
		]);
		expect(lines(readings()).sort()).toEqual(
			[same, differs].map(({ id }) => `GET /passwords/${id}`).sort(),
		);
		expect(differs.attributes).toMatchObject({ password: NEW, otp_secret: BASE32 });
		expect(notGiven.attributes.password).toBe(OLD);
		expectNoSecrets(ran);
		const again = await passwords(input, options);
		expect(actions(again)).toEqual(['unchanged', 'unchanged', 'unchanged']);
		expect(bench.writes()).toEqual([]);
		expect(readings()).toHaveLength(2);
		expectNoSecrets(again);
	});

	test('a dry run says the same as the run after it', async () => {
		vaulted('Differs');
		const input = [{ name: 'Differs', password: NEW, notes: 'Rotated' }];
		const dry = await passwords(input, options, { parameters: { dryRun: true } });
		expect(only(dry)).toMatchObject({ _action: 'would_update' });
		expect(bench.writes()).toEqual([]);
		const real = await passwords(input, options);
		expect(only(real)).toMatchObject({
			_action: 'updated',
			_changes: only(dry)._changes as string,
		});
		expectNoSecrets(dry);
		expectNoSecrets(real);
	});

	test('without Password Access: an error that says so, nothing written, no value told', async () => {
		vaulted('Differs');
		const ran = await passwords([{ name: 'Differs', password: NEW }], options, {
			more: { credentials: { apiKey: bench.sandbox.keys.withoutPasswordAccess } },
		});
		expect(said(ran)).toContain('Password Access');
		expect(bench.writes()).toEqual([]);
		expectNoSecrets(ran);
	});

	test('the value is not read where the password is never to be touched', async () => {
		vaulted('Differs');
		const ran = await passwords([{ name: 'Differs', password: NEW }], {
			...options,
			neverTouch: ['password', 'otp_secret'],
		});
		expect(actions(ran)).toEqual(['unchanged']);
		expect(readings()).toEqual([]);
	});
});

test('Set Only on Create holds against Always Write', async () => {
	const record = vaulted('One');
	const ran = await passwords([{ name: 'One', password: NEW, username: 'root' }], {
		passwordValue: 'write',
		neverTouch: ['password'],
	});
	expect(actions(ran)).toEqual(['updated']);
	expect(sentBy(bench.writes()[0])).toEqual({ username: 'root' });
	expect(record.attributes.password).toBe(OLD);
});

test('an empty value clears nothing, whatever may be overwritten with empty', async () => {
	const record = vaulted('One', { otp_secret: BASE32 });
	for (const passwordValue of ['create', 'compare', 'write'])
		for (const neverOverwriteWithEmpty of [true, false]) {
			await passwords([{ name: 'One', password: '' }], { passwordValue, neverOverwriteWithEmpty });
			expect(record.attributes.password).toBe(OLD);
		}
});

describe('Generate Value', () => {
	const options = { generateValue: true };

	test('for new records without a value, each its own, and never for existing ones', async () => {
		const old = vaulted('Old');
		const ran = await passwords(
			[{ name: 'One' }, { name: 'Two' }, { name: 'Given', password: NEW }, { name: 'Old' }],
			options,
		);
		expect(actions(ran)).toEqual(['created', 'created', 'created', 'unchanged']);
		const values = jsons(ran).map(({ id }) =>
			String(bench.stored(String(id), 'passwords').attributes.password),
		);
		expect(values[0]).toHaveLength(24);
		expect(new Set(values.slice(0, 2)).size).toBe(2);
		expect(values[2]).toBe(NEW);
		expect(old.attributes.password).toBe(OLD);
		expect(only({ ...ran, output: ran.output.slice(0, 1) })._changes).toEqual({
			name: { from: null, to: 'One' },
			password: { from: null, to: '***' },
		});
		expectNoSecrets(ran, ...values);
	});

	test('two items of one new password: one record, one value', async () => {
		const ran = await passwords([{ name: 'One' }, { name: 'ONE', username: 'root' }], options);
		expect(actions(ran)).toEqual(['unchanged', 'created']);
		expect(lines(bench.writes())).toEqual(['POST /passwords']);
	});

	test('without it a new record without a value is refused before anything is written', async () => {
		const ran = await passwords([{ name: 'One', password: NEW }, { name: 'Two' }]);
		expect(said(ran)).toContain('"Password" is empty');
		expect(bench.writes()).toEqual([]);
		expectNoSecrets(ran);
	});
});

describe('which password is meant', () => {
	const folder = (name: string): StoredRecord =>
		bench.add('password_folders', bench.organization(2), {
			name,
			parent_id: null,
			restricted: false,
		});

	test('one of that name in that folder; without a folder, the one outside of folders', async () => {
		const servers = folder('Servers');
		const [outside, inside] = [
			vaulted('Root'),
			vaulted('Root', { password_folder_id: Number(servers.id) }),
		];
		const ran = await passwords(
			[
				{ name: 'Root', password_folder_id: 'servers', username: 'in' },
				{ name: 'Root', username: 'out' },
			],
			{},
			{ by: ['name', 'password_folder_id'] },
		);
		expect(actions(ran)).toEqual(['updated', 'updated']);
		expect(jsons(ran)[0]?._matched_by).toEqual(['name', 'password_folder_id']);
		expect([inside, outside].map(({ attributes }) => attributes.username)).toEqual(['in', 'out']);
		expect(inside.attributes.password_folder_id).toBe(Number(servers.id));
	});

	test('one of that name in another folder only: created there, and found there', async () => {
		const [servers, clients] = [folder('Servers'), folder('Clients')];
		vaulted('Root', { password_folder_id: Number(servers.id) });
		const input = [{ name: 'Root', password_folder_id: clients.id, password: NEW }];
		const by = ['name', 'password_folder_id'];
		const ran = await passwords(input, {}, { by });
		expect(actions(ran)).toEqual(['created']);
		expect(actions(await passwords(input, {}, { by }))).toEqual(['unchanged']);
	});

	test('an embedded one is another than a general one of the same name', async () => {
		const owner = bench.within('contacts', bench.organization(2))[0];
		const embedded = vaulted('Mail', {
			resource_type: 'Contact',
			resource_id: Number(owner?.id),
		});
		const general = vaulted('Mail');
		const ran = await passwords([
			{ name: 'Mail', username: 'general' },
			{
				name: 'Mail',
				username: 'embedded',
				resource_type: 'Contact',
				resource_id: owner?.id,
			},
		]);
		expect(jsons(ran).map(({ id }) => id)).toEqual([general.id, embedded.id]);
		expect([general, embedded].map(({ attributes }) => attributes.username)).toEqual([
			'general',
			'embedded',
		]);
	});
});

test('metadata of many goes in shared requests, a refused value names no value', async () => {
	const many = Array.from({ length: 8 }, (_unused, at) => vaulted(`Number ${at}`));
	const ran = await tolerant(bench, {
		resource: 'password',
		input: [
			...many.map((_record, at) => ({ name: `Number ${at}`, username: 'root' })),
			{ name: 'Bad', password: NEW, otp_secret: 'not base 32' },
		],
	});
	expect(actions(ran).slice(0, 8)).toEqual(many.map(() => 'updated'));
	expect(actions(ran)[8]).toMatch(/^error: /);
	expect(lines(bench.writes())).toEqual(['PATCH /passwords']);
	expectNoSecrets(ran, 'not base 32');
});
