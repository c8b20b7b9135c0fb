/** What a test in another process sees of Microsoft Graph, and how it changes it between two runs. */
import type { FastifyInstance } from 'fastify';
import type { Attributes } from '../types';
import type { Graph, GraphFault, GraphLists, Tenant } from './model';

const KINDS: Array<keyof GraphLists> = ['users', 'devices', 'keys', 'localAdmins'];

const BODY = {
	type: 'object',
	required: ['attributes'],
	properties: {
		attributes: {
			type: 'object',
			required: ['id'],
			properties: { id: { type: 'string' } },
		},
	},
};

/** `retryAfter`: seconds, as the header `Retry-After` of a 429; `done`: the answer alone gets lost. */
const FAULT = {
	type: 'object',
	required: ['status'],
	properties: {
		status: { type: 'integer', minimum: 400, maximum: 599 },
		path: { type: 'string' },
		times: { type: 'integer', minimum: 1 },
		retryAfter: { type: 'string' },
		done: { type: 'boolean' },
	},
};

interface Place {
	tenant: string;
	kind: string;
	id: string;
}

/** The list that an address names: a tenant by its domain, and a kind. */
function listAt(
	graph: Graph,
	{ tenant, kind }: Omit<Place, 'id'>,
): Array<{ id: string }> | undefined {
	const found: Tenant | undefined = graph.tenants.find(({ domain }) => domain === tenant);
	const name = KINDS.find((one) => one === kind);
	return found === undefined || name === undefined ? undefined : found[name];
}

/** Adds `/_sandbox/graph`: GET all, POST one entry (changed where its id is known, else added), DELETE one, and failures. */
export function addGraphAdminRoutes(app: FastifyInstance, graph: Graph): void {
	app.get('/_sandbox/graph', async () => graph);
	app.post<{ Body: Omit<GraphFault, 'times'> & { times?: number } }>(
		'/_sandbox/graph/faults',
		{ schema: { body: FAULT } },
		async ({ body }, reply) => {
			graph.faults.push({ times: 1, ...body });
			return reply.code(204).send();
		},
	);
	app.post<{ Params: Omit<Place, 'id'>; Body: { attributes: Attributes & { id: string } } }>(
		'/_sandbox/graph/:tenant/:kind',
		{ schema: { body: BODY } },
		async ({ params, body: { attributes } }, reply) => {
			const list = listAt(graph, params);
			if (list === undefined) return reply.code(404).send();
			const known = list.find(({ id }) => id === attributes.id);
			if (known === undefined) list.push(attributes);
			else Object.assign(known, attributes);
			return reply.code(known === undefined ? 201 : 200).send(known ?? attributes);
		},
	);
	app.delete<{ Params: Place }>('/_sandbox/graph/:tenant/:kind/:id', async ({ params }, reply) => {
		const list = listAt(graph, params);
		const at = list?.findIndex(({ id }) => id === params.id) ?? -1;
		if (at >= 0) list?.splice(at, 1);
		return reply.code(at >= 0 ? 204 : 404).send();
	});
}
