import type { Option, OperationName } from '../resources/schema/attribute';
import type { Resource } from '../resources/schema/resource';
import { addQuickNote } from './addQuickNote';
import { archive, unarchive } from './archive';
import { create } from './create';
import { remove } from './delete';
import { get } from './get';
import { getMany } from './getMany';
import { getPrimary } from './getPrimary';
import type { Operation } from './operation';
import { publish } from './publish';
import { reconcile } from './reconcile';
import { update } from './update';
import { upsert } from './upsert';

/** All operations, by name, in the order of the form. */
export const OPERATIONS: Record<OperationName, Operation> = {
	addQuickNote,
	archive,
	create,
	delete: remove,
	get,
	getAll: getMany,
	getPrimary,
	publish,
	reconcile,
	unarchive,
	upsert,
	update,
};

/** All options of a resource, for all its operations. */
export const allOptions = (resource: Resource): Option[] => [
	...resource.options,
	...commonOptions(resource),
];

/** The options that the operations define, without those in the table of the resource. */
export const commonOptions = ({ operations, ...resource }: Resource): Option[] =>
	operations.flatMap(
		(operation) => OPERATIONS[operation].options?.({ operations, ...resource }) ?? [],
	);
