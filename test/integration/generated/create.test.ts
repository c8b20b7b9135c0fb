/** Create, for every resource of the tables, on both profiles of the sandbox. */
import type { Attribute } from '../../../nodes/ITGlue/resources/schema/attribute';
import type { Resource } from '../../../nodes/ITGlue/resources/schema/resource';
import type { IDataObject } from 'n8n-workflow';
import { startSandbox, type Profile, type Sandbox, type StoredRecord } from '../../../sandbox';
import {
	changedBetween,
	collectionOf,
	createParameters,
	EACH_RECORD,
	expectSimplified,
	failed,
	given,
	isPlain,
	isTaken,
	locator,
	minimal,
	must,
	openHome,
	PROFILES,
	run,
	sampleOf,
	sentAttributes,
	SMALL,
	snake,
	storedValue,
	storeOf,
	succeeded,
	toldOnCreate,
	type Home,
} from '../../helpers/tables';

/** Where the value of an attribute that is not sent as it is can be found in the store. A new one needs a row. */
const ELSEWHERE: Record<string, (sandbox: Sandbox, record: StoredRecord, wire: unknown) => void> = {
	'contact name': (_sandbox, { attributes }) => {
		expect(attributes).toHaveProperty('first_name');
	},
	'document content': ({ store }, { id, attributes }, wire) => {
		const [section] = store.related('document_sections', 'document_id', id);
		expect(section?.attributes).toMatchObject({ resource_type: 'Document::Text', content: wire });
		expect(attributes).toMatchObject({ content: wire, published: true });
	},
	'flexibleAssetType fields': ({ store }, { id }, wire) => {
		const fields = store.related('flexible_asset_fields', 'flexible_asset_type_id', id);
		const [row] = wire as IDataObject[];
		expect(fields.map(({ attributes: { name, kind } }) => [name, kind])).toEqual([
			[row?.name, row?.kind],
		]);
	},
	'configuration configuration_interfaces': ({ store }, { id }, wire) => {
		const interfaces = store.related('configuration_interfaces', 'configuration_id', id);
		const [row] = wire as IDataObject[];
		expect(interfaces.map(({ attributes }) => attributes)).toContainEqual(
			expect.objectContaining(row),
		);
	},
};

/** Attributes that IT Glue works out beside those that were set. */
const COMPUTED: Record<string, string[]> = {
	password: ['password_updated_at'],
	document: ['content', 'published', 'published_at', 'published_by'],
	flexibleAssetType: ['enabled'],
	flexibleAssetField: ['flexible_asset_type_id', 'order', 'show_in_list', 'name_key', 'decimals'],
};

/** Attributes that the node sends although they were not given: a field goes to the end, and is shown in the list. */
const ADDED: Record<string, string[]> = { flexibleAssetField: ['order', 'show_in_list'] };

/** Records of other collections that come into being with one. */
const COMPANIONS: Record<string, RegExp> = { flexibleAssetType: /^flexible_asset_fields / };

/** What is said of every new record. */
const NOTES: Record<string, RegExp> = {
	flexibleAssetType: /^Flexible asset type \d+ is new\. .*\.$/,
};

