import {
	isNamed,
	isOfPsa,
	leadsTo,
	psaLinksOfOne,
	type PsaRecord,
	type ShownLink,
} from '../records/psaLink';
import { PSA_ID } from '../resources/schema/columns';
import type { JsonApiRecord } from '../transport';
import type { Item } from '../run/item';
import { listed, shown } from '../text/plain';
import { show } from '../records/requests';
import type { Match } from './criteria';
import type { Matcher } from './matcher';

/** Refuses a record of the same name that is linked to another PSA record. */
export async function refuseOtherLink(
	item: Item,
	psa: PsaRecord | undefined,
	found: Match,
	matcher: Matcher,
): Promise<void> {
	if (!psa || found.by.includes(PSA_ID)) return;
	refuseHidden(item, psa, found, matcher);
	refuseMaybe(item, psa, found, matcher);
	for (const record of found.records) {
		const all = matcher.linksOf(record) ?? (await readLinks(item, record.id));
		if (all.some((link) => leadsTo(link, psa) !== 'no')) continue;
		const links = all.filter((link) => isOfPsa(link, psa.type));
		if (links.length === 0) continue;
		const named = links.filter(isNamed);
		if (named.length === 0)
			item.refuse(
				`${nameOf(item, record)} is linked to a PSA record, and IT Glue does not show which`,
				`Nothing was written. Look at the link in IT Glue: if it is to PSA record ${shown(psa.id)}, match by another column.`,
			);
		const gone = named.every(({ orphaned }) => orphaned === true);
		item.refuse(
			`${nameOf(item, record)} is linked to PSA record ${listed(named.map((link) => inFull(link, psa)))}, not to ${inFull(psa, ...named)}`,
			gone
				? 'Nothing was written. That PSA record is no longer there (orphaned): if this is the same client, match the record again in IT Glue.'
				: 'Nothing was written. Correct the link in IT Glue, or the name in the PSA.',
		);
	}
}

const nameOf = ({ resource }: Item, record: JsonApiRecord): string =>
	`${resource.label} "${shown(resource.nameOf(record), 100)}" (ID ${record.id})`;

interface InSystem {
	id: string;
	type?: string | null;
}

/** The number, with the system if the number alone does not distinguish it from the others. */
const inFull = ({ id, type }: InSystem, ...others: InSystem[]): string =>
	type && others.some((other) => other.id === id) ? `${shown(id)} (${shown(type)})` : shown(id);

/** A record may be linked to the PSA record without showing it: creating it again would make a duplicate. */
function refuseHidden(item: Item, psa: PsaRecord, { records }: Match, matcher: Matcher): void {
	const hidden = matcher.mayHide(psa);
	if (records.length > 0 || hidden === 0) return;
	const { label, plural } = item.resource;
	const several = hidden === 1 ? label : plural;
	item.refuse(
		`${hidden} ${several.toLowerCase()} may be linked to PSA record ${shown(psa.id)}: IT Glue does not show where the links lead`,
		'Nothing was written. Map the column PSA Type, so that IT Glue can be asked for each PSA record, or match by another column.',
	);
}

/** The same number in an unknown system neither proves that it is the record nor that it is not. */
function refuseMaybe(
	item: Item,
	psa: PsaRecord,
	{ records, maybe = [] }: Match,
	matcher: Matcher,
): void {
	if (maybe.length === 0) return;
	const ids = new Set(maybe.map(({ id }) => id));
	if (records.length > 0 && records.every(({ id }) => ids.has(id))) return;
	const [record] = maybe;
	if (!record) return;
	const link = matcher.linksOf(record)?.find((one) => leadsTo(one, psa) === 'maybe');
	const system = shown(link?.type ?? 'another system');
	item.refuse(
		`${nameOf(item, record)} is linked to record ${shown(psa.id)} of "${system}", which may be this one`,
		`Nothing was written. If "${system}" is your PSA, give that name as PSA Type. If not, match by another column than PSA ID.`,
	);
}

/** The links of one record: the records included with it alone belong to it, even if a list shows something else. */
async function readLinks(item: Item, id: string): Promise<ShownLink[]> {
	const { document, record } = await show(item, id, 'adapters_resources');
	return psaLinksOfOne(document, record);
}
