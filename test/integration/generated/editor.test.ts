/** What the editor asks for while one edits: every list that the assembled description names. */
import type { IDataObject, INodeListSearchItems } from 'n8n-workflow';
import { ItGlue } from '../../../nodes/ITGlue/ItGlue.node';
import {
	FIELDS_METHOD,
	COLUMNS_METHOD,
	loadMethod,
	searchMethod,
} from '../../../nodes/ITGlue/description/methods';
import { columnsOf } from '../../../nodes/ITGlue/resources/schema/columns';
import { LOOKUPS } from '../../../nodes/ITGlue/resources/lookups';
import type { LookupName } from '../../../nodes/ITGlue/resources/schema/attribute';
import type { Resource } from '../../../nodes/ITGlue/resources/schema/resource';
import { startSandbox, type Profile, type Sandbox, type StoredRecord } from '../../../sandbox';
import { listSearch, loadOptions, mapperColumns } from '../../helpers/harness';
import {
	collectionOf,
	EACH_RECORD,
	insertNamed,
	locator,
	must,
	nameOfEntry,
	openHome,
	ownerOf,
	PROFILES,
	recordsAt,
	SMALL,
	withVerb,
	type Home,
} from '../../helpers/tables';

/** All values of a key, however deep in the description. */
function valuesOf(key: string, node: unknown): string[] {
	if (typeof node !== 'object' || node === null) return [];
	return Object.entries(node).flatMap(([name, value]) =>
		name === key && typeof value === 'string' ? [value] : valuesOf(key, value),
	);
}

const node = new ItGlue();
const named = (key: string): string[] =>
	[...new Set(valuesOf(key, node.description.properties))].sort();

const LOOKUP_NAMES = Object.keys(LOOKUPS) as LookupName[];
const withPicker = (picker: 'options' | 'locator'): LookupName[] =>
	LOOKUP_NAMES.filter((name) => LOOKUPS[name].picker === picker && !LOOKUPS[name].resource);

describe('the description', () => {
	test('names only methods that exist, and every method that exists', () => {
		expect(named('loadOptionsMethod')).toEqual(Object.keys(node.methods.loadOptions).sort());
		expect(named('searchListMethod')).toEqual(Object.keys(node.methods.listSearch).sort());
		expect(named('resourceMapperMethod')).toEqual(Object.keys(node.methods.resourceMapping));
		const plain = named('loadOptionsMethod').filter((method) => !method.endsWith('OrDefault'));
		expect(plain).toEqual([...withPicker('options').map(loadMethod), FIELDS_METHOD].sort());
	});

	test('offers the default first where a look-up may be left alone', async () => {
		const sandbox = await startSandbox(SMALL);
		try {
			const credentials = { apiKey: sandbox.keys.full, region: 'custom', baseUrl: sandbox.url };
			const optional = named('loadOptionsMethod').filter((method) => method.endsWith('OrDefault'));
			expect(optional).toEqual(['getContactTypesOrDefault', 'getOrganizationStatusesOrDefault']);
			for (const method of optional) {
				const parameters = { resource: 'organization', operation: 'archive' };
				const [first, ...rest] = await loadOptions(method, { parameters, credentials });
				expect(first).toEqual({ name: 'Default', value: '' });
				const plain = method.replace('OrDefault', '');
				expect(rest).toEqual(await loadOptions(plain, { parameters, credentials }));
				expect(rest.length).toBeGreaterThan(2);
			}
		} finally {
			await sandbox.stop();
		}
	});
});

