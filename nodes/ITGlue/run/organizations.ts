import { OWNER } from '../resources';
import { settle } from '../concurrency';
import { listByIds } from '../records/listing';
import { requestsOf, routeKey } from '../records/routes';
import { ApiFault } from '../transport';
import type { Item } from './item';
import type { Planned, Run } from './run';

/** The organization of an item whose list is empty. */
export interface Empty {
	within: string;
}

/**
 * Refuses items whose organization does not exist: IT Glue answers a filter for it with an empty list, which looks
 * like a client without records. Asks for up to 100 organizations in one request. If the key may not read
 * organizations, refuses nothing.
 */
export async function refuseUnknown(run: Run, empty: ReadonlyArray<Planned<Empty>>): Promise<void> {
	const ids = [...new Set(empty.map(({ plan }) => plan.within))];
	const listed = await settle(listByIds(run.client, OWNER, ids));
	if (!('value' in listed)) return;
	const known = new Set(listed.value.map(({ id }) => id));
	const doubtful = empty.filter(({ plan }) => !known.has(plan.within));
	await run.refined(doubtful, async ({ item, plan: { within } }) => {
		if (!(await isMissing(item, within))) return;
		item.refuse(
			`There is no organization ${within}`,
			'IT Glue answers with an empty list if the organization does not exist. Check the ID, or whether the organization was deleted.',
		);
	});
}

/** A filter can prove that a record exists, never that it does not. Only the record itself shows this. */
async function isMissing({ client }: Item, id: string): Promise<boolean> {
	const requests = requestsOf(OWNER, 'show', { id }, () => ({}));
	const shown = await settle(client.sendFirst(requests, routeKey(OWNER, 'show')));
	if ('value' in shown) return false;
	const { reason } = shown;
	return reason instanceof ApiFault && reason.status === 404 && !reason.noSuchRoute;
}
