import type { IDataObject } from 'n8n-workflow';
import { kebab } from '../jsonapi/names';
import type { Attribute, NaturalKey, Resource } from '../resources/types';
import type { JsonApiRecord } from '../transport';
import { organizationOf } from './finder';
import type { Values } from './values';

type Get = (attribute: string) => unknown;

/** The natural key that applies to what the user set: the first of which anything is set. */
export function keyFor(resource: Resource, values: Values): NaturalKey | undefined {
	return resource.naturalKeys.find(({ attributes }) =>
		attributes.some((name) => parts(resource, name, values.get(name)).some((part) => part !== '')),
	);
}

/** The texts under which something is found by a key: one, or one for each email. */
export function keyTexts(
	resource: Resource,
	key: NaturalKey,
	organizationId: string | undefined,
	get: Get,
): string[] {
	const combine = (prefixes: string[], name: string): string[] =>
		prefixes.flatMap((prefix) =>
			parts(resource, name, get(name)).map((part) => `${prefix}\u0000${part}`),
		);
	return key.attributes.reduce(combine, [resource.scoped ? (organizationId ?? '') : '']);
}

/** An attribute's value as the texts it is compared by. */
function parts(resource: Resource, name: string, value: unknown): string[] {
	const attribute = resource.attributes.find((candidate) => candidate.name === name);
	if (attribute?.rows) {
		const { column } = attribute.rows.key;
		const rows = Array.isArray(value) ? (value as IDataObject[]) : [];
		return rows.map((row) => canonical(attribute, row[column])).filter((part) => part !== '');
	}
	return [canonical(attribute, value)];
}

function canonical(attribute: Attribute | undefined, value: unknown): string {
	const text = value === undefined || value === null ? '' : String(value).trim().toLowerCase();
	return attribute?.sameness === 'mac' ? text.replace(/[^0-9a-f]/g, '') : text;
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
		const texts = keyTexts(this.resource, this.key, organizationId, (name) => values.get(name));
		const found = texts.flatMap((text) => this.byText.get(text) ?? []);
		const also = (this.key.also ?? []).filter((name) => values.has(name));
		const unique = [...new Map(found.map((record) => [record.id, record])).values()];
		return unique.filter((record) =>
			also.every(
				(name) => String(values.get(name) ?? '') === String(record.attributes[kebab(name)] ?? ''),
			),
		);
	}
}

/**
 * Groups things that share a text, directly or through others: two items with a common email are
 * one after the other, never at once. Returns a group name for each.
 */
export function groupByTexts(texts: string[][]): string[] {
	const parent = new Map<string, string>();
	const root = (text: string): string => {
		let at = text;
		for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
		return at;
	};
	for (const [first = '', ...others] of texts) {
		for (const other of others) parent.set(root(other), root(first));
	}
	return texts.map(([first], index) => (first === undefined ? `item ${index}` : root(first)));
}
