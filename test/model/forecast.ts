/* eslint-disable @n8n/community-nodes/require-node-api-error -- no node in here */
/**
 * The model: what Create or Update has to do with an input, going by docs/sync.md and what the store
 * holds. Simple on purpose: everything is in memory, nothing is asked for, nothing goes wrong.
 */
import type { Attributes, Json, Sandbox } from '../../sandbox';
import type { Field, Key, Subject } from './facts';
import { combined, givenEntries, sameEntries, storedEntries, whole, type Entry } from './lists';
import { folded, isBlank, meansTheSame } from './meaning';
import type { Options, Row } from './script';

/** A record as the store holds it. */
export interface Stored {
	id: string;
	/** Id of the organization; empty for an organization itself. */
	owner: string;
	attributes: Attributes;
	createdAt: number;
	psa: boolean;
}

/** What there is besides the records themselves. */
export interface Surroundings {
	assumptions: Sandbox['assumptions'];
	/** The organization chosen for all items. */
	chosen?: string;
	organizations: ReadonlyArray<{ id: string; name: string }>;
	/** The records that a reference may name. */
	entries: (collection: string) => ReadonlyArray<{ id: string; name: string }>;
}

export interface Question {
	subject: Subject;
	key: Key;
	input: readonly Row[];
	options: Options;
	records: readonly Stored[];
	around: Surroundings;
}

export type Action = 'created' | 'updated' | 'unchanged' | 'skipped';

/** What becomes of a record: one that there is, or one that is missing. */
export interface Fate {
	/** Positions of the input items that mean it, in order. */
	items: readonly number[];
	record?: Stored;
	/** 'input': the node refuses before anything is sent. 'refused': IT Glue does. */
	action: Action | 'input' | 'refused';
	/** The attributes that are written. */
	changed: readonly string[];
	/** The attributes afterwards; of a new record those that were given. */
	after: Attributes;
	/** What the PSA kept from being written. */
	owned: readonly string[];
	/** IT Glue refused an address, and the record was written without it. */
	mended: boolean;
	owner: string;
	/** What it is found by. */
	sought: ReadonlyArray<{ key: Key; texts: readonly string[] }>;
}

export interface Forecast {
	fates: readonly Fate[];
	/** The items that mean no record at all: their values or their organization are wrong. */
	hopeless: readonly number[];
	/** Of those, what may become of the ones that contradict each other, once trouble on the line takes some away. */
	contradictory: readonly Fate[];
	/** What becomes of the records when only some of the items are understood. */
	ofOnly: (fate: Fate, items: readonly number[]) => Fate;
}

type Values = Map<string, unknown>;

/** An item that the model understands. */
interface Wish {
	at: number;
	owner: string;
	/** For a record that there is. */
	values: Values;
	/** For a new one. */
	full: Values;
	key: Key;
	texts: string[];
	/** The record that would come into being. */
	draft: Attributes;
	mended: boolean;
	/** Attributes given empty that cannot be cleared. */
	cleared: readonly string[];
	/** Lists that are mapped as a whole, not only by their primary entry. */
	lists: readonly string[];
	/** Found by another key than its own. */
	near?: boolean;
}

const NODE_EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

const isDropping = ({ invalidEmails }: Options): boolean => invalidEmails === 'drop';

/** Addresses that the node takes for possible and IT Glue does not. */
const isRefusedEmail = (value: string): boolean => value.includes('.@');

/** What an item says cannot be carried out. */
class Wrong extends Error {}

/** What comes of reading an item, or undefined where something in it is wrong. */
function attempt<T>(read: () => T): T | undefined {
	try {
		return read();
	} catch (reason) {
		if (reason instanceof Wrong) return undefined;
		throw reason;
	}
}

function wrong(): never {
	throw new Wrong();
}

const keepsEmpty = ({ neverOverwriteWithEmpty }: Options): boolean =>
	neverOverwriteWithEmpty !== false;

const replaces = ({ replaceAll = [] }: Options, name: string): boolean => replaceAll.includes(name);

