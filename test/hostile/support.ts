/**
 * What the tests of hostile input share: a sandbox for each resource, values that no form would give, and the judgement
 * of a run: whatever was given, it ends in words for a person or in a correct request. That a promise was rejected and
 * nobody looked is told by jest itself, which fails the test.
 */
import { typedIn, type Typed } from '../helpers/typed';
import type { IDataObject } from 'n8n-workflow';
import { anyToSnake } from '../../nodes/ITGlue/text/spelling';
import { filterKey } from '../../nodes/ITGlue/run/input/filters';
import { RESOURCES } from '../../nodes/ITGlue/resources';
import { columnsOf } from '../../nodes/ITGlue/resources/schema/columns';
import { LOOKUPS } from '../../nodes/ITGlue/resources/lookups';
import type { Attribute, OperationName } from '../../nodes/ITGlue/resources/schema/attribute';
import type { Resource } from '../../nodes/ITGlue/resources/schema/resource';
import { startSandbox, type JournalEntry, type Sandbox, type StoredRecord } from '../../sandbox';
import {
	createParameters,
	given,
	keyCells,
	neededCells,
	insertFull,
	minimal,
	must,
	onRecord,
	openHome,
	ownerOf,
	run,
	SMALL,
	type Home,
	type Ran,
	verbExtras,
} from '../helpers/tables';
import type { RunNodeOptions } from '../helpers/harness';
import { codeOf } from '../helpers/kinds';
import { untilShown } from '../helpers/pairs';
import type { Slot } from './slots';
import { OPERATIONS } from '../../nodes/ITGlue/operations';

// --- Values --------------------------------------------------------------------------------------

/** Texts where an id is expected. */
export const HOSTILE_IDS: readonly string[] = [
	'../users',
	'..%2Fusers',
	'%2e%2e/users',
	'1?x=',
	'1?show_password=true',
	'1/2',
	'1/relationships/passwords',
	'1#fragment',
	'1;2',
	'1,2',
	'1&2',
	'1\\..\\2',
	'',
	' ',
	'-1',
	'+1',
	'1e3',
	'0x10',
	'٣',
	'１２',
	'1\n2',
	'1\r\nx-evil: 1',
	// At an end it would be cut off, as nobody sees it.
	'1\u00002',
	'null',
	'__proto__',
	'constructor',
	'toString',
	"1' OR '1'='1",
	'{{ 1 }}',
	'12345678901234567890',
	'9'.repeat(10_000),
];

/** Some of them, and markup, for every field there is. */
export const HOSTILE_TEXTS: readonly string[] = [
	...[
		'../users',
		'1?x=',
		'1/2',
		'1#fragment',
		'1&2',
		'1,2',
		'-1',
		'1\r\nx-evil: 1',
		'__proto__',
		'[name]',
	],
	'<img src=x onerror=alert(1)>',
	'half a pair \uD83D',
	'x'.repeat(10_000),
];

/** An id of 17 digits, more than JavaScript's numbers hold: correct, and of no record. */
export const LONG_ID = '12345678901234567';

/** Texts that a name may consist of. */
export const HOSTILE_NAMES: readonly string[] = [
	'Acme, Inc., Branch',
	'Comma at the end,',
	'\\, escaped \\',
	'"quoted" \'twice\' `thrice`',
	'two\nlines',
	'two\r\nlines\tand a tab',
	'🏢 Emoji 👩‍👩‍👧‍👦 é',
	'שלום עולם',
	'\u202Ereversed\u202C',
	'half a pair \uD83D',
	'a=b&c=d?e#f%20%',
	'[brackets] filter[name]=x',
	'../../users',
	'<script>alert(1)</script>',
	'{{ $json.name }}',
	'__proto__',
	'constructor',
	'toString',
	'null',
	'0',
	'x'.repeat(10_000),
];

