/**
 * Create or Update where reading everything may cost more than a filter: more organizations than one address holds,
 * and lists of more than a page. Which way is taken shows in the requests, that nothing is missed in the outcome.
 */
import type { IDataObject } from 'n8n-workflow';
import type { StoredRecord } from '../../../sandbox';
import { jsons, lines, useSandbox } from './support';
import { actions, upsert } from './upsertSupport';

/** More than one request names (100). */
const MANY = 110;
/** Long enough for 300 of them to take two addresses. */
const serial = (at: number): string => `SERIAL-${String(at).padStart(5, '0')}-EXAMPLE`;
const ITEMS = 300;

const bench = useSandbox({ organizations: MANY, configurations: 0 });

const device = (organization: StoredRecord, at: number, more: IDataObject = {}): StoredRecord =>
	bench.add('configurations', organization, {
		name: `Device ${at}`,
		serial_number: serial(at),
		configuration_type_id: Number(bench.sandbox.store.all('configuration_types')[0]?.id),
		archived: false,
		...more,
	} as never);

/** Devices 0, 1, 2, ... of the organizations in turn, `count` in all. */
function fill(count: number): StoredRecord[] {
	return Array.from({ length: count }, (_each, at) => device(bench.organization(at % MANY), at));
}

/** One item for each of the first devices; the first of them has a new name. */
const inputs = (): IDataObject[] =>
	Array.from({ length: ITEMS }, (_each, at) => ({
		organization_id: bench.organization(at % MANY).id,
		serial_number: serial(at),
		name: at === 0 ? 'Reception' : `Device ${at}`,
	}));

const run = async (input: IDataObject[]) =>
	await upsert(bench, {
		resource: 'configuration',
		input,
		by: ['serial_number'],
		organization: null,
	});

const counted = (values: string | undefined): string => String(values?.split(',').length ?? 0);

/** What was asked of the list of configurations, in short. */
const reads = (): string[] =>
	bench.sandbox.journal
		.filter(({ method, path }) => method === 'GET' && path === '/configurations')
		.map(({ query }) =>
			[
				`${counted(query['filter[organization_id]'])} organizations`,
				`${counted(query['filter[serial_number]'])} values`,
				...(query['filter[archived]'] === undefined ? [] : ['archived']),
				`page ${query['page[number]']} of ${query['page[size]']}`,
			].join(', '),
		);

/** Sent at the same time, so in any order. */
const COUNTING = [
	'10 organizations, 0 values, page 1 of 1',
	'100 organizations, 0 values, page 1 of 1',
];

function expectFirstUpdated(done: string[], [first]: StoredRecord[]): void {
	expect(done).toEqual(['updated', ...Array.from({ length: ITEMS - 1 }, () => 'unchanged')]);
	expect(first?.attributes.name).toBe('Reception');
	expect(lines(bench.writes())).toEqual([`PATCH /configurations/${first?.id}`]);
}

describe('more organizations than one request names', () => {
	it('with few records: they are counted, then all are read', async () => {
		const devices = fill(ITEMS);
		expectFirstUpdated(actions(await run(inputs())), devices);
		expect(reads().slice(0, 2).sort()).toEqual(COUNTING);
		expect(reads().slice(2).sort()).toEqual([
			'10 organizations, 0 values, archived, page 1 of 1000',
			'10 organizations, 0 values, page 1 of 1000',
			'100 organizations, 0 values, archived, page 1 of 1000',
			'100 organizations, 0 values, page 1 of 1000',
		]);
	});

	it('with many: they are counted, then looked for by their values, archived ones too', async () => {
		const devices = fill(4000);
		expectFirstUpdated(actions(await run(inputs())), devices);
		expect(reads().slice(0, 2).sort()).toEqual(COUNTING);
		expect(reads().slice(2, 4).sort()).toEqual([
			'0 organizations, 260 values, page 1 of 1000',
			'0 organizations, 40 values, page 1 of 1000',
		]);
		expect(reads().slice(4).sort()).toEqual([
			'0 organizations, 260 values, archived, page 1 of 1000',
			'0 organizations, 40 values, archived, page 1 of 1000',
		]);
	});

	it('where IT Glue gives no count: all are read', async () => {
		bench.assume({ metaPresent: false });
		const devices = fill(2200);
		expectFirstUpdated(actions(await run(inputs())), devices);
		expect(reads().slice(0, 2).sort()).toEqual(COUNTING);
		expect(reads().filter((line) => !line.includes(' 0 values'))).toEqual([]);
		expect(reads()).toContain('100 organizations, 0 values, page 2 of 999');
	});
});

describe('one organization with more than a page', () => {
	const OF_ONE = '1 organizations, 0 values';

	it('is read on from the first page where a filter finds nothing', async () => {
		const organization = bench.organization(2);
		for (let at = 0; at < 1100; at += 1) device(organization, at);
		const ran = await run([
			{
				organization_id: organization.id,
				serial_number: 'NEW-EXAMPLE',
				name: 'New',
				configuration_type_id: String(bench.sandbox.store.all('configuration_types')[0]?.id),
			},
		]);
		expect(actions(ran)).toEqual(['created']);
		expect(reads().slice(0, 5)).toEqual([
			`${OF_ONE}, page 1 of 1000`,
			// As given and in small letters: a filter may tell them apart.
			'1 organizations, 2 values, page 1 of 1000',
			'1 organizations, 2 values, archived, page 1 of 1000',
			`${OF_ONE}, page 2 of 999`,
			`${OF_ONE}, archived, page 1 of 1000`,
		]);
	});

	it('of archived records, which the list hides: they are looked for, not read', async () => {
		bench.assume({ indexShowsArchived: false });
		const organization = bench.organization(2);
		for (let at = 0; at < 1100; at += 1) device(organization, at, { archived: true });
		const ran = await run([
			{ organization_id: organization.id, serial_number: serial(1099), name: 'Reception' },
		]);
		expect(jsons(ran)).toMatchObject([
			{
				serial_number: serial(1099),
				archived: true,
				_action: 'updated',
				_changes: { name: { from: 'Device 1099', to: 'Reception' } },
			},
		]);
		expect(reads()).toEqual([
			`${OF_ONE}, page 1 of 1000`,
			`${OF_ONE}, archived, page 1 of 1000`,
			'1 organizations, 2 values, page 1 of 1000',
			'1 organizations, 2 values, archived, page 1 of 1000',
		]);
	});

	it('with too many values to ask for every spelling: they are asked for as given', async () => {
		const organization = bench.organization(2);
		for (let at = 0; at < 1100; at += 1) device(organization, at);
		const ran = await run(
			Array.from({ length: 200 }, (_each, at) => ({
				organization_id: organization.id,
				serial_number: serial(at),
				name: `Device ${at}`,
			})),
		);
		expect(new Set(actions(ran))).toEqual(new Set(['unchanged']));
		expect(reads()).toEqual([
			`${OF_ONE}, page 1 of 1000`,
			'1 organizations, 200 values, page 1 of 1000',
			'1 organizations, 200 values, archived, page 1 of 1000',
		]);
	});
});
