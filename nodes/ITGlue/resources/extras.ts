import { hasNextKey, keysOf, namePartsOf } from './schema/columns';
import { LOOKUPS } from './lookups';
import type { Attribute, Choice, Extra } from './schema/attribute';
import type { Resource } from './schema/resource';

/** The switches and options of a resource: its own, and those that every resource of a verb has. */
export const extrasOf = (resource: Resource): Extra[] => [
	...resource.extras,
	...commonExtras(resource),
];

/** Those that every resource of a verb has. */
export const commonExtras = (resource: Resource): Extra[] => [
	...nameExtras(resource),
	...(resource.verbs.includes('upsert') ? upsertExtras(resource) : []),
	...(resource.verbs.includes('reconcile') ? reconcileExtras() : []),
];

/** What to do with the name of a type, a model or the like that IT Glue does not know. */
function nameExtras({ attributes, verbs }: Resource): Extra[] {
	const points = attributes.some(({ lookup }) => lookup && LOOKUPS[lookup].resource === undefined);
	const writing = (['create', 'update', 'upsert'] as const).filter((verb) => verbs.includes(verb));
	if (!points || writing.length === 0) return [];
	return [
		{
			param: 'ifNameNotFound',
			label: 'If a Name Is Not Found',
			kind: 'choice',
			verbs: writing,
			place: 'options',
			default: 'fail',
			description: 'For types, models, folders and other lists',
			choices: [
				{ id: 'fail', label: 'Fail' },
				{ id: 'leaveOut', label: 'Leave Out and Report' },
				{
					id: 'create',
					label: 'Create It',
					description: 'Where IT Glue allows it',
					notForTools: true,
				},
			],
		},
	];
}

const isWritten = ({ name, writable, sentAs }: Attribute): boolean =>
	name !== 'organization_id' && writable !== 'create' && sentAs !== 'relationship';

/** An extra of either kind, without where it is. */
type Placeless<Any extends Extra> = Any extends Extra ? Omit<Any, 'verbs' | 'place'> : never;

function upsertExtras(resource: Resource): Extra[] {
	const option = (extra: Placeless<Extra>): Extra => ({
		...extra,
		verbs: ['upsert'],
		place: 'options',
	});
	return [
		{
			param: 'dryRun',
			label: 'Dry Run',
			kind: 'boolean',
			verbs: ['upsert'],
			place: 'upFront',
			default: false,
			description:
				'Whether to only report what would be created and changed. IT Glue is read, nothing is written.',
		},
		option({
			param: 'writeMode',
			label: 'Records to Write',
			kind: 'choice',
			default: 'createAndUpdate',
			choices: [
				{ id: 'createAndUpdate', label: 'Create and Update' },
				{
					id: 'createOnly',
					label: 'Only Create',
					description: 'What exists is left as it is, and reported as skipped',
				},
				{
					id: 'updateOnly',
					label: 'Only Update',
					description: 'What does not exist is not created, and reported as skipped',
				},
			],
		}),
		option({
			param: 'ifSeveralMatch',
			label: 'If Several Match',
			kind: 'choice',
			default: 'fail',
			choices: [
				{ id: 'fail', label: 'Fail', description: 'Stop and list the IDs' },
				{ id: 'oldest', label: 'Update the Oldest' },
				{
					id: 'all',
					label: 'Update All',
					description: 'Gives one output item for each record',
				},
			],
		}),
		...(sharesKeys(resource)
			? [
					option({
						param: 'ifNamesDiffer',
						label: 'If Names Differ',
						kind: 'choice',
						default: 'fail',
						description: 'What to do where two of different names share what is matched on',
						choices: [
							{ id: 'fail', label: 'Fail' },
							{
								id: 'rename',
								label: "Use the Item's Name",
								description: 'Of several items the later one wins',
							},
						],
					}),
				]
			: []),
		...(hasNextKey(resource)
			? [
					option({
						param: 'emptyMatch',
						label: 'If a Matching Column Is Empty',
						kind: 'choice',
						default: 'fail',
						description: 'What to do with an item that has no value to match by',
						choices: [
							{ id: 'fail', label: 'Fail' },
							{
								id: 'nextKey',
								label: 'Match by the Next Key',
								description: `The first of these that is set: ${keyLabels(resource)}`,
							},
						],
					}),
				]
			: []),
		option({
			param: 'neverOverwriteWithEmpty',
			label: 'Never Overwrite With Empty',
			kind: 'boolean',
			default: true,
			description: 'Whether to leave a field alone when the value for it is empty or null',
		}),
		option({
			param: 'neverTouch',
			label: 'Never Touch',
			kind: 'multiChoice',
			default: [],
			choices: resource.attributes
				.filter(isWritten)
				.map(({ name, label }) => ({ id: name, label })),
			description: `Fields to set on new ${resource.plural.toLowerCase()} only, never on existing ones`,
		}),
		...(resource.routes.bulkCreate && !resource.steps?.afterWrite
			? [
					option({
						param: 'createInBulk',
						label: 'Create in Bulk',
						kind: 'boolean',
						default: false,
						description:
							'Whether to create all new records of an organization with one request. If its answer gets lost, the node looks again.',
					}),
				]
			: []),
		option({
			param: 'reportOnlyChanges',
			label: 'Report Only Changes',
			kind: 'boolean',
			default: false,
			description: 'Whether to leave out of the output what is unchanged or skipped',
		}),
	];
}

/** Whether two of different names may have one key. */
const sharesKeys = (resource: Resource): boolean =>
	resource.naturalKeys.some(({ attributes }) =>
		namePartsOf(resource).some((part) => !attributes.includes(part)),
	);

function keyLabels(resource: Resource): string {
	const { attributes } = resource;
	const labels = keysOf(resource).map((key) =>
		key.attributes
			.map((name) => attributes.find((attribute) => attribute.name === name)?.label ?? name)
			.join(' and '),
	);
	return labels.join(', ').toLowerCase();
}

/** What Reconcile says of a record. */
export const STATUSES = [
	{ id: 'synced', label: 'Synced', description: 'Linked, and the compared fields agree' },
	{ id: 'drifted', label: 'Drifted', description: 'Linked, and fields differ' },
	{ id: 'unsynced', label: 'Unsynced', description: 'In IT Glue without a PSA link' },
	{
		id: 'mismatched',
		label: 'Mismatched',
		description: 'Its PSA link leads to nothing in the input',
	},
	{ id: 'missing_in_it_glue', label: 'Missing in IT Glue', description: 'Only in the input' },
	{
		id: 'ambiguous',
		label: 'Ambiguous',
		description: 'Several records have the link or the name',
	},
] as const satisfies readonly Choice[];

function reconcileExtras(): Extra[] {
	const shared = { verbs: ['reconcile'], place: 'options' } satisfies Partial<Extra>;
	return [
		{
			...shared,
			param: 'summary',
			label: 'Add Summary',
			kind: 'boolean',
			default: false,
			description: 'Whether to begin the output with an item that counts each status',
		},
		{
			...shared,
			param: 'suggestions',
			label: 'Suggest Similar Names',
			kind: 'boolean',
			default: true,
			description:
				'Whether to list records with a near name, such as Acme Ltd and Acme Limited, for what is missing in IT Glue. They are never acted on.',
		},
		{
			...shared,
			param: 'statuses',
			label: 'Statuses to Return',
			kind: 'multiChoice',
			default: [],
			choices: [...STATUSES],
			description: 'Only these. Empty means all. The summary counts all of them in any case.',
		},
	];
}
