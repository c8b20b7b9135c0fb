import { NodeOperationError, type ILoadOptionsFunctions } from 'n8n-workflow';
import { settle } from '../concurrency';
import { readLocator } from '../run/input/locator';
import { Lookups, type Parents } from '../records/lookups';
import { findResource, OWNER, parentOf } from '../resources';
import { placeOf } from '../resources/schema/common';
import type { LookupName } from '../resources/schema/attribute';
import type { Resource, HookContext, Ids } from '../resources/schema/resource';
import { readAddress } from '../text/webAddress';
import { escapeFilterValue, openClient, type Client } from '../transport';
import { toNodeError } from '../errors';
import { listPath } from '../records/routes';
import { Types } from '../records/types';

/** A person waits for these lists: a clear message is better than a long wait. */
const PATIENCE_MS = 4000;
const TIMEOUT_MS = 10_000;

/** Runs the editor's work with a connection. Turns every error into a message for the user. */
export async function withClient<T>(
	context: ILoadOptionsFunctions,
	work: (client: Client) => Promise<T>,
): Promise<T> {
	const run = async (): Promise<T> =>
		await work(
			await openClient(context, {
				patienceMs: PATIENCE_MS,
				timeoutMs: TIMEOUT_MS,
			}),
		);
	const outcome = await settle(run());
	if ('value' in outcome) return outcome.value;
	throw toNodeError(context.getNode(), outcome.reason, {});
}

export function refuse(
	context: ILoadOptionsFunctions,
	message: string,
	description: string,
): never {
	throw new NodeOperationError(context.getNode(), message, { description });
}

/** The context for hooks in the editor: without an item, options and hints. */
export function editorSteps(
	context: ILoadOptionsFunctions,
	client: Client,
	resource: Resource,
): HookContext {
	return {
		client,
		resource,
		values: new Map(),
		always: false,
		option: () => undefined,
		hint: () => {},
		refuse: (message, description) => refuse(context, message, description),
		done: () => {},
		todo: () => {},
		once: async (_what, work) => await work(),
		atFirst: (_what, look) => look(),
		file: async () => await Promise.resolve({}),
		all: async () => await Promise.resolve([]),
		siblings: async () => await Promise.resolve([]),
		report: () => {},
	};
}

/** The current value of a parameter in the editor. Undefined if it is missing or an expression. */
function current(
	context: ILoadOptionsFunctions,
	name: string,
	resource = OWNER,
): string | undefined {
	const raw: unknown = context.getCurrentNodeParameter(name);
	const { mode, value } = readLocator(raw);
	if (value === '' || value.startsWith('=')) return undefined;
	if (mode !== 'url') return value;
	const place = placeOf(resource);
	return place && readAddress(value, place)?.id;
}

/** The id of the organization chosen in the editor. A name is looked up. */
export async function currentOrganization(
	context: ILoadOptionsFunctions,
	client: Client,
): Promise<string | undefined> {
	const chosenResource = findResource(String(context.getCurrentNodeParameter('resource') ?? ''));
	// For the organization itself, this parameter is the record and does not limit a list.
	if (!chosenResource?.scoped) return undefined;
	const given = current(context, `${OWNER.name}Id`);
	if (given === undefined) return undefined;
	const found = await new Lookups(client).resolve(OWNER.name as LookupName, given);
	return 'id' in found ? found.id : refuse(context, found.message, found.description);
}

/** The parent record chosen in the editor for the lists of a resource. Undefined if the resource has no parent. */
export async function currentParent(
	context: ILoadOptionsFunctions,
	client: Client,
	resource: Resource,
): Promise<Ids | undefined> {
	const above = parentOf(resource);
	if (!above) return undefined;
	const { parent, key } = above;
	const id = await currentRecord(context, client, parent);
	if (id !== undefined) return { [key]: id };
	return refuse(
		context,
		`Choose the ${parent.label.toLowerCase()} first`,
		`IT Glue lists ${resource.plural.toLowerCase()} by ${parent.label.toLowerCase()} only. You can also use By ID.`,
	);
}

/**
 * The resource with the fields of the type chosen in the editor as attributes. The resource itself if it has no
 * types. Undefined if no type is chosen.
 */
export async function currentlyTyped(
	context: ILoadOptionsFunctions,
	client: Client,
	resource: Resource,
): Promise<Resource | undefined> {
	const { typedBy } = resource;
	const type = typedBy && findResource(typedBy.resource);
	if (!typedBy || !type) return resource;
	const id = await currentRecord(context, client, type);
	return id === undefined ? undefined : await new Types(client).one(resource, typedBy, id);
}

/** The id of the record chosen in the locator of a resource. Undefined if none is chosen. */
async function currentRecord(
	context: ILoadOptionsFunctions,
	client: Client,
	parent: Resource,
): Promise<string | undefined> {
	const given = current(context, `${parent.name}Id`, parent);
	if (given === undefined) return undefined;
	if (/^\d+$/.test(given)) return given;
	for (const filters of parent.nameFilters(given)) {
		const query = Object.fromEntries(
			Object.entries(filters).map(([name, value]) => [`filter[${name}]`, escapeFilterValue(value)]),
		);
		const { records } = await client.list({
			path: listPath(parent),
			query,
			pageSize: 50,
			limit: 2,
		});
		const [record, ...others] = records;
		if (record && others.length === 0) return record.id;
	}
	return refuse(
		context,
		`There is no ${parent.label.toLowerCase()} called "${given.slice(0, 100)}", or there are several`,
		'Choose it from the list.',
	);
}

/** The values that limit a list in the editor: the organization, or another field that contains an id. */
export function currentParents(context: ILoadOptionsFunctions, client: Client): Parents {
	const sibling = (name: string) => async (): Promise<string | undefined> => {
		const values = ['additionalFields', 'updateFields', 'filters'].map((collection) =>
			current(context, `${collection}.${name}`),
		);
		return await Promise.resolve(
			values.find((value) => value !== undefined && /^\d+$/.test(value)),
		);
	};
	return {
		organization_id: async () => await currentOrganization(context, client),
		manufacturer_id: sibling('manufacturerId'),
		country_id: sibling('countryId'),
	};
}
