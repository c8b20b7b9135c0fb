/* eslint-disable @n8n/community-nodes/no-restricted-globals -- settings of a test run come from the environment */
/** A choice of cases: few that together show in pairs (resource and fault, fault and operation, …) what all of them show. */

/** `EVERY_CASE=true` tries all that is otherwise chosen from, which takes several times as long. */
const everyCase = process.env.EVERY_CASE === 'true';

/**
 * Says of each case whether it shows anything that none before it has shown: with pairs (resource and field, field and
 * operation, …) as what a case shows, all pairs are tried by few of all combinations.
 */
export function untilShown(): (shows: readonly string[]) => boolean {
	const shown = new Set<string>();
	return (shows) => {
		const fresh = shows.filter((one) => !shown.has(one));
		for (const one of fresh) shown.add(one);
		return everyCase || fresh.length > 0;
	};
}

/**
 * The fewest cases, near enough, that show all that the whole list shows, in the order of the list: those that show
 * most come first, and of equals the earlier one.
 */
export function covering<T>(cases: readonly T[], shows: (one: T) => readonly string[]): T[] {
	if (everyCase) return [...cases];
	const all = cases.map((one) => ({ one, left: new Set(shows(one)) }));
	const missing = new Set(all.flatMap(({ left }) => [...left]));
	const chosen = new Set<T>();
	for (let most = Math.max(0, ...all.map(({ left }) => left.size)); most > 0; most -= 1) {
		for (const { one, left } of all) {
			for (const pair of left) if (!missing.has(pair)) left.delete(pair);
			if (left.size < most || chosen.has(one)) continue;
			chosen.add(one);
			for (const pair of left) missing.delete(pair);
		}
	}
	return cases.filter((one) => chosen.has(one));
}
