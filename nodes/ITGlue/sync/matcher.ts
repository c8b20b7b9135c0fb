import { hidesALink, leadsTo, living, type PsaRecord, type ShownLink } from '../records/psaLink';
import { columnOf, isPsaFilter, PSA_ID } from '../resources/schema/columns';
import type { NaturalKey, Values } from '../resources/schema/attribute';
import type { Resource } from '../resources/schema/resource';
import { isWrittenPlainly, storedForms, trimmed } from '../text/same';
import { escapeFilterValue, type JsonApiRecord } from '../transport';
import { mapInOrder, settle } from '../concurrency';
import { rowsOf } from '../records/compare';
import { listByIds, ARCHIVED, mayHideArchived, packed } from '../records/listing';
import { listsByIds, listPath, hasPlainList, organizationOf } from '../records/routes';
import type { Item } from '../run/item';
import type { Run } from '../run/run';
import { contradicts, KeyIndex } from './keyIndex';
import { nameOfKey } from './keys';
import { activeFirst, meantBy } from './meant';
import { refuseUnfiltered } from './psaFilter';
import { ofTheItem } from './toldApart';
import type { Match, Criteria } from './criteria';

type TypedPsaRecord = Required<PsaRecord>;

const NOTHING: Match = { records: [], by: [] };

/**
 * Finds the records that the items of a run mean, for all items together. A filter can prove that a record exists. Only
 * reading all records of the organization proves that a record does not exist.
 */
export class Matcher {
	private readonly pool = new Map<string, JsonApiRecord>();
	private readonly indexes = new Map<string, KeyIndex>();
	private readonly links = new Map<string, ShownLink[]>();
	/** How many records have a link that the answers do not show in full. */
	private hidden = 0;
	/** PSA records that were requested from IT Glue with a filter. */
	private readonly asked = new Set<string>();
	private readonly byLink = new Map<string, Set<string>>();
	private reading?: Promise<void>;
	private readonly resource: Resource;

	constructor(private readonly run: Run) {
		this.resource = run.resource;
	}

	/** Reads the records that are needed to find all wanted ones. `item`: any item of the run, for its connection. */
	async prepare(wanted: Criteria[], item: Item): Promise<void> {
		await this.readIds(wanted.flatMap(({ id }) => id ?? []));
		const linked = wanted.filter(({ psa }) => psa);
		if (linked.length > 0) await this.readLinks(linked, item);
		const plain = wanted.filter(({ psa, keys }) => !psa && keys.length > 0);
		const missing = await this.tryFilters(plain);
		if (missing.length > 0) await this.sweep(missing, item);
	}

	/**
	 * Reads all records of the organizations, once for all items: before a create, a filter that finds nothing would
	 * cost one more request. If the reading failed, the next item tries again.
	 */
	async readAll(wanted: readonly Criteria[], item: Item): Promise<void> {
		this.reading ??= this.sweep(wanted, item);
		const reading = await settle(this.reading);
		if ('value' in reading) return;
		this.reading = undefined;
		await Promise.reject(reading.reason);
	}

	/** Reads the records again: the item's record may have been created meanwhile. */
	async again(wanted: Criteria, item: Item): Promise<Match> {
		await this.refresh([wanted], item);
		return this.find(wanted);
	}

	/** Reads the organizations of the wanted records again. */
	async refresh(wanted: readonly Criteria[], item: Item): Promise<void> {
		this.run.reader.forget(this.resource);
		for (const record of await this.all(wanted, item)) this.pool.set(record.id, record);
		this.indexes.clear();
	}

	/** The records that an item means, among those that were read. */
	find(wanted: Criteria): Match {
		const { id, psa, keys, values, organizationId } = wanted;
		if (id !== undefined) {
			const record = this.pool.get(id);
			return record ? { records: [record], by: ['id'] } : NOTHING;
		}
		const maybe = psa ? this.linkedTo(psa, 'maybe', organizationId) : [];
		if (psa) {
			const all = living(this.linkedTo(psa, 'yes', organizationId), this.linkTo(psa));
			const linked = activeFirst(this.resource, all, values);
			if (linked.records.length > 0) return { ...linked, by: [PSA_ID] };
		}
		const doubt = maybe.length > 0 && { maybe };
		for (const key of keys) {
			const all = this.indexOf(key).find(wanted);
			const matches = ofTheItem(key, values, psa, all, (record) => this.linksOf(record));
			const match = this.meant(key, values, matches);
			if (match.records.length > 0) return { ...match, ...doubt };
		}
		return { ...this.findNear(wanted), ...doubt };
	}

