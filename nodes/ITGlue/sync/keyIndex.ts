import { at } from '../transport/jsonapi/record';
import type { Attribute, NaturalKey, Values } from '../resources/schema/attribute';
import type { Resource } from '../resources/schema/resource';
import { comparableAddress } from '../text/email';
import { identifiesNothing, macDigits, type Identity } from '../text/identity';
import { comparable } from '../text/same';
import type { JsonApiRecord } from '../transport';
import { attributeNamed, rowsOf } from '../records/compare';
import { organizationOf } from '../records/routes';

type Get = (attribute: string) => unknown;

/** The values by which an item identifies its record. */
export interface Said {
	organizationId?: string;
	values: Values;
	texts?: KeyTexts;
}

/** The key texts of values that do not change any more. Each is computed once, because it is used many times. */
export class KeyTexts {
	private readonly known = new Map<string, readonly string[]>();

	constructor(
		private readonly resource: Resource,
		private readonly said: Omit<Said, 'texts'>,
	) {}

	of(key: NaturalKey): readonly string[] {
		const name = key.attributes.join();
		const known = this.known.get(name);
		if (known) return known;
		const texts = textsSaid(this.resource, key, this.said);
		this.known.set(name, texts);
		return texts;
	}
}

/** The texts of a key by which an item's record is found. */
export const textsSaid = (
	resource: Resource,
	key: NaturalKey,
	{ organizationId, values, texts }: Said,
): readonly string[] =>
	texts?.of(key) ?? keyTexts(resource, key, organizationId, (name) => values.get(name));

/** The natural key for the values that the user set: the first one with a value. */
export function keyFor(resource: Resource, values: Values): NaturalKey | undefined {
	return resource.naturalKeys.find((key) => saysAnything(resource, key, { values }));
}

/** Whether a key's values distinguish a record from others. */
export const saysAnything = (resource: Resource, key: NaturalKey, said: Said): boolean =>
	textsSaid(resource, key, said).length > 0;

/** Whether one of a key's attributes has a value that can be compared. */
export const hasText = (resource: Resource, name: string, values: Values): boolean =>
	parts(resource, name, values.get(name)).some((part) => part !== '');

/** The texts by which a key finds a record: one, or one for each email. */
export function keyTexts(
	resource: Resource,
	key: NaturalKey,
	organizationId: string | undefined,
	get: Get,
): string[] {
	if (isNobody(resource, key, get)) return [];
	const owner = resource.scoped ? (organizationId ?? '') : '';
	let combined = [{ text: owner, saysSomething: false }];
	for (const name of key.attributes) {
		const all = parts(resource, name, get(name));
		combined = combined.flatMap(({ text, saysSomething }) =>
			all.map((part) => ({
				text: `${text}\u0000${part}`,
				saysSomething: saysSomething || part !== '',
			})),
		);
	}
	// A text without any value would match all records that lack the attribute.
	return combined.flatMap(({ text, saysSomething }) => (saysSomething ? [text] : []));
}

/** The texts by which an attribute's value is compared. */
function parts(resource: Resource, name: string, value: unknown): string[] {
	const attribute = attributeNamed(resource, name);
	const { readAs } = attribute ?? {};
	const plain = readAs && typeof value === 'string' ? readAs(value) : value;
	if (!attribute?.rows)
		return [canonical(identityOf(resource, attribute), normal(attribute, plain))];
	const { column, same } = attribute.rows.key;
	return rowsOf(value)
		.map((row) => canonical(same === 'email' ? 'email' : undefined, row[column]))
		.filter((part) => part !== '');
}

/** Which kind of thing a text identifies: for a custom field of an account, any kind. */
const identityOf = ({ matchable }: Resource, attribute?: Attribute): Identity | undefined =>
	attribute?.identity ??
	(attribute?.kind === 'string' && matchable?.includes(attribute.name) ? 'any' : undefined);

/** Numbers and dates in one form only: 5 is 5.0. */
function normal(attribute: Attribute | undefined, value: unknown): unknown {
	const text = typeof value === 'string' ? value.trim() : '';
	if (text === '') return value;
	if (attribute?.kind === 'number' && Number.isFinite(Number(text))) return Number(text);
	return attribute?.kind === 'date' ? (/^\d{4}-\d\d-\d\d/.exec(text)?.[0] ?? value) : value;
}

/** Judge the parts of a person's name together: "Ann Test" is a person, "Test" "Test" is not. */
function isNobody(resource: Resource, { attributes }: NaturalKey, get: Get): boolean {
	const areNames = attributes.every(
		(name) => attributeNamed(resource, name)?.identity === 'person',
	);
	return areNames && identifiesNothing('person', attributes.map(get).map(comparable).join(' '));
}

/** A value that identifies nothing counts as missing. */
function canonical(identity: Identity | undefined, value: unknown): string {
	if (identity === undefined || identity === 'person') return comparable(value);
	if (identifiesNothing(identity, value)) return '';
	if (identity === 'email') return comparable(comparableAddress(String(value)));
	return identity === 'mac' ? (macDigits(value) ?? '') : comparable(value);
}

/**
 * Whether a record has a different value in one of the keys: a device with the same name and a different serial number
 * is a different device. If one side has no value, it may be the same device.
 */
export function contradicts(
	resource: Resource,
	keys: readonly NaturalKey[],
	values: Values,
	{ attributes }: JsonApiRecord,
): boolean {
	return keys.some((key) =>
		key.attributes.some((name) => {
			const said = parts(resource, name, values.get(name)).filter(Boolean);
			const held = parts(resource, name, at({ attributes }, name)).filter(Boolean);
			const isSame = (part: string): boolean =>
				held.some((other) => part === other || sameHost(resource, name, part, other));
			return said.length > 0 && held.length > 0 && !said.some(isSame);
		}),
	);
}

/** "nwd-dc01" and "nwd-dc01.client.example" may be one host, because one name may leave out the domain. */
function sameHost(resource: Resource, name: string, a: string, b: string): boolean {
	if (attributeNamed(resource, name)?.identity !== 'hostname') return false;
	return a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
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
		const get: Get = (name) => at(record, name);
		for (const text of keyTexts(this.resource, this.key, organizationOf(record), get)) {
			const known = this.byText.get(text);
			if (known) known.push(record);
			else this.byText.set(text, [record]);
		}
	}

	/** All records that match the values; if there are several, the caller refuses them. */
	find(said: Said): JsonApiRecord[] {
		const { values } = said;
		const { also = [], always = [] } = this.key;
		const found = textsSaid(this.resource, this.key, said).flatMap(
			(text) => this.byText.get(text) ?? [],
		);
		if (found.length === 0) return found;
		const compared = [...also.filter((name) => values.has(name)), ...always];
		const unique = [...new Map(found.map((record) => [record.id, record])).values()];
		return unique.filter((record) =>
			compared.every((name) => comparable(values.get(name)) === comparable(at(record, name))),
		);
	}
}

/** The texts of a list's primary entry. Empty if the key is not a list with one primary entry. */
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
	// If no entry is marked, the first one counts, as it does for `primary_email` in the output.
	const primary = marked.length > 0 ? marked : rows.slice(0, 1);
	return keyTexts(resource, key, organizationId, () => primary);
}

/**
 * Groups things that share a text, directly or through others: two items with a common email run one after the other,
 * never at the same time. Returns each thing with the name of its group.
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
