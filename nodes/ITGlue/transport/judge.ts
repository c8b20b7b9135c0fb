import { parseBody, retryAfterMs } from './answer';
import type { Parsed, Raw } from './answer';
import type { FaultFacts } from './fault';
import { hasErrors, pageTitle, problemsIn, problemsOf, statusIn, tookTooLong } from './problems';
import { redact } from './redact';
import type { ApiDocument, ApiRequest } from './types';

export type Findings = Pick<
	FaultFacts,
	'kind' | 'status' | 'problems' | 'noSuchRoute' | 'requestId' | 'code' | 'html' | 'page' | 'proxy'
>;

/** The meaning of an answer, without regard to earlier tries of the request. */
export type Outcome =
	| { is: 'fine'; status: number; document: ApiDocument }
	/** The rate limit refused it for now; IT Glue did not execute it. */
	| { is: 'limited'; waitMs?: number; findings: Findings }
	/** Another try may succeed, if a retry is safe. */
	| {
			is: 'shaky';
			findings: Findings;
			tooLong: boolean;
			reached: boolean;
			/** The error is in a gateway or the network, not in the request, and will pass. */
			away: boolean;
			/** The time that the answer asks to wait. */
			waitMs?: number;
	  }
	/** Another try would end the same way. */
	| { is: 'final'; findings: Findings; reached: boolean };

/** Names that proxies and firewalls use in Server and Via. */
const PROXIES =
	/squid|zscaler|blue ?coat|proxysg|mcafee|skyhigh|forcepoint|websense|forti|sophos|ironport|umbrella|netskope|barracuda|checkpoint|palo ?alto|tinyproxy|privoxy|mitmproxy|smoothwall|watchguard|iboss|menlo|3proxy|cisco/i;

/**
 * The proxy that answered instead of the API, by the name it gives. Via alone proves little, because the API's own
 * gateway (CloudFront) sets it too.
 */
function proxyOf({ status, headers, text }: Answer, secrets: string[]): string | undefined {
	const names = [headers.server, headers.via, headers['proxy-agent']].filter(
		(name): name is string => name !== undefined,
	);
	const known = names.find((name) => PROXIES.test(name)) ?? headers['proxy-agent'];
	const squid = headers['x-squid-error'] !== undefined;
	if (known !== undefined || squid) {
		return redact(known ?? 'squid', secrets)
			.replace(/[^\w ./:()-]/g, '')
			.slice(0, 60);
	}
	// A server sends a date (RFC 9110, 6.6.1); the short answer that refuses a CONNECT does not.
	const bare = status === 403 && headers.date === undefined && text.trim() === '';
	const says = status === 407 || headers['proxy-authenticate'] !== undefined;
	return says || bare ? '' : undefined;
}

/** These statuses are permanent; other errors of a server or gateway (524 too) may pass. */
const LASTING = [501, 505, 511];

const mayPass = (status: number): boolean =>
	status === 408 || (status >= 500 && !LASTING.includes(status));

/** Statuses of gateways that have no server (from 520 on Cloudflare's). A 500 usually comes from the request. */
const isAway = (status: number): boolean =>
	status === 502 || status === 503 || status === 504 || status >= 520;

type Answer = Extract<Raw, { got: 'answer' }>;

interface Case {
	request: ApiRequest;
	secrets: () => string[];
	now: number;
}

/** The facts in a body of any form. */
const saidIn = (parsed: Parsed, secrets: string[]): Partial<Findings> => {
	const page = pageTitle(parsed, secrets);
	return {
		problems: problemsOf(parsed, secrets),
		html: parsed.is === 'html',
		...(page !== undefined && { page }),
	};
};

