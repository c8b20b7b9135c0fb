import type { OperationFacts } from '../resources/schema/operation';
import type { Run } from '../run/run';

/** An operation: its facts, and the function that runs it for all input items of a run. */
export interface Operation extends OperationFacts {
	run: (run: Run) => Promise<void>;
}