/** What an expression may resolve to. Some are no JSON: a node before may hand on dates and big integers. */
export const ODD_VALUES: ReadonlyArray<[string, unknown]> = [
	['undefined', undefined],
	['null', null],
	['an empty text', ''],
	['white space', ' \n'],
	['a text', 'perhaps'],
	['zero', 0],
	['a negative number', -1],
	['a fraction', 1.5],
	['a huge number', 1e21],
	['NaN', Number.NaN],
	['Infinity', Number.POSITIVE_INFINITY],
	['a big integer', BigInt('12345678901234567')],
	['true', true],
	['false', false],
	['a date', new Date('2026-01-31T09:00:00Z')],
	['an invalid date', new Date('no date')],
	['an empty list', []],
	['a list of texts', ['one', 'two']],
	['a list of nothing', [null, undefined]],
	['lists in lists', [[['deep']]]],
	['a list of objects', [{ a: 1 }, { value: 'x' }]],
	['an empty object', {}],
	['an object', { a: { b: 'c' } }],
	['an object that is no text', JSON.parse('{"toString":1,"valueOf":2}')],
	['an object with a prototype key', JSON.parse('{"__proto__":{"polluted":true}}')],
	['an object called like a locator', { __rl: true, mode: 'url', value: null }],
	[
		'a locator in a locator',
		{ __rl: true, mode: 'id', value: { __rl: true, mode: 'id', value: '1' } },
	],
	['an object with a big integer', { a: BigInt(1) }],
	['an object without a prototype', Object.assign(Object.create(null), { value: 'x' })],
	['a list called like a locator', { __rl: true, mode: ['id'], value: ['1'] }],
];

// --- Worlds --------------------------------------------------------------------------------------

export interface World {
	readonly sandbox: Sandbox;
	readonly home: Home;
	/** The resource as it is here: what a flexible asset holds, its type says. */
	readonly resource: Resource;
	/** The type of flexible assets. */
	readonly typed: Typed | undefined;
	/** A new record of the resource with everything set. */
	record(): StoredRecord;
	run(parameters: IDataObject, more?: Partial<RunNodeOptions>): Promise<Ran>;
}

/** A sandbox for each test: the node keeps a budget of requests for each address, and a table takes many. */
export function useWorld(resource: Resource): World {
	let sandbox: Sandbox | undefined;
	let home: Home | undefined;
	let typed: Typed | undefined;
	beforeEach(async () => {
		sandbox = await startSandbox({ ...SMALL, journalSecrets: true });
		home = openHome(sandbox, 'Hostile Home');
		typed = resource.typedBy && typedIn(sandbox, resource, home.organizationId);
	});
	afterEach(async () => {
		await sandbox?.stop();
	});
	const world: World = {
		get sandbox() {
			return must(sandbox, 'sandbox');
		},
		get home() {
			return must(home, 'home');
		},
		get resource() {
			return typed?.resource ?? resource;
		},
		get typed() {
			return typed;
		},
		record: () => typed?.asset() ?? insertFull(world.home, resource),
		run: async (parameters, more) => await run(world.sandbox, parameters, more),
	};
	return world;
}

/** Parameters with which an operation of a resource does something sensible. */
export function sensible(world: World, resource: Resource, verb: OperationName): IDataObject {
	const { home, typed } = world;
	if (typed) return typed.parameters(verb);
	if (verb === 'create')
		return createParameters(home, resource, given(home, resource, minimal(resource)));
	if (OPERATIONS[verb].onRecord) {
		const record = world.record();
		return onRecord(resource, verb, record.id, verbExtras(resource, verb, record));
	}
	const parameters: IDataObject = {
		resource: resource.name,
		operation: verb,
		...ownerOf(home, resource),
	};
	if (verb === 'upsert' || verb === 'reconcile')
		parameters.fields = mappingOf(world, resource, verb);
	return parameters;
}

/** A mapping of what a new record needs. */
function mappingOf({ home }: World, resource: Resource, verb: OperationName): IDataObject {
	const matching = columnsOf(resource).filter(({ byDefault }) => byDefault);
	const keys = matching.map(({ id }) => id);
	return {
		mappingMode: 'defineBelow',
		value: { ...neededCells(home, resource), ...keyCells(resource, keys, 1) },
		matchingColumns: verb === 'upsert' ? keys : [],
		schema: [],
	};
}

/**
 * Says whether a place is to be tried: each kind of place in each operation and wherever a resource has code of its own,
 * and each operation of each resource in some place. Verbs on one record read the parameters that they share in the same
 * way.
 */
export function byPairs(): (resource: Resource, verb: OperationName, slot: Slot) => boolean {
	const isNew = untilShown();
	return (resource, verb, { kind }) => {
		const reader = OPERATIONS[verb].onRecord ? 'record' : verb;
		return isNew([`${reader} ${kind}`, `${codeOf(resource)} ${kind}`, `${resource.name} ${verb}`]);
	};
}

export const CONTINUE = { onError: 'continueRegularOutput' } as const;

