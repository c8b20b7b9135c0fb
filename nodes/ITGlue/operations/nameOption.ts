import { LOOKUPS } from '../resources/lookups';
import type { Option, OperationName } from '../resources/schema/attribute';
import type { Resource } from '../resources/schema/resource';

/** What to do with the name of a type, a model or the like that IT Glue does not know. */
export const ifNameNotFound =
	(operation: OperationName) =>
	({ attributes }: Resource): Option[] => {
		const points = attributes.some(
			({ lookup }) => lookup && LOOKUPS[lookup].resource === undefined,
		);
		if (!points) return [];
		return [
			{
				param: 'ifNameNotFound',
				label: 'If a Name Is Not Found',
				kind: 'choice',
				operations: [operation],
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
	};
