/** Every attribute that points to an entry of a list: by id, by name, unknown, ambiguous, and read once for all items. */
import type { IDataObject } from 'n8n-workflow';
import { LOOKUPS } from '../../../nodes/ITGlue/resources/lookups';
import type { Attribute, LookupName } from '../../../nodes/ITGlue/resources/schema/attribute';
import type { Resource } from '../../../nodes/ITGlue/resources/schema/resource';
import { startSandbox, type Sandbox, type StoredRecord } from '../../../sandbox';
import {
	addEntry,
	changedBetween,
	collectionOf,
	createParameters,
	EACH_RESOURCE,
	entriesOf,
	failed,
	given,
	isPlain,
	locator,
	minimal,
	must,
	nameOfEntry,
	openHome,
	run,
	sampleOf,
	SMALL,
	storeOf,
	succeeded,
	writableOn,
	type Home,
} from '../../helpers/tables';

type LookupAttribute = Attribute & { lookup: LookupName };

const lookupsOf = (resource: Resource): Array<[string, LookupAttribute]> =>
	writableOn(resource, 'create')
		.filter(
			(attribute): attribute is LookupAttribute =>
				attribute.lookup !== undefined && isPlain(attribute),
		)
		.filter(({ name }) => name !== 'organization_id')
		.map((attribute) => [attribute.name, attribute]);

/** Lists that an unknown name is answered with in full; a list of records (contacts, locations) is too long for that. */
const isListed = ({ lookup }: LookupAttribute): boolean => LOOKUPS[lookup].resource === undefined;

const otherCase = (text: string): string =>
	text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase();

describe('look-ups', () => {
	let sandbox: Sandbox;
	let home: Home;

	beforeAll(async () => {
		sandbox = await startSandbox(SMALL);
	});
	beforeEach(() => {
		sandbox.reset();
		home = openHome(sandbox, 'Generated Home');
	});
	afterAll(async () => await sandbox.stop());

	const resources = EACH_RESOURCE.filter(([, resource]) => lookupsOf(resource).length > 0);
	describe.each(resources)('%s', (_name, resource) => {
		/** Creates a record with the look-up and what narrows it (a model's manufacturer). */
		function parametersWith(attribute: LookupAttribute, value: unknown): IDataObject {
			const values = given(home, resource, minimal(resource));
			const parent = LOOKUPS[attribute.lookup].within?.parent;
			const narrowing = resource.attributes.find(
				({ name }) => name === parent && name !== 'organization_id',
			);
			if (narrowing) values.set(narrowing, sampleOf(home, resource, narrowing).param);
			values.set(attribute, value);
			return createParameters(home, resource, values);
		}

		const entryOf = (attribute: LookupAttribute): StoredRecord =>
			must(entriesOf(home, resource, attribute.lookup)[1], `${attribute.lookup}`);

		const stored = (id: unknown): StoredRecord =>
			must(sandbox.store.find(collectionOf(resource), String(id)), `new ${resource.name}`);

		test.each(lookupsOf(resource))(
			'%s by id and by name, whatever its case',
			async (_attribute, attribute) => {
				const entry = entryOf(attribute);
				const name = nameOfEntry(entry);
				const isLocator = LOOKUPS[attribute.lookup].picker === 'locator';
				const ways: unknown[] = [entry.id, Number(entry.id), name, otherCase(name), ` ${name} `];
				if (isLocator) {
					ways.push(locator('list', entry.id), locator('id', entry.id), locator('name', name));
					ways.push(locator('name', otherCase(name)), locator('list', name));
				}
				for (const way of ways) {
					const ran = await run(
						sandbox,
						{
							...parametersWith(attribute, typeof way === 'object' ? way : '={{ $json.way }}'),
							ifExists: 'createAnyway',
						},
						{
							input: [{ way: way as string }],
						},
					);
					const [record] = succeeded(ran);
					expect({ way, id: stored(record?.id).attributes[attribute.name] }).toEqual({
						way,
						id: Number(entry.id),
					});
					sandbox.store.remove(collectionOf(resource), String(record?.id));
				}
			},
		);

		test.each(lookupsOf(resource))(
			'%s of an unknown name is refused with what exists',
			async (_attribute, attribute) => {
				const before = storeOf(sandbox);
				const ran = await run(sandbox, parametersWith(attribute, 'No Such Entry'));
				const said = failed(ran);
				expect(said).toContain('"No Such Entry"');
				if (isListed(attribute)) {
					for (const entry of entriesOf(home, resource, attribute.lookup))
						expect(said).toContain(nameOfEntry(entry));
				}
				expect(ran.writes).toEqual([]);
				expect(changedBetween(before, storeOf(sandbox))).toEqual([]);
			},
		);

		test.each(lookupsOf(resource))(
			'%s of a name that two entries have is refused with their ids',
			async (_attribute, attribute) => {
				const entry = entryOf(attribute);
				const parent = LOOKUPS[attribute.lookup].within?.parent;
				const twin = addEntry(home, attribute.lookup, nameOfEntry(entry), {
					...(parent && { [parent]: entry.attributes[parent] }),
				});
				const ran = await run(sandbox, parametersWith(attribute, nameOfEntry(entry)));
				const said = failed(ran);
				expect(said).toContain(entry.id);
				expect(said).toContain(twin.id);
				expect(ran.writes).toEqual([]);
				// By its id the one that is meant can still be chosen.
				const [record] = succeeded(await run(sandbox, parametersWith(attribute, twin.id)));
				expect(stored(record?.id).attributes[attribute.name]).toBe(Number(twin.id));
			},
		);

		test('are each read once for 20 items', async () => {
			const values = given(home, resource, minimal(resource));
			const attributes = lookupsOf(resource).map(([, attribute]) => attribute);
			for (const attribute of attributes) values.set(attribute, `={{ $json.${attribute.name} }}`);
			const which = (item: number): IDataObject =>
				Object.fromEntries(
					attributes.map((attribute) => {
						const entries = entriesOf(home, resource, attribute.lookup);
						const narrowed = ['manufacturer_id', 'country_id'].includes(attribute.name);
						const entry = must(entries[narrowed ? 0 : item % 2], attribute.lookup);
						return [
							attribute.name,
							item % 4 < 2 ? nameOfEntry(entry) : otherCase(nameOfEntry(entry)),
						];
					}),
				);
			const ran = await run(
				sandbox,
				{ ...createParameters(home, resource, values), ifExists: 'createAnyway' },
				{ input: Array.from({ length: 20 }, (_none, item) => which(item)) },
			);
			const records = succeeded(ran);
			for (const [item, record] of records.entries()) {
				for (const attribute of attributes) {
					const entries = entriesOf(home, resource, attribute.lookup);
					const narrowed = ['manufacturer_id', 'country_id'].includes(attribute.name);
					expect(record[attribute.name]).toEqual(
						attribute.name === 'parent_id'
							? entries[item % 2]?.id
							: String(entries[narrowed ? 0 : item % 2]?.id),
					);
				}
			}
			expect(ran.writes.filter(({ path }) => path === `/${collectionOf(resource)}`)).toHaveLength(
				20,
			);
			const asked = ran.reads.map(
				({ path, query }) => `${path}?${new URLSearchParams(query).toString()}`,
			);
			expect(asked.filter((request, at) => asked.indexOf(request) !== at)).toEqual([]);
			for (const attribute of attributes.filter(isListed)) {
				const path = must(LOOKUPS[attribute.lookup].paths[0], 'path').split('/').pop();
				expect(ran.reads.filter((entry) => entry.path.endsWith(`/${path}`))).toHaveLength(1);
			}
		});
	});
});
