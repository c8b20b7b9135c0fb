import { mapInOrder } from '../concurrency';
import { psaLinksOf, type ShownLink } from './psaLink';
import { byKey } from '../transport/jsonapi/record';
import type { Resource, HookContext, Ids } from '../resources/schema/resource';
import { comparable, isWrittenPlainly } from '../text/same';
import { escapeFilterValue, type Client, type JsonApiRecord, type ListAnswer } from '../transport';
import {
	ARCHIVED,
	chunksOf,
	joined,
	mayHideArchived,
	packed,
	PER_REQUEST,
	unique,
	type Reading,
} from './listing';
import { listName, listPath, hasPlainList, organizationOf, steadily, within } from './routes';
import { lookBehind, PSA_LINKS } from './hiddenLinks';

/** From this number of different names on, reading the whole list costs less than one request for each. */
const MANY_NAMES = 4;

/** Records with their linked PSA records, by id; no entry if the answer did not show the links. */
export interface LinkedRecords {
	records: JsonApiRecord[];
	links: Map<string, ShownLink[]>;
}

interface Scope {
	hookContext: HookContext;
	/** The parent record in the path of the list. */
	ids?: Ids;
}

const placeOf = ({ ids }: Scope): string => (ids ? ` ${Object.values(ids).join(',')}` : '');

const keyOfList = (resource: Resource, organizationIds: string[]): string =>
	`${listName(resource)} ${resource.scoped ? [...organizationIds].sort().join(',') : ''}`;

/**
 * Finds records by values that people know. A filter may prove that a record exists, but not that it does not exist:
 * only reading everything and comparing here, without case, proves that.
 */
export class RecordReader {
	private readonly sweeps = new Map<string, Promise<JsonApiRecord[]>>();
	private readonly nameIndexes = new WeakMap<JsonApiRecord[], Map<string, JsonApiRecord[]>>();
	private readonly names = new Map<string, Promise<JsonApiRecord[]>>();
	/** First pages of longer lists that were just read; a reading of the whole list continues from there. */
	private readonly begun = new Map<string, ListAnswer>();
	/** True as soon as the answer for a list of organizations contained several of them. */
	private listsWork = false;

	constructor(private readonly client: Client) {}

	/**
	 * Records with that name: by filter first, then in the whole list. `settles`: true for a record that makes reading
	 * the whole list unnecessary.
	 */
	async byName(
		resource: Resource,
		name: string,
		organizationId: string | undefined,
		scope: Scope,
		settles: (record: JsonApiRecord) => boolean,
	): Promise<JsonApiRecord[]> {
		const key = `${listName(resource)} ${organizationId ?? ''}${placeOf(scope)} ${name}`;
		const known = this.names.get(key);
		if (known) return await known;
		const finding = this.readByName(resource, name, organizationId, scope, settles);
		this.names.set(key, finding);
		finding.catch(() => this.names.delete(key));
		return await finding;
	}

	private async readByName(
		resource: Resource,
		name: string,
		organizationId: string | undefined,
		scope: Scope,
		settles: (record: JsonApiRecord) => boolean,
	): Promise<JsonApiRecord[]> {
		// A filter does not ignore invisible characters.
		const mayAsk = this.names.size < MANY_NAMES && isWrittenPlainly(name);
		const hits = mayAsk ? await this.byFilter(resource, name, organizationId, scope) : [];
		if (hits.some(settles)) return hits;
		const all = await this.allByName(resource, organizationId, scope);
		return all.get(comparable(name)) ?? [];
	}

	/** The records by name, built once, so that ten thousand names do not need ten thousand passes. */
	private async allByName(
		resource: Resource,
		organizationId: string | undefined,
		scope: Scope,
	): Promise<Map<string, JsonApiRecord[]>> {
		const all = await this.all(resource, organizationId ? [organizationId] : [], scope);
		const known = this.nameIndexes.get(all);
		if (known) return known;
		const index = new Map<string, JsonApiRecord[]>();
		for (const record of all) {
			const name = comparable(resource.nameOf(record));
			const same = index.get(name);
			if (same) same.push(record);
			else index.set(name, [record]);
		}
		this.nameIndexes.set(all, index);
		return index;
	}

	private async byFilter(
		resource: Resource,
		name: string,
		organizationId: string | undefined,
		{ ids }: Scope,
	): Promise<JsonApiRecord[]> {
		for (const filters of resource.nameFilters(name)) {
			const { records } = await this.client.list({
				path: listPath(resource, ids),
				query: {
					...Object.fromEntries(
						Object.entries(filters).map(([key, value]) => [
							`filter[${key}]`,
							escapeFilterValue(value),
						]),
					),
					...within(resource, organizationId ? [organizationId] : []),
				},
				pageSize: resource.pageSize.plain,
				// An answer that ignores the filter contains all records: a few matches are enough.
				limit: 50,
				keep: (record) =>
					resource.nameOf(record) === name &&
					(!organizationId || organizationOf(record) === organizationId),
			});
			if (records.length > 0) return records;
		}
		return [];
	}

