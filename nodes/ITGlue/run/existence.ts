import { settle } from '../concurrency';
import { ApiFault, type JsonApiRecord } from '../transport';
import type { Item } from './item';
import type { Run, Planned } from './run';
import { ARCHIVED, listByIds, mayHideArchived } from '../records/listing';
import { refuseElsewhere, type RecordRef } from './input/locator';
import { show } from '../records/requests';
import { listsByIds } from '../records/routes';

/**
 * Checks, before anything is written, that the records exist that the plans are about, and that each
 * belongs to the organization, or stands under the record, that its item names. Items whose record does not are refused. With one
 * item, or where the others go on anyway, the write itself says that there is no such record.
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

/** IT Glue does not take the question, or has no such list. */
const JUDGEMENTS = new Set<number | undefined>([400, 404, 422]);

/** Records by id, read together where the resource has a list for that. */
class Records {
	private readonly listed: Promise<ReadonlyMap<string, JsonApiRecord>>;
	private readonly single = new Map<string, Promise<JsonApiRecord>>();

	constructor(
		private readonly run: Run,
		ids: readonly string[],
	) {
		this.listed = this.read([...new Set(ids)]);
		// Awaited where a record is asked for, which may be later than it fails.
		this.listed.catch(() => undefined);
	}

	/** The record itself where a list left it out: a filter proves that a record exists, never that it does not. */
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

	/** A list that IT Glue does not give says nothing of the records: each is then asked for. */
	private async without(reason: unknown): Promise<ReadonlyMap<string, JsonApiRecord>> {
		const judged = reason instanceof ApiFault && JUDGEMENTS.has(reason.status);
		if (judged || this.run.continuesOnFail) return new Map();
		return await Promise.reject(reason);
	}
}

const showAlone = async (item: Item, id: string): Promise<JsonApiRecord> =>
	(await show(item, id)).record;
