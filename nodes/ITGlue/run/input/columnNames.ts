/** Finds the input fields for the columns when they are mapped by name. */
import type { IDataObject } from 'n8n-workflow';
import { RESOURCES } from '../../resources';
import { columnsOf, type Column } from '../../resources/schema/columns';
import type { Resource } from '../../resources/schema/resource';
import type { Session } from '../../records/session';
import { isObject, jsonText, listed, shown } from '../../text/plain';
import { comparable } from '../../text/same';
import { remembered } from '../../text/spelling';

/** The object whose fields the columns are read from. */
interface Place {
	/** `record`: an output of this node; `other`: a record of another resource; `item`: anything else. */
	within: 'record' | 'other' | 'item' | 'traits';
	/** Whether keys come before labels. */
	byKeys: boolean;
}

/** The meaning of an item's fields, computed once for all items with the same fields. */
interface Shape {
	names: readonly string[];
	/** For each column, the fields with its name: the best matches first, equal matches side by side. */
	sources: ReadonlyMap<string, ReadonlyArray<readonly string[]>>;
	/** Fields that no column uses, without those that every record has. */
	unread: readonly string[];
}

const MOST = 100;

interface Shapes {
	/** For each place, the shape of the last item: the next item usually has the same one. */
	last: Map<string, Shape>;
	all: Map<string, Shape>;
}

const known = new WeakMap<Resource, Shapes>();

/**
 * Reads columns from an input item: from fields with their ID or label as the name, in any case and with any
 * separators. For a flexible asset also from `traits`, as Get returns it. Notes fields that match no column.
 */
export function byTheirNames(item: Session, source: IDataObject): (column: Column) => unknown {
	const { resource } = item;
	const within = placeOf(source, resource);
	const inSource = shapeOf(item, source, { within, byKeys: false });
	item.unread(inSource.unread);
	const inTraits = traitsIn(item, source, within);
	return (column) => {
		const exact = own(source, column.id);
		if (exact !== undefined) return exact;
		const inner = isTrait(column) ? inTraits(column) : undefined;
		return (inner ?? firstOf(item, source, inSource, column))?.value;
	};
}

/** The same for the object `traits` of an item, which comes from Get or from an expression. */
function traitsIn(
	item: Session,
	{ traits }: IDataObject,
	within: Place['within'],
): (column: Column) => Found {
	const { resource } = item;
	if (!resource.typedBy || !isObject(traits)) return () => undefined;
	const keys = new Set(columnsOf(resource).filter(isTrait).map(keyOf));
	// Get uses the keys, or the labels if the user chose Fields to Return.
	const byKeys = Object.keys(traits).every((name) => keys.has(name));
	const shape = shapeOf(item, traits, { within: 'traits', byKeys });
	// The output of Get always contains other fields.
	if (within !== 'record') item.unread(shape.unread);
	return (column) => firstOf(item, traits, shape, column);
}

const isTrait = ({ id }: Column): boolean => id.includes('.');

export const own = (source: IDataObject, name: string): unknown =>
	Object.hasOwn(source, name) ? source[name] : undefined;

const OUR_TYPES = new Set(RESOURCES.map(({ type }) => type));

function placeOf({ type }: IDataObject, resource: Resource): 'record' | 'other' | 'item' {
	if (type === resource.type) return 'record';
	return typeof type === 'string' && OUR_TYPES.has(type) ? 'other' : 'item';
}

/** A value inside an object, because null is a value too. */
type Found = { value: unknown } | undefined;

function firstOf(item: Session, source: IDataObject, { sources }: Shape, column: Column): Found {
	for (const names of sources.get(column.id) ?? []) {
		const given = names.filter((name) => own(source, name) !== undefined);
		const [first, ...others] = given;
		if (first === undefined) continue;
		const value = own(source, first);
		const text = others.length > 0 ? jsonText(value) : '';
		if (others.some((name) => jsonText(own(source, name)) !== text))
			refuseTwice(item, given, column);
		return { value };
	}
	return undefined;
}

