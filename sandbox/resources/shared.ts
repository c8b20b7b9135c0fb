/** Values that answers carry beside what is stored: names of referenced records, web addresses, includes. */
import { numericId } from '../core/exact';
import { kebab } from '../core/names';
import type { Attributes, Context, IncludedItem, IncludeSpec, Json, StoredRecord } from '../types';

export const WEB = 'https://example.itglue.com';

type Computed = (record: StoredRecord, context: Context) => Json | undefined;

/** Name of the record that `key` refers to. */
export function nameOf(collection: string, key: string, attribute = 'name'): Computed {
	return (record, context) => {
		const id = record.attributes[key];
		if (id === null || id === undefined) return null;
		const target = context.store.find(collection, String(id));
		if (target === undefined) return null;
		return attribute === 'name' ? displayName(target) : (target.attributes[attribute] ?? null);
	};
}

/** Web page of a record. */
export function webAddress(segment: string): Computed {
	return (record) => `${WEB}/${String(record.attributes.organization_id)}/${segment}/${record.id}`;
}

/** What a record is called. */
export function displayName(record: StoredRecord): string {
	const { name, first_name: first, last_name: last } = record.attributes;
	if (typeof name === 'string') return name;
	return [first, last].filter((part) => typeof part === 'string' && part !== '').join(' ');
}

/** Ids of the records above, topmost first. */
export function ancestors(record: StoredRecord, context: Context): Array<number | string> {
	const ids: Array<number | string> = [];
	let parent = record.attributes.parent_id;
	while (parent !== null && parent !== undefined && !ids.includes(numericId(String(parent)))) {
		ids.unshift(numericId(String(parent)));
		parent = context.store.find(record.type, String(parent))?.attributes.parent_id;
	}
	return ids;
}

/** The records that point back to this one. */
export function children(collection: string, key: string): IncludeSpec['resolve'] {
	return (record, context) => context.store.related(collection, key, record.id);
}

/** The one record that this one points to. */
export function parentOf(collection: string, key: string): IncludeSpec['resolve'] {
	return (record, context) => {
		const id = record.attributes[key];
		const target =
			id === null || id === undefined ? undefined : context.store.find(collection, String(id));
		return target === undefined ? [] : [target];
	};
}

/** Passwords embedded in the record. */
export function embeddedPasswords(resourceType: string): IncludeSpec['resolve'] {
	return (record, context) =>
		context.store
			.related('passwords', 'resource_id', record.id)
			.filter((password) => password.attributes.resource_type === resourceType);
}

/** How adapters of a PSA are called, by the value of the filter; others are called what they are stored as. */
const ADAPTER_NAMES: Record<string, string> = {
	autotask: 'Autotask',
	manage: 'ConnectWise Manage',
	'kaseya-bms': 'Kaseya BMS',
	'pulseway-psa': 'Pulseway PSA',
	tigerpaw: 'Tigerpaw',
	vorex: 'Vorex',
};

/** The links to other systems, as included records that exist nowhere else: the PSA's and, before it, the others. */
export function adapters(record: StoredRecord, context: Context): IncludedItem[] {
	const { adaptersResourceNamesItsType: named, adaptersNameTheirType: recorded } =
		context.assumptions;
	const { psa, adapters: others = [] } = record;
	const links = [
		...others.map(({ name, ...link }) => ({ ...link, name, type: name })),
		...(psa ? [{ ...psa, name: ADAPTER_NAMES[psa.type] ?? psa.type }] : []),
	];
	return links.map(({ remoteId, orphaned = false, name, type }, at) => ({
		id: `${BigInt(record.id) % 1_000_000_000n}${7 + at}`,
		virtualType: 'adapters-resources',
		attributes: {
			remote_id: remoteId,
			...(named && (recorded ? { adapter_type_name: name } : { psa_integration_type: type })),
			...(recorded && { sync: !orphaned, orphaned }),
		},
	}));
}

/** Whether a PSA owns the record: `orphaned` once the PSA record is gone. */
export const psaIntegration =
	(without: 'disabled' | null) =>
	({ psa }: StoredRecord): Json =>
		psa === undefined ? without : psa.orphaned ? 'orphaned' : 'enabled';

export const isSyncActive = ({ psa }: StoredRecord): boolean => psa !== undefined && !psa.orphaned;

/** What the seeds say about the PSA on every record; the real service has no such attributes. */
export function seedPsaAttributes(
	attributes: Attributes,
	record: StoredRecord,
	context: Context,
): void {
	if (context.profile !== 'seed') return;
	attributes[kebab('psa_id')] = record.psa?.remoteId ?? null;
	attributes[kebab('psa_integration_type')] = record.psa?.type ?? null;
}
