/** Create by every natural key of every resource: what it does when the record is there already, and when it runs again. */
import type { IDataObject } from 'n8n-workflow';
import type { Attribute, NaturalKey } from '../../../nodes/ITGlue/resources/schema/attribute';
import type { Resource } from '../../../nodes/ITGlue/resources/schema/resource';
import { startSandbox, type Profile, type Sandbox, type StoredRecord } from '../../../sandbox';
import {
	changeable,
	changedBetween,
	collectionOf,
	copyOf,
	createParameters,
	EACH_RECORD,
	failed,
	given,
	insertNamed,
	kebab,
	minimal,
	must,
	openHome,
	PROFILES,
	run,
	sampleOf,
	sentAttributes,
	SMALL,
	storedValue,
	storeOf,
	succeeded,
	toldOnCreate,
	type Given,
	type Home,
	type Ran,
} from '../../helpers/tables';

const IF_EXISTS = ['fail', 'returnExisting', 'updateExisting', 'createAnyway'] as const;

const labelOf = ({ attributes }: NaturalKey): string => attributes.join(' and ');

/** The same value in capitals: IT Glue and people are not of one mind about case. */
function inCapitals(attribute: Attribute, param: unknown): unknown {
	if (!attribute.rows) return String(param).toUpperCase();
	const { group, key, columns } = attribute.rows;
	const column = must(
		columns.find(({ wire }) => wire === key.column),
		'key column',
	).param;
	const rows = (param as Record<string, IDataObject[]>)[group] ?? [];
	return { [group]: rows.map((row) => ({ ...row, [column]: String(row[column]).toUpperCase() })) };
}

