import type { Job } from './job';
import { organizationId, recordId } from './locate';
import { act, show } from './requests';

/** Puts the drafts of records into effect. */
export async function publish(job: Job): Promise<void> {
	const ids = await job.planned(async (item) => await recordId(item, await organizationId(item)));
	await job.inGroups(
		ids,
		({ plan }) => plan,
		async ({ item, plan: id }) => {
			await act(item, 'publish', id);
			item.done('publish');
			item.todo('read it back');
			const { record, document } = await show(item, id);
			item.done('read it back');
			job.output(item, item.presentOne(record, document));
		},
	);
}