// --- Reading an item ---

function ownerOf({ subject, around }: Question, row: Row): string {
	if (!subject.scoped) return '';
	const named = row.organization_id;
	if (around.chosen !== undefined) return around.chosen;
	if (isBlank(named)) return wrong();
	const said = String(named).trim();
	if (/^\d+$/.test(said)) return said;
	const found = around.organizations.filter(({ name }) => folded(name) === folded(said));
	const exact = found.filter(({ name }) => name === said);
	const [only] = exact.length > 0 ? exact : found;
	return only && (exact.length || found.length) === 1 ? only.id : wrong();
}

const SWITCHES: Record<string, boolean> = { true: true, yes: true, false: false, no: false };

function valueOf(field: Field, raw: unknown, around: Surroundings): unknown {
	if (isBlank(raw)) return null;
	if (field.kind === 'flag') return SWITCHES[folded(raw)] ?? wrong();
	if (field.unreadable?.(String(raw))) return wrong();
	if (field.kind !== 'reference') return String(raw);
	const said = String(raw).trim();
	if (/^\d+$/.test(said)) return said;
	const [found, ...others] = around
		.entries(field.collection ?? '')
		.filter(({ name }) => folded(name) === folded(said));
	return found && others.length === 0 ? found.id : wrong();
}

function wishOf(question: Question, row: Row, at: number): Wish {
	const { subject, options, around } = question;
	const owner = ownerOf(question, row);
	const matched: Values = new Map();
	const values: Values = new Map();
	const cleared: string[] = [];
	const columns = question.key.columns;
	for (const field of subject.fields) {
		const raw = row[field.name];
		if (raw === undefined || (isBlank(raw) && keepsEmpty(options))) continue;
		if (isBlank(raw) && !field.clearable) cleared.push(field.name);
		else
			(columns.includes(field.name) ? matched : values).set(
				field.name,
				valueOf(field, raw, around),
			);
	}
	const mended = subject.lists
		.map((fact) => readList(question, row, fact, { matched, values, cleared }))
		.includes(true);
	expandName(subject, values);
	const full = overlaid(subject, matched, values);
	const { key, texts } = keyOf(question, matched, full);
	// What is matched by is never written to a record that exists, whichever key it came to.
	const others: Values = new Map(
		[...values].filter(([name]) => key === question.key || !key.attributes.includes(name)),
	);
	return {
		at,
		owner,
		values: others,
		full,
		key,
		texts,
		draft: draftOf(subject, full),
		mended,
		cleared,
		lists: subject.lists.flatMap(({ name }) => (isMapped(row[name], options) ? [name] : [])),
	};
}

const isMapped = (raw: unknown, options: Options): boolean =>
	raw !== undefined && !(isBlank(raw) && keepsEmpty(options));

/** Reads a list and its primary column; returns whether IT Glue will refuse an entry that is then left out. */
function readList(
	{ options, key }: Question,
	row: Row,
	fact: Subject['lists'][number],
	{ matched, values, cleared }: { matched: Values; values: Values; cleared: string[] },
): boolean {
	const raw = row[fact.name];
	const primary = row[fact.primaryColumn];
	const isMatched = key.columns.includes(fact.primaryColumn);
	const clears = raw !== undefined && isBlank(raw) && !keepsEmpty(options);
	if (clears && !replaces(options, fact.name)) {
		// Empty, and yet with a primary entry.
		if (!isBlank(primary)) wrong();
		cleared.push(fact.name);
	}
	const said = raw !== undefined && (!isBlank(raw) || (clears && replaces(options, fact.name)));
	const whole = said ? givenEntries(fact, raw) : undefined;
	const one = isBlank(primary)
		? undefined
		: [{ value: String(primary).trim(), primary: true } satisfies Entry];
	const checkedList = checkEmails(fact, options, whole, false);
	const checkedOne = checkEmails(fact, options, one, isMatched);
	const { left: list } = checkedList;
	const { left: alone } = checkedOne;
	if (isMatched) {
		if (alone) matched.set(fact.name, alone);
		if (list) values.set(fact.name, list);
	} else if (list || alone) values.set(fact.name, combined(fact, list ?? [], alone ?? []));
	return checkedList.mended || checkedOne.mended;
}

