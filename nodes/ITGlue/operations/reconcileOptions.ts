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
