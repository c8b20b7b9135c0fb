/** What goes out with a request, from what the user set. */
import { toRequest } from '../../../nodes/ITGlue/records/body';
import { RESOURCES } from '../../../nodes/ITGlue/resources';
import type { Resource } from '../../../nodes/ITGlue/resources/schema/resource';

function resourceNamed(name: string): Resource {
	const found = RESOURCES.find((resource) => resource.name === name);
	if (!found) throw new Error(`There is no resource ${name}`);
	return found;
}

const configuration = { resource: resourceNamed('configuration') };

it('sends rows that belong to a relationship as records of their type', () => {
	const rows = [{ name: 'LAN', ip_address: '192.0.2.7' }, 'no row', null];
	const { attributes, relationships } = toRequest(
		configuration,
		new Map<string, unknown>([
			['name', 'PC'],
			['configuration_interfaces', rows],
		]),
	);
	expect(attributes).toEqual({ name: 'PC' });
	expect(relationships).toEqual({
		configuration_interfaces: {
			data: [
				{
					type: 'configuration_interfaces',
					attributes: { name: 'LAN', ip_address: '192.0.2.7' },
				},
			],
		},
	});
});

it('sends no rows as an empty relationship', () => {
	const values = new Map<string, unknown>([['configuration_interfaces', undefined]]);
	expect(toRequest(configuration, values).relationships).toEqual({
		configuration_interfaces: { data: [] },
	});
});

it('sends IDs as numbers where they are some, and all other values as they are', () => {
	const values = new Map<string, unknown>([
		['configuration_type_id', '12'],
		['location_id', null],
		['asset_tag', '12'],
		['unlisted_id', '7'],
		['unlisted', '7'],
		['other_id', 'abc'],
		['mixed_id', '12a'],
	]);
	expect(toRequest(configuration, values)).toEqual({
		attributes: {
			configuration_type_id: 12,
			location_id: null,
			asset_tag: '12',
			unlisted_id: 7,
			unlisted: '7',
			other_id: 'abc',
			mixed_id: '12a',
		},
		relationships: {},
	});
});

it('sends nothing of what a step of the resource writes', () => {
	const document = { resource: resourceNamed('document') };
	const values = new Map<string, unknown>([
		['name', 'Guide'],
		['content', '<p>Body</p>'],
	]);
	expect(toRequest(document, values).attributes).toEqual({ name: 'Guide' });
});
