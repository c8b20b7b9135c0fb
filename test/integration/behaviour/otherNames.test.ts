/** Create or Update never makes one record of two people or devices because they share what is matched on. */
import type { IDataObject } from 'n8n-workflow';
import type { Json, StoredRecord } from '../../../sandbox';
import { byId, hintsOf, jsons, only, said, useSandbox } from './support';
import { actions, email, person, phone, tolerant, upsert, type Upsert } from './upsertSupport';

const bench = useSandbox();
const home = (): StoredRecord => bench.organization(2);
const people = (): StoredRecord[] => bench.within('contacts', home());
const shared = 'info@example.com';
const ann = { first_name: 'Ann', last_name: 'Lee', primary_email: shared };
const ben = { first_name: 'Ben', last_name: 'Kim', primary_email: shared };

const contacts = async (input: IDataObject[], more: Partial<Upsert> = {}) =>
	await tolerant(bench, { resource: 'contact', input, ...more });

const fullName = ({ attributes: { first_name: first, last_name: last } }: StoredRecord): string =>
	`${String(first)} ${String(last)}`;

describe('two items of one shared mailbox', () => {
	it.each<[string, IDataObject]>([
		['', {}],
		['in a dry run', { parameters: { dryRun: true } }],
		['in bulk', { options: { createInBulk: true } }],
	])('are both refused, and both named %s', async (_how, more) => {
		const before = people().length;
		const ran = await contacts([ann, ben, { ...ann, primary_email: 'ann@example.com' }], more);
		expect(actions(ran).slice(0, 2)).toEqual(
			Array(2).fill(
				'error: Items with the same Primary Email have different names: "Ann Lee" (item 0), "Ben Kim" (item 1)',
			),
		);
		expect(actions(ran)[2]).toMatch(/created?$/);
		expect(people().length - before).toBe(more.parameters ? 0 : 1);
	});

	it('stop a run that stops at errors before anything is written', async () => {
		const ran = await upsert(bench, { resource: 'contact', input: [ann, ben] });
		expect(ran.status).toBe('error');
		expect(bench.writes()).toEqual([]);
	});

	it('are refused as well where only a part of the name differs', async () => {
		const ran = await contacts([ann, { ...ann, first_name: 'Amy' }]);
		expect(actions(ran).filter((one) => one.startsWith('error'))).toHaveLength(2);
	});

	it('become one where the user chose so, and the earlier one is seen even in a report of changes', async () => {
		const ran = await contacts([ann, ben], {
			options: { ifNamesDiffer: 'rename', reportOnlyChanges: true },
		});
		expect(jsons(ran).map((json) => [json._action, json._superseded_by_item])).toEqual([
			['unchanged', 1],
			['created', undefined],
		]);
		expect(hintsOf(ran)[0]).toContain(
			'1 created, 0 updated, 0 unchanged, 1 superseded by another item, 0 failed',
		);
	});

	it('of which one is in IT Glue: that one is meant, the other one refused', async () => {
		const record = person(bench, 'Ann', {
			last_name: 'Lee',
			contact_emails: [email(shared)] as Json,
		});
		const ran = await contacts([
			{ ...ann, title: 'Manager' },
			{ ...ann, first_name: 'Amy' },
		]);
		expect(actions(ran)[0]).toBe('updated');
		expect(actions(ran)[1]).toContain(
			'have different names: "Ann Lee" (item 0), "Amy Lee" (item 1)',
		);
		expect(fullName(record)).toBe('Ann Lee');
	});
});

it.each<[string, IDataObject, IDataObject]>([
	['the same in all columns', ann, ann],
	['of one name in other capitals, accents and blanks', ann, { ...ann, first_name: ' ÁNN' }],
	['of which one says a part of the name only', ann, { primary_email: shared, last_name: 'lee' }],
	['of which one says no name', ann, { primary_email: shared, title: 'Manager' }],
	['with the name in one column', ann, { primary_email: shared, name: 'Ann Lee' }],
])('items %s are one', async (_which, one, other) => {
	const before = people().length;
	const ran = await contacts([one, other]);
	expect(jsons(ran).map((json) => [json._action, json._superseded_by_item])).toEqual([
		['unchanged', 1],
		['created', undefined],
	]);
	expect(people()).toHaveLength(before + 1);
});

