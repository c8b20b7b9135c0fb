import type { IDataObject } from 'n8n-workflow';
import { anyToSnake, kebab, snake } from '../text/spelling';
import { holdsIds } from './shown';

/** The form of an attribute in the output. */
export interface Meaning {
	/** snake_case; undefined if it is never an attribute of the output. */
	key?: string;
	secret: boolean;
	holdsIds: boolean;
}

/** The parts of a simplified record. */
export interface Parts {
	attributes: IDataObject;
	/** Keys that the resource computes. */
	derived: IDataObject;
	/** Keys that the operation adds. */
	report: IDataObject;
}

/** Which parts are shown, and which keys come first. */
export interface Manner {
	reveal: boolean;
	/** snake_case keys to leave out. */
	omit: readonly string[];
	/** snake_case keys that come directly after name and organization, in this order. */
	first?: readonly string[];
}

/** A value on its way into the output. */
interface Step {
	from: keyof Parts;
	name: string;
	key: string;
	holdsIds: boolean;
}

/** How records with the same attributes are converted to output. */
export interface Layout {
	/** All keys of the output in their order, without values. */
	blank: Readonly<IDataObject>;
	/** In this order; if two have the same key, the later one is shown. */
	steps: readonly Step[];
}

type Keys = Record<keyof Parts, readonly string[]>;

/** `id` and `type` belong to the record itself; `__proto__` would become the prototype of the output. */
const RESERVED = new Set(['id', 'type', '__proto__']);

/** Keys that show a person which record it is. */
const WHICH = ['name', 'organization_name', 'organization_id'];

/** Records of one list have the same attributes, or one of a few sets of them. */
const MOST_LAYOUTS = 8;

/**
 * The meaning of attribute names and their form in the output, computed once for all records of a run: a list may have
 * a hundred thousand records of forty attributes each, and ten thousand items may show one each.
 */
export class Names {
	private readonly known = new Map<string, Meaning>();
	private readonly secrets: ReadonlySet<string>;
	private layouts: ReadonlyArray<{ keys: Keys; manner: Manner; layout: Layout }> = [];

	/** @param secrets snake_case names of values that are never returned, in any spelling */
	constructor(secrets: readonly string[]) {
		this.secrets = new Set(secrets);
	}

	of(name: string): Meaning {
		const known = this.known.get(name);
		if (known) return known;
		const meaning = this.read(name);
		this.known.set(name, meaning);
		return meaning;
	}

	layoutOf({ attributes, derived, report }: Parts, manner: Manner): Layout {
		const keys = {
			attributes: Object.keys(attributes),
			derived: Object.keys(derived),
			report: Object.keys(report),
		};
		for (const each of this.layouts)
			if (sameKeys(each.keys, keys) && sameManner(each.manner, manner)) return each.layout;
		const layout = this.laidOut(keys, manner);
		this.layouts = [{ keys, manner, layout }, ...this.layouts.slice(0, MOST_LAYOUTS - 1)];
		return layout;
	}

	private read(name: string): Meaning {
		const key = snake(name);
		return {
			...(!RESERVED.has(key) && { key }),
			secret: this.secrets.has(anyToSnake(name)),
			holdsIds: holdsIds(key),
		};
	}

	private laidOut({ attributes, derived, report }: Keys, { reveal, omit, first }: Manner): Layout {
		const omitted = new Set(omit.map(snake));
		const own = new Set(attributes);
		const attribute = (name: string): Step[] => {
			const { key, secret, holdsIds: ids } = this.of(name);
			if (key === undefined || omitted.has(key) || (secret && !reveal)) return [];
			return [{ from: 'attributes', name, key, holdsIds: ids }];
		};
		const added = (from: keyof Parts, keys: readonly string[]): Step[] =>
			keys.map((key) => ({ from, name: key, key, holdsIds: false }));
		const head = [...new Set([...WHICH, ...(first ?? [])])].map((key) => ({
			wires: [...new Set([kebab(key), key])].filter((wire) => own.has(wire)),
			derived: derived.filter((name) => name === key),
		}));
		const atHead = new Set(head.flatMap(({ wires }) => wires));
		const steps = [
			...head.flatMap((one) => [...one.wires.flatMap(attribute), ...added('derived', one.derived)]),
			...added('report', report),
			...attributes.filter((name) => !atHead.has(name)).flatMap(attribute),
			...added('derived', derived),
		];
		return { steps, blank: blankOf(['id', 'type', ...steps.map(({ key }) => key)]) };
	}
}

/**
 * An object to copy. If V8 adds more than a dozen keys to an object one by one, the object becomes a hash table of
 * about ten times the size; an object from `JSON.parse` stays small, and so does its copy.
 */
const blankOf = (keys: string[]): Readonly<IDataObject> =>
	JSON.parse(
		JSON.stringify(Object.fromEntries(keys.map((key) => [key, null]))),
	) as Readonly<IDataObject>;

const sameTexts = (a: readonly string[], b: readonly string[]): boolean => {
	if (a.length !== b.length) return false;
	for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
	return true;
};

const sameKeys = (a: Keys, b: Keys): boolean =>
	sameTexts(a.attributes, b.attributes) &&
	sameTexts(a.derived, b.derived) &&
	sameTexts(a.report, b.report);

const sameManner = (a: Manner, b: Manner): boolean =>
	a.reveal === b.reveal && a.first === b.first && sameTexts(a.omit, b.omit);
