/** Create or Update by the PSA link: whether the answers say which link is whose, or only a filter tells. */
import type { IDataObject } from 'n8n-workflow';
import type { Attributes, StoredRecord } from '../../../sandbox';
import { hintsOf, jsons, only, said, sentBy, useSandbox } from './support';
import { actions, meanwhile, nothingMore, person, tolerant, upsert } from './upsertSupport';

const bench = useSandbox();

const type = 'manage';

/** A client that is linked to no PSA record. */
const client = (name: string, more: Attributes = {}): StoredRecord =>
	bench.sandbox.store.insert('organizations', {
		name,
		alert: null,
		organization_type_id: Number(bench.sandbox.store.all('organization_types')[0]?.id),
		organization_status_id: Number(bench.sandbox.store.all('organization_statuses')[0]?.id),
		primary: false,
		...more,
	});

const linked = (name: string, remoteId: string, more: Attributes = {}): StoredRecord =>
	Object.assign(client(name, more), { psa: { type, remoteId } });

const companies = async (input: IDataObject[], more: Partial<Parameters<typeof upsert>[1]> = {}) =>
	await upsert(bench, { resource: 'organization', input, by: ['psa_id'], ...more });

const countOf = (collection: string): number => bench.sandbox.store.all(collection).length;

/** The two ways that IT Glue may say which PSA record is linked, and both spellings of the PSA's type. */
const WAYS: Array<[string, Partial<typeof bench.sandbox.assumptions>]> = [
	['linkage in the list', {}],
	['linkage that does not name the PSA', { adaptersResourceNamesItsType: false }],
	['no linkage in lists, a filter only', { relationshipsOnShowOnly: true }],
];

