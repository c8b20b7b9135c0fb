/**
 * The resources whose table says all of their attributes. What a flexible asset holds, its type says: the tests that are
 * made from tables have no type to make one from, so it has tests of its own (test/integration/behaviour/flexible*).
 */
import { RESOURCES } from '../../nodes/ITGlue/resources';
import type { Resource } from '../../nodes/ITGlue/resources/schema/resource';

export const UNTYPED: readonly Resource[] = RESOURCES.filter(
	({ typedBy }) => typedBy === undefined,
);
