/** What an item says of the record that it creates or changes: in fields, or in columns where a type says which there are. */
import type { Values } from '../../resources/schema/attribute';
import type { Parents } from '../../records/lookups';
import type { Session } from '../../records/session';
import { organizationId } from './locator';
import { organizationOfNew, readMapped } from './mapping';
import { readValues } from './values';

/** The attributes that an item sets, converted; see `readValues` and `readMapped`. */
export const readGiven = async (
	item: Session,
	action: 'create' | 'update',
	parents: Parents,
): Promise<Values> =>
	item.resource.typedBy
		? await readMapped(item, action, parents)
		: await readValues(item, action, parents);

/** The organization that a new record is to belong to. */
export const ownerOfNew = async (item: Session): Promise<string | undefined> =>
	item.resource.typedBy ? await organizationOfNew(item) : await organizationId(item);
