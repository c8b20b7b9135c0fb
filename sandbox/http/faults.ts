/* eslint-disable @n8n/community-nodes/no-restricted-imports */
/** Faults that a test can order: bad statuses, damaged answers, cut connections. */
import { STATUS_CODES } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Fault, Json } from '../types';

interface Armed extends Fault {
	left: number;
	skip: number;
}

const AFTER_HANDLING: ReadonlySet<Fault['kind']> = new Set([
	'truncatedJson',
	'emptyBody',
	'resetAfter',
	'slow',
]);

/** Delay of a slow answer that does not say how slow. */
const SLOW_MS = 1000;

/** The faults waiting to strike, in the order they were added. */
export class Faults {
	private armed: Armed[] = [];

	/** Orders a fault. */
	add(fault: Fault): void {
		this.armed.push({
			...fault,
			left: fault.times === null ? Infinity : (fault.times ?? 1),
			skip: fault.after ?? 0,
		});
	}

	/** The faults that may still strike; `times` is how often they still will, null without end. */
	list(): Fault[] {
		return this.armed
			.filter(({ left }) => left > 0)
			.map(({ left, skip, ...fault }) => ({
				...fault,
				...(fault.path !== undefined && { path: String(fault.path) }),
				after: skip,
				times: left === Infinity ? null : left,
			}));
	}

	/** Forgets all faults. */
	clear(): void {
		this.armed = [];
	}

	/** The fault that strikes this request, if any; counts it. */
	take(method: string, path: string, pageSize: number): Fault | undefined {
		for (const fault of this.armed) {
			if (fault.left <= 0 || !matches(fault, method, path, pageSize)) continue;
			if (fault.skip > 0) {
				fault.skip -= 1;
				continue;
			}
			fault.left -= 1;
			return fault;
		}
		return undefined;
	}
}

function matches(fault: Fault, method: string, path: string, pageSize: number): boolean {
	if (fault.method !== undefined && fault.method.toUpperCase() !== method) return false;
	if (typeof fault.path === 'string' && !path.startsWith(fault.path)) return false;
	// A global pattern keeps its position between tests; search() does not look at it.
	if (fault.path instanceof RegExp && path.search(fault.path) === -1) return false;
	return fault.pageSizeAbove === undefined || pageSize > fault.pageSizeAbove;
}

const GATEWAY = (status: number): string =>
	`<html><head><title>${status} ${STATUS_CODES[status] ?? ''}</title></head><body><center><h1>${status} ${STATUS_CODES[status] ?? ''}</h1></center></body></html>\n`;

function standardBody(status: number): Json {
	if (status === 403) return { message: 'Forbidden' };
	if (status >= 502) return GATEWAY(status);
	if (status === 401)
		return {
			errors: [
				{
					status: 401,
					title: 'Unauthorized',
					detail: 'Unauthorized resource access',
					source: { pointer: 'id' },
				},
			],
		};
	return { errors: [{ status, title: STATUS_CODES[status] ?? 'Error' }] };
}

function answer(reply: FastifyReply, status: number, body: Json): FastifyReply {
	const html = typeof body === 'string';
	return reply
		.code(status)
		.type(html ? 'text/html; charset=utf-8' : 'application/vnd.api+json; charset=utf-8')
		.send(html ? body : JSON.stringify(body));
}

const TOOK_TOO_LONG: Json = {
	errors: [
		{
			status: 504,
			title: 'Gateway Timeout',
			detail: 'The request took too long to process and timed out',
		},
	],
};

/** Waits, but not for a client that has gone: a stopped sandbox leaves no timer behind. */
export async function pause(ms: number, request: FastifyRequest): Promise<void> {
	const { socket } = request.raw;
	const gone = new AbortController();
	const leave = (): void => gone.abort();
	socket.once('close', leave);
	await sleep(ms, undefined, { signal: gone.signal }).catch(() => undefined);
	socket.off('close', leave);
}

/** Lets a fault strike before the request is handled. True when the request is over with that. */
export async function strikeBefore(
	fault: Fault,
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<boolean> {
	if (AFTER_HANDLING.has(fault.kind)) return false;
	if (fault.delayMs !== undefined) await pause(fault.delayMs, request);
	if (fault.kind === 'resetBefore') {
		reply.hijack();
		request.raw.socket.destroy();
		return true;
	}
	const status = fault.status;
	if (fault.kind === 'rateLimit' && fault.retryAfter !== undefined)
		void reply.header('retry-after', fault.retryAfter);
	if (fault.kind === 'status') {
		if (fault.retryAfter !== undefined) void reply.header('retry-after', fault.retryAfter);
		await answer(reply, status ?? 500, fault.body ?? standardBody(status ?? 500));
	} else if (fault.kind === 'rateLimit')
		await answer(reply, status ?? 429, fault.body ?? standardBody(429));
	else if (fault.kind === 'tookTooLong')
		await answer(reply, status ?? 504, fault.body ?? TOOK_TOO_LONG);
	else if (fault.kind === 'html')
		await answer(
			reply,
			status ?? 200,
			fault.body ?? '<!DOCTYPE html><html><body>Maintenance</body></html>\n',
		);
	else if (fault.kind === 'errorsIn200')
		await answer(
			reply,
			status ?? 200,
			fault.body ?? {
				data: [],
				errors: [
					{ status: '500', title: 'Something went wrong', detail: 'The records could not be read' },
				],
			},
		);
	else
		await reply
			.header('location', fault.location ?? '/')
			.code(status ?? 302)
			.send('');
	return true;
}

/** Damages an answer that was worked out already, so the write behind it has happened. */
export async function strikeAfter(
	fault: Fault,
	request: FastifyRequest,
	payload: unknown,
): Promise<unknown> {
	if (fault.kind === 'slow') await pause(fault.delayMs ?? SLOW_MS, request);
	else if (AFTER_HANDLING.has(fault.kind) && fault.delayMs !== undefined)
		await pause(fault.delayMs, request);
	if (fault.kind === 'emptyBody') return '';
	if (fault.kind === 'truncatedJson') {
		const text = typeof payload === 'string' ? payload : '{"data":[{"id":"1","type"';
		return text.slice(0, Math.max(1, Math.floor(text.length / 2)));
	}
	if (fault.kind === 'resetAfter') request.raw.socket.destroy();
	return payload;
}
