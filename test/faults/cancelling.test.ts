/**
 * Stop is pressed in the middle of a run: no request is sent later than a second after it, whether requests are under
 * way, a rate limit is waited for, or a server that is in trouble.
 */
import { sleep } from 'n8n-workflow';
import type { Fault } from '../../sandbox';
import { testSideBySide, type Lane } from './lanes';
import { nameOf, OPERATIONS, type Operation } from './matrix';
import { go, prepare } from './runs';
import { beforeEachRequest } from './watch';

/** More than are sent at the same time, so that there is something left to be stopped. */
const ITEMS = 24;
const AT_ONCE = 20;

/** As long as an answer takes meanwhile. */
const LATENCY_MS = 150;

const MOMENTS = {
	'requests are under way': {
		fault: { kind: 'slow', delayMs: LATENCY_MS, times: Infinity },
		// A request that nobody waits for would come with the next answer.
		watchedSeconds: 1,
	},
	'the rate limit is waited for': {
		fault: { kind: 'rateLimit', retryAfter: '2', times: Infinity },
		watchedSeconds: 2,
	},
	'a 503 is waited for': {
		fault: { kind: 'status', status: 503, times: Infinity },
		watchedSeconds: 1,
	},
} as const satisfies Record<string, { fault: Fault; watchedSeconds: number }>;

type Moment = keyof typeof MOMENTS;

interface Case {
	operation: Operation;
	moment: Moment;
}

interface Came {
	status: string;
	cancelled: boolean;
	/** Requests up to a second after the cancellation, and in the end. */
	soon: number;
	inTheEnd: number;
	usual: number;
}

const itemsOf = ({ items }: Operation): number => (items === 1 ? 1 : ITEMS);

/** How many requests the run sends if nobody stops it. */
async function usualRequests(lane: Lane, operation: Operation): Promise<number> {
	const journey = prepare(lane.sandbox, operation, itemsOf(operation));
	return (await go(lane, operation, journey)).journal.length;
}

/** A second in which everything that was on its way gets its turn, on a busy machine too. */
async function oneSecond(): Promise<void> {
	for (let turn = 0; turn < 20; turn += 1) await sleep(50);
}

async function runCase(lane: Lane, { operation, moment }: Case, usual: number): Promise<Came> {
	const { sandbox } = lane;
	const { fault, watchedSeconds } = MOMENTS[moment];
	const journey = prepare(sandbox, operation, itemsOf(operation));
	const stop = new AbortController();
	const underWay = moment === 'requests are under way';
	// A POST is not sent again after a 503, so there would be nothing to wait for in the middle.
	const from = moment === 'a 503 is waited for' ? 1 : Math.ceil(usual / 2);
	if (underWay) sandbox.faults.add(fault);
	beforeEachRequest(sandbox, (_entry, number) => {
		if (number !== from) return;
		if (underWay) stop.abort();
		else sandbox.faults.add(fault);
	});
	const running = go(lane, operation, journey, { signal: stop.signal, onError: 'stopWorkflow' });
	if (!underWay) await stopInTrouble(lane, stop, running);
	const { result } = await running;
	await oneSecond();
	const soon = sandbox.journal.length;
	for (let second = 0; second < watchedSeconds; second += 1) await oneSecond();
	const { aborted } = stop.signal;
	const inTheEnd = sandbox.journal.length;
	return { status: result.status, cancelled: aborted, soon, inTheEnd, usual };
}

/** Waits for the first answer with trouble in it, or the end of the run, a moment more, and stops. */
async function stopInTrouble(
	{ sandbox }: Lane,
	stop: AbortController,
	running: Promise<unknown>,
): Promise<void> {
	let over = false;
	const end = (): void => {
		over = true;
	};
	running.then(end, end);
	const isTrouble = ({ status }: { status: number }): boolean => status === 429 || status === 503;
	while (!sandbox.journal.some(isTrouble) && !over) await sleep(20);
	await sleep(100);
	stop.abort();
}

function check(_case: Case, came: Came): void {
	expect(came.cancelled).toBe(true);
	expect(came.status).toBe('canceled');
	expect(came.inTheEnd).toBe(came.soon);
	// Not all of it had been sent when it was stopped.
	if (came.usual > 2 * AT_ONCE) expect(came.inTheEnd).toBeLessThan(came.usual);
}

testSideBySide({
	subjects: OPERATIONS,
	nameOf,
	prepare: usualRequests,
	casesOf: (operation) =>
		(Object.keys(MOMENTS) as Moment[]).map((moment): Case => ({ operation, moment })),
	titleOf: ({ moment }) => `while ${moment}`,
	run: runCase,
	check,
	lanes: 12,
});
