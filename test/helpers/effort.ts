/* eslint-disable @n8n/community-nodes/no-restricted-globals -- the process knows what it has used of the processor */
/** What a piece of work costs. */

/**
 * Runs something.
 *
 * @returns milliseconds that the processor spent on it; unlike those of a clock, they do not grow with what else the
 * machine does
 */
export function effortOf(work: () => void): number {
	const before = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}
