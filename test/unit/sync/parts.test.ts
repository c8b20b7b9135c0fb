/** The small parts that Create or Update is made of, each by itself. */
import type { IDataObject } from 'n8n-workflow';
import { changeUnits, type Change } from '../../../nodes/ITGlue/sync/bulk';
import type { Item } from '../../../nodes/ITGlue/run/item';
import type { Run } from '../../../nodes/ITGlue/run/run';
import { overlay } from '../../../nodes/ITGlue/run/input/mapping';
import { together } from '../../../nodes/ITGlue/records/rows';
import { chosenKey, usableKeys } from '../../../nodes/ITGlue/sync/keys';
import {
	chooseAmong,
	conclude,
	isDue,
	lastOf,
	type Target,
} from '../../../nodes/ITGlue/sync/target';
import { inTurn } from '../../../nodes/ITGlue/sync/turns';
import { reportTwins } from '../../../nodes/ITGlue/sync/duplicates';
import { configuration } from '../../../nodes/ITGlue/resources/configuration';
import { contact } from '../../../nodes/ITGlue/resources/contact';
import { password } from '../../../nodes/ITGlue/resources/password';
import type { Resource } from '../../../nodes/ITGlue/resources/schema/resource';
import type { RowShape } from '../../../nodes/ITGlue/resources/schema/attribute';
import type { Client, JsonApiRecord } from '../../../nodes/ITGlue/transport';

/** An item as far as these functions look at one. */
function itemOf(
	resource: Resource,
	options: IDataObject = {},
	index = 0,
	steps: string[] = [],
): Item {
	return {
		done: (step: string) => steps.push(step),
		index,
		resource,
		option: (param: string) => options[param],
		refuse: (message: string, description: string) => {
			throw new Error(`${message} | ${description}`);
		},
	} as unknown as Item;
}

function shapeOf(name: string): RowShape {
	const shape = contact.attributes.find((attribute) => attribute.name === name)?.rows;
	if (!shape) throw new Error(`${name} is no list`);
	return shape;
}

const EMAILS = shapeOf('contact_emails');
const PHONES = shapeOf('contact_phones');

const record = (id: string, attributes: IDataObject = {}): JsonApiRecord => ({
	id,
	type: 'contacts',
	attributes,
});

const targetOf = (more: Partial<Target>): Target =>
	({ items: [itemOf(contact)], by: null, plan: {}, ...more }) as Target;

describe('two lists of rows as one', () => {
	it.each<[string, RowShape, unknown, unknown, IDataObject[]]>([
		['nothing and nothing', EMAILS, undefined, null, []],
		['a row and nothing', EMAILS, [{ value: 'a@example.com' }], [], [{ value: 'a@example.com' }]],
		[
			'the same address in other capitals',
			EMAILS,
			[{ value: 'A@example.com', 'label-name': 'Work' }],
			[{ value: 'a@example.com', primary: true }],
			[{ value: 'a@example.com', 'label-name': 'Work', primary: true }],
		],
		[
			'another primary row',
			EMAILS,
			[{ value: 'a@example.com', primary: true }],
			[{ value: 'b@example.com', primary: true }],
			[
				{ value: 'a@example.com', primary: false },
				{ value: 'b@example.com', primary: true },
			],
		],
		[
			'a number in another form',
			PHONES,
			[{ value: '604-555-0100' }],
			[{ value: '(604) 555 0100', primary: true }],
			[{ value: '(604) 555 0100', primary: true }],
		],
		[
			'the same number with another extension',
			PHONES,
			[{ value: '6045550100', extension: '1' }],
			[{ value: '6045550100', extension: '2' }],
			[
				{ value: '6045550100', extension: '1' },
				{ value: '6045550100', extension: '2' },
			],
		],
	])('%s', (_title, shape, first, second, result) => {
		const merged = together(shape, first, second);
		expect(merged.map((row) => ({ ...row, primary: row.primary ?? undefined }))).toEqual(
			result.map((row) => ({ ...row, primary: row.primary ?? undefined })),
		);
	});

	it('leaves what it was given alone', () => {
		const first = [{ value: 'a@example.com', primary: true }];
		together(EMAILS, first, [{ value: 'b@example.com', primary: true }]);
		expect(first).toEqual([{ value: 'a@example.com', primary: true }]);
	});
});

