import { attempt, noAttempts } from './attempts';
import type { Connection, Manner } from './attempts';
import { resolveBaseUrl } from './baseUrl';
import { sharedBudget } from './limits/budget';
import type { Budget } from './limits/budget';
import { systemClock } from './limits/clock';
import type { Clock } from './limits/clock';
import { CREDENTIAL } from './exchange';
import { download } from './download';
import { ApiFault } from './fault';
import { refuseDangerous } from './guard';
import { readList } from './paging/list';
import { Semaphore } from './limits/gate';
import type {
	ApiAnswer,
	ApiRequest,
	ClientOptions,
	ListAnswer,
	ListRequest,
	RequestContext,
} from './types';

const TIMEOUT_MS = 60_000;
/** Longer than the API's window of five minutes, so that waiting always helps. */
const PATIENCE_MS = 6 * 60 * 1000;
const PAGE_CONCURRENCY = 12;
/** Requests at the same time: repeated reads do no harm, but only few writes should be open when a 429 comes. */
const READS_IN_FLIGHT = 100;
const WRITES_IN_FLIGHT = 20;

/** For tests: a separate clock and budget. */
export interface ClientInternals {
	clock?: Clock;
	budget?: Budget;
}

interface Shared {
	desk: Connection;
	gates: { reads: Semaphore; writes: Semaphore };
	pageConcurrency: number;
	routes: Map<string, number>;
	written: Set<number>;
	requests: number;
	stopped: boolean;
}

type Settled = { answer: ApiAnswer } | { fault: unknown };

/** The connection of one execution (or of one request from the editor) to IT Glue. */
export class Client {
	constructor(
		private readonly shared: Shared,
		private readonly items: readonly number[] = [],
	) {}

	/**
	 * Sends one request and returns the answer, which is always a success (2xx).
	 *
	 * @throws ApiFault when the API refused it, no clear answer came, or the client was stopped
	 */
	async send(request: ApiRequest): Promise<ApiAnswer> {
		return await this.dispatch(request);
	}

	/**
	 * Sends the first of several requests whose route exists, in the order given. The next one is tried only if the
	 * answer shows that the route does not exist (an HTML 404 or a 405). The route that worked is remembered under
	 * `routeKey` for the rest of the execution.
	 *
	 * @throws ApiFault as `send`; if no route exists, the fault of the first one
	 */
	async sendFirst(alternatives: ApiRequest[], routeKey: string): Promise<ApiAnswer> {
		return await this.firstRoute(alternatives, routeKey);
	}

	/**
	 * Reads a list to its end or to `limit`, in order, each record once.
	 *
	 * @throws ApiFault as `send`, and kind 'malformed' if the API gave fewer records than it counts: an incomplete list
	 * is never returned as if it were complete
	 */
	async list(request: ListRequest): Promise<ListAnswer> {
		const paths = Array.isArray(request.path) ? request.path : [request.path];
		const routeKey = request.routeKey ?? `list ${paths.join(' ')}`;
		return await readList(request, {
			concurrency: this.shared.pageConcurrency,
			page: () => {
				const trail = noAttempts();
				return async (query, splittable) => {
					const gets = paths.map((path): ApiRequest => ({ method: 'GET', path, query }));
					return await this.firstRoute(gets, routeKey, { splittable, trail });
				};
			},
			incomplete: (message) =>
				new ApiFault({ kind: 'malformed', method: 'GET', path: paths[0] ?? '', message }),
		});
	}

	/**
	 * The bytes of a file whose address IT Glue gave.
	 *
	 * @throws ApiFault if the answer is not that file
	 */
	async download(url: string, name: string): Promise<Buffer> {
		const { desk, gates } = this.shared;
		return await gates.reads.run(async () => await download(desk, url, name));
	}

	/** The same client (budget, memory, counters) that also stores the input items it writes for. */
	forItems(indexes: readonly number[]): Client {
		return new Client(this.shared, indexes);
	}

	/**
	 * Represents the key and address: the same object for every client of this process with the same key and address.
	 */
	get account(): object {
		return this.shared.desk.budget;
	}

	/** After this no request starts, not even a retry: `send` throws an ApiFault of kind 'stopped'. */
	stop(): void {
		this.shared.stopped = true;
	}

