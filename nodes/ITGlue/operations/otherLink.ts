import { isNamed, PSA_INCLUDE, readPsaLink, type ShownLink } from '../jsonapi/psaLink';
import { includedRecords } from '../jsonapi/record';
import { PSA_ID } from '../resources/columns';
import type { Item } from './item';
import { listed, shown } from './plainText';
import { show } from './requests';
import { isLinkTo, type Found, type PsaRecord, type Seeker } from './seeker';

/** A record of that name that is linked to another PSA record is not the one that is meant. */
export async function refuseOtherLink(
	item: Item,
	psa: PsaRecord | undefined,
	found: Found,
	seeker: Seeker,
): Promise<void> {
	if (!psa || found.by.includes(PSA_ID)) return;
	const { resource } = item.job;
	for (const record of found.records) {
		const links = seeker.linksOf(record) ?? (await readLinks(item, record.id));
		if (links.length === 0 || links.some((link) => isLinkTo(link, psa))) continue;
		const which = `${resource.label} "${shown(resource.nameOf(record), 100)}" (ID ${record.id})`;
		const named = links.filter(isNamed).map(({ id }) => id);
		if (named.length === 0)
			item.refuse(
				`${which} is linked to a PSA record, and IT Glue does not show which`,
				`Nothing was written. Look at the link in IT Glue: if it is to PSA record ${shown(psa.id)}, match by another column.`,
			);
		item.refuse(
			`${which} is linked to PSA record ${listed(named)}, not to ${shown(psa.id)}`,
			'Nothing was written. Correct the link in IT Glue, or the name in the PSA.',
		);
	}
}

/** The links of one record: what is included with it alone belongs to it, whatever lists say. */
async function readLinks(item: Item, id: string): Promise<ShownLink[]> {
	const { document } = await show(item, id, 'adapters_resources');
	return includedRecords(document)
		.filter(({ type }) => type.replace(/_/g, '-') === PSA_INCLUDE)
		.map(readPsaLink);
}