test('two sets of values as one: the second wins, lists are put together', () => {
	const first = new Map<string, unknown>([
		['title', 'A'],
		['notes', 'kept'],
		['contact_emails', [{ value: 'a@example.com' }]],
	]);
	const second = new Map<string, unknown>([
		['title', null],
		['contact_emails', [{ value: 'b@example.com' }]],
	]);
	expect(overlay(itemOf(contact), first, second)).toEqual(
		new Map<string, unknown>([
			['title', null],
			['notes', 'kept'],
			['contact_emails', [{ value: 'a@example.com' }, { value: 'b@example.com' }]],
		]),
	);
	expect(first.get('title')).toBe('A');
});

describe('the key of the chosen columns', () => {
	it.each<[Resource, string[], string[], string[]]>([
		[contact, ['primary_email'], ['contact_emails'], []],
		[contact, ['primary_email', 'last_name'], ['contact_emails', 'last_name'], []],
		[password, ['name'], ['name'], ['resource_id']],
		[password, ['name', 'password_folder_id'], ['name'], ['resource_id', 'password_folder_id']],
		[password, ['resource_id', 'name'], ['name'], ['resource_id']],
		[configuration, ['name', 'serial_number'], ['name', 'serial_number'], []],
	])('%#', (resource, columns, attributes, always) => {
		const key = chosenKey(resource, columns);
		expect(key.attributes).toEqual(attributes);
		expect(key.always).toEqual(always);
		expect(key.also).toBeUndefined();
	});
});

test('the keys that values say something for, in the order of the table', () => {
	const namesOf = (resource: Resource, values: IDataObject): string[] =>
		usableKeys(resource, { values: new Map(Object.entries(values)) }).map(({ attributes }) =>
			attributes.join(),
		);
	expect(
		namesOf(configuration, { name: 'N', hostname: 'localhost', asset_tag: 'T', notes: 'x' }),
	).toEqual(['asset_tag', 'name']);
	expect(namesOf(contact, { name: 'Ann Example', last_name: 'Example' })).toEqual([
		'first_name,last_name',
		'name',
	]);
	expect(namesOf(contact, { title: 'Manager' })).toEqual([]);
});

describe('what a target says', () => {
	it('is said by its last item', () => {
		const [first, second] = [itemOf(contact, {}, 0), itemOf(contact, {}, 1)];
		expect(lastOf({ items: [first, second] })).toBe(second);
		expect(() => lastOf({ items: [] })).toThrow(RangeError);
	});

	it('is due where an attribute differs, or a step', () => {
		const difference = (attributes: IDataObject, steps: boolean) =>
			isDue(
				targetOf({
					diff: { attributes, changes: {}, stages: steps, record: record('1') } as never,
				}),
			);
		expect(isDue(targetOf({}))).toBe(false);
		expect(difference({}, false)).toBe(false);
		expect(difference({ title: null }, false)).toBe(true);
		expect(difference({}, true)).toBe(true);
	});

	it('keeps what a list shows and an answer leaves out', () => {
		const steps: string[] = [];
		const target = targetOf({
			items: [itemOf(contact, {}, 0, steps), itemOf(contact, {}, 1, steps)],
			record: record('1', { title: 'A', 'location-name': 'Depot' }),
		});
		conclude(target, 'updated', { title: 1 }, record('1', { title: 'B' }));
		expect(target.outcome).toEqual({
			action: 'updated',
			changes: { title: 1 },
			record: record('1', { title: 'B', 'location-name': 'Depot' }),
		});
		// Should the item fail at another record, it says which were written.
		expect(steps).toHaveLength(2);
		expect(steps.join()).toContain('1');
	});
});

describe('among several records', () => {
	const found = {
		by: ['primary_email', 'first_name'],
		records: [
			record('30', { name: 'Third', 'created-at': '2024-03-01T00:00:00.000Z' }),
			record('9', { name: 'First', 'created-at': '2024-01-01T00:00:00.000Z' }),
			record('200', { name: 'Second', 'created-at': '2024-02-01T00:00:00.000Z' }),
		],
	};
	const chosen = (ifSeveralMatch: string): string[] =>
		chooseAmong(itemOf(contact, { ifSeveralMatch }), found).records.map(({ id }) => id);

	it('none is chosen: all are named, oldest first', () => {
		expect(() => chosen('fail')).toThrow(
			/^3 contacts match by Primary Email and First Name \| .*First \(9\), Second \(200\), Third \(30\)/,
		);
	});

	it('the oldest, or all', () => {
		expect(chosen('oldest')).toEqual(['9']);
		expect(chosen('all')).toEqual(['9', '200', '30']);
	});

	it('without moments the lower id counts as older', () => {
		const records = ['200', '9', '30'].map((id) => record(id));
		const { records: kept } = chooseAmong(itemOf(contact, { ifSeveralMatch: 'oldest' }), {
			by: [],
			records,
		});
		expect(kept.map(({ id }) => id)).toEqual(['9']);
	});

	it('one or none is no choice', () => {
		for (const records of [[], [record('1')]])
			expect(chooseAmong(itemOf(contact), { by: [], records }).records).toBe(records);
	});
});

