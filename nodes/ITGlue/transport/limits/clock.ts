import { sleep } from 'n8n-workflow';

/** The time source of the transport, so that tests do not really wait. */
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
 * The longest single sleep. n8n's `sleep` cannot be aborted and timers are forbidden in nodes, so every wait is cut
 * into slices, and the cancel signal is checked between them.
 */
export const SLICE_MS = 200;

/**
 * Waits `ms` in slices.
 *
 * @returns true after the whole time, false as soon as `over` returns true
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
