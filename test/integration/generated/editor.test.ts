/** What the editor asks for while one edits: every list that the assembled description names. */
import type { IDataObject, INodeListSearchItems } from 'n8n-workflow';
import { ItGlue } from '../../../nodes/ITGlue/ItGlue.node';
import { loadMethod, searchMethod } from '../../../nodes/ITGlue/description/methods';
import { LOOKUPS } from '../../../nodes/ITGlue/resources/lookups';
import type { LookupName, Resource } from '../../../nodes/ITGlue/resources/types';
import { startSandbox, type Profile, type Sandbox, type StoredRecord } from '../../../sandbox';
import { listSearch, loadOptions } from '../../helpers/harness';
import {
	collectionOf,
	EACH_RECORD,
	insertNamed,
	locator,
	must,
	nameOfEntry,
	openHome,
	PROFILES,
	SMALL,
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
		const plain = named('loadOptionsMethod').filter((method) => !method.endsWith('OrDefault'));
		expect(plain).toEqual(withPicker('options').map(loadMethod).sort());
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
		});
		const own = (): StoredRecord[] =>
			resource.scoped
				? sandbox.store.related(collectionOf(resource), 'organization_id', home.organizationId)
				: sandbox.store.all(collectionOf(resource));

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
				if (!resource.steps?.list) expect(pages).toBeGreaterThan(1);
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

		test('without an organization holds all of them and says whose they are', async () => {
			if (!resource.scoped) return;
			if (resource.steps?.list) {
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
			if (!resource.scoped || resource.steps?.list) return;
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
