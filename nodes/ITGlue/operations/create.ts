import type { IDataObject } from 'n8n-workflow';
import { settle } from '../concurrency';
import { labelsOf } from '../resources/schema/columns';
import type { NaturalKey, Values } from '../resources/schema/attribute';
import type { Resource } from '../resources/schema/resource';
import { ApiFault, type JsonApiRecord } from '../transport';
import { checkCreateOnly } from '../sync/createOnly';
import type { Item } from '../run/item';
import type { Run, Planned } from '../run/run';
import { Indexes, look } from '../sync/indexes';
import { groupByTexts, keyFor, keyTexts } from '../sync/keyIndex';
import { hintCodes } from '../sync/codes';
import { hintAside } from '../sync/meant';
import { checkAnswer } from '../records/compare';
import { digest, type Deed } from '../run/memory';
import { Newcomers } from '../sync/newcomers';
import { refuseToRename } from '../sync/otherName';
import { refuseNothing } from '../run/input/nothing';
import { listed, shown } from '../text/plain';
import { show } from '../records/requests';
import { ownerOfNew, readGiven } from '../run/input/given';
import { checkValues } from '../run/input/values';
import { toRequest } from '../records/body';
import { refuseEmptyLists, withRecovery } from '../sync/write';
import { diffOf } from '../sync/diff';
import { updateAlone } from '../sync/applyUpdates';
import { desiredOf, type Target } from '../sync/target';
import { withoutCutTexts } from '../records/cutText';
import { at } from '../transport/jsonapi/record';
import { parentsOf } from '../run/input/parents';
import { sendOnce, isTaken } from '../sync/send';
import { ifNameNotFound } from './nameOption';
import type { Operation } from './operation';

interface Plan {
	values: Values;
	organizationId?: string;
	ifExists: string;
	/** Absent where nothing is looked up: the user said so, or no key is set. */
	key?: NaturalKey;
	/** What the record was spared, reported beside it. */
	report: IDataObject;
	/** Digest of all that is to be sent. */
	content: string;
}

/** Creates records, each after looking whether it exists, with everything that belongs to it. */
export const create: Operation = {
	name: 'create',
	label: 'Create',
	action: 'Create %s',
	description: 'Add a new record, after looking whether it exists',
	onRecord: false,
	givesRecords: true,
	options: ifNameNotFound('create'),
	run: createAll,
};

async function createAll(run: Run): Promise<void> {
	const plans = await run.planned(planOf);
	const organizationIds = plans.flatMap(({ item, plan: { key, organizationId } }) =>
		organizationId && (key || item.deed?.id === null) ? [organizationId] : [],
	);
	const indexes = new Indexes(run, organizationIds);
	const known = await run.refined(plans, async ({ item, plan }) => ({
		...plan,
		texts: await textsOf(item, plan, indexes),
	}));
	const checked = await checkAll(run, known, indexes);
	run.startWriting();
	const grouped = groupByTexts(checked, ({ plan }) => plan.texts);
	await run.inGroups(
		grouped.map(([{ item, plan }, group]) => ({ item, plan: { ...plan, group } })),
		({ plan }) => plan.group,
		async ({ item, plan }) => await createOne(item, plan, indexes),
	);
}

/**
 * Refuses, before anything is written, what is known not to be created: what exists already, what
 * several records match, and what an earlier item creates. Where the others go on when an item fails,
 * the last is left to the write: the earlier item may fail as well.
 */
