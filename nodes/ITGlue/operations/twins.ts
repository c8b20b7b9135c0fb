import { settle } from '../concurrency';
import type { JsonApiRecord } from '../transport';
import type { Job } from './job';
import { KeyIndex } from './match';
import { lastOf, type Target } from './target';

/**
 * Looks whether somebody else created the same records meanwhile, and says so with both ids. Nothing
 * is deleted: which of them is to stay is for a person to say.
 */
export async function reportTwins(job: Job, targets: Target[]): Promise<void> {
	const created = targets.filter(({ outcome }) => outcome?.action === 'created');
	if (created.length === 0) return;
	const reading = await settle(readNow(job, created));
	if (!('value' in reading)) {
		job.hint(
			'The new records could not be checked for twins that somebody else created at the same time. Run this again: records that exist twice are then named.',
		);
		return;
	}
	const indexes = new Map<string, KeyIndex>();
	for (const target of created) {
		const [key] = target.plan.wanted.keys;
		if (!key) continue;
		const name = key.attributes.join();
		const index = indexes.get(name) ?? new KeyIndex(job.resource, key, reading.value);
		indexes.set(name, index);
		report(job, target, index);
	}
}

function report(job: Job, target: Target, index: KeyIndex): void {
	const { outcome, plan } = target;
	if (!outcome) return;
	const same = index.find(plan.wanted.values, plan.organizationId);
	const twins = same.map(({ id }) => id).filter((id) => id !== outcome.record.id);
	if (twins.length === 0) return;
	outcome.twins = twins;
	const { label, nameOf } = job.resource;
	job.hint(
		`${label} "${nameOf(outcome.record)}" was created as ${outcome.record.id}, and ${twins.join(', ')} with the same key came into being meanwhile. Nothing was deleted: keep one of them in IT Glue.`,
	);
}

/** What there is now of the organizations in which records were created. */
async function readNow(job: Job, created: Target[]): Promise<JsonApiRecord[]> {
	const { resource, finder } = job;
	const [first] = created;
	const organizations = [...new Set(created.flatMap(({ plan }) => plan.organizationId ?? []))];
	const newest = await finder.newest(resource, organizations, 2 * created.length);
	const ids = new Set(newest?.map(({ id }) => id));
	if (newest && created.every(({ outcome }) => outcome && ids.has(outcome.record.id)))
		return newest;
	finder.forget(resource);
	const stepContext = first && lastOf(first).stepContext(new Map(), { always: false });
	return stepContext ? await finder.all(resource, organizations, { stepContext }) : [];
}