describe.each(WAYS)('organizations, %s', (_way, flipped) => {
	beforeEach(() => bench.assume(flipped));

	test('found by the link, whatever they are called here', async () => {
		const acme = linked('Acme (old name)', '9001', { alert: 'Before' });
		const other = linked('Another', '9002', { alert: 'Before' });
		const count = countOf('organizations');
		const ran = await companies([
			{ psa_id: '9001', psa_integration_type: 'ConnectWise Manage', alert: 'After' },
			{ psa_id: 9002, psa_integration_type: type, alert: 'Before' },
		]);
		expect(actions(ran)).toEqual(['updated', 'unchanged']);
		expect(jsons(ran).map(({ id, _matched_by }) => [id, _matched_by])).toEqual([
			[acme.id, ['psa_id']],
			[other.id, ['psa_id']],
		]);
		expect(sentBy(bench.writes()[0])).toEqual({ alert: 'After' });
		expect(countOf('organizations')).toBe(count);
	});

	test('a record without a link is found by its name; without either it is created once', async () => {
		const acme = client('Acme Dental', { alert: 'Before' });
		const input = [
			{ psa_id: '9001', psa_integration_type: type, name: 'ACME dental', alert: 'After' },
			{ psa_id: '9003', psa_integration_type: type, name: 'Brand New Dental', alert: 'New' },
		];
		const ran = await companies(input);
		expect(actions(ran)).toEqual(['updated', 'created']);
		expect(jsons(ran).map(({ _matched_by }) => _matched_by)).toEqual([['name'], null]);
		expect(acme.attributes).toMatchObject({ name: 'Acme Dental', alert: 'After' });
		const count = countOf('organizations');
		const again = await companies(input);
		expect(actions(again)).toEqual(['unchanged', 'unchanged']);
		expect(bench.writes()).toEqual([]);
		expect(countOf('organizations')).toBe(count);
	});

	test('a lost answer: looked for again by its name, one record, created', async () => {
		const count = countOf('organizations');
		bench.sandbox.faults.add({ kind: 'resetAfter', method: 'POST' });
		const input = [{ psa_id: '9003', psa_integration_type: type, name: 'Brand New Dental' }];
		const ran = await companies(input);
		expect(only(ran)).toMatchObject({ _action: 'created', _matched_by: null });
		expect(countOf('organizations')).toBe(count + 1);
		expect(actions(await companies(input))).toEqual(['unchanged']);
	});

	test('one of its name that is linked elsewhere appears meanwhile: not taken for it', async () => {
		bench.assume({ organizationNameUnique: true });
		let twin: StoredRecord | undefined;
		meanwhile(
			bench,
			({ method }) => method === 'POST',
			() => {
				twin = linked('Brand New Dental', '8000', { alert: 'Before' });
			},
		);
		const ran = await tolerant(bench, {
			resource: 'organization',
			by: ['psa_id'],
			input: [
				{ psa_id: '9003', psa_integration_type: type, name: 'Brand New Dental', alert: 'After' },
			],
		});
		nothingMore(bench);
		expect(actions(ran)[0]).toMatch(/^error: /);
		expect(twin?.attributes.alert).toBe('Before');
	});

	test('psa_id is never written', async () => {
		await companies([{ psa_id: '9003', psa_integration_type: type, name: 'Brand New Dental' }]);
		for (const entry of bench.writes())
			expect(Object.keys(sentBy(entry)).filter((name) => name.startsWith('psa'))).toEqual([]);
		expect(bench.writes()).toHaveLength(1);
	});

	test('one of that name that is linked to another PSA record is refused', async () => {
		const acme = linked('Acme Dental', '8000', { alert: 'Before' });
		const count = countOf('organizations');
		const ran = await tolerant(bench, {
			resource: 'organization',
			by: ['psa_id'],
			input: [{ psa_id: '9001', psa_integration_type: type, name: 'Acme Dental', alert: 'After' }],
		});
		expect(actions(ran)[0]).toMatch(/^error: /);
		expect(JSON.stringify(only(ran))).toContain(acme.id);
		expect(JSON.stringify(only(ran))).toContain('8000');
		expect(bench.writes()).toEqual([]);
		expect(acme.attributes.alert).toBe('Before');
		expect(countOf('organizations')).toBe(count);
	});

	test('two records with the link are refused with their ids', async () => {
		const [one, two] = [linked('Acme', '9001'), linked('Acme Dental', '9001')];
		const ran = await companies([{ psa_id: '9001', psa_integration_type: type, alert: 'After' }]);
		expect(said(ran)).toContain(one.id);
		expect(said(ran)).toContain(two.id);
		expect(bench.writes()).toEqual([]);
	});

	test('the same id in another PSA is another record', async () => {
		const acme = linked('Acme', '9001', { alert: 'Before' });
		const ran = await companies([
			{ psa_id: '9001', psa_integration_type: 'autotask', name: 'Brand New', alert: 'After' },
		]);
		// Where IT Glue does not say which PSA a link belongs to, the id alone has to do.
		if (flipped.adaptersResourceNamesItsType === false) return;
		expect(actions(ran)).toEqual(['created']);
		expect(acme.attributes.alert).toBe('Before');
	});

	test('two companies of one name in the PSA never become one record in silence', async () => {
		const count = countOf('organizations');
		const input = [
			{ psa_id: '9001', psa_integration_type: type, name: 'Smith', alert: 'One' },
			{ psa_id: '9002', psa_integration_type: type, name: 'Smith', alert: 'Two' },
		];
		const ran = await tolerant(bench, { resource: 'organization', by: ['psa_id'], input });
		const superseded = jsons(ran).filter(({ _superseded_by_item: by }) => by !== undefined);
		expect(superseded).toEqual([]);
		expect(countOf('organizations') - count).toBe(
			actions(ran).filter((action) => action === 'created').length,
		);
	});

	test('nor where an unlinked record of that name is there already', async () => {
		client('Smith', { alert: 'Before' });
		const ran = await tolerant(bench, {
			resource: 'organization',
			by: ['psa_id'],
			input: ['9001', '9002'].map((psaId) => ({
				psa_id: psaId,
				psa_integration_type: type,
				name: 'Smith',
				alert: psaId,
			})),
		});
		expect(jsons(ran).map(({ _superseded_by_item: by }) => by)).toEqual([undefined, undefined]);
	});

	test('an empty PSA id is refused', async () => {
		for (const psaId of ['', null, undefined]) {
			const ran = await companies([
				{ psa_id: psaId, psa_integration_type: type, name: 'Acme' } as IDataObject,
			]);
			expect(said(ran)).toMatch(/PSA ID.*empty/);
			expect(bench.writes()).toEqual([]);
		}
	});

	test('a type that IT Glue does not filter by is refused where only a filter tells', async () => {
		const ran = await companies([{ psa_id: '9001', psa_integration_type: 'HaloPSA', name: 'A' }]);
		if (!flipped.relationshipsOnShowOnly) return expect(actions(ran)).toEqual(['created']);
		expect(said(ran)).toContain('HaloPSA');
		expect(said(ran)).toContain('Autotask');
	});

	test('without a type: found where the answers show the link, else an error that asks for it', async () => {
		const acme = linked('Acme', '9001', { alert: 'Before' });
		const ran = await tolerant(bench, {
			resource: 'organization',
			by: ['psa_id'],
			input: [{ psa_id: '9001', alert: 'After' }],
		});
		if (flipped.relationshipsOnShowOnly) expect(actions(ran)[0]).toContain('PSA Type');
		else {
			expect(actions(ran)).toEqual(['updated']);
			expect(acme.attributes.alert).toBe('After');
		}
	});
});

