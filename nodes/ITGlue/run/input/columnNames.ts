/** Which fields of an input item the columns are read from, where they are mapped by their names. */
import type { IDataObject } from 'n8n-workflow';
import { columnsOf, type Column } from '../../resources/schema/columns';
import type { Resource } from '../../resources/schema/resource';
import type { Session } from '../../records/session';
import { isObject, listed, shown } from '../../text/plain';
import { comparable } from '../../text/same';

/** What the fields belong to that columns are read from. */
interface Place {
	/** `record`: what this node gave; `item`: anything else. */
	within: 'record' | 'item' | 'traits';
	/** Whether a key says more than a label. */
	byKeys: boolean;
}

/** By column, the fields of an item that it is read from, the likeliest first. */
type Sources = ReadonlyMap<string, readonly string[]>;

const MOST = 100;

const known = new WeakMap<Resource, Map<string, Sources>>();

/**
 * Reads columns from an input item: fields called like them; of a flexible asset also what Get gives under `traits`, and
 * fields called like the label or the key of a field, as a spreadsheet has them.
 */
export function byTheirNames(item: Session, source: IDataObject): (column: Column) => unknown {
	const { resource } = item;
	if (!resource.typedBy) return ({ id }) => own(source, id);
	const isOurs = source.type === resource.type;
	const traits = isObject(source.traits) ? source.traits : {};
	const keys = new Set(columnsOf(resource).filter(isTrait).map(keyOf));
	// Get gives them under their keys, and under their labels where Fields to Return chooses some.
	const byKeys = Object.keys(traits).every((name) => keys.has(name));
	const [inSource, inTraits] = [
		sourcesOf(item, Object.keys(source), { within: isOurs ? 'record' : 'item', byKeys: false }),
		sourcesOf(item, Object.keys(traits), { within: 'traits', byKeys }),
	];
	return (column) => {
		const exact = own(source, column.id);
		if (exact !== undefined || !isTrait(column)) return exact;
		return (firstOf(traits, inTraits, column) ?? firstOf(source, inSource, column))?.value;
	};
}

const isTrait = ({ id }: Column): boolean => id.includes('.');

export const own = (source: IDataObject, name: string): unknown =>
	Object.hasOwn(source, name) ? source[name] : undefined;

/** A value in an object of its own: null says something, too. */
function firstOf(
	source: IDataObject,
	sources: Sources,
	{ id }: Column,
): { value: unknown } | undefined {
	const names = sources.get(id) ?? [];
	const [value] = names.map((name) => own(source, name)).filter((one) => one !== undefined);
	return value === undefined ? undefined : { value };
}

function sourcesOf(item: Session, names: readonly string[], how: Place): Sources {
	const { resource } = item;
	const all = known.get(resource) ?? new Map<string, Sources>();
	known.set(resource, all);
	const key = JSON.stringify([how, names]);
	const found = all.get(key) ?? assigned(item, names, how);
	// Items may all have other fields.
	if (all.size >= MOST) all.clear();
	all.set(key, found);
	return found;
}

/** A field of an item goes to one column: to that which is called exactly so, before one whose capitals differ. */
function assigned(item: Session, names: readonly string[], { within, byKeys }: Place): Sources {
	const { resource } = item;
	const taken = ownNames(resource, within);
	const columns = columnsOf(resource).filter(isTrait);
	const tiers = tiersOf({ within, byKeys }).map((namesOf) => {
		const byName = new Map<string, Column[]>();
		for (const column of columns)
			for (const name of new Set(namesOf(column)))
				byName.set(name, [...(byName.get(name) ?? []), column]);
		return byName;
	});
	const sources = new Map<string, string[][]>();
	for (const name of names.filter((one) => !taken.has(one))) {
		const spelt = (at: number): string => (at < EXACT ? name : plainly(name));
		const at = tiers.findIndex((tier, place) => tier.has(spelt(place)));
		const [column, ...others] = tiers[at]?.get(spelt(at)) ?? [];
		if (!column) continue;
		if (others.length > 0) refuseSeveral(item, name, [column, ...others]);
		const own = sources.get(column.id) ?? tiers.map(() => []);
		own[at]?.push(name);
		sources.set(column.id, own);
	}
	return new Map([...sources].map(([id, byTier]) => [id, byTier.flat()]));
}

const keyOf = ({ id }: Column): string => id.slice(id.indexOf('.') + 1);

/** A column that is called like one of the record itself says so; a spreadsheet does not. */
const labelsOf = ({ label }: Column): string[] => [label, label.replace(/ \(Field\)$/, '')];

/** Databases write `host_name` where people write "Host Name". */
const plainly = (name: string): string => comparable(name).replace(/[\s_-]+/g, ' ');

type NamesOf = (column: Column) => string[];

/** How many of the tiers tell capitals apart. */
const EXACT = 2;

/** What a field of an item may be called, in order of what that says. */
function tiersOf({ within, byKeys }: Place): NamesOf[] {
	// Attributes that this node does not know may be called like a field.
	if (within === 'record') return [labelsOf];
	const keys: NamesOf = (column) => [keyOf(column)];
	const folded =
		(namesOf: NamesOf): NamesOf =>
		(column) =>
			namesOf(column).map(plainly);
	const exact = byKeys ? [keys, labelsOf] : [labelsOf, keys];
	return [...exact, ...exact.map(folded)];
}

/** What is meant for the record itself, and, where the item is what this node gave, all that a record has beside its fields. */
function ownNames({ attributes, readOnly }: Resource, within: Place['within']): Set<string> {
	if (within === 'traits') return new Set();
	const isOurs = within === 'record';
	const names = attributes.filter(
		({ name, matchOnly }) => !name.includes('.') && (isOurs || !matchOnly),
	);
	const written = names.map(({ name }) => name);
	return new Set(isOurs ? ['id', 'type', ...written, ...readOnly.map(({ id }) => id)] : written);
}

function refuseSeveral(item: Session, name: string, columns: readonly Column[]): never {
	return item.refuse(
		`"${shown(name)}" may mean several fields`,
		`These are called alike: ${listed(columns.map(({ label }) => label))}. Call the column exactly like the field.`,
	);
}
