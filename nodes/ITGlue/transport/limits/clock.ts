import { sleep } from 'n8n-workflow';

/** Time as the transport sees it, so that tests can wait without waiting. */
export interface Clock {
	now(): number;
	sleep(ms: number): Promise<void>;
	/** A number from 0 (included) to 1 (excluded), for jitter. */
	random(): number;
}

export const systemClock: Clock = {
	now: () => Date.now(),
	sleep: async (ms) => await sleep(ms),
	random: () => Math.random(),
};

/**
 * The longest single sleep. n8n's `sleep` cannot be aborted and timers are banned in nodes, so
 * every wait is cut into slices between which the cancel signal is looked at.
 */
export const SLICE_MS = 200;

/**
 * Waits `ms` in slices.
 *
 * @returns true when all of it was waited, false as soon as `over` says that waiting is pointless
 */
export async function pause(clock: Clock, ms: number, over: () => boolean): Promise<boolean> {
	const end = clock.now() + ms;
	for (;;) {
		if (over()) return false;
		const left = end - clock.now();
		if (left <= 0) return true;
		await clock.sleep(Math.min(SLICE_MS, left));
	}
}
