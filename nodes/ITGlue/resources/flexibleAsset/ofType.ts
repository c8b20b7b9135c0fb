/** Makes the resource for one type, or for all types, from the table of flexible assets. */
import type { Attribute } from '../schema/attribute';
import type { Hooks, RecordType, Resource } from '../schema/resource';
import { at } from '../../transport/jsonapi/record';
import { wireId } from '../../transport/jsonapi/serialise';
import type { JsonApiRecord } from '../../transport';
import { meetsCondition } from './condition';
import { attributeOf, canFind, fieldsOf, isPassword, traitOf, TRAITS, type Field } from './fields';
import { listOfTypes } from './list';
import { concealed, concealedWithin, presented, type FieldsOf } from './shape';
import { otherTitle, withTitle } from './title';
import { cut } from '../../text/plain';
import { labelsOf } from '../schema/columns';
import { inHtml } from './texts';
import { whole } from './whole';

/** The resource for assets of one type: its fields are attributes. */
export function ofOne(base: Resource, type: RecordType): Resource {
	const fields = fieldsOf(type);
	const taken = new Set(base.attributes.map(({ label }) => label.toLowerCase()));
	const made = fields.flatMap((one): Attribute | Attribute[] => attributeOf(one, taken) ?? []);
	const title = fields.filter((one) => one.inTitle && canFind(one)).map(({ key }) => traitOf(key));
	const labels = labelsOf({ ...base, attributes: made }, title).join(' and ');
	return {
		...base,
		ofType: {
			id: type.id,
			name: type.name,
			withoutColumn: fields.filter(isPassword).map(({ label }) => label),
		},
		// The fields of the type first, then the attributes that every asset has.
		attributes: [...made, ...base.attributes],
		sentOnCreate: { flexible_asset_type_id: wireId(type.id) },
		naturalKeys: [{ attributes: title.length > 0 ? title : ['name'] }],
		...(title.length > 0 && { moreKeys: [{ attributes: ['name'] }] }),
		matchable: fields.filter(canFind).map(({ key }) => traitOf(key)),
		hooks: {
			...shaping(() => fields, fields),
			expand: (values, action) => withTitle(title, values, action),
			check: (values, action): string | undefined => {
				const other = otherTitle(title, values, action);
				if (other === undefined) return undefined;
				return `The name is used for matching, but the new asset would be called "${cut(other, 100)}". IT Glue builds the name from ${labels}: map them so that they give that name, or match on them.`;
			},
			repair: (values, option) => inHtml(made, values, option),
			whole: async (context, record, changes, writing) =>
				await whole(fields, context, record, changes, writing),
		},
	};
}

/** The resource for assets of all types: one list for each type. */
export function ofAny(base: Resource, types: readonly RecordType[]): Resource {
	const known = new Map(types.map((type) => [type.id, fieldsOf(type)] as const));
	const fieldsOfRecord: FieldsOf = (record) =>
		known.get(String(at(record, 'flexible_asset_type_id') ?? '')) ?? [];
	return {
		...base,
		hooks: {
			...shaping(fieldsOfRecord, [...known.values()].flat()),
			list: async (context, scope) =>
				await listOfTypes(
					base,
					types.map(({ id }) => id),
					context,
					scope,
				),
		},
	};
}

const shaping = (
	fieldsOfRecord: FieldsOf,
	all: readonly Field[],
): Pick<Hooks, 'conceal' | 'concealIncluded' | 'derive' | 'keep' | 'omit'> => ({
	keep: (filters, context) => meetsCondition(fieldsOfRecord, filters, context),
	concealIncluded: (record: JsonApiRecord) => concealedWithin(all, record),
	omit: (option) => (option('traitsAsColumns') === true ? [TRAITS] : []),
	conceal: (record: JsonApiRecord) => concealed(fieldsOfRecord(record), record),
	derive: (flat, showing) => presented(fieldsOfRecord, flat, showing),
});
