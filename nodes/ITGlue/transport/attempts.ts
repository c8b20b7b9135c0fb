import type { Budget, Owner, Ticket } from './limits/budget';
import { pause } from './limits/clock';
import type { Clock } from './limits/clock';
import { exchange } from './exchange';
import type { Line } from './exchange';
import { ApiFault } from './fault';
import type { FaultFacts } from './fault';
import { outcomeOf } from './judge';
import type { Findings, Outcome } from './judge';
import { tookTooLong } from './problems';
import { secretsIn } from './redact';
import type { ApiAnswer, ApiRequest } from './types';

/** Tries in all after a temporary error, and for a request that is not answered in time (smaller pages count too). */
const TRIES = 4;
const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 30_000;
/** A faster 504 comes from an unavailable gateway, not from a page that takes too long. */
const SLOW_MS = 10_000;
/** How long to try a host that never answered: its address may be wrong. */
const UNHEARD_MS = 60_000;
/** The shortest time for a try, even if less is left. */
const SHORTEST_TRY_MS = 1000;
const FIRST_LIMIT_WAIT_MS = 1000;
const LONGEST_LIMIT_WAIT_MS = 60_000;

/** Everything that is needed to send a request; one for each client. */
export interface Connection {
	line: Line;
	budget: Budget;
	owner: Owner;
	clock: Clock;
	/** How long a request may take in all: waiting, queueing for the budget, trying again. */
	patienceMs: number;
	apiKey: string;
	region: string;
	host: string;
	stopped: () => boolean;
	/** Called for each request that is sent. */
	counted: () => void;
	/** Whether any answer ever came from the address. */
	heard: { yet: boolean };
}

/** The tries of a request so far; if smaller pages were requested, of all of them. */
export interface Attempts {
	startedAt?: number;
	tried: number;
	limited: number;
	shaky: number;
	timeouts: number;
	/** Pauses before another try; they get longer, also when pages get smaller. */
	pauses: number;
	waitedMs: number;
	ambiguous: boolean;
}

export const noAttempts = (): Attempts => ({
	tried: 0,
	limited: 0,
	shaky: 0,
	timeouts: 0,
	pauses: 0,
	waitedMs: 0,
	ambiguous: false,
});

const elapsed = ({ clock }: Connection, { startedAt }: Attempts): number =>
	clock.now() - (startedAt ?? clock.now());

function sentence(request: ApiRequest, findings: Findings): string {
	const target = `${request.method} ${request.path}`;
	if (findings.status === undefined) return `${target}: ${findings.code ?? findings.kind}`;
	const [first] = findings.problems ?? [];
	const words = first?.detail ?? first?.title;
	return `${target} was answered with ${findings.status}${words === undefined ? '' : `: ${words}`}`;
}

function faultFrom(
	desk: Connection,
	request: ApiRequest,
	trail: Attempts,
	findings: Findings,
	more: Partial<FaultFacts> = {},
): ApiFault {
	return new ApiFault({
		...findings,
		message: sentence(request, findings),
		method: request.method,
		path: request.path,
		ambiguous: trail.ambiguous,
		requestsTried: trail.tried,
		waitedMs: trail.waitedMs,
		elapsedMs: elapsed(desk, trail),
		region: desk.region,
		host: desk.host,
		...more,
	});
}

const isOver = (desk: Connection): boolean => desk.stopped() || desk.line.cancelled();

function overFault(desk: Connection, request: ApiRequest, trail: Attempts): ApiFault {
	return faultFrom(desk, request, trail, { kind: desk.line.cancelled() ? 'cancelled' : 'stopped' });
}

/** Waits for permission to send a request; this is part of the time that the request may take. */
async function queue(desk: Connection, request: ApiRequest, trail: Attempts): Promise<Ticket> {
	const left = Math.max(0, desk.patienceMs - elapsed(desk, trail));
	const grant = await desk.budget.take(desk.owner, () => isOver(desk), left);
	if (grant === 'over') throw overFault(desk, request, trail);
	if (grant === 'impatient') {
		throw faultFrom(desk, request, trail, { kind: 'http', status: 429 }, { queued: true });
	}
	return grant;
}

