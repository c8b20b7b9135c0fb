/** Sends a new record, for every operation that creates one. */
import type { Item } from '../run/item';
import { toRequest } from '../records/body';
import { post } from '../records/requests';
import { ApiFault, type JsonApiRecord } from '../transport';
import { completeRows, reportNotTaken } from './write';
import type { Plan } from './plan';
import { hintCodes } from './codes';
import { inTurn } from './turns';
import type { Values } from '../resources/schema/attribute';
import { wireId } from '../transport/jsonapi/serialise';

/** Whether IT Glue refused a record because its name or number already exists. */
export const isTaken = (reason: unknown): boolean =>
	reason instanceof ApiFault &&
	reason.problems.some(({ title, detail }) => /already been taken/i.test(`${title} ${detail}`));

/** Sends the POST of a record with complete lists, and reports values that IT Glue did not accept. */
export async function sendOnce(
	item: Item,
	{ values, organizationId }: Pick<Plan, 'values' | 'organizationId'>,
): Promise<JsonApiRecord> {
	const { beforeCreate } = item.resource.hooks ?? {};
	if (!beforeCreate) return await sendValues(item, values, organizationId);
	const places = Object.values(await item.parentIds()).map((id) => `under ${id}`);
	return await inTurn(item.client, places, async () => {
		const complete = new Map(values);
		await beforeCreate(item.hookContext(values, { always: true }), complete, 'now');
		return await sendValues(item, complete, organizationId);
	});
}

async function sendValues(
	item: Item,
	values: Values,
	organizationId?: string,
): Promise<JsonApiRecord> {
	const complete = new Map(values);
	completeRows(item, complete);
	const { attributes, relationships } = toRequest(item, complete);
	if (organizationId) attributes.organization_id = wireId(organizationId);
	const record = await post(item, attributes, relationships, organizationId);
	item.concerns(record.id);
	item.done('create');
	item.did({ id: record.id });
	reportNotTaken(item, attributes, record);
	hintCodes(item, values);
	return record;
}
