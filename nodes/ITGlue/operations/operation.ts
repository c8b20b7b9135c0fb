import type { OperationFacts } from '../resources/schema/operation';
import type { Run } from '../run/run';

/** An operation: what it is called, and what it does with all input items of a run. */
export interface Operation extends OperationFacts {
	run: (run: Run) => Promise<void>;
}
