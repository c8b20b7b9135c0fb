/** The form as the editor builds it, for every resource and operation, in the node and in its tool twin: read as a person reads it. */
import { NodeHelpers, type INodeParameters, type INodeProperties } from 'n8n-workflow';
import { OPERATIONS } from '../../../nodes/ITGlue/operations';
import { ItGlue } from '../../../nodes/ITGlue/ItGlue.node';
import { RESOURCES } from '../../../nodes/ITGlue/resources';
import { paramOf } from '../../../nodes/ITGlue/resources/schema/common';
import { columnsOf } from '../../../nodes/ITGlue/resources/schema/columns';
import type { OperationName } from '../../../nodes/ITGlue/resources/schema/attribute';
import { formOf, isChoice, isGroup, isParameter } from '../../helpers/form';

const { description } = new ItGlue();

/** Parameters that stand side by side: those of the node, of a collection, or of a group in it. */
interface View {
	/** Names from the outside in, such as `updateFields.contactEmails.email`; empty for the node itself. */
	path: string;
	parameters: INodeProperties[];
}

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

const viewsOf = (parameters: INodeProperties[], path = ''): View[] => [
	{ path, parameters },
	...parameters.flatMap(({ name, type, options = [] }) => {
		const own = join(path, name);
		if (type === 'collection') return viewsOf(options.filter(isParameter), own);
		return options.filter(isGroup).flatMap((group) => viewsOf(group.values, join(own, group.name)));
	}),
];

type User = 'a person' | 'a tool';
type State = [resource: string, operation: OperationName, user: User];

const STATES = RESOURCES.flatMap(({ name, operations }) =>
	operations.flatMap((verb): State[] => [
		[name, verb, 'a person'],
		...(OPERATIONS[verb].notForTools ? [] : [[name, verb, 'a tool'] satisfies State]),
	]),
);

const formIn = ([resource, operation, user]: State): INodeProperties[] =>
	formOf({ parameters: { resource, operation }, tool: user === 'a tool' });

const viewsIn = (state: State): View[] => viewsOf(formIn(state));

const repeated = (values: string[]): string[] =>
	values.filter((value, at) => values.indexOf(value) !== at);

const shownTwice = (views: View[], word: 'name' | 'displayName'): string[] =>
	views.flatMap(({ path, parameters }) =>
		repeated(parameters.map((parameter) => parameter[word])).map((value) => join(path, value)),
	);

/** Lists and collections in which nothing can be chosen. */
const empty = (views: View[]): string[] =>
	views.flatMap(({ path, parameters }) =>
		parameters
			.filter(({ type }) => /^(options|multiOptions|collection|fixedCollection)$/.test(type))
			.filter(({ typeOptions, options = [] }) => !typeOptions?.loadOptionsMethod && !options.length)
			.map(({ name }) => join(path, name)),
	);

const LONG = /^(.* )?(Notes?|Note|Content|Body|HTML|Markdown)$/;

describe.each(STATES)('%s, %s, seen by %s', (...state) => {
	const views = viewsIn(state);

	it('shows no parameter twice', () => {
		expect(views.length).toBeGreaterThan(1);
		expect(shownTwice(views, 'name')).toEqual([]);
	});

	it('gives no two parameters side by side the same label', () => {
		expect(shownTwice(views, 'displayName')).toEqual([]);
	});

	it('offers something in every list and collection', () => {
		expect(empty(views)).toEqual([]);
	});

	it('takes several entries in every list of entries, and gives long texts room', () => {
		const parameters = views.flatMap((view) => view.parameters);
		const one = parameters.filter(
			({ type, typeOptions }) => type === 'fixedCollection' && typeOptions?.multipleValues !== true,
		);
		expect(one.map(({ name }) => name)).toEqual([]);
		const narrow = parameters.filter(
			({ displayName, type, typeOptions }) =>
				LONG.test(displayName) && type === 'string' && (typeOptions?.rows ?? 1) < 2,
		);
		expect(narrow.map(({ displayName }) => displayName)).toEqual([]);
	});
});

/** A parameter as such, whatever of its lists is shown. */
const identity = (path: string, parameter: INodeProperties): string =>
	`${path} ${JSON.stringify({ ...parameter, options: undefined })}`;

const identities = (views: View[]): string[] =>
	views.flatMap(({ path, parameters }) => parameters.map((parameter) => identity(path, parameter)));

/** Forms in which an option is shown that depends on another parameter. */
const DEPENDING = RESOURCES.flatMap(({ name, options }) =>
	options.flatMap(({ beside, operations: [operation] }) => {
		if (!beside) return [];
		const given = { [beside.param]: beside.values[0] ?? '' };
		return [viewsOf(formOf({ parameters: { resource: name, operation, ...given } }))];
	}),
);

