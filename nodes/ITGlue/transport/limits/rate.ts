/** So much of a window must still be ahead for a full one to be doubted: later the API may have room again. */
const FRESH = 0.5;
/** A 429 is answered at once; what got none by then was accepted. */
const ANSWER_MS = 2000;
/** How many times more requests are let through when a limit was raised. */
const STEP_FACTOR = 4;
/** How long a limit is kept to that was doubted and proved true; twice as long each time. */
const TRUST_MS = 10_000;

/** A request that was sent, by its position among all. */
export interface Sent {
	serial: number;
	at: number;
}

/** How much longer the way to the API may be for one request than for another. */
const JITTER_MS = 200;

/**
 * How long a window is that began some time ago and ends in the time that a 429 named, and a little
 * more, so that requests that overtake each other do not exceed it.
 *
 * Retry-After in seconds is rounded up (RFC 9110 knows whole seconds only), so the sum is up to a
 * second too long: a fifth of a window of five seconds. Windows are usually whole seconds long, so the
 * sum is rounded down, until the API disagrees.
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

	/** Takes the sum as it is. @returns false where it was taken already */
	widen(): boolean {
		const before = this.ms;
		this.isWhole = false;
		return this.ms > before;
	}
}

/**
 * A limit stricter than the documented one, worked out from a 429: so many requests in so long.
 *
 * It is only a guess. The 429 may have been due to what others sent with the same account, and
 * keeping to the guess would then slow everything down for nothing. So when the window is full one
 * request more is let through. If it is refused the guess was right; if not the limit is raised,
 * and doubted again by four, sixteen, sixty-four requests.
 */
export class Rate {
	private readonly counted = new Map<number, number>();

	/** When a request beyond the limit was sent, of which it is not known yet whether it is refused. */
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

	/** When there is room, as far as the window says; a doubt may make some earlier. */
	roomAt(now: number): number {
		if (this.hasRoom(now)) return now;
		const [oldest = now] = this.counted.values();
		return oldest + this.window.ms;
	}

	note({ serial, at }: Sent): void {
		if (this.counted.size >= this.limit) this.doubtedAt = at;
		this.counted.set(serial, at);
	}

	/** Takes note of a 429. `first`: no other one is being waited for. */
	refused({ serial, at }: Sent, first: boolean): void {
		this.counted.delete(serial);
		// Answers may come in another order than requests: one taken for accepted was not, after all.
		if (serial < this.learnedFrom.serial) return this.lower();
		// One beyond the limit may have overtaken one within it, so it need not be the one that is refused.
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

	/** Raises the limit when requests beyond it were accepted. */
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
