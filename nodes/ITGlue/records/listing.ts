import { mapInOrder } from '../concurrency';
import { kebab } from '../text/spelling';
import type { Resource } from '../resources/schema/resource';
import { encodeSafely, escapeFilterValue, type Client, type JsonApiRecord } from '../transport';
import { listPath, byIds } from './routes';

/** Organizations in one request: keeps the address well below the limit of gateways. */
export const PER_REQUEST = 100;
/** Bytes of values in one address: gateways commonly accept 8 kB for the whole address. */
const ADDRESS_BYTES = 6000;
const ENCODED_COMMA = 3;

export const ARCHIVED = { 'filter[archived]': 'true' };

/** The records of one list or of several. */
export interface Reading {
	records: JsonApiRecord[];
	included: JsonApiRecord[];
}

/**
 * Whether the plain index shows archived records is not known (reference, section 9): it does if one of its
 * records is archived.
 */
export function mayHideArchived({ filters, archive }: Resource, records: JsonApiRecord[]): boolean {
	if (!filters.some(({ key }) => key === 'archived')) return false;
	const flag = archive?.by === 'flag' ? kebab(archive.attribute) : 'archived';
	return !records.some(({ attributes }) => attributes[flag] === true);
}

/** The records, each only once. */
export const unique = (records: JsonApiRecord[]): JsonApiRecord[] => [
	...new Map(records.map((record) => [record.id, record])).values(),
];

/** Combines several readings into one. */
export const joined = (parts: Reading[]): Reading => ({
	records: unique(parts.flatMap(({ records }) => records)),
	included: parts.flatMap(({ included }) => included),
});

/** The organizations in portions for one request each; one empty portion if no organization is given. */
export function chunksOf(organizationIds: string[]): string[][] {
	if (organizationIds.length === 0) return [[]];
	const chunks: string[][] = [];
	for (let at = 0; at < organizationIds.length; at += PER_REQUEST) {
		chunks.push(organizationIds.slice(at, at + PER_REQUEST));
	}
	return chunks;
}

/** The values of a filter: commas separate them, commas inside a value are escaped. */
const valuesIn = (text: string): string[] => text.split(/(?<!\\),/);

/**
 * Splits a query into portions whose addresses are short enough for servers: the longest list of values is halved until
 * each part fits. Together they ask for the same records.
 *
 * @param isList whether a filter accepts a list of values, one of which a record must match
 */
export function portionsOf(
	query: Record<string, string>,
	isList: (key: string) => boolean,
): Array<Record<string, string>> {
	const sizes = Object.entries(query).map(([key, value]) => ({
		key,
		size: encodeSafely(value).length,
		values: isList(key) ? valuesIn(value) : [],
	}));
	const length = sizes.reduce((sum, { size }) => sum + size, 0);
	const [longest] = sizes.filter(({ values }) => values.length > 1).sort((a, b) => b.size - a.size);
	if (length <= ADDRESS_BYTES || longest === undefined) return [query];
	const { key, values } = longest;
	const middle = Math.ceil(values.length / 2);
	return [values.slice(0, middle), values.slice(middle)].flatMap((half) =>
		portionsOf({ ...query, [key]: half.join(',') }, isList),
	);
}

/** Escaped values in portions whose encoded length fits an address. */
export function packed(values: string[]): string[][] {
	const portions: string[][] = [];
	let room = 0;
	for (const value of values.map(escapeFilterValue)) {
		const size = encodeSafely(value).length + ENCODED_COMMA;
		if (size > room) {
			portions.push([]);
			room = ADDRESS_BYTES;
		}
		portions[portions.length - 1]?.push(value);
		room -= size;
	}
	return portions;
}

/** Records by their ids, as lists show them, in as few requests as addresses allow. */
export async function listByIds(
	client: Client,
	resource: Resource,
	ids: readonly string[],
	more: Record<string, string> = {},
): Promise<JsonApiRecord[]> {
	const parts = await mapInOrder(packed([...new Set(ids)]), 4, async (some) => {
		const wanted = new Set(some);
		const { records } = await client.list({
			path: listPath(resource),
			query: { ...byIds(some), ...more },
			pageSize: resource.pageSize.plain,
			keep: ({ id }) => wanted.has(id),
		});
		return records;
	});
	return parts.flat();
}