function shapeOf(item: Session, source: IDataObject, how: Place): Shape {
	const { resource } = item;
	const names = Object.keys(source);
	const shapes = known.get(resource) ?? { last: new Map(), all: new Map() };
	known.set(resource, shapes);
	const place = `${how.within} ${how.byKeys}`;
	const last = shapes.last.get(place);
	if (last && areSame(last.names, names)) return last;
	const key = JSON.stringify([place, names]);
	const found = shapes.all.get(key) ?? { names, ...meaningOf(item, names, how) };
	// Every item may have different fields.
	if (shapes.all.size >= MOST) shapes.all.clear();
	shapes.all.set(key, found);
	shapes.last.set(place, found);
	return found;
}

const areSame = (some: readonly string[], others: readonly string[]): boolean =>
	some.length === others.length && some.every((name, at) => name === others[at]);

/** Each field goes to one column. An exact name comes before one in another case. */
function meaningOf(
	item: Session,
	names: readonly string[],
	how: Place,
): Pick<Shape, 'sources' | 'unread'> {
	const { resource } = item;
	const columns = columnsOf(resource);
	const ofRecord = how.within === 'traits' ? [] : columns.filter((one) => !isTrait(one));
	const ids = new Set(ofRecord.map(({ id }) => id));
	const traits = indexOf(columns.filter(isTrait), traitTiers(how));
	const records = indexOf(ofRecord, recordTiers(how));
	const taken = ownNames(resource, how.within);
	const sources = new Map<string, string[][]>();
	const unread: string[] = [];
	for (const name of names.filter((one) => !taken.has(one))) {
		const meant = calledBy(traits, name) ?? (ids.has(name) ? undefined : calledBy(records, name));
		const [column, ...others] = meant?.columns ?? [];
		if (!meant || !column) {
			if (!isKnown(resource, how.within, name)) unread.push(name);
			continue;
		}
		if (others.length > 0) refuseSeveral(item, name, meant.columns);
		const byTier = sources.get(column.id) ?? [];
		byTier[meant.tier] = [...(byTier[meant.tier] ?? []), name];
		sources.set(column.id, byTier);
	}
	const inOrder = new Map([...sources].map(([id, byTier]) => [id, Object.values(byTier)]));
	const all = [...unread, ...outranked(inOrder, names)];
	return {
		sources: inOrder,
		unread: how.within === 'traits' ? all.map((name) => `traits.${name}`) : all,
	};
}

/** Fields of columns for which the same item has another field with a better match. */
const outranked = (sources: Shape['sources'], names: readonly string[]): string[] =>
	[...sources].flatMap(([id, byTier]) => byTier.slice(names.includes(id) ? 0 : 1).flat());

// --- The names of fields ---

interface Tier {
	/** How names are compared. */
	spell: (name: string) => string;
	namesOf: (column: Column) => string[];
}

type Index = ReadonlyArray<{ spell: Tier['spell']; byName: ReadonlyMap<string, Column[]> }>;

function indexOf(columns: readonly Column[], tiers: readonly Tier[]): Index {
	return tiers.map(({ spell, namesOf }) => {
		const byName = new Map<string, Column[]>();
		for (const column of columns)
			for (const name of new Set(namesOf(column).map(spell)))
				byName.set(name, [...(byName.get(name) ?? []), column]);
		return { spell, byName };
	});
}

/** The columns with this name, and how good the match is. */
function calledBy(
	tiers: Index,
	name: string,
): { tier: number; columns: readonly Column[] } | undefined {
	const at = tiers.findIndex(({ spell, byName }) => byName.has(spell(name)));
	const { spell = exactly, byName } = tiers[at] ?? {};
	const columns = byName?.get(spell(name));
	// Matches that are not exact are all equal.
	return columns && { tier: spell === exactly ? at : tiers.length, columns };
}

const exactly = (name: string): string => name;

/** Databases write `host_name`, people write "Host Name". */
const plainly = remembered((name: string) => comparable(name).replace(/[\s_-]+/g, ' '));

/** Programs write `hostName` for the column "Hostname". */
const joined = remembered((name: string) => plainly(name).replace(/ /g, ''));

