import { invalid, mustExist, ownedByPsa } from '../core/errors';
import { numericId } from '../core/exact';
import { isObject, snake } from '../core/names';
import type { Attributes, Json, StoredRecord, WriteContext } from '../types';
import { attachments, rmmRecords } from './attached';
import {
	actionsOf,
	attributes,
	defineResource,
	filters,
	includes,
	inOrganization,
	PSA_FILTERS,
	RMM_FILTERS,
} from './define';
import {
	adapters,
	children,
	embeddedPasswords,
	nameOf,
	psaIntegration,
	webAddress,
} from './shared';

function checkConfiguration({ context, record, changes }: WriteContext): void {
	const manufacturer = changes.manufacturer_id ?? record?.attributes.manufacturer_id;
	const modelId = changes.model_id;
	if (!context.assumptions.modelMustBelongToManufacturer) return;
	if (
		modelId === undefined ||
		modelId === null ||
		manufacturer === undefined ||
		manufacturer === null
	)
		return;
	const model = context.store.find('models', String(modelId));
	const owner = model?.attributes.manufacturer_id;
	if (owner !== undefined && owner !== null && String(owner) !== String(manufacturer)) {
		throw mustExist(context, 'model', 'must belong to the manufacturer');
	}
}

/** A new primary address creates or changes the interface record, and the other way round (reference, 4.9). */
function syncInterface(
	record: StoredRecord,
	{ context, changes, relationships }: WriteContext,
): void {
	const { store } = context;
	for (const item of interfacesIn(relationships))
		store.insert('configuration_interfaces', { ...item, configuration_id: numericId(record.id) });
	if (changes.primary_ip === undefined && changes.mac_address === undefined) return;
	const existing = store
		.related('configuration_interfaces', 'configuration_id', record.id)
		.find((item) => item.attributes.primary === true);
	const address: Attributes = {};
	if (changes.primary_ip !== undefined) address.ip_address = changes.primary_ip;
	if (changes.mac_address !== undefined) address.mac_address = changes.mac_address;
	if (existing !== undefined) store.update(existing, address);
	else
		store.insert('configuration_interfaces', {
			name: null,
			notes: null,
			...address,
			primary: true,
			configuration_id: numericId(record.id),
		});
}

const INTERFACE_KEYS = ['name', 'ip_address', 'mac_address', 'primary', 'notes'];

function interfacesIn(relationships: Json | undefined): Attributes[] {
	if (!isObject<Json>(relationships)) return [];
	const member =
		relationships.configuration_interfaces ?? relationships['configuration-interfaces'];
	const items = isObject<Json>(member) && Array.isArray(member.data) ? member.data : [];
	return items.map((item) => {
		const sent = isObject<Json>(item) && isObject<Json>(item.attributes) ? item.attributes : {};
		const named = Object.entries(sent).map(([key, value]): [string, Json] => [snake(key), value]);
		return Object.fromEntries(named.filter(([key]) => INTERFACE_KEYS.includes(key)));
	});
}

export const configurations = defineResource({
	name: 'configurations',
	label: 'Configuration',
	attributes: attributes({
		organization_id: 'reference>organizations CUB *',
		name: 'string CUB *',
		hostname: 'string CUB ?',
		primary_ip: 'ip CUB ?',
		mac_address: 'mac CUB ?',
		default_gateway: 'string CUB ?',
		serial_number: 'string CUB ?',
		asset_tag: 'string CUB ?',
		position: 'string CUB ?',
		installed_by: 'string CUB ?',
		purchased_by: 'string CUB ?',
		notes: 'string CUB ?',
		operating_system_notes: 'string CUB ?',
		warranty_expires_at: 'date CUB ?',
		mitp_device_expiration_date: 'date CUB ?',
		mitp_end_of_life_date: 'date CUB ?',
		installed_at: 'date CUB ?',
		purchased_at: 'date CUB ?',
		restricted: 'boolean CUB ?',
		archived: 'boolean CUB ?',
		my_glue: 'boolean',
		configuration_type_id: 'reference>configuration_types CUB *strict',
		configuration_status_id: 'reference>configuration_statuses CUB ?',
		location_id: 'reference>locations CUB ?',
		contact_id: 'reference>contacts CUB ?',
		manufacturer_id: 'reference>manufacturers CUB ?',
		model_id: 'reference>models CUB ?',
		operating_system_id: 'reference>operating_systems CUB ?',
	}),
	computed: {
		psa_integration: psaIntegration('disabled'),
		organization_name: nameOf('organizations', 'organization_id'),
		organization_short_name: nameOf('organizations', 'organization_id', 'short_name'),
		configuration_type_name: nameOf('configuration_types', 'configuration_type_id'),
		configuration_type_kind: nameOf('configuration_types', 'configuration_type_id', 'kind'),
		configuration_status_name: nameOf('configuration_statuses', 'configuration_status_id'),
		location_name: nameOf('locations', 'location_id'),
		contact_name: nameOf('contacts', 'contact_id'),
		manufacturer_name: nameOf('manufacturers', 'manufacturer_id'),
		model_name: nameOf('models', 'model_id'),
		operating_system_name: nameOf('operating_systems', 'operating_system_id'),
		resource_url: webAddress('configurations'),
	},
	filters: filters(
		'id:number name organization_id:number configuration_type_id:number configuration_status_id:number contact_id:number serial_number mac_address asset_tag archived:boolean',
		{ ...PSA_FILTERS, ...RMM_FILTERS },
	),
	sorts: ['name', 'id', 'created_at', 'updated_at'],
	includes: includes(
		'adapters_resources configuration_interfaces rmm_records passwords attachments tickets dnet_fa_remote_assets user_resource_accesses group_resource_accesses',
		'rmm_adapters_resources adapters_resources_errors rmm_adapters_resources_errors active_network_glue_network_devices to_configuration_connections from_configuration_connections recent_versions related_items authorized_users',
		{
			adapters_resources: adapters,
			attachments,
			rmm_records: rmmRecords,
			configuration_interfaces: children('configuration_interfaces', 'configuration_id'),
			passwords: embeddedPasswords('Configuration'),
		},
	),
	flat: actionsOf('index show create update bulkUpdate bulkDelete'),
	nested: [inOrganization('index show create createMany update bulkDelete')],
	bulkUpdateFilters: 'index',
	writableWhenSynced: [
		'archived',
		'asset_tag',
		'notes',
		'purchased_at',
		'restricted',
		'serial_number',
		'warranty_expires_at',
		'mitp_device_expiration_date',
		'mitp_end_of_life_date',
	],
	relationshipsOnCreate: ['configuration_interfaces'],
	validate: checkConfiguration,
	afterWrite: syncInterface,
});