	/**
	 * All records of the given organizations, archived ones included; of the whole account if none is given. Read once
	 * per execution, until `forget`.
	 */
	async all(resource: Resource, organizationIds: string[], scope: Scope): Promise<JsonApiRecord[]> {
		const wanted = resource.scoped ? [...new Set(organizationIds)].sort() : [];
		const key = keyOfList(resource, wanted) + placeOf(scope);
		const known = this.sweeps.get(key);
		if (known) return await known;
		const reading = this.sweep(resource, wanted, scope);
		this.sweeps.set(key, reading);
		// Do not keep the failure: the next item may succeed.
		reading.catch(() => this.sweeps.delete(key));
		return await reading;
	}

	/** The same records, with their linked PSA records. */
	async allLinked(resource: Resource, organizationIds: string[]): Promise<LinkedRecords> {
		const wanted = resource.scoped ? [...new Set(organizationIds)].sort() : [];
		const { records, included } = await this.inChunks(resource, wanted, PSA_LINKS);
		const known = byKey(included);
		const links = new Map<string, ShownLink[]>();
		for (const record of records) {
			const found = psaLinksOf(record, known);
			if (found) links.set(record.id, found);
		}
		await lookBehind(this.client, resource, links);
		return { records, links };
	}

	/**
	 * The newest records of the organizations, at least `count` of them if there are that many. They include records
	 * that were created meanwhile. Undefined if IT Glue cannot sort in this way.
	 */
	async newest(
		resource: Resource,
		organizationIds: string[],
		count: number,
	): Promise<JsonApiRecord[] | undefined> {
		if (!hasPlainList(resource) || !resource.sorts.some(({ key }) => key === 'created_at'))
			return undefined;
		const parts = await mapInOrder(chunksOf(organizationIds), 4, async (ids) => {
			const { records } = await this.client.list({
				path: listPath(resource),
				query: { sort: '-created_at', ...within(resource, ids) },
				pageSize: resource.pageSize.plain,
				limit: Math.max(count, resource.pageSize.plain),
			});
			return records;
		});
		return parts.flat();
	}

	/** How many records the organizations have, as IT Glue counts them; undefined if it does not show a total. */
	async count(resource: Resource, organizationIds: string[]): Promise<number | undefined> {
		if (!hasPlainList(resource)) return undefined;
		const parts = await mapInOrder(chunksOf(organizationIds), 4, async (ids) => {
			const known = this.begun.get(keyOfList(resource, ids))?.total;
			if (known !== undefined) return known;
			const { document } = await this.client.send({
				method: 'GET',
				path: listPath(resource),
				query: { ...within(resource, ids), 'page[number]': '1', 'page[size]': '1' },
			});
			const total = Number(document.meta?.['total-count']);
			return Number.isInteger(total) ? total : Infinity;
		});
		const total = parts.reduce((sum, part) => sum + part, 0);
		return Number.isFinite(total) ? total : undefined;
	}

	/** Records that a filter finds for any of the values, read in as few requests as the length of addresses allows. */
	async byValues(
		resource: Resource,
		key: string,
		values: string[],
		organizationIds: string[],
		more: Record<string, string> = {},
	): Promise<JsonApiRecord[]> {
		const few = organizationIds.length <= PER_REQUEST ? organizationIds : [];
		const parts = await mapInOrder(packed(values), 4, async (some) => {
			const { records } = await this.client.list({
				path: listPath(resource),
				query: {
					...steadily(resource),
					[`filter[${key}]`]: some.join(','),
					...within(resource, few),
					...more,
				},
				pageSize: resource.pageSize.plain,
			});
			return records;
		});
		return parts.flat();
	}

