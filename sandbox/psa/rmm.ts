/** The RMM's device feed: one JSON list, a key in the header. It stands for any of them and follows no vendor. */
import type { FastifyInstance } from 'fastify';
import type { Psa } from './model';

/** Adds `GET devices.json`. */
export function addRmmRoutes(scope: FastifyInstance, psa: Psa): void {
	scope.setNotFoundHandler(async (_request, reply) =>
		reply.code(404).send({ message: 'Not found' }),
	);
	scope.get('/devices.json', async (request, reply) =>
		request.headers['x-rmm-key'] === psa.rmm.key
			? psa.devices
			: reply.code(401).send({ message: 'The header x-rmm-key is missing or wrong' }),
	);
}
