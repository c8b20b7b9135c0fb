import { comparable } from './same';

/** A record in a list from which a person chooses. */
export interface Named {
	id: string;
	name: string;
}

const MOST = 5;
/** From this share of common letter groups on, two names are similar. */
const NEAR = 0.75;
/** Scores: equal names, and names that differ only in legal form, punctuation and the like. */
const SAME = 3;
const SAME_BUT_FORM = 2;
/** Below this share, two names differ by more than one typo. */
const HOPELESS = 0.3;
/** In a shorter name, one letter makes another name: ABC and ABD. */
const LONG_ENOUGH_FOR_A_TYPO = 5;

const LEGAL_FORMS = new Set(
	(
		'ltd limited inc incorporated llc llp lp plc pllc pty pte co company corp corporation gmbh ug ag kg ohg eg ' +
		'bv nv sa sas sarl srl spa oy oyj ab as asa aps kft doo'
	).split(' '),
);

/** Letters that are not a plain letter with an accent. */
const LETTERS: ReadonlyArray<readonly [RegExp, string]> = [
	[/ß/g, 'ss'],
	[/æ/g, 'ae'],
	[/œ/g, 'oe'],
	[/ø/g, 'o'],
	[/ł/g, 'l'],
	[/đ/g, 'd'],
	[/þ/g, 'th'],
	[/[&+]/g, ' and '],
];

/**
 * The words that distinguish a name from others: without case, accents, punctuation, legal form and a leading "The".
 * Empty for a name without a letter or digit.
 */
