import type { JsonApiRecord } from '../transport';
import { snake } from './names';
import { linkedRecords } from './record';

/** The PSA record that one of IT Glue is linked to. */
export interface PsaLink {
	id: string;
	/** The PSA, such as `manage`; null where the answer does not say. */
	type: string | null;
}

/** A link as an answer shows it: id null where it says that there is one, not which. */
export type ShownLink = Omit<PsaLink, 'id'> & { id: string | null };

export const isNamed = (link: ShownLink): link is PsaLink => link.id !== null;

/** As the include is spelt in answers. */
export const PSA_INCLUDE = 'adapters-resources';

const text = (value: unknown): string | null =>
	value === undefined || value === null || value === '' ? null : String(value);

/** What an included link says: `remote-id` is the PSA's id (seen live, reference 4.1). */
export function readPsaLink({ attributes }: JsonApiRecord): ShownLink {
	return {
		id: text(attributes['remote-id']),
		type: text(
			attributes['psa-integration-type'] ??
				attributes['integration-type'] ??
				attributes['adapter-type'] ??
				attributes.kind,
		),
	};
}

/** The links of a record of an answer; undefined where the answer does not say which are its own. */
export function psaLinksOf(
	record: JsonApiRecord,
	included: ReadonlyMap<string, JsonApiRecord>,
): PsaLink[] | undefined {
	const related = linkedRecords(record, included);
	const links = related?.get(PSA_INCLUDE) ?? related?.get(snake(PSA_INCLUDE));
	const named = links?.map(readPsaLink).filter(isNamed);
	// Links without an id say that there is one, not which.
	return links && links.length > 0 && named?.length === 0 ? undefined : named;
}
