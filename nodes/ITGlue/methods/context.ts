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

/** A person waits for these lists: rather a clear message than a long wait. */
const PATIENCE_MS = 4000;
const TIMEOUT_MS = 10_000;

/** Runs what the editor asks for with a connection; whatever goes wrong becomes a message for a person. */
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

/** What steps of a resource see while one edits: no item, no options, nowhere to leave hints. */
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

/** A parameter as it stands in the editor, or undefined where it is not there or an expression. */
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

/** The organization chosen in the editor, as an id; a name is looked up. */
export async function currentOrganization(
	context: ILoadOptionsFunctions,
	client: Client,
): Promise<string | undefined> {
	const chosenResource = findResource(String(context.getCurrentNodeParameter('resource') ?? ''));
	// On the organization itself the parameter of that name is the record, not what narrows a list.
	if (!chosenResource?.scoped) return undefined;
	const given = current(context, `${OWNER.name}Id`);
	if (given === undefined) return undefined;
	const found = await new Lookups(client).resolve(OWNER.name as LookupName, given);
	return 'id' in found ? found.id : refuse(context, found.message, found.description);
}

/** The record that the lists of a resource stand under, as chosen in the editor; undefined where they stand under none. */
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
 * The resource as the type makes it that is chosen in the editor: its fields are attributes. The resource itself where it
 * knows no types; undefined where none is chosen.
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

/** The id of the record that is chosen in the locator of a resource; undefined where none is. */
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

/** What narrows a list while one edits: the organization, or a sibling field that holds an id. */
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
