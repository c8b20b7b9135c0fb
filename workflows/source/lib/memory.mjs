/** The memory of all syncs: one data table, which the first run makes. */

/** @typedef {import('./build.mjs').NodeBody} NodeBody */

/** The data table of all syncs. */
export const TABLE = 'IT Glue Sync Memory';
const TABLE_LOCATOR = { __rl: true, mode: 'name', value: TABLE };
const COLUMNS = ['sync', 'kind', 'key', 'value'];

/** @type {(parameters: object, rest?: Record<string, unknown>) => NodeBody} */
const dataTable = (parameters, rest = {}) => ({
	parameters,
	type: 'n8n-nodes-base.dataTable',
	typeVersion: 1.1,
	...rest,
});

const schema = COLUMNS.map((id) => ({
	id,
	displayName: id,
	required: false,
	defaultMatch: false,
	display: true,
	type: 'string',
	readOnly: false,
	removed: false,
}));

const rowOf = (/** @type {Record<string, string>} */ value) => ({
	mappingMode: 'defineBelow',
	value,
	matchingColumns: [],
	schema,
	attemptToConvertTypes: false,
	convertFieldsToString: false,
});

/** @type {(...conditions: Array<[string, string]>) => object} */
const where = (...conditions) => ({
	matchType: 'allConditions',
	filters: {
		conditions: conditions.map(([keyName, keyValue]) => ({ keyName, condition: 'eq', keyValue })),
	},
});

/** @type {(sync: string) => NodeBody} */
export const readMemory = (sync) =>
	dataTable(
		{
			operation: 'get',
			dataTableId: TABLE_LOCATOR,
			...where(['sync', sync]),
			returnAll: true,
		},
		{ alwaysOutputData: true, executeOnce: true },
	);

export const makeMemory = () =>
	dataTable(
		{
			resource: 'table',
			operation: 'create',
			tableName: TABLE,
			columns: { column: COLUMNS.map((name) => ({ name, type: 'string' })) },
			options: { createIfNotExists: true },
		},
		{ executeOnce: true },
	);

/** @type {(sync: string, value: string) => NodeBody} */
export const markRun = (sync, value) =>
	dataTable(
		{
			operation: 'upsert',
			dataTableId: TABLE_LOCATOR,
			...where(['sync', sync], ['kind', 'run']),
			columns: rowOf({ sync, kind: 'run', key: 'last', value }),
			options: {},
		},
		{ executeOnce: true },
	);

/** Adds rows as they come. */
export const remember = () =>
	dataTable({
		operation: 'insert',
		dataTableId: TABLE_LOCATOR,
		columns: { mappingMode: 'autoMapInputData', value: {}, matchingColumns: [], schema },
		options: { optimizeBulk: true },
	});

/** Deletes rows by their number. */
export const forget = () =>
	dataTable({
		operation: 'deleteRows',
		dataTableId: TABLE_LOCATOR,
		...where(['id', '={{ $json.id }}']),
		options: {},
	});