describe.each(WAYS)('contacts, %s', (_way, flipped) => {
	beforeEach(() => bench.assume(flipped));

	const people = async (input: IDataObject[], more: Partial<Parameters<typeof upsert>[1]> = {}) =>
		await upsert(bench, { resource: 'contact', input, by: ['psa_id'], ...more });

	test('by the link, then by email, then by name, within the organization', async () => {
		const ann = Object.assign(person(bench, 'Ann'), { psa: { type, remoteId: '7001' } });
		const ben = person(bench, 'Ben');
		const cleo = person(bench, 'Cleo', { contact_emails: [] });
		const elsewhere = Object.assign(person(bench, 'Dora', {}, bench.organization(4)), {
			psa: { type, remoteId: '7004' },
		});
		// What the PSA owns cannot be changed, so only what agrees may be given of Ann.
		const ran = await people([
			{ psa_id: '7001', psa_integration_type: type, title: 'Assistant' },
			{
				psa_id: '7002',
				psa_integration_type: type,
				primary_email: 'BEN@example.com',
				title: 'B',
			},
			{
				psa_id: '7003',
				psa_integration_type: type,
				first_name: 'cleo',
				last_name: 'example',
				title: 'C',
			},
			{
				psa_id: '7004',
				psa_integration_type: type,
				primary_email: 'dora@example.com',
				first_name: 'Dora',
			},
		]);
		expect(actions(ran)).toEqual(['unchanged', 'updated', 'updated', 'created']);
		expect(jsons(ran).map(({ id, _matched_by }) => [id, _matched_by])).toEqual([
			[ann.id, ['psa_id']],
			[ben.id, ['primary_email']],
			[cleo.id, ['first_name', 'last_name']],
			[expect.not.stringMatching(`^${elsewhere.id}$`), null],
		]);
		expect(ben.attributes.first_name).toBe('Ben');
		expect(cleo.attributes).toMatchObject({ first_name: 'Cleo', last_name: 'Example', title: 'C' });
	});

	test('one with the address that is linked to another PSA record is refused', async () => {
		const ann = Object.assign(person(bench, 'Ann'), { psa: { type, remoteId: '6000' } });
		const ran = await people([
			{ psa_id: '7001', psa_integration_type: type, primary_email: 'ann@example.com', title: 'M' },
		]);
		expect(said(ran)).toContain(ann.id);
		expect(bench.writes()).toEqual([]);
	});
});

test('an empty PSA id, where the next key may be used: by that', async () => {
	const ann = person(bench, 'Ann');
	const ran = await upsert(bench, {
		resource: 'contact',
		by: ['psa_id'],
		input: [{ psa_id: '', primary_email: 'ann@example.com', title: 'Manager' }],
		options: { emptyMatch: 'nextKey' },
	});
	expect(only(ran)).toMatchObject({
		id: ann.id,
		_action: 'updated',
		_matched_by: ['primary_email'],
	});
});

test('an empty PSA id: by the next key only, because a namesake with another email is another person', async () => {
	const ann = person(bench, 'Ann');
	const [first, last] = [ann.attributes.first_name, ann.attributes.last_name].map(String);
	const ran = await upsert(bench, {
		resource: 'contact',
		by: ['psa_id'],
		input: [{ psa_id: '', primary_email: 'other@example.com', first_name: first, last_name: last }],
		options: { emptyMatch: 'nextKey' },
	});
	expect(only(ran)).toMatchObject({ _action: 'created' });
	expect(only(ran).id).not.toBe(ann.id);
});

describe('a filter for PSA ids that IT Glue does not know', () => {
	test('is noticed: nothing is taken for linked', async () => {
		bench.assume({ relationshipsOnShowOnly: true, psaIdWithoutTypeIgnored: true });
		const ran = await upsert(bench, {
			resource: 'location',
			by: ['psa_id'],
			input: [{ psa_id: 'no such id', psa_integration_type: type, name: 'Depot', city: 'Example' }],
		});
		expect(actions(ran)).toEqual(['created']);
		expect(hintsOf(ran)[0]).toContain('1 created');
	});
});

