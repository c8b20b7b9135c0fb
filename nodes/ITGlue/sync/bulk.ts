import type { IDataObject } from 'n8n-workflow';
import { mapInOrder, settle } from '../concurrency';
import { bulkBody, bulkCreateBody } from '../transport/jsonapi/serialise';
import { recordsOf } from '../transport/jsonapi/record';
import { ApiFault, type JsonApiRecord } from '../transport';
import { isOwnedByPsa } from '../errors';
import type { Item } from '../run/item';
import type { Run, Task } from '../run/run';
import { completed } from '../records/requests';
import { requestsOf, routeKey } from '../records/routes';
import { noteLost } from '../records/whole';

/** No limit is published; existing clients use this number (reference 1.9). */
const CHUNK = 50;
/** How many records are read at once if their changes must repeat existing values. */
const READ_AT_ONCE = 8;

/** A change of one record, on behalf of some items. */
export interface Change {
	items: readonly Item[];
	id: string;
	attributes: IDataObject;
	/** What the user set, before it was merged with the values of the record. */
	given: ReadonlyMap<string, unknown>;
	/** True if the change needs its own request: lists of rows, steps, secrets. */
	apart: boolean;
	/** True if a PSA may refuse the change: keep it apart from records that no PSA owns. */
	owned?: boolean;
	/** Sends this change in its own request. */
	alone: () => Promise<void>;
	/** Processes IT Glue's answer to a shared request. */
	taken: (answer: JsonApiRecord) => void;
}

/** The requests for the changes: shared ones for up to 50 records if IT Glue accepts them. */
export function changeUnits(run: Run, changes: Change[]): Task[] {
	const { attributes, routes } = run.resource;
	const outside = new Set(
		attributes.filter(({ inBulk }) => inBulk === false).map(({ name }) => name),
	);
	const shares = (change: Change): boolean =>
		routes.bulkUpdate !== undefined &&
		!change.apart &&
		Object.keys(change.attributes).every((name) => !outside.has(name));
	const alone = changes.filter((change) => !shares(change));
	const shared = changes.filter(shares);
	const chunks = [false, true].flatMap((owned) =>
		inChunks(shared.filter((change) => (change.owned === true) === owned)),
	);
	return [
		...chunks.map((chunk) => ({
			items: chunk.flatMap(({ items }) => items),
			work: async () => await sendTogether(run, chunk),
		})),
		...alone.map(({ items, id, alone: work }) => ({ items, work, concerns: id })),
	];
}

const inChunks = (changes: Change[]): Change[][] =>
	Array.from({ length: Math.ceil(changes.length / CHUNK) }, (_unused, at) =>
		changes.slice(at * CHUNK, (at + 1) * CHUNK),
	);

/** Refusals that may concern one record of several; whether one refuses all is not known (reference, section 9). */
const CONCERNS_ONE = new Set<number | undefined>([400, 401, 404, 413, 422]);

async function sendTogether(run: Run, chunk: Change[]): Promise<void> {
	const [first] = chunk;
	if (chunk.length === 1 && first) return await run.attempt(first.items, first.alone, first.id);
	const outcome = await settle(patchMany(run, chunk));
	if ('value' in outcome) return await take(run, chunk, outcome.value);
	const { reason } = outcome;
	if (reason instanceof Unfit) return await sendApart(run, chunk, reason.changes);
	if (!maySplit(reason)) return await Promise.reject(reason);
	if (
		reason instanceof ApiFault &&
		isOwnedByPsa(reason) &&
		chunk.every(({ owned }) => owned === true)
	) {
		// IT Glue will refuse most of these changes, and half of them too.
		for (const { items, alone, id } of chunk) await run.attempt(items, alone, id);
		return;
	}
	// The valid changes still succeed; a PATCH that was already applied changes nothing the second time.
	const middle = Math.ceil(chunk.length / 2);
	for (const half of [chunk.slice(0, middle), chunk.slice(middle)])
		await run.attempt(
			half.flatMap(({ items }) => items),
			async () => await sendTogether(run, half),
		);
}

