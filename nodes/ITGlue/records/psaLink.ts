import { trimmed } from '../text/same';
import { compareSystems, filterValueOf, systemOf } from '../text/systemNames';
import type { ApiDocument, JsonApiRecord } from '../transport';
import { snake } from '../text/spelling';
import { includedRecords, linkedRecords } from '../transport/jsonapi/record';

/** The PSA record that an IT Glue record is linked to. */
export interface PsaLink {
	id: string;
	/** The PSA in the spelling of IT Glue's filter (`manage`), or else IT Glue's name for it; null without a name. */
	type: string | null;
	/** False if the name is not known: it may be a PSA or any other system. */
	sure: boolean;
	/** Whether the PSA record is gone; missing if the answer does not show it. */
	orphaned?: boolean;
}

/** A link as an answer shows it: id null if the answer shows that a link exists, but not which. */
export type ShownLink = Omit<PsaLink, 'id'> & { id: string | null };

/** The PSA record that the user asks for. */
export interface PsaRecord {
	id: string;
	type?: string;
}

export const isNamed = (link: ShownLink): link is PsaLink => link.id !== null;

/** The include's spelling in answers. */
export const PSA_INCLUDE = 'adapters-resources';

const text = (value: unknown): string | null => {
	const plain =
		typeof value === 'string' || typeof value === 'number' ? trimmed(String(value)) : '';
	return plain === '' ? null : plain;
};

/** Recorded answers use the first of these names for the system; older reports use the others. */
const NAMES = [
	'adapter-type-name',
	'psa-integration-type',
	'integration-type',
	'adapter-type',
	'kind',
];

/**
 * The content of an included link: `remote-id` is the other system's id (seen live, reference 4.1). Such links lead to
 * every system that IT Glue is connected to; undefined if the system is known to be no PSA.
 */
export function readPsaLink({ attributes }: JsonApiRecord): ShownLink | undefined {
	const told = (name: string): unknown => attributes[name] ?? attributes[snake(name)];
	const name = NAMES.map((key) => text(told(key))).find((value) => value !== null) ?? '';
	const system = systemOf(name);
	if (system?.kind === 'other') return undefined;
	const orphaned = told('orphaned');
	const id = text(told('remote-id'));
	return {
		id,
		type: system ? (filterValueOf(name) ?? name) : null,
		sure: system ? system.kind === 'psa' : !UUID.test(id ?? ''),
		...(typeof orphaned === 'boolean' && { orphaned }),
	};
}

/** PSAs use numbers as IDs; Microsoft 365 uses such IDs (recorded). */
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

const linksIn = (records: readonly JsonApiRecord[]): ShownLink[] =>
	records.flatMap((record) => readPsaLink(record) ?? []);

/** The links of one of an answer's records; undefined if the answer does not show which links belong to it. */
export function psaLinksOf(
	record: JsonApiRecord,
	included: ReadonlyMap<string, JsonApiRecord>,
): ShownLink[] | undefined {
	const related = linkedRecords(record, included);
	const links = related?.get(PSA_INCLUDE) ?? related?.get(snake(PSA_INCLUDE));
	return links && linksIn(links);
}

/** The links of an answer with one record: everything included belongs to it. */
export function psaLinksOfOne(document: ApiDocument, record: JsonApiRecord): ShownLink[] {
	const all = includedRecords(document).filter(
		({ type }) => type.replace(/_/g, '-') === PSA_INCLUDE,
	);
	// A link that is not included still exists.
	return all.length > 0 ? linksIn(all) : (psaLinksOf(record, new Map()) ?? []);
}

/** Whether the answer shows a link without its destination, and no other link with one. */
export const hidesALink = (links: readonly ShownLink[]): boolean =>
	links.some((link) => !isNamed(link)) && !links.some((link) => isNamed(link) && link.sure);

/**
 * Whether a link leads to that PSA record. `maybe`: the number is the same, but one of the systems is not known. If the
 * link has no system, or the user gave none, only the number is compared.
 */
export function leadsTo(link: ShownLink, { id, type }: PsaRecord): 'yes' | 'maybe' | 'no' {
	if (link.id !== id) return 'no';
	switch (compareSystems(link.type, type)) {
		case 'same':
			return 'yes';
		case 'different':
			return 'no';
		case 'unknown':
			return 'maybe';
		case 'unsaid':
			return link.sure ? 'yes' : 'maybe';
	}
}

/** Whether a link leads to a PSA: because the system is known as one, or because the user names it as the PSA. */
export const isOfPsa = (link: ShownLink, asked: string | undefined): boolean =>
	link.sure || compareSystems(link.type, asked) === 'same';

/** Whether IT Glue has a filter for this system. */
export const isFiltered = (type: string | null): boolean =>
	type !== null && filterValueOf(type) === type;

/** The main link of a record: PSA records that still exist come first, then PSAs that IT Glue has a filter for. */
export function mainLink(links: readonly ShownLink[]): PsaLink | undefined {
	const sure = links.filter(isNamed).filter((link) => link.sure);
	const [first] = [...sure].sort(
		(a, b) =>
			Number(a.orphaned === true) - Number(b.orphaned === true) ||
			Number(isFiltered(b.type)) - Number(isFiltered(a.type)) ||
			Number(b.type !== null) - Number(a.type !== null),
	);
	// Several links without a system: each of them may be the PSA's.
	const isOpen = first?.type === null && sure.some(({ id }) => id !== first.id);
	return isOpen ? undefined : first;
}

/** If several records have a link, those whose PSA record still exists, if there are any. */
export function living<Of>(records: Of[], linkOf: (record: Of) => ShownLink | undefined): Of[] {
	const alive = records.filter((record) => linkOf(record)?.orphaned !== true);
	return alive.length > 0 ? alive : records;
}
