/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { Budget, sharedBudget, type Grant } from '../../../nodes/ITGlue/transport/limits/budget';
import { pause, type Clock } from '../../../nodes/ITGlue/transport/limits/clock';
import { Semaphore } from '../../../nodes/ITGlue/transport/limits/gate';

class TestClock implements Clock {
	time = 1_000_000;

	now(): number {
		return this.time;
	}

	async sleep(ms: number): Promise<void> {
		this.time += ms;
		await Promise.resolve();
	}

	random(): number {
		return 0.5;
	}
}

/** Time that goes on to the next moment somebody waits for, as soon as nothing else is left to do. */
class TimedClock implements Clock {
	private time = 1_000_000;

	private readonly waiting: Array<{ at: number; wake: () => void }> = [];

	private turns = 0;

	now(): number {
		return this.time;
	}

	async sleep(ms: number): Promise<void> {
		await new Promise<void>((wake) => {
			this.waiting.push({ at: this.time + ms, wake });
		});
	}

	/** The same numbers each time. */
	random(): number {
		this.turns += 1;
		return (this.turns * 0.618_034) % 1;
	}

	/** Lets time pass until the work is done. */
	async runUntil(work: Promise<unknown>): Promise<void> {
		let done = false;
		void work.then(() => {
			done = true;
		});
		for (;;) {
			await new Promise((resolve) => setImmediate(resolve));
			if (done) return;
			this.waiting.sort((a, b) => a.at - b.at);
			const next = this.waiting.shift();
			if (!next) throw new Error('Nothing is left to wait for');
			this.time = next.at;
			next.wake();
		}
	}
}

const never = (): boolean => false;

describe('the budget', () => {
	it('never grants more than the limit in any window', async () => {
		const clock = new TestClock();
		const budget = new Budget({ clock, limit: 10, windowMs: 1000 });
		const times: number[] = [];
		await Promise.all(
			Array.from({ length: 95 }, async (_each, place) => {
				const ticket = await budget.take({ label: `${place % 3}` }, never);
				if (typeof ticket !== 'string') times.push(ticket.at);
			}),
		);
		expect(times).toHaveLength(95);
		for (const from of times)
			expect(times.filter((at) => at >= from && at < from + 1000).length).toBeLessThanOrEqual(10);
		expect(clock.now()).toBeLessThan(1_000_000 + 10_000);
		clock.time += 5000;
		expect(budget.used).toBe(0);
	});

	it('serves first who has had least: the late one gets its half', async () => {
		const clock = new TestClock();
		const budget = new Budget({ clock, limit: 100, windowMs: 1000 });
		const greedy = { label: 'greedy' };
		const late = { label: 'late' };
		for (let count = 0; count < 100; count += 1) await budget.take(greedy, never);
		const order: string[] = [];
		const ask = async (owner: { label: string }): Promise<void> => {
			await budget.take(owner, never);
			order.push(owner.label);
		};
		await Promise.all([
			...Array.from({ length: 300 }, async () => await ask(greedy)),
			...Array.from({ length: 100 }, async () => await ask(late)),
		]);
		expect(order.slice(0, 100).filter((each) => each === 'late').length).toBeGreaterThanOrEqual(50);
		expect(order).toHaveLength(400);
	});

	it('remembers what an execution still has in the window when its first request leaves it', async () => {
		const clock = new TestClock();
		const budget = new Budget({ clock, limit: 4, windowMs: 1000 });
		const [many, few] = [{}, {}];
		await budget.take(many, never);
		clock.time += 500;
		for (const owner of [many, many, few]) await budget.take(owner, never);
		const order: string[] = [];
		await Promise.all([
			budget.take(many, never).then(() => order.push('many')),
			budget.take(few, never).then(() => order.push('few')),
		]);
		expect(order).toEqual(['few', 'many']);
	});

	it('fifty executions share evenly and none starves', async () => {
		const clock = new TestClock();
		const budget = new Budget({ clock, limit: 100, windowMs: 1000 });
		const had = new Map<number, number>();
		await Promise.all(
			Array.from({ length: 50 }, async (_each, owner) => {
				const who = {};
				for (let count = 0; count < 20; count += 1) {
					await budget.take(who, never);
					had.set(owner, (had.get(owner) ?? 0) + 1);
				}
			}),
		);
		expect([...had.values()]).toEqual(Array.from({ length: 50 }, () => 20));
	});

	it('lets go of those who no longer want it, or not so long', async () => {
		const clock = new TestClock();
		const budget = new Budget({ clock, limit: 1, windowMs: 10_000 });
		await budget.take({}, never);
		let cancelled = false;
		const waiting = [
			budget.take({}, () => cancelled),
			budget.take({}, never, 500),
			budget.take({}, never),
		];
		const early = await waiting[1];
		expect(early).toBe('impatient');
		cancelled = true;
		const grants: Array<Grant | undefined> = await Promise.all(waiting);
		expect(grants[0]).toBe('over');
		expect(grants[2]).toMatchObject({ serial: 1 });
		expect(budget.idleMs()).toBe(0);
	});

	it('pauses for everybody', async () => {
		const clock = new TestClock();
		const budget = new Budget({ clock });
		budget.pauseFor(5000);
		budget.pauseFor(100);
		await Promise.all([budget.take({}, never), budget.take({}, never)]);
		expect(clock.now()).toBe(1_005_000);
	});
});

