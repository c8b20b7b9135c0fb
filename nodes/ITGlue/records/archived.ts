import { at } from '../transport/jsonapi/record';
import type { Resource } from '../resources/schema/resource';
import { sameText } from '../text/same';
import type { JsonApiRecord } from '../transport';

/** Whether a record is archived, by its flag or its status. */
export function isArchived({ archive }: Resource, { attributes }: JsonApiRecord): boolean {
	if (!archive) return false;
	if (archive.by === 'flag') return at({ attributes }, archive.attribute) === true;
	const status = at({ attributes }, archive.attribute.replace(/_id$/, '_name'));
	return sameText(status, archive.retired);
}
