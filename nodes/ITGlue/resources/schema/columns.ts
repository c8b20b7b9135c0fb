import type { Attribute, Choice, NaturalKey } from './attribute';
import type { Resource } from './resource';

/** A column of the mapping in Create or Update and Reconcile. */
export interface Column {
	/** The key in our output, so that the output of Get Many can be mapped directly. */
	id: string;
	label: string;
	/** The attribute that it sets. Absent if the column is only used for matching. */
	attribute?: Attribute;
	/** Contains the primary row of the attribute's list. */
	primaryRow: boolean;
	/** Whether records can be matched by it: alone, only with another column, or not at all. */
	matches: 'alone' | 'beside' | 'no';
	/** Used for matching unless the user chooses otherwise. */
	byDefault: boolean;
}

export const ID = 'id';
export const PSA_ID = 'psa_id';
export const PSA_TYPE = 'psa_integration_type';

/** Whether IT Glue shows the linked PSA record, and filters by it. */
export const hasPsaLink = ({ filters }: Resource): boolean =>
	filters.some(({ key }) => key === PSA_ID);

const psaFilterChoices = ({ filters }: Resource): Choice[] =>
	filters.find(({ key }) => key === PSA_TYPE)?.choices ?? [];

/** Whether IT Glue filters by this PSA. For other PSAs, the node compares the links in the answers. */
export const isPsaFilter = (resource: Resource, type: string): boolean =>
	psaFilterChoices(resource).some(({ id }) => id === type);

export const psaFilterLabels = (resource: Resource): string[] =>
	psaFilterChoices(resource).map(({ label }) => label);

/** The column for matching by an attribute. For a list, the column of its primary row. */
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

/** The keys that a user may choose: those in the table's order, and other attributes. */
export const choosableKeys = (resource: Resource): NaturalKey[] => [
	...keysOf(resource),
	...(resource.matchable ?? []).map((name) => ({ attributes: [name] })),
];

/** Whether another key can match an item that has no value for one key. */
export const hasNextKey = (resource: Resource): boolean =>
	keysOf(resource).length > 1 || hasPsaLink(resource) || resource.typedBy !== undefined;

/** The attributes that make up the name of a record. */
export const namePartsOf = ({ nameParts = ['name'] }: Resource): string[] => nameParts;

/** The label of one or several columns in the editor: "Primary Email and First Name". */
export const columnLabels = (resource: Resource, ids: readonly string[]): string => {
	const columns = columnsOf(resource);
	return ids.map((id) => columns.find((column) => column.id === id)?.label ?? id).join(' and ');
};

const known = new WeakMap<Resource, readonly Column[]>();

/** All columns of a resource: first those that identify a record, then its attributes in table order. */
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

/** The labels of attributes. Attributes that are not in the table (Other Attributes) keep the given name. */
export const labelsOf = ({ attributes }: Resource, names: readonly string[]): string[] =>
	names.map((name) => attributes.find((attribute) => attribute.name === name)?.label ?? name);
