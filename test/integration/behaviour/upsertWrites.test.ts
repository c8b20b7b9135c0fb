/** What Create or Update sends, and what becomes of it when IT Glue refuses, answers late or not at all. */
import type { IDataObject } from 'n8n-workflow';
import type { JournalEntry, Json, StoredRecord } from '../../../sandbox';
import { automatic } from '../../helpers/parameters';
import { hintsOf, jsons, lines, only, said, sentBy, useSandbox } from './support';
import {
	actions,
	addressesOf,
	bulkItems,
	email,
	meanwhile,
	nothingMore,
	person,
	tolerant,
	upsert,
} from './upsertSupport';

const bench = useSandbox();
afterEach(() => nothingMore(bench));

const people = (count: number, organization = bench.organization(2)): StoredRecord[] =>
	Array.from({ length: count }, (_unused, at) => person(bench, `Person${at}`, {}, organization));

const titled = (title: string) => (record: StoredRecord) => ({
	primary_email: addressesOf(record)[0],
	title,
});

const contacts = async (input: IDataObject[], more: Partial<Parameters<typeof upsert>[1]> = {}) =>
	await upsert(bench, { resource: 'contact', input, ...more });

const tolerantly = async (input: IDataObject[], more: Partial<Parameters<typeof upsert>[1]> = {}) =>
	await tolerant(bench, { resource: 'contact', input, ...more });

const countOf = (collection = 'contacts'): number => bench.sandbox.store.all(collection).length;

const newPerson = (first: string): IDataObject => ({
	primary_email: `${first.toLowerCase()}@example.com`,
	first_name: first,
	last_name: 'Example',
});

const isPost = ({ method }: JournalEntry): boolean => method === 'POST';

