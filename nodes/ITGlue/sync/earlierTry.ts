/** What an earlier try of the run has sent (Retry On Fail), where its answer got lost. */
import type { Item } from '../run/item';
import { toRequest } from '../records/body';
import { checkAnswer } from '../records/compare';
import { show } from '../records/requests';
import { existing, type Creation } from './ifExists';
import { keyFor } from './keyIndex';
import type { Matcher } from './matcher';

/** How far the clocks of n8n and IT Glue may be apart. */
const CLOCKS_APART_MS = 60 * 1000;

/**
 * Looks whether the record is there that an earlier try sent without a clear answer. That try had found
 * none with its key; where it had not looked (Create Anyway), it is one that says the same and is new.
 */
export async function lookForOurs(matcher: Matcher, item: Item, plan: Creation): Promise<void> {
	const { resource, memory } = item;
	const { values, wanted, deed } = { ...plan, deed: item.deed };
	const [record] = existing(matcher, item, plan).records;
	if (record && !memory.claims(record.id)) item.did({ id: record.id });
	const key = keyFor(resource, values);
	if (wanted.keys.length > 0 || !key || !deed) return;
	const sent = toRequest(item, values).attributes;
	for (const { id, attributes } of matcher.holding(key, wanted)) {
		const created = Date.parse(String(attributes['created-at'] ?? ''));
		if (memory.claims(id) || created < deed.at - CLOCKS_APART_MS) continue;
		const { record: now } = await show(item, id);
		if (checkAnswer(resource, sent, now).notTaken.length === 0) return item.did({ id });
	}
}
