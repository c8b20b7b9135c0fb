import { memoryOf, overlapOf } from './memory.mjs';
import { brakeOf } from './brake.mjs';

/** @typedef {{ _action?: string, error?: unknown, message?: string, id?: string, name?: string, [name: string]: unknown }} Answer */
/** @typedef {{ key: string, label: string, [column: string]: unknown }} Wanted */
/** @typedef {import('./digest.mjs').Finding} Finding */
/** @typedef {{ items: Wanted[], findings: Finding[], counts: Record<string, number>, count: number, known?: Array<{ key: string, id: string }> }} Plan `known`: what the memory has to know although nothing is written to it */
/** @typedef {{ dryRun: boolean, runHours: number, brakeRecords: number, brakePercent: number, [name: string]: unknown }} Settings */

/** What a look before the write says of records that would be written. */
const WOULD = ['would_create', 'would_update'];

/**
 * What may be written, and what keeps the run from it.
 * @param {{ settings: Settings, plan: Plan, preview: Answer[], rows: import('./memory.mjs').MemoryRow[], began: number, now: number }} run
 * `preview` answers the items of the plan, one each; `rows` are those of the memory as they are now
 * @returns {{ items: Wanted[], stopped: string, changes: number }}
 */
export const changesOf = ({ settings, plan, preview, rows, began, now }) => {
	const { run } = memoryOf(rows);
	const items = plan.items.filter((_item, at) => WOULD.includes(preview[at]?._action ?? ''));
	const stopped =
		overlapOf(run, { now, began, hours: settings.runHours }) ||
		brakeOf({ changes: items.length, count: plan.count, before: run?.count }, settings);
	return { items: stopped || settings.dryRun ? [] : items, stopped, changes: items.length };
};
