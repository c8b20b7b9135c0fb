import { at, shows } from '../transport/jsonapi/record';
import type { IDataObject } from 'n8n-workflow';
import { settle } from '../concurrency';
import { labelsOf } from '../resources/schema/columns';
import { ApiFault, type JsonApiRecord } from '../transport';
import { checkAnswer, rowsOf } from '../records/compare';
import { createOnlyDiffering } from './createOnly';
import type { Item } from '../run/item';
import { mergeRows, wholeList } from '../records/rows';
import { withLines } from '../text/lines';
import { tagIds } from '../resources/flexibleAsset/traits';
import { wireId } from '../transport/jsonapi/serialise';
import { without } from '../records/psaOwned';
import type { Values } from '../resources/schema/attribute';

/** Completes the lists of rows of a new record: each entry complete, one of them primary. */
export function completeRows(item: Item, values: Values): void {
	for (const { name, rows } of item.resource.attributes) {
		const given = values.get(name);
		if (rows && Array.isArray(given)) values.set(name, wholeList(rows, given as IDataObject[]));
	}
}

/** True if a given list is added to the record's list instead of replacing it. */
const merges = (item: Item, name: string): boolean => !item.chosen('replaceAll').includes(name);

/** Whether the record must be read before the update can be prepared. */
export function needsRecord(item: Item, values: Values): boolean {
	return item.resource.attributes.some(
		({ name, rows, kind }) =>
			values.has(name) &&
			(((rows !== undefined || kind === 'lines') && merges(item, name)) ||
				(kind === 'tags' && addsTags(item))),
	);
}

/** True if given tags are added to the existing ones. */
const addsTags = (item: Item): boolean => item.option('tags') !== 'replace';

/** Refuses an empty list if it would not replace the record's list. */
export function refuseEmptyLists(item: Item, values: Values): void {
	for (const { name, label, rows } of item.resource.attributes) {
		const given = values.get(name);
		if (rows && Array.isArray(given) && given.length === 0 && merges(item, name))
			refuseClearing(item, label);
	}
}

function refuseClearing(item: Item, label: string): never {
	return item.refuse(
		`An empty list for "${label}" changes nothing`,
		`Given entries are added to the existing ones. To remove all of them, choose ${label} under the option Replace All.`,
	);
}

/** Merges given lists with those of the record; `mapped`: the only lists that may replace the record's. */
export function mergeLists(
	item: Item,
	values: Values,
	record: JsonApiRecord | undefined,
	mapped?: readonly string[],
): Values {
	const merged: Values = new Map(values);
	for (const { name, label, rows, kind } of item.resource.attributes) {
		const given = values.get(name);
		if (kind === 'tags' && Array.isArray(given) && addsTags(item))
			merged.set(name, [...new Set([...tagIds(at(record, name)), ...tagIds(given)])].map(wireId));
		if (kind === 'lines' && typeof given === 'string' && merges(item, name))
			merged.set(name, withLines(at(record, name), given));
		if (!rows || !Array.isArray(given)) continue;
		const list = given as IDataObject[];
		const replaced = !merges(item, name) && (mapped === undefined || mapped.includes(name));
		if (replaced) merged.set(name, wholeList(rows, list));
		else if (list.length === 0) refuseClearing(item, label);
		else {
			merged.set(name, mergeRows(rows, rowsOf(at(record, name)), list));
		}
	}
	return merged;
}

/** Removes tags that were added successfully: if other tags changed, somebody else changed them. */
function withoutTaggedToo(
	item: Item,
	sent: IDataObject,
	answer: JsonApiRecord,
	given: ReadonlyMap<string, unknown>,
): IDataObject {
	if (!addsTags(item)) return sent;
	const tags = item.resource.attributes.filter(({ kind }) => kind === 'tags');
	const there = tags.filter(({ name }) => {
		const held = tagIds(at(answer, name));
		const added = tagIds(given.get(name) ?? sent[name]);
		return Array.isArray(sent[name]) && added.every((id) => held.includes(id));
	});
	return without(
		sent,
		there.map(({ name }) => name),
	);
}

