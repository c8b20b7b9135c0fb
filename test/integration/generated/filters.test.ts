/** Every filter of every resource: what is asked of IT Glue, and that the answer is exactly what matches in the store. */
import type { IDataObject } from 'n8n-workflow';
import { LOOKUPS } from '../../../nodes/ITGlue/resources/lookups';
import type { Filter } from '../../../nodes/ITGlue/resources/schema/attribute';
import type { Resource } from '../../../nodes/ITGlue/resources/schema/resource';
import {
	startSandbox,
	type JournalEntry,
	type Profile,
	type Sandbox,
	type StoredRecord,
} from '../../../sandbox';
import {
	addEntry,
	collectionOf,
	EACH_RESOURCE,
	entriesOf,
	failed,
	insertFull,
	insertNamed,
	locator,
	must,
	nameOfEntry,
	openHome,
	ownerOf,
	PROFILES,
	rawRecord,
	recordsAt,
	run,
	SMALL,
	snake,
	succeeded,
	type Home,
	type Ran,
} from '../../helpers/tables';

const DAY = 24 * 60 * 60 * 1000;

/** Attributes that a filter looks at and that no attribute of the table stands for. */
const BEHIND: Record<string, (record: StoredRecord) => unknown> = {
	id: ({ id }) => id,
	created_at: ({ createdAt }) => createdAt,
	updated_at: ({ updatedAt }) => updatedAt,
	psa_id: ({ psa }) => psa?.remoteId,
	psa_integration_type: ({ psa }) => psa?.type,
	rmm_id: ({ rmm }) => rmm?.remoteId,
	rmm_integration_type: ({ rmm }) => rmm?.type,
	primary_email: ({ attributes }) =>
		(attributes.contact_emails as IDataObject[] | undefined)?.find(
			({ primary }) => primary === true,
		)?.value,
	email: ({ attributes }) =>
		(attributes.contact_emails as IDataObject[] | undefined)?.map(({ value }) => value),
};

/** The attribute that a filter looks at: `exclude[name]` → `name`. */
const baseOf = ({ key }: Filter): string => /\[(.+)\]/.exec(key)?.[1] ?? key;

const isExclusion = ({ key }: Filter): boolean => key.startsWith('exclude[');

/** Compared by the node in ways of their own: behaviour/listFilters.test.ts. */
const APART = new Set(['nameContains', 'primaryIp']);

const text = (value: unknown): string => String(value ?? '');

/** As the reference writes it: `filter[name]`, `filter[exclude][name]`. */
const sentKey = (filter: Filter): string =>
	filter.key.includes('[')
		? `filter[${filter.key.split('[')[0]}][${baseOf(filter)}]`
		: `filter[${filter.key}]`;

/** A test for each row; a resource need not have rows of every kind. */
function each<Row extends unknown[]>(
	rows: Row[],
	name: string,
	check: (...row: Row) => Promise<void>,
): void {
	for (const row of rows) test(name.replace('%s', String(row[0])), async () => await check(...row));
}

