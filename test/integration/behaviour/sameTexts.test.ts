/** Names and addresses that look the same are the same, whatever system wrote them: no operation makes a second record of them. */
import type { IDataObject } from 'n8n-workflow';
import type { Json, StoredRecord } from '../../../sandbox';
import { automatic } from '../../helpers/parameters';
import { byId, byName, hintsOf, jsons, only, said, useSandbox } from './support';

const bench = useSandbox();

/** A name as it is stored, and as another system writes it. */
const SPELLINGS: Array<[string, string, string]> = [
	['a double blank', 'Harbour  View Clinic', 'Harbour View Clinic'],
	['a no-break space', 'Harbour View Clinic', 'Harbour\u00A0View Clinic'],
	['a tab and a line break', 'Harbour View Clinic', 'Harbour\tView\nClinic'],
	['a zero-width space', 'Harbour View Clinic\u200B', 'Harbour View Clinic'],
	['a byte order mark', 'Harbour View Clinic', '\uFEFFHarbour View Clinic'],
	['NFC and NFD', 'Caf\u00E9 M\u00FCller', 'Cafe\u0301 Mu\u0308ller'],
	['NFD and NFC', 'Cafe\u0301 Mu\u0308ller', 'Caf\u00E9 M\u00FCller'],
	['a curly apostrophe', 'O\u2019Brien', "O'Brien"],
	['capital letters', 'Stra\u00DFenbau Nord', 'STRASSENBAU NORD'],
];

async function upsert(
	resource: string,
	input: IDataObject[],
	matching: string[],
	more: IDataObject = {},
	organization?: StoredRecord,
) {
	return await bench.run(
		resource,
		'upsert',
		{
			...(organization && { organizationId: byId(organization) }),
			fields: automatic(...matching),
			...more,
		},
		{ input, onError: 'continueRegularOutput' },
	);
}

const organizationCalled = (name: string): StoredRecord =>
	bench.sandbox.store.insert('organizations', { name });

describe.each(SPELLINGS)('%s', (_what, stored, given) => {
	it('does not hide an organization from any operation', async () => {
		const { id } = organizationCalled(stored);
		const updated = only(await upsert('organization', [{ name: given }], ['name']));
		expect(updated).toMatchObject({ id, _action: 'unchanged' });
		const dry = only(await upsert('organization', [{ name: given }], ['name'], { dryRun: true }));
		expect(dry).toMatchObject({ id, _action: 'unchanged' });
		const got = await bench.run('organization', 'get', { organizationId: byName(given) });
		expect(only(got).id).toBe(id);
		const created = await bench.run('organization', 'create', { name: given });
		expect(said(created)).toContain(`already exists (ID ${id})`);
		expect(bench.writes()).toEqual([]);
	});

	it('does not make two of items of one run', async () => {
		const ran = await upsert('organization', [{ name: stored }, { name: given }], ['name']);
		expect(jsons(ran).map(({ _action }) => _action)).toEqual(['unchanged', 'created']);
		expect(bench.writes()).toHaveLength(1);
	});

	it('does not hide a contact that is matched by name', async () => {
		const organization = bench.organization(2);
		const { id } = bench.add('contacts', organization, { first_name: stored, last_name: 'Lee' });
		const input = [{ first_name: given, last_name: 'LEE\u200B', title: 'Manager' }];
		const ran = await upsert('contact', input, ['first_name', 'last_name'], {}, organization);
		expect(only(ran)).toMatchObject({ id, _action: 'updated' });
		expect(only(ran)._changes).toEqual({ title: { from: null, to: 'Manager' } });
	});
});

it('finds a contact by an address with a zero-width space, and does not write it', async () => {
	const organization = bench.organization(2);
	const { id } = bench.add('contacts', organization, {
		first_name: 'Juergen',
		contact_emails: [
			{ value: 'juergen@mueller.example', primary: true, 'label-name': 'Work' },
		] as Json,
	});
	const input = [{ primary_email: 'Juergen@mueller.example\u200B', first_name: 'Juergen' }];
	const ran = await upsert('contact', input, ['primary_email'], {}, organization);
	expect(only(ran)).toMatchObject({ id, _action: 'unchanged' });
	const filtered = await bench.run('contact', 'getAll', {
		organizationId: byId(organization),
		filters: { primaryEmail: 'juergen@mueller.example\u200B' },
		returnAll: true,
	});
	expect(jsons(filtered).map((record) => record.id)).toEqual([id]);
});