/** Leaves out what the user wants left out. Without the address that is matched by a record would not be found again. */
function checkEmails(
	{ name }: Subject['lists'][number],
	options: Options,
	entries: Entry[] | undefined,
	isMatched: boolean,
): { left?: Entry[]; mended: boolean } {
	if (!entries || name !== 'contact_emails') return { left: entries, mended: false };
	const possible = entries.filter(({ value }) => NODE_EMAIL.test(value));
	if (possible.length < entries.length && !isDropping(options)) return wrong();
	const good =
		isDropping(options) && !isMatched
			? possible.filter(({ value }) => !isRefusedEmail(value))
			: possible;
	const lost = entries.length > 0 && good.length === 0;
	return { ...(!lost && { left: good }), mended: good.length < possible.length };
}

/** A full name stands for its parts. */
function expandName({ lists }: Subject, values: Values): void {
	const name = values.get('name');
	if (lists.length === 0 || typeof name !== 'string' || isBlank(name)) return;
	const [first = '', ...rest] = name.trim().split(/\s+/);
	if (isBlank(values.get('first_name'))) values.set('first_name', first);
	if (isBlank(values.get('last_name')) && rest.length > 0) values.set('last_name', rest.join(' '));
}

function keyOf(
	{ key, subject, options }: Question,
	matched: Values,
	full: Values,
): { key: Key; texts: string[] } {
	const chosen: Values = new Map(matched);
	for (const { name, primaryColumn } of subject.lists) {
		const entries = matched.get(name);
		const [first] = Array.isArray(entries) ? (entries as Entry[]) : [];
		if (first) chosen.set(primaryColumn, first.value);
	}
	const texts = key.ofValues(chosen);
	if (texts) return { key, texts };
	if (options.emptyMatch !== 'nextKey') return wrong();
	// The other addresses are no next key where the primary one was to be matched by.
	const others = subject.nextKeys.filter(
		({ columns, prefers }) => !(prefers && columns.join() === key.columns.join()),
	);
	for (const next of others) {
		const found = next.ofValues(full);
		if (found) return { key: next, texts: found };
	}
	return wrong();
}

// --- Putting items together ---

function overlaid(subject: Subject, first: Values, second: Values): Values {
	const all: Values = new Map(first);
	for (const [name, value] of second) {
		const fact = subject.lists.find((list) => list.name === name);
		const entries = all.get(name);
		all.set(
			name,
			fact && Array.isArray(entries) && Array.isArray(value)
				? combined(fact, entries as Entry[], value as Entry[])
				: value,
		);
	}
	return all;
}

/** A new record: what was given, without what says nothing. */
function draftOf(subject: Subject, values: Values): Attributes {
	const all: Values = new Map([...values].filter(([, value]) => !isBlank(value)));
	expandName(subject, all);
	const isContact = subject.lists.length > 0;
	const attributes: Attributes = {};
	for (const [name, value] of all) {
		if (isContact && name === 'name') continue;
		const fact = subject.lists.find((list) => list.name === name);
		attributes[name] = fact ? stored(whole(fact, value as Entry[], true)) : (value as Json);
	}
	return attributes;
}

const stored = (entries: Entry[]): Json =>
	entries.map(({ value, primary = false, label = '' }) => ({
		value,
		primary,
		'label-name': label,
	}));

// --- Finding ---

interface Sight {
	found: Stored[];
	key: Key;
	texts: string[];
	/** By another key than the item's own: the record says nothing there. */
	near: boolean;
}

