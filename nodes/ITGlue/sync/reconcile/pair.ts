import {
	isNamed,
	isOfPsa,
	leadsTo,
	living,
	type PsaLink,
	type PsaRecord,
	type ShownLink,
} from '../../records/psaLink';
import type { NaturalKey, Values } from '../../resources/schema/attribute';
import type { Resource } from '../../resources/schema/resource';
import { comparable } from '../../text/same';
import type { JsonApiRecord } from '../../transport';
import { organizationOf } from '../../records/routes';
import { isNoName } from '../../run/input/nothing';
import { KeyIndex } from '../keyIndex';
import { activeFirst, meantBy } from '../meant';
import { doubtIn } from '../otherName';

/** A record of the other system, as an input item describes it. */
export interface SourceRecord {
	organizationId?: string;
	psa?: PsaRecord;
	/** Empty if the item gives none. */
	name: string;
	values: Values;
}

/** A record of IT Glue and its links; undefined if they are not known. */
export interface Linked {
	record: JsonApiRecord;
	links: ShownLink[] | undefined;
}

/** The links that lead to a PSA, as far as they show where they lead. `asked`: PSAs that subjects name. */
export const psaLinksIn = (
	links: readonly ShownLink[],
	asked: ReadonlySet<string | undefined>,
): PsaLink[] =>
	links
		.filter(isNamed)
		.filter((link) => link.sure || [...asked].some((type) => isOfPsa(link, type)));

export const systemsOf = (subjects: readonly SourceRecord[]): ReadonlySet<string | undefined> =>
	new Set(subjects.map(({ psa }) => psa?.type));

/** The result for a subject in IT Glue. */
export type Finding =
	| { kind: 'linked'; record: JsonApiRecord; link: PsaLink | undefined }
	| { kind: 'unlinked'; record: JsonApiRecord }
	| { kind: 'several'; candidates: JsonApiRecord[] }
	/** `alike`: records with the same link or name that are not the subject's record. */
	| { kind: 'none'; alike: JsonApiRecord[] };

export interface Pairing {
	/** One for each subject, in their order. */
	findings: Finding[];
	/** The records that no subject means. */
	left: Linked[];
	/** Archived records with the same link or name as a subject's active record. */
	aside: JsonApiRecord[];
}

/**
 * Pairs subjects with records: by PSA link first, then by email and name among records without a link. If there is not
 * exactly one record for one subject, the pair stays open: nothing is guessed.
 */
export function pairUp(resource: Resource, subjects: SourceRecord[], all: Linked[]): Pairing {
	const records = new Records(resource, all, systemsOf(subjects));
	const hits = subjects.map((subject) => records.meantBy(subject));
	const claims = new Map<JsonApiRecord, number>();
	for (const { found } of hits)
		for (const record of found) claims.set(record, (claims.get(record) ?? 0) + 1);
	const twins = sharingTheirPsaRecord(subjects);
	const findings = subjects.map((subject, at): Finding => {
		const { found, byLink, doubtful } = hits[at] ?? NO_HITS;
		const [record, ...others] = found;
		const contested = found.some((candidate) => (claims.get(candidate) ?? 0) > 1);
		if (twins.has(subject) || others.length > 0 || contested || doubtful)
			return { kind: 'several', candidates: found };
		if (!record) return { kind: 'none', alike: records.alike(subject) };
		const link = records.linkOf(record, subject);
		return byLink || link ? { kind: 'linked', record, link } : { kind: 'unlinked', record };
	});
	const aside = new Set(hits.flatMap((hit) => hit.aside).filter((record) => !claims.has(record)));
	const left = all.filter(({ record }) => !claims.has(record) && !aside.has(record));
	return { findings, left, aside: [...aside] };
}

interface Hits {
	found: JsonApiRecord[];
	byLink: boolean;
	aside: JsonApiRecord[];
	/** Found by a number of an unknown system, or by an address that may belong to somebody else. */
	doubtful?: boolean;
}

const NO_HITS: Hits = { found: [], byLink: false, aside: [] };

/** The records of IT Glue, searchable by link, email and name. */
class Records {
	private readonly byPsaId = new Map<string, Linked[]>();
	private readonly linksOf = new Map<JsonApiRecord, ShownLink[]>();
	private readonly unlinkedByName = new Map<string, JsonApiRecord[]>();
	private readonly byName = new Map<string, JsonApiRecord[]>();
	/** Emails and other lists that identify a record before its name does. */
	private readonly listIndexes: Array<{ key: NaturalKey; index: KeyIndex }>;

	constructor(
		private readonly resource: Resource,
		all: Linked[],
		asked: ReadonlySet<string | undefined>,
	) {
		const unlinked = all
			.filter(({ links }) => links && psaLinksIn(links, asked).length === 0)
			.map(({ record }) => record);
		this.listIndexes = listKeys(resource).map((key) => ({
			key,
			index: new KeyIndex(resource, key, unlinked),
		}));
		for (const record of unlinked) add(this.unlinkedByName, this.nameKey(record), record);
		for (const linked of all) {
			const { record, links = [] } = linked;
			add(this.byName, this.nameKey(record), record);
			this.linksOf.set(record, links);
			for (const id of new Set(links.filter(isNamed).map((link) => link.id)))
				add(this.byPsaId, id, linked);
		}
	}

