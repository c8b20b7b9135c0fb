/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- servers of the tests, and a bound for each run */
/**
 * Sandboxes for many runs at the same time: most of a run that meets a fault is waiting. Each run has a sandbox to
 * itself and reaches it under an address of its own, because executions share what they know of the rate limit with
 * all others that use the same key at the same address.
 */
import net, { type AddressInfo } from 'node:net';
import { startSandbox, type Sandbox } from '../../sandbox';
import { stopListening } from './watch';

export interface Lane {
	sandbox: Sandbox;
	/** Where the node finds the sandbox during this run. */
	url: string;
}

interface Relay {
	url: string;
	close: () => Promise<void>;
}

/** A port that hands everything on to another one, byte by byte; a connection that breaks on one side breaks on both. */
async function openRelay(target: string): Promise<Relay> {
	const { hostname, port } = new URL(target);
	const open = new Set<net.Socket>();
	const server = net.createServer((inner) => {
		const outer = net.connect(Number(port), hostname);
		for (const [one, other] of [
			[inner, outer],
			[outer, inner],
		] as const) {
			open.add(one);
			one.on('error', () => undefined);
			one.on('close', () => {
				open.delete(one);
				other.destroy();
			});
			one.pipe(other);
		}
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${address.port}`,
		close: async () => {
			for (const socket of open) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** A fixed number of sandboxes, handed out one at a time. */
export class Lanes {
	private readonly sandboxes: Sandbox[] = [];

	private readonly standards = new Map<Sandbox, Sandbox['assumptions']>();

	private readonly free: Sandbox[] = [];

	private readonly waiting: Array<(sandbox: Sandbox) => void> = [];

	/** Starts the sandboxes. */
	async open(count: number): Promise<void> {
		for (let number = 0; number < count; number += 1) {
			const sandbox = await startSandbox({
				organizations: 3,
				configurations: 0,
				rateLimit: { requests: 1_000_000, windowMs: 300_000 },
			});
			this.sandboxes.push(sandbox);
			this.standards.set(sandbox, { ...sandbox.assumptions });
			this.handOn(sandbox);
		}
	}

	/**
	 * Runs a piece of work in a sandbox with the seeded data and no faults, as soon as one is free. The time that it has
	 * begins then: how long it stood in line says nothing about it.
	 *
	 * @throws where it takes longer; its sandbox, in which it may still be at work, is not handed out again
	 */
	async use<T>(work: (lane: Lane) => Promise<T>): Promise<T> {
		const sandbox = await this.take();
		sandbox.reset();
		Object.assign(sandbox.assumptions, this.standards.get(sandbox));
		const relay = await openRelay(sandbox.url);
		let timer: NodeJS.Timeout | undefined;
		let inTime = true;
		const late = new Promise<never>((_resolve, reject) => {
			timer = setTimeout(() => {
				inTime = false;
				reject(new Error(`This run did not end within ${RUN_MS / 1000} s`));
			}, RUN_MS);
		});
		try {
			return await Promise.race([work({ sandbox, url: relay.url }), late]);
		} finally {
			clearTimeout(timer);
			await relay.close();
			stopListening(sandbox);
			if (inTime) this.handOn(sandbox);
			else await this.open(1);
		}
	}

	/** Stops the sandboxes. */
	async close(): Promise<void> {
		await Promise.all(this.sandboxes.map(async (sandbox) => await sandbox.stop()));
	}

	private handOn(sandbox: Sandbox): void {
		const next = this.waiting.shift();
		if (next) next(sandbox);
		else this.free.push(sandbox);
	}

	private async take(): Promise<Sandbox> {
		const sandbox = this.free.shift();
		if (sandbox) return sandbox;
		return await new Promise((resolve) => {
			this.waiting.push(resolve);
		});
	}
}

/** As many as are worth it: a run that waits takes no time of the processor, one that does not takes all of it. */
const LANES = 32;

/** Much more than a run takes that meets the longest of waits, on a machine that has other things to do. */
const RUN_MS = 180_000;

/**
 * Jest's clock for a test begins before its run does: with the first of them it covers all runs that come before. Each
 * run has a bound of its own, so that this one only ends what is stuck elsewhere.
 */
const ALL_RUNS_MS = 3_600_000;

/** Cases of some subjects, each a run of its own. */
interface Grid<Subject, Reference, Case, Came> {
	subjects: readonly Subject[];
	nameOf: (subject: Subject) => string;
	/** What all cases of a subject are compared with. */
	prepare: (lane: Lane, subject: Subject) => Promise<Reference>;
	casesOf: (subject: Subject) => Case[];
	titleOf: (one: Case) => string;
	run: (lane: Lane, one: Case, reference: Reference) => Promise<Came>;
	check: (one: Case, came: Came) => void;
	/** How many run at the same time, where it matters. */
	lanes?: number;
}

/** Writes a test for each case; the runs go on side by side, the tests look at them one after the other. */
export function testSideBySide<Subject, Reference, Case, Came>(
	grid: Grid<Subject, Reference, Case, Came>,
): void {
	const lanes = new Lanes();
	const running = new Map<Case, Promise<Came>>();
	const cases = new Map(grid.subjects.map((subject) => [subject, grid.casesOf(subject)]));

	beforeAll(async () => {
		await lanes.open(grid.lanes ?? LANES);
		// The line is formed in the order of the tests, so that none of them waits for what only later ones look at.
		const references = [...cases.keys()].map((subject) => {
			const reference = lanes.use(async (lane) => await grid.prepare(lane, subject));
			reference.catch(() => undefined);
			return [subject, reference] as const;
		});
		for (const [subject, reference] of references) {
			for (const one of cases.get(subject) ?? []) {
				const came = lanes.use(async (lane) => await grid.run(lane, one, await reference));
				// Its own test reports it.
				came.catch(() => undefined);
				running.set(one, came);
			}
		}
	}, ALL_RUNS_MS);

	afterAll(async () => {
		await Promise.allSettled(running.values());
		await lanes.close();
	}, ALL_RUNS_MS);

	for (const [subject, some] of cases) {
		describe(grid.nameOf(subject), () => {
			test.each(some.map((one) => [grid.titleOf(one), one] as const))(
				'%s',
				async (_title, one) => {
					const came = await running.get(one);
					if (came === undefined) throw new Error('This case was not run');
					grid.check(one, came);
				},
				ALL_RUNS_MS,
			);
		});
	}
}