function sightOf(question: Question, wish: Wish): Sight {
	const { subject, records } = question;
	const { owner, key, texts, full } = wish;
	const own = records.filter((record) => record.owner === owner);
	const direct = own.filter(({ attributes }) => isUnder(key, attributes, texts));
	if (direct.length > 0)
		return { found: chosenOf(question, wish, key, texts, direct), key, texts, near: false };
	const passed: Key[] = [key];
	for (const next of subject.nextKeys) {
		if (next.columns.join() === key.columns.join()) continue;
		const sought = next.ofValues(full);
		const fitting = own.filter(
			({ attributes }) =>
				sought &&
				isUnder(next, attributes, sought) &&
				passed.every((stronger) => agrees(stronger, wish, attributes)),
		);
		passed.push(next);
		if (sought && fitting.length > 0)
			return {
				found: chosenOf(question, wish, next, sought, fitting),
				key: next,
				texts: sought,
				near: true,
			};
	}
	return { found: [], key, texts, near: false };
}

const isUnder = (key: Key, attributes: Attributes, texts: readonly string[]): boolean =>
	key.ofRecord(attributes).some((text) => texts.includes(text));

/** Where both say something they say the same. */
function agrees(key: Key, { full, ...wish }: Wish, attributes: Attributes): boolean {
	const isChosenList = key === wish.key && key.prefers !== undefined;
	const given = isChosenList
		? [wish.texts]
		: key.says((name) => {
				const value = full.get(name);
				return Array.isArray(value) ? stored(value as Entry[]) : value;
			});
	const held = key.says((name) => attributes[name]);
	return given.every((said, at) => {
		const there = held[at] ?? [];
		return said.length === 0 || there.length === 0 || said.some((text) => there.includes(text));
	});
}

function chosenOf(
	{ options }: Question,
	{ full }: Wish,
	key: Key,
	texts: string[],
	all: Stored[],
): Stored[] {
	// What is in use is meant before what was put away, but by an item that puts away.
	const inUse = all.filter(({ attributes }) => attributes.archived !== true);
	const living = inUse.length > 0 && full.get('archived') !== true ? inUse : all;
	if (living.length < 2) return living;
	// The first address speaks before the others.
	const holders = living.filter(({ attributes }) => isUnder(key, attributes, texts.slice(0, 1)));
	const found = key.prefers && holders.length > 0 ? holders : living;
	if (found.length === 1) return found;
	const asked = found === holders ? texts.slice(0, 1) : texts;
	const preferred = found.filter(({ attributes }) => key.prefers?.(attributes, asked));
	if (preferred.length === 1) return preferred;
	const byAge = [...found].sort((a, b) => a.createdAt - b.createdAt);
	if (options.ifSeveralMatch === 'all') return byAge;
	return options.ifSeveralMatch === 'oldest' ? byAge.slice(0, 1) : wrong();
}

/** Whether one of the items would find the record that one of the others would create. */
const finds = (ones: readonly Wish[], others: readonly Wish[]): boolean =>
	ones.some((one) =>
		others.some((other) => one.owner === other.owner && holds(other, one) !== undefined),
	);

/** How the record that an item would create has what another one is looking for, if it has. */
function holds({ draft, owner }: Wish, sought: Wish): 'primary' | 'beside' | undefined {
	const { key, texts } = sought;
	if (owner !== sought.owner || !key.ofRecord(draft).some((text) => texts.includes(text)))
		return undefined;
	return key.prefers?.(draft, texts) ? 'primary' : 'beside';
}

function united(groups: readonly Wish[][], isOne: (a: Wish[], b: Wish[]) => boolean): Wish[][] {
	const sums: Wish[][][] = [];
	for (const group of groups) {
		const related = sums.filter((sum) => sum.some((other) => isOne(group, other)));
		const rest = sums.filter((sum) => !related.includes(sum));
		sums.splice(0, sums.length, ...rest, [...related.flat(), group]);
	}
	return sums.map((sum) => sum.flat().sort((a, b) => a.at - b.at));
}

const sameTexts = ([a]: Wish[], [b]: Wish[]): boolean =>
	a !== undefined &&
	b !== undefined &&
	a.owner === b.owner &&
	a.key.columns.join() === b.key.columns.join() &&
	a.texts.some((text) => b.texts.includes(text));

