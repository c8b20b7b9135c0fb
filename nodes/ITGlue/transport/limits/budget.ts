import { createHash } from 'crypto';
import { SLICE_MS, systemClock } from './clock';
import type { Clock } from './clock';
import { Rate, Span } from './rate';
import type { Sent } from './rate';

/** Represents one execution; compared by identity only. */
export interface Owner {
	readonly label?: string;
}

/** The permission to send one request: its time, and its position among all requests of the budget. */
export type Ticket = Readonly<Sent>;

/** A ticket; or 'over' (no longer needed); or 'impatient' (queued for too long). */
export type Grant = Ticket | 'over' | 'impatient';

interface Waiter {
	owner: Owner;
	over: () => boolean;
	deadline: number;
	answer: (grant: Grant) => void;
}

export interface BudgetOptions {
	limit?: number;
	windowMs?: number;
	clock?: Clock;
}

/** 3000 requests in five minutes (api.itglue.com/developer), counted by account or by key. */
const LIMIT = 3000;
const WINDOW_MS = 5 * 60 * 1000;

/** Accepted requests in a row that are needed to calculate a limit; a shorter run depends too much on other senders. */
const RUN = 20;

/**
 * The requests that may be sent with one key, shared by all executions of this process. A sliding window. If it is
 * full, the execution with the fewest requests comes first, so that no execution takes more than half while another
 * waits.
 */
export class Budget {
	private readonly limit: number;

	private readonly windowMs: number;

	private readonly clock: Clock;

	/** Requests of the window, oldest first, beginning at `head`. */
	private sent: Array<{ at: number; owner: Owner }> = [];

	private head = 0;

	private readonly had = new Map<Owner, number>();

	private waiters: Waiter[] = [];

	private pumping = false;

	private pausedUntil = 0;

	/** A stricter limit than the documented one, and until when it is used. */
	private learned?: { rate: Rate; until: number };

	private serial = 0;

	/** The start of the run of requests since the last 429, and how many of its requests were refused. */
	private runOver = true;

	private runSerial = 0;

	private runStart = 0;

	private refusals = 0;

	private lastUse: number;

	constructor(options: BudgetOptions = {}) {
		this.limit = options.limit ?? LIMIT;
		this.windowMs = options.windowMs ?? WINDOW_MS;
		this.clock = options.clock ?? systemClock;
		this.lastUse = this.clock.now();
	}

	/**
	 * Asks for one request.
	 *
	 * @param over whether the caller no longer needs it (cancelled, stopped)
	 * @param patienceMs how long to queue for it
	 * @returns a ticket, 'over' or 'impatient'; never rejects
	 */
	async take(owner: Owner, over: () => boolean, patienceMs = Infinity): Promise<Grant> {
		const deadline = this.clock.now() + patienceMs;
		return await new Promise<Grant>((answer) => {
			this.waiters.push({ owner, over, deadline, answer });
			this.serve();
			if (!this.pumping && this.waiters.length > 0) void this.pump();
		});
	}

