/** An item as the operations see it: its settings, what was read in its run, and its results. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Context, HookContext, Ids } from '../resources/schema/resource';
import type { RecordReader } from './reader';
import type { Lookups } from './lookups';
import type { NewEntries } from './newEntries';

/** A file that an item carries. */
export interface BinaryFile {
	fileName: string;
	bytes: number;
	base64(): Promise<string>;
}

export interface Session extends Context {
	/** Types, statuses and other lists, each read once in a run. */
	readonly lookups: Lookups;
	readonly newEntries: NewEntries;
	readonly reader: RecordReader;
	/** The node's parameters in the workflow, with unresolved expressions. */
	readonly parameters: INodeParameters;
	/** The input item's own data. */
	readonly input: IDataObject;
	/** The context for a hook of the resource. */
	hookContext(
		values: ReadonlyMap<string, unknown>,
		more: { organizationId?: string; always: boolean },
	): HookContext;
	/** The id of the parent record, as the path of the resource's lists contains it; refused if it is missing. */
	parentIds(): Promise<Ids>;
	/** A binary property of the input item; undefined if it has none with that name. */
	binary(property: string): Promise<BinaryFile | undefined>;
	/** Stores which record the item is about. */
	concerns(id: string): void;
	/** Announces a stage that is still to do. */
	todo(stage: string): void;
	/** Notes that a stage is done. */
	done(stage: string): void;
	/** Takes back a stage that turned out not to be needed. */
	skip(stage: string): void;
	/** The id that an earlier try of this run (Retry On Fail) found for the given key. */
	recalledId(what: unknown): string | undefined;
	rememberId(what: unknown, id: string): void;
	/** Stores input fields that no column is read from: one note of the run lists them. */
	unread(names: readonly string[]): void;
	/** Stores that a name unknown to IT Glue was left out of the write, as the user chose. */
	leaveOut(attribute: string, label: string, given: string): void;
	leftOut(attribute: string): boolean;
}
