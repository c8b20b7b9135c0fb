/** Emails and phones as the model sees them: rows told apart by their value, at most one of them primary. */
import type { Json } from '../../sandbox';
import { folded, isBlank } from './meaning';

export interface Entry {
	value: string;
	/** Undefined where the input does not say. */
	primary?: boolean;
	label?: string;
}

/** What tells the entries of a list apart, and the label that a new one is given. */
export interface ListFact {
	/** The attribute. */
	name: string;
	/** The column that stands for the primary entry. */
	primaryColumn: string;
	label: string;
	identity: (value: string) => string;
}

export const EMAILS: ListFact = {
	name: 'contact_emails',
	primaryColumn: 'primary_email',
	label: 'Work',
	identity: folded,
};

export const PHONES: ListFact = {
	name: 'contact_phones',
	primaryColumn: 'primary_phone',
	label: 'Office',
	identity: (value) => value.replace(/\D/g, ''),
};

type Loose = Record<string, unknown>;

const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null;

/** The entries of a stored list. */
export const storedEntries = (value: Json | undefined): Entry[] =>
	(Array.isArray(value) ? (value as unknown[]) : []).filter(isObject).map((row) => ({
		value: String(row.value),
		primary: row.primary === true,
		label: String(row['label-name'] ?? ''),
	}));

/** The entry that stands for the list: the one that is marked, or the first. */
export const mainEntry = (entries: readonly Entry[]): Entry | undefined =>
	entries.find(({ primary }) => primary === true) ?? entries[0];

/** The entries that an input names: one text, or a list of texts and objects; nothing said twice. */
export function givenEntries({ identity }: ListFact, raw: unknown): Entry[] {
	const rows = (Array.isArray(raw) ? raw : [raw]).filter((row) => !isBlank(row));
	const entries = rows.map((row): Entry => {
		if (!isObject(row)) return { value: String(row).trim() };
		return {
			value: String(row.value).trim(),
			...(row.primary === true && { primary: true }),
			...(typeof row.label === 'string' && { label: row.label }),
		};
	});
	return entries.filter(
		({ value }, at) =>
			entries.findIndex((other) => identity(other.value) === identity(value)) === at,
	);
}

/** Adds entries to others: the same value is the same entry; what is said later holds. */
export function combined(fact: ListFact, first: Entry[], second: Entry[]): Entry[] {
	const takesOver = second.some(({ primary }) => primary === true);
	const all = first.map((entry) => ({
		...entry,
		...(takesOver && { primary: false }),
	}));
	for (const entry of second) {
		const known = all.find(({ value }) => fact.identity(value) === fact.identity(entry.value));
		if (!known) all.push({ ...entry });
		else Object.assign(known, { ...entry, value: known.value });
	}
	return all;
}

/** A list as it is stored: labels filled in, and one entry primary where the list is new. */
export function whole(fact: ListFact, entries: Entry[], isNew: boolean): Entry[] {
	const none = isNew && !entries.some(({ primary }) => primary === true);
	return entries.map(({ value, primary = false, label = fact.label }, at) => ({
		value,
		primary: none && at === 0 ? true : primary,
		label,
	}));
}

/** Whether two stored lists hold the same entries, in whatever order. */
export function sameEntries(fact: ListFact, a: Entry[], b: Entry[]): boolean {
	const spelled = (entries: Entry[]): string =>
		JSON.stringify(
			entries
				.map(({ value, primary, label }) => [fact.identity(value), primary === true, label ?? ''])
				.sort(([left], [right]) => String(left).localeCompare(String(right))),
		);
	return spelled(a) === spelled(b);
}
