import { byKey, keyOf, linkedRecords } from '../transport/jsonapi/record';
import type { ListResult, ListScope } from '../resources/schema/resource';
import { mapInOrder } from '../concurrency';
import { type JsonApiRecord, type ListAnswer } from '../transport';
import { hintCutTexts } from '../records/cutText';
import { joined, portionsOf } from '../records/listing';
import {
	listPaths,
	hasPlainList,
	organizationOf,
	routeKey,
	steadySort,
	within,
} from '../records/routes';
import { withMeaning } from '../run/hooks';
import { refuseUnknown } from '../run/organizations';
import type { Item } from '../run/item';
import type { Run } from '../run/run';
import type { Operation } from './operation';
import {
	filterKey,
	pageSizeOf,
	readFilters,
	readIncludes,
	readSort,
	takesList,
} from '../run/input/filters';
import { organizationId, readLocator } from '../run/input/locator';
import { readNumber } from '../text/numbers';
import { listed, shown } from '../text/plain';
import { canSort, inOrder } from '../records/sorting';
import { readSwitch } from '../text/switches';
import { saysNothing } from '../run/input/toolInput';
import { parentsOf } from '../run/input/parents';

/** Reads one list for each item. */
export const getMany: Operation = {
	name: 'getAll',
	label: 'Get Many',
	action: 'Get many %p',
	description: 'Retrieve a list of records, with filters and sorting',
	onRecord: false,
	givesRecords: true,
	onlyReads: true,
	run: getLists,
};

async function getLists(run: Run): Promise<void> {
	const lists = await run.planned(listForItem);
	const empty = lists.flatMap(({ item, plan: within }) =>
		within === undefined ? [] : [{ item, plan: { within } }],
	);
	if (empty.length > 0) await refuseUnknown(run, empty);
}

/** Returns the ID of the organization if the list is empty and the organization may not exist. */
async function listForItem(item: Item): Promise<string | undefined> {
	const within = await organizationId(item);
	const scope = await readScope(item, within);
	const result = await read(item, scope);
	if (result.records.length === 0) await refuseMisreadList(item, scope);
	refuseStrays(item, result.records, within);
	const includes = readIncludes(item);
	const { records, included } = await withMeaning(item, result);
	const around = { included: byKey(included), alone: false };
	hintUnlinked(item, result, includes);
	hintCutTexts(item, result.records, (name) => item.returns(name));
	item.output(item.present(records, around));
	// An organization that was found by its name exists.
	const byName = readLocator(item.param('organizationId', '')).mode === 'name';
	return result.records.length === 0 && !byName ? within : undefined;
}

async function readScope(item: Item, within?: string): Promise<ListScope> {
	const includes = readIncludes(item);
	const sort = readSort(item);
	const { query, keep } = await readFilters(item, parentsOf(item, within), within);
	const limit = readLimit(item);
	return {
		organizationIds: within ? [within] : [],
		ids: await item.parentIds(),
		query: {
			...query,
			...(sort && { sort }),
			...(includes.length > 0 && { include: includes.join(',') }),
		},
		pageSize: pageSizeOf(item.resource, includes),
		limit,
		keep,
	};
}

const DEFAULT_LIMIT = 50;

function readLimit(item: Item): number | undefined {
	if (readSwitch(item.param('returnAll', false)) === true) return undefined;
	const given = item.param('limit', DEFAULT_LIMIT);
	// If a model leaves out a number, n8n turns its empty default into 0 (seen in 2.41.1).
	const isLeftOut = item.tool && (saysNothing(given) || given === 0);
	const limit = isLeftOut ? DEFAULT_LIMIT : readNumber(given);
	if (Number.isInteger(limit) && limit > 0) return limit;
	return item.refuse(
		'"Limit" must be a whole number above 0',
		'To get everything, turn on Return All.',
	);
}

/** How many portions of a long list of values are requested at the same time. */
const PORTIONS = 4;

/**
 * Reads the list. With a limit, IT Glue returns the first records in the chosen order. The whole list is read in an
 * order that edits do not change and is sorted here. Otherwise a record whose name changes during the reading could
 * be missed. A list of values that is too long for one address is requested in portions.
 */
async function read(item: Item, scope: ListScope): Promise<ListResult> {
	const { resource } = item;
	const { sort, ...query } = scope.query;
	const steady = steadySort(resource);
	const portions = portionsOf(query, takesList(resource));
	const isOne = portions.length === 1;
	if (isOne && (await givesBeginning(item, scope, sort, steady)))
		return await readOnce(item, scope);
	const parts = await mapInOrder(
		portions,
		PORTIONS,
		async (portion) =>
			await readOnce(item, {
				...scope,
				query: { ...portion, ...(steady && { sort: steady }) },
				limit: undefined,
			}),
	);
	const [first] = parts;
	const { records, included } = isOne && first ? first : joined(parts);
	const order = sort ?? steady;
	if (order === undefined) return { records: records.slice(0, scope.limit), included };
	// If the records do not contain the sort key, only IT Glue can sort.
	if (isOne && !isSortedHere(item, sort) && !canSort(records, order))
		return await readOnce(item, scope);
	return { records: inOrder(records, order).slice(0, scope.limit), included };
}

