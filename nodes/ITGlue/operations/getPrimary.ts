import { kebab } from '../jsonapi/names';
import { fillPath } from '../transport';
import type { Item } from './item';
import type { Job } from './job';
import { lookUp, organizationId, readLocator } from './locate';

/** Reads the primary record of an organization: the first of that type, or nothing. */
export async function getPrimary(job: Job): Promise<void> {
	await job.each(getOne);
}

async function getOne(item: Item): Promise<void> {
	const { resource } = item.job;
	const { primary, routes, attributes, pageSize } = resource;
	const within = await organizationId(item);
	const attribute = attributes.find(({ name }) => name === primary?.attribute);
	if (!primary || !attribute?.lookup) return;
	if (!within)
		item.refuse(
			'"Organization" is empty',
			'Choose the organization, or check the expression that gives it.',
		);
	const given = readLocator(item.param('primaryType', '')).value;
	const type = await lookUp(item, attribute.lookup, attribute.label, given || primary.name, {});
	const { records } = await item.client.list({
		path: (routes.index ?? []).map(({ path }) => fillPath(path, {})),
		query: {
			'filter[organization_id]': within ?? '',
			[`filter[${primary.attribute}]`]: type,
			sort: 'id',
		},
		pageSize: pageSize.plain,
		limit: 1,
		keep: (record) =>
			String(record.attributes[kebab(primary.attribute)]) === type &&
			String(record.attributes['organization-id']) === within,
	});
	item.job.output(
		item,
		records.flatMap((record) => item.presentOne(record)),
	);
}