describe.each(PROFILES)('filters, profile %s', (profile: Profile) => {
	let sandbox: Sandbox;
	let home: Home;
	let other: Home;

	beforeAll(async () => {
		sandbox = await startSandbox({ ...SMALL, profile });
	});
	afterAll(async () => await sandbox.stop());

	describe.each(EACH_RESOURCE)('%s', (_name, resource) => {
		let full: StoredRecord;
		let second: StoredRecord;

		beforeAll(() => {
			sandbox.reset();
			home = openHome(sandbox, 'Generated Home');
			other = openHome(sandbox, 'Generated Other');
			const extra = {
				my_glue_account_id: 5,
				group_id: Number(sandbox.store.all('groups')[0]?.id),
				archived: true,
				primary: true,
			};
			full = insertFull(home, resource, withoutUnknown(resource, extra));
			full.psa = { type: 'manage', remoteId: '4711' };
			full.rmm = { type: 'ninja-rmm', remoteId: '815' };
			full.updatedAt = full.createdAt + 1000;
			second = insertFull(
				home,
				resource,
				withoutUnknown(resource, { my_glue_account_id: 50, archived: false, primary: false }),
				1,
			);
			second.psa = { type: 'autotask', remoteId: '4711' };
			insertNamed(home, resource, 'Only A Name');
			insertFull(other, resource);
		});

		/** The values of `extra` that some filter of the resource looks at. */
		function withoutUnknown({ filters }: Resource, extra: IDataObject): Record<string, never> {
			const keys = filters.map(baseOf);
			return Object.fromEntries(
				Object.entries(extra).filter(([key]) => keys.includes(key)),
			) as Record<string, never>;
		}

		/** What a record says about the thing that a filter looks at. */
		async function valueOf(record: StoredRecord, filter: Filter): Promise<unknown> {
			const base = baseOf(filter);
			if (BEHIND[base]) return BEHIND[base](record);
			if (record.attributes[base] !== undefined) return record.attributes[base];
			if (base === 'name' && resource.name === 'contact') return nameOfEntry(record);
			const { attributes } = await rawRecord(sandbox, resource, record.id);
			return Object.fromEntries(
				Object.entries(attributes).map(([key, value]) => [snake(key), value]),
			)[base];
		}

		async function getMany(filters: IDataObject, more: IDataObject = {}): Promise<Ran> {
			return await run(sandbox, {
				resource: resource.name,
				operation: 'getAll',
				...ownerOf(home, resource),
				returnAll: true,
				filters,
				...more,
			});
		}

		/** All records that the list is taken from, by the store. */
		const pool = (): StoredRecord[] => recordsAt(home, resource);

		const listRequest = (ran: Ran): JournalEntry =>
			must(
				ran.reads.find(({ path }) => path.endsWith(`/${collectionOf(resource)}`)),
				'list request',
			);

		async function expectMatches(
			ran: Ran,
			filter: Filter,
			matches: (value: unknown) => boolean,
		): Promise<void> {
			const all = pool();
			const wanted: string[] = [];
			for (const record of all) {
				if (matches(await valueOf(record, filter)) !== isExclusion(filter)) wanted.push(record.id);
			}
			const got = succeeded(ran).map(({ id }) => text(id));
			expect([...got].sort()).toEqual(wanted.sort());
			// A filter that keeps everything or nothing proves nothing.
			expect(got.length).toBeGreaterThan(0);
			expect(got.length).toBeLessThan(all.length);
		}

		function expectSent(ran: Ran, filter: Filter, value: string): void {
			const { query, path } = listRequest(ran);
			const sent = Object.entries(query).filter(
				([key]) => key.startsWith('filter') && key !== 'filter[organization_id]',
			);
			const isSent = !filter.keep || filter.sendWhen?.(value === 'true') === true;
			const companion =
				filter.needs && resource.filters.find(({ param }) => param === filter.needs);
			const expected = isSent ? { [sentKey(filter)]: value } : {};
			expect(sent.filter(([key]) => !companion || key !== sentKey(companion))).toEqual(
				Object.entries(expected),
			);
			if (!resource.scoped) return;
			if (path.startsWith('/organizations/')) expect(path.split('/')[2]).toBe(home.organizationId);
			else expect(query['filter[organization_id]']).toBe(home.organizationId);
		}

		const labelOfPair = (filter: Filter): string =>
			must(
				resource.filters.find(({ param }) => param === filter.needs),
				'pair',
			).label;

		/** The filter set to one text, with what it needs beside it. */
		function settingOf(filter: Filter, value: unknown, record = full): IDataObject {
			const pair = filter.needs && resource.filters.find(({ param }) => param === filter.needs);
			return {
				[filter.param]: value as string,
				...(pair && { [pair.param]: text(BEHIND[pair.key]?.(record)) }),
			};
		}

		const ofKind = (...kinds: Array<Filter['kind']>): Array<[string, Filter]> =>
			resource.filters
				.filter(({ kind, param }) => kinds.includes(kind) && !APART.has(param))
				.filter(({ kind, keep }) => kind !== 'dateFrom' || !keep)
				.map((filter) => [filter.param, filter]);

		each(ofKind('ids'), '%s', async (_param, filter) => {
			const [a, b] = [text(await valueOf(full, filter)), text(await valueOf(second, filter))];
			const one = await getMany(settingOf(filter, a));
			expectSent(one, filter, a);
			const matchesPair = (value: unknown) => text(value) === a;
			if (filter.needs) {
				// Both records have that id, each in another system.
				expect(succeeded(one).map(({ id }) => id)).toEqual([full.id]);
				const half = await getMany({ [filter.param]: a });
				expect(failed(half)).toContain(
					must(
						resource.filters.find(({ param }) => param === filter.needs),
						'pair',
					).label,
				);
				expect(half.requests).toEqual([]);
				return;
			}
			await expectMatches(one, filter, matchesPair);
			if (a === b) return;
			const both = await getMany({ [filter.param]: ` ${a} , ${b}` });
			expectSent(both, filter, `${a},${b}`);
			await expectMatches(both, filter, (value) => [a, b].includes(text(value)));
		});

		each(ofKind('string'), '%s, with and without a comma', async (_param, filter) => {
			const value = text([await valueOf(full, filter)].flat()[0]);
			expect(value).not.toBe('');
			const plain = await getMany({ [filter.param]: value });
			expectSent(plain, filter, value.replace(/,/g, '\\,'));
			const holds = (found: unknown, wanted: string): boolean =>
				[found]
					.flat()
					.some(
						(one) =>
							text(one) === wanted ||
							(!!filter.keep && text(one).toLowerCase() === wanted.toLowerCase()),
					);
			await expectMatches(plain, filter, (found) => holds(found, value));
			const base = baseOf(filter);
			if (filter.keep && !filter.sendWhen) {
				const shouted = await getMany({ [filter.param]: value.toUpperCase() });
				await expectMatches(shouted, filter, (found) => holds(found, value));
			}
			if (!resource.attributes.some(({ name, rows }) => name === base && !rows) || BEHIND[base])
				return;
			const awkward = insertNamed(home, resource, 'Baker, Lyons', {
				[base]: "Baker, Lyons & O'Neil",
			});
			insertNamed(home, resource, 'Baker', { [base]: 'Baker' });
			const comma = await getMany({ [filter.param]: "Baker, Lyons & O'Neil" });
			expectSent(comma, filter, "Baker\\, Lyons & O'Neil");
			await expectMatches(comma, filter, (found) => found === "Baker, Lyons & O'Neil");
			if (!isExclusion(filter)) expect(succeeded(comma).map(({ id }) => id)).toEqual([awkward.id]);
		});

		each(ofKind('boolean'), '%s, on and off', async (_param, filter) => {
			for (const wanted of [true, false]) {
				const ran = await getMany({ [filter.param]: wanted });
				expectSent(ran, filter, String(wanted));
				// Where the table compares, null counts as no; IT Glue itself counts it as neither.
				await expectMatches(ran, filter, (value) =>
					filter.keep ? (value === true) === wanted : value === wanted,
				);
			}
		});

		each(ofKind('choice'), '%s', async (_param, filter) => {
			const value = text(await valueOf(full, filter));
			expect(filter.choices?.map(({ id }) => id)).toContain(value);
			const ran = await getMany(settingOf(filter, value));
			expectSent(ran, filter, value);
			if (!filter.needs) return await expectMatches(ran, filter, (found) => found === value);
			expect(succeeded(ran).map(({ id }) => id)).toEqual([full.id]);
			const half = await getMany({ [filter.param]: value });
			expect(failed(half)).toContain(labelOfPair(filter));
			expect(half.requests).toEqual([]);
		});

		each(ofKind('lookup'), '%s, by id and by name', async (_param, filter) => {
			const lookup = must(filter.lookup, 'look-up');
			const id = text(await valueOf(full, filter));
			const entry = must(
				entriesOf(home, resource, lookup).find((candidate) => candidate.id === id),
				'entry',
			);
			const name = nameOfEntry(entry);
			const ways: unknown[] =
				LOOKUPS[lookup].picker === 'locator'
					? [locator('list', id), locator('id', id), locator('name', name)]
					: [id, name, name.toLowerCase()];
			for (const way of ways) {
				const ran = await getMany({ [filter.param]: way as string });
				expectSent(ran, filter, id);
				await expectMatches(ran, filter, (value) => text(value) === id);
			}
			const unknown = await getMany({ [filter.param]: 'No Such Entry' });
			expect(failed(unknown)).toContain(name);
			expect(unknown.reads.filter(({ query }) => sentKey(filter) in query)).toEqual([]);
			const twin = addEntry(home, lookup, name);
			const said = failed(await getMany({ [filter.param]: name }));
			expect(said).toContain(twin.id);
			expect(said).toContain(id);
			sandbox.store.remove(must(LOOKUPS[lookup].paths[0]?.split('/').pop(), 'collection'), twin.id);
		});

		each(ofKind('numberRange'), '%s', async (_param, filter) => {
			for (const [given, sent, from, to] of [
				['2,10', '2, 10', 2, 10],
				['* , 10', '*, 10', -Infinity, 10],
				['10, *', '10, *', 10, Infinity],
			] as const) {
				const ran = await getMany({ [filter.param]: given });
				expectSent(ran, filter, sent);
				await expectMatches(
					ran,
					filter,
					(value) => typeof value === 'number' && value >= from && value <= to,
				);
			}
		});

		const dates = ofKind('dateFrom').map(([param, from]): [string, Filter, Filter] => [
			param,
			from,
			must(
				resource.filters.find(({ key, kind }) => key === from.key && kind === 'dateTo'),
				'other end',
			),
		]);
		const iso = (time: number): string => new Date(time).toISOString();

		each(dates, '%s and its other end', async (_param, from, to) => {
			const at = Number(await valueOf(full, from));
			const both = await getMany({ [from.param]: iso(at - DAY), [to.param]: iso(at) });
			expectSent(both, from, `${iso(at - DAY)}, ${iso(at)}`);
			await expectMatches(both, from, (value) => Number(value) >= at - DAY && Number(value) <= at);
			const since = await getMany({ [from.param]: iso(at - 1) });
			expectSent(since, from, `${iso(at - 1)}, *`);
			await expectMatches(since, from, (value) => Number(value) >= at - 1);
			// Open to the past is more than a week: IT Glue may refuse it, and then says so.
			const until = await getMany({ [to.param]: iso(at) });
			expect(listRequest(until).query[sentKey(to)]).toBe(`*, ${iso(at)}`);
			expect(failed(until)).toMatch(/week/);
			const nonsense = await getMany({ [from.param]: 'yesterday-ish' });
			expect(failed(nonsense)).toContain(from.label);
			expect(nonsense.requests).toEqual([]);
		});

		test('a filter that is empty, or whose expression gives nothing, is refused: it would give everything', async () => {
			for (const filter of resource.filters) {
				for (const nothing of ['={{ $json.nothing }}', '={{ "" }}', '={{ null }}']) {
					const ran = await getMany({ [filter.param]: nothing });
					expect(failed(ran)).toContain(filter.label);
					expect(ran.requests).toEqual([]);
				}
			}
		});
	});
});
