import { mapInOrder } from '../../concurrency';
import type { HookContext, ListResult, ListScope, Resource } from '../schema/resource';

const AT_ONCE = 4;

/** IT Glue lists assets only by type (reference 4.17), so all assets are one list for each type. */
export async function listOfTypes(
	base: Resource,
	typeIds: readonly string[],
	{ client }: HookContext,
	{ organizationIds, query, pageSize, limit, keep }: ListScope,
): Promise<ListResult> {
	const { routes, ownerFilter, typedBy } = base;
	let found = 0;
	const parts = await mapInOrder(
		typeIds,
		AT_ONCE,
		async (id) => {
			const answer = await client.list({
				path: routes.index[0].path,
				query: {
					...query,
					...(organizationIds.length > 0 && {
						[`filter[${ownerFilter ?? ''}]`]: organizationIds.join(','),
					}),
					[`filter[${typedBy?.filter ?? ''}]`]: id,
				},
				pageSize,
				...(limit !== undefined && { limit }),
				...(keep && { keep }),
			});
			found += answer.records.length;
			return answer;
		},
		() => limit !== undefined && found >= limit,
	);
	return {
		records: parts.flatMap(({ records }) => records).slice(0, limit),
		included: parts.flatMap(({ included }) => included),
	};
}
