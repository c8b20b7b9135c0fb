/** A full window is tested only while this part of it remains: later the API may have room again. */
const FRESH = 0.5;
/** The API sends a 429 at once; a request without one after this time was accepted. */
const ANSWER_MS = 2000;
/** After the limit was raised, this many times more requests are tried. */
const STEP_FACTOR = 4;
/** How long a limit is used after a test confirmed it; twice as long each time. */
const TRUST_MS = 10_000;

/** A request that was sent, with its position among all. */
export interface Sent {
	serial: number;
	at: number;
}

/** How much longer one request may need to reach the API than another. */
const JITTER_MS = 200;

/**
 * The length of a window: the time since its start plus the time that a 429 named, and a little more, so that requests
 * that overtake each other do not exceed it.
 *
 * Retry-After in seconds is rounded up (RFC 9110 knows whole seconds only), so the sum is up to a second too long: a
 * fifth of a window of five seconds. Windows are usually whole seconds long, so the sum is rounded down until the API
 * disproves it.
 */
export class Span {
	private isWhole: boolean;

	constructor(
		private readonly elapsedMs: number,
		private readonly namedMs: number,
		private readonly longestMs: number,
	) {
		this.isWhole = namedMs % 1000 === 0;
	}

	get ms(): number {
		const sum = this.elapsedMs + this.namedMs;
		const guess = this.isWhole ? Math.floor(sum / 1000) * 1000 : sum;
		return Math.min(this.longestMs, guess + JITTER_MS);
	}

	/** Uses the sum without rounding. @returns false if it was used already */
	widen(): boolean {
		const before = this.ms;
		this.isWhole = false;
		return this.ms > before;
	}
}

/**
 * A stricter limit than the documented one, calculated from a 429: this number of requests in this time.
 *
 * It is only a guess. Other senders with the same account may have caused the 429, and the guess would then slow down
 * everything for nothing. So when the window is full, one more request is sent as a test. If it is refused, the guess
 * was right; if not, the limit is raised and tested again with four, sixteen, sixty-four requests.
 */
export class Rate {
	private readonly counted = new Map<number, number>();

	/** When a test request beyond the limit was sent; undefined once its result is known. */
	private doubtedAt?: number;

	private step = 1;

	private trustMs = TRUST_MS;

	private trustedUntil = 0;

	constructor(
		private limit: number,
		private readonly window: Span,
		private readonly learnedFrom: Sent,
		sent: Sent[],
	) {
		for (const { serial, at } of sent) this.counted.set(serial, at);
	}

	/** Whether another request may be sent. */
	hasRoom(now: number): boolean {
		this.forget(now);
		this.settle(now);
		const { size } = this.counted;
		if (size < this.limit) return true;
		return size < this.limit + this.step && this.mayDoubt(now);
	}

	/** When there is room according to the window; a test may allow a request earlier. */
	roomAt(now: number): number {
		if (this.hasRoom(now)) return now;
		const [oldest = now] = this.counted.values();
		return oldest + this.window.ms;
	}

	note({ serial, at }: Sent): void {
		if (this.counted.size >= this.limit) this.doubtedAt = at;
		this.counted.set(serial, at);
	}

	/** Handles a 429. `first`: no other 429 is being waited for. */
	refused({ serial, at }: Sent, first: boolean): void {
		this.counted.delete(serial);
		// Answers may arrive in another order than requests: a request that seemed accepted was refused.
		if (serial < this.learnedFrom.serial) return this.lower();
		// A test request may have overtaken an earlier request, so the refused one need not be the test request.
		if (this.doubtedAt !== undefined) return this.trust(at);
		if (first && !this.window.widen()) this.lower();
	}

	private lower(): void {
		this.limit = Math.max(1, this.limit - 1);
	}

	private trust(now: number): void {
		this.doubtedAt = undefined;
		this.step = 1;
		this.trustedUntil = now + this.trustMs;
		this.trustMs *= 2;
	}

	/** Raises the limit if test requests beyond it were accepted. */
	private settle(now: number): void {
		if (this.doubtedAt === undefined || now < this.doubtedAt + ANSWER_MS) return;
		this.limit += this.step;
		this.step *= STEP_FACTOR;
		this.doubtedAt = undefined;
	}

	private mayDoubt(now: number): boolean {
		const [oldest = now] = this.counted.values();
		return now >= this.trustedUntil && now - oldest <= this.window.ms * FRESH;
	}

	private forget(now: number): void {
		for (const [serial, at] of this.counted) {
			if (at + this.window.ms > now) return;
			this.counted.delete(serial);
		}
	}
}
