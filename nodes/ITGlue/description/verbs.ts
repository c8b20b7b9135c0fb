import type { VerbName } from '../resources/schema/attribute';

export interface Verb {
	label: string;
	/** The line in the editor's action list; `%s` is the resource, `%p` its plural. */
	action: string;
	description: string;
	/** Takes a record of the resource. */
	onRecord: boolean;
	/** Gives records back, so that Simplify and Fields to Return apply. */
	givesRecords: boolean;
	/** Sends nothing but GET. */
	onlyReads?: true;
	/** Neither offered to, nor accepted from, an AI agent. */
	notForTools?: boolean;
}

/** What every operation is called. Facts only: what it does is in operations/. */
export const VERBS: Record<VerbName, Verb> = {
	addQuickNote: {
		label: 'Add Quick Note',
		action: 'Add quick note to %s',
		description: 'Append to the quick notes and keep what is there',
		onRecord: true,
		givesRecords: true,
	},
	archive: {
		label: 'Archive',
		action: 'Archive %s',
		description: 'Retire without deleting anything',
		onRecord: true,
		givesRecords: true,
	},
	create: {
		label: 'Create',
		action: 'Create %s',
		description: 'Add a new record, after looking whether it exists',
		onRecord: false,
		givesRecords: true,
	},
	delete: {
		label: 'Delete',
		action: 'Delete %s',
		description: 'Remove permanently, with everything that belongs to it',
		onRecord: true,
		givesRecords: false,
		notForTools: true,
	},
	get: {
		label: 'Get',
		action: 'Get %s',
		description: 'Retrieve a single record',
		onRecord: true,
		givesRecords: true,
		onlyReads: true,
	},
	getAll: {
		label: 'Get Many',
		action: 'Get many %p',
		description: 'Retrieve a list, filtered and sorted',
		onRecord: false,
		givesRecords: true,
		onlyReads: true,
	},
	getPrimary: {
		label: 'Get Primary',
		action: 'Get primary %s of organization',
		description: 'Retrieve the one of type Primary; returns nothing if there is none',
		onRecord: false,
		givesRecords: true,
		onlyReads: true,
	},
	publish: {
		label: 'Publish',
		action: 'Publish %s',
		description: 'Put the draft into effect, also one that a colleague is still writing',
		onRecord: true,
		givesRecords: true,
	},
	reconcile: {
		label: 'Reconcile',
		action: 'Reconcile %p with PSA',
		description: 'Compare with all records of a PSA or another system and report, writing nothing',
		onRecord: false,
		givesRecords: false,
		onlyReads: true,
	},
	unarchive: {
		label: 'Unarchive',
		action: 'Unarchive %s',
		description: 'Bring back what was archived',
		onRecord: true,
		givesRecords: true,
	},
	upsert: {
		label: 'Create or Update',
		action: 'Create or update %s',
		description: 'Create a new record, or update the current one if it already exists (upsert)',
		onRecord: false,
		givesRecords: true,
	},
	update: {
		label: 'Update',
		action: 'Update %s',
		description: 'Change the given fields and leave all others as they are',
		onRecord: true,
		givesRecords: true,
	},
};