describe('shared requests', () => {
	test('go out in portions of 50, each record once, and carry only what differs', async () => {
		const all = people(120);
		const ran = await contacts([
			...all.map(titled('Manager')),
			...all.slice(0, 10).map(titled('Director')),
		]);
		const patches = bench.writes();
		expect(lines(patches)).toEqual(['PATCH /contacts', 'PATCH /contacts', 'PATCH /contacts']);
		expect(patches.map((entry) => bulkItems(entry).length).sort()).toEqual([20, 50, 50]);
		const ids = patches.flatMap(bulkItems).map(({ attributes }) => String(attributes.id));
		expect(new Set(ids).size).toBe(120);
		for (const { attributes } of patches.flatMap(bulkItems))
			expect(Object.keys(attributes).sort()).toEqual(['id', 'title']);
		expect(all.map(({ attributes }) => attributes.title)).toEqual(
			all.map((_record, at) => (at < 10 ? 'Director' : 'Manager')),
		);
		expect(ran.output.map(({ pairedItem }) => pairedItem)).toEqual(
			ran.output.map((_item, at) => ({ item: at })),
		);
		expect(hintsOf(ran)[0]).toContain(
			'0 created, 120 updated, 0 unchanged, 10 superseded by another item, 0 failed',
		);
	});

	test('are not empty, and carry no filter', async () => {
		const all = people(3);
		await contacts(all.map(titled('Assistant')));
		expect(bench.writes()).toEqual([]);
		await contacts(all.map(titled('Manager')));
		for (const { query } of bench.writes()) expect(query).toEqual({});
	});

	test.each([true, false])(
		'one refused record (refusing all: %s): the good ones go through, it carries its own error',
		async (bulkRefusedAsAWhole) => {
			bench.assume({ bulkRefusedAsAWhole });
			const all = people(60);
			const foreign = bench.within('locations', bench.organization(4))[0];
			const input = all.map((record, at) => ({
				...titled('Manager')(record),
				...(at === 17 && { location_id: foreign?.id }),
			}));
			const ran = await tolerantly(input);
			expect(actions(ran).filter((action) => action === 'updated')).toHaveLength(59);
			expect(actions(ran)[17]).toMatch(/^error: /);
			expect(JSON.stringify(jsons(ran)[17])).toMatch(/location/i);
			expect(all.map(({ attributes }) => attributes.title)).toEqual(
				all.map((_record, at) => (at === 17 ? 'Assistant' : 'Manager')),
			);
			expect(hintsOf(ran)[0]).toContain('59 updated, 0 unchanged, 1 failed');
			expect(bench.writes().length).toBeLessThanOrEqual(16);
			const again = await tolerantly(input);
			expect(actions(again).filter((action) => action === 'unchanged')).toHaveLength(59);
			expect(lines(bench.writes())).toEqual([`PATCH /contacts/${all[17]?.id}`]);
		},
	);

	test('a record that is deleted meanwhile: its item says so, the others go through', async () => {
		const all = people(8);
		meanwhile(
			bench,
			({ method }) => method === 'PATCH',
			() => {
				bench.sandbox.store.remove('contacts', String(all[3]?.id));
			},
		);
		const ran = await tolerantly(all.map(titled('Manager')));
		expect(actions(ran).filter((action) => action === 'updated')).toHaveLength(7);
		expect(actions(ran)[3]).toMatch(/^error: /);
		expect(JSON.stringify(jsons(ran)[3])).toContain(String(all[3]?.id));
	});

	test.each([400, 413])('a whole request refused with %s is taken apart', async (status) => {
		const all = people(6);
		bench.sandbox.faults.add({ kind: 'status', status, method: 'PATCH', path: /^\/contacts$/ });
		const ran = await tolerantly(all.map(titled('Manager')));
		expect(actions(ran)).toEqual(all.map(() => 'updated'));
	});

	test('a lost answer: sent again, reported once', async () => {
		const all = people(6);
		bench.sandbox.faults.add({ kind: 'resetAfter', method: 'PATCH' });
		const ran = await contacts(all.map(titled('Manager')));
		expect(actions(ran)).toEqual(all.map(() => 'updated'));
		for (const { attributes } of all) expect(attributes.title).toBe('Manager');
	});

	test('no bulk route at all: one by one', async () => {
		const all = people(4);
		bench.sandbox.faults.add({
			kind: 'html',
			status: 404,
			method: 'PATCH',
			path: /^\/contacts$/,
			times: null,
		});
		const ran = await contacts(all.map(titled('Manager')));
		expect(actions(ran)).toEqual(all.map(() => 'updated'));
		for (const { attributes } of all) expect(attributes.title).toBe('Manager');
	});

	test('ids only beside the attributes or only inside them: either way', async () => {
		for (const idInBulkAtResourceLevelOnly of [true, false]) {
			bench.assume({ idInBulkAtResourceLevelOnly });
			const all = people(3);
			const own = all.map(({ id }) => ({ id, title: `Manager ${idInBulkAtResourceLevelOnly}` }));
			expect(actions(await contacts(own, { by: ['id'] }))).toEqual(all.map(() => 'updated'));
			for (const { id } of all) bench.sandbox.store.remove('contacts', id);
		}
	});
});

