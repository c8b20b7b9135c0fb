import type { ApiProblem, FaultKind, Method } from './types';

export interface FaultFacts {
	kind: FaultKind;
	message: string;
	method: Method;
	path: string;
	status?: number;
	problems?: ApiProblem[];
	ambiguous?: boolean;
	noSuchRoute?: boolean;
	requestsTried?: number;
	retryAfterSeconds?: number;
	requestId?: string;
	region?: string;
	host?: string;
	waitedMs?: number;
	/** How long all tries took. */
	elapsedMs?: number;
	/** Took too long, and there is time to ask for less. */
	asksLess?: boolean;
	/** It was not sent: the shared requests of the key were used up for too long. */
	queued?: boolean;
	/** The system's code of a broken connection, for example ECONNRESET. */
	code?: string;
	/** The answer was a web page instead of JSON. */
	html?: boolean;
	/** The title of that page. */
	page?: string;
	/** The proxy that answered, or that does not answer, if its name is known. */
	proxy?: string;
}

/**
 * The classified error of a request. Contains no header, no body and no key, so it may be shown unchanged;
 * `toNodeError` words it for people.
 */
export class ApiFault extends Error {
	readonly kind: FaultKind;

	readonly method: Method;

	readonly path: string;

	readonly status?: number;

	/** The API's own words; submitted secrets are hidden. */
	readonly problems: ApiProblem[];

	/** IT Glue may have executed the request although no clear answer came. */
	readonly ambiguous: boolean;

	/** The answer shows that the route (not the record) does not exist. */
	readonly noSuchRoute: boolean;

	readonly requestsTried: number;

	readonly retryAfterSeconds?: number;

	readonly requestId?: string;

	readonly region?: string;

	readonly host?: string;

	readonly waitedMs: number;

	readonly elapsedMs: number;

	readonly queued: boolean;

	readonly asksLess: boolean;

	readonly code?: string;

	readonly html: boolean;

	readonly page?: string;

	readonly proxy?: string;

	constructor(facts: FaultFacts) {
		super(facts.message);
		this.name = 'ApiFault';
		this.kind = facts.kind;
		this.method = facts.method;
		this.path = facts.path;
		this.status = facts.status;
		this.problems = facts.problems ?? [];
		this.ambiguous = facts.ambiguous ?? false;
		this.noSuchRoute = facts.noSuchRoute ?? false;
		this.requestsTried = facts.requestsTried ?? 0;
		this.retryAfterSeconds = facts.retryAfterSeconds;
		this.requestId = facts.requestId;
		this.region = facts.region;
		this.host = facts.host;
		this.waitedMs = facts.waitedMs ?? 0;
		this.elapsedMs = facts.elapsedMs ?? 0;
		this.queued = facts.queued ?? false;
		this.asksLess = facts.asksLess ?? false;
		this.code = facts.code;
		this.html = facts.html ?? false;
		this.page = facts.page;
		this.proxy = facts.proxy;
	}
}