describe.each(PROFILES)('natural keys, profile %s', (profile: Profile) => {
	let sandbox: Sandbox;
	let home: Home;

	beforeAll(async () => {
		sandbox = await startSandbox({ ...SMALL, profile });
	});
	beforeEach(() => {
		sandbox.reset();
		home = openHome(sandbox, 'Generated Home');
	});
	afterAll(async () => await sandbox.stop());

	const identified = EACH_RECORD.filter(([, { naturalKeys }]) => naturalKeys.length > 0);

	describe.each(identified)('%s', (_name, resource) => {
		const all = (): StoredRecord[] => sandbox.store.all(collectionOf(resource));
		const create = async (
			values: Given,
			ifExists: string,
			more: Parameters<typeof run>[2] = {},
		): Promise<Ran> =>
			await run(sandbox, createParameters(home, resource, values, { ifExists }), more);

		const keys = resource.naturalKeys.map((key): [string, NaturalKey] => [labelOf(key), key]);

		describe.each(keys)('by %s', (_label, key) => {
			const keyAttributes = key.attributes.map((name) =>
				must(
					resource.attributes.find((attribute) => attribute.name === name),
					name,
				),
			);
			const subject = changeable(resource);

			/** The least to create a record with, the key and one thing beside it. What is not the key has other values. */
			function values(): Given {
				const base = given(home, resource, minimal(resource), 1);
				for (const attribute of keyAttributes)
					base.set(attribute, sampleOf(home, resource, attribute).param);
				return base.set(subject, 'Changed');
			}

			function insertExisting(more: Parameters<typeof insertNamed>[3] = {}): StoredRecord {
				const own = keyAttributes.map((attribute) => [
					attribute.name,
					storedValue(attribute, sampleOf(home, resource, attribute).wire) as string,
				]);
				return insertNamed(home, resource, 'Existing Example', {
					...Object.fromEntries(own),
					...more,
				});
			}

			test.each(IF_EXISTS)('there already: %s', async (ifExists) => {
				const existing = insertExisting();
				const before = copyOf(existing);
				const whole = storeOf(sandbox);
				const ran = await create(values(), ifExists);
				if (ifExists === 'fail') {
					expect(failed(ran)).toContain(existing.id);
					expect(ran.writes).toEqual([]);
					expect(changedBetween(whole, storeOf(sandbox))).toEqual([]);
				}
				if (ifExists === 'returnExisting') {
					expect(succeeded(ran).map(({ id }) => id)).toEqual([existing.id]);
					expect(ran.writes).toEqual([]);
					expect(changedBetween(whole, storeOf(sandbox))).toEqual([]);
				}
				if (ifExists === 'updateExisting') {
					expect(succeeded(ran).map(({ id }) => id)).toEqual([existing.id]);
					expect(existing.attributes[subject.name]).toBe('Changed');
					for (const { name } of keyAttributes)
						expect(existing.attributes[name]).toEqual(before[name]);
					const sent = ran.writes.flatMap((entry) => Object.keys(sentAttributes(entry)));
					expect(sent).toContain(kebab(subject.name));
					expect(keyAttributes.filter(({ name }) => sent.includes(kebab(name)))).toEqual([]);
					const again = await create(values(), ifExists);
					expect(succeeded(again).map(({ id }) => id)).toEqual([existing.id]);
					expect(again.writes).toEqual([]);
				}
				if (ifExists === 'createAnyway') {
					if (sandbox.assumptions.organizationNameUnique && resource.name === 'organization') {
						expect(failed(ran)).toContain('already been taken');
						return;
					}
					const [record] = succeeded(ran);
					expect(record?.id).not.toBe(existing.id);
					expect(existing.attributes).toEqual(before);
					const changed = changedBetween(whole, storeOf(sandbox)).filter((entry) =>
						entry.startsWith(`${collectionOf(resource)} `),
					);
					expect(changed).toEqual([`${collectionOf(resource)} ${record?.id}`]);
				}
			});

			test('there in other capitals', async () => {
				const existing = insertExisting();
				const shouted = values();
				for (const attribute of keyAttributes)
					shouted.set(attribute, inCapitals(attribute, shouted.get(attribute)));
				const ran = await create(shouted, 'returnExisting');
				expect(succeeded(ran).map(({ id }) => id)).toEqual([existing.id]);
				expect(ran.writes).toEqual([]);
			});

			test('there but archived, whether the index shows archived records or not', async () => {
				const archived = sandbox.store
					.all('organization_statuses')
					.find(({ attributes }) => attributes.name === 'Archived');
				const existing = insertExisting(
					resource.archive?.by === 'status'
						? { [resource.archive.attribute]: Number(archived?.id) }
						: { archived: true },
				);
				const asBefore = sandbox.assumptions.indexShowsArchived;
				try {
					for (const shown of [true, false]) {
						// Where records of the kind cannot be archived, an index that hides them is no case.
						if (!shown && resource.archive?.by !== 'flag') continue;
						sandbox.assumptions.indexShowsArchived = shown;
						const count = all().length;
						const ran = await create(values(), 'returnExisting');
						expect(succeeded(ran).map(({ id }) => id)).toEqual([existing.id]);
						expect(failed(await create(values(), 'fail'))).toContain(existing.id);
						expect(all()).toHaveLength(count);
					}
				} finally {
					sandbox.assumptions.indexShowsArchived = asBefore;
				}
			});

			test('there twice: refused with the ids, nothing written', async () => {
				const [one, two] = [insertExisting(), insertExisting()];
				for (const ifExists of ['fail', 'returnExisting', 'updateExisting']) {
					const ran = await create(values(), ifExists);
					expect(failed(ran)).toContain(one.id);
					expect(failed(ran)).toContain(two.id);
					expect(ran.writes).toEqual([]);
				}
			});

			test('there in another organization only: created', async () => {
				if (!resource.scoped) return;
				const other = openHome(sandbox, 'Generated Other');
				const existing = insertExisting({ organization_id: Number(other.organizationId) });
				const before = copyOf(existing);
				const [record] = succeeded(await create(values(), 'updateExisting'));
				expect(record?.id).not.toBe(existing.id);
				expect(existing.attributes).toEqual(before);
			});

			test('the same key twice in one run', async () => {
				for (const ifExists of ['returnExisting', 'updateExisting', 'fail'] as const) {
					sandbox.reset();
					home = openHome(sandbox, 'Generated Home');
					const count = all().length;
					const ran = await create(values(), ifExists, {
						input: [{ item: 0 }, { item: 1 }, { item: 2 }],
						onError: 'continueRegularOutput',
					});
					expect(all()).toHaveLength(count + 1);
					const records = succeeded(ran);
					const [first] = records;
					const { id } = must(all()[count], 'new record');
					expect(first?.id).toBe(id);
					expect(ran.output.map(({ pairedItem }) => pairedItem)).toEqual([
						{ item: 0 },
						{ item: 1 },
						{ item: 2 },
					]);
					for (const record of records.slice(1)) {
						if (ifExists !== 'fail') expect(record.id).toBe(id);
						else expect(String(record.error)).toContain(id);
					}
				}
			});

			for (const name of key.also ?? [])
				test(`and ${name} where it is set`, async () => {
					const beside = must(
						resource.attributes.find((attribute) => attribute.name === name),
						name,
					);
					const [mine, other] = [
						sampleOf(home, resource, beside),
						sampleOf(home, resource, beside, 1),
					];
					const existing = insertExisting({ [name]: mine.wire as number });
					const without = await create(values(), 'returnExisting');
					expect(succeeded(without).map(({ id }) => id)).toEqual([existing.id]);
					const companions = resource.attributes.filter(
						(attribute) =>
							attribute.kind === 'choice' && attribute.name === name.replace(/_id$/, '_type'),
					);
					const set = (param: unknown): Given => {
						const complete = values().set(beside, param);
						for (const companion of companions)
							complete.set(companion, sampleOf(home, resource, companion).param);
						return complete;
					};
					const same = await create(set(mine.param), 'returnExisting');
					expect(succeeded(same).map(({ id }) => id)).toEqual([existing.id]);
					if (other.wire === mine.wire) return;
					const [different] = succeeded(await create(set(other.param), 'returnExisting'));
					expect(different?.id).not.toBe(existing.id);
					expect(
						sandbox.store.find(collectionOf(resource), String(different?.id))?.attributes[name],
					).toBe(other.wire);
				});
		});

		test('a second run with every attribute set changes nothing', async () => {
			const values = given(home, resource, toldOnCreate(resource));
			const first = await create(values, 'updateExisting');
			const [record] = succeeded(first);
			expect(first.writes[0]).toMatchObject({ method: 'POST', path: `/${collectionOf(resource)}` });
			const before = storeOf(sandbox);
			const second = await create(values, 'updateExisting');
			expect(succeeded(second)[0]?.id).toBe(record?.id);
			expect(second.writes.map(({ method, path, body }) => ({ method, path, body }))).toEqual([]);
			expect(changedBetween(before, storeOf(sandbox))).toEqual([]);
		});
	});
});

