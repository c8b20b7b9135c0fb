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

/** Requests beyond the limit, let through to see whether they are refused. */
interface Doubt {
	/** The first of them. */
	serial: number;
	/** When the last of them was sent. */
	at: number;
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

	private doubt?: Doubt;

	private step = 1;

	private trustMs = TRUST_MS;

	private trustedUntil = 0;

	constructor(
		private limit: number,
		private readonly windowMs: number,
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

	note({ serial, at }: Sent): void {
		if (this.counted.size >= this.limit) this.doubt = { serial: this.doubt?.serial ?? serial, at };
		this.counted.set(serial, at);
	}

	/** Takes note of a 429. `first`: no other one is being waited for. */
	refused({ serial, at }: Sent, first: boolean): void {
		this.counted.delete(serial);
		if (this.doubt && serial >= this.doubt.serial) return this.trust(at);
		// Answers may come in another order than requests: an earlier one was not accepted after all.
		const isEarlier = serial < this.learnedFrom.serial;
		const isLater = first && serial > this.learnedFrom.serial;
		if (isEarlier || isLater) this.limit = Math.max(1, this.limit - 1);
	}

	private trust(now: number): void {
		this.doubt = undefined;
		this.step = 1;
		this.trustedUntil = now + this.trustMs;
		this.trustMs *= 2;
	}

	/** Raises the limit when requests beyond it were accepted. */
	private settle(now: number): void {
		if (this.doubt === undefined || now < this.doubt.at + ANSWER_MS) return;
		this.limit += this.step;
		this.step *= STEP_FACTOR;
		this.doubt = undefined;
	}

	private mayDoubt(now: number): boolean {
		const [oldest = now] = this.counted.values();
		return now >= this.trustedUntil && now - oldest <= this.windowMs * FRESH;
	}

	private forget(now: number): void {
		for (const [serial, at] of this.counted) {
			if (at + this.windowMs > now) return;
			this.counted.delete(serial);
		}
	}
}
