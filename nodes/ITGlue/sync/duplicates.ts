import { settle } from '../concurrency';
import type { JsonApiRecord } from '../transport';
import type { Item } from '../run/item';
import type { Run } from '../run/run';
import { KeyIndex } from './keyIndex';
import { nameOfKey } from './keys';
import { lastOf, type Outcome, type Target } from './target';

/**
 * Checks whether somebody else created the same records meanwhile, and reports both ids. Nothing is deleted: a person
 * must decide which record stays.
 */
export async function reportTwins(run: Run, targets: Target[]): Promise<void> {
	const created = targets.flatMap((target) =>
		target.outcome?.action === 'created' ? [{ ...target, outcome: target.outcome }] : [],
	);
	const [first] = created;
	if (!first) return;
	const reading = await settle(readNow(run, created, lastOf(first)));
	if (!('value' in reading)) {
		run.hint(
			'The node could not check whether somebody else created the same records at the same time. Run this again: it then lists records that exist twice.',
		);
		return;
	}
	const indexes = new Map<string, KeyIndex>();
	for (const target of created)
		for (const key of target.plan.wanted.keys.slice(0, 1)) {
			const name = nameOfKey(key);
			const index = indexes.get(name) ?? new KeyIndex(run.resource, key, reading.value);
			indexes.set(name, index);
			report(run, target, index);
		}
}

/** A target whose record was created. */
type Created = Target & { outcome: Outcome };

function report(run: Run, { outcome, plan }: Created, index: KeyIndex): void {
	const same = index.find(plan.wanted);
	const twins = same.map(({ id }) => id).filter((id) => id !== outcome.record.id);
	if (twins.length === 0) return;
	outcome.twins = twins;
	const { label, nameOf } = run.resource;
	run.hint(
		`${label} "${nameOf(outcome.record)}" was created as ${outcome.record.id}, and ${twins.join(', ')} with the same key appeared at the same time. Nothing was deleted. Keep one of them in IT Glue.`,
	);
}

/** Reads the present records of the organizations in which records were created. */
async function readNow(run: Run, created: Created[], item: Item): Promise<JsonApiRecord[]> {
	const { resource, reader } = run;
	const organizations = [...new Set(created.flatMap(({ plan }) => plan.organizationId ?? []))];
	const newest = await reader.newest(resource, organizations, 2 * created.length);
	const ids = new Set(newest?.map(({ id }) => id));
	if (newest && created.every(({ outcome }) => ids.has(outcome.record.id))) return newest;
	reader.forget(resource);
	const hookContext = item.hookContext(new Map(), { always: false });
	return await reader.all(resource, organizations, { hookContext });
}
