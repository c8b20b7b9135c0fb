import { kebab } from '../jsonapi/names';
import type { Attribute, NaturalKey, Resource } from '../resources/types';
import { comparable } from '../text/same';
import type { JsonApiRecord } from '../transport';
import { rowsOf } from './compare';
import { organizationOf } from './listing';
import type { Values } from './values';

type Get = (attribute: string) => unknown;

/** The natural key that applies to what the user set: the first of which anything is set. */
export function keyFor(resource: Resource, values: Values): NaturalKey | undefined {
	return resource.naturalKeys.find((key) =>
		key.attributes.some((name) =>
			parts(resource, key, name, values.get(name)).some((part) => part !== ''),
		),
	);
}

/** Whether the values say anything that a key can be compared by, in one of its attributes. */
export const hasText = (
	resource: Resource,
	key: NaturalKey,
	name: string,
	values: Values,
): boolean => parts(resource, key, name, values.get(name)).some((part) => part !== '');

/** The texts under which something is found by a key: one, or one for each email. */
export function keyTexts(
	resource: Resource,
	key: NaturalKey,
	organizationId: string | undefined,
	get: Get,
): string[] {
	const combine = (prefixes: string[], name: string): string[] =>
		prefixes.flatMap((prefix) =>
			parts(resource, key, name, get(name)).map((part) => `${prefix}\u0000${part}`),
		);
	const texts = key.attributes.reduce(combine, [resource.scoped ? (organizationId ?? '') : '']);
	return texts.filter(saysSomething);
}

/** An attribute's value as the texts it is compared by. */
function parts(resource: Resource, key: NaturalKey, name: string, value: unknown): string[] {
	const attribute = resource.attributes.find((candidate) => candidate.name === name);
	if (attribute?.rows) {
		const { column } = attribute.rows.key;
		return rowsOf(value)
			.map((row) => canonical(attribute, row[column]))
			.filter((part) => part !== '');
	}
	const part = canonical(attribute, value);
	return [key.isPlaceholder?.(part) ? '' : part];
}

function canonical(attribute: Attribute | undefined, value: unknown): string {
	const text = comparable(value);
	if (attribute?.sameness !== 'mac') return text;
	const digits = text.replace(/[^0-9a-f]/g, '');
	// What is no whole MAC address ("N/A") identifies nothing.
	return digits.length === 12 || digits.length === 16 ? digits : '';
}

/** Records by the texts of one natural key, so that a thousand items are matched in one pass. */
export class KeyIndex {
	private readonly byText = new Map<string, JsonApiRecord[]>();

	constructor(
		private readonly resource: Resource,
		private readonly key: NaturalKey,
		records: JsonApiRecord[],
	) {
		for (const record of records) this.add(record);
	}

	add(record: JsonApiRecord): void {
		const get: Get = (name) => record.attributes[kebab(name)];
		for (const text of keyTexts(this.resource, this.key, organizationOf(record), get)) {
			const known = this.byText.get(text);
			if (known) known.push(record);
			else this.byText.set(text, [record]);
		}
	}

	/** All records that the values name; several are the caller's to refuse. */
	find(values: Values, organizationId: string | undefined): JsonApiRecord[] {
		const { also = [], always = [] } = this.key;
		const texts = keyTexts(this.resource, this.key, organizationId, (name) => values.get(name));
		const found = texts.flatMap((text) => this.byText.get(text) ?? []);
		const compared = [...also.filter((name) => values.has(name)), ...always];
		const unique = [...new Map(found.map((record) => [record.id, record])).values()];
		return unique.filter((record) =>
			compared.every(
				(name) => String(values.get(name) ?? '') === String(record.attributes[kebab(name)] ?? ''),
			),
		);
	}
}

/**
 * The texts under which something is found by the primary entry of a list; none where the key is not a
 * list of which one entry is the primary one.
 */
export function primaryTexts(
	resource: Resource,
	key: NaturalKey,
	organizationId: string | undefined,
	get: Get,
): string[] {
	const [name = ''] = key.attributes;
	const only = resource.attributes.find((attribute) => attribute.name === name)?.rows?.only;
	if (key.attributes.length > 1 || only === undefined) return [];
	const rows = rowsOf(get(name));
	const marked = rows.filter((row) => row[only] === true);
	// Where none is marked, the first one counts, as it does for `primary_email` of the output.
	const primary = marked.length > 0 ? marked : rows.slice(0, 1);
	return keyTexts(resource, key, organizationId, () => primary);
}

/** A text whose every part is empty would make one of all records that lack the attribute. */
const saysSomething = (text: string): boolean =>
	text
		.split('\u0000')
		.slice(1)
		.some((part) => part !== '');

/**
 * Groups things that share a text, directly or through others: two items with a common email are
 * one after the other, never at once. Returns each with the name of its group.
 */
export function groupByTexts<T>(
	things: readonly T[],
	textsOf: (thing: T) => string[],
): Array<[T, string]> {
	const texts = things.map((thing) => ({ thing, texts: textsOf(thing) }));
	const parent = new Map<string, string>();
	const root = (text: string): string => {
		let at = text;
		for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
		return at;
	};
	for (const {
		texts: [first = '', ...others],
	} of texts) {
		for (const other of others) parent.set(root(other), root(first));
	}
	return texts.map(({ thing, texts: [first] }, index) => [
		thing,
		first === undefined ? `item ${index}` : root(first),
	]);
}