describe('after a 429', () => {
	/** A service with a sliding window of 50 in 5 s, asked 1000 times, 20 at a time. */
	async function run(grain: number): Promise<{ took: number; refused: number; sent: number }> {
		const clock = new TestClock();
		const budget = new Budget({ clock });
		const accepted: number[] = [];
		let refused = 0;
		const gate = new Semaphore(20);
		const owner = {};
		const one = async (): Promise<void> => {
			for (;;) {
				const ticket = await budget.take(owner, never);
				if (typeof ticket === 'string') return;
				clock.time += 5;
				const now = clock.now();
				const counted = accepted.filter((at) => at > now - 5000);
				if (counted.length < 50) {
					accepted.push(now);
					return;
				}
				refused += 1;
				const wait = (counted[0] ?? now) + 5000 - now;
				const named = Math.ceil(wait / grain) * grain;
				budget.refused(ticket, named, named);
			}
		};
		const begun = clock.now();
		await Promise.all(Array.from({ length: 1000 }, async () => await gate.run(one)));
		return { took: clock.now() - begun, refused, sent: accepted.length + refused };
	}

	it.each([1, 1000])('learns the stricter limit (Retry-After in steps of %i ms)', async (grain) => {
		const { took, refused, sent } = await run(grain);
		expect(refused / sent).toBeLessThan(0.05);
		expect(took).toBeLessThanOrEqual(95_000 * 1.2);
	});

	/** A service that answers after some 80 ms, with a sliding window; `before`: what others had sent by then. */
	async function serve(
		limit: number,
		windowMs: number,
		requests: number,
		{ before = [], atOnce = 20 }: { before?: number[]; atOnce?: number } = {},
	): Promise<{ took: number; refused: number; first: number }> {
		const clock = new TimedClock();
		const budget = new Budget({ clock });
		const begun = clock.now();
		const accepted = before.map((at) => begun + at);
		const gate = new Semaphore(atOnce);
		const owner = {};
		let refused = 0;
		let first = 0;
		const one = async (): Promise<void> => {
			for (;;) {
				const ticket = await budget.take(owner, never);
				if (typeof ticket === 'string') throw new Error(ticket);
				await clock.sleep(20 + 40 * clock.random());
				const now = clock.now();
				while ((accepted[0] ?? now) <= now - windowMs) accepted.shift();
				const [oldest = now] = accepted;
				const isAccepted = accepted.length < limit;
				if (isAccepted) accepted.push(now);
				await clock.sleep(20 + 40 * clock.random());
				if (isAccepted) return;
				refused += 1;
				first ||= clock.now();
				const wait = Math.ceil((oldest + windowMs - now) / 1000) * 1000;
				budget.refused(ticket, wait, wait);
			}
		};
		const all = Promise.all(Array.from({ length: requests }, async () => await gate.run(one)));
		await clock.runUntil(all);
		return { took: clock.now() - begun, refused, first: first - begun };
	}

	it.each([20, 10, 5, 4])(
		'1,000 requests, %i at a time, at a limit of 50 in 5 s take hardly longer than it allows',
		async (atOnce) => {
			const { took, refused } = await serve(50, 5000, 1000, { atOnce });
			expect(refused / (1000 + refused)).toBeLessThan(0.05);
			expect(took).toBeLessThanOrEqual(95_000 * 1.1);
		},
	);

	it.each([3, 4, 5, 6, 7, 20])(
		'finds out that a window is not whole seconds long, %i requests at a time',
		async (atOnce) => {
			const { took, refused } = await serve(50, 5700, 1000, { atOnce });
			expect(refused / (1000 + refused)).toBeLessThan(0.05);
			expect(took).toBeLessThanOrEqual(19 * 5700 * 1.2);
		},
	);

	it.each([2, 8, 25, 100, 400])(
		'does not crawl where others used the limit up, all but %i of it',
		async (left) => {
			const others = Array.from({ length: 3000 - left }, () => -270_000);
			const { took, first } = await serve(3000, 300_000, 1000, { before: others });
			expect(first).toBeGreaterThan(0);
			// Half a minute until the others' requests are forgotten, and then as fast as it goes.
			expect(took).toBeLessThan(first + 31_000 + 15_000);
		},
	);

	it('keeps to a limit that proves true for as long as it does', async () => {
		for (const [limit, windowMs] of [
			[30, 3000],
			[300, 60_000],
		] as const) {
			const { took, refused } = await serve(limit, windowMs, 3000);
			expect(refused / (3000 + refused)).toBeLessThan(0.05);
			expect(took).toBeLessThanOrEqual((3000 / limit) * windowMs * 1.2);
		}
	});

	it('learns nothing where no time was named, or the window did not fill in a burst', async () => {
		for (const [wait, named, pace] of [
			[1000, undefined, 1],
			[1000, 1000, 100],
		] as const) {
			const clock = new TestClock();
			const budget = new Budget({ clock });
			let ticket: Grant = 'over';
			for (let count = 0; count < 60; count += 1) {
				ticket = await budget.take({}, never);
				clock.time += pace;
			}
			if (typeof ticket !== 'string') budget.refused(ticket, wait, named);
			clock.time += wait;
			const before = clock.now();
			for (let count = 0; count < 500; count += 1) await budget.take({}, never);
			expect(clock.now()).toBe(before);
		}
	});
});

describe('shared budgets', () => {
	it('are one for each key and address, and no longer there when unused', async () => {
		const one = sharedBudget('a', 'https://api.example.com');
		expect(sharedBudget('a', 'https://api.example.com')).toBe(one);
		expect(sharedBudget('b', 'https://api.example.com')).not.toBe(one);
		expect(sharedBudget('a', 'https://api.example.org')).not.toBe(one);
		await one.take({}, never);
		const later = Date.now() + 11 * 60_000;
		const now = jest.spyOn(Date, 'now').mockReturnValue(later);
		expect(sharedBudget('a', 'https://api.example.com')).not.toBe(one);
		now.mockRestore();
	});
});

describe('a pause', () => {
	it('is cut short when it is pointless', async () => {
		const clock = new TestClock();
		expect(await pause(clock, 1000, never)).toBe(true);
		expect(clock.now()).toBe(1_001_000);
		expect(await pause(clock, 1000, () => clock.now() > 1_001_300)).toBe(false);
		expect(clock.now()).toBe(1_001_400);
	});
});