/**
 * Items about missing records: together those that look for the same, and those that would find what
 * others bring into being. Where they would find several of these, nobody knows which is meant.
 */
function groupsOf(wishes: readonly Wish[]): { groups: Wish[][]; unclear: Wish[] } {
	const own = united(
		wishes.map((wish) => [wish]),
		sameTexts,
	);
	const reach = new Map(
		own.map((group) => [group, own.filter((other) => other !== group && finds(group, other))]),
	);
	const isOnly = (a: Wish[], b: Wish[]): boolean => {
		const found = reach.get(a) ?? [];
		return found.length === 1 && found[0] === b;
	};
	const unclear = own.filter((group) => (reach.get(group)?.length ?? 0) > 1).flat();
	const all = united(own, (a, b) => isOnly(a, b) || isOnly(b, a));
	const groups = all
		.map((group) => group.filter((wish) => !unclear.includes(wish)))
		.filter((group) => group.length > 0);
	return { groups, unclear };
}

/** Whether the next run would no longer know which record is meant, or would mean another one. */
function isTaken(wish: Wish, [record]: readonly Stored[], missing: readonly Wish[]): boolean {
	if (!record) return false;
	const ways = missing.map((other) => holds(other, wish)).filter((way) => way !== undefined);
	const isPreferred = wish.key.prefers?.(record.attributes, wish.texts) === true;
	return ways.length > 0 && !(isPreferred && !ways.includes('primary'));
}

// --- Names ---

/** The words of a text, whatever their capitals. */
const wordsIn = (value: unknown): string[] =>
	folded(value)
		.split(/[^a-z0-9]+/)
		.filter((word) => word !== '');

const partsOf = ({ nameParts }: Subject, read: (name: string) => unknown): readonly string[][] =>
	nameParts.map((name) => wordsIn(read(name)));

/** Two names that cannot be of one: they disagree in a part, and read aloud they are not the same either. */
function disagree(a: readonly string[][], b: readonly string[][]): boolean {
	const apart = a.some((part, at) => {
		const other = b[at] ?? [];
		return part.length > 0 && other.length > 0 && part.join(' ') !== other.join(' ');
	});
	return apart && a.flat().join(' ') !== b.flat().join(' ');
}

/** Whether the record may be somebody else who only has the address as well. */
function isSomebodyElse(
	{ subject, options }: Question,
	{ full }: Wish,
	{ key, texts }: Sight,
	{ attributes }: Stored,
): boolean {
	const { writeMode, ifNamesDiffer, neverTouch = [] } = options;
	if (!key.prefers || writeMode === 'createOnly' || ifNamesDiffer === 'rename') return false;
	if (subject.nameParts.every((name) => neverTouch.includes(name))) return false;
	const said = partsOf(subject, (name) => full.get(name));
	const now = partsOf(subject, (name) => attributes[name]);
	if (!disagree(said, now)) return false;
	if (!key.prefers(attributes, texts.slice(0, 1))) return true;
	const then = said.map((part, at) => (part.length > 0 ? part : (now[at] ?? [])));
	return !then.flat().some((word) => now.flat().includes(word));
}

/** Of those who mean one record, the ones that must not: they say another name than others do. */
function intruders({ subject, options }: Question, { wishes, record }: Group): Wish[] {
	if (options.ifNamesDiffer === 'rename') return [];
	const named = wishes.map((wish) => ({
		wish,
		name: partsOf(subject, (name) => wish.full.get(name)),
	}));
	if (!named.some((a) => named.some((b) => disagree(a.name, b.name)))) return [];
	const now = record && partsOf(subject, (name) => record.attributes[name]);
	const isIt = (name: readonly string[][]): boolean =>
		now !== undefined && name.flat().length > 0 && !disagree(name, now);
	const someoneIs = named.some(({ name }) => isIt(name));
	return named
		.filter(({ name }) => !(someoneIs && (isIt(name) || name.flat().length === 0)))
		.map(({ wish }) => wish);
}

// --- What becomes of a record ---

