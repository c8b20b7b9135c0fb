/** Create or Update by every key of every resource: what it takes for the record that is meant, and what it leaves alone. */
import type { IDataObject } from 'n8n-workflow';
import type { Attribute, NaturalKey } from '../../../nodes/ITGlue/resources/schema/attribute';
import type { Resource } from '../../../nodes/ITGlue/resources/schema/resource';
import {
	startSandbox,
	type Attributes,
	type Profile,
	type Sandbox,
	type StoredRecord,
} from '../../../sandbox';
import {
	changeable,
	changedBetween,
	collectionOf,
	copyOf,
	failed,
	insertNamed,
	kebab,
	keyCells,
	matchings,
	must,
	naming,
	neededCells,
	openHome,
	PROFILES,
	run,
	sampleOf,
	sentAttributes,
	SMALL,
	storedKeys,
	storeOf,
	succeeded,
	upsertParameters,
	withVerb,
	type Home,
	type Ran,
} from '../../helpers/tables';

const shout = (cells: IDataObject): IDataObject =>
	Object.fromEntries(Object.entries(cells).map(([id, cell]) => [id, String(cell).toUpperCase()]));

const whisper = (cells: IDataObject): IDataObject =>
	Object.fromEntries(Object.entries(cells).map(([id, cell]) => [id, String(cell).toLowerCase()]));

const actionsOf = (ran: Ran): unknown[] => succeeded(ran).map(({ _action }) => _action);