it.each([
	['another form of an accent', 'Mu\u0308ller', 'M\u00FCller', 'unchanged'],
	['a zero-width space', 'Muller', 'Mul\u200Bler', 'unchanged'],
	['a no-break space', 'Front desk', 'Front\u00A0desk', 'unchanged'],
	['capital letters', 'front desk', 'Front Desk', 'updated'],
	['spelling', 'Muller', 'M\u00FCller', 'updated'],
])('takes %s of a title for what it is', async (_what, stored, given, action) => {
	const organization = bench.organization(2);
	bench.add('contacts', organization, { first_name: 'Ann', last_name: 'Lee', title: stored });
	const input = [{ first_name: 'Ann', last_name: 'Lee', title: given }];
	const ran = await upsert('contact', input, ['first_name', 'last_name'], {}, organization);
	expect(only(ran)._action).toBe(action);
});

it.each([
	['a no-break space', 'Harbour View', 'Harbour\u00A0View'],
	['NFD', 'Caf\u00E9', 'Cafe\u0301'],
	['NFC', 'Cafe\u0301', 'Caf\u00E9'],
])('finds by the filter Name of Get Many what was given with %s', async (_what, stored, given) => {
	const { id } = organizationCalled(stored);
	const ran = await bench.run('organization', 'getAll', {
		filters: { name: given },
		returnAll: true,
	});
	expect(jsons(ran).map((record) => record.id)).toEqual([id]);
});

it('pairs a PSA record with the organization of the same look', async () => {
	const { id } = organizationCalled('Caf\u00E9 M\u00FCller');
	const ran = await bench.run(
		'organization',
		'reconcile',
		{
			fields: automatic(),
		},
		{ input: [{ name: ' Cafe\u0301  Mu\u0308ller\u200B' }] },
	);
	expect(jsons(ran)[0]).toMatchObject({ id, status: 'unsynced' });
});

it('resolves the name of a type with a no-break space', async () => {
	const [type] = bench.sandbox.store.all('organization_types');
	const name = String(type?.attributes.name);
	const ran = await bench.run('organization', 'create', {
		name: 'Harbour View',
		additionalFields: { organizationTypeId: byName(`\uFEFF${name.toUpperCase()}\u00A0`) },
	});
	expect(only(ran).organization_type_id).toBe(type?.id);
});

it('writes a name without what nobody sees at its ends', async () => {
	await bench.run('organization', 'create', { name: '\uFEFF Harbour\u00A0View\u200B ' });
	const [written] = bench.writes();
	expect(JSON.stringify(written?.body)).toContain('"Harbour\u00A0View"');
});

it('refuses a name in which there is nothing to see', async () => {
	const ran = await bench.run('organization', 'create', { name: '\u200B\u00A0' });
	expect(said(ran)).toContain('"Name" is empty');
});

it('lets a record be deleted whose name holds a character that nobody can type', async () => {
	const { id } = organizationCalled('Harbour\u200B View');
	const ran = await bench.run('organization', 'delete', {
		organizationId: byId(id),
		confirmName: 'Harbour View',
	});
	expect(only(ran)).toEqual({ deleted: true, id });
});