export function wordsOf(name: string): string[] {
	const plain = LETTERS.reduce(
		(text, [letter, letters]) => text.replace(letter, letters),
		name
			// Marks of writing direction and similar characters are invisible.
			.replace(/\p{Cf}/gu, '')
			.normalize('NFKD')
			.replace(/[\u0300-\u036f]/g, '')
			.normalize('NFC')
			.toLowerCase(),
	);
	const words = plain
		.replace(/['’`´.]/g, '')
		.split(/[^\p{L}\p{N}\p{M}]+/u)
		.filter((word) => word !== '');
	const named = words[0] === 'the' && words.length > 1 ? words.slice(1) : words;
	const short = withoutLegalForm(named);
	return short.length > 0 ? short : named;
}

/** "Example GmbH & Co. KG" → "example". */
function withoutLegalForm(words: string[]): string[] {
	let end = words.length;
	while (LEGAL_FORMS.has(words[end - 1] ?? '')) {
		end -= 1;
		if (words[end - 1] === 'and') end -= 1;
	}
	return words.slice(0, end);
}

/** The form of a name for comparisons. */
interface Spelt {
	exact: string;
	/** The words without blanks: "North Wind" is "Northwind". */
	joined: string;
	/** Numbers distinguish otherwise equal names: "Store 12" and "Store 13". */
	numbers: string;
	groups: Set<string>;
}

function spell(name: string): Spelt {
	const words = wordsOf(name);
	const exact = comparable(name);
	const joined = words.join('') || exact;
	return {
		exact,
		joined,
		numbers: (joined.match(/\p{N}+/gu) ?? []).join(' '),
		groups: new Set(words.flatMap(groupsOf)),
	};
}

/** A word's groups of three letters; its beginning counts most: "  a", " ac", "acm", "cme", "me ". */
function groupsOf(word: string): string[] {
	const letters = ['', '', ...word, ''].map((letter) => letter || ' ');
	return letters.slice(2).map((_letter, at) => letters.slice(at, at + 3).join(''));
}

interface Scored {
	entry: Named;
	score: number;
}

/** Finds records with names similar to a given one, even among very many. */
export class SimilarNames {
	private readonly spelt: Spelt[];
	private readonly byGroup = new Map<string, number[]>();
	private readonly byJoined = new Map<string, number[]>();
	/** The number of groups that each entry shares with the wanted name; all 0 between two searches. */
	private readonly common: Uint16Array;

	constructor(private readonly entries: readonly Named[]) {
		this.spelt = entries.map(({ name }) => spell(name));
		this.common = new Uint16Array(entries.length);
		this.spelt.forEach(({ joined, groups }, at) => {
			if (joined !== '') note(this.byJoined, joined, at);
			for (const group of groups) note(this.byGroup, group, at);
		});
	}

	/** The entries nearest to the name, the nearest first; empty if none is similar. */
	near(name: string, most = MOST): Named[] {
		const wanted = spell(name);
		const best: Scored[] = [];
		if (wanted.joined === '') return [];
		for (const at of this.byJoined.get(wanted.joined) ?? []) this.rank(best, most, wanted, at, 0);
		for (const at of this.count(wanted)) {
			const common = this.common[at] ?? 0;
			this.common[at] = 0;
			if (this.spelt[at]?.joined !== wanted.joined) this.rank(best, most, wanted, at, common);
		}
		return best.map(({ entry }) => entry);
	}

	/** Counts in `common` the groups that each entry shares with a name; returns the entries that share any. */
	private count({ groups }: Spelt): number[] {
		const touched: number[] = [];
		const { common } = this;
		for (const group of groups) {
			for (const at of this.byGroup.get(group) ?? []) {
				const before = common[at] ?? 0;
				if (before === 0) touched.push(at);
				common[at] = before + 1;
			}
		}
		return touched;
	}

	/** Inserts an entry at its place among the best. */
	private rank(best: Scored[], most: number, wanted: Spelt, at: number, common: number): void {
		const [entry, spelt] = [this.entries[at], this.spelt[at]];
		const score = spelt ? nearness(wanted, spelt, common) : 0;
		if (!entry || score === 0) return;
		const last = best[most - 1];
		const scored = { entry, score };
		if (last && inOrder(last, scored) <= 0) return;
		const place = best.findIndex((other) => inOrder(scored, other) < 0);
		best.splice(place < 0 ? best.length : place, 0, scored);
		best.length = Math.min(best.length, most);
	}
}

/** The nearer first; equal ones always in the same order, whatever order IT Glue listed them in. */
const inOrder = (a: Scored, b: Scored): number =>
	b.score - a.score || compare(a.entry.name, b.entry.name) || compare(a.entry.id, b.entry.id);

function note(index: Map<string, number[]>, text: string, at: number): void {
	const known = index.get(text);
	if (known) known.push(at);
	else index.set(text, [at]);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** How similar two names are that share this number of groups; 0 if they are not. */
function nearness(a: Spelt, b: Spelt, common: number): number {
	if (a.joined === b.joined) return a.exact === b.exact ? SAME : SAME_BUT_FORM;
	const share = (2 * common) / (a.groups.size + b.groups.size);
	if (share < HOPELESS) return 0;
	if (a.numbers !== b.numbers && a.numbers !== '' && b.numbers !== '') return 0;
	if (share >= NEAR) return Math.min(share, 1);
	const length = Math.min(a.joined.length, b.joined.length);
	return length >= LONG_ENOUGH_FOR_A_TYPO && isOneTypo(a.joined, b.joined) ? NEAR : 0;
}

/** Whether one letter was added, left out or replaced, or two neighbours were exchanged. */
export function isOneTypo(a: string, b: string): boolean {
	const [short, long] = a.length <= b.length ? [a, b] : [b, a];
	if (long.length - short.length > 1 || a === b) return false;
	let at = 0;
	while (at < short.length && short[at] === long[at]) at += 1;
	if (short.slice(at) === long.slice(at + 1)) return true;
	if (short.length !== long.length) return false;
	if (short.slice(at + 1) === long.slice(at + 1)) return true;
	const swapped = short[at] === long[at + 1] && short[at + 1] === long[at];
	return swapped && short.slice(at + 2) === long.slice(at + 2);
}
