/* eslint-disable @n8n/community-nodes/no-restricted-imports */
/**
 * Keeps other web sites off the sandbox's own routes. They ask for no key, and any page that is open in the same
 * browser could send to 127.0.0.1.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';

/** A name of this machine. A site that gave its own name our address (DNS rebinding) is asked for by that name. */
const THIS_MACHINE = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

/** Why the sandbox's own routes do not answer this request, or nothing. */
export function refusal(method: string, headers: IncomingHttpHeaders): string | undefined {
	const { host = '', origin, 'sec-fetch-site': site } = headers;
	if (!THIS_MACHINE.test(host)) return 'The sandbox answers under 127.0.0.1 and localhost only.';
	if (method === 'GET') return undefined;
	// Programs send neither of the two; a browser names where the page that sends comes from.
	const foreign = origin !== undefined && origin !== `http://${host}`;
	const elsewhere = site !== undefined && site !== 'same-origin' && site !== 'none';
	return foreign || elsewhere
		? 'Another web site may not change the sandbox. Use the page at its own address.'
		: undefined;
}

/** Adds the check. Call before other hooks are added: what is refused changes nothing. */
export function addGuard(app: FastifyInstance): void {
	app.addHook('onRequest', async (request, reply) => {
		if (!request.url.startsWith('/_sandbox/')) return undefined;
		const reason = refusal(request.method, request.headers);
		return reason === undefined ? undefined : reply.code(403).send({ message: reason });
	});
}
