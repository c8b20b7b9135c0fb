/** Random scripts for the model tests: what is likely, what is rare, and what is left out. */
import fc from 'fast-check';
import type { AssumptionName, Attributes, Json, Profile } from '../../sandbox';
import type { Field, Subject } from './facts';
import { isBlank } from './meaning';
import { narrowed } from './narrowing';
import {
	ORGANIZATION_NAMES,
	type Edit,
	type Insert,
	type Options,
	type Row,
	type Run,
	type Script,
	type Trouble,
} from './script';

/** What is not known of IT Glue and can make a difference to Create or Update. */
const FLIPPED: readonly AssumptionName[] = [
	'filterNameCaseSensitive',
	'filterNameExact',
	'commaListsMatchLiterally',
	'indexShowsArchived',
	'bulkRefusedAsAWhole',
	'createAnswers200',
	'validationIs400',
	'organizationNameUnique',
	'metaPresent',
	'includedInsideData',
	'quickNotesCutInIndex',
	'showPasswordDefaultTrue',
	'idInBulkAtResourceLevelOnly',
	'relationshipsOnShowOnly',
	'typesAreChecked',
	'wrongIdInBodyIgnored',
	'blankFilterIgnored',
	'unknownSortIgnored',
	'unknownIncludeIgnored',
	'bulkSizeUnlimited',
	'linksAlwaysFull',
	'pageSizeAboveMaxClamped',
	'referencesStayInOrganization',
	'defaultShowWithoutAccessIs401',
];

const rarely = <T>(usual: T, other: fc.Arbitrary<T>, oneIn = 5): fc.Arbitrary<T> =>
	fc.oneof({ weight: oneIn - 1, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });

const choice = (values: readonly unknown[]): fc.Arbitrary<unknown> => fc.constantFrom(...values);

const BLANKS: readonly unknown[] = [null, '', '  ', undefined];

/** A value for a column; one that is matched by says something, mostly. */
function valueFor(
	given: readonly unknown[],
	odd: readonly unknown[],
	matched: boolean,
	blanks: readonly unknown[] = BLANKS,
): fc.Arbitrary<unknown> {
	const saying = given.filter((value) => !isBlank(value));
	return fc.oneof(
		{ weight: 40, arbitrary: choice(matched ? saying : given) },
		{ weight: 1, arbitrary: choice([...odd, ...saying.slice(0, 1)]) },
		{ weight: matched ? 2 : 1, arbitrary: choice(blanks) },
	);
}

/** Something once in so many times. */
const seldom = <T>(arbitrary: fc.Arbitrary<T>, oneIn: number): fc.Arbitrary<T | undefined> =>
	rarely<T | undefined>(undefined, arbitrary, oneIn);