/** The columns are facts of the tables: an address without a server is enough, whatever else stands in the form. */
describe.each(withVerb('upsert'))('columns of %s', (name, resource) => {
	const credentials = { apiKey: 'unused', region: 'custom', baseUrl: 'http://127.0.0.1:9' };
	const columns = async (operation: string, asTool = false) =>
		(
			await mapperColumns(COLUMNS_METHOD, {
				parameters: { resource: name, operation },
				credentials,
				path: 'fields',
				asTool,
			})
		).fields;

	test('are those of the table, once each; those that a new record needs are shown at first', async () => {
		const fields = await columns('upsert');
		expect(fields.map(({ id }) => id)).toEqual(columnsOf(resource).map(({ id }) => id));
		expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
		expect(new Set(fields.map(({ displayName }) => displayName)).size).toBe(fields.length);
		const needed = columnsOf(resource).filter(
			({ byDefault, attribute }) =>
				byDefault || (attribute?.required && attribute.name !== 'organization_id'),
		);
		expect(fields.filter(({ required }) => required).map(({ id }) => id)).toEqual(
			needed.map(({ id }) => id),
		);
		expect(fields.filter(({ display }) => !display)).toEqual([]);
	});

	test('match on what identifies a record, and on the first key unless one chooses', async () => {
		const fields = await columns('upsert');
		const standard = fields.filter(({ defaultMatch }) => defaultMatch).map(({ id }) => id);
		const chosen = columnsOf(resource).filter(({ byDefault }) => byDefault);
		expect(standard).toEqual(chosen.map(({ id }) => id));
		expect(standard).toHaveLength(1);
		const fit = fields.filter(({ canBeUsedToMatch }) => canBeUsedToMatch).map(({ id }) => id);
		expect(fit).toEqual(
			columnsOf(resource)
				.filter(({ matches }) => matches !== 'no')
				.map(({ id }) => id),
		);
		expect(fit).toContain('id');
	});

	test('hold nothing of a client: look-ups are text, only fixed choices are listed', async () => {
		for (const field of await columns('upsert')) {
			const attribute = resource.attributes.find((candidate) => candidate.name === field.id);
			if (attribute?.lookup) expect(field).toMatchObject({ type: 'string' });
			if (attribute?.lookup) expect(field.displayName).toContain('(Name or ID)');
			if (field.options) expect(['boolean', 'choice', undefined]).toContain(attribute?.kind);
			if (attribute?.kind === 'boolean') {
				expect(field.options).toEqual([
					{ name: 'False', value: false },
					{ name: 'True', value: true },
				]);
			}
			// n8n gives a boolean column the value false as soon as it is added.
			expect(field.type).not.toBe('boolean');
		}
	});

	test('a tool is not offered what it may not write', async () => {
		const hidden = resource.attributes.filter(({ notForTools }) => notForTools);
		const [own, tools] = [await columns('upsert'), await columns('upsert', true)];
		expect(own.filter(({ id }) => hidden.some((attribute) => attribute.name === id))).toHaveLength(
			hidden.length,
		);
		expect(tools.map(({ id }) => id)).toEqual(
			own.map(({ id }) => id).filter((id) => !hidden.some((attribute) => attribute.name === id)),
		);
	});

	test('Reconcile matches by rules of its own, so none is offered to match on', async () => {
		if (!resource.operations.includes('reconcile')) return;
		const fields = await columns('reconcile');
		expect(fields.length).toBeGreaterThan(0);
		expect(
			fields.filter((field) => field.canBeUsedToMatch || field.defaultMatch || field.required),
		).toEqual([]);
		expect(fields.map(({ id }) => id)).not.toContain('id');
	});
});

test('a form without a known resource has no columns', async () => {
	const credentials = { apiKey: 'unused', region: 'custom', baseUrl: 'http://127.0.0.1:9' };
	const parameters = { resource: 'spaceship', operation: 'upsert' };
	expect(await mapperColumns(COLUMNS_METHOD, { parameters, credentials })).toEqual({ fields: [] });
});

