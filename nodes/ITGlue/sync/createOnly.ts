/** Attributes that only a create accepts: whether they can be sent, and what happens to them if the record exists. */
import { at } from '../transport/jsonapi/record';
import type { Attribute, Values } from '../resources/schema/attribute';
import type { JsonApiRecord } from '../transport';
import { sameValue } from '../records/compare';
import type { Item } from '../run/item';
import { shown } from '../text/plain';
import { convert, isBlank } from '../run/input/values';

/** Refuses create-only values that IT Glue would not accept. */
export function checkCreateOnly(item: Item, values: Values): void {
	for (const attribute of item.resource.attributes) {
		const { name, writable, inStepsLater } = attribute;
		if (writable !== 'create' || inStepsLater || !values.has(name)) continue;
		values.set(name, convert(item, attribute, values.get(name)));
	}
}

/** Labels of create-only values that differ from the record. */
export function createOnlyDiffering(item: Item, values: Values, record: JsonApiRecord): string[] {
	const differs = (attribute: Attribute): boolean => {
		const { name, writable, sentAs } = attribute;
		// A value that a step splits reaches the record through its parts.
		if (writable !== 'create' || sentAs === 'step') return false;
		const shown = at(record, name);
		if (shown === undefined || isBlank(values.get(name))) return false;
		return !sameValue(attribute, values.get(name), shown) && !sameWord(values.get(name), shown);
	};
	return item.resource.attributes.filter(differs).map(({ label }) => label);
}

/** IT Glue spells some values in several ways: `flexible-asset-trait`, `Flexible Asset Traits`. */
const sameWord = (a: unknown, b: unknown): boolean => wordOf(a) === wordOf(b);

const wordOf = (value: unknown): string =>
	typeof value === 'string' ? value.toLowerCase().replace(/[^\p{L}\p{N}]|s$/gu, '') : shown(value);