/** An object that has each key or has not. */
const some = (entries: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Row> =>
	fc.record(entries, { requiredKeys: [] });

/** White space alone may be a password. */
const blanksOf = ({ fields }: Subject, name: string): readonly unknown[] =>
	fields.some((field) => field.name === name && field.kind === 'secret')
		? [null, '', undefined]
		: BLANKS;

interface Column {
	name: string;
	given: readonly unknown[];
	odd: readonly unknown[];
	/** Says something, mostly: it is matched by, or a new record needs it. */
	firm: boolean;
}

/** The columns that may be mapped where a key is matched by. */
function columnsFor(subject: Subject, chosen: readonly string[]): Column[] {
	const needed = subject.needs.flatMap((names) => names.slice(0, 1));
	const isAlternative = subject.alternatives.some((names) =>
		names.some((name) => needed.includes(name)),
	);
	const leading = isAlternative ? subject.alternatives.flatMap((names) => names.slice(0, 1)) : [];
	const firm = (name: string): boolean => [...chosen, ...needed, ...leading].includes(name);
	return [
		...subject.fields.map(({ name, given, odd }) => ({ name, given, odd, firm: firm(name) })),
		...Object.entries(subject.listsGiven).map(([name, given]) => ({
			name,
			given,
			odd: subject.listsOdd[name] ?? [],
			firm: firm(name),
		})),
	];
}

const OWNERS = valueFor(
	['#organization 0', '#organization 1', ORGANIZATION_NAMES[2], 'north EXAMPLE'],
	['No Such Client (invented)', '999999999'],
	true,
);

function rowFor(
	subject: Subject,
	chosen: readonly string[],
	left: readonly string[],
	byColumn: boolean,
): fc.Arbitrary<Row> {
	const columns = columnsFor(subject, chosen).filter(({ name }) => !left.includes(name));
	const arbitraries = (firmly: boolean): Record<string, fc.Arbitrary<unknown>> =>
		Object.fromEntries(
			columns
				.filter(({ firm }) => firm === firmly)
				.map(({ name, given, odd, firm }) => [
					name,
					valueFor(given, odd, firm, blanksOf(subject, name)),
				]),
		);
	const dispensable = columns.filter(({ name, firm }) => firm && !chosen.includes(name));
	const lacking =
		dispensable.length > 0
			? seldom(fc.constantFrom(...dispensable.map(({ name }) => name)), 12)
			: fc.constant(undefined);
	return fc
		.tuple(fc.record(arbitraries(true)), some(arbitraries(false)), lacking, OWNERS)
		.map(([firm, loose, without, organization]) => {
			const row: Record<string, unknown> = { ...firm, ...loose };
			if (without !== undefined) delete row[without];
			return byColumn ? { organization_id: organization, ...row } : row;
		});
}

/** The items of a run: all have the same of the columns that are alternatives, the one that is matched by if there is such. */
function inputFor(subject: Subject, key: number, byColumn: boolean): fc.Arbitrary<Row[]> {
	const chosen = subject.keys[key]?.columns ?? [];
	const { alternatives } = subject;
	const matched = alternatives.findIndex((names) => names.some((name) => chosen.includes(name)));
	const taken = matched >= 0 ? fc.constant(matched) : fc.nat(Math.max(alternatives.length - 1, 0));
	return taken.chain((which) => {
		const left = alternatives.filter((_, at) => at !== which).flat();
		return fc.array(rowFor(subject, chosen, left, byColumn), { minLength: 1, maxLength: 5 });
	});
}

function optionsFor(subject: Subject): fc.Arbitrary<Options> {
	const writable = [...subject.fields, ...subject.lists].map(({ name }) => name);
	const option = (values: readonly unknown[]): fc.Arbitrary<unknown> =>
		seldom(fc.constantFrom(...values), 4);
	const entries: Record<string, fc.Arbitrary<unknown>> = {
		writeMode: option(['createOnly', 'updateOnly', 'createAndUpdate']),
		ifSeveralMatch: option(['oldest', 'all', 'fail']),
		neverOverwriteWithEmpty: option([false, true]),
		neverTouch: seldom(
			fc.uniqueArray(fc.constantFrom(...writable.filter((name) => name !== 'name')), {
				minLength: 1,
				maxLength: 2,
			}),
			6,
		),
		reportOnlyChanges: option([true, false]),
		...(subject.sharesKeys && { ifNamesDiffer: option(['rename', 'fail']) }),
		...(subject.nextKeys.length > 0 && { emptyMatch: option(['nextKey', 'fail']) }),
		...(subject.scoped && { createInBulk: option([true, false]) }),
		...Object.fromEntries(
			Object.entries(subject.options).map(([name, values]) => [name, option(values)]),
		),
	};
	return fc
		.record(entries)
		.map((options) =>
			Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
		) as fc.Arbitrary<Options>;
}

/** Trouble that the node gets over by itself, and trouble that it can only report. */
const TROUBLE: fc.Arbitrary<Trouble> = fc.oneof(
	// An ambiguous answer to a POST costs no wait, so it may come often.
	{
		weight: 8,
		arbitrary: fc.record({
			kind: fc.constantFrom('resetAfter', 'resetBefore', 'truncatedJson', 'emptyBody', 'html'),
			method: fc.constant('POST'),
			after: fc.nat(2),
			times: fc.constantFrom(1, 1, 2),
		}) as fc.Arbitrary<Trouble>,
	},
	{
		weight: 4,
		arbitrary: fc.record({
			kind: fc.constant('status'),
			method: fc.constant('POST'),
			after: fc.nat(2),
			times: fc.constantFrom(1, 1, 3),
			status: fc.constantFrom(500, 503, 504, 422, 404, 403, 400),
		}) as fc.Arbitrary<Trouble>,
	},
	{
		weight: 3,
		arbitrary: fc.record({
			kind: fc.constantFrom('resetAfter', 'resetBefore', 'truncatedJson'),
			method: fc.constantFrom('PATCH', 'PATCH', 'GET'),
			after: fc.nat(2),
			times: fc.constant(1),
		}) as fc.Arbitrary<Trouble>,
	},
	{
		weight: 3,
		arbitrary: fc.record({
			kind: fc.constant('status'),
			method: fc.constantFrom('PATCH', 'GET'),
			after: fc.nat(2),
			times: fc.constantFrom(1, null),
			status: fc.constantFrom(422, 404, 403, 400, 501),
		}) as fc.Arbitrary<Trouble>,
	},
	{
		weight: 1,
		arbitrary: fc.record({
			kind: fc.constant('status'),
			method: fc.constantFrom('PATCH', 'GET'),
			after: fc.nat(2),
			times: fc.constant(1),
			status: fc.constant(503),
		}) as fc.Arbitrary<Trouble>,
	},
	{
		weight: 2,
		arbitrary: fc.record({
			kind: fc.constant('tookTooLong'),
			method: fc.constant('GET'),
			after: fc.nat(2),
			times: fc.constant(1),
		}) as fc.Arbitrary<Trouble>,
	},
	{
		weight: 2,
		arbitrary: fc.record({
			kind: fc.constant('rateLimit'),
			method: fc.constantFrom('POST', 'PATCH', 'GET'),
			after: fc.nat(3),
			times: fc.constantFrom(1, 2),
		}) as fc.Arbitrary<Trouble>,
	},
);

function runFor(subject: Subject): fc.Arbitrary<Run> {
	const key = fc.oneof(
		{ weight: 2, arbitrary: fc.constant(0) },
		{ weight: 3, arbitrary: fc.nat(subject.keys.length - 1) },
	);
	const organization = subject.scoped
		? rarely<number | undefined>(undefined, fc.nat(1), 2)
		: fc.constant(undefined);
	return fc
		.tuple(key, organization)
		.chain(([at, chosen]) =>
			fc.record({
				step: fc.constant('run' as const),
				key: fc.constant(at),
				input: inputFor(subject, at, subject.scoped && chosen === undefined),
				organization: fc.constant(chosen),
				options: optionsFor(subject),
				mapping: fc.constantFrom('autoMapInputData' as const, 'defineBelow' as const),
				dryRunFirst: fc.boolean(),
				onError: rarely<Run['onError']>(
					'continueRegularOutput',
					fc.constantFrom('continueErrorOutput', 'stopWorkflow'),
					6,
				),
				trouble: rarely<readonly Trouble[]>(
					[],
					fc.array(TROUBLE, { minLength: 1, maxLength: 2 }),
					3,
				),
			}),
		)
		.map((run: Run) => narrowed(subject, run));
}

function storedFor(subject: Subject): Record<string, fc.Arbitrary<Json>> {
	const ofField = ({ name, stored }: Field): Array<[string, fc.Arbitrary<Json>]> =>
		stored.length > 0 ? [[name, fc.constantFrom(...stored)]] : [];
	return Object.fromEntries([
		...subject.fields.flatMap(ofField),
		...Object.entries(subject.listsStored).map(([name, stored]): [string, fc.Arbitrary<Json>] => [
			name,
			fc.constantFrom(...stored),
		]),
	]);
}

const defined = (attributes: Record<string, Json | undefined>): Attributes =>
	Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));

