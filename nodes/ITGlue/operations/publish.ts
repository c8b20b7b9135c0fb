import type { Run } from '../run/run';
import type { Operation } from './operation';
import { checkExistence } from '../run/existence';
import { locateRecord } from '../run/input/locator';
import { act, show } from '../records/requests';

/** Publishes the drafts of records. */
export const publish: Operation = {
	name: 'publish',
	label: 'Publish',
	action: 'Publish %s',
	description: 'Publish the current draft, even if a colleague is still editing it',
	onRecord: true,
	givesRecords: true,
	run: publishAll,
};

async function publishAll(run: Run): Promise<void> {
	const plans = await checkExistence(run, await run.planned(locateRecord));
	run.startWriting();
	await run.inGroups(
		plans,
		({ plan }) => plan.id,
		async ({ item, plan: { id } }) => {
			await act(item, 'publish', id);
			item.done('publish');
			item.todo('read it back');
			const { record, document } = await show(item, id);
			item.done('read it back');
			run.output(item, item.presentOne(record, document));
		},
	);
}