describe('new records one by one', () => {
	test('the answer is lost: looked for again, one record, created', async () => {
		const count = countOf();
		bench.sandbox.faults.add({ kind: 'resetAfter', method: 'POST' });
		const ran = await contacts([newPerson('Zoe')]);
		expect(countOf()).toBe(count + 1);
		expect(only(ran)).toMatchObject({ _action: 'created', _matched_by: null });
		expect(only(ran)._changes).toMatchObject({ first_name: { from: null, to: 'Zoe' } });
		expect(lines(bench.writes())).toEqual(['POST /contacts']);
		expect(only(ran)).not.toHaveProperty('_twins');
		expect(actions(await contacts([newPerson('Zoe')]))).toEqual(['unchanged']);
	});

	test('the request did not arrive: created once', async () => {
		const count = countOf();
		bench.sandbox.faults.add({ kind: 'resetBefore', method: 'POST' });
		const ran = await contacts([newPerson('Zoe')]);
		expect(actions(ran)).toEqual(['created']);
		expect(countOf()).toBe(count + 1);
	});

	test('a gateway error, with and without effect: created once', async () => {
		const count = countOf();
		bench.sandbox.faults.add({ kind: 'status', status: 502, method: 'POST' });
		expect(actions(await contacts([newPerson('Zoe')]))).toEqual(['created']);
		bench.sandbox.faults.add({ kind: 'truncatedJson', method: 'POST' });
		expect(actions(await contacts([newPerson('Yan')]))).toEqual(['created']);
		expect(countOf()).toBe(count + 2);
	});

	test('no clear answer twice: an error that says what may be, and the next run completes it', async () => {
		const count = countOf();
		bench.sandbox.faults.add({ kind: 'resetBefore', method: 'POST', times: null });
		const ran = await tolerantly([newPerson('Zoe')]);
		expect(actions(ran)[0]).toMatch(/^error: /);
		bench.sandbox.faults.clear();
		expect(actions(await contacts([newPerson('Zoe')]))).toEqual(['created']);
		expect(countOf()).toBe(count + 1);
	});

	test('a document whose answer is lost gets its body and is published', async () => {
		bench.sandbox.faults.add({ kind: 'resetAfter', method: 'POST', path: /^\/documents$/ });
		const input = [{ name: 'Runbook', content: '<p>Step one</p>' }];
		const ran = await upsert(bench, { resource: 'document', input });
		expect(only(ran)).toMatchObject({ _action: 'created', published: true });
		const own = bench
			.within('documents', bench.organization(2))
			.filter(({ attributes }) => attributes.name === 'Runbook');
		expect(own).toHaveLength(1);
		expect(
			bench.sandbox.store
				.related('document_sections', 'document_id', own[0]?.id)
				.map(({ attributes }) => attributes.content),
		).toEqual(['<p>Step one</p>']);
		const again = await upsert(bench, { resource: 'document', input });
		expect(actions(again)).toEqual(['unchanged']);
		expect(bench.writes()).toEqual([]);
	});

	test('somebody else creates the same meanwhile: both are named, none is deleted', async () => {
		const count = countOf();
		let twin: StoredRecord | undefined;
		meanwhile(bench, isPost, () => {
			twin = person(bench, 'Zoe');
		});
		const ran = await contacts([newPerson('Zoe')]);
		expect(actions(ran)).toEqual(['created']);
		expect(only(ran)._twins).toEqual([twin?.id]);
		expect(only(ran).id).not.toBe(twin?.id);
		const told = hintsOf(ran).join(' ');
		expect(told).toContain(String(twin?.id));
		expect(told).toContain(String(only(ran).id));
		expect(countOf()).toBe(count + 2);
		const again = await tolerantly([newPerson('Zoe')]);
		expect(actions(again)[0]).toMatch(/^error: 2 contacts match/);
	});

	test('the look for twins fails: said, and the record is reported all the same', async () => {
		meanwhile(bench, isPost, () => {
			bench.sandbox.faults.add({ kind: 'status', status: 403, method: 'GET', times: null });
		});
		const ran = await contacts([newPerson('Zoe')]);
		bench.sandbox.faults.clear();
		expect(actions(ran)).toEqual(['created']);
		expect(hintsOf(ran).join(' ')).toMatch(/exist twice/);
	});

	test('"has already been taken": what is there now is brought up to date', async () => {
		bench.assume({ organizationNameUnique: true });
		let twin: StoredRecord | undefined;
		meanwhile(bench, isPost, () => {
			twin = bench.sandbox.store.insert('organizations', {
				name: 'Brand New Dental',
				alert: null,
				primary: false,
			});
		});
		const ran = await upsert(bench, {
			resource: 'organization',
			input: [{ name: 'Brand New Dental', alert: 'After' }],
		});
		expect(only(ran)).toMatchObject({
			id: twin?.id,
			_action: 'updated',
			_matched_by: ['name'],
			_changes: { alert: { from: null, to: 'After' } },
		});
		expect(twin?.attributes.alert).toBe('After');
	});

	test('"has already been taken" although nothing of the name is to be seen: the error of IT Glue', async () => {
		bench.sandbox.faults.add({
			kind: 'status',
			status: 422,
			method: 'POST',
			body: {
				errors: [{ status: 422, title: 'x', detail: 'Name has already been taken' }],
			} as Json,
		});
		const ran = await tolerant(bench, {
			resource: 'organization',
			input: [{ name: 'Brand New Dental' }],
		});
		expect(actions(ran)[0]).toMatch(/already been taken/);
		// Advice to use Create or Update would be no help here.
		expect(JSON.stringify(only(ran))).not.toMatch(/use Create or Update/i);
	});

	test('two executions at the same time create one record', async () => {
		const count = countOf();
		const runs = await Promise.all(
			['one', 'two', 'three'].map(
				async (executionId) =>
					await bench.run(
						'contact',
						'upsert',
						{
							organizationId: { __rl: true, mode: 'id', value: bench.organization(2).id },
							fields: automatic('primary_email'),
						},
						{ input: [{ ...newPerson('Zoe'), title: executionId }], executionId },
					),
			),
		);
		expect(countOf()).toBe(count + 1);
		expect(runs.flatMap(actions).sort()).toEqual(['created', 'updated', 'updated']);
	});
});

