import type { Attribute, Choice, NaturalKey } from './attribute';
import type { Resource } from './resource';

/** A column of the mapping that Create or Update and Reconcile work on. */
export interface Column {
	/** As our output calls it, so that what Get Many returns can be mapped as it is. */
	id: string;
	label: string;
	/** What it sets; absent for a column that records are only matched by. */
	attribute?: Attribute;
	/** Stands for the primary row of the attribute's list. */
	primaryRow: boolean;
	/** Whether it may be matched by: on its own, only beside another column, or not at all. */
	matches: 'alone' | 'beside' | 'no';
	/** Matched by unless the user chooses otherwise. */
	byDefault: boolean;
}

export const ID = 'id';
export const PSA_ID = 'psa_id';
export const PSA_TYPE = 'psa_integration_type';

/** Whether IT Glue shows, and filters by, the PSA record that one is linked to. */
export const hasPsaLink = ({ filters }: Resource): boolean =>
	filters.some(({ key }) => key === PSA_ID);

const psaFilterChoices = ({ filters }: Resource): Choice[] =>
	filters.find(({ key }) => key === PSA_TYPE)?.choices ?? [];

/** Whether IT Glue filters by that PSA. Links of others are compared with what answers show. */
export const isPsaFilter = (resource: Resource, type: string): boolean =>
	psaFilterChoices(resource).some(({ id }) => id === type);

export const psaFilterLabels = (resource: Resource): string[] =>
	psaFilterChoices(resource).map(({ label }) => label);

/** The column under which a record is matched by an attribute: of a list, its primary row. */
export function columnOf(resource: Resource, attribute: string): string {
	const found = resource.attributes.find(({ name }) => name === attribute);
	return found?.rows?.primaryColumn?.id ?? attribute;
}

/** The attribute that a column sets or compares. */
export function attributeOf(resource: Resource, column: string): string {
	const found = resource.attributes.find(({ rows }) => rows?.primaryColumn?.id === column);
	return found?.name ?? column;
}

export const keysOf = ({ naturalKeys, moreKeys = [] }: Resource): NaturalKey[] => [
	...naturalKeys,
	...moreKeys,
];

/** The keys that a person may choose, beside those that the table ranks. */
export const choosableKeys = (resource: Resource): NaturalKey[] => [
	...keysOf(resource),
	...(resource.matchable ?? []).map((name) => ({ attributes: [name] })),
];

/** Whether an item that says nothing in one key may be matched by another one. */
export const hasNextKey = (resource: Resource): boolean =>
	keysOf(resource).length > 1 || hasPsaLink(resource) || resource.typedBy !== undefined;

/** The attributes that make up the name of a record. */
export const namePartsOf = ({ nameParts = ['name'] }: Resource): string[] => nameParts;

/** What the editor calls a column, or several: "Primary Email and First Name". */
export const columnLabels = (resource: Resource, ids: readonly string[]): string => {
	const columns = columnsOf(resource);
	return ids.map((id) => columns.find((column) => column.id === id)?.label ?? id).join(' and ');
};

const known = new WeakMap<Resource, readonly Column[]>();

/** All columns of a resource: what identifies a record first, then its attributes in table order. */
export function columnsOf(resource: Resource): readonly Column[] {
	const columns = known.get(resource) ?? builtColumns(resource);
	known.set(resource, columns);
	return columns;
}

function builtColumns(resource: Resource): Column[] {
	const keys = choosableKeys(resource);
	const alone = new Set(keys.flatMap(({ attributes }) => attributes));
	const beside = new Set(keys.flatMap(({ also = [], always = [] }) => [...also, ...always]));
	const standard = new Set(resource.naturalKeys[0]?.attributes ?? []);
	const matching = (name: string): Column['matches'] =>
		alone.has(name) ? 'alone' : beside.has(name) ? 'beside' : 'no';
	const only = (id: string, label: string, matches: Column['matches']): Column => ({
		id,
		label,
		primaryRow: false,
		matches,
		byDefault: false,
	});
	return [
		only(ID, 'ID', 'alone'),
		...(hasPsaLink(resource)
			? [only(PSA_ID, 'PSA ID', 'alone'), only(PSA_TYPE, 'PSA Type', 'no')]
			: []),
		...resource.attributes.flatMap((attribute): Column[] => {
			const { name, label, rows } = attribute;
			const whole: Column = {
				id: name,
				label,
				attribute,
				primaryRow: false,
				matches: rows ? 'no' : matching(name),
				byDefault: !rows && standard.has(name),
			};
			if (!rows?.primaryColumn) return [whole];
			const primary: Column = {
				...rows.primaryColumn,
				attribute,
				primaryRow: true,
				matches: matching(name),
				byDefault: standard.has(name),
			};
			return [primary, whole];
		}),
	];
}

/** What attributes are called; those that the table does not list (Other Attributes), as they were given. */
export const labelsOf = ({ attributes }: Resource, names: readonly string[]): string[] =>
	names.map((name) => attributes.find((attribute) => attribute.name === name)?.label ?? name);
