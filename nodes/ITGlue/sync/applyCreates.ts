import type { IDataObject } from 'n8n-workflow';
import { settle } from '../concurrency';
import { ApiFault, type JsonApiRecord } from '../transport';
import { createMany } from './bulk';
import { describe, diffOf, refuseClearing } from './diff';
import { hintCodes } from './codes';
import { differing } from '../records/compare';
import { isTaken, sendOnce } from './send';
import { checkCreateOnly } from './createOnly';
import type { Item } from '../run/item';
import type { Run, Task } from '../run/run';
import { KeyIndex, keyTexts } from './keyIndex';
import { refuseOtherLink } from './otherLink';
import { refuseOtherPerson } from './otherName';
import { refuseNothing } from '../run/input/nothing';
import type { Match } from './criteria';
import type { Matcher } from './matcher';
import { chooseAmong, conclude, isDue, lastOf, desiredOf, type Target } from './target';
import { updateAlone } from './applyUpdates';
import type { Plan } from './plan';
import { checkValues, isBlank } from '../run/input/values';
import { toRequest } from '../records/body';
import { completeRows, reportNotTaken, withRecovery } from './write';

/** Prepares the values of a new record; refuses what IT Glue would refuse. */
export function checkNew(item: Item, plan: Plan): void {
	for (const [name, value] of plan.full)
		if (isBlank(value) || (Array.isArray(value) && value.length === 0)) plan.full.delete(name);
	// A value that is cleared and filled at the same time would be refused as soon as the record exists.
	refuseClearing(item, plan, (name) => !plan.full.has(name));
	item.resource.hooks?.expand?.(plan.full, 'create', (param) => item.option(param));
	checkValues(item, plan.full, 'create');
	checkCreateOnly(item, plan.full);
	// No link to a PSA can be written. So without a key, the next run would not find the record and would create it
	// again.
	if (plan.wanted.id !== undefined || plan.wanted.keys.length > 0) return;
	const names = item.resource.naturalKeys.flatMap(({ attributes }) => attributes);
	refuseNothing(item, names, plan.full, 'or link the record in IT Glue');
}

/** The values of a new record, as a person reads them. */
export function newChanges(item: Item, { full }: Plan): IDataObject {
	const { attributes } = item.resource;
	const bodies = attributes.filter(
		({ name, sentAs, writable }) => sentAs === 'step' && writable === 'both' && full.has(name),
	);
	const related = attributes.filter(
		({ name, sentAs }) => sentAs === 'relationship' && full.has(name),
	);
	const { attributes: sent } = toRequest(item, full);
	const all: IDataObject = {
		...sent,
		...Object.fromEntries(related.map(({ name }) => [name, full.get(name)])),
		...Object.fromEntries(bodies.map(({ name }) => [name, full.get(name)])),
	} as IDataObject;
	delete all.organization_id;
	return describe(item, all);
}

/** The tasks that create missing records: one by one or, if the user chose so, by organization. */
export function createTasks(run: Run, matcher: Matcher, targets: Target[]): Task[] {
	const together = new Map<string, Target[]>();
	const tasks: Task[] = [];
	for (const target of targets) {
		const item = lastOf(target);
		const { organizationId } = target.plan;
		if (item.option('createInBulk') === true && organizationId !== undefined) {
			const group = together.get(organizationId);
			if (group) group.push(target);
			else together.set(organizationId, [target]);
		} else tasks.push({ items: target.items, work: async () => await createOne(matcher, target) });
	}
	for (const [organizationId, group] of together) {
		for (let at = 0; at < group.length; at += MOST) {
			const some = group.slice(at, at + MOST);
			tasks.push({
				items: some.flatMap(({ items }) => items),
				work: async () => await createGroup(run, matcher, organizationId, some),
			});
		}
	}
	return tasks;
}

/** The same number as for updates: no limit is published (reference 1.9). */
const MOST = 50;

