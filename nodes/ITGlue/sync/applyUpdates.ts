import type { IDataObject } from 'n8n-workflow';
import { changeUnits } from './bulk';
import { diffOf, type Diff } from './diff';
import type { Item } from '../run/item';
import type { Run, Task } from '../run/run';
import { mayBeRefused, patchWhatIsOpen, without } from '../records/psaOwned';
import { show } from '../records/requests';
import { isPartial } from '../records/whole';
import { entriesOf as filesIn } from '../resources/flexibleAsset/traits';
import { at } from '../transport/jsonapi/record';
import { conclude, isDue, lastOf, stageOf, desiredOf, type Target } from './target';
import { reportNotTaken, withRecovery } from './write';

/** The tasks that bring existing records up to date. A record without a difference costs no request. */
export function updateTasks(run: Run, targets: Target[]): Task[] {
	const compared = targets.flatMap((target) =>
		target.diff ? [{ target, diff: target.diff }] : [],
	);
	for (const { target, diff } of compared)
		if (!isDue(target)) conclude(target, 'unchanged', {}, diff.record);
	// If an item updates several records and one is refused, its error lists for each whether it was written.
	const due = compared.filter(({ target }) => isDue(target));
	const stages = new Map<Item, string[]>();
	for (const { target, diff } of due)
		for (const item of target.items)
			stages.set(item, [...(stages.get(item) ?? []), stageOf(diff.record.id)]);
	for (const [item, several] of stages)
		if (several.length > 1) several.forEach((stage) => item.todo(stage));
	return changeUnits(
		run,
		due.map(({ target, diff }) => changeOf(target, diff)),
	);
}

function changeOf(target: Target, diff: Diff) {
	const { attributes, changes, stages, record, context } = diff;
	const item = lastOf(target);
	return {
		items: target.items,
		id: record.id,
		attributes,
		given: context.values,
		apart: stages || hasKind(item, attributes, 'secret') || carriesFiles(item, attributes, diff),
		owned: mayBeRefused(item, record, Object.keys(attributes)).length > 0,
		alone: async () => await updateAlone(target),
		taken: (answer: Target['record'] & object) => {
			reportNotTaken(item, attributes, answer, context.values);
			conclude(target, 'updated', changes, answer);
		},
	};
}

/**
 * Brings one record up to date, with everything that belongs to it.
 *
 * @param isFresh the record was read just now, for the comparison
 */
export async function updateAlone(target: Target, isFresh = false): Promise<void> {
	const { plan } = target;
	const item = lastOf(target);
	const first = target.diff;
	if (!first) return;
	const { report } = plan;
	const { hooks } = item.resource;
	let diff = first;
	// IT Glue replaces such lists as a whole: to add to a list, read it immediately before.
	const isRead = isFresh || hasKind(item, first.attributes, 'rows');
	if (isRead && !isFresh) {
		const { record } = await show(item, first.record.id);
		diff = await diffOf(item, desiredOf(target), record, true);
	}
	const { record, context } = diff;
	await hooks?.beforeUpdate?.(context, record.id);
	let mended = false;
	const updated = await withRecovery(item, plan, async () => {
		// Compare only once, because reading a secret for the comparison is logged.
		if (mended) diff = await diffOf(item, desiredOf(target), record, isRead);
		mended = true;
		const { attributes } = diff;
		if (Object.keys(attributes).length === 0) return record;
		// An earlier run may have written the value that this record is matched by.
		const { values } = diff.context;
		const given = [...values.keys(), ...desiredOf(target).foundBy];
		const compared = { record, given, willDo: target.willDo };
		const answer = await patchWhatIsOpen(item, record.id, attributes, report, values, compared);
		if (answer !== record) item.done('update the fields');
		reportNotTaken(item, without(attributes, report._psa_owned), answer, values);
		return answer;
	});
	const after = (await hooks?.afterWrite?.(context, updated, 'update')) ?? updated;
	const changes = without(diff.changes, report._psa_owned);
	conclude(target, Object.keys(changes).length > 0 ? 'updated' : 'unchanged', changes, after);
}

const hasKind = (item: Item, attributes: IDataObject, kind: 'rows' | 'secret'): boolean =>
	item.resource.attributes.some(
		(attribute) => attribute.kind === kind && attribute.name in attributes,
	);

/** Whether the change sends files, new ones or existing ones again: a few of them fill a request. */
function carriesFiles(item: Item, attributes: IDataObject, { record, context }: Diff): boolean {
	if (!isPartial(attributes)) return false;
	const again = item.option('filesInAsset') === 'sendAgain';
	return item.resource.attributes.some(
		({ kind, name }) =>
			kind === 'file' &&
			(context.values.has(name) || (again && filesIn(at(record, name)).length > 0)),
	);
}
