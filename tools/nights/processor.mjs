/** The processor time of n8n with its task runner: unlike the clock, it hardly depends on what else the machine does. */
import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks in a second, as Linux shows them to programs. */
const TICKS = 100;

/** @param {string} process @returns {{ group: number, ticks: number } | undefined} nothing where it has just ended */
const statOf = (process) => {
	try {
		// The name in brackets may hold blanks; what follows it does not.
		const text = readFileSync(`/proc/${process}/stat`, 'utf8');
		const fields = text
			.slice(text.lastIndexOf(')') + 2)
			.split(' ')
			.map(Number);
		return { group: fields[2] ?? 0, ticks: (fields[11] ?? 0) + (fields[12] ?? 0) };
	} catch {
		return undefined;
	}
};

/**
 * @param {number | undefined} head of the group of processes
 * @returns {number} seconds since they were started; 0 where the system does not say
 */
export const processorSeconds = (head) => {
	if (process.platform !== 'linux' || head === undefined) return 0;
	const stats = readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.flatMap((name) => statOf(name) ?? []);
	return stats.reduce((sum, { group, ticks }) => sum + (group === head ? ticks : 0), 0) / TICKS;
};