	meantBy(subject: SourceRecord): Hits {
		const linked = this.linkedTo(subject, 'yes').filter((record) => this.isWithin(record, subject));
		if (linked.length > 0)
			return this.hits(
				subject,
				living(linked, (record) => this.linkOf(record, subject)),
				true,
			);
		const hits = this.namedBy(subject);
		const maybe = this.linkedTo(subject, 'maybe').filter((record) =>
			this.isWithin(record, subject),
		);
		// The same number in an unknown system: together with the same name it proves the pair, alone it proves
		// nothing.
		const { found } = hits;
		if (maybe.length === 0 || (found.length > 0 && found.every((one) => maybe.includes(one))))
			return hits;
		return { ...hits, found: [...new Set([...found, ...maybe])], doubtful: true };
	}

	/** Records without a PSA link that have the subject's email or name. */
	private namedBy(subject: SourceRecord): Hits {
		for (const { key, index } of this.listIndexes) {
			const matches = index.find(subject);
			const { records: found, aside } = meantBy(this.resource, key, subject.values, matches);
			if (found.length === 0) continue;
			if (!found.some((record) => this.isDoubtful(key, subject, record)))
				return { found, byLink: false, aside };
			const named = this.hits(subject, this.called(this.unlinkedByName, subject), false);
			const all = [...new Set([...found, ...named.found])];
			return { found: all, byLink: false, aside: [...aside, ...named.aside], doubtful: true };
		}
		return this.hits(subject, this.called(this.unlinkedByName, subject), false);
	}

	/**
	 * Whether an address may be shared, or the names differ: then the address does not prove that both are one person.
	 */
	private isDoubtful(key: NaturalKey, { values }: SourceRecord, record: JsonApiRecord): boolean {
		const given: Values = new Map(values);
		// Split the name into its parts: an item may give the whole name.
		this.resource.hooks?.expand?.(given, 'update', () => undefined);
		return doubtIn(this.resource, key, { wanted: values, given }, record) !== undefined;
	}

	private hits({ values }: SourceRecord, matches: JsonApiRecord[], byLink: boolean): Hits {
		const { records: found, aside } = activeFirst(this.resource, matches, values);
		return { found, byLink, aside };
	}

	/** The link that connects a record with a subject. */
	linkOf(record: JsonApiRecord, { psa }: SourceRecord): PsaLink | undefined {
		const links = (this.linksOf.get(record) ?? []).filter(isNamed);
		const leading = (how: ReturnType<typeof leadsTo>): PsaLink | undefined =>
			links.find((link) => psa && leadsTo(link, psa) === how);
		return leading('yes') ?? leading('maybe');
	}

	/** Records with the same link, but in another organization, or with the same name, but another link. */
	alike(subject: SourceRecord): JsonApiRecord[] {
		return [...new Set([...this.linkedTo(subject, 'yes'), ...this.called(this.byName, subject)])];
	}

	private linkedTo({ psa }: SourceRecord, how: ReturnType<typeof leadsTo>): JsonApiRecord[] {
		if (!psa) return [];
		return (this.byPsaId.get(psa.id) ?? [])
			.filter(({ links }) => links?.some((link) => leadsTo(link, psa) === how))
			.map(({ record }) => record);
	}

	private called(
		index: ReadonlyMap<string, JsonApiRecord[]>,
		subject: SourceRecord,
	): JsonApiRecord[] {
		const name = comparable(subject.name);
		if (isNoName(this.resource, name)) return [];
		return (index.get(name) ?? []).filter((record) => this.isWithin(record, subject));
	}

	private isWithin(record: JsonApiRecord, { organizationId }: SourceRecord): boolean {
		return !this.resource.scoped || organizationOf(record) === organizationId;
	}

	private nameKey(record: JsonApiRecord): string {
		return comparable(this.resource.nameOf(record));
	}
}

const listKeys = ({ naturalKeys, attributes }: Resource): NaturalKey[] =>
	naturalKeys.filter((key) =>
		key.attributes.some((name) =>
			attributes.some((attribute) => attribute.name === name && attribute.rows !== undefined),
		),
	);

function add<T>(index: Map<string, T[]>, key: string, value: T): void {
	const known = index.get(key);
	if (known) known.push(value);
	else index.set(key, [value]);
}

/** Subjects of an organization that name the same PSA record: one of them may be out of date. */
function sharingTheirPsaRecord(subjects: SourceRecord[]): Set<SourceRecord> {
	const groups = new Map<string, SourceRecord[]>();
	for (const subject of subjects) {
		if (subject.psa) add(groups, `${subject.organizationId ?? ''} ${subject.psa.id}`, subject);
	}
	const same = (a: PsaRecord | undefined, b: PsaRecord | undefined): boolean =>
		a !== undefined &&
		b !== undefined &&
		leadsTo({ id: a.id, type: a.type ?? null, sure: true }, b) !== 'no';
	const shared = [...groups.values()].flatMap((group) =>
		group.filter((one) => group.some((other) => other !== one && same(one.psa, other.psa))),
	);
	return new Set(shared);
}
