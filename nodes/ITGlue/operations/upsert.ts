import { at } from '../transport/jsonapi/record';
import type { IDataObject } from 'n8n-workflow';
import type { JsonApiRecord } from '../transport';
import { diffOf } from '../sync/diff';
import { hintCodes } from '../sync/codes';
import { checkNew, createTasks, newChanges } from '../sync/applyCreates';
import type { Item } from '../run/item';
import type { Run, Planned } from '../run/run';
import { settledNames } from '../run/input/listValues';
import { refuseForeign } from '../run/input/locator';
import { targetsOf } from '../sync/group';
import type { Located, Plan } from '../sync/plan';
import { show } from '../records/requests';
import { checkWhole } from '../records/whole';
import { refuseOtherLink } from '../sync/otherLink';
import { refuseOtherPerson } from '../sync/otherName';
import { foreseeOwned } from '../records/psaOwned';
import { Matcher } from '../sync/matcher';
import type { Match } from '../sync/criteria';
import { Tally } from '../sync/tally';
import {
	chosenAmong,
	desiredOf,
	draftOf,
	isDue,
	lastOf,
	type Outcome,
	type Target,
} from '../sync/target';
import { tellApart } from '../sync/toldApart';
import { inTurn } from '../sync/turns';
import { reportTwins } from '../sync/duplicates';
import { updateTasks } from '../sync/applyUpdates';
import { planOf } from '../sync/plan';
import { ifNameNotFound } from './nameOption';
import type { Operation } from './operation';
import { upsertOptions } from './upsertOptions';

/**
 * Creates missing records and updates changed ones, for all items as one run: reads what exists, compares here,
 * writes only differences, and reports in input order.
 */
export const upsert: Operation = {
	name: 'upsert',
	label: 'Create or Update',
	action: 'Create or update %s',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	onRecord: false,
	givesRecords: true,
	refusedAs: (option) => (option('dryRun') === true ? { _action: 'would_fail' } : undefined),
	options: (resource) => [...ifNameNotFound('upsert')(resource), ...upsertOptions(resource)],
	run: syncAll,
};

async function syncAll(run: Run): Promise<void> {
	const all = await run.planned(planOf);
	const plans = all.filter(({ plan }) => !plan.skips);
	const owners = new Set(plans.map(({ plan: { organizationId } }) => organizationId ?? ''));
	const places = [...owners].map((id) => `${run.resource.name} ${id}`);
	const targets = await inTurn(run.client, places, async () => await carryOut(run, plans));
	present(run, [...targets, ...all.filter(({ plan }) => plan.skips).map(skippedTarget)]);
}

/** The target of an item whose options say to skip it. */
function skippedTarget({ item, plan }: Planned<Plan>): Target {
	const outcome: Outcome = { action: 'skipped', changes: {}, record: draftOf(item, plan) };
	return { items: [item], by: null, plan, outcome };
}

async function carryOut(run: Run, plans: ReadonlyArray<Planned<Plan>>): Promise<Target[]> {
	const matcher = new Matcher(run);
	const targets = await targetsOf(run, await locate(run, plans, matcher));
	await compare(run, targets);
	await failTogether(run, targets);
	run.startWriting();
	const open = new Set(run.open);
	const due = targets.filter(
		({ outcome, items }) => !outcome && items.some((item) => open.has(item)),
	);
	await run.tasks([
		...updateTasks(
			run,
			due.filter(({ record }) => record),
		),
		...createTasks(
			run,
			matcher,
			due.filter(({ record }) => !record),
		),
	]);
	await reportTwins(run, targets);
	return targets;
}

// --- Finding ---

async function locate(
	run: Run,
	plans: ReadonlyArray<Planned<Plan>>,
	matcher: Matcher,
): Promise<Array<Planned<Located>>> {
	const [first] = plans;
	if (!first) return [];
	const wanted = plans.map(({ plan }) => plan.wanted);
	tellApart(run.resource, wanted);
	const reading = matcher.prepare(wanted, first.item);
	return await run.refined(plans, async ({ item, plan }) => {
		await reading;
		return { ...plan, found: await locateOne(item, plan, matcher) };
	});
}

async function locateOne(item: Item, plan: Plan, matcher: Matcher): Promise<Match> {
	const { wanted, organizationId } = plan;
	const found = matcher.find(wanted);
	// Use the record that an earlier try of this run has created.
	const created = item.deed?.id;
	if (created) {
		const [record = (await show(item, created)).record] = matcher.find({
			...wanted,
			id: created,
		}).records;
		return { records: [record], by: [] };
	}
	if (wanted.id === undefined) {
		await refuseOtherLink(item, wanted.psa, found, matcher);
		const meant = chosenAmong(item, found);
		refuseOtherPerson(item, plan, meant);
		for (const record of meant.records) hintCodes(item, wanted.values, record);
		return meant;
	}
	// If it is not in the list, the record itself shows whether it exists.
	const [record = (await show(item, wanted.id)).record] = found.records;
	if (organizationId !== undefined) refuseForeign(item, record, organizationId);
	return { records: [record], by: ['id'] };
}

