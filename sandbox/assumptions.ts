import { ASSUMPTIONS as list } from './assumptionList.cjs';

/**
 * Every behaviour of the sandbox that is neither official nor seen on a live tenant, or on which
 * the sources disagree. Each one has a switch (`startSandbox({assumptions: {name: value}})`); the
 * node has to be right, or fail clearly, with any of them flipped. Sections in `source` are those
 * of the project's API reference. The list itself is shared with `npm run live-check`.
 */
export interface Assumption {
	name: AssumptionName;
	/** What holds while the switch is true. */
	statement: string;
	source: string;
	/** Value in the strict profile. */
	default: boolean;
	/** Value in the seed profile, where it differs. */
	seed?: boolean;
	/** How `npm run live-check` finds out about a real account, or why it cannot. */
	live: 'read' | 'write' | { untestable: string };
}

export type AssumptionName = (typeof list)[number]['name'];

/** All assumptions with the value they have unless flipped. */
export const ASSUMPTIONS: readonly Assumption[] = list;

/**
 * The switches as they stand for one sandbox.
 * @param profile decides the defaults
 * @param flipped values that replace them
 */
export function switches(
	profile: 'strict' | 'seed',
	flipped: Partial<Record<AssumptionName, boolean>> = {},
): Record<AssumptionName, boolean> {
	const values = ASSUMPTIONS.map((assumption): [AssumptionName, boolean] => {
		const standard =
			profile === 'seed' ? (assumption.seed ?? assumption.default) : assumption.default;
		return [assumption.name, flipped[assumption.name] ?? standard];
	});
	return Object.fromEntries(values) as Record<AssumptionName, boolean>;
}
