import { Budget, sharedBudget, type Grant } from '../../../nodes/ITGlue/transport/budget';
import { pause, type Clock } from '../../../nodes/ITGlue/transport/clock';
import { Gate } from '../../../nodes/ITGlue/transport/gate';

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
		for (const from of times) expect(times.filter((at) => at >= from && at < from + 1000).length).toBeLessThanOrEqual(10);
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
		const waiting = [budget.take({}, () => cancelled), budget.take({}, never, 500), budget.take({}, never)];
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
		const gate = new Gate(20);
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
				budget.refused(ticket, Math.ceil(wait / grain) * grain, true);
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

	it('learns nothing where no time was named, or the window did not fill in a burst', async () => {
		for (const [wait, named, pace] of [[1000, false, 1], [1000, true, 100]] as const) {
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
