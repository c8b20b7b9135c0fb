/** Microsoft Graph v1.0, as far as the examples read it. Sources stand beside the shapes in model.ts. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { tenantOf } from './login';
import type { Graph, GraphUser, Tenant } from './model';

type Entry = Record<string, unknown>;
type Query = Record<string, string | undefined>;

const CODES: Readonly<Record<number, string>> = {
	400: 'BadRequest',
	401: 'InvalidAuthenticationToken',
	404: 'Request_ResourceNotFound',
	429: 'TooManyRequests',
	503: 'ServiceUnavailable',
};

/** https://learn.microsoft.com/graph/errors */
function failure(reply: FastifyReply, status: number, message: string): FastifyReply {
	return reply.code(status).send({
		error: {
			code: CODES[status] ?? 'UnknownError',
			message,
			innerError: { date: '2026-01-05T07:30:00', 'request-id': 'sandbox' },
		},
	});
}

/** What Graph shows of a user that is not asked for more. https://learn.microsoft.com/graph/api/user-list */
const USER_DEFAULTS = ['id', 'displayName', 'userPrincipalName', 'mail', 'jobTitle'];

interface List {
	path: string;
	of: (tenant: Tenant) => object[];
	/** Shown where `$select` does not say otherwise; everything without it. */
	shown?: string[];
	/** Shown by one entry, on `$select`, never by the list. */
	secret?: string;
	/** Where one entry is read, if it can be. */
	one?: string;
	top?: boolean;
	filter?: string;
	/** These want to know who asks (bitlocker-list-recoverykeys, Request headers). */
	agent?: boolean;
}

const LISTS: List[] = [
	{
		path: '/users',
		of: ({ users }) => users,
		shown: USER_DEFAULTS,
		secret: 'passwordProfile',
		top: true,
	},
	{ path: '/subscribedSkus', of: ({ skus }) => skus },
	{ path: '/deviceManagement/managedDevices', of: ({ devices }) => devices, top: true },
	{
		path: '/informationProtection/bitlocker/recoveryKeys',
		of: ({ keys }) => keys,
		secret: 'key',
		one: '/informationProtection/bitlocker/recoveryKeys/:id',
		filter: 'deviceId',
		agent: true,
	},
	{
		path: '/directory/deviceLocalCredentials',
		of: ({ localAdmins }) => localAdmins,
		secret: 'credentials',
		one: '/directory/deviceLocalCredentials/:id',
		top: true,
		agent: true,
	},
];

const named = (text: string | undefined): string[] | undefined =>
	text?.split(',').map((name) => name.trim());

const picked = (entry: object, names: readonly string[]): Entry =>
	Object.fromEntries(Object.entries(entry).filter(([name]) => names.includes(name)));

function refusal(list: List, query: Query, request: FastifyRequest): string | undefined {
	if (list.agent === true && !request.headers['user-agent']) return 'User-Agent is required';
	if (query.$top !== undefined && list.top !== true) return '$top is not supported';
	if (query.$top !== undefined && !/^[1-9]\d{0,2}$/.test(query.$top))
		return 'Invalid page size specified. Must be between 1 and 999 inclusive.';
	if (named(query.$select)?.includes(list.secret ?? ' ') === true)
		return `${list.secret ?? ''} is read one by one`;
	return undefined;
}

/** `deviceId eq '…'` of the one field that a list may be filtered by. */
function kept(list: List, entries: object[], filter: string | undefined): object[] {
	const [, field, value] = /^(\w+) eq '([^']*)'$/.exec(filter ?? '') ?? [];
	if (field === undefined || field !== list.filter) return entries;
	return entries.filter((entry) => (entry as Entry)[field] === value);
}

/** A page, and where the next one is: an address that says nothing about itself. */
function pageOf(graph: Graph, tenant: Tenant, list: List, query: Query): Entry {
	const all = kept(list, list.of(tenant), query.$filter);
	const size = Math.min(Number(query.$top ?? graph.pageSize), graph.pageSize);
	const from = Number(query.$skiptoken ?? 0);
	const names = named(query.$select) ?? list.shown;
	const value = all.slice(from, from + size).map((entry) => {
		const open = Object.keys(entry).filter((name) => name !== list.secret);
		return picked(entry, names === undefined ? open : open.filter((name) => names.includes(name)));
	});
	const next = new URLSearchParams();
	for (const [name, given] of Object.entries({ ...query, $skiptoken: String(from + size) }))
		if (given !== undefined) next.set(name, given);
	return {
		'@odata.context': `${graph.url}/$metadata#${list.path.slice(1)}`,
		...(from + size < all.length && {
			'@odata.nextLink': `${graph.url}${list.path}?${next.toString()}`,
		}),
		value,
	};
}

