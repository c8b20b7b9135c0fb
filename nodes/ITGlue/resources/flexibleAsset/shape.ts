/** The output form of an asset. */
import type { IDataObject } from 'n8n-workflow';
import { isObject } from '../../text/plain';
import type { JsonApiRecord } from '../../transport';
import type { Showing } from '../schema/resource';
import { isPassword, keyOfTrait, TRAITS, type Field } from './fields';
import { cellOf, passwordId, shownTrait, toolTrait, traitsOf } from './traits';

const PLAINLY: Showing = { tool: false, option: () => undefined };

/** The fields of the type of a record. */
export type FieldsOf = (record: Pick<JsonApiRecord, 'attributes'>) => readonly Field[];

/**
 * The record without values of password fields: a value that is not an id may be a password (additions 5.1). If the
 * type could not be read, all traits are removed.
 */
export function concealed(fields: readonly Field[], record: JsonApiRecord): JsonApiRecord {
	const traits = traitsOf(record);
	if (fields.length === 0 && Object.keys(traits).length > 0)
		return { ...record, attributes: { ...record.attributes, [TRAITS]: {} } };
	const open = fields.filter(
		(field) =>
			isPassword(field) && Object.hasOwn(traits, field.key) && !passwordId(traits[field.key]),
	);
	if (open.length === 0) return record;
	const left = { ...traits };
	for (const { key } of open) delete left[key];
	return { ...record, attributes: { ...record.attributes, [TRAITS]: left as IDataObject } };
}

/** A record without traits that may be passwords, at any depth: an earlier version contains them unchanged. */
export function concealedWithin(fields: readonly Field[], record: JsonApiRecord): JsonApiRecord {
	const closed = new Set(fields.filter(isPassword).map(({ key }) => key));
	const open = new Set(fields.map(({ key }) => key).filter((key) => !closed.has(key)));
	const walk = (value: unknown): unknown => {
		if (Array.isArray(value)) return value.map(walk);
		if (!isObject(value)) return value;
		return Object.fromEntries(
			Object.entries(value).map(([name, inner]) => [
				name,
				name === TRAITS && isObject(inner) ? those(inner) : walk(inner),
			]),
		);
	};
	const those = (traits: IDataObject): IDataObject =>
		Object.fromEntries(Object.entries(traits).filter(([key]) => open.has(key)));
	return { ...record, attributes: walk(record.attributes) as IDataObject };
}

/**
 * `traits` in a readable form: with their keys. With their labels if the user chose fields or a model reads them. Or
 * each trait as a separate column.
 */
export function presented(
	fieldsOf: FieldsOf,
	flat: IDataObject,
	{ tool, option, fields: chosen = [] }: Showing = PLAINLY,
): IDataObject {
	const isAsked = chosen.length === 0 || chosen.some((name) => name.split('.')[0] === TRAITS);
	if (!isAsked || !isObject(flat[TRAITS])) return {};
	const fields = fieldsOf({
		attributes: { 'flexible-asset-type-id': flat.flexible_asset_type_id },
	});
	const byKey = new Map(fields.map((field) => [field.key, field]));
	const traits = flat[TRAITS];
	// In the order of the form, then traits that the type no longer has.
	const keys = [...new Set([...byKey.keys(), ...Object.keys(traits)])].filter((key) =>
		Object.hasOwn(traits, key),
	);
	const wanted = chosen.flatMap((name) => keyOfTrait(name) ?? []);
	const shown = wanted.length > 0 ? keys.filter((key) => wanted.includes(key)) : keys;
	const entries = (form: (field: Field | undefined, value: unknown) => unknown, label: boolean) =>
		shown.flatMap((key): Array<[string, unknown]> => {
			const value = form(byKey.get(key), traits[key]);
			return value === undefined ? [] : [[label ? (byKey.get(key)?.label ?? key) : key, value]];
		});
	if (tool) return { [TRAITS]: Object.fromEntries(entries(toolTrait, true)) as IDataObject };
	if (option('traitsAsColumns') !== true)
		return { [TRAITS]: Object.fromEntries(entries(shownTrait, wanted.length > 0)) as IDataObject };
	const columns = entries(cellOf, true).map(([label, value]): [string, unknown] => [
		Object.hasOwn(flat, label) ? `${label} (Field)` : label,
		value,
	]);
	return Object.fromEntries(columns) as IDataObject;
}
