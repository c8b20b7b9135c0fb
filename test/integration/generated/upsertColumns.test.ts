/** Create or Update, for every column of every resource: what is stored, compared, written and said. */
import type { IDataObject } from 'n8n-workflow';
import type { Column } from '../../../nodes/ITGlue/resources/schema/columns';
import type { Attribute } from '../../../nodes/ITGlue/resources/schema/attribute';
import type { Resource } from '../../../nodes/ITGlue/resources/schema/resource';
import {
	startSandbox,
	type Attributes,
	type Profile,
	type Sandbox,
	type StoredRecord,
} from '../../../sandbox';
import {
	asShown,
	cellOf,
	changedBetween,
	collectionOf,
	columnNamed,
	copyOf,
	entriesOf,
	failed,
	isPlain,
	isTaken,
	kebab,
	keyCells,
	must,
	nameOfEntry,
	naming,
	neededCells,
	openHome,
	PROFILES,
	run,
	sampleOf,
	sentAttributes,
	settingColumns,
	SMALL,
	storedValue,
	storeOf,
	succeeded,
	upsertParameters,
	without,
	withVerb,
	type Home,
	type Ran,
} from '../../helpers/tables';
import { inProfile } from '../../helpers/profiles';

/** Names as a person finds them in `_changes`; secrets are masked there. */
const MASK = '***';

/** What IT Glue itself changes beside an attribute of the record. A surprise here is a bug. */
const BESIDE: Record<string, string[]> = {
	'password password': ['password_updated_at'],
	'document content': ['published'],
};

/** The columns that are matched by unless one chooses. */
const standardKey = (resource: Resource): string[] =>
	settingColumns(resource)
		.filter(([, { byDefault }]) => byDefault)
		.map(([id]) => id);

/** What can be written to a record that exists, and told from what it says. */
const isCompared = ({ readableFrom, writable, sentAs }: Attribute): boolean =>
	writable !== 'create' && (readableFrom !== 'never' || sentAs === 'step');

/** First and last name are what a full name is split into. */
const saysTheSame = (resource: Resource, { attribute }: Column, id: string): boolean =>
	attribute?.sentAs === 'step' &&
	attribute.writable === 'create' &&
	id in naming(resource, 'Ann Example');

/** Columns without which another one is refused: what kind of record an ID is of, what a model is made by. */
const COMPANIONS: Record<string, string> = {
	resource_type: 'resource_id',
	resource_id: 'resource_type',
	model_id: 'manufacturer_id',
	region_id: 'country_id',
};

function companions({ attributes }: Resource, { attribute }: Column): string[] {
	const wanted = COMPANIONS[attribute?.name ?? ''];
	return wanted && attributes.some(({ name }) => name === wanted) ? [wanted] : [];
}

