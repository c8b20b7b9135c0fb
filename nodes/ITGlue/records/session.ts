/** What the operations know of an item: its settings, what was read in its run, and what it has come to. */
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
	/** The node's parameters as they stand in the workflow, expressions unresolved. */
	readonly parameters: INodeParameters;
	/** The input item's own data. */
	readonly input: IDataObject;
	/** What a hook of the resource is given. */
	hookContext(
		values: ReadonlyMap<string, unknown>,
		more: { organizationId?: string; always: boolean },
	): HookContext;
	/** The id of the record that the resource's lists stand under, as it stands in their path; refused where it is not given. */
	parentIds(): Promise<Ids>;
	/** A binary property of the input item; undefined where it has none of that name. */
	binary(property: string): Promise<BinaryFile | undefined>;
	/** Says which record the item is about. */
	concerns(id: string): void;
	/** Announces a stage that is still to do. */
	todo(stage: string): void;
	/** Notes that a stage is done. */
	done(stage: string): void;
	/** Takes back a stage that turned out not to be needed. */
	skip(stage: string): void;
	/** The id that an earlier try of this run (Retry On Fail) has found for what is named. */
	recalledId(what: unknown): string | undefined;
	rememberId(what: unknown, id: string): void;
	/** Notes fields of the input that no column is read from: one note of the run lists them. */
	unread(names: readonly string[]): void;
	/** Notes that a name which IT Glue does not know was left out of the write, as the user chose. */
	leaveOut(attribute: string, label: string, given: string): void;
	leftOut(attribute: string): boolean;
}
