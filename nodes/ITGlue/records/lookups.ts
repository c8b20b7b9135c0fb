import { settle } from '../concurrency';
import { LOOKUPS, type Lookup } from '../resources/lookups';
import type { LookupName } from '../resources/schema/attribute';
import { isId } from '../text/id';
import { samePlace } from '../text/countries';
import { sameText, trimmed } from '../text/same';
import { fillPath, type Client, type JsonApiRecord } from '../transport';
import { listed, shown } from '../text/plain';

/** Ids that may narrow a lookup; each is found only when it is needed. */
export type Parents = Record<string, () => Promise<string | undefined>>;

/** `isUnknown`: no entry has this name, so it could be created or left out. */
export type Resolution =
	| { id: string }
	| { message: string; description: string; isUnknown: boolean };

/** Types, statuses and other lists, each fetched at most once per execution. */
export class Lookups {
	private readonly lists = new Map<string, Promise<JsonApiRecord[]>>();
	/** The results by text and list: ten thousand items name the same few types. */
	private readonly resolved = new WeakMap<JsonApiRecord[], Map<string, Resolution>>();

	constructor(private readonly client: Client) {}

	/** All entries of a list; if a parent narrows the list, the entries of that parent. */
	async entries(name: LookupName, parents: Parents = {}): Promise<JsonApiRecord[]> {
		const lookup = LOOKUPS[name];
		const parentId = lookup.within ? await parents[lookup.within.parent]?.() : undefined;
		const key = `${name} ${parentId ?? ''}`;
		const known = this.lists.get(key);
		if (known) return await known;
		const reading = this.read(lookup, parentId);
		this.lists.set(key, reading);
		// Do not keep the failure: the next item may succeed.
		reading.catch(() => this.lists.delete(key));
		return await reading;
	}

	/**
	 * Reads the list again and returns the id of the one entry with this name; undefined if there is none, several, or
	 * no answer.
	 */
	async anew(name: LookupName, given: string, parentId?: string): Promise<string | undefined> {
		const lookup = LOOKUPS[name];
		const list = await settle(
			this.read(lookup, lookup.within?.as === 'path' ? parentId : undefined),
		);
		if (!('value' in list)) return undefined;
		const [match, ...others] = calledLike(lookup, list.value, given);
		return others.length === 0 ? match?.id : undefined;
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
	 * The id for a value that a user gave: digits are an id, anything else is a whole name, compared without case;
	 * `asName` makes digits a name too (a model "9300"). If a name is unknown or has several entries, the result is a
	 * message.
	 */
	async resolve(
		name: LookupName,
		given: string,
		parents: Parents = {},
		asName = false,
	): Promise<Resolution> {
		const text = trimmed(given);
		if (!asName && isId(text)) return { id: text };
		const lookup = LOOKUPS[name];
		if (lookup.within?.as === 'path' && lookup.paths.length === 1) {
			const parentId = await parents[lookup.within.parent]?.();
			if (!parentId) return orphan(lookup, text);
		}
		const entries = await this.entries(name, parents);
		const known = this.resolved.get(entries) ?? new Map<string, Resolution>();
		this.resolved.set(entries, known);
		const resolution = known.get(text) ?? resolvedIn(lookup, text, entries);
		known.set(text, resolution);
		return resolution;
	}
}

function resolvedIn(lookup: Lookup, text: string, entries: JsonApiRecord[]): Resolution {
	const matches = calledLike(lookup, entries, text);
	const [match] = matches;
	if (match && matches.length === 1) return { id: match.id };
	return matches.length === 0
		? unknownName(lookup, text, entries)
		: ambiguousName(lookup, text, matches);
}

/**
 * The entries that a text names: by their name, else by what the text stands for ("USA", "US-CA"), else by a name that
 * differs only in accents.
 */
function calledLike(lookup: Lookup, entries: JsonApiRecord[], text: string): JsonApiRecord[] {
	const { namesOf, otherNames = () => [], loose = false } = lookup;
	const named = (texts: string[], same: (a: string, b: string) => boolean): JsonApiRecord[] =>
		entries.filter((entry) => namesOf(entry).some((name) => texts.some((one) => same(name, one))));
	const exact = named([text], sameText);
	if (exact.length > 0) return exact;
	const meant = named(otherNames(text), sameText);
	return meant.length > 0 || !loose ? meant : named([text], samePlace);
}

/** The path of a list under its parent, or the flat path if no parent is known. */
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
		isUnknown: false,
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
		isUnknown: true,
	};
}

const PARENT_LABELS: Readonly<Record<string, string>> = { country_id: 'country' };

function ambiguousName(lookup: Lookup, given: string, matches: JsonApiRecord[]): Resolution {
	const parent = lookup.within?.as === 'filter' ? PARENT_LABELS[lookup.within.parent] : undefined;
	return {
		message: `${matches.length} ${lookup.plural.toLowerCase()} are called "${shown(given, 100)}"`,
		description: `Give ${parent ? `the ${parent} as well, or ` : ''}the ID of the one you mean: ${listed(matches.map(({ id }) => id))}.`,
		isUnknown: false,
	};
}
