import type { Choice } from '../../resources/schema/attribute';

/** The possible results of Reconcile for a record. */
export const STATUSES = [
	{ id: 'synced', label: 'Synced', description: 'Linked, and the compared fields agree' },
	{ id: 'drifted', label: 'Drifted', description: 'Linked, and fields differ' },
	{ id: 'unsynced', label: 'Unsynced', description: 'In IT Glue without a PSA link' },
	{
		id: 'mismatched',
		label: 'Mismatched',
		description: 'No input item has its PSA link',
	},
	{ id: 'missing_in_it_glue', label: 'Missing in IT Glue', description: 'Only in the input' },
	{
		id: 'ambiguous',
		label: 'Ambiguous',
		description: 'Several records have the link or the name',
	},
] as const satisfies readonly Choice[];
