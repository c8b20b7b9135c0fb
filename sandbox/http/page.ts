/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
/** The page at the sandbox's root address, for people: one file that loads nothing from anywhere. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';

/** Where the page really stands: among the sandbox's own routes, so that nothing of the API changes. */
export const PAGE = '/_sandbox/page';

const FILE = join(__dirname, '..', 'page.html');

/** Whether a browser asks for the root address. Everybody else gets what the API says to that path. */
export function asksForPage({ method, url = '', headers }: IncomingMessage): boolean {
	return method === 'GET' && /^\/($|\?)/.test(url) && /\btext\/html\b/.test(headers.accept ?? '');
}

function hashes(html: string, tag: 'script' | 'style'): string {
	const inside = [...html.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, 'g'))];
	return inside
		.map(([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
		.join(' ');
}

/** The script and the style of the file may run, whatever a record contains may not. */
function policy(html: string): string {
	return [
		`default-src 'none'`,
		`script-src ${hashes(html, 'script')}`,
		`style-src ${hashes(html, 'style')}`,
		`connect-src 'self'`,
		`img-src data:`,
		`base-uri 'none'`,
		`form-action 'none'`,
		`frame-ancestors 'none'`,
	].join('; ');
}

/** Adds the page. */
export function addPageRoute(app: FastifyInstance): void {
	app.get(PAGE, async (_request, reply) => {
		const html = readFileSync(FILE, 'utf8');
		return reply
			.headers({
				'content-security-policy': policy(html),
				'x-content-type-options': 'nosniff',
				'referrer-policy': 'no-referrer',
				'cache-control': 'no-store',
			})
			.type('text/html; charset=utf-8')
			.send(html);
	});
}
