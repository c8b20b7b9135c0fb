import { type IDataObject, type IExecuteFunctions, type INodeParameters } from 'n8n-workflow';
import type { Names } from '../records/layout';
import type { Option, OperationName } from '../resources/schema/attribute';
import type { Resource } from '../resources/schema/resource';
import { type Client } from '../transport';
import type { Parameters } from './parameters';
import type { RecordReader } from '../records/reader';
import type { Lookups } from '../records/lookups';
import { type Memory } from './memory';
import type { NewEntries } from '../records/newEntries';

/** The run that an item belongs to. */
export interface Host {
	readonly context: IExecuteFunctions;
	readonly client: Client;
	readonly resource: Resource;
	readonly operation: OperationName;
	readonly operationLabel: string;
	readonly tool: boolean;
	readonly parameters: INodeParameters;
	readonly given: Parameters;
	/** The options of the operation, by parameter. */
	readonly options: ReadonlyMap<string, Option>;
	readonly lookups: Lookups;
	/** The same lists, which can be read even after the run has stopped. */
	readonly listsForMessages: Lookups;
	readonly newEntries: NewEntries;
	readonly reader: RecordReader;
	readonly memory: Memory;
	readonly names: Names;
	readonly continuesOnFail: boolean;
	hint(text: string): void;
	/** Remembers input fields that no column uses. */
	unread(names: readonly string[]): void;
	/** Sets the output of an item, paired with the item. */
	output(item: { index: number }, records: IDataObject[]): void;
}
