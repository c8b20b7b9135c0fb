import { kebab } from '../text/spelling';
import type { Resource } from '../resources/schema/resource';
import { sameText } from '../text/same';
import type { JsonApiRecord } from '../transport';

/** Whether a record is retired, by its flag or its status. */
export function isArchived({ archive }: Resource, { attributes }: JsonApiRecord): boolean {
	if (!archive) return false;
	if (archive.by === 'flag') return attributes[kebab(archive.attribute)] === true;
	const status = attributes[kebab(archive.attribute.replace(/_id$/, '_name'))];
	return sameText(status, archive.retired);
}