async function checkAll<P extends Plan>(
	run: Run,
	plans: ReadonlyArray<Planned<P>>,
	indexes: Indexes,
): Promise<Array<Planned<P>>> {
	const found = await run.refined(plans, async ({ item, plan }) => {
		if (item.deed?.id === null) await lookForOurs(item, plan, indexes);
		if (item.deed?.id) return { plan, isNew: false };
		const existing = await findExisting(item, plan, indexes);
		if (existing) await checkExisting(item, plan, existing);
		else await lookBeside(item, plan);
		return { plan, isNew: !existing };
	});
	const newcomers = new Newcomers(run.resource);
	const earlier = new Map<Item, Item>();
	for (const { item, plan } of run.continuesOnFail ? [] : found) {
		const { key, values, organizationId } = plan.plan;
		const other = plan.isNew && key && newcomers.find(key, values, organizationId);
		if (other) earlier.set(item, other);
		if (plan.isNew) newcomers.add({ item, values });
	}
	return await run.refined(found, async ({ item, plan: { plan, isNew } }) => {
		const other = earlier.get(item);
		if (other && plan.ifExists === 'fail') refuseSecond(item, plan, other);
		if (isNew && !other && !run.continuesOnFail) checkCreateOnly(item, plan.values);
		return await Promise.resolve(plan);
	});
}

/** What the records beside it say against a new one, as far as it can be known before anything is written. */
async function lookBeside(item: Item, { values }: Plan): Promise<void> {
	const context = item.hookContext(values, { always: true });
	await item.resource.hooks?.beforeCreate?.(context, new Map(values), 'later');
}

async function checkExisting(item: Item, plan: Plan, existing: Existing): Promise<void> {
	if (plan.ifExists === 'fail') refuseExisting(item, existing);
	if (plan.ifExists !== 'updateExisting') return;
	refuseToRename(item, existing.key, plan.values, existing.record);
	refuseEmptyLists(item, plan.values);
	const { organizationId, values } = plan;
	const context = item.hookContext(values, { organizationId, always: false });
	// Where the others go on anyway, the write looks at it soon enough.
	if (!item.continuesOnFail) await item.resource.hooks?.preview?.(context, existing.record);
}

function refuseSecond(item: Item, { key }: Plan, earlier: Item): never {
	const { resource } = item;
	return item.refuse(
		`Item ${earlier.index} of this run creates the same ${resource.label.toLowerCase()}`,
		`They match by ${labelOf(item, key?.attributes ?? [])}. Remove one of the items, set "If It Already Exists" to Return Existing or Update Existing, or to Create Anyway if a second one is wanted.`,
	);
}

const labelOf = (item: Item, names: readonly string[]): string =>
	labelsOf(item.resource, names).join(' and ').toLowerCase();

/**
 * What ties an item to others: every natural key it has values for, not only the one it is looked up
 * by, and the records that it matches. Items with anything in common take turns in input order, so
 * that the second finds what the first created, and two never write to one record at once.
 */
async function textsOf(item: Item, plan: Plan, indexes: Indexes): Promise<string[]> {
	const { key, values, organizationId } = plan;
	if (!key) return [];
	const { resource } = item;
	const own = ownTexts(resource, values, organizationId);
	const match = await look(item, plan, indexes);
	return [...own, ...(match?.records ?? []).map(({ id }) => `record ${id}`)];
}

const ownTexts = (resource: Resource, values: Values, organizationId?: string): string[] =>
	resource.naturalKeys.flatMap((key) =>
		keyTexts(resource, key, organizationId, (name) => values.get(name)).map(
			(text) => `${key.attributes.join()} ${text}`,
		),
	);

async function planOf(item: Item): Promise<Plan> {
	const { resource } = item;
	const organizationId = await ownerOfNew(item);
	if (resource.scoped && !organizationId) {
		item.refuse(
			'"Organization" is empty',
			`A ${resource.label.toLowerCase()} belongs to an organization. Choose it, or check the expression that gives it.`,
		);
	}
	const values = await readGiven(item, 'create', parentsOf(item, organizationId));
	if (organizationId) values.set('organization_id', organizationId);
	const ifExists = String(item.option('ifExists'));
	checkValues(item, values, 'create');
	if (ifExists === 'fail' || ifExists === 'createAnyway') checkCreateOnly(item, values);
	const report = resource.hooks?.repair?.(values, (param) => item.option(param)) ?? {};
	const key = ifExists === 'createAnyway' ? undefined : keyFor(resource, values);
	if (key === undefined && ifExists !== 'createAnyway') {
		const names = resource.naturalKeys.flatMap(({ attributes }) => attributes);
		refuseNothing(item, names, values, 'or set "If It Already Exists" to Create Anyway');
	}
	const texts = ownTexts(resource, values, organizationId);
	const content = digest([...values]);
	// By what it is known by: an expression such as the time of day gives something else with every try.
	item.identify(texts.length > 0 ? [organizationId, texts] : content);
	return { values, organizationId, ifExists, key, report, content };
}

