/** The simplified record: ids are text, inner keys are spelled like the outer ones, what matters most comes first. */
import type { IDataObject } from 'n8n-workflow';
import { RESOURCES } from '../../../nodes/ITGlue/resources';
import type { Json } from '../../../sandbox';
import { byId, jsons, only, said, useSandbox } from './support';

const bench = useSandbox();

/** Every key with its value, however deep. Those of traits are the keys of the type's fields. */
const entriesIn = (value: unknown): Array<[string, unknown]> => {
	if (Array.isArray(value)) return value.flatMap(entriesIn);
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) =>
		key === 'traits'
			? Object.values(inner as IDataObject).flatMap(entriesIn)
			: [[key, inner], ...entriesIn(inner)],
	);
};

const isId = ([key]: [string, unknown]): boolean => /(?:^|_)ids?$/.test(key);

function expectContract(record: IDataObject): void {
	const entries = entriesIn(record);
	const ids = entries.filter(isId).flatMap(([key, value]) => [value].flat().map((id) => [key, id]));
	expect(ids.filter(([, id]) => id !== null && typeof id !== 'string')).toEqual([]);
	expect(entries.map(([key]) => key).filter((key) => key.includes('-'))).toEqual([]);
}

const EACH = RESOURCES.map((resource): [string, (typeof RESOURCES)[number]] => [
	resource.name,
	resource,
]);

describe('a simplified record', () => {
	it.each(EACH)('has ids as text and keys in snake_case: %s', async (name, resource) => {
		const organizationId = byId(bench.organization(1));
		const include = resource.includes.filter(({ on }) => on === 'both').map(({ key }) => key);
		const options: IDataObject = {
			include,
			...(resource.name === 'document' && { includeBody: true }),
		};
		const many = await bench.run(name, 'getAll', {
			...(resource.scoped && { organizationId }),
			...(resource.parent === 'flexibleAssetType' && {
				flexibleAssetTypeId: byId(String(bench.sandbox.store.all('flexible_asset_types')[0]?.id)),
			}),
			options,
		});
		expect(said(many)).toBe('(success)');
		const records = jsons(many);
		expect(records.length).toBeGreaterThan(0);
		for (const record of records) expectContract(record);
		if (!resource.operations.includes('get')) return;
		const one = only(
			await bench.run(name, 'get', { [`${name}Id`]: byId(String(records[0]?.id)), options }),
		);
		expectContract(one);
		if (resource.scoped) expect(one.organization_id).toBe(bench.organization(1).id);
	});

	it('begins with what an agent gets', async () => {
		const organizationId = byId(bench.organization(1));
		const [first = {}] = jsons(await bench.run('contact', 'getAll', { organizationId }));
		expect(Object.keys(first).slice(0, 10)).toEqual([
			'id',
			'type',
			'name',
			'organization_name',
			'organization_id',
			'title',
			'contact_type_name',
			'primary_email',
			'primary_phone',
			'important',
		]);
	});

	it('says what was done right after that', async () => {
		const result = await bench.run('contact', 'upsert', {
			organizationId: byId(bench.organization(1)),
			fields: {
				mappingMode: 'defineBelow',
				matchingColumns: ['primary_email'],
				value: {
					first_name: 'Nora',
					last_name: 'Example',
					primary_email: 'nora.example@example.com',
					contact_type_id: 'Primary',
				},
			},
		});
		const json = only(result);
		const keys = Object.keys(json);
		const head = keys.slice(0, keys.indexOf('_matched_by') + 1);
		expect(head.slice(-4)).toEqual(['important', '_action', '_changes', '_matched_by']);
		expect(json._action).toBe('created');
		expect(json._changes).toMatchObject({
			contact_type_id: { from: null, to: json.contact_type_id },
			contact_emails: { to: [{ value: 'nora.example@example.com' }] },
		});
	});

	it('narrowed to chosen fields keeps what was done', async () => {
		const organization = bench.organization(2);
		const contact = bench.add('contacts', organization, {
			first_name: 'Otto',
			last_name: 'Example',
		});
		const result = await bench.run('contact', 'upsert', {
			organizationId: byId(organization),
			fields: {
				mappingMode: 'defineBelow',
				matchingColumns: ['id'],
				value: { id: contact.id, title: 'Engineer' },
			},
			options: { fields: ['title'] },
		});
		expect(Object.keys(only(result))).toEqual(
			expect.arrayContaining(['id', 'type', 'title', '_action', '_changes', '_matched_by']),
		);
	});

	it('goes back in as it came out', async () => {
		const organization = bench.organization(1);
		for (const resource of ['contact', 'configuration']) {
			const records = jsons(
				await bench.run(resource, 'getAll', { organizationId: byId(organization), limit: 5 }),
			);
			const again = await bench.run(
				resource,
				'upsert',
				{
					organizationId: byId(organization),
					fields: { mappingMode: 'autoMapInputData', matchingColumns: ['id'], value: null },
				},
				{ input: records.map((json) => ({ json })) },
			);
			expect(said(again)).toBe('(success)');
			expect(jsons(again).map(({ _action }) => _action)).toEqual(records.map(() => 'unchanged'));
		}
	});
});

describe('an included record whose id stands among its attributes only', () => {
	const INTERFACE = { name: 'LAN', 'ip-address': '192.0.2.16', primary: true };
	const configuration = (id: string): Json => ({
		id,
		type: 'configurations',
		attributes: { name: 'SRV01', 'organization-id': Number(bench.organization(2).id) },
		relationships: {
			'configuration-interfaces': { data: [{ id: '16', type: 'configuration-interfaces' }] },
		},
	});
	const included: Json = [
		{ type: 'configuration-interfaces', attributes: { id: 16, ...INTERFACE } },
	];
	const page = { 'current-page': 1, 'next-page': null, 'total-pages': 1, 'total-count': 1 };

	it.each(['get', 'getAll'])('is shown whole: %s', async (operation) => {
		bench.sandbox.faults.add({
			kind: 'status',
			status: 200,
			path: '/configurations',
			times: Infinity,
			body:
				operation === 'get'
					? { data: configuration('7'), included }
					: { data: [configuration('7')], included, meta: page },
		});
		const json = only(
			await bench.run('configuration', operation, {
				configurationId: byId('7'),
				options: { include: ['configuration_interfaces'] },
			}),
		);
		expect(json.configuration_interfaces).toEqual([
			{
				id: '16',
				type: 'configuration-interfaces',
				name: 'LAN',
				ip_address: '192.0.2.16',
				primary: true,
			},
		]);
	});
});