	/**
	 * All records of the organizations, if they fit one page: this costs no more than a filter and gives a complete
	 * result. Otherwise undefined. Stored for `all` as well.
	 */
	async few(resource: Resource, organizationIds: string[]): Promise<JsonApiRecord[] | undefined> {
		const wanted = resource.scoped ? [...new Set(organizationIds)].sort() : [];
		if (!hasPlainList(resource) || wanted.length > PER_REQUEST) return undefined;
		const page = resource.pageSize.plain;
		const answer = await this.client.list({
			path: listPath(resource),
			query: { ...steadily(resource), ...within(resource, wanted) },
			pageSize: page,
			limit: page,
		});
		const { records, complete } = answer;
		if (!complete) this.begun.set(keyOfList(resource, wanted), answer);
		const owners = new Set(records.map(organizationOf));
		// If IT Glue reads a list of organizations as one value, the answer looks as if they had no records.
		const understood = wanted.length < 2 || owners.size > 1 || this.listsWork;
		if (owners.size > 1) this.listsWork = true;
		if (!complete || !understood) return undefined;
		const hidden = mayHideArchived(resource, records) ? await this.archived(resource, wanted) : [];
		if (!hidden) return undefined;
		const own = new Set(wanted);
		const all = unique([...records, ...hidden]).filter(
			(record) => own.size === 0 || own.has(organizationOf(record) ?? ''),
		);
		this.sweeps.set(keyOfList(resource, wanted), Promise.resolve(all));
		return all;
	}

	/** The archived records of the organizations; undefined if they do not fit one page. */
	async archived(
		resource: Resource,
		organizationIds: string[],
	): Promise<JsonApiRecord[] | undefined> {
		if (organizationIds.length > PER_REQUEST) return undefined;
		const { records, complete } = await this.client.list({
			path: listPath(resource),
			query: { ...within(resource, organizationIds), ...ARCHIVED },
			pageSize: resource.pageSize.plain,
			limit: resource.pageSize.plain,
		});
		return complete ? records : undefined;
	}

	/** Discards the stored records, so that the next reading asks IT Glue again. */
	forget(resource: Resource): void {
		for (const kept of [this.sweeps, this.begun])
			for (const key of kept.keys()) if (key.startsWith(`${listName(resource)} `)) kept.delete(key);
	}

	private async sweep(
		resource: Resource,
		organizationIds: string[],
		scope: Scope,
	): Promise<JsonApiRecord[]> {
		const { hooks, pageSize } = resource;
		if (scope.ids) return (await this.read(resource, [], undefined, scope.ids)).records;
		if (!hooks?.list) return (await this.inChunks(resource, organizationIds)).records;
		const listing = { organizationIds, query: {}, pageSize: pageSize.plain };
		const { records } = await hooks.list(scope.hookContext, listing);
		if (resource.archive?.by !== 'flag') return records;
		// Such a list has no documented filter for archived records. An unknown filter changes nothing (reference 1.5);
		// a working one returns records that the plain list may hide.
		const hidden = await hooks.list(scope.hookContext, {
			...listing,
			query: ARCHIVED,
		});
		return unique([...records, ...hidden.records]);
	}

	private async inChunks(
		resource: Resource,
		organizationIds: string[],
		include?: string,
	): Promise<Reading> {
		const parts = await mapInOrder(chunksOf(organizationIds), 4, async (ids) =>
			ids.length === 0
				? await this.read(resource, [], include)
				: await this.ofOrganizations(resource, ids, include),
		);
		return joined(parts);
	}

	/**
	 * One request for many organizations. Only an answer with several organizations proves that IT Glue accepts a comma
	 * list; until then, each organization without a record is read alone.
	 */
	private async ofOrganizations(
		resource: Resource,
		ids: string[],
		include?: string,
	): Promise<Reading> {
		const reading = await this.read(resource, ids, include);
		if (ids.length === 1) return reading;
		const seen = new Set(reading.records.map(organizationOf));
		if (seen.size > 1) this.listsWork = true;
		if (this.listsWork) return reading;
		const missing = ids.filter((id) => !seen.has(id));
		const singles = await mapInOrder(
			missing,
			8,
			async (id) => await this.read(resource, [id], include),
		);
		return joined([reading, ...singles]);
	}

	private async read(
		resource: Resource,
		organizationIds: string[],
		include?: string,
		ids?: Ids,
	): Promise<Reading> {
		const path = listPath(resource, ids);
		const query = {
			...steadily(resource),
			...within(resource, organizationIds),
			...(include && { include }),
		};
		const page = { path, pageSize: resource.pageSize.plain };
		const key = keyOfList(resource, organizationIds);
		const begun = include === undefined ? this.begun.get(key) : undefined;
		this.begun.delete(key);
		const plain = await this.client.list({ ...page, query, ...(begun && { begun }) });
		const hidden = mayHideArchived(resource, plain.records)
			? await this.client.list({ ...page, query: { ...query, ...ARCHIVED } })
			: { records: [], included: [] };
		const wanted = new Set(organizationIds);
		const both = joined([plain, hidden]);
		return {
			records: both.records.filter(
				(record) => wanted.size === 0 || wanted.has(organizationOf(record) ?? ''),
			),
			included: both.included,
		};
	}
}