async function createOne(item: Item, plan: Plan, indexes: Indexes): Promise<void> {
	const { deed } = item;
	if (deed?.id) return await takeUp(item, plan, deed.id, deed);
	const existing = await findExisting(item, plan, indexes);
	if (existing) return await useExisting(item, plan, existing, indexes);
	checkCreateOnly(item, plan.values);
	const at = Date.now();
	const outcome = await settle(withRecovery(item, plan, async () => await sendOnce(item, plan)));
	if ('value' in outcome) return await finish(item, plan, outcome.value, indexes);
	const { reason } = outcome;
	if (mayHaveCreated(reason)) item.did({ id: null, at });
	if (isTaken(reason) && plan.key && plan.ifExists !== 'fail') {
		indexes.refresh();
		const taken = await findExisting(item, plan, indexes);
		if (taken) return await useExisting(item, plan, taken, indexes);
	}
	return await Promise.reject(reason);
}

/** Anything but a clear refusal leaves it open whether there is a record now. */
const mayHaveCreated = (reason: unknown): boolean =>
	!(reason instanceof ApiFault) || reason.ambiguous;

interface Existing {
	record: JsonApiRecord;
	key: NaturalKey;
	/** Labels of what it was found by. */
	by: string;
}

async function findExisting(
	item: Item,
	plan: Plan,
	indexes: Indexes,
): Promise<Existing | undefined> {
	const { resource } = item;
	const match = await look(item, plan, indexes);
	if (!match) return undefined;
	const { key, records: matches, aside } = match;
	const [record, ...others] = matches;
	if (!record) return undefined;
	hintAside(item, record, aside);
	const by = labelOf(item, key.attributes);
	if (others.length === 0) return { record, key, by };
	return item.refuse(
		`${matches.length} ${resource.plural.toLowerCase()} already match by ${by}`,
		`Nothing was written. They are: ${listed(matches.map((record) => `${shown(resource.nameOf(record))} (${record.id})`))}. Merge them in IT Glue, or update the one you mean by its ID.`,
	);
}

async function useExisting(
	item: Item,
	plan: Plan,
	found: Existing,
	indexes: Indexes,
): Promise<void> {
	const { record: existing } = found;
	item.concerns(existing.id);
	hintCodes(item, plan.values, existing);
	if (plan.ifExists === 'returnExisting') {
		const { record, document } = await show(item, existing.id);
		return item.output(item.presentOne(record, document, plan.report));
	}
	if (plan.ifExists === 'updateExisting') {
		refuseToRename(item, found.key, plan.values, existing);
		if (found.key !== plan.key) indexes.take(existing, item);
		const record = await bringUpToDate(item, existing.id, plan);
		return item.output(item.presentOne(record, undefined, plan.report));
	}
	refuseExisting(item, found);
}

/**
 * Sets the given values on a record that exists, but only where they differ from what it says by now.
 * `ours`: an earlier try of this run has created it.
 */
async function bringUpToDate(
	item: Item,
	id: string,
	plan: Plan,
	ours = false,
): Promise<JsonApiRecord> {
	const { record } = await show(item, id);
	if (!ours) noteWhatStays(item, plan.values, record);
	const values = withoutCutTexts(item, plan.values, record);
	const given = { ...plan, values, full: values, cleared: [], lists: [...values.keys()] };
	const wanted = { keys: [], values };
	const target: Target = { items: [item], by: null, plan: { ...given, wanted } };
	target.diff = await diffOf(item, desiredOf(target), record);
	await updateAlone(target, true);
	return target.outcome?.record ?? record;
}

