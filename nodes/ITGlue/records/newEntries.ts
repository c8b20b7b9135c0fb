import type { IDataObject } from 'n8n-workflow';
import { settle } from '../concurrency';
import { kebab } from '../text/spelling';
import { oneRecord } from '../transport/jsonapi/record';
import { wireId } from '../transport/jsonapi/serialise';
import { LOOKUPS } from '../resources/lookups';
import type { LookupName } from '../resources/schema/attribute';
import { comparable } from '../text/same';
import { ApiFault, fillPath, type Client } from '../transport';
import type { Lookups } from './lookups';

/** The parent of a new entry: a model needs its manufacturer, which may be new as well. */
type Parent = string | NewEntry;

/**
 * A list entry that a record will point to and that does not exist yet. It replaces the id among the record's values:
 * it differs from every existing id, and JSON turns it into its id after the entry was created. It is created directly
 * before the first record that needs it, after all items were checked.
 */
export class NewEntry {
	private id?: string;
	private creating?: Promise<string>;

	constructor(
		readonly lookup: LookupName,
		readonly name: string,
		readonly parent?: Parent,
	) {}

	/** Creates the entry unless it was created before. */
	async create(client: Client, lookups: Lookups): Promise<string> {
		this.creating ??= createEntry(this, client, lookups);
		this.id = await this.creating;
		return this.id;
	}

	toJSON(): number | string {
		return this.id === undefined ? this.toString() : wireId(this.id);
	}

	/** As a report shows it. */
	toString(): string {
		return this.id ?? `${this.name} (new)`;
	}
}

/** The new entries of one execution: items with the same name share one entry. */
export class NewEntries {
	private readonly known = new Map<string, NewEntry>();

	constructor(private readonly lookups: Lookups) {}

	entry(lookup: LookupName, name: string, parent?: Parent): NewEntry {
		const key = [lookup, comparable(name), parent === undefined ? '' : String(parent)].join(
			'\u0000',
		);
		const entry = this.known.get(key) ?? new NewEntry(lookup, name, parent);
		this.known.set(key, entry);
		return entry;
	}

	/** Creates the entries that a record points to, so that the record can be sent. */
	async ready(client: Client, attributes: IDataObject): Promise<void> {
		// In order, because a model may need its manufacturer.
		for (const value of Object.values(attributes) as unknown[])
			if (value instanceof NewEntry) await value.create(client, this.lookups);
	}
}

async function createEntry(entry: NewEntry, client: Client, lookups: Lookups): Promise<string> {
	const { lookup, name } = entry;
	const { within, create = '' } = LOOKUPS[lookup];
	const parentId =
		entry.parent instanceof NewEntry ? await entry.parent.create(client, lookups) : entry.parent;
	const nested = create.includes(':');
	const attributes: IDataObject = {
		name,
		...(within && !nested && parentId && { [kebab(within.parent)]: wireId(parentId) }),
	};
	const sent = await settle(
		client.send({
			method: 'POST',
			path: fillPath(create, within && nested ? { [within.parent]: parentId ?? '' } : {}),
			body: { data: { type: typeOf(create), attributes } },
		}),
	);
	const created = 'value' in sent ? oneRecord(sent.value.document)?.id : undefined;
	if (created !== undefined) return created;
	// Somebody else may have been faster, or the answer was lost: do not create it a second time.
	const again = await lookups.anew(lookup, name, parentId);
	if (again !== undefined) return again;
	if ('reason' in sent) return await Promise.reject(sent.reason);
	throw new ApiFault({
		kind: 'malformed',
		method: 'POST',
		path: create,
		message: `IT Glue accepted the ${LOOKUPS[lookup].label.toLowerCase()} "${name}" but does not show it`,
	});
}

/** `/organizations/:organization_id/relationships/document_folders` → `document-folders`. */
const typeOf = (path: string): string => kebab(path.slice(path.lastIndexOf('/') + 1));
