import { attributeName, byNameFilter } from './common';
import type { Resource } from './resource';

/** The properties that every table needs. The defaults of the rest fit a list of names that is only read. */
type Table = Pick<Resource, 'name' | 'type' | 'label' | 'plural' | 'routes'> & Partial<Resource>;

/** Makes a resource from its table and the defaults. */
export const defineResource = (table: Table): Resource => ({
	scoped: false,
	psaOwned: false,
	attributes: [],
	readOnly: [],
	filters: [],
	sorts: [],
	includes: [],
	naturalKeys: [],
	operations: ['get', 'getAll'],
	// Reference 5.33: light resources 1000, with includes 200.
	pageSize: { plain: 1000, withIncludes: 200 },
	deleteNotice: '',
	nameOf: attributeName,
	nameFilters: byNameFilter,
	options: [],
	toolFields: ['name'],
	...table,
});
