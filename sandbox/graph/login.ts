/**
 * Signing in as an application: OAuth 2.0 client credentials grant.
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Graph, Tenant } from './model';

const PREFIX = 'demo-graph-token-';
const SECONDS = 3599;

/** The tenant that a token is of. */
export function tenantOf(
	{ tenants }: Graph,
	authorization: string | undefined,
): Tenant | undefined {
	const [, token] = /^Bearer (.+)$/.exec(authorization ?? '') ?? [];
	return tenants.find(({ id }) => token === `${PREFIX}${id}`);
}

function refused(reply: FastifyReply, status: number, error: string, code: number): FastifyReply {
	return reply.code(status).send({
		error,
		error_description: `AADSTS${code}: the sandbox does not accept this.`,
		error_codes: [code],
		timestamp: '2026-01-05 07:30:00Z',
		trace_id: 'sandbox',
		correlation_id: 'sandbox',
	});
}

/** Name and secret of the application: in the body, or as Basic authentication. */
function clientOf(form: URLSearchParams, authorization: string | undefined): string[] {
	const [, basic] = /^Basic (.+)$/.exec(authorization ?? '') ?? [];
	if (basic === undefined) return [form.get('client_id') ?? '', form.get('client_secret') ?? ''];
	return Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent);
}

/** Adds `POST /{tenant}/oauth2/v2.0/token`; the tenant is given by ID or domain. */
export function addLoginRoutes(scope: FastifyInstance, graph: Graph): void {
	scope.addContentTypeParser(
		'application/x-www-form-urlencoded',
		{ parseAs: 'string' },
		(_request, body, done) => done(null, new URLSearchParams(String(body))),
	);
	scope.post<{ Params: { tenant: string } }>(
		'/:tenant/oauth2/v2.0/token',
		async ({ body, headers, params }, reply) => {
			const form = body instanceof URLSearchParams ? body : new URLSearchParams();
			const tenant = graph.tenants.find(({ id, domain }) => [id, domain].includes(params.tenant));
			if (tenant === undefined) return refused(reply, 400, 'invalid_request', 90002);
			if (form.get('grant_type') !== 'client_credentials')
				return refused(reply, 400, 'unsupported_grant_type', 70003);
			if (!(form.get('scope') ?? '').endsWith('/.default'))
				return refused(reply, 400, 'invalid_scope', 1002012);
			const [client, secret] = clientOf(form, headers.authorization);
			if (client !== tenant.clientId || secret !== tenant.clientSecret)
				return refused(reply, 401, 'invalid_client', 7000215);
			return {
				token_type: 'Bearer',
				expires_in: SECONDS,
				ext_expires_in: SECONDS,
				access_token: `${PREFIX}${tenant.id}`,
			};
		},
	);
}