/** Says what a person may expect to change and that Update Existing leaves as it is. */
function noteWhatStays(item: Item, values: Values, record: JsonApiRecord): void {
	const { label, attributes, archive, hooks } = item.resource;
	const overwrites = hooks?.overwritesUnseen?.((param) => item.option(param)) === true;
	const kept = attributes.filter(
		({ name, readableFrom, writable, sentAs }) =>
			readableFrom === 'never' &&
			writable === 'both' &&
			sentAs === undefined &&
			!overwrites &&
			values.has(name),
	);
	if (kept.length > 0) {
		item.hint(
			`${label} ${record.id} exists already: its ${kept.map((attribute) => attribute.label).join(' and ')} was left as it is, because it cannot be compared. To write it, use Update, or the option for existing records.`,
		);
	}
	if (archive?.by !== 'flag' || values.has(archive.attribute)) return;
	if (at(record, archive.attribute) !== true) return;
	item.hint(`${label} ${record.id} exists already and is archived; it stays archived.`);
}

function refuseExisting(item: Item, { record: existing, by }: Existing): never {
	const { resource } = item;
	item.concerns(existing.id);
	return item.refuse(
		`${resource.label} "${resource.nameOf(existing)}" already exists (ID ${existing.id})`,
		`It matches by ${by}. Nothing was written. Set "If It Already Exists" to Return Existing or Update Existing to work with it, or to Create Anyway if a second one is wanted.`,
	);
}

async function finish(
	item: Item,
	plan: Plan,
	created: JsonApiRecord,
	indexes: Indexes,
): Promise<void> {
	const { values, organizationId, report } = plan;
	await indexes.add(created);
	const context = item.hookContext(values, { organizationId, always: true });
	const { hooks } = item.resource;
	const record = (await hooks?.afterWrite?.(context, created, 'create')) ?? created;
	item.did({ whole: true, content: plan.content, report: { ...report } });
	item.output(item.presentOne(record, undefined, report));
}

// --- What an earlier try of this run has created (Retry On Fail) ---

/** Gives what the earlier try would have given, with what that left undone. */
async function takeUp(item: Item, plan: Plan, id: string, deed: Deed): Promise<void> {
	item.concerns(id);
	const asWanted = deed.whole && deed.content === plan.content;
	const record = asWanted
		? (await show(item, id)).record
		: await bringUpToDate(item, id, plan, true);
	const report = { ...deed.report, ...plan.report };
	item.did({ whole: true, content: plan.content, report });
	item.output(item.presentOne(record, undefined, report));
}

/** How far the clocks of n8n and IT Glue may be apart. */
const CLOCKS_APART_MS = 60 * 1000;

/**
 * Looks whether the record is there that an earlier try sent without a clear answer. That try had found
 * none with its key; where it had not looked (Create Anyway), it is one that says the same and is new.
 */
async function lookForOurs(item: Item, plan: Plan, indexes: Indexes): Promise<void> {
	const { resource, memory } = item;
	const { values, organizationId, deed } = { ...plan, deed: item.deed };
	const key = plan.key ?? keyFor(resource, values);
	if (!key || !deed) return;
	if (plan.key) {
		const existing = await findExisting(item, plan, indexes);
		if (existing && !memory.claims(existing.record.id)) item.did({ id: existing.record.id });
		return;
	}
	const wanted = toRequest(item, values).attributes;
	for (const { id, attributes } of (await indexes.of(key, item)).find(values, organizationId)) {
		const created = Date.parse(String(attributes['created-at'] ?? ''));
		if (memory.claims(id) || created < deed.at - CLOCKS_APART_MS) continue;
		const { record } = await show(item, id);
		if (checkAnswer(resource, wanted, record).notTaken.length === 0) return item.did({ id });
	}
}