/** Forms with an entry beside which a column is shown that depends on another one. */
const BESIDE = RESOURCES.flatMap(({ name, attributes }) =>
	attributes.flatMap((attribute) =>
		(attribute.entries?.columns ?? []).flatMap(({ beside }) => {
			if (!beside) return [];
			const entry = { [beside.param]: beside.values[0] ?? '' };
			const given = { [paramOf(attribute)]: { [attribute.entries?.group ?? '']: [entry] } };
			return [viewsOf(formOf({ parameters: { resource: name, operation: 'create', ...given } }))];
		}),
	),
);

const SHOWN = new Set([
	...STATES.flatMap((state) => identities(viewsIn(state))),
	...BESIDE.flatMap(identities),
	...DEPENDING.flatMap(identities),
]);
const ALL_VIEWS = viewsOf(description.properties);
const PARAMETERS = ALL_VIEWS.flatMap(({ parameters }) => parameters);
const ENTRIES = PARAMETERS.flatMap(({ options = [] }) => options.filter(isChoice));

const entriesIn = (views: View[]): string[] =>
	views.flatMap(({ path, parameters }) =>
		parameters.flatMap(({ name, options = [] }) =>
			options.filter(isChoice).map((entry) => `${join(path, name)} ${JSON.stringify(entry)}`),
		),
	);

const neverShown = (views: View[]): string[] =>
	identities(views).filter((parameter) => !SHOWN.has(parameter));

it('every parameter is shown somewhere', () => {
	expect(SHOWN.size).toBeGreaterThan(300);
	expect(neverShown(ALL_VIEWS)).toEqual([]);
});

it('every entry of a list is offered somewhere', () => {
	const offered = new Set([
		...STATES.flatMap((state) => entriesIn(viewsIn(state))),
		...DEPENDING.flatMap(entriesIn),
	]);
	expect(ENTRIES.length).toBeGreaterThan(100);
	expect(entriesIn(ALL_VIEWS).filter((entry) => !offered.has(entry))).toEqual([]);
});

describe('what is wrong is found', () => {
	const planted = (more: Partial<INodeProperties>): INodeProperties => ({
		displayName: 'Planted',
		name: 'planted',
		type: 'string',
		default: '',
		...more,
	});

	it('a parameter that stands twice in a collection', () => {
		const fields = [planted({}), planted({ displayName: 'Planted Again' })];
		const views = viewsOf([planted({ name: 'outer', type: 'collection', options: fields })]);
		expect(shownTwice(views, 'name')).toEqual(['outer.planted']);
		expect(shownTwice(views, 'displayName')).toEqual([]);
	});

	it('two parameters of one label', () => {
		const views = viewsOf([planted({}), planted({ name: 'other' })]);
		expect(shownTwice(views, 'displayName')).toEqual(['Planted']);
	});

	it('a list that offers nothing', () => {
		expect(empty(viewsOf([planted({ type: 'options', options: [] })]))).toEqual(['planted']);
	});

	it('a parameter of an operation that its resource lacks', () => {
		const displayOptions = { show: { resource: ['contactType'], operation: ['update'] } };
		const views = viewsOf([...description.properties, planted({ displayOptions })]);
		expect(neverShown(views)).toEqual([expect.stringContaining('planted')]);
	});
});

describe('words', () => {
	/** Words that stay small inside a title. */
	const SMALL = /^(a|an|and|as|at|by|for|from|in|of|on|or|the|to|with)$/;
	const isTitle = (label: string): boolean =>
		label
			.split(/[\s/]+/)
			.every((word, at) => (at > 0 && SMALL.test(word)) || /^\W*[\p{Lu}\d]/u.test(word));

	const groups = PARAMETERS.flatMap(({ options = [] }) => options.filter(isGroup));
	const columns = RESOURCES.flatMap((resource) => columnsOf(resource));
	const labels = [
		// A notice is a sentence, and stands where other parameters have their label.
		...PARAMETERS.filter(({ type }) => type !== 'notice').map(({ displayName }) => displayName),
		...PARAMETERS.flatMap(({ modes = [] }) => modes.map(({ displayName }) => displayName)),
		...groups.map(({ displayName }) => displayName),
		...ENTRIES.map(({ name }) => name),
		...columns.map(({ label }) => label),
	];

	it('labels are in title case', () => {
		expect(labels.length).toBeGreaterThan(500);
		expect(labels.filter((label) => !isTitle(label))).toEqual([]);
	});

	it.each([
		['If It Already Exists', true],
		['Fields to Return', true],
		['Request Timeout (Seconds)', true],
		['3rd Party', true],
		['Fields to return', false],
		['of Fields', false],
	])('"%s" is in title case: %s', (label, expected) => {
		expect(isTitle(label)).toBe(expected);
	});

	const SAYS_NOTHING =
		/^(a|an|the|of|this|that|which|is|are|to|for|in|it|its|whether|if|name|value|field|max|number)$/;
	const wordsOf = (text: string): string[] =>
		text
			.replace(/<[^>]+>/g, ' ')
			.toLowerCase()
			.split(/[^\p{L}\d]+/u)
			.filter((word) => word !== '' && !SAYS_NOTHING.test(word))
			.map((word) => word.replace(/s$/, ''));
	const adds = (label: string, text: string): boolean => {
		const known = new Set(wordsOf(label));
		return wordsOf(text).some((word) => !known.has(word));
	};

	it('descriptions say more than the label', () => {
		const told = [
			...PARAMETERS.map(({ displayName, description: text }) => [displayName, text] as const),
			...ENTRIES.map(({ name, description: text }) => [name, text] as const),
		].flatMap(([label, text]) => (text === undefined ? [] : [[label, text] as const]));
		expect(told.length).toBeGreaterThan(100);
		expect(told.filter(([label, text]) => !adds(label, text))).toEqual([]);
	});

	it.each([
		['Organization', 'The name of the organization', false],
		['Organization', 'The organization that the record belongs to', true],
		['Limit', 'Max number of results to return', true],
	])('"%s: %s" says something: %s', (label, text, expected) => {
		expect(adds(label, text)).toBe(expected);
	});

	it('a switch is explained wherever it stands', () => {
		const switches = PARAMETERS.filter(({ type }) => type === 'boolean');
		expect(switches.length).toBeGreaterThan(5);
		const silent = switches.filter(({ description: text }) => !text?.startsWith('Whether '));
		expect(silent.map(({ name }) => name)).toEqual([]);
	});
});