test.each([null, '', '  '])('a new record is not sent what is given empty: %j', async (empty) => {
	const ran = await contacts([{ ...newPerson('Uma'), title: empty, contact_phones: [] }], {
		options: { neverOverwriteWithEmpty: false },
	});
	expect(actions(ran)).toEqual(['created']);
	const sent = sentBy(bench.writes()[0]);
	expect(sent).toMatchObject({ 'first-name': 'Uma' });
	expect(sent).not.toHaveProperty('title');
	expect(sent).not.toHaveProperty('contact-phones');
	expect(only(ran)._changes).not.toHaveProperty('title');
});

describe('Create in Bulk', () => {
	const options = { createInBulk: true };
	const names = ['Uma', 'Vic', 'Wim', 'Xia', 'Yan', 'Zoe'];

	test('one request for each organization', async () => {
		const count = countOf();
		const [here, there] = [bench.organization(2), bench.organization(4)];
		const input: IDataObject[] = [...names, 'Rex'].map((first, at) => ({
			...newPerson(first),
			organization_id: at % 2 === 0 ? here.id : there.id,
		}));
		const ran = await contacts(input, { options, organization: null });
		expect(actions(ran)).toEqual(input.map(() => 'created'));
		expect(lines(bench.writes()).sort()).toEqual(
			[here, there].map(({ id }) => `POST /organizations/${id}/relationships/contacts`).sort(),
		);
		// The route says whose they are.
		const sent = bench.writes().flatMap(bulkItems);
		expect(sent).toHaveLength(input.length);
		for (const { attributes } of sent) expect(attributes).not.toHaveProperty('organization-id');
		expect(countOf()).toBe(count + input.length);
		for (const [at, json] of jsons(ran).entries())
			expect(json).toMatchObject({
				first_name: input[at]?.first_name,
				primary_email: input[at]?.primary_email,
			});
		const again = await contacts(input, { options, organization: null });
		expect(actions(again)).toEqual(input.map(() => 'unchanged'));
	});

	test.each(['resetAfter', 'resetBefore'] as const)(
		'the answer is lost (%s): looked for again, each created once',
		async (kind) => {
			const count = countOf();
			bench.sandbox.faults.add({ kind, method: 'POST' });
			const ran = await contacts(names.map(newPerson), { options });
			expect(actions(ran)).toEqual(names.map(() => 'created'));
			expect(countOf()).toBe(count + names.length);
		},
	);

	test('refused as a whole: the good ones go through one by one, with a bearable number of requests', async () => {
		const count = countOf();
		const input: IDataObject[] = Array.from({ length: 30 }, (_unused, at) => ({
			...newPerson(`Newcomer${at}`),
			...(at === 2 && { location_id: '987654321' }),
		}));
		const ran = await tolerantly(input, { options });
		expect(actions(ran).filter((action) => action === 'created')).toHaveLength(29);
		expect(actions(ran)[2]).toMatch(/^error: /);
		expect(countOf()).toBe(count + 29);
		// A few readings in all, not one for each record.
		const reads = bench.sandbox.journal.filter(({ method }) => method === 'GET');
		expect(reads.length).toBeLessThanOrEqual(8);
	});

	test('is not for organizations and documents, which take it without effect', async () => {
		const ran = await upsert(bench, {
			resource: 'document',
			input: [{ name: 'One' }, { name: 'Two' }],
			options,
		});
		expect(actions(ran)).toEqual(['created', 'created']);
		expect(lines(bench.writes()).filter((line) => line === 'POST /documents')).toHaveLength(2);
	});

	test('passwords: values arrive, and none is shown', async () => {
		const ran = await upsert(bench, {
			resource: 'password',
			input: ['One', 'Two', 'Three'].map((name) => ({ name, password: `marked-${name}-9Q` })),
			options,
		});
		expect(actions(ran)).toEqual(['created', 'created', 'created']);
		for (const { id, name } of jsons(ran))
			expect(bench.stored(String(id), 'passwords').attributes.password).toBe(
				`marked-${String(name)}-9Q`,
			);
		expect(ran.everything).not.toContain('marked-');
	});
});