describe('records that the PSA owns', () => {
	const owned = (): StoredRecord => bench.organization(1);

	test('what may be written is written, the rest is reported', async () => {
		const record = owned();
		const before = record.attributes.short_name;
		const input = [{ id: record.id, alert: 'After', short_name: 'OTHER', quick_notes: 'Noted' }];
		const ran = await upsert(bench, { resource: 'organization', input, by: ['id'] });
		expect(only(ran)).toMatchObject({ _action: 'updated', _psa_owned: ['short_name'] });
		expect(Object.keys(only(ran)._changes as IDataObject).sort()).toEqual(['alert', 'quick_notes']);
		expect(record.attributes).toMatchObject({ alert: 'After', quick_notes: 'Noted' });
		expect(record.attributes.short_name).toBe(before);
		expect(only(ran)).toMatchObject({ alert: 'After', short_name: before });
		expect(hintsOf(ran).join(' ')).toMatch(/PSA owns.*Short Name/);
	});

	test('a second run changes nothing, and reports the same', async () => {
		const record = owned();
		const input = [{ id: record.id, alert: 'After', short_name: 'OTHER' }];
		const run = async () => await upsert(bench, { resource: 'organization', input, by: ['id'] });
		await run();
		const before = structuredClone(record.attributes);
		const ran = await run();
		expect(only(ran)).toMatchObject({ _action: 'unchanged', _psa_owned: ['short_name'] });
		expect(only(ran)._changes).toEqual({});
		expect(hintsOf(ran).join(' ')).toMatch(/PSA owns.*Short Name/);
		expect(record.attributes).toEqual(before);
	});

	test('nothing that may be written: the error names what may, and where to change it', async () => {
		const record = owned();
		const ran = await tolerant(bench, {
			resource: 'organization',
			by: ['id'],
			input: [{ id: record.id, short_name: 'OTHER' }],
		});
		expect(actions(ran)[0]).toMatch(/^error: /);
		expect(JSON.stringify(only(ran))).toMatch(/PSA/);
		expect(JSON.stringify(only(ran))).toContain('Quick Notes');
	});

	test.each([true, false])(
		'among many in one request (refused as a whole: %s), the others go through',
		async (bulkRefusedAsAWhole) => {
			bench.assume({ bulkRefusedAsAWhole });
			const free = Array.from({ length: 12 }, (_unused, at) => client(`Client ${at}`));
			const record = owned();
			const ran = await tolerant(bench, {
				resource: 'organization',
				by: ['id'],
				input: [...free, record].map(({ id }) => ({ id, alert: 'After', short_name: 'OTHER' })),
			});
			expect(actions(ran)).toEqual([...free, record].map(() => 'updated'));
			expect(jsons(ran).map(({ _psa_owned }) => _psa_owned)).toEqual([
				...free.map(() => undefined),
				['short_name'],
			]);
			for (const { attributes } of free)
				expect(attributes).toMatchObject({ alert: 'After', short_name: 'OTHER' });
			expect(record.attributes.alert).toBe('After');
		},
	);

	test('a configuration keeps its name and takes its serial number', async () => {
		const record = Object.assign(
			bench.add('configurations', bench.organization(2), {
				name: 'DC01',
				configuration_type_id: Number(bench.sandbox.store.all('configuration_types')[0]?.id),
				archived: false,
			}),
			{ psa: { type, remoteId: '5001' } },
		);
		const ran = await upsert(bench, {
			resource: 'configuration',
			by: ['psa_id'],
			input: [{ psa_id: '5001', psa_integration_type: type, name: 'DC02', serial_number: 'SN-1' }],
		});
		expect(only(ran)).toMatchObject({ _action: 'updated', _psa_owned: ['name'] });
		expect(record.attributes).toMatchObject({ name: 'DC01', serial_number: 'SN-1' });
	});

	test('a contact takes nothing: the item fails, its neighbours do not', async () => {
		const ann = Object.assign(person(bench, 'Ann'), { psa: { type, remoteId: '7001' } });
		const others = ['Ben', 'Cleo', 'Dan'].map((first) => person(bench, first));
		const ran = await tolerant(bench, {
			resource: 'contact',
			input: ['ann', 'ben', 'cleo', 'dan'].map((name) => ({
				primary_email: `${name}@example.com`,
				title: 'Manager',
			})),
		});
		expect(actions(ran).slice(1)).toEqual(['updated', 'updated', 'updated']);
		expect(actions(ran)[0]).toMatch(/^error: /);
		expect(JSON.stringify(jsons(ran)[0])).toMatch(/PSA owns/);
		expect(ann.attributes.title).toBe('Assistant');
		for (const { attributes } of others) expect(attributes.title).toBe('Manager');
		expect(hintsOf(ran)[0]).toContain('0 created, 3 updated, 0 unchanged, 1 failed');
	});
});
