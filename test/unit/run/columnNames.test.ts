/** Which input field each column is read from, where columns are mapped by their names. */
import type { IDataObject } from 'n8n-workflow';
import { RESOURCES } from '../../../nodes/ITGlue/resources';
import { columnsOf, type Column } from '../../../nodes/ITGlue/resources/schema/columns';
import type { Resource } from '../../../nodes/ITGlue/resources/schema/resource';
import type { Session } from '../../../nodes/ITGlue/records/session';
import { byTheirNames } from '../../../nodes/ITGlue/run/input/columnNames';

const MAPPED = RESOURCES.filter(
	({ operations, typedBy }) => typedBy !== undefined || operations.includes('upsert'),
).map((resource): [string, Resource] => [resource.name, resource]);

function resourceNamed(name: string): Resource {
	const found = RESOURCES.find((resource) => resource.name === name);
	if (!found) throw new Error(`There is no resource ${name}`);
	return found;
}

/** What is read of an item, by column, and the fields that are said to be ignored. */
function readFrom(resource: Resource, input: IDataObject) {
	const unread: string[] = [];
	const item = {
		resource,
		unread: (names: readonly string[]) => unread.push(...names),
		refuse: (message: string, description: string) => {
			throw new Error(`${message} | ${description}`);
		},
	} as unknown as Session;
	const read = byTheirNames(item, input);
	const given = columnsOf(resource).flatMap((column): Array<[string, unknown]> => {
		const value = read(column);
		return value === undefined ? [] : [[column.id, value]];
	});
	return { given: Object.fromEntries(given), unread };
}

const title = (id: string): string => id.replace(/_/g, ' ');

/** A column in spellings of spreadsheets, databases and programs. */
const spellings = ({ id, label }: Column): string[] => [
	label,
	label.toUpperCase(),
	label.toLowerCase(),
	` ${label}`.trim().replace(/ /g, '  '),
	label.replace(/ /g, '_'),
	label.replace(/ /g, '-').toLowerCase(),
	label.replace(/ /g, ''),
	id,
	id.toUpperCase(),
	title(id),
	id.replace(/_/g, '-'),
];

describe.each(MAPPED)('the columns of %s', (_name, resource) => {
	it('are found by ID and label in any spelling, and nothing is called ignored', () => {
		for (const column of columnsOf(resource))
			for (const name of spellings(column))
				expect({ name, ...readFrom(resource, { [name]: 'x' }) }).toEqual({
					name,
					given: { [column.id]: 'x' },
					unread: [],
				});
	});

	it('are not mistaken for each other', () => {
		const names = columnsOf(resource).flatMap(({ id, label }) => [
			...new Set([id, label].map((name) => name.toLowerCase().replace(/[\s_-]/g, ''))),
		]);
		const twice = names.filter((name, at) => names.indexOf(name) !== at);
		expect(twice).toEqual([]);
	});

	it('take from what Get gives nothing but themselves, without a note', () => {
		const columns = columnsOf(resource).map(({ id }) => id);
		const all = [...columns, ...resource.readOnly.map(({ id }) => id), 'id', 'new_of_it_glue'];
		const names = [...new Set(all)];
		const got = Object.fromEntries(names.map((name) => [name, `of ${name}`]));
		const expected = Object.fromEntries(columns.map((name) => [name, `of ${name}`]));
		for (const type of [resource.type, 'other-things', 'contacts'])
			expect(readFrom(resource, { ...got, type })).toEqual({
				given: expected,
				unread: type === 'other-things' ? ['new_of_it_glue'] : [],
			});
		const raw = { type: resource.type, id: '1', attributes: {}, relationships: {} };
		expect(readFrom(resource, raw)).toEqual({ given: { id: '1' }, unread: [] });
	});
});

describe('several fields that mean one column', () => {
	const configuration = resourceNamed('configuration');

	it.each([
		[{ hostname: 'a', Hostname: 'b', 'Host Name': 'c' }, 'a', ['Hostname', 'Host Name']],
		[{ 'Host Name': 'c', Hostname: 'b' }, 'b', ['Host Name']],
		[{ HOSTNAME: 'b', hostName: 'c', 'Host Name': 'd' }, undefined, []],
		[{ 'Host Name': 'c', HostName: 'c' }, 'c', []],
		[{ hostname: null, Hostname: 'b' }, null, ['Hostname']],
		[{ hostname: undefined, Hostname: 'b' }, 'b', ['Hostname']],
	])('%j: the one that is called most exactly so', (input, value, unread) => {
		const read = (): unknown => {
			const { given, unread: ignored } = readFrom(configuration, input as IDataObject);
			return { value: given.hostname as unknown, ignored };
		};
		if (value === undefined) expect(read).toThrow('HOSTNAME, hostName');
		else expect(read()).toEqual({ value, ignored: unread });
	});

	it('are refused where none says it more exactly, and both are named', () => {
		expect(() => readFrom(configuration, { 'serial-number': 'a', SERIAL_NUMBER: 'b' })).toThrow(
			'Several input fields are called like the column "Serial Number": serial-number, SERIAL_NUMBER | They hold different values. Remove all but one of them, or call the right one exactly "serial_number".',
		);
	});

	it('are no contradiction where they say the same, or all but one say nothing', () => {
		const same = { 'serial-number': 'a', SERIAL_NUMBER: 'a' };
		expect(readFrom(configuration, same).given).toEqual({ serial_number: 'a' });
		const one = { 'serial-number': undefined, SERIAL_NUMBER: 'a' };
		expect(readFrom(configuration, one as unknown as IDataObject).given).toEqual({
			serial_number: 'a',
		});
	});
});

describe('fields of other systems', () => {
	it('are listed where no column is called like them', () => {
		const { given, unread } = readFrom(resourceNamed('configuration'), {
			systemName: 'x',
			lastContact: 1,
			nodeClass: 'y',
			name: 'a',
			_action: 'created',
			organization_name: 'Example',
		});
		expect(given).toEqual({ name: 'a' });
		expect(unread).toEqual(['systemName', 'lastContact', 'nodeClass']);
	});

	it('that hold an ID of theirs are no IDs of IT Glue', () => {
		const input = { organizationId: 5, locationId: 7, typeId: 1, id: 12 };
		const { given, unread } = readFrom(resourceNamed('configuration'), input);
		expect(given).toEqual({ id: 12 });
		expect(unread).toEqual(['organizationId', 'locationId', 'typeId']);
	});

	it('may all be different, and each item is read by its own', () => {
		const configuration = resourceNamed('configuration');
		for (let at = 0; at < 250; at += 1)
			expect(readFrom(configuration, { [`x${at}`]: 1, NAME: at })).toEqual({
				given: { name: at },
				unread: [`x${at}`],
			});
		expect(readFrom(configuration, { x0: 1, NAME: 'a' }).given).toEqual({ name: 'a' });
		expect(readFrom(configuration, { NAME: 1, x0: 'a' }).given).toEqual({ name: 1 });
	});
});