describe.each(PROFILES)('columns, profile %s', (profile: Profile) => {
	describe.each(withVerb('upsert'))('%s', (_name, resource) => {
		let sandbox: Sandbox;
		let home: Home;
		let unique = 0;

		// One for each resource: the node itself sends no more than IT Glue allows in five minutes.
		beforeAll(async () => {
			sandbox = await startSandbox({ ...SMALL, profile, journalSecrets: true });
		});
		beforeEach(() => {
			unique += 1;
			home = openHome(sandbox, `Generated Home ${unique}`);
		});
		afterAll(async () => await sandbox.stop());

		const key = standardKey(resource);
		const columns = settingColumns(resource).filter(([id]) => !key.includes(id));

		const upsert = async (
			cells: IDataObject | IDataObject[],
			more: IDataObject = {},
			matching = key,
		): Promise<Ran> =>
			await run(sandbox, upsertParameters(home, resource, matching, more), {
				input: [cells].flat(),
			});

		/** The cells of a new record that says something in the column. */
		function cellsWith(column: Column, variant = 0): IDataObject {
			const beside = companions(resource, column).map((id) => [
				id,
				cellOf(home, resource, columnNamed(resource, id)),
			]);
			const needed = Object.entries(neededCells(home, resource));
			return {
				...Object.fromEntries(needed.filter(([id]) => !saysTheSame(resource, column, id))),
				...Object.fromEntries(beside),
				...keyCells(resource, key, unique),
				[column.id]: cellOf(home, resource, column, variant) as string,
			};
		}

		const storedOf = (ran: Ran): StoredRecord =>
			must(
				sandbox.store.find(collectionOf(resource), String(succeeded(ran)[0]?.id)),
				'stored record',
			);

		const changesOf = (ran: Ran): Record<string, IDataObject> =>
			(succeeded(ran)[0]?._changes ?? {}) as Record<string, IDataObject>;

		/** What the request carries of a column's sample: one row where it stands for the primary row. */
		const wireOf = ({ attribute }: Column, variant: number): unknown =>
			sampleOf(home, resource, must(attribute, 'attribute'), variant).wire;

		/** A list holds these rows, as far as they say something. */
		function expectRows(list: unknown, { attribute, id }: Column, variant: number): void {
			const shape = must(attribute?.rows, 'row shape');
			const { column, same } = shape.key;
			const text = (value: unknown): string =>
				same === 'phone' ? String(value).replace(/\D/g, '') : String(value);
			const sample = (wireOf(columnNamed(resource, id), variant) as IDataObject[])[0];
			const values = (list as IDataObject[]).map((row) => text(row[column]));
			expect(values).toContain(text(sample?.[column]));
		}

		const tried = inProfile(profile, resource, columns, ({ attribute }) => attribute);
		describe.each(tried)('%s', (id, column) => {
			const attribute = must(column.attribute, 'attribute');
			const { name } = attribute;
			const taken = isTaken(resource, attribute, profile) || !isPlain(attribute);
			const shown = taken && attribute.kind !== 'secret';
			const isFullName = attribute.sentAs === 'step' && attribute.writable === 'create';

			function expectStored(record: StoredRecord, variant: number): void {
				if (!isPlain(attribute)) return;
				if (attribute.rows) return expectRows(record.attributes[name], column, variant);
				expect(record.attributes[name]).toEqual(storedValue(attribute, wireOf(column, variant)));
			}

			/** What is reported of a new record that was given the column. */
			function expectSet(ran: Ran): void {
				expect(succeeded(ran)[0]).toMatchObject({ _action: 'created', _matched_by: null });
				if (taken) expectStored(storedOf(ran), 0);
				const change = changesOf(ran)[name];
				if (attribute.kind === 'secret') expect(change).toEqual({ from: null, to: MASK });
				else if (isFullName) expect(change).toBeUndefined();
				else if (attribute.sentAs === 'relationship') expect(change?.from).toBeNull();
				else if (attribute.rows) {
					expect(change?.from).toBeNull();
					expectRows(change?.to, column, 0);
				} else expect(change).toEqual({ from: null, to: asShown(name, wireOf(column, 0)) });
			}

			/** What is sent, stored and reported where a column of a record says something else. */
			function expectChanged(ran: Ran, before: Attributes, was: IDataObject): void {
				const record = storedOf(ran);
				expect(ran.json[0]).toMatchObject({ _action: 'updated', _matched_by: key });
				const beside = BESIDE[`${resource.name} ${name}`] ?? [];
				const changes = changesOf(ran);
				expect(Object.keys(changes).filter((changed) => !beside.includes(changed))).toEqual([name]);
				if (attribute.rows) expectRows(changes[name]?.to, column, 1);
				else expect(changes[name]?.to).toEqual(asShown(name, wireOf(column, 1)));
				if (isPlain(attribute)) {
					expect(changes[name]?.from).toEqual(asShown(name, was[name]));
					expect(ran.writes.map(({ method, path }) => [method, path])).toEqual([
						['PATCH', `/${collectionOf(resource)}/${record.id}`],
					]);
					expect(Object.keys(sentAttributes(must(ran.writes[0], 'PATCH')))).toEqual([kebab(name)]);
				}
				expectStored(record, 1);
				// Publishing sets the time at which it was done.
				const aside = [name, ...beside, ...(name === 'content' ? ['published_at'] : [])];
				expect(without(record.attributes, aside)).toEqual(without(before, aside));
				expect(ran.hints.slice(1)).toEqual([]);
			}

			function expectUnchanged(ran: Ran): void {
				expect(ran.writes.map(({ method, path, body }) => ({ method, path, body }))).toEqual([]);
				expect(succeeded(ran).map(({ _action, _changes }) => ({ _action, _changes }))).toEqual(
					ran.json.map(() => ({ _action: 'unchanged', _changes: {} })),
				);
			}

			/** A run, and the dry run before it, which reads only and says the same. */
			async function rehearsed(cells: IDataObject, more: IDataObject = {}): Promise<Ran> {
				// What the profiles take differs; that a dry run is one does not.
				if (profile !== 'strict') return await upsert(cells, more);
				const whole = storeOf(sandbox);
				const dry = await upsert(cells, { ...more, dryRun: true });
				expect(dry.writes).toEqual([]);
				expect(changedBetween(whole, storeOf(sandbox))).toEqual([]);
				const real = await upsert(cells, more);
				expect(changesOf(dry)).toEqual(changesOf(real));
				const done = String(succeeded(real)[0]?._action);
				const foreseen = { created: 'would_create', updated: 'would_update' }[done] ?? done;
				expect(succeeded(dry)[0]?._action).toBe(foreseen);
				return real;
			}

			test('is set on a new record, compared, and written where it differs', async () => {
				const first = await rehearsed(cellsWith(column));
				expectSet(first);
				expectUnchanged(await upsert(cellsWith(column)));
				const before = copyOf(storedOf(first));
				if (attribute.inStepsLater) {
					const never = { options: { neverTouch: [name] } };
					expectUnchanged(await rehearsed(cellsWith(column, 1), never));
					const ran = await rehearsed(cellsWith(column, 1));
					expect(Object.keys(changesOf(ran))).toEqual([name]);
					return expectUnchanged(await upsert(cellsWith(column, 1)));
				}
				if (!isCompared(attribute) || !shown) {
					// What cannot be compared, or is set on creation only, stays; a full name is first and last name.
					const ran = await rehearsed(cellsWith(column, 1));
					if (!isFullName) return expectUnchanged(ran);
					expect(Object.keys(changesOf(ran))).toEqual(['last_name']);
					return expectUnchanged(await upsert(cellsWith(column, 1)));
				}
				expectUnchanged(await rehearsed(cellsWith(column, 1), { options: { neverTouch: [name] } }));
				expect(storedOf(first).attributes).toEqual(before);
				const ran = await rehearsed(cellsWith(column, 1));
				expectChanged(ran, before, succeeded(first)[0] ?? {});
				expectUnchanged(await upsert(cellsWith(column, 1)));
			});

			/** Part of what a record is matched by: without it another one is meant. */
			const tellsApart = resource.naturalKeys.some(({ always = [] }) =>
				[name, ...companions(resource, column)].some((other) => always.includes(other)),
			);

			const leavesAlone = async (): Promise<void> => {
				const whole = cellsWith(column);
				const first = await upsert(whole, { options: { neverTouch: [] } });
				const record = storedOf(first);
				const before = copyOf(record);
				const emptied = [undefined, '', null, '  ', []].map(
					(empty) => ({ ...whole, [id]: empty }) as IDataObject,
				);
				expectUnchanged(await upsert(emptied));
				expect(record.attributes).toEqual(before);
				const mayEmpty = { neverOverwriteWithEmpty: false };
				for (const empty of ['', null]) {
					const ran = await upsert({ ...whole, [id]: empty } as IDataObject, mayEmpty);
					if (ran.status === 'error') {
						expect(attribute.nullable ? [] : failed(ran)).toContain(attribute.label);
						expect(ran.writes).toEqual([]);
						expect(record.attributes).toEqual(before);
						continue;
					}
					if (column.primaryRow || !isCompared(attribute) || !shown) {
						expectUnchanged(ran);
						continue;
					}
					expect(attribute.nullable).toBe(true);
					expect(changesOf(ran)).toEqual({
						[name]: { from: succeeded(first)[0]?.[name] as string, to: null },
					});
					expect(ran.writes.map(sentAttributes)).toEqual([{ [kebab(name)]: null }]);
					expect(record.attributes).toEqual({ ...before, [name]: null });
					if (empty === null)
						expectUnchanged(await upsert({ ...whole, [id]: empty } as IDataObject, mayEmpty));
					else await upsert(whole);
				}
			};
			if (profile === 'strict' && !tellsApart)
				test('nothing, empty or null leaves it alone, unless it may overwrite', leavesAlone);

			if (attribute.lookup && profile === 'strict')
				test('takes a name as well, in any capitals, and refuses one that does not exist', async () => {
					const lookup = must(attribute.lookup, 'look-up');
					const entry = must(entriesOf(home, resource, lookup)[1], 'second entry');
					const first = await upsert(cellsWith(column));
					const record = storedOf(first);
					const named = {
						...cellsWith(column),
						[id]: nameOfEntry(entry).toUpperCase(),
					};
					const ran = await upsert(named);
					expect(succeeded(ran)[0]?._action).toBe('updated');
					expect(record.attributes[name]).toBe(Number(entry.id));
					const again = await upsert(named);
					expect(again.writes).toEqual([]);
					const wrong = await upsert({ ...cellsWith(column), [id]: 'No Such Thing' });
					expect(failed(wrong)).toContain('No Such Thing');
					expect(wrong.writes).toEqual([]);
				});
		});

		test('all columns at once: created, unchanged, changed, unchanged', async () => {
			const own = columns.filter(
				([, column]) =>
					!Object.keys(naming(resource, 'A B')).some((id) => saysTheSame(resource, column, id)),
			);
			const cells = (variant: number): IDataObject => ({
				...Object.fromEntries(
					own.map(([id, column]) => [id, cellOf(home, resource, column, variant) as string]),
				),
				...keyCells(resource, key, unique),
			});
			const first = await upsert(cells(0));
			expect(succeeded(first)[0]?._action).toBe('created');
			const second = await upsert(cells(0));
			expect(succeeded(second)[0]).toMatchObject({ _action: 'unchanged', _changes: {} });
			expect(second.writes).toEqual([]);
			// What is set on creation only, and what narrows another column: a model is made by its manufacturer.
			const fixed = columns.filter(
				([id, { attribute }]) =>
					attribute?.writable === 'create' || Object.values(COMPANIONS).includes(id),
			);
			const changed = {
				...cells(1),
				...Object.fromEntries(fixed.map(([id]) => [id, cells(0)[id]])),
			} as IDataObject;
			// Everything changes, the name of a contact too.
			const options = resource.name === 'contact' ? { ifNamesDiffer: 'rename' } : {};
			const dry = await upsert(changed, { dryRun: true, options });
			const third = await upsert(changed, { options });
			expect(succeeded(third)[0]?._action).toBe('updated');
			expect(changesOf(dry)).toEqual(changesOf(third));
			const fourth = await upsert(changed, { options });
			expect(succeeded(fourth)[0]).toMatchObject({ _action: 'unchanged', _changes: {} });
			expect(fourth.writes).toEqual([]);
		});

		test('columns mapped one by one, with expressions', async () => {
			const [id, column] = must(
				columns.find(
					([, { attribute, primaryRow }]) =>
						['string', 'multiline'].includes(String(attribute?.kind)) &&
						!primaryRow &&
						attribute?.readableFrom === 'list' &&
						isCompared(attribute),
				),
				'text column',
			);
			const cells = { ...neededCells(home, resource), ...keyCells(resource, key, unique) };
			const parameters = upsertParameters(home, resource, key, {
				fields: {
					mappingMode: 'defineBelow',
					value: {
						...Object.fromEntries(
							Object.keys(cells).map((cell) => [cell, `={{ $json["the ${cell}"] }}`]),
						),
						[id]: '={{ $json.text }}',
					},
					matchingColumns: key,
					schema: [],
				},
			});
			const source = Object.fromEntries(
				Object.entries(cells).map(([cell, value]) => [`the ${cell}`, value]),
			);
			const text = String(cellOf(home, resource, column, 1));
			const input = [{ ...source, text }];
			const ran = await run(sandbox, parameters, { input });
			expect(succeeded(ran)[0]).toMatchObject({ _action: 'created', [id]: text });
			// The expression gives nothing any more: the value stays.
			const again = await run(sandbox, parameters, { input: [source] });
			expect(succeeded(again)[0]).toMatchObject({ _action: 'unchanged', [id]: text });
			expect(again.writes).toEqual([]);
		});
	});
});
