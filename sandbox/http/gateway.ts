/** What happens to every request around its route: journal, latency, key, rate limit, faults, error bodies. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { removeMarked } from '../core/cascade';
import {
	ApiError,
	asMessage,
	badContentType,
	badRequest,
	routeNotFound,
	unknownKey,
} from '../core/errors';
import { readJson, writeJson } from '../core/exact';
import type { Context, Fault, JournalEntry, Json } from '../types';
import { pause, strikeAfter, strikeBefore, type Faults } from './faults';
import { masked, safeHeaders } from './journal';
import type { RateLimit } from './rateLimit';
import type { Latency } from './settings';
import { schemaError } from './bodies';
import { queryOf } from './routes';

declare module 'fastify' {
	interface FastifyRequest {
		passwordAccess: boolean;
		journalEntry: JournalEntry | null;
		fault: Fault | null;
	}
}

export interface Keys {
	full: string;
	withoutPasswordAccess: string;
}

export interface Gateway {
	context: Context;
	keys: Keys;
	journal: JournalEntry[];
	faults: Faults;
	rateLimit: RateLimit;
	latency: Latency;
	journalSecrets: boolean;
}

const JSON_API = 'application/vnd.api+json; charset=utf-8';

/** The sandbox's own routes and the PSA are not part of the API. */
export function isOwn(url: string): boolean {
	return url.startsWith('/_sandbox/') || url.startsWith('/psa/');
}

function entryFor(request: FastifyRequest, index: number): JournalEntry {
	const [path = ''] = request.url.split('?');
	return {
		index,
		at: new Date().toISOString(),
		method: request.method,
		path,
		query: queryOf(request),
		headers: safeHeaders(request.headers),
		status: 0,
	};
}

async function admit(
	gateway: Gateway,
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<FastifyReply | undefined> {
	const { context, keys, journal, faults, rateLimit } = gateway;
	const { latencyMs } = gateway.latency;
	const entry = entryFor(request, journal.length);
	journal.push(entry);
	request.journalEntry = entry;
	if (latencyMs > 0) await pause(latencyMs, request);
	removeMarked(context);
	const key = request.headers['x-api-key'];
	if (key !== keys.full && key !== keys.withoutPasswordAccess) throw unknownKey(context);
	request.passwordAccess = key === keys.full;
	const wait = rateLimit.hit();
	if (wait !== undefined) {
		if (wait !== '') void reply.header('retry-after', wait);
		throw new ApiError(429, { errors: [{ status: 429, title: 'Too Many Requests' }] });
	}
	const fault = faults.take(request.method, entry.path, Number(entry.query['page[size]'] ?? 50));
	if (fault === undefined) return undefined;
	request.fault = fault;
	return (await strikeBefore(fault, request, reply)) ? reply : undefined;
}

function toApiError(error: FastifyError | ApiError, context: Context): ApiError {
	if (error instanceof ApiError) return error;
	const [problem] = error.validation ?? [];
	if (problem !== undefined)
		return schemaError(context, problem.instancePath, problem.message ?? 'is invalid');
	if (error.statusCode === 415) return badContentType();
	if (error.statusCode === 413)
		return new ApiError(413, { errors: [{ status: 413, title: 'Payload Too Large' }] });
	if (error.statusCode !== undefined && error.statusCode < 500) return badRequest(error.message);
	return new ApiError(500, {
		errors: [{ status: 500, title: 'Internal Server Error' }],
		sandbox: error.message,
	});
}

function shownRefusal(error: ApiError, context: Context): ApiError {
	const byGateway = error.status === 401 || error.status === 415;
	return byGateway && context.assumptions.refusalsAreMessages ? asMessage(error) : error;
}

/** Hooks, body parsers and error bodies. Call before the routes are added. */
export function addGateway(app: FastifyInstance, gateway: Gateway): void {
	const { context } = gateway;
	app.decorateRequest('passwordAccess', false);
	app.decorateRequest('journalEntry', null);
	app.decorateRequest('fault', null);

	app.removeAllContentTypeParsers();
	const parse = (
		_request: FastifyRequest,
		body: string | Buffer,
		done: (error: Error | null, value?: unknown) => void,
	): void => {
		if (body.length === 0) return done(null, undefined);
		try {
			done(null, readJson(body.toString()));
		} catch {
			done(badRequest('The body is not valid JSON'));
		}
	};
	app.addContentTypeParser('application/vnd.api+json', { parseAs: 'string' }, parse);
	// S4 also declares plain JSON; the sandbox's own routes take it in both profiles.
	app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
		if (context.profile !== 'seed' && !isOwn(request.url)) return done(badContentType());
		parse(request, body, done);
	});

	app.setReplySerializer(writeJson);
	app.addHook('onRequest', async (request, reply) =>
		isOwn(request.url) ? undefined : admit(gateway, request, reply),
	);
	app.addHook('preValidation', async (request) => {
		if (request.journalEntry === null || request.body === undefined) return;
		const body = structuredClone(request.body) as Json;
		request.journalEntry.body = gateway.journalSecrets ? body : masked(body);
	});
	app.addHook('onSend', async (request, reply, payload) => {
		const cut = request.fault?.kind === 'resetAfter';
		if (request.journalEntry !== null && !cut) request.journalEntry.status = reply.statusCode;
		if (request.fault === null) return payload;
		if (request.fault.kind === 'emptyBody' && request.fault.status !== undefined)
			void reply.code(request.fault.status);
		const damaged = await strikeAfter(request.fault, request, payload);
		if (damaged !== payload) void reply.removeHeader('content-length');
		return damaged;
	});
	app.addHook('preSerialization', async (request, reply, payload) => {
		if (!isOwn(request.url)) void reply.type(JSON_API);
		return payload;
	});

	app.setErrorHandler((error: FastifyError | ApiError, _request, reply) => {
		const refusal = toApiError(error, context);
		const { status, body, contentType } = shownRefusal(refusal, context);
		return reply
			.code(status)
			.type(contentType)
			.send(typeof body === 'string' ? body : JSON.stringify(body));
	});
	app.setNotFoundHandler((request, reply) => {
		if (request.url.startsWith('/_sandbox/'))
			return reply.code(404).type('application/json').send({ message: 'No such sandbox route' });
		const { status, body, contentType } = routeNotFound();
		return reply.code(status).type(contentType).send(body);
	});
}
