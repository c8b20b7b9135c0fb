/** Create or Update of contacts: addresses and numbers are added to what is there, never lost. */
import type { IDataObject } from 'n8n-workflow';
import type { Json } from '../../../sandbox';
import { hintsOf, jsons, lines, only, said, sentBy, useSandbox } from './support';
import {
	actions,
	addressesOf,
	email,
	meanwhile,
	nothingMore,
	person,
	phone,
	rowsOf,
	tolerant,
	upsert,
} from './upsertSupport';

const bench = useSandbox();
afterEach(() => nothingMore(bench));

const contacts = async (input: IDataObject[], more: Partial<Parameters<typeof upsert>[1]> = {}) =>
	await upsert(bench, { resource: 'contact', input, ...more });

describe('whose address it is', () => {
	test('a secondary address finds the contact as well', async () => {
		const ann = person(bench, 'Ann', {
			contact_emails: [
				email('ann@example.com'),
				email('a.example@example.org', { primary: false }),
			] as Json,
		});
		const ran = await contacts([{ primary_email: 'A.Example@example.org', title: 'Manager' }]);
		expect(only(ran)).toMatchObject({ id: ann.id, _action: 'updated' });
		expect(addressesOf(ann)).toEqual(['ann@example.com', 'a.example@example.org']);
		expect(sentBy(bench.writes()[0])).toEqual({ title: 'Manager' });
	});

	test('of several, the one whose primary address it is', async () => {
		const shared = email('desk@example.com', { primary: false });
		person(bench, 'Ann', { contact_emails: [email('ann@example.com'), shared] as Json });
		const ben = person(bench, 'Ben', { contact_emails: [email('desk@example.com')] as Json });
		person(bench, 'Cleo', { contact_emails: [email('cleo@example.com'), shared] as Json });
		const ran = await contacts([{ primary_email: 'DESK@example.com', title: 'Manager' }]);
		expect(only(ran)).toMatchObject({ id: ben.id, _action: 'updated' });
	});

	test('of several without a primary one, none: refused with the ids', async () => {
		const shared = email('desk@example.com', { primary: false });
		const [ann, cleo] = ['Ann', 'Cleo'].map((first) =>
			person(bench, first, {
				contact_emails: [email(`${first}@example.com`), shared] as Json,
			}),
		);
		const ran = await contacts([{ primary_email: 'desk@example.com', title: 'Manager' }]);
		expect(said(ran)).toContain(ann?.id);
		expect(said(ran)).toContain(cleo?.id);
		expect(bench.writes()).toEqual([]);
	});

	test('two contacts by their shared address and their first names', async () => {
		const shared = [email('desk@example.com')] as Json;
		const ann = person(bench, 'Ann', { contact_emails: shared });
		const ben = person(bench, 'Ben', { contact_emails: shared });
		const ran = await contacts(
			[
				{ primary_email: 'desk@example.com', first_name: 'ben', last_name: 'EXAMPLE', title: 'B' },
				{ primary_email: 'desk@example.com', first_name: 'ann', last_name: 'Example', title: 'A' },
			],
			{ by: ['primary_email', 'first_name', 'last_name'] },
		);
		expect(jsons(ran).map(({ id, title }) => [id, title])).toEqual([
			[ben.id, 'B'],
			[ann.id, 'A'],
		]);
		expect(jsons(ran)[0]?._matched_by).toEqual(['primary_email', 'first_name', 'last_name']);
	});

	test('a first name alone, or a last name alone, identifies nobody', async () => {
		const ann = person(bench, 'Ann', { last_name: 'Other' });
		for (const [by, more] of [
			['first_name', { first_name: 'Ann' }],
			['last_name', { last_name: 'Other' }],
		] as const) {
			const ran = await contacts([{ ...more, title: 'Manager' }], { by: [by] });
			expect(ran.status).toBe('error');
			expect(bench.writes()).toEqual([]);
		}
		expect(ann.attributes.title).toBe('Assistant');
	});

	test('an edited first name beside the old full name', async () => {
		const ann = person(bench, 'Ann');
		const [read] = jsons(
			await bench.run('contact', 'getAll', { filters: { ids: ann.id }, returnAll: true }),
		);
		const ran = await contacts([{ ...read, first_name: 'Anna' }], { by: ['id'] });
		expect(actions(ran)).toEqual(['updated']);
		expect(only(ran)._changes).toEqual({ first_name: { from: 'Ann', to: 'Anna' } });
		expect(ann.attributes).toMatchObject({ first_name: 'Anna', last_name: 'Example' });
	});

	test('a full name that was split elsewhere is no difference', async () => {
		const eva = person(bench, 'Eva Maria', { last_name: 'Example' });
		const ran = await contacts([
			{ primary_email: String(addressesOf(eva)[0]), name: 'Eva  Maria Example' },
		]);
		expect(actions(ran)).toEqual(['unchanged']);
		expect(eva.attributes).toMatchObject({ first_name: 'Eva Maria', last_name: 'Example' });
	});
});