	/**
	 * Finds a record that lacks the value to match by (a serial number that was never entered), by other known values.
	 */
	private findNear(wanted: Criteria): Match {
		const { keys, values } = wanted;
		const near = this.pool.size > 0 ? (wanted.near?.() ?? []) : [];
		for (const [at, key] of near.entries()) {
			const stronger = [...keys, ...near.slice(0, at)];
			const matches = this.indexOf(key)
				.find(wanted)
				.filter((record) => !contradicts(this.resource, stronger, values, record));
			const match = this.meant(key, values, matches);
			if (match.records.length > 0) return { ...match, near: true };
		}
		return NOTHING;
	}

	private meant(key: NaturalKey, values: Values, matches: JsonApiRecord[]): Match {
		const names = [...key.attributes, ...besides(key, values)];
		const by = names.map((name) => columnOf(this.resource, name));
		return { ...meantBy(this.resource, key, values, matches), key, by };
	}

	/** All records with this value of a key, whichever the item means. */
	holding(key: NaturalKey, wanted: Criteria): JsonApiRecord[] {
		return this.indexOf(key).find(wanted);
	}

	/** The PSA records that a record is linked to; undefined if that is not known. */
	linksOf(record: JsonApiRecord): ShownLink[] | undefined {
		return this.links.get(record.id);
	}

	/** How many records may be linked to that PSA record although the answers do not show it. */
	mayHide(psa: PsaRecord): number {
		return this.asked.has(nameOf(psa)) ? 0 : this.hidden;
	}

	/** All records that were read. */
	get records(): JsonApiRecord[] {
		return [...this.pool.values()];
	}

	knows(id: string): boolean {
		return this.pool.has(id);
	}

	add(records: readonly JsonApiRecord[]): void {
		for (const record of records) if (!this.pool.has(record.id)) this.put(record);
	}

	/** Stores the present state of a record, so that the next item sees the new values. */
	put(record: JsonApiRecord): void {
		this.pool.set(record.id, record);
		for (const index of this.indexes.values()) index.add(record);
	}

	private indexOf(key: NaturalKey): KeyIndex {
		const name = nameOfKey(key);
		const known = this.indexes.get(name);
		if (known) return known;
		const index = new KeyIndex(this.resource, key, this.records);
		this.indexes.set(name, index);
		return index;
	}

	private linkedTo(
		psa: PsaRecord,
		how: ReturnType<typeof leadsTo>,
		organizationId?: string,
	): JsonApiRecord[] {
		const ids = [...(this.byLink.get(psa.id) ?? [])];
		return ids
			.filter((id) => this.links.get(id)?.some((link) => leadsTo(link, psa) === how))
			.flatMap((id) => this.pool.get(id) ?? [])
			.filter(
				(record) =>
					!this.resource.scoped ||
					!organizationId ||
					(organizationOf(record) ?? organizationId) === organizationId,
			);
	}

	private readonly linkTo =
		(psa: PsaRecord) =>
		({ id }: JsonApiRecord): ShownLink | undefined =>
			this.links.get(id)?.find((link) => leadsTo(link, psa) === 'yes');

	private async readIds(ids: string[]): Promise<void> {
		if (ids.length === 0 || !listsByIds(this.resource)) return;
		this.add(await listByIds(this.run.client, this.resource, ids));
	}

