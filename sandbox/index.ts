/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-hardcoded-secrets */
/** A stand-in for the IT Glue API (and a small PSA and RMM), for tests and demos. Not published. */
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { switches } from './assumptions';
import { Store } from './core/store';
import { generate } from './data/generate';
import { addAdminRoutes } from './http/admin';
import { Faults } from './http/faults';
import { addGateway, isOwn, type Keys } from './http/gateway';
import { addGraphRoutes, emptyGraph, graphData, setGraphAddresses, type Graph } from './graph';
import { addGuard } from './http/guard';
import { asksForPage, PAGE } from './http/page';
import { addPublishRoutes } from './http/publish';
import { RateLimit } from './http/rateLimit';
import { addResourceRoutes } from './http/routes';
import { addUploadRoute } from './http/uploads';
import {
	addPsaRoutes,
	BESIDE_IT_GLUE,
	emptyPsa,
	psaData,
	routedPath,
	setAddresses,
	type Psa,
} from './psa';
import { COLLECTIONS, resourcesFor } from './resources';
import type { Context, JournalEntry, SandboxOptions } from './types';

export { ASSUMPTIONS, type Assumption, type AssumptionName } from './assumptions';
export { Store } from './core/store';
export {
	addFlexibleAsset,
	addFlexibleType,
	type NewAsset,
	type NewField,
	type NewType,
} from './data/flexibleKit';
export type { Graph } from './graph';
export type { Psa, PsaCompany, PsaContact, RmmDevice } from './psa';
export type {
	Attributes,
	Fault,
	FaultKind,
	JournalEntry,
	Json,
	Profile,
	RateLimitOptions,
	Resource,
	SandboxOptions,
	StoredRecord,
} from './types';

/** Keys of the sandbox: they open nothing else. */
const KEYS: Keys = {
	full: 'ITG.5a4d000000000000000000000000000demo-full-access',
	withoutPasswordAccess: 'ITG.5a4d000000000000000000000demo-without-passwords',
};

const PAYLOAD_LIMIT = 10 * 1024 * 1024;

export interface Sandbox {
	url: string;
	keys: Keys;
	store: Store;
	journal: JournalEntry[];
	faults: Faults;
	psa: Psa;
	graph: Graph;
	/** The switches as they stand. */
	assumptions: Context['assumptions'];
	/** Back to the seeded data, latency and rate limit; journal, faults and rate window are emptied. */
	reset(): void;
	/** Closes the server and its open connections. */
	stop(): Promise<void>;
}

function underscored(url: string): string {
	if (isOwn(url)) return url;
	const [path = '', ...query] = url.split('?');
	return [path.replace(/-/g, '_'), ...query].join('?');
}

/** What is asked of the sandbox itself and changes no record that nobody else changed. */
const LEAVES_RECORDS_ALONE = /^\/_sandbox\/(journal|faults|reset|settings)\b/;

/**
 * Starts a sandbox on 127.0.0.1.
 * @returns once it accepts requests
 * @throws the error of `listen` when the port is in use
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const { profile = 'strict', port = 0, organizations = 40, seed = 1, latencyMs = 0 } = options;
	const store = new Store(COLLECTIONS);
	const context: Context = {
		profile,
		assumptions: switches(profile, options.assumptions),
		store,
		resources: resourcesFor(profile),
		deleteDelayMs: options.deleteDelayMs ?? 300,
		...(options.rememberLists === true && { remembered: new Map<string, string>() }),
	};
	const journal: JournalEntry[] = [];
	const faults = new Faults();
	const rateLimit = new RateLimit(options.rateLimit ?? { requests: 3000, windowMs: 300_000 });
	const latency = { latencyMs };
	const psa = emptyPsa();
	const graph = emptyGraph();
	let asGenerated = true;
	const reset = (): void => {
		store.clear();
		// The same seed gives the same records, so lists that nothing was written to since stay true.
		if (!asGenerated) context.remembered?.clear();
		asGenerated = true;
		generate(store, {
			organizations,
			configurations: options.configurations ?? organizations * 5,
			longIds: options.longIds ?? true,
			seed,
		});
		Object.assign(psa, psaData(store));
		Object.assign(graph, graphData(store));
		journal.length = 0;
		faults.clear();
		rateLimit.clear();
		latency.latencyMs = latencyMs;
	};

	const app = fastify({
		bodyLimit: context.assumptions.payloadAbove10MbRefused ? PAYLOAD_LIMIT : PAYLOAD_LIMIT * 10,
		forceCloseConnections: true,
		exposeHeadRoutes: false,
		routerOptions: { maxParamLength: 500 },
		// The seeds' error tables spell some paths with hyphens (reference, 5.40).
		rewriteUrl: (request) => {
			if (asksForPage(request)) return PAGE;
			const path = routedPath(request.url ?? '/');
			return profile === 'seed' ? underscored(path) : path;
		},
		// The API takes both spellings and several JSON types; nothing may be changed behind our back.
		ajv: {
			customOptions: {
				coerceTypes: false,
				removeAdditional: false,
				useDefaults: false,
				allowUnionTypes: true,
			},
		},
	});
	addGuard(app);
	app.addHook('onRequest', async ({ method, url }) => {
		if (method !== 'GET' && !LEAVES_RECORDS_ALONE.test(url)) {
			context.remembered?.clear();
			asGenerated = false;
		}
		await Promise.resolve();
	});
	addGateway(app, {
		context,
		keys: KEYS,
		journal,
		faults,
		rateLimit,
		latency,
		journalSecrets: options.journalSecrets ?? false,
	});
	addAdminRoutes(app, { context, journal, faults, latency, rateLimit, reset, psa, graph });
	addPsaRoutes(app, psa);
	addGraphRoutes(app, graph, BESIDE_IT_GLUE);
	addPublishRoutes(app, context);
	addUploadRoute(app, context);
	addResourceRoutes(app, context);

	reset();
	await app.listen({ host: '127.0.0.1', port });
	const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
	context.origin = url;
	setAddresses(psa, url);
	setGraphAddresses(graph, url);
	let stopped: Promise<void> | undefined;
	return {
		url,
		keys: { ...KEYS },
		store,
		journal,
		faults,
		psa,
		graph,
		assumptions: context.assumptions,
		reset,
		stop: () => {
			stopped ??= app.close();
			return stopped;
		},
	};
}
