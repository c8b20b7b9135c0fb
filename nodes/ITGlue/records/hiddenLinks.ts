import { mapInOrder, settle } from '../concurrency';
import { hidesALink, psaLinksOfOne, type ShownLink } from './psaLink';
import { oneRecord } from '../transport/jsonapi/record';
import type { Resource } from '../resources/schema/resource';
import { fillPath, type Client } from '../transport';

/** The include for PSA links. */
export const PSA_LINKS = 'adapters_resources';

/** At most this number of records is read one by one. */
const MOST = 1000;

/** Reads the records one by one if a list shows that links exist but does not include them. */
export async function lookBehind(
	client: Client,
	resource: Resource,
	links: Map<string, ShownLink[]>,
): Promise<void> {
	const hidden = [...links].filter(([, found]) => hidesALink(found)).map(([id]) => id);
	const [first, ...others] = hidden;
	if (first === undefined || hidden.length > MOST) return;
	// If the first record shows no more than the list, the others will not either.
	const told = await linksOfOne(client, resource, first);
	if (!told || hidesALink(told)) return;
	links.set(first, told);
	await mapInOrder(others, 8, async (id) => {
		const found = await linksOfOne(client, resource, id);
		if (found) links.set(id, found);
	});
}

async function linksOfOne(
	client: Client,
	{ routes }: Resource,
	id: string,
): Promise<ShownLink[] | undefined> {
	const [route] = routes.show ?? [];
	if (!route) return undefined;
	const path = fillPath(route.path, { id });
	const answer = await settle(client.send({ method: 'GET', path, query: { include: PSA_LINKS } }));
	if ('reason' in answer) return undefined;
	const { document } = answer.value;
	const record = oneRecord(document);
	return record && psaLinksOfOne(document, record);
}
