import type { Option, OperationName } from './attribute';
import type { Resource } from './resource';

/** The facts of an operation for the form: its names, where it applies, and its options. */
export interface OperationFacts {
	/** Value of the `operation` parameter. */
	name: OperationName;
	label: string;
	/** The line in the editor's action list; `%s` is the resource, `%p` its plural. */
	action: string;
	description: string;
	/** Needs a record of the resource. */
	onRecord: boolean;
	/** Returns records, so that Simplify and Fields to Return apply. */
	givesRecords: boolean;
	/** Sends only GET requests. */
	onlyReads?: true;
	/**
	 * The first keys of the output for a refused item that counts as a finding, not as a failure: a run that only
	 * reads reports every item. Undefined if the item fails. `option` returns the item's options.
	 */
	refusedAs?: (option: (param: string) => unknown) => Record<string, string> | undefined;
	/** AI agents do not see it and cannot use it. */
	notForTools?: boolean;
	/** The options that all resources have for it. Options of a single resource are in its table. */
	options?: (resource: Resource) => Option[];
}

/** The options of an operation for a resource: first the options of the resource, then those of the operation. */
export const optionsFor = (resource: Resource, operation: OperationFacts): Option[] => [
	...resource.options.filter(({ operations }) => operations.includes(operation.name)),
	...(operation.options?.(resource) ?? []),
];