interface Group {
	wishes: readonly Wish[];
	record?: Stored;
}

function fateOf(question: Question, { wishes, record }: Group): Fate {
	const [first] = wishes;
	const items = wishes.map(({ at }) => at);
	const owner = first?.owner ?? '';
	const mended = wishes.some((wish) => wish.mended);
	const sought = wishes.map(({ key, texts }) => ({ key, texts }));
	const base = { items, owner, mended, sought, owned: [], ...(record && { record }) };
	const { writeMode } = question.options;
	if (record ? writeMode === 'createOnly' : writeMode === 'updateOnly')
		return { ...base, action: 'skipped', changed: [], after: record?.attributes ?? {} };
	return { ...base, ...(record ? changeOf(question, wishes, record) : newOf(question, wishes)) };
}

type Effect = Pick<Fate, 'action' | 'changed' | 'after'> & Partial<Pick<Fate, 'owned'>>;

const UNTOUCHED = { changed: [], after: {} } as const;

/** What all items say together; what a later one gives empty takes away what an earlier one gave. */
function merged(
	{ subject }: Question,
	wishes: readonly Wish[],
	read: (wish: Wish) => Values,
): Values {
	return wishes.reduce<Values>((sum, wish) => {
		const left = new Map([...sum].filter(([name]) => !wish.cleared.includes(name)));
		return overlaid(subject, left, read(wish));
	}, new Map());
}

/** What is to be empty in the end. */
const emptied = (wishes: readonly Wish[]): string[] =>
	wishes.reduce<string[]>(
		(names, { cleared, full }) => [...names.filter((name) => !full.has(name)), ...cleared],
		[],
	);

function newOf(question: Question, wishes: readonly Wish[]): Effect {
	const { subject, options, around } = question;
	const after = draftOf(
		subject,
		merged(question, wishes, ({ full }) => full),
	);
	const generated = options.generateValue === true && isBlank(after.password);
	const has = (name: string): boolean =>
		!isBlank(after[name]) || (generated && name === 'password');
	if (!subject.needs.every((names) => names.some(has))) return { action: 'input', ...UNTOUCHED };
	const names = Object.keys(after);
	const [owner] = wishes.map((wish) => wish.owner);
	const isLost = subject.scoped && !around.organizations.some(({ id }) => id === owner);
	if (isLost || isRefused(subject, names, after, around))
		return { action: 'refused', ...UNTOUCHED };
	return { action: 'created', changed: generated ? [...names, 'password'] : names, after };
}

function changeOf(question: Question, wishes: readonly Wish[], record: Stored): Effect {
	const { subject, around } = question;
	if (clearsWhatIsThere(question, wishes, record)) return { action: 'input', ...UNTOUCHED };
	const wanted = touchable(
		question,
		merged(question, wishes, (wish) => withoutNews(subject, newsOf(wishes, wish), record)),
	);
	// What identifies nothing does not take the place of what does.
	for (const { name, says } of keepsEmpty(question.options) ? subject.fields : [])
		if (
			says &&
			!isBlank(wanted.get(name)) &&
			says(wanted.get(name)) === '' &&
			says(record.attributes[name]) !== ''
		)
			wanted.delete(name);
	const after: Attributes = { ...record.attributes };
	const changed: string[] = [];
	for (const [name, value] of wanted) {
		const fact = subject.lists.find((list) => list.name === name);
		if (fact) {
			const now = storedEntries(record.attributes[name]);
			const then = listAfter(question, fact, wishes, now, value as Entry[]);
			if (sameEntries(fact, now, then)) continue;
			after[name] = stored(then);
		} else {
			const kind = subject.fields.find((field) => field.name === name)?.kind ?? 'text';
			const always = kind === 'secret' && question.options.passwordValue === 'write';
			const now = record.attributes[name];
			if (!always && (meansTheSame(kind, value, now) || isCut(name, value, now))) continue;
			after[name] = value as Json;
		}
		changed.push(name);
	}
	if (changed.length === 0) return { action: 'unchanged', changed, after };
	if (isRefused(subject, changed, after, around)) return { action: 'refused', ...UNTOUCHED };
	// What a record is known by, an earlier run may have written.
	const known = wishes.flatMap(({ key, near }) => (near ? [] : key.attributes));
	return record.psa
		? ofOwned(subject, record, [...wanted.keys(), ...known], changed, after)
		: { action: 'updated', changed, after };
}

