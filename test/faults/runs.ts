/** Runs of the node for the fault tests: as prepared, with a fault ordered for one of their requests, or without any. */
import type { IDataObject } from 'n8n-workflow';
import type { Fault, JournalEntry, Sandbox } from '../../sandbox';
import { runNode, type RunNodeOptions, type RunNodeResult } from '../helpers/harness';
import { changedBetween, storeOf } from '../helpers/tables';
import { FLEXIBLE_JOURNEYS } from './flexibleJourneys';
import { JOURNEYS, type Journey } from './journeys';
import type { Lane } from './lanes';
import { nameOf, type Cell, type FaultName, type Operation, type Stop } from './matrix';

/** Long enough for a busy machine, except where an answer is meant to come too late. */
const PATIENT = { maxWait: 28, timeout: 30 };
const SHORT_TIMEOUT = 8;
const TOO_LATE_MS = 30_000;

/** A page that is never too large. */
const SMALL_PAGE = 60;

/** Every fault as the sandbox is told it. */
const ORDERS: Record<FaultName, () => Fault> = {
	limitSeconds: () => ({ kind: 'rateLimit', retryAfter: '1' }),
	limitDate: () => ({
		kind: 'rateLimit',
		retryAfter: new Date(Date.now() + 1000).toUTCString(),
	}),
	limitSilent: () => ({ kind: 'rateLimit' }),
	status500: () => ({ kind: 'status', status: 500 }),
	status502: () => ({ kind: 'status', status: 502 }),
	status503: () => ({ kind: 'status', status: 503 }),
	status504: () => ({ kind: 'status', status: 504 }),
	tookTooLong: () => ({ kind: 'tookTooLong' }),
	resetBefore: () => ({ kind: 'resetBefore' }),
	resetAfter: () => ({ kind: 'resetAfter' }),
	slow: () => ({ kind: 'slow', delayMs: TOO_LATE_MS }),
	truncated: () => ({ kind: 'truncatedJson' }),
	html: () => ({ kind: 'html' }),
	empty: () => ({ kind: 'emptyBody' }),
	errorsIn200: () => ({ kind: 'errorsIn200' }),
	status401: () => ({ kind: 'status', status: 401 }),
	status403: () => ({ kind: 'status', status: 403 }),
	lasting503: () => ({ kind: 'status', status: 503, retryAfter: '30', times: Infinity }),
	lasting429: () => ({ kind: 'rateLimit', retryAfter: '30', times: Infinity }),
};

export interface Ran {
	result: RunNodeResult;
	journal: JournalEntry[];
	/** What the store holds of each item. */
	looks: string[];
}

/** The run of an operation as it is prepared; fails where the table names one that is not. */
export function prepare(sandbox: Sandbox, operation: Operation, count = operation.items): Journey {
	const ready = JOURNEYS[nameOf(operation)] ?? FLEXIBLE_JOURNEYS[nameOf(operation)];
	if (!ready) throw new Error(`Nothing is prepared for ${nameOf(operation)}`);
	return ready(sandbox, count);
}

/** What the store holds of each item of a run. */
export const looksOf = (journey: Journey): string[] =>
	journey.input.map((_item, at) => journey.look(at));

/** Runs an operation once, in a prepared sandbox, under Continue On Fail unless `more` says otherwise. */
export async function go(
	{ sandbox, url }: Lane,
	{ resource, verb }: Operation,
	journey: Journey,
	more: Partial<RunNodeOptions> = {},
	fault?: FaultName,
): Promise<Ran> {
	sandbox.journal.length = 0;
	const { parameters = journey.parameters, ...rest } = more;
	const result = await runNode({
		onError: 'continueRegularOutput',
		input: journey.input,
		...rest,
		parameters: {
			resource,
			operation: verb,
			...parameters,
			options: {
				...PATIENT,
				...(fault === 'slow' && { timeout: SHORT_TIMEOUT }),
				...(parameters.options as IDataObject),
			},
		},
		credentials: { apiKey: sandbox.keys.full, region: 'custom', baseUrl: url },
	});
	return { result, journal: [...sandbox.journal], looks: looksOf(journey) };
}

