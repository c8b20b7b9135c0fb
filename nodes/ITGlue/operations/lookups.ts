import { LOOKUPS, type Lookup } from '../resources/lookups';
import type { LookupName } from '../resources/types';
import { sameText, trimmed } from '../text/same';
import { fillPath, type Client, type JsonApiRecord } from '../transport';
import { listed, shown } from './plainText';

/** Ids that a lookup may be narrowed by; each is found out only when it is needed. */
export type Parents = Record<string, () => Promise<string | undefined>>;

export type Resolution = { id: string } | { message: string; description: string };

/** Types, statuses and other lists, each fetched at most once per execution. */
export class Lookups {
	private readonly lists = new Map<string, Promise<JsonApiRecord[]>>();

	constructor(private readonly client: Client) {}

	/** All entries of a list; for one that is narrowed by a parent, of that parent. */
	async entries(name: LookupName, parents: Parents = {}): Promise<JsonApiRecord[]> {
		const lookup = LOOKUPS[name];
		const parentId = lookup.within ? await parents[lookup.within.parent]?.() : undefined;
		const key = `${name} ${parentId ?? ''}`;
		const known = this.lists.get(key);
		if (known) return await known;
		const reading = this.read(lookup, parentId);
		this.lists.set(key, reading);
		// Another item may have better luck than the one that met the failure.
		reading.catch(() => this.lists.delete(key));
		return await reading;
	}

	private async read(lookup: Lookup, parentId?: string): Promise<JsonApiRecord[]> {
		const { records } = await this.client.list({
			path: pathOf(lookup, parentId),
			query: queryOf(lookup, parentId),
			pageSize: lookup.pageSize,
		});
		return records;
	}

	/**
	 * The id behind what a user gave: digits are an id, anything else a name, compared whole and
	 * ignoring case; `asName` makes digits a name too (a model "9300"). A name that is unknown or stands for several entries comes back as a message.
	 */
	async resolve(
		name: LookupName,
		given: string,
		parents: Parents = {},
		asName = false,
	): Promise<Resolution> {
		const text = trimmed(given);
		if (!asName && /^\d{1,18}$/.test(text)) return { id: text };
		const lookup = LOOKUPS[name];
		if (lookup.within?.as === 'path' && lookup.paths.length === 1) {
			const parentId = await parents[lookup.within.parent]?.();
			if (!parentId) return orphan(lookup, text);
		}
		const entries = await this.entries(name, parents);
		const matches = entries.filter((entry) =>
			lookup.namesOf(entry).some((candidate) => sameText(candidate, text)),
		);
		const [match] = matches;
		if (match && matches.length === 1) return { id: match.id };
		return matches.length === 0
			? unknownName(lookup, text, entries)
			: ambiguousName(lookup, text, matches);
	}
}

/** The path to read a list under the parent, or the flat one where no parent is known. */
export function pathOf(lookup: Lookup, parentId?: string): string {
	const { within, paths } = lookup;
	const nested = paths.find((path) => path.includes(':'));
	if (within?.as === 'path' && nested && (parentId || paths.length === 1)) {
		return fillPath(nested, { [within.parent]: parentId ?? '' });
	}
	return paths.find((path) => !path.includes(':')) ?? '';
}

export function queryOf(lookup: Lookup, parentId?: string): Record<string, string> {
	const { within, sort } = lookup;
	return {
		...(sort && { sort }),
		...(within?.as === 'filter' && parentId && { [`filter[${within.parent}]`]: parentId }),
	};
}

function orphan(lookup: Lookup, given: string): Resolution {
	return {
		message: `${lookup.label} "${shown(given)}" cannot be looked up without an organization`,
		description: `Choose the organization, or give the ${lookup.label.toLowerCase()} by its ID.`,
	};
}

function unknownName(lookup: Lookup, given: string, entries: JsonApiRecord[]): Resolution {
	const names = entries.flatMap((entry) => lookup.namesOf(entry).slice(0, 1)).sort();
	return {
		message: `There is no ${lookup.label} "${shown(given, 100)}"`,
		description:
			names.length === 0
				? `IT Glue has no ${lookup.plural.toLowerCase()} here yet. Create one in IT Glue, or leave the field out.`
				: `Existing ${lookup.plural.toLowerCase()}: ${listed(names)}. Use one of these names, or an ID.`,
	};
}

function ambiguousName(lookup: Lookup, given: string, matches: JsonApiRecord[]): Resolution {
	return {
		message: `${matches.length} ${lookup.plural.toLowerCase()} are called "${shown(given, 100)}"`,
		description: `Give the ID of the one you mean: ${listed(matches.map(({ id }) => id))}.`,
	};
}