/**
 * "Not found" after a retried DELETE means that an earlier try was successful. For several records in one request it
 * proves nothing: one of them may have been missing from the start.
 */
function isDone(request: ApiRequest, trail: Attempts, verdict: Outcome): boolean {
	if (request.method !== 'DELETE' || !trail.ambiguous || verdict.is !== 'final') return false;
	const data = request.body?.data;
	if (Array.isArray(data) && data.length > 1) return false;
	return verdict.findings.status === 404 && verdict.findings.noSuchRoute !== true;
}

function limitWait(desk: Connection, trail: Attempts, named: number | undefined): number {
	const step = 2 ** Math.min(trail.limited, 10);
	if (named === undefined) {
		const wait = Math.min(LONGEST_LIMIT_WAIT_MS, FIRST_LIMIT_WAIT_MS * step);
		return wait * (0.75 + desk.clock.random() / 2);
	}
	// Wait a little longer than requested, so that waiting executions do not all return at once, and never 0, so that
	// "Retry-After: 0" does not cause a busy loop.
	return Math.max(named, Math.min(LONGEST_LIMIT_WAIT_MS, 50 * step)) + desk.clock.random() * 100;
}

function waitForLimit(
	desk: Connection,
	request: ApiRequest,
	trail: Attempts,
	verdict: Extract<Outcome, { is: 'limited' }>,
	ticket: Ticket,
): void {
	const waitMs = limitWait(desk, trail, verdict.waitMs);
	if (elapsed(desk, trail) + waitMs > desk.patienceMs) {
		throw faultFrom(desk, request, trail, verdict.findings, askedFor(verdict.waitMs));
	}
	desk.budget.refused(ticket, waitMs, verdict.waitMs);
	trail.limited += 1;
	trail.waitedMs += waitMs;
}

const askedFor = (waitMs: number | undefined): Partial<FaultFacts> =>
	waitMs === undefined ? {} : { retryAfterSeconds: Math.ceil(waitMs / 1000) };

type Shaky = Extract<Outcome, { is: 'shaky' }>;

/** Whether the number of tries allows another one. */
function mayTryAgain(desk: Connection, trail: Attempts, { findings, away }: Shaky): boolean {
	if (findings.kind === 'timeout') return trail.timeouts < TRIES;
	const unknownHost = findings.code === 'ENOTFOUND' && !desk.heard.yet;
	return (away && !unknownHost) || trail.shaky < TRIES;
}

/** Whether to ask for less instead of repeating the request. */
function isTooMuch(trail: Attempts, { findings, tooLong }: Shaky, tookMs: number): boolean {
	if (!tooLong) return false;
	const isQuick = findings.status === 504 && tookMs < SLOW_MS;
	return !(isQuick && !tookTooLong(findings.problems ?? [])) || trail.shaky >= TRIES - 1;
}

/** How long the request may take in all, depending on its last error. */
const boundOf = ({ patienceMs, heard }: Connection, { findings }: Shaky): number =>
	findings.kind === 'network' && !heard.yet ? Math.min(patienceMs, UNHEARD_MS) : patienceMs;

function backOffWait(desk: Connection, trail: Attempts, named: number | undefined): number {
	const step = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** Math.min(trail.pauses, 10));
	return Math.max(named ?? 0, step * (0.75 + desk.clock.random() / 2));
}