function insertFor(subject: Subject): fc.Arbitrary<Insert> {
	const needed = subject.needs.flatMap((names) => names.slice(0, 1));
	const known = storedFor(subject);
	const required = new Set([...needed, ...(known.last_name ? ['last_name'] : [])]);
	return fc.record({
		step: fc.constant('insert' as const),
		organization: fc.nat(ORGANIZATION_NAMES.length - 1),
		attributes: fc
			.record(known, { requiredKeys: [...required].filter((name) => name in known) })
			.map(defined),
		psa: subject.open ? rarely(false, fc.constant(true)) : fc.constant(false),
	});
}

function editFor(subject: Subject): fc.Arbitrary<Edit> {
	const which = fc.nat(5);
	const known = storedFor(subject);
	return fc.oneof(
		{ weight: 2, arbitrary: insertFor(subject) },
		{
			weight: 2,
			arbitrary: fc.record({
				step: fc.constant('change' as const),
				which,
				attributes: fc.record(known, { requiredKeys: [] }).map(defined),
			}),
		},
		{ weight: 1, arbitrary: fc.record({ step: fc.constant('remove' as const), which }) },
	);
}

/** Random scripts about records of one resource. */
export function scriptsFor(subject: Subject): fc.Arbitrary<Script> {
	return fc.record({
		profile: rarely<Profile>('strict', fc.constant('seed')),
		flipped: rarely<readonly AssumptionName[]>(
			[],
			fc.uniqueArray(fc.constantFrom(...FLIPPED), { minLength: 1, maxLength: 3 }),
			2,
		),
		before: fc.array(insertFor(subject), { maxLength: 5 }),
		steps: fc.array(
			fc.oneof(
				{ weight: 3, arbitrary: runFor(subject) },
				{ weight: 2, arbitrary: editFor(subject) },
			),
			{ minLength: 1, maxLength: 5 },
		),
	});
}
