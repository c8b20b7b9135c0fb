/** The types that an account defines, and the attributes that each gives its records. */
import { mapInOrder } from '../concurrency';
import type { RecordType, Resource, TypedBy } from '../resources/schema/resource';
import { at, includedRecords, oneRecord } from '../transport/jsonapi/record';
import { fillPath, type Client, type JsonApiRecord } from '../transport';

/** A type has at most some dozens of fields; an account has some dozens of types. */
const PAGE = 1000;
const AT_ONCE = 4;

/** Types as resources, each read once in a run. */
export class Types {
	private readonly known = new Map<string, Promise<Resource>>();

	constructor(private readonly client: Client) {}

	/**
	 * The resource for records of one type, with the type's fields as attributes. Takes one request.
	 *
	 * @throws ApiFault if the type does not exist
	 */
	async one(base: Resource, typedBy: TypedBy, id: string): Promise<Resource> {
		return await this.kept(`${base.name} ${id}`, async () =>
			typedBy.ofOne(base, await this.read(typedBy, id)),
		);
	}

	/** The resource for records of any type: to read records and to name their attributes. */
	async any(base: Resource, typedBy: TypedBy): Promise<Resource> {
		return await this.kept(base.name, async () => typedBy.ofAny(base, await this.readAll(typedBy)));
	}

	private async kept(key: string, read: () => Promise<Resource>): Promise<Resource> {
		const known = this.known.get(key);
		if (known) return await known;
		const reading = read();
		this.known.set(key, reading);
		// Do not keep the failure: the next item may succeed.
		reading.catch(() => this.known.delete(key));
		return await reading;
	}

	private async read(typedBy: TypedBy, id: string): Promise<RecordType> {
		const { document } = await this.client.send({
			method: 'GET',
			path: fillPath(typedBy.types.show, { id }),
			query: { include: typedBy.fields.include },
		});
		const type = oneRecord(document);
		const included = type ? fieldsIn(typedBy, includedRecords(document), type) : [];
		const fields = included.length > 0 ? included : await this.readFields(typedBy, id);
		return { id, name: nameOf(type), fields: inOrder(fields) };
	}

	/** All types with their fields: with one request, if the answer includes the fields. */
	private async readAll(typedBy: TypedBy): Promise<RecordType[]> {
		const { records, included } = await this.client.list({
			path: typedBy.types.list,
			query: { sort: 'id', include: typedBy.fields.include },
			pageSize: PAGE,
		});
		return await mapInOrder(records, AT_ONCE, async (type) => {
			const brought = fieldsIn(typedBy, included, type);
			const fields = brought.length > 0 ? brought : await this.readFields(typedBy, type.id);
			return { id: type.id, name: nameOf(type), fields: inOrder(fields) };
		});
	}

	private async readFields(typedBy: TypedBy, id: string): Promise<JsonApiRecord[]> {
		const { records } = await this.client.list({
			path: fillPath(typedBy.fields.list, { id }),
			query: {},
			pageSize: PAGE,
		});
		return records;
	}
}

const nameOf = (type: JsonApiRecord | undefined): string => String(at(type, 'name') ?? '');

/** The fields of a type among included records: each field names its type, and the type names its fields. */
function fieldsIn(
	{ fields, attribute }: TypedBy,
	included: readonly JsonApiRecord[],
	type: JsonApiRecord,
): JsonApiRecord[] {
	const named = new Set(linksOf(type).map((id) => String(id)));
	return included.filter(
		(record) =>
			record.type.replace(/_/g, '-') === fields.type &&
			(named.has(record.id) || String(at(record, attribute) ?? '') === type.id),
	);
}

function linksOf({ relationships }: JsonApiRecord): unknown[] {
	const all = Object.values(relationships ?? {}) as Array<{ data?: unknown } | undefined>;
	return all
		.flatMap((one) => (Array.isArray(one?.data) ? (one.data as unknown[]) : []))
		.map((link) => (link as { id?: unknown }).id);
}

/** IT Glue cannot sort by `order` (additions 4), and numbers may come as text. */
const inOrder = (fields: readonly JsonApiRecord[]): JsonApiRecord[] =>
	[...fields].sort((a, b) => Number(at(a, 'order') ?? 0) - Number(at(b, 'order') ?? 0));