describe('addresses that new contacts bring along', () => {
	const again = async (input: IDataObject[]) => {
		const order = { resource: 'contact', input };
		const first = actions(await tolerant(bench, order));
		return [first, actions(await tolerant(bench, order))];
	};

	test('an item that is matched by one of them means that contact', async () => {
		const input = [
			{
				primary_email: 'ann@example.com',
				last_name: 'Example',
				contact_emails: ['desk@example.com'],
			},
			{ primary_email: 'desk@example.com', first_name: 'Ann' },
		];
		const before = bench.within('contacts', bench.organization(2)).length;
		const [first, second] = await again(input);
		expect(first).toEqual(['unchanged', 'created']);
		expect(second).toEqual(['unchanged', 'unchanged']);
		expect(bench.within('contacts', bench.organization(2)).slice(before)).toHaveLength(1);
	});

	test('an item that two of them bring along is in doubt in every run', async () => {
		const input = [
			{ primary_email: 'ann@example.com', first_name: 'Ann', contact_emails: ['desk@example.com'] },
			{ primary_email: 'ben@example.com', first_name: 'Ben', contact_emails: ['desk@example.com'] },
			{ primary_email: 'desk@example.com', title: 'Manager' },
		];
		const [first, second] = await again(input);
		expect(first?.slice(0, 2)).toEqual(['created', 'created']);
		expect(first?.[2]).toMatch(/^error: 2 new contacts of this run match by Primary Email/);
		expect(second?.slice(0, 2)).toEqual(['unchanged', 'unchanged']);
		expect(second?.[2]).toMatch(/^error: 2 contacts match by Primary Email/);
	});

	test('a contact whose primary address it is stays the one that is meant', async () => {
		person(bench, 'Desk', { contact_emails: [email('desk@example.com')] as Json });
		const input = [
			{ primary_email: 'ann@example.com', first_name: 'Ann', contact_emails: ['desk@example.com'] },
			{ primary_email: 'desk@example.com', title: 'Manager' },
		];
		const [first, second] = await again(input);
		expect(first).toEqual(['created', 'updated']);
		expect(second).toEqual(['unchanged', 'unchanged']);
	});

	test('a contact with it as one of several is in doubt beside a new one with it', async () => {
		const shared = email('desk@example.com', { primary: false });
		person(bench, 'Ben', { contact_emails: [email('ben@example.com'), shared] as Json });
		const input = [
			{ primary_email: 'ann@example.com', first_name: 'Ann', contact_emails: ['desk@example.com'] },
			{ primary_email: 'desk@example.com', title: 'Manager' },
		];
		const [first, second] = await again(input);
		expect(first?.[1]).toMatch(/^error: Another item of this run creates a contact/);
		expect(second?.[1]).toMatch(/^error: 2 contacts match by Primary Email/);
	});
});

test('a full name that one item gives and the next one empties: refused once there is a contact', async () => {
	const input = [
		{ primary_email: 'ann@example.com', name: 'Ann Example' },
		{ primary_email: 'ann@example.com', name: null },
	];
	const before = bench.within('contacts', bench.organization(2)).length;
	const order = { resource: 'contact', input, options: { neverOverwriteWithEmpty: false } };
	await tolerant(bench, order);
	expect(actions(await tolerant(bench, order)).join()).toContain('"Full Name" cannot be empty');
	expect(bench.within('contacts', bench.organization(2)).slice(before)).toHaveLength(1);
});

