import type { IDataObject } from 'n8n-workflow';
import { bulkIdsBody, singleBody } from '../transport/jsonapi/serialise';
import { oneRecord } from '../transport/jsonapi/record';
import type { Action } from '../resources/schema/resource';
import { type ApiDocument, type JsonApiRecord } from '../transport';
import type { Session } from './session';
import { requestsOf, routeKey } from './routes';
import { isPartial, noteLost, wholeOf } from './whole';

/** Reads one record. `include` in IT Glue's spelling, comma-separated; `more` query parameters win. */
export async function show(
	item: Session,
	id: string,
	include?: string,
	more: Record<string, string> = {},
): Promise<{ record: JsonApiRecord; document: ApiDocument }> {
	const { resource } = item;
	const query = {
		...resource.hooks?.query?.('show', (param) => item.option(param)),
		...(include && { include }),
		...more,
	};
	const { document } = await item.client.sendFirst(
		requestsOf(resource, 'show', { id }, () => ({ query })),
		routeKey(resource, 'show'),
	);
	const record = oneRecord(document);
	if (record) return { record, document };
	return item.refuse(
		`IT Glue answered without the ${resource.label.toLowerCase()} ${id}`,
		'Run it again. If this happens again, check the Base URL of the credential.',
	);
}

/** Creates one record and returns it as IT Glue answered. */
export async function post(
	item: Session,
	attributes: IDataObject,
	relationships: IDataObject,
	organizationId?: string,
): Promise<JsonApiRecord> {
	const { resource } = item;
	const query = resource.hooks?.query?.('create', (param) => item.option(param));
	await item.newEntries.ready(item.client, attributes);
	const all = { ...attributes, ...resource.sentOnCreate };
	const owner = { organization_id: organizationId ?? '', ...(await item.parentIds()) };
	const requests = requestsOf(resource, 'create', owner, ({ path }) => ({
		query,
		body: singleBody(
			resource.type,
			path.includes(':organization_id') ? withoutOwner(all) : all,
			relationships,
		),
	}));
	const { document } = await item.client.sendFirst(requests, routeKey(resource, 'create'));
	const record = oneRecord(document);
	if (record) return record;
	return item.refuse(
		`IT Glue accepted the ${resource.label.toLowerCase()} but did not return it`,
		'It probably exists now. Look for it in IT Glue before you run this again.',
	);
}

/** The nested route accepts the organization only in the path (reference 4.4). */
const withoutOwner = (attributes: IDataObject): IDataObject =>
	Object.fromEntries(Object.entries(attributes).filter(([name]) => name !== 'organization_id'));

/**
 * Changes one record; after an answer without a body, reads it. `given`: the user's own values of lists that are added
 * to.
 */
export async function patch(
	item: Session,
	id: string,
	attributes: IDataObject,
	given: ReadonlyMap<string, unknown> = new Map(),
): Promise<JsonApiRecord> {
	const { resource } = item;
	const query = resource.hooks?.query?.('update', (param) => item.option(param));
	await item.newEntries.ready(item.client, attributes);
	const sent = await completed(item, id, attributes, given);
	const { document } = await item.client.sendFirst(
		requestsOf(resource, 'update', { id }, () => ({
			query,
			body: singleBody(resource.type, sent, {}, id),
		})),
		routeKey(resource, 'update'),
	);
	const record = oneRecord(document) ?? (await show(item, id)).record;
	noteLost(item, attributes, sent, record);
	return record;
}

/** A change with all values that it would otherwise erase; reads the record if that is necessary. */
export async function completed(
	item: Session,
	id: string,
	attributes: IDataObject,
	given: ReadonlyMap<string, unknown>,
): Promise<IDataObject> {
	if (!isPartial(attributes)) return attributes;
	return await wholeOf(item, (await show(item, id)).record, attributes, given);
}

/** Deletes one record; tries the documented form first. */
export async function remove(item: Session, id: string): Promise<void> {
	const { resource } = item;
	const { document } = await item.client.sendFirst(
		requestsOf(resource, 'delete', { id }, ({ body }) =>
			body === 'bulk' ? { body: bulkIdsBody(resource.type, [id]) } : {},
		),
		routeKey(resource, 'delete'),
	);
	// The bulk form returns the deleted records (reference 1.10).
	const { data } = document;
	if (!Array.isArray(data) || data.some((record) => String(record.id) === id)) return;
	item.refuse(
		`IT Glue did not delete ${resource.label.toLowerCase()} ${id}`,
		'It accepted the request, but the record is not among those it deleted. Look at the record in IT Glue.',
	);
}

/** Sends an action that has a separate route, such as publish. */
export async function act(item: Session, action: Action, id: string): Promise<void> {
	const { resource } = item;
	await item.client.sendFirst(
		requestsOf(resource, action, { id }, () => ({ body: singleBody(resource.type, {}) })),
		routeKey(resource, action),
	);
}
