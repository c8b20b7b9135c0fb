import { LOOKUPS } from '../resources/lookups';
import type { Option, OperationName } from '../resources/schema/attribute';
import type { Resource } from '../resources/schema/resource';

/** What to do if IT Glue does not know the name of a type, a model or a similar entry. */
export const ifNameNotFound =
	(operation: OperationName) =>
	({ attributes, typedBy }: Resource): Option[] => {
		const points = attributes.some(
			({ lookup }) => lookup && LOOKUPS[lookup].resource === undefined,
		);
		if (!points && !typedBy) return [];
		return [
			{
				param: 'ifNameNotFound',
				label: 'If a Name Is Not Found',
				kind: 'choice',
				operations: [operation],
				place: 'options',
				default: 'fail',
				description: points
					? 'Applies to types, models, folders and other lists'
					: 'Applies to tags that you give as names',
				choices: [
					{ id: 'fail', label: 'Fail' },
					{ id: 'leaveOut', label: 'Leave Out and Report' },
					...(points
						? [
								{
									id: 'create',
									label: 'Create It',
									description: 'If IT Glue allows it',
									notForTools: true,
								},
							]
						: []),
				],
			},
		];
	};
