/* eslint-disable @n8n/community-nodes/no-restricted-imports -- servers that answer what no IT Glue should */
/** Servers that stand where IT Glue should: one that answers as told, and a proxy that changes answers on their way. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** What arrived at a server. */
export interface Arrival {
	method: string;
	url: string;
	headers: http.IncomingHttpHeaders;
	body: string;
}

export interface Answer {
	status?: number;
	headers?: http.OutgoingHttpHeaders;
	body?: string | Buffer;
}

export interface Host {
	/** `http://127.0.0.1:<port>` */
	url: string;
	arrived: Arrival[];
	stop(): Promise<void>;
}

async function bodyOf(stream: http.IncomingMessage): Promise<string> {
	const parts: Buffer[] = [];
	for await (const part of stream) parts.push(part as Buffer);
	return Buffer.concat(parts).toString('utf8');
}

/** Starts a server on a free port of this machine that notes what arrives and answers as told. */
export async function startHost(
	handle: (arrival: Arrival) => Answer | Promise<Answer>,
): Promise<Host> {
	const arrived: Arrival[] = [];
	const serve = async (
		request: http.IncomingMessage,
		response: http.ServerResponse,
	): Promise<void> => {
		const { method = '', url = '', headers } = request;
		const arrival: Arrival = { method, url, headers, body: await bodyOf(request) };
		arrived.push(arrival);
		const { status = 200, headers: more, body = '' } = await handle(arrival);
		response.writeHead(status, { 'content-type': 'application/vnd.api+json', ...more }).end(body);
	};
	const server = http.createServer((request, response) => {
		serve(request, response).catch(() => response.destroy());
	});
	await new Promise<void>((resolve) => {
		server.listen(0, '127.0.0.1', resolve);
	});
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		arrived,
		stop: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => {
				server.close(resolve);
			});
		},
	};
}

/** Passes a request on to another server and gives its answer. */
export async function forward(
	to: string,
	{ method, url, headers, body }: Arrival,
): Promise<Required<Answer>> {
	return await new Promise((resolve, reject) => {
		const onward = http.request(
			`${to}${url}`,
			{ method, headers: { ...headers, host: new URL(to).host } },
			(answer) => {
				bodyOf(answer).then((text) => {
					const kept = { ...answer.headers };
					delete kept['content-length'];
					delete kept['transfer-encoding'];
					resolve({ status: answer.statusCode ?? 500, headers: kept, body: text });
				}, reject);
			},
		);
		onward.on('error', reject);
		onward.end(body);
	});
}