/** A record that lacks what it is known by is given that too. */
function newsOf(wishes: readonly Wish[], { values, full }: Wish): Values {
	if (!wishes.some(({ near }) => near)) return values;
	return new Map([...full].filter(([name, value]) => values.has(name) || !isBlank(value)));
}

/** A text that a list had cut must not take the place of the whole one. */
const isCut = (name: string, value: unknown, now: Json | undefined): boolean =>
	name === 'quick_notes' &&
	typeof now === 'string' &&
	now.length > 250 &&
	value === now.slice(0, 250);

/** What may be written to a record that exists. */
function touchable({ options }: Question, values: Values): Values {
	const left: Values = new Map(values);
	for (const name of options.neverTouch ?? []) left.delete(name);
	const compares = options.passwordValue === 'compare';
	const overwrites = options.passwordValue === 'write';
	if (!compares && !overwrites) left.delete('password');
	// A one-time password secret is never shown: nothing to compare it with.
	if (!overwrites) left.delete('otp_secret');
	return left;
}

const nameOf = ({ first_name: first, last_name: last }: Attributes): string =>
	[first, last].filter((part) => !isBlank(part)).join(' ');

/** A full name that a contact has already says nothing new of its parts, in whatever capitals. */
function withoutNews({ lists }: Subject, values: Values, { attributes }: Stored): Values {
	const name = values.get('name');
	if (lists.length === 0 || name === undefined) return values;
	const left: Values = new Map(values);
	left.delete('name');
	if (folded(name).replace(/\s+/g, ' ') !== folded(nameOf(attributes))) return left;
	return left
		.set('first_name', attributes.first_name ?? null)
		.set('last_name', attributes.last_name ?? null);
}

/** Whether something is given empty that IT Glue does not let be cleared, and that has a value. */
function clearsWhatIsThere(
	{ subject, options }: Question,
	wishes: readonly Wish[],
	{ attributes }: Stored,
): boolean {
	return emptied(wishes).some((name) => {
		if (options.neverTouch?.includes(name)) return false;
		// What is never shown has nothing that could be seen to be cleared.
		if (subject.fields.some((field) => field.name === name && field.kind === 'secret'))
			return false;
		const isFullName = subject.lists.length > 0 && name === 'name';
		return !isBlank(isFullName ? nameOf(attributes) : attributes[name]);
	});
}

/** The list afterwards. */
function listAfter(
	question: Question,
	fact: Subject['lists'][number],
	wishes: readonly Wish[],
	now: Entry[],
	given: Entry[],
): Entry[] {
	const isReplaced = wishes.some(({ lists }) => lists.includes(fact.name));
	if (!replaces(question.options, fact.name) || !isReplaced)
		return whole(fact, combined(fact, now, given), now.length === 0);
	// With the entry that the record was found by, or the next run would not find it.
	const all = merged(question, wishes, ({ full }) => full).get(fact.name);
	return whole(fact, (all ?? []) as Entry[], true);
}

function isRefused(
	subject: Subject,
	names: readonly string[],
	after: Attributes,
	{ assumptions }: Surroundings,
): boolean {
	return names.some((name) => {
		const value = after[name];
		if (name === 'contact_emails')
			return storedEntries(value).some((entry) => isRefusedEmail(entry.value));
		const field = subject.fields.find((candidate) => candidate.name === name);
		return field?.refused?.(String(value), assumptions) === true;
	});
}

