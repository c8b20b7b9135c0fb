/**
 * Which test files a mutant is tried against.
 *
 * The quick files run once without a mutant, so that is known which of their tests reach which mutant. What they do
 * not kill, and what they never reach, is tried against the files that belong to its folder, the slow ones too.
 */
import { readdirSync } from 'node:fs';

const QUICK = [
	'test/unit/description',
	'test/unit/docs/resources',
	'test/unit/examples',
	'test/unit/text',
	'test/unit/records',
	'test/unit/run',
	'test/unit/sync',
	'test/unit/resources',
	'test/unit/transport',
	'test/integration/transport',
	'test/integration/behaviour',
	'test/hostile/parsers',
];

const UPSERT = ['test/integration/behaviour/upsert', 'test/integration/generated/upsert'];

/** Of which part of nodes/ITGlue it is the home, and the beginnings of the test files, the likeliest killers first. */
const HOMES = /** @type {Array<[RegExp, string[]]>} */ ([
	[
		/^(transport|errors)\//,
		[
			'test/unit/transport',
			'test/integration/transport',
			'test/faults/transport',
			'test/faults/stopping',
			'test/faults/shifting',
			'test/faults/crowd',
			'test/faults/contact',
		],
	],
	[
		/^text\//,
		[
			'test/unit/text',
			'test/hostile/growth',
			'test/hostile/parsers',
			'test/integration/behaviour/namesOfListEntries',
		],
	],
	[
		/^records\/(flatten|shown|psaLink)/,
		['test/unit/records', 'test/hostile/parsers', 'test/integration/generated/output'],
	],
	[
		/^(sync\/|records\/(reader|rows|rowPairs)|run\/input\/mapping|operations\/upsert|resources\/schema\/columns)/,
		['test/unit/sync', ...UPSERT, 'test/model/contacts', 'test/model/passwords'],
	],
	[
		/^(sync\/reconcile|operations\/reconcile|text\/similarNames)/,
		['test/integration/behaviour/reconcile'],
	],
	[
		/^(operations\/create|sync\/(applyCreates|send|write)|run\/input\/(locator|values)|records\/(lookups|reader))/,
		[
			'test/integration/generated/create',
			'test/integration/generated/locate',
			'test/integration/generated/lookups',
			'test/integration/generated/naturalKeys',
			'test/integration/generated/update',
		],
	],
	[
		/^(operations\/(getMany|get)|records\/(listing|requests)|run\/input\/filters)/,
		[
			'test/integration/generated/lists',
			'test/integration/generated/filters',
			'test/integration/generated/output',
		],
	],
	[
		/^(operations|sync|run|records)\//,
		['test/integration/generated/update', 'test/hostile/values', 'test/faults/contact'],
	],
	[
		/^(operations|sync|run|records)\//,
		[
			'test/unit/run',
			'test/unit/records',
			'test/integration/behaviour/seedProfile',
			'test/integration/behaviour/upsertScope',
			'test/integration/behaviour/upsertIdentity',
			'test/integration/behaviour/upsertWrites',
			'test/integration/behaviour/items',
		],
	],
	[
		/^(methods|description)\//,
		[
			'test/unit/docs/resources',
			'test/unit/description',
			'test/integration/generated/editor',
			'test/integration/behaviour/parameters',
			'test/integration/behaviour/tool',
			'test/integration/generated/filters',
			'test/integration/generated/lists',
			'test/integration/generated/locate',
			'test/integration/generated/update',
		],
	],
	[/^resources\/document/, ['test/integration/behaviour/documents', 'test/faults/document']],
	[/^resources\/contact/, ['test/integration/behaviour/contacts', 'test/model/contacts']],
	[/^resources\/password/, ['test/integration/behaviour/passwords', 'test/model/passwords']],
	[
		/^resources\/organization/,
		['test/integration/behaviour/organization', 'test/model/organizations'],
	],
	[/^resources\/configuration/, ['test/model/configurations']],
	[
		/^resources\//,
		[
			'test/unit/resources',
			'test/unit/docs/resources',
			'test/unit/description',
			'test/integration/generated/editor',
			'test/integration/generated/update',
			'test/integration/generated/create',
			'test/integration/generated/filters',
			'test/integration/generated/output',
			'test/integration/generated/lists',
			'test/integration/generated/locate',
			'test/integration/generated/lookups',
			'test/integration/generated/naturalKeys',
			'test/integration/generated/upsertColumns',
			'test/integration/generated/upsertRoundTrip',
			'test/integration/generated/assumptions',
		],
	],
	[/^[^/]+$/, ['test/integration/behaviour/items', 'test/integration/behaviour/tool']],
]);

const all = () =>
	readdirSync('test', { recursive: true, encoding: 'utf8' })
		.map((file) => `test/${file.replaceAll('\\', '/')}`)
		.filter((file) => file.endsWith('.test.ts'))
		.sort();

/** @param {string[]} beginnings */
const startingWith = (beginnings) => {
	const files = all();
	return [
		...new Set(beginnings.flatMap((start) => files.filter((file) => file.startsWith(start)))),
	];
};

/** @returns {string[]} the files whose reach is known before any mutant is tried */
export const quickFiles = () => startingWith(QUICK);

/**
 * @param {string} source such as `nodes/ITGlue/operations/get.ts`
 * @returns {string[]} the test files that belong to it, quick and slow ones
 */
export const homeFiles = (source) => {
	const part = source.replace(/^nodes\/ITGlue\//, '');
	return startingWith(
		HOMES.filter(([pattern]) => pattern.test(part)).flatMap(([, files]) => files),
	);
};