describe.each(PROFILES)('create, profile %s', (profile: Profile) => {
	let sandbox: Sandbox;
	let home: Home;

	beforeAll(async () => {
		sandbox = await startSandbox({ ...SMALL, profile, journalSecrets: true });
	});
	beforeEach(() => {
		sandbox.reset();
		home = openHome(sandbox, 'Generated Home');
	});
	afterAll(async () => await sandbox.stop());

	function expectStored(resource: Resource, record: StoredRecord, attributes: Attribute[]): void {
		for (const attribute of attributes) {
			const { wire } = sampleOf(home, resource, attribute);
			if (!isPlain(attribute)) {
				const check = must(
					ELSEWHERE[`${resource.name} ${attribute.name}`],
					`row in ELSEWHERE for ${resource.name} ${attribute.name}`,
				);
				check(sandbox, record, wire);
				continue;
			}
			if (!isTaken(resource, attribute, profile)) continue;
			const { [attribute.name]: stored } = record.attributes;
			const wanted = storedValue(attribute, wire);
			if (attribute.rows) expect(stored).toMatchObject(wanted as IDataObject[]);
			else expect({ [attribute.name]: stored }).toEqual({ [attribute.name]: wanted });
		}
	}

	/** Nothing but defaults (false, null) stands in the attributes that were not set. */
	function expectNothingElse(
		resource: Resource,
		record: StoredRecord,
		attributes: Attribute[],
	): void {
		const set = new Set([
			...attributes.map(({ name }) => name),
			'organization_id',
			...(COMPUTED[resource.name] ?? []),
		]);
		const other = Object.entries(record.attributes).filter(
			([name, value]) => !set.has(name) && value !== false && value !== null && value !== undefined,
		);
		expect(other).toEqual([]);
	}

	describe.each(EACH_RECORD)('%s', (_name, resource) => {
		const created = (id: unknown): StoredRecord =>
			must(sandbox.store.find(collectionOf(resource), String(id)), `new ${resource.name}`);

		test('with the minimum', async () => {
			const attributes = minimal(resource);
			const before = storeOf(sandbox);
			const ran = await run(
				sandbox,
				createParameters(home, resource, given(home, resource, attributes)),
				{ input: [{ some: 'input' }] },
			);
			const [record] = succeeded(ran);
			expect(ran.output).toHaveLength(1);
			expect(ran.output[0]?.pairedItem).toEqual({ item: 0 });
			const stored = created(record?.id);
			expectStored(resource, stored, attributes);
			expectNothingElse(resource, stored, attributes);
			const changed = changedBetween(before, storeOf(sandbox));
			expect(changed.filter((key) => !COMPANIONS[resource.name]?.test(key))).toEqual([
				`${collectionOf(resource)} ${stored.id}`,
			]);
			await expectSimplified(sandbox, resource, record ?? {});
			const [post] = ran.writes;
			expect(
				Object.keys(sentAttributes(must(post, 'POST')))
					.map(snake)
					.sort(),
			).toEqual(
				[
					...attributes.filter(isPlain).map(({ name }) => name),
					...(ADDED[resource.name] ?? []),
					...(resource.scoped ? ['organization_id'] : []),
				].sort(),
			);
		});

		test('with every writable attribute', async () => {
			const attributes = toldOnCreate(resource);
			const ran = await run(
				sandbox,
				createParameters(home, resource, given(home, resource, attributes)),
			);
			const [record] = succeeded(ran);
			const stored = created(record?.id);
			expectStored(resource, stored, attributes);
			expectNothingElse(resource, stored, attributes);
			await expectSimplified(sandbox, resource, record ?? {});
			const ignored = attributes.filter(
				(attribute) => isPlain(attribute) && !isTaken(resource, attribute, profile),
			);
			const hints = ran.hints.map(({ message }) => message).join(' ');
			for (const { label } of ignored) expect(hints).toContain(label);
			if (ignored.length === 0) expect(hints.replace(NOTES[resource.name] ?? '', '')).toBe('');
		});

		test('pairs several items with their input, in order', async () => {
			const attributes = minimal(resource);
			const [named] = attributes.filter(({ name }) =>
				resource.naturalKeys.length > 0
					? resource.naturalKeys.some((key) => key.attributes.includes(name))
					: name === 'name',
			);
			const values = given(home, resource, attributes);
			values.set(must(named, 'key attribute'), '={{ $json.called }}');
			const ran = await run(sandbox, createParameters(home, resource, values), {
				input: [{ called: 'First' }, { called: 'Second' }, { called: 'Third' }],
			});
			const records = succeeded(ran);
			expect(ran.output.map(({ pairedItem }) => pairedItem)).toEqual([
				{ item: 0 },
				{ item: 1 },
				{ item: 2 },
			]);
			const key = must(named, 'key attribute').name;
			expect(records.map((record) => record[key])).toEqual(['First', 'Second', 'Third']);
		});

		test('without what IT Glue requires: refused by label, no request that writes', async () => {
			const required = minimal(resource).filter((attribute) => attribute.required);
			for (const attribute of required) {
				const values = given(home, resource, minimal(resource));
				// n8n itself stops at a field left empty; an expression that gives nothing reaches the node.
				values.set(attribute, '={{ $json.nothing }}');
				const ran = await run(sandbox, createParameters(home, resource, values));
				expect(failed(ran)).toContain(`"${attribute.label}"`);
				expect(ran.requests).toEqual([]);
			}
			if (!resource.scoped) return;
			const homeless = await run(sandbox, {
				...createParameters(home, resource, given(home, resource, minimal(resource))),
				organizationId: locator('id', '={{ $json.nothing }}'),
			});
			expect(failed(homeless)).toContain('"Organization"');
			expect(homeless.requests).toEqual([]);
		});
	});
});