	private async readLinks(wanted: Criteria[], item: Item): Promise<void> {
		const organizations = organizationsOf(wanted);
		const { records, links } = await this.run.reader.allLinked(this.resource, organizations);
		// Drop the links: they are neither compared nor returned.
		this.add(records.map(({ id, type, attributes }) => ({ id, type, attributes })));
		for (const [id, found] of links) {
			if (hidesALink(found)) this.hidden += 1;
			else this.noteLinks(id, found);
		}
		// For organizations, answers show which link belongs to which record (seen live). If they do not show it, ask
		// for each PSA id alone: an answer for several ids does not show which one matched.
		if (this.links.size === 0 && records.length > 0) await this.askForLinks(wanted, item);
		else if (this.hidden > 0) await this.askForTyped(wanted.filter(({ psa }) => this.isOpen(psa)));
	}

	private isOpen(psa: PsaRecord | undefined): boolean {
		return psa !== undefined && this.linkedTo(psa, 'yes').length === 0;
	}

	private noteLinks(id: string, links: ShownLink[]): void {
		this.links.set(id, [...(this.links.get(id) ?? []), ...links]);
		for (const { id: remote } of links) {
			if (remote === null) continue;
			const holders = this.byLink.get(remote) ?? new Set<string>();
			this.byLink.set(remote, holders.add(id));
		}
	}

	private async askForLinks(wanted: Criteria[], item: Item): Promise<void> {
		const asked = wanted.flatMap(({ psa }) => psa ?? []);
		refuseUnfiltered(item, asked);
		const [first] = asked.flatMap(typed);
		if (first) await this.refuseDeafFilter(item, first.type);
		await this.askForTyped(wanted);
	}

	private async askForTyped(wanted: Criteria[]): Promise<void> {
		const all = wanted.flatMap(({ psa }) => (psa ? typed(psa) : []));
		const pairs = new Map(
			all
				.filter(({ type }) => isPsaFilter(this.resource, type))
				.map((psa) => [nameOf(psa), psa] as const),
		);
		await mapInOrder([...pairs.values()], 8, async (psa) => {
			const records = await this.askFor(psa);
			this.asked.add(nameOf(psa));
			this.add(records);
			for (const { id } of records) this.noteLinks(id, [{ ...psa, sure: true }]);
		});
	}

	private async askFor({ id, type }: TypedPsaRecord, limit = 50): Promise<JsonApiRecord[]> {
		const { records } = await this.run.client.list({
			path: listPath(this.resource),
			query: {
				'filter[psa_id]': escapeFilterValue(id),
				'filter[psa_integration_type]': type,
			},
			pageSize: this.resource.pageSize.plain,
			limit,
		});
		return records;
	}

	/** IT Glue returns all records if it does not know a filter (reference 1.5). */
	private async refuseDeafFilter(item: Item, type: string): Promise<void> {
		const impossible = await this.askFor({ id: 'no-such-id', type }, 1);
		if (impossible.length === 0) return;
		item.refuse(
			`IT Glue does not filter ${this.resource.plural.toLowerCase()} by PSA ID here`,
			'It returned records for an ID that does not exist. Match by another column.',
		);
	}

	/**
	 * Looks for values with a filter if that needs fewer requests than reading everything. Returns the criteria without
	 * a match: their records may still exist.
	 */
	private async tryFilters(wanted: Criteria[]): Promise<Criteria[]> {
		let left: Criteria[] = [];
		for (const group of byFirstKey(wanted)) {
			const by = filterFor(this.resource, group);
			if (by && (await this.readFew(group))) continue;
			const plain = group.filter((one) => !by || isPlain(this.resource, by.name, one));
			const values = by ? valuesOf(this.resource, by.name, plain) : [];
			if (by && values.length > 0 && (await this.paysOff(values, group)))
				await this.lookFor(by.filter, values, plain);
			const trusted = new Set(plain);
			const isOpen = (one: Criteria): boolean =>
				!trusted.has(one) || this.find(one).records.length === 0;
			left = left.concat(this.pool.size === 0 ? group : group.filter(isOpen));
		}
		return left;
	}

	/** Reads everything if it fits one page; then the result is complete. */
	private async readFew(group: Criteria[]): Promise<boolean> {
		const records = await this.run.reader.few(this.resource, organizationsOf(group));
		if (records) this.add(records);
		return records !== undefined;
	}

