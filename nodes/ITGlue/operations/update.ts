import type { IDataObject } from 'n8n-workflow';
import { shows } from '../transport/jsonapi/record';
import type { HookContext } from '../resources/schema/resource';
import type { JsonApiRecord } from '../transport';
import { holdsCutTexts, refuseCutTexts, withoutCutTexts } from '../records/cutText';
import { createOnlyDiffering } from '../sync/createOnly';
import type { Item } from '../run/item';
import type { Run } from '../run/run';
import { ifNameNotFound } from './nameOption';
import type { Operation } from './operation';
import { checkExistence } from '../run/existence';
import { locateRecord, type RecordRef } from '../run/input/locator';
import { patchWhatIsOpen, without } from '../records/psaOwned';
import { show } from '../records/requests';
import { checkWhole } from '../records/whole';
import { readGiven } from '../run/input/given';
import { checkValues } from '../run/input/values';
import { toRequest } from '../records/body';
import type { Values } from '../resources/schema/attribute';
import {
	mergeLists,
	needsRecord,
	refuseEmptyLists,
	reportNotTaken,
	withRecovery,
} from '../sync/write';
import { parentsOf } from '../run/input/parents';

interface Plan extends RecordRef {
	values: Values;
	report: IDataObject;
	/** The context of the checks that the hooks have already done. */
	looked?: HookContext;
}

/** Changes the given fields of records. Items for the same record run one after the other, in input order. */
export const update: Operation = {
	name: 'update',
	label: 'Update',
	action: 'Update %s',
	description: 'Change the given fields and keep all others',
	onRecord: true,
	givesRecords: true,
	options: ifNameNotFound('update'),
	run: updateAll,
};

async function updateAll(run: Run): Promise<void> {
	const plans = await checkExistence(run, await run.planned(planOf));
	const looked = await run.refined(plans, async ({ item, plan }) => await look(item, plan));
	run.startWriting();
	const begun = new Set<string>();
	await run.inGroups(
		looked,
		({ plan }) => plan.id,
		async ({ item, plan }) => {
			// After an earlier item has changed the record, check it again.
			const first = !begun.has(plan.id);
			begun.add(plan.id);
			await updateOne(item, first ? plan : { ...plan, looked: undefined });
		},
	);
}

/** Lets the resource check the update before anything is written. */
async function look(item: Item, given: Plan): Promise<Plan> {
	const plan = await withWhatIsThere(item, given);
	const { beforeUpdate } = item.resource.hooks ?? {};
	if (!beforeUpdate) return plan;
	const looked = contextOf(item, plan);
	await beforeUpdate(looked, plan.id);
	return { ...plan, looked };
}

/** Lists cut some texts: a value made from a cut text must not replace the full text. Full names must match. */
async function withWhatIsThere(item: Item, plan: Plan): Promise<Plan> {
	const { resource } = item;
	const { agree } = resource.hooks ?? {};
	const hasSteps = resource.attributes.some(
		({ name, sentAs }) => sentAs === 'step' && plan.values.has(name),
	);
	const isPart = [...plan.values.keys()].some((name) => name.includes('.'));
	if (!holdsCutTexts(resource, plan.values) && !(agree && hasSteps) && !isPart) return plan;
	const { record } = await show(item, plan.id);
	agree?.(contextOf(item, plan), record);
	refuseCutTexts(item, plan.values, record);
	if (isPart) await checkWhole(item, record, Object.fromEntries(plan.values) as IDataObject);
	return { ...plan, values: withoutCutTexts(item, plan.values, record) };
}

const contextOf = (item: Item, { values, within }: Plan): HookContext =>
	item.hookContext(values, { organizationId: within, always: true });

async function planOf(item: Item): Promise<Plan> {
	const meant = await locateRecord(item);
	const { id, within } = meant;
	const values = await readGiven(item, 'update', parentsOf(item, within, id));
	if (values.size === 0 && !item.hasLeftOut) {
		item.refuse(
			'There is nothing to update',
			item.resource.typedBy
				? 'Map at least one column. A column that is left empty counts as not set; an expression that gives null clears.'
				: 'Add at least one field under Update Fields. A field whose expression gives undefined counts as not set.',
		);
	}
	checkValues(item, values, 'update');
	refuseEmptyLists(item, values);
	const report = item.resource.hooks?.repair?.(values, (param) => item.option(param)) ?? {};
	return { ...meant, values, report };
}

async function updateOne(item: Item, plan: Plan): Promise<void> {
	const { hooks } = item.resource;
	const context = plan.looked ?? contextOf(item, plan);
	if (!plan.looked) await hooks?.beforeUpdate?.(context, plan.id);
	const changed = await withRecovery(item, plan, async () => await sendFields(item, plan));
	const record = (await hooks?.afterWrite?.(context, changed, 'update')) ?? changed;
	item.output(item.presentOne(record, undefined, plan.report));
}

async function sendFields(item: Item, { id, values, report }: Plan): Promise<JsonApiRecord> {
	// Read immediately before the write, and from the record itself: lists cut some attributes.
	const fixed = item.resource.attributes.some(
		({ name, writable }) => writable === 'create' && values.has(name),
	);
	const before = fixed || needsRecord(item, values) ? (await show(item, id)).record : undefined;
	const wanted = before ? withoutFixed(item, values, before) : values;
	const { attributes } = toRequest(item, mergeLists(item, wanted, before));
	if (Object.keys(attributes).length === 0) return before ?? (await show(item, id)).record;
	const changed = await patchWhatIsOpen(item, id, attributes, report, values);
	item.done('update the fields');
	reportNotTaken(item, without(attributes, report._psa_owned), changed, values);
	return changed;
}

/** Removes create-only values that the record already has: IT Glue would refuse even these. */
function withoutFixed(item: Item, values: Values, record: JsonApiRecord): Values {
	const differing = createOnlyDiffering(item, values, record);
	const left = new Map(values);
	for (const { name, label, writable } of item.resource.attributes) {
		const known = shows(record, name);
		if (writable === 'create' && known && !differing.includes(label)) left.delete(name);
	}
	return left;
}