describe.each(PROFILES)('what is matched by, profile %s', (profile: Profile) => {
	describe.each(withVerb('upsert'))('%s', (_name, resource) => {
		let sandbox: Sandbox;
		let home: Home;
		let unique = 0;

		// One for each resource: the node itself sends no more than IT Glue allows in five minutes.
		beforeAll(async () => {
			sandbox = await startSandbox({ ...SMALL, profile });
		});
		beforeEach(() => {
			unique += 1;
			home = openHome(sandbox, `Generated Home ${unique}`);
		});
		afterAll(async () => await sandbox.stop());

		const subject = changeable(resource);

		describe.each(matchings(resource))('by %s', (_title, columns, key) => {
			const cells = (number = unique): IDataObject => keyCells(resource, columns, number);
			const all = (): StoredRecord[] => sandbox.store.all(collectionOf(resource));
			const keyAttributes = resource.attributes.filter(({ name }) => key.attributes.includes(name));

			/** An input item: the key, what a new record needs, and one thing beside it. */
			const row = (text: string, own: IDataObject = cells()): IDataObject => ({
				...Object.fromEntries(
					Object.entries(neededCells(home, resource)).filter(([id]) => !isPartOfKey(id)),
				),
				[subject.name]: text,
				...own,
			});

			/** First and last name, where the key is the full name that IT Glue makes of them. */
			const isPartOfKey = (id: string): boolean =>
				keyAttributes.some(({ sentAs }) => sentAs === 'step') && id in naming(resource, 'A B');

			/** Of the key alone and one thing beside it: for a record that exists. */
			const brief = (text: string, own: IDataObject = cells()): IDataObject => ({
				[subject.name]: text,
				...own,
			});

			const insert = (more: Attributes = {}, own: IDataObject = cells()): StoredRecord =>
				insertNamed(home, resource, 'Another Name', {
					[subject.name]: 'Before',
					...storedKeys(resource, own),
					...more,
				});

			const upsert = async (
				input: IDataObject[],
				more: IDataObject = {},
				settings: Parameters<typeof run>[2] = {},
			): Promise<Ran> =>
				await run(sandbox, upsertParameters(home, resource, columns, more), { input, ...settings });

			/** Only the thing beside the key was changed, and only that was sent. */
			function expectUpdated(ran: Ran, record: StoredRecord, before: Attributes): void {
				expect(succeeded(ran).map(({ id }) => id)).toEqual([record.id]);
				expect(actionsOf(ran)).toEqual(['updated']);
				expect(ran.json[0]?._matched_by).toEqual(columns);
				expect(ran.json[0]?._changes).toEqual({ [subject.name]: { from: 'Before', to: 'After' } });
				expect(ran.writes.map(({ method, path }) => [method, path])).toEqual([
					['PATCH', `/${collectionOf(resource)}/${record.id}`],
				]);
				expect(ran.writes.map((entry) => Object.keys(sentAttributes(entry)))).toEqual([
					[kebab(subject.name)],
				]);
				expect(record.attributes).toEqual({ ...before, [subject.name]: 'After' });
			}

			test('there: what differs is written, the key is not', async () => {
				const record = insert();
				const before = copyOf(record);
				const whole = storeOf(sandbox);
				const ran = await upsert([brief('After')]);
				expectUpdated(ran, record, before);
				expect(changedBetween(whole, storeOf(sandbox))).toEqual([
					`${collectionOf(resource)} ${record.id}`,
				]);
				const again = await upsert([brief('After')]);
				expect(actionsOf(again)).toEqual(['unchanged']);
				expect(again.json[0]).toMatchObject({ id: record.id, _changes: {}, _matched_by: columns });
				expect(again.writes).toEqual([]);
			});

			test('there in other capitals, and with blanks around', async () => {
				const record = insert();
				const before = copyOf(record);
				expectUpdated(await upsert([brief('After', shout(cells()))]), record, before);
				const padded = Object.fromEntries(
					Object.entries(cells()).map(([id, cell]) => [id, `  ${String(cell)} `]),
				);
				const again = await upsert([brief('After', padded)]);
				expect(actionsOf(again)).toEqual(['unchanged']);
				expect(again.writes).toEqual([]);
			});

			test('there but archived, whether the index shows archived records or not', async () => {
				const status = sandbox.store
					.all('organization_statuses')
					.find(({ attributes }) => attributes.name === 'Archived');
				const record = insert(
					resource.archive?.by === 'status'
						? { [resource.archive.attribute]: Number(status?.id) }
						: { archived: true },
				);
				const count = all().length;
				const asBefore = sandbox.assumptions.indexShowsArchived;
				try {
					for (const shown of [true, false]) {
						// Where records of the kind cannot be archived, an index that hides them is no case.
						if (!shown && resource.archive?.by !== 'flag') continue;
						sandbox.assumptions.indexShowsArchived = shown;
						sandbox.store.update(record, { [subject.name]: 'Before' });
						expectUpdated(await upsert([brief('After')]), record, {
							...copyOf(record),
							[subject.name]: 'Before',
						});
						expect(all()).toHaveLength(count);
					}
				} finally {
					sandbox.assumptions.indexShowsArchived = asBefore;
				}
			});

			test('not there: created, and found the next time', async () => {
				const count = all().length;
				const ran = await upsert([row('After')]);
				expect(actionsOf(ran)).toEqual(['created']);
				const [record] = ran.json;
				expect(record?._matched_by).toBeNull();
				expect(record?._changes).toMatchObject({ [subject.name]: { from: null, to: 'After' } });
				expect(all()).toHaveLength(count + 1);
				const stored = must(all()[count], 'new record');
				expect(stored.id).toBe(record?.id);
				expect(stored.attributes).toMatchObject(storedKeys(resource, cells()));
				expect(stored.attributes[subject.name]).toBe('After');
				if (resource.scoped)
					expect(String(stored.attributes.organization_id)).toBe(home.organizationId);
				const again = await upsert([row('After')]);
				expect(actionsOf(again)).toEqual(['unchanged']);
				expect(again.json[0]).toMatchObject({ id: record?.id, _changes: {} });
				expect(again.writes).toEqual([]);
				expect(all()).toHaveLength(count + 1);
			});

			test('there in another organization only: created, the other is left alone', async () => {
				if (!resource.scoped) return;
				const other = openHome(sandbox, `Generated Other ${unique}`);
				const foreign = insert({ organization_id: Number(other.organizationId) });
				const before = copyOf(foreign);
				const ran = await upsert([row('After')]);
				expect(actionsOf(ran)).toEqual(['created']);
				expect(ran.json[0]?.id).not.toBe(foreign.id);
				expect(foreign.attributes).toEqual(before);
			});

			test.each(['fail', 'oldest', 'all'])('there three times: %s', async (ifSeveralMatch) => {
				const [late, early, middle] = [insert(), insert(), insert()];
				early.createdAt = Date.UTC(2020, 0, 1);
				middle.createdAt = Date.UTC(2021, 0, 1);
				late.createdAt = Date.UTC(2022, 0, 1);
				const whole = storeOf(sandbox);
				const ran = await upsert([brief('After')], { options: { ifSeveralMatch } });
				const after = (record: StoredRecord): unknown => record.attributes[subject.name];
				if (ifSeveralMatch === 'fail') {
					const said = failed(ran);
					for (const { id } of [late, early, middle]) expect(said).toContain(id);
					expect(ran.writes).toEqual([]);
					expect(changedBetween(whole, storeOf(sandbox))).toEqual([]);
				}
				if (ifSeveralMatch === 'oldest') {
					expectUpdated(ran, early, { ...copyOf(early), [subject.name]: 'Before' });
					expect([late, middle].map(after)).toEqual(['Before', 'Before']);
				}
				if (ifSeveralMatch === 'all') {
					expect(
						succeeded(ran)
							.map(({ id }) => id)
							.sort(),
					).toEqual([late.id, early.id, middle.id].sort());
					expect(actionsOf(ran)).toEqual(['updated', 'updated', 'updated']);
					expect([late, early, middle].map(after)).toEqual(['After', 'After', 'After']);
					expect(ran.output.map(({ pairedItem }) => pairedItem)).toEqual([
						{ item: 0 },
						{ item: 0 },
						{ item: 0 },
					]);
				}
			});

			test('there twice, in different capitals: refused with both ids', async () => {
				// Found by a filter as given, in small and in capital letters: one in mixed capitals may go unnoticed.
				for (const spelt of [shout, whisper]) {
					const own = cells(unique + (spelt === shout ? 0 : 900_000));
					const [one, two] = [insert({}, own), insert({}, spelt(own))];
					const ran = await upsert([brief('After', own)]);
					expect(failed(ran)).toContain(one.id);
					expect(failed(ran)).toContain(two.id);
					expect(ran.writes).toEqual([]);
				}
			});

			test('there once and once archived, with an index that hides archived ones: the active one', async () => {
				if (resource.archive?.by !== 'flag') return;
				const [active, archived] = [insert(), insert({ archived: true })];
				const asBefore = sandbox.assumptions.indexShowsArchived;
				try {
					sandbox.assumptions.indexShowsArchived = false;
					const ran = await upsert([brief('After')]);
					expect(succeeded(ran).map(({ id }) => id)).toEqual([active.id]);
					expect(active.attributes[subject.name]).toBe('After');
					expect(archived.attributes[subject.name]).not.toBe('After');
				} finally {
					sandbox.assumptions.indexShowsArchived = asBefore;
				}
			});

			test('three items that mean one new record: the last one wins and says so', async () => {
				const count = all().length;
				const ran = await upsert([
					row('First'),
					row('Second', shout(cells())),
					row('Third', cells()),
				]);
				expect(all()).toHaveLength(count + 1);
				const { id, attributes } = must(all()[count], 'new record');
				expect(attributes[subject.name]).toBe('Third');
				const output = succeeded(ran);
				expect(output.map((item) => [item.id, item._superseded_by_item])).toEqual([
					[id, 2],
					[id, 2],
					[id, undefined],
				]);
				expect(output.map(({ _action }) => _action)).toEqual(['unchanged', 'unchanged', 'created']);
				expect(ran.output.map(({ pairedItem }) => pairedItem)).toEqual([
					{ item: 0 },
					{ item: 1 },
					{ item: 2 },
				]);
			});

			test('two items that mean one record that exists: one write, both fields, the later wins', async () => {
				const record = insert();
				const before = copyOf(record);
				const extra = otherThan(resource, subject);
				const beside = extra && sampleOf(home, resource, extra, 1);
				const ran = await upsert([
					{ ...brief('First'), ...(extra && { [extra.name]: beside?.param as string }) },
					brief('Second', shout(cells())),
				]);
				const output = succeeded(ran);
				expect(output.map(({ id }) => id)).toEqual([record.id, record.id]);
				expect(output[0]?._superseded_by_item).toBe(1);
				expect(output[1]?._action).toBe('updated');
				expect(ran.writes).toHaveLength(1);
				expect(record.attributes).toEqual({
					...before,
					[subject.name]: 'Second',
					...(extra && { [extra.name]: beside?.wire as string }),
				});
			});

			test('Records to Write: what is left out is reported as skipped', async () => {
				const record = insert();
				const missing = row('New', cells(unique + 500_000));
				const input = [brief('After'), missing];
				const count = all().length;
				const update = await upsert(input, { options: { writeMode: 'updateOnly' } });
				expect(actionsOf(update)).toEqual(['updated', 'skipped']);
				expect(update.json[1]).toMatchObject({ id: null, _changes: {} });
				expect(all()).toHaveLength(count);
				sandbox.store.update(record, { [subject.name]: 'Before' });
				const create = await upsert(input, { options: { writeMode: 'createOnly' } });
				expect(actionsOf(create)).toEqual(['skipped', 'created']);
				expect(create.json[0]).toMatchObject({ id: record.id, _changes: {} });
				expect(record.attributes[subject.name]).toBe('Before');
				expect(all()).toHaveLength(count + 1);
			});

			test('a dry run reads only, and says what the following real run does', async () => {
				const [differs, same] = [insert(), insert({}, cells(unique + 600_000))];
				const input = [
					brief('After'),
					brief('Before', cells(unique + 600_000)),
					row('New', cells(unique + 700_000)),
				];
				const whole = storeOf(sandbox);
				const dry = await upsert(input, { dryRun: true });
				expect(actionsOf(dry)).toEqual(['would_update', 'unchanged', 'would_create']);
				expect(dry.json.map(({ id }) => id)).toEqual([differs.id, same.id, null]);
				expect(dry.writes).toEqual([]);
				expect(changedBetween(whole, storeOf(sandbox))).toEqual([]);
				const real = await upsert(input);
				expect(actionsOf(real)).toEqual(['updated', 'unchanged', 'created']);
				expect(real.json.map(({ _changes }) => _changes)).toEqual(
					dry.json.map(({ _changes }) => _changes),
				);
				expect(real.json.map(({ _matched_by }) => _matched_by)).toEqual(
					dry.json.map(({ _matched_by }) => _matched_by),
				);
			});

			test('Output Only Changed Items leaves out what is unchanged or skipped', async () => {
				insert();
				insert({}, cells(unique + 600_000));
				const input = [
					brief('Before'),
					brief('After', cells(unique + 600_000)),
					row('New', cells(unique + 700_000)),
				];
				const options = { reportOnlyChanges: true };
				const dry = await upsert(input, { dryRun: true, options });
				expect(actionsOf(dry)).toEqual(['would_update', 'would_create']);
				const skipping = await upsert(input, { options: { ...options, writeMode: 'createOnly' } });
				expect(actionsOf(skipping)).toEqual(['created']);
				const real = await upsert(input, { options });
				expect(actionsOf(real)).toEqual(['updated']);
				expect(real.output.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
			});

			test('while the parts of the key say something else: no second record, and the key stays', async () => {
				const parts = naming(resource, 'Contrary Wise');
				if (!Object.keys(parts).some(isPartOfKey)) return;
				const record = insert();
				const before = copyOf(record);
				const count = all().length;
				for (let time = 0; time < 2; time += 1) await upsert([{ ...brief('After'), ...parts }]);
				expect(all()).toHaveLength(count);
				for (const name of Object.keys(parts)) expect(record.attributes[name]).toBe(before[name]);
				const fresh = { ...brief('After', cells(unique + 800_000)), ...parts };
				for (let time = 0; time < 2; time += 1) await upsert([fresh]);
				expect(all().length).toBeLessThanOrEqual(count + 1);
			});

			test('empty: refused before anything is written, naming the column', async () => {
				const label = labelsOf(resource, key);
				const [first = ''] = columns;
				for (const empty of ['', '   ', null, undefined]) {
					const count = all().length;
					const own = { ...cells(), [first]: empty } as IDataObject;
					const input = [row('New', cells(unique + 700_000)), row('After', own)];
					const ran = await upsert(input);
					expect(failed(ran)).toMatch(new RegExp(`(${label}).*(empty|matched on)`, 'i'));
					expect(ran.writes).toEqual([]);
					expect(all()).toHaveLength(count);
				}
			});

			test('empty, with Continue On Fail: that item fails, the others go through', async () => {
				const [first = ''] = columns;
				const own = { ...cells(), [first]: '' } as IDataObject;
				const ran = await upsert(
					[row('After', own), row('New', cells(unique + 700_000))],
					{},
					{ onError: 'continueRegularOutput' },
				);
				const [bad, good] = succeeded(ran);
				expect(Object.keys(bad ?? {}).sort()).toEqual(['details', 'error', 'message']);
				expect(good?._action).toBe('created');
				expect(ran.output.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
			});
		});

		describe('by id', () => {
			const byId = async (
				input: IDataObject[],
				within: Home | undefined = home,
				more: IDataObject = {},
			): Promise<Ran> =>
				await run(
					sandbox,
					{
						...upsertParameters(home, resource, ['id'], more),
						...(within === undefined && { organizationId: '' }),
					},
					{ input },
				);

			test('updates the record, also without an organization', async () => {
				for (const within of [home, undefined]) {
					const record = insertNamed(home, resource, 'By ID', { [subject.name]: 'Before' });
					const before = copyOf(record);
					const ran = await byId([{ id: record.id, [subject.name]: 'After' }], within);
					expect(actionsOf(ran)).toEqual(['updated']);
					expect(ran.json[0]).toMatchObject({ id: record.id, _matched_by: ['id'] });
					expect(ran.writes.map((entry) => Object.keys(sentAttributes(entry)))).toEqual([
						[kebab(subject.name)],
					]);
					expect(record.attributes).toEqual({ ...before, [subject.name]: 'After' });
					const again = await byId([{ id: Number(record.id), [subject.name]: 'After' }], within);
					expect(actionsOf(again)).toEqual(['unchanged']);
					expect(again.writes).toEqual([]);
				}
			});

			test.each([
				['one that does not exist', '123454321'],
				['none', ''],
				['a name', 'Ann Example'],
				['a rounded number', 2 ** 60],
			])('%s: an error, and nothing is created', async (_title, id) => {
				const whole = storeOf(sandbox);
				for (const dryRun of [false, true]) {
					const ran = await byId(
						[{ ...neededCells(home, resource), id, [subject.name]: 'After' } as IDataObject],
						home,
						{ dryRun },
					);
					expect(failed(ran)).toMatch(/\bID\b|not found|does not exist/i);
					expect(ran.writes).toEqual([]);
				}
				expect(changedBetween(whole, storeOf(sandbox))).toEqual([]);
			});

			test('of another organization than the chosen one is refused', async () => {
				if (!resource.scoped) return;
				const other = openHome(sandbox, `Generated Other ${unique}`);
				const foreign = insertNamed(other, resource, 'Elsewhere', { [subject.name]: 'Before' });
				const ran = await byId([{ id: foreign.id, [subject.name]: 'After' }]);
				expect(failed(ran)).toContain(other.organizationId);
				expect(ran.writes).toEqual([]);
				expect(foreign.attributes[subject.name]).toBe('Before');
			});
		});

		test('columns that identify nothing are refused', async () => {
			for (const matching of [[subject.name], ['id', subject.name], ['no_such_column']]) {
				const ran = await run(sandbox, upsertParameters(home, resource, matching), {
					input: [{ ...neededCells(home, resource), [subject.name]: 'After', id: '1' }],
				});
				expect(failed(ran)).toMatch(/match|identif/i);
				expect(ran.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
			}
		});
	});
});

/** Another attribute that can be changed, beside the one at hand. */
function otherThan(resource: Resource, subject: Attribute): Attribute | undefined {
	const keys = new Set(matchings(resource).flatMap(([, , { attributes }]) => attributes));
	return resource.attributes.find(
		({ name, kind, writable, readableFrom, nullable }) =>
			name !== subject.name &&
			!keys.has(name) &&
			writable === 'both' &&
			nullable === true &&
			readableFrom === 'list' &&
			['boolean', 'string', 'multiline'].includes(kind),
	);
}

const labelsOf = (resource: Resource, { attributes }: NaturalKey): string =>
	attributes
		.flatMap((name) => {
			const attribute = resource.attributes.find((candidate) => candidate.name === name);
			return [attribute?.label, attribute?.rows?.primaryColumn?.label];
		})
		.filter(Boolean)
		.join('|');