describe('an item that fails', () => {
	const bad = { primary_email: 'ben@example.com', contact_type_id: 'No Such Type' };

	test('in the plan: nothing is written', async () => {
		const count = countOf();
		const ran = await contacts([newPerson('Zoe'), bad]);
		expect(said(ran)).toContain('No Such Type');
		expect(bench.writes()).toEqual([]);
		expect(countOf()).toBe(count);
	});

	test('in the comparison: nothing is written', async () => {
		const count = countOf();
		const ran = await contacts([newPerson('Zoe'), { primary_email: 'nameless@example.com' }]);
		expect(said(ran)).toContain('first name or a last name');
		expect(bench.writes()).toEqual([]);
		expect(countOf()).toBe(count);
	});

	test('at IT Glue: the error says what was written before', async () => {
		const ann = person(bench, 'Ann');
		bench.sandbox.faults.add({ kind: 'status', status: 422, method: 'POST', delayMs: 150 });
		const ran = await contacts([
			{ primary_email: 'ann@example.com', title: 'Manager' },
			newPerson('Zoe'),
		]);
		expect(ran.status).toBe('error');
		expect(ann.attributes.title).toBe('Manager');
		expect(said(ran)).toContain('Written before the stop: item 0.');
	});

	test('with Continue On Fail: each carries its own, in order', async () => {
		const ran = await tolerantly([bad, newPerson('Zoe'), { primary_email: '' }, newPerson('Yan')]);
		expect(actions(ran).map((action) => action.slice(0, 7))).toEqual([
			'error: ',
			'created',
			'error: ',
			'created',
		]);
		expect(hintsOf(ran)[0]).toMatch(/2 created, 0 updated, 0 unchanged, 2 failed/);
	});

	test('through the error output', async () => {
		const ran = await contacts([bad, newPerson('Zoe')], {
			more: { onError: 'continueErrorOutput' },
		});
		expect(jsons(ran).map(({ _action }) => _action)).toEqual(['created']);
		expect(ran.errorOutput).toHaveLength(1);
		expect(ran.errorOutput[0]?.pairedItem).toMatchObject({ item: 0 });
	});

	test('one of two items that mean the same record: the other fails with it only where it must', async () => {
		const ann = person(bench, 'Ann');
		const ran = await tolerantly([
			{ primary_email: 'ann@example.com', title: 'Manager' },
			{ primary_email: 'ann@example.com', contact_type_id: 'No Such Type' },
		]);
		expect(actions(ran)[0]).toBe('updated');
		expect(actions(ran)[1]).toMatch(/^error: /);
		expect(ann.attributes.title).toBe('Manager');
	});
});

