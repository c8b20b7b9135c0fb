/**
 * The values for the record that an item creates or changes: from fields, or from columns if the fields depend on a
 * type.
 */
import type { Values } from '../../resources/schema/attribute';
import type { Parents } from '../../records/lookups';
import type { Session } from '../../records/session';
import { organizationId } from './locator';
import { organizationOfNew, readMapped } from './mapping';
import { readValues } from './values';

/** The attributes of an item, converted; see `readValues` and `readMapped`. */
export const readGiven = async (
	item: Session,
	action: 'create' | 'update',
	parents: Parents,
): Promise<Values> =>
	item.resource.typedBy
		? await readMapped(item, action, parents)
		: await readValues(item, action, parents);

/** The organization for a new record. */
export const ownerOfNew = async (item: Session): Promise<string | undefined> =>
	item.resource.typedBy ? await organizationOfNew(item) : await organizationId(item);
