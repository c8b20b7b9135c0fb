import type { IDataObject } from 'n8n-workflow';
import { settle } from '../concurrency';
import { labelsOf } from '../resources/columns';
import type { NaturalKey } from '../resources/types';
import { ApiFault, type JsonApiRecord } from '../transport';
import { wireId } from '../jsonapi/serialise';
import { checkCreateOnly } from './createOnly';
import type { Item } from './item';
import type { Job, Planned } from './job';
import { organizationId as organizationOfItem } from './locate';
import { groupByTexts, keyFor, keyTexts, KeyIndex } from './match';
import { hintAside, meantBy } from './meant';
import { Newcomers } from './newcomers';
import { refuseToRename } from './otherName';
import { listed, shown } from './plainText';
import { post, show } from './requests';
import { checkValues, readValues, toRequest, type Values } from './values';
import {
	bringUpToDate,
	completeRows,
	parentsOf,
	refuseEmptyLists,
	reportNotTaken,
	withRecovery,
} from './write';

interface Plan {
	values: Values;
	organizationId?: string;
	ifExists: string;
	/** Absent where nothing is looked up: the user said so, or no key is set. */
	key?: NaturalKey;
	/** What the record was spared, reported beside it. */
	report: IDataObject;
}

/** Creates records, each after looking whether it exists, with everything that belongs to it. */
export async function create(job: Job): Promise<void> {
	const plans = await job.planned(planOf);
	const organizationIds = plans.flatMap(({ plan: { key, organizationId } }) =>
		key && organizationId ? [organizationId] : [],
	);
	const indexes = new Indexes(job, organizationIds);
	const known = await job.refined(plans, async ({ item, plan }) => ({
		...plan,
		texts: await textsOf(item, plan, indexes),
	}));
	const checked = await checkAll(job, known, indexes);
	job.startWriting();
	const grouped = groupByTexts(checked, ({ plan }) => plan.texts);
	await job.inGroups(
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
	job: Job,
	plans: ReadonlyArray<Planned<P>>,
	indexes: Indexes,
): Promise<Array<Planned<P>>> {
	const found = await job.refined(plans, async ({ item, plan }) => {
		const existing = await findExisting(item, plan, indexes);
		if (existing) await checkExisting(item, plan, existing);
		return { plan, isNew: !existing };
	});
	const newcomers = new Newcomers(job.resource);
	const earlier = new Map<Item, Item>();
	for (const { item, plan } of job.continuesOnFail ? [] : found) {
		const { key, values, organizationId } = plan.plan;
		const other = plan.isNew && key && newcomers.find(key, values, organizationId);
		if (other) earlier.set(item, other);
		if (plan.isNew) newcomers.add({ item, values });
	}
	return await job.refined(found, async ({ item, plan: { plan } }) => {
		const other = earlier.get(item);
		if (other && plan.ifExists === 'fail') refuseSecond(item, plan, other);
		return await Promise.resolve(plan);
	});
}

async function checkExisting(item: Item, plan: Plan, existing: Existing): Promise<void> {
	if (plan.ifExists === 'fail') refuseExisting(item, existing);
	if (plan.ifExists !== 'updateExisting') return;
	if (plan.key) refuseToRename(item, plan.key, plan.values, existing.record);
	refuseEmptyLists(item, plan.values);
	const { organizationId, values } = plan;
	const context = item.stepContext(values, { organizationId, always: false });
	// Where the others go on anyway, the write looks at it soon enough.
	if (!item.job.continuesOnFail)
		await item.job.resource.steps?.beforeUpdate?.(context, existing.record.id);
}

function refuseSecond(item: Item, { key }: Plan, earlier: Item): never {
	const { resource } = item.job;
	return item.refuse(
		`Item ${earlier.index} of this run creates the same ${resource.label.toLowerCase()}`,
		`They match by ${labelOf(item, key?.attributes ?? [])}. Remove one of the items, set "If It Already Exists" to Return Existing or Update Existing, or to Create Anyway if a second one is wanted.`,
	);
}

const labelOf = (item: Item, names: readonly string[]): string =>
	labelsOf(item.job.resource, names).join(' and ').toLowerCase();

/**
 * What ties an item to others: every natural key it has values for, not only the one it is looked up
 * by, and the records that it matches. Items with anything in common take turns in input order, so
 * that the second finds what the first created, and two never write to one record at once.
 */
async function textsOf(item: Item, plan: Plan, indexes: Indexes): Promise<string[]> {
	const { key, values, organizationId } = plan;
	if (!key) return [];
	const { resource } = item.job;
	const own = resource.naturalKeys.flatMap((other) =>
		keyTexts(resource, other, organizationId, (name) => values.get(name)).map(
			(text) => `${other.attributes.join()} ${text}`,
		),
	);
	const matches = (await indexes.of(key, item)).find(values, organizationId);
	return [...own, ...matches.map(({ id }) => `record ${id}`)];
}

async function planOf(item: Item): Promise<Plan> {
	const { resource } = item.job;
	const organizationId = await organizationOfItem(item);
	if (resource.scoped && !organizationId) {
		item.refuse(
			'"Organization" is empty',
			`A ${resource.label.toLowerCase()} belongs to an organization. Choose it, or check the expression that gives it.`,
		);
	}
	const values = await readValues(item, 'create', parentsOf(item, organizationId));
	if (organizationId) values.set('organization_id', organizationId);
	const ifExists = String(item.extra('ifExists'));
	checkValues(item, values, 'create');
	if (ifExists === 'fail' || ifExists === 'createAnyway') checkCreateOnly(item, values);
	const report = resource.steps?.repair?.(values, (param) => item.extra(param)) ?? {};
	const key = ifExists === 'createAnyway' ? undefined : keyFor(resource, values);
	return { values, organizationId, ifExists, key, report };
}

/** The records that exist, indexed by each natural key in use; read once for all items. */
class Indexes {
	private readonly known = new Map<NaturalKey, Promise<KeyIndex>>();

	constructor(
		private readonly job: Job,
		private readonly organizationIds: string[],
	) {}

	async of(key: NaturalKey, item: Item): Promise<KeyIndex> {
		const known = this.known.get(key);
		if (known) return await known;
		const building = this.build(key, item);
		this.known.set(key, building);
		// Another item may have better luck than the one that met the failure.
		building.catch(() => this.known.delete(key));
		return await building;
	}

	private async build(key: NaturalKey, item: Item): Promise<KeyIndex> {
		const { resource, finder } = this.job;
		const stepContext = item.stepContext(new Map(), { always: false });
		const records = await finder.all(resource, this.organizationIds, { stepContext });
		return new KeyIndex(resource, key, records);
	}

	/** Reads again: IT Glue says that something exists which was not there. */
	refresh(): void {
		this.known.clear();
		this.job.finder.forget(this.job.resource);
	}

	async add(record: JsonApiRecord): Promise<void> {
		// The record exists whatever became of an index.
		for (const building of this.known.values()) {
			const index = await settle(building);
			if ('value' in index) index.value.add(record);
		}
	}
}

async function createOne(item: Item, plan: Plan, indexes: Indexes): Promise<void> {
	const existing = await findExisting(item, plan, indexes);
	if (existing) return await useExisting(item, plan, existing);
	checkCreateOnly(item, plan.values);
	const outcome = await settle(withRecovery(item, plan, async () => await sendOnce(item, plan)));
	if ('value' in outcome) return await finish(item, plan, outcome.value, indexes);
	const { reason } = outcome;
	if (isTaken(reason) && plan.key && plan.ifExists !== 'fail') {
		indexes.refresh();
		const taken = await findExisting(item, plan, indexes);
		if (taken) return await useExisting(item, plan, taken);
	}
	return await Promise.reject(reason);
}

export const isTaken = (reason: unknown): boolean =>
	reason instanceof ApiFault &&
	reason.problems.some(({ title, detail }) => /already been taken/i.test(`${title} ${detail}`));

interface Existing {
	record: JsonApiRecord;
	/** Labels of what it was found by. */
	by: string;
}

async function findExisting(
	item: Item,
	{ key, values, organizationId }: Plan,
	indexes: Indexes,
): Promise<Existing | undefined> {
	if (!key) return undefined;
	const { resource } = item.job;
	const all = (await indexes.of(key, item)).find(values, organizationId);
	const { records: matches, aside } = meantBy(resource, key, values, all);
	const [record, ...others] = matches;
	if (!record) return undefined;
	hintAside(item, record, aside);
	const by = labelOf(item, key.attributes);
	if (others.length === 0) return { record, by };
	return item.refuse(
		`${matches.length} ${resource.plural.toLowerCase()} already match by ${by}`,
		`Nothing was written. They are: ${listed(matches.map((record) => `${shown(resource.nameOf(record))} (${record.id})`))}. Merge them in IT Glue, or update the one you mean by its ID.`,
	);
}

async function useExisting(item: Item, plan: Plan, found: Existing): Promise<void> {
	const { record: existing } = found;
	item.concerns(existing.id);
	if (plan.ifExists === 'returnExisting') {
		const { record, document } = await show(item, existing.id);
		return item.job.output(item, item.presentOne(record, document, plan.report));
	}
	if (plan.ifExists === 'updateExisting') {
		if (plan.key) refuseToRename(item, plan.key, plan.values, existing);
		const record = await bringUpToDate(item, existing.id, plan);
		return item.job.output(item, item.presentOne(record, undefined, plan.report));
	}
	refuseExisting(item, found);
}

function refuseExisting(item: Item, { record: existing, by }: Existing): never {
	const { resource } = item.job;
	item.concerns(existing.id);
	return item.refuse(
		`${resource.label} "${resource.nameOf(existing)}" already exists (ID ${existing.id})`,
		`It matches by ${by}. Nothing was written. Set "If It Already Exists" to Return Existing or Update Existing to work with it, or to Create Anyway if a second one is wanted.`,
	);
}

/** Sends the POST of a record, its lists completed, and tells what IT Glue did not take. */
export async function sendOnce(
	item: Item,
	{ values, organizationId }: Pick<Plan, 'values' | 'organizationId'>,
): Promise<JsonApiRecord> {
	const complete = new Map(values);
	completeRows(item, complete);
	const { attributes, relationships } = toRequest(item, complete);
	if (organizationId) attributes.organization_id = wireId(organizationId);
	const record = await post(item, attributes, relationships, organizationId);
	item.concerns(record.id);
	item.done('create');
	reportNotTaken(item, attributes, record);
	return record;
}

async function finish(
	item: Item,
	plan: Plan,
	created: JsonApiRecord,
	indexes: Indexes,
): Promise<void> {
	const { values, organizationId, report } = plan;
	await indexes.add(created);
	const context = item.stepContext(values, { organizationId, always: true });
	const { steps } = item.job.resource;
	const record = (await steps?.afterWrite?.(context, created, 'create')) ?? created;
	item.job.output(item, item.presentOne(record, undefined, report));
}