	/** Reads the records that a filter finds, archived ones included. */
	private async lookFor(filter: string, given: string[], group: Criteria[]): Promise<void> {
		const { resource } = this;
		const { reader } = this.run;
		const organizations = organizationsOf(group);
		const few = packed(given).length === 1;
		const values = few ? spellings(given) : given;
		const plain = await reader.byValues(resource, filter, values, organizations);
		this.add(plain);
		if (!mayHideArchived(resource, plain)) return;
		const all = few ? undefined : await reader.archived(resource, organizations);
		this.add(all ?? (await reader.byValues(resource, filter, values, organizations, ARCHIVED)));
	}

	private async paysOff(values: string[], group: Criteria[]): Promise<boolean> {
		const requests = packed(values).length;
		if (requests <= 1) return true;
		const total = await this.run.reader.count(this.resource, organizationsOf(group));
		return total !== undefined && requests < Math.ceil(total / this.resource.pageSize.plain);
	}

	private async sweep(wanted: readonly Criteria[], item: Item): Promise<void> {
		this.add(await this.all(wanted, item));
	}

	private async all(wanted: readonly Criteria[], item: Item): Promise<JsonApiRecord[]> {
		const hookContext = item.hookContext(new Map(), { always: false });
		return await this.run.reader.all(this.resource, organizationsOf(wanted), { hookContext });
	}
}

const nameOf = ({ type = '', id }: PsaRecord): string => `${type} ${id}`;

const typed = ({ id, type }: PsaRecord): TypedPsaRecord[] =>
	type === undefined ? [] : [{ id, type }];

const organizationsOf = (wanted: readonly Criteria[]): string[] => [
	...new Set(wanted.flatMap(({ organizationId }) => organizationId ?? [])),
];

const besides = ({ always = [] }: NaturalKey, values: Values): string[] =>
	always.filter((name) => values.has(name));

function byFirstKey(wanted: Criteria[]): Criteria[][] {
	const groups = new Map<string, Criteria[]>();
	for (const one of wanted) {
		const name = one.keys[0]?.attributes.join() ?? '';
		const group = groups.get(name);
		if (group) group.push(one);
		else groups.set(name, [one]);
	}
	return [...groups.values()];
}

/** The filter that finds records by the key of a group, if IT Glue has one. */
function filterFor(
	resource: Resource,
	[first]: Criteria[],
): { filter: string; name: string } | undefined {
	const [name, ...others] = first?.keys[0]?.attributes ?? [];
	if (name === undefined || others.length > 0 || !hasPlainList(resource)) return undefined;
	const column = columnOf(resource, name);
	const filter = resource.filters.find(
		({ key, kind, keep, sendWhen }) =>
			key === column && kind === 'string' && (keep === undefined || sendWhen !== undefined),
	);
	return filter && { filter: filter.key, name };
}

/**
 * The values in capitals, in small letters and with accents stored in another way. They find further records with the
 * same key, if this needs no further request.
 */
function spellings(values: string[]): string[] {
	const all = values.flatMap((value) =>
		[value, value.toLowerCase(), value.toUpperCase()].flatMap(storedForms),
	);
	const unique = [...new Set(all)];
	return packed(unique).length === 1 ? unique : values;
}

/** The values as the user gave them, each once: filters may distinguish capital letters. */
const valuesOf = (resource: Resource, name: string, group: Criteria[]): string[] => [
	...new Set(group.flatMap((one) => textsOf(resource, name, one))),
];

/** Whether a filter can find the value: filters do not ignore invisible characters. */
const isPlain = (resource: Resource, name: string, one: Criteria): boolean =>
	textsOf(resource, name, one).every(isWrittenPlainly);

function textsOf(resource: Resource, name: string, { values }: Criteria): string[] {
	const column = resource.attributes.find((attribute) => attribute.name === name)?.rows?.key.column;
	const value = values.get(name);
	const all = column === undefined ? [value] : rowsOf(value).map((row) => row[column]);
	return all.map((one) => trimmed(String(one ?? ''))).filter((text) => text !== '');
}