/** The table's order of keys is the order in which they count: a serial number before a name. */
describe('the first key of which anything is set decides', () => {
	let sandbox: Sandbox;

	beforeAll(async () => {
		sandbox = await startSandbox(SMALL);
	});
	afterAll(async () => await sandbox.stop());

	const several = EACH_RECORD.filter(([, { naturalKeys }]) => naturalKeys.length > 1);
	test.each(several)('%s', async (_name, resource: Resource) => {
		const home = openHome(sandbox, `Home of ${resource.name}`);
		const valueOf = (name: string) => {
			const attribute = must(
				resource.attributes.find((candidate) => candidate.name === name),
				name,
			);
			return { attribute, sample: sampleOf(home, resource, attribute) };
		};
		const records = resource.naturalKeys.map(({ attributes }, at) => {
			const own = attributes.map((name) => {
				const { attribute, sample } = valueOf(name);
				return [name, storedValue(attribute, sample.wire) as string];
			});
			return insertNamed(home, resource, `Holder ${at}`, Object.fromEntries(own));
		});
		for (let from = 0; from < records.length; from += 1) {
			const values = given(home, resource, minimal(resource));
			for (const { attributes } of resource.naturalKeys.slice(from)) {
				for (const name of attributes)
					values.set(valueOf(name).attribute, valueOf(name).sample.param);
			}
			const ran = await run(
				sandbox,
				createParameters(home, resource, values, { ifExists: 'returnExisting' }),
			);
			expect(succeeded(ran)[0]?.id).toBe(records[from]?.id);
		}
	});
});
