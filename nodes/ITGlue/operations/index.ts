import type { VerbName } from '../resources/schema/attribute';
import { addQuickNote } from './addQuickNote';
import { archive } from './archive';
import { create } from './create';
import { get } from './get';
import { getMany } from './getMany';
import { getPrimary } from './getPrimary';
import type { Job } from '../run/run';
import { publish } from './publish';
import { reconcile } from './reconcile';
import { remove } from './delete';
import { update } from './update';
import { upsert } from './upsert';

/** What each operation does, for every resource. */
export const OPERATIONS: Record<VerbName, (job: Job) => Promise<void>> = {
	addQuickNote,
	archive: archive(true),
	create,
	delete: remove,
	get,
	getAll: getMany,
	getPrimary,
	publish,
	reconcile,
	unarchive: archive(false),
	update,
	upsert,
};
