import { LOOKUPS } from '../resources/lookups';
import type { LookupName } from '../resources/schema/attribute';

const pascal = (label: string): string => label.replace(/\s+/g, '');

/** Name of the method that fills a drop-down: `getContactTypes`. */
export const loadMethod = (lookup: LookupName): string => `get${pascal(LOOKUPS[lookup].plural)}`;

/** Name of the method that fills a drop-down with a default entry: `getContactTypesOrDefault`. */
export const loadMethodOrDefault = (lookup: LookupName): string => `${loadMethod(lookup)}OrDefault`;

/** Name of the method that lists the columns of a mapping. */
export const COLUMNS_METHOD = 'getColumns';

/** Name of the method that lists the fields of the chosen type. */
export const FIELDS_METHOD = 'getFieldsOfType';

/** Name of the method that searches a list: `searchOrganizations`. */
export const searchMethod = (plural: string): string => `search${pascal(plural)}`;
