/** Random types, assets and runs for the model of flexible assets: plain data, so that a counterexample can be read. */
import fc from 'fast-check';
import type { AssumptionName, Json } from '../../sandbox';

/** A value as an item gives it, and as IT Glue stores it. */
export interface Value {
	given: unknown;
	wire: Json;
}

export interface FieldPlan {
	name: string;
	kind: string;
	required: boolean;
	decimals: number;
	tagType: string;
}

/** By position of the field in the type. */
export type Values = Readonly<Record<number, Value>>;

export interface AssetPlan {
	values: Values;
	archived: boolean;
}

/** A row of the input: the asset that it means by its place among the hosts, and the mapped fields. */
export interface RowPlan {
	host: number;
	values: Values;
	/** Fields that are mapped and empty. */
	blank: readonly number[];
}

export interface EditPlan {
	asset: number;
	kind: 'change' | 'tag' | 'untag' | 'archive';
	field: number;
	value: Value;
}

export interface RunPlan {
	operation: 'create' | 'upsert' | 'update';
	rows: readonly RowPlan[];
	tags: 'add' | 'replace';
	files: 'fail' | 'sendAgain' | 'letGo';
	clears: boolean;
	dryFirst: boolean;
	byHand: boolean;
	/** What a colleague does between the first reading and the last one before the write. */
	edit: EditPlan | undefined;
}

export interface FlexibleScript {
	fields: readonly FieldPlan[];
	assets: readonly AssetPlan[];
	runs: readonly RunPlan[];
	flipped: readonly AssumptionName[];
}

export const HOSTS = ['Alpha', 'Beta', 'Gamma 3', 'Délta', 'New, One', 'New Two'] as const;

/** Assets take the first of the hosts; the others are free for new ones. */
const MOST_ASSETS = 4;

export const TAG_TYPES = [
	'Contacts',
	'Configurations',
	'Locations',
	'Passwords',
	'AccountsUsers',
	'Organizations',
	'Documents',
] as const;

const same = (...values: Json[]): Value[] => values.map((wire) => ({ given: wire, wire }));

/** Passwords of assets: none of them may be seen anywhere. */
export const SECRET = 'Secr3t-example';

const file = (name: string, text: string): Value => {
	const value = { file_name: name, content: Buffer.from(text).toString('base64') };
	return { given: value, wire: value };
};

/** What is tried of each kind; tags are places among the records of their kind. */
const POOLS: Readonly<Record<string, readonly Value[]>> = {
	Text: [
		...same('One', 'one more', 'a, b; c', '<b>x</b>', '0', 'Größe 2 m²', '{{ x }}'),
		{ given: ' padded ', wire: 'padded' },
		{ given: 42, wire: '42' },
	],
	Textbox: same('<p>One</p>', '<p>Two <strong>bold</strong></p>', 'Plain', '<ul><li>a</li></ul>'),
	Whole: [...same(0, 5, -3), { given: '12', wire: 12 }],
	Decimal: [...same(0.5, 12), { given: '2,5', wire: 2.5 }, { given: '1.234,5', wire: 1234.5 }],
	Checkbox: [...same(true, false), { given: 'yes', wire: true }, { given: 'no', wire: false }],
	Date: [...same('2027-01-31'), { given: '31.12.2026', wire: '2026-12-31' }],
	Select: [...same('Gold', 'Bronze'), { given: 'silver', wire: 'Silver' }],
	Upload: [file('Guide.txt', 'How to'), file('Plan.csv', 'a,b'), file('Größe.md', '# x')],
	Password: same(`${SECRET}-1`, `${SECRET}-2`),
	Tag: same([0], [1], [0, 1], [2, 3], [3]),
};

export const poolOf = ({ kind, decimals }: FieldPlan): readonly Value[] =>
	POOLS[kind === 'Number' || kind === 'Percent' ? (decimals > 0 ? 'Decimal' : 'Whole') : kind] ??
	[];

/** Fields that an item can set. */
export const canBeMapped = ({ kind }: FieldPlan): boolean =>
	kind !== 'Header' && kind !== 'Password';

/** Names that may be taken for something else: of the record, of every object, of a secret, twice the same. */
const NAMES = [
	'Serial',
	'Organization',
	'Archived',
	'Name',
	'ID',
	'Password',
	'constructor',
	'Größe',
	'größe',
	'a.b',
	'Tags',
	'Type',
	'2nd Field',
	'Notes (old)',
	'SERIAL',
];

const KINDS = [
	'Text',
	'Textbox',
	'Number',
	'Percent',
	'Checkbox',
	'Date',
	'Select',
	'Header',
	'Password',
	'Upload',
	'Tag',
	'Tag',
];

const FIELD: fc.Arbitrary<FieldPlan> = fc.record({
	name: fc.constantFrom(...NAMES),
	kind: fc.constantFrom(...KINDS),
	required: fc.constant(false),
	decimals: fc.constantFrom(0, 0, 2),
	tagType: fc.constantFrom(...TAG_TYPES),
});

