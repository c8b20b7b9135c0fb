import { hasErrors, parseBody, problemsIn, retryAfterMs, tookTooLong } from './answer';
import type { Raw } from './answer';
import type { FaultFacts } from './fault';
import { redact } from './redact';
import type { ApiDocument, ApiRequest } from './types';

export type Findings = Pick<
	FaultFacts,
	'kind' | 'status' | 'problems' | 'noSuchRoute' | 'requestId' | 'code' | 'html'
>;

/** What to make of an answer, before it is known how often the request was already tried. */
export type Verdict =
	| { is: 'fine'; status: number; document: ApiDocument }
	/** Refused for now by the rate limit; it was not executed. */
	| { is: 'limited'; waitMs?: number; findings: Findings }
	/** Another try may go better, if trying again is safe. */
	| { is: 'shaky'; findings: Findings; tooLong: boolean; reached: boolean }
	/** Trying again would end the same. */
	| { is: 'final'; findings: Findings; reached: boolean };

/** What is not offered at all stays so; other trouble of a server or gateway (524 too) may pass. */
const LASTING = [501, 505];

const mayPass = (status: number): boolean =>
	status === 408 || (status >= 500 && !LASTING.includes(status));

type Answer = Extract<Raw, { got: 'answer' }>;

interface Case {
	request: ApiRequest;
	secrets: () => string[];
	now: number;
}

function fromSuccess(answer: Answer, { request, secrets }: Case, base: Findings): Verdict {
	const { status } = answer;
	const parsed = parseBody(answer.text);
	const malformed: Findings = { ...base, kind: 'malformed', html: parsed.is === 'html' };
	if (parsed.is === 'empty') {
		const allowed = request.method === 'DELETE' || (request.method !== 'GET' && status === 204);
		if (allowed) return { is: 'fine', status, document: {} };
	}
	if (parsed.is !== 'json') {
		return { is: 'shaky', findings: malformed, tooLong: false, reached: true };
	}
	const { document } = parsed;
	if (hasErrors(document)) {
		return refusal(request, { ...base, problems: problemsIn(document, secrets()) });
	}
	if (request.method === 'GET' && document.data === undefined) {
		return { is: 'final', findings: malformed, reached: false };
	}
	return { is: 'fine', status, document };
}

/** Refused with these findings; a GET that "took too long" may be asked for less at a time. */
function refusal(request: ApiRequest, findings: Findings): Verdict {
	const slow = request.method === 'GET' && tookTooLong(findings.problems ?? []);
	return slow
		? { is: 'shaky', findings, tooLong: true, reached: true }
		: { is: 'final', findings, reached: false };
}

function fromAnswer(answer: Answer, about: Case): Verdict {
	const { status, headers } = answer;
	const requestId = redact(headers['x-request-id'] ?? '', about.secrets()).slice(0, 100);
	const base: Findings = { kind: 'http', status, ...(requestId !== '' && { requestId }) };
	if (status >= 200 && status < 300) return fromSuccess(answer, about, base);
	if (status >= 300 && status < 400) {
		return { is: 'final', findings: { ...base, kind: 'redirect' }, reached: false };
	}
	const parsed = parseBody(answer.text);
	const html = parsed.is === 'html';
	const document = parsed.is === 'json' ? parsed.document : {};
	const problems = problemsIn(document, about.secrets());
	const findings: Findings = { ...base, problems, html };
	if (status === 429) {
		return { is: 'limited', waitMs: retryAfterMs(headers['retry-after'], about.now), findings };
	}
	if (mayPass(status)) {
		const tooLong = status === 504 || tookTooLong(problems);
		return { is: 'shaky', findings, tooLong, reached: true };
	}
	// An unknown route is answered with an HTML page, a missing record with JSON (1.12).
	const noSuchRoute = status === 405 || (status === 404 && html);
	return refusal(about.request, { ...findings, noSuchRoute });
}

/** Classifies what came back for a request. Pure; never throws. */
export function judge(raw: Raw, about: Case): Verdict {
	switch (raw.got) {
		case 'answer':
			return fromAnswer(raw, about);
		case 'timeout':
			return { is: 'shaky', findings: { kind: 'timeout' }, tooLong: true, reached: true };
		case 'cancelled':
			return { is: 'final', findings: { kind: 'cancelled' }, reached: true };
		case 'network': {
			const findings: Findings = { kind: 'network', code: raw.code };
			return raw.passing
				? { is: 'shaky', findings, tooLong: false, reached: raw.sent }
				: { is: 'final', findings, reached: raw.sent };
		}
	}
}
