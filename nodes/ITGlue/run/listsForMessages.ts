/** The entries of lists for an error message, after IT Glue refused an entry. */
import { settle } from '../concurrency';
import { LOOKUPS } from '../resources/lookups';
import { ApiFault } from '../transport';
import type { Host } from './host';

/** The names in the lists that an error of IT Glue is about, by attribute. Empty if it is about no list. */
export async function listsAbout(
	{ resource, listsForMessages }: Pick<Host, 'resource' | 'listsForMessages'>,
	reason: unknown,
): Promise<Record<string, string[]>> {
	const lists: Record<string, string[]> = {};
	if (!(reason instanceof ApiFault) || reason.kind !== 'http') return lists;
	for (const attribute of resource.attributes) {
		if (!attribute.lookup || LOOKUPS[attribute.lookup].picker !== 'options') continue;
		const concerned = reason.problems.some(
			({ pointer }) => pointer === attribute.name || `${pointer}_id` === attribute.name,
		);
		if (!concerned || LOOKUPS[attribute.lookup].within) continue;
		const list = await settle(listsForMessages.entries(attribute.lookup));
		if (!('value' in list)) continue;
		const { namesOf } = LOOKUPS[attribute.lookup];
		lists[attribute.name] = list.value.flatMap((entry) => namesOf(entry).slice(0, 1));
	}
	return lists;
}
