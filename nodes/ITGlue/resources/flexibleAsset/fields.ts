/** The fields of a type as attributes of its assets. */
import { at } from '../../transport/jsonapi/record';
import type { JsonApiRecord } from '../../transport';
import type { Attribute } from '../schema/attribute';
import { field } from '../schema/common';
import type { RecordType } from '../schema/resource';
import { FIELD_KINDS, type FieldKind } from '../flexibleAssetType/kinds';

export const TRAITS = 'traits';

/** A field of a type: the definition of a trait. */
export interface Field {
	/** IT Glue makes it from the name. It stays the same when the name changes. */
	key: string;
	label: string;
	kind: FieldKind | string;
	required: boolean;
	/** Part of the asset's name, which IT Glue computes. */
	inTitle: boolean;
	/** Entries of a Select. */
	options: string[];
	tagType: string;
	/** For a Number or Percent. Undefined if the answer does not contain it. */
	decimals?: number;
}

const countOf = (record: JsonApiRecord, name: string): number | undefined => {
	const value = at(record, name);
	return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
};

const textOf = (record: JsonApiRecord, name: string): string => {
	const value = at(record, name);
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

/** The fields of a type that hold a value: a header has no value, and a field without a key cannot be read. */
export const fieldsOf = ({ fields }: RecordType): Field[] =>
	toldApart(
		fields
			.map((record) => ({
				key: textOf(record, 'name_key'),
				label: textOf(record, 'name').trim() || textOf(record, 'name_key'),
				kind: textOf(record, 'kind'),
				required: at(record, 'required') === true,
				inTitle: at(record, 'use_for_title') === true,
				options: optionsIn(textOf(record, 'default_value')),
				tagType: textOf(record, 'tag_type'),
				decimals: countOf(record, 'decimals'),
			}))
			.filter(({ key, kind }) => key !== '' && kind !== 'Header'),
	);

/** If two labels look the same, adds the key of the field to the second: a table would lose one of them. */
function toldApart(fields: Field[]): Field[] {
	const taken = new Set<string>();
	return fields.map((one) => {
		const label = taken.has(one.label) ? `${one.label} (${one.key})` : one.label;
		taken.add(label);
		return label === one.label ? one : { ...one, label };
	});
}

/** One entry per line (additions 4). */
const optionsIn = (text: string): string[] => [
	...new Set(
		text
			.split(/\r\n|\r|\n/)
			.map((line) => line.trim())
			.filter((line) => line !== ''),
	),
];

export const traitOf = (key: string): string => `${TRAITS}.${key}`;

/** The key of a trait. Undefined for any other attribute. */
export const keyOfTrait = (attribute: string): string | undefined =>
	attribute.startsWith(`${TRAITS}.`) ? attribute.slice(TRAITS.length + 1) : undefined;

/** All kinds except Header, which holds no value. */
const KINDS = new Set<string>(FIELD_KINDS.filter((kind) => kind !== 'Header'));

/** Whether the values of this kind of field are known. */
export const isKnown = ({ kind }: Pick<Field, 'kind'>): boolean => KINDS.has(kind);

/** Whether a field holds a password. Its value is in a separate password record, so it gets no column. */
export const isPassword = ({ kind }: Pick<Field, 'kind'>): boolean => kind === 'Password';

/** Kinds of fields that can identify a record. */
const FINDING = new Set<string>(['Text', 'Select', 'Number', 'Percent', 'Date']);

export const canFind = ({ kind }: Pick<Field, 'kind'>): boolean => FINDING.has(kind);

/** A field as an attribute of the assets of its type. Undefined if it cannot be set. */
export function attributeOf(one: Field, taken: ReadonlySet<string>): Attribute | undefined {
	const { key, required } = one;
	// A column of the record itself may have the same label.
	const label = taken.has(one.label.toLowerCase()) ? `${one.label} (Field)` : one.label;
	const more: Partial<Attribute> = { required, nullable: !required };
	const made = (kind: Attribute['kind'], own: Partial<Attribute> = {}): Attribute =>
		field(traitOf(key), label, kind, { ...more, ...own });
	switch (one.kind) {
		case 'Checkbox':
			return made('boolean');
		case 'Date':
			return made('date', { comparator: 'date' });
		case 'Number':
		case 'Percent':
			return made('number', { comparator: 'number', decimals: one.decimals });
		case 'Select':
			return made('choice', {
				open: true,
				choices: one.options.map((option) => ({ id: option, label: option })),
			});
		case 'Tag':
			return made('tags', { tagType: one.tagType });
		case 'Textbox':
			return made('html', { comparator: 'html', readableFrom: 'normalised' });
		case 'Upload':
			return made('file', { notForTools: true });
		case 'Password':
			return undefined;
		default:
			return made('string');
	}
}
