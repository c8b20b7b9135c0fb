import type { Item } from './item';
import type { Job } from './job';
import { organizationId, recordId } from './locate';
import { isBlankText, sameLook } from '../text/same';
import { plainText } from './plainText';
import { remove as sendDelete, show } from './requests';

/** Deletes records; where much goes with one, only after its exact name was typed. */
export async function remove(job: Job): Promise<void> {
	const ids = await job.planned(async (item) => {
		const id = await recordId(item, await organizationId(item));
		if (job.resource.confirmDelete) await confirm(item, id);
		return id;
	});
	await job.inGroups(
		ids,
		({ plan }) => plan,
		async ({ item, plan: id }) => {
			await sendDelete(item, id);
			job.output(item, [{ deleted: true, id }]);
		},
	);
}

async function confirm(item: Item, id: string): Promise<void> {
	const { resource } = item.job;
	const typed = plainText(item.param('confirmName', '')) ?? '';
	const { record } = await show(item, id);
	const name = resource.nameOf(record);
	// A character that nobody sees cannot be typed.
	if (sameLook(typed, name) && !isBlankText(typed)) return;
	item.refuse(
		`"Confirm Name" does not match the name of ${resource.label.toLowerCase()} ${id}`,
		`Nothing was deleted. Type the name exactly as IT Glue shows it: ${name}`,
	);
}
