/** The options of Create or Update. */
import { hasNextKey, namePartsOf } from '../resources/schema/columns';
import type { Attribute, Option } from '../resources/schema/attribute';
import type { Resource } from '../resources/schema/resource';

const isWritten = ({ name, writable, sentAs, matchOnly, inStepsLater }: Attribute): boolean =>
	inStepsLater === true ||
	(!matchOnly && name !== 'organization_id' && writable !== 'create' && sentAs !== 'relationship');

/** An option of any kind, without its operations and place. */
type Placeless<Any extends Option> = Any extends Option ? Omit<Any, 'operations' | 'place'> : never;

export function upsertOptions(resource: Resource): Option[] {
	const option = (one: Placeless<Option>): Option => ({
		...one,
		operations: ['upsert'],
		place: 'options',
	});
	return [
		{
			param: 'dryRun',
			label: 'Dry Run',
			kind: 'boolean',
			operations: ['upsert'],
			place: 'upFront',
			default: false,
			description: 'Whether to only report what would be created or changed. Nothing is written.',
		},
		{
			param: 'neverOverwriteWithEmpty',
			label: 'Keep Existing Values When Empty',
			kind: 'boolean',
			operations: ['upsert'],
			// Always visible, not in a collection: this option decides whether a run may erase existing values.
			place: 'upFront',
			default: true,
			description: 'Whether to keep the value of a field if the new value is empty or null',
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
					description: 'Existing records are skipped',
				},
				{
					id: 'updateOnly',
					label: 'Only Update',
					description: 'Missing records are skipped',
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
					description: 'Returns one output item for each record',
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
						description: 'What to do if two names have the same matching value',
						choices: [
							{ id: 'fail', label: 'Fail' },
							{
								id: 'rename',
								label: "Use the Item's Name",
								description: 'If several items match, the last one is used',
							},
						],
					}),
				]
			: []),
		option({
			param: 'emptyMatch',
			label: 'If a Matching Column Is Empty',
			kind: 'choice',
			default: 'fail',
			description: 'What to do with an item that has no value for matching',
			choices: [
				{ id: 'fail', label: 'Fail' },
				{
					id: 'skip',
					label: 'Skip Item',
					description: 'Reports the item as skipped',
				},
				...(hasNextKey(resource)
					? [
							{
								id: 'nextKey',
								label: 'Match by the Next Key',
								description: 'Uses the next key, such as the name',
							},
						]
					: []),
			],
		}),
		option({
			param: 'neverTouch',
			label: 'Set Only on Create',
			kind: 'multiChoice',
			default: [],
			choices: resource.attributes
				.filter(isWritten)
				.map(({ name, label }) => ({ id: name, label })),
			...(resource.typedBy && { ofType: true }),
			description: `Fields to set on new ${resource.plural.toLowerCase()} only, never on existing ones`,
		}),
		...(resource.routes.bulkCreate && !resource.hooks?.afterWrite
			? [
					option({
						param: 'createInBulk',
						label: 'Create in Bulk',
						kind: 'boolean',
						default: false,
						description: 'Whether to create the new records of an organization in one request',
					}),
				]
			: []),
		option({
			param: 'reportOnlyChanges',
			label: 'Output Only Changed Items',
			kind: 'boolean',
			default: false,
			description: 'Whether to leave unchanged and skipped items out of the output',
		}),
	];
}

/** Whether two records with different names can have the same key. */
const sharesKeys = (resource: Resource): boolean =>
	resource.naturalKeys.some(({ attributes }) =>
		namePartsOf(resource).some((part) => !attributes.includes(part)),
	);
