/** The sandbox's own routes, for tests that talk to it as a process. No key needed, nothing journalled or counted. */
import type { FastifyInstance } from 'fastify';
import { addGraphAdminRoutes, type Graph } from '../graph';
import { addNightsRoutes } from '../nights/admin';
import { addBesideAdminRoutes, addPsaAdminRoutes, addVaultAdminRoutes, type Psa } from '../psa';
import type { Context, Fault, JournalEntry, StoredRecord } from '../types';
import { addBrowseRoutes } from './browse';
import type { Faults } from './faults';
import { addPageRoute } from './page';
import type { RateLimit } from './rateLimit';
import { addSettingsRoutes, type Latency } from './settings';

export interface Admin {
	context: Context;
	journal: JournalEntry[];
	faults: Faults;
	latency: Latency;
	rateLimit: RateLimit;
	reset: () => void;
	psa: Psa;
	graph: Graph;
}

/** What may be ordered over HTTP. */
export const FAULT_SCHEMA = {
	type: 'object',
	required: ['kind'],
	properties: {
		kind: {
			enum: [
				'status',
				'rateLimit',
				'tookTooLong',
				'truncatedJson',
				'html',
				'emptyBody',
				'errorsIn200',
				'resetBefore',
				'resetAfter',
				'slow',
				'redirect',
			],
		},
		method: { type: 'string' },
		/** A prefix of the path, or a pattern written as `/…/`. */
		path: { type: 'string' },
		times: { type: ['integer', 'null'] },
		after: { type: 'integer' },
		status: { type: 'integer' },
		retryAfter: { type: 'string' },
		delayMs: { type: 'integer' },
		pageSizeAbove: { type: 'integer' },
		location: { type: 'string' },
	},
};

const INSERT_SCHEMA = {
	type: 'object',
	required: ['attributes'],
	properties: {
		attributes: { type: 'object' },
		/** The PSA record that it is linked to. */
		psa: {
			type: 'object',
			required: ['type', 'remoteId'],
			properties: {
				type: { type: 'string' },
				remoteId: { type: 'string' },
				orphaned: { type: 'boolean' },
			},
		},
		/** Links to other systems. */
		adapters: {
			type: 'array',
			items: {
				type: 'object',
				required: ['name', 'remoteId'],
				properties: {
					name: { type: 'string' },
					remoteId: { type: 'string' },
					orphaned: { type: 'boolean' },
				},
			},
		},
	},
};

/** `last`: only that many of the newest. */
const JOURNAL_SCHEMA = {
	type: 'object',
	properties: { last: { type: 'string', pattern: '^[1-9]\\d{0,5}$' } },
};

/** The fault with its path as a pattern where it is written as one; nothing where that cannot be read. */
function withPattern(fault: Fault): Fault | undefined {
	const pattern = typeof fault.path === 'string' ? /^\/(.+)\/$/.exec(fault.path)?.[1] : undefined;
	// A plain path may end in a slash too; only one with a metacharacter is a pattern.
	if (pattern === undefined || !/[\\^$*+?()[\]|]/.test(pattern)) return fault;
	try {
		return { ...fault, path: new RegExp(pattern) };
	} catch {
		return undefined;
	}
}

/** Adds the routes below `/_sandbox/`. */
export function addAdminRoutes(
	app: FastifyInstance,
	{ context, journal, faults, latency, rateLimit, reset, psa, graph }: Admin,
): void {
	const { store } = context;
	app.get('/_sandbox/health', async () => ({ status: 'ok', profile: context.profile }));
	app.get('/_sandbox/assumptions', async () => context.assumptions);
	app.get<{ Querystring: { last?: string } }>(
		'/_sandbox/journal',
		{ schema: { querystring: JOURNAL_SCHEMA } },
		async ({ query }) => (query.last === undefined ? journal : journal.slice(-Number(query.last))),
	);
	app.delete('/_sandbox/journal', async (_request, reply) => {
		journal.length = 0;
		return reply.code(204).send();
	});
	app.get<{ Params: { type: string } }>('/_sandbox/store/:type', async (request) =>
		store.all(request.params.type),
	);
	app.post<{
		Params: { type: string };
		Body: Pick<StoredRecord, 'attributes' | 'psa' | 'adapters'>;
	}>('/_sandbox/store/:type', { schema: { body: INSERT_SCHEMA } }, async (request, reply) => {
		const { attributes, ...links } = request.body;
		const type = request.params.type.replace(/-/g, '_');
		return reply.code(201).send(store.insert(type, attributes, links));
	});
	app.delete<{ Params: { type: string; id: string } }>(
		'/_sandbox/store/:type/:id',
		async (request, reply) =>
			reply.code(store.remove(request.params.type, request.params.id) ? 204 : 404).send(),
	);
	app.post<{ Body: Fault }>(
		'/_sandbox/faults',
		{ schema: { body: FAULT_SCHEMA } },
		async (request, reply) => {
			const fault = withPattern(request.body);
			if (fault === undefined)
				return reply.code(400).send({ message: 'path is a pattern that cannot be read.' });
			faults.add(fault);
			return reply.code(204).send();
		},
	);
	app.get('/_sandbox/faults', async () => faults.list());
	app.delete('/_sandbox/faults', async (_request, reply) => {
		faults.clear();
		return reply.code(204).send();
	});
	addPsaAdminRoutes(app, psa, store);
	addVaultAdminRoutes(app, psa);
	addBesideAdminRoutes(app, psa, store);
	addNightsRoutes(app, store, psa, faults);
	addGraphAdminRoutes(app, graph);
	addBrowseRoutes(app, context);
	addSettingsRoutes(app, context, latency, rateLimit);
	addPageRoute(app);
	app.post('/_sandbox/reset', async (_request, reply) => {
		reset();
		return reply.code(204).send();
	});
}