	/** A client that still works after a stop: to look something up for an error message. */
	beyondStop(): Client {
		const desk = { ...this.shared.desk, stopped: () => false };
		return new Client({ ...this.shared, desk, written: new Set(), stopped: false });
	}

	/** Requests sent so far, retries included. */
	get requests(): number {
		return this.shared.requests;
	}

	/** The input items for which something was written, in ascending order. */
	get writtenItems(): number[] {
		return [...this.shared.written].sort((a, b) => a - b);
	}

	private async dispatch(request: ApiRequest, manner?: Manner): Promise<ApiAnswer> {
		refuseDangerous(request);
		const { desk, gates, written } = this.shared;
		const gate = request.method === 'GET' ? gates.reads : gates.writes;
		const answer = await gate.run(async () => await attempt(desk, request, manner));
		if (request.method !== 'GET') for (const item of this.items) written.add(item);
		return answer;
	}

	private async settle(request: ApiRequest, manner?: Manner): Promise<Settled> {
		try {
			return { answer: await this.dispatch(request, manner) };
		} catch (fault) {
			return { fault };
		}
	}

	private async firstRoute(
		alternatives: ApiRequest[],
		routeKey: string,
		manner?: Manner,
	): Promise<ApiAnswer> {
		const { routes } = this.shared;
		const known = routes.get(routeKey) ?? 0;
		let first: unknown;
		for (const [place, request] of alternatives.entries()) {
			if (place < known) continue;
			const settled = await this.settle(request, manner);
			if ('answer' in settled) {
				routes.set(routeKey, place);
				return settled.answer;
			}
			first ??= settled.fault;
			if (!mayTryNext(settled.fault)) throw settled.fault;
		}
		throw (
			first ??
			new ApiFault({
				kind: 'refused',
				method: 'GET',
				path: '',
				message: 'There is no request to send',
			})
		);
	}
}

function mayTryNext(fault: unknown): boolean {
	if (!(fault instanceof ApiFault) || !fault.noSuchRoute) return false;
	return fault.method === 'GET' || !fault.ambiguous;
}

function isCancelled(context: RequestContext): boolean {
	if (!('getExecutionCancelSignal' in context)) return false;
	return context.getExecutionCancelSignal?.()?.aborted === true;
}

/**
 * Opens the connection: reads the credential, once, and checks it.
 *
 * @param context the n8n context, `this` of the node's function
 * @param options how long to wait; the editor uses a few seconds
 * @throws ApiFault (kind 'refused') when the base URL or the key cannot be used; n8n's error if there is no credential
 */
export async function openClient(
	context: RequestContext,
	options: ClientOptions = {},
	internals: ClientInternals = {},
): Promise<Client> {
	const data = await context.getCredentials(CREDENTIAL);
	const base = resolveBaseUrl(data);
	const apiKey = String(data.apiKey ?? '').trim();
	if (apiKey === '') {
		throw new ApiFault({
			kind: 'refused',
			method: 'GET',
			path: '/',
			message: 'The API Key of the IT Glue credential is empty',
		});
	}
	const reference = context.getNode().credentials?.[CREDENTIAL];
	const shared: Shared = {
		gates: { reads: new Semaphore(READS_IN_FLIGHT), writes: new Semaphore(WRITES_IN_FLIGHT) },
		pageConcurrency: Math.max(1, options.pageConcurrency ?? PAGE_CONCURRENCY),
		routes: new Map(),
		written: new Set(),
		requests: 0,
		stopped: false,
		desk: {
			line: {
				context,
				baseUrl: base.url,
				credential: {
					id: reference?.id ?? '',
					name: reference?.name ?? '',
					type: CREDENTIAL,
					data: { ...data, apiKey },
				},
				timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
				cancelled: () => isCancelled(context),
			},
			budget: internals.budget ?? sharedBudget(apiKey, base.url),
			owner: {},
			clock: internals.clock ?? systemClock,
			patienceMs: options.patienceMs ?? PATIENCE_MS,
			heard: { yet: false },
			apiKey,
			region: base.region,
			host: base.host,
			stopped: () => shared.stopped,
			counted: () => {
				shared.requests += 1;
			},
		},
	};
	return new Client(shared);
}