/** Sends some changes alone, so that each gets its own error, after the changes without a problem. */
async function sendApart(run: Run, chunk: Change[], some: ReadonlySet<Change>): Promise<void> {
	const others = chunk.filter((change) => !some.has(change));
	if (others.length > 0)
		await run.attempt(
			others.flatMap(({ items }) => items),
			async () => await sendTogether(run, others),
		);
	for (const { items, alone, id } of some) await run.attempt(items, alone, id);
}

function maySplit(reason: unknown): boolean {
	return (
		reason instanceof ApiFault &&
		(reason.noSuchRoute || reason.kind === 'timeout' || CONCERNS_ONE.has(reason.status))
	);
}

async function patchMany(run: Run, chunk: Change[]): Promise<JsonApiRecord[]> {
	const { resource } = run;
	const client = run.client.forItems(chunk.flatMap(({ items }) => items.map(({ index }) => index)));
	for (const { attributes } of chunk) await run.newEntries.ready(client, attributes);
	const whole = await wholeOf(chunk);
	const body = bulkBody(resource.type, whole);
	const { document } = await client.sendFirst(
		requestsOf(resource, 'bulkUpdate', {}, () => ({ body })),
		routeKey(resource, 'bulkUpdate'),
	);
	const answers = recordsOf(document);
	for (const [
		at,
		{
			items: [item],
			id,
			attributes,
		},
	] of chunk.entries()) {
		const answer = answers.find((record) => record.id === id);
		if (item && answer) noteLost(item, attributes, whole[at]?.attributes ?? {}, answer);
	}
	return answers;
}

/** Changes that cannot be sent: their records were changed after the comparison. */
class Unfit {
	constructor(readonly changes: ReadonlySet<Change>) {}
}

/** The changes with all values that they would otherwise erase; throws `Unfit` if some changes are impossible. */
async function wholeOf(
	chunk: readonly Change[],
): Promise<Array<{ id: string; attributes: IDataObject }>> {
	const unfit = new Set<Change>();
	const whole = await mapInOrder(chunk, READ_AT_ONCE, async (change) => {
		const { items, id, attributes, given } = change;
		const [item] = items;
		if (!item) return { id, attributes };
		const outcome = await settle(completed(item, id, attributes, given));
		if ('value' in outcome) return { id, attributes: outcome.value };
		const { reason } = outcome;
		if (reason instanceof ApiFault && !maySplit(reason)) return await Promise.reject(reason);
		unfit.add(change);
		return { id, attributes };
	});
	if (unfit.size > 0) return await Promise.reject(new Unfit(unfit));
	return whole;
}

async function take(run: Run, chunk: Change[], answers: JsonApiRecord[]): Promise<void> {
	const byId = new Map(answers.map((record) => [record.id, record]));
	for (const change of chunk) {
		const answer = byId.get(change.id);
		// A record that the answer leaves out may not have been changed: sending the change again shows it.
		if (answer) change.taken(answer);
		else await run.attempt(change.items, change.alone, change.id);
	}
}

/** Creates several records of one organization with one request; returns the records in the answer. */
export async function createMany(
	run: Run,
	items: readonly Item[],
	organizationId: string,
	records: Array<{ attributes: IDataObject; relationships: IDataObject }>,
): Promise<JsonApiRecord[]> {
	const { resource } = run;
	const client = run.client.forItems(items.map(({ index }) => index));
	for (const { attributes } of records) await run.newEntries.ready(client, attributes);
	const body = bulkCreateBody(
		resource.type,
		records.map(({ attributes, relationships }) => ({
			attributes: { ...attributes, ...resource.sentOnCreate },
			relationships,
		})),
	);
	const { document } = await client.sendFirst(
		requestsOf(resource, 'bulkCreate', { organization_id: organizationId }, () => ({ body })),
		routeKey(resource, 'bulkCreate'),
	);
	return recordsOf(document);
}