test('a list that cannot be emptied is refused only where there is something to empty, and to be touched', async () => {
	const ann = person(bench, 'Ann');
	const ben = person(bench, 'Ben', { contact_phones: [phone('6045550100')] as Json });
	const emptied = (address: string, options: IDataObject = {}) =>
		contacts([{ primary_email: address, contact_phones: [], title: 'Manager' }], {
			options: { neverOverwriteWithEmpty: false, ...options },
		});
	expect(actions(await emptied('ann@example.com'))).toEqual(['updated']);
	expect(ann.attributes.title).toBe('Manager');
	const kept = await emptied('ben@example.com', { neverTouch: ['contact_phones'] });
	expect(actions(kept)).toEqual(['updated']);
	expect(ben.attributes.title).toBe('Manager');
	expect(said(await emptied('ben@example.com'))).toContain('"Phones" cannot be empty');
	expect(rowsOf(ben, 'contact_phones')).toHaveLength(1);
});

describe('lists are added to', () => {
	test('one request for each such contact, put together from the record itself', async () => {
		const [ann, ben, cleo] = ['Ann', 'Ben', 'Cleo'].map((first) => person(bench, first));
		// Somebody adds an address after the contacts were read.
		meanwhile(
			bench,
			({ method, path }) => method === 'GET' && path === `/contacts/${ben?.id}`,
			() => {
				if (ben)
					rowsOf(ben, 'contact_emails').push({ ...email('late@example.com'), primary: false });
			},
		);
		const ran = await contacts([
			{ primary_email: 'ann@example.com', title: 'A', primary_phone: '604-555-0101' },
			{
				primary_email: 'ben@example.com',
				contact_emails: [{ value: 'ben@example.org', label: 'Home' }],
			},
			{ primary_email: 'cleo@example.com', title: 'C' },
		]);
		expect(actions(ran)).toEqual(['updated', 'updated', 'updated']);
		expect(lines(bench.writes()).sort()).toEqual(
			[ann, ben, cleo].map((record) => `PATCH /contacts/${record?.id}`).sort(),
		);
		expect(ben && addressesOf(ben)).toEqual([
			'ben@example.com',
			'late@example.com',
			'ben@example.org',
		]);
		expect(
			ann && rowsOf(ann, 'contact_phones').map(({ value, primary }) => [value, primary]),
		).toEqual([['6045550101', true]]);
		expect(Object.keys(jsons(ran)[1]?._changes ?? {})).toEqual(['contact_emails']);
	});

	test('plain changes of many contacts go together, lists apart', async () => {
		const people = Array.from({ length: 6 }, (_unused, at) => person(bench, `Person${at}`));
		const ran = await contacts(
			people.map((record, at) => ({
				primary_email: addressesOf(record)[0],
				title: 'Manager',
				...(at < 2 && { primary_phone: `604-555-011${at}` }),
			})),
		);
		expect(actions(ran)).toEqual(people.map(() => 'updated'));
		expect(lines(bench.writes()).sort()).toEqual(
			['PATCH /contacts', ...people.slice(0, 2).map(({ id }) => `PATCH /contacts/${id}`)].sort(),
		);
		for (const { attributes } of people) expect(attributes.title).toBe('Manager');
	});

	test('a new primary entry takes the place of the old one, which stays', async () => {
		const ann = person(bench, 'Ann', { contact_phones: [phone('6045550100')] as Json });
		const input = [{ id: ann.id, primary_phone: '(604) 555-0199', primary_email: 'a@example.org' }];
		const ran = await contacts(input, { by: ['id'] });
		expect(only(ran)).toMatchObject({
			primary_phone: '(604) 555-0199',
			primary_email: 'a@example.org',
			_action: 'updated',
		});
		const marks = (name: string) => rowsOf(ann, name).map(({ value, primary }) => [value, primary]);
		expect(marks('contact_phones')).toEqual([
			['6045550100', false],
			['6045550199', true],
		]);
		expect(marks('contact_emails')).toEqual([
			['ann@example.com', false],
			['a@example.org', true],
		]);
		const again = await contacts(input, { by: ['id'] });
		expect(actions(again)).toEqual(['unchanged']);
		expect(bench.writes()).toEqual([]);
	});

	test('the same entries in another form are no difference', async () => {
		person(bench, 'Ann', {
			contact_phones: [phone('6045550100', { extension: '12' })] as Json,
		});
		const ran = await contacts([
			{
				primary_email: 'ann@example.com',
				contact_emails: ['ANN@example.com'],
				contact_phones: ['604.555.0100 ext. 12'],
			},
		]);
		expect(actions(ran)).toEqual(['unchanged']);
		expect(bench.writes()).toEqual([]);
	});

	test('Replace All replaces, but not by nothing', async () => {
		const ann = person(bench, 'Ann', {
			contact_phones: [phone('6045550100'), phone('6045550101', { primary: false })] as Json,
		});
		const options = { replaceAll: ['contact_phones'] };
		const replaced = await contacts(
			[{ primary_email: 'ann@example.com', contact_phones: ['604-555-0102'] }],
			{ options },
		);
		expect(actions(replaced)).toEqual(['updated']);
		expect(rowsOf(ann, 'contact_phones').map(({ value }) => value)).toEqual(['6045550102']);
		const kept = await contacts([{ primary_email: 'ann@example.com', contact_phones: [] }], {
			options,
		});
		expect(actions(kept)).toEqual(['unchanged']);
		const cleared = await contacts([{ primary_email: 'ann@example.com', contact_phones: [] }], {
			options: { ...options, neverOverwriteWithEmpty: false },
		});
		expect(actions(cleared)).toEqual(['updated']);
		expect(rowsOf(ann, 'contact_phones')).toEqual([]);
		const again = await contacts([{ primary_email: 'ann@example.com', contact_phones: [] }], {
			options: { ...options, neverOverwriteWithEmpty: false },
		});
		expect(actions(again)).toEqual(['unchanged']);
	});

	test('Replace All keeps the address that the contact was found by: the next run finds it again', async () => {
		const ann = person(bench, 'Ann');
		const input = [
			{
				primary_email: 'ann@example.com',
				first_name: 'Ann',
				contact_emails: [{ value: 'new@example.com' }],
			},
		];
		const options = { replaceAll: ['contact_emails'] };
		await contacts(input, { options });
		expect(addressesOf(ann)).toContain('ann@example.com');
		const count = bench.sandbox.store.all('contacts').length;
		const again = await contacts(input, { options });
		expect(actions(again)).toEqual(['unchanged']);
		expect(bench.sandbox.store.all('contacts').length).toBe(count);
	});

	test('two items of one contact: both addresses arrive', async () => {
		const ann = person(bench, 'Ann');
		const ran = await contacts([
			{ primary_email: 'ann@example.com', contact_emails: ['one@example.com'] },
			{ primary_email: 'Ann@example.com', contact_emails: ['two@example.com'] },
		]);
		expect(actions(ran)).toEqual(['unchanged', 'updated']);
		expect(addressesOf(ann).sort()).toEqual(
			['ann@example.com', 'one@example.com', 'two@example.com'].sort(),
		);
		expect(bench.writes()).toHaveLength(1);
	});

	test('a new contact gets its lists whole, each with one primary entry', async () => {
		const ran = await contacts([
			{
				primary_email: 'zoe@example.com',
				name: 'Zoe van Example',
				contact_emails: ['zoe@example.org', { value: 'ZOE@example.com', label: 'Private' }],
				primary_phone: '604-555-0150 x9',
			},
		]);
		expect(actions(ran)).toEqual(['created']);
		const zoe = bench.stored(String(only(ran).id), 'contacts');
		expect(zoe.attributes).toMatchObject({ first_name: 'Zoe', last_name: 'van Example' });
		const primary = rowsOf(zoe, 'contact_emails').filter((row) => row.primary === true);
		expect(primary.map(({ value }) => String(value).toLowerCase())).toEqual(['zoe@example.com']);
		expect(rowsOf(zoe, 'contact_emails')).toHaveLength(2);
		expect(rowsOf(zoe, 'contact_phones')).toMatchObject([{ value: '6045550150', extension: '9' }]);
	});
});

