/** The options of Reconcile. */
import type { Option } from '../resources/schema/attribute';
import { STATUSES } from '../sync/reconcile/statuses';

export function reconcileOptions(): Option[] {
	const shared = { operations: ['reconcile'], place: 'options' } satisfies Partial<Option>;
	return [
		{
			...shared,
			param: 'summary',
			label: 'Add Summary',
			kind: 'boolean',
			default: false,
			description: 'Whether to add a last item that counts each status',
		},
		{
			...shared,
			param: 'suggestions',
			label: 'Suggest Similar Names',
			kind: 'boolean',
			default: true,
			description: 'Whether to list records with a similar name, such as Acme Ltd for Acme Limited',
		},
		{
			...shared,
			param: 'statuses',
			label: 'Statuses to Return',
			kind: 'multiChoice',
			default: [],
			choices: [...STATUSES],
			description:
				'Returns only these statuses. Empty returns all. The summary always counts all statuses.',
		},
	];
}
