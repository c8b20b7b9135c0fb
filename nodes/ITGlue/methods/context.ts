import { NodeOperationError, type ILoadOptionsFunctions } from 'n8n-workflow';
import { settle } from '../concurrency';
import { readLocator } from '../run/input/locator';
import { Lookups, type Parents } from '../records/lookups';
import { findResource, OWNER } from '../resources';
import { placeOf } from '../resources/schema/common';
import type { LookupName } from '../resources/schema/attribute';
import type { Resource, HookContext } from '../resources/schema/resource';
import { readAddress } from '../text/webAddress';
import { openClient, type Client } from '../transport';
import { toNodeError } from '../errors';

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
	};
}

/** A parameter as it stands in the editor, or undefined where it is not there or an expression. */
function current(context: ILoadOptionsFunctions, name: string): string | undefined {
	const raw: unknown = context.getCurrentNodeParameter(name);
	const { mode, value } = readLocator(raw);
	if (value === '' || value.startsWith('=')) return undefined;
	if (mode !== 'url') return value;
	const place = placeOf(OWNER);
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