describe('invalid addresses', () => {
	test('fail before anything is written, and say which', async () => {
		const ran = await contacts([
			{ primary_email: 'zoe@example.com', first_name: 'Zoe' },
			{ primary_email: 'no address', first_name: 'Nobody' },
		]);
		expect(said(ran)).toContain('no address');
		expect(bench.writes()).toEqual([]);
	});

	test('or are dropped and reported, beside good ones', async () => {
		const ran = await contacts(
			[
				{
					primary_email: 'zoe@example.com',
					first_name: 'Zoe',
					contact_emails: ['zoe at example', 'zoe@example.org'],
				},
			],
			{ options: { invalidEmails: 'drop' } },
		);
		expect(only(ran)).toMatchObject({ _action: 'created', _dropped_emails: ['zoe at example'] });
		expect(addressesOf(bench.stored(String(only(ran).id), 'contacts')).sort()).toEqual([
			'zoe@example.com',
			'zoe@example.org',
		]);
	});

	test('that only IT Glue takes for invalid are dropped as well, of new and of existing ones', async () => {
		// Passes our own check, not the sandbox's: it ends in a dot.
		const bad = 'ann.@example.com';
		const ann = person(bench, 'Ann');
		const ran = await tolerant(bench, {
			resource: 'contact',
			input: [
				{ primary_email: 'ann@example.com', contact_emails: [bad, 'ann@example.org'] },
				{ primary_email: 'zoe@example.com', first_name: 'Zoe', contact_emails: [bad] },
			],
			options: { invalidEmails: 'drop' },
		});
		expect(actions(ran)).toEqual(['updated', 'created']);
		expect(jsons(ran).map(({ _dropped_emails }) => _dropped_emails)).toEqual([[bad], [bad]]);
		expect(addressesOf(ann)).toEqual(['ann@example.com', 'ann@example.org']);
		expect(hintsOf(ran).join(' ')).toContain(bad);
	});

	test('as the one to match on: refused, as invalid, not as empty', async () => {
		const ran = await contacts([{ primary_email: 'no address', first_name: 'Nobody' }], {
			options: { invalidEmails: 'drop' },
		});
		expect(said(ran)).toContain('no address');
		expect(bench.writes()).toEqual([]);
	});
});

