/** Attributes that only a create takes: on a record that exists they are no reason to fail, and are never sent. */
import type { IDataObject } from 'n8n-workflow';
import type { Attributes, StoredRecord } from '../../../sandbox';
import { byId, hintsOf, jsons, only, said, sentBy, useSandbox } from './support';

const bench = useSandbox();

const auto = (matchingColumns: string[]): IDataObject => ({
	__rl: false,
	mappingMode: 'autoMapInputData',
	matchingColumns,
	value: {},
});
const byHand = (value: IDataObject, matchingColumns = ['name']): IDataObject => ({
	__rl: false,
	mappingMode: 'defineBelow',
	matchingColumns,
	value,
});

/** A password that belongs to a field of a flexible asset, as IT Glue shows it. */
const embedded = (resource_type: string, more: Attributes = {}): StoredRecord =>
	bench.add('passwords', bench.organization(2), {
		name: 'Pre-Shared Key',
		password: 'value-1',
		resource_id: 76194,
		resource_type,
		cached_resource_type_name: 'Wireless',
		cached_resource_name: 'Office Wireless',
		...more,
	});

const KINDS = [
	'flexible-asset-trait',
	'flexible-asset-traits',
	'StructuredData::Cell',
	'StructuredData::Row',
	'Something New',
	'Configuration',
];

describe('Get Many, then Create or Update', () => {
	it.each(KINDS)('changes nothing of a password embedded in %s', async (kind) => {
		const record = embedded(kind);
		const organizationId = byId(bench.organization(2));
		const input = jsons(
			await bench.run('password', 'getAll', { organizationId, returnAll: true }),
		).filter(({ id }) => id === record.id);
		expect(input).toHaveLength(1);
		for (const columns of [['name'], ['id'], ['name', 'resource_id']])
			for (const neverOverwriteWithEmpty of [true, false]) {
				const result = await bench.run(
					'password',
					'upsert',
					{ organizationId, fields: auto(columns), neverOverwriteWithEmpty },
					{ input },
				);
				expect([said(result), jsons(result)[0]?._action]).toEqual(['(success)', 'unchanged']);
			}
		expect(bench.writes()).toEqual([]);
	});

	it('writes what else differs, and keeps the embedding', async () => {
		const record = embedded('flexible-asset-trait');
		const fields = auto(['id']);
		const input = [{ id: record.id, resource_type: 'flexible-asset-trait', username: 'admin' }];
		const result = await bench.run('password', 'upsert', { fields }, { input });
		expect(only(result)).toMatchObject({
			_action: 'updated',
			resource_type: 'flexible-asset-trait',
		});
		expect(bench.writes().map(sentBy)).toEqual([{ username: 'admin' }]);
	});
});

it('says that an embedding stays where another is given', async () => {
	const record = embedded('Configuration');
	const fields = byHand({ id: record.id, resource_type: 'Contact', resource_id: '5' }, ['id']);
	const result = await bench.run('password', 'upsert', { fields });
	expect(only(result)).toMatchObject({ _action: 'unchanged' });
	expect(hintsOf(result)).toContain(
		`Password ${record.id}: Embedded In: Record Type, Embedded In: Record ID can only be set when a password is created, so they stay as they are.`,
	);
});

it('refuses an embedding that cannot be created, before anything is written', async () => {
	const organizationId = byId(bench.organization(2));
	const unknown = { resource_type: 'flexible-asset-trait', resource_id: '76194' };
	for (const dryRun of [true, false]) {
		const fields = byHand({ name: 'New', password: 'value-1', ...unknown });
		const result = await bench.run('password', 'upsert', {
			organizationId,
			fields,
			dryRun,
		});
		const text = dryRun ? String(only(result).error) : said(result);
		expect(text).toContain('is not a value of "Embedded In: Record Type"');
	}
	const half = await bench.run('password', 'upsert', {
		organizationId,
		fields: byHand({ name: 'New', password: 'value-1', resource_id: '5' }),
	});
	expect(said(half)).toContain('Embedded In needs both');
	expect(bench.writes()).toEqual([]);
});

it.each(['updateExisting', 'returnExisting'])(
	'is no reason to fail for Create with %s',
	async (ifExists) => {
		const record = embedded('flexible-asset-trait');
		const create = async (name: string) =>
			await bench.run('password', 'create', {
				organizationId: byId(bench.organization(2)),
				name,
				password: 'value-1',
				ifExists,
				additionalFields: {
					resourceType: '={{ "flexible-asset-trait" }}',
					resourceId: '76194',
				},
			});
		expect(only(await create('Pre-Shared Key'))).toMatchObject({ id: record.id });
		expect(said(await create('Other'))).toContain('is not a value of "Embedded In: Record Type"');
		expect(bench.writes()).toEqual([]);
	},
);

it('is left out of an Update that gives it as it is', async () => {
	const record = embedded('StructuredData::Cell');
	const otherAttributes = JSON.stringify({
		resource_type: 'StructuredData::Cell',
		'resource-id': 76194,
		username: 'admin',
	});
	const result = await bench.run('password', 'update', {
		passwordId: byId(record),
		updateFields: { otherAttributes },
	});
	expect(only(result)).toMatchObject({ username: 'admin' });
	expect(bench.writes().map(sentBy)).toEqual([{ username: 'admin' }]);
});

it('changes nothing of a document that stands for a file', async () => {
	const record = bench.add('documents', bench.organization(2), {
		name: 'scan.pdf',
		is_uploaded: true,
		published: true,
	});
	const input = [{ id: record.id, name: 'scan.pdf', is_uploaded: 'uploaded' }];
	const fields = auto(['id']);
	const result = await bench.run('document', 'upsert', { fields, publish: false }, { input });
	expect(only(result)).toMatchObject({ _action: 'unchanged' });
	expect(bench.writes()).toEqual([]);
});
