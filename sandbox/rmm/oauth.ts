/** OAuth 2 as far as a program without a person needs it (RFC 6749): a token for a client, or for a user's keys. */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../core/errors';

/** Tokens that were given out and still hold. */
export class Tokens {
	private readonly known = new Set<string>();

	issue(): string {
		const token = randomUUID();
		this.known.add(token);
		return token;
	}

	holds(authorization: string | undefined): boolean {
		return this.known.has(/^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? '');
	}

	/** As if their time were over. */
	expire(): void {
		this.known.clear();
	}
}

export interface Grant {
	clientId: string;
	clientSecret: string;
	/** The grant that the vendor takes, with what it needs beside the client. */
	type: 'client_credentials' | 'password';
	needs?: Readonly<Record<string, string>>;
	lifetime: number;
	scope?: string;
}

function refusal(status: number, error: string): ApiError {
	return new ApiError(status, { error }, 'application/json; charset=utf-8');
}

/** Client and secret stand in the header (RFC 6749, 2.3.1) or in the body. */
function clientOf(request: FastifyRequest, form: URLSearchParams): [id: string, secret: string] {
	const basic = /^Basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
	if (basic === undefined) return [form.get('client_id') ?? '', form.get('client_secret') ?? ''];
	const [id = '', ...secret] = Buffer.from(basic, 'base64').toString().split(':');
	return [decodeURIComponent(id), decodeURIComponent(secret.join(':'))];
}

/** Adds the token's address. */
export function addTokenRoute(
	scope: FastifyInstance,
	path: string,
	tokens: () => Tokens,
	grantOf: () => Grant,
): void {
	scope.addContentTypeParser(
		'application/x-www-form-urlencoded',
		{ parseAs: 'string' },
		(_request, body, done) => done(null, new URLSearchParams(String(body))),
	);
	scope.post(path, async (request) => {
		if (!(request.body instanceof URLSearchParams)) throw refusal(400, 'invalid_request');
		const form = request.body;
		const grant = grantOf();
		const [id, secret] = clientOf(request, form);
		if (id !== grant.clientId || secret !== grant.clientSecret)
			throw refusal(401, 'invalid_client');
		if (form.get('grant_type') !== grant.type) throw refusal(400, 'unsupported_grant_type');
		for (const [name, value] of Object.entries(grant.needs ?? {}))
			if (form.get(name) !== value) throw refusal(400, 'invalid_grant');
		if (grant.scope !== undefined && !(form.get('scope') ?? '').split(' ').includes(grant.scope))
			throw refusal(400, 'invalid_scope');
		return {
			access_token: tokens().issue(),
			token_type: 'bearer',
			expires_in: grant.lifetime,
			...(grant.scope !== undefined && { scope: grant.scope }),
		};
	});
}
