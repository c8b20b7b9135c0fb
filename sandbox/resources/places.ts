import { mustExist } from '../core/errors';
import type { Context, StoredRecord, WriteContext } from '../types';
import { formatPhone, shownPhone } from './contacts';
import {
	actionsOf,
	attributes,
	defineResource,
	filters,
	includes,
	inOrganization,
	PSA_FILTERS,
} from './define';
import { adapters, embeddedPasswords, nameOf, psaIntegration } from './shared';

function checkLocation({ context, record, changes }: WriteContext): void {
	for (const key of ['phone', 'fax']) {
		const number = changes[key];
		if (typeof number === 'string') changes[key] = number.replace(/[^\d+]/g, '');
	}
	const region = changes.region_id;
	if (!context.assumptions.regionMustBelongToCountry) return;
	const country = changes.country_id ?? record?.attributes.country_id;
	if (region === undefined || region === null || country === undefined || country === null) return;
	const owner = context.store.find('regions', String(region))?.attributes.country_id;
	if (String(owner) !== String(country))
		throw mustExist(context, 'region', 'must belong to the country');
}

function formatted(key: 'phone' | 'fax') {
	return ({ attributes }: StoredRecord, context: Context): string | null => {
		const { [key]: number } = attributes;
		return typeof number === 'string' ? shownPhone(number, formatPhone(number), context) : null;
	};
}

export const locations = defineResource({
	name: 'locations',
	label: 'Location',
	attributes: attributes({
		organization_id: 'reference>organizations CUB *',
		name: 'string CUB *',
		primary: 'boolean CUB ?',
		address_1: 'string CUB ?',
		address_2: 'string CUB ?',
		city: 'string CUB ?',
		postal_code: 'string CUB ?',
		region_id: 'reference>regions CUB ?',
		country_id: 'reference>countries CUB ?',
		phone: 'string CUB ?',
		fax: 'string CUB ?',
		notes: 'string CUB ?',
		restricted: 'boolean CUB ?',
	}),
	computed: {
		psa_integration: psaIntegration(null),
		organization_name: nameOf('organizations', 'organization_id'),
		region_name: nameOf('regions', 'region_id'),
		country_name: nameOf('countries', 'country_id'),
		formatted_phone: formatted('phone'),
		formatted_fax: formatted('fax'),
	},
	filters: filters(
		'id:number name city region_id:number country_id:number organization_id:number',
		PSA_FILTERS,
	),
	sorts: ['name', 'id', 'primary', 'created_at', 'updated_at'],
	includes: includes(
		'adapters_resources attachments passwords user_resource_accesses group_resource_accesses',
		'recent_versions related_items authorized_users',
		{ adapters_resources: adapters, passwords: embeddedPasswords('Location') },
	),
	flat: actionsOf('index show create update bulkUpdate bulkDelete'),
	nested: [inOrganization('index show create createMany update bulkDelete')],
	bulkUpdateFilters: 'index',
	writableWhenSynced: [],
	validate: checkLocation,
	// One primary location an organization: a new one takes over.
	afterWrite: (record, { context, changes }) => {
		if (changes.primary !== true || !context.assumptions.primaryLocationIsUnique) return;
		const others = context.store.related(
			'locations',
			'organization_id',
			record.attributes.organization_id,
		);
		for (const other of [...others])
			if (other !== record && other.attributes.primary === true)
				context.store.update(other, { primary: false });
	},
});

const SORTS = ['name', 'id', 'created_at', 'updated_at'];

export const countries = defineResource({
	name: 'countries',
	label: 'Country',
	attributes: attributes({ name: 'string', iso: 'string' }),
	timeless: true,
	filters: filters('name! iso'),
	sorts: SORTS,
	flat: actionsOf('index show'),
});

export const regions = defineResource({
	name: 'regions',
	label: 'Region',
	attributes: attributes({ name: 'string', iso: 'string', country_id: 'reference>countries' }),
	timeless: true,
	filters: filters('name! iso country_id:number'),
	sorts: SORTS,
	flat: actionsOf('index show'),
	nested: [{ parent: 'countries', key: 'country_id', actions: actionsOf('index show') }],
});

export const models = defineResource({
	name: 'models',
	label: 'Model',
	attributes: attributes({
		name: 'string CUB *',
		manufacturer_id: 'reference>manufacturers CUB ? !',
	}),
	filters: filters('id:number'),
	sorts: ['id', 'name', 'manufacturer_id', 'created_at', 'updated_at'],
	flat: actionsOf('index show create update bulkUpdate'),
	nested: [
		{
			parent: 'manufacturers',
			key: 'manufacturer_id',
			actions: actionsOf('index show create createMany update'),
		},
	],
	bulkUpdateFilters: ['id'],
	writableWhenSynced: [],
});

export const platforms = defineResource({
	name: 'platforms',
	label: 'Platform',
	attributes: attributes({ name: 'string' }),
	filters: filters('name!'),
	sorts: SORTS,
	flat: actionsOf('index show'),
});

export const operatingSystems = defineResource({
	name: 'operating_systems',
	label: 'Operating System',
	attributes: attributes({ name: 'string', platform_id: 'reference>platforms' }),
	computed: { platform_name: nameOf('platforms', 'platform_id') },
	filters: filters('name!'),
	sorts: SORTS,
	flat: actionsOf('index show'),
});
