/** Records that an earlier try of the run sent (Retry On Fail) and whose answer was lost. */
import type { Item } from '../run/item';
import { toRequest } from '../records/body';
import { checkAnswer } from '../records/compare';
import { show } from '../records/requests';
import { existing, type Creation } from './ifExists';
import { keyFor } from './keyIndex';
import type { Matcher } from './matcher';

/** The greatest difference that is expected between the clocks of n8n and IT Glue. */
const CLOCKS_APART_MS = 60 * 1000;

/**
 * Looks for a record that an earlier try sent without a clear answer. If that try had found no record with the key, any
 * record with the key is the one. If it had not looked (Create Anyway), the record must be new and have the same
 * values.
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
