import type { Option, OperationName } from './attribute';
import type { Resource } from './resource';

/** What an operation is called, where it applies, and which options it has: what the form is made of. */
export interface OperationFacts {
	/** Value of the `operation` parameter. */
	name: OperationName;
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
	/**
	 * Where an item that is refused is a finding and no failure, what its output begins with: a run that only looks
	 * reports every item. Undefined where the item fails. `option` gives the item's options.
	 */
	refusedAs?: (option: (param: string) => unknown) => Record<string, string> | undefined;
	/** Neither offered to, nor accepted from, an AI agent. */
	notForTools?: boolean;
	/** The options that every resource has for it; those of one resource stand in its table. */
	options?: (resource: Resource) => Option[];
}

/** The options that an operation has for a resource: the resource's own, then those of the operation. */
export const optionsFor = (resource: Resource, operation: OperationFacts): Option[] => [
	...resource.options.filter(({ operations }) => operations.includes(operation.name)),
	...(operation.options?.(resource) ?? []),
];
