/** Values of parameters as the editor stores them: which record is meant, and which input field goes where. */
import type { IDataObject } from 'n8n-workflow';
import type { StoredRecord } from '../../sandbox';

/** A resource locator in any of its modes. */
export const locator = (mode: string, value: unknown): IDataObject => ({
	__rl: true,
	mode,
	value: value as string,
});

/** A resource locator by id. */
export const byId = (record: StoredRecord | string): IDataObject =>
	locator('id', typeof record === 'string' ? record : record.id);

/** A resource locator whose id is the result of an expression. */
export const byExpression = (expression: string, mode = 'id'): IDataObject =>
	locator(mode, expression);

/** A resource locator by exact name. */
export const byName = (name: string): IDataObject => locator('name', name);

/** A mapping that takes input fields by their names. */
export const automatic = (...matchingColumns: string[]): IDataObject => ({
	mappingMode: 'autoMapInputData',
	value: null,
	matchingColumns,
	schema: [],
});

/** A mapping of each column by hand. */
export const mapped = (value: IDataObject, ...matchingColumns: string[]): IDataObject => ({
	mappingMode: 'defineBelow',
	value,
	matchingColumns,
	schema: [],
});

/** The settings of Create or Update by their names: two stand beside the columns, the others in Options. */
export const upsertSettings = ({
	dryRun,
	neverOverwriteWithEmpty,
	...options
}: IDataObject): IDataObject => ({
	...(dryRun !== undefined && { dryRun }),
	...(neverOverwriteWithEmpty !== undefined && { neverOverwriteWithEmpty }),
	options,
});
