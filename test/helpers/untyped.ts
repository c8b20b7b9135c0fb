/**
 * The resources whose table says all of their attributes. What a flexible asset holds, its type says: the tests of hostile
 * input and of secrets make one first (typed.ts); those that are generated attribute by attribute leave it out, and it has
 * tests of its own (test/integration/behaviour/flexible*, test/model/flexible*).
 */
import { RESOURCES } from '../../nodes/ITGlue/resources';
import type { Resource } from '../../nodes/ITGlue/resources/schema/resource';

export const UNTYPED: readonly Resource[] = RESOURCES.filter(
	({ typedBy }) => typedBy === undefined,
);
