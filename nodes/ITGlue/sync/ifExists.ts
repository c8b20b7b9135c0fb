/** What Create does with a record that already exists. A new record is created as in every sync. */
import type { IDataObject } from 'n8n-workflow';
import type { ApiDocument, JsonApiRecord } from '../transport';
import { at } from '../transport/jsonapi/record';
import type { Values } from '../resources/schema/attribute';
import type { Item } from '../run/item';
import { withoutCutTexts } from '../records/cutText';
import { show } from '../records/requests';
import { checkWhole } from '../records/whole';
import { updateAlone } from './applyUpdates';
import { hintCodes } from './codes';
import type { Match } from './criteria';
import { diffOf } from './diff';
import { labelOfKey } from './keys';
import type { Matcher } from './matcher';
import { refuseOtherPerson } from './otherName';
import type { Plan } from './plan';
import { chosenAmong, desiredOf, type Target } from './target';
import { refuseEmptyLists } from './write';

/** A plan of Create: its fields apply to a new record and to an existing one. */
export interface Creation extends Plan {
	/** What happens to an existing record: `fail`, `returnExisting`, `updateExisting`; or none is looked for. */
	ifExists: string;
	/** Digest of everything that will be sent. */
	content: string;
}

/** The one record that an item means, if it exists now. */
export const existing = (matcher: Matcher, item: Item, { wanted }: Creation): Match =>
	chosenAmong(item, matcher.find(wanted));

/** Refuses, before anything is written, each item that is known to fail. */
export async function checkExisting(
	item: Item,
	plan: Creation,
	found: Match,
	record: JsonApiRecord,
): Promise<void> {
	const { ifExists, organizationId, values } = plan;
	if (ifExists === 'fail') refuseExisting(item, found, record);
	if (ifExists !== 'updateExisting') return;
	refuseOtherPerson(item, plan, found);
	refuseEmptyLists(item, values);
	const context = item.hookContext(values, { organizationId, always: false });
	// If the other items go on anyway, the check before the write is early enough.
	if (item.continuesOnFail) return;
	await item.resource.hooks?.preview?.(context, record);
	await checkWhole(item, record, Object.fromEntries(values) as IDataObject);
}

/** A record in its present state, with its included records if it was read. */
export interface Answer {
	record: JsonApiRecord;
	document?: ApiDocument;
}

/** Does what the user chose for an existing record; returns the record, or undefined if none exists. */
export async function useExisting(
	matcher: Matcher,
	item: Item,
	plan: Creation,
): Promise<Answer | undefined> {
	const found = existing(matcher, item, plan);
	const [record] = found.records;
	if (!record) return undefined;
	item.concerns(record.id);
	hintCodes(item, plan.values, record);
	if (plan.ifExists === 'fail') refuseExisting(item, found, record);
	if (plan.ifExists === 'returnExisting') return await show(item, record.id);
	refuseOtherPerson(item, plan, found);
	const updated = await bringUpToDate(item, record.id, plan);
	// The record now has the new values: a later item with other values means another record.
	matcher.put({ ...updated, attributes: { ...record.attributes, ...updated.attributes } });
	return { record: updated };
}

/**
 * Sets the given values on an existing record, but only if they differ from its present values. `ours`: an earlier try
 * of this run has created it.
 */
export async function bringUpToDate(
	item: Item,
	id: string,
	plan: Creation,
	ours = false,
): Promise<JsonApiRecord> {
	const { record } = await show(item, id);
	if (!ours) noteWhatStays(item, plan.values, record);
	const values = withoutCutTexts(item, plan.values, record);
	const target: Target = {
		items: [item],
		by: null,
		willDo: true,
		plan: { ...plan, values, full: values },
	};
	target.diff = await diffOf(item, desiredOf(target), record, true);
	await updateAlone(target, true);
	return target.outcome?.record ?? record;
}

/** Lists values that a person may expect to change but that Update Existing does not change. */
function noteWhatStays(item: Item, values: Values, record: JsonApiRecord): void {
	const { label, attributes, archive, hooks } = item.resource;
	const overwrites = hooks?.overwritesUnseen?.((param) => item.option(param)) === true;
	const kept = attributes.filter(
		({ name, readableFrom, writable, sentAs }) =>
			readableFrom === 'never' &&
			writable === 'both' &&
			sentAs === undefined &&
			!overwrites &&
			values.has(name),
	);
	if (kept.length > 0) {
		item.hint(
			`${label} ${record.id} exists already: its ${kept.map((attribute) => attribute.label).join(' and ')} did not change, because the node cannot compare it. To write it, use Update, or the option for existing records.`,
		);
	}
	if (archive?.by !== 'flag' || values.has(archive.attribute)) return;
	if (at(record, archive.attribute) !== true) return;
	item.hint(`${label} ${record.id} exists already and is archived; it stays archived.`);
}

function refuseExisting(item: Item, found: Match, record: JsonApiRecord): never {
	const { resource } = item;
	item.concerns(record.id);
	return item.refuse(
		`${resource.label} "${resource.nameOf(record)}" already exists (ID ${record.id})`,
		`It matches by ${labelOfKey(resource, found.key)}. Nothing was written. Set "If It Already Exists" to Return Existing or Update Existing to work with it, or to Create Anyway if you want a second one.`,
	);
}