function fromSuccess(answer: Answer, about: Case, base: Findings): Outcome {
	const { request, secrets } = about;
	const { status } = answer;
	const parsed = parseBody(answer.text);
	if (parsed.is === 'empty') {
		const allowed = request.method === 'DELETE' || (request.method !== 'GET' && status === 204);
		if (allowed) return { is: 'fine', status, document: {} };
	}
	if (parsed.is !== 'json') {
		const findings: Findings = { ...base, ...saidIn(parsed, secrets()), kind: 'malformed' };
		return { is: 'shaky', findings, tooLong: false, reached: true, away: false };
	}
	const { document } = parsed;
	if (hasErrors(document)) return fromErrors(document, answer, about, base);
	if (request.method === 'GET' && document.data === undefined) {
		const { message, error } = document as { message?: unknown; error?: unknown };
		const problems = problemsIn({ message, error }, secrets());
		return { is: 'final', findings: { ...base, kind: 'malformed', problems }, reached: false };
	}
	return { is: 'fine', status, document };
}

/** Errors in an answer of status 200; if they contain a status of a refusal, that status is the true one. */
function fromErrors(document: ApiDocument, answer: Answer, about: Case, base: Findings): Outcome {
	const status = statusIn(document);
	const problems = problemsIn(document, about.secrets());
	const verdict =
		status === undefined
			? refusal(about.request, { ...base, problems })
			: fromRefusal({ ...answer, status }, about, { ...base, status, problems });
	// The answer also contains records: a part of a request for several records may have been executed.
	const isPart = about.request.method !== 'GET' && hasRecords(document);
	return isPart && verdict.is === 'final' ? { ...verdict, reached: true } : verdict;
}

const hasRecords = ({ data }: ApiDocument): boolean =>
	Array.isArray(data) ? data.length > 0 : data !== undefined && data !== null;

/** A refusal with these findings; after a GET that "took too long", the caller may ask for less at a time. */
function refusal(request: ApiRequest, findings: Findings): Outcome {
	const slow = request.method === 'GET' && tookTooLong(findings.problems ?? []);
	return slow
		? { is: 'shaky', findings, tooLong: true, reached: true, away: false }
		: { is: 'final', findings, reached: false };
}

function fromAnswer(answer: Answer, about: Case): Outcome {
	const { status, headers } = answer;
	const requestId = redact(headers['x-request-id'] ?? '', about.secrets()).slice(0, 100);
	const base: Findings = { kind: 'http', status, ...(requestId !== '' && { requestId }) };
	if (status >= 200 && status < 300) return fromSuccess(answer, about, base);
	if (status >= 300 && status < 400) {
		return { is: 'final', findings: { ...base, kind: 'redirect' }, reached: false };
	}
	const secrets = about.secrets();
	const proxy = proxyOf(answer, secrets);
	const said = saidIn(parseBody(answer.text), secrets);
	return fromRefusal(answer, about, { ...base, ...said, ...(proxy !== undefined && { proxy }) });
}

function fromRefusal({ status, headers }: Answer, about: Case, findings: Findings): Outcome {
	if (status === 429) {
		return { is: 'limited', waitMs: retryAfterMs(headers['retry-after'], about.now), findings };
	}
	if (mayPass(status)) {
		const says = tookTooLong(findings.problems ?? []);
		const waitMs = retryAfterMs(headers['retry-after'], about.now);
		const away = isAway(status) && !says;
		return { is: 'shaky', findings, tooLong: status === 504 || says, reached: true, away, waitMs };
	}
	// An unknown route is answered with an HTML page, a missing record with JSON (reference 1.12).
	const isApi = findings.proxy === undefined;
	const noSuchRoute = isApi && (status === 405 || (status === 404 && findings.html === true));
	return refusal(about.request, { ...findings, noSuchRoute });
}

/** Classifies the answer to a request. Pure; never throws. */
export function outcomeOf(raw: Raw, about: Case): Outcome {
	switch (raw.got) {
		case 'answer':
			return fromAnswer(raw, about);
		case 'timeout':
			return {
				is: 'shaky',
				findings: { kind: 'timeout' },
				tooLong: true,
				reached: true,
				away: false,
			};
		case 'cancelled':
			return { is: 'final', findings: { kind: 'cancelled' }, reached: true };
		case 'network': {
			const { code, proxy } = raw;
			const findings: Findings = { kind: 'network', code, ...(proxy !== undefined && { proxy }) };
			return raw.passing
				? { is: 'shaky', findings, tooLong: false, reached: raw.sent, away: true }
				: { is: 'final', findings, reached: raw.sent };
		}
	}
}
