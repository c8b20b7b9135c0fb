/** What the seed profile of the sandbox has to try again of what was tried with the strict one. */
import type { Attribute } from '../../nodes/ITGlue/resources/schema/attribute';
import type { Resource } from '../../nodes/ITGlue/resources/schema/resource';
import type { Profile } from '../../sandbox';
import { resourcesFor } from '../../sandbox/resources';
import { kindOfAttribute } from './kinds';
import { untilShown } from './pairs';
import { collectionOf } from './tables';

/** Whether the two profiles take or show the attribute in different ways. */
function differs(resource: Resource, { name }: Attribute): boolean {
	const specOf = (profile: Profile) =>
		resourcesFor(profile)[collectionOf(resource)]?.attributes[name];
	const seed = specOf('seed');
	return seed?.seedOnly === true || JSON.stringify(seed) !== JSON.stringify(specOf('strict'));
}

/**
 * The attributes of a resource, or what belongs to them, that are tried in a profile: all in the strict one, and in the
 * other those that it treats otherwise, and one of each kind.
 */
export function inProfile<T>(
	profile: Profile,
	resource: Resource,
	rows: ReadonlyArray<[string, T]>,
	attributeOf: (row: T) => Attribute | undefined,
): Array<[string, T]> {
	const isNew = untilShown();
	return rows.filter(([, row]) => {
		const attribute = attributeOf(row);
		if (profile === 'strict' || attribute === undefined) return true;
		// Asked first, so that one that differs counts as the one of its kind, too.
		return isNew([kindOfAttribute(attribute)]) || differs(resource, attribute);
	});
}