describe.each(PROFILES)('lists for the editor, profile %s', (profile: Profile) => {
	let sandbox: Sandbox;
	let home: Home;
	let other: Home;

	beforeAll(async () => {
		sandbox = await startSandbox({ ...SMALL, profile });
		home = openHome(sandbox, 'Generated Home');
		other = openHome(sandbox, 'Generated Other');
	});
	afterAll(async () => await sandbox.stop());

	const call = (parameters: IDataObject) => ({
		parameters,
		credentials: { apiKey: sandbox.keys.full, region: 'custom', baseUrl: sandbox.url },
	});

	/** The organization as it may stand in the form. */
	const chosen = (): IDataObject[] => [
		locator('list', home.organizationId),
		locator('id', home.organizationId),
		locator('name', home.name),
		locator('url', `https://example.itglue.com/${home.organizationId}`),
	];

	const byName = (a: { name: string }, b: { name: string }): number =>
		a.name < b.name ? -1 : a.name > b.name ? 1 : Number(a) - Number(b);
	const asOptions = (entries: StoredRecord[]) =>
		entries.map((entry) => ({ name: nameOfEntry(entry), value: entry.id })).sort(byName);

	const collection = (name: LookupName): string =>
		must(LOOKUPS[name].paths[0]?.split('/').pop(), 'collection');

	test.each(withPicker('options'))('drop-down %s', async (name) => {
		const { within, paths } = LOOKUPS[name];
		const method = loadMethod(name);
		const all = sandbox.store.all(collection(name));
		if (within?.parent !== 'organization_id') {
			const got = await loadOptions(
				method,
				call({ resource: 'organization', operation: 'create' }),
			);
			expect(
				got.map((option) => ({ name: option.name, value: option.value })).sort(byName),
			).toEqual(asOptions(all));
			expect(got.length).toBeGreaterThan(0);
			expect(got.map((option) => option.name)).toEqual(
				[...got.map((option) => option.name)].sort((a, b) => a.localeCompare(b)),
			);
		}
		if (within?.parent === 'organization_id') {
			for (const organizationId of chosen()) {
				const got = await loadOptions(
					method,
					call({ resource: 'password', operation: 'create', organizationId }),
				);
				expect([...got].sort(byName)).toEqual(
					asOptions(
						all.filter(
							({ attributes }) => String(attributes.organization_id) === home.organizationId,
						),
					),
				);
			}
			const without = loadOptions(
				method,
				call({ resource: 'password', operation: 'create', organizationId: locator('list', '') }),
			);
			if (paths.every((path) => path.includes(':')))
				await expect(without).rejects.toThrow(/organization/i);
		}
		if (within && within.parent !== 'organization_id') {
			const [parent] = [...new Set(all.map(({ attributes }) => String(attributes[within.parent])))];
			const sibling = within.parent === 'country_id' ? 'countryId' : 'manufacturerId';
			for (const [operation, holder] of [
				['create', 'additionalFields'],
				['update', 'updateFields'],
				['getAll', 'filters'],
			] as const) {
				const got = await loadOptions(
					method,
					call({ resource: 'location', operation, [holder]: { [sibling]: parent } }),
				);
				expect([...got].sort(byName)).toEqual(
					asOptions(all.filter(({ attributes }) => String(attributes[within.parent]) === parent)),
				);
			}
		}
	});

	/** Reads a searched list to its end, page by page. */
	async function everyPage(method: string, parameters: IDataObject, filter?: string) {
		const results: INodeListSearchItems[] = [];
		let paginationToken: string | undefined;
		let pages = 0;
		do {
			const page = await listSearch(method, { ...call(parameters), filter, paginationToken });
			results.push(...page.results);
			paginationToken =
				page.paginationToken === undefined ? undefined : String(page.paginationToken);
			pages += 1;
		} while (paginationToken !== undefined && pages < 30);
		return { results, pages };
	}

	describe.each(EACH_RECORD)('searched list of %s', (_name, resource: Resource) => {
		const method = searchMethod(resource.plural);
		const parameters = (organizationId?: IDataObject): IDataObject => ({
			resource: resource.name,
			operation: 'get',
			...(organizationId && resource.scoped && { organizationId }),
			...(resource.parent && ownerOf(home, resource)),
		});
		const own = (): StoredRecord[] => recordsAt(home, resource);

		beforeAll(() => {
			for (let at = 0; at < 120; at += 1) insertNamed(home, resource, `Paged Record${at}`);
			insertNamed(home, resource, "Pat O'Brien");
			insertNamed(other, resource, "Pat O'Brien Elsewhere");
		});

		test('holds all records of the chosen organization, page by page', async () => {
			for (const organizationId of resource.scoped ? chosen() : [undefined]) {
				const { results, pages } = await everyPage(method, parameters(organizationId));
				expect(results.map(({ value }) => String(value)).sort()).toEqual(
					own()
						.map(({ id }) => id)
						.sort(),
				);
				if (!resource.hooks?.list) expect(pages).toBeGreaterThan(1);
				const names = new Map(own().map((record) => [record.id, nameOfEntry(record)]));
				for (const { name, value } of results) expect(name).toBe(names.get(String(value)));
			}
		});

		test.each(["o'brien", "O'BRIEN", "pat o'b", 'paged record11', 'no such thing'])(
			'finds %s',
			async (filter) => {
				const { results } = await everyPage(
					method,
					parameters(locator('list', home.organizationId)),
					filter,
				);
				const wanted = own().filter((record) =>
					nameOfEntry(record).toLowerCase().includes(filter.toLowerCase()),
				);
				expect(results.map(({ value }) => String(value)).sort()).toEqual(
					wanted.map(({ id }) => id).sort(),
				);
				if (filter !== 'no such thing') expect(wanted.length).toBeGreaterThan(0);
			},
		);

		test('tells records of one name apart by their IDs', async () => {
			const twins = [1, 2].map(() => insertNamed(home, resource, 'Twin Record').id);
			const narrowed = parameters(locator('list', home.organizationId));
			const { results } = await everyPage(method, narrowed, 'twin record');
			expect(results.map(({ name }) => name).sort()).toEqual(
				twins.map((id) => `Twin Record (ID ${id})`).sort(),
			);
			const single = await everyPage(method, narrowed, "pat o'brien");
			expect(single.results.length).toBeGreaterThan(0);
			expect(single.results.filter(({ name }) => name.includes('(ID'))).toEqual([]);
			for (const id of twins) sandbox.store.remove(collectionOf(resource), id);
		});

		test('without an organization holds all of them and says whose they are', async () => {
			if (!resource.scoped) return;
			if (resource.hooks?.list) {
				await expect(everyPage(method, parameters())).rejects.toThrow(/organization/i);
				return;
			}
			const { results } = await everyPage(method, parameters());
			const all = sandbox.store.all(collectionOf(resource));
			expect(results.map(({ value }) => String(value)).sort()).toEqual(
				all.map(({ id }) => id).sort(),
			);
			expect(results.map(({ name }) => name)).toContain("Pat O'Brien Elsewhere (Generated Other)");
		});

		test('an expression as organization does not narrow and does not fail', async () => {
			if (!resource.scoped || resource.hooks?.list) return;
			const { results } = await everyPage(
				method,
				parameters(locator('id', '={{ $json.id }}')),
				"pat o'brien",
			);
			expect(results).toHaveLength(2);
		});
	});

	test.each(withPicker('locator'))('searched list of %s, all and narrowed', async (name) => {
		const { within, plural } = LOOKUPS[name];
		const all = sandbox.store.all(collection(name));
		const { results } = await everyPage(searchMethod(plural), {
			resource: 'configuration',
			operation: 'create',
		});
		expect([...results].sort(byName)).toEqual(asOptions(all));
		const parent = must(within?.parent, 'parent');
		const id = String(all[all.length - 1]?.attributes[parent]);
		const sibling = parent.replace(/_(\w)/, (_all, letter: string) => letter.toUpperCase());
		const narrowed = await everyPage(searchMethod(plural), {
			resource: 'configuration',
			operation: 'create',
			additionalFields: { [sibling]: id },
		});
		const wanted = all.filter(({ attributes }) => String(attributes[parent]) === id);
		expect([...narrowed.results].sort(byName)).toEqual(asOptions(wanted));
		expect(wanted.length).toBeLessThan(all.length);
		const [entry] = wanted;
		const found = await everyPage(
			searchMethod(plural),
			{ resource: 'configuration', operation: 'create' },
			nameOfEntry(must(entry, 'entry')).toUpperCase(),
		);
		expect(found.results.map(({ value }) => value)).toEqual([entry?.id]);
	});
});
