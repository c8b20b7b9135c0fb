/** @typedef {{ brakeRecords: number, brakePercent: number }} BrakeSettings */

/**
 * The safety brake: a run that would change very much, or whose source has shrunk, is stopped before it writes.
 * @param {{ changes: number, count: number, before: number | undefined }} run `count` records now, `before` in the last run
 * @param {BrakeSettings} settings 0 turns a limit off
 * @returns {string} why it stops, or ''
 */
export const brakeOf = ({ changes, count, before }, { brakeRecords, brakePercent }) => {
	if (brakeRecords > 0 && changes > brakeRecords)
		return `It would create or change ${changes} records, more than brakeRecords (${brakeRecords}) in Settings. Look at Preview. If all is right, raise the number for one run.`;
	const shrunk = before ? Math.round((100 * (before - count)) / before) : 0;
	return brakePercent > 0 && shrunk > brakePercent
		? `The source gave ${count} records, ${before} in the last run. That is ${shrunk} percent less, more than brakePercent (${brakePercent}) in Settings. Check the source.`
		: '';
};