describe('Update All', () => {
	const shared = (first: string): StoredRecord =>
		person(bench, first, { contact_emails: [email('desk@example.com')] as Json });
	const options = { ifSeveralMatch: 'all' };

	test('one of them is refused: the item fails, and says which were written', async () => {
		const [ann, ben, cleo] = ['Ann', 'Ben', 'Cleo'].map(shared);
		if (ben) ben.psa = { type: 'manage', remoteId: '7001' };
		const ran = await tolerantly([{ primary_email: 'desk@example.com', title: 'Manager' }], {
			options,
		});
		expect(ran.output).toHaveLength(1);
		expect(actions(ran)[0]).toMatch(/^error: /);
		const written = [ann, ben, cleo].filter((record) => record?.attributes.title === 'Manager');
		const told = JSON.stringify(only(ran));
		expect(told).toContain(String(ben?.id));
		for (const record of written) expect(told).toContain(String(record?.id));
	});

	test('and another item that means one of them: each record is written once', async () => {
		const [ann, ben] = ['Ann', 'Ben'].map(shared);
		const cleo = person(bench, 'Cleo');
		const ran = await contacts(
			[
				{ primary_email: 'desk@example.com', title: 'Manager' },
				{ primary_email: 'cleo@example.com', title: 'Director' },
				{ primary_email: 'DESK@example.com', title: 'Owner' },
			],
			{ options },
		);
		expect([ann, ben, cleo].map((record) => record?.attributes.title)).toEqual([
			'Owner',
			'Owner',
			'Director',
		]);
		expect(ran.output.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 0, 1, 2, 2].map((item) => ({ item })),
		);
		const ids = bench
			.writes()
			.flatMap(bulkItems)
			.map(({ attributes, id }) => attributes.id ?? id);
		expect(new Set(ids).size).toBe(3);
		expect(ids).toHaveLength(3);
	});
});

describe('the note beside the output', () => {
	test('counts what was done and the requests', async () => {
		person(bench, 'Ann');
		person(bench, 'Ben');
		const ran = await contacts([
			{ primary_email: 'ann@example.com', title: 'Manager' },
			{ primary_email: 'ben@example.com', title: 'Assistant' },
			newPerson('Zoe'),
		]);
		const { length } = bench.sandbox.journal;
		expect(hintsOf(ran)[0]).toBe(
			`Contacts: 1 created, 1 updated, 1 unchanged, 0 failed. ${length} requests sent to IT Glue.`,
		);
	});

	test('names what was skipped', async () => {
		person(bench, 'Ann');
		const ran = await contacts([{ primary_email: 'ann@example.com', title: 'Manager' }], {
			options: { writeMode: 'createOnly' },
		});
		expect(hintsOf(ran)[0]).toMatch(/1 skipped/);
	});

	test('a value that IT Glue ignores is pointed out', async () => {
		bench.assume({ parentIdIsStored: false });
		const [parent, child] = [bench.organization(4), bench.organization(6)];
		const ran = await upsert(bench, {
			resource: 'organization',
			by: ['id'],
			input: [{ id: child.id, parent_id: parent.id }],
		});
		expect(hintsOf(ran).join(' ')).toContain('Parent Organization');
		expect(sentBy(bench.writes()[0])).toEqual({ 'parent-id': Number(parent.id) });
	});
});

test('email addresses of many contacts at once stay apart', async () => {
	const all = people(12);
	const ran = await contacts(
		all.map((record, at) => ({
			...titled('Assistant')(record),
			contact_emails: [`x${at}@example.com`],
		})),
	);
	expect(actions(ran)).toEqual(all.map(() => 'updated'));
	for (const [at, record] of all.entries()) {
		expect(addressesOf(record)).toEqual([
			String(email(`person${at}@example.com`).value),
			`x${at}@example.com`,
		]);
	}
});
