/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
/**
 * A small HTTP server whose answers a test writes down, and a client of the transport that reaches it through
 * n8n-core's real helper.
 */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { ExecuteContext, LoadOptionsContext } from 'n8n-core';
import {
	createRunExecutionData,
	ICredentialsHelper,
	NodeConnectionTypes,
	Workflow,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IHttpRequestOptions,
	type INode,
	type INodeProperties,
	type INodeType,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';
import { ItGlueApi } from '../../../credentials/ItGlueApi.credentials';
import type { ApiRequest, Method } from '../../../nodes/ITGlue/transport';
import { Budget } from '../../../nodes/ITGlue/transport/limits/budget';
import {
	openClient,
	type Client,
	type ClientInternals,
} from '../../../nodes/ITGlue/transport/client';
import type { Clock } from '../../../nodes/ITGlue/transport/limits/clock';
import type { ClientOptions } from '../../../nodes/ITGlue/transport/types';

export const KEY = ['ITG', '0123456789abcdef', 'marked'].join('.');

/** Time that passes as soon as somebody waits for it. */
export class FastClock implements Clock {
	private time = 1_800_000_000_000;

	slept = 0;

	now(): number {
		return this.time;
	}

	async sleep(ms: number): Promise<void> {
		this.time += ms;
		this.slept += ms;
		await new Promise((resolve) => setImmediate(resolve));
	}

	random(): number {
		return 0.5;
	}
}

export interface Seen {
	method: string;
	/** Path and query as sent. */
	url: string;
	path: string;
	query: Record<string, string>;
	headers: http.IncomingHttpHeaders;
	body: string;
	at: number;
}

/** What the server does with a request: an answer, or something rude with the socket. */
export type Reply =
	| {
			status?: number;
			json?: unknown;
			text?: string;
			headers?: Record<string, string>;
			delayMs?: number;
	  }
	| 'reset'
	| 'cut'
	| 'silence'
	| 'trickle';

/** Long enough for any machine where an answer is to come; short only where none will. */
export const timeoutFor = (reply: Reply): number =>
	reply === 'silence' || reply === 'trickle' ? 1500 : 20_000;

export interface TestServer {
	url: string;
	seen: Seen[];
	close(): Promise<void>;
}

function respond(reply: Reply, request: http.IncomingMessage, response: http.ServerResponse): void {
	if (reply === 'silence') return;
	if (reply === 'reset') {
		request.socket.resetAndDestroy();
		return;
	}
	if (reply === 'cut') {
		response.writeHead(200, {
			'content-type': 'application/vnd.api+json',
			'content-length': '500',
		});
		response.write('{"data":[{"id":"1","ty');
		setTimeout(() => request.socket.destroy(), 10);
		return;
	}
	if (reply === 'trickle') {
		response.writeHead(200, { 'content-type': 'application/vnd.api+json' });
		const drip = setInterval(() => response.write(' '), 50);
		request.socket.on('close', () => clearInterval(drip));
		return;
	}
	const { status = 200, json, text, headers, delayMs = 0 } = reply;
	const body = text ?? (json === undefined ? '' : JSON.stringify(json));
	setTimeout(() => {
		if (response.destroyed) return;
		response.writeHead(status, { 'content-type': 'application/vnd.api+json', ...headers });
		response.end(body);
	}, delayMs);
}

export async function startServer(
	handle: (seen: Seen, count: number) => Reply,
): Promise<TestServer> {
	const seen: Seen[] = [];
	const server = http.createServer((request, response) => {
		let body = '';
		request.setEncoding('utf8');
		request.on('data', (chunk: string) => {
			body += chunk;
		});
		request.on('error', () => undefined);
		request.on('end', () => {
			const url = new URL(request.url ?? '/', 'http://127.0.0.1');
			const entry: Seen = {
				method: request.method ?? '',
				url: request.url ?? '',
				path: url.pathname,
				query: Object.fromEntries(url.searchParams),
				headers: request.headers,
				body,
				at: Date.now(),
			};
			seen.push(entry);
			respond(handle(entry, seen.length), request, response);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		seen,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

class Credentials extends ICredentialsHelper {
	reads = 0;

	constructor(private readonly data: ICredentialDataDecryptedObject) {
		super();
	}

	getParentTypes(): string[] {
		return [];
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		_type: string,
		options: IHttpRequestOptions,
		workflow: Workflow,
		node: INode,
	): Promise<IHttpRequestOptions> {
		const headers = new ItGlueApi().authenticate.properties.headers ?? {};
		for (const [name, text] of Object.entries(headers)) {
			const context = { $credentials: credentials } as never;
			const value = workflow.expression.getSimpleParameterValue(
				node,
				String(text),
				'internal',
				context,
				undefined,
				'',
			);
			options.headers = { ...options.headers, [name]: String(value) };
		}
		return options;
	}

	async preAuthentication(): Promise<undefined> {
		return undefined;
	}

	async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	async getCredentials(): Promise<never> {
		throw new Error('not asked for');
	}

	async getDecrypted(): Promise<ICredentialDataDecryptedObject> {
		this.reads += 1;
		return { ...this.data };
	}

	async updateCredentials(): Promise<void> {}

	async updateCredentialsOauthTokenData(): Promise<void> {}

	getCredentialsProperties(): INodeProperties[] {
		return new ItGlueApi().properties;
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	getOAuth2Options(): undefined {
		return undefined;
	}
}

export const NODE: INode = {
	id: 'node-1',
	name: 'IT Glue',
	type: 'test.itGlue',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
	credentials: { itGlueApi: { id: '1', name: 'IT Glue account' } },
};

const TYPE = {
	description: {
		displayName: 'IT Glue',
		name: 'itGlue',
		group: ['transform'],
		version: 1,
		description: '',
		defaults: { name: 'IT Glue' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'itGlueApi', required: true }],
		properties: [],
	},
} as INodeType;

export interface Contexts {
	execute: ExecuteContext;
	editor: LoadOptionsContext;
	credentials: Credentials;
}

export function contextsFor(data: IDataObject, signal?: AbortSignal): Contexts {
	const nodeTypes = {
		getByName: () => TYPE,
		getByNameAndVersion: () => TYPE,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({ nodes: [NODE], connections: {}, active: false, nodeTypes });
	const credentials = new Credentials(data as ICredentialDataDecryptedObject);
	const additionalData = {
		credentialsHelper: credentials,
		executionId: '1',
		webhookWaitingBaseUrl: 'http://127.0.0.1/webhook-waiting',
		formWaitingBaseUrl: 'http://127.0.0.1/form-waiting',
		variables: {},
	} as unknown as IWorkflowExecuteAdditionalData;
	const input = { main: [[{ json: {} }]] };
	const execute = new ExecuteContext(
		workflow,
		NODE,
		additionalData,
		'manual',
		createRunExecutionData(),
		0,
		input.main[0] ?? [],
		input,
		{ node: NODE, data: input, source: null },
		[],
		signal,
	);
	const editor = new LoadOptionsContext(workflow, NODE, additionalData, '');
	return { execute, editor, credentials };
}

export interface Setup {
	client: Client;
	clock: FastClock;
	budget: Budget;
	credentials: Credentials;
}

/** A client with a budget of its own and a clock that never really waits. */
export async function connect(
	url: string,
	options: ClientOptions & { signal?: AbortSignal; internals?: ClientInternals } = {},
): Promise<Setup> {
	const { signal, internals, ...rest } = options;
	const clock = new FastClock();
	const budget = internals?.budget ?? new Budget({ clock });
	const { execute, credentials } = contextsFor(
		{ apiKey: ` ${KEY}\n`, region: 'custom', baseUrl: url },
		signal,
	);
	const client = await openClient(execute, rest, { clock, budget, ...internals });
	return { client, clock, budget, credentials };
}

export async function faultOf(promise: Promise<unknown>): Promise<unknown> {
	return await promise.then(
		() => {
			throw new Error('It was expected to reject');
		},
		(fault: unknown) => fault,
	);
}

/** Starts servers for the tests of a file; each ends with the test that started it. */
export function useServers(): typeof startServer {
	const servers: TestServer[] = [];
	afterEach(async () => {
		await Promise.all(servers.splice(0).map(async (server) => await server.close()));
	});
	return async (handle) => {
		const server = await startServer(handle);
		servers.push(server);
		return server;
	};
}

/** Gives the replies in order, and the last of them again and again. */
export const inTurn =
	(...replies: Reply[]) =>
	(_seen: Seen, count: number): Reply =>
		replies[Math.min(count, replies.length) - 1] ?? { status: 500 };

export const OK: Reply = {
	json: { data: { id: '5', type: 'contacts', attributes: { name: 'Ada' } } },
};

/** A request for one contact, or with one. */
export const request = (method: Method): ApiRequest => ({
	method,
	path: method === 'POST' ? '/contacts' : '/contacts/5',
	...(method !== 'GET' &&
		method !== 'DELETE' && { body: { data: { type: 'contacts', attributes: { title: 'x' } } } }),
});
