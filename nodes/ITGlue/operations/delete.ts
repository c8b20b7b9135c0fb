import { checkExistence } from '../run/existence';
import type { Item } from '../run/item';
import type { Run } from '../run/run';
import type { Operation } from './operation';
import { isBlankText, sameLook } from '../text/same';
import { locateRecord, refuseForeign, type RecordRef } from '../run/input/locator';
import { plainText } from '../text/plain';
import { remove as sendDelete, show } from '../records/requests';

/** Deletes records. If much is deleted with the record, the user must type its exact name first. */
export const remove: Operation = {
	name: 'delete',
	label: 'Delete',
	action: 'Delete %s',
	description: 'Delete a record permanently, with everything that belongs to it',
	onRecord: true,
	givesRecords: false,
	notForTools: true,
	run: deleteAll,
};

async function deleteAll(run: Run): Promise<void> {
	const plans = await run.planned(async (item) => {
		const meant = await locateRecord(item);
		item.identify(() => meant.id);
		// An earlier try of this run has deleted the record.
		if (item.deed) return { ...meant, known: true, within: undefined };
		return run.resource.confirmDelete ? await confirm(item, meant) : meant;
	});
	const checked = await checkExistence(run, plans);
	run.startWriting();
	const deleted = new Set<string>();
	await run.inGroups(
		checked,
		({ plan }) => plan.id,
		async ({ item, plan: { id } }) => {
			// Two items may name the same record: delete it only once.
			if (!deleted.has(id) && !item.deed) await sendDelete(item, id);
			deleted.add(id);
			item.did({ id, whole: true });
			run.output(item, [{ deleted: true, id }]);
		},
	);
}

/** Refuses if the typed name differs from the name of the record. Otherwise the record is known to exist. */
async function confirm(item: Item, meant: RecordRef): Promise<RecordRef> {
	const { id, within } = meant;
	const { resource } = item;
	const typed = plainText(item.param('confirmName', '')) ?? '';
	const { record } = await show(item, id);
	if (within !== undefined) refuseForeign(item, record, within);
	const name = resource.nameOf(record);
	// Nobody can type an invisible character.
	if (sameLook(typed, name) && !isBlankText(typed)) return { ...meant, known: true };
	return item.refuse(
		`"Confirm Name" does not match the name of ${resource.label.toLowerCase()} ${id}`,
		`Nothing was deleted. Type the name exactly as IT Glue shows it: ${name}`,
	);
}
