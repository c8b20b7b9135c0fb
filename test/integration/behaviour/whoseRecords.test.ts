/** Whose records an operation touches: an expression that gives nothing must never widen it, nor an id lead elsewhere. */
import type { IDataObject } from 'n8n-workflow';
import type { StoredRecord } from '../../../sandbox';
import { byExpression, byId, hintsOf, jsons, lines, only, said, useSandbox } from './support';

const bench = useSandbox();

const home = (): StoredRecord => bench.organization(2);

const other = (): StoredRecord => bench.organization(4);

const of = (collection: string, organization: StoredRecord): StoredRecord =>
	bench.within(collection, organization)[0] as StoredRecord;

describe('an organization whose expression gives nothing', () => {
	const contact = (): IDataObject => byId(of('contacts', home()));
	const CASES: Array<[string, () => IDataObject]> = [
		['getAll', () => ({ returnAll: true })],
		['get', () => ({ contactId: contact() })],
		['update', () => ({ contactId: contact(), updateFields: { title: 'x' } })],
		['delete', () => ({ contactId: contact() })],
		['create', () => ({ firstName: 'New', lastName: 'Person' })],
	];
	const NOTHING: Array<[string, IDataObject | string]> = [
		['undefined by id', byExpression('={{ $json.nothing }}')],
		['null by name', byExpression('={{ null }}', 'name')],
		['an empty text from the list', byExpression('={{ "" }}', 'list')],
		['blanks by address', byExpression('={{ "  " }}', 'url')],
		['undefined without a mode', '={{ $json.nothing }}'],
	];
	describe.each(CASES)('%s', (operation, parameters) => {
		it.each(NOTHING)('is refused: %s', async (_name, organizationId) => {
			const result = await bench.run('contact', operation, { organizationId, ...parameters() });
			expect(said(result)).toMatch(/"Organization" is empty/);
			expect(result.output).toEqual([]);
			expect(bench.sandbox.journal).toEqual([]);
		});
	});

	it('means all organizations only where it was left empty', async () => {
		// In the modes By ID and By URL n8n itself takes an empty field for a mistake.
		for (const organizationId of [byExpression('', 'list'), byExpression('', 'name')]) {
			const result = await bench.run('contact', 'getAll', { organizationId, returnAll: true });
			expect(result.output).toHaveLength(bench.sandbox.store.all('contacts').length);
		}
	});
});

describe('a record of another organization than the chosen one', () => {
	const WRITES: Array<[string, string, string, string, IDataObject]> = [
		['contact', 'update', 'contacts', 'contacts', { updateFields: { title: 'Taken' } }],
		['contact', 'delete', 'contacts', 'contacts', {}],
		['configuration', 'archive', 'configurations', 'configurations', {}],
		['configuration', 'unarchive', 'configurations', 'configurations', {}],
		['password', 'update', 'passwords', 'passwords', { updateFields: { username: 'taken' } }],
		['document', 'publish', 'documents', 'docs', {}],
		['document', 'update', 'documents', 'docs', { updateFields: { content: '<p>Taken</p>' } }],
		['location', 'delete', 'locations', 'locations', {}],
	];
	describe.each(WRITES)('%s %s', (resource, operation, collection, webPath, parameters) => {
		const LOCATORS: Array<[string, (record: StoredRecord) => IDataObject]> = [
			['by id', ({ id }) => byId(id)],
			['from the list', ({ id }) => byExpression(id, 'list')],
			[
				'by its address, with its own organization in it',
				({ id }) =>
					byExpression(`https://example.itglue.com/${other().id}/${webPath}/${id}`, 'url'),
			],
			[
				'by an address that names the chosen organization',
				({ id }) => byExpression(`https://example.itglue.com/${home().id}/${webPath}/${id}`, 'url'),
			],
		];
		it.each(LOCATORS)('is refused %s, nothing is written', async (_name, locator) => {
			const record = of(collection, other());
			const before = structuredClone(record.attributes);
			const result = await bench.run(resource, operation, {
				organizationId: byId(home()),
				[`${resource}Id`]: locator(record),
				...parameters,
			});
			expect(said(result)).toMatch(
				new RegExp(
					`belongs to organization ${other().id}, not to the chosen organization ${home().id}`,
				),
			);
			expect(bench.writes()).toEqual([]);
			expect(bench.stored(record).attributes).toEqual(before);
		});
	});

	it('is worked on where the chosen organization is its own', async () => {
		const record = of('contacts', other());
		const result = await bench.run('contact', 'update', {
			organizationId: byId(other()),
			contactId: byId(record),
			updateFields: { title: 'Its own' },
		});
		expect(only(result)).toMatchObject({ id: record.id, title: 'Its own' });
	});
});