const keyOf = ({ id }: Column): string => id.slice(id.indexOf('.') + 1);

/**
 * The label, also without "(Field)": this node adds it to labels that the record itself has, a spreadsheet does not.
 */
const labelsOf = ({ label }: Column): string[] => [label, label.replace(/ \(Field\)$/, '')];

function traitTiers({ within, byKeys }: Place): Tier[] {
	// Attributes that this node does not know may have the name of a field.
	if (within === 'record') return [{ spell: exactly, namesOf: labelsOf }];
	const keys = (column: Column): string[] => [keyOf(column)];
	const inOrder = byKeys ? [keys, labelsOf] : [labelsOf, keys];
	return [exactly, plainly, joined].flatMap((spell) =>
		inOrder.map((namesOf) => ({ spell, namesOf })),
	);
}

function recordTiers({ within }: Place): Tier[] {
	const label = ({ label }: Column): string[] => [label];
	const both = ({ id, label }: Column): string[] => [id, label];
	if (within === 'record') return [{ spell: exactly, namesOf: label }];
	return [
		{ spell: exactly, namesOf: label },
		{ spell: plainly, namesOf: both },
		// Other systems use `organizationId` for their own ID.
		{ spell: joined, namesOf: ({ id, label }) => (id.endsWith('_id') ? [label] : [id, label]) },
	];
}

/** The names that belong to the record itself. In an output of this node, also the read-only ones. */
function ownNames({ attributes, readOnly }: Resource, within: Place['within']): Set<string> {
	if (within === 'traits') return new Set();
	const isOurs = within === 'record';
	const written = attributes
		.filter(({ name, matchOnly }) => !name.includes('.') && (isOurs || !matchOnly))
		.map(({ name }) => name);
	if (within === 'item') return new Set(written);
	const always = ['id', 'type', ...written];
	return new Set(isOurs ? [...always, ...readOnly.map(({ id }) => id)] : always);
}

/** Fields that nobody expects to be written: those of every record, and the reports of this node. */
function isKnown(resource: Resource, within: Place['within'], name: string): boolean {
	if (within === 'traits') return false;
	if (name.startsWith('_') || name === 'id' || name === 'type') return true;
	// The output of Get also contains passwords, which have no column.
	if (within === 'record' && resource.ofType?.withoutColumn?.includes(name)) return true;
	// Names of attributes, as IT Glue and this node spell them. People use other spellings.
	if (within !== 'item' && /^[a-z0-9_-]+$/.test(name)) return true;
	return (
		(resource.typedBy !== undefined && name === 'traits') ||
		resource.readOnly.some(({ id }) => id === name) ||
		columnsOf(resource).some(({ id }) => id === name)
	);
}

// --- For messages ---

/** Whether columns are read from input fields with their names. */
export const mapsByName = (item: Session): boolean =>
	item.collection('fields').mappingMode === 'autoMapInputData';

/** The names of the input fields for columns, for an error. Empty if the user mapped the columns by hand. */
export function asInputField(item: Session, ids: readonly string[]): string {
	if (!mapsByName(item)) return '';
	const names = columnsOf(item.resource)
		.filter(({ id }) => ids.includes(id))
		.map((column) => `"${column.label}" or "${isTrait(column) ? keyOf(column) : column.id}"`);
	if (names.length === 0) return '';
	const fields = names.length === 1 ? 'an input field' : 'input fields';
	return ` Map Automatically reads ${names.length === 1 ? 'it' : 'them'} from ${fields} called ${names.join(', and ')}.`;
}

function refuseSeveral(item: Session, name: string, columns: readonly Column[]): never {
	return item.refuse(
		`"${shown(name)}" may mean several fields`,
		`These have similar names: ${listed(columns.map(({ label }) => label))}. Call the column exactly like the field.`,
	);
}

function refuseTwice(item: Session, names: readonly string[], { id, label }: Column): never {
	return item.refuse(
		`Several input fields are called like the column "${label}": ${listed(names)}`,
		`They hold different values. Remove all but one of them, or call the right one exactly "${id}".`,
	);
}
