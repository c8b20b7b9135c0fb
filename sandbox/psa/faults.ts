/**
 * Errors and rate limits in the middle of a reading: a test orders them at `/_sandbox/psa/faults`, and the system that
 * they are for answers with them in its own words.
 */
import type { FastifyInstance } from 'fastify';
import type { ApiError } from '../core/errors';
import type { Psa, PsaFault } from './model';

const BODY = {
	type: 'object',
	required: ['system', 'status'],
	additionalProperties: false,
	properties: {
		system: { enum: ['connectwise', 'autotask', 'halopsa'] },
		status: { type: 'integer', minimum: 400, maximum: 599 },
		path: { type: 'string' },
		after: { type: 'integer', minimum: 0 },
		times: { type: 'integer', minimum: 1 },
		retryAfter: { type: 'integer', minimum: 0 },
	},
};

/** The fault that strikes this request, if any; counts the request. */
export function takeFault(faults: PsaFault[], system: string, url: string): PsaFault | undefined {
	for (const fault of faults) {
		if (fault.times <= 0 || fault.system !== system || !url.includes(fault.path)) continue;
		if (fault.after > 0) {
			fault.after -= 1;
			continue;
		}
		fault.times -= 1;
		return fault;
	}
	return undefined;
}

/** Lets the routes of one system fail as ordered, and notes what they are asked. `refusal` makes the error in the words of that system. */
export function addFaults(
	scope: FastifyInstance,
	psa: Psa,
	system: string,
	refusal: (status: number) => ApiError,
): void {
	scope.addHook('onRequest', async (request, reply) => {
		await Promise.resolve();
		psa.requests.push(`${request.method} ${request.url}`);
		const fault = takeFault(psa.faults, system, request.url);
		if (fault === undefined) return;
		if (fault.retryAfter !== undefined) void reply.header('retry-after', String(fault.retryAfter));
		throw refusal(fault.status);
	});
}

/** Adds `POST /_sandbox/psa/faults`; a reset forgets what was ordered. */
export function addPsaFaultRoute(app: FastifyInstance, psa: Psa): void {
	app.post<{ Body: Partial<PsaFault> & Pick<PsaFault, 'system' | 'status'> }>(
		'/_sandbox/psa/faults',
		{ schema: { body: BODY } },
		async (request, reply) => {
			psa.faults.push({ path: '', after: 0, times: 1, ...request.body });
			return reply.code(204).send();
		},
	);
}