describe('a filter', () => {
	// That every filter of every resource refuses undefined, null and '' is in generated/filters.test.ts.
	it.each<[string, string, IDataObject]>([
		['PSA ID without PSA Type', 'organization', { psaId: '5' }],
		['PSA Type without PSA ID', 'organization', { psaIntegrationType: 'manage' }],
		['RMM Type without RMM ID', 'configuration', { rmmIntegrationType: 'datto' }],
		[
			'PSA Type with an ID that came to nothing',
			'contact',
			{
				psaIntegrationType: 'manage',
				psaId: '={{ $json.nothing }}',
			},
		],
	])('%s is refused, nothing is read', async (_name, resource, filters) => {
		const result = await bench.run(resource, 'getAll', { returnAll: true, filters });
		expect(said(result)).toMatch(/The filter "(PSA|RMM) (ID|Type)" (needs|is empty)/);
		expect(result.output).toEqual([]);
		expect(bench.sandbox.journal).toEqual([]);
	});

	it('by document folder is refused without an organization', async () => {
		const folder = bench.sandbox.store.all('document_folders')[0] as StoredRecord;
		for (const documentFolderId of [folder.id, folder.attributes.name as string]) {
			const result = await bench.run('document', 'getAll', { filters: { documentFolderId } });
			expect(said(result)).toMatch(/The filter "Document Folder" needs an organization/);
		}
		expect(bench.sandbox.journal).toEqual([]);
	});
});

describe('an id', () => {
	it('with leading zeros finds the existing record, and is the same record as the one without', async () => {
		const record = of('contacts', home());
		const result = await bench.run(
			'contact',
			'update',
			{
				organizationId: byId(`00${home().id}`),
				contactId: byExpression('={{ $json.id }}'),
				updateFields: {
					title: '={{ $json.title }}',
					locationId: byId(`0${of('locations', home()).id}`),
				},
			},
			{
				input: [`00${record.id}`, record.id, ` 0${record.id} `].map((id, at) => ({
					id,
					title: `turn ${at}`,
				})),
			},
		);
		expect(said(result)).toBe('(success)');
		expect(jsons(result).map(({ id, title }) => [id, title])).toEqual([
			[record.id, 'turn 0'],
			[record.id, 'turn 1'],
			[record.id, 'turn 2'],
		]);
		expect(new Set(lines(bench.writes()))).toEqual(new Set([`PATCH /contacts/${record.id}`]));
		expect(bench.stored(record).attributes).toMatchObject({
			title: 'turn 2',
			location_id: Number(of('locations', home()).id),
		});
	});

	it('of an organization with leading zeros narrows to it, and finds what exists there', async () => {
		const record = of('contacts', home());
		const { first_name: firstName, last_name: lastName } = record.attributes;
		const result = await bench.run('contact', 'create', {
			organizationId: byId(`00${home().id}`),
			firstName: String(firstName),
			lastName: String(lastName),
			ifExists: 'returnExisting',
		});
		expect(only(result)).toMatchObject({ id: record.id });
		expect(bench.writes()).toEqual([]);
		expect(hintsOf(result)).toEqual([]);
	});
});