/**
 * Tells the user which values IT Glue did not accept although it accepted the request. `given`: the user's own values
 * of lists that are added to.
 */
export function reportNotTaken(
	item: Item,
	sent: IDataObject,
	answer: JsonApiRecord,
	given: ReadonlyMap<string, unknown> = new Map(),
): void {
	const { resource } = item;
	const { notTaken, notShown } = checkAnswer(
		resource,
		withoutTaggedToo(item, sent, answer, given),
		answer,
	);
	const record = `${resource.label} ${answer.id}`;
	const them = (labels: string[]): string => (labels.length === 1 ? 'it' : 'them');
	if (notTaken.length > 0) {
		item.hint(
			`${record}: IT Glue accepted the request but did not take ${notTaken.join(', ')}. Check ${them(notTaken)} in IT Glue.`,
		);
	}
	if (notShown.length > 0) {
		item.hint(
			`${record}: the answer of IT Glue does not show ${notShown.join(', ')}. This account may not have ${them(notShown)}; check in IT Glue.`,
		);
	}
}

/** It is not settled which validation gives 400 and which 422 (reference 5.11). */
const REFUSALS = new Set<number | undefined>([400, 422]);

/**
 * Sends a write. If IT Glue refuses it and the resource can correct the values, corrects them, notes that in the report
 * and sends the write once more. IT Glue did not execute a refused write.
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
		reason instanceof ApiFault && REFUSALS.has(reason.status)
			? item.resource.hooks?.recover?.(plan.values, reason.problems, (param) => item.option(param))
			: undefined;
	if (!mended) return await Promise.reject(reason);
	for (const [key, left] of Object.entries(mended)) {
		plan.report[key] = [plan.report[key] ?? [], left].flat() as IDataObject[string];
	}
	return await send();
}

/** Tells the user which create-only values differ from the record and stay as they are. */
export function noteCreateOnly(item: Item, values: Values, record: JsonApiRecord): void {
	const labels = createOnlyDiffering(item, values, record);
	if (labels.length === 0) return;
	const { label } = item.resource;
	item.hint(
		`${label} ${record.id}: ${labels.join(', ')} can only be set when a ${label.toLowerCase()} is created, so ${labels.length === 1 ? 'it stays as it is' : 'they stay as they are'}.`,
	);
}

/** Leaves out values that IT Glue never shows, with a hint: otherwise every run would send them again. */
export function withoutUnseen(
	item: Item,
	changes: IDataObject,
	record: JsonApiRecord,
): IDataObject {
	const { resource } = item;
	const unseen = Object.keys(changes).filter(
		(name) =>
			!shows(record, name) &&
			resource.attributes.find((attribute) => attribute.name === name)?.readableFrom !== 'never',
	);
	if (unseen.length === 0) return changes;
	const labels = labelsOf(resource, unseen);
	item.hint(
		`${resource.label} ${record.id}: IT Glue does not show ${labels.join(', ')}, so nothing was compared or sent for ${labels.length === 1 ? 'it' : 'them'}. Use Update to set ${labels.length === 1 ? 'it' : 'them'} in any case.`,
	);
	return Object.fromEntries(Object.entries(changes).filter(([name]) => !unseen.includes(name)));
}

/** The values of a create that an update of an existing record may send. */
export function updatable(item: Item, values: Values): Values {
	const left = new Map(values);
	left.delete('organization_id');
	const { attributes, hooks } = item.resource;
	const overwrites = hooks?.overwritesUnseen?.((param) => item.option(param)) === true;
	for (const { name, writable, readableFrom, sentAs, inStepsLater } of attributes) {
		if (inStepsLater) continue;
		const unseen = readableFrom === 'never' && sentAs !== 'step' && !overwrites;
		if (writable === 'create' || unseen) left.delete(name);
	}
	return left;
}
