import type { Budget, Owner, Ticket } from './budget';
import { pause } from './clock';
import type { Clock } from './clock';
import { exchange } from './exchange';
import type { Line } from './exchange';
import { ApiFault } from './fault';
import type { FaultFacts } from './fault';
import { judge } from './judge';
import type { Findings, Verdict } from './judge';
import { secretsIn } from './redact';
import type { ApiAnswer, ApiRequest } from './types';

/** Tries in all where an answer is shaky. */
const TRIES = 4;
const FIRST_BACKOFF_MS = 500;
const FIRST_LIMIT_WAIT_MS = 1000;
const LONGEST_LIMIT_WAIT_MS = 60_000;

/** Everything a request needs on its way out; one for each client. */
export interface Desk {
	line: Line;
	budget: Budget;
	owner: Owner;
	clock: Clock;
	patienceMs: number;
	/** How long to queue for the budget; an execution queues as long as it takes. */
	queueMs: number;
	apiKey: string;
	region: string;
	host: string;
	stopped: () => boolean;
	/** Called for each request that goes out. */
	counted: () => void;
}

interface Trail {
	tried: number;
	limited: number;
	shaky: number;
	waitedMs: number;
	ambiguous: boolean;
}

function sentence(request: ApiRequest, findings: Findings): string {
	const target = `${request.method} ${request.path}`;
	if (findings.status === undefined) return `${target}: ${findings.code ?? findings.kind}`;
	const [first] = findings.problems ?? [];
	const words = first?.detail ?? first?.title;
	return `${target} was answered with ${findings.status}${words === undefined ? '' : `: ${words}`}`;
}

function faultFrom(
	desk: Desk,
	request: ApiRequest,
	trail: Trail,
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
		region: desk.region,
		host: desk.host,
		...more,
	});
}

const isOver = (desk: Desk): boolean => desk.stopped() || desk.line.cancelled();

function overFault(desk: Desk, request: ApiRequest, trail: Trail): ApiFault {
	return faultFrom(desk, request, trail, { kind: desk.line.cancelled() ? 'cancelled' : 'stopped' });
}

async function queue(desk: Desk, request: ApiRequest, trail: Trail): Promise<Ticket> {
	const grant = await desk.budget.take(desk.owner, () => isOver(desk), desk.queueMs);
	if (grant === 'over') throw overFault(desk, request, trail);
	if (grant === 'impatient') {
		const waitedMs = trail.waitedMs + desk.queueMs;
		throw faultFrom(desk, request, trail, { kind: 'http', status: 429 }, { waitedMs });
	}
	return grant;
}

/**
 * After a retried DELETE "not found" means that an earlier try was carried out. For several
 * records at once it proves nothing: one of them may have been missing from the start.
 */
function isDone(request: ApiRequest, trail: Trail, verdict: Verdict): boolean {
	if (request.method !== 'DELETE' || !trail.ambiguous || verdict.is !== 'final') return false;
	const data = request.body?.data;
	if (Array.isArray(data) && data.length > 1) return false;
	return verdict.findings.status === 404 && verdict.findings.noSuchRoute !== true;
}

function limitWait(desk: Desk, trail: Trail, named: number | undefined): number {
	const step = 2 ** Math.min(trail.limited, 10);
	if (named === undefined) {
		const wait = Math.min(LONGEST_LIMIT_WAIT_MS, FIRST_LIMIT_WAIT_MS * step);
		return wait * (0.75 + desk.clock.random() / 2);
	}
	// A little more than was asked for, so that waiting executions do not all return at once; and
	// never nothing at all, so that "Retry-After: 0" does not become a busy loop.
	return Math.max(named, Math.min(LONGEST_LIMIT_WAIT_MS, 50 * step)) + desk.clock.random() * 100;
}

function waitForLimit(
	desk: Desk,
	request: ApiRequest,
	trail: Trail,
	verdict: Extract<Verdict, { is: 'limited' }>,
	ticket: Ticket,
): void {
	const waitMs = limitWait(desk, trail, verdict.waitMs);
	if (trail.waitedMs + waitMs > desk.patienceMs) {
		throw faultFrom(desk, request, trail, verdict.findings, {
			...(verdict.waitMs !== undefined && { retryAfterSeconds: Math.ceil(verdict.waitMs / 1000) }),
		});
	}
	desk.budget.refused(ticket, waitMs, verdict.waitMs);
	trail.limited += 1;
	trail.waitedMs += waitMs;
}

async function backOff(
	desk: Desk,
	request: ApiRequest,
	trail: Trail,
	verdict: Extract<Verdict, { is: 'shaky' }>,
	splittable: boolean,
): Promise<void> {
	trail.shaky += 1;
	if (verdict.reached && request.method !== 'GET') trail.ambiguous = true;
	const again = request.method !== 'POST' && trail.shaky < TRIES;
	if (!again || (splittable && verdict.tooLong)) {
		throw faultFrom(desk, request, trail, verdict.findings);
	}
	const waitMs = FIRST_BACKOFF_MS * 2 ** (trail.shaky - 1) * (0.75 + desk.clock.random() / 2);
	const whole = await pause(desk.clock, waitMs, () => isOver(desk));
	if (!whole) throw overFault(desk, request, trail);
}

/**
 * Sends a request until there is a clear answer: 429 is waited for with every method; server
 * trouble, time-outs and broken connections are retried for GET, PATCH and DELETE, never for POST.
 *
 * @param splittable the caller can ask for less at a time, so "took too long" is not retried
 * @throws ApiFault
 */
export async function attempt(
	desk: Desk,
	request: ApiRequest,
	splittable = false,
): Promise<ApiAnswer> {
	const trail: Trail = { tried: 0, limited: 0, shaky: 0, waitedMs: 0, ambiguous: false };
	const secrets = () => [desk.apiKey, ...secretsIn(request.body)];
	for (;;) {
		const ticket = await queue(desk, request, trail);
		trail.tried += 1;
		desk.counted();
		const raw = await exchange(desk.line, request);
		const verdict = judge(raw, { request, secrets, now: desk.clock.now() });
		if (verdict.is === 'fine') {
			const { status, document } = verdict;
			return { status, document, ambiguous: trail.ambiguous };
		}
		if (isDone(request, trail, verdict)) return { status: 204, document: {}, ambiguous: true };
		if (verdict.is === 'limited') waitForLimit(desk, request, trail, verdict, ticket);
		else if (verdict.is === 'shaky') await backOff(desk, request, trail, verdict, splittable);
		else {
			if (verdict.reached && request.method !== 'GET') trail.ambiguous = true;
			throw faultFrom(desk, request, trail, verdict.findings);
		}
	}
}
