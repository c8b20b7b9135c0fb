import type { IDataObject } from 'n8n-workflow';
import { kebab } from '../jsonapi/names';
import { settle } from '../concurrency';
import { ApiFault, type JsonApiRecord } from '../transport';
import { differing, notTaken } from './compare';
import type { Item } from './item';
import type { Parents } from './lookups';
import { patch, show } from './requests';
import { mergeRows, wholeList } from './rows';
import { toRequest, type Values } from './values';

/** Attributes that narrow look-ups, found out only when a name has to be resolved. */
export function parentsOf(item: Item, within: string | undefined, id?: string): Parents {
	const ofRecord = (attribute: string) => async (): Promise<string | undefined> => {
		if (id === undefined) return undefined;
		const { record } = await show(item, id);
		const value = record.attributes[kebab(attribute)];
		return value === undefined || value === null ? undefined : String(value);
	};
	return {
		organization_id: async () => within ?? (await ofRecord('organization_id')()),
		manufacturer_id: ofRecord('manufacturer_id'),
		country_id: ofRecord('country_id'),
	};
}

/** Lists of rows as they go out with a new record: complete, one of them primary. */
export function completeRows(item: Item, values: Values): void {
	for (const { name, rows } of item.job.resource.attributes) {
		const given = values.get(name);
		if (rows && Array.isArray(given)) values.set(name, wholeList(rows, given as IDataObject[]));
	}
}

/** True when a given list is to be added to what the record has, not to take its place. */
function merges(item: Item, name: string): boolean {
	const replaced = item.extra('replaceAll');
	return !(Array.isArray(replaced) && replaced.includes(name));
}

/** Whether the record itself must be read before the update can be put together. */
export function needsRecord(item: Item, values: Values): boolean {
	return item.job.resource.attributes.some(
		({ name, rows }) => rows !== undefined && values.has(name) && merges(item, name),
	);
}

/** Puts given lists together with those of the record; nothing given and nothing replaced is not sent. */
export function mergeLists(item: Item, values: Values, record: JsonApiRecord | undefined): Values {
	const merged: Values = new Map(values);
	for (const { name, rows } of item.job.resource.attributes) {
		const given = values.get(name);
		if (!rows || !Array.isArray(given)) continue;
		const list = given as IDataObject[];
		if (!merges(item, name)) merged.set(name, wholeList(rows, list));
		else if (list.length === 0) merged.delete(name);
		else {
			const existing = record?.attributes[kebab(name)];
			merged.set(
				name,
				mergeRows(rows, Array.isArray(existing) ? (existing as IDataObject[]) : [], list),
			);
		}
	}
	return merged;
}

/** Tells the user which values IT Glue did not take although it accepted the request. */
export function reportNotTaken(item: Item, sent: IDataObject, answer: JsonApiRecord): void {
	const { resource } = item.job;
	const labels = notTaken(resource, sent, answer);
	if (labels.length === 0) return;
	item.hint(
		`${resource.label} ${answer.id}: IT Glue accepted the request but did not take ${labels.join(', ')}. Check ${labels.length === 1 ? 'it' : 'them'} in IT Glue.`,
	);
}

/**
 * Sends a write; where IT Glue refuses it and the resource knows what to mend in the values, mends
 * them, notes that in the report and sends once more. A refused write was not carried out.
 */
export async function withRecovery(
	item: Item,
	plan: { values: Values; report: IDataObject },
	send: () => Promise<JsonApiRecord>,
): Promise<JsonApiRecord> {
	const outcome = await settle(send());
	if ('value' in outcome) return outcome.value;
	const { reason } = outcome;
	const mended =
		reason instanceof ApiFault && reason.status === 422
			? item.job.resource.steps?.recover?.(plan.values, reason.problems, (param) =>
					item.extra(param),
				)
			: undefined;
	if (!mended) return await Promise.reject(reason);
	for (const [key, left] of Object.entries(mended)) {
		plan.report[key] = [plan.report[key] ?? [], left].flat() as IDataObject[string];
	}
	return await send();
}

/**
 * Sets the given values on a record that exists, but only where they differ; what cannot be
 * compared (a password's value) is left alone. Completes the steps that an earlier run left undone.
 */
export async function bringUpToDate(
	item: Item,
	id: string,
	plan: { values: Values; report: IDataObject; organizationId?: string },
): Promise<JsonApiRecord> {
	const { values, organizationId } = plan;
	const { steps } = item.job.resource;
	const context = item.stepContext(values, { organizationId, always: false });
	await steps?.beforeUpdate?.(context, id);
	const updated = await withRecovery(item, plan, async () => await setDiffering(item, id, values));
	return (await steps?.afterWrite?.(context, updated, 'update')) ?? updated;
}

async function setDiffering(item: Item, id: string, values: Values): Promise<JsonApiRecord> {
	const { record } = await show(item, id);
	const wanted = mergeLists(item, updatable(item, values), record);
	const changes = differing(item.job.resource, toRequest(item, wanted).attributes, record);
	if (Object.keys(changes).length === 0) return record;
	const updated = await patch(item, id, changes);
	item.done('update the fields');
	reportNotTaken(item, changes, updated);
	return updated;
}

/** What an update of an existing record may carry of what a create was given. */
function updatable(item: Item, values: Values): Values {
	const left = new Map(values);
	left.delete('organization_id');
	for (const { name, writable, compares, sentAs } of item.job.resource.attributes) {
		if (writable === 'create' || (compares === 'never' && sentAs !== 'step')) left.delete(name);
	}
	return left;
}