	/** Nobody sends anything for this time. */
	pauseFor(ms: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, this.clock.now() + ms);
	}

	/**
	 * Handles a 429 and pauses everybody who shares the key.
	 *
	 * If the API gave a waiting time, the limit can be calculated: its window began with the first request of this run,
	 * ends after the waiting time, and contains the accepted requests. The result is used only if the run is long
	 * enough and filled the window in a burst (otherwise the estimate would be far too low), and only as long as no
	 * request beyond it is accepted (see `Rate`). After a regular window without a 429 the documented limit is tried
	 * again.
	 *
	 * @param waitMs for how long nobody sends anything
	 * @param namedMs the waiting time that the API gave, if any
	 */
	refused(ticket: Ticket, waitMs: number, namedMs?: number): void {
		const now = this.clock.now();
		const first = now >= this.pausedUntil;
		const rate = this.rateAt(now);
		if (rate) this.keepTo(rate, ticket, first);
		else if (namedMs !== undefined && first) this.learn(ticket, namedMs);
		this.refusals += 1;
		this.pauseFor(waitMs);
		this.runOver = true;
	}

	private learn(ticket: Ticket, namedMs: number): void {
		const accepted = ticket.serial - this.runSerial - this.refusals;
		const elapsed = ticket.at - this.runStart;
		if (accepted < RUN || elapsed > namedMs) return;
		const others = this.run().filter(({ serial }) => serial !== ticket.serial);
		const rate = new Rate(accepted, new Span(elapsed, namedMs, this.windowMs), ticket, others);
		this.learned = { rate, until: this.clock.now() + this.windowMs };
	}

	private keepTo(rate: Rate, ticket: Ticket, first: boolean): void {
		rate.refused(ticket, first);
		this.learned = { rate, until: this.clock.now() + this.windowMs };
	}

	/** The requests since the last 429. */
	private run(): Sent[] {
		const count = this.serial - this.runSerial;
		return this.sent
			.slice(-count)
			.map(({ at }, place, run) => ({ at, serial: this.serial - run.length + place }));
	}

	/** The stricter limit, if one is in use. */
	private rateAt(now: number): Rate | undefined {
		return this.learned && this.learned.until > now ? this.learned.rate : undefined;
	}

	/** How long nobody has asked this budget for a request, in milliseconds; 0 while somebody waits. */
	idleMs(): number {
		return this.waiters.length > 0 ? 0 : this.clock.now() - this.lastUse;
	}

	/** Requests sent within the window. */
	get used(): number {
		this.forget(this.clock.now());
		return this.sent.length - this.head;
	}

	private async pump(): Promise<void> {
		this.pumping = true;
		while (this.waiters.length > 0) {
			await this.clock.sleep(this.untilNext());
			this.serve();
		}
		this.pumping = false;
	}

	private untilNext(): number {
		const now = this.clock.now();
		const wait = Math.max(this.pausedUntil, this.roomAt(now)) - now;
		return Math.min(SLICE_MS, Math.max(1, wait));
	}

	/** When the next request may be sent. */
	private roomAt(now: number): number {
		const oldest = this.sent[this.head];
		const isFull = oldest !== undefined && this.sent.length - this.head >= this.limit;
		const free = isFull ? oldest.at + this.windowMs : now;
		return Math.max(free, this.rateAt(now)?.roomAt(now) ?? now);
	}

	private serve(): void {
		const now = this.clock.now();
		this.lastUse = now;
		this.forget(now);
		this.dismiss(now);
		if (now < this.pausedUntil) return;
		while (this.waiters.length > 0 && this.hasRoom(now)) this.grant(this.next(), now);
	}

	private dismiss(now: number): void {
		const staying: Waiter[] = [];
		for (const waiter of this.waiters) {
			if (waiter.over()) waiter.answer('over');
			else if (now >= waiter.deadline) waiter.answer('impatient');
			else staying.push(waiter);
		}
		this.waiters = staying;
	}

	/** The place in the queue of the execution with the fewest requests; of several, the one that came first. */
	private next(): number {
		let best = 0;
		let least = Infinity;
		this.waiters.forEach(({ owner }, place) => {
			const had = this.had.get(owner) ?? 0;
			if (had < least) [best, least] = [place, had];
		});
		return best;
	}

	private grant(place: number, now: number): void {
		for (const { owner, answer } of this.waiters.splice(place, 1)) {
			if (this.runOver) this.beginRun(now);
			this.sent.push({ at: now, owner });
			this.had.set(owner, (this.had.get(owner) ?? 0) + 1);
			const ticket = { at: now, serial: this.serial };
			this.rateAt(now)?.note(ticket);
			this.serial += 1;
			answer(ticket);
		}
	}

	private beginRun(now: number): void {
		this.runOver = false;
		this.runSerial = this.serial;
		this.runStart = now;
		this.refusals = 0;
	}

	private hasRoom(now: number): boolean {
		if (this.sent.length - this.head >= this.limit) return false;
		return this.rateAt(now)?.hasRoom(now) ?? true;
	}

	private forget(now: number): void {
		for (;;) {
			const oldest = this.sent[this.head];
			if (oldest === undefined || oldest.at + this.windowMs > now) break;
			this.head += 1;
			const left = (this.had.get(oldest.owner) ?? 1) - 1;
			if (left > 0) this.had.set(oldest.owner, left);
			else this.had.delete(oldest.owner);
		}
		if (this.head > 1000 || this.head === this.sent.length) {
			this.sent = this.sent.slice(this.head);
			this.head = 0;
		}
	}
}

const budgets = new Map<string, Budget>();

/**
 * The budget of one key at one address, the same for every execution of this process. Found by a hash, so that no
 * global map contains a key; budgets that are unused for two windows are dropped.
 */
export function sharedBudget(apiKey: string, baseUrl: string): Budget {
	for (const [id, budget] of budgets) {
		if (budget.idleMs() > 2 * WINDOW_MS) budgets.delete(id);
	}
	const id = createHash('sha256').update(`${baseUrl}\n${apiKey}`).digest('hex');
	const budget = budgets.get(id) ?? new Budget();
	budgets.set(id, budget);
	return budget;
}