describe('a value survives', () => {
	/** Where a parameter stands, and what it is there. */
	interface Place {
		resource: string;
		operation: OperationName;
		parameter: INodeProperties;
	}

	const people = STATES.filter(([, , user]) => user === 'a person');
	const places = new Map<string, Place[]>();
	for (const state of people) {
		const [resource, operation] = state;
		for (const { path, parameters } of viewsIn(state)) {
			for (const parameter of parameters) {
				const key = join(path, parameter.name);
				places.set(key, [...(places.get(key) ?? []), { resource, operation, parameter }]);
			}
		}
	}

	/** By resource and name. */
	const byResource = [...places].flatMap(([key, own]) =>
		RESOURCES.map(({ name }) => {
			const here = own.filter(({ resource }) => resource === name);
			return [`${name} ${key}`, here] as const;
		}),
	);
	const different = (own: readonly Place[], what: (place: Place) => string): string[] => {
		const values = [...new Set(own.map(what))];
		return values.length > 1 ? values : [];
	};
	const torn = (
		entries: ReadonlyArray<readonly [string, readonly Place[]]>,
		what: (place: Place) => string,
	): Array<[string, string[]]> =>
		entries
			.map(([key, own]): [string, string[]] => [key, different(own, what)])
			.filter(([, values]) => values.length > 0);

	it('a change of resource or operation: a name stands for one type everywhere', () => {
		expect(places.size).toBeGreaterThan(200);
		expect(torn([...places], ({ parameter }) => parameter.type)).toEqual([]);
	});

	it('a change of operation: a name means the same in all operations of a resource', () => {
		expect(torn(byResource, ({ parameter }) => parameter.displayName)).toEqual([]);
	});

	it('a change of operation: what a list begins with is an entry of the same list elsewhere', () => {
		const strangers = byResource.flatMap(([key, own]) => {
			const lists = own
				.map(({ parameter }) => parameter)
				.filter(({ type, typeOptions }) => type === 'options' && !typeOptions?.loadOptionsMethod);
			const first = lists.map((parameter) => parameter.default);
			const lacking = lists.filter(({ options = [] }) => {
				const values = options.filter(isChoice).map(({ value }) => value);
				return first.some((value) => !values.includes(value as string));
			});
			return lacking.map(() => key);
		});
		expect(strangers).toEqual([]);
	});

	it('a change of operation, as n8n carries it out', () => {
		const after = (operation: OperationName, values: INodeParameters): INodeParameters =>
			NodeHelpers.getNodeParameters(
				description.properties,
				{ ...values, resource: 'contact', operation },
				true,
				false,
				null,
				description,
			) ?? {};
		const organizationId = { __rl: true, mode: 'id', value: '12' };
		const contactId = { __rl: true, mode: 'id', value: '34' };
		const got = after('get', { organizationId, contactId, simplify: false });
		expect(after('update', got)).toMatchObject({ organizationId, contactId, simplify: false });
	});
});

it('offers Simplify wherever records come out, and nowhere else', () => {
	const offering = new Set(
		STATES.filter((state) => formIn(state).some(({ name }) => name === 'simplify')).map(
			([, verb]) => verb,
		),
	);
	expect([...offering].sort()).toEqual([
		'addQuickNote',
		'archive',
		'create',
		'get',
		'getAll',
		'getPrimary',
		'publish',
		'unarchive',
		'update',
		'upsert',
	]);
});
