/** Reads the short notation in which the resource tables are written. */
import type {
	Action,
	AttributeSpec,
	FilterSpec,
	IncludeSpec,
	Kind,
	ParentRoute,
	Resource,
} from '../types';

/**
 * Attributes in short notation: `kind flags`, for example `'string CUB ? *'`.
 * C create, U update, B bulk update, ? nullable, * required, *all required on update too, *strict required in the strict profile
 * only, ! stored but never returned, seed known to the seed profile only; `>types` after the kind
 * names the collection a reference points to.
 */
export function attributes(table: Record<string, string>): Record<string, AttributeSpec> {
	return Object.fromEntries(Object.entries(table).map(([key, text]) => [key, attribute(text)]));
}

function attribute(text: string): AttributeSpec {
	const [head = '', ...flags] = text.split(' ');
	const [kind = '', references] = head.split('>');
	const writes = flags.find((flag) => /^[CUB]+$/.test(flag)) ?? '';
	return {
		kind: (references === undefined ? kind : 'reference') as Kind,
		references,
		create: writes.includes('C'),
		update: writes.includes('U'),
		bulk: writes.includes('B'),
		nullable: flags.includes('?'),
		required: flags.includes('*') || flags.includes('*all') || flags.includes('*strict'),
		requiredOnUpdate: flags.includes('*all'),
		strictOnlyRequired: flags.includes('*strict'),
		hidden: flags.includes('!'),
		seedOnly: flags.includes('seed'),
	};
}

/** `'id:number name archived:boolean'` → filters; without a kind it is text, `name!` is exact only. */
export function filters(
	text: string,
	special: Record<string, FilterSpec> = {},
): Record<string, FilterSpec> {
	const plain = words(text).map((word): [string, FilterSpec] => {
		const [name = '', kind = 'string'] = word.split(':');
		return [
			name.replace('!', ''),
			{ kind: kind as FilterSpec['kind'], exactOnly: name.endsWith('!') },
		];
	});
	return { ...Object.fromEntries(plain), ...special };
}

/** The filter pair that finds records by their PSA id. */
export const PSA_FILTERS: Record<string, FilterSpec> = {
	psa_id: { kind: 'psa', value: (record) => record.psa?.remoteId },
	psa_integration_type: { kind: 'integration', value: (record) => record.psa?.type },
};

/** The filter pair that finds configurations by their RMM id. */
export const RMM_FILTERS: Record<string, FilterSpec> = {
	rmm_id: { kind: 'psa', value: (record) => record.rmm?.remoteId },
	rmm_integration_type: { kind: 'integration', value: (record) => record.rmm?.type },
};

/**
 * Includes by name.
 * @param both on index and show
 * @param show on show only
 * @param resolvers where the records come from; the others are empty in this data set
 */
export function includes(
	both: string,
	show = '',
	resolvers: Record<string, IncludeSpec['resolve']> = {},
): Record<string, IncludeSpec> {
	const entry = (name: string, onIndex: boolean): [string, IncludeSpec] => [
		name,
		{ onIndex, resolve: resolvers[name] },
	];
	return Object.fromEntries([
		...words(both).map((name) => entry(name, true)),
		...words(show).map((name) => entry(name, false)),
	]);
}

/** Routes below `/organizations/:id/relationships/`. */
export function inOrganization(actions: string): ParentRoute {
	return { parent: 'organizations', key: 'organization_id', actions: actionsOf(actions) };
}

/** Splits a list of actions. */
export function actionsOf(text: string): Action[] {
	return words(text) as Action[];
}

/** Splits at blanks. */
export function words(text: string): string[] {
	return text.split(/\s+/).filter((word) => word !== '');
}

type Optional =
	| 'computed'
	| 'includes'
	| 'nested'
	| 'bulkUpdateFilters'
	| 'writableWhenSynced'
	| 'filters'
	| 'sorts'
	| 'flat'
	| 'type';

/** A resource with everything left out filled in. */
export function defineResource(
	row: Omit<Resource, Optional> & Partial<Pick<Resource, Optional>>,
): Resource {
	return {
		type: row.name.replace(/_/g, '-'),
		computed: {},
		filters: {},
		sorts: [],
		includes: {},
		flat: [],
		nested: [],
		bulkUpdateFilters: 'none',
		writableWhenSynced: 'all',
		...row,
	};
}
