import { settle } from '../concurrency';
import { ApiFault, type JsonApiRecord } from '../transport';
import type { Item } from './item';
import type { Run, Planned } from './run';
import { ARCHIVED, listByIds, mayHideArchived } from '../records/listing';
import { refuseElsewhere, type RecordRef } from './input/locator';
import { show } from '../records/requests';
import { listsByIds } from '../records/routes';

/**
 * Checks before anything is written that each record exists, and that it belongs to the organization or to the parent
 * record of its item. Refuses all other items. With only one item, or with Continue On Fail, the write itself reports
 * a missing record.
 */
export async function checkExistence<Plan extends RecordRef>(
	run: Run,
	plans: ReadonlyArray<Planned<Plan>>,
): Promise<Array<Planned<Plan>>> {
	const stops = plans.length > 1 && !run.continuesOnFail;
	const isBound = ({ within, under }: RecordRef): boolean =>
		within !== undefined || under !== undefined;
	const doubtful = plans.filter(({ plan }) => !plan.known && (stops || isBound(plan)));
	const records = new Records(
		run,
		doubtful.map(({ plan }) => plan.id),
	);
	const asked = new Set(doubtful.map(({ item }) => item));
	return await run.refined(plans, async ({ item, plan }) => {
		if (!asked.has(item)) return plan;
		const record = await records.of(item, plan.id);
		refuseElsewhere(item, record, plan);
		return plan;
	});
}

/** IT Glue refuses the filter, or has no such list. */
const JUDGEMENTS = new Set<number | undefined>([400, 404, 422]);

/** Records by id, read together if the resource has a list for this. */
class Records {
	private readonly listed: Promise<ReadonlyMap<string, JsonApiRecord>>;
	private readonly single = new Map<string, Promise<JsonApiRecord>>();

	constructor(
		private readonly run: Run,
		ids: readonly string[],
	) {
		this.listed = this.read([...new Set(ids)]);
		// Awaited later: the list may fail before the first record is requested.
		this.listed.catch(() => undefined);
	}

	/**
	 * If a list left out a record, reads the record itself: a filter can prove that a record exists, never that it
	 * does not.
	 */
	async of(item: Item, id: string): Promise<JsonApiRecord> {
		const listed = (await this.listed).get(id);
		if (listed) return listed;
		const known = this.single.get(id);
		if (known) return await known;
		const reading = showAlone(item, id);
		this.single.set(id, reading);
		return await reading;
	}

	private async read(ids: string[]): Promise<ReadonlyMap<string, JsonApiRecord>> {
		const { client, resource } = this.run;
		if (ids.length < 2 || !listsByIds(resource)) return new Map();
		const plain = await settle(listByIds(client, resource, ids));
		if (!('value' in plain)) return await this.without(plain.reason);
		const found = new Map(plain.value.map((record) => [record.id, record]));
		const missing = ids.filter((id) => !found.has(id));
		if (missing.length < 2 || !mayHideArchived(resource, plain.value)) return found;
		const hidden = await settle(listByIds(client, resource, missing, ARCHIVED));
		for (const record of 'value' in hidden ? hidden.value : []) found.set(record.id, record);
		return found;
	}

	/** If IT Glue refuses the list, this says nothing about the records: each is requested separately. */
	private async without(reason: unknown): Promise<ReadonlyMap<string, JsonApiRecord>> {
		const judged = reason instanceof ApiFault && JUDGEMENTS.has(reason.status);
		if (judged || this.run.continuesOnFail) return new Map();
		return await Promise.reject(reason);
	}
}

const showAlone = async (item: Item, id: string): Promise<JsonApiRecord> =>
	(await show(item, id)).record;
