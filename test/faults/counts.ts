/** What the journal says about requests that were sent more than once. */
import type { JournalEntry } from '../../sandbox';
import { isError, type Cell } from './matrix';
import { earlier, matches, type Hit } from './runs';

/** Without the body: the sandbox does not see that of a request which is hit before it is handled. */
const wordOf = ({ method, path, query }: JournalEntry): string =>
	JSON.stringify([method, path, query]);

/**
 * How often the request that was hit was sent in all, leaving out those that the run sends anyway.
 *
 * @param clean the journal of the same run without a fault
 * @param failed how many items failed
 */
export function attemptsAt(
	{ stop, outcome }: Cell,
	hit: Hit,
	journal: JournalEntry[],
	clean: JournalEntry[],
	failed: number,
): number {
	const struck = journal.filter((entry) => matches(hit, entry))[earlier(stop, hit, clean)];
	if (!struck) return 0;
	const same = (entry: JournalEntry): boolean => wordOf(entry) === wordOf(struck);
	if (isError(outcome) && stop.hits !== 'one')
		return journal.slice(journal.indexOf(struck)).filter(same).length;
	const usual = Math.max(1, clean.filter(same).length);
	// Where several items send what looks the same, each of them was hit.
	const hitItems = usual > 1 ? Math.max(1, failed) : 1;
	return (journal.filter(same).length - usual) / hitItems + 1;
}

/** POSTs that were not refused by the rate limit, by path without ids. */
function postsByPath(journal: JournalEntry[]): Map<string, JournalEntry[]> {
	const posts = new Map<string, JournalEntry[]>();
	for (const entry of journal) {
		if (entry.method !== 'POST' || entry.status === 429) continue;
		const path = entry.path.replace(/\d+/g, ':id');
		posts.set(path, [...(posts.get(path) ?? []), entry]);
	}
	return posts;
}

/**
 * POSTs too many: one that may have been carried out is not sent again. Only Create or Update may, after it has read
 * what there is.
 */
export function repeatedPosts(
	{ outcome, operation }: Cell,
	journal: JournalEntry[],
	clean: JournalEntry[],
): string[] {
	const usual = postsByPath(clean);
	const mayLook = operation.verb === 'upsert' && outcome[1] === 2;
	return [...postsByPath(journal)].flatMap(([path, entries]) => {
		const more = entries.length - (usual.get(path)?.length ?? 0);
		if (more <= 0) return [];
		const places = entries.map((entry) => journal.indexOf(entry));
		const between = journal.slice(Math.min(...places), Math.max(...places));
		const looked = mayLook && more === 1 && between.some(({ method }) => method === 'GET');
		return looked ? [] : [`${path}: ${more} too many`];
	});
}
