/** @typedef {{ id?: number, sync?: string, kind?: string, key?: string, value?: string }} MemoryRow */
/** @typedef {{ started: string, ended: string, count: number }} LastRun */
/** @typedef {{ ids: Map<string, string>, reported: Map<string, number>, rows: Map<string, number>, run: LastRun | undefined }} Memory */

/**
 * What the data table knows of earlier runs.
 * @param {MemoryRow[]} rows
 * @returns {Memory} ids of IT Glue by id of the other system; the rows of what was reported; the rows of the ids; the last run
 */
export const memoryOf = (rows) => {
	const known = rows.filter(({ kind }) => kind !== undefined);
	const of = (/** @type {string} */ kind) => known.filter((row) => row.kind === kind);
	const [run] = of('run');
	return {
		ids: new Map(of('id').map(({ key = '', value = '' }) => [key, value])),
		reported: new Map(of('reported').map(({ key = '', id = 0 }) => [key, id])),
		rows: new Map(of('id').map(({ key = '', id = 0 }) => [key, id])),
		run: run === undefined ? undefined : JSON.parse(run.value || '{}'),
	};
};

/**
 * Checks for a run that overlaps this one: it is still running, or it ended after this one began to read.
 * A killed run never ends, so a run counts as running for a few hours only.
 * @param {LastRun | undefined} run
 * @param {{ now: number, began: number, hours: number }} times milliseconds
 * @returns {string} why this run must not write, or ''
 */
export const overlapOf = (run, { now, began, hours }) => {
	if (run === undefined || !run.started) return '';
	const started = Date.parse(run.started);
	if (!run.ended && now - started < hours * 3_600_000)
		return `Another run began at ${run.started} and has not ended. Wait for it. If it was killed, delete the row "run" in the data table.`;
	return run.ended && Date.parse(run.ended) > began
		? `Another run ended at ${run.ended}, after this one had read what there is. Run it again.`
		: '';
};
