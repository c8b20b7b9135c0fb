/**
 * What a test in another process does to the RMM and the password store beside changing single records: many devices,
 * a night that passes, errors in the middle of a reading, tokens whose time is over, and the requests that were sent.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Store } from '../core/store';
import { strikeBefore } from '../http/faults';
import type { Psa } from '../psa/model';
import type { Fault } from '../types';
import { manyDevices, nextNight, type Night } from './nights';

const COUNT = { type: 'integer', minimum: 0, maximum: 100_000 };

const MANY = { type: 'object', required: ['count'], properties: { count: COUNT } };

const NIGHT = {
	type: 'object',
	additionalProperties: false,
	properties: {
		number: COUNT,
		moved: COUNT,
		renamed: COUNT,
		retired: COUNT,
		gone: COUNT,
		added: COUNT,
	},
};

const FAULT = {
	type: 'object',
	required: ['kind', 'path'],
	properties: {
		kind: { enum: ['status', 'rateLimit', 'html', 'resetBefore'] },
		/** A part of the address, such as `ninjaone/v2/devices-detailed`. */
		path: { type: 'string', minLength: 1 },
		times: { type: ['integer', 'null'] },
		after: { type: 'integer' },
		status: { type: 'integer' },
		retryAfter: { type: 'string' },
	},
};

/** Lets the routes of a scope fail as ordered, and notes what they are asked. Call before routes are added. */
export function addTroubles(scope: FastifyInstance, psa: Psa): void {
	scope.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
		psa.requests.push(`${request.method} ${request.url}`);
		const [path = ''] = request.url.split('?');
		const fault = psa.troubles.take(request.method, path, 0);
		if (fault === undefined) return undefined;
		return (await strikeBefore(fault, request, reply)) ? reply : undefined;
	});
}

/** Adds the routes below `/_sandbox/beside`. */
export function addBesideAdminRoutes(app: FastifyInstance, psa: Psa, store: Store): void {
	app.get('/_sandbox/beside/requests', async () => psa.requests);
	app.delete('/_sandbox/beside/requests', async (_request, reply) => {
		psa.requests.length = 0;
		return reply.code(204).send();
	});
	app.post('/_sandbox/beside/expire', async (_request, reply) => {
		psa.tokens.expire();
		return reply.code(204).send();
	});
	app.post<{ Body: Fault & { path: string } }>(
		'/_sandbox/beside/faults',
		{ schema: { body: FAULT } },
		async (request, reply) => {
			const { path, ...fault } = request.body;
			const escaped = path.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
			psa.troubles.add({ ...fault, path: new RegExp(escaped) });
			return reply.code(204).send();
		},
	);
	app.post<{ Body: { count: number } }>(
		'/_sandbox/beside/devices',
		{ schema: { body: MANY } },
		async (request, reply) => {
			psa.devices = manyDevices(store, request.body.count);
			return reply.code(201).send({ count: psa.devices.length });
		},
	);
	app.post<{ Body: Partial<Night> & { number?: number } }>(
		'/_sandbox/beside/night',
		{ schema: { body: NIGHT } },
		async (request) => {
			const { number = 1, ...night } = request.body;
			const none = { moved: 0, renamed: 0, retired: 0, gone: 0, added: 0 };
			return nextNight(psa.devices, { ...none, ...night }, number);
		},
	);
}
