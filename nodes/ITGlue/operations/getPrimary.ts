import { at } from '../transport/jsonapi/record';
import type { LookupName } from '../resources/schema/attribute';
import type { Item } from '../run/item';
import type { Run } from '../run/run';
import type { Operation } from './operation';
import { lookUp, organizationId, readLocator, refuseSilence } from '../run/input/locator';
import { listPaths, within, steadily, organizationOf } from '../records/routes';

/** Reads the primary record of an organization: the first record of the primary type, or nothing. */
export const getPrimary: Operation = {
	name: 'getPrimary',
	label: 'Get Primary',
	action: 'Get primary %s of organization',
	description: 'Retrieve the contact of type Primary. Returns nothing if there is none.',
	onRecord: false,
	givesRecords: true,
	onlyReads: true,
	run: getEach,
};

async function getEach(run: Run): Promise<void> {
	await run.each(getOne);
}

async function getOne(item: Item): Promise<void> {
	const { resource } = item;
	const { primary, attributes, pageSize } = resource;
	const organization = await organizationId(item);
	const attribute = attributes.find(({ name }) => name === primary?.attribute);
	if (!primary || !attribute?.lookup) return;
	if (!organization)
		item.refuse(
			'"Organization" is empty',
			'Choose the organization, or check the expression that gives it.',
		);
	const chosen = item.param('primaryType', '');
	const given = readLocator(chosen).value;
	if (!given) refuseSilence(item, 'primaryType', attribute.label);
	const type = given
		? await lookUp(item, attribute.lookup, attribute.label, readLocator(chosen), {})
		: await usualType(item, attribute.lookup, primary.name);
	if (type === undefined) return;
	const { records } = await item.client.list({
		path: listPaths(resource),
		query: {
			...within(resource, [organization]),
			[`filter[${primary.attribute}]`]: type,
			...steadily(resource),
		},
		pageSize: pageSize.plain,
		limit: 1,
		keep: (record) =>
			String(at(record, primary.attribute)) === type && organizationOf(record) === organization,
	});
	item.output(records.flatMap((record) => item.presentOne(record)));
}

/** The id of the default type. If the account does not have it, there are no primary records, which is no error. */
async function usualType(
	item: Item,
	lookup: LookupName,
	name: string,
): Promise<string | undefined> {
	const found = await item.lookups.resolve(lookup, name);
	if ('id' in found) return found.id;
	item.hint(`${found.message}, so nothing is returned. ${found.description}`);
	return undefined;
}
