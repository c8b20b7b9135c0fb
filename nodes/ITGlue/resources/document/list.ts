/** The list of documents. IT Glue lists them only by organization and folder. */
import { mapInOrder, settle } from '../../concurrency';
import { fillPath, type JsonApiRecord } from '../../transport';
import { bodyOf } from '../../text/documentBody';
import { htmlOfSections, readSections, routeMissing } from './sections';
import type { ListResult, ListScope, HookContext } from '../schema/resource';

/** How many organizations are read at the same time. The transport limits the requests themselves. */
const WIDTH = 6;

interface Walk {
	context: HookContext;
	scope: ListScope;
	organizationId: string;
}

async function readIndex({ context, scope, organizationId }: Walk, filter?: [string, string]) {
	const { records, included } = await context.client.list({
		path: [
			fillPath('/organizations/:organization_id/relationships/documents', {
				organization_id: organizationId,
			}),
			'/documents',
		],
		query: {
			...scope.query,
			// The nested route takes the organization from the path; the flat route needs the filter.
			'filter[organization_id]': organizationId,
			...(filter && { [filter[0]]: filter[1] }),
		},
		routeKey: 'document index',
		pageSize: scope.pageSize,
		limit: scope.limit,
		keep: scope.keep,
	});
	if (context.option('includeBody') !== true)
		return { records: records.map(withoutBody), included };
	return {
		records: await mapInOrder(records, WIDTH, async (record) => await withBody(context, record)),
		included,
	};
}

/** The body as HTML, in any form that IT Glue returns. If the list contains none, it is read from the sections. */
async function withBody(context: HookContext, record: JsonApiRecord): Promise<JsonApiRecord> {
	const { attributes } = record;
	const known = bodyOf(attributes) ?? '';
	const elsewhere = known === '' && attributes['is-uploaded'] !== true;
	const sections = elsewhere ? await readSections(context, record.id) : undefined;
	const content = sections ? htmlOfSections(sections) : known;
	return { ...record, attributes: { ...attributes, content } };
}

/** Bodies are nearly all of a page (reference 1.15): a large account would not fit into memory. */
function withoutBody(record: JsonApiRecord): JsonApiRecord {
	const attributes = Object.fromEntries(
		Object.entries(record.attributes).filter(([name]) => name !== 'content' && name !== 'sections'),
	);
	return { ...record, attributes };
}

/** The ids of the folders. Undefined if API keys cannot read folders in this account. */
async function readFolders({ context, organizationId }: Walk): Promise<string[] | undefined> {
	const outcome = await settle(
		context.client.list({
			path: fillPath('/organizations/:organization_id/relationships/document_folders', {
				organization_id: organizationId,
			}),
			pageSize: 1000,
		}),
	);
	if ('value' in outcome) return outcome.value.records.map(({ id }) => id);
	return routeMissing(outcome.reason) ? undefined : await Promise.reject(outcome.reason);
}

/**
 * All documents of one organization. The plain index contains only the root, and the folder filter with `null` works
 * differently from account to account (reference 5.5). Reading each folder is reliable.
 */
async function readOrganization(walk: Walk): Promise<ListResult> {
	const { scope } = walk;
	const enough = (count: number): boolean => scope.limit !== undefined && count >= scope.limit;
	const plain = await readIndex(walk);
	const isAll = scope.query['filter[document_folder_id]'] || foundAllIds(scope, plain.records);
	if (isAll || enough(plain.records.length)) return plain;
	const folders = await readFolders(walk);
	const filters: Array<[string, string]> = folders
		? folders.map((id) => ['filter[document_folder_id]', id])
		: [
				['filter[document_folder_id][ne]', 'null'],
				['filter[document_folder_id]', 'null'],
			];
	if (!folders) {
		walk.context.hint(
			'IT Glue does not list document folders for this API key. The node read documents in folders in another way. Compare the number with what you see in IT Glue.',
		);
	}
	const more = await mapInOrder(
		filters,
		scope.limit === undefined ? WIDTH : 1,
		async (filter) => await readIndex(walk, filter),
		(done) => enough(plain.records.length + countOf(done)),
	);
	const own = (record: JsonApiRecord): boolean =>
		String(record.attributes['organization-id'] ?? walk.organizationId) === walk.organizationId;
	return unite([plain, ...more.map((part) => ({ ...part, records: part.records.filter(own) }))]);
}

function foundAllIds(scope: ListScope, records: JsonApiRecord[]): boolean {
	const wanted = scope.query['filter[id]'];
	return (
		wanted !== undefined && new Set(records.map(({ id }) => id)).size === wanted.split(',').length
	);
}

const countOf = (parts: ReadonlyArray<ListResult | undefined>): number =>
	parts.reduce((sum, part) => sum + (part?.records.length ?? 0), 0);

function unite(parts: ListResult[]): ListResult {
	const once = (records: JsonApiRecord[]): JsonApiRecord[] => [
		...new Map(records.map((record) => [`${record.type} ${record.id}`, record])).values(),
	];
	return {
		records: once(parts.flatMap(({ records }) => records)),
		included: once(parts.flatMap(({ included }) => included)),
	};
}

async function allOrganizations(context: HookContext): Promise<string[]> {
	const { records } = await context.client.list({
		path: '/organizations',
		query: { sort: 'id' },
		pageSize: 1000,
	});
	return records.map(({ id }) => id);
}

/** Documents of the given organizations, or of all: there is no list across organizations (reference 5.4). */
export async function listDocuments(context: HookContext, scope: ListScope): Promise<ListResult> {
	const before = context.client.requests;
	const given = scope.organizationIds.length > 0;
	const organizationIds = given ? scope.organizationIds : await allOrganizations(context);
	let found = 0;
	const parts = await mapInOrder(
		organizationIds,
		scope.limit === undefined ? WIDTH : 1,
		async (organizationId): Promise<ListResult> => {
			const limit = scope.limit === undefined ? undefined : scope.limit - found;
			const part = await readOrganization({ context, scope: { ...scope, limit }, organizationId });
			found += part.records.length;
			return part;
		},
		() => scope.limit !== undefined && found >= scope.limit,
	);
	const all = unite(parts);
	if (!given) {
		context.hint(
			`IT Glue lists documents by organization only: ${parts.length} of ${organizationIds.length} organizations were read with ${context.client.requests - before} requests.`,
		);
	}
	return { ...all, records: all.records.slice(0, scope.limit) };
}