// --- Comparing ---

/** Compares each target with the existing record, and completes targets that need no write. */
async function compare(run: Run, targets: Target[]): Promise<void> {
	await run.tasks(
		targets.map((target) => ({
			items: target.items,
			work: async () => {
				target.outcome = await foresee(target);
			},
		})),
	);
}

/** If one item of a record failed, writes nothing for the other items of this record. */
async function failTogether(run: Run, targets: Target[]): Promise<void> {
	const open = new Set(run.open);
	const failed = new Map<Item, Item>();
	for (const { items } of targets) {
		const cause = items.find((item) => !open.has(item));
		if (cause) for (const item of items) if (open.has(item)) failed.set(item, cause);
	}
	if (failed.size === 0) return;
	const label = run.resource.label.toLowerCase();
	await run.checked(
		[...failed].map(([item, plan]) => ({ item, plan })),
		({ item, plan: { index } }) =>
			item.refuse(
				`Item ${index} is about the same ${label} and failed`,
				'Nothing was written for this item. Correct the other item first, or leave it out.',
			),
	);
	await failTogether(run, targets);
}

async function foresee(target: Target): Promise<Outcome | undefined> {
	const { record, plan } = target;
	const item = lastOf(target);
	const mode = item.option('writeMode');
	const dry = item.option('dryRun') === true;
	if (record) item.concerns(record.id);
	if (record && item.deed) markAsCreated(target);
	if (record ? mode === 'createOnly' && !target.created : mode === 'updateOnly')
		return { action: 'skipped', changes: {}, record: record ?? draftOf(item, plan) };
	if (!record) {
		// A new record has no country yet to decide which region is meant.
		await settledNames(item, plan.full, undefined);
		checkNew(item, plan);
		const changes = newChanges(item, plan);
		return dry ? { action: 'would_create', changes, record: draftOf(item, plan) } : undefined;
	}
	target.diff = await diffOf(item, desiredOf(target), record);
	const { attributes, context } = target.diff;
	await checkWhole(item, record, attributes, context.values);
	if (!dry) return undefined;
	const { changes, record: compared } = target.diff;
	if (!isDue(target)) return { action: 'unchanged', changes: {}, record: compared };
	foreseeOwned(item, compared, target.diff.attributes, plan.report);
	return { action: 'would_update', changes, record: compared };
}

/** If an earlier try of this run has created the record, reports it as created. */
function markAsCreated(target: Target): void {
	const item = lastOf(target);
	const plan = { ...target.plan, full: new Map(target.plan.full) };
	checkNew(item, plan);
	target.by = null;
	target.created = newChanges(item, plan);
}

// --- Output ---

function present(run: Run, targets: Target[]): void {
	const outputs = new Map<Item, IDataObject[]>();
	const tally = new Tally();
	for (const target of targets) {
		const { outcome, items } = target;
		if (!outcome) continue;
		for (const item of items) {
			tally.add(item, item === lastOf(target) ? outcome.action : 'superseded');
			const json = outputOf(item, target, outcome);
			if (json) outputs.set(item, [...(outputs.get(item) ?? []), json]);
		}
	}
	for (const item of run.open) run.output(item, outputs.get(item) ?? []);
	run.results.headline(tally.sumUp(run));
}

function outputOf(item: Item, target: Target, outcome: Outcome): IDataObject | undefined {
	const last = lastOf(target);
	const superseded = item !== last;
	const action = superseded ? 'unchanged' : outcome.action;
	// An item that a later item replaced is reported too, so that nobody misses it.
	const news = superseded || (action !== 'unchanged' && action !== 'skipped');
	if (!news && item.option('reportOnlyChanges') === true) return undefined;
	item.hintLeftOut(target.plan.report);
	if (action === 'updated') hintArchived(item, outcome.record);
	const around = { included: new Map<string, JsonApiRecord>(), alone: true };
	const [json] = item.present([outcome.record], around, {
		...target.plan.report,
		_action: action,
		_changes: superseded ? {} : outcome.changes,
		_matched_by: target.by,
		...(outcome.twins && { _twins: outcome.twins }),
		...(superseded && { _superseded_by_item: last.index }),
	});
	// A record that does not exist has no id.
	return json && json.id === '' ? { ...json, id: null } : json;
}

/** After "updated", a user may assume that the record is active. */
function hintArchived(item: Item, record: JsonApiRecord): void {
	const { archive, label } = item.resource;
	if (archive?.by !== 'flag' || at(record, archive.attribute) !== true) return;
	item.hint(`${label} ${record.id} was updated and is archived; it stays archived.`);
}
