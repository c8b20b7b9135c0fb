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

/** Prepares what a new record takes; refuses what IT Glue would refuse. */
export function checkNew(item: Item, plan: Plan): void {
	for (const [name, value] of plan.full)
		if (isBlank(value) || (Array.isArray(value) && value.length === 0)) plan.full.delete(name);
	// What is emptied and filled at once would be refused as soon as the record exists.
	refuseClearing(item, plan, (name) => !plan.full.has(name));
	item.resource.hooks?.expand?.(plan.full, 'create', (param) => item.option(param));
	checkValues(item, plan.full, 'create');
	checkCreateOnly(item, plan.full);
	// Without a key the next run would not find it, and create it once more: no link to a PSA can be written.
	if (plan.wanted.id !== undefined || plan.wanted.keys.length > 0) return;
	const names = item.resource.naturalKeys.flatMap(({ attributes }) => attributes);
	refuseNothing(item, names, plan.full, 'or link the record in IT Glue');
}

/** What a new record is given, for a person. */
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

/** The tasks that create what is missing: one by one, or, where the user chose so, by organization. */
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

/** As many as are changed at once: no limit is published (reference 1.9). */
const MOST = 50;

async function createOne(matcher: Matcher, target: Target): Promise<void> {
	const first = await tryToCreate(matcher, target);
	if (first === undefined) return;
	if (!mayExist(first)) return await Promise.reject(first);
	// No clear answer, or somebody else was quicker: look before creating again.
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
 * Creates a record with everything that belongs to it; returns what went wrong with its own request.
 *
 * @param isFit whether it may still be sent after something in it was mended
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
 * Whether a new record still has what it is matched by, after something in it was mended. Without that, the next run
 * would not find it and create it once more.
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
 * Looks again for what a target means and, if it is there now, brings it up to date. `ours`: it came of
 * a request of this run whose answer was lost. Returns whether it is there.
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

/** Creates the records of one organization with one request; those that it leaves open, one by one. */
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
	// Without a clear answer, and even after a refusal, some may exist: one look says so for all of them.
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

/** IT Glue looked at the records and refused: one by one, the good ones go through. */
const wasJudged = (reason: unknown): boolean =>
	reason instanceof ApiFault && (reason.noSuchRoute || JUDGEMENTS.has(reason.status));

function bodyOf(target: Target) {
	const values = new Map(target.plan.full);
	completeRows(lastOf(target), values);
	// The route says whose they are (reference 4.4).
	values.delete('organization_id');
	return toRequest(lastOf(target), values);
}

function indexOf({ resource }: Run, [first]: Target[], answers: JsonApiRecord[]) {
	const [key] = first?.plan.wanted.keys ?? [];
	return key && new KeyIndex(resource, key, answers);
}

/**
 * Takes the records of an answer for the targets that they were created for: by key first, the order of
 * answers being undocumented. Where IT Glue re-wrote what a target is known by, its record is the one among
 * those left over that says most of what was sent: created again, it would be there twice. Returns the
 * targets for which the answer holds nothing.
 */
function takeAnswers(
	run: Run,
	matcher: Matcher,
	targets: Target[],
	answers: JsonApiRecord[],
): Target[] {
	// What was there before is not what this request created.
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

/** The record that differs least from what was sent; among equals the first, as the targets were sent. */
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
