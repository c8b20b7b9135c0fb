/* eslint-disable @n8n/community-nodes/no-restricted-globals -- settings of a test run come from the environment */
/** Arbitrary answers of a server, and how the tests that use them are run: a fixed seed, or the one of the environment. */
import fc from 'fast-check';

/** The same answers on every machine; HOSTILE_SEED=random, or a number, tries others. */
const SEED = 20_260_401;

function seed(): number {
	const { HOSTILE_SEED: asked } = process.env;
	if (asked === undefined || asked === '') return SEED;
	return asked === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(asked);
}

/** Settings for `fc.assert`. What fails is made smaller and printed with its seed and path. */
export function settings(runs: number): { seed: number; numRuns: number; path?: string } {
	const { HOSTILE_RUNS, HOSTILE_PATH } = process.env;
	return {
		seed: seed(),
		numRuns: HOSTILE_RUNS ? Number(HOSTILE_RUNS) : runs,
		...(HOSTILE_PATH && { path: HOSTILE_PATH }),
	};
}

/** Names that mean something to JavaScript, to JSON:API, or to who reads answers. */
const KEYS = [
	...[
		'__proto__',
		'constructor',
		'prototype',
		'toString',
		'valueOf',
		'toJSON',
		'hasOwnProperty',
		'then',
	],
	...[
		'length',
		'data',
		'included',
		'errors',
		'meta',
		'links',
		'id',
		'type',
		'attributes',
		'relationships',
	],
	...[
		'title',
		'detail',
		'source',
		'pointer',
		'message',
		'password',
		'otp_secret',
		'organization-id',
		'name',
	],
	...[
		'contact-emails',
		'contact-phones',
		'value',
		'primary',
		'remote-id',
		'total-count',
		'next-page',
	],
];

const key = fc.oneof(fc.constantFrom(...KEYS), fc.string({ maxLength: 8 }));

/** Texts with what terminals, pages and logs stumble over. */
export const anyText = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 40 }),
	fc.constantFrom(
		'\u0000',
		'\u001B[31mred\u001B[0m',
		'a\r\nb: c',
		'\u202Eabc',
		'<b',
		'</script>',
		'${x}',
		'%s%d',
		'\uD83D',
	),
	fc.constantFrom('1', '-1', '1e3', '../users', '99999999999999999', '1,2', '', ' '),
	fc.string({ minLength: 500, maxLength: 5000 }),
);

/** Any JSON, with names that hurt. */
export const anyJson: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
	value: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		fc.constantFrom(null, true, false, 0, -1, 1.5, 1e21, 1e308),
		anyText,
		fc.array(tie('value'), { maxLength: 4 }),
		fc
			.array(fc.tuple(key, tie('value')), { maxLength: 4 })
			.map((entries) => Object.fromEntries(entries) as unknown),
	),
})).value;

/** A change of an answer somewhere: another value, another name, a part missing. */
export interface Mutation {
	at: number;
	change: { replaceBy: unknown } | { rename: string } | { remove: true } | { repeat: number };
}

export const anyMutation: fc.Arbitrary<Mutation> = fc.record({
	at: fc.nat(),
	change: fc.oneof(
		anyJson.map((replaceBy) => ({ replaceBy })),
		fc.constantFrom(...KEYS).map((rename) => ({ rename })),
		fc.constant({ remove: true } as const),
		fc.integer({ min: 1, max: 3 }).map((repeat) => ({ repeat })),
	),
});

type Holder = Record<string, unknown> | unknown[];

const isHolder = (value: unknown): value is Holder => typeof value === 'object' && value !== null;

/** All places of a document, each as what holds it and its name there. */
function placesIn(value: unknown): Array<[Holder, string]> {
	if (!isHolder(value)) return [];
	return Object.entries(value).flatMap(([name, inner]) => [
		[value, name] as [Holder, string],
		...placesIn(inner),
	]);
}

/** Sets a member also where it is called `__proto__`. */
const put = (holder: Holder, name: string, value: unknown): void => {
	Object.defineProperty(holder, name, {
		value,
		configurable: true,
		enumerable: true,
		writable: true,
	});
};

function apply(document: unknown, { at, change }: Mutation): unknown {
	const places = placesIn(document);
	const [holder, name] = places[at % Math.max(1, places.length)] ?? [];
	if (holder === undefined || name === undefined)
		return 'replaceBy' in change ? change.replaceBy : document;
	const before = (holder as Record<string, unknown>)[name];
	if ('replaceBy' in change) put(holder, name, change.replaceBy);
	else if ('repeat' in change) {
		if (Array.isArray(holder)) holder.push(...Array<unknown>(change.repeat).fill(before));
	} else if (Array.isArray(holder)) holder.splice(Number(name), 1);
	else {
		delete holder[name];
		if ('rename' in change) put(holder, change.rename, before);
	}
	return document;
}

/** An answer with changes applied to it; what is no JSON stays as it is. */
export function mutated(text: string, mutations: readonly Mutation[]): string {
	let document: unknown;
	try {
		document = JSON.parse(text);
	} catch {
		return text;
	}
	return JSON.stringify(mutations.reduce(apply, document)) ?? '';
}

/** What is wrong with an object that came out of an answer; empty where nothing is. */
export function polluted(value: unknown, path = '$', depth = 0): string[] {
	if (typeof value !== 'object' || value === null || depth > 200) return [];
	const prototype: unknown = Object.getPrototypeOf(value);
	const ordinary = prototype === Object.prototype || prototype === Array.prototype;
	return [
		...(ordinary ? [] : [`${path} has another prototype`]),
		...(Object.hasOwn(value, '__proto__') ? [`${path} has a member called __proto__`] : []),
		...Object.entries(value).flatMap(([name, inner]) =>
			polluted(inner, `${path}.${name}`, depth + 1),
		),
	];
}