describe('If a Matching Column Is Empty', () => {
	test('the next key is used: email, then name', async () => {
		const ann = person(bench, 'Ann', { contact_emails: [] });
		const ben = person(bench, 'Ben');
		const options = { emptyMatch: 'nextKey' };
		const ran = await contacts(
			[
				{ primary_email: '', first_name: 'ANN', last_name: 'example', title: 'A' },
				{ primary_email: 'ben@example.com', title: 'B' },
			],
			{ options },
		);
		expect(jsons(ran).map(({ id, _matched_by, _changes }) => [id, _matched_by, _changes])).toEqual([
			[ann.id, ['first_name', 'last_name'], { title: { from: 'Assistant', to: 'A' } }],
			[ben.id, ['primary_email'], { title: { from: 'Assistant', to: 'B' } }],
		]);
		expect(ann.attributes.first_name).toBe('Ann');
	});

	test('two new items of one person, one without email: one contact', async () => {
		const count = bench.sandbox.store.all('contacts').length;
		const input = [
			{ primary_email: 'zoe@example.com', first_name: 'Zoe', last_name: 'Example' },
			{ primary_email: '', first_name: 'Zoe', last_name: 'Example', title: 'Trainee' },
		];
		const options = { emptyMatch: 'nextKey' };
		await contacts(input, { options });
		expect(bench.sandbox.store.all('contacts').length).toBe(count + 1);
		const again = await contacts(input, { options });
		expect(actions(again)).toEqual(['unchanged', 'unchanged']);
		expect(bench.writes()).toEqual([]);
	});

	test('nothing at all to match by: refused all the same', async () => {
		const ran = await contacts([{ primary_email: '', title: 'Nobody' }], {
			options: { emptyMatch: 'nextKey' },
		});
		expect(said(ran)).toMatch(/Primary Email.*empty/);
	});
});