describe('devices', () => {
	const device = (more: IDataObject): IDataObject => ({
		serial_number: 'SN-8001',
		configuration_type_id: bench.sandbox.store.all('configuration_types')[0]?.id,
		...more,
	});
	const devices = async (input: IDataObject[], more: Partial<Upsert> = {}) =>
		await tolerant(bench, { resource: 'configuration', input, ...more });

	it('of one serial number and two names are refused, and nothing is written', async () => {
		const ran = await devices([device({ name: 'PC-1' }), device({ name: 'PC-2' })]);
		expect(actions(ran)).toEqual(
			Array(2).fill(
				'error: Items with the same Serial Number have different names: "PC-1" (item 0), "PC-2" (item 1)',
			),
		);
		expect(bench.writes()).toEqual([]);
	});

	it('are renamed by one item: the number says which is meant', async () => {
		await devices([device({ name: 'PC-1' })]);
		const ran = await devices([device({ name: 'LAPTOP-ANN' })]);
		expect(only(ran)).toMatchObject({
			_action: 'updated',
			_changes: { name: { from: 'PC-1', to: 'LAPTOP-ANN' } },
		});
	});

	it('by the ID of IT Glue: the later item wins', async () => {
		await devices([device({ name: 'PC-1' })]);
		const record = bench.within('configurations', home()).at(-1);
		const ran = await devices(
			[
				{ id: record?.id, name: 'PC-2' },
				{ id: record?.id, name: 'PC-3' },
			],
			{ by: ['id'] },
		);
		expect(actions(ran)).toEqual(['unchanged', 'updated']);
		expect(record?.attributes.name).toBe('PC-3');
	});
});

describe('an address that leads to somebody of another name', () => {
	const desk = email(shared, { primary: false });
	let record: StoredRecord;
	const beside = (): void => {
		record = person(bench, 'Ann', { contact_emails: [email('ann@example.com'), desk] as Json });
	};
	const primary = (more: IDataObject = {}): void => {
		record = person(bench, 'Ann', { contact_emails: [email(shared)] as Json, ...(more as object) });
	};
	const one = async (
		first: string | undefined,
		last: string | undefined,
		more: Partial<Upsert> = {},
	) =>
		only(
			await contacts(
				[{ primary_email: shared, first_name: first, last_name: last, title: 'T' }],
				more,
			),
		);

	it('a further address and a different name: refused, with who has it', async () => {
		beside();
		expect(await one('Reception', 'Desk')).toMatchObject({
			error: `Primary Email leads to contact "Ann Example" (ID ${record.id}), but the item says "Reception Desk"`,
		});
		expect(await one('Ben', 'Example')).toHaveProperty('error');
		expect(bench.writes()).toEqual([]);
	});

	it('a further address and the same name, or none: matched', async () => {
		beside();
		expect(await one('ANN', 'Example')).toMatchObject({ id: record.id, _action: 'updated' });
		expect(await one(undefined, undefined)).toMatchObject({ id: record.id });
	});

	it('the primary address and no word in common: refused', async () => {
		primary();
		expect(await one('Ben', 'Kim')).toHaveProperty('error');
		expect(fullName(record)).toBe('Ann Example');
	});

	it.each([
		['a new last name', 'Ann', 'Married'],
		['another form of the first name', 'Anna-Maria', 'Example'],
		['only a last name', undefined, 'Married'],
	])('the primary address and %s: renamed, as the changes say', async (_which, first, last) => {
		primary();
		expect(await one(first, last)).toMatchObject({ id: record.id, _action: 'updated' });
	});

	it.each([
		['Jürgen', 'Müller', 'Juergen', 'Mueller'],
		['info@example.com', null, 'Ann', 'Lee'],
		[null, null, 'Ann', 'Lee'],
	])('a record called %s %s may be called %s %s', async (first, last, newFirst, newLast) => {
		primary({ first_name: first, last_name: last });
		expect(await one(newFirst, newLast)).toMatchObject({ id: record.id, _action: 'updated' });
	});

	it('a record called like the one word before the @ keeps its name: it may be shared', async () => {
		primary({ first_name: 'Info', last_name: null });
		expect(await one('Ann', 'Lee')).toHaveProperty('error');
		expect(record.attributes.first_name).toBe('Info');
	});

	it('a record called like an account waits for a name', async () => {
		record = person(bench, 'x', {
			first_name: 'ann.lee',
			last_name: null,
			contact_emails: [email('ann.lee@example.com')] as Json,
		});
		const ran = await contacts([
			{ primary_email: 'ann.lee@example.com', first_name: 'Ann', last_name: 'Lee' },
		]);
		expect(only(ran)).toMatchObject({ id: record.id, _action: 'updated' });
	});

	it('the option, and Set Only on Create for the name, let it be written', async () => {
		beside();
		const kept = await one('Reception', 'Desk', {
			options: { neverTouch: ['first_name', 'last_name'] },
		});
		expect(kept).toMatchObject({ id: record.id, _action: 'updated' });
		expect(fullName(record)).toBe('Ann Example');
		await one('Reception', 'Desk', { options: { ifNamesDiffer: 'rename' } });
		expect(fullName(record)).toBe('Reception Desk');
	});

	it('the PSA ID or the ID of the record says who is meant', async () => {
		primary();
		const input = [{ id: record.id, first_name: 'Ben', last_name: 'Kim' }];
		expect(only(await contacts(input, { by: ['id'] }))).toMatchObject({ _action: 'updated' });
	});

	it('Create with Update Existing does not rename either', async () => {
		beside();
		const ran = await bench.run('contact', 'create', {
			organizationId: byId(home()),
			firstName: 'Reception',
			lastName: 'Desk',
			contactEmails: { email: [{ value: shared }] },
			ifExists: 'updateExisting',
		});
		expect(said(ran)).toContain(`"Ann Example" (ID ${record.id})`);
		expect(fullName(record)).toBe('Ann Example');
	});
});