/** The ordered failure that strikes a request, if any. */
function struck(graph: Graph, path: string): Graph['faults'][number] | undefined {
	const fault = graph.faults.find((one) => one.times > 0 && path.includes(one.path ?? ''));
	if (fault !== undefined) fault.times -= 1;
	return fault;
}

/** Answers for whoever signed in; of everybody else, 401. */
function answering(
	graph: Graph,
	answer: (tenant: Tenant, request: FastifyRequest, reply: FastifyReply) => unknown,
	work: (tenant: Tenant, request: FastifyRequest) => unknown = () => undefined,
) {
	return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
		const tenant = tenantOf(graph, request.headers.authorization);
		if (tenant === undefined)
			return failure(reply, 401, 'Access token is missing, expired or invalid.');
		const [path = '', query = ''] = request.url.split('?');
		const entry = {
			tenant: tenant.domain,
			method: request.method,
			path,
			query: decodeURIComponent(query),
			status: 200,
		};
		graph.journal.push(entry);
		const fault = struck(graph, path);
		if (fault === undefined) {
			const body = await answer(tenant, request, reply);
			entry.status = reply.statusCode;
			return body;
		}
		if (fault.done === true) work(tenant, request);
		entry.status = fault.status;
		if (fault.retryAfter !== undefined) void reply.header('retry-after', fault.retryAfter);
		return failure(reply, fault.status, 'As ordered by a test.');
	};
}

const COMPLEX = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/];

/** What Entra ID asks of a password: 8 to 256 characters of three kinds. */
const isStrong = (password: string): boolean =>
	password.length >= 8 &&
	password.length <= 256 &&
	COMPLEX.filter((kind) => kind.test(password)).length >= 3;

interface Change {
	user: GraphUser;
	password: string;
	force: boolean;
}

/** What a request would change, or why it may not. */
function changeOf({ users }: Tenant, { params, body }: FastifyRequest): Change | [number, string] {
	const { id } = params as { id: string };
	const user = users.find((one) =>
		[one.id, one.userPrincipalName.toLowerCase()].includes(id.toLowerCase()),
	);
	if (user === undefined) return [404, `Resource '${id}' does not exist.`];
	const { passwordProfile } = (body ?? {}) as { passwordProfile?: Record<string, unknown> };
	const password = passwordProfile?.password;
	if (typeof password !== 'string') return [400, 'The sandbox changes passwords only.'];
	if (!isStrong(password))
		return [400, 'The specified password does not comply with password complexity requirements.'];
	// Left out, it means false by the documentation, and true to what people report.
	return { user, password, force: passwordProfile?.forceChangePasswordNextSignIn !== false };
}

function change({ user, password, force }: Change): void {
	user.passwordProfile = { password, forceChangePasswordNextSignIn: force };
}

/** A user's password, as an administrator resets it. https://learn.microsoft.com/graph/api/user-update */
function addWritingRoutes(scope: FastifyInstance, graph: Graph): void {
	scope.patch(
		'/users/:id',
		answering(
			graph,
			(tenant, request, reply) => {
				const wanted = changeOf(tenant, request);
				if (Array.isArray(wanted)) return failure(reply, ...wanted);
				change(wanted);
				return reply.code(204).send();
			},
			(tenant, request) => {
				const wanted = changeOf(tenant, request);
				if (!Array.isArray(wanted)) change(wanted);
			},
		),
	);
}

/** Adds what can be read, and the one thing that can be changed. */
export function addGraphApi(scope: FastifyInstance, graph: Graph): void {
	for (const list of LISTS) {
		scope.get(
			list.path,
			answering(graph, (tenant, request, reply) => {
				const query = request.query as Query;
				const wrong = refusal(list, query, request);
				return wrong === undefined
					? pageOf(graph, tenant, list, query)
					: failure(reply, 400, wrong);
			}),
		);
		if (list.one === undefined) continue;
		scope.get(
			list.one,
			answering(graph, (tenant, request, reply) => {
				const { id } = request.params as { id: string };
				const found = list.of(tenant).find((entry) => (entry as Entry).id === id);
				if (found === undefined) return failure(reply, 404, `Resource '${id}' does not exist.`);
				const asked = named((request.query as Query).$select)?.includes(list.secret ?? '') === true;
				const open = Object.keys(found).filter((name) => asked || name !== list.secret);
				return {
					'@odata.context': `${graph.url}/$metadata#${list.path.slice(1)}/$entity`,
					...picked(found, open),
				};
			}),
		);
	}
	addWritingRoutes(scope, graph);
	scope.setNotFoundHandler(async (_request, reply) =>
		failure(reply, 404, 'The sandbox has no such part of Microsoft Graph.'),
	);
}