async function createOne(matcher: Matcher, target: Target): Promise<void> {
	const first = await tryToCreate(matcher, target);
	if (first === undefined) return;
	if (!mayExist(first)) return await Promise.reject(first);
	// The answer is unclear, or somebody else was faster: look before creating again.
	if (await adopt(matcher, target, isUnclear(first))) return;
	if (!isUnclear(first)) return await Promise.reject(first);
	const second = await tryToCreate(matcher, target);
	if (second === undefined) return;
	if (mayExist(second) && (await adopt(matcher, target, isUnclear(second)))) return;
	if (isUnclear(second)) for (const one of target.items) one.did({ id: null });
	await Promise.reject(second);
}

const isUnclear = (reason: unknown): boolean => reason instanceof ApiFault && reason.ambiguous;

const mayExist = (reason: unknown): boolean => isUnclear(reason) || isTaken(reason);

/**
 * Creates a record with everything that belongs to it; returns the error of its own request.
 *
 * @param isFit whether the record may still be sent after one of its values was changed
 */
export async function tryToCreate(
	matcher: Matcher,
	target: Target,
	isFit = carriesItsKey,
): Promise<unknown> {
	const item = lastOf(target);
	const { full, report, organizationId } = target.plan;
	const plan = { values: full, report };
	let refusal: unknown;
	const send = async (): Promise<JsonApiRecord> => {
		if (refusal !== undefined && !isFit(target)) return await Promise.reject(refusal);
		const sent = await settle(sendOnce(item, { values: full, organizationId }));
		if ('value' in sent) return sent.value;
		refusal = sent.reason;
		return await Promise.reject(refusal);
	};
	const outcome = await settle(withRecovery(item, plan, send));
	if (!('value' in outcome)) return outcome.reason;
	const { id } = outcome.value;
	for (const one of target.items) one.did({ id });
	await complete(matcher, target, outcome.value);
	return undefined;
}

/**
 * Whether a new record still has the value that it is matched by, after one of its values was changed. Without that
 * value the next run would not find the record and would create it again.
 */
function carriesItsKey(target: Target): boolean {
	const { resource } = lastOf(target);
	const { full, wanted } = target.plan;
	const [key] = wanted.keys;
	if (!key) return true;
	const texts = (get: (name: string) => unknown): string[] =>
		keyTexts(resource, key, wanted.organizationId, get);
	const carried = texts((name) => full.get(name));
	return texts((name) => wanted.values.get(name)).some((text) => carried.includes(text));
}

async function complete(matcher: Matcher, target: Target, created: JsonApiRecord): Promise<void> {
	const item = lastOf(target);
	const { full, organizationId } = target.plan;
	matcher.add([created]);
	const context = item.hookContext(full, { organizationId, always: true });
	const { hooks } = item.resource;
	const record = (await hooks?.afterWrite?.(context, created, 'create')) ?? created;
	conclude(target, 'created', newChanges(item, target.plan), record);
}

/**
 * Looks for the target's record again and, if it exists now, brings it up to date. `ours`: a request of this run, whose
 * answer was lost, created it. Returns whether the record exists.
 */
async function adopt(matcher: Matcher, target: Target, ours: boolean): Promise<boolean> {
	const item = lastOf(target);
	const found = await matcher.again(target.plan.wanted, item);
	return await takeOver(matcher, target, found, ours);
}

async function takeOver(
	matcher: Matcher,
	target: Target,
	found: Match,
	ours: boolean,
): Promise<boolean> {
	const item = lastOf(target);
	const { plan } = target;
	await refuseOtherLink(item, plan.wanted.psa, found, matcher);
	const { records, by, near } = chooseAmong(item, found);
	const [record] = records;
	if (!record) return false;
	if (!ours) refuseOtherPerson(item, plan, { records, by });
	target.near = near;
	item.concerns(record.id);
	target.record = record;
	target.by = ours ? null : by;
	target.diff = await diffOf(item, desiredOf(target), record);
	if (isDue(target)) await updateAlone(target);
	else conclude(target, 'unchanged', {}, record);
	const { outcome } = target;
	if (ours && outcome) conclude(target, 'created', newChanges(item, plan), outcome.record);
	return true;
}

