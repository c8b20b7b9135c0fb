/**
 * Which resources take part in the tests that are made from tables. What a flexible asset holds, its type says. Where a
 * rule is about records as wholes, the type is made first (typed.ts) and flexible assets take part like all others: in
 * lists (generated/lists), where a record is named (generated/locate), in Get Many fed back (generated/upsertRoundTrip),
 * in the shape of the output (behaviour/simplifiedRecords), in the fault matrix, in hostile input and in secrets.
 *
 * They stay apart where a test goes through the attributes of a table one by one, for theirs are columns of a mapping and
 * have rules of their own: create, update, columns and keys of Create or Update, look-ups (a tag names its records within
 * a field), filters (those by field are compared by the node), the editor's fields, attributes as JSON (there is no such
 * field), and the assumptions about attributes. Those are in behaviour/flexible*, and test/model/flexible* changes random
 * assets of random types.
 */
import { RESOURCES } from '../../nodes/ITGlue/resources';
import type { Resource } from '../../nodes/ITGlue/resources/schema/resource';

/** The resources whose table says all of their attributes. */
export const UNTYPED: readonly Resource[] = RESOURCES.filter(
	({ typedBy }) => typedBy === undefined,
);

/** Those whose attributes a type says. */
export const TYPED: readonly Resource[] = RESOURCES.filter(({ typedBy }) => typedBy !== undefined);