/** Of a record that a PSA owns IT Glue takes some attributes only. */
function ofOwned(
	{ open }: Subject,
	{ attributes }: Stored,
	wanted: readonly string[],
	changed: readonly string[],
	after: Attributes,
): Effect {
	if (!open) return { action: 'updated', changed, after };
	const taken = changed.filter((name) => open.includes(name));
	const owned = changed.filter((name) => !open.includes(name));
	if (taken.length === 0) {
		const isAsBefore = wanted.some((name) => open.includes(name));
		return isAsBefore
			? { action: 'unchanged', changed: [], after: attributes, owned }
			: { action: 'refused', ...UNTOUCHED };
	}
	const partly = Object.fromEntries(
		Object.entries(after).map(([name, value]) => [
			name,
			owned.includes(name) ? attributes[name] : value,
		]),
	);
	return { action: 'updated', changed: taken, after: partly, owned };
}

/** What has to become of an input. */
export function forecast(question: Question): Forecast {
	const hopeless: number[] = [];
	const wishes: Array<{ wish: Wish; found: Stored[] }> = [];
	question.input.forEach((row, at) => {
		const understood = attempt(() => {
			const wish = wishOf(question, row, at);
			const sight = sightOf(question, wish);
			const { found, near } = sight;
			if (found.some((record) => isSomebodyElse(question, wish, sight, record))) wrong();
			return { wish: { ...wish, near }, found };
		});
		if (understood) wishes.push(understood);
		else hopeless.push(at);
	});
	for (const one of wishes) {
		// Who is looked for by the same key means the record that one of them found in another way.
		const other = wishes.find(({ wish }) => wish.near && sameTexts([wish], [one.wish]));
		if (one.found.length === 0 && other)
			Object.assign(one, { wish: { ...one.wish, near: true }, found: other.found });
	}
	const rivals = wishes.filter(
		({ wish, found }) =>
			wish.near &&
			wishes.some(
				(other) =>
					other.wish.near &&
					other.found.some((record) => found.includes(record)) &&
					!sameTexts([other.wish], [wish]),
			),
	);
	hopeless.push(...rivals.map(({ wish }) => wish.at));
	const missing = wishes.filter(({ found }) => found.length === 0).map(({ wish }) => wish);
	const { groups: fresh, unclear } = groupsOf(missing);
	const known = wishes.filter((one) => one.found.length > 0 && !rivals.includes(one));
	const taken = known.filter(({ wish, found }) => isTaken(wish, found, missing));
	hopeless.push(...[...unclear, ...taken.map(({ wish }) => wish)].map(({ at }) => at));
	const certain = known.filter((one) => !taken.includes(one));
	const ids = [...new Set(certain.flatMap(({ found }) => found.map(({ id }) => id)))];
	const meant: Group[] = [
		...ids.map((id) => {
			const about = certain.filter(({ found }) => found.some((record) => record.id === id));
			const [record] = about.flatMap(({ found }) => found.filter((one) => one.id === id));
			return { wishes: about.map(({ wish }) => wish), record };
		}),
		...fresh.map((group) => ({ wishes: group })),
	];
	const others = new Set(meant.flatMap((group) => intruders(question, group)));
	hopeless.push(...[...others].map(({ at }) => at));
	const groups = meant
		.map((group) => ({ ...group, wishes: group.wishes.filter((wish) => !others.has(wish)) }))
		.filter(({ wishes: left }) => left.length > 0);
	const fates = new Map(groups.map((group) => [fateOf(question, group), group]));
	const apart = meant.filter(({ wishes: all }) => all.some((wish) => others.has(wish)));
	const doubtful = new Map(apart.map((group) => [fateOf(question, group), group]));
	return {
		fates: [...fates.keys()],
		hopeless,
		contradictory: [...doubtful.keys()],
		ofOnly: (fate, items) => {
			const group = fates.get(fate) ?? doubtful.get(fate);
			if (!group) return fate;
			const left = {
				...group,
				wishes: group.wishes.filter(({ at }) => items.includes(at)),
			};
			const isClear = intruders(question, left).length === 0;
			return isClear ? fateOf(question, left) : { ...fate, action: 'input', ...UNTOUCHED };
		},
	};
}
