import type { Values } from '../resources/schema/attribute';
import { ApiFault, type JsonApiRecord } from '../transport';
import { tryToCreate } from '../sync/applyCreates';
import { checkCreateOnly } from '../sync/createOnly';
import { lookForOurs } from '../sync/earlierTry';
import {
	bringUpToDate,
	checkExisting,
	existing,
	useExisting,
	type Answer,
	type Creation,
} from '../sync/ifExists';
import { keyFor } from '../sync/keyIndex';
import { labelOfKey, nearKeys, usableKeys } from '../sync/keys';
import { Matcher } from '../sync/matcher';
import type { Located, Plan } from '../sync/plan';
import { isTaken } from '../sync/send';
import type { Target } from '../sync/target';
import { earlierOnes, inTurns, textsOf, type Earlier } from '../sync/ties';
import type { Item } from '../run/item';
import type { Planned, Run } from '../run/run';
import { ownerOfNew, readGiven } from '../run/input/given';
import { refuseNothing } from '../run/input/nothing';
import { parentsOf } from '../run/input/parents';
import { checkValues } from '../run/input/values';
import { digest, type Deed } from '../run/memory';
import { show } from '../records/requests';
import { ifNameNotFound } from './nameOption';
import type { Operation } from './operation';

/** Creates records with everything that belongs to them. Checks first whether each record exists. */
export const create: Operation = {
	name: 'create',
	label: 'Create',
	action: 'Create %s',
	description: 'Create a new record, after checking whether it already exists',
	onRecord: false,
	givesRecords: true,
	options: ifNameNotFound('create'),
	run: createAll,
};

async function createAll(run: Run): Promise<void> {
	const matcher = new Matcher(run);
	const located = await locate(run, await run.planned(planOf), matcher);
	const checked = await refuseSeconds(run, located);
	run.startWriting();
	await run.inGroups(
		inTurns(run, checked),
		({ plan }) => plan.turn,
		async ({ item, plan }) => await createOne(matcher, item, plan),
	);
}

// --- Reading the item ---

async function planOf(item: Item): Promise<Creation> {
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
	const texts = textsOf(resource, usableKeys(resource, { values }), { organizationId, values });
	const content = digest([...values]);
	// Identified by its keys: an expression such as the current time gives another value with every try.
	item.identify(() => (texts.length > 0 ? [organizationId, texts] : content));
	const wanted = { organizationId, values, ...keysOf(item, values, ifExists) };
	const lists = [...values.keys()];
	const both = { organizationId, values, full: values, wanted, cleared: [], lists, report };
	return { ...both, ifExists, content };
}

/** The first key that the item has values for. If a record has no value for this key, the next keys find it. */
function keysOf(
	item: Item,
	values: Values,
	ifExists: string,
): Pick<Plan['wanted'], 'keys' | 'near'> {
	if (ifExists === 'createAnyway') return { keys: [] };
	const { resource } = item;
	const key = keyFor(resource, values);
	// A value that IT Glue refuses may be removed later.
	const near = key && nearKeys(resource, { values }, key);
	if (near) return { keys: [key], near: () => near };
	const names = resource.naturalKeys.flatMap(({ attributes }) => attributes);
	refuseNothing(item, names, values, 'or set "If It Already Exists" to Create Anyway');
	return { keys: [] };
}

// --- Checks before anything is written ---

/** Finds the records that the items are about. Refuses items that cannot be created, returned or updated. */
async function locate(
	run: Run,
	plans: ReadonlyArray<Planned<Creation>>,
	matcher: Matcher,
): Promise<Array<Planned<Creation & Located>>> {
	const mayExist = ({ item, plan }: Planned<Creation>): boolean =>
		plan.wanted.keys.length > 0 || item.deed?.id === null;
	const sought = plans.filter(mayExist).map(({ plan }) => plan.wanted);
	return await run.refined(plans, async ({ item, plan }) => {
		if (mayExist({ item, plan })) await matcher.readAll(sought, item);
		if (item.deed?.id === null) await lookForOurs(matcher, item, plan);
		// Use the record that an earlier try has created.
		if (item.deed?.id) return { ...plan, found: matcher.find(plan.wanted) };
		const found = existing(matcher, item, plan);
		const [record] = found.records;
		if (record) await checkExisting(item, plan, found, record);
		else await lookBeside(item, plan);
		return { ...plan, found };
	});
}

