/** The full name of a contact in Create or Update, beside its parts and without: written or refused in words. */
import type { IDataObject } from 'n8n-workflow';
import { spokenName } from '../../../nodes/ITGlue/resources/contact/names';
import type { Attributes, StoredRecord } from '../../../sandbox';
import { automatic, upsertSettings } from '../../helpers/parameters';
import { byId, hintsOf, jsons, only, said, useSandbox } from './support';

const bench = useSandbox();

const person = (first: string | null, last: string | null, more: Attributes = {}): StoredRecord =>
	bench.add('contacts', bench.organization(2), {
		first_name: first,
		last_name: last,
		contact_emails: [],
		...more,
	});

async function upsert(input: IDataObject, matching: string[], options: IDataObject = {}) {
	return await bench.run(
		'contact',
		'upsert',
		{
			organizationId: byId(bench.organization(2)),
			fields: automatic(...matching),
			...upsertSettings(options),
		},
		{ input: [input] },
	);
}

async function read({ id }: StoredRecord): Promise<IDataObject> {
	const result = await bench.run('contact', 'getAll', { filters: { ids: id }, returnAll: true });
	return jsons(result)[0] ?? {};
}

const nameOf = (record: StoredRecord): unknown[] => {
	const { first_name: first, last_name: last } = bench.stored(record).attributes;
	return [first, last];
};

describe.each<[string, string | null, string | null]>([
	['a last name only', null, 'Moreau'],
	['a last name of two words', null, 'van Moreau'],
	['a first name only', 'Reception', null],
	['a first name of two words', 'Reception Desk', null],
	['two first names', 'Ann Marie', 'Moreau'],
])('a contact with %s, as Get Many gives it', (_title, first, last) => {
	it.each([[['id']], [['first_name', 'last_name']], [['name']]])(
		'matched by %j is unchanged',
		async (matching) => {
			const record = person(first, last);
			const input = await read(record);
			for (const neverOverwriteWithEmpty of [true, false]) {
				const result = await upsert(input, matching, {
					neverOverwriteWithEmpty,
					emptyMatch: 'nextKey',
				});
				expect(said(result)).toBe('(success)');
				expect(only(result)).toMatchObject({ id: record.id, _action: 'unchanged' });
			}
			expect(nameOf(record)).toEqual([first, last]);
		},
	);
});

describe('a full name alone', () => {
	it.each<[string, string | null, string | null]>([
		['Reception', 'Reception', null],
		['Front Desk', 'Front', 'Desk'],
		['Lee, Eve', 'Eve', 'Lee'],
		['van der Lee, Eve Ann', 'Eve', 'Ann van der Lee'],
		['Lee,', 'Lee', null],
		['Eve Lee, MD', 'Eve', 'Lee, MD'],
	])('%j is written', async (name, first, last) => {
		const record = person('Reception', 'Desk');
		expect(only(await upsert({ id: record.id, name }, ['id']))._action).toBe('updated');
		expect(nameOf(record)).toEqual([first, last]);
		expect(only(await upsert({ id: record.id, name }, ['id']))._action).toBe('unchanged');
	});

	it('"Lee, Eve" means Eve Lee', async () => {
		const eve = person('Eve', 'Lee');
		const found = only(await upsert({ name: 'LEE, Eve', title: 'Owner' }, ['name']));
		expect(found).toMatchObject({ id: eve.id, _action: 'updated' });
		expect(nameOf(eve)).toEqual(['Eve', 'Lee']);
	});

	it('"Lee, Eve" makes no first name "Lee,"', async () => {
		const created = await bench.run('contact', 'create', {
			organizationId: byId(bench.organization(2)),
			additionalFields: { name: 'Lee, Eve' },
		});
		expect(only(created)).toMatchObject({ first_name: 'Eve', last_name: 'Lee', name: 'Eve Lee' });
	});

	it("is the record's, however that was split", async () => {
		const record = person('Lee,', 'Eve');
		expect(only(await upsert({ name: 'Lee, Eve' }, ['name']))).toMatchObject({
			id: record.id,
			_action: 'unchanged',
		});
	});
});

