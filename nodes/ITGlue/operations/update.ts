import type { IDataObject } from 'n8n-workflow';
import type { JsonApiRecord } from '../transport';
import type { Item } from './item';
import type { Job } from './job';
import { organizationId, recordId } from './locate';
import { show } from './requests';
import { checkValues, readValues, toRequest, type Values } from './values';
import {
	mergeLists,
	needsRecord,
	parentsOf,
	patchWhatIsOpen,
	reportNotTaken,
	withRecovery,
	without,
} from './write';

interface Plan {
	id: string;
	values: Values;
	within?: string;
	report: IDataObject;
}

/** Changes the given fields of records; items on the same record take turns in input order. */
export async function update(job: Job): Promise<void> {
	await job.inGroups(
		await job.planned(planOf),
		({ plan }) => plan.id,
		async ({ item, plan }) => await updateOne(item, plan),
	);
}

async function planOf(item: Item): Promise<Plan> {
	const within = await organizationId(item);
	const id = await recordId(item, within);
	const values = await readValues(item, 'update', parentsOf(item, within, id));
	const hasWork = item.job.resource.steps?.hasWork?.((param) => item.extra(param)) === true;
	if (values.size === 0 && !hasWork) {
		item.refuse(
			'There is nothing to update',
			'Add at least one field under Update Fields. A field whose expression gives undefined counts as not set.',
		);
	}
	checkValues(item, values, 'update');
	const report = item.job.resource.steps?.repair?.(values, (param) => item.extra(param)) ?? {};
	return { id, values, within, report };
}

async function updateOne(item: Item, plan: Plan): Promise<void> {
	const { id, values, within } = plan;
	const { steps } = item.job.resource;
	const context = item.stepContext(values, { organizationId: within, always: true });
	await steps?.beforeUpdate?.(context, id);
	const changed = await withRecovery(item, plan, async () => await sendFields(item, plan));
	const record = (await steps?.afterWrite?.(context, changed, 'update')) ?? changed;
	item.job.output(item, item.presentOne(record, undefined, plan.report));
}

async function sendFields(item: Item, { id, values, report }: Plan): Promise<JsonApiRecord> {
	// Read immediately before, and from the record itself: lists show some attributes cut.
	const before = needsRecord(item, values) ? (await show(item, id)).record : undefined;
	const { attributes } = toRequest(item, mergeLists(item, values, before));
	if (Object.keys(attributes).length === 0) return before ?? (await show(item, id)).record;
	const changed = await patchWhatIsOpen(item, id, attributes, report);
	item.done('update the fields');
	reportNotTaken(item, without(attributes, report._psa_owned), changed);
	return changed;
}
