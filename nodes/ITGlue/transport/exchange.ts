import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import type { Raw } from './answer';
import { pause, systemClock } from './limits/clock';
import { encodeSafely } from './redact';
import type { ApiRequest, RequestContext } from './types';

export const CREDENTIAL = 'itGlueApi';

const MEDIA_TYPE = 'application/vnd.api+json';

/** The address of the API and the data that every request sends. */
export interface Line {
	context: RequestContext;
	baseUrl: string;
	credential: { id: string; name: string; type: string; data: ICredentialDataDecryptedObject };
	timeoutMs: number;
	cancelled: () => boolean;
}

/**
 * The options of one request. Always a new object: n8n's helper writes the API key and the abort signal into it, so it
 * must not be used twice or kept.
 */
function optionsFor(line: Line, request: ApiRequest, timeoutMs: number): IHttpRequestOptions {
	const query = Object.entries(request.query ?? {})
		.map(([name, value]) => `${encodeSafely(name)}=${encodeSafely(value)}`)
		.join('&');
	return {
		method: request.method,
		url: `${line.baseUrl}${request.path}${query === '' ? '' : `?${query}`}`,
		headers: { Accept: MEDIA_TYPE, 'Content-Type': MEDIA_TYPE },
		...(request.body !== undefined && { body: JSON.stringify(request.body) }),
		// The raw text: only our parser can see that a body was cut off.
		encoding: 'text',
		json: false,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout: timeoutMs,
	};
}

/** Errors before anything was sent: IT Glue cannot have executed the request. */
const NOT_SENT = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_INVALID_URL)$/;

/** Errors of certificates and addresses: another try does not help. */
const LASTING = /CERT|SELF_SIGNED|ERR_TLS|UNABLE_TO_|ERR_INVALID_URL|EPROTO|RESTRICTED/;

interface Chained {
	code?: unknown;
	message?: unknown;
	cause?: unknown;
	errors?: unknown;
	/** The port that Node wanted to connect to. */
	port?: unknown;
	address?: unknown;
	hostname?: unknown;
}

/** The error and its causes: n8n's helper wraps the error of axios, and axios wraps the error of Node. */
function chain(error: unknown): Chained[] {
	const links: Chained[] = [];
	let current = error;
	while (typeof current === 'object' && current !== null && links.length < 5) {
		const link = current as Chained;
		links.push(link);
		// If a host has several addresses, each has a separate error.
		current =
			link.cause ?? (Array.isArray(link.errors) ? (link.errors as unknown[])[0] : undefined);
	}
	return links;
}

/** The host that n8n wanted to connect to, if it is not the host of the request: then it is a proxy. */
function proxyIn(links: Chained[], baseUrl: string): string | undefined {
	if (baseUrl === '') return undefined;
	const { hostname, port, protocol } = new URL(baseUrl);
	const ours = Number(port || (protocol === 'https:' ? 443 : 80));
	const refused = links.find((link) => typeof link.port === 'number');
	if (refused && refused.port !== ours)
		return `${shown(refused.address)}:${refused.port as number}`;
	const unknown = links.find((link) => typeof link.hostname === 'string');
	const isOther = unknown !== undefined && unknown.hostname !== hostname;
	return isOther ? shown(unknown.hostname) : undefined;
}

const shown = (address: unknown): string =>
	typeof address === 'string' ? address.replace(/[^\w.:[\]-]/g, '').slice(0, 100) : '';

/** Classifies the helper's error; only codes are kept, never the error, which holds the key. */
export function classifyThrown(error: unknown, baseUrl = ''): Raw {
	const links = chain(error);
	const texts = links.map(({ message }) => String(message ?? '')).join(' ');
	const codes = links.flatMap(({ code }) => (typeof code === 'string' ? [code] : []));
	if (codes.includes('ERR_CANCELED')) return { got: 'cancelled' };
	if (/timeout of \d+ ?ms exceeded/i.test(texts)) return { got: 'timeout' };
	if (/restricted IP|blocked hostname/i.test(texts)) {
		return { got: 'network', code: 'RESTRICTED', sent: false, passing: false };
	}
	// A message of https-proxy-agent, which n8n uses for proxies; it has no code.
	if (/before receiving CONNECT response/i.test(texts)) {
		return { got: 'network', code: 'PROXY', sent: false, passing: true };
	}
	const code = codes.find((each) => /^E[A-Z]+$/.test(each)) ?? codes[0] ?? 'UNKNOWN';
	const lasting = LASTING.test(code);
	const proxy = NOT_SENT.test(code) ? proxyIn(links, baseUrl) : undefined;
	return {
		got: 'network',
		code,
		sent: !NOT_SENT.test(code) && !lasting,
		passing: !lasting,
		...(proxy !== undefined && { proxy }),
	};
}

export function headersOf(source: unknown): Record<string, string> {
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries((source ?? {}) as Record<string, unknown>)) {
		if (typeof value === 'string') headers[name.toLowerCase()] = value;
	}
	return headers;
}

interface FullResponse {
	statusCode: number;
	headers: unknown;
	body: unknown;
}

async function ask(line: Line, request: ApiRequest, timeoutMs: number): Promise<Raw> {
	try {
		const { credential } = line;
		const response = (await line.context.helpers.httpRequestWithAuthentication.call(
			line.context,
			CREDENTIAL,
			optionsFor(line, request, timeoutMs),
			// Without this, n8n reads and decrypts the credential again for every request.
			{ credentialsDecrypted: { ...credential, data: { ...credential.data } } },
		)) as FullResponse;
		const text = typeof response.body === 'string' ? response.body : '';
		return {
			got: 'answer',
			status: response.statusCode,
			headers: headersOf(response.headers),
			text,
		};
	} catch (error) {
		return classifyThrown(error, line.baseUrl);
	}
}

/**
 * Sends one request, once.
 *
 * @returns the answer or the reason why there is none; never rejects
 */
export async function exchange(
	line: Line,
	request: ApiRequest,
	timeoutMs = line.timeoutMs,
): Promise<Raw> {
	return await watched(line, timeoutMs, ask(line, request, timeoutMs));
}

/**
 * Waits no longer than this for an answer. The helper's time-out only notices silence, so a slow body would never end;
 * this watch ends it, and stops at once when the execution is cancelled. It sleeps in short slices, so no timer remains
 * for longer than one slice.
 */
export async function watched<Got>(
	line: Line,
	timeoutMs: number,
	asked: Promise<Got>,
): Promise<Got | Extract<Raw, { got: 'timeout' | 'cancelled' }>> {
	let settled = false;
	const watch = async (): Promise<Extract<Raw, { got: 'timeout' | 'cancelled' }>> => {
		const over = () => settled || line.cancelled();
		const expired = await pause(systemClock, timeoutMs + 1000, over);
		return expired ? { got: 'timeout' } : { got: 'cancelled' };
	};
	const answered = asked.then((got) => {
		settled = true;
		return got;
	});
	return await Promise.race([answered, watch()]);
}