describe('Create in Bulk, where IT Glue re-writes what records are known by', () => {
	const NAMES = ['Harbour  View', 'Lake\u00A0View', 'Hill View'];
	/** The answer to the request, with the names as IT Glue keeps them; nothing is stored. */
	const answered = (names: string[]): void =>
		bench.sandbox.faults.add({
			kind: 'status',
			status: 201,
			method: 'POST',
			path: /relationships\/locations$/,
			body: {
				data: names.map((name, at) => ({
					id: String(9001 + at),
					type: 'locations',
					attributes: {
						name,
						city: `City ${name.slice(0, 4)}`,
						'organization-id': Number(bench.organization(2).id),
					},
				})),
			},
		});
	const together = async (): Promise<IDataObject[]> =>
		jsons(
			await upsert(
				'location',
				NAMES.map((name) => ({ name, city: `City ${name.slice(0, 4)}` })),
				['name'],
				{ options: { createInBulk: true } },
				bench.organization(2),
			),
		);

	it.each([
		['white space', ['Lake View', 'Hill View', 'Harbour View'], ['9003', '9001', '9002']],
		['one name altogether', ['Lake View', 'Hill & Vale', 'Harbour View'], ['9003', '9001', '9002']],
		['all names', ['Lakeside', 'Hillside', 'Harbourside'], ['9003', '9001', '9002']],
	])('%s: creates none twice', async (_what, names, ids) => {
		answered(names);
		const output = await together();
		expect(output.map(({ _action }) => _action)).toEqual(['created', 'created', 'created']);
		expect(output.map(({ id }) => id)).toEqual(ids);
		expect(bench.writes()).toHaveLength(1);
	});

	it('creates alone what the answer leaves out', async () => {
		answered(['Lake View', 'Hill View']);
		const output = await together();
		expect(output.map(({ _action }) => _action)).toEqual(['created', 'created', 'created']);
		expect(bench.writes()).toHaveLength(2);
	});
});

describe('a name with codes of HTML', () => {
	it('is taken for the organization that it looks like, and says so', async () => {
		const { id } = organizationCalled('Ben & Sons');
		const ran = await upsert('organization', [{ name: 'Ben &amp; Sons', alert: 'x' }], ['name']);
		expect(only(ran)).toMatchObject({ id, name: 'Ben & Sons', _action: 'updated' });
		expect(hintsOf(ran).join()).toContain(
			`Organization "Ben &amp; Sons" looks like the existing "Ben & Sons" (${id})`,
		);
		const created = await bench.run('organization', 'create', {
			name: 'Ben &amp; Sons',
			ifExists: 'updateExisting',
		});
		expect(only(created)).toMatchObject({ id, name: 'Ben & Sons' });
	});

	it('is written as it is where there is none, and says so', async () => {
		const ran = await upsert('organization', [{ name: 'O&#39;Hara' }], ['name']);
		expect(only(ran)).toMatchObject({ name: 'O&#39;Hara', _action: 'created' });
		expect(hintsOf(ran).join()).toContain('contains HTML codes');
	});

	it('gives way to the characters themselves', async () => {
		const organization = bench.organization(2);
		bench.add('contacts', organization, { first_name: 'Ann', last_name: 'Lee', title: 'R&amp;D' });
		const input = [{ first_name: 'Ann', last_name: 'Lee', title: 'R&D' }];
		const ran = await upsert('contact', input, ['first_name', 'last_name'], {}, organization);
		expect(only(ran)._changes).toEqual({ title: { from: 'R&amp;D', to: 'R&D' } });
	});
});

describe.each([
	['blanks', '   '],
	['a zero-width space', '\u200B'],
	['a no-break space', '\u00A0'],
	['an expression that gives nothing', '={{ $json.nothing }}'],
	['an expression that gives blanks', '={{ "  " }}'],
])('an organization given as %s', (_what, value) => {
	// n8n itself does not start where an ID or an address is typed as blanks.
	const modes = value.startsWith('=') ? ['name', 'id', 'list'] : ['name', 'list'];
	it.each(modes)('by %s never means all organizations', async (mode) => {
		for (const [resource, operation] of [
			['contact', 'getAll'],
			['contact', 'create'],
			['contact', 'getPrimary'],
			['configuration', 'getAll'],
		] as const) {
			const ran = await bench.run(resource, operation, {
				organizationId: { __rl: true, mode, value },
				returnAll: true,
				first_name: 'Ann',
				name: 'PC',
			});
			expect(said(ran)).toContain('"Organization" is empty');
		}
		expect(bench.sandbox.journal).toEqual([]);
	});
});

it.each([
	['organizationTypeId', { __rl: true, mode: 'name', value: ' \u200B' }],
	['organizationTypeId', ''],
	['ids', ' , '],
	['ids', ['', null]],
	['name', '\u00A0'],
])('a filter %s of %j never means everything', async (param, value) => {
	const ran = await bench.run('organization', 'getAll', {
		filters: { [param]: value as string },
		returnAll: true,
	});
	expect(said(ran)).toMatch(/The filter ".*" is empty/);
	expect(bench.sandbox.journal).toEqual([]);
});