const HOST: FieldPlan = { name: 'Host', kind: 'Text', required: true, decimals: 0, tagType: '' };

const FIELDS = fc
	.tuple(
		// A tag, a password and a file are what a change loses most easily.
		fc.array(FIELD, { minLength: 1, maxLength: 9 }),
		fc.subarray(['Tag', 'Password', 'Upload', 'Checkbox']),
		fc.constantFrom(...TAG_TYPES),
	)
	.map(([some, kinds, tagType]) => [
		HOST,
		...some,
		...kinds.map((kind) => ({ ...HOST, name: `My ${kind}`, kind, required: false, tagType })),
	]);

function valuesFor(
	fields: readonly FieldPlan[],
	takes: (field: FieldPlan) => boolean,
): fc.Arbitrary<Values> {
	const entries = fields.flatMap((field, at): Array<[string, fc.Arbitrary<Value>]> => {
		const pool = poolOf(field);
		return at > 0 && takes(field) && pool.length > 0
			? [[String(at), fc.constantFrom(...pool)]]
			: [];
	});
	return fc.record(Object.fromEntries(entries), { requiredKeys: [] }) as fc.Arbitrary<Values>;
}

const clearable = ({ kind }: FieldPlan): boolean =>
	['Text', 'Textbox', 'Number', 'Percent', 'Date', 'Select'].includes(kind);

function rowFor(fields: readonly FieldPlan[], hosts: number): fc.Arbitrary<RowPlan> {
	const places = fields.flatMap((field, at) => (at > 0 && clearable(field) ? [at] : []));
	return fc
		.record({
			host: fc.nat(hosts - 1),
			values: valuesFor(fields, canBeMapped),
			blank: fc.subarray(places, { maxLength: Math.min(2, places.length) }),
		})
		.map((row) => ({ ...row, blank: row.blank.filter((at) => !(at in row.values)) }));
}

function editFor(fields: readonly FieldPlan[], assets: number): fc.Arbitrary<EditPlan> {
	const places = fields.flatMap(({ kind }, at) =>
		at > 0 && !['Header', 'Password', 'Upload'].includes(kind) ? [at] : [],
	);
	const field = places.length > 0 ? fc.constantFrom(...places) : fc.constant(0);
	return field.chain((at) =>
		fc.record({
			asset: fc.nat(assets - 1),
			kind: fc.constantFrom('change', 'change', 'tag', 'untag', 'archive'),
			field: fc.constant(at),
			value: fc.constantFrom(...poolOf(fields[at] ?? HOST)),
		}),
	);
}

function runFor(fields: readonly FieldPlan[], assets: number): fc.Arbitrary<RunPlan> {
	return fc.constantFrom<RunPlan['operation']>('create', 'upsert', 'upsert', 'update').chain(
		(operation): fc.Arbitrary<RunPlan> =>
			fc.record({
				operation: fc.constant(operation),
				rows: fc.array(rowFor(fields, operation === 'update' ? assets : HOSTS.length), {
					minLength: 1,
					maxLength: operation === 'upsert' ? 4 : 1,
				}),
				tags: fc.constantFrom('add', 'add', 'replace'),
				files: fc.constantFrom('fail', 'sendAgain', 'sendAgain', 'letGo'),
				clears: fc.constantFrom(false, false, true),
				dryFirst: fc.boolean(),
				byHand: fc.boolean(),
				edit: fc.option(editFor(fields, assets), { nil: undefined }),
			}),
	);
}

/** Not whether lists hold what is archived: there is no filter for it (reference 4.17), so nothing could find the asset. */
const FLIPPED: readonly AssumptionName[] = [
	'emptyTagIsAbsent',
	'uploadUrlIsRelative',
	'includedRecordsMissing',
	'relationshipsOnShowOnly',
	'commaListsMatchLiterally',
	'metaPresent',
	'includedInsideData',
	'listsRepeatARecord',
	'bulkRefusedAsAWhole',
	'createAnswers200',
	'filterNameCaseSensitive',
	'referencesAreNumbers',
	'includedIdsAreText',
	'selectTakesAnyText',
	'unknownTraitOnPatchIgnored',
];

export const FLEXIBLE_SCRIPTS: fc.Arbitrary<FlexibleScript> = fc
	.tuple(FIELDS, fc.integer({ min: 1, max: MOST_ASSETS }))
	.chain(([fields, assets]) =>
		fc.record({
			fields: fc.constant(fields),
			assets: fc.array(
				fc.record({
					values: valuesFor(fields, ({ kind }) => kind !== 'Header'),
					archived: fc.constantFrom(false, false, false, true),
				}),
				{ minLength: assets, maxLength: assets },
			),
			runs: fc.array(runFor(fields, assets), { minLength: 1, maxLength: 3 }),
			flipped: fc.subarray([...FLIPPED], { maxLength: 2 }),
		}),
	);