/** Creates the records of one organization with one request; then creates the remaining ones one by one. */
async function createGroup(
	run: Run,
	matcher: Matcher,
	organizationId: string,
	targets: Target[],
): Promise<void> {
	const [only] = targets;
	if (targets.length === 1 && only) return await createOne(matcher, only);
	const items = targets.flatMap((target) => target.items);
	const bodies = targets.map((target) => bodyOf(target));
	const outcome = await settle(createMany(run, items, organizationId, bodies));
	const answers = 'value' in outcome ? outcome.value : [];
	const refused = 'reason' in outcome && !isUnclear(outcome.reason);
	if (refused && !wasJudged(outcome.reason)) return await Promise.reject(outcome.reason);
	const left = takeAnswers(run, matcher, targets, answers);
	const [next] = left;
	if (!next) return;
	// Without a clear answer, and even after a refusal, some records may exist: one reading shows this for all of them.
	const wanted = left.map(({ plan }) => plan.wanted);
	const look = await settle(matcher.refresh(wanted, lastOf(next)));
	if ('reason' in look) return await Promise.reject(look.reason);
	for (const target of left)
		await run.attempt(target.items, async () => {
			const found = matcher.find(target.plan.wanted);
			if (await takeOver(matcher, target, found, !refused)) return;
			await createOne(matcher, target);
		});
}

const JUDGEMENTS = new Set<number | undefined>([400, 404, 413, 422]);

/** IT Glue checked the records and refused them: one by one, the valid ones are accepted. */
const wasJudged = (reason: unknown): boolean =>
	reason instanceof ApiFault && (reason.noSuchRoute || JUDGEMENTS.has(reason.status));

function bodyOf(target: Target) {
	const values = new Map(target.plan.full);
	completeRows(lastOf(target), values);
	// The route names the organization (reference 4.4).
	values.delete('organization_id');
	return toRequest(lastOf(target), values);
}

function indexOf({ resource }: Run, [first]: Target[], answers: JsonApiRecord[]) {
	const [key] = first?.plan.wanted.keys ?? [];
	return key && new KeyIndex(resource, key, answers);
}

/**
 * Assigns the records of an answer to their targets: by key first, because the order of answers is undocumented. If IT
 * Glue changed the value of a key, the target gets the remaining record that differs least from what was sent.
 * Otherwise it would be created twice. Returns the targets without a record in the answer.
 */
function takeAnswers(
	run: Run,
	matcher: Matcher,
	targets: Target[],
	answers: JsonApiRecord[],
): Target[] {
	// A record that existed before was not created by this request.
	const created = answers.filter(({ id }) => !matcher.knows(id));
	const index = indexOf(run, targets, created);
	const open = new Map(created.map((record) => [record.id, record]));
	const unnamed = targets.filter((target) => {
		const found = index?.find(target.plan.wanted) ?? [];
		const [record] = found;
		if (!record || found.length > 1 || !open.delete(record.id)) return true;
		takeCreated(matcher, target, record);
		return false;
	});
	if (open.size > unnamed.length) return unnamed;
	return unnamed.filter((target) => {
		const record = likest(target, [...open.values()]);
		if (!record) return true;
		open.delete(record.id);
		takeCreated(matcher, target, record);
		return false;
	});
}

/** The record that differs least from what was sent; of several, the first, in the order of the request. */
function likest(target: Target, records: JsonApiRecord[]): JsonApiRecord | undefined {
	const { resource } = lastOf(target);
	const sent = bodyOf(target).attributes;
	const differences = records.map((record) => ({
		record,
		count: Object.keys(differing(resource, sent, record)).length,
	}));
	const least = Math.min(...differences.map(({ count }) => count));
	return differences.find(({ count }) => count === least)?.record;
}

function takeCreated(matcher: Matcher, target: Target, record: JsonApiRecord): void {
	const item = lastOf(target);
	hintCodes(item, target.plan.full);
	matcher.add([record]);
	item.concerns(record.id);
	reportNotTaken(item, toRequest(item, target.plan.full).attributes, record);
	conclude(target, 'created', newChanges(item, target.plan), record);
}