/** Every resource with each of its operations, for `describe.each`. */
export const EVERY: ReadonlyArray<[string, OperationName, Resource]> = RESOURCES.flatMap(
	(resource) =>
		resource.operations.map((verb): [string, OperationName, Resource] => [
			resource.name,
			verb,
			resource,
		]),
);

// --- Judgement -----------------------------------------------------------------------------------

const SECTIONS = '/documents/:id/relationships/sections';

/** Every path that the node has a reason to ask for: those of the tables, and the sections of documents. */
const TEMPLATES: readonly string[] = [
	...RESOURCES.flatMap(({ routes }) =>
		Object.values(routes).flatMap((list) => list.map(({ path }) => path)),
	),
	...Object.values(LOOKUPS).flatMap(({ paths }) => paths),
	SECTIONS,
	`${SECTIONS}/:section_id`,
];

const ROUTES = [...new Set(TEMPLATES)].map(
	(template) => new RegExp(`^${template.replace(/:[a-z_]+/g, '[0-9]{1,19}')}$`),
);

/** Filters that look-ups and searches use beside those that a person may set. */
const OWN_FILTERS = ['id', 'organization_id', 'archived', 'psa_id', 'psa_integration_type'];

const KEYS = new Set([
	...['page[number]', 'page[size]', 'sort', 'include', 'show_password', 'version_id'],
	...OWN_FILTERS.map(filterKey),
	...RESOURCES.flatMap(({ filters, nameFilters }) => [
		...filters.map(({ key }) => filterKey(key)),
		...nameFilters('x').flatMap((filter) => Object.keys(filter)),
		...nameFilters('x').flatMap((filter) => Object.keys(filter).map(filterKey)),
	]),
	...Object.values(LOOKUPS).flatMap(({ within }) => (within ? [filterKey(within.parent)] : [])),
	...RESOURCES.flatMap(({ ownerFilter, typedBy }) =>
		[ownerFilter, typedBy?.filter].flatMap((key) => (key === undefined ? [] : [`filter[${key}]`])),
	),
]);

/** What is wrong with the address of a request; undefined where nothing is. */
function wrongAddress({ method, path, query }: JournalEntry): string | undefined {
	if (!ROUTES.some((route) => route.test(path))) return `${method} ${path} is no known route`;
	const odd = Object.keys(query).find((key) => !KEYS.has(key));
	return odd === undefined ? undefined : `${method} ${path} carries ${odd}`;
}

const isText = (value: unknown): boolean => typeof value === 'string';
const isId = (value: unknown): boolean =>
	/^\d{1,19}$/.test(String(value)) && typeof value !== 'object';

const FITS: Record<Attribute['kind'], (value: unknown) => boolean> = {
	string: isText,
	multiline: isText,
	html: isText,
	secret: isText,
	boolean: (value) => typeof value === 'boolean',
	date: (value) => isText(value) && /^\d{4}-\d{2}-\d{2}$/.test(String(value)),
	dateTime: (value) => isText(value) && !Number.isNaN(Date.parse(String(value))),
	choice: isText,
	lookup: isId,
	// The journal keeps numbers beyond 2^53 as the digits that came.
	number: (value) => typeof value === 'number' || /^\d{16,}$/.test(String(value)),
	tags: (value) => Array.isArray(value) && value.every(isId),
	file: (value) => typeof value === 'object' && value !== null,
	lines: (value: unknown): boolean => typeof value === 'string' || value === null,
	entries: (value: unknown): boolean => Array.isArray(value),
	rows: (value) =>
		Array.isArray(value) &&
		value.every(
			(row) =>
				typeof row === 'object' &&
				row !== null &&
				Object.values(row as object).every((cell) =>
					['string', 'number', 'boolean'].includes(typeof cell),
				),
		),
};

/** What JavaScript makes of a value that was turned into text without looking. */
const GARBLED = /\[object \w+\]|^undefined$|^NaN$|^Invalid Date$/;

function isGarbled(value: unknown): boolean {
	if (typeof value === 'object' && value !== null) return Object.values(value).some(isGarbled);
	return typeof value === 'string' && GARBLED.test(value);
}

function attributesOf({ body }: JournalEntry): IDataObject[] {
	const { data } = (body ?? {}) as { data?: unknown };
	const entries = [data].flat() as Array<{ attributes?: IDataObject } | undefined>;
	return entries.flatMap((entry) => (entry?.attributes ? [entry.attributes] : []));
}