describe('taking turns', () => {
	const clientOf = (account: object): Client => ({ account }) as Client;

	/** Work that waits to be let go, and writes down when it began and ended. */
	function workshop() {
		const log: string[] = [];
		const ends = new Map<string, () => void>();
		const work =
			(name: string, fails = false) =>
			async () => {
				log.push(`begin ${name}`);
				await new Promise<void>((resolve) => ends.set(name, resolve));
				log.push(`end ${name}`);
				if (fails) throw new RangeError(name);
				return name;
			};
		return { log, work, end: (name: string) => ends.get(name)?.() };
	}

	const tick = async (): Promise<void> => {
		for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
	};

	it('lets those wait that share a place, and no others', async () => {
		const { log, work, end } = workshop();
		const client = clientOf({});
		const one = inTurn(client, ['a', 'b'], work('one'));
		const two = inTurn(client, ['b', 'c'], work('two'));
		const three = inTurn(client, ['c'], work('three'));
		const other = inTurn(client, ['d'], work('other'));
		const stranger = inTurn(clientOf({}), ['a'], work('stranger'));
		await tick();
		expect(log.sort()).toEqual(['begin one', 'begin other', 'begin stranger']);
		end('other');
		end('stranger');
		end('one');
		await tick();
		expect(log).toContain('begin two');
		expect(log).not.toContain('begin three');
		end('two');
		await tick();
		end('three');
		expect(await Promise.all([one, two, three, other, stranger])).toEqual([
			'one',
			'two',
			'three',
			'other',
			'stranger',
		]);
	});

	it('goes on after a failure, which its own caller gets', async () => {
		const { work, end } = workshop();
		const client = clientOf({});
		const one = inTurn(client, ['a'], work('one', true));
		const two = inTurn(client, ['a'], work('two'));
		const failing = expect(one).rejects.toThrow('one');
		await tick();
		end('one');
		await failing;
		await tick();
		end('two');
		expect(await two).toBe('two');
	});

	it('with no place at all goes at once', async () => {
		const client = clientOf({});
		expect(await inTurn(client, [], async () => await Promise.resolve(1))).toBe(1);
	});
});

describe('requests that carry changes', () => {
	const change = (id: number, more: Partial<Change> = {}): Change => ({
		items: [itemOf(contact, {}, id)],
		id: String(id),
		attributes: { title: 'Manager' },
		given: new Map(),
		apart: false,
		alone: async () => await Promise.resolve(),
		taken: () => undefined,
		...more,
	});
	const sizes = (resource: Resource, changes: Change[]): number[] =>
		changeUnits({ resource } as Run, changes)
			.map(({ items }) => items.length)
			.sort((a, b) => a - b);

	it('are shared by 50', () => {
		const many = Array.from({ length: 101 }, (_unused, at) => change(at));
		expect(sizes(contact, many)).toEqual([1, 50, 50]);
		expect(sizes(contact, [])).toEqual([]);
	});

	it('but not by lists, steps and secrets, nor where there is no such route', () => {
		const three = [
			change(1),
			change(2, { attributes: { title: 'M', contact_emails: [] } }),
			change(3, { apart: true }),
			change(4),
		];
		expect(sizes(contact, three)).toEqual([1, 1, 2]);
		const routes = { ...contact.routes, bulkUpdate: undefined };
		expect(sizes({ ...contact, routes }, three)).toEqual([1, 1, 1, 1]);
	});
});

test('nothing was created: nobody looks for twins', async () => {
	const job = {
		get reader(): never {
			throw new Error('asked');
		},
	} as unknown as Run;
	await reportTwins(job, []);
	const unchanged = targetOf({
		outcome: { action: 'unchanged', changes: {}, record: record('1') },
	});
	await reportTwins(job, [unchanged, targetOf({})]);
	expect(unchanged.outcome?.twins).toBeUndefined();
});
