import type { Client } from '../transport';
import { settle } from '../concurrency';

/** The work in progress, by account and then by place. */
const underWay = new WeakMap<object, Map<string, Promise<unknown>>>();

/**
 * Executions of this process that look for and then write records of the same organizations take turns: otherwise two
 * of them could both find nothing and both create a record. `places` names these organizations; all are reserved at
 * once, so that two executions cannot wait for each other.
 */
export async function inTurn<T>(
	client: Client,
	places: readonly string[],
	work: () => Promise<T>,
): Promise<T> {
	const lines = underWay.get(client.account) ?? new Map<string, Promise<unknown>>();
	underWay.set(client.account, lines);
	const before = places.map((place) => lines.get(place) ?? Promise.resolve());
	const mine = (async () => {
		await Promise.all(before);
		return await work();
	})();
	const ended = settle(mine);
	for (const place of places) lines.set(place, ended);
	const outcome = await ended;
	for (const place of places) if (lines.get(place) === ended) lines.delete(place);
	if ('value' in outcome) return outcome.value;
	return await Promise.reject(outcome.reason);
}
