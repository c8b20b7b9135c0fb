/** Does something when a request arrives at a sandbox. */
import type { JournalEntry, Sandbox } from '../../sandbox';

/**
 * Calls `react` for each request before it is handled; the first one is number 1.
 *
 * The journal is written first of all, so that is where to listen. It lasts until the sandbox is handed on.
 */
export function beforeEachRequest(
	{ journal }: Sandbox,
	react: (entry: JournalEntry, number: number) => void,
): void {
	let count = 0;
	journal.push = (...entries: JournalEntry[]): number => {
		for (const entry of entries) {
			count += 1;
			react(entry, count);
			journal[journal.length] = entry;
		}
		return journal.length;
	};
}

/** Listens no longer. */
export function stopListening({ journal }: Sandbox): void {
	journal.push = Array.prototype.push;
}