async function backOff(
	desk: Connection,
	request: ApiRequest,
	trail: Attempts,
	verdict: Shaky,
	splits: () => boolean,
): Promise<void> {
	const { findings } = verdict;
	trail.shaky += 1;
	if (findings.kind === 'timeout') trail.timeouts += 1;
	if (verdict.reached && request.method !== 'GET') trail.ambiguous = true;
	const again = request.method !== 'POST' && mayTryAgain(desk, trail, verdict);
	const waitMs = backOffWait(desk, trail, verdict.waitMs);
	const isLate = elapsed(desk, trail) + waitMs > boundOf(desk, verdict);
	const asksLess = again && !isLate && splits();
	if (!again || isLate || asksLess) {
		throw faultFrom(desk, request, trail, findings, { ...askedFor(verdict.waitMs), asksLess });
	}
	trail.pauses += 1;
	trail.waitedMs += waitMs;
	const whole = await pause(desk.clock, waitMs, () => isOver(desk));
	if (!whole) throw overFault(desk, request, trail);
}

/** The first try always gets its full time; later tries get only the remaining time. */
function timeoutOf({ line, patienceMs }: Connection, spentMs: number, trail: Attempts): number {
	if (trail.tried === 0) return line.timeoutMs;
	return Math.min(line.timeoutMs, Math.max(SHORTEST_TRY_MS, patienceMs - spentMs));
}

export interface Manner {
	/** The caller can ask for less at a time, so "took too long" is not retried. */
	splittable?: boolean;
	/** The tries of the same request with larger pages. */
	trail?: Attempts;
}

/** The result of one try: what was requested, or why it is missing. */
export type Try<Got> = { got: Got } | { not: Exclude<Outcome, { is: 'fine' }> };

/**
 * Sends a request until there is a clear answer. After a 429 it waits with every method; after server errors, time-outs
 * and broken connections it retries GET, PATCH and DELETE, never POST. If a gateway is unavailable, it waits as long as
 * for a rate limit. Everything, queueing too, stays within the time that a request may take.
 *
 * @throws ApiFault
 */
export async function attempt(
	desk: Connection,
	request: ApiRequest,
	{ splittable = false, trail = noAttempts() }: Manner = {},
): Promise<ApiAnswer> {
	const secrets = () => [desk.apiKey, ...secretsIn(request.body)];
	const send = async (timeoutMs: number): Promise<Try<ApiAnswer>> => {
		const raw = await exchange(desk.line, request, timeoutMs);
		if (raw.got === 'answer') desk.heard.yet = true;
		const verdict = outcomeOf(raw, { request, secrets, now: desk.clock.now() });
		if (isDone(request, trail, verdict))
			return { got: { status: 204, document: {}, ambiguous: true } };
		if (verdict.is !== 'fine') return { not: verdict };
		const { status, document } = verdict;
		return { got: { status, document, ambiguous: trail.ambiguous } };
	};
	return await attemptBy(desk, request, send, { splittable, trail });
}

/** Like `attempt`, but the caller sends. Errors, limits and retries follow `request`. */
export async function attemptBy<Got>(
	desk: Connection,
	request: ApiRequest,
	send: (timeoutMs: number) => Promise<Try<Got>>,
	{ splittable = false, trail = noAttempts() }: Manner = {},
): Promise<Got> {
	trail.startedAt ??= desk.clock.now();
	trail.shaky = 0;
	for (;;) {
		const ticket = await queue(desk, request, trail);
		const timeoutMs = timeoutOf(desk, elapsed(desk, trail), trail);
		trail.tried += 1;
		desk.counted();
		const sentAt = desk.clock.now();
		const outcome = await send(timeoutMs);
		if ('got' in outcome) return outcome.got;
		const { not: verdict } = outcome;
		if (verdict.is === 'limited') waitForLimit(desk, request, trail, verdict, ticket);
		else if (verdict.is === 'shaky') {
			const tookMs = desk.clock.now() - sentAt;
			const splits = () => splittable && isTooMuch(trail, verdict, tookMs);
			await backOff(desk, request, trail, verdict, splits);
		} else {
			if (verdict.reached && request.method !== 'GET') trail.ambiguous = true;
			throw faultFrom(desk, request, trail, verdict.findings);
		}
	}
}