describe("Get Many's output, edited", () => {
	it('in the full name only: refused in words', async () => {
		const ann = person('Ann', 'Example');
		for (const matching of [['id'], ['first_name', 'last_name']]) {
			const result = await upsert({ ...(await read(ann)), name: 'Ann Sample' }, matching);
			expect(said(result)).toBe(
				'Full Name says "Ann Sample" but First Name and Last Name say "Ann Example" | Use either Full Name or the other two. IT Glue builds the full name from them.',
			);
		}
		expect(nameOf(ann)).toEqual(['Ann', 'Example']);
	});

	it.each(['first_name', 'last_name'])('in %s only: written', async (part) => {
		const ann = person('Ann', 'Example');
		expect(only(await upsert({ ...(await read(ann)), [part]: 'New' }, ['id']))._action).toBe(
			'updated',
		);
		expect(bench.stored(ann).attributes[part]).toBe('New');
	});

	it('in all three: written', async () => {
		const ann = person('Ann', 'Example');
		const input = { ...(await read(ann)), first_name: 'Eve', last_name: 'Lee', name: 'Eve Lee' };
		expect(only(await upsert(input, ['id']))._action).toBe('updated');
		expect(nameOf(ann)).toEqual(['Eve', 'Lee']);
	});

	it('with the full name taken away from beside its first name: written', async () => {
		const desk = person('Reception', 'Desk');
		const input = { id: desk.id, first_name: 'Reception', name: 'Reception' };
		expect(only(await upsert(input, ['id']))._action).toBe('updated');
		expect(nameOf(desk)).toEqual(['Reception', null]);
	});
});

it('Update refuses a full name that its parts contradict', async () => {
	const ann = person('Ann', 'Example');
	const update = async (name: string) =>
		await bench.run('contact', 'update', {
			contactId: byId(ann),
			updateFields: { firstName: 'Eve', otherAttributes: JSON.stringify({ name }) },
		});
	expect(said(await update('Ann Sample'))).toContain('Full Name says "Ann Sample"');
	expect(nameOf(ann)).toEqual(['Ann', 'Example']);
	expect(said(await update('Eve Sample'))).toBe('(success)');
	expect(nameOf(ann)).toEqual(['Eve', 'Sample']);
});

it.each(['Dr. Ann Example', 'Example, Ann', 'Ann M. Example', 'Ann Example (IT)'])(
	'of another system, %j beside its parts: those count',
	async (name) => {
		const ann = person('Ann', 'Example');
		const input = { id: ann.id, first_name: 'Ann', last_name: 'Example', name };
		const result = await upsert(input, ['id']);
		expect(only(result)._action).toBe('unchanged');
		const notes = name === 'Example, Ann' ? [] : [`Contact ${ann.id}: Full Name says "${name}"`];
		expect(hintsOf(result).slice(1)).toEqual(
			notes.map((note) => expect.stringContaining(note) as string),
		);
		const created = await upsert(
			{ ...input, id: undefined, first_name: 'Anne', name: name.replace('Ann', 'Anne') },
			['first_name', 'last_name'],
		);
		expect(only(created)).toMatchObject({ _action: 'created', name: 'Anne Example' });
	},
);

it('a name as directories write it, By Name and with what they add in brackets', async () => {
	const organizationId = byId(bench.organization(2));
	const ann = bench.add('contacts', bench.organization(2), {
		first_name: 'Ann',
		last_name: 'Directory',
	});
	const contactId = { __rl: true, mode: 'name', value: 'Directory, Ann' };
	const got = await bench.run('contact', 'get', { organizationId, contactId });
	expect(only(got).id).toBe(ann.id);
	expect(spokenName('Directory, Ann (EXT)')).toBe('Ann Directory (EXT)');
	expect(spokenName('Directory, Ann, MD')).toBe('Ann Directory, MD');
});
