/** What the model tests play: runs, edits behind the node's back, trouble on the line. */
import type { AssumptionName, Attributes, Fault, Profile } from '../../sandbox';

/** A column's value; undefined where the column is mapped and gives nothing. */
export type Row = Readonly<Record<string, unknown>>;

export interface Options {
	writeMode?: 'createAndUpdate' | 'createOnly' | 'updateOnly';
	ifSeveralMatch?: 'fail' | 'oldest' | 'all';
	emptyMatch?: 'fail' | 'nextKey';
	ifNamesDiffer?: 'fail' | 'rename';
	neverOverwriteWithEmpty?: boolean;
	neverTouch?: readonly string[];
	replaceAll?: readonly string[];
	invalidEmails?: 'fail' | 'drop';
	passwordValue?: 'create' | 'compare' | 'write';
	generateValue?: boolean;
	createInBulk?: boolean;
	reportOnlyChanges?: boolean;
}

/** Trouble as plain data, so that a counterexample can be read and copied. */
export type Trouble = Pick<Fault, 'kind' | 'method' | 'after' | 'times' | 'status'>;

export interface Run {
	step: 'run';
	/** Position of the key in the subject's list. */
	key: number;
	input: readonly Row[];
	/** The organization chosen for all items; undefined where the column Organization says it. */
	organization?: number;
	options: Options;
	/** Columns by hand, or all fields of the input that are called like one. */
	mapping: 'defineBelow' | 'autoMapInputData';
	dryRunFirst: boolean;
	onError: 'continueRegularOutput' | 'continueErrorOutput' | 'stopWorkflow';
	trouble: readonly Trouble[];
}

export interface Insert {
	step: 'insert';
	organization: number;
	attributes: Attributes;
	psa: boolean;
}

export interface Change {
	step: 'change';
	which: number;
	attributes: Attributes;
}

export interface Remove {
	step: 'remove';
	which: number;
}

export type Edit = Insert | Change | Remove;

export type Step = Run | Edit;

export interface Script {
	profile: Profile;
	/** Assumptions that are the opposite of what the profile has. */
	flipped: readonly AssumptionName[];
	before: readonly Insert[];
	steps: readonly Step[];
}

/** How many organizations there are; `#organization 2` is the id of the last. */
export const ORGANIZATION_NAMES = ['North Example', 'South Example', 'West Example, Ltd'] as const;
