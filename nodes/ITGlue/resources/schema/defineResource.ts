import { attributeName, byNameFilter } from './common';
import type { Resource } from './resource';

/** What every table says; of the rest what is not said is as for a list of names that is only read. */
type Table = Pick<Resource, 'name' | 'type' | 'label' | 'plural' | 'routes'> & Partial<Resource>;

/** A resource from its table, with what goes without saying. */
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