/** Runs again, without faults, with the items that `wanted` picks. */
export async function goAgain(
	lane: Lane,
	operation: Operation,
	journey: Journey,
	wanted: (item: number) => boolean,
): Promise<{ errors: string[]; looks: string[] }> {
	lane.sandbox.faults.clear();
	const input = journey.input.filter((_item, at) => wanted(at));
	if (input.length === 0) return { errors: [], looks: looksOf(journey) };
	const parameters = journey.again ?? journey.parameters;
	const { result } = await go(lane, operation, journey, { parameters, input });
	return { errors: messagesOf(result), looks: looksOf(journey) };
}

/** The items that failed under Continue On Fail. */
export const failuresOf = ({ output }: RunNodeResult): number[] =>
	output.flatMap(({ json, pairedItem }) =>
		json.error === undefined ? [] : [(pairedItem as { item: number }).item],
	);

/** What those items say. */
export const messagesOf = ({ output }: RunNodeResult): string[] =>
	output.flatMap(({ json }) =>
		json.error === undefined ? [] : [`${String(json.error)} | ${String(json.message)}`],
	);

/** A run without any fault, which all others are compared with. */
export interface Clean extends Ran {
	/** Records that it adds, changes or removes. */
	changed: string[];
	/** Its output, see `gistOf`. */
	gist: string[];
}

/** What the journeys say in capitals. All other runs are compared with the clean one, so it has to be right. */
const MUST_NOT_BE = /^[A-Z]{4,}/;

/** Runs an operation without any fault. */
export async function cleanRun(lane: Lane, operation: Operation): Promise<Clean> {
	const journey = prepare(lane.sandbox, operation);
	const before = storeOf(lane.sandbox);
	const ran = await go(lane, operation, journey);
	if (ran.result.status !== 'success' || failuresOf(ran.result).length > 0)
		throw new Error(
			`${nameOf(operation)} does not even work without a fault: ${messagesOf(ran.result).join()}`,
		);
	const wrong = ran.looks.filter((look) => MUST_NOT_BE.test(look));
	if (wrong.length > 0)
		throw new Error(`${nameOf(operation)} is wrong even without a fault: ${wrong.join()}`);
	const changed = changedBetween(before, storeOf(lane.sandbox));
	return { ...ran, changed, gist: gistOf(ran.result, before) };
}

/** The output in any order, without moments and without the ids of new records, which depend on who came first. */
export function gistOf({ output }: RunNodeResult, before: ReadonlyMap<string, string>): string[] {
	const known = new Set([...before.keys()].map((key) => key.split(' ')[1]));
	const gist = output.map(({ json }) =>
		JSON.stringify(json)
			.replace(/"\d{4}-\d\d-\d\dT[^"]*"/g, '"moment"')
			.replace(/\d{7,}/g, (id) => (known.has(id) ? id : 'new')),
	);
	return gist.sort();
}

// --- The request that is hit ---

/** What the request that is hit looks like. */
export interface Hit {
	method: string;
	path: RegExp;
}

/** The request of a stop, with the ids of this run. */
export function hitOf({ request, item }: Stop, journey: Journey): Hit {
	const [method = '', path = ''] = request.split(' ');
	const id = item === undefined ? undefined : (journey.ids?.[item] ?? journey.input[item]?.id);
	const pattern = path
		.replace(/:any/g, '\\d+')
		.replace(/:id/g, id === undefined ? '\\d+' : String(id));
	return { method, path: new RegExp(`^${pattern}$`) };
}

export const matches = ({ method, path }: Hit, entry: JournalEntry): boolean =>
	entry.method === method && path.test(entry.path);

/** How many requests that look the same come before the one that is hit. */
export function earlier({ nth = 0 }: Stop, hit: Hit, clean: JournalEntry[]): number {
	return nth === 'last' ? clean.filter((entry) => matches(hit, entry)).length - 1 : nth;
}

/** Orders the fault of a cell; returns what the request looks like that it hits. */
export function arm(sandbox: Sandbox, { stop, fault }: Cell, journey: Journey, clean: Clean): Hit {
	const hit = hitOf(stop, journey);
	const endless = fault === 'tookTooLong' && stop.kind === 'list';
	sandbox.faults.add({
		...ORDERS[fault](),
		...hit,
		after: earlier(stop, hit, clean.journal),
		...(endless && { times: Infinity, pageSizeAbove: SMALL_PAGE }),
	});
	return hit;
}