/** Records that a write names in its body, one or many, by what is no id. */
function wrongIds({ method, path, body }: JournalEntry): string[] {
	const { data } = (body ?? {}) as { data?: unknown };
	const entries = [data].flat() as Array<{ id?: unknown } | null | undefined>;
	const odd = entries.filter((entry) => entry?.id !== undefined && !isId(entry.id));
	return odd.map((entry) => `${method} ${path} names the record ${JSON.stringify(entry?.id)}`);
}

/** Attributes by their names; the fields of a flexible asset are one in a request. */
const spread = ({ traits, ...attributes }: IDataObject): Array<[string, unknown]> => [
	...Object.entries(attributes),
	...Object.entries((traits ?? {}) as IDataObject).map(([key, value]): [string, unknown] => [
		`traits.${key}`,
		value,
	]),
];

/** Attributes of a write that are not of the kind that their table says. */
function wrongAttributes(resource: Resource, entry: JournalEntry, garbledToo: boolean): string[] {
	if (!entry.path.includes(`/${anyToSnake(resource.type)}`)) return [];
	return attributesOf(entry).flatMap((attributes) =>
		spread(attributes).flatMap(([key, value]) => {
			const attribute = resource.attributes.find(
				({ name }) => name === key || name === anyToSnake(key),
			);
			const fits = value === null || !attribute || FITS[attribute.kind](value);
			const garbled = garbledToo && isGarbled(value);
			return fits && !garbled ? [] : [`${entry.method} carries ${key}: ${JSON.stringify(value)}`];
		}),
	);
}

/** Words of JavaScript, not of a product. What stands in quotation marks is the user's own. */
const FOREIGN =
	/TypeError|RangeError|SyntaxError|ReferenceError|is not a function|is not iterable|Cannot (read|convert|set|destructure|mix|access)|circular structure|serialize a BigInt|\bundefined\b|\bNaN\b|\[object |Unexpected (token|end)|at position \d|Invalid array length|URI malformed|Maximum call stack/;

/** What is wrong with the words of an error; undefined where nothing is. */
export function wrongWords(message: unknown, description: unknown): string | undefined {
	if (typeof message !== 'string' || message.trim() === '') return 'an error without a message';
	const text = `${message} ${typeof description === 'string' ? description : ''}`;
	// The one place where our words speak of it: "a field whose expression gives undefined".
	const own = text.replace(/gives undefined/g, '').replace(/"[^]*?"(?=[ .,;:)]|$)/g, '""');
	const [foreign] = FOREIGN.exec(own) ?? [];
	if (foreign !== undefined) return `"${foreign}" in: ${text.slice(0, 300)}`;
	if (message.length > 700) return `a message of ${message.length} characters`;
	if (text.length > 7000) return `a text of ${text.length} characters`;
	return undefined;
}

/** All that is wrong with a run, whatever was given to it. Empty where it ended as it should. */
export function complaints(
	ran: Ran,
	resource: Resource,
	{ garbled = true }: { garbled?: boolean } = {},
): string[] {
	const ofItems = [...ran.output, ...ran.errorOutput].map(({ json }) =>
		json.error === undefined ? undefined : wrongWords(json.error, json.message),
	);
	const ofRun = ran.error ? wrongWords(ran.error.message, ran.error.description) : undefined;
	const name = String(ran.error?.name ?? 'NodeOperationError');
	return [
		...ofItems,
		ofRun,
		/^(NodeOperationError|NodeApiError|ExpressionError)$/.test(name)
			? undefined
			: `the error is a ${name}`,
		...ran.requests.map(wrongAddress),
		...ran.writes.flatMap(wrongIds),
		...ran.writes.flatMap((entry) => wrongAttributes(resource, entry, garbled)),
		(Object.prototype as { polluted?: unknown }).polluted === undefined
			? undefined
			: 'Object.prototype is polluted',
	].flatMap((complaint) => complaint ?? []);
}

/** What is wrong with the words for single items, with what was given to each. */
export const byItem = (ran: Ran, labels: readonly string[]): string[] =>
	[...ran.output, ...ran.errorOutput].flatMap(({ json, pairedItem }) => {
		const complaint = json.error === undefined ? undefined : wrongWords(json.error, json.message);
		const at = typeof pairedItem === 'object' && 'item' in pairedItem ? pairedItem.item : 0;
		return complaint === undefined ? [] : [`${labels[at]}: ${complaint}`];
	});
