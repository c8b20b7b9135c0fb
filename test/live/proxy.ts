/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a server between the script and the sandbox */
/** A server in front of the sandbox that tells something else than the sandbox does: for what has no switch there. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
	method: string;
	path: string;
	query: URLSearchParams;
	body: string;
}

export interface Told {
	status: number;
	headers: Record<string, string>;
	text: string;
}

/** What the proxy does otherwise. */
export interface Change {
	/** Changes what the sandbox is asked. */
	ask?: (asked: Asked) => void;
	/** Changes what it told. */
	tell?: (told: Told, asked: Asked) => void;
}

export interface Proxy {
	url: string;
	/** Requests under way at the same time, at most. */
	most: () => number;
	/** Headers of every request. */
	headers: Array<IncomingMessage['headers']>;
	stop: () => Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString();
}

async function forward(target: string, asked: Asked, headers: IncomingMessage['headers']) {
	const query = asked.query.toString();
	const response = await fetch(`${target}${asked.path}${query === '' ? '' : `?${query}`}`, {
		method: asked.method,
		headers: {
			'x-api-key': String(headers['x-api-key']),
			...(asked.body !== '' && { 'content-type': String(headers['content-type']) }),
		},
		...(asked.body !== '' && { body: asked.body }),
		redirect: 'manual',
		signal: AbortSignal.timeout(60_000),
	});
	return {
		status: response.status,
		headers: { 'content-type': response.headers.get('content-type') ?? '' },
		text: await response.text(),
	};
}

async function close(server: Server): Promise<void> {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
}

/** Starts the server on 127.0.0.1 with a free port. */
export async function startProxy(target: string, change: Change = {}): Promise<Proxy> {
	let [now, most] = [0, 0];
	const headers: Proxy['headers'] = [];
	const server = createServer((request, response) => {
		now += 1;
		most = Math.max(most, now);
		headers.push(request.headers);
		const answer = async (): Promise<void> => {
			const url = new URL(request.url ?? '/', 'http://127.0.0.1');
			const asked: Asked = {
				method: request.method ?? 'GET',
				path: url.pathname,
				query: url.searchParams,
				body: await bodyOf(request),
			};
			change.ask?.(asked);
			const told: Told = await forward(target, asked, request.headers);
			// Changes go by what the script asked, whatever was passed on.
			change.tell?.(told, { ...asked, query: new URL(request.url ?? '/', url).searchParams });
			now -= 1;
			response.writeHead(told.status, told.headers);
			response.end(told.status === 204 ? undefined : told.text);
		};
		answer().catch(() => response.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		most: () => most,
		headers,
		stop: async () => await close(server),
	};
}

/** The answer of a gateway or of a route that is not there. */
export function toPage(told: Told, status: number): void {
	told.status = status;
	told.headers = { 'content-type': 'text/html' };
	told.text = '<html><body>No such page</body></html>';
}

/** A refusal in JSON. */
export function toErrors(told: Told, status: number): void {
	told.status = status;
	told.headers = { 'content-type': 'application/vnd.api+json' };
	told.text = JSON.stringify({ errors: [{ status, title: 'Refused' }] });
}

/** A whole number with all its digits, however many: JavaScript would round some. */
export const exactly = (digits: string): string => `@@${digits}@@`;

const TEXT_OR_LONG = /"(?:[^"\\]|\\.)*"|-?\d{16,}/g;

/** Changes the document of an answer, where it is one. */
export function edit(told: Told, change: (document: Record<string, unknown>) => void): void {
	if (told.status >= 300 || !told.text.startsWith('{')) return;
	const kept = told.text.replace(TEXT_OR_LONG, (token) =>
		token.startsWith('"') ? token : JSON.stringify(exactly(token)),
	);
	const document = JSON.parse(kept) as Record<string, unknown>;
	change(document);
	told.text = JSON.stringify(document).replace(/"@@(-?\d+)@@"/g, '$1');
}

type Item = { id: unknown; attributes: Record<string, unknown> };

/** Changes every record of an answer. */
export function editItems(told: Told, change: (item: Item) => void): void {
	edit(told, ({ data }) => {
		for (const item of [data].flat() as Item[]) if (item?.attributes !== undefined) change(item);
	});
}

/** Changes `meta` of an answer that has one. */
export function editMeta(told: Told, change: (meta: Record<string, unknown>) => void): void {
	edit(told, ({ meta }) => meta !== undefined && change(meta as Record<string, unknown>));
}