/** Checks the new record against related records, as far as this is possible before anything is written. */
async function lookBeside(item: Item, { values }: Creation): Promise<void> {
	const context = item.hookContext(values, { always: true });
	await item.resource.hooks?.beforeCreate?.(context, new Map(values), 'later');
}

/**
 * Refuses an item whose record an earlier item creates. With Continue On Fail the write decides this, because the
 * earlier item may fail too.
 */
async function refuseSeconds<P extends Creation & Located>(
	run: Run,
	located: ReadonlyArray<Planned<P>>,
): Promise<ReadonlyArray<Planned<P>>> {
	if (run.continuesOnFail) return located;
	const isNew = ({ item, plan }: Planned<P>): boolean =>
		!item.deed?.id && plan.found.records.length === 0;
	const earlier = earlierOnes(run, located.filter(isNew));
	return await run.checked(located, ({ item, plan }) => {
		const other = earlier.get(item);
		if (other && plan.ifExists === 'fail') refuseSecond(item, other);
		if (isNew({ item, plan }) && !other) checkCreateOnly(item, plan.values);
	});
}

function refuseSecond(item: Item, earlier: Earlier): never {
	return item.refuse(
		`Item ${earlier.creator.index} of this run creates the same ${item.resource.label.toLowerCase()}`,
		`They match by ${labelOfKey(item.resource, earlier.key)}. Remove one of the items, set "If It Already Exists" to Return Existing or Update Existing, or to Create Anyway if you want a second one.`,
	);
}

// --- Writing ---

async function createOne(matcher: Matcher, item: Item, plan: Creation): Promise<void> {
	const { deed } = item;
	if (deed?.id) return await takeUp(item, plan, deed.id, deed);
	const there = await useExisting(matcher, item, plan);
	if (there) return present(item, plan, there);
	checkCreateOnly(item, plan.values);
	const sentAt = Date.now();
	const target: Target = { items: [item], by: null, plan };
	// An email that IT Glue refuses is removed if the user chose so, even if it identifies the record.
	const refusal = await tryToCreate(matcher, target, () => true);
	if (target.outcome) return finish(item, plan, target.outcome.record);
	if (mayHaveCreated(refusal)) item.did({ id: null, at: sentAt });
	const other = await useQuicker(matcher, item, plan, refusal);
	if (!other) return await Promise.reject(refusal);
	present(item, plan, other);
}

/** IT Glue refused the record because it exists by now: somebody else created it first. Uses that record. */
async function useQuicker(
	matcher: Matcher,
	item: Item,
	plan: Creation,
	refusal: unknown,
): Promise<Answer | undefined> {
	const { ifExists, wanted } = plan;
	if (!isTaken(refusal) || ifExists === 'fail' || wanted.keys.length === 0) return undefined;
	await matcher.refresh([wanted], item);
	return await useExisting(matcher, item, plan);
}

/** After any error except a clear refusal, the record may or may not exist. */
const mayHaveCreated = (reason: unknown): boolean =>
	!(reason instanceof ApiFault) || reason.ambiguous;

function finish(item: Item, plan: Creation, record: JsonApiRecord): void {
	const { content, report } = plan;
	item.did({ whole: true, content, report: { ...report } });
	present(item, plan, { record });
}

function present(item: Item, { report }: Creation, { record, document }: Answer): void {
	item.output(item.presentOne(record, document, report));
}

// --- After an earlier try of this run (Retry On Fail) ---

/** Returns what the earlier try would have returned, and completes what it left undone. */
async function takeUp(item: Item, plan: Creation, id: string, deed: Deed): Promise<void> {
	item.concerns(id);
	const asWanted = deed.whole && deed.content === plan.content;
	const record = asWanted
		? (await show(item, id)).record
		: await bringUpToDate(item, id, plan, true);
	finish(item, { ...plan, report: { ...deed.report, ...plan.report } }, record);
}