function lookUp(
	name: string,
	label: string,
	extra: Parameters<typeof defineResource>[0]['computed'] = {},
) {
	return defineResource({
		name,
		label,
		attributes: attributes({ name: 'string CU *all' }),
		computed: extra,
		filters: filters('name!'),
		sorts: ['name', 'id', 'created_at', 'updated_at'],
		flat: actionsOf('index show create update'),
		writableWhenSynced: [],
	});
}

export const configurationTypes = lookUp('configuration_types', 'Configuration Type', {
	configurations_count: (record, context) =>
		context.store.related('configurations', 'configuration_type_id', record.id).length,
});

export const configurationStatuses = lookUp('configuration_statuses', 'Configuration Status');

export const manufacturers = lookUp('manufacturers', 'Manufacturer');

function checkInterface({ context, record, changes }: WriteContext): void {
	const owner = context.store.find(
		'configurations',
		String(changes.configuration_id ?? record?.attributes.configuration_id),
	);
	if (owner === undefined) throw mustExist(context, 'configuration');
	const changesAddress =
		changes.ip_address !== undefined && changes.ip_address !== record?.attributes.ip_address;
	if (record?.attributes.primary === true && owner.psa !== undefined && changesAddress)
		throw ownedByPsa('Configuration', ['primary_ip']);
	const mac = changes.mac_address;
	if (typeof mac === 'string' && !/^[0-9A-F]{2}([:-]?[0-9A-F]{2}){5}$/i.test(mac))
		throw invalid(context, 'mac_address', 'Mac address is invalid');
}

function syncConfiguration(record: StoredRecord, { context, changes }: WriteContext): void {
	if (record.attributes.primary !== true) return;
	const owner = context.store.find('configurations', String(record.attributes.configuration_id));
	if (owner === undefined) return;
	const address: Attributes = {};
	if (changes.ip_address !== undefined) address.primary_ip = changes.ip_address;
	if (changes.mac_address !== undefined) address.mac_address = changes.mac_address;
	if (Object.keys(address).length > 0) context.store.update(owner, address);
}

export const configurationInterfaces = defineResource({
	name: 'configuration_interfaces',
	label: 'Configuration Interface',
	attributes: attributes({
		configuration_id: 'reference>configurations CUB * !',
		name: 'string CUB ?',
		ip_address: 'ip CUB ?',
		mac_address: 'mac CUB ?',
		primary: 'boolean CUB ?',
		notes: 'string CUB ?',
	}),
	filters: filters('id:number ip_address'),
	sorts: ['created_at', 'updated_at'],
	flat: actionsOf('show create update bulkUpdate'),
	nested: [
		{
			parent: 'configurations',
			key: 'configuration_id',
			actions: actionsOf('index show create createMany update delete'),
		},
	],
	bulkUpdateFilters: ['id', 'ip_address'],
	validate: checkInterface,
	afterWrite: syncConfiguration,
	// The samples put a numeric id among the attributes (reference, 4.11).
	idInAttributes: true,
});