/** Whether to use IT Glue's order: it does not change, there is no other order, or the limit fits on one page. */
async function givesBeginning(
	item: Item,
	scope: ListScope,
	sort: string | undefined,
	steady: string | undefined,
): Promise<boolean> {
	if (isSortedHere(item, sort)) return false;
	const isSteady = sort === undefined || steady === undefined || /^-?id\b/.test(sort);
	if (isSteady || !hasPlainList(item.resource)) return true;
	if (scope.limit === undefined) return false;
	if (scope.limit <= scope.pageSize) return true;
	// A limit that covers the whole list is the same as Return All.
	const { total } = await readIndex(item, { ...scope, limit: 1, keep: undefined });
	return total === undefined || total > scope.limit;
}

/** Whether the sort key is one that IT Glue does not support. */
const isSortedHere = ({ resource }: Item, sort = ''): boolean =>
	sort
		.split(',')
		.some((key) =>
			resource.sorts.some(({ key: own, here }) => here && own === key.replace('-', '')),
		);

async function readOnce(item: Item, scope: ListScope): Promise<ListResult> {
	const { resource } = item;
	const [organization] = scope.organizationIds;
	if (resource.hooks?.list) {
		const context = item.hookContext(new Map(), { organizationId: organization, always: false });
		return await resource.hooks.list(context, scope);
	}
	return await readIndex(item, scope);
}

async function readIndex(item: Item, scope: ListScope): Promise<ListAnswer> {
	const { resource } = item;
	const [organization] = scope.organizationIds;
	return await item.client.list({
		path: listPaths(resource, scope.ids),
		query: { ...scope.query, ...within(resource, organization ? [organization] : []) },
		routeKey: routeKey(resource, 'index'),
		pageSize: scope.pageSize,
		limit: scope.limit,
		keep: scope.keep,
	});
}

/** How many values of a list are tested one by one before the node accepts "nothing found". */
const PROBES = 20;

/**
 * IT Glue documents that a filter accepts several ids, but this was never seen (reference 1.5). If the whole list
 * finds nothing and one of its ids finds a record, IT Glue misread the list. The node must not report this as "none".
 */
async function refuseMisreadList(item: Item, scope: ListScope): Promise<void> {
	for (const { key, kind, label } of item.resource.filters) {
		const name = filterKey(key);
		const values = kind === 'ids' ? (scope.query[name]?.split(',') ?? []) : [];
		if (values.length < 2) continue;
		for (const value of values.slice(0, PROBES)) {
			const query = { ...scope.query, [name]: value };
			const { records } = await read(item, { ...scope, query, limit: 1 });
			if (records.length === 0) continue;
			item.refuse(
				`IT Glue did not accept the list in the filter "${label}"`,
				`It finds nothing for all ${values.length} values together, but something for ${value} alone. Give one value for each input item instead.`,
			);
		}
	}
}

/** A record of another organization is another client's data. */
function refuseStrays(item: Item, records: JsonApiRecord[], within?: string): void {
	if (!within) return;
	const strays = records.filter((record) => (organizationOf(record) ?? within) !== within);
	if (strays.length === 0) return;
	item.refuse(
		`IT Glue returned ${strays.length} ${item.resource.plural.toLowerCase()} of other organizations`,
		`Only those of organization ${within} were requested, so the node returns nothing. Check the Base URL of the credential; a proxy may drop the filter.`,
	);
}

/** Names included records without a link to any record of the list: they are not in the output. */
function hintUnlinked(item: Item, { records, included }: ListResult, includes: string[]): void {
	if (includes.length === 0 || included.length === 0) return;
	const known = byKey(included);
	const linked = new Set<string>();
	for (const record of records)
		for (const found of linkedRecords(record, known)?.values() ?? [])
			for (const { type, id } of found) linked.add(keyOf(type, id));
	const left = [...known].filter(([key]) => !linked.has(key)).map(([, { type }]) => type);
	if (left.length === 0) return;
	const counts = new Map<string, number>();
	for (const type of left) counts.set(type, (counts.get(type) ?? 0) + 1);
	const kinds = [...counts].map(([type, count]) => `${count} ${shown(type.replace(/[-_]/g, ' '))}`);
	item.hint(
		`IT Glue included ${listed(kinds)} without saying which record they belong to, so they are left out. Use Get on single records to see them.`,
	);
}
