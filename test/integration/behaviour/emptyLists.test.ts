/** Pick lists in the editor that hold nothing say so, and columns offer the short lists of the account. */
import { listSearch, loadOptions, mapperColumns } from '../../helpers/harness';
import {
	COLUMNS_METHOD,
	loadMethod,
	searchMethod,
} from '../../../nodes/ITGlue/description/methods';
import { byId, jsons, said, useSandbox } from './support';

const bench = useSandbox();

const call = (parameters: Record<string, unknown>) => ({
	parameters: parameters as never,
	credentials: bench.credentials(),
});

const empty = () => bench.sandbox.store.insert('organizations', { name: 'Empty Example' });

describe('a list that holds nothing', () => {
	it('says whose it is, as an entry that chooses nothing', async () => {
		const parameters = { resource: 'contact', operation: 'get', organizationId: byId(empty()) };
		const { results } = await listSearch(searchMethod('Contacts'), call(parameters));
		expect(results).toEqual([{ name: 'This organization has no contacts', value: '' }]);
	});

	it('says nothing about what somebody types and nothing has', async () => {
		const parameters = { resource: 'contact', operation: 'get', organizationId: byId(empty()) };
		const search = { ...call(parameters), filter: 'zzz' };
		expect((await listSearch(searchMethod('Contacts'), search)).results).toEqual([]);
	});

	it('holds for folders', async () => {
		const parameters = {
			resource: 'document',
			operation: 'create',
			organizationId: byId(empty()),
			additionalFields: { documentFolderId: '' },
		};
		const options = await loadOptions(loadMethod('documentFolder'), call(parameters));
		expect(options).toEqual([{ name: 'This organization has no document folders', value: '' }]);
	});
});

describe('columns of Create or Update', () => {
	const columns = async (resource: string, credentials = bench.credentials()) => {
		const parameters = { resource, operation: 'upsert' };
		const { fields } = await mapperColumns(COLUMNS_METHOD, {
			...call(parameters),
			credentials,
		});
		return new Map(fields.map((field) => [field.id, field]));
	};

	it('offer types, statuses and categories by name, and no list of a client', async () => {
		const names = bench.sandbox.store
			.all('configuration_types')
			.map(({ attributes }) => String(attributes.name))
			.sort((a, b) => a.localeCompare(b));
		const fields = await columns('configuration');
		expect(fields.get('configuration_type_id')).toMatchObject({
			displayName: 'Configuration Type',
			type: 'options',
			options: names.map((name) => ({ name, value: name })),
		});
		for (const id of ['organization_id', 'contact_id', 'location_id', 'manufacturer_id'])
			expect(fields.get(id)).toMatchObject({ type: 'string' });
	});

	it('are texts where the lists cannot be read', async () => {
		const wrong = bench.credentials({ apiKey: 'ITG.wrong' });
		const fields = await columns('configuration', wrong);
		expect(fields.get('configuration_type_id')).toMatchObject({
			displayName: 'Configuration Type (Name or ID)',
			type: 'string',
		});
	});

	it('take a name that is offered, another one by expression, and an ID', async () => {
		const [type] = bench.sandbox.store.all('contact_types');
		const fields = await columns('contact');
		const schema = [...fields.values()];
		const name = String(type?.attributes.name);
		for (const [at, given] of [name, name.toUpperCase(), type?.id ?? ''].entries()) {
			const result = await bench.run('contact', 'upsert', {
				organizationId: byId(bench.organization(2)),
				fields: {
					mappingMode: 'defineBelow',
					value: {
						first_name: `Typed ${at}`,
						last_name: 'Example',
						contact_type_id: `={{ "${given}" }}`,
					},
					matchingColumns: ['first_name', 'last_name'],
					schema,
				},
			});
			expect(said(result)).toBe('(success)');
			expect(jsons(result)).toMatchObject([{ _action: 'created', contact_type_name: name }]);
		}
	});
});
