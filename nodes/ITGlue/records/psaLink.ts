import { trimmed } from '../text/same';
import { compareSystems, filterValueOf, systemOf } from '../text/systemNames';
import type { ApiDocument, JsonApiRecord } from '../transport';
import { snake } from '../text/spelling';
import { includedRecords, linkedRecords } from '../transport/jsonapi/record';

/** The PSA record that one of IT Glue is linked to. */
export interface PsaLink {
	id: string;
	/** The PSA as IT Glue filters for it (`manage`), or as IT Glue names it; null where it does not. */
	type: string | null;
	/** False where the name is not known: it may be a PSA, or any other system. */
	sure: boolean;
	/** Whether the PSA record is gone; absent where the answer does not say. */
	orphaned?: boolean;
}

/** A link as an answer shows it: id null where it says that there is one, not which. */
export type ShownLink = Omit<PsaLink, 'id'> & { id: string | null };

/** The PSA record that is asked for. */
export interface PsaRecord {
	id: string;
	type?: string;
}

export const isNamed = (link: ShownLink): link is PsaLink => link.id !== null;

/** As the include is spelt in answers. */
export const PSA_INCLUDE = 'adapters-resources';

const text = (value: unknown): string | null => {
	const plain =
		typeof value === 'string' || typeof value === 'number' ? trimmed(String(value)) : '';
	return plain === '' ? null : plain;
};

/** Recorded answers name the system by the first of these; older reports of answers by the others. */
const NAMES = [
	'adapter-type-name',
	'psa-integration-type',
	'integration-type',
	'adapter-type',
	'kind',
];

/**
 * What an included link says: `remote-id` is the other system's id (seen live, reference 4.1). Such links lead to every
 * system that IT Glue is connected to; undefined where it is known to be no PSA.
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

/** PSAs count their records; Microsoft 365 has such IDs (recorded). */
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

const linksIn = (records: readonly JsonApiRecord[]): ShownLink[] =>
	records.flatMap((record) => readPsaLink(record) ?? []);

/** The links of a record of an answer; undefined where the answer does not say which are its own. */
export function psaLinksOf(
	record: JsonApiRecord,
	included: ReadonlyMap<string, JsonApiRecord>,
): ShownLink[] | undefined {
	const related = linkedRecords(record, included);
	const links = related?.get(PSA_INCLUDE) ?? related?.get(snake(PSA_INCLUDE));
	return links && linksIn(links);
}

/** The links of the one record of an answer: all that is included belongs to it. */
export function psaLinksOfOne(document: ApiDocument, record: JsonApiRecord): ShownLink[] {
	const all = includedRecords(document).filter(
		({ type }) => type.replace(/_/g, '-') === PSA_INCLUDE,
	);
	// What is linked and not included is there all the same.
	return all.length > 0 ? linksIn(all) : (psaLinksOf(record, new Map()) ?? []);
}

/** Whether there is a link of which the answer does not say where it leads, and none that is clear. */
export const hidesALink = (links: readonly ShownLink[]): boolean =>
	links.some((link) => !isNamed(link)) && !links.some((link) => isNamed(link) && link.sure);

/**
 * Whether a link leads to that PSA record. `maybe`: the number is the same, and whether the system is, is not known. A
 * link whose system is not named, or not asked for, is compared by its number.
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

/** Whether a link is one to a PSA: because it is known to be, or because that system is asked for as the PSA. */
export const isOfPsa = (link: ShownLink, asked: string | undefined): boolean =>
	link.sure || compareSystems(link.type, asked) === 'same';

/** A system, as people call it. */
export const isFiltered = (type: string | null): boolean =>
	type !== null && filterValueOf(type) === type;

/** The link that stands for a record: of a PSA that IT Glue filters by, of a PSA record that is still there. */
export function mainLink(links: readonly ShownLink[]): PsaLink | undefined {
	const sure = links.filter(isNamed).filter((link) => link.sure);
	const [first] = [...sure].sort(
		(a, b) =>
			Number(a.orphaned === true) - Number(b.orphaned === true) ||
			Number(isFiltered(b.type)) - Number(isFiltered(a.type)) ||
			Number(b.type !== null) - Number(a.type !== null),
	);
	// Several of which none is named: one of them may be the PSA's.
	const isOpen = first?.type === null && sure.some(({ id }) => id !== first.id);
	return isOpen ? undefined : first;
}

/** Of several records with a link, those whose PSA record is still there, if there are any. */
export function living<Of>(records: Of[], linkOf: (record: Of) => ShownLink | undefined): Of[] {
	const alive = records.filter((record) => linkOf(record)?.orphaned !== true);
	return alive.length > 0 ? alive : records;
}