describe('the counts in the note add up to the input items', () => {
	const countsOf = (ran: Awaited<ReturnType<typeof contacts>>): number =>
		[...(hintsOf(ran)[0]?.split('.')[0] ?? '').matchAll(/(\d+) (?!records)/g)].reduce(
			(sum, [, count]) => sum + Number(count),
			0,
		);
	const mixed = (): IDataObject[] => {
		person(bench, 'Same', { title: 'T' });
		person(bench, 'Other', { title: 'T' });
		return [
			{ primary_email: 'same@example.com', title: 'T' },
			{ primary_email: 'other@example.com', title: 'New' },
			{ primary_email: 'fresh@example.com', first_name: 'Fresh' },
			{ primary_email: 'fresh@example.com', title: 'T' },
			{ primary_email: 'not an address', first_name: 'Bad' },
			ann,
			ben,
		];
	};

	it.each<[string, Partial<Upsert>]>([
		['', {}],
		['in a dry run', { parameters: { dryRun: true } }],
		['with Output Only Changed Items', { options: { reportOnlyChanges: true } }],
		['in bulk', { options: { createInBulk: true } }],
		['where only new ones are created', { options: { writeMode: 'createOnly' } }],
	])('%s', async (_how, more) => {
		const input = mixed();
		const ran = await contacts(input, more);
		expect(countsOf(ran)).toBe(input.length);
		expect(hintsOf(ran)[0]).toMatch(/1 superseded by another item, 3 (failed|would fail)/);
	});

	it('in a dry run that finds nothing to do, the note says that nothing was written', async () => {
		person(bench, 'Same', { title: 'T' });
		const input = [{ primary_email: 'same@example.com', title: 'T' }];
		const ran = await contacts(input, { parameters: { dryRun: true } });
		expect(hintsOf(ran)[0]).toMatch(
			/^Contacts: 0 would be created, 0 would be updated, 1 unchanged/,
		);
		expect(hintsOf(ran)[0]).toContain('nothing was written');
	});

	it('with Update All, an item that is about several counts once', async () => {
		for (const first of ['One', 'Two'])
			person(bench, first, { contact_emails: [email(shared)] as Json });
		const ran = await contacts(
			[
				{ primary_email: shared, title: 'A' },
				{ primary_email: shared, title: 'B' },
			],
			{ options: { ifSeveralMatch: 'all' } },
		);
		expect(hintsOf(ran)[0]).toContain(
			'0 created, 1 updated, 0 unchanged, 1 superseded by another item, 0 failed (2 records)',
		);
	});

	it('an item whose record is that of a failed item fails with it', async () => {
		const own = email('two@example.com', { primary: false });
		person(bench, 'One', {
			contact_emails: [email(shared)] as Json,
			contact_phones: [phone('6045550100')] as Json,
		});
		const two = person(bench, 'Two', { contact_emails: [email(shared), own] as Json });
		const ran = await contacts(
			[
				{ primary_email: shared, contact_phones: [] },
				{ primary_email: 'two@example.com', title: 'B' },
			],
			{ options: { ifSeveralMatch: 'all', neverOverwriteWithEmpty: false } },
		);
		expect(actions(ran)).toEqual([
			expect.stringContaining('"Phones" cannot be empty'),
			'error: Item 0 is about the same contact and failed',
		]);
		expect(two.attributes.title).toBe('Assistant');
	});
});
