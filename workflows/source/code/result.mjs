import { memoryOf } from './memory.mjs';
import { digestOf } from './digest.mjs';
import { changesOf } from './changes.mjs';
import { inOrder } from './steps.mjs';

/** @typedef {import('./changes.mjs').Answer} Answer */
/** @typedef {import('./changes.mjs').Plan} Plan */
/** @typedef {import('./changes.mjs').Settings} Settings */

/** @param {Answer} answer @param {string} label */
const failureOf = ({ error, message }, label) => {
	const said =
		typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
	return `${label}: ${[said, message].filter(Boolean).join('. ')}`;
};

/**
 * What the run did, what is to be told, and what the next run has to know.
 * @param {{ sync: string, settings: Settings, plan: Plan, preview: Answer[], written: Answer[] | Record<string, Answer[]>, rows: import('./memory.mjs').MemoryRow[], began: number, now: number }} run
 * `written` are the answers in the order of the items, or by the step that each item is for
 * @returns {object} one item: counts, digest, review, failed; `remember`, `forget` and `run` for the memory, empty in a dry run
 */
export const resultOf = ({ sync, settings, plan, preview, written, rows, began, now }) => {
	const memory = memoryOf(rows);
	const { items, stopped, changes } = changesOf({ settings, plan, preview, rows, began, now });
	const writes = !settings.dryRun && !stopped;
	const answered = Array.isArray(written) ? written : inOrder(items, written);
	const writtenOf = new Map(items.map(({ key }, at) => [key, answered[at]]));
	/** The last word on each item: what the write answered, or else the look before it. */
	const answers = plan.items.map(({ key }, at) => writtenOf.get(key) ?? preview[at] ?? {});
	const failed = answers.flatMap((answer, at) =>
		answer.error ? [failureOf(answer, plan.items[at]?.label ?? '')] : [],
	);
	/** @type {Record<string, number>} */
	const done = {};
	for (const { _action } of answers) if (_action) done[_action] = (done[_action] ?? 0) + 1;
	const fresh = plan.findings.filter(({ key }) => !memory.reported.has(key));
	const open = new Set(plan.findings.map(({ key }) => key));
	/** A record that was there already and was left alone is nobody's yet. */
	const made = plan.items.flatMap(({ key, stamp }, at) => {
		const { id, _action, error } = answers[at] ?? {};
		return id && !error && _action !== 'skipped'
			? [{ key, id: stamp ? `${id} ${String(stamp)}` : id }]
			: [];
	});
	const latest = new Map([...(plan.known ?? []), ...made].map(({ key, id }) => [key, id]));
	const ids = [...latest].flatMap(([key, id]) => (memory.ids.get(key) === id ? [] : [{ key, id }]));
	const row = (
		/** @type {string} */ kind,
		/** @type {string} */ key,
		/** @type {string} */ value,
	) => ({ sync, kind, key, value });
	return {
		dry_run: settings.dryRun,
		stopped,
		...plan.counts,
		...done,
		changes,
		failed,
		review: plan.findings.map(({ kind, key, text }) => ({
			kind,
			key,
			text,
			new: !memory.reported.has(key),
		})),
		worth_telling:
			failed.length > 0 || stopped !== '' || fresh.length > 0 || (writes && changes > 0),
		digest: digestOf({
			counts: { ...plan.counts, ...done },
			fresh,
			known: plan.findings.length - fresh.length,
			failed,
			stopped,
		}),
		remember: writes
			? [
					...ids.map(({ key, id }) => row('id', key, id)),
					...fresh.map(({ key, text }) => row('reported', key, text.slice(0, 250))),
				]
			: [],
		forget: writes
			? [
					...ids.flatMap(({ key }) => memory.rows.get(key) ?? []),
					...[...memory.reported].flatMap(([key, id]) => (open.has(key) ? [] : [id])),
				].map((id) => ({ id }))
			: [],
		run: {
			started: new Date(began).toISOString(),
			ended: new Date(now).toISOString(),
			count: plan.count,
		},
	};
};
